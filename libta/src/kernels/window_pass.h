/*
 * A pass over many bars of the windows' summation tree, four at a time: what the sums and the
 * variances of short windows, and the first levels of long ones, have in common. The period is a
 * constant of the compiled code.
 */
#ifndef TA_WINDOW_PASS_H
#define TA_WINDOW_PASS_H

#include "kernels.h"
#include "vector.h"

#include <string.h>

enum {
    BASE = 4,       /* the shortest run on the rings */
    SHORT_MAX = 32, /* the longest period with a pass of its own */
    GROUP = 16,     /* bars that the second pass of long windows takes at a time */
    AHEAD = 64
};

/* --- rings and the lines of a pass ---------------------------------------------------------- */

__attribute__((noinline)) static void unroll_from(const double *ring, size_t m, size_t oldest,
                                                  double *line) {
    memcpy(line, ring + oldest, (m - oldest) * sizeof(double));
    memcpy(line + m - oldest, ring, oldest * sizeof(double));
}

__attribute__((noinline)) static void roll_up_from(double *ring, size_t m, size_t oldest,
                                                   const double *line) {
    memcpy(ring + oldest, line, (m - oldest) * sizeof(double));
    memcpy(ring, line + m - oldest, oldest * sizeof(double));
}

/* By whole vectors: what is read as one soon after must not have been written in smaller pieces. */
TA__INLINE void copy_vectors(double *to, const double *from, size_t m) {
    for (size_t i = 0; i < m; i += TA__LANES)
        ta__store(to + i, ta__load(from + i));
}

/* The m values of a ring before bar k, the oldest first. */
TA__INLINE void unroll(const double *ring, size_t m, uint64_t k, double *line) {
    size_t oldest = (size_t)(k & (m - 1));
    if (oldest == 0)
        copy_vectors(line, ring, m);
    else
        unroll_from(ring, m, oldest, line);
}

TA__INLINE void roll_up(double *ring, size_t m, uint64_t k, const double *line) {
    size_t oldest = (size_t)(k & (m - 1));
    if (oldest == 0)
        copy_vectors(ring, line, m);
    else
        roll_up_from(ring, m, oldest, line);
}

/* A level's last m values, and behind them those of the tile. */
typedef struct lines {
    double sums[TA__TILE + SHORT_MAX / 2];
    double tails[TA__TILE + SHORT_MAX];
} lines;

enum {
    SHORT_LEVELS = 4 /* 4, 8, 16, 32 */
};

/* The levels of a period that a first pass runs through: all, or those below GROUP. */
TA__INLINE bool in_pass(size_t period, bool is_long, size_t m) {
    return is_long ? m < GROUP : m <= period;
}
TA__INLINE bool keeps_sums(size_t period, bool is_long, size_t m) {
    return in_pass(period, is_long, m) && (is_long || 2 * m <= period);
}
TA__INLINE bool keeps_tails(size_t period, bool is_long, size_t m) {
    return in_pass(period, is_long, m) && (period & m) && (period & (m - 1));
}

/*
 * Four bars, the first of which is number i on the lines. `last` holds them, and what lies one and
 * two bars before each; `pairs` the last S(2).
 */
TA__INLINE ta__vector vector_step(size_t period, bool is_long, lines line[SHORT_LEVELS],
                                  const ta__vector last[3], size_t i, ta__vector *pairs,
                                  ta__vector *longest) {
    ta__vector tail = last[0], sum = last[0];
    if (is_long || period >= 2)
        sum = last[0] + last[1];
    if ((period & 3) == 2)
        tail = sum;
    if ((period & 3) == 3)
        tail = sum + last[2];
    ta__vector pair = sum;
    if (is_long || period >= BASE)
        sum = pair + ta__two_back(*pairs, pair);
    *pairs = pair;
    size_t level = 0;
    for (size_t m = BASE; level < SHORT_LEVELS; m *= 2, level++) {
        if (!in_pass(period, is_long, m))
            continue;
        if (keeps_tails(period, is_long, m)) {
            ta__store(line[level].tails + i + m, tail);
            tail = sum + ta__load(line[level].tails + i);
        } else if (period & m) {
            tail = sum;
        }
        if (keeps_sums(period, is_long, m)) {
            ta__store(line[level].sums + i + m, sum);
            sum = sum + ta__load(line[level].sums + i);
        }
    }
    *longest = sum;
    return tail;
}

#endif
