#include "../../define.h"

/* parameters */
enum {
    PERIOD
};
static const ta_param_info params[] = {{.id = "period",
                                        .name = "period",
                                        .kind = TA_PARAM_INT,
                                        .def = 5,
                                        .min = 2,
                                        .max = TA__PERIOD_MAX,
                                        .step = 1}};
enum {
    REAL,
    REAL2
};
static const ta_input inputs[] = {TA_INPUT_REAL, TA_INPUT_REAL2};
static const ta_output_info outputs[] = {
    {.id = "beta", .name = "beta", .plot = TA_PLOT_LINE, .unit = TA_UNIT_RATIO}};

/* Returns beyond this, such as those after a price of 0, count as undefined. */
#define RETURN_MAX 1e100

typedef struct stages {
    size_t previous; /* the last values */
    size_t run;      /* how many defined returns end here */
    ta__window_covariance window;
} stages;
TA__PLAN_FITS(stages);

static size_t lookback(const double *p) {
    return (size_t)p[PERIOD];
}

static void plan(const double *p, void *plan, ta__layout *layout) {
    stages *s = plan;
    s->previous = ta__reserve(layout, 2);
    s->run = ta__reserve(layout, 1);
    /* The first return is that of bar 1. */
    ta__window_covariance_plan(&s->window, 1, (size_t)p[PERIOD], layout);
}

/* Returns of a tile; that of the first bar of all is 0 and not used. */
TA__INLINE void returns(double *previous, uint64_t k, const double *x, size_t n, double *y) {
    y[0] = k == 0 ? 0 : (x[0] - *previous) / *previous;
    for (size_t i = 1; i < n; i++)
        y[i] = (x[i] - x[i - 1]) / x[i - 1];
    *previous = x[n - 1];
}

/* Whether both returns are defined; one that is not must not reach the sums. */
TA__INLINE bool defined(double *x, double *y) {
    if (fabs(*x) <= RETURN_MAX && fabs(*y) <= RETURN_MAX)
        return true;
    *x = *y = 0;
    return false;
}

TA__INLINE void run(ta__level level, const void *plan, double *state, uint64_t k,
                    const double *const *in, size_t n, double *const *out) {
    const stages *s = plan;
    double x[TA__TILE], y[TA__TILE], run_length[TA__TILE];
    returns(&state[s->previous], k, in[REAL], n, x);
    returns(&state[s->previous + 1], k, in[REAL2], n, y);
    for (size_t i = 0; i < n; i++)
        run_length[i] = state[s->run] = defined(&x[i], &y[i]) ? state[s->run] + 1 : 0;
    ta__window_covariance_run(level, &s->window, state, k, x, y, n,
                              (ta__covariances){x, y, out[0]});
    for (size_t i = 0; i < n; i++)
        out[0][i] =
            run_length[i] >= (double)s->window.period ? ta__finite(out[0][i] / x[i]) : (double)NAN;
}

TA__RUN_AT_EACH_LEVEL

const ta_indicator ta__beta = {
    .info = {.id = "beta",
             .name = "Beta",
             .short_name = "beta",
             .group = "statistic",
             .summary = "How much the second series moved per movement of the first, from their "
                        "returns over the last bars; NaN where the first did not move or a "
                        "return is undefined.",
             .formula =
                 "beta = cov(rx, ry) / var(rx) over N returns, r[i] = (x[i] - x[i-1]) / x[i-1]",
             .source = "Standard definition; equals TA-Lib's BETA, whose first argument is the "
                       "independent series.",
             .numeric_class = TA_CLASS_ANCHORED,
             .partial = true,
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
