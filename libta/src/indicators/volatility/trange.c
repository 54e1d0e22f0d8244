#include "true_range.h"

static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
static const ta_output_info outputs[] = {
    {.id = "trange", .name = "true range", .plot = TA_PLOT_LINE, .unit = TA_UNIT_DIFFERENCE}};

typedef struct place {
    size_t previous; /* the last close */
} place;
TA__PLAN_FITS(place);

static size_t lookback(const double *p) {
    (void)p;
    return 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    place *at = plan;
    at->previous = ta__reserve(layout, 1);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level;
    const place *at = plan;
    ta__true_ranges(in[TA__RANGES_HIGH], in[TA__RANGES_LOW], in[TA__RANGES_CLOSE], n,
                    &state[at->previous], out[0]);
    ta__blank_before(k, 1, n, out[0]);
}

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
    const place *at = plan;
    if (!ta__true_ranges_unchecked(level, in, n, &state[at->previous], out[0]))
        return false;
    ta__blank_before(k, 1, n, out[0]);
    return true;
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__trange = {
    .info =
        {.id = "trange",
         .name = "True Range",
         .short_name = "true range",
         .group = "volatility",
         .summary = "The range of a bar, widened to the close before it.",
         .formula = "trange[i] = max(high[i], close[i-1]) - min(low[i], close[i-1])",
         .source =
             "Wilder, New Concepts in Technical Trading Systems (1978); equals TA-Lib's TRANGE.",
         .numeric_class = TA_CLASS_ELEMENTWISE,
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
