#include "../../define.h"

#include <string.h>

enum {
    CLOSE,
    VOLUME
};
static const ta_input inputs[] = {TA_INPUT_CLOSE, TA_INPUT_VOLUME};
static const ta_output_info outputs[] = {
    {.id = "obv", .name = "OBV", .plot = TA_PLOT_LINE, .unit = TA_UNIT_VOLUME}};

typedef struct place {
    size_t previous; /* the last close */
    size_t sum;
} place;
TA__PLAN_FITS(place);

static size_t lookback(const double *p) {
    (void)p;
    return 0;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    place *at = plan;
    at->previous = ta__reserve(layout, 1);
    at->sum = ta__reserve(layout, TA__SUM_DOUBLES);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    const place *at = plan;
    double previous = state[at->previous], sum[TA__SUM_DOUBLES];
    memcpy(sum, state + at->sum, sizeof sum); /* where a store to out cannot change it */
    for (size_t i = 0; i < n; i++) {
        double close = in[CLOSE][i], volume = in[VOLUME][i];
        /* A product, since which way a close goes cannot be predicted. */
        int sign = k + i == 0 ? 1 : (close > previous) - (close < previous);
        out[0][i] = ta__sum_add(sum, sign * volume);
        previous = close;
    }
    state[at->previous] = previous;
    memcpy(state + at->sum, sum, sizeof sum);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__obv = {
    .info = {.id = "obv",
             .name = "On-Balance Volume",
             .short_name = "OBV",
             .group = "volume",
             .summary = "Volume added up on rising closes and subtracted on falling ones, from the "
                        "first bar on.",
             .formula =
                 "obv[i] = obv[i-1] + sign(close[i] - close[i-1]) volume[i], obv[0] = volume[0]",
             .source = "Joseph Granville (1963); equals TA-Lib's OBV.",
             .numeric_class = TA_CLASS_CUMULATIVE,
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
