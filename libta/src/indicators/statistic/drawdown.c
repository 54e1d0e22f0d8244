#include "../../define.h"

static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "drawdown", .name = "drawdown", .plot = TA_PLOT_LINE, .unit = TA_UNIT_RATIO}};

typedef struct place {
    size_t highest;
} place;
TA__PLAN_FITS(place);

static size_t lookback(const double *p) {
    (void)p;
    return 0;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    place *at = plan;
    at->highest = ta__reserve(layout, 1);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    const place *at = plan;
    double highest = k == 0 ? in[0][0] : state[at->highest];
    for (size_t i = 0; i < n; i++) {
        highest = in[0][i] > highest ? in[0][i] : highest;
        out[0][i] = ta__finite((in[0][i] - highest) / highest);
    }
    state[at->highest] = highest;
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__drawdown = {
    .info = {.id = "drawdown",
             .name = "Drawdown",
             .short_name = "drawdown",
             .group = "statistic",
             .summary = "How far the value lies below the highest one so far, as a share of it: 0 "
                        "at a new high, -0.2 after a fall of a fifth; NaN while the "
                        "highest is 0.",
             .formula = "drawdown[i] = (x[i] - m) / m, m = max(x[0], ..., x[i])",
             .source = "Standard definition.",
             .numeric_class = TA_CLASS_CUMULATIVE,
             .partial = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_outputs = TA__COUNT(outputs)},
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(place),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
