#include "../../define.h"
#include "../../kernels/lanes.h"

/* parameters */
enum {
    FAST,
    SLOW,
    SEED
};
static const ta_param_info params[] = {TA__PERIOD("fast", "fast period", 12),
                                       TA__PERIOD("slow", "slow period", 26),
                                       TA__CHOICE("seed", "seed", ta__seeds, TA__SEED_FIRST)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "ppo", .name = "PPO", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};

typedef struct averages {
    ta__smooth fast, slow;
} averages;
TA__PLAN_FITS(averages);

static size_t lookback(const double *p) {
    return ta__seed_count(p[SEED], p[SLOW]) - 1;
}

static ta_status check(const ta_indicator *ind, const double *p, ta_error *err) {
    if (p[FAST] < p[SLOW])
        return TA_OK;
    return ta__relation_error(err, ind, p, FAST, "must be less than", SLOW);
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    averages *a = plan;
    ta__smooth_plan(&a->fast, 0, ta__seed_count(p[SEED], p[FAST]), 2 / (p[FAST] + 1), layout);
    ta__smooth_plan(&a->slow, 0, ta__seed_count(p[SEED], p[SLOW]), 2 / (p[SLOW] + 1), layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const averages *a = plan;
    double slow[TA__TILE];
    ta__smooth_run(level, &a->slow, state, k, in[0], n, slow);
    ta__smooth_run(level, &a->fast, state, k, in[0], n, out[0]);
    for (size_t i = 0; i < n; i++)
        out[0][i] = ta__finite(100 * ((out[0][i] - slow[i]) / slow[i]));
}

TA__RUN_AT_EACH_LEVEL

#if TA__HAS_AVX2
static inline ta__stages stages(const void *plan) {
    const averages *a = plan;
    return (ta__stages){.count = 2, .smooth = {&a->fast, &a->slow}};
}

TA__TARGET_AVX2 TA__INLINE void lanes(ta__lanes *l, const __m256d *x,
                                      __m256d (*y)[TA__SMOOTH_BLOCK]) {
    __m256d fast[TA__SMOOTH_BLOCK], slow[TA__SMOOTH_BLOCK];
    for (size_t j = 0; j < l->bars; j++)
        fast[j] = slow[j] = x[j];
    ta__lanes_smooth(l, 0, fast);
    ta__lanes_smooth(l, 1, slow);
    for (size_t j = 0; j < l->bars; j++) {
        __m256d share = _mm256_div_pd(_mm256_sub_pd(fast[j], slow[j]), slow[j]);
        y[0][j] = ta__finite_four(_mm256_mul_pd(_mm256_set1_pd(100), share));
    }
}
#endif
TA__LANE_FUNCTIONS

const ta_indicator ta__ppo = {
    .info =
        {.id = "ppo",
         .name = "Percentage Price Oscillator",
         .short_name = "PPO",
         .group = "momentum",
         .summary =
             "The difference of a fast and a slow exponential average in percent of the slow one; "
             "NaN where that is 0.",
         .formula = "ppo = 100 (ema(x, fast) - ema(x, slow)) / ema(x, slow)",
         .source = "Seed sma equals TA-Lib's PPO with exponential averages.",
         .numeric_class = TA_CLASS_RECURSIVE,
         .partial = true,
         .inputs = inputs,
         .n_inputs = TA__COUNT(inputs),
         .n_params = TA__COUNT(params),
         .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(averages),
    .lookback = lookback,
    .check = check,
    .plan = plan,
    .run = TA__RUN_LEVELS,
    .lanes = TA__LANE_CODE,
};
