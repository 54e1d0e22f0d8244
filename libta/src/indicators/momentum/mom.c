#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 10)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "mom", .name = "momentum", .plot = TA_PLOT_LINE, .unit = TA_UNIT_DIFFERENCE}};

TA__PLAN_FITS(ta__lag);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__lag_plan(plan, 0, (size_t)p[PERIOD], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    double past[TA__TILE];
    ta__lag_run(plan, state, k, in[0], n, past);
    for (size_t i = 0; i < n; i++)
        out[0][i] = in[0][i] - past[i];
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__mom = {
    .info = {.id = "mom",
             .name = "Momentum",
             .short_name = "momentum",
             .group = "momentum",
             .summary = "The change over `period` bars.",
             .formula = "mom[i] = x[i] - x[i-N]",
             .source = "Standard definition; equals TA-Lib's MOM.",
             .numeric_class = TA_CLASS_ELEMENTWISE,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(ta__lag),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
