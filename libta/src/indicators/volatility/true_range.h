/* True ranges of a tile that may have missing bars, which are found in the same pass. */
#ifndef TA_TRUE_RANGE_H
#define TA_TRUE_RANGE_H

#include "../../define.h"

enum {
    TA__RANGES_HIGH,
    TA__RANGES_LOW,
    TA__RANGES_CLOSE,
    TA__RANGES_INPUTS
};

#if TA__HAS_AVX2
/* The bars from the second on; false when a value may be missing. n > TA__SQUARES. */
TA__TARGET_AVX2 static inline bool ta__ranges_four(const double *high, const double *low,
                                                   const double *close, size_t n, double *y) {
    const __m256d zero = _mm256_setzero_pd();
    ta__seen seen = {{zero, zero, zero, zero}};
    for (size_t next = 1; next < n; next += TA__SQUARES) {
        size_t i = ta__part_at(next, n);
        for (size_t j = 0; j < TA__SQUARE_VECTORS; j++, i += 4) {
            __m256d h = _mm256_loadu_pd(high + i), l = _mm256_loadu_pd(low + i);
            __m256d previous = _mm256_loadu_pd(close + i - 1);
            _mm256_storeu_pd(y + i, ta__true_range_four(h, l, previous));
            ta__see_three(&seen, j, h, l, previous);
        }
    }
    return ta__seen_all(&seen);
}
#endif

/* ta__true_ranges() of high, low and close; false, with `previous` as it was, when a value is
 * missing. */
TA__INLINE bool ta__true_ranges_unchecked(ta__level level, const double *const *in, size_t n,
                                          double *previous, double *y) {
    const double *high = in[TA__RANGES_HIGH], *low = in[TA__RANGES_LOW];
    const double *close = in[TA__RANGES_CLOSE];
#if TA__HAS_AVX2
    const double *ends[] = {high, low, close + n - 1};
    if (level == TA__AVX2 && n > TA__SQUARES && ta__all_present(level, ends, TA__COUNT(ends), 1) &&
        ta__ranges_four(high, low, close, n, y)) {
        y[0] = ta__true_range(high[0], low[0], *previous);
        *previous = close[n - 1];
        return true;
    }
#endif
    bool present = ta__all_present(level, in, TA__RANGES_INPUTS, n);
    if (present)
        ta__true_ranges(high, low, close, n, previous, y);
    return present;
}

#endif
