#include "range_stage.h"

/* parameters */
enum {
    FAST_K,
    SLOWING,
    SLOW_D
};
static const ta_param_info params[] = {TA__PERIOD("k", "%K length", 14),
                                       TA__PERIOD("slowing", "%K smoothing", 3),
                                       TA__PERIOD("d", "%D length", 3)};
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
    ta__range_stage fast;
    ta__window_mean k, d;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[FAST_K] - 1 + (size_t)p[SLOWING] - 1 + (size_t)p[SLOW_D] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    size_t fast = (size_t)p[FAST_K], slowing = (size_t)p[SLOWING];
    ta__range_plan(&s->fast, fast, layout);
    ta__window_mean_plan(&s->k, fast - 1, slowing, layout);
    ta__window_mean_plan(&s->d, fast - 1 + slowing - 1, (size_t)p[SLOW_D], layout);
}

TA__INLINE void means(ta__level level, const stages *s, double *state, uint64_t k,
                      const double *fast, size_t n, double *const *out) {
    ta__window_mean_run(level, &s->k, state, k, fast, n, out[K]);
    ta__window_mean_run(level, &s->d, state, k, out[K], n, out[D]);
    /* Both begin together. */
    ta__blank_before(k, s->d.sum.start + s->d.sum.period - 1, n, out[K]);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double fast[TA__TILE];
    ta__range_run(level, &s->fast, false, state, k, in, n, fast);
    means(level, s, state, k, fast, n, out);
}

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double fast[TA__TILE];
    if (!ta__range_run_unchecked(level, &s->fast, false, state, k, in, n, fast))
        return false;
    means(level, s, state, k, fast, n, out);
    return true;
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

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
