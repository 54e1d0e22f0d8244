#include "../../define.h"
#include "../../kernels/lanes.h"
#include "../../kernels/scan.h"

/* parameters */
enum {
    FAST,
    SLOW,
    SIGNAL,
    SEED
};
static const ta_param_info params[] = {TA__PERIOD("fast", "fast period", 12),
                                       TA__PERIOD("slow", "slow period", 26),
                                       TA__PERIOD("signal", "signal period", 9),
                                       TA__CHOICE("seed", "seed", ta__seeds, TA__SEED_FIRST)};
static const ta_input inputs[] = {TA_INPUT_REAL};
enum {
    MACD,
    SIGNAL_LINE,
    HISTOGRAM
};
static const ta_output_info outputs[] = {
    {.id = "macd", .name = "MACD", .plot = TA_PLOT_LINE, .unit = TA_UNIT_DIFFERENCE},
    {.id = "signal", .name = "signal", .plot = TA_PLOT_LINE, .unit = TA_UNIT_DIFFERENCE},
    {.id = "histogram",
     .name = "histogram",
     .plot = TA_PLOT_HISTOGRAM,
     .unit = TA_UNIT_DIFFERENCE}};

typedef struct averages {
    ta__smooth fast, slow, signal;
    uint64_t settled; /* all of them */
} averages;
TA__PLAN_FITS(averages);

static size_t lookback(const double *p) {
    return ta__seed_count(p[SEED], p[SLOW]) - 1 + ta__seed_count(p[SEED], p[SIGNAL]) - 1;
}

static ta_status check(const ta_indicator *ind, const double *p, ta_error *err) {
    if (p[FAST] < p[SLOW])
        return TA_OK;
    return ta__relation_error(err, ind, p, FAST, "must be less than", SLOW);
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    averages *a = plan;
    size_t fast_count = ta__seed_count(p[SEED], p[FAST]);
    size_t slow_count = ta__seed_count(p[SEED], p[SLOW]);
    /* Both averages begin at the same bar, each seeded over its own last bars before it. */
    ta__smooth_plan(&a->fast, slow_count - fast_count, fast_count, 2 / (p[FAST] + 1), layout);
    ta__smooth_plan(&a->slow, 0, slow_count, 2 / (p[SLOW] + 1), layout);
    ta__smooth_plan(&a->signal, slow_count - 1, ta__seed_count(p[SEED], p[SIGNAL]),
                    2 / (p[SIGNAL] + 1), layout);
    a->settled = ta__settled(&a->fast, ta__settled(&a->slow, a->signal.settled));
}

#if TA__HAS_AVX2
/* In two passes: the signal's carries then do not have to wait for those of the averages. */
TA__TARGET_AVX2 static void groups(const averages *a, double *state, const double *x, size_t n,
                                   double *const *out, size_t at) {
    __m256d v[TA__SMOOTH_BLOCK], other[TA__SMOOTH_BLOCK];
    ta__scan fast = ta__scan_begin(&a->fast, state), slow = ta__scan_begin(&a->slow, state);
    for (size_t i = at; i < at + n; i += TA__GROUP) {
        ta__group_load(x + i, v);
        ta__group_copy(v, other);
        __m256d first = ta__scan_deviate(&fast, v);
        ta__scan_deviate(&slow, other);
        ta__scan_settle(&fast, first, v);
        ta__scan_settle(&slow, first, other);
        for (int j = 0; j < TA__SMOOTH_BLOCK; j++)
            v[j] = _mm256_sub_pd(v[j], other[j]);
        ta__group_store(v, out[MACD] + i);
    }
    ta__scan_end(&fast, state);
    ta__scan_end(&slow, state);

    ta__scan signal = ta__scan_begin(&a->signal, state);
    for (size_t i = at; i < at + n; i += TA__GROUP) {
        ta__group_load(out[MACD] + i, v);
        ta__group_copy(v, other);
        ta__scan_group(&signal, v);
        ta__group_store(v, out[SIGNAL_LINE] + i);
        for (int j = 0; j < TA__SMOOTH_BLOCK; j++)
            other[j] = _mm256_sub_pd(other[j], v[j]);
        ta__group_store(other, out[HISTOGRAM] + i);
    }
    ta__scan_end(&signal, state);
}
#endif

/* A bar before a->settled; out of line, for the sake of the others. */
static __attribute__((noinline)) double early(const averages *a, double *state, uint64_t k,
                                              double x, double *signal) {
    double fast = ta__smooth_bar(&a->fast, state, k, x);
    double slow = ta__smooth_bar(&a->slow, state, k, x);
    *signal = ta__smooth_bar(&a->signal, state, k, fast - slow);
    return k < a->signal.seed_at ? (double)NAN : fast - slow; /* all three begin together */
}

/* Returns the MACD. */
TA__INLINE double bar(const averages *a, double *state, uint64_t k, double x, double *signal) {
    if (__builtin_expect(k < a->settled, 0))
        return early(a, state, k, x, signal);
    double fast = ta__smooth_settled(&a->fast, state, k, x);
    double slow = ta__smooth_settled(&a->slow, state, k, x);
    *signal = ta__smooth_settled(&a->signal, state, k, fast - slow);
    return fast - slow;
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)level; /* there may be no other */
    const averages *a = plan;
    for (size_t i = 0; i < n;) {
#if TA__HAS_AVX2
        size_t grouped = ta__grouped(level, a->settled, k + i, n - i);
        if (grouped > 0) {
            groups(a, state, in[0], grouped, out, i);
            i += grouped;
            continue;
        }
#endif
        out[MACD][i] = bar(a, state, k + i, in[0][i], &out[SIGNAL_LINE][i]);
        out[HISTOGRAM][i] = out[MACD][i] - out[SIGNAL_LINE][i];
        i++;
    }
}

TA__RUN_AT_EACH_LEVEL

#if TA__HAS_AVX2
static inline ta__stages stages(const void *plan) {
    const averages *a = plan;
    return (ta__stages){.count = 3, .smooth = {&a->fast, &a->slow, &a->signal}};
}

TA__TARGET_AVX2 TA__INLINE void lanes(ta__lanes *l, const __m256d *x,
                                      __m256d (*y)[TA__SMOOTH_BLOCK]) {
    __m256d slow[TA__SMOOTH_BLOCK];
    for (size_t j = 0; j < l->bars; j++)
        y[MACD][j] = slow[j] = x[j];
    ta__lanes_smooth(l, 0, y[MACD]);
    ta__lanes_smooth(l, 1, slow);
    for (size_t j = 0; j < l->bars; j++)
        y[SIGNAL_LINE][j] = y[MACD][j] = _mm256_sub_pd(y[MACD][j], slow[j]);
    ta__lanes_smooth(l, 2, y[SIGNAL_LINE]);
    for (size_t j = 0; j < l->bars; j++)
        y[HISTOGRAM][j] = _mm256_sub_pd(y[MACD][j], y[SIGNAL_LINE][j]);
}
#endif
TA__LANE_FUNCTIONS

const ta_indicator ta__macd = {
    .info = {.id = "macd",
             .name = "Moving Average Convergence/Divergence",
             .short_name = "MACD",
             .group = "momentum",
             .summary = "The difference of a fast and a slow exponential average, and its own "
                        "average as a signal.",
             .formula = "macd = ema(x, fast) - ema(x, slow); signal = ema(macd, signal); histogram "
                        "= macd - signal. Seed sma: both averages begin at bar slow - 1, each with "
                        "the mean of its own last values; the signal likewise.",
             .source = "Gerald Appel; seed sma equals TA-Lib's MACD.",
             .numeric_class = TA_CLASS_RECURSIVE,
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
