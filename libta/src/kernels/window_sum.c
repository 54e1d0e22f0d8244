/*
 * The tree of ta__tree_sum for every window at once. With S(m) the sum of the last m values,
 * S(2m)[i] = S(m)[i] + S(m)[i-m]; the parts of the window, from the oldest and shortest on, are
 * T(m+r)[i] = S(m)[i] + T(r)[i-m]. No subtraction: nothing drifts and an outlier leaves no trace.
 *
 * Four bars make a vector, so from S(4) on what lies m bars back is a whole vector. Short windows
 * take one pass over the bars, with the period a constant of the compiled code. Longer ones take
 * such a pass to S(16), and a second one, 16 bars at a time in registers, through the other levels.
 */
#include "kernels.h"
#include "vector.h"
#include "window_pass.h"

#include <string.h>

enum {
    GROUP_VECTORS = GROUP / TA__LANES,
    STAGGERED = 128, /* rings of so many values are kept apart by STAGGER more */
    STAGGER = 24,
    FIRST_LEVELS = 2 /* of the levels of a long window, those of the first pass: S(4), S(8) */
};

/*
 * All rings are walked side by side. Those of a page and more would all meet the same sets of the
 * cache, were they not apart by something else than a power of two.
 */
static uint32_t reserve_ring(ta__layout *layout, size_t m) {
    return (uint32_t)ta__reserve(layout, m >= STAGGERED ? m + STAGGER : m);
}

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
            l->sums = reserve_ring(layout, m);
        if (l->has_older)
            l->tails = reserve_ring(layout, m);
    }
}

/* --- the pass of short windows, and the first one of long windows --------------------------- */

/* What a first pass writes. */
typedef struct target {
    double *y;    /* the window's sum or mean; of a long window the sum of the tail */
    double *sums; /* of a long window: S(16) */
} target;

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

/* Four bars; p is the place of the first. */
TA__INLINE ta__vector loaded_step(size_t period, bool is_long, lines line[SHORT_LEVELS],
                                  const target *to, const double *p, size_t i, ta__vector *pairs) {
    ta__vector sum, last[3] = {ta__load(p), ta__load(p - 1), ta__load(p - 2)};
    ta__vector tail = vector_step(period, is_long, line, last, i, pairs, &sum);
    if (is_long)
        ta__store(to->sums + i, sum);
    return tail;
}

/* n bars, a multiple of four. False, and nothing changed: a sum is tiny. */
TA__INLINE bool first_pass(size_t period, bool is_long, ending end, const ta__window_sum *w,
                           double *state, uint64_t k, const double *x, size_t n, target to) {
    _Alignas(TA_STREAM_ALIGN) lines line[SHORT_LEVELS];
    double head[2 * BASE];
    size_t level = 0;
    unroll(state + w->values, BASE, k, head);
    copy_vectors(head + BASE, x, BASE);
    for (size_t m = BASE; level < SHORT_LEVELS; m *= 2, level++) {
        if (keeps_sums(period, is_long, m))
            unroll(state + w->level[level].sums, m, k, line[level].sums);
        if (keeps_tails(period, is_long, m))
            unroll(state + w->level[level].tails, m, k, line[level].tails);
    }
    ta__vector divisor = ta__all((double)period);
    ta__mask tiny = {0};
    ta__vector pairs = {0, 0, head[2] + head[1], head[3] + head[2]};
    /* Results are stored one step late: arrays often lie whole pages apart, and then a load of
     * values just behind a fresh result would wait for its store. */
    ta__vector sum = loaded_step(period, is_long, line, &to, head + BASE, 0, &pairs);
    for (size_t i = TA__LANES; i < n; i += TA__LANES) {
        __builtin_prefetch(to.y + i + AHEAD, 1);
        tiny |= ta__are_tiny(sum);
        ta__vector late = ended(end, divisor, sum);
        sum = loaded_step(period, is_long, line, &to, x + i, i, &pairs);
        ta__store(to.y + i - TA__LANES, late);
    }
    tiny |= ta__are_tiny(sum);
    ta__store(to.y + n - TA__LANES, ended(end, divisor, sum));
    if (end == MEANS_BY_INVERSE && ta__any(tiny))
        return false;
    level = 0;
    roll_up(state + w->values, BASE, k + n, x + n - BASE);
    for (size_t m = BASE; level < SHORT_LEVELS; m *= 2, level++) {
        if (keeps_sums(period, is_long, m))
            roll_up(state + w->level[level].sums, m, k + n, line[level].sums + n);
        if (keeps_tails(period, is_long, m))
            roll_up(state + w->level[level].tails, m, k + n, line[level].tails + n);
    }
    return true;
}

/* The same for any period, not compiled for each. */
static bool first_pass_of_any(size_t period, bool is_long, ending end, const ta__window_sum *w,
                              double *state, uint64_t k, const double *x, size_t n, target to) {
    return first_pass(period, is_long, end, w, state, k, x, n, to);
}

/* A pass with its period, or that of the tail, a constant of the code. */
#define CASE(period, is_long, end)                                                                 \
    case period:                                                                                   \
        return first_pass(period, is_long, end, w, state, k, x, n, to);
#define EIGHT_CASES(first, is_long, end)                                                           \
    CASE((first), is_long, end)                                                                    \
    CASE((first) + 1, is_long, end)                                                                \
    CASE((first) + 2, is_long, end)                                                                \
    CASE((first) + 3, is_long, end)                                                                \
    CASE((first) + 4, is_long, end)                                                                \
    CASE((first) + 5, is_long, end)                                                                \
    CASE((first) + 6, is_long, end)                                                                \
    CASE((first) + 7, is_long, end)

TA__INLINE bool short_pass(ending end, const ta__window_sum *w, double *state, uint64_t k,
                           const double *x, size_t n, target to) {
    switch (w->period) {
        EIGHT_CASES(1, false, end)
        EIGHT_CASES(9, false, end)
        EIGHT_CASES(17, false, end)
        EIGHT_CASES(25, false, end)
    }
    return false;
}

TA__TARGET_AVX2 static bool short_sums(const ta__window_sum *w, double *state, uint64_t k,
                                       const double *x, size_t n, target to) {
    return short_pass(SUMS, w, state, k, x, n, to);
}

TA__TARGET_AVX2 static bool short_means(const ta__window_sum *w, double *state, uint64_t k,
                                        const double *x, size_t n, target to) {
    return short_pass(MEANS_BY_INVERSE, w, state, k, x, n, to);
}

static void run_short(ta__level level, bool means, const ta__window_sum *w, double *state,
                      uint64_t k, const double *x, size_t n, double *y) {
    target to = {.y = y};
    if (level == TA__AVX2 &&
        (means ? short_means(w, state, k, x, n, to) : short_sums(w, state, k, x, n, to)))
        return;
    first_pass_of_any(w->period, false, means ? MEANS : SUMS, w, state, k, x, n, to);
}

/* --- long windows ---------------------------------------------------------------------------- */

/* The second pass: a group of bars through the levels from GROUP on. */
TA__INLINE void group_step(ending end, const ta__window_sum *w, double *state, uint64_t k,
                           const double *sums, const double *tails, double *y) {
    ta__vector sum[GROUP_VECTORS], tail[GROUP_VECTORS];
    for (size_t v = 0; v < GROUP_VECTORS; v++) {
        sum[v] = ta__load(sums + v * TA__LANES);
        tail[v] = ta__load(tails + v * TA__LANES);
    }
    for (size_t i = FIRST_LEVELS; i < w->levels; i++) {
        const ta__sum_level *l = &w->level[i];
        size_t slot = (size_t)(k & (l->m - 1));
        if (l->has_older) {
            double *ring = state + l->tails + slot;
            for (size_t v = 0; v < GROUP_VECTORS; v++) {
                ta__vector older = ta__load(ring + v * TA__LANES);
                ta__store(ring + v * TA__LANES, tail[v]);
                tail[v] = sum[v] + older;
            }
        } else if (l->is_part) {
            for (size_t v = 0; v < GROUP_VECTORS; v++)
                tail[v] = sum[v];
        }
        if (!l->is_last) {
            double *ring = state + l->sums + slot;
            for (size_t v = 0; v < GROUP_VECTORS; v++) {
                ta__vector older = ta__load(ring + v * TA__LANES);
                ta__store(ring + v * TA__LANES, sum[v]);
                sum[v] = sum[v] + older;
            }
        }
    }
    if (end == MEANS_BY_INVERSE) {
        ta__mask tiny = {0};
        for (size_t v = 0; v < GROUP_VECTORS; v++)
            tiny |= ta__are_tiny(tail[v]);
        if (ta__any(tiny))
            end = MEANS;
    }
    ta__vector divisor = ta__all((double)w->period);
    for (size_t v = 0; v < GROUP_VECTORS; v++)
        ta__store(y + v * TA__LANES, ended(end, divisor, tail[v]));
}

/* n bars, groups that begin at multiples of GROUP. */
TA__INLINE void run_groups(ending end, const ta__window_sum *w, double *state, uint64_t k,
                           const double *sums, const double *tails, size_t n, double *y) {
    for (size_t i = 0; i < n; i += GROUP)
        group_step(end, w, state, k + i, sums + i, tails + i, y + i);
}

TA__TARGET_AVX2 static bool long_pass(const ta__window_sum *w, double *state, uint64_t k,
                                      const double *x, size_t n, target to) {
    switch (w->period % GROUP) {
        EIGHT_CASES(0, true, SUMS)
        EIGHT_CASES(8, true, SUMS)
    }
    return false;
}

TA__TARGET_AVX2 static void run_long_avx2(bool means, const ta__window_sum *w, double *state,
                                          uint64_t k, const double *x, size_t n, double *y) {
    _Alignas(TA_STREAM_ALIGN) double sums[TA__TILE], tails[TA__TILE];
    target to = {.y = tails, .sums = sums};
    long_pass(w, state, k, x, n, to);
    run_groups(means ? MEANS_BY_INVERSE : SUMS, w, state, k, sums, tails, n, y);
}

static void run_long_portable(bool means, const ta__window_sum *w, double *state, uint64_t k,
                              const double *x, size_t n, double *y) {
    _Alignas(TA_STREAM_ALIGN) double sums[TA__TILE], tails[TA__TILE];
    target to = {.y = tails, .sums = sums};
    first_pass_of_any(w->period % GROUP, true, SUMS, w, state, k, x, n, to);
    run_groups(means ? MEANS : SUMS, w, state, k, sums, tails, n, y);
}

/* --- any window ------------------------------------------------------------------------------ */

static void run_steps(bool means, const ta__window_sum *w, double *state, uint64_t k,
                      const double *x, size_t n, double *y) {
    for (size_t i = 0; i < n; i++) {
        double sum = ta__window_sum_step(w, state, k + i, x[i]);
        y[i] = means ? sum / (double)w->period : sum;
    }
}

/* Vectors, and groups of them, as far as there are whole ones; single steps for the rest. */
static void run(ta__level level, bool means, const ta__window_sum *w, double *state, uint64_t k,
                const double *x, size_t n, double *y) {
    bool is_long = w->period > SHORT_MAX;
    size_t unit = is_long ? GROUP : TA__LANES, i = ta__bars_before(k, w->start, n);
    if (is_long) {
        size_t steps = (size_t)(-(k + i) & (GROUP - 1));
        steps = steps < n - i ? steps : n - i;
        run_steps(means, w, state, k + i, x + i, steps, y + i);
        i += steps;
    }
    size_t whole = (n - i) & ~(unit - 1);
    if (whole > 0 && !is_long)
        run_short(level, means, w, state, k + i, x + i, whole, y + i);
    else if (whole > 0 && level == TA__AVX2)
        run_long_avx2(means, w, state, k + i, x + i, whole, y + i);
    else if (whole > 0)
        run_long_portable(means, w, state, k + i, x + i, whole, y + i);
    i += whole;
    run_steps(means, w, state, k + i, x + i, n - i, y + i);
    ta__blank_before(k, w->start + w->period - 1, n, y);
}

void ta__window_sum_block(ta__level level, const ta__window_sum *w, double *state, uint64_t k,
                          const double *x, size_t n, double *y) {
    double copy[TA__TILE];
    if (x == y)
        x = memcpy(copy, x, n * sizeof(double));
    run(level, false, w, state, k, x, n, y);
}

void ta__window_mean_plan(ta__window_mean *w, uint64_t start, size_t period, ta__layout *layout) {
    ta__window_sum_plan(&w->sum, start, period, layout);
    ta__flat_plan(&w->flat, start, period, layout);
}

void ta__window_mean_block(ta__level level, const ta__window_mean *w, double *state, uint64_t k,
                           const double *x, size_t n, double *y) {
    ta__flat_ranges flat;
    double copy[TA__TILE];
    ta__flat_run(level, &w->flat, state, k, x, n, &flat);
    if (x == y)
        x = memcpy(copy, x, n * sizeof(double));
    run(level, true, &w->sum, state, k, x, n, y);
    ta__flat_put(&flat, x, y);
}
