/*
 * The tree of ta__tree_sum for every window at once. With S(m) the sum of the last m values,
 * S(2m)[i] = S(m)[i] + S(m)[i-m]; the parts of the window, from the oldest and shortest on, are
 * T(m+r)[i] = S(m)[i] + T(r)[i-m]. No subtraction: nothing drifts and an outlier leaves no trace.
 *
 * Four bars make a vector, so from S(4) on what lies m bars back is a whole vector. Many bars are
 * taken 16 at a time, which go through all levels in registers; what is left of them is in rings.
 */
#include "window_group.h"

#include <string.h>

enum {
    AHEAD = 64
};

void ta__window_sum_plan(ta__window_sum *w, uint64_t start, size_t period, ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->start = start;
    w->period = period;
    w->values = (uint32_t)ta__reserve(layout, BASE);
    for (size_t m = BASE; m <= period; m *= 2) {
        ta__sum_level *l = &w->level[w->levels++];
        l->m = (uint32_t)m;
        l->is_part = (period & m) != 0;
        l->has_older = l->is_part && (period & (m - 1)) != 0;
        l->is_last = period / m == 1;
        if (!l->is_last)
            l->sums = ta__reserve_ring(layout, m);
        if (l->has_older)
            l->tails = ta__reserve_ring(layout, m);
    }
}

/* --- groups of bars -------------------------------------------------------------------------- */

/* What becomes of the sums: the last one divides by the inverse, which tiny sums may not. */
typedef enum ending {
    SUMS,
    MEANS,
    MEANS_BY_INVERSE
} ending;

TA__INLINE ta__vector ended(ending end, ta__vector divisor, ta__vector sum) {
    if (end == SUMS)
        return sum;
    if (end == MEANS)
        return sum / divisor;
    return ta__quotients(sum, divisor, 1 / divisor);
}

/* S(4), and the sum of the period % 4 last values. `last` holds the four values before x. */
TA__INLINE ta__group first_sums(size_t period, const double *x, ta__vector *last, ta__group *tail) {
    ta__group sum;
    for (size_t v = 0; v < GROUP_VECTORS; v++) {
        ta__values at = ta__group_values(x, v, *last);
        ta__vector pair = at.x + at.x1;
        tail->v[v] = period & 2 ? pair : at.x;
        if ((period & 3) == 3)
            tail->v[v] = pair + at.x2;
        sum.v[v] = pair + (at.x2 + at.x3);
    }
    *last = ta__load(x + GROUP - BASE);
    return sum;
}

TA__INLINE ta__group group_step(const ta__window_sum *w, double *state, uint64_t k, const double *x,
                                ta__vector *last) {
    ta__group tail, sum = first_sums(w->period, x, last, &tail);
    for (size_t i = 0; i < w->levels; i++) {
        const ta__sum_level *l = &w->level[i];
        if (l->has_older) {
            ta__group older = ta__group_before(l->m, k, &tail, state + l->tails);
            tail = ta__group_joined(&sum, &older);
        } else if (l->is_part) {
            tail = sum;
        }
        if (!l->is_last) {
            ta__group older = ta__group_before(l->m, k, &sum, state + l->sums);
            sum = ta__group_joined(&sum, &older);
        }
    }
    return tail;
}

/* n bars, whole groups that begin at multiples of GROUP. */
TA__INLINE void run_groups(ending end, const ta__window_sum *w, double *state, uint64_t k,
                           const double *x, size_t n, double *y) {
    ta__vector last = ta__load(state + w->values), divisor = ta__all((double)w->period);
    for (size_t i = 0; i < n; i += GROUP) {
        __builtin_prefetch(y + i + AHEAD, 1);
        __builtin_prefetch(y + i + AHEAD + GROUP / 2, 1);
        ta__group sum = group_step(w, state, k + i, x + i, &last);
        ending how = end;
        if (end == MEANS_BY_INVERSE) {
            ta__mask tiny = {0};
            for (size_t v = 0; v < GROUP_VECTORS; v++)
                tiny |= ta__are_tiny(sum.v[v]);
            how = ta__any(tiny) ? MEANS : end;
        }
        for (size_t v = 0; v < GROUP_VECTORS; v++)
            ta__store(y + i + v * TA__LANES, ended(how, divisor, sum.v[v]));
    }
    ta__store(state + w->values, last);
}

TA__TARGET_AVX2 static void groups_avx2(bool means, const ta__window_sum *w, double *state,
                                        uint64_t k, const double *x, size_t n, double *y) {
    if (means)
        run_groups(MEANS_BY_INVERSE, w, state, k, x, n, y);
    else
        run_groups(SUMS, w, state, k, x, n, y);
}

static void groups_portable(bool means, const ta__window_sum *w, double *state, uint64_t k,
                            const double *x, size_t n, double *y) {
    run_groups(means ? MEANS : SUMS, w, state, k, x, n, y);
}

/* --- any bars --------------------------------------------------------------------------------- */

static void run_steps(bool means, const ta__window_sum *w, double *state, uint64_t k,
                      const double *x, size_t n, double *y) {
    for (size_t i = 0; i < n; i++) {
        double sum = ta__window_sum_step(w, state, k + i, x[i]);
        y[i] = means ? sum / (double)w->period : sum;
    }
}

/* Groups as far as there are whole ones, single steps for the rest. */
static void run(ta__level level, bool means, const ta__window_sum *w, double *state, uint64_t k,
                const double *x, size_t n, double *y) {
    size_t i = ta__bars_before(k, w->start, n), steps = (size_t)(-(k + i) & (GROUP - 1));
    steps = steps < n - i ? steps : n - i;
    run_steps(means, w, state, k + i, x + i, steps, y + i);
    i += steps;
    size_t whole = (n - i) & ~(size_t)(GROUP - 1);
    if (level == TA__AVX2)
        groups_avx2(means, w, state, k + i, x + i, whole, y + i);
    else
        groups_portable(means, w, state, k + i, x + i, whole, y + i);
    i += whole;
    run_steps(means, w, state, k + i, x + i, n - i, y + i);
    ta__blank_before(k, w->start + w->period - 1, n, y);
}

void ta__window_sum_block(ta__level level, const ta__window_sum *w, double *state, uint64_t k,
                          const double *x, size_t n, double *y) {
    run(level, false, w, state, k, x, n, y);
}

void ta__window_mean_plan(ta__window_mean *w, uint64_t start, size_t period, ta__layout *layout) {
    ta__window_sum_plan(&w->sum, start, period, layout);
    ta__flat_plan(&w->flat, start, period, layout);
}

void ta__window_mean_block(ta__level level, const ta__window_mean *w, double *state, uint64_t k,
                           const double *x, size_t n, double *y) {
    ta__flat_ranges flat;
    ta__flat_run(level, &w->flat, state, k, x, n, &flat);
    double copy[TA__TILE];
    if (x == y && flat.count > 0)
        x = memcpy(copy, x, n * sizeof(double));
    run(level, true, &w->sum, state, k, x, n, y);
    ta__flat_put(&flat, x, y);
}
