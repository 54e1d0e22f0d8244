#include "../../define.h"

/* parameters */
enum {
    CONVERSION,
    BASE,
    SPAN
};
static const ta_param_info params[] = {TA__PERIOD("conversion", "conversion period", 9),
                                       TA__PERIOD("base", "base period", 26),
                                       TA__PERIOD("span", "span period", 52)};
enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
enum {
    OUT_CONVERSION,
    OUT_BASE,
    OUT_SPAN_A,
    OUT_SPAN_B,
    OUT_LAGGING
};
static const ta_output_info outputs[] = {
    {.id = "conversion", .name = "conversion line", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE},
    {.id = "base", .name = "base line", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE},
    {.id = "span_a",
     .name = "leading span A",
     .plot = TA_PLOT_BAND_UPPER,
     .unit = TA_UNIT_PRICE,
     .shift = 26},
    {.id = "span_b",
     .name = "leading span B",
     .plot = TA_PLOT_BAND_LOWER,
     .unit = TA_UNIT_PRICE,
     .shift = 26},
    {.id = "lagging",
     .name = "lagging span",
     .plot = TA_PLOT_LINE,
     .unit = TA_UNIT_PRICE,
     .shift = -26}};

typedef struct stages {
    ta__window_extremum highest[3], lowest[3];
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    double longest = fmax(p[CONVERSION], fmax(p[BASE], p[SPAN]));
    return (size_t)longest - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    for (int i = 0; i < 3; i++) {
        ta__window_extremum_plan(&s->highest[i], true, 0, (size_t)p[i], layout);
        ta__window_extremum_plan(&s->lowest[i], false, 0, (size_t)p[i], layout);
    }
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double low[TA__TILE];
    double *const middles[] = {out[OUT_CONVERSION], out[OUT_BASE], out[OUT_SPAN_B]};
    uint64_t warm = 0;
    for (int j = 0; j < 3; j++) {
        ta__window_extremum_run(level, &s->highest[j], state, k, in[HIGH], n, middles[j]);
        ta__window_extremum_run(level, &s->lowest[j], state, k, in[LOW], n, low);
        for (size_t i = 0; i < n; i++)
            middles[j][i] = (middles[j][i] + low[i]) / 2;
        warm = s->highest[j].period - 1 > warm ? s->highest[j].period - 1 : warm;
    }
    for (size_t i = 0; i < n; i++) {
        out[OUT_SPAN_A][i] = (out[OUT_CONVERSION][i] + out[OUT_BASE][i]) / 2;
        out[OUT_LAGGING][i] = in[CLOSE][i];
    }
    /* All begin together. */
    for (size_t o = 0; o < TA__COUNT(outputs); o++)
        ta__blank_before(k, warm, n, out[o]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__ichimoku = {
    .info = {.id = "ichimoku",
             .name = "Ichimoku Kinko Hyo",
             .short_name = "Ichimoku",
             .group = "overlap",
             .summary = "Middles of the ranges of three windows, the spans drawn 26 bars ahead and "
                        "the close 26 bars behind; the values are not moved.",
             .formula = "middle(N) = (max(high, N) + min(low, N)) / 2; conversion = "
                        "middle(conversion); base = middle(base); span_a = (conversion + base) / "
                        "2; span_b = middle(span); lagging = close",
             .source = "Goichi Hosoda (1968).",
             .numeric_class = TA_CLASS_ELEMENTWISE,
             .overlay = true,
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
