#include "../../kernels/lanes.h"
#include "rsi_stage.h"

/* parameters */
enum {
    PERIOD,
    SMOOTHING
};
enum {
    WILDER,
    SIMPLE
};
static const char *const smoothings[] = {"wilder", "sma", NULL};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 14),
                                       TA__CHOICE("smoothing", "smoothing", smoothings, SIMPLE)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "rsi", .name = "RSI", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {30, 70};

TA__PLAN_FITS(ta__rsi_stage);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__rsi_stage_plan(plan, p[SMOOTHING] == SIMPLE, (size_t)p[PERIOD], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__rsi_stage_run(level, plan, state, k, in[0], n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

#if TA__HAS_AVX2
static inline ta__stages stages(const void *plan) {
    const ta__rsi_stage *a = plan;
    return (ta__stages){.count = a->simple ? 0 : 2,
                        .smooth = {&a->wilder[0], &a->wilder[1]},
                        .keeps_previous = true,
                        .previous = a->previous};
}

TA__TARGET_AVX2 TA__INLINE void lanes(ta__lanes *l, const __m256d *x,
                                      __m256d (*y)[TA__SMOOTH_BLOCK]) {
    const __m256d zero = _mm256_setzero_pd();
    __m256d gain[TA__SMOOTH_BLOCK], loss[TA__SMOOTH_BLOCK], before = l->before;
    for (size_t j = 0; j < l->bars; j++) {
        __m256d change = _mm256_sub_pd(x[j], before);
        before = x[j];
        gain[j] = _mm256_max_pd(change, zero);
        loss[j] = _mm256_sub_pd(gain[j], change);
    }
    ta__lanes_smooth(l, 0, gain);
    ta__lanes_smooth(l, 1, loss);
    for (size_t j = 0; j < l->bars; j++)
        y[0][j] = ta__rsi_of_four(gain[j], loss[j]);
}
#endif
TA__LANE_FUNCTIONS

const ta_indicator ta__rsi = {
    .info = {.id = "rsi",
             .name = "Relative Strength Index",
             .short_name = "RSI",
             .group = "momentum",
             .summary = "The share of gains in the average movement of the last bars, 0 to 100; 50 "
                        "when there was none.",
             .formula = "rsi = 100 * G / (G + L), G and L the averages of gains and losses: rma "
                        "seeded with the mean of the first N (wilder) or the mean of the last N "
                        "(sma)",
             .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); "
                       "smoothing sma: David Cutler. wilder equals TA-Lib's RSI.",
             .numeric_class = TA_CLASS_RECURSIVE,
             .bounded = true,
             .lower = 0,
             .upper = 100,
             .levels = levels,
             .n_levels = TA__COUNT(levels),
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(ta__rsi_stage),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
    .lanes = TA__LANE_CODE,
};
