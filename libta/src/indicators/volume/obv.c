#include "../../define.h"

#include <string.h>

enum {
    CLOSE,
    VOLUME
};
static const ta_input inputs[] = {TA_INPUT_CLOSE, TA_INPUT_VOLUME};
static const ta_output_info outputs[] = {
    {.id = "obv", .name = "OBV", .plot = TA_PLOT_LINE, .unit = TA_UNIT_VOLUME}};

typedef struct place {
    size_t previous; /* the last close */
    size_t sum;
} place;
TA__PLAN_FITS(place);

static size_t lookback(const double *p) {
    (void)p;
    return 0;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    place *at = plan;
    at->previous = ta__reserve(layout, 1);
    at->sum = ta__reserve(layout, TA__SUM_DOUBLES);
}

#if TA__HAS_AVX2
#include <immintrin.h>

/*
 * Whether all sums are of whole numbers, and below 2^53: nothing is rounded then. n is a multiple
 * of 8, which two sums take in turns.
 */
TA__TARGET_AVX2 TA__INLINE bool exact(double sum, const double *volume, size_t n) {
    const __m256d minus = _mm256_set1_pd(-0.0);
    __m256d parts = _mm256_setzero_pd(), totals[2] = {parts, parts};
    for (size_t i = 0; i < n; i += 8)
        for (size_t j = 0; j < 2; j++) {
            __m256d x = _mm256_loadu_pd(volume + i + 4 * j);
            parts = _mm256_or_pd(parts, _mm256_sub_pd(x, _mm256_floor_pd(x)));
            totals[j] = _mm256_add_pd(totals[j], _mm256_andnot_pd(minus, x));
        }
    double each[4], total = fabs(sum);
    _mm256_storeu_pd(each, _mm256_add_pd(totals[0], totals[1]));
    for (size_t j = 0; j < 4; j++)
        total += each[j];
    bool whole = _mm256_testz_si256(_mm256_castpd_si256(parts), _mm256_castpd_si256(parts));
    return whole && sum == floor(sum) && total < 0x1p52;
}

/*
 * Sums of whole numbers, four at a time: in any order they have the same bits, and what rounding
 * has lost stays as it was. n is a multiple of 8, and one bar has to be before them. False when the
 * sums are others, or a value may be missing.
 */
TA__TARGET_AVX2 static bool add_exact(double sum[TA__SUM_DOUBLES], const double *close,
                                      const double *volume, size_t n, double *y) {
    if (!exact(sum[0], volume, n))
        return false;
    const __m256d zero = _mm256_setzero_pd(), minus = _mm256_set1_pd(-0.0);
    __m256d before = _mm256_set1_pd(sum[0]), lost = _mm256_set1_pd(sum[1]);
    ta__seen seen = {{zero, zero, zero, zero}};
    for (size_t i = 0; i < n; i += 8)
        for (size_t j = i; j < i + 8; j += 4) {
            __m256d now = _mm256_loadu_pd(close + j), previous = _mm256_loadu_pd(close + j - 1);
            __m256d x = _mm256_loadu_pd(volume + j);
            ta__see(&seen, (j - i) / 4, now);
            __m256d up = _mm256_and_pd(_mm256_cmp_pd(now, previous, _CMP_GT_OQ), x);
            __m256d down = _mm256_cmp_pd(now, previous, _CMP_LT_OQ);
            x = _mm256_or_pd(up, _mm256_and_pd(down, _mm256_xor_pd(x, minus)));
            x = _mm256_add_pd(x, _mm256_unpacklo_pd(zero, x));
            x = _mm256_add_pd(x, _mm256_blend_pd(zero, _mm256_permute4x64_pd(x, 0x55), 0xC));
            _mm256_storeu_pd(y + j, _mm256_add_pd(_mm256_add_pd(before, x), lost));
            before = _mm256_add_pd(before, _mm256_permute4x64_pd(x, 0xFF));
        }
    sum[0] = _mm256_cvtsd_f64(before);
    return ta__seen_all(&seen);
}
#endif

/* One bar after another; `first`: the first of them is the first of all. */
TA__INLINE void add(double sum[TA__SUM_DOUBLES], bool first, double previous, const double *close,
                    const double *volume, size_t n, double *y) {
    for (size_t i = 0; i < n; i++) {
        /* A product, since which way a close goes cannot be predicted. */
        int sign = first && i == 0 ? 1 : (close[i] > previous) - (close[i] < previous);
        y[i] = ta__sum_add(sum, sign * volume[i]);
        previous = close[i];
    }
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    const place *at = plan;
    double sum[TA__SUM_DOUBLES];
    memcpy(sum, state + at->sum, sizeof sum); /* where a store to out cannot change it */
    add(sum, k == 0, state[at->previous], in[CLOSE], in[VOLUME], n, out[0]);
    state[at->previous] = in[CLOSE][n - 1];
    memcpy(state + at->sum, sum, sizeof sum);
}

#if TA__HAS_AVX2
/* All bars, most of them by add_exact(); false when that cannot be. */
TA__TARGET_AVX2 static bool run_exact(const place *at, double *state, uint64_t k,
                                      const double *close, const double *volume, size_t n,
                                      double *y) {
    size_t done = n - (n - 1) % 8;
    const double *first[] = {close, volume}, *rest[] = {close + done, volume + done};
    double sum[TA__SUM_DOUBLES];
    memcpy(sum, state + at->sum, sizeof sum);
    if (!ta__all_present(TA__AVX2, first, 2, 1) || !ta__all_present(TA__AVX2, rest, 2, n - done))
        return false;
    add(sum, k == 0, state[at->previous], close, volume, 1, y);
    if (!add_exact(sum, close + 1, volume + 1, done - 1, y + 1))
        return false;
    add(sum, false, close[done - 1], close + done, volume + done, n - done, y + done);
    state[at->previous] = close[n - 1];
    memcpy(state + at->sum, sum, sizeof sum);
    return true;
}
#endif

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
#if TA__HAS_AVX2
    if (level == TA__AVX2 && n > 8 && run_exact(plan, state, k, in[CLOSE], in[VOLUME], n, out[0]))
        return true;
#endif
    bool present = ta__all_present(level, in, TA__COUNT(inputs), n);
    if (present)
        run(level, plan, state, k, in, n, out);
    return present;
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__obv = {
    .info = {.id = "obv",
             .name = "On-Balance Volume",
             .short_name = "OBV",
             .group = "volume",
             .summary = "Volume added up on rising closes and subtracted on falling ones, from the "
                        "first bar on.",
             .formula =
                 "obv[i] = obv[i-1] + sign(close[i] - close[i-1]) volume[i], obv[0] = volume[0]",
             .source = "Joseph Granville (1963); equals TA-Lib's OBV.",
             .numeric_class = TA_CLASS_CUMULATIVE,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_outputs = TA__COUNT(outputs)},
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(place),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
