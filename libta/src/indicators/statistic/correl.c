#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {{.id = "period",
                                        .name = "period",
                                        .kind = TA_PARAM_INT,
                                        .def = 30,
                                        .min = 2,
                                        .max = TA__PERIOD_MAX,
                                        .step = 1}};
enum {
    REAL,
    REAL2
};
static const ta_input inputs[] = {TA_INPUT_REAL, TA_INPUT_REAL2};
static const ta_output_info outputs[] = {
    {.id = "correl", .name = "correlation", .plot = TA_PLOT_LINE, .unit = TA_UNIT_RATIO}};

TA__PLAN_FITS(ta__window_covariance);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__window_covariance_plan(plan, 0, (size_t)p[PERIOD], layout);
}

/* Where the product of two variances is neither too large nor too small for a double, its root
 * takes half the time of two roots. */
#define PRODUCT_MIN 0x1p-900
#define PRODUCT_MAX 0x1p900

TA__INLINE bool in_range(double product) {
    return product >= PRODUCT_MIN && product <= PRODUCT_MAX;
}

/* Rounding must not lead out of the range; a constant series gives 0 / 0. */
TA__INLINE double quotient(double covariance, double norm) {
    double r = covariance / norm;
    return r > 1 ? 1 : r < -1 ? -1 : r;
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    double var_x[TA__TILE], var_y[TA__TILE], *y = out[0];
    ta__window_covariance_run(level, plan, state, k, in[REAL], in[REAL2], n,
                              (ta__covariances){var_x, var_y, y});
    int64_t all = -1;
    for (size_t i = 0; i < n; i++)
        all &= -(int64_t)in_range(var_x[i] * var_y[i]);
    if (all) {
        for (size_t i = 0; i < n; i++)
            y[i] = quotient(y[i], sqrt(var_x[i] * var_y[i]));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        double product = var_x[i] * var_y[i];
        y[i] = quotient(y[i], in_range(product) ? sqrt(product) : sqrt(var_x[i]) * sqrt(var_y[i]));
    }
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__correl = {
    .info = {.id = "correl",
             .name = "Correlation",
             .short_name = "correlation",
             .group = "statistic",
             .summary = "The correlation of two series over the last bars, -1 to 1; NaN where one "
                        "of them is constant.",
             .formula = "correl = cov(x, y) / (stddev(x) stddev(y)) over N bars",
             .source =
                 "Karl Pearson; equals TA-Lib's CORREL but for flat windows, where that gives 0.",
             .numeric_class = TA_CLASS_ANCHORED,
             .partial = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(ta__window_covariance),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
