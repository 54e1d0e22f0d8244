/*
 * The numeric primitives that indicators are composed of.
 *
 * Each has a plan, made once from the parameters, and reserves its doubles of the indicator's
 * state. ta__X_run() takes n values (1..TA__TILE) of which the first is the k-th accepted bar.
 * `start` in a plan is the k from which the kernel's input is meaningful: earlier values are passed
 * over, so a stage whose input warms up first simply names that warm-up as its start. Outputs are
 * NaN until the kernel itself is warm. y may be x. The same operations are done in the same order
 * whatever the split into calls, so a tick and a batch give the same bits.
 */
#ifndef TA_KERNELS_H
#define TA_KERNELS_H

#include "../indicator.h"

/* 2^17 > TA__PERIOD_MAX: levels of a doubling over the longest window. */
#define TA__LEVELS 17
_Static_assert((1u << TA__LEVELS) > TA__PERIOD_MAX, "TA__LEVELS is too small for TA__PERIOD_MAX");

/* --- history: the last `size` values of a series, by delay -------------------------------------
 */

/* A ring whose size is a power of two; the place of a value follows from its k. */
typedef struct ta__history {
    size_t at;
    size_t size;
} ta__history;

/* Reserves room to look `delay` bars back. */
void ta__history_plan(ta__history *h, size_t delay, ta__layout *layout);
/* Stores the values of a tile; of more than `size`, the last ones. */
void ta__history_push(const ta__history *h, double *state, uint64_t k, const double *x, size_t n);
/*
 * y[i] = the value `delay` (<= the planned one) bars before x[i]; zero before the first bar. To be
 * called before the tile is pushed. y must not be x.
 */
void ta__history_delayed(const ta__history *h, const double *state, uint64_t k, size_t delay,
                         const double *x, size_t n, double *y);
/* The value `delay` bars before bar k + i, in the tile x or before it; before the tile is pushed.
 */
static inline double ta__history_get(const ta__history *h, const double *state, uint64_t k,
                                     const double *x, size_t i, size_t delay) {
    return delay <= i ? x[i - delay] : state[h->at + ((k + i - delay) & (h->size - 1))];
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
#define TA__TREE_SUM_DOUBLES (sizeof(ta__tree_sum) / sizeof(double))

/* Adds the value number `index` of a window of `count`. */
void ta__tree_sum_add(ta__tree_sum *s, size_t count, size_t index, double x);

/* --- sum over a moving window ------------------------------------------------------------------
 */

typedef struct ta__window_sum {
    uint64_t start;
    size_t period;
    size_t levels;                 /* bits of period */
    ta__history sums[TA__LEVELS];  /* sums of 2^l values, delayed by 2^l */
    ta__history tails[TA__LEVELS]; /* sums of the parts shorter than 2^l, delayed by 2^l */
} ta__window_sum;

void ta__window_sum_plan(ta__window_sum *w, uint64_t start, size_t period, ta__layout *layout);
void ta__window_sum_run(const ta__window_sum *w, double *state, uint64_t k, const double *x,
                        size_t n, double *y);

/* --- windows that hold one value only -----------------------------------------------------------
 */

typedef struct ta__flat {
    uint64_t start;
    size_t period;
    size_t at; /* two doubles: the last value, and how many equal ones end there */
} ta__flat;

void ta__flat_plan(ta__flat *f, uint64_t start, size_t period, ta__layout *layout);
/* flat[i] = all `period` values up to x[i] are equal. Returns whether any is. */
bool ta__flat_run(const ta__flat *f, double *state, uint64_t k, const double *x, size_t n,
                  bool *flat);

/* --- mean over a moving window: window_sum / period, exact where the window is flat --------------
 */

typedef struct ta__window_mean {
    ta__window_sum sum;
    ta__flat flat;
} ta__window_mean;

void ta__window_mean_plan(ta__window_mean *w, uint64_t start, size_t period, ta__layout *layout);
void ta__window_mean_run(const ta__window_mean *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y);

/* --- variance over a moving window --------------------------------------------------------------
 */

typedef struct ta__window_variance {
    uint64_t start;
    size_t period;
    double divisor;      /* period - ddof */
    size_t anchor_every; /* power of two: bars between two choices of the anchor */
    size_t at;           /* the anchor */
    ta__history values;
    ta__window_sum sum;     /* of x - anchor */
    ta__window_sum squares; /* of (x - anchor)^2 */
    ta__flat flat;
} ta__window_variance;

void ta__window_variance_plan(ta__window_variance *w, uint64_t start, size_t period, size_t ddof,
                              ta__layout *layout);
void ta__window_variance_run(const ta__window_variance *w, double *state, uint64_t k,
                             const double *x, size_t n, double *y);

/* --- minimum or maximum over a moving window
 * ------------------------------------------------------ */

typedef struct ta__window_extremum {
    bool maximum;
    uint64_t start;
    size_t period;
    size_t levels;                /* 2^levels: largest power of two <= period */
    ta__history runs[TA__LEVELS]; /* extrema of 2^l values, delayed by 2^l */
    ta__history last; /* extrema of 2^levels values, delayed by the rest of the period */
} ta__window_extremum;

void ta__window_extremum_plan(ta__window_extremum *w, bool maximum, uint64_t start, size_t period,
                              ta__layout *layout);
void ta__window_extremum_run(const ta__window_extremum *w, double *state, uint64_t k,
                             const double *x, size_t n, double *y);

/* --- exponential smoothing: the contract's scan
 * ----------------------------------------------------- */

/*
 * y += a * (x - y), computed in blocks of 8 accepted bars that begin at k = 0 mod 8. In a block
 * with first value r: w0 = 0, wj = fma(1-a, w(j-1), a*(xj-r)), uj = wj + r, yj = fma((1-a)^(j+1),
 * carry - r, uj); the next carry is the block's last y. The seed is y itself at seed_at; the rest
 * of its block is a block of its own.
 */
typedef struct ta__smooth {
    uint64_t start;    /* first bar that counts */
    uint64_t seed_at;  /* k of the first output */
    size_t seed_count; /* values that the seed is the mean of */
    double a, b;
    double powers[8]; /* b^1 .. b^8 */
    size_t at;        /* carry, r, w, then the seed's tree sum and flatness */
} ta__smooth;

/* The seed: mean of the first `seed_count` values from `start` on (1: the first value itself). */
void ta__smooth_plan(ta__smooth *s, uint64_t start, size_t seed_count, double a,
                     ta__layout *layout);
void ta__smooth_run(const ta__smooth *s, double *state, uint64_t k, const double *x, size_t n,
                    double *y);

/* --- small helpers -----------------------------------------------------------------------------
 */

/* How many of the n bars from k on come before bar `until`. */
static inline size_t ta__bars_before(uint64_t k, uint64_t until, size_t n) {
    if (k >= until)
        return 0;
    return until - k < n ? (size_t)(until - k) : n;
}

/* The smallest power of two >= x. */
static inline size_t ta__power_of_two(size_t x) {
    size_t p = 1;
    while (p < x)
        p *= 2;
    return p;
}

/* Makes the outputs of the bars before `until` NaN. */
void ta__blank_before(uint64_t k, uint64_t until, size_t n, double *y);

#endif
