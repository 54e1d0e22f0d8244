#include "../../define.h"

enum {
    HIGH,
    LOW,
    CLOSE,
    VOLUME,
    SESSION
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE, TA_INPUT_VOLUME,
                                  TA_INPUT_SESSION};
static const ta_output_info outputs[] = {
    {.id = "vwap", .name = "VWAP", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

typedef struct place {
    size_t session;       /* of the last bar */
    size_t money, volume; /* sums */
} place;
TA__PLAN_FITS(place);

static size_t lookback(const double *p) {
    (void)p;
    return 0;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    place *at = plan;
    at->session = ta__reserve(layout, 1);
    at->money = ta__reserve(layout, TA__SUM_DOUBLES);
    at->volume = ta__reserve(layout, TA__SUM_DOUBLES);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    (void)k;
    const place *at = plan;
    for (size_t i = 0; i < n; i++) {
        if (in[SESSION][i] != state[at->session])
            for (size_t j = 0; j < TA__SUM_DOUBLES; j++)
                state[at->money + j] = state[at->volume + j] = 0;
        state[at->session] = in[SESSION][i];
        double price = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
        double money = ta__sum_add(state + at->money, price * in[VOLUME][i]);
        double volume = ta__sum_add(state + at->volume, in[VOLUME][i]);
        double mean = money / volume; /* volumes below 0 can cancel out but for a trace */
        out[0][i] = isfinite(mean) ? mean : price;
    }
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__vwap = {
    .info = {.id = "vwap",
             .name = "Volume-Weighted Average Price",
             .short_name = "VWAP",
             .group = "volume",
             .summary = "The mean typical price of the session so far, weighted by volume; the "
                        "typical price while nothing was traded.",
             .formula = "vwap = sum(tp volume) / sum(volume) since the session began",
             .source = "Standard definition, anchored at the session.",
             .numeric_class = TA_CLASS_CUMULATIVE,
             .overlay = true,
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
