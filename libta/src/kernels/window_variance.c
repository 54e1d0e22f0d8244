/*
 * Variance from sums of d = x - anchor and of d^2 over the window, both by the summation tree. The
 * anchor is the value at each multiple of anchor_every bars, so d stays small where prices are
 * large. Where the variance is so small beside the mean square that the difference has lost digits,
 * it is computed again in two passes over the window.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

/* Below this share of the mean square, cancellation could cost more than the promised 1e-11. */
#define CANCELLATION 1e-4
#define ANCHOR_BARS  512

void ta__window_variance_plan(ta__window_variance *w, uint64_t start, size_t period, size_t ddof,
                              ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->start = start;
    w->period = period;
    w->divisor = (double)(period - ddof);
    /* A new anchor costs a pass over the window, so long windows keep theirs for longer. */
    w->anchor_every = ta__power_of_two(period > ANCHOR_BARS ? period : ANCHOR_BARS);
    w->at = ta__reserve(layout, 1);
    ta__line_plan(&w->values, period, layout);
    ta__window_sum_plan(&w->sum, start, period, layout);
    ta__window_sum_plan(&w->squares, start, period, layout);
    ta__flat_plan(&w->flat, start, period, layout);
}

/* d and d^2 of n values through their window sums. */
TA__INLINE void run_sums(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                         const double *x, size_t n, double *sum, double *squares) {
    double anchor = state[w->at];
    for (size_t i = 0; i < n; i++) {
        sum[i] = x[i] - anchor;
        squares[i] = sum[i] * sum[i];
    }
    ta__window_sum_run(level, &w->sum, state, k, sum, n, sum);
    ta__window_sum_run(level, &w->squares, state, k, squares, n, squares);
}

/* Takes the value at k as the anchor and brings the sums of the window before it up to it. */
TA__INLINE void set_anchor(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                           const double *values, double anchor) {
    double sum[TA__TILE], squares[TA__TILE];
    state[w->at] = anchor;
    uint64_t from = k >= w->start + w->period - 1 ? k - (w->period - 1) : w->start;
    while (from < k) {
        size_t n = k - from < TA__TILE ? (size_t)(k - from) : TA__TILE;
        run_sums(level, w, state, from, values - (k - from), n, sum, squares);
        from += n;
    }
}

/* The sum of squared deviations of the window that ends at *newest, in two passes. */
static double two_pass(size_t window, const double *newest) {
    ta__tree_sum deviations = {0}, squares = {0}, rest = {0};
    const double *oldest = newest - (window - 1);
    double period = (double)window;
    for (size_t j = 0; j < window; j++)
        ta__tree_sum_add(&deviations, window, j, oldest[j] - *newest);
    double mean = deviations.total / period;
    for (size_t j = 0; j < window; j++) {
        double d = oldest[j] - *newest - mean;
        ta__tree_sum_add(&squares, window, j, d * d);
        ta__tree_sum_add(&rest, window, j, d);
    }
    /* What rounding left of the mean. */
    double sum = squares.total - rest.total * rest.total / period;
    return sum > 0 ? sum : 0;
}

/* A run of bars between two anchors; `values` is their place on the line. */
TA__INLINE void run_part(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                         const double *values, size_t n, double *y) {
    double sum[TA__TILE], squares[TA__TILE];
    bool flat[TA__TILE];
    double period = (double)w->period, divisor = w->divisor;
    bool any_flat = ta__flat_run(&w->flat, state, k, values, n, flat);
    run_sums(level, w, state, k, values, n, sum, squares);
    bool cancelled = false;
    for (size_t i = 0; i < n; i++) {
        sum[i] = squares[i] - sum[i] * sum[i] / period;
        cancelled |= !(sum[i] >= CANCELLATION * squares[i]);
        y[i] = sum[i] / divisor;
    }
    size_t warm = ta__bars_before(k, w->start + w->period - 1, n);
    for (size_t i = warm; (cancelled || any_flat) && i < n; i++) {
        if (any_flat && flat[i])
            y[i] = 0;
        else if (!(sum[i] >= CANCELLATION * squares[i]))
            y[i] = two_pass(w->period, values + i) / divisor;
    }
    ta__blank_before(k, w->start + w->period - 1, n, y);
}

TA__INLINE void run(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                    const double *x, size_t n, double *y) {
    size_t i = ta__bars_before(k, w->start, n);
    double input[TA__TILE];
    memcpy(input, x, n * sizeof(double)); /* y may be x */
    ta__blank_before(k, w->start, n, y);
    while (i < n) {
        uint64_t at = k + i;
        double *values = ta__line_at(&w->values, state, at);
        if (at == w->start || at % w->anchor_every == 0)
            set_anchor(level, w, state, at, values, input[i]);
        size_t to_anchor = (size_t)(w->anchor_every - at % w->anchor_every);
        size_t room = ta__line_room(&w->values, at);
        size_t part = n - i < to_anchor ? n - i : to_anchor;
        part = part < room ? part : room;
        memcpy(values, input + i, part * sizeof(double));
        run_part(level, w, state, at, values, part, y + i);
        i += part;
    }
}

static void run_portable(const ta__window_variance *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y) {
    run(TA__PORTABLE, w, state, k, x, n, y);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_variance *w, double *state, uint64_t k,
                                     const double *x, size_t n, double *y) {
    run(TA__AVX2, w, state, k, x, n, y);
}

void ta__window_variance_run(ta__level level, const ta__window_variance *w, double *state,
                             uint64_t k, const double *x, size_t n, double *y) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, n, y);
    else
        run_portable(w, state, k, x, n, y);
}
