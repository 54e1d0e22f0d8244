#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {TA__PERIOD("period", "period", 14)};
enum {
    HIGH,
    LOW,
    CLOSE,
    VOLUME
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE, TA_INPUT_VOLUME};
static const ta_output_info outputs[] = {
    {.id = "mfi", .name = "MFI", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {20, 80};

typedef struct stages {
    size_t previous; /* the last typical price */
    ta__window_sum rising, falling;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    s->previous = ta__reserve(layout, 1);
    /* The first change is that of bar 1. */
    ta__window_sum_plan(&s->rising, 1, (size_t)p[PERIOD], layout);
    ta__window_sum_plan(&s->falling, 1, (size_t)p[PERIOD], layout);
}

/* The flow of a bar whose price has risen, else 0; whatever factor the prices have cancels in the
 * index. */
TA__INLINE double flow(double rise, double price, double volume) {
    return rise > TA__SAME_PRICE * fabs(price) ? price * volume : 0;
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double price[TA__TILE], rising[TA__TILE], falling[TA__TILE];
    for (size_t i = 0; i < n; i++)
        price[i] = in[HIGH][i] + in[LOW][i] + in[CLOSE][i];
    /* No branch on the direction of a price, which cannot be foreseen. */
    rising[0] = flow(price[0] - state[s->previous], price[0], in[VOLUME][0]);
    falling[0] = flow(state[s->previous] - price[0], price[0], in[VOLUME][0]);
    for (size_t i = 1; i < n; i++) {
        rising[i] = flow(price[i] - price[i - 1], price[i], in[VOLUME][i]);
        falling[i] = flow(price[i - 1] - price[i], price[i], in[VOLUME][i]);
    }
    state[s->previous] = price[n - 1];
    ta__window_sum_run(level, &s->rising, state, k, rising, n, rising);
    ta__window_sum_run(level, &s->falling, state, k, falling, n, falling);
    for (size_t i = 0; i < n; i++)
        out[0][i] = ta__share(rising[i], rising[i] + falling[i], 50);
    ta__blank_before(k, s->rising.start + s->rising.period - 1, n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__mfi = {
    .info = {.id = "mfi",
             .name = "Money Flow Index",
             .short_name = "MFI",
             .group = "volume",
             .summary = "The share of money that changed hands at rising typical prices, 0 to 100; "
                        "50 where none did.",
             .formula = "flow = tp * volume, positive where tp rose, negative where it fell; mfi = "
                        "100 P / (P + M), sums over N bars",
             .source =
                 "Gene Quong and Avrum Soudack; equals TA-Lib's MFI but where no price moved, "
                 "where that gives 0.",
             .numeric_class = TA_CLASS_WINDOW,
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
    .state_layout = 2,
    .plan_size = sizeof(stages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
