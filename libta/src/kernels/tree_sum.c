#include "kernels.h"

/* The length of the part that value `index` belongs to, and the index at which that part begins. */
static size_t part_of(size_t count, size_t index, size_t *begin) {
    size_t from = 0;
    for (size_t part = 1;; part *= 2) {
        if (!(count & part))
            continue;
        if (index < from + part) {
            *begin = from;
            return part;
        }
        from += part;
    }
}

/* Adds the sum of 2^level values of a part that begins at index `begin`, the first being its value
 * number `at`, a multiple of 2^level. */
TA__INLINE void add_run(ta__tree_sum *s, size_t part, size_t begin, size_t at, size_t level,
                        double x) {
    /* Like a binary counter: a pair of equal runs becomes one of twice the length. */
    for (size_t carry = at >> level; carry & 1; carry >>= 1)
        x = s->partial[level++] + x;
    if (((size_t)1 << level) < part)
        s->partial[level] = x;
    else
        s->total = begin > 0 ? x + s->total : x;
}

void ta__tree_sum_add(ta__tree_sum *s, size_t count, size_t index, double x) {
    size_t begin, part = part_of(count, index, &begin);
    add_run(s, part, begin, index - begin, 0, x);
}

enum {
    RUN_LEVEL = 3,
    RUN = 1 << RUN_LEVEL /* values that are added at once */
};

static double pairwise(const double x[RUN]) {
    return ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
}

void ta__tree_sum_take(ta__tree_sum *s, size_t count, size_t index, const double *x, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t begin, part = part_of(count, index + i, &begin), at = index + i - begin;
        bool whole = part >= RUN && at % RUN == 0 && n - i >= RUN;
        add_run(s, part, begin, at, whole ? RUN_LEVEL : 0, whole ? pairwise(x + i) : x[i]);
        i += whole ? RUN : 1;
    }
}
