#include "../../define.h"

/* parameters */
enum {
    FAST_K,
    SLOWING,
    SLOW_D
};
static const ta_param_info params[] = {TA__PERIOD("k", "%K length", 14),
                                       TA__PERIOD("slowing", "%K smoothing", 3),
                                       TA__PERIOD("d", "%D length", 3)};
enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
enum {
    K,
    D
};
static const ta_output_info outputs[] = {
    {.id = "k", .name = "%K", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT},
    {.id = "d", .name = "%D", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {20, 80};

typedef struct stages {
    ta__window_extremum highest, lowest;
    ta__window_mean k, d;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[FAST_K] - 1 + (size_t)p[SLOWING] - 1 + (size_t)p[SLOW_D] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    size_t fast = (size_t)p[FAST_K], slowing = (size_t)p[SLOWING];
    ta__window_extremum_plan(&s->highest, true, 0, fast, layout);
    ta__window_extremum_plan(&s->lowest, false, 0, fast, layout);
    ta__window_mean_plan(&s->k, fast - 1, slowing, layout);
    ta__window_mean_plan(&s->d, fast - 1 + slowing - 1, (size_t)p[SLOW_D], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double high[TA__TILE], low[TA__TILE];
    ta__window_extremum_run(level, &s->highest, state, k, in[HIGH], n, high);
    ta__window_extremum_run(level, &s->lowest, state, k, in[LOW], n, low);
    for (size_t i = 0; i < n; i++)
        high[i] = high[i] == low[i] ? 50 : 100 * ((in[CLOSE][i] - low[i]) / (high[i] - low[i]));
    ta__window_mean_run(level, &s->k, state, k, high, n, out[K]);
    ta__window_mean_run(level, &s->d, state, k, out[K], n, out[D]);
    /* Both begin together. */
    ta__blank_before(k, s->d.sum.start + s->d.sum.period - 1, n, out[K]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__stoch = {
    .info = {.id = "stoch",
             .name = "Stochastic Oscillator",
             .short_name = "STOCH",
             .group = "momentum",
             .summary = "Where the close lies between the lowest low and the highest high of the "
                        "last bars, 0 to 100; 50 where they are equal.",
             .formula = "fast = 100 * (close - lowest(low, k)) / (highest(high, k) - lowest(low, "
                        "k)); k = sma(fast, slowing); d = sma(k, d)",
             .source = "George Lane; equals TA-Lib's STOCH with simple moving averages.",
             .numeric_class = TA_CLASS_WINDOW,
             .bounded = true,
             .lower = 0,
             .upper = 100,
             .levels = levels,
             .n_levels = TA__COUNT(levels),
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(stages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
