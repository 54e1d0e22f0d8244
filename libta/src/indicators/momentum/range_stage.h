/* Where the close lies between the lowest low and the highest high of the last bars, as a stage. */
#ifndef TA_RANGE_STAGE_H
#define TA_RANGE_STAGE_H

#include "../../define.h"

#include <string.h>

enum {
    TA__RANGE_HIGH,
    TA__RANGE_LOW,
    TA__RANGE_CLOSE,
    TA__RANGE_INPUTS
};

/* States up to this many doubles are put back after a tile with a gap: they belong to windows that
 * are short. */
#define TA__RANGE_SAVED 256

typedef struct ta__range_stage {
    ta__window_extremum highest, lowest;
    size_t doubles; /* of the state, from its beginning on */
} ta__range_stage;

/* To be planned before other stages. */
static inline void ta__range_plan(ta__range_stage *r, size_t period, ta__layout *layout) {
    ta__window_extremum_plan(&r->highest, true, 0, period, layout);
    ta__window_extremum_plan(&r->lowest, false, 0, period, layout);
    r->doubles = layout->doubles;
}

/*
 * From the low in percent, or from the high in negative percent; half of it where both are equal,
 * or so near that the place of a close outside would be no input of an indicator (TA__VALUE_MAX):
 * such a value must not reach a sum. Means nothing before the windows are full.
 */
TA__INLINE double ta__range_place(bool from_high, double high, double low, double close) {
    double scale = from_high ? -100 : 100, part = from_high ? high - close : close - low;
    double place = scale * (part / (high - low));
    return ta__present(place) ? place : scale / 2;
}

TA__INLINE void ta__range_run(ta__level level, const ta__range_stage *r, bool from_high,
                              double *state, uint64_t k, const double *const *in, size_t n,
                              double *y) {
    double high[TA__TILE], low[TA__TILE];
    ta__window_extremum_run(level, &r->highest, state, k, in[TA__RANGE_HIGH], n, high);
    ta__window_extremum_run(level, &r->lowest, state, k, in[TA__RANGE_LOW], n, low);
    for (size_t i = 0; i < n; i++)
        y[i] = ta__range_place(from_high, high[i], low[i], in[TA__RANGE_CLOSE][i]);
}

#if TA__HAS_AVX2
/* y = the places; false when a value of the inputs may be missing. n >= TA__SQUARES. */
TA__TARGET_AVX2 static inline bool ta__range_places(bool from_high, const double *const *in,
                                                    const double *high, const double *low, size_t n,
                                                    double *y) {
    const __m256d scale = _mm256_set1_pd(from_high ? -100 : 100), zero = _mm256_setzero_pd();
    const __m256d middle = _mm256_set1_pd(from_high ? -50 : 50), sign = _mm256_set1_pd(-0.0);
    const __m256d largest = _mm256_set1_pd(TA__VALUE_MAX);
    ta__seen seen = {{zero, zero, zero, zero}};
    for (size_t next = 0; next < n; next += TA__SQUARES) {
        size_t i = ta__part_at(next, n);
        for (size_t j = 0; j < TA__SQUARE_VECTORS; j++, i += 4) {
            __m256d top = _mm256_loadu_pd(high + i), bottom = _mm256_loadu_pd(low + i);
            __m256d close = _mm256_loadu_pd(in[TA__RANGE_CLOSE] + i);
            __m256d part = from_high ? _mm256_sub_pd(top, close) : _mm256_sub_pd(close, bottom);
            __m256d share = _mm256_div_pd(part, _mm256_sub_pd(top, bottom));
            __m256d place = _mm256_mul_pd(scale, share), size = _mm256_andnot_pd(sign, place);
            __m256d present = _mm256_cmp_pd(size, largest, _CMP_LE_OQ);
            _mm256_storeu_pd(y + i, _mm256_blendv_pd(middle, place, present));
            ta__see_three(&seen, j, _mm256_loadu_pd(in[TA__RANGE_HIGH] + i),
                          _mm256_loadu_pd(in[TA__RANGE_LOW] + i), close);
        }
    }
    return ta__seen_all(&seen);
}
#endif

/* The same as a ta__run_fn. Missing values are found in the last pass; the state is put back. */
TA__INLINE bool ta__range_run_unchecked(ta__level level, const ta__range_stage *r, bool from_high,
                                        double *state, uint64_t k, const double *const *in,
                                        size_t n, double *y) {
#if TA__HAS_AVX2
    if (level == TA__AVX2 && n >= TA__SQUARES && r->doubles <= TA__RANGE_SAVED) {
        double saved[TA__RANGE_SAVED], high[TA__TILE], low[TA__TILE];
        memcpy(saved, state, r->doubles * sizeof(double));
        ta__window_extremum_block(level, &r->highest, state, k, in[TA__RANGE_HIGH], n, high);
        ta__window_extremum_block(level, &r->lowest, state, k, in[TA__RANGE_LOW], n, low);
        bool present = ta__range_places(from_high, in, high, low, n, y) ||
                       ta__all_present(level, in, TA__RANGE_INPUTS, n);
        if (!present)
            memcpy(state, saved, r->doubles * sizeof(double));
        return present;
    }
#endif
    bool present = ta__all_present(level, in, TA__RANGE_INPUTS, n);
    if (present)
        ta__range_run(level, r, from_high, state, k, in, n, y);
    return present;
}

#endif
