#include "../../define.h"

enum {
    REAL,
    REAL2
};
static const ta_input inputs[] = {TA_INPUT_REAL, TA_INPUT_REAL2};
static const ta_output_info outputs[] = {
    {.id = "crossover", .name = "crossover", .plot = TA_PLOT_HISTOGRAM, .unit = TA_UNIT_RATIO}};

typedef struct place {
    size_t side; /* of the last bar on which they differed: 1 above, -1 below, 0 none yet */
} place;
TA__PLAN_FITS(place);

static size_t lookback(const double *p) {
    (void)p;
    return 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    place *at = plan;
    at->side = ta__reserve(layout, 1);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    const place *at = plan;
    double side = state[at->side];
    for (size_t i = 0; i < n; i++) {
        double now = in[REAL][i] > in[REAL2][i] ? 1 : in[REAL][i] < in[REAL2][i] ? -1 : side;
        out[0][i] = side != 0 && now != side ? now : 0;
        side = now;
    }
    state[at->side] = side;
    ta__blank_before(k, 1, n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__crossover = {
    .info = {.id = "crossover",
             .name = "Crossover",
             .short_name = "crossover",
             .group = "math",
             .summary =
                 "1 where the first series crosses above the second, -1 where it crosses below, "
                 "else 0. Touching is no crossing: it counts when the other side is reached.",
             .formula = "crossover[i] = 1 if x[i] > y[i] and the last bar with x != y had x < y; "
                        "-1 the other way round",
             .source = "Standard definition.",
             .numeric_class = TA_CLASS_EXACT,
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
