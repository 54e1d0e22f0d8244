#include "line_fit.h"

static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {{.id = "linreg_angle",
                                          .name = "linear regression angle",
                                          .plot = TA_PLOT_LINE,
                                          .unit = TA_UNIT_OTHER}};

/* The slope. The weights are twice the bars' distances from the middle of the window. */
static void plan(const double *p, void *plan, ta__layout *layout) {
    double n = p[0];
    ta__window_linear_plan(plan, 0, (size_t)n, n - 1, 2, n * (n * n - 1) / 6, layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__window_linear_run(level, plan, state, k, in[0], n, out[0]);
    for (size_t i = 0; i < n; i++)
        out[0][i] = atan(out[0][i]) * (180 / 3.14159265358979323846);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__linreg_angle = {
    .info = {.id = "linreg_angle",
             .name = "Linear Regression Angle",
             .short_name = "regression angle",
             .group = "statistic",
             .summary =
                 "The angle, in degrees, of the straight line fitted to the last `period` values.",
             .formula = "atan(b) 180 / pi, b the slope of the least-squares line",
             .source = "Least squares on the bars' numbers; equals TA-Lib's LINEARREG_ANGLE.",
             .numeric_class = TA_CLASS_LIBM,
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
