/*
 * The least-squares line through the last values, on the bars' numbers, as a stage. Its heights and
 * its slope are sums of the values, with whole weights that are linear in age.
 */
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

TA__PLAN_FITS(ta__window_linear);

static inline size_t ta__line_fit_lookback(const double *p) {
    return (size_t)p[0] - 1;
}

#endif
