#include "fuzz.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_failed(const char *file, int line, const char *condition) {
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, condition);
    abort();
}

uint8_t fuzz_byte(fuzz_bytes *b) {
    if (b->left == 0)
        return 0;
    b->left--;
    return *b->at++;
}

uint64_t fuzz_word(fuzz_bytes *b) {
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word = word << 8 | fuzz_byte(b);
    return word;
}

double fuzz_raw_double(fuzz_bytes *b) {
    uint64_t word = fuzz_word(b);
    double x;
    memcpy(&x, &word, sizeof x);
    return x;
}

double fuzz_value(fuzz_bytes *b) {
    uint8_t kind = fuzz_byte(b);
    switch (kind >> 5) {
    case 0:
        return (double)kind; /* equal values are likely */
    case 1:
        return kind == 32 ? (double)NAN : kind == 33 ? (double)INFINITY : (double)(kind - 48);
    case 2:
        return ldexp(fuzz_byte(b), (kind - 80) * 8);
    case 3:
        return fuzz_raw_double(b);
    default:
        return 100 + (kind & 63) / 8.0 + fuzz_byte(b) / 3.0;
    }
}

const ta_indicator *fuzz_indicator(fuzz_bytes *b, double params[TA_PARAMS_MAX], size_t *n_params) {
    const ta_indicator *ind = ta_indicator_at(fuzz_byte(b) % ta_indicator_count());
    *n_params = fuzz_byte(b) % (ta_indicator_describe(ind)->n_params + 1);
    for (size_t i = 0; i < *n_params; i++) {
        uint8_t kind = fuzz_byte(b);
        if (kind < 200)
            params[i] = kind & 63;
        else if (kind < 240)
            params[i] = (kind & 63) * 32 + fuzz_byte(b); /* beyond a stack's window */
        else
            params[i] = fuzz_raw_double(b);
    }
    return ind;
}

bool fuzz_same(double a, double b) {
    uint64_t x, y;
    memcpy(&x, &a, sizeof x);
    memcpy(&y, &b, sizeof y);
    return x == y || (isnan(a) && isnan(b));
}

void *fuzz_alloc(size_t count, size_t size) {
    void *p = calloc(count ? count : 1, size);
    CHECK(p != NULL);
    return p;
}
