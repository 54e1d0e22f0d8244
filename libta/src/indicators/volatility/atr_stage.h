/* Wilder's average of the true range as a stage: an indicator of its own, and a share of the close.
 */
#ifndef TA_ATR_STAGE_H
#define TA_ATR_STAGE_H

#include "true_range.h"

static const ta_param_info params[] = {TA__PERIOD("period", "period", 14)};
static const ta_input inputs[] = {TA_INPUT_HIGH, TA_INPUT_LOW, TA_INPUT_CLOSE};

typedef struct ta__atr_stage {
    size_t previous; /* the last close */
    ta__smooth average;
} ta__atr_stage;
TA__PLAN_FITS(ta__atr_stage);

static inline size_t ta__atr_lookback(const double *p) {
    return (size_t)p[0];
}

static inline void ta__atr_plan(const double *p, void *plan, ta__layout *layout) {
    ta__atr_stage *s = plan;
    s->previous = ta__reserve(layout, 1);
    /* The first true range is that of bar 1. */
    ta__smooth_plan(&s->average, 1, (size_t)p[0], 1 / p[0], layout);
}

TA__INLINE void ta__atr_run(ta__level level, const ta__atr_stage *s, double *state, uint64_t k,
                            const double *const *in, size_t n, double *y) {
    ta__true_ranges(in[TA__RANGES_HIGH], in[TA__RANGES_LOW], in[TA__RANGES_CLOSE], n,
                    &state[s->previous], y);
    ta__smooth_run(level, &s->average, state, k, y, n, y);
}

/* The same as a ta__run_fn. */
TA__INLINE bool ta__atr_run_unchecked(ta__level level, const ta__atr_stage *s, double *state,
                                      uint64_t k, const double *const *in, size_t n, double *y) {
    if (!ta__true_ranges_unchecked(level, in, n, &state[s->previous], y))
        return false;
    ta__smooth_run(level, &s->average, state, k, y, n, y);
    return true;
}

#endif
