/*
 * Variance from sums of d = x - anchor and of d^2 over the window, both by the summation tree. The
 * anchor is the value at each multiple of anchor_every bars, so d stays small where prices are
 * large. At a bar where the variance is so small beside the mean square that their difference has
 * lost digits, the mean of its window becomes the anchor. That takes a pass over the window, but
 * what calls for it, a leap or an outlier, leaves the window only after as many bars.
 */
#include "kernels.h"
#include "short_variance.h"
#include "vector.h"

#include <math.h>
#include <string.h>

#define ANCHOR_BARS 512
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
    double anchor = state[w->at], d[TA__TILE], d2[TA__TILE];
    for (size_t i = 0; i < n; i++) {
        d[i] = x[i] - anchor;
        d2[i] = d[i] * d[i];
    }
    ta__window_sum_run(level, &w->sum, state, k, d, n, sum);
    ta__window_sum_run(level, &w->squares, state, k, d2, n, squares);
}

static bool has_pass(ta__level level, const ta__window_variance *w) {
    return level == TA__AVX2 && w->period <= TA__SHORT_VARIANCE;
}

/* Takes an anchor from bar k on and brings the sums of the window before that bar up to it. */
static void set_anchor(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                       const double *values, double anchor) {
    double sum[TA__TILE], squares[TA__TILE];
    state[w->at] = anchor;
    uint64_t from = k >= w->start + w->period - 1 ? k - (w->period - 1) : w->start;
    if (has_pass(level, w)) {
        /* Whole vectors last: regular anchors are taken where these are whole on the rings, too. */
        size_t n = (size_t)(k - from), whole = n & ~(size_t)(TA__LANES - 1);
        run_sums(level, w, state, from, values - n, n - whole, sum, squares);
        ta__short_variances(w, state, k - whole, values - whole, whole, (ta__deviations){0});
        return;
    }
    while (from < k) {
        size_t n = k - from < TA__TILE ? (size_t)(k - from) : TA__TILE;
        run_sums(level, w, state, from, values - (k - from), n, sum, squares);
        from += n;
    }
}

/* A part of a tile. */
typedef struct part {
    uint64_t k;
    const double *values; /* place on the line */
    ta__deviations to;
    const ta__flat_ranges *flat;
    size_t at; /* number of its first bar in the tile, by which the ranges count */
} part;

static part part_from(const part *p, size_t i) {
    return (part){p->k + i, p->values + i, ta__deviations_from(p->to, i), p->flat, p->at + i};
}

/* Sums of squared deviations from the mean, and whether one of them has lost digits. */
TA__INLINE bool subtract(double period, const double *sum, const double *squares, size_t n,
                         double *y) {
    ta__vector periods = ta__all(period);
    ta__mask lost = {0};
    size_t i = 0;
    bool rest_lost = false;
    for (; i + TA__LANES <= n; i += TA__LANES) {
        ta__vector s = ta__load(sum + i), total = ta__load(squares + i);
        ta__vector left = total - s * s / periods;
        lost |= ~(left >= ta__all(TA__CANCELLATION) * total);
        ta__store(y + i, left);
    }
    for (; i < n; i++) {
        y[i] = squares[i] - sum[i] * sum[i] / period;
        rest_lost |= !(y[i] >= TA__CANCELLATION * squares[i]);
    }
    return rest_lost || ta__any(lost);
}

/* The bars of n, from `good` on, up to the first that needs another anchor. */
static size_t skip_good(const ta__window_variance *w, const part *p, const double *squares,
                        size_t good, size_t n) {
    size_t warm = ta__bars_before(p->k, w->start + w->period - 1, n);
    good = warm > good ? warm : good;
    while (good < n) {
        size_t end = ta__flat_end(p->flat, p->at + good) - p->at;
        if (end > good)
            good = end < n ? end : n;
        else if (p->to.y[good] >= TA__CANCELLATION * squares[good])
            good++;
        else
            break;
    }
    return good;
}

/* Divides sums, of which rounding may have made some negative. */
TA__INLINE void divide(double divisor, bool root, size_t n, double *y) {
    for (size_t i = 0; i < n; i++)
        y[i] = (y[i] > 0 ? y[i] : 0) / divisor;
    for (size_t i = 0; root && i < n; i++)
        y[i] = sqrt(y[i]);
}

/*
 * Variances of n bars. Returns how many are good; the first bar after them needs another anchor.
 * The first `sure` ones are good anyway, and so are flat windows, which have no digits to lose.
 */
TA__INLINE size_t deviations(ta__level level, const ta__window_variance *w, double *state, part p,
                             size_t sure, size_t n) {
    double sum[TA__TILE], squares[TA__TILE], period = (double)w->period;
    run_sums(level, w, state, p.k, p.values, n, sum, squares);
    if (level == TA__AVX2 && n >= TA__LANES &&
        ta__variances(w, state, p.values, sum, squares, n, p.to))
        return n;
    bool lost = subtract(period, sum, squares, n, p.to.y);
    for (size_t i = 0; p.to.distance && i < n; i++)
        p.to.distance[i] = (p.values[i] - state[w->at]) - sum[i] / period;
    size_t good = lost ? skip_good(w, &p, squares, sure, n) : n;
    divide(w->divisor, p.to.root, good, p.to.y);
    return good;
}

/*
 * Bars for which the sums are to be made one by one, after the short pass has stopped: those of a
 * vector, or more where windows are flat, which the pass takes for lost.
 */
static size_t stopped(const part *p) {
    return p->flat->count > 0 ? TRIAL : TA__LANES;
}

/* Bars between two regular anchors that lie side by side on the line of values. */
TA__INLINE void run_part(ta__level level, const ta__window_variance *w, double *state, part p,
                         size_t n) {
    bool passes = has_pass(level, w) && n >= TA__LANES;
    size_t sure = 0;
    for (size_t i = 0; i < n;) {
        part rest = part_from(&p, i);
        if (passes && sure == 0 && rest.k >= w->start + w->period - 1)
            i += ta__short_variances(w, state, rest.k, rest.values, n - i, rest.to);
        if (i == n)
            break;
        rest = part_from(&p, i);
        size_t trial = passes ? stopped(&p) : sure ? TRIAL : n;
        trial = trial < n - i ? trial : n - i;
        size_t good = deviations(level, w, state, rest, sure, trial);
        i += good;
        sure = 0;
        if (good < trial) {
            /* With the mean itself as anchor nothing cancels, so that bar will be good. */
            const double *here = p.values + i;
            set_anchor(level, w, state, p.k + i, here, ta__tree_mean(here, w->period));
            sure = 1;
        }
    }
}

TA__INLINE void run(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                    const double *x, size_t n, ta__deviations to) {
    double input[TA__TILE];
    ta__flat_ranges flat;
    if (x == to.y || x == to.distance)
        x = memcpy(input, x, n * sizeof(double));
    ta__flat_run(level, &w->flat, state, k, x, n, &flat);
    for (size_t i = ta__bars_before(k, w->start, n); i < n;) {
        uint64_t at = k + i;
        double *values = ta__line_at(&w->values, state, at);
        if (at == w->start || at % w->anchor_every == 0)
            set_anchor(level, w, state, at, values, x[i]);
        size_t to_anchor = (size_t)(w->anchor_every - at % w->anchor_every);
        size_t room = ta__line_room(&w->values, at);
        size_t part_bars = n - i < to_anchor ? n - i : to_anchor;
        part_bars = part_bars < room ? part_bars : room;
        memcpy(values, x + i, part_bars * sizeof(double));
        run_part(level, w, state, (part){at, values, ta__deviations_from(to, i), &flat, i},
                 part_bars);
        i += part_bars;
    }
    ta__flat_fill(&flat, 0, to.y);
    ta__blank_before(k, w->start + w->period - 1, n, to.y);
    if (to.distance)
        ta__blank_before(k, w->start + w->period - 1, n, to.distance);
}

static void run_portable(const ta__window_variance *w, double *state, uint64_t k, const double *x,
                         size_t n, ta__deviations to) {
    run(TA__PORTABLE, w, state, k, x, n, to);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_variance *w, double *state, uint64_t k,
                                     const double *x, size_t n, ta__deviations to) {
    run(TA__AVX2, w, state, k, x, n, to);
}

void ta__window_variance_run(ta__level level, const ta__window_variance *w, double *state,
                             uint64_t k, const double *x, size_t n, ta__deviations to) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, n, to);
    else
        run_portable(w, state, k, x, n, to);
}
