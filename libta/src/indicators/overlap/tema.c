#include "../../define.h"
#include "../../kernels/lanes.h"

/* parameters */
enum {
    PERIOD,
    SEED
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 30),
                                       TA__CHOICE("seed", "seed", ta__seeds, TA__SEED_FIRST)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "tema", .name = "TEMA", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

typedef struct averages {
    ta__smooth stage[3];
} averages;
TA__PLAN_FITS(averages);

static size_t lookback(const double *p) {
    return 3 * (ta__seed_count(p[SEED], p[PERIOD]) - 1);
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    averages *a = plan;
    size_t count = ta__seed_count(p[SEED], p[PERIOD]);
    double factor = 2 / (p[PERIOD] + 1);
    ta__smooth_plan(&a->stage[0], 0, count, factor, layout);
    ta__smooth_plan(&a->stage[1], count - 1, count, factor, layout);
    ta__smooth_plan(&a->stage[2], 2 * (count - 1), count, factor, layout);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const averages *a = plan;
    double first[TA__TILE], second[TA__TILE], third[TA__TILE];
    ta__smooth_run(level, &a->stage[0], state, k, in[0], n, first);
    ta__smooth_run(level, &a->stage[1], state, k, first, n, second);
    ta__smooth_run(level, &a->stage[2], state, k, second, n, third);
    for (size_t i = 0; i < n; i++)
        out[0][i] = 3 * (first[i] - second[i]) + third[i];
}

TA__RUN_AT_EACH_LEVEL

#if TA__HAS_AVX2
static inline ta__stages stages(const void *plan) {
    const averages *a = plan;
    return (ta__stages){.count = 3, .smooth = {&a->stage[0], &a->stage[1], &a->stage[2]}};
}

TA__TARGET_AVX2 TA__INLINE void lanes(ta__lanes *l, const __m256d *x,
                                      __m256d (*y)[TA__SMOOTH_BLOCK]) {
    __m256d v[3][TA__SMOOTH_BLOCK];
    for (size_t stage = 0; stage < 3; stage++) {
        for (size_t j = 0; j < l->bars; j++)
            v[stage][j] = stage == 0 ? x[j] : v[stage - 1][j];
        ta__lanes_smooth(l, stage, v[stage]);
    }
    for (size_t j = 0; j < l->bars; j++) {
        __m256d difference = _mm256_sub_pd(v[0][j], v[1][j]);
        y[0][j] = _mm256_add_pd(_mm256_mul_pd(_mm256_set1_pd(3), difference), v[2][j]);
    }
}
#endif
TA__LANE_FUNCTIONS

const ta_indicator ta__tema = {
    .info = {.id = "tema",
             .name = "Triple Exponential Moving Average",
             .short_name = "TEMA",
             .group = "overlap",
             .summary = "An exponential average with its lag reduced by averages of the average.",
             .formula = "tema = 3 (e1 - e2) + e3, e1 = ema(x, N), e2 = ema(e1, N), e3 = ema(e2, N)",
             .source = "Patrick Mulloy, TASC (1994); seed sma equals TA-Lib's TEMA.",
             .numeric_class = TA_CLASS_RECURSIVE,
             .overlay = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(averages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
    .lanes = TA__LANE_CODE,
};
