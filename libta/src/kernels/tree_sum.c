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

void ta__tree_sum_add(ta__tree_sum *s, size_t count, size_t index, double x) {
    size_t begin, part = part_of(count, index, &begin), in_part = index - begin, level = 0;
    /* Like a binary counter: a pair of equal runs becomes one of twice the length. */
    for (size_t carry = in_part; carry & 1; carry >>= 1)
        x = s->partial[level++] + x;
    if (in_part + 1 < part)
        s->partial[level] = x;
    else
        s->total = begin > 0 ? x + s->total : x;
}
