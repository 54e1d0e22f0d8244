/*
 * Variance from the sums of d = x - anchor and of d^2 over the window, which run along; see
 * running.h. The value before it becomes the anchor at each multiple of `renewal` bars, and the
 * sums begin anew there, so nothing adds up for longer than two windows. At a bar where the sum of
 * squared deviations has become so small beside the largest sum of squares since then that digits
 * are lost, be it because an outlier has left or because prices have moved away from the anchor,
 * the mean of its window becomes the anchor. That takes a pass over the window, but what calls for
 * it leaves or enters the window only after as many bars.
 *
 * Windows of a few bars are taken one by one, with the newest value as the anchor.
 */
#include "running.h"

#include <string.h>

void ta__window_variance_plan(ta__window_variance *w, uint64_t start, size_t period, size_t ddof,
                              ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->start = start;
    w->period = period;
    w->by_period = 1 / (double)period;
    w->by_divisor = 1 / (double)(period - ddof);
    if (period > TA__VARIANCE_DIRECT) {
        w->renewal = ta__power_of_two(period > TA__RUN_GROUP ? period : TA__RUN_GROUP);
        w->at = ta__reserve(layout, TA__VARIANCE_DOUBLES);
    }
    size_t delay = period > TA__RUN_GROUP ? period : TA__RUN_GROUP;
    ta__line_plan(&w->values, delay + TA__RUN_AHEAD, layout);
}

/* --- sums of a whole window ------------------------------------------------------------------ */

/* The sum of d over the n values that end at *newest, and of d^2. */
TA__INLINE double sums_of(const double *newest, size_t n, double anchor, double *squares) {
    ta__vector d[TA__RUN_VECTORS], d2[TA__RUN_VECTORS];
    for (size_t v = 0; v < TA__RUN_VECTORS; v++)
        d[v] = d2[v] = ta__all(0);
    for (size_t i = 0; i < n; i += TA__RUN_AHEAD)
        for (size_t v = 0; v < TA__RUN_VECTORS; v++) {
            size_t back = i + v * TA__LANES;
            if (back >= n)
                break;
            ta__vector x = ta__newest(newest, back, n, anchor);
            d[v] += x;
            d2[v] += x * x;
        }
    *squares = ta__vectors_sum(d2);
    return ta__vectors_sum(d);
}

/* Takes an anchor for bars after the window that ends at *newest. */
TA__INLINE void set_anchor(const ta__window_variance *w, double *at, const double *newest,
                           double anchor) {
    double sums[2];
    sums[0] = sums_of(newest, w->period, anchor, &sums[1]);
    at[TA__VARIANCE_ANCHOR] = anchor;
    at[TA__VARIANCE_LARGEST] = sums[1];
    ta__running_set(at + TA__VARIANCE_SUMS, 2, sums);
}

TA__INLINE double mean_of(const double *newest, size_t period) {
    double squares;
    return *newest + sums_of(newest, period, *newest, &squares) / (double)period;
}

TA__TARGET_AVX2 static void set_anchor_avx2(const ta__window_variance *w, double *at,
                                            const double *newest, bool to_mean) {
    set_anchor(w, at, newest, to_mean ? mean_of(newest, w->period) : *newest);
}

void ta__window_variance_anchor(ta__level level, const ta__window_variance *w, double *at,
                                const double *newest, bool to_mean) {
    if (level == TA__AVX2)
        set_anchor_avx2(w, at, newest, to_mean);
    else
        set_anchor(w, at, newest, to_mean ? mean_of(newest, w->period) : *newest);
}

/* --- short windows --------------------------------------------------------------------------- */

TA__INLINE ta__vector roots(ta__vector x) {
    for (int lane = 0; lane < TA__LANES; lane++)
        x[lane] = __builtin_sqrt(x[lane]);
    return x;
}

/* n bars, as far as they make up vectors. */
TA__INLINE size_t direct(const ta__window_variance *w, const double *values, size_t n,
                         ta__deviations to) {
    enum {
        VECTORS = 4 /* as many as the registers hold */
    };
    ta__vector by_period = ta__all(w->by_period), by_divisor = ta__all(w->by_divisor);
    size_t i = 0;
    for (; i + VECTORS * TA__LANES <= n; i += VECTORS * TA__LANES) {
        ta__vector x[VECTORS], d[VECTORS], d2[VECTORS];
        for (size_t v = 0; v < VECTORS; v++) {
            x[v] = ta__load(values + i + v * TA__LANES);
            d[v] = d2[v] = ta__all(0);
        }
        for (size_t back = 1; back < w->period; back++)
            for (size_t v = 0; v < VECTORS; v++) {
                ta__vector off = ta__load(values + i + v * TA__LANES - back) - x[v];
                d[v] += off;
                d2[v] += off * off;
            }
        for (size_t v = 0; v < VECTORS; v++) {
            ta__vector mean = d[v] * by_period, left = d2[v] - d[v] * mean;
            left = (ta__vector)((ta__mask)left & (left > ta__all(0)));
            ta__vector variance = left * by_divisor;
            ta__store(to.y + i + v * TA__LANES, to.root ? roots(variance) : variance);
            if (to.distance)
                ta__store(to.distance + i + v * TA__LANES, ta__all(0) - mean); /* never -0 */
        }
    }
    return i;
}

TA__TARGET_AVX2 static size_t direct_avx2(const ta__window_variance *w, const double *values,
                                          size_t n, ta__deviations to) {
    return direct(w, values, n, to);
}

static size_t direct_portable(const ta__window_variance *w, const double *values, size_t n,
                              ta__deviations to) {
    return direct(w, values, n, to);
}

/* --- groups ---------------------------------------------------------------------------------- */

#if TA__HAS_AVX2
#include "scan.h"

/* A group under way: what changes within its blocks, and what it begins with. */
typedef struct group {
    __m256d sum[TA__RUN_BLOCK], total[TA__RUN_BLOCK];
    bool is_new; /* begins the sums anew, with these: */
    double anchor, before, squares_before;
} group;

TA__TARGET_AVX2 TA__INLINE void begin_group(const ta__window_variance *w, uint64_t k,
                                            const double *here, double anchor, group *g) {
    g->is_new = (k & (w->renewal - 1)) == 0;
    g->anchor = anchor;
    if (g->is_new) {
        g->anchor = here[-1];
        g->before = sums_of(here - 1, w->period, g->anchor, &g->squares_before);
    }
    __m256d anchors = _mm256_set1_pd(g->anchor), in_block, in_block2;
#pragma GCC unroll 8
    for (int j = 0; j < TA__RUN_BLOCK; j += 2) {
        __m256d x[2], old[2];
        ta__group_load_two(here + j, x);
        ta__group_load_two(here - w->period + j, old);
        for (int i = j; i < j + 2; i++) {
            __m256d d = _mm256_sub_pd(x[i - j], anchors),
                    d_old = _mm256_sub_pd(old[i - j], anchors);
            __m256d change = _mm256_sub_pd(d, d_old);
            __m256d change2 = _mm256_mul_pd(change, _mm256_add_pd(d, d_old));
            g->sum[i] = in_block = i == 0 ? change : _mm256_add_pd(in_block, change);
            g->total[i] = in_block2 = i == 0 ? change2 : _mm256_add_pd(in_block2, change2);
        }
    }
}

/* What the bars before a group leave. */
typedef struct past {
    double anchor, largest;
    ta__run_pair sums;
} past;

/* False, and nothing is stored: digits may be lost. */
TA__TARGET_AVX2 TA__INLINE bool end_group(const ta__window_variance *w, past *p, group *g,
                                          const double *here, bool root, ta__deviations to) {
    __m256d by_period = _mm256_set1_pd(w->by_period);
    __m256d most[2], least[2];
#pragma GCC unroll 8
    for (int j = 0; j < TA__RUN_BLOCK; j++) {
        __m256d sum = _mm256_add_pd(p->sums.before[0], g->sum[j]);
        __m256d total = _mm256_add_pd(p->sums.before[1], g->total[j]);
        __m256d mean = _mm256_mul_pd(sum, by_period);
        __m256d left = _mm256_sub_pd(total, _mm256_mul_pd(sum, mean));
        most[j % 2] = j < 2 ? total : _mm256_max_pd(most[j % 2], total);
        least[j % 2] = j < 2 ? left : _mm256_min_pd(least[j % 2], left);
        if (to.distance)
            g->sum[j] = mean;
        g->total[j] = left;
    }
    double most_here = ta__lanes_max(_mm256_max_pd(most[0], most[1]));
    p->largest = most_here > p->largest ? most_here : p->largest;
    if (!(ta__lanes_min(_mm256_min_pd(least[0], least[1])) >= TA__CANCELLATION * p->largest))
        return false;
    __m256d by_divisor = _mm256_set1_pd(w->by_divisor), anchor = _mm256_set1_pd(g->anchor);
#pragma GCC unroll 8
    for (int j = 0; j < TA__RUN_BLOCK; j += 2) {
        __m256d y[2];
        for (int i = 0; i < 2; i++) {
            y[i] = _mm256_mul_pd(g->total[j + i], by_divisor);
            if (root)
                y[i] = _mm256_sqrt_pd(y[i]);
        }
        ta__group_store_two(y, to.y + j);
        if (to.distance) {
            ta__group_load_two(here + j, y);
            for (int i = 0; i < 2; i++)
                y[i] = _mm256_sub_pd(_mm256_sub_pd(y[i], anchor), g->sum[j + i]);
            ta__group_store_two(y, to.distance + j);
        }
    }
    return true;
}

/*
 * Whole groups of the n bars from k on; ends before one where digits may be lost. A group is begun
 * before the one before it is ended: it need not wait while the carry passes through that.
 */
TA__TARGET_AVX2 TA__INLINE size_t groups(const ta__window_variance *w, double *state, uint64_t k,
                                         const double *values, size_t n, bool root,
                                         ta__deviations to) {
    double *at = state + w->at;
    past p = {at[TA__VARIANCE_ANCHOR], at[TA__VARIANCE_LARGEST],
              ta__run_begin(at + TA__VARIANCE_SUMS, 2, 0)};
    group under_way[2];
    size_t i = 0;
    n &= ~(size_t)(TA__RUN_GROUP - 1);
    begin_group(w, k, values, p.anchor, &under_way[0]);
    for (; i < n; i += TA__RUN_GROUP) {
        group *g = &under_way[i / TA__RUN_GROUP % 2], *next = &under_way[1 - i / TA__RUN_GROUP % 2];
        past after = p;
        if (g->is_new)
            after =
                (past){g->anchor, g->squares_before, ta__run_from(g->before, g->squares_before)};
        else
            ta__run_turn(&after.sums);
        ta__run_group(&after.sums, g->sum[TA__RUN_BLOCK - 1], g->total[TA__RUN_BLOCK - 1]);
        if (i + TA__RUN_GROUP < n)
            begin_group(w, k + i + TA__RUN_GROUP, values + i + TA__RUN_GROUP, g->anchor, next);
        if (!end_group(w, &after, g, values + i, root, ta__deviations_from(to, i)))
            break;
        p = after;
    }
    at[TA__VARIANCE_ANCHOR] = p.anchor;
    at[TA__VARIANCE_LARGEST] = p.largest;
    ta__run_end(&p.sums, at + TA__VARIANCE_SUMS, 2, 0);
    return i;
}

TA__TARGET_AVX2 static size_t groups_avx2(const ta__window_variance *w, double *state, uint64_t k,
                                          const double *values, size_t n, ta__deviations to) {
    return to.root ? groups(w, state, k, values, n, true, to)
                   : groups(w, state, k, values, n, false, to);
}
#endif

/* --- any bars -------------------------------------------------------------------------------- */

/* n bars that lie side by side on the line. */
TA__INLINE void run_part(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                         const double *values, size_t n, ta__deviations to) {
    size_t i = ta__bars_before(k, w->start + w->period - 1, n);
    for (size_t warm = 0; warm < i; warm++) {
        to.y[warm] = NAN;
        if (to.distance)
            to.distance[warm] = NAN;
    }
    while (i < n) {
        ta__deviations rest = ta__deviations_from(to, i);
        size_t done = 0;
        if (w->renewal == 0)
            done = level == TA__AVX2 ? direct_avx2(w, values + i, n - i, rest)
                                     : direct_portable(w, values + i, n - i, rest);
#if TA__HAS_AVX2
        else if (level == TA__AVX2 && (k + i) % TA__RUN_GROUP == 0 &&
                 k + i >= w->start + w->period && n - i >= TA__RUN_GROUP)
            done = groups_avx2(w, state, k + i, values + i, n - i, rest);
#endif
        i += done;
        /* Up to where the next group may begin. */
        for (size_t first = i; i < n && (i == first || (k + i) % TA__RUN_GROUP != 0); i++)
            ta__window_variance_bar(level, w, state, k + i, values + i, ta__deviations_from(to, i));
    }
}

TA__INLINE void run(ta__level level, const ta__window_variance *w, double *state, uint64_t k,
                    const double *x, size_t n, ta__deviations to) {
    for (size_t i = 0; i < n;) {
        double *values = ta__line_at(&w->values, state, k + i);
        size_t room = ta__line_room(&w->values, k + i), bars = n - i < room ? n - i : room;
        memcpy(values, x + i, bars * sizeof(double));
        run_part(level, w, state, k + i, values, bars, ta__deviations_from(to, i));
        i += bars;
    }
}

static void run_portable(const ta__window_variance *w, double *state, uint64_t k, const double *x,
                         size_t n, ta__deviations to) {
    run(TA__PORTABLE, w, state, k, x, n, to);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_variance *w, double *state, uint64_t k,
                                     const double *x, size_t n, ta__deviations to) {
    run(TA__AVX2, w, state, k, x, n, to);
}

void ta__window_variance_block(ta__level level, const ta__window_variance *w, double *state,
                               uint64_t k, const double *x, size_t n, ta__deviations to) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, n, to);
    else
        run_portable(w, state, k, x, n, to);
}
