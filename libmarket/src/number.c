/* number.c - decimal numbers to doubles, correctly rounded, in any locale.
 *
 * Most prices have at most 15 digits: then the digits and the power of ten are both exact doubles
 * and one multiplication or division rounds once, which is the correct result. The rest goes to
 * strtod in the C locale. */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* strtod_l */
#endif
#include "internal.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

#define MAX_LENGTH 400

typedef struct decimal {
    uint64_t digits;
    int exponent;
    bool negative;
    bool exact; /* digits holds every digit, below 2^53 */
} decimal;

/* The exponent part after 'e'; false when there are no digits. Saturates, so that it cannot
 * overflow. */
static bool scan_exponent(const char *text, size_t length, size_t *position, int *exponent) {
    size_t i = *position;
    bool negative = false;
    if (i < length && (text[i] == '+' || text[i] == '-'))
        negative = text[i++] == '-';
    size_t start = i;
    int value = 0;
    for (; i < length && market__is_digit(text[i]); i++)
        value = value < 100000 ? value * 10 + (text[i] - '0') : value;
    *position = i;
    *exponent = negative ? -value : value;
    return i > start;
}

static bool scan(const char *text, size_t length, decimal *out) {
    size_t i = 0, digits = 0;
    decimal d = {0, 0, false, true};
    if (i < length && (text[i] == '+' || text[i] == '-'))
        d.negative = text[i++] == '-';
    bool point = false;
    for (; i < length && (market__is_digit(text[i]) || (text[i] == '.' && !point)); i++) {
        if (text[i] == '.') {
            point = true;
            continue;
        }
        digits++;
        if (d.digits < (UINT64_C(1) << 53) / 10)
            d.digits = d.digits * 10 + (uint64_t)(text[i] - '0');
        else
            d.exact = false;
        d.exponent -= point;
    }
    if (digits == 0)
        return false;
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        int exponent = 0;
        i++;
        if (!scan_exponent(text, length, &i, &exponent))
            return false;
        d.exponent += exponent;
    }
    *out = d;
    return i == length;
}

static market_status slow(const char *text, size_t length, double *out) {
    char copy[MAX_LENGTH + 1];
    if (!market__copy(copy, sizeof copy, text, length))
        return MARKET_E_NUMBER;
    locale_t locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (locale == (locale_t)0)
        return MARKET_E_MEMORY;
    double value = strtod_l(copy, NULL, locale);
    freelocale(locale);
    if (!isfinite(value))
        return MARKET_E_NUMBER;
    *out = value;
    return MARKET_OK;
}

market_status market_number_parse(const char *text, size_t length, double *out) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (text == NULL || out == NULL)
        return MARKET_E_ARGUMENT;
    decimal d = {0};
    if (!scan(text, length, &d))
        return MARKET_E_NUMBER;
    if (!d.exact || d.exponent < -22 || d.exponent > 22)
        return slow(text, length, out);
    double value = (double)d.digits;
    value = d.exponent < 0 ? value / powers[-d.exponent] : value * powers[d.exponent];
    *out = d.negative ? -value : value;
    return MARKET_OK;
}

const char *market__number_fault(const char *text, size_t length) {
    decimal d = {0};
    char word[10]; /* "-infinity" */
    if (scan(text, length, &d))
        return length > MAX_LENGTH ? "has too many digits" : "is too large";
    size_t sign = length > 0 && (text[0] == '+' || text[0] == '-');
    if (length >= sizeof word)
        return "is not a number";
    for (size_t i = sign; i < length; i++)
        word[i - sign] = market__lower(text[i]);
    bool infinite =
        market__equal(word, length - sign, "inf") || market__equal(word, length - sign, "infinity");
    return infinite ? "is not finite" : "is not a number";
}
