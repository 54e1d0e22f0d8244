#include "scan.h"

#include <math.h>

enum {
    BLOCK = TA__SMOOTH_BLOCK
};

#define TREE_DOUBLES (sizeof(ta__tree_sum) / sizeof(double))
enum {
    SEED_FIRST = TREE_DOUBLES,
    SEED_DIFFERS,
    SEED_DOUBLES
};

void ta__smooth_plan(ta__smooth *s, uint64_t start, size_t seed_count, double a,
                     ta__layout *layout) {
    *s = (ta__smooth){.start = start,
                      .seed_at = start + seed_count - 1,
                      .settled = UINT64_MAX,
                      .seed_count = seed_count,
                      .seed_divisor = (double)seed_count,
                      .a = a,
                      .b = 1 - a,
                      .at = ta__reserve(layout, TA__SMOOTH_DOUBLES),
                      .seed = ta__reserve(layout, seed_count > 1 ? SEED_DOUBLES : 0)};
    /*
     * Of b^(j+1) and 1 - b^(j+1) the smaller one is kept: its rounding errors act on the distance
     * of the carry in every block, and are relative to it.
     */
    double stays[BLOCK] = {s->b}, leaves[BLOCK] = {a};
    for (int j = 1; j < BLOCK; j++) {
        stays[j] = stays[j - 1] * s->b;
        leaves[j] = fma(s->b, leaves[j - 1], a);
    }
    bool from_carry = stays[BLOCK - 1] > 0.5;
    s->base = from_carry ? TA__SMOOTH_CARRY : TA__SMOOTH_R;
    for (int j = 0; j < BLOCK; j++)
        s->weights[j] = from_carry ? -leaves[j] : stays[j];
    if (s->b != 0)
        s->settled = (s->seed_at / BLOCK + 1) * BLOCK;
}

void ta__smooth_plan_wilder_sum(ta__smooth *s, uint64_t start, size_t seed_count,
                                ta__layout *layout) {
    ta__smooth_plan(s, start, seed_count - 1, 1 / (double)seed_count, layout);
    s->seed_divisor = (double)seed_count;
}

/* Whether values of the seed, from number `index` on, differ from its first. */
TA__INLINE void compare(double *at, size_t index, const double *x, size_t n) {
    double first = at[SEED_FIRST] = index == 0 ? x[0] : at[SEED_FIRST];
    bool differs = false;
    for (size_t i = 0; i < n; i++)
        differs |= x[i] != first;
    if (differs)
        at[SEED_DIFFERS] = 1;
}

/* A value up to and including the seed: y is NaN before it. */
static double seed(const ta__smooth *s, double *state, uint64_t k, double x) {
    if (k < s->start)
        return NAN;
    if (s->seed_count == 1)
        return state[s->at + TA__SMOOTH_CARRY] = x / s->seed_divisor;
    double *at = state + s->seed;
    ta__tree_sum *tree = (ta__tree_sum *)(void *)at;
    size_t index = (size_t)(k - s->start);
    ta__tree_sum_add(tree, s->seed_count, index, x);
    compare(at, index, &x, 1);
    if (k < s->seed_at)
        return NAN;
    /* A mean of equal values is that value, whatever the sum's rounding says. */
    bool flat = at[SEED_DIFFERS] == 0 && s->seed_divisor == (double)s->seed_count;
    double mean = flat ? at[SEED_FIRST] : tree->total / s->seed_divisor;
    return state[s->at + TA__SMOOTH_CARRY] = mean;
}

/* The bars of a tile before the seed's last, and how many they are. */
static size_t approach(const ta__smooth *s, double *state, uint64_t k, const double *x, size_t n,
                       double *y) {
    size_t skip = ta__bars_before(k, s->start, n), before = ta__bars_before(k, s->seed_at, n);
    if (before > skip) {
        double *at = state + s->seed;
        size_t index = (size_t)(k + skip - s->start);
        ta__tree_sum *tree = (ta__tree_sum *)(void *)at;
        ta__tree_sum_take(tree, s->seed_count, index, x + skip, before - skip);
        compare(at, index, x + skip, before - skip);
    }
    for (size_t i = 0; i < before; i++)
        y[i] = NAN;
    return before;
}

double ta__smooth_settle(const ta__smooth *s, double *state, uint64_t k, double x) {
    if (k <= s->seed_at)
        return seed(s, state, k, x);
    if (s->b == 0) /* a period of 1: the blocks would round */
        return x;
    double *at = state + s->at;
    double y = ta__smooth_step(s, at, (size_t)(k - s->seed_at - 1), x);
    if (k + 1 == s->settled)
        at[TA__SMOOTH_CARRY] = y;
    return y;
}

#if TA__HAS_AVX2
TA__TARGET_AVX2 static void groups_avx2(const ta__smooth *s, double *state, const double *x,
                                        size_t n, double *y) {
    ta__scan scan = ta__scan_begin(s, state);
    __m256d v[BLOCK], next[BLOCK];
    ta__group_load(x, v);
    __m256d first = ta__scan_deviate(&scan, v);
    size_t i = 0;
    for (; i + TA__GROUP < n; i += TA__GROUP) {
        ta__group_load(x + i + TA__GROUP, next);
        __m256d next_first = ta__scan_deviate(&scan, next);
        ta__scan_settle(&scan, first, v);
        ta__group_store(v, y + i);
        ta__group_copy(next, v);
        first = next_first;
    }
    ta__scan_settle(&scan, first, v);
    ta__group_store(v, y + i);
    ta__scan_end(&scan, state);
}
#endif

TA__INLINE void run(ta__level level, const ta__smooth *s, double *state, uint64_t k,
                    const double *x, size_t n, double *y) {
    for (size_t i = approach(s, state, k, x, n, y); i < n;) {
        size_t grouped = ta__grouped(level, s->settled, k + i, n - i);
#if TA__HAS_AVX2
        if (grouped)
            groups_avx2(s, state, x + i, grouped, y + i);
#endif
        i += grouped;
        if (i < n) {
            y[i] = ta__smooth_bar(s, state, k + i, x[i]);
            i++;
        }
    }
}

static void run_portable(const ta__smooth *s, double *state, uint64_t k, const double *x, size_t n,
                         double *y) {
    run(TA__PORTABLE, s, state, k, x, n, y);
}

TA__TARGET_AVX2 static void run_avx2(const ta__smooth *s, double *state, uint64_t k,
                                     const double *x, size_t n, double *y) {
    run(TA__AVX2, s, state, k, x, n, y);
}

void ta__smooth_block(ta__level level, const ta__smooth *s, double *state, uint64_t k,
                      const double *x, size_t n, double *y) {
    if (level == TA__AVX2)
        run_avx2(s, state, k, x, n, y);
    else
        run_portable(s, state, k, x, n, y);
}
