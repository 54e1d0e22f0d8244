#include "../../define.h"
#include "../../kernels/lag.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 1)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "log_returns", .name = "log return", .plot = TA_PLOT_LINE, .unit = TA_UNIT_RATIO}};

TA__PLAN_FITS(ta__lag);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__lag_plan(plan, (size_t)p[PERIOD], layout);
}

TA__INLINE double growth(double now, double past) {
    return ta__finite(log(now / past));
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    (void)n;
    ta__lag_bar(plan, state, k, in[0][0], growth, &out[0][0]);
}

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
    return ta__lag_run(level, plan, state, k, in[0], n, growth, out[0]);
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__log_returns = {
    .info = {.id = "log_returns",
             .name = "Logarithmic Return",
             .short_name = "log return",
             .group = "momentum",
             .summary =
                 "The natural logarithm of the ratio of a value to the one `period` bars before; "
                 "NaN where one of the two is 0 or they differ in sign.",
             .formula = "log_returns[i] = ln(x[i] / x[i-N])",
             .source = "Standard definition.",
             .numeric_class = TA_CLASS_LIBM,
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
