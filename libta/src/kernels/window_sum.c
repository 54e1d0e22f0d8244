#include "kernels.h"

#include <string.h>

/*
 * The tree of ta__tree_sum for every window at once. With S(m) the sum of the last m values,
 * S(2m)[i] = S(m)[i] + S(m)[i-m]; the parts of the window, from the oldest and shortest on, are
 * T(m+r)[i] = S(m)[i] + T(r)[i-m]. No subtraction: nothing drifts and an outlier leaves no trace.
 */
void ta__window_sum_plan(ta__window_sum *w, uint64_t start, size_t period, ta__layout *layout) {
    *w = (ta__window_sum){.start = start, .period = period};
    for (size_t level = 0; period >> level; level++) {
        size_t part = (size_t)1 << level;
        if (period >> (level + 1))
            ta__history_plan(&w->sums[level], part, layout);
        if ((period & part) && (period & (part - 1)))
            ta__history_plan(&w->tails[level], part, layout);
        w->levels = level + 1;
    }
}

static void add_delayed(const ta__history *h, double *state, uint64_t k, size_t delay,
                        const double *older, const double *newer, size_t n, double *y) {
    double delayed[TA__TILE];
    ta__history_delayed(h, state, k, delay, older, n, delayed);
    ta__history_push(h, state, k, older, n);
    for (size_t i = 0; i < n; i++)
        y[i] = newer[i] + delayed[i];
}

void ta__window_sum_run(const ta__window_sum *w, double *state, uint64_t k, const double *x,
                        size_t n, double *y) {
    size_t skip = ta__bars_before(k, w->start, n);
    double sum[TA__TILE], tail[TA__TILE];
    const double *values = x + skip;
    double *out = y + skip;
    size_t count = n - skip;
    uint64_t first = k + skip;
    bool has_tail = false;

    memcpy(sum, values, count * sizeof(double));
    for (size_t level = 0; level < w->levels; level++) {
        size_t part = (size_t)1 << level;
        if (w->period & part) {
            if (has_tail)
                add_delayed(&w->tails[level], state, first, part, tail, sum, count, tail);
            else
                memcpy(tail, sum, count * sizeof(double));
            has_tail = true;
        }
        if (level + 1 < w->levels)
            add_delayed(&w->sums[level], state, first, part, sum, sum, count, sum);
    }
    memcpy(out, tail, count * sizeof(double));
    ta__blank_before(k, w->start + w->period - 1, n, y);
}

void ta__window_mean_plan(ta__window_mean *w, uint64_t start, size_t period, ta__layout *layout) {
    ta__window_sum_plan(&w->sum, start, period, layout);
    ta__flat_plan(&w->flat, start, period, layout);
}

void ta__window_mean_run(const ta__window_mean *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y) {
    double sum[TA__TILE];
    bool flat[TA__TILE];
    bool any_flat = ta__flat_run(&w->flat, state, k, x, n, flat);
    ta__window_sum_run(&w->sum, state, k, x, n, sum);
    double period = (double)w->sum.period;
    for (size_t i = 0; i < n; i++)
        y[i] = any_flat && flat[i] ? x[i] : sum[i] / period;
}
