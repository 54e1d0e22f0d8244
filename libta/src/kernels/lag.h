/*
 * What an indicator makes of each value and the one `delay` bars before it. Within a tile both are
 * in the caller's array; only what lies before the tile is kept, in a ring: bar k has place k mod
 * m, m being the smallest power of two >= delay.
 */
#ifndef TA_LAG_H
#define TA_LAG_H

#include "kernels.h"
#include "present.h"

#include <string.h>

typedef struct ta__lag {
    size_t delay;
    size_t m;
    size_t ring;
} ta__lag;

static inline void ta__lag_plan(ta__lag *l, size_t delay, ta__layout *layout) {
    size_t m = ta__power_of_two(delay);
    *l = (ta__lag){.delay = delay, .m = m, .ring = ta__reserve(layout, m)};
}

/* Of a value and the earlier one. */
typedef double ta__lag_fn(double now, double past);

TA__INLINE void ta__lag_bar(const ta__lag *l, double *state, uint64_t k, double x, ta__lag_fn *f,
                            double *y) {
    double *ring = state + l->ring;
    double past = ring[(k - l->delay) & (l->m - 1)];
    ring[k & (l->m - 1)] = x;
    *y = k < l->delay ? (double)NAN : f(x, past);
}

TA__INLINE void ta__lag_apply(const double *x, const double *past, size_t n, ta__lag_fn *f,
                              double *restrict y) {
    for (size_t i = 0; i < n; i++)
        y[i] = f(x[i], past[i]);
}

/* The values before the tile are on the ring, in up to two pieces. */
TA__INLINE void ta__lag_apply_ring(const ta__lag *l, const double *ring, uint64_t k,
                                   const double *x, size_t n, ta__lag_fn *f, double *y) {
    size_t at = (size_t)((k - l->delay) & (l->m - 1)), room = l->m - at;
    size_t piece = n < room ? n : room;
    ta__lag_apply(x, ring + at, piece, f, y);
    ta__lag_apply(x + piece, ring, n - piece, f, y + piece);
}

TA__INLINE void ta__lag_keep(const ta__lag *l, double *ring, uint64_t k, const double *x,
                             size_t n) {
    size_t kept = n < l->delay ? n : l->delay, at = (size_t)((k + n - kept) & (l->m - 1));
    size_t room = l->m - at, piece = kept < room ? kept : room;
    memcpy(ring + at, x + n - kept, piece * sizeof(double));
    memcpy(ring, x + n - kept + piece, (kept - piece) * sizeof(double));
}

/* The same where `past` lies before x in the same array; whether all n values of x are present.
 */
TA__INLINE bool ta__lag_apply_own(ta__level level, const double *x, size_t delay, size_t n,
                                  ta__lag_fn *f, double *restrict y) {
    if (n < TA__SQUARES) {
        ta__lag_apply(x, x - delay, n, f, y);
        return ta__all_present(level, &x, 1, n);
    }
    double sums[TA__SQUARES] = {0};
    for (size_t next = 0; next < n; next += TA__SQUARES) {
        size_t i = ta__part_at(next, n);
        for (size_t j = 0; j < TA__SQUARES; j++)
            y[i + j] = f(x[i + j], (x - delay)[i + j]);
        for (size_t j = 0; j < TA__SQUARES; j++)
            sums[j] = ta__square(level, x[i + j], sums[j]);
    }
    return ta__squares_small(sums) || ta__all_present(level, &x, 1, n);
}

/* A ta__run_fn: y = f(x, past), NaN before bar `delay`. */
TA__INLINE bool ta__lag_run(ta__level level, const ta__lag *l, double *state, uint64_t k,
                            const double *x, size_t n, ta__lag_fn *f, double *y) {
    double *ring = state + l->ring;
    size_t before = n < l->delay ? n : l->delay;
    size_t whole = before < TA__SQUARES && n >= TA__SQUARES ? TA__SQUARES : before;
    if (!ta__all_present(level, &x, 1, whole) ||
        !ta__lag_apply_own(level, x + before, l->delay, n - before, f, y + before))
        return false;
    ta__lag_apply_ring(l, ring, k, x, before, f, y);
    ta__lag_keep(l, ring, k, x, n);
    ta__blank_before(k, l->delay, n, y);
    return true;
}

#endif
