#include "../../define.h"
#include "../../kernels/lanes.h"

/* parameters */
enum {
    PERIOD,
    SEED
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 20),
                                       TA__CHOICE("seed", "seed", ta__seeds, TA__SEED_FIRST)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "ema", .name = "EMA", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

TA__PLAN_FITS(ta__smooth);

static size_t lookback(const double *p) {
    return ta__seed_count(p[SEED], p[PERIOD]) - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    ta__smooth_plan(plan, 0, ta__seed_count(p[SEED], p[PERIOD]), 2 / (p[PERIOD] + 1), layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    ta__smooth_run(level, plan, state, k, in[0], n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

#if TA__HAS_AVX2
static inline ta__stages stages(const void *plan) {
    return (ta__stages){.count = 1, .smooth = {plan}};
}

TA__TARGET_AVX2 TA__INLINE void lanes(ta__lanes *l, const __m256d *x,
                                      __m256d (*y)[TA__SMOOTH_BLOCK]) {
    for (size_t j = 0; j < l->bars; j++)
        y[0][j] = x[j];
    ta__lanes_smooth(l, 0, y[0]);
}
#endif
TA__LANE_FUNCTIONS

const ta_indicator ta__ema = {
    .info =
        {.id = "ema",
         .name = "Exponential Moving Average",
         .short_name = "EMA",
         .group = "overlap",
         .summary = "A mean in which a value's weight falls exponentially with its age.",
         .formula =
             "ema[i] = ema[i-1] + a (x[i] - ema[i-1]), a = 2 / (N + 1); seed sma: first value is "
             "the mean of N values; seed first: the first x",
         .source = "Seed sma: TA-Lib's EMA. Seed first: pandas ewm(span=N, adjust=False).",
         .numeric_class = TA_CLASS_RECURSIVE,
         .overlay = true,
         .inputs = inputs,
         .n_inputs = TA__COUNT(inputs),
         .n_params = TA__COUNT(params),
         .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(ta__smooth),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
    .lanes = TA__LANE_CODE,
};
