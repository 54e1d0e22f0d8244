#include "line_fit.h"

static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {{.id = "linreg_angle",
                                          .name = "linear regression angle",
                                          .plot = TA_PLOT_LINE,
                                          .unit = TA_UNIT_OTHER}};

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    double height[TA__TILE], slope[TA__TILE];
    ta__line_fit_run(level, plan, state, k, in[0], n, height, slope);
    for (size_t i = 0; i < n; i++)
        out[0][i] = atan(slope[i]) * (180 / 3.14159265358979323846);
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
    .state_layout = 1,
    .plan_size = sizeof(ta__line_fit),
    .lookback = ta__line_fit_lookback,
    .plan = ta__line_fit_plan,
    .run = TA__RUN_LEVELS,
};
