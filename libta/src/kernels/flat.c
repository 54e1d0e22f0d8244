#include "kernels.h"

void ta__flat_plan(ta__flat *f, uint64_t start, size_t period, ta__layout *layout) {
    *f = (ta__flat){.start = start, .period = period, .at = ta__reserve(layout, 2)};
}

/*
 * Whether a run of `period` equal values could end among these; `equal` of them came before. Such a
 * run makes period - 1 pairs of neighbours equal in a row, or, begun before, the first pair, so
 * looking at every (period - 1)-th pair from the first on is enough.
 */
static bool possible(size_t period, double equal, const double *x, size_t n) {
    if (period == 1 || equal + 1 >= (double)period)
        return true;
    for (size_t i = 1; i < n; i += period - 1)
        if (x[i] == x[i - 1])
            return true;
    return false;
}

bool ta__flat_run(const ta__flat *f, double *state, uint64_t k, const double *x, size_t n,
                  bool *flat) {
    size_t skip = ta__bars_before(k, f->start, n);
    if (skip == n)
        return false;
    double last = state[f->at], equal = state[f->at + 1];
    state[f->at] = x[n - 1];
    /* Before the first value equal is 0, so a first value of 0 does not continue a run. */
    double joined = equal > 0 && x[skip] == last ? equal : 0;
    if (!possible(f->period, joined, x + skip, n - skip)) {
        size_t run = 1;
        while (run < n - skip && x[n - 1 - run] == x[n - 1])
            run++;
        state[f->at + 1] = (double)run + (run == n - skip ? joined : 0);
        return false;
    }
    bool any = false;
    equal = joined;
    for (size_t i = 0; i < skip; i++)
        flat[i] = false;
    for (size_t i = skip; i < n; i++) {
        equal = i == skip || x[i] == x[i - 1] ? equal + 1 : 1;
        flat[i] = equal >= (double)f->period;
        any |= flat[i];
    }
    state[f->at + 1] = equal;
    return any;
}
