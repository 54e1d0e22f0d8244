#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 30)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "min", .name = "MIN", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

TA__PLAN_FITS(ta__window_extremum);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__window_extremum_plan(plan, false, 0, (size_t)p[PERIOD], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__window_extremum_run(level, plan, state, k, in[0], n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__min = {
    .info = {.id = "min",
             .name = "Lowest Value",
             .short_name = "MIN",
             .group = "math",
             .summary = "The lowest of the last `period` values.",
             .formula = "min[i] = min(x[i-N+1], ..., x[i])",
             .source = "Standard definition; equals TA-Lib's MIN.",
             .numeric_class = TA_CLASS_EXACT,
             .overlay = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(ta__window_extremum),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
