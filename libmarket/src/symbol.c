/* symbol.c - symbols and their percent-encoded form. */
#include "internal.h"

static bool is_mark(char c) {
    return c == '.' || c == '/' || c == '-';
}

static bool is_plain(char c) {
    return (c >= 'A' && c <= 'Z') || market__is_digit(c);
}

static bool is_symbol(const char *text, size_t length) {
    if (text == NULL || length == 0 || length > MARKET_SYMBOL_MAX)
        return false;
    if (!is_plain(text[0]) || !is_plain(text[length - 1]))
        return false;
    for (size_t i = 1; i < length; i++)
        if (!is_plain(text[i]) && !(is_mark(text[i]) && !is_mark(text[i - 1])))
            return false;
    return true;
}

market_status market_symbol_check(const char *text, size_t length, market_error *err) {
    if (is_symbol(text, length))
        return MARKET_OK;
    return market__fail_parameter(
        err, MARKET_E_SYMBOL, "symbol",
        "symbol: \"%s\" is not 1 to 16 of A-Z, 0-9 and single . / - between them",
        market__quote(text == NULL ? "" : text, text == NULL ? 0 : length).text);
}

market_status market_symbol_encode(const char *text, size_t length, size_t capacity, char *out) {
    static const char hex[] = "0123456789ABCDEF";
    if (out == NULL)
        return MARKET_E_ARGUMENT;
    if (!is_symbol(text, length))
        return MARKET_E_SYMBOL;
    char encoded[MARKET_SYMBOL_ENCODED];
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '/') {
            encoded[n++] = text[i];
            continue;
        }
        encoded[n++] = '%';
        encoded[n++] = hex[(unsigned char)text[i] >> 4];
        encoded[n++] = hex[(unsigned char)text[i] & 15];
    }
    return market__copy(out, capacity, encoded, n) ? MARKET_OK : MARKET_E_TOO_LARGE;
}

static int hex_digit(char c) {
    c = market__upper(c);
    return market__is_digit(c) ? c - '0' : (c >= 'A' && c <= 'F') ? c - 'A' + 10 : -1;
}

market_status market_symbol_decode(const char *text, size_t length, size_t capacity, char *out) {
    if (text == NULL || out == NULL)
        return MARKET_E_ARGUMENT;
    char decoded[MARKET_SYMBOL_MAX + 1];
    size_t n = 0;
    for (size_t i = 0; i < length; n++) {
        if (n == MARKET_SYMBOL_MAX)
            return MARKET_E_SYMBOL;
        if (text[i] != '%') {
            decoded[n] = text[i++];
            continue;
        }
        if (length - i < 3 || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0)
            return MARKET_E_SYMBOL;
        decoded[n] = (char)(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
        i += 3;
    }
    if (!is_symbol(decoded, n))
        return MARKET_E_SYMBOL;
    return market__copy(out, capacity, decoded, n) ? MARKET_OK : MARKET_E_TOO_LARGE;
}
