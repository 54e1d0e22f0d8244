#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
/* Each bar takes two passes over its window; this bounds what a period can cost. */
static const ta_param_info params[] = {{.id = "period",
                                        .name = "period",
                                        .kind = TA_PARAM_INT,
                                        .def = 14,
                                        .min = 1,
                                        .max = 2000,
                                        .step = 1}};
enum {
    HIGH,
    LOW,
    CLOSE
};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};
static const ta_output_info outputs[] = {
    {.id = "cci", .name = "CCI", .plot = TA_PLOT_LINE, .unit = TA_UNIT_PERCENT}};
static const double levels[] = {-100, 100};

/*
 * Three times the typical price, high + low + close, is kept as a rounded sum and what rounding
 * took from it. So the small distances between prices are not lost in the size of the prices.
 */
typedef struct stages {
    ta__line sums, rests;
    ta__window_mean mean; /* of the rounded sums */
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    size_t period = (size_t)p[PERIOD];
    ta__line_plan(&s->sums, period, layout);
    ta__line_plan(&s->rests, period, layout);
    ta__window_mean_plan(&s->mean, 0, period, layout);
}

/* a + b, and in *rest what rounding took. */
TA__INLINE double exact_sum(double a, double b, double *rest) {
    double sum = a + b, shadow = sum - a;
    *rest = (a - (sum - shadow)) + (b - shadow);
    return sum;
}

/* Values that are added up, in four lanes, before they join the sum. */
#define PART 64

TA__INLINE double distance(const double *sum, const double *rest, double middle, double off) {
    return (*sum - middle) + *rest - off;
}

TA__INLINE double term(const double *sum, const double *rest, double middle, double off,
                       bool absolute) {
    double d = distance(sum, rest, middle, off);
    return absolute ? fabs(d) : d;
}

/* The sum of the distances in the window that ends at *sum, or of their absolute values. */
TA__INLINE double sum_of_distances(const double *sum, const double *rest, size_t period,
                                   double middle, double off, bool absolute) {
    double total = 0;
    const double *s = sum - (period - 1), *r = rest - (period - 1);
    for (size_t begin = 0; begin < period; begin += PART) {
        size_t end = period - begin < PART ? period : begin + PART, j = begin;
        double lane0 = 0, lane1 = 0, lane2 = 0, lane3 = 0;
        for (; j + 4 <= end; j += 4) {
            lane0 += term(s + j, r + j, middle, off, absolute);
            lane1 += term(s + j + 1, r + j + 1, middle, off, absolute);
            lane2 += term(s + j + 2, r + j + 2, middle, off, absolute);
            lane3 += term(s + j + 3, r + j + 3, middle, off, absolute);
        }
        for (; j < end; j++)
            lane0 += term(s + j, r + j, middle, off, absolute);
        total += (lane0 + lane1) + (lane2 + lane3);
    }
    return total;
}

/*
 * One window, from the rounded mean of its rounded sums. Distances from that are good to the last
 * digit, however large the prices and whichever of them is far from the others; their own mean is
 * what the rounded mean is off.
 */
TA__INLINE double index_of(const double *sum, const double *rest, size_t period, double middle) {
    double off = sum_of_distances(sum, rest, period, middle, 0, false) / (double)period;
    double spread = sum_of_distances(sum, rest, period, middle, off, true) / (double)period;
    if (ta__same_price(spread, middle))
        return 0;
    return distance(sum, rest, middle, off) / (0.015 * spread);
}

/* Bars that lie side by side on the lines. */
TA__INLINE void run_part(ta__level level, const stages *s, double *state, uint64_t k,
                         const double *const *in, size_t from, size_t n, double *y) {
    double mean[TA__TILE];
    double *sums = ta__line_at(&s->sums, state, k), *rests = ta__line_at(&s->rests, state, k);
    size_t period = s->mean.sum.period;
    for (size_t i = 0; i < n; i++) {
        double rest, sum = exact_sum(in[HIGH][from + i], in[LOW][from + i], &rest);
        sums[i] = exact_sum(sum, in[CLOSE][from + i], &rests[i]);
        rests[i] += rest;
    }
    ta__window_mean_run(level, &s->mean, state, k, sums, n, mean);
    for (size_t i = ta__bars_before(k, period - 1, n); i < n; i++)
        y[i] = index_of(sums + i, rests + i, period, mean[i]);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    for (size_t i = 0; i < n;) {
        size_t room = ta__line_room(&s->sums, k + i), part = n - i < room ? n - i : room;
        run_part(level, s, state, k + i, in, i, part, out[0] + i);
        i += part;
    }
    ta__blank_before(k, s->mean.sum.period - 1, n, out[0]);
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__cci = {
    .info =
        {.id = "cci",
         .name = "Commodity Channel Index",
         .short_name = "CCI",
         .group = "momentum",
         .summary = "How far the typical price lies from its average, in mean absolute deviations; "
                    "0 where all are equal.",
         .formula =
             "cci = (tp - sma(tp, N)) / (0.015 mean(|tp[j] - sma(tp, N)|)), tp the typical price",
         .source = "Donald Lambert (1980); equals TA-Lib's CCI.",
         .numeric_class = TA_CLASS_WINDOW,
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
