#include "../../define.h"

/* parameters */
enum {
    PERIOD,
    K
};
static const ta_param_info params[] = {TA__PERIOD("period", "ATR period", 10),
                                       {.id = "k",
                                        .name = "ranges",
                                        .kind = TA_PARAM_REAL,
                                        .def = 3,
                                        .min = 0.01,
                                        .max = 100,
                                        .step = 0.1}};
enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
enum {
    OUT_SUPERTREND,
    OUT_DIRECTION
};
static const ta_output_info outputs[] = {
    {.id = "supertrend", .name = "SuperTrend", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE},
    {.id = "direction", .name = "direction", .plot = TA_PLOT_LINE, .unit = TA_UNIT_RATIO}};

typedef struct stages {
    size_t previous; /* the last close */
    size_t upper, lower, direction;
    double k;
    ta__smooth range;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    s->previous = ta__reserve(layout, 1);
    s->upper = ta__reserve(layout, 1);
    s->lower = ta__reserve(layout, 1);
    s->direction = ta__reserve(layout, 1);
    s->k = p[K];
    ta__smooth_plan(&s->range, 1, (size_t)p[PERIOD], 1 / p[PERIOD], layout);
}

/* One bar with its average true range; state[direction] is 0 before the first. */
TA__INLINE double trail(const stages *s, double *state, double middle, double close,
                        double previous, double range) {
    double upper = middle + s->k * range, lower = middle - s->k * range;
    double *direction = &state[s->direction];
    if (*direction == 0) {
        *direction = 1;
    } else {
        if (!(upper < state[s->upper] || previous > state[s->upper]))
            upper = state[s->upper];
        if (!(lower > state[s->lower] || previous < state[s->lower]))
            lower = state[s->lower];
        if (*direction < 0)
            *direction = close > upper ? 1 : -1;
        else
            *direction = close < lower ? -1 : 1;
    }
    state[s->upper] = upper;
    state[s->lower] = lower;
    return *direction > 0 ? lower : upper;
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double range[TA__TILE], before = state[s->previous];
    ta__true_ranges(in[HIGH], in[LOW], in[CLOSE], n, &state[s->previous], range);
    ta__smooth_run(level, &s->range, state, k, range, n, range);
    for (size_t i = ta__bars_before(k, s->range.seed_at, n); i < n; i++) {
        double middle = (in[HIGH][i] + in[LOW][i]) / 2;
        out[OUT_SUPERTREND][i] =
            trail(s, state, middle, in[CLOSE][i], i > 0 ? in[CLOSE][i - 1] : before, range[i]);
        out[OUT_DIRECTION][i] = state[s->direction];
    }
    ta__blank_before(k, s->range.seed_at, n, out[OUT_SUPERTREND]);
    ta__blank_before(k, s->range.seed_at, n, out[OUT_DIRECTION]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__supertrend = {
    .info = {.id = "supertrend",
             .name = "SuperTrend",
             .short_name = "SuperTrend",
             .group = "overlap",
             .summary = "A trailing stop at a multiple of the average true range: below the price "
                        "in an upward trend (direction 1), above it in a downward one (-1).",
             .formula = "bands = (high + low) / 2 +- k atr(N); a band moves only towards the price "
                        "unless the last close had crossed it; the trend turns when the close "
                        "crosses the band; it begins upward",
             .source = "Olivier Seban, equals TA-Lib's SUPERTREND. TradingView's begins downward.",
             .numeric_class = TA_CLASS_RECURSIVE,
             .overlay = true,
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
