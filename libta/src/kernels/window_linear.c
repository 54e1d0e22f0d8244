/*
 * Sums whose weights are linear in age, from S, the window's sum, and A, the sum of its values
 * times their age in bars (0 for the newest), both by the tree of window_sum.c: A(2m)[i] = A(m)[i]
 * + (A(m)[i-m] + m S(m)[i-m]), and the tails likewise.
 */
#include "window_group.h"

#include <string.h>

void ta__window_linear_plan(ta__window_linear *w, uint64_t start, size_t period, double newest,
                            double step, double divisor, ta__layout *layout) {
    double n = (double)period, of_ones = newest * n - step * (n * (n - 1) / 2);
    memset(w, 0, sizeof *w);
    w->start = start;
    w->period = period;
    w->weights = (ta__weights){newest, step, divisor, 1 / divisor};
    w->of_ones = of_ones / divisor;
    w->values = (uint32_t)ta__reserve(layout, BASE);
    for (size_t m = BASE; m <= period; m *= 2) {
        ta__linear_level *l = &w->level[w->levels++];
        l->m = (uint32_t)m;
        l->is_part = (period & m) != 0;
        l->has_older = l->is_part && (period & (m - 1)) != 0;
        l->is_last = period / m == 1;
        if (!l->is_last) {
            l->sums = ta__reserve_ring(layout, m);
            l->ages = ta__reserve_ring(layout, m);
        }
        if (l->has_older) {
            l->tail_sums = ta__reserve_ring(layout, m);
            l->tail_ages = ta__reserve_ring(layout, m);
        }
    }
    ta__flat_plan(&w->flat, start, period, layout);
}

/* --- groups of bars -------------------------------------------------------------------------- */

typedef struct runs {
    ta__group sum, age;
} runs;

/* `older` runs, as they lie m bars back, behind newer ones of m values. */
TA__INLINE runs joined(ta__level level, size_t m, uint64_t k, const runs *newer, const runs *older,
                       double *sums, double *ages) {
    ta__group sum = ta__group_before(m, k, &older->sum, sums);
    ta__group age = ta__group_before(m, k, &older->age, ages);
    ta__vector bars = ta__all((double)m);
    runs all;
    for (size_t v = 0; v < GROUP_VECTORS; v++) {
        /* The product is exact, m being a power of two. */
        ta__vector aged =
            level == TA__AVX2 ? ta__fma(bars, sum.v[v], age.v[v]) : age.v[v] + bars * sum.v[v];
        all.age.v[v] = newer->age.v[v] + aged;
        all.sum.v[v] = newer->sum.v[v] + sum.v[v];
    }
    return all;
}

/* The runs of 4 values, and those of the period % 4 last values. */
TA__INLINE runs first_runs(size_t period, const double *x, ta__vector *last, runs *tail) {
    runs all;
    for (size_t v = 0; v < GROUP_VECTORS; v++) {
        ta__values at = ta__group_values(x, v, *last);
        ta__vector pair = at.x + at.x1, older = at.x2 + at.x3;
        tail->sum.v[v] = period & 2 ? pair : at.x;
        tail->age.v[v] = period & 2 ? at.x1 : ta__all(0);
        if ((period & 3) == 3) {
            tail->sum.v[v] = pair + at.x2;
            tail->age.v[v] = at.x1 + 2 * at.x2;
        }
        all.sum.v[v] = pair + older;
        all.age.v[v] = at.x1 + (at.x3 + 2 * older);
    }
    *last = ta__load(x + GROUP - BASE);
    return all;
}

TA__INLINE runs group_step(ta__level level, const ta__window_linear *w, double *state, uint64_t k,
                           const double *x, ta__vector *last) {
    runs tail, all = first_runs(w->period, x, last, &tail);
    for (size_t i = 0; i < w->levels; i++) {
        const ta__linear_level *l = &w->level[i];
        if (l->has_older)
            tail = joined(level, l->m, k, &all, &tail, state + l->tail_sums, state + l->tail_ages);
        else if (l->is_part)
            tail = all;
        if (!l->is_last)
            all = joined(level, l->m, k, &all, &all, state + l->sums, state + l->ages);
    }
    return tail;
}

/* n bars, whole groups that begin at multiples of GROUP. */
TA__INLINE void run_groups(ta__level level, const ta__window_linear *w, double *state, uint64_t k,
                           const double *x, size_t n, double *y) {
    const ta__weights weights = w->weights;
    ta__vector last = ta__load(state + w->values);
    for (size_t i = 0; i < n; i += GROUP) {
        double sum[GROUP], age[GROUP];
        runs r = group_step(level, w, state, k + i, x + i, &last);
        for (size_t v = 0; v < GROUP_VECTORS; v++) {
            ta__store(sum + v * TA__LANES, r.sum.v[v]);
            ta__store(age + v * TA__LANES, r.age.v[v]);
        }
        for (size_t j = 0; j < GROUP; j++)
            y[i + j] = ta__weighted(&weights, sum[j], age[j]);
    }
    ta__store(state + w->values, last);
}

TA__TARGET_AVX2 static void groups_avx2(const ta__window_linear *w, double *state, uint64_t k,
                                        const double *x, size_t n, double *y) {
    run_groups(TA__AVX2, w, state, k, x, n, y);
}

static void groups_portable(const ta__window_linear *w, double *state, uint64_t k, const double *x,
                            size_t n, double *y) {
    run_groups(TA__PORTABLE, w, state, k, x, n, y);
}

/* --- any bars --------------------------------------------------------------------------------- */

static void run_steps(const ta__window_linear *w, double *state, uint64_t k, const double *x,
                      size_t n, double *y) {
    for (size_t i = 0; i < n; i++)
        y[i] = ta__window_linear_step(w, state, k + i, x[i]);
}

/* Groups as far as there are whole ones, single steps for the rest. */
static void run(ta__level level, const ta__window_linear *w, double *state, uint64_t k,
                const double *x, size_t n, double *y) {
    size_t i = ta__bars_before(k, w->start, n), steps = (size_t)(-(k + i) & (GROUP - 1));
    steps = steps < n - i ? steps : n - i;
    run_steps(w, state, k + i, x + i, steps, y + i);
    i += steps;
    size_t whole = (n - i) & ~(size_t)(GROUP - 1);
    if (level == TA__AVX2)
        groups_avx2(w, state, k + i, x + i, whole, y + i);
    else
        groups_portable(w, state, k + i, x + i, whole, y + i);
    i += whole;
    run_steps(w, state, k + i, x + i, n - i, y + i);
    ta__blank_before(k, w->start + w->period - 1, n, y);
}

void ta__window_linear_block(ta__level level, const ta__window_linear *w, double *state, uint64_t k,
                             const double *x, size_t n, double *y) {
    ta__flat_ranges flat;
    ta__flat_run(level, &w->flat, state, k, x, n, &flat);
    run(level, w, state, k, x, n, y);
    for (size_t r = 0; r < flat.count; r++)
        for (size_t i = flat.range[r].from; i < flat.range[r].to; i++)
            y[i] = x[i] * w->of_ones;
}
