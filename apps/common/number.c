#include "common/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Three ways, quickest first:
 *   1. A price with few decimals: the first d for which round(x 10^d) / 10^d is x again. The
 *      division of two exact doubles is correctly rounded, so that this is what a reader computes.
 *   2. Any number from 1e-5 to 1e15, exactly, in 128-bit integers.
 *   3. printf and a check, for the rest.
 */
static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};

/* "00" to "99": two digits at a time halve the divisions. */
static const char pairs[] = "0001020304050607080910111213141516171819"
                            "2021222324252627282930313233343536373839"
                            "4041424344454647484950515253545556575859"
                            "6061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

/* The digits of `value`, ending at `end`. Returns where they begin. */
static char *write_digits(uint64_t value, char *end) {
    for (; value >= 100; value /= 100) {
        end -= 2;
        memcpy(end, pairs + value % 100 * 2, 2);
    }
    if (value >= 10) {
        end -= 2;
        memcpy(end, pairs + value * 2, 2);
    } else {
        *--end = (char)('0' + value);
    }
    return end;
}

/* `value` / 10^decimals; trailing zeros after the point are left out unless `keep`. */
static size_t write_decimal(bool negative, uint64_t value, int decimals, bool keep, char *out) {
    char digits[48], *end = digits + sizeof digits;
    while (!keep && decimals > 0 && value % 10 == 0) {
        value /= 10;
        decimals--;
    }
    char *begin = write_digits(value, end);
    while (end - begin <= decimals)
        *--begin = '0';
    char *start = out;
    if (negative)
        *out++ = '-';
    size_t whole = (size_t)(end - begin) - (size_t)decimals;
    memcpy(out, begin, whole);
    out += whole;
    if (decimals > 0) {
        *out++ = '.';
        memcpy(out, begin + whole, (size_t)decimals);
        out += decimals;
    }
    *out = '\0';
    return (size_t)(out - start);
}

/* printf writes the locale's decimal point; JSON and CSV want the point. */
static size_t use_point(char *out, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (!strchr("0123456789+-eE", out[i]))
            out[i] = '.';
    return len;
}

static size_t print_general(double value, int precision, char *out) {
    int len = snprintf(out, APP_NUMBER_SIZE, "%.*g", precision, value);
    return len > 0 ? (size_t)len : 0;
}

static size_t print_shortest(double value, char *out) {
    size_t len = 0;
    /* Subnormal numbers have fewer digits. */
    for (int precision = fabs(value) < 2.3e-308 ? 1 : 15; precision <= 17; precision++) {
        len = print_general(value, precision, out);
        if (strtod(out, NULL) == value)
            break;
    }
    return use_point(out, len);
}

/* Way 1, for magnitudes below 1e9; false when `value` has more than 4 decimals. */
static bool write_price(double value, char *out, size_t *len) {
    double magnitude = fabs(value);
    for (int d = 0; d <= 4; d += d == 0 ? 2 : 1) {
        uint64_t scaled = (uint64_t)(magnitude * powers[d] + 0.5);
        if ((double)scaled / powers[d] == magnitude) {
            *len = write_decimal(signbit(value) && scaled, scaled, d, false, out);
            return true;
        }
    }
    return false;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 wide;

/* 10^n for n up to 38. */
static wide power_of_ten(int n) {
    static const uint64_t powers_of_ten[] = {1,
                                             10,
                                             100,
                                             1000,
                                             10000,
                                             100000,
                                             1000000,
                                             10000000,
                                             100000000,
                                             1000000000,
                                             10000000000,
                                             100000000000,
                                             1000000000000,
                                             10000000000000,
                                             100000000000000,
                                             1000000000000000,
                                             10000000000000000,
                                             100000000000000000,
                                             1000000000000000000,
                                             10000000000000000000u};
    return n < 20 ? powers_of_ten[n] : (wide)powers_of_ten[19] * powers_of_ten[n - 19];
}

/* x = mantissa / 2^shift exactly. */
typedef struct binary {
    uint64_t mantissa;
    int shift;
} binary;

/* Of a normal number. */
static binary take_apart(double magnitude) {
    uint64_t bits;
    memcpy(&bits, &magnitude, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    return (binary){fraction | (uint64_t)1 << 52, 1075 - (int)(bits >> 52)};
}

/* The decimals that give `magnitude` (1e-5 to 1e15) n significant digits. */
static int decimals_for(double magnitude, int n) {
    /* Compared with constants: a product would round up to the edge. */
    static const double edges[] = {1e-4, 1e-3, 1e-2, 1e-1, 1e0,  1e1,  1e2,  1e3,  1e4, 1e5,
                                   1e6,  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14};
    int before = -4; /* digits before the point; 0, -1, ... for 0.d, 0.0d */
    for (size_t i = 0; i < sizeof edges / sizeof edges[0] && magnitude >= edges[i]; i++)
        before++;
    return n - before;
}

/* x 10^decimals rounded to an integer, ties to even. `exact_scaled` (may be NULL) is x 10^decimals
 * times 2^shift, for checks. Needs decimals <= 22 and shift <= 70 (x >= 1e-5). */
static uint64_t scale(binary x, int decimals, wide *exact_scaled) {
    wide scaled = x.mantissa * power_of_ten(decimals);
    wide one = (wide)1 << x.shift, rest = scaled & (one - 1);
    uint64_t whole = (uint64_t)(scaled >> x.shift);
    wide half = one >> 1;
    if (rest > half || (rest == half && (whole & 1) && x.shift > 0))
        whole++;
    if (exact_scaled)
        *exact_scaled = scaled;
    return whole;
}

/* Whether candidate / 10^decimals is nearer to x than to its neighbours. The lower neighbour of a
 * power of two is half as far: those are refused when in doubt, which costs a digit at worst. */
static bool reads_back(binary x, uint64_t candidate, int decimals, wide scaled) {
    wide ten = power_of_ten(decimals);
    wide value = (wide)candidate << x.shift;
    wide distance = value > scaled ? value - scaled : scaled - value;
    return distance * (x.mantissa == (uint64_t)1 << 52 ? 4 : 2) < ten;
}

static bool in_reach(double magnitude) {
    return magnitude >= 1e-5 && magnitude < 1e15;
}

static bool write_exact(double value, char *out, size_t *len) {
    double magnitude = fabs(value);
    if (!in_reach(magnitude))
        return false;
    binary x = take_apart(magnitude);
    for (int n = 15; n <= 17; n++) {
        int decimals = decimals_for(magnitude, n);
        wide scaled;
        uint64_t candidate = scale(x, decimals, &scaled);
        if (n == 17 || reads_back(x, candidate, decimals, scaled)) {
            *len = write_decimal(value < 0, candidate, decimals, false, out);
            return true;
        }
    }
    return false;
}

static bool write_rounded(double value, char *out, size_t *len) {
    double magnitude = fabs(value);
    if (!in_reach(magnitude) || magnitude >= 1e10)
        return false;
    int decimals = decimals_for(magnitude, 10);
    uint64_t rounded = scale(take_apart(magnitude), decimals, NULL);
    *len = write_decimal(value < 0, rounded, decimals, false, out);
    return true;
}

static bool write_fixed(double value, int decimals, char *out, size_t *len) {
    double magnitude = fabs(value);
    if (!in_reach(magnitude) || magnitude * powers[decimals] > 1e18)
        return false;
    uint64_t rounded = scale(take_apart(magnitude), decimals, NULL);
    *len = write_decimal(value < 0 && rounded, rounded, decimals, true, out);
    return true;
}
#else
static bool write_exact(double value, char *out, size_t *len) {
    (void)value, (void)out, (void)len;
    return false;
}
static bool write_rounded(double value, char *out, size_t *len) {
    return write_exact(value, out, len);
}
static bool write_fixed(double value, int decimals, char *out, size_t *len) {
    (void)decimals;
    return write_exact(value, out, len);
}
#endif

static size_t write_nothing(char *out) {
    out[0] = '\0';
    return 0;
}

size_t app_number_shortest(double value, char out[APP_NUMBER_SIZE]) {
    size_t len;
    if (!isfinite(value))
        return write_nothing(out);
    if (fabs(value) < 1e9 && write_price(value, out, &len))
        return len;
    if (fabs(value) < 1e15 && value == floor(value))
        return write_decimal(value < 0, (uint64_t)fabs(value), 0, false, out);
    return write_exact(value, out, &len) ? len : print_shortest(value, out);
}

size_t app_number_rounded(double value, char out[APP_NUMBER_SIZE]) {
    size_t len;
    if (!isfinite(value))
        return write_nothing(out);
    /* Five digits before the point and four after are below ten in all. */
    if (fabs(value) < 1e5 && write_price(value, out, &len))
        return len;
    if (write_rounded(value, out, &len))
        return len;
    len = print_general(value, 10, out);
    /* Read back before the locale's point is replaced. */
    double rounded = strtod(out, NULL);
    use_point(out, len);
    /* 1.2345e+11 is right but reads badly where a volume is meant. */
    if (fabs(value) >= 1e9 && fabs(value) < 1e15 && rounded == floor(rounded))
        return write_decimal(rounded < 0, (uint64_t)fabs(rounded), 0, false, out);
    return len;
}

size_t app_number_fixed(double value, int decimals, char out[APP_NUMBER_SIZE]) {
    size_t len;
    if (!isfinite(value))
        return write_nothing(out);
    if (decimals < 0)
        decimals = 0;
    if (decimals > 10)
        decimals = 10;
    if (write_fixed(value, decimals, out, &len))
        return len;
    if (fabs(value) >= 1e15)
        return app_number_shortest(value, out);
    if (fabs(value) * 2 * powers[decimals] <= 1)
        value = 0; /* no -0.00 */
    int written = snprintf(out, APP_NUMBER_SIZE, "%.*f", decimals, value);
    return use_point(out, written > 0 ? (size_t)written : 0);
}
