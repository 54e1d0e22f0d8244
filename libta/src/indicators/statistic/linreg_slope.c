#include "line_fit.h"

static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {{.id = "linreg_slope",
                                          .name = "linear regression slope",
                                          .plot = TA_PLOT_LINE,
                                          .unit = TA_UNIT_DIFFERENCE}};

/* The weights are twice the bars' distances from the middle of the window. */
static void plan(const double *p, void *plan, ta__layout *layout) {
    double n = p[0];
    ta__window_linear_plan(plan, 0, (size_t)n, n - 1, 2, n * (n * n - 1) / 6, layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__window_linear_run(level, plan, state, k, in[0], n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__linreg_slope = {
    .info = {.id = "linreg_slope",
             .name = "Linear Regression Slope",
             .short_name = "regression slope",
             .group = "statistic",
             .summary =
                 "The slope, per bar, of the straight line fitted to the last `period` values.",
             .formula = "b of the least-squares line a + b j through x[i-N+1+j], j = 0 ... N-1",
             .source = "Least squares on the bars' numbers; equals TA-Lib's LINEARREG_SLOPE.",
             .numeric_class = TA_CLASS_WINDOW,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(ta__window_linear),
    .lookback = ta__line_fit_lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
