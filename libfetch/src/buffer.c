/* buffer.c - text that grows, and small conversions. */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fetch__buffer_clear(fetch__buffer *buffer) {
    free(buffer->data);
    *buffer = (fetch__buffer){0};
}

void fetch__wipe(void *memory, size_t length) {
    volatile unsigned char *byte = memory;
    for (size_t i = 0; i < length; i++)
        byte[i] = 0;
}

void fetch__buffer_clear_secret(fetch__buffer *buffer) {
    if (buffer->data != NULL)
        fetch__wipe(buffer->data, buffer->capacity);
    fetch__buffer_clear(buffer);
}

void fetch__buffer_reset(fetch__buffer *buffer) {
    buffer->length = 0;
    buffer->failed = false;
    if (buffer->data != NULL)
        buffer->data[0] = '\0';
}

bool fetch__buffer_reserve(fetch__buffer *buffer, size_t capacity) {
    if (buffer->failed)
        return false;
    if (capacity < buffer->capacity)
        return true;
    size_t grown = capacity > SIZE_MAX / 2 ? 0 : capacity + capacity / 2 + 64;
    char *data = grown == 0 ? NULL : realloc(buffer->data, grown);
    if (data == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->data = data;
    buffer->capacity = grown;
    return true;
}

bool fetch__buffer_append(fetch__buffer *buffer, const void *data, size_t length) {
    if (length > SIZE_MAX - buffer->length - 1) {
        buffer->failed = true;
        return false;
    }
    if (!fetch__buffer_reserve(buffer, buffer->length + length + 1))
        return false;
    if (length > 0)
        memcpy(buffer->data + buffer->length, data, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
    return true;
}

bool fetch__buffer_add(fetch__buffer *buffer, const char *text) {
    return fetch__buffer_append(buffer, text, strlen(text));
}

bool fetch__buffer_format(fetch__buffer *buffer, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof text) {
        buffer->failed = true;
        return false;
    }
    return fetch__buffer_append(buffer, text, (size_t)length);
}

static bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || fetch__is_digit(c) || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

bool fetch__buffer_encode(fetch__buffer *buffer, const char *text, bool keep_slash) {
    static const char digits[] = "0123456789ABCDEF";
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        const char escaped[3] = {'%', digits[c >> 4], digits[c & 15]};
        bool plain = is_unreserved(*p) || (keep_slash && *p == '/');
        (void)fetch__buffer_append(buffer, plain ? p : escaped, plain ? 1 : 3);
    }
    return !buffer->failed;
}

const char *fetch__buffer_text(const fetch__buffer *buffer) {
    if (buffer->failed)
        return NULL;
    return buffer->data == NULL ? "" : buffer->data;
}

bool fetch__copy(char *out, size_t capacity, const char *text, size_t length) {
    if (length >= capacity)
        return false;
    if (length > 0)
        memcpy(out, text, length);
    out[length] = '\0';
    return true;
}

void fetch__copy_plain(char *out, size_t capacity, const char *text, size_t length) {
    size_t kept = length < capacity ? length : capacity - 1;
    for (size_t i = 0; i < kept; i++)
        out[i] = text[i] >= ' ' && text[i] < 0x7F ? text[i] : '?';
    out[kept] = '\0';
}

char *fetch__duplicate(const char *text) {
    if (text == NULL)
        return NULL;
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy != NULL)
        memcpy(copy, text, size);
    return copy;
}

void fetch__free_secret(char *text) {
    if (text != NULL)
        fetch__wipe(text, strlen(text));
    free(text);
}

bool fetch__take_number(const char **text, size_t most, uint64_t *out) {
    uint64_t value = 0;
    size_t count = 0;
    for (; count < most && fetch__is_digit((*text)[count]); count++)
        value = value * 10 + (uint64_t)((*text)[count] - '0');
    *text += count;
    *out = value;
    return count > 0 && !fetch__is_digit(**text);
}

void fetch__base64(const void *data, size_t length, char *out) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *in = data;
    for (size_t i = 0; i < length; i += 3) {
        uint32_t three = (uint32_t)in[i] << 16;
        three |= i + 1 < length ? (uint32_t)in[i + 1] << 8 : 0;
        three |= i + 2 < length ? (uint32_t)in[i + 2] : 0;
        *out++ = letters[three >> 18];
        *out++ = letters[three >> 12 & 63];
        *out++ = i + 1 < length ? letters[three >> 6 & 63] : '=';
        *out++ = i + 2 < length ? letters[three & 63] : '=';
    }
    *out = '\0';
}

void fetch__hex(const void *data, size_t length, char *out) {
    static const char digits[] = "0123456789abcdef";
    const unsigned char *in = data;
    for (size_t i = 0; i < length; i++) {
        *out++ = digits[in[i] >> 4];
        *out++ = digits[in[i] & 15];
    }
    *out = '\0';
}

bool fetch__same_word(const char *a, const char *b) {
    while (*a != '\0' && fetch__lower(*a) == fetch__lower(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}
