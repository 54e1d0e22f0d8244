#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 20)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "zscore", .name = "z-score", .plot = TA_PLOT_LINE, .unit = TA_UNIT_RATIO}};

TA__PLAN_FITS(ta__window_variance);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__window_variance_plan(plan, 0, (size_t)p[PERIOD], 0, layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    double deviation[TA__TILE];
    ta__window_variance_run(level, plan, state, k, in[0], n,
                            (ta__deviations){.y = deviation, .root = true, .distance = out[0]});
    for (size_t i = 0; i < n; i++)
        out[0][i] = deviation[i] == 0 ? 0 : out[0][i] / deviation[i];
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__zscore = {
    .info = {.id = "zscore",
             .name = "Z-Score",
             .short_name = "z-score",
             .group = "statistic",
             .summary = "How many standard deviations the value lies from the mean of the last "
                        "bars; 0 where they are all equal.",
             .formula =
                 "zscore = (x - sma(x, N)) / stddev(x, N), the standard deviation of a population",
             .source = "Standard definition (scipy.stats.zscore of the window, last value).",
             .numeric_class = TA_CLASS_ANCHORED,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(ta__window_variance),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
