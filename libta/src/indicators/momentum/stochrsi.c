#include "rsi_stage.h"

/* parameters */
enum {
    PERIOD,
    K,
    D
};
/* A range this small beside 100 is rounding, not movement. */
#define STILL 1e-8

static const ta_param_info params[] = {TA__PERIOD("period", "RSI period", 14),
                                       TA__PERIOD("k", "%K length", 5),
                                       TA__PERIOD("d", "%D length", 3)};
static const ta_input inputs[] = {TA_INPUT_REAL};
enum {
    OUT_K,
    OUT_D
};
static const ta_output_info outputs[] = {
    {.id = "k", .name = "%K", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT},
    {.id = "d", .name = "%D", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {20, 80};

typedef struct stages {
    ta__rsi_stage rsi;
    ta__window_extremum highest, lowest;
    ta__window_mean d;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] + (size_t)p[K] - 1 + (size_t)p[D] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    size_t period = (size_t)p[PERIOD], length = (size_t)p[K];
    ta__rsi_stage_plan(&s->rsi, false, period, layout);
    ta__window_extremum_plan(&s->highest, true, period, length, layout);
    ta__window_extremum_plan(&s->lowest, false, period, length, layout);
    ta__window_mean_plan(&s->d, period + length - 1, (size_t)p[D], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double rsi[TA__TILE], high[TA__TILE], low[TA__TILE];
    ta__rsi_stage_run(level, &s->rsi, state, k, in[0], n, rsi);
    ta__window_extremum_run(level, &s->highest, state, k, rsi, n, high);
    ta__window_extremum_run(level, &s->lowest, state, k, rsi, n, low);
    for (size_t i = 0; i < n; i++) {
        double range = high[i] - low[i];
        out[OUT_K][i] = range <= STILL ? 50 : 100 * ((rsi[i] - low[i]) / range);
    }
    ta__window_mean_run(level, &s->d, state, k, out[OUT_K], n, out[OUT_D]);
    /* Both begin together. */
    ta__blank_before(k, s->d.sum.start + s->d.sum.period - 1, n, out[OUT_K]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__stochrsi = {
    .info = {.id = "stochrsi",
             .name = "Stochastic RSI",
             .short_name = "StochRSI",
             .group = "momentum",
             .summary = "Where the RSI lies between its own lowest and highest of the last bars, 0 "
                        "to 100; 50 where it did not move.",
             .formula =
                 "r = rsi(x, N); k = 100 (r - min(r, K)) / (max(r, K) - min(r, K)); d = sma(k, D)",
             .source = "Tushar Chande and Stanley Kroll (1994); equals TA-Lib's STOCHRSI (fast), "
                       "but for windows in which the RSI did not move, where that gives 0.",
             .numeric_class = TA_CLASS_RECURSIVE,
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
