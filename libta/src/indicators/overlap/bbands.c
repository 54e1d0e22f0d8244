#include "../../define.h"

/* parameters */
enum {
    PERIOD,
    K
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 20),
                                       {.id = "k",
                                        .name = "standard deviations",
                                        .kind = TA_PARAM_REAL,
                                        .def = 2,
                                        .min = 0,
                                        .max = 100,
                                        .step = 0.1}};
static const ta_input inputs[] = {TA_INPUT_REAL};
enum {
    UPPER,
    MIDDLE,
    LOWER
};
static const ta_output_info outputs[] = {
    {.id = "upper", .name = "upper band", .plot = TA_PLOT_BAND_UPPER, .unit = TA_UNIT_PRICE},
    {.id = "middle", .name = "middle band", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE},
    {.id = "lower", .name = "lower band", .plot = TA_PLOT_BAND_LOWER, .unit = TA_UNIT_PRICE}};

typedef struct bands {
    ta__window_mean mean;
    ta__window_variance variance;
    double k;
} bands;
TA__PLAN_FITS(bands);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    bands *b = plan;
    ta__window_mean_plan(&b->mean, 0, (size_t)p[PERIOD], layout);
    ta__window_variance_plan(&b->variance, 0, (size_t)p[PERIOD], 0, layout);
    b->k = p[K];
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const bands *b = plan;
    double deviation[TA__TILE];
    ta__window_variance_run(level, &b->variance, state, k, in[0], n,
                            (ta__deviations){.y = deviation, .root = true});
    ta__window_mean_run(level, &b->mean, state, k, in[0], n, out[MIDDLE]);
    for (size_t i = 0; i < n; i++) {
        double width = b->k * deviation[i];
        out[UPPER][i] = out[MIDDLE][i] + width;
        out[LOWER][i] = out[MIDDLE][i] - width;
    }
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__bbands = {
    .info = {.id = "bbands",
             .name = "Bollinger Bands",
             .short_name = "BB",
             .group = "overlap",
             .summary = "A moving average and bands k standard deviations above and below it.",
             .formula = "middle = sma(x, N); upper, lower = middle +- k * stddev(x, N), the "
                        "standard deviation of a population",
             .source = "John Bollinger, Bollinger on Bollinger Bands (2001); equals TA-Lib's "
                       "BBANDS with a simple moving average and nbdevup = nbdevdn = k.",
             .numeric_class = TA_CLASS_ANCHORED,
             .overlay = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(bands),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
