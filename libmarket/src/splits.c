/* splits.c - splits found in the steps of adjusted close / close.
 *
 * On the day of a p-for-q split the factor steps by p/q and the raw close falls by about as much. A
 * dividend steps it too, but by an odd amount; even a special one rarely by 15 %. So a step counts
 * as a split when it is large, close to a ratio that companies use, and the raw price moved with
 * it. */
#include "internal.h"

#include <math.h>

#define SMALLEST_STEP  1.15
#define RATIO_ERROR    0.005 /* a dividend on the same day */
#define CENT_ROUNDING  0.005 /* adjusted closes given with two decimals */
#define PRICE_MOVEMENT 1.30  /* what the market may add to the split on one day */
#define LARGEST_RATIO  100

typedef struct ratio {
    int to;
    int from;
    double error; /* relative to the step */
} ratio;

static void consider(ratio *best, double step, int to, int from) {
    double error = fabs(step * from / to - 1);
    if (error < best->error)
        *best = (ratio){to, from, error};
}

/* The nearest of n:1, 1:n and ratios of two numbers up to 5. */
static ratio nearest_ratio(double step) {
    ratio best = {1, 1, HUGE_VAL};
    for (int n = 2; n <= LARGEST_RATIO; n++) {
        consider(&best, step, n, 1);
        consider(&best, step, 1, n);
    }
    for (int to = 2; to <= 5; to++)
        for (int from = 2; from <= 5; from++)
            if (to != from && !(to == 2 && from == 4) && !(to == 4 && from == 2))
                consider(&best, step, to, from);
    return best;
}

static bool find_split(const market_bars *bars, size_t i, market_split *out) {
    double before = bars->factor[i - 1], after = bars->factor[i];
    double step = after / before;
    if (!(step > SMALLEST_STEP || step < 1 / SMALLEST_STEP))
        return false;
    ratio nearest = nearest_ratio(step);
    double rounding =
        CENT_ROUNDING / (before * bars->close[i - 1]) + CENT_ROUNDING / (after * bars->close[i]);
    if (!(nearest.error <= RATIO_ERROR + rounding))
        return false;
    double price_step = bars->close[i - 1] / bars->close[i];
    double movement = price_step * nearest.from / nearest.to;
    if (!(movement < PRICE_MOVEMENT && movement > 1 / PRICE_MOVEMENT))
        return false;
    *out = (market_split){bars->time[i], nearest.from, nearest.to};
    return true;
}

market_status market_splits_from_factors(const market_bars *bars, size_t capacity,
                                         market_split *out, size_t *count) {
    if (bars == NULL || count == NULL || (out == NULL && capacity > 0))
        return MARKET_E_ARGUMENT;
    size_t found = 0;
    for (size_t i = 1; i < bars->count; i++) {
        market_split split;
        if (!find_split(bars, i, &split))
            continue;
        if (found < capacity)
            out[found] = split;
        found++;
    }
    *count = found;
    return MARKET_OK;
}
