#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 30)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "trima", .name = "TRIMA", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

typedef struct averages {
    ta__window_mean first, second;
} averages;
TA__PLAN_FITS(averages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    averages *a = plan;
    size_t period = (size_t)p[PERIOD], second = (period + 1) / 2, first = period + 1 - second;
    ta__window_mean_plan(&a->first, 0, first, layout);
    ta__window_mean_plan(&a->second, first - 1, second, layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const averages *a = plan;
    ta__window_mean_run(level, &a->first, state, k, in[0], n, out[0]);
    ta__window_mean_run(level, &a->second, state, k, out[0], n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__trima = {
    .info = {.id = "trima",
             .name = "Triangular Moving Average",
             .short_name = "TRIMA",
             .group = "overlap",
             .summary = "A simple average of a simple average: weights rise to the middle of the "
                        "window and fall again.",
             .formula = "trima = sma(sma(x, ceil((N+1)/2)), floor((N+1)/2))",
             .source = "Standard definition; equals TA-Lib's TRIMA.",
             .numeric_class = TA_CLASS_WINDOW,
             .overlay = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(averages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
