#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {{.id = "period",
                                        .name = "period",
                                        .kind = TA_PARAM_INT,
                                        .def = 14,
                                        .min = 2,
                                        .max = TA__PERIOD_MAX,
                                        .step = 1}};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {{.id = "linreg_angle",
                                          .name = "linear regression angle",
                                          .plot = TA_PLOT_LINE,
                                          .unit = TA_UNIT_OTHER}};

typedef struct line {
    ta__window_age window;
    ta__flat flat;
} line;
TA__PLAN_FITS(line);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    line *l = plan;
    size_t period = (size_t)p[PERIOD];
    ta__window_age_plan(&l->window, 0, period, layout);
    ta__flat_plan(&l->flat, 0, period, layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const line *l = plan;
    double sum[TA__TILE], age[TA__TILE];
    ta__flat_ranges flat;
    double period = (double)l->window.period;
    /* sum of squares of the bars' distances from the middle of the window */
    double spread = period * (period * period - 1) / 12, middle = (period - 1) / 2;
    ta__flat_run(level, &l->flat, state, k, in[0], n, &flat);
    ta__window_age_run(level, &l->window, state, k, in[0], n, sum, age);
    for (size_t i = 0; i < n; i++) {
        double slope = (middle * sum[i] - age[i]) / spread;
        out[0][i] = atan(slope) * (180 / 3.14159265358979323846);
    }
    ta__flat_fill(&flat, 0, out[0]);
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
    .plan_size = sizeof(line),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
