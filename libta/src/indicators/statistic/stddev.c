#include "../../define.h"

/* parameters */
enum {
    PERIOD,
    DDOF
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 20),
                                       {.id = "ddof",
                                        .name = "delta degrees of freedom",
                                        .kind = TA_PARAM_INT,
                                        .def = 0,
                                        .min = 0,
                                        .max = 1,
                                        .step = 1}};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {{.id = "stddev",
                                          .name = "standard deviation",
                                          .plot = TA_PLOT_LINE,
                                          .unit = TA_UNIT_DIFFERENCE}};

TA__PLAN_FITS(ta__window_variance);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static ta_status check(const ta_indicator *ind, const double *p, ta_error *err) {
    if (p[PERIOD] > p[DDOF])
        return TA_OK;
    return ta__relation_error(err, ind, p, PERIOD, "must be greater than", DDOF);
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__window_variance_plan(plan, 0, (size_t)p[PERIOD], (size_t)p[DDOF], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__window_variance_run(level, plan, state, k, in[0], n,
                            (ta__deviations){.y = out[0], .root = true});
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__stddev = {
    .info = {.id = "stddev",
             .name = "Standard Deviation",
             .short_name = "standard deviation",
             .group = "statistic",
             .summary = "The standard deviation of the last `period` values; ddof 0 is that of a "
                        "population, 1 of a sample.",
             .formula = "stddev[i] = sqrt(sum((x[j] - mean)^2) / (N - ddof)), j = i-N+1 ... i",
             .source = "Standard definition; with ddof 0 equals TA-Lib's STDDEV.",
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
    .check = check,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
