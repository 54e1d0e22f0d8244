/* Variances and covariance from sums of deviations from two anchors; see window_variance.c. */
#include "running.h"

#include <string.h>

enum {
    SUMS = TA__COVARIANCE_SUM_COUNT
};

void ta__window_covariance_plan(ta__window_covariance *w, uint64_t start, size_t period,
                                ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->start = start;
    w->period = period;
    w->by_period = 1 / (double)period;
    if (period > TA__VARIANCE_DIRECT) {
        w->renewal = ta__power_of_two(period > TA__RUN_GROUP ? period : TA__RUN_GROUP);
        w->at = ta__reserve(layout, TA__COVARIANCE_DOUBLES);
    }
    size_t delay = period > TA__RUN_GROUP ? period : TA__RUN_GROUP;
    for (int side = 0; side < 2; side++)
        ta__line_plan(&w->values[side], delay + TA__RUN_AHEAD, layout);
}

/* --- sums of a whole window ------------------------------------------------------------------ */

TA__INLINE void sums_of(const double *x, const double *y, size_t n, const double anchor[2],
                        double sums[SUMS]) {
    ta__vector s[SUMS][TA__RUN_VECTORS];
    for (size_t v = 0; v < TA__RUN_VECTORS; v++) {
        ta__vector xs = ta__all(0), xx = xs, ys = xs, yy = xs, xy = xs;
        for (size_t back = v * TA__LANES; back < n; back += TA__RUN_AHEAD) {
            ta__vector dx = ta__newest(x, back, n, anchor[0]);
            ta__vector dy = ta__newest(y, back, n, anchor[1]);
            xs += dx;
            xx += dx * dx;
            ys += dy;
            yy += dy * dy;
            xy += dx * dy;
        }
        s[TA__X][v] = xs;
        s[TA__XX][v] = xx;
        s[TA__Y][v] = ys;
        s[TA__YY][v] = yy;
        s[TA__XY][v] = xy;
    }
    for (size_t i = 0; i < TA__NONE; i++)
        sums[i] = ta__vectors_sum(s[i]);
    sums[TA__NONE] = 0;
}

/* Takes the anchors for bars after the windows that end at *x and *y. */
TA__INLINE void set_anchors(const ta__window_covariance *w, double *at, const double *x,
                            const double *y, bool to_means) {
    double sums[SUMS], anchor[2] = {*x, *y};
    sums_of(x, y, w->period, anchor, sums);
    if (to_means) {
        anchor[0] += sums[TA__X] / (double)w->period;
        anchor[1] += sums[TA__Y] / (double)w->period;
        sums_of(x, y, w->period, anchor, sums);
    }
    memcpy(at + TA__COVARIANCE_ANCHORS, anchor, sizeof anchor);
    at[TA__COVARIANCE_LARGEST] = sums[TA__XX];
    at[TA__COVARIANCE_LARGEST + 1] = sums[TA__YY];
    ta__running_set(at + TA__COVARIANCE_SUMS, SUMS, sums);
}

TA__TARGET_AVX2 static void set_anchors_avx2(const ta__window_covariance *w, double *at,
                                             const double *x, const double *y, bool to_means) {
    set_anchors(w, at, x, y, to_means);
}

void ta__window_covariance_anchor(ta__level level, const ta__window_covariance *w, double *at,
                                  const double *x, const double *y, bool to_means) {
    if (level == TA__AVX2)
        set_anchors_avx2(w, at, x, y, to_means);
    else
        set_anchors(w, at, x, y, to_means);
}

/* --- short windows --------------------------------------------------------------------------- */

TA__INLINE ta__vector positive(ta__vector x) {
    return (ta__vector)((ta__mask)x & (x > ta__all(0)));
}

/* n bars, as far as they make up vectors. */
TA__INLINE size_t direct(const ta__window_covariance *w, const double *x, const double *y, size_t n,
                         ta__covariances to) {
    ta__vector by_period = ta__all(w->by_period);
    size_t i = 0;
    for (; i + TA__LANES <= n; i += TA__LANES) {
        ta__vector s[SUMS], last_x = ta__load(x + i), last_y = ta__load(y + i);
        for (size_t j = 0; j < SUMS; j++)
            s[j] = ta__all(0);
        for (size_t back = 1; back < w->period; back++) {
            ta__vector dx = ta__load(x + i - back) - last_x, dy = ta__load(y + i - back) - last_y;
            s[TA__X] += dx;
            s[TA__XX] += dx * dx;
            s[TA__Y] += dy;
            s[TA__YY] += dy * dy;
            s[TA__XY] += dx * dy;
        }
        ta__vector mean_x = s[TA__X] * by_period, mean_y = s[TA__Y] * by_period;
        ta__store(to.var_x + i, positive(s[TA__XX] - s[TA__X] * mean_x) * by_period);
        ta__store(to.var_y + i, positive(s[TA__YY] - s[TA__Y] * mean_y) * by_period);
        ta__store(to.covariance + i, (s[TA__XY] - s[TA__X] * mean_y) * by_period);
    }
    return i;
}

TA__TARGET_AVX2 static size_t direct_avx2(const ta__window_covariance *w, const double *x,
                                          const double *y, size_t n, ta__covariances to) {
    return direct(w, x, y, n, to);
}

static size_t direct_portable(const ta__window_covariance *w, const double *x, const double *y,
                              size_t n, ta__covariances to) {
    return direct(w, x, y, n, to);
}

/* --- groups ---------------------------------------------------------------------------------- */

#if TA__HAS_AVX2
#include "scan.h"

/* A group under way: what changes within its blocks. */
typedef struct group {
    __m256d changes[SUMS][TA__RUN_BLOCK];
} group;

TA__TARGET_AVX2 TA__INLINE void begin_group(size_t period, const double *x, const double *y,
                                            const double anchor[2], group *g) {
    __m256d anchor_x = _mm256_set1_pd(anchor[0]), anchor_y = _mm256_set1_pd(anchor[1]);
    __m256d in_block[SUMS];
    for (int s = 0; s < SUMS; s++)
        in_block[s] = _mm256_setzero_pd();
#pragma GCC unroll 8
    for (int j = 0; j < TA__RUN_BLOCK; j += 2) {
        __m256d new_x[2], old_x[2], new_y[2], old_y[2];
        ta__group_load_two(x + j, new_x);
        ta__group_load_two(x - period + j, old_x);
        ta__group_load_two(y + j, new_y);
        ta__group_load_two(y - period + j, old_y);
        for (int i = 0; i < 2; i++) {
            __m256d dx = _mm256_sub_pd(new_x[i], anchor_x), dy = _mm256_sub_pd(new_y[i], anchor_y);
            __m256d ox = _mm256_sub_pd(old_x[i], anchor_x), oy = _mm256_sub_pd(old_y[i], anchor_y);
            __m256d change_x = _mm256_sub_pd(dx, ox), change_y = _mm256_sub_pd(dy, oy);
            __m256d change[SUMS] = {[TA__X] = change_x,
                                    [TA__XX] = _mm256_mul_pd(change_x, _mm256_add_pd(dx, ox)),
                                    [TA__Y] = change_y,
                                    [TA__YY] = _mm256_mul_pd(change_y, _mm256_add_pd(dy, oy)),
                                    [TA__XY] =
                                        _mm256_sub_pd(_mm256_mul_pd(dx, dy), _mm256_mul_pd(ox, oy)),
                                    [TA__NONE] = _mm256_setzero_pd()};
            for (int s = 0; s < TA__NONE; s++)
                g->changes[s][j + i] = in_block[s] = _mm256_add_pd(in_block[s], change[s]);
        }
    }
}

/* What the bars before a group leave. */
typedef struct past {
    double anchor[2], largest[2];
    ta__run_pair sums[SUMS / 2];
} past;

TA__TARGET_AVX2 TA__INLINE past load_past(const double *at) {
    past p = {{at[TA__COVARIANCE_ANCHORS], at[TA__COVARIANCE_ANCHORS + 1]},
              {at[TA__COVARIANCE_LARGEST], at[TA__COVARIANCE_LARGEST + 1]},
              {{.carry = _mm_setzero_pd()}}};
    for (size_t s = 0; s < SUMS; s += 2)
        p.sums[s / 2] = ta__run_begin(at + TA__COVARIANCE_SUMS, SUMS, s);
    return p;
}

TA__TARGET_AVX2 TA__INLINE void store_past(const past *p, double *at) {
    memcpy(at + TA__COVARIANCE_ANCHORS, p->anchor, sizeof p->anchor);
    memcpy(at + TA__COVARIANCE_LARGEST, p->largest, sizeof p->largest);
    for (size_t s = 0; s < SUMS; s += 2)
        ta__run_end(&p->sums[s / 2], at + TA__COVARIANCE_SUMS, SUMS, s);
}

/* Takes up a group. */
TA__TARGET_AVX2 TA__INLINE void pass_through(past *p, const group *g) {
    for (size_t s = 0; s < SUMS; s += 2) {
        ta__run_turn(&p->sums[s / 2]);
        __m256d second =
            s + 1 == TA__NONE ? _mm256_setzero_pd() : g->changes[s + 1][TA__RUN_BLOCK - 1];
        ta__run_group(&p->sums[s / 2], g->changes[s][TA__RUN_BLOCK - 1], second);
    }
}

/* Largest sums of squares since the anchor, and whether one of the sums left over is too small. */
TA__TARGET_AVX2 TA__INLINE bool keeps_digits(double *largest, const __m256d most,
                                             const __m256d least) {
    double most_here = ta__lanes_max(most);
    *largest = most_here > *largest ? most_here : *largest;
    return ta__lanes_min(least) >= TA__CANCELLATION * *largest;
}

/* False, and nothing is stored: digits may be lost. */
TA__TARGET_AVX2 TA__INLINE bool end_group(const ta__window_covariance *w, past *p, group *g,
                                          ta__covariances to) {
    __m256d by_period = _mm256_set1_pd(w->by_period);
    __m256d most_x = _mm256_setzero_pd(), most_y = most_x;
    __m256d least_x = _mm256_set1_pd(INFINITY), least_y = least_x;
#pragma GCC unroll 8
    for (int j = 0; j < TA__RUN_BLOCK; j++) {
        __m256d s[SUMS];
        for (int i = 0; i < TA__NONE; i++)
            s[i] = _mm256_add_pd(p->sums[i / 2].before[i % 2], g->changes[i][j]);
        most_x = _mm256_max_pd(most_x, s[TA__XX]);
        most_y = _mm256_max_pd(most_y, s[TA__YY]);
        __m256d mean_x = _mm256_mul_pd(s[TA__X], by_period);
        __m256d mean_y = _mm256_mul_pd(s[TA__Y], by_period);
        __m256d left_x = _mm256_sub_pd(s[TA__XX], _mm256_mul_pd(s[TA__X], mean_x));
        __m256d left_y = _mm256_sub_pd(s[TA__YY], _mm256_mul_pd(s[TA__Y], mean_y));
        __m256d left = _mm256_sub_pd(s[TA__XY], _mm256_mul_pd(s[TA__X], mean_y));
        least_x = _mm256_min_pd(least_x, left_x);
        least_y = _mm256_min_pd(least_y, left_y);
        g->changes[TA__X][j] = _mm256_mul_pd(left_x, by_period);
        g->changes[TA__Y][j] = _mm256_mul_pd(left_y, by_period);
        g->changes[TA__XY][j] = _mm256_mul_pd(left, by_period);
    }
    if (!keeps_digits(&p->largest[0], most_x, least_x) ||
        !keeps_digits(&p->largest[1], most_y, least_y))
        return false;
    ta__group_store(g->changes[TA__X], to.var_x);
    ta__group_store(g->changes[TA__Y], to.var_y);
    ta__group_store(g->changes[TA__XY], to.covariance);
    return true;
}

/* Whole groups of the n bars from k on; ends before one where digits may be lost. */
TA__TARGET_AVX2 static size_t groups(const ta__window_covariance *w, double *state, uint64_t k,
                                     const double *x, const double *y, size_t n,
                                     ta__covariances to) {
    double *at = state + w->at;
    past p = load_past(at);
    size_t i = 0;
    for (; i + TA__RUN_GROUP <= n; i += TA__RUN_GROUP) {
        group g;
        past after = p;
        if (((k + i) & (w->renewal - 1)) == 0) {
            double sums[SUMS];
            after.anchor[0] = x[i - 1];
            after.anchor[1] = y[i - 1];
            sums_of(x + i - 1, y + i - 1, w->period, after.anchor, sums);
            after.largest[0] = sums[TA__XX];
            after.largest[1] = sums[TA__YY];
            for (size_t s = 0; s < SUMS; s += 2)
                after.sums[s / 2] = ta__run_from(sums[s], sums[s + 1]);
        }
        begin_group(w->period, x + i, y + i, after.anchor, &g);
        pass_through(&after, &g);
        if (!end_group(w, &after, &g, ta__covariances_from(to, i)))
            break;
        p = after;
    }
    store_past(&p, at);
    return i;
}
#endif

/* --- any bars -------------------------------------------------------------------------------- */

/* n bars that lie side by side on the lines. */
TA__INLINE void run_part(ta__level level, const ta__window_covariance *w, double *state, uint64_t k,
                         const double *x, const double *y, size_t n, ta__covariances to) {
    size_t i = ta__bars_before(k, w->start + w->period - 1, n);
    for (size_t warm = 0; warm < i; warm++)
        to.var_x[warm] = to.var_y[warm] = to.covariance[warm] = NAN;
    while (i < n) {
        ta__covariances rest = ta__covariances_from(to, i);
        size_t done = 0;
        if (w->renewal == 0)
            done = level == TA__AVX2 ? direct_avx2(w, x + i, y + i, n - i, rest)
                                     : direct_portable(w, x + i, y + i, n - i, rest);
#if TA__HAS_AVX2
        else if (level == TA__AVX2 && (k + i) % TA__RUN_GROUP == 0 && k + i >= w->start + w->period)
            done = groups(w, state, k + i, x + i, y + i, n - i, rest);
#endif
        i += done;
        /* Up to where the next group may begin. */
        for (size_t first = i; i < n && (i == first || (k + i) % TA__RUN_GROUP != 0); i++)
            ta__window_covariance_bar(level, w, state, k + i, x + i, y + i,
                                      ta__covariances_from(to, i));
    }
}

TA__INLINE void run(ta__level level, const ta__window_covariance *w, double *state, uint64_t k,
                    const double *x, const double *y, size_t n, ta__covariances to) {
    for (size_t i = 0; i < n;) {
        double *at_x = ta__line_at(&w->values[0], state, k + i);
        double *at_y = ta__line_at(&w->values[1], state, k + i);
        size_t room = ta__line_room(&w->values[0], k + i), bars = n - i < room ? n - i : room;
        memcpy(at_x, x + i, bars * sizeof(double));
        memcpy(at_y, y + i, bars * sizeof(double));
        run_part(level, w, state, k + i, at_x, at_y, bars, ta__covariances_from(to, i));
        i += bars;
    }
}

static void run_portable(const ta__window_covariance *w, double *state, uint64_t k, const double *x,
                         const double *y, size_t n, ta__covariances to) {
    run(TA__PORTABLE, w, state, k, x, y, n, to);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_covariance *w, double *state, uint64_t k,
                                     const double *x, const double *y, size_t n,
                                     ta__covariances to) {
    run(TA__AVX2, w, state, k, x, y, n, to);
}

void ta__window_covariance_block(ta__level level, const ta__window_covariance *w, double *state,
                                 uint64_t k, const double *x, const double *y, size_t n,
                                 ta__covariances to) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, y, n, to);
    else
        run_portable(w, state, k, x, y, n, to);
}
