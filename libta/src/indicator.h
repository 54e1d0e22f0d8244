/* What an indicator is made of. One const ta_indicator per file under indicators/ fills this in. */
#ifndef TA_INDICATOR_H
#define TA_INDICATOR_H

#include "level.h"
#include "marketkit/ta.h"

#include <math.h>

/* Bars per tile: small enough that a tile of every stage stays in the L1 cache. */
#define TA__TILE 512
/* Largest period of any indicator. */
#define TA__PERIOD_MAX 100000
/* Room for any indicator's plan; asserted where a plan is declared. */
#define TA__PLAN_MAX 8192

/* Hands out doubles of the state to the stages of an indicator while it is being planned. */
typedef struct ta__layout {
    size_t doubles;
    size_t block; /* bars that stages should be ready to take in one piece: a power of two */
} ta__layout;

static inline size_t ta__reserve(ta__layout *layout, size_t doubles) {
    size_t at = layout->doubles;
    layout->doubles += doubles;
    return at;
}

/*
 * Takes n bars (1..TA__TILE), the first of which is the k-th accepted one. No output is NULL or
 * aliases an input. Writes every output, NaN while warming up. False when a value is missing: the
 * state is then as it was, and what the outputs hold means nothing.
 */
typedef bool ta__run_fn(const void *plan, double *state, uint64_t k, const double *const *in,
                        size_t n, double *const *out);
/*
 * The same for one bar, in[i] and out[o] being its values; out may be in. The outputs are NaN when
 * an input is missing.
 */
typedef bool ta__bar_fn(const void *plan, double *state, uint64_t k, const double *in, double *out);

/* An indicator's code at one level. */
typedef struct ta__code {
    ta__run_fn *tile;
    ta__bar_fn *bar;
} ta__code;

/* Series that are taken together, in the lanes of a vector. */
#define TA__LANE_SERIES 4

/*
 * How an indicator takes TA__LANE_SERIES series together: kernels/lanes.h. Only for AVX2; where
 * `settled` is NULL, and below it, series are taken one by one.
 */
typedef struct ta__lane_code {
    /* From which k on a series can go in a lane: UINT64_MAX with parameters that never do. */
    uint64_t (*settled)(const void *plan);
    /*
     * Takes n bars, whole blocks of 8, of series whose k is a multiple of 8. Bar i of the first
     * series is x[i * stride], the others are beside it. No output is NULL. Returns how many bars
     * were taken: it stops before a block in which a value is missing.
     */
    size_t (*blocks)(const void *plan, double *const *state, const double *x, size_t stride,
                     size_t n, double *const *out, const size_t *out_stride);
    /*
     * Takes a bar of n streams, a multiple of TA__LANE_SERIES: double d of stream i is at
     * columns[d * pitch + i]. Missing values give NaN and leave their stream alone; k is counted.
     */
    void (*bar)(const void *plan, double *columns, size_t pitch, uint64_t *k, const double *x,
                size_t n, double *const *out);
} ta__lane_code;

/* Larger magnitudes count as missing; the bound leaves room for squares and sums. */
#define TA__VALUE_MAX 1e100

static inline bool ta__present(double x) {
    return x >= -TA__VALUE_MAX && x <= TA__VALUE_MAX;
}

/* A missing bar: NaN for every output, and false. */
static inline bool ta__missing(double *out, size_t n_out) {
    for (size_t o = 0; o < n_out; o++)
        out[o] = NAN;
    return false;
}

/*
 * An indicator's work is split in two. The *plan* holds what follows from the parameters alone
 * (coefficients, places in the state) and never changes. The *state* is an array of doubles that
 * starts as zeros. Neither holds a pointer, and the state holds no index: every position is derived
 * from k, the number of bars accepted so far. So a state can be copied, saved and loaded by the
 * core for all indicators alike, and hostile bytes in it can give wrong numbers but never a wrong
 * address.
 */
struct ta_indicator {
    ta_indicator_info info;
    const ta_param_info *params;
    const ta_output_info *outputs;
    unsigned state_layout; /* increased when the meaning of saved doubles changes */
    size_t plan_size;
    size_t (*lookback)(const double *params);
    /* Checks what the ranges cannot say; NULL when there is nothing. Sets err by
     * ta__relation_error().
     */
    ta_status (*check)(const ta_indicator *ind, const double *params, ta_error *err);
    void (*plan)(const double *params, void *plan, ta__layout *layout);
    ta__code run[TA__LEVEL_COUNT]; /* TA__RUN_AT_EACH_LEVEL */
    ta__lane_code lanes;           /* TA__LANE_CODE, or nothing */
};

#define TA__COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TA__PLAN_FITS(type)                                                                        \
    _Static_assert(sizeof(type) <= TA__PLAN_MAX, "the plan is larger than TA__PLAN_MAX")

#endif
