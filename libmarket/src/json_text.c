/* json_text.c - texts with their escapes, numbers, words. */
#include "json_text.h"

static bool fail(market__json *json, const char *what) {
    (void)market__json_fail(json, MARKET_E_SYNTAX, what);
    return false;
}

static bool add(market__json *json, int c) {
    if (json->length + 1 >= json->capacity) {
        if (json->length >= MARKET__JSON_TEXT) {
            (void)market__json_fail(json, MARKET_E_TOO_LARGE, "a text is longer than 1 MiB");
            return false;
        }
        size_t capacity = market__grown(json->capacity, json->length + 2);
        char *moved = market__resize(json->text, capacity, 1);
        if (moved == NULL) {
            json->status = market__no_memory(json->err);
            return false;
        }
        json->text = moved;
        json->capacity = capacity;
    }
    json->text[json->length++] = (char)c;
    json->text[json->length] = '\0';
    return true;
}

static bool begin(market__json *json) {
    json->length = 0;
    if (!add(json, ' ')) /* makes room for the NUL of an empty text */
        return false;
    json->length = 0;
    json->text[0] = '\0';
    return true;
}

static bool add_code_point(market__json *json, uint32_t code) {
    if (code < 0x80)
        return add(json, (int)code);
    if (code < 0x800)
        return add(json, (int)(0xC0 | code >> 6)) && add(json, (int)(0x80 | (code & 63)));
    if (code < 0x10000)
        return add(json, (int)(0xE0 | code >> 12)) && add(json, (int)(0x80 | (code >> 6 & 63))) &&
               add(json, (int)(0x80 | (code & 63)));
    return add(json, (int)(0xF0 | code >> 18)) && add(json, (int)(0x80 | (code >> 12 & 63))) &&
           add(json, (int)(0x80 | (code >> 6 & 63))) && add(json, (int)(0x80 | (code & 63)));
}

static bool read_hex(market__json *json, int digits, uint32_t *out) {
    uint32_t value = 0;
    for (int i = 0; i < digits; i++) {
        int c = market__input_next(json->in);
        char lower = c == MARKET__INPUT_END ? ' ' : market__lower((char)c);
        if (market__is_digit(lower))
            value = value * 16 + (uint32_t)(lower - '0');
        else if (lower >= 'a' && lower <= 'f')
            value = value * 16 + (uint32_t)(lower - 'a' + 10);
        else
            return fail(json, "a bad escape in a text");
    }
    *out = value;
    return true;
}

static bool is_high(uint32_t code) {
    return code >= 0xD800 && code < 0xDC00;
}

static bool is_low(uint32_t code) {
    return code >= 0xDC00 && code < 0xE000;
}

static bool read_escape(market__json *json);

/* \uXXXX: two of them can be one character; a half alone (texts get cut) becomes U+FFFD. */
static bool read_unicode(market__json *json) {
    uint32_t code = 0, second = 0;
    if (!read_hex(json, 4, &code))
        return false;
    while (is_high(code) && market__input_peek(json->in) == '\\') {
        (void)market__input_next(json->in);
        if (market__input_peek(json->in) != 'u')
            return add_code_point(json, 0xFFFD) && read_escape(json);
        (void)market__input_next(json->in);
        if (!read_hex(json, 4, &second))
            return false;
        if (is_low(second))
            return add_code_point(json, 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00));
        if (!add_code_point(json, 0xFFFD))
            return false;
        code = second;
    }
    return add_code_point(json, is_high(code) || is_low(code) ? 0xFFFD : code);
}

static bool read_long_unicode(market__json *json) {
    uint32_t code = 0;
    if (!read_hex(json, 8, &code))
        return false;
    if (code > 0x10FFFF)
        return fail(json, "a bad escape in a text");
    return add_code_point(json, is_high(code) || is_low(code) ? 0xFFFD : code);
}

/* What follows a backslash. */
static bool read_escape(market__json *json) {
    static const char from[] = "bfnrt\"\\/'av0", to[] = "\b\f\n\r\t\"\\/'\a\v";
    int c = market__input_next(json->in);
    const char *found = c > 0 && c < 0x80 ? strchr(from, c) : NULL;
    uint32_t code = 0;
    if (c == 'u')
        return read_unicode(json);
    if (c == 'U')
        return read_long_unicode(json);
    if (c == 'x')
        return read_hex(json, 2, &code) && add_code_point(json, code);
    if (found == NULL || *found == '\0')
        return fail(json, "a bad escape in a text");
    if (*found == '\'' || *found == 'a' || *found == 'v' || *found == '0')
        json->is_python = true;
    return add(json, to[found - from]);
}

bool market__json_read_text(market__json *json) {
    int quote = market__input_next(json->in);
    json->is_python |= quote == '\'';
    if (!begin(json))
        return false;
    for (;;) {
        int c = market__input_next(json->in);
        if (c == MARKET__INPUT_END && json->in->status != MARKET_OK) {
            json->status = json->in->status;
            return false;
        }
        if (c == MARKET__INPUT_END || c == '\n' || c == '\r')
            return fail(json, "a text has no end");
        if (c == quote)
            break;
        if (!(c == '\\' ? read_escape(json) : add(json, c)))
            return false;
    }
    return market__is_utf8(json->text, json->length) || fail(json, "a text is not UTF-8");
}

bool market__json_read_number(market__json *json) {
    if (!begin(json))
        return false;
    for (;;) {
        int c = market__input_peek(json->in);
        char lower = c == MARKET__INPUT_END ? ' ' : market__lower((char)c);
        if (!market__is_digit(lower) && lower != '.' && lower != '-' && lower != '+' &&
            !(lower >= 'a' && lower <= 'z') && lower != '_')
            return true; /* whether it is a number is for its reader to say */
        if (json->length >= 400)
            return fail(json, "a number is too long");
        if (!add(json, market__input_next(json->in)))
            return false;
    }
}

bool market__json_read_word(market__json *json) {
    if (!begin(json))
        return false;
    for (;;) {
        int c = market__input_peek(json->in);
        char lower = c == MARKET__INPUT_END ? ' ' : market__lower((char)c);
        if (!(lower >= 'a' && lower <= 'z') && !market__is_digit(lower) && lower != '_' &&
            lower != '.')
            break;
        if (json->length >= 100)
            return fail(json, "not a value");
        if (!add(json, market__input_next(json->in)))
            return false;
    }
    return json->length > 0 || fail(json, "not a value");
}
