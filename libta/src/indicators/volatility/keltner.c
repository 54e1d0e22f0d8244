#include "../../define.h"

/* parameters */
enum {
    PERIOD,
    ATR,
    K,
    SEED
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 20),
                                       TA__PERIOD("atr", "ATR period", 10),
                                       {.id = "k",
                                        .name = "ranges",
                                        .kind = TA_PARAM_REAL,
                                        .def = 2,
                                        .min = 0,
                                        .max = 100,
                                        .step = 0.1},
                                       TA__CHOICE("seed", "seed", ta__seeds, TA__SEED_FIRST)};
enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
enum {
    OUT_UPPER,
    OUT_MIDDLE,
    OUT_LOWER
};
static const ta_output_info outputs[] = {
    {.id = "upper", .name = "upper channel", .plot = TA_PLOT_BAND_UPPER, .unit = TA_UNIT_PRICE},
    {.id = "middle", .name = "middle", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE},
    {.id = "lower", .name = "lower channel", .plot = TA_PLOT_BAND_LOWER, .unit = TA_UNIT_PRICE}};

typedef struct stages {
    size_t previous; /* the last close */
    double k;
    ta__smooth middle, range;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    size_t middle = ta__seed_count(p[SEED], p[PERIOD]) - 1, range = (size_t)p[ATR];
    return middle > range ? middle : range;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    s->previous = ta__reserve(layout, 1);
    s->k = p[K];
    ta__smooth_plan(&s->middle, 0, ta__seed_count(p[SEED], p[PERIOD]), 2 / (p[PERIOD] + 1), layout);
    ta__smooth_plan(&s->range, 1, (size_t)p[ATR], 1 / p[ATR], layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double range[TA__TILE];
    ta__true_ranges(in[HIGH], in[LOW], in[CLOSE], n, &state[s->previous], range);
    ta__smooth_run(level, &s->range, state, k, range, n, range);
    ta__smooth_run(level, &s->middle, state, k, in[CLOSE], n, out[OUT_MIDDLE]);
    for (size_t i = 0; i < n; i++) {
        out[OUT_UPPER][i] = out[OUT_MIDDLE][i] + s->k * range[i];
        out[OUT_LOWER][i] = out[OUT_MIDDLE][i] - s->k * range[i];
    }
    /* All three begin together. */
    ta__blank_before(k, s->range.seed_at, n, out[OUT_MIDDLE]);
    ta__blank_before(k, s->middle.seed_at, n, out[OUT_UPPER]);
    ta__blank_before(k, s->middle.seed_at, n, out[OUT_LOWER]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__keltner = {
    .info =
        {.id = "keltner",
         .name = "Keltner Channel",
         .short_name = "Keltner",
         .group = "volatility",
         .summary =
             "An exponential average of the close and channels of average true ranges around it.",
         .formula = "middle = ema(close, N); upper, lower = middle +- k atr(M)",
         .source =
             "Chester Keltner (1960), in the form of Linda Raschke (TradingView, StockCharts).",
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
