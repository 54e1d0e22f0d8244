#include "atr_stage.h"

static const ta_output_info outputs[] = {
    {.id = "natr", .name = "NATR", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};

/* Replaces ranges by what they are in percent of the close. */
TA__INLINE void share(const double *close, size_t n, double *y) {
    for (size_t i = 0; i < n; i++)
        y[i] = ta__finite(100 * (y[i] / close[i]));
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__atr_run(level, plan, state, k, in, n, out[0]);
    share(in[TA__RANGES_CLOSE], n, out[0]);
}

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
    if (!ta__atr_run_unchecked(level, plan, state, k, in, n, out[0]))
        return false;
    share(in[TA__RANGES_CLOSE], n, out[0]);
    return true;
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__natr = {
    .info = {.id = "natr",
             .name = "Normalized Average True Range",
             .short_name = "NATR",
             .group = "volatility",
             .summary = "The average true range in percent of the close; NaN where that is 0.",
             .formula = "natr = 100 atr / close",
             .source =
                 "Wilder, New Concepts in Technical Trading Systems (1978); equals TA-Lib's NATR.",
             .numeric_class = TA_CLASS_RECURSIVE,
             .partial = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(ta__atr_stage),
    .lookback = ta__atr_lookback,
    .plan = ta__atr_plan,
    .run = TA__RUN_LEVELS,
};
