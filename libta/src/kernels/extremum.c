#include "kernels.h"

#include <string.h>

/*
 * The extremum of 2m values is that of two runs of m; a window of any length is two overlapping
 * runs of the largest power of two in it. Exact, without branches on the data.
 */
void ta__window_extremum_plan(ta__window_extremum *w, bool maximum, uint64_t start, size_t period,
                              ta__layout *layout) {
    *w = (ta__window_extremum){.maximum = maximum, .start = start, .period = period};
    for (; period >> (w->levels + 1); w->levels++)
        ta__history_plan(&w->runs[w->levels], (size_t)1 << w->levels, layout);
    ta__history_plan(&w->last, period - ((size_t)1 << w->levels), layout);
}

static void join(bool maximum, const ta__history *h, double *state, uint64_t k, size_t delay,
                 double *x, size_t n) {
    double older[TA__TILE];
    ta__history_delayed(h, state, k, delay, x, n, older);
    ta__history_push(h, state, k, x, n);
    if (maximum)
        for (size_t i = 0; i < n; i++)
            x[i] = x[i] > older[i] ? x[i] : older[i];
    else
        for (size_t i = 0; i < n; i++)
            x[i] = x[i] < older[i] ? x[i] : older[i];
}

void ta__window_extremum_run(const ta__window_extremum *w, double *state, uint64_t k,
                             const double *x, size_t n, double *y) {
    size_t skip = ta__bars_before(k, w->start, n), count = n - skip;
    double best[TA__TILE];
    memcpy(best, x + skip, count * sizeof(double));
    for (size_t level = 0; level < w->levels; level++)
        join(w->maximum, &w->runs[level], state, k + skip, (size_t)1 << level, best, count);
    size_t rest = w->period - ((size_t)1 << w->levels);
    if (rest > 0)
        join(w->maximum, &w->last, state, k + skip, rest, best, count);
    memcpy(y + skip, best, count * sizeof(double));
    ta__blank_before(k, w->start + w->period - 1, n, y);
}
