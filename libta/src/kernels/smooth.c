#include "kernels.h"

#include <math.h>

#if TA__HAS_AVX2
#include <immintrin.h>
#endif

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
    if (index == 0)
        at[SEED_FIRST] = x;
    else if (x != at[SEED_FIRST])
        at[SEED_DIFFERS] = 1;
    if (k < s->seed_at)
        return NAN;
    /* A mean of equal values is that value, whatever the sum's rounding says. */
    bool flat = at[SEED_DIFFERS] == 0 && s->seed_divisor == (double)s->seed_count;
    double mean = flat ? at[SEED_FIRST] : tree->total / s->seed_divisor;
    return state[s->at + TA__SMOOTH_CARRY] = mean;
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
/* Four blocks, 32 bars, as eight vectors: v[j] holds bar j of each block. */
TA__TARGET_AVX2 TA__INLINE void load_blocks(const double *x, __m256d v[BLOCK]) {
    for (int j = 0; j < BLOCK; j += 2) {
        __m256d even = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(x + j)),
                                            _mm_loadu_pd(x + 2 * BLOCK + j), 1);
        __m256d odd = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(x + BLOCK + j)),
                                           _mm_loadu_pd(x + 3 * BLOCK + j), 1);
        v[j] = _mm256_unpacklo_pd(even, odd);
        v[j + 1] = _mm256_unpackhi_pd(even, odd);
    }
}

TA__TARGET_AVX2 TA__INLINE void store_blocks(const __m256d v[BLOCK], double *y) {
    for (int j = 0; j < BLOCK; j += 2) {
        __m256d even = _mm256_unpacklo_pd(v[j], v[j + 1]);
        __m256d odd = _mm256_unpackhi_pd(v[j], v[j + 1]);
        _mm_storeu_pd(y + j, _mm256_castpd256_pd128(even));
        _mm_storeu_pd(y + BLOCK + j, _mm256_castpd256_pd128(odd));
        _mm_storeu_pd(y + 2 * BLOCK + j, _mm256_extractf128_pd(even, 1));
        _mm_storeu_pd(y + 3 * BLOCK + j, _mm256_extractf128_pd(odd, 1));
    }
}

/*
 * Whole blocks, four at a time: the deviations within a block do not depend on the carry, so they
 * are computed for four blocks in lanes, and the carry passes through with one fma a block.
 */
TA__TARGET_AVX2 static size_t blocks_avx2(const ta__smooth *s, double *at, const double *x,
                                          size_t n, double *y) {
    __m256d a = _mm256_set1_pd(s->a), b = _mm256_set1_pd(s->b), weights[BLOCK];
    for (int j = 0; j < BLOCK; j++)
        weights[j] = _mm256_set1_pd(s->weights[j]);
    double carry = at[TA__SMOOTH_CARRY], last = s->weights[BLOCK - 1];
    size_t i = 0;
    for (; i + 4 * BLOCK <= n; i += 4 * BLOCK) {
        __m256d v[BLOCK];
        load_blocks(x + i, v);
        __m256d r = v[0], w = _mm256_setzero_pd();
        v[0] = w;
        for (int j = 1; j < BLOCK; j++) {
            w = _mm256_fmadd_pd(b, w, _mm256_mul_pd(a, _mm256_sub_pd(v[j], r)));
            v[j] = w;
        }
        double ends[4], firsts[4];
        _mm256_storeu_pd(ends, v[BLOCK - 1]);
        _mm256_storeu_pd(firsts, r);
        double distances[4], bases[4];
        for (int lane = 0; lane < 4; lane++) {
            distances[lane] = carry - firsts[lane];
            bases[lane] = s->base == TA__SMOOTH_CARRY ? carry : firsts[lane];
            carry = __builtin_fma(last, distances[lane], bases[lane] + ends[lane]);
        }
        __m256d distance = _mm256_loadu_pd(distances), from = _mm256_loadu_pd(bases);
        for (int j = 0; j < BLOCK; j++)
            v[j] = _mm256_fmadd_pd(weights[j], distance, _mm256_add_pd(from, v[j]));
        store_blocks(v, y + i);
    }
    at[TA__SMOOTH_CARRY] = carry;
    return i;
}
#endif

TA__INLINE void run(ta__level level, const ta__smooth *s, double *state, uint64_t k,
                    const double *x, size_t n, double *y) {
    size_t i = 0;
    while (i < n) {
#if TA__HAS_AVX2
        bool whole = (k + i) % BLOCK == 0 && k + i >= s->settled;
        if (level == TA__AVX2 && whole && n - i >= 4 * BLOCK) {
            i += blocks_avx2(s, state + s->at, x + i, n - i, y + i);
            continue;
        }
#else
        (void)level;
#endif
        y[i] = ta__smooth_bar(s, state, k + i, x[i]);
        i++;
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
