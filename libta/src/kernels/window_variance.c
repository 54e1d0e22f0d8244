/*
 * Variance from sums of d = x - anchor and of d^2 over the window, both by the summation tree. The
 * anchor is the value at each multiple of anchor_every bars, so d stays small where prices are
 * large. Where the variance is so small beside the mean square that the difference has lost digits,
 * it is computed again in two passes over the window.
 */
#include "kernels.h"

#include <math.h>

/* Below this share of the mean square, cancellation could cost more than the promised 1e-11. */
#define CANCELLATION 1e-4
#define ANCHOR_BARS  512

void ta__window_variance_plan(ta__window_variance *w, uint64_t start, size_t period, size_t ddof,
                              ta__layout *layout) {
    *w =
        (ta__window_variance){.start = start, .period = period, .divisor = (double)(period - ddof)};
    /* A new anchor costs a pass over the window, so long windows keep theirs for longer. */
    w->anchor_every = ta__power_of_two(period > ANCHOR_BARS ? period : ANCHOR_BARS);
    w->at = ta__reserve(layout, 1);
    ta__history_plan(&w->values, period, layout);
    ta__window_sum_plan(&w->sum, start, period, layout);
    ta__window_sum_plan(&w->squares, start, period, layout);
    ta__flat_plan(&w->flat, start, period, layout);
}

/* d and d^2 of n values through their window sums. */
static void run_sums(const ta__window_variance *w, double *state, uint64_t k, const double *x,
                     size_t n, double *sum, double *squares) {
    double anchor = state[w->at];
    double d[TA__TILE], d2[TA__TILE];
    for (size_t i = 0; i < n; i++) {
        d[i] = x[i] - anchor;
        d2[i] = d[i] * d[i];
    }
    ta__window_sum_run(&w->sum, state, k, d, n, sum);
    ta__window_sum_run(&w->squares, state, k, d2, n, squares);
}

/* Takes the value at k as the anchor and brings the sums of the window before it up to it. */
static void set_anchor(const ta__window_variance *w, double *state, uint64_t k, double anchor) {
    double values[TA__TILE], sum[TA__TILE], squares[TA__TILE];
    state[w->at] = anchor;
    uint64_t from = k >= w->start + w->period - 1 ? k - (w->period - 1) : w->start;
    while (from < k) {
        size_t n = k - from < TA__TILE ? (size_t)(k - from) : TA__TILE;
        for (size_t i = 0; i < n; i++)
            values[i] = state[w->values.at + ((from + i) & (w->values.size - 1))];
        run_sums(w, state, from, values, n, sum, squares);
        from += n;
    }
}

/* The sum of squared deviations of the window that ends at x[i], in two passes. */
static double two_pass(const ta__window_variance *w, const double *state, uint64_t k,
                       const double *x, size_t i) {
    ta__tree_sum deviations = {0}, squares = {0}, rest = {0};
    double newest = x[i], period = (double)w->period;
    for (size_t j = 0; j < w->period; j++) {
        double v = ta__history_get(&w->values, state, k, x, i, w->period - 1 - j);
        ta__tree_sum_add(&deviations, w->period, j, v - newest);
    }
    double mean = deviations.total / period;
    for (size_t j = 0; j < w->period; j++) {
        double v = ta__history_get(&w->values, state, k, x, i, w->period - 1 - j);
        double d = v - newest - mean;
        ta__tree_sum_add(&squares, w->period, j, d * d);
        ta__tree_sum_add(&rest, w->period, j, d);
    }
    /* What rounding left of the mean. */
    double sum = squares.total - rest.total * rest.total / period;
    return sum > 0 ? sum : 0;
}

/* A run of bars between two anchors. */
static void run_part(const ta__window_variance *w, double *state, uint64_t k, const double *x,
                     size_t n, double *y) {
    double sum[TA__TILE], squares[TA__TILE];
    bool flat[TA__TILE];
    double period = (double)w->period;
    ta__flat_run(&w->flat, state, k, x, n, flat);
    run_sums(w, state, k, x, n, sum, squares);
    for (size_t i = ta__bars_before(k, w->start + w->period - 1, n); i < n; i++) {
        double deviations = squares[i] - sum[i] * sum[i] / period;
        if (flat[i])
            deviations = 0;
        else if (!(deviations >= CANCELLATION * squares[i]))
            deviations = two_pass(w, state, k, x, i);
        sum[i] = deviations / w->divisor;
    }
    ta__history_push(&w->values, state, k, x, n);
    for (size_t i = 0; i < n; i++)
        y[i] = sum[i];
    ta__blank_before(k, w->start + w->period - 1, n, y);
}

void ta__window_variance_run(const ta__window_variance *w, double *state, uint64_t k,
                             const double *x, size_t n, double *y) {
    size_t i = ta__bars_before(k, w->start, n);
    ta__blank_before(k, w->start, n, y);
    while (i < n) {
        uint64_t at = k + i;
        if (at == w->start || at % w->anchor_every == 0)
            set_anchor(w, state, at, x[i]);
        size_t to_anchor = (size_t)(w->anchor_every - at % w->anchor_every);
        size_t part = n - i < to_anchor ? n - i : to_anchor;
        run_part(w, state, at, x + i, part, y + i);
        i += part;
    }
}
