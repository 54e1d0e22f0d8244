/*
 * Variances four at a time, without a division: a vector that could differ from what divisions and
 * the choice of anchors make of it is left to them. For short windows the sums of d and of d^2 are
 * made in the same pass, so that roots and stores hide behind the additions.
 */
#include "short_variance.h"

#include "vector.h"
#include "window_pass.h"

#if TA__HAS_AVX2
#include <immintrin.h>
#endif

/* Beside sums of squares of this size, a quotient small enough to be rounded twice is nothing. */
#define SMALL 0x1p-800

typedef struct divisors {
    ta__vector anchor, period, by_period, divisor, by_divisor;
} divisors;

TA__INLINE divisors divisors_of(const ta__window_variance *w, const double *state) {
    double period = (double)w->period;
    return (divisors){ta__all(state[w->at]), ta__all(period), ta__all(1 / period),
                      ta__all(w->divisor), ta__all(1 / w->divisor)};
}

/* By address: as an argument the vector would differ between the callers' targets. */
TA__TARGET_AVX2 static inline bool all(const ta__mask *m) {
#if TA__HAS_AVX2
    return _mm256_movemask_pd((__m256d)*m) == 15;
#else
    return ((*m)[0] & (*m)[1] & (*m)[2] & (*m)[3]) != 0;
#endif
}

TA__INLINE ta__vector roots(ta__vector x) {
    for (int lane = 0; lane < TA__LANES; lane++)
        x[lane] = __builtin_sqrt(x[lane]);
    return x;
}

/* ta__quotients() of what is not negative. */
TA__INLINE ta__vector quotients(ta__vector x, ta__vector divisor, ta__vector inverse) {
    ta__vector near = x * inverse;
    return ta__fma(ta__fma(-divisor, near, x), inverse, near);
}

/* Four bars from their sums. False, and nothing is stored: they may not be good. */
TA__INLINE bool put(const divisors *by, ta__vector d, ta__vector sum, ta__vector total,
                    ta__deviations to, size_t i) {
    ta__vector left = total - quotients(sum * sum, by->period, by->by_period);
    ta__vector least = ta__fma(ta__all(TA__CANCELLATION), total, ta__all(SMALL));
    ta__mask good = left > least;
    if (__builtin_expect(!all(&good), 0)) {
        /* Good are also the zeros of a constant series. */
        good = (left >= ta__all(TA__CANCELLATION) * total) &
               ((total >= ta__all(SMALL)) | (total == ta__all(0)));
        if (!all(&good))
            return false;
    }
    if (to.distance) {
        if (ta__any(ta__are_tiny(sum)))
            return false;
        ta__store(to.distance + i, d - ta__quotients(sum, by->period, by->by_period));
    }
    ta__vector variance = quotients(left, by->divisor, by->by_divisor);
    ta__store(to.y + i, to.root ? roots(variance) : variance);
    return true;
}

TA__INLINE bool put_all(const ta__window_variance *w, const double *state, const double *x,
                        const double *sum, const double *squares, size_t n, ta__deviations to) {
    divisors by = divisors_of(w, state);
    if (n < TA__LANES)
        return false;
    for (size_t i = 0; i < n; i += TA__LANES) {
        /* The last vector may begin among those of the one before. */
        i = i + TA__LANES <= n ? i : n - TA__LANES;
        if (!put(&by, ta__load(x + i) - by.anchor, ta__load(sum + i), ta__load(squares + i), to, i))
            return false;
    }
    return true;
}

TA__TARGET_AVX2 bool ta__variances(const ta__window_variance *w, const double *state,
                                   const double *x, const double *sum, const double *squares,
                                   size_t n, ta__deviations to) {
    return put_all(w, state, x, sum, squares, n, to);
}

/* --- the pass of short windows -------------------------------------------------------------- */

/* Fills the lines, and returns the last S(2). */
TA__INLINE ta__vector begin(size_t period, const ta__window_sum *w, const double *state, uint64_t k,
                            lines line[SHORT_LEVELS]) {
    double last[BASE];
    size_t level = 0;
    unroll(state + w->values, BASE, k, last);
#pragma GCC unroll 4
    for (size_t m = BASE; level < SHORT_LEVELS; m *= 2, level++) {
        if (keeps_sums(period, false, m))
            unroll(state + w->level[level].sums, m, k, line[level].sums);
        if (keeps_tails(period, false, m))
            unroll(state + w->level[level].tails, m, k, line[level].tails);
    }
    return (ta__vector){0, 0, last[2] + last[1], last[3] + last[2]};
}

/* After bar k - 1, number i - 1 on the lines; `last` are the last values. */
TA__INLINE void finish(size_t period, const ta__window_sum *w, double *state, uint64_t k,
                       const lines line[SHORT_LEVELS], size_t i, ta__vector last) {
    double values[BASE];
    size_t level = 0;
    ta__store(values, last);
    roll_up(state + w->values, BASE, k, values);
#pragma GCC unroll 4
    for (size_t m = BASE; level < SHORT_LEVELS; m *= 2, level++) {
        if (keeps_sums(period, false, m))
            roll_up(state + w->level[level].sums, m, k, line[level].sums + i);
        if (keeps_tails(period, false, m))
            roll_up(state + w->level[level].tails, m, k, line[level].tails + i);
    }
}

TA__INLINE size_t pass(size_t period, const ta__window_variance *w, double *state, uint64_t k,
                       const double *x, size_t n, ta__deviations to) {
    _Alignas(TA_STREAM_ALIGN) lines sums[SHORT_LEVELS], squares[SHORT_LEVELS];
    divisors by = divisors_of(w, state);
    ta__vector pairs = begin(period, &w->sum, state, k, sums);
    ta__vector pairs2 = begin(period, &w->squares, state, k, squares);
    size_t i = 0;
    for (; i + TA__LANES <= n; i += TA__LANES) {
        __builtin_prefetch(to.y + i + AHEAD, 1);
        ta__vector d[3], d2[3], longest;
        for (size_t back = 0; back < 3 && back < period; back++) {
            d[back] = ta__load(x + i - back) - by.anchor;
            d2[back] = d[back] * d[back];
        }
        ta__vector sum = vector_step(period, false, sums, d, i, &pairs, &longest);
        ta__vector total = vector_step(period, false, squares, d2, i, &pairs2, &longest);
        if (to.y && !put(&by, d[0], sum, total, to, i))
            break;
    }
    if (i > 0) {
        ta__vector last = ta__load(x + i - TA__LANES) - by.anchor;
        finish(period, &w->sum, state, k + i, sums, i, last);
        finish(period, &w->squares, state, k + i, squares, i, last * last);
    }
    return i;
}

#define CASE(period)                                                                               \
    case period:                                                                                   \
        return pass(period, w, state, k, x, n, to);
#define EIGHT_CASES(first)                                                                         \
    CASE(first)                                                                                    \
    CASE((first) + 1)                                                                              \
    CASE((first) + 2)                                                                              \
    CASE((first) + 3)                                                                              \
    CASE((first) + 4)                                                                              \
    CASE((first) + 5)                                                                              \
    CASE((first) + 6)                                                                              \
    CASE((first) + 7)

TA__TARGET_AVX2 size_t ta__short_variances(const ta__window_variance *w, double *state, uint64_t k,
                                           const double *x, size_t n, ta__deviations to) {
    switch (w->period) {
        EIGHT_CASES(1)
        EIGHT_CASES(9)
        EIGHT_CASES(17)
        EIGHT_CASES(25)
    }
    return 0;
}
