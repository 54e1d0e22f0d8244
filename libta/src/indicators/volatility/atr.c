#include "atr_stage.h"

static const ta_output_info outputs[] = {
    {.id = "atr", .name = "ATR", .plot = TA_PLOT_LINE, .unit = TA_UNIT_DIFFERENCE}};

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__atr_run(level, plan, state, k, in, n, out[0]);
}

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
    return ta__atr_run_unchecked(level, plan, state, k, in, n, out[0]);
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__atr = {
    .info = {.id = "atr",
             .name = "Average True Range",
             .short_name = "ATR",
             .group = "volatility",
             .summary = "Wilder's average of the true range.",
             .formula = "atr = rma(trange, N)",
             .source =
                 "Wilder, New Concepts in Technical Trading Systems (1978); equals TA-Lib's ATR.",
             .numeric_class = TA_CLASS_RECURSIVE,
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
