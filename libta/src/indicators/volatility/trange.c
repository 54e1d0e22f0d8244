#include "../../define.h"

enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
static const ta_output_info outputs[] = {
    {.id = "trange", .name = "true range", .plot = TA_PLOT_LINE, .unit = TA_UNIT_DIFFERENCE}};

typedef struct place {
    size_t previous; /* the last close */
} place;
TA__PLAN_FITS(place);

static size_t lookback(const double *p) {
    (void)p;
    return 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    place *at = plan;
    at->previous = ta__reserve(layout, 1);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    const place *at = plan;
    ta__true_ranges(in[HIGH], in[LOW], in[CLOSE], n, &state[at->previous], out[0]);
    ta__blank_before(k, 1, n, out[0]);
}

#if TA__HAS_AVX2
/* The bars from the second on; false when a value may be missing. n > TA__SQUARES. */
TA__TARGET_AVX2 static bool ranges(const double *high, const double *low, const double *close,
                                   size_t n, double *y) {
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

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
#if TA__HAS_AVX2
    double *previous = &state[((const place *)plan)->previous];
    const double *ends[] = {in[HIGH], in[LOW], in[CLOSE] + n - 1};
    if (level == TA__AVX2 && n > TA__SQUARES && ta__all_present(level, ends, TA__COUNT(ends), 1) &&
        ranges(in[HIGH], in[LOW], in[CLOSE], n, out[0])) {
        out[0][0] = ta__true_range(in[HIGH][0], in[LOW][0], *previous);
        out[0][0] = k == 0 ? (double)NAN : out[0][0];
        *previous = in[CLOSE][n - 1];
        return true;
    }
#endif
    if (!ta__all_present(level, in, TA__COUNT(inputs), n))
        return false;
    run(level, plan, state, k, in, n, out);
    return true;
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__trange = {
    .info =
        {.id = "trange",
         .name = "True Range",
         .short_name = "true range",
         .group = "volatility",
         .summary = "The range of a bar, widened to the close before it.",
         .formula = "trange[i] = max(high[i], close[i-1]) - min(low[i], close[i-1])",
         .source =
             "Wilder, New Concepts in Technical Trading Systems (1978); equals TA-Lib's TRANGE.",
         .numeric_class = TA_CLASS_ELEMENTWISE,
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
