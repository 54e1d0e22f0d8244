#include "kernels.h"

void ta__flat_plan(ta__flat *f, uint64_t start, size_t period, ta__layout *layout) {
    *f = (ta__flat){.start = start, .period = period, .at = ta__reserve(layout, 2)};
}

bool ta__flat_run(const ta__flat *f, double *state, uint64_t k, const double *x, size_t n,
                  bool *flat) {
    double last = state[f->at], equal = state[f->at + 1];
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (k + i < f->start) {
            flat[i] = false;
            continue;
        }
        /* Before the first value equal is 0, so a first value of 0 does not continue a run. */
        equal = equal > 0 && x[i] == last ? equal + 1 : 1;
        last = x[i];
        flat[i] = equal >= (double)f->period;
        any |= flat[i];
    }
    state[f->at] = last;
    state[f->at + 1] = equal;
    return any;
}
