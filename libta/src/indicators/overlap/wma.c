#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 30)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "wma", .name = "WMA", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

TA__PLAN_FITS(ta__window_linear);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    double n = p[PERIOD];
    ta__window_linear_plan(plan, 0, (size_t)n, n, 1, n * (n + 1) / 2, layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__window_linear_run(level, plan, state, k, in[0], n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__wma = {
    .info = {.id = "wma",
             .name = "Weighted Moving Average",
             .short_name = "WMA",
             .group = "overlap",
             .summary = "A mean in which weights fall linearly with age, N for the newest value.",
             .formula = "wma[i] = (N x[i] + (N-1) x[i-1] + ... + x[i-N+1]) / (N (N+1) / 2)",
             .source = "Standard definition; equals TA-Lib's WMA.",
             .numeric_class = TA_CLASS_WINDOW,
             .overlay = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(ta__window_linear),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
