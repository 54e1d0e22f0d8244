#include "kernels.h"

#include <math.h>
#include <string.h>

enum {
    BLOCK = 8
};

/* The state of one smoothing; all doubles, as the core saves it. */
typedef struct smooth_state {
    double carry; /* the last output of the block before */
    double r;     /* first value of the block */
    double w;     /* its running deviation */
    ta__tree_sum seed;
    double first;   /* first value that the seed is made of */
    double differs; /* 1 once another one differs from it */
} smooth_state;
#define SMOOTH_DOUBLES (sizeof(smooth_state) / sizeof(double))

void ta__smooth_plan(ta__smooth *s, uint64_t start, size_t seed_count, double a,
                     ta__layout *layout) {
    *s = (ta__smooth){.start = start,
                      .seed_at = start + seed_count - 1,
                      .seed_count = seed_count,
                      .a = a,
                      .b = 1 - a,
                      .at = ta__reserve(layout, SMOOTH_DOUBLES)};
    s->powers[0] = s->b;
    for (int j = 1; j < BLOCK; j++)
        s->powers[j] = s->powers[j - 1] * s->b;
}

/* Takes one of the values that the seed is made of; y is NaN before the last of them. */
static double seed(const ta__smooth *s, smooth_state *st, uint64_t k, double x) {
    size_t index = (size_t)(k - s->start);
    ta__tree_sum_add(&st->seed, s->seed_count, index, x);
    if (index == 0)
        st->first = x;
    else if (x != st->first)
        st->differs = 1;
    if (k < s->seed_at)
        return NAN;
    /* A mean of equal values is that value, whatever the sum's rounding says. */
    st->carry = st->differs == 0 ? st->first : st->seed.total / (double)s->seed_count;
    return st->carry;
}

static double step(const ta__smooth *s, smooth_state *st, uint64_t k, double x) {
    if (s->b == 0)
        return x; /* a period of 1: the blocks would round */
    uint64_t block = k & ~(uint64_t)(BLOCK - 1);
    if (block <= s->seed_at)
        block = s->seed_at + 1;
    size_t j = (size_t)(k - block);
    if (j == 0) {
        st->r = x;
        st->w = 0;
    } else {
        st->w = fma(s->b, st->w, s->a * (x - st->r));
    }
    double y = fma(s->powers[j], st->carry - st->r, st->w + st->r);
    if ((k & (BLOCK - 1)) == BLOCK - 1)
        st->carry = y;
    return y;
}

void ta__smooth_run(const ta__smooth *s, double *state, uint64_t k, const double *x, size_t n,
                    double *y) {
    smooth_state st;
    memcpy(&st, state + s->at, sizeof st);
    for (size_t i = 0; i < n; i++) {
        if (k + i < s->start)
            y[i] = NAN;
        else if (k + i <= s->seed_at)
            y[i] = seed(s, &st, k + i, x[i]);
        else
            y[i] = step(s, &st, k + i, x[i]);
    }
    memcpy(state + s->at, &st, sizeof st);
}
