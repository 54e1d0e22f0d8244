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
 * has lost stays as it was. Returns how many of the n bars are done; one has to be before them.
 */
TA__TARGET_AVX2 static size_t add_exact(double sum[TA__SUM_DOUBLES], const double *close,
                                        const double *volume, size_t n, double *y) {
    n -= n % 8;
    if (!exact(sum[0], volume, n))
        return 0;
    const __m256d zero = _mm256_setzero_pd(), minus = _mm256_set1_pd(-0.0);
    __m256d before = _mm256_set1_pd(sum[0]), lost = _mm256_set1_pd(sum[1]);
    for (size_t i = 0; i < n; i += 4) {
        __m256d now = _mm256_loadu_pd(close + i), previous = _mm256_loadu_pd(close + i - 1);
        __m256d x = _mm256_loadu_pd(volume + i);
        __m256d up = _mm256_and_pd(_mm256_cmp_pd(now, previous, _CMP_GT_OQ), x);
        __m256d down = _mm256_cmp_pd(now, previous, _CMP_LT_OQ);
        x = _mm256_or_pd(up, _mm256_and_pd(down, _mm256_xor_pd(x, minus)));
        x = _mm256_add_pd(x, _mm256_unpacklo_pd(zero, x));
        x = _mm256_add_pd(x, _mm256_blend_pd(zero, _mm256_permute4x64_pd(x, 0x55), 0xC));
        _mm256_storeu_pd(y + i, _mm256_add_pd(_mm256_add_pd(before, x), lost));
        before = _mm256_add_pd(before, _mm256_permute4x64_pd(x, 0xFF));
    }
    sum[0] = _mm256_cvtsd_f64(before);
    return n;
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
    (void)level; /* there may be no other */
    const place *at = plan;
    const double *close = in[CLOSE], *volume = in[VOLUME];
    double previous = state[at->previous], sum[TA__SUM_DOUBLES];
    size_t done = 0;
    memcpy(sum, state + at->sum, sizeof sum); /* where a store to out cannot change it */
#if TA__HAS_AVX2
    if (level == TA__AVX2 && n > 8) {
        add(sum, k == 0, previous, close, volume, 1, out[0]);
        done = 1 + add_exact(sum, close + 1, volume + 1, n - 1, out[0] + 1);
        previous = close[done - 1];
    }
#endif
    add(sum, k + done == 0, previous, close + done, volume + done, n - done, out[0] + done);
    state[at->previous] = close[n - 1];
    memcpy(state + at->sum, sum, sizeof sum);
}

TA__RUN_AT_EACH_LEVEL

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
