/*
 * Whether all values of a tile are there, which is known by the sum of their squares: NaN,
 * infinities and magnitudes beyond 1e50 make it larger than 1e100, and only then are values looked
 * at one by one. Passes that load the values anyway sum the squares as they go.
 */
#ifndef TA_PRESENT_H
#define TA_PRESENT_H

#include "../indicator.h"

/* Sums that are taken side by side, so that none waits for the one before. */
enum {
    TA__SQUARES = 16
};

/* Adds the square of x; rounding does not matter here. */
TA__INLINE double ta__square(ta__level level, double x, double sum) {
    return level == TA__AVX2 ? __builtin_fma(x, x, sum) : x * x + sum;
}

TA__INLINE bool ta__squares_small(const double sums[TA__SQUARES]) {
    double total = 0;
    for (size_t j = 0; j < TA__SQUARES; j++)
        total += sums[j];
    return total <= TA__VALUE_MAX;
}

/* Where the part of a pass that begins at `next` does: the last bars are done twice rather than one
 * by one. n >= TA__SQUARES. */
TA__INLINE size_t ta__part_at(size_t next, size_t n) {
    return next + TA__SQUARES <= n ? next : n - TA__SQUARES;
}

#if TA__HAS_AVX2
#include <immintrin.h>

/* The same in vectors. */
enum {
    TA__SQUARE_VECTORS = 4
};
typedef struct ta__seen {
    __m256d squares[TA__SQUARE_VECTORS];
} ta__seen;

TA__TARGET_AVX2 TA__INLINE void ta__see(ta__seen *seen, size_t j, __m256d x) {
    __m256d *sum = &seen->squares[j % TA__SQUARE_VECTORS];
    *sum = _mm256_fmadd_pd(x, x, *sum);
}

/* Adds the squares by themselves first, so that bar waits for bar with one addition. */
TA__TARGET_AVX2 TA__INLINE void ta__see_three(ta__seen *seen, size_t j, __m256d x, __m256d y,
                                              __m256d z) {
    __m256d *sum = &seen->squares[j % TA__SQUARE_VECTORS];
    __m256d of_bar = _mm256_fmadd_pd(z, z, _mm256_fmadd_pd(y, y, _mm256_mul_pd(x, x)));
    *sum = _mm256_add_pd(*sum, of_bar);
}

TA__TARGET_AVX2 TA__INLINE bool ta__seen_all(const ta__seen *seen) {
    __m256d total = seen->squares[0];
    for (size_t j = 1; j < TA__SQUARE_VECTORS; j++)
        total = _mm256_add_pd(total, seen->squares[j]);
    __m128d half = _mm_add_pd(_mm256_castpd256_pd128(total), _mm256_extractf128_pd(total, 1));
    return _mm_cvtsd_f64(_mm_add_sd(half, _mm_unpackhi_pd(half, half))) <= TA__VALUE_MAX;
}
#endif

/* Whether no value of any column is missing. */
bool ta__all_present(ta__level level, const double *const *in, size_t n_in, size_t n);

#endif
