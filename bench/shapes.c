#include "shapes.h"

#include "measure.h"

#include <stdlib.h>

const char *shape_name(shape s) {
    static const char *const names[] = {"walk", "trend", "constant"};
    return names[s];
}

/* In [0, 1), the same numbers at every run. */
static double next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

bars bars_new(shape s, size_t n) {
    bars b = {.n = n};
    uint64_t random = 1;
    double price = 100;
    for (size_t c = 0; c <= TA_INPUT_SESSION; c++)
        b.columns[c] = measure_doubles(n);
    for (size_t i = 0; i < n; i++) {
        double open = price, spread = s == SHAPE_CONSTANT ? 0 : 0.25;
        if (s == SHAPE_WALK)
            price = 100 + (price - 100) * 0.9999 + next_random(&random) - 0.5;
        else if (s == SHAPE_TREND)
            price += 1e-4;
        double top = price > open ? price : open, bottom = price > open ? open : price;
        b.columns[TA_INPUT_OPEN][i] = open;
        b.columns[TA_INPUT_HIGH][i] = top + spread;
        b.columns[TA_INPUT_LOW][i] = bottom - spread;
        b.columns[TA_INPUT_CLOSE][i] = price;
        b.columns[TA_INPUT_VOLUME][i] = 1000 + (double)(i % 97);
        b.columns[TA_INPUT_REAL][i] = price;
        b.columns[TA_INPUT_REAL2][i] = top;
        size_t session = i / 78;
        b.columns[TA_INPUT_SESSION][i] = (double)session;
    }
    return b;
}

void bars_free(bars *b) {
    for (size_t c = 0; c <= TA_INPUT_SESSION; c++)
        free(b->columns[c]);
}
