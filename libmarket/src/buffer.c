/* buffer.c - text that grows. */
#include "buffer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void market__buffer_clear(market__buffer *buffer) {
    free(buffer->data);
    *buffer = (market__buffer){0};
}

void market__buffer_put(market__buffer *buffer, const void *data, size_t length) {
    if (buffer->failed || length == 0)
        return;
    if (length > buffer->capacity - buffer->length) {
        size_t capacity = length > SIZE_MAX - buffer->length
                              ? 0
                              : market__grown(buffer->capacity, buffer->length + length);
        char *moved = capacity == 0 ? NULL : market__resize(buffer->data, capacity, 1);
        if (moved == NULL) {
            buffer->failed = true;
            return;
        }
        buffer->data = moved;
        buffer->capacity = capacity;
    }
    memcpy(buffer->data + buffer->length, data, length);
    buffer->length += length;
}

void market__buffer_text(market__buffer *buffer, const char *text) {
    market__buffer_put(buffer, text, strlen(text));
}

void market__buffer_int(market__buffer *buffer, int64_t value) {
    char text[24];
    market__buffer_put(buffer, text, (size_t)snprintf(text, sizeof text, "%lld", (long long)value));
}

/* Both numbers are below 2^53, so that their quotient is the double nearest to the decimal. */
static bool put_fixed(market__buffer *buffer, double value) {
    static const double powers[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
    double size = fabs(value);
    for (int decimals = 0; decimals < 9; decimals++) {
        double scaled = nearbyint(size * powers[decimals]);
        if (scaled >= 9007199254740992.0)
            return false;
        if (scaled / powers[decimals] != size)
            continue;
        char text[40];
        long long whole = (long long)scaled, unit = (long long)powers[decimals];
        int length = decimals == 0 ? snprintf(text, sizeof text, "%lld", whole)
                                   : snprintf(text, sizeof text, "%lld.%0*lld", whole / unit,
                                              decimals, whole % unit);
        if (signbit(value))
            market__buffer_put(buffer, "-", 1);
        market__buffer_put(buffer, text, (size_t)length);
        return true;
    }
    return false;
}

void market__buffer_real(market__buffer *buffer, double value) {
    if (put_fixed(buffer, value))
        return;
    char text[40];
    int length = snprintf(text, sizeof text, "%.17g", value);
    for (int i = 0; i < length; i++) /* the locale's decimal point */
        if (!market__is_digit(text[i]) && strchr("+-e", text[i]) == NULL)
            text[i] = '.';
    market__buffer_put(buffer, text, (size_t)length);
}

void market__buffer_json(market__buffer *buffer, const char *text) {
    market__buffer_put(buffer, "\"", 1);
    for (const char *c = text; *c != '\0';) {
        const char *plain = c;
        while ((unsigned char)*c >= ' ' && *c != '"' && *c != '\\')
            c++;
        market__buffer_put(buffer, plain, (size_t)(c - plain));
        if (*c == '\0')
            break;
        char escape[8];
        int length = *c == '"' || *c == '\\'
                         ? snprintf(escape, sizeof escape, "\\%c", *c)
                         : snprintf(escape, sizeof escape, "\\u%04x", (unsigned)(unsigned char)*c);
        market__buffer_put(buffer, escape, (size_t)length);
        c++;
    }
    market__buffer_put(buffer, "\"", 1);
}
