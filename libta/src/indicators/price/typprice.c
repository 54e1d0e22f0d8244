#include "../../define.h"

enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
static const ta_output_info outputs[] = {
    {.id = "typprice", .name = "typical price", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PRICE}};

static size_t lookback(const double *p) {
    (void)p;
    return 0;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    (void)p;
    (void)plan;
    (void)layout;
}

/*
 * The division as products: with the rounded reciprocal, a quotient and its exact remainder give
 * the correctly rounded one (Markstein), unless the remainder could be subnormal. False then.
 */
TA__INLINE bool thirds(const double *high, const double *low, const double *close, size_t n,
                       double *y) {
    const double third = 1.0 / 3;
    int64_t tiny = 0;
    for (size_t i = 0; i < n; i++) {
        double sum = high[i] + low[i] + close[i], quotient = sum * third;
        y[i] = __builtin_fma(__builtin_fma(-3, quotient, sum), third, quotient);
        tiny |= -(int64_t)(fabs(sum) < 0x1p-900);
    }
    return tiny == 0;
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    (void)plan;
    (void)state;
    (void)k;
    if (level != TA__AVX2 || TA__IS_TICK(n) || !thirds(in[HIGH], in[LOW], in[CLOSE], n, out[0]))
        for (size_t i = 0; i < n; i++)
            out[0][i] = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__typprice = {
    .info = {.id = "typprice",
             .name = "Typical Price",
             .short_name = "typical price",
             .group = "price",
             .summary = "The mean of high, low and close.",
             .formula = "typprice[i] = (high[i] + low[i] + close[i]) / 3, added from the left",
             .source = "Standard definition; equals TA-Lib's TYPPRICE.",
             .numeric_class = TA_CLASS_ELEMENTWISE,
             .overlay = true,
             .inputs = inputs,
             .n_inputs = TA__COUNT(inputs),
             .n_outputs = TA__COUNT(outputs)},
    .outputs = outputs,
    .state_layout = 1,
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
