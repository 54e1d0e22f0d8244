/*
 * Four doubles at a time, in the compiler's vector types: one AVX2 register, or what the portable
 * level makes of it. Lane by lane the operations are those of doubles, so the bits are too.
 */
#ifndef TA_VECTOR_H
#define TA_VECTOR_H

#include "../level.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TA__LANES = 4
};
typedef double ta__vector __attribute__((vector_size(32)));
/* The same anywhere in an array of doubles. */
typedef double ta__vector_at __attribute__((vector_size(32), aligned(8), may_alias));

/* What comparisons give: all bits of a lane or none. */
typedef int64_t ta__mask __attribute__((vector_size(32)));
typedef int64_t ta__mask_at __attribute__((vector_size(32), aligned(8), may_alias));

TA__INLINE ta__vector ta__load(const double *p) {
    return *(const ta__vector_at *)p;
}

TA__INLINE void ta__store(double *p, ta__vector v) {
    *(ta__vector_at *)p = v;
}

TA__INLINE ta__vector ta__all(double x) {
    return (ta__vector){x, x, x, x};
}

TA__INLINE ta__vector ta__fma(ta__vector a, ta__vector b, ta__vector c) {
    return (ta__vector){__builtin_fma(a[0], b[0], c[0]), __builtin_fma(a[1], b[1], c[1]),
                        __builtin_fma(a[2], b[2], c[2]), __builtin_fma(a[3], b[3], c[3])};
}

TA__INLINE ta__vector ta__absolute(ta__vector x) {
    return (ta__vector)((ta__mask)x & INT64_MAX);
}

/* The vector that begins two values before the second of two neighbours. */
TA__INLINE ta__vector ta__two_back(ta__vector before, ta__vector x) {
    return (ta__vector){before[2], before[3], x[0], x[1]};
}

/* ta__quotient() in each lane. */
TA__INLINE ta__vector ta__quotients(ta__vector x, ta__vector divisor, ta__vector inverse) {
    ta__vector near = x * inverse;
    return ta__fma(-ta__fma(divisor, near, -x), inverse, near);
}

/* A quotient of what is smaller could be subnormal, and its last step round twice. */
#define TA__TINY 0x1p-900

TA__INLINE ta__mask ta__are_tiny(ta__vector x) {
    return (ta__absolute(x) < ta__all(TA__TINY)) & (x != ta__all(0));
}

TA__INLINE bool ta__any(ta__mask m) {
    return (m[0] | m[1] | m[2] | m[3]) != 0;
}

#endif
