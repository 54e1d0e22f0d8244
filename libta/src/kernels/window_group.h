/*
 * What the kernels on summation trees have in common: groups of bars that go through the levels of
 * a tree in registers, and rings of what is left of them.
 */
#ifndef TA_WINDOW_GROUP_H
#define TA_WINDOW_GROUP_H

#include "kernels.h"
#include "vector.h"

enum {
    BASE = 4,   /* the shortest run on the rings */
    GROUP = 16, /* bars that are taken together, from a multiple on */
    GROUP_VECTORS = GROUP / TA__LANES,
    STAGGERED = 128, /* rings of so many values are kept apart by STAGGER more */
    STAGGER = 24
};

/*
 * All rings are walked side by side. Those of a page and more would all meet the same sets of the
 * cache, were they not apart by something else than a power of two.
 */
static inline uint32_t ta__reserve_ring(ta__layout *layout, size_t m) {
    return (uint32_t)ta__reserve(layout, m >= STAGGERED ? m + STAGGER : m);
}

/* The sums of a group of bars. */
typedef struct ta__group {
    ta__vector v[GROUP_VECTORS];
} ta__group;

/* Values, and those one to three bars before each. */
typedef struct ta__values {
    ta__vector x, x1, x2, x3;
} ta__values;

/* Vector v of a group; `last` holds the four values before it. */
TA__INLINE ta__values ta__group_values(const double *x, size_t v, ta__vector last) {
    const double *p = x + v * TA__LANES;
    ta__vector now = ta__load(p);
    if (v > 0)
        return (ta__values){now, ta__load(p - 1), ta__load(p - 2), ta__load(p - 3)};
    return (ta__values){now, (ta__vector){last[3], now[0], now[1], now[2]}, ta__two_back(last, now),
                        (ta__vector){last[1], last[2], last[3], now[0]}};
}

/* Those so many vectors of bars before, and keeps what will be before the next group. */
TA__INLINE ta__group ta__group_delayed(size_t vectors, const ta__group *now, double *ring) {
    ta__group before;
    for (size_t v = 0; v < vectors; v++) {
        before.v[v] = ta__load(ring + v * TA__LANES);
        ta__store(ring + v * TA__LANES, now->v[v + GROUP_VECTORS - vectors]);
    }
    for (size_t v = vectors; v < GROUP_VECTORS; v++)
        before.v[v] = now->v[v - vectors];
    return before;
}

/* Those m bars before bar k and the following, from their ring. */
TA__INLINE ta__group ta__group_before(size_t m, uint64_t k, const ta__group *now, double *ring) {
    if (m == TA__LANES)
        return ta__group_delayed(1, now, ring);
    if (m == 2 * TA__LANES)
        return ta__group_delayed(2, now, ring);
    return ta__group_delayed(GROUP_VECTORS, now, ring + (size_t)(k & (m - 1)));
}

TA__INLINE ta__group ta__group_joined(const ta__group *newer, const ta__group *older) {
    ta__group sum;
    for (size_t v = 0; v < GROUP_VECTORS; v++)
        sum.v[v] = newer->v[v] + older->v[v];
    return sum;
}

#endif
