#include "kernels.h"

#include <string.h>

void ta__window_age_plan(ta__window_age *w, uint64_t start, size_t period, ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->start = start;
    w->period = period;
    w->block = layout->block;
    for (size_t level = 0; period >> level; level++) {
        size_t part = (size_t)1 << level;
        if (period >> (level + 1)) {
            ta__line_plan(&w->sums[level], part, layout);
            ta__line_plan(&w->ages[level], part, layout);
        }
        if ((period & part) && (period & (part - 1))) {
            ta__line_plan(&w->tail_sums[level], part, layout);
            ta__line_plan(&w->tail_ages[level], part, layout);
        }
        w->levels = level + 1;
    }
}

/* (sum, age) of a newer run of m values and of an older one behind it. */
TA__INLINE void join(const ta__line *sums, const ta__line *ages, double *state, uint64_t k,
                     size_t m, const double *sum, const double *age, size_t n, double *older_sum,
                     double *older_age) {
    double *s = ta__line_at(sums, state, k), *a = ta__line_at(ages, state, k);
    memcpy(s, older_sum, n * sizeof(double));
    memcpy(a, older_age, n * sizeof(double));
    double bars = (double)m;
    for (size_t i = 0; i < n; i++) {
        const double *sm = s + i - m, *am = a + i - m;
        older_age[i] = age[i] + (*am + bars * *sm);
        older_sum[i] = sum[i] + *sm;
    }
}

TA__INLINE void run_part(const ta__window_age *w, double *state, uint64_t k, const double *x,
                         size_t n, double *sum_out, double *age_out) {
    double sum[TA__TILE], age[TA__TILE], tail_sum[TA__TILE], tail_age[TA__TILE];
    bool has_tail = false;
    memcpy(sum, x, n * sizeof(double));
    memset(age, 0, n * sizeof(double));
    for (size_t level = 0; level < w->levels; level++) {
        size_t part = (size_t)1 << level;
        if (w->period & part) {
            if (has_tail) {
                join(&w->tail_sums[level], &w->tail_ages[level], state, k, part, sum, age, n,
                     tail_sum, tail_age);
            } else {
                memcpy(tail_sum, sum, n * sizeof(double));
                memcpy(tail_age, age, n * sizeof(double));
            }
            has_tail = true;
        }
        if (level + 1 < w->levels)
            join(&w->sums[level], &w->ages[level], state, k, part, sum, age, n, sum, age);
    }
    memcpy(sum_out, tail_sum, n * sizeof(double));
    memcpy(age_out, tail_age, n * sizeof(double));
}

TA__INLINE void run(const ta__window_age *w, double *state, uint64_t k, const double *x, size_t n,
                    double *sum, double *age) {
    size_t i = ta__bars_before(k, w->start, n);
    while (i < n) {
        size_t room = w->block - (size_t)((k + i) & (w->block - 1));
        size_t part = n - i < room ? n - i : room;
        run_part(w, state, k + i, x + i, part, sum + i, age + i);
        i += part;
    }
    ta__blank_before(k, w->start + w->period - 1, n, sum);
    ta__blank_before(k, w->start + w->period - 1, n, age);
}

static void run_portable(const ta__window_age *w, double *state, uint64_t k, const double *x,
                         size_t n, double *sum, double *age) {
    run(w, state, k, x, n, sum, age);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_age *w, double *state, uint64_t k,
                                     const double *x, size_t n, double *sum, double *age) {
    run(w, state, k, x, n, sum, age);
}

void ta__window_age_run(ta__level level, const ta__window_age *w, double *state, uint64_t k,
                        const double *x, size_t n, double *sum, double *age) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, n, sum, age);
    else
        run_portable(w, state, k, x, n, sum, age);
}
