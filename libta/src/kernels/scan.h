/*
 * The scan of smooth.c for 32 bars at a time, in registers, so that indicators can compose several
 * before anything is stored. A group is four blocks as eight vectors: v[j] holds bar j of each.
 */
#ifndef TA_SCAN_H
#define TA_SCAN_H

#include "kernels.h"

enum {
    TA__GROUP = 4 * TA__SMOOTH_BLOCK
};

/* From where on this smoothing is settled, and others that are so from `others` on. */
static inline uint64_t ta__settled(const ta__smooth *s, uint64_t others) {
    return s->settled > others ? s->settled : others;
}

/* How many of the n bars from k on make up whole groups; every smoothing must be settled. */
TA__INLINE size_t ta__grouped(ta__level level, uint64_t settled, uint64_t k, size_t n) {
    bool whole = TA__HAS_AVX2 && level == TA__AVX2 && k >= settled && k % TA__SMOOTH_BLOCK == 0;
    return whole ? n - n % TA__GROUP : 0;
}

#if TA__HAS_AVX2
#include <immintrin.h>

/* Bars j and j + 1 of the blocks, from their place in the first one. */
TA__TARGET_AVX2 TA__INLINE void ta__group_load_two(const double *x, __m256d v[2]) {
    const double *low = x, *high = low + 2 * TA__SMOOTH_BLOCK;
    __m256d even =
        _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(low)), _mm_loadu_pd(high), 1);
    low += TA__SMOOTH_BLOCK;
    high += TA__SMOOTH_BLOCK;
    __m256d odd =
        _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(low)), _mm_loadu_pd(high), 1);
    v[0] = _mm256_unpacklo_pd(even, odd);
    v[1] = _mm256_unpackhi_pd(even, odd);
}

TA__TARGET_AVX2 TA__INLINE void ta__group_load(const double *x, __m256d v[TA__SMOOTH_BLOCK]) {
    for (int j = 0; j < TA__SMOOTH_BLOCK; j += 2)
        ta__group_load_two(x + j, v + j);
}

TA__TARGET_AVX2 TA__INLINE void ta__group_store_two(const __m256d v[2], double *y) {
    __m256d even = _mm256_unpacklo_pd(v[0], v[1]);
    __m256d odd = _mm256_unpackhi_pd(v[0], v[1]);
    double *low = y, *high = low + 2 * TA__SMOOTH_BLOCK;
    _mm_storeu_pd(low, _mm256_castpd256_pd128(even));
    _mm_storeu_pd(high, _mm256_extractf128_pd(even, 1));
    low += TA__SMOOTH_BLOCK;
    high += TA__SMOOTH_BLOCK;
    _mm_storeu_pd(low, _mm256_castpd256_pd128(odd));
    _mm_storeu_pd(high, _mm256_extractf128_pd(odd, 1));
}

TA__TARGET_AVX2 TA__INLINE void ta__group_store(const __m256d v[TA__SMOOTH_BLOCK], double *y) {
    for (int j = 0; j < TA__SMOOTH_BLOCK; j += 2)
        ta__group_store_two(v + j, y + j);
}

TA__TARGET_AVX2 TA__INLINE void ta__group_copy(const __m256d v[TA__SMOOTH_BLOCK],
                                               __m256d copy[TA__SMOOTH_BLOCK]) {
    for (int j = 0; j < TA__SMOOTH_BLOCK; j++)
        copy[j] = v[j];
}

/*
 * A smoothing under way: its constants in all lanes, and the carry. The carry is the low lane of a
 * vector, since between scalars the compiler moves single lanes, which takes a cycle each.
 */
typedef struct ta__scan {
    size_t at;
    bool from_carry;
    __m128d carry, last_weight;
    __m256d a, b, weights[TA__SMOOTH_BLOCK];
} ta__scan;

TA__TARGET_AVX2 TA__INLINE ta__scan ta__scan_begin(const ta__smooth *s, const double *state) {
    ta__scan scan = {.at = s->at + TA__SMOOTH_CARRY,
                     .from_carry = s->base == TA__SMOOTH_CARRY,
                     .carry = _mm_set1_pd(state[s->at + TA__SMOOTH_CARRY]),
                     .last_weight = _mm_set1_pd(s->weights[TA__SMOOTH_BLOCK - 1]),
                     .a = _mm256_set1_pd(s->a),
                     .b = _mm256_set1_pd(s->b)};
    for (int j = 0; j < TA__SMOOTH_BLOCK; j++)
        scan.weights[j] = _mm256_set1_pd(s->weights[j]);
    return scan;
}

TA__TARGET_AVX2 TA__INLINE void ta__scan_end(const ta__scan *scan, double *state) {
    state[scan->at] = _mm_cvtsd_f64(scan->carry);
}

/* What goes into each of four blocks of firsts r and last deviations w. */
TA__TARGET_AVX2 TA__INLINE __m256d ta__scan_carry(ta__scan *scan, __m256d r, __m256d w) {
    __m128d firsts[2] = {_mm256_castpd256_pd128(r), _mm256_extractf128_pd(r, 1)};
    __m128d ends[2] = {_mm256_castpd256_pd128(w), _mm256_extractf128_pd(w, 1)};
    __m128d before[4], carry = scan->carry;
    /* Keeps the compiler from preparing distances before w is known, and parking the carry. */
    __asm__("" : "+x"(carry) : "x"(w));
    for (int block = 0; block < 4; block++) {
        __m128d first = firsts[block / 2], end = ends[block / 2];
        if (block % 2) {
            first = _mm_unpackhi_pd(first, first);
            end = _mm_unpackhi_pd(end, end);
        }
        __m128d base = scan->from_carry ? carry : first;
        before[block] = carry;
        carry = _mm_fmadd_pd(scan->last_weight, _mm_sub_pd(carry, first), _mm_add_pd(base, end));
    }
    scan->carry = carry;
    return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_unpacklo_pd(before[0], before[1])),
                                _mm_unpacklo_pd(before[2], before[3]), 1);
}

/*
 * A group is smoothed in two steps. The deviations within a block do not depend on the carry, so
 * they are computed for four blocks in lanes; returns the blocks' first values.
 */
TA__TARGET_AVX2 TA__INLINE __m256d ta__scan_deviate(const ta__scan *scan,
                                                    __m256d v[TA__SMOOTH_BLOCK]) {
    __m256d r = v[0], w = _mm256_setzero_pd();
    v[0] = w;
    for (int j = 1; j < TA__SMOOTH_BLOCK; j++) {
        w = _mm256_fmadd_pd(scan->b, w, _mm256_mul_pd(scan->a, _mm256_sub_pd(v[j], r)));
        v[j] = w;
    }
    return r;
}

/* Then the carry passes through, with one subtraction and one fma a block. */
TA__TARGET_AVX2 TA__INLINE void ta__scan_settle(ta__scan *scan, __m256d r,
                                                __m256d v[TA__SMOOTH_BLOCK]) {
    __m256d carries = ta__scan_carry(scan, r, v[TA__SMOOTH_BLOCK - 1]);
    __m256d distance = _mm256_sub_pd(carries, r), base = scan->from_carry ? carries : r;
    for (int j = 0; j < TA__SMOOTH_BLOCK; j++)
        v[j] = _mm256_fmadd_pd(scan->weights[j], distance, _mm256_add_pd(base, v[j]));
}

TA__TARGET_AVX2 TA__INLINE void ta__scan_group(ta__scan *scan, __m256d v[TA__SMOOTH_BLOCK]) {
    __m256d r = ta__scan_deviate(scan, v);
    ta__scan_settle(scan, r, v);
}
#endif

#endif
