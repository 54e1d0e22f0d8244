/* The relative strength index as a stage: an indicator of its own, and the input of others. */
#ifndef TA_RSI_STAGE_H
#define TA_RSI_STAGE_H

#include "../../define.h"

typedef struct ta__rsi_stage {
    bool simple;
    size_t previous;      /* the last value */
    ta__smooth wilder[2]; /* of gains, of losses */
    ta__window_sum sums[2];
} ta__rsi_stage;

static inline void ta__rsi_stage_plan(ta__rsi_stage *a, bool simple, size_t period,
                                      ta__layout *layout) {
    a->simple = simple;
    a->previous = ta__reserve(layout, 1);
    /* The first change is that of bar 1. */
    for (int side = 0; side < 2; side++)
        if (simple)
            ta__window_sum_plan(&a->sums[side], 1, period, layout);
        else
            ta__smooth_plan(&a->wilder[side], 1, period, 1 / (double)period, layout);
}

TA__INLINE void ta__rsi_split(double change, double *gain, double *loss) {
    *gain = change > 0 ? change : 0;
    *loss = -change > 0 ? -change : 0;
}

/* An average of what is not negative is not negative, whatever the rounding of the blocks. */
TA__INLINE double ta__rsi_of(double gain, double loss) {
    gain = gain < 0 ? 0 : gain;
    loss = loss < 0 ? 0 : loss;
    double total = gain + loss;
    return total == 0 ? 50 : 100 * (gain / total);
}

TA__INLINE double ta__rsi_stage_bar(ta__level level, const ta__rsi_stage *a, double *state,
                                    uint64_t k, double x) {
    double gain, loss;
    ta__rsi_split(x - state[a->previous], &gain, &loss);
    state[a->previous] = x;
    if (a->simple) {
        double sides[2] = {gain, loss};
        for (int side = 0; side < 2; side++)
            ta__window_sum_run(level, &a->sums[side], state, k, &sides[side], 1, &sides[side]);
        return ta__rsi_of(sides[0], sides[1]);
    }
    gain = ta__smooth_bar(&a->wilder[0], state, k, gain);
    loss = ta__smooth_bar(&a->wilder[1], state, k, loss);
    return ta__rsi_of(gain, loss);
}

/* y may be x. */
TA__INLINE void ta__rsi_stage_run(ta__level level, const ta__rsi_stage *a, double *state,
                                  uint64_t k, const double *x, size_t n, double *y) {
    if (TA__IS_TICK(n)) {
        y[0] = ta__rsi_stage_bar(level, a, state, k, x[0]);
        return;
    }
    double sides[2][TA__TILE];
    ta__rsi_split(x[0] - state[a->previous], &sides[0][0], &sides[1][0]);
    for (size_t i = 1; i < n; i++)
        ta__rsi_split(x[i] - x[i - 1], &sides[0][i], &sides[1][i]);
    state[a->previous] = x[n - 1];
    for (int side = 0; side < 2; side++)
        if (a->simple)
            ta__window_sum_run(level, &a->sums[side], state, k, sides[side], n, sides[side]);
        else
            ta__smooth_run(level, &a->wilder[side], state, k, sides[side], n, sides[side]);
    for (size_t i = 0; i < n; i++)
        y[i] = ta__rsi_of(sides[0][i], sides[1][i]);
}

#endif
