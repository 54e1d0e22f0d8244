/* The least-squares line through the last values, on the bars' numbers, as a stage. */
#ifndef TA_LINE_FIT_H
#define TA_LINE_FIT_H

#include "../../define.h"

/* Two bars make a line. */
static const ta_param_info params[] = {{.id = "period",
                                        .name = "period",
                                        .kind = TA_PARAM_INT,
                                        .def = 14,
                                        .min = 2,
                                        .max = TA__PERIOD_MAX,
                                        .step = 1}};

typedef struct ta__line_fit {
    ta__window_age window;
    ta__flat flat;
    double middle; /* of the window, in bars from its ends */
    double spread; /* sum of squares of the bars' distances from the middle */
} ta__line_fit;
TA__PLAN_FITS(ta__line_fit);

static inline size_t ta__line_fit_lookback(const double *p) {
    return (size_t)p[0] - 1;
}

static inline void ta__line_fit_plan(const double *p, void *plan, ta__layout *layout) {
    ta__line_fit *fit = plan;
    double period = p[0];
    fit->middle = (period - 1) / 2;
    fit->spread = period * (period * period - 1) / 12;
    ta__window_age_plan(&fit->window, 0, (size_t)period, layout);
    ta__flat_plan(&fit->flat, 0, (size_t)period, layout);
}

/* The line's height in the middle of the window, and its rise a bar. */
TA__INLINE void ta__line_fit_run(ta__level level, const ta__line_fit *fit, double *state,
                                 uint64_t k, const double *x, size_t n, double *height,
                                 double *slope) {
    ta__flat_ranges flat;
    ta__flat_run(level, &fit->flat, state, k, x, n, &flat);
    ta__window_age_run(level, &fit->window, state, k, x, n, height, slope);
    double period = (double)fit->window.period;
    for (size_t i = 0; i < n; i++) {
        slope[i] = (fit->middle * height[i] - slope[i]) / fit->spread;
        height[i] = height[i] / period;
    }
    ta__flat_put(&flat, x, height);
    ta__flat_fill(&flat, 0, slope);
}

#endif
