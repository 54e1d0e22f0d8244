#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 20)};
enum {
    HIGH,
    LOW,
    CLOSE,
    VOLUME
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE, TA_INPUT_VOLUME};
static const ta_output_info outputs[] = {
    {.id = "rvwap", .name = "rolling VWAP", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

typedef struct stages {
    ta__window_sum money, volume;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    ta__window_sum_plan(&s->money, 0, (size_t)p[PERIOD], layout);
    ta__window_sum_plan(&s->volume, 0, (size_t)p[PERIOD], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double price[TA__TILE], volume[TA__TILE];
    for (size_t i = 0; i < n; i++) {
        price[i] = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
        out[0][i] = price[i] * in[VOLUME][i];
    }
    ta__window_sum_run(level, &s->money, state, k, out[0], n, out[0]);
    ta__window_sum_run(level, &s->volume, state, k, in[VOLUME], n, volume);
    for (size_t i = 0; i < n; i++) {
        double mean = out[0][i] / volume[i]; /* volumes below 0 can cancel out but for a trace */
        out[0][i] = isfinite(mean) ? mean : price[i];
    }
    ta__blank_before(k, s->money.period - 1, n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__rvwap = {
    .info = {.id = "rvwap",
             .name = "Rolling Volume-Weighted Average Price",
             .short_name = "rolling VWAP",
             .group = "volume",
             .summary = "The mean typical price of the last bars, weighted by volume; the typical "
                        "price where nothing was traded.",
             .formula = "rvwap = sum(tp volume) / sum(volume) over N bars",
             .source = "Standard definition.",
             .numeric_class = TA_CLASS_WINDOW,
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
