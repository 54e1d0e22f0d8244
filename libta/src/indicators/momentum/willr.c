#include "range_stage.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 14)};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
static const ta_output_info outputs[] = {
    {.id = "willr", .name = "%R", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {-80, -20};

TA__PLAN_FITS(ta__range_stage);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__range_plan(plan, (size_t)p[PERIOD], layout);
}

TA__INLINE void blank(const ta__range_stage *r, uint64_t k, size_t n, double *y) {
    ta__blank_before(k, r->highest.period - 1, n, y);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__range_run(level, plan, true, state, k, in, n, out[0]);
    blank(plan, k, n, out[0]);
}

TA__INLINE bool run_unchecked(ta__level level, const void *plan, double *state, uint64_t k,
                              const double *const *in, size_t n, double *const *out) {
    if (!ta__range_run_unchecked(level, plan, true, state, k, in, n, out[0]))
        return false;
    blank(plan, k, n, out[0]);
    return true;
}

TA__RUN_UNCHECKED_AT_EACH_LEVEL

const ta_indicator ta__willr = {
    .info = {.id = "willr",
             .name = "Williams %R",
             .short_name = "%R",
             .group = "momentum",
             .summary = "Where the close lies between the highest high and the lowest low of the "
                        "last bars, -100 to 0; -50 where they are equal.",
             .formula = "willr = -100 (max(high, N) - close) / (max(high, N) - min(low, N))",
             .source =
                 "Larry Williams; equals TA-Lib's WILLR but for flat windows, where that gives 0.",
             .numeric_class = TA_CLASS_ELEMENTWISE,
             .bounded = true,
             .lower = -100,
             .upper = 0,
             .levels = levels,
             .n_levels = TA__COUNT(levels),
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(ta__range_stage),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
