/*
 * What the users of running sums have in common: the sums of a whole window, and the sums of a
 * group, 32 bars at a time, in registers.
 */
#ifndef TA_RUNNING_H
#define TA_RUNNING_H

#include "kernels.h"
#include "vector.h"

/* --- sums of whole windows ---------------------------------------------------------------------
 */

enum {
    TA__RUN_VECTORS = 4, /* value j before the newest goes to lane j mod 16 of so many vectors */
    TA__RUN_AHEAD = TA__RUN_VECTORS * TA__LANES /* may be read before a window, and not used */
};

/* The distances to the anchor of those of the newest n values that are `back` to back + 3 old. */
TA__INLINE ta__vector ta__newest(const double *newest, size_t back, size_t n, double anchor) {
    static const int64_t among[2 * TA__LANES] = {0, 0, 0, 0, -1, -1, -1, -1};
    ta__vector d = ta__load(newest - back - (TA__LANES - 1)) - ta__all(anchor);
    if (n - back < TA__LANES)
        d = (ta__vector)((ta__mask)d & *(const ta__mask_at *)(among + (n - back)));
    return d;
}

TA__INLINE double ta__vectors_sum(const ta__vector sums[TA__RUN_VECTORS]) {
    ta__vector sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

#if TA__HAS_AVX2
#include <immintrin.h>

/* --- groups ------------------------------------------------------------------------------------
 */

/* Two sums side by side. */
typedef struct ta__run_pair {
    __m128d carry, lost, blocks, block;
    __m256d before[2]; /* of a group: the sums before its four blocks */
} ta__run_pair;

/* Sums s and s + 1 of n. */
TA__TARGET_AVX2 TA__INLINE ta__run_pair ta__run_begin(const double *at, size_t n, size_t s) {
    return (ta__run_pair){.carry = _mm_loadu_pd(at + TA__RUN_CARRY * n + s),
                          .lost = _mm_loadu_pd(at + TA__RUN_LOST * n + s),
                          .blocks = _mm_loadu_pd(at + TA__RUN_BLOCKS * n + s),
                          .block = _mm_loadu_pd(at + TA__RUN_IN_BLOCK * n + s)};
}

/* Two sums begun anew. */
TA__TARGET_AVX2 TA__INLINE ta__run_pair ta__run_from(double a, double b) {
    return (ta__run_pair){.carry = _mm_setr_pd(a, b)};
}

TA__TARGET_AVX2 TA__INLINE void ta__run_end(const ta__run_pair *p, double *at, size_t n, size_t s) {
    _mm_storeu_pd(at + TA__RUN_CARRY * n + s, p->carry);
    _mm_storeu_pd(at + TA__RUN_LOST * n + s, p->lost);
    _mm_storeu_pd(at + TA__RUN_BLOCKS * n + s, p->blocks);
    _mm_storeu_pd(at + TA__RUN_IN_BLOCK * n + s, p->block);
}

/* As ta__running_turn() where a group begins. */
TA__TARGET_AVX2 TA__INLINE void ta__run_turn(ta__run_pair *p) {
    __m128d total = _mm_add_pd(p->blocks, p->block), sum = _mm_add_pd(p->carry, total);
    __m128d grown = _mm_sub_pd(sum, p->carry);
    __m128d off =
        _mm_add_pd(_mm_sub_pd(p->carry, _mm_sub_pd(sum, grown)), _mm_sub_pd(total, grown));
    p->lost = _mm_add_pd(p->lost, off);
    p->carry = sum;
}

/* Takes a group, given by the changes a and b over each of its blocks. */
TA__TARGET_AVX2 TA__INLINE void ta__run_group(ta__run_pair *p, __m256d a, __m256d b) {
    __m256d even = _mm256_unpacklo_pd(a, b), odd = _mm256_unpackhi_pd(a, b);
    __m128d first = _mm256_castpd256_pd128(even), second = _mm256_castpd256_pd128(odd);
    __m128d two = _mm_add_pd(first, second);
    p->blocks = _mm_add_pd(two, _mm256_extractf128_pd(even, 1));
    p->block = _mm256_extractf128_pd(odd, 1);
    __m128d carry = _mm_add_pd(p->carry, p->lost);
    even = _mm256_insertf128_pd(_mm256_castpd128_pd256(carry), _mm_add_pd(carry, two), 1);
    odd = _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_add_pd(carry, first)),
                               _mm_add_pd(carry, p->blocks), 1);
    p->before[0] = _mm256_unpacklo_pd(even, odd);
    p->before[1] = _mm256_unpackhi_pd(even, odd);
}

TA__TARGET_AVX2 TA__INLINE double ta__lanes_max(__m256d x) {
    __m128d pair = _mm_max_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd(x, 1));
    return _mm_cvtsd_f64(_mm_max_sd(pair, _mm_unpackhi_pd(pair, pair)));
}

TA__TARGET_AVX2 TA__INLINE double ta__lanes_min(__m256d x) {
    __m128d pair = _mm_min_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd(x, 1));
    return _mm_cvtsd_f64(_mm_min_sd(pair, _mm_unpackhi_pd(pair, pair)));
}
#endif

#endif
