#include "common/text.h"
#include "common/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void app_text_init(app_text *text, size_t limit) {
    *text = (app_text){.limit = limit ? limit : SIZE_MAX / 4};
}

void app_text_clear(app_text *text) {
    free(text->data);
    app_text_init(text, text->limit);
}

void app_text_reset(app_text *text) {
    text->len = 0;
    text->failed = false;
    if (text->data)
        text->data[0] = '\0';
}

char *app_text_room(app_text *text, size_t n) {
    if (text->failed)
        return NULL;
    if (n > text->limit - text->len) {
        text->failed = true;
        return NULL;
    }
    if (text->cap - text->len > n)
        return text->data + text->len;
    size_t cap = text->cap ? text->cap : 256;
    while (cap - text->len <= n)
        cap *= 2;
    char *data = realloc(text->data, cap);
    if (!data) {
        text->failed = true;
        return NULL;
    }
    text->data = data;
    text->cap = cap;
    return data + text->len;
}

void app_text_advance(app_text *text, size_t n) {
    text->len += n;
    text->data[text->len] = '\0';
}

void app_text_put(app_text *text, const char *bytes, size_t len) {
    char *room = app_text_room(text, len);
    if (!room)
        return;
    if (len)
        memcpy(room, bytes, len);
    app_text_advance(text, len);
}

void app_text_str(app_text *text, const char *str) {
    app_text_put(text, str, strlen(str));
}

void app_text_char(app_text *text, char c) {
    app_text_put(text, &c, 1);
}

void app_text_fill(app_text *text, char c, size_t n) {
    char *room = app_text_room(text, n);
    if (!room)
        return;
    memset(room, c, n);
    app_text_advance(text, n);
}

void app_text_format(app_text *text, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *room = len < 0 ? NULL : app_text_room(text, (size_t)len);
    if (room) {
        (void)vsnprintf(room, (size_t)len + 1, format, again);
        app_text_advance(text, (size_t)len);
    }
    va_end(again);
}

void app_text_int(app_text *text, int64_t value) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    app_text_put(text, digits + at, sizeof digits - at);
}

void app_text_number(app_text *text, double value) {
    char *room = app_text_room(text, APP_NUMBER_SIZE);
    if (room)
        app_text_advance(text, app_number_shortest(value, room));
}

size_t app_character(const char *bytes, size_t len, bool *valid) {
    const unsigned char *s = (const unsigned char *)bytes;
    unsigned char lead = s[0];
    size_t n = lead < 0x80                  ? 1
               : lead < 0xC2 || lead > 0xF4 ? 0
               : lead < 0xE0                ? 2
               : lead < 0xF0                ? 3
                                            : 4;
    /* Neither overlong forms nor surrogates nor beyond U+10FFFF. */
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    size_t i = 1;
    for (; i < n && i < len && s[i] >= low && s[i] <= high; i++) {
        low = 0x80;
        high = 0xBF;
    }
    *valid = i == n;
    return i;
}

void app_text_repaired(app_text *text, const char *bytes, size_t len) {
    for (size_t i = 0, n; i < len; i += n) {
        bool valid;
        n = app_character(bytes + i, len - i, &valid);
        if (valid && bytes[i])
            app_text_put(text, bytes + i, n);
        else
            app_text_str(text, "\uFFFD");
    }
}
