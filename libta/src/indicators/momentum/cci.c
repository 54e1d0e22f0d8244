#include "../../define.h"
#include "../../kernels/vector.h"

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
 *
 * The distances of the older prices are added up by age: those of ages 1, 5, 9 .. are one sum, of
 * 2, 6, 10 .. the next. The lanes of a vector are four bars, with the four sums in four vectors;
 * or, for a single bar, they are the four sums.
 */
typedef struct stages {
    size_t period;
    double inverse; /* of the period */
    ta__line sums, rests;
    ta__window_sum total; /* of the rounded sums */
} stages;
TA__PLAN_FITS(stages);

/* Ages whose four sums are joined before others are begun: rounding grows with their length. */
enum {
    PART = 64
};

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD] - 1;
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    size_t period = (size_t)p[PERIOD];
    s->period = period;
    s->inverse = 1 / p[PERIOD];
    ta__line_plan(&s->sums, period + TA__LANES, layout); /* whole vectors of ages */
    ta__line_plan(&s->rests, period + TA__LANES, layout);
    ta__window_sum_plan(&s->total, 0, period, layout);
}

/* a + b, and in *rest what rounding took. */
TA__INLINE double exact_sum(double a, double b, double *rest) {
    double sum = a + b, shadow = sum - a;
    *rest = (a - (sum - shadow)) + (b - shadow);
    return sum;
}

/*
 * The windows that end at four bars, or at one. Distances from the rounded mean of the rounded sums
 * are good to the last digit, however large the prices and whichever of them is far from the
 * others; their own mean is what that mean is off.
 */
typedef struct window {
    const double *sum, *rest; /* the newest; older ones lie before it */
    ta__vector middle, off;
} window;

/* Those at four neighbouring places, the last of which is `age` bars old; or their absolute values
 * less w->off. */
TA__INLINE ta__vector distances(const window *w, size_t age, bool absolute) {
    ta__vector d = (ta__load(w->sum - age) - w->middle) + ta__load(w->rest - age);
    return absolute ? ta__absolute(d - w->off) : d;
}

TA__INLINE size_t part_end(size_t age, size_t period) {
    size_t left = period - age;
    return age + (left < PART ? left : PART);
}

/* Of four bars, w being of the first of them. */
TA__INLINE ta__vector sums_of_bars(const window *w, size_t period, bool absolute) {
    ta__vector total = {0};
    for (size_t age = 1; age < period;) {
        size_t end = part_end(age, period);
        ta__vector sum[TA__LANES] = {{0}};
        for (; age + TA__LANES <= end; age += TA__LANES)
            for (size_t j = 0; j < TA__LANES; j++)
                sum[j] += distances(w, age + j, absolute);
        for (size_t j = 0; j < TA__LANES; j++)
            if (age + j < end)
                sum[j] += distances(w, age + j, absolute);
        age = end;
        total += (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
    return total;
}

static const ta__mask places = {0, 1, 2, 3};

/* Of one bar. */
TA__INLINE double sum_of_ages(const window *w, size_t period, bool absolute) {
    double total = 0;
    for (size_t age = 1; age < period;) {
        size_t end = part_end(age, period);
        ta__vector sum = {0}; /* the last lane is that of the youngest */
        for (; age < end; age += TA__LANES) {
            ta__vector d = distances(w, age + TA__LANES - 1, absolute);
            if (age + TA__LANES > end)
                d = (ta__vector)((ta__mask)d & (places >= (int64_t)(age + TA__LANES - end)));
            sum += d;
        }
        age = end;
        total += (sum[3] + sum[2]) + (sum[1] + sum[0]);
    }
    return total;
}

TA__INLINE ta__vector of_bars(const stages *s, const double *sum, const double *rest,
                              const double *total) {
    ta__vector inverse = ta__all(s->inverse);
    window w = {.sum = sum, .rest = rest, .middle = ta__load(total) * inverse};
    ta__vector own = distances(&w, 0, false);
    w.off = (sums_of_bars(&w, s->period, false) + own) * inverse;
    own -= w.off;
    ta__vector spread = (sums_of_bars(&w, s->period, true) + ta__absolute(own)) * inverse;
    ta__mask moved = spread > TA__SAME_PRICE * ta__absolute(w.middle);
    return (ta__vector)((ta__mask)(own / (0.015 * spread)) & moved);
}

TA__INLINE double of_bar(const stages *s, const double *sum, const double *rest, double total) {
    double middle = total * s->inverse, own = (*sum - middle) + *rest;
    window w = {.sum = sum, .rest = rest, .middle = ta__all(middle)};
    double off = (sum_of_ages(&w, s->period, false) + own) * s->inverse;
    w.off = ta__all(off);
    own -= off;
    double spread = (sum_of_ages(&w, s->period, true) + fabs(own)) * s->inverse;
    return ta__same_price(spread, middle) ? 0 : own / (0.015 * spread);
}

/* Bars that lie side by side on the lines. */
TA__INLINE void run_part(ta__level level, const stages *s, double *state, uint64_t k,
                         const double *const *in, size_t from, size_t n, double *y) {
    double total[TA__TILE];
    double *sums = ta__line_at(&s->sums, state, k), *rests = ta__line_at(&s->rests, state, k);
    for (size_t i = 0; i < n; i++) {
        double rest, sum = exact_sum(in[HIGH][from + i], in[LOW][from + i], &rest);
        sums[i] = exact_sum(sum, in[CLOSE][from + i], &rests[i]);
        rests[i] += rest;
    }
    ta__window_sum_run(level, &s->total, state, k, sums, n, total);
    size_t i = ta__bars_before(k, s->period - 1, n);
    for (; i + TA__LANES <= n; i += TA__LANES)
        ta__store(y + i, of_bars(s, sums + i, rests + i, total + i));
    for (; i < n; i++)
        y[i] = of_bar(s, sums + i, rests + i, total[i]);
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    for (size_t i = 0; i < n;) {
        size_t room = ta__line_room(&s->sums, k + i), part = n - i < room ? n - i : room;
        run_part(level, s, state, k + i, in, i, part, out[0] + i);
        i += part;
    }
    ta__blank_before(k, s->period - 1, n, out[0]);
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
    .state_layout = 2,
    .plan_size = sizeof(stages),
    .lookback = lookback,
    .plan = plan,
    .run = TA__RUN_LEVELS,
};
