#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 14)};
enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
static const ta_output_info outputs[] = {
    {.id = "natr", .name = "NATR", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};

typedef struct stages {
    size_t previous; /* the last close */
    ta__smooth average;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    s->previous = ta__reserve(layout, 1);
    /* The first true range is that of bar 1. */
    ta__smooth_plan(&s->average, 1, (size_t)p[PERIOD], 1 / p[PERIOD], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    ta__true_ranges(in[HIGH], in[LOW], in[CLOSE], n, &state[s->previous], out[0]);
    ta__smooth_run(level, &s->average, state, k, out[0], n, out[0]);
    for (size_t i = 0; i < n; i++)
        out[0][i] = 100 * (out[0][i] / in[CLOSE][i]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__natr = {
    .info = {.id = "natr",
             .name = "Normalized Average True Range",
             .short_name = "NATR",
             .group = "volatility",
             .summary = "The average true range in percent of the close.",
             .formula = "natr = 100 atr / close",
             .source =
                 "Wilder, New Concepts in Technical Trading Systems (1978); equals TA-Lib's NATR.",
             .numeric_class = TA_CLASS_RECURSIVE,
             .partial = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(stages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
