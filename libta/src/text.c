#include "text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ta__text_bytes(ta__text *t, const char *s, size_t len) {
    if (t->len < t->cap) {
        size_t room = t->cap - t->len;
        memcpy(t->buf + t->len, s, len < room ? len : room);
    }
    t->len += len;
}

void ta__text_str(ta__text *t, const char *s) {
    ta__text_bytes(t, s, strlen(s));
}

void ta__text_double(ta__text *t, double x) {
    char digits[48];
    int precision = 15;
    do {
        snprintf(digits, sizeof digits, "%.*g", precision, x);
    } while (precision++ < 17 && strtod(digits, NULL) != x);

    /* Whatever is neither digit, sign nor letter is the locale's decimal separator, of any length.
     */
    bool separator = false;
    for (const char *p = digits; *p; p++) {
        bool plain = (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') || *p == '-' || *p == '+';
        if (plain)
            ta__text_bytes(t, p, 1);
        else if (!separator)
            ta__text_bytes(t, ".", 1);
        separator = !plain;
    }
}

void ta__text_json(ta__text *t, const char *s) {
    ta__text_bytes(t, "\"", 1);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') {
            ta__text_bytes(t, "\\", 1);
            ta__text_bytes(t, s, 1);
        } else if (c < 0x20 || c == '<' || c == '>' || c == '&') { /* also safe within HTML */
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", c);
            ta__text_str(t, escape);
        } else {
            ta__text_bytes(t, s, 1);
        }
    }
    ta__text_bytes(t, "\"", 1);
}

void ta__text_end(ta__text *t) {
    if (t->cap > 0)
        t->buf[t->len < t->cap ? t->len : t->cap - 1] = '\0';
}
