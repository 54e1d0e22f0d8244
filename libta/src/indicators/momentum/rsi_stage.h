/* The relative strength index as a stage: an indicator of its own, and the input of others. */
#ifndef TA_RSI_STAGE_H
#define TA_RSI_STAGE_H

#include "../../define.h"
#include "../../kernels/scan.h"

typedef struct ta__rsi_stage {
    bool simple;
    size_t previous;      /* the last value */
    ta__smooth wilder[2]; /* of gains, of losses */
    ta__window_sum sums[2];
} ta__rsi_stage;

static inline void ta__rsi_stage_plan(ta__rsi_stage *a, bool simple, size_t period,
                                      ta__layout *layout) {
    a->simple = simple;
    a->previous = ta__reserve(layout, 1);
    /* The first change is that of bar 1. */
    for (int side = 0; side < 2; side++)
        if (simple)
            ta__window_sum_plan(&a->sums[side], 1, period, layout);
        else
            ta__smooth_plan(&a->wilder[side], 1, period, 1 / (double)period, layout);
}

TA__INLINE void ta__rsi_split(double change, double *gain, double *loss) {
    *gain = change > 0 ? change : 0;
    *loss = *gain - change;
}

/* An average of what is not negative is not negative, whatever the rounding of the blocks. */
TA__INLINE double ta__rsi_of(double gain, double loss) {
    gain = gain < 0 ? 0 : gain;
    loss = loss < 0 ? 0 : loss;
    double total = gain + loss, share = gain / (total == 0 ? 1 : total);
    return total == 0 ? 50 : 100 * share;
}

/* One bar of simple means; out of line, so that the usual form does without its frame. */
static __attribute__((noinline)) double ta__rsi_simple(ta__level level, const ta__rsi_stage *a,
                                                       double *state, uint64_t k, double gain,
                                                       double loss) {
    ta__window_sum_run(level, &a->sums[0], state, k, &gain, 1, &gain);
    ta__window_sum_run(level, &a->sums[1], state, k, &loss, 1, &loss);
    return ta__rsi_of(gain, loss);
}

TA__INLINE double ta__rsi_stage_bar(ta__level level, const ta__rsi_stage *a, double *state,
                                    uint64_t k, double x) {
    double gain, loss;
    ta__rsi_split(x - state[a->previous], &gain, &loss);
    state[a->previous] = x;
    if (a->simple)
        return ta__rsi_simple(level, a, state, k, gain, loss);
    if (__builtin_expect(k < a->wilder[0].settled, 0)) { /* one is settled with the other */
        gain = ta__smooth_settle(&a->wilder[0], state, k, gain);
        loss = ta__smooth_settle(&a->wilder[1], state, k, loss);
    } else {
        gain = ta__smooth_settled(&a->wilder[0], state, k, gain);
        loss = ta__smooth_settled(&a->wilder[1], state, k, loss);
    }
    return ta__rsi_of(gain, loss);
}

#if TA__HAS_AVX2
/* ta__rsi_of() for four bars, or for four series. */
TA__TARGET_AVX2 TA__INLINE __m256d ta__rsi_of_four(__m256d gain, __m256d loss) {
    const __m256d zero = _mm256_setzero_pd(), one = _mm256_set1_pd(1);
    const __m256d even = _mm256_set1_pd(50), percent = _mm256_set1_pd(100);
    __m256d up = _mm256_max_pd(zero, gain), down = _mm256_max_pd(zero, loss);
    __m256d total = _mm256_add_pd(up, down), still = _mm256_cmp_pd(total, zero, _CMP_EQ_OQ);
    __m256d share = _mm256_div_pd(up, _mm256_or_pd(total, _mm256_and_pd(still, one)));
    return _mm256_or_pd(_mm256_andnot_pd(still, _mm256_mul_pd(percent, share)),
                        _mm256_and_pd(still, even));
}

TA__TARGET_AVX2 TA__INLINE void ta__rsi_group_of(const __m256d gain[TA__SMOOTH_BLOCK],
                                                 const __m256d loss[TA__SMOOTH_BLOCK], double *y) {
    __m256d v[TA__SMOOTH_BLOCK];
    for (int j = 0; j < TA__SMOOTH_BLOCK; j++)
        v[j] = ta__rsi_of_four(gain[j], loss[j]);
    ta__group_store(v, y);
}

/*
 * Whole groups; `previous` came before them. The divisions of a group are done while the next one
 * is being smoothed, so that neither waits for the other.
 */
TA__TARGET_AVX2 static inline void ta__rsi_groups(const ta__rsi_stage *a, double *state,
                                                  double previous, const double *x, size_t n,
                                                  double *y) {
    ta__scan gains = ta__scan_begin(&a->wilder[0], state);
    ta__scan losses = ta__scan_begin(&a->wilder[1], state);
    const __m256d zero = _mm256_setzero_pd();
    __m256d gain[TA__SMOOTH_BLOCK], loss[TA__SMOOTH_BLOCK];
    for (size_t i = 0; i < n; i += TA__GROUP) {
        __m256d up[TA__SMOOTH_BLOCK], down[TA__SMOOTH_BLOCK];
        ta__group_load(x + i, up);
        __m256d before = _mm256_setr_pd(previous, x[i + 7], x[i + 15], x[i + 23]);
        previous = x[i + TA__GROUP - 1];
        for (int j = 0; j < TA__SMOOTH_BLOCK; j++) {
            __m256d now = up[j], change = _mm256_sub_pd(now, before);
            before = now;
            up[j] = _mm256_max_pd(change, zero);
            down[j] = _mm256_sub_pd(up[j], change);
        }
        __m256d first_up = ta__scan_deviate(&gains, up);
        __m256d first_down = ta__scan_deviate(&losses, down);
        if (i > 0)
            ta__rsi_group_of(gain, loss, y + i - TA__GROUP);
        ta__scan_settle(&gains, first_up, up);
        ta__scan_settle(&losses, first_down, down);
        ta__group_copy(up, gain);
        ta__group_copy(down, loss);
    }
    ta__rsi_group_of(gain, loss, y + n - TA__GROUP);
    ta__scan_end(&gains, state);
    ta__scan_end(&losses, state);
}
#endif

TA__INLINE void ta__rsi_wilder(ta__level level, const ta__rsi_stage *a, double *state, uint64_t k,
                               const double *x, size_t n, double *y) {
    for (size_t i = 0; i < n;) {
#if TA__HAS_AVX2
        size_t grouped = ta__grouped(level, a->wilder[0].settled, k + i, n - i);
        if (grouped > 0) {
            double previous = state[a->previous];
            state[a->previous] = x[i + grouped - 1];
            ta__rsi_groups(a, state, previous, x + i, grouped, y + i);
            i += grouped;
            continue;
        }
#endif
        y[i] = ta__rsi_stage_bar(level, a, state, k + i, x[i]);
        i++;
    }
}

/* y may be x. */
TA__INLINE void ta__rsi_stage_run(ta__level level, const ta__rsi_stage *a, double *state,
                                  uint64_t k, const double *x, size_t n, double *y) {
    if (TA__IS_TICK(n)) {
        y[0] = ta__rsi_stage_bar(level, a, state, k, x[0]);
        return;
    }
    if (!a->simple) {
        ta__rsi_wilder(level, a, state, k, x, n, y);
        return;
    }
    double sides[2][TA__TILE];
    ta__rsi_split(x[0] - state[a->previous], &sides[0][0], &sides[1][0]);
    for (size_t i = 1; i < n; i++)
        ta__rsi_split(x[i] - x[i - 1], &sides[0][i], &sides[1][i]);
    state[a->previous] = x[n - 1];
    for (int side = 0; side < 2; side++)
        ta__window_sum_run(level, &a->sums[side], state, k, sides[side], n, sides[side]);
    for (size_t i = 0; i < n; i++)
        y[i] = ta__rsi_of(sides[0][i], sides[1][i]);
}

#endif
