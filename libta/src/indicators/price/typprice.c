#include "../../define.h"

enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
static const ta_output_info outputs[] = {
    {.id = "typprice", .name = "typical price", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

static size_t lookback(const double *p) {
    (void)p;
    return 0;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    (void)plan;
    (void)layout;
}

#if TA__HAS_AVX2
/*
 * The division as products: with the rounded reciprocal, a quotient and its exact remainder give
 * the correctly rounded one (Markstein), unless the remainder could be subnormal. False then, or
 * when a value may be missing. n >= TA__SQUARES.
 */
TA__TARGET_AVX2 static bool thirds(const double *high, const double *low, const double *close,
                                   size_t n, double *y) {
    const __m256d third = _mm256_set1_pd(1.0 / 3), three = _mm256_set1_pd(3);
    const __m256d sign = _mm256_set1_pd(-0.0), least = _mm256_set1_pd(0x1p-900);
    __m256d tiny = _mm256_setzero_pd();
    ta__seen seen = {{tiny, tiny, tiny, tiny}};
    for (size_t next = 0; next < n; next += TA__SQUARES) {
        size_t i = ta__part_at(next, n);
        for (size_t j = 0; j < TA__SQUARE_VECTORS; j++, i += 4) {
            __m256d h = _mm256_loadu_pd(high + i), l = _mm256_loadu_pd(low + i);
            __m256d c = _mm256_loadu_pd(close + i), sum = _mm256_add_pd(_mm256_add_pd(h, l), c);
            __m256d quotient = _mm256_mul_pd(sum, third);
            __m256d rest = _mm256_fnmadd_pd(three, quotient, sum);
            _mm256_storeu_pd(y + i, _mm256_fmadd_pd(rest, third, quotient));
            __m256d size = _mm256_andnot_pd(sign, sum);
            tiny = _mm256_or_pd(tiny, _mm256_cmp_pd(size, least, _CMP_LT_OQ));
            ta__see_three(&seen, j, h, l, c);
        }
    }
    return _mm256_movemask_pd(tiny) == 0 && ta__seen_all(&seen);
}
#endif

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    (void)plan;
    (void)state;
    (void)k;
    for (size_t i = 0; i < n; i++)
        out[0][i] = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
}

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
#if TA__HAS_AVX2
    bool whole = level == TA__AVX2 && n >= TA__SQUARES;
    if (whole && thirds(in[HIGH], in[LOW], in[CLOSE], n, out[0]))
        return true;
#endif
    if (!ta__all_present(level, in, TA__COUNT(inputs), n))
        return false;
    run(level, plan, state, k, in, n, out);
    return true;
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__typprice = {
    .info = {.id = "typprice",
             .name = "Typical Price",
             .short_name = "typical price",
             .group = "price",
             .summary = "The mean of high, low and close.",
             .formula = "typprice[i] = (high[i] + low[i] + close[i]) / 3, added from the left",
             .source = "Standard definition; equals TA-Lib's TYPPRICE.",
             .numeric_class = TA_CLASS_ELEMENTWISE,
             .overlay = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_outputs = TA__COUNT(outputs)},
    .outputs = outputs,
    .state_layout = 1,
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
