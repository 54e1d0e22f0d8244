#include "../../define.h"
#include "../../kernels/lag.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 1)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "returns", .name = "return", .plot = TA_PLOT_LINE, .unit = TA_UNIT_RATIO}};

TA__PLAN_FITS(ta__lag);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__lag_plan(plan, (size_t)p[PERIOD], layout);
}

TA__INLINE double change(double now, double past) {
    return ta__finite((now - past) / past);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    (void)n;
    ta__lag_bar(plan, state, k, in[0][0], change, &out[0][0]);
}

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
    return ta__lag_run(level, plan, state, k, in[0], n, change, out[0]);
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__returns = {
    .info = {.id = "returns",
             .name = "Simple Return",
             .short_name = "return",
             .group = "momentum",
             .summary = "The change over `period` bars as a share of the earlier value; NaN "
                        "where that is 0 or the quotient out of range.",
             .formula = "returns[i] = (x[i] - x[i-N]) / x[i-N]",
             .source = "Standard definition (pandas pct_change).",
             .numeric_class = TA_CLASS_ELEMENTWISE,
             .partial = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(ta__lag),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
