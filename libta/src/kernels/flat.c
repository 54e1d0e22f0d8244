#include "kernels.h"
#include "vector.h"

void ta__flat_plan(ta__flat *f, uint64_t start, size_t period, ta__layout *layout) {
    *f = (ta__flat){.start = start, .period = period, .at = ta__reserve(layout, 2)};
}

/* Whether any of x[1] to x[n - 1] equals the one before. */
TA__INLINE bool any_pair(const double *x, size_t n) {
    ta__mask any = {0};
    size_t i = 1;
    for (; i + TA__LANES <= n; i += TA__LANES)
        any |= ta__load(x + i) == ta__load(x + i - 1);
    bool found = ta__any(any);
    for (; i < n; i++)
        found |= x[i] == x[i - 1];
    return found;
}

/* How many of x[0] to x[n - 1] are equal to x[0] from there on. */
TA__INLINE size_t run_length(const double *x, size_t n) {
    size_t i = 1;
    while (i + TA__LANES <= n && !ta__any(ta__load(x + i) != ta__load(x + i - 1)))
        i += TA__LANES;
    while (i < n && x[i] == x[i - 1])
        i++;
    return i;
}

/* Looking at every pair costs no more than at some of them, if these are close together. */
#define CLOSE 16

/*
 * Whether a run of `period` equal values could end among these; `equal` of them came before. Such a
 * run makes period - 1 pairs of neighbours equal in a row, or, begun before, the first pair, so
 * looking at every (period - 1)-th pair from the first on is enough.
 */
TA__INLINE bool possible(size_t period, double equal, const double *x, size_t n) {
    if (equal + 1 >= (double)period)
        return true;
    if (period <= CLOSE)
        return any_pair(x, n);
    for (size_t i = 1; i < n; i += period - 1)
        if (x[i] == x[i - 1])
            return true;
    return false;
}

/* How many values equal to the last end there, when all are not. */
TA__INLINE size_t last_run(const double *x, size_t n) {
    size_t run = 1;
    while (run < n && x[n - 1 - run] == x[n - 1])
        run++;
    return run;
}

/* n values from number `first` of a tile on, after `equal` that equal the first. Returns how many
 * equal values end at the last one. */
TA__INLINE double find(size_t period, double equal, const double *x, size_t first, size_t n,
                       ta__flat_ranges *flat) {
    if (!possible(period, equal, x, n)) {
        size_t run = last_run(x, n);
        return (double)run + (run == n ? equal : 0);
    }
    for (size_t i = 0; i < n;) {
        size_t run = run_length(x + i, n - i);
        equal += (double)run;
        if (equal >= (double)period) {
            double flat_bars = equal - (double)period + 1;
            size_t bars = flat_bars < (double)run ? (size_t)flat_bars : run;
            flat->range[flat->count++] =
                (ta__range){(uint16_t)(first + i + run - bars), (uint16_t)(first + i + run)};
        }
        i += run;
        if (i < n)
            equal = 0;
    }
    return equal;
}

TA__TARGET_AVX2 static double find_avx2(size_t period, double equal, const double *x, size_t first,
                                        size_t n, ta__flat_ranges *flat) {
    return find(period, equal, x, first, n, flat);
}

void ta__flat_run(ta__level level, const ta__flat *f, double *state, uint64_t k, const double *x,
                  size_t n, ta__flat_ranges *flat) {
    flat->count = 0;
    size_t skip = ta__bars_before(k, f->start, n);
    if (skip == n)
        return;
    double *last = state + f->at, *equal = last + 1;
    if (f->period == 1) {
        flat->range[flat->count++] = (ta__range){(uint16_t)skip, (uint16_t)n};
        return;
    }
    /* Before the first value equal is 0, so a first value of 0 does not continue a run. */
    double joined = *equal > 0 && x[skip] == *last ? *equal : 0;
    *last = x[n - 1];
    *equal = level == TA__AVX2 ? find_avx2(f->period, joined, x + skip, skip, n - skip, flat)
                               : find(f->period, joined, x + skip, skip, n - skip, flat);
}

void ta__flat_put(const ta__flat_ranges *flat, const double *x, double *y) {
    for (size_t r = 0; r < flat->count; r++)
        for (size_t i = flat->range[r].from; i < flat->range[r].to; i++)
            y[i] = x[i];
}

void ta__flat_fill(const ta__flat_ranges *flat, double value, double *y) {
    for (size_t r = 0; r < flat->count; r++)
        for (size_t i = flat->range[r].from; i < flat->range[r].to; i++)
            y[i] = value;
}
