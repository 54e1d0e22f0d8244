#include "../../define.h"

/* parameters */
enum {
    PERIOD,
    SMOOTHING
};
enum {
    WILDER,
    SIMPLE
};
static const char *const smoothings[] = {"wilder", "sma", NULL};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 14),
                                       TA__CHOICE("smoothing", "smoothing", smoothings, SIMPLE)};
static const ta_input inputs[] = {TA_INPUT_REAL};
static const ta_output_info outputs[] = {
    {.id = "rsi", .name = "RSI", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {30, 70};

typedef struct averages {
    bool simple;
    size_t previous;      /* the last value */
    ta__smooth wilder[2]; /* of gains, of losses */
    ta__window_sum sums[2];
} averages;
TA__PLAN_FITS(averages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    averages *a = plan;
    a->simple = p[SMOOTHING] == SIMPLE;
    a->previous = ta__reserve(layout, 1);
    /* The first change is that of bar 1. */
    for (int side = 0; side < 2; side++)
        if (a->simple)
            ta__window_sum_plan(&a->sums[side], 1, (size_t)p[PERIOD], layout);
        else
            ta__smooth_plan(&a->wilder[side], 1, (size_t)p[PERIOD], 1 / p[PERIOD], layout);
}

TA__INLINE void split(double change, double *gain, double *loss) {
    *gain = change > 0 ? change : 0;
    *loss = change < 0 ? -change : 0;
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const averages *a = plan;
    double sides[2][TA__TILE];
    split(in[0][0] - state[a->previous], &sides[0][0], &sides[1][0]);
    for (size_t i = 1; i < n; i++)
        split(in[0][i] - in[0][i - 1], &sides[0][i], &sides[1][i]);
    state[a->previous] = in[0][n - 1];
    for (int side = 0; side < 2; side++)
        if (a->simple)
            ta__window_sum_run(level, &a->sums[side], state, k, sides[side], n, sides[side]);
        else
            ta__smooth_run(level, &a->wilder[side], state, k, sides[side], n, sides[side]);
    for (size_t i = 0; i < n; i++) {
        /* An average of what is not negative is not negative, whatever the rounding of the blocks.
         */
        double gain = sides[0][i] < 0 ? 0 : sides[0][i];
        double loss = sides[1][i] < 0 ? 0 : sides[1][i];
        double total = gain + loss;
        out[0][i] = total == 0 ? 50 : 100 * (gain / total);
    }
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__rsi = {
    .info = {.id = "rsi",
             .name = "Relative Strength Index",
             .short_name = "RSI",
             .group = "momentum",
             .summary = "The share of gains in the average movement of the last bars, 0 to 100; 50 "
                        "when there was none.",
             .formula = "rsi = 100 * G / (G + L), G and L the averages of gains and losses: rma "
                        "seeded with the mean of the first N (wilder) or the mean of the last N "
                        "(sma)",
             .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); "
                       "smoothing sma: David Cutler. wilder equals TA-Lib's RSI.",
             .numeric_class = TA_CLASS_RECURSIVE,
             .bounded = true,
             .lower = 0,
             .upper = 100,
             .levels = levels,
             .n_levels = TA__COUNT(levels),
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
};
