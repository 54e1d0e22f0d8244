#include "../../define.h"

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
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const averages *a = plan;
    double *macd = out[MACD], *signal = out[SIGNAL_LINE];
    ta__smooth_run(level, &a->fast, state, k, in[0], n, macd);
    ta__smooth_run(level, &a->slow, state, k, in[0], n, signal);
    for (size_t i = 0; i < n; i++)
        macd[i] = macd[i] - signal[i];
    ta__smooth_run(level, &a->signal, state, k, macd, n, signal);
    for (size_t i = 0; i < n; i++)
        out[HISTOGRAM][i] = macd[i] - signal[i];
    /* All three begin together. */
    ta__blank_before(k, a->signal.seed_at, n, macd);
}

TA__RUN_AT_EACH_LEVEL

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
};
