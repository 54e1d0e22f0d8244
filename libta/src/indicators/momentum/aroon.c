#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 14)};
enum {
    HIGH,
    LOW
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW};
enum {
    OUT_UP,
    OUT_DOWN,
    OUT_OSCILLATOR
};
static const ta_output_info outputs[] = {
    {.id = "up", .name = "Aroon up", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT},
    {.id = "down", .name = "Aroon down", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT},
    {.id = "oscillator", .name = "oscillator", .plot = TA_PLOT_HISTOGRAM, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {30, 70};

typedef struct stages {
    ta__window_place highest, lowest;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    ta__window_place_plan(&s->highest, true, 0, (size_t)p[PERIOD] + 1, layout);
    ta__window_place_plan(&s->lowest, false, 0, (size_t)p[PERIOD] + 1, layout);
}

/* 100 * (period - bars) / period; of whole numbers, so one correction of the product rounds right.
 */
TA__INLINE double in_percent(ta__level level, double bars, double period, double inverse) {
    double part = 100 * (period - bars);
    if (level != TA__AVX2)
        return part / period;
    double near = part * inverse;
    return __builtin_fma(__builtin_fma(-period, near, part), inverse, near);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double period = (double)(s->highest.period - 1);
    double *up = out[OUT_UP], *down = out[OUT_DOWN];
    ta__window_place_run(level, &s->highest, state, k, in[HIGH], n, up);
    ta__window_place_run(level, &s->lowest, state, k, in[LOW], n, down);
    for (size_t i = 0; i < n; i++) {
        up[i] = in_percent(level, up[i], period, 1 / period);
        down[i] = in_percent(level, down[i], period, 1 / period);
        out[OUT_OSCILLATOR][i] = up[i] - down[i];
    }
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__aroon = {
    .info = {.id = "aroon",
             .name = "Aroon",
             .short_name = "Aroon",
             .group = "momentum",
             .summary = "How recently the last bars made their highest high and their lowest low, "
                        "100 being now; of equal ones the latest counts.",
             .formula = "up = 100 (N - bars since the highest high of N+1 bars) / N; down likewise "
                        "of lows; oscillator = up - down",
             .source = "Tushar Chande (1995); equals TA-Lib's AROON and AROONOSC.",
             .numeric_class = TA_CLASS_ELEMENTWISE,
             .levels = levels,
             .n_levels = TA__COUNT(levels),
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 2,
    .plan_size = sizeof(stages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
