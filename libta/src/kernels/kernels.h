/*
 * The numeric primitives that indicators are composed of.
 *
 * Each has a plan, made once from the parameters, and reserves its doubles of the indicator's
 * state. ta__X_run() takes n values (1..TA__TILE) of which the first is the k-th accepted bar.
 * `start` in a plan is the k from which the kernel's input is meaningful: earlier values are passed
 * over, so a stage whose input warms up first simply names that warm-up as its start. Outputs are
 * NaN until the kernel itself is warm. y may be x. The same operations are done in the same order
 * whatever the split into calls and whatever the level, so a tick and a batch give the same bits
 * everywhere.
 */
#ifndef TA_KERNELS_H
#define TA_KERNELS_H

#include "../indicator.h"

#include <math.h>

/* 2^17 > TA__PERIOD_MAX: levels of a doubling over the longest window. */
#define TA__LEVELS 17
_Static_assert((1u << TA__LEVELS) > TA__PERIOD_MAX, "TA__LEVELS is too small for TA__PERIOD_MAX");

/* How many of the n bars from k on come before bar `until`. */
static inline size_t ta__bars_before(uint64_t k, uint64_t until, size_t n) {
    if (k >= until)
        return 0;
    return until - k < n ? (size_t)(until - k) : n;
}

/* Whether code is being compiled for single bars: it then has to do without arrays. */
#define TA__IS_TICK(n_) (__builtin_constant_p(n_) && (n_) == 1)

/* The smallest power of two >= x. */
static inline size_t ta__power_of_two(size_t x) {
    size_t p = 1;
    while (p < x)
        p *= 2;
    return p;
}

/*
 * x / divisor: for a divisor of few bits one correction of the product with the rounded inverse
 * rounds correctly, unless x is tiny. Written so that -0 gives -0.
 */
TA__INLINE double ta__quotient(double x, double divisor, double inverse) {
    double near = x * inverse;
    return __builtin_fma(-__builtin_fma(divisor, near, -x), inverse, near);
}

/* Makes the outputs of the bars before `until` NaN. */
static inline void ta__blank_before(uint64_t k, uint64_t until, size_t n, double *y) {
    size_t blank = ta__bars_before(k, until, n);
    for (size_t i = 0; i < blank; i++)
        y[i] = NAN;
}

/* --- line: the values of a stage, and of the `delay` bars before them, side by side in memory
 * ----- */

/*
 * Bar k is at place delay + k mod block; at the first bar of a block the last `delay` values of the
 * block before are moved to the front. So past values are read at plain negative offsets.
 */
typedef struct ta__line {
    uint32_t at;
    uint32_t delay;
    uint32_t block; /* power of two, >= delay and >= the layout's block */
} ta__line;

void ta__line_plan(ta__line *l, size_t delay, ta__layout *layout);
/* How many bars from k on lie side by side. */
static inline size_t ta__line_room(const ta__line *l, uint64_t k) {
    return l->block - (size_t)(k & (uint64_t)(l->block - 1));
}
/* Moves the history to the front; to be called once before bar k is written. */
void ta__line_turn(const ta__line *l, double *state);
/* The place of bar k, which the line has been turned for; past values lie before it. */
TA__INLINE double *ta__line_here(const ta__line *l, double *state, uint64_t k) {
    return state + l->at + l->delay + (size_t)(k & (l->block - 1));
}
/* The same for the first use of a bar: turns the line when it begins a block. */
TA__INLINE double *ta__line_at(const ta__line *l, double *state, uint64_t k) {
    if ((k & (l->block - 1)) == 0)
        ta__line_turn(l, state);
    return ta__line_here(l, state, k);
}

/* --- summation tree ------------------------------------------------------------------------- */

/*
 * The sum of `count` values in the order of the contract's tree: the window is cut into parts of
 * power-of-two lengths, the longest holding the newest values; each part is summed pairwise, and
 * the parts are added from the oldest on. This form takes the values one by one.
 */
typedef struct ta__tree_sum {
    double total;               /* parts that are complete */
    double partial[TA__LEVELS]; /* partial[l]: sum of a run of 2^l values of the part in progress */
} ta__tree_sum;

/* Adds the value number `index` of a window of `count`. */
void ta__tree_sum_add(ta__tree_sum *s, size_t count, size_t index, double x);
/* Adds n values, the first of which is number `index`. */
void ta__tree_sum_take(ta__tree_sum *s, size_t count, size_t index, const double *x, size_t n);

/* --- sum over a moving window ------------------------------------------------------------------
 */

/* The parts of m values, m a power of two, 4 or more. */
typedef struct ta__sum_level {
    uint32_t m;
    bool is_last;
    bool is_part, has_older; /* the window has a part of m values, and shorter ones behind it */
    uint32_t sums, tails;    /* rings of m values: S(m), and T of the shorter parts */
} ta__sum_level;

/* Bar k has place k mod m on a ring of m values, where it finds the value that it displaces. */
typedef struct ta__window_sum {
    uint64_t start;
    size_t period;
    uint32_t values; /* ring of the last 4 values */
    uint32_t levels;
    ta__sum_level level[TA__LEVELS];
} ta__window_sum;

void ta__window_sum_plan(ta__window_sum *w, uint64_t start, size_t period, ta__layout *layout);
void ta__window_sum_block(ta__level level, const ta__window_sum *w, double *state, uint64_t k,
                          const double *x, size_t n, double *y);

/* One value from w->start on; meaningless before the window is full. */
TA__INLINE double ta__window_sum_step(const ta__window_sum *w, double *state, uint64_t k,
                                      double x) {
    double *values = state + w->values;
    double x1 = values[(k - 1) & 3], x2 = values[(k - 2) & 3], x3 = values[(k - 3) & 3];
    values[k & 3] = x;
    double sum = x + x1, tail = w->period & 2 ? sum : x;
    if ((w->period & 3) == 3)
        tail = sum + x2;
    sum = sum + (x2 + x3);
    for (size_t i = 0; i < w->levels; i++) {
        const ta__sum_level *l = &w->level[i];
        size_t slot = (size_t)(k & (l->m - 1));
        if (l->is_part) {
            double older = state[l->tails + slot];
            if (l->has_older)
                state[l->tails + slot] = tail;
            tail = l->has_older ? sum + older : sum;
        }
        if (!l->is_last) {
            double *at = state + l->sums + slot, older = *at;
            *at = sum;
            sum = sum + older;
        }
    }
    return tail;
}

TA__INLINE void ta__window_sum_run(ta__level level, const ta__window_sum *w, double *state,
                                   uint64_t k, const double *x, size_t n, double *y) {
    if (n == 1 && k + 1 >= w->start + w->period)
        y[0] = ta__window_sum_step(w, state, k, x[0]);
    else
        ta__window_sum_block(level, w, state, k, x, n, y);
}

/* --- windows that hold one value only -----------------------------------------------------------
 */

typedef struct ta__flat {
    uint64_t start;
    size_t period;
    size_t at; /* two doubles: the last value, and how many equal ones end there */
} ta__flat;

void ta__flat_plan(ta__flat *f, uint64_t start, size_t period, ta__layout *layout);
/* Bars of a tile, `to` not among them. */
typedef struct ta__range {
    uint16_t from, to;
} ta__range;

/* The bars of a tile whose windows are flat; every two ranges are at least a bar apart. */
typedef struct ta__flat_ranges {
    size_t count;
    ta__range range[TA__TILE / 2 + 1];
} ta__flat_ranges;

void ta__flat_run(ta__level level, const ta__flat *f, double *state, uint64_t k, const double *x,
                  size_t n, ta__flat_ranges *flat);
/* y[i] = x[i], or y[i] = value, where the window is flat. */
void ta__flat_put(const ta__flat_ranges *flat, const double *x, double *y);
void ta__flat_fill(const ta__flat_ranges *flat, double value, double *y);
/* One value from f->start on: whether the window that it ends is flat. */
TA__INLINE bool ta__flat_step(const ta__flat *f, double *state, double x) {
    double *at = state + f->at;
    double equal = at[1] > 0 && x == at[0] ? at[1] + 1 : 1;
    at[0] = x;
    at[1] = equal;
    return equal >= (double)f->period;
}

/* --- mean over a moving window: window_sum / period, exact where the window is flat --------------
 */

typedef struct ta__window_mean {
    ta__window_sum sum;
    ta__flat flat;
} ta__window_mean;

void ta__window_mean_plan(ta__window_mean *w, uint64_t start, size_t period, ta__layout *layout);
void ta__window_mean_block(ta__level level, const ta__window_mean *w, double *state, uint64_t k,
                           const double *x, size_t n, double *y);

TA__INLINE void ta__window_mean_run(ta__level level, const ta__window_mean *w, double *state,
                                    uint64_t k, const double *x, size_t n, double *y) {
    if (n == 1 && k + 1 >= w->sum.start + w->sum.period) {
        double value = x[0], sum = ta__window_sum_step(&w->sum, state, k, value);
        y[0] = ta__flat_step(&w->flat, state, value) ? value : sum / (double)w->sum.period;
    } else {
        ta__window_mean_block(level, w, state, k, x, n, y);
    }
}

/* --- sums that run along
 * ------------------------------------------------------------------------------------- */

/*
 * Sums over a moving window that run along. A bar changes each sum by what enters the window less
 * what leaves it. Blocks of 8 bars begin at k = 0 mod 8, groups of four blocks at k = 0 mod 32:
 *
 *     sum at a bar = (carry + lost + blocks) + block
 *
 * with the changes of the bar's block so far, those of the group's blocks before it, and a carry
 * that takes up a whole group at a time, compensated: `lost` is what rounding took from it. So
 * errors do not grow with the number of bars, and the blocks of a group can be summed side by side.
 * The user of the sums begins them anew, from the window itself, every so many groups.
 */
enum {
    TA__RUN_BLOCK = 8,
    TA__RUN_GROUP = 4 * TA__RUN_BLOCK
};

/* The places of n sums in the state: n doubles of each kind. */
enum {
    TA__RUN_CARRY,
    TA__RUN_LOST,
    TA__RUN_BLOCKS,
    TA__RUN_IN_BLOCK,
    TA__RUN_KINDS
};

/* Begins n sums anew with what they are after some bar. */
TA__INLINE void ta__running_set(double *at, size_t n, const double *sums) {
    for (size_t s = 0; s < n; s++) {
        at[TA__RUN_CARRY * n + s] = sums[s];
        at[TA__RUN_LOST * n + s] = 0;
        at[TA__RUN_BLOCKS * n + s] = 0;
        at[TA__RUN_IN_BLOCK * n + s] = 0;
    }
}

/* To be called where bar k begins a block. */
TA__INLINE void ta__running_turn(double *at, size_t n, uint64_t k) {
    for (size_t s = 0; s < n; s++) {
        double *blocks = at + TA__RUN_BLOCKS * n + s, *block = at + TA__RUN_IN_BLOCK * n + s;
        double total = *blocks + *block;
        if (k % TA__RUN_GROUP == 0) {
            double *carry = at + TA__RUN_CARRY * n + s, before = *carry;
            double sum = before + total, grown = sum - before;
            at[TA__RUN_LOST * n + s] += (before - (sum - grown)) + (total - grown);
            *carry = sum;
            total = 0;
        }
        *blocks = total;
        *block = 0;
    }
}

/* Sum number s of n after a change. */
TA__INLINE double ta__running_add(double *at, size_t n, size_t s, double change) {
    double block = at[TA__RUN_IN_BLOCK * n + s] += change;
    double carry = at[TA__RUN_CARRY * n + s] + at[TA__RUN_LOST * n + s];
    return carry + at[TA__RUN_BLOCKS * n + s] + block;
}

/* --- variance over a moving window --------------------------------------------------------------
 */

/* Windows of up to so many bars are taken one by one. */
#define TA__VARIANCE_DIRECT 8
/* Below this share of the largest sum of squares, cancellation could cost more than 1e-11. */
#define TA__CANCELLATION 0x1p-9

/* The places of the state, from `at` on: the anchor, the largest sum of squares since it was
 * chosen, and the sums of x - anchor and of its square. */
enum {
    TA__VARIANCE_ANCHOR,
    TA__VARIANCE_LARGEST,
    TA__VARIANCE_SUMS,
    TA__VARIANCE_DOUBLES = TA__VARIANCE_SUMS + 2 * TA__RUN_KINDS
};

typedef struct ta__window_variance {
    uint64_t start;
    size_t period;
    size_t renewal; /* power of two: bars between two choices of the anchor; 0: none is kept */
    double by_period, by_divisor; /* 1 / period, 1 / (period - ddof) */
    size_t at;
    ta__line values;
} ta__window_variance;

void ta__window_variance_plan(ta__window_variance *w, uint64_t start, size_t period, size_t ddof,
                              ta__layout *layout);

/* What is wanted of a window; each may be x. */
typedef struct ta__deviations {
    double *y;
    bool root;        /* y is the standard deviation, not the variance */
    double *distance; /* x less the mean of its window; NULL: not wanted */
} ta__deviations;

static inline ta__deviations ta__deviations_from(ta__deviations to, size_t i) {
    return (ta__deviations){to.y + i, to.root, to.distance ? to.distance + i : NULL};
}

void ta__window_variance_block(ta__level level, const ta__window_variance *w, double *state,
                               uint64_t k, const double *x, size_t n, ta__deviations to);
/* Takes the mean of the window that ends at *newest as anchor, or that value. */
void ta__window_variance_anchor(ta__level level, const ta__window_variance *w, double *at,
                                const double *newest, bool to_mean);

/* The bar at `here` on the line, number start + period - 1 or later. */
TA__INLINE void ta__window_variance_bar(ta__level level, const ta__window_variance *w,
                                        double *state, uint64_t k, const double *here,
                                        ta__deviations to) {
    double sum, total, left, d, mean;
    if (w->renewal == 0) {
        sum = total = d = 0;
        for (size_t back = 1; back < w->period; back++) {
            double off = *(here - back) - *here;
            sum += off;
            total += off * off;
        }
        mean = sum * w->by_period;
        left = total - sum * mean;
        left = left > 0 ? left : 0;
    } else {
        double *at = state + w->at, *sums = at + TA__VARIANCE_SUMS;
        bool is_first = k + 1 == w->start + w->period;
        if (k % TA__RUN_BLOCK == 0 && !is_first) {
            if ((k & (w->renewal - 1)) == 0)
                ta__window_variance_anchor(level, w, at, here - 1, false);
            else
                ta__running_turn(sums, 2, k);
        }
        double old = *(here - w->period) - at[TA__VARIANCE_ANCHOR];
        d = *here - at[TA__VARIANCE_ANCHOR];
        sum = ta__running_add(sums, 2, 0, d - old);
        total = ta__running_add(sums, 2, 1, (d - old) * (d + old));
        double largest = at[TA__VARIANCE_LARGEST];
        largest = total > largest ? total : largest;
        at[TA__VARIANCE_LARGEST] = largest;
        mean = sum * w->by_period;
        left = total - sum * mean;
        if (__builtin_expect(is_first || !(left >= TA__CANCELLATION * largest), 0)) {
            ta__window_variance_anchor(level, w, at, here, true);
            d = *here - at[TA__VARIANCE_ANCHOR];
            mean = sums[0] * w->by_period;
            left = sums[1] - sums[0] * mean;
            left = left > 0 ? left : 0;
        }
    }
    double variance = left * w->by_divisor;
    *to.y = to.root ? sqrt(variance) : variance;
    if (to.distance)
        *to.distance = d - mean;
}

TA__INLINE void ta__window_variance_run(ta__level level, const ta__window_variance *w,
                                        double *state, uint64_t k, const double *x, size_t n,
                                        ta__deviations to) {
    if (n == 1 && k + 1 >= w->start + w->period) {
        double *here = ta__line_at(&w->values, state, k);
        *here = x[0];
        ta__window_variance_bar(level, w, state, k, here, to);
    } else {
        ta__window_variance_block(level, w, state, k, x, n, to);
    }
}

/* --- covariance of two series over a moving window, in the way of the variance ------------------
 */

/* The sums of dx, dx^2, dy, dy^2 and dx dy; they are taken in pairs. */
enum {
    TA__X,
    TA__XX,
    TA__Y,
    TA__YY,
    TA__XY,
    TA__NONE,
    TA__COVARIANCE_SUM_COUNT
};

/* The places of the state, from `at` on; as in the variance, the first two for each series. */
enum {
    TA__COVARIANCE_ANCHORS,
    TA__COVARIANCE_LARGEST = TA__COVARIANCE_ANCHORS + 2,
    TA__COVARIANCE_SUMS = TA__COVARIANCE_LARGEST + 2,
    TA__COVARIANCE_DOUBLES = TA__COVARIANCE_SUMS + TA__RUN_KINDS * TA__COVARIANCE_SUM_COUNT
};

typedef struct ta__window_covariance {
    uint64_t start;
    size_t period;
    size_t renewal;
    double by_period;
    size_t at;
    ta__line values[2];
} ta__window_covariance;

void ta__window_covariance_plan(ta__window_covariance *w, uint64_t start, size_t period,
                                ta__layout *layout);

/* Population variances and covariance; a variance is exactly 0 where its window is flat. Each may
 * be an input, the first two those of their own series only. */
typedef struct ta__covariances {
    double *var_x, *var_y, *covariance;
} ta__covariances;

static inline ta__covariances ta__covariances_from(ta__covariances to, size_t i) {
    return (ta__covariances){to.var_x + i, to.var_y + i, to.covariance + i};
}

void ta__window_covariance_block(ta__level level, const ta__window_covariance *w, double *state,
                                 uint64_t k, const double *x, const double *y, size_t n,
                                 ta__covariances to);
/* Takes the means of the windows that end at *x and *y as anchors, or these values. */
void ta__window_covariance_anchor(ta__level level, const ta__window_covariance *w, double *at,
                                  const double *x, const double *y, bool to_means);

/* The bar at x and y on the lines, number start + period - 1 or later. */
TA__INLINE void ta__window_covariance_bar(ta__level level, const ta__window_covariance *w,
                                          double *state, uint64_t k, const double *x,
                                          const double *y, ta__covariances to) {
    enum {
        SUMS = TA__COVARIANCE_SUM_COUNT
    };
    double s[SUMS] = {0}, left_x, left_y;
    if (w->renewal == 0) {
        for (size_t back = 1; back < w->period; back++) {
            double dx = *(x - back) - *x, dy = *(y - back) - *y;
            s[TA__X] += dx;
            s[TA__XX] += dx * dx;
            s[TA__Y] += dy;
            s[TA__YY] += dy * dy;
            s[TA__XY] += dx * dy;
        }
        left_x = s[TA__XX] - s[TA__X] * (s[TA__X] * w->by_period);
        left_y = s[TA__YY] - s[TA__Y] * (s[TA__Y] * w->by_period);
    } else {
        double *at = state + w->at, *sums = at + TA__COVARIANCE_SUMS;
        double *anchor = at + TA__COVARIANCE_ANCHORS, *largest = at + TA__COVARIANCE_LARGEST;
        bool is_first = k + 1 == w->start + w->period;
        if (k % TA__RUN_BLOCK == 0 && !is_first) {
            if ((k & (w->renewal - 1)) == 0)
                ta__window_covariance_anchor(level, w, at, x - 1, y - 1, false);
            else
                ta__running_turn(sums, SUMS, k);
        }
        double dx = *x - anchor[0], old_x = *(x - w->period) - anchor[0];
        double dy = *y - anchor[1], old_y = *(y - w->period) - anchor[1];
        s[TA__X] = ta__running_add(sums, SUMS, TA__X, dx - old_x);
        s[TA__XX] = ta__running_add(sums, SUMS, TA__XX, (dx - old_x) * (dx + old_x));
        s[TA__Y] = ta__running_add(sums, SUMS, TA__Y, dy - old_y);
        s[TA__YY] = ta__running_add(sums, SUMS, TA__YY, (dy - old_y) * (dy + old_y));
        s[TA__XY] = ta__running_add(sums, SUMS, TA__XY, dx * dy - old_x * old_y);
        largest[0] = s[TA__XX] > largest[0] ? s[TA__XX] : largest[0];
        largest[1] = s[TA__YY] > largest[1] ? s[TA__YY] : largest[1];
        left_x = s[TA__XX] - s[TA__X] * (s[TA__X] * w->by_period);
        left_y = s[TA__YY] - s[TA__Y] * (s[TA__Y] * w->by_period);
        bool is_good =
            left_x >= TA__CANCELLATION * largest[0] && left_y >= TA__CANCELLATION * largest[1];
        if (__builtin_expect(is_first || !is_good, 0)) {
            ta__window_covariance_anchor(level, w, at, x, y, true);
            for (size_t i = 0; i < SUMS; i++)
                s[i] = sums[i];
            left_x = s[TA__XX] - s[TA__X] * (s[TA__X] * w->by_period);
            left_y = s[TA__YY] - s[TA__Y] * (s[TA__Y] * w->by_period);
        }
    }
    double left = s[TA__XY] - s[TA__X] * (s[TA__Y] * w->by_period);
    *to.var_x = (left_x > 0 ? left_x : 0) * w->by_period;
    *to.var_y = (left_y > 0 ? left_y : 0) * w->by_period;
    *to.covariance = left * w->by_period;
}

TA__INLINE void ta__window_covariance_run(ta__level level, const ta__window_covariance *w,
                                          double *state, uint64_t k, const double *x,
                                          const double *y, size_t n, ta__covariances to) {
    if (n == 1 && k + 1 >= w->start + w->period) {
        double *at_x = ta__line_at(&w->values[0], state, k);
        double *at_y = ta__line_at(&w->values[1], state, k);
        *at_x = x[0];
        *at_y = y[0];
        ta__window_covariance_bar(level, w, state, k, at_x, at_y, to);
    } else {
        ta__window_covariance_block(level, w, state, k, x, y, n, to);
    }
}

/* --- minimum or maximum over a moving window
 * ------------------------------------------------------ */

typedef struct ta__window_extremum {
    bool maximum;
    uint64_t start;
    size_t period;
    size_t block; /* bars: the largest power of two <= period */
    /*
     * At `line`: the period - 1 bars before the running block, folded from the newest on (each is
     * the extremum of itself and all newer ones), then the block's own bars as they are. The place
     * before it holds the extremum of the block so far.
     */
    size_t line;
} ta__window_extremum;

void ta__window_extremum_plan(ta__window_extremum *w, bool maximum, uint64_t start, size_t period,
                              ta__layout *layout);
void ta__window_extremum_block(ta__level level, const ta__window_extremum *w, double *state,
                               uint64_t k, const double *x, size_t n, double *y);
/* Folds a block that is full and makes it the past. */
void ta__window_extremum_turn(const ta__window_extremum *w, double *line);

/* Of equal values, which zeros of either sign are, the newer. */
TA__INLINE double ta__better(bool maximum, double older, double newer) {
    return maximum ? (older > newer ? older : newer) : (older < newer ? older : newer);
}

/* One value from w->start on; meaningless before the window is full. */
TA__INLINE double ta__window_extremum_step(const ta__window_extremum *w, double *state, uint64_t k,
                                           double x) {
    double *line = state + w->line;
    size_t j = (size_t)((k - w->start) & (w->block - 1));
    line[w->period - 1 + j] = x;
    line[-1] = x = j == 0 ? x : ta__better(w->maximum, line[-1], x);
    double y = ta__better(w->maximum, line[j], x);
    if (j == w->block - 1)
        ta__window_extremum_turn(w, line);
    return y;
}

TA__INLINE void ta__window_extremum_run(ta__level level, const ta__window_extremum *w,
                                        double *state, uint64_t k, const double *x, size_t n,
                                        double *y) {
    if (n == 1 && k + 1 >= w->start + w->period)
        y[0] = ta__window_extremum_step(w, state, k, x[0]);
    else
        ta__window_extremum_block(level, w, state, k, x, n, y);
}

/* --- exponential smoothing: the contract's scan
 * ----------------------------------------------------- */

/*
 * y += a * (x - y), with b = 1 - a, computed in blocks of 8 accepted bars that begin at k = 0
 * mod 8. In a block with first value r: w0 = 0, wj = fma(b, w(j-1), a*(xj-r)). What the block
 * before left, the carry, has weight b^(j+1): yj = fma(b^(j+1), carry - r, r + wj), or, where b^8 >
 * 1/2, seen from the other side, yj = fma(b^(j+1) - 1, carry - r, carry + wj), with 1 - b^(j+1) = a
 * + b (1 - b^j). The next carry is the block's last y. The seed is y itself at seed_at; the rest of
 * its block is a block of its own.
 */
enum {
    TA__SMOOTH_BLOCK = 8
};

typedef struct ta__smooth {
    uint64_t start;      /* first bar that counts */
    uint64_t seed_at;    /* k of the first output */
    uint64_t settled;    /* from here on all blocks are whole */
    size_t seed_count;   /* values that the seed is made of */
    double seed_divisor; /* what their sum is divided by: seed_count for a mean */
    double a, b;
    size_t base; /* what the distance is added to: TA__SMOOTH_CARRY or TA__SMOOTH_R */
    double weights[TA__SMOOTH_BLOCK]; /* b^1 .. b^8; from the carry each less 1 */
    size_t at;                        /* carry, r, w */
    size_t seed; /* the seed's tree sum, its first value, 1 once another differs */
} ta__smooth;

/* The places of the state of one smoothing, from `at` on. */
enum {
    TA__SMOOTH_CARRY,
    TA__SMOOTH_R,
    TA__SMOOTH_W,
    TA__SMOOTH_DOUBLES
};

/* The seed: mean of the first `seed_count` values from `start` on (1: the first value itself). */
void ta__smooth_plan(ta__smooth *s, uint64_t start, size_t seed_count, double a,
                     ta__layout *layout);
/*
 * Wilder's sums, as averages: the first seed_count - 1 values are summed and divided by seed_count,
 * as if a value of 0 had come before them.
 */
void ta__smooth_plan_wilder_sum(ta__smooth *s, uint64_t start, size_t seed_count,
                                ta__layout *layout);
void ta__smooth_block(ta__level level, const ta__smooth *s, double *state, uint64_t k,
                      const double *x, size_t n, double *y);
/* A bar before s->settled. */
double ta__smooth_settle(const ta__smooth *s, double *state, uint64_t k, double x);

/* One bar, number j of a block that began at r. */
TA__INLINE double ta__smooth_step(const ta__smooth *s, double *at, size_t j, double x) {
    double r = x, w = 0;
    if (j == 0) {
        at[TA__SMOOTH_R] = x;
    } else {
        r = at[TA__SMOOTH_R];
        w = __builtin_fma(s->b, at[TA__SMOOTH_W], s->a * (x - r));
    }
    at[TA__SMOOTH_W] = w;
    return __builtin_fma(s->weights[j], at[TA__SMOOTH_CARRY] - r, at[s->base] + w);
}

/* A bar from s->settled on. */
TA__INLINE double ta__smooth_settled(const ta__smooth *s, double *state, uint64_t k, double x) {
    double *at = state + s->at;
    size_t j = (size_t)(k % TA__SMOOTH_BLOCK);
    double y = ta__smooth_step(s, at, j, x);
    if (j == TA__SMOOTH_BLOCK - 1)
        at[TA__SMOOTH_CARRY] = y;
    return y;
}

TA__INLINE double ta__smooth_bar(const ta__smooth *s, double *state, uint64_t k, double x) {
    if (__builtin_expect(k < s->settled, 0))
        return ta__smooth_settle(s, state, k, x);
    return ta__smooth_settled(s, state, k, x);
}

TA__INLINE void ta__smooth_run(ta__level level, const ta__smooth *s, double *state, uint64_t k,
                               const double *x, size_t n, double *y) {
    if (TA__IS_TICK(n))
        y[0] = ta__smooth_bar(s, state, k, x[0]);
    else
        ta__smooth_block(level, s, state, k, x, n, y);
}

/* --- sum over a moving window, with weights that are linear in age
 * ------------------------------- */

/* The runs of m values, m a power of two, 4 or more; the places of rings of m values. */
typedef struct ta__linear_level {
    uint32_t m;
    bool is_last;
    bool is_part, has_older; /* as of ta__sum_level */
    uint32_t sums, ages, tail_sums, tail_ages;
} ta__linear_level;

/*
 * The newest value has the weight `newest`, each older one `step` less than the one after it; the
 * sum is divided by `divisor`. With whole weights and divisor only the additions are rounded.
 */
typedef struct ta__weights {
    double newest, step, divisor, inverse;
} ta__weights;

typedef struct ta__window_linear {
    uint64_t start;
    size_t period;
    ta__weights weights;
    double of_ones;  /* what a window of ones gives; a window of one value gives that times it */
    uint32_t values; /* ring of the last 4 values */
    uint32_t levels;
    ta__linear_level level[TA__LEVELS];
    ta__flat flat;
} ta__window_linear;

void ta__window_linear_plan(ta__window_linear *w, uint64_t start, size_t period, double newest,
                            double step, double divisor, ta__layout *layout);
/* y must not be x. */
void ta__window_linear_block(ta__level level, const ta__window_linear *w, double *state, uint64_t k,
                             const double *x, size_t n, double *y);

TA__INLINE double ta__weighted(const ta__weights *w, double sum, double age) {
    return ta__quotient(__builtin_fma(w->newest, sum, -(w->step * age)), w->divisor, w->inverse);
}

/* One value from w->start on, not looking for flat windows; meaningless before the window is full.
 */
TA__INLINE double ta__window_linear_step(const ta__window_linear *w, double *state, uint64_t k,
                                         double x) {
    double *values = state + w->values;
    double x1 = values[(k - 1) & 3], x2 = values[(k - 2) & 3], x3 = values[(k - 3) & 3];
    values[k & 3] = x;
    double sum = x + x1, older = x2 + x3, age = x1 + (x3 + 2 * older);
    double tail = w->period & 2 ? sum : x, tail_age = w->period & 2 ? x1 : 0;
    if ((w->period & 3) == 3) {
        tail = sum + x2;
        tail_age = x1 + 2 * x2;
    }
    sum = sum + older;
    for (size_t i = 0; i < w->levels; i++) {
        const ta__linear_level *l = &w->level[i];
        size_t slot = (size_t)(k & (l->m - 1));
        double bars = (double)l->m;
        if (l->has_older) {
            double *s = state + l->tail_sums + slot, *a = state + l->tail_ages + slot;
            double older_sum = *s, older_age = *a;
            *s = tail;
            *a = tail_age;
            tail = sum + older_sum;
            tail_age = age + (older_age + bars * older_sum);
        } else if (l->is_part) {
            tail = sum;
            tail_age = age;
        }
        if (!l->is_last) {
            double *s = state + l->sums + slot, *a = state + l->ages + slot;
            double older_sum = *s, older_age = *a;
            *s = sum;
            *a = age;
            sum = sum + older_sum;
            age = age + (older_age + bars * older_sum);
        }
    }
    return ta__weighted(&w->weights, tail, tail_age);
}

TA__INLINE void ta__window_linear_run(ta__level level, const ta__window_linear *w, double *state,
                                      uint64_t k, const double *x, size_t n, double *y) {
    if (n == 1 && k + 1 >= w->start + w->period) {
        double value = x[0], mean = ta__window_linear_step(w, state, k, value);
        y[0] = ta__flat_step(&w->flat, state, value) ? value * w->of_ones : mean;
    } else {
        ta__window_linear_block(level, w, state, k, x, n, y);
    }
}

/* --- how long ago the extremum of a moving window was
 * --------------------------------------------------------- */

typedef struct ta__window_place {
    double sign; /* what values are taken times: -1 for the minimum */
    uint64_t start;
    size_t period;
    size_t block; /* bars: the largest power of two <= period */
    /*
     * `line` is that of ta__window_extremum; `places` the places of what is folded, counted from
     * the running block's first bar. The double before each belongs to the block so far.
     */
    size_t line, places;
} ta__window_place;

void ta__window_place_plan(ta__window_place *w, bool maximum, uint64_t start, size_t period,
                           ta__layout *layout);
void ta__window_place_block(ta__level level, const ta__window_place *w, double *state, uint64_t k,
                            const double *x, size_t n, double *y);
/* Folds a block that is full and makes it the past. */
void ta__window_place_turn(const ta__window_place *w, double *line, double *places);

/* Bar `at` of a block. */
TA__INLINE double ta__window_place_bar(const ta__window_place *w, double *line, double *places,
                                       size_t at, double x) {
    double value = w->sign * x, here = (double)at;
    line[w->period - 1 + at] = value;
    bool is_best = at == 0 || value >= line[-1];
    line[-1] = is_best ? value : line[-1];
    places[-1] = is_best ? here : places[-1];
    return here - (line[at] > line[-1] ? places[at] : places[-1]);
}

/* y = bars since the extremum; of equal ones the latest counts. */
TA__INLINE void ta__window_place_run(ta__level level, const ta__window_place *w, double *state,
                                     uint64_t k, const double *x, size_t n, double *y) {
    if (n > 1 || k + 1 < w->start + w->period) {
        ta__window_place_block(level, w, state, k, x, n, y);
        return;
    }
    double *line = state + w->line, *places = state + w->places;
    size_t at = (size_t)((k - w->start) & (w->block - 1));
    y[0] = ta__window_place_bar(w, line, places, at, x[0]);
    if (at == w->block - 1)
        ta__window_place_turn(w, line, places);
}

/* --- compensated running sum
 * ------------------------------------------------------------------------------------ */

/* Two doubles of state: the sum, and what rounding has lost of it (Kahan and Babuska; Knuth's exact
 * difference instead of Neumaier's comparison, which mispredicts). */
enum {
    TA__SUM_DOUBLES = 2
};

TA__INLINE double ta__sum_add(double at[TA__SUM_DOUBLES], double x) {
    double sum = at[0] + x, grown = sum - at[0];
    at[1] += (at[0] - (sum - grown)) + (x - grown);
    at[0] = sum;
    return sum + at[1];
}

#endif
