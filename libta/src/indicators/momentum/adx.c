#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {{.id = "period",
                                        .name = "period",
                                        .kind = TA_PARAM_INT,
                                        .def = 14,
                                        .min = 2,
                                        .max = TA__PERIOD_MAX,
                                        .step = 1}};
enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
enum {
    OUT_ADX,
    OUT_PLUS_DI,
    OUT_MINUS_DI
};
static const ta_output_info outputs[] = {
    {.id = "adx", .name = "ADX", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT},
    {.id = "plus_di", .name = "+DI", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT},
    {.id = "minus_di", .name = "-DI", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {25};

typedef struct stages {
    size_t previous; /* the last high, low and close */
    ta__smooth plus, minus, range, adx;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return 2 * (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    size_t period = (size_t)p[PERIOD];
    s->previous = ta__reserve(layout, 3);
    ta__smooth_plan_wilder_sum(&s->plus, 1, period, layout);
    ta__smooth_plan_wilder_sum(&s->minus, 1, period, layout);
    ta__smooth_plan_wilder_sum(&s->range, 1, period, layout);
    ta__smooth_plan(&s->adx, period, period, 1 / p[PERIOD], layout);
}

/* Wilder's directional movement: the larger of the two moves, when it is one. */
TA__INLINE void move(double up, double down, double *plus, double *minus) {
    double rise = up > 0 ? up : 0, fall = down > 0 ? down : 0;
    *plus = up > down ? rise : 0;
    *minus = down > up ? fall : 0;
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double range[TA__TILE];
    double *plus = out[OUT_PLUS_DI], *minus = out[OUT_MINUS_DI], *adx = out[OUT_ADX];
    double *high = &state[s->previous], *low = &state[s->previous + 1];
    double *close = &state[s->previous + 2];
    move(in[HIGH][0] - *high, *low - in[LOW][0], &plus[0], &minus[0]);
    for (size_t i = 1; i < n; i++)
        move(in[HIGH][i] - in[HIGH][i - 1], in[LOW][i - 1] - in[LOW][i], &plus[i], &minus[i]);
    *high = in[HIGH][n - 1];
    *low = in[LOW][n - 1];
    ta__true_ranges(in[HIGH], in[LOW], in[CLOSE], n, close, range);
    ta__smooth_run(level, &s->plus, state, k, plus, n, plus);
    ta__smooth_run(level, &s->minus, state, k, minus, n, minus);
    ta__smooth_run(level, &s->range, state, k, range, n, range);
    for (size_t i = 0; i < n; i++) {
        plus[i] = ta__share(plus[i], range[i], 0);
        minus[i] = ta__share(minus[i], range[i], 0);
        adx[i] = ta__share(fabs(plus[i] - minus[i]), plus[i] + minus[i], 0);
    }
    ta__smooth_run(level, &s->adx, state, k, adx, n, adx);
    /* All three begin together. */
    ta__blank_before(k, s->adx.seed_at, n, plus);
    ta__blank_before(k, s->adx.seed_at, n, minus);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__adx = {
    .info = {.id = "adx",
             .name = "Average Directional Index",
             .short_name = "ADX",
             .group = "momentum",
             .summary = "How strong a trend is, whatever its direction, and the shares of upward "
                        "and downward movement it is made from.",
             .formula = "+DM, -DM, TR summed by Wilder over N (the first N-1 from bar 1 on); +-DI "
                        "= 100 +-DM / TR; DX = 100 |+DI - -DI| / (+DI + -DI), 0 where there was no "
                        "movement; adx = rma(DX, N)",
             .source = "Wilder, New Concepts in Technical Trading Systems (1978); equals TA-Lib's "
                       "ADX, PLUS_DI and MINUS_DI.",
             .numeric_class = TA_CLASS_RECURSIVE,
             .levels = levels,
             .n_levels = TA__COUNT(levels),
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_params = TA__COUNT(params),
             .n_outputs = TA__COUNT(outputs)},
    .params = params,
    .outputs = outputs,
    .state_layout = 1,
    .plan_size = sizeof(stages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
