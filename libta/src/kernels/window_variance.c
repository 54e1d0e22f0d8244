/*
 * Variance from sums of d = x - anchor and of d^2 over the window, both by the summation tree. The
 * anchor is the value at each multiple of anchor_every bars, so d stays small where prices are
 * large. At a bar where the variance is so small beside the mean square that their difference has
 * lost digits, the mean of its window becomes the anchor. That takes a pass over the window, but
 * what calls for it, a leap or an outlier, leaves the window only after as many bars.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

/* Below this share of the mean square, cancellation could cost more than the promised 1e-11. */
#define CANCELLATION 1e-4
#define ANCHOR_BARS  512
/* Bars tried at a time with an anchor that was just chosen; all are lost if it fails at once. */
#define TRIAL 64

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

/* Takes an anchor from bar k on and brings the sums of the window before that bar up to it. */
static void set_anchor(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
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

/*
 * Sums of squared deviations from the mean, at n bars whose place on the line is `values`. Returns
 * how many are good; the first bar after them needs another anchor. The first `sure` ones are good
 * anyway, and so are flat windows, which have no digits to lose.
 */
TA__INLINE size_t deviations(ta__level level, const ta__window_variance *w, double *state,
                             uint64_t k, const double *values, const bool *flat, size_t sure,
                             size_t n, double *y, double *distance) {
    double sum[TA__TILE], squares[TA__TILE], period = (double)w->period;
    run_sums(level, w, state, k, values, n, sum, squares);
    bool cancelled = false;
    for (size_t i = 0; i < n; i++) {
        y[i] = squares[i] - sum[i] * sum[i] / period;
        cancelled |= !(y[i] >= CANCELLATION * squares[i]);
    }
    for (size_t i = 0; distance && i < n; i++)
        distance[i] = (values[i] - state[w->at]) - sum[i] / period;
    size_t warm = ta__bars_before(k, w->start + w->period - 1, n);
    size_t good = !cancelled ? n : warm > sure ? warm : sure;
    while (good < n && (y[good] >= CANCELLATION * squares[good] || (flat && flat[good])))
        good++;
    return good;
}

/* Bars between two regular anchors that lie side by side on the line of values. */
TA__INLINE void run_part(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                         const double *values, const bool *flat, size_t n, double *y,
                         double *distance) {
    size_t sure = 0;
    for (size_t i = 0; i < n;) {
        size_t trial = sure && n - i > TRIAL ? TRIAL : n - i;
        size_t good = deviations(level, w, state, k + i, values + i, flat ? flat + i : NULL, sure,
                                 trial, y + i, distance ? distance + i : NULL);
        i += good;
        sure = 0;
        if (good < trial) {
            /* With the mean itself as anchor nothing cancels, so that bar will be good. */
            set_anchor(level, w, state, k + i, values + i, ta__tree_mean(values + i, w->period));
            sure = 1;
        }
    }
    for (size_t i = 0; i < n; i++) {
        double sum = flat && flat[i] ? 0 : y[i];
        y[i] = (sum > 0 ? sum : 0) / w->divisor;
    }
}

TA__INLINE void run(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                    const double *x, size_t n, double *y, double *distance) {
    size_t i = ta__bars_before(k, w->start, n);
    double input[TA__TILE];
    bool flat[TA__TILE];
    memcpy(input, x, n * sizeof(double)); /* y may be x */
    bool any_flat = ta__flat_run(&w->flat, state, k, input, n, flat);
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
        run_part(level, w, state, at, values, any_flat ? flat + i : NULL, part, y + i,
                 distance ? distance + i : NULL);
        i += part;
    }
    ta__blank_before(k, w->start + w->period - 1, n, y);
    if (distance)
        ta__blank_before(k, w->start + w->period - 1, n, distance);
}

static void run_portable(const ta__window_variance *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y, double *distance) {
    run(TA__PORTABLE, w, state, k, x, n, y, distance);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_variance *w, double *state, uint64_t k,
                                     const double *x, size_t n, double *y, double *distance) {
    run(TA__AVX2, w, state, k, x, n, y, distance);
}

void ta__window_variance_run_distance(ta__level level, const ta__window_variance *w, double *state,
                                      uint64_t k, const double *x, size_t n, double *y,
                                      double *distance) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, n, y, distance);
    else
        run_portable(w, state, k, x, n, y, distance);
}

void ta__window_variance_run(ta__level level, const ta__window_variance *w, double *state,
                             uint64_t k, const double *x, size_t n, double *y) {
    ta__window_variance_run_distance(level, w, state, k, x, n, y, NULL);
}
