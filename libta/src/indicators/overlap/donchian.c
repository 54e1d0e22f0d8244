#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 20)};
enum {
    HIGH,
    LOW
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW};
enum {
    OUT_UPPER,
    OUT_MIDDLE,
    OUT_LOWER
};
static const ta_output_info outputs[] = {
    {.id = "upper", .name = "upper channel", .plot = TA_PLOT_BAND_UPPER, .unit = TA_UNIT_PRICE},
    {.id = "middle", .name = "middle", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE},
    {.id = "lower", .name = "lower channel", .plot = TA_PLOT_BAND_LOWER, .unit = TA_UNIT_PRICE}};

typedef struct channel {
    ta__window_extremum highest, lowest;
} channel;
TA__PLAN_FITS(channel);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    channel *c = plan;
    ta__window_extremum_plan(&c->highest, true, 0, (size_t)p[PERIOD], layout);
    ta__window_extremum_plan(&c->lowest, false, 0, (size_t)p[PERIOD], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const channel *c = plan;
    ta__window_extremum_run(level, &c->highest, state, k, in[HIGH], n, out[OUT_UPPER]);
    ta__window_extremum_run(level, &c->lowest, state, k, in[LOW], n, out[OUT_LOWER]);
    for (size_t i = 0; i < n; i++)
        out[OUT_MIDDLE][i] = (out[OUT_UPPER][i] + out[OUT_LOWER][i]) / 2;
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__donchian = {
    .info = {.id = "donchian",
             .name = "Donchian Channel",
             .short_name = "Donchian",
             .group = "overlap",
             .summary = "The highest high and the lowest low of the last bars, and their middle.",
             .formula = "upper = max(high, N); lower = min(low, N); middle = (upper + lower) / 2",
             .source = "Richard Donchian.",
             .numeric_class = TA_CLASS_ELEMENTWISE,
             .overlay = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(channel),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
