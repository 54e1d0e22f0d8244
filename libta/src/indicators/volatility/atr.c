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
    {.id = "atr", .name = "ATR", .plot = TA_PLOT_LINE, .unit = TA_UNIT_DIFFERENCE}};

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
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__atr = {
    .info = {.id = "atr",
             .name = "Average True Range",
             .short_name = "ATR",
             .group = "volatility",
             .summary = "Wilder's average of the true range.",
             .formula = "atr = rma(trange, N)",
             .source =
                 "Wilder, New Concepts in Technical Trading Systems (1978); equals TA-Lib's ATR.",
             .numeric_class = TA_CLASS_RECURSIVE,
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
