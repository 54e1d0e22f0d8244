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

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double rising[TA__TILE], falling[TA__TILE], previous = state[s->previous];
    for (size_t i = 0; i < n; i++) {
        double price = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
        double flow = price * in[VOLUME][i];
        bool moved = !ta__same_price(price - previous, price);
        rising[i] = moved && price > previous ? flow : 0;
        falling[i] = moved && price < previous ? flow : 0;
        previous = price;
    }
    state[s->previous] = previous;
    ta__window_sum_run(level, &s->rising, state, k, rising, n, rising);
    ta__window_sum_run(level, &s->falling, state, k, falling, n, falling);
    for (size_t i = 0; i < n; i++) {
        double total = rising[i] + falling[i];
        out[0][i] = total == 0 ? 50 : 100 * (rising[i] / total);
    }
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
    .state_layout = 1,
    .plan_size = sizeof(stages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
