/*
 * The tree of ta__tree_sum for every window at once. With S(m) the sum of the last m values,
 * S(2m)[i] = S(m)[i] + S(m)[i-m]; the parts of the window, from the oldest and shortest on, are
 * T(m+r)[i] = S(m)[i] + T(r)[i-m]. No subtraction: nothing drifts and an outlier leaves no trace.
 * Two doublings are one pass where the sums between them are not needed.
 */
#include "kernels.h"

#include <string.h>

#define NONE UINT8_MAX

/* A new line, its delay still to be found: lines are placed when all readers are known. */
static uint8_t new_line(ta__window_sum *w) {
    w->line[w->lines].delay = 0;
    return w->lines++;
}

static void need(ta__window_sum *w, uint8_t line, size_t delay) {
    if (w->line[line].delay < delay)
        w->line[line].delay = (uint32_t)delay;
}

void ta__window_sum_plan(ta__window_sum *w, uint64_t start, size_t period, ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->start = start;
    w->period = period;
    w->block = layout->block;
    uint8_t source = new_line(w); /* the values themselves */
    uint8_t tail = period & 1 ? source : NONE;
    for (uint32_t m = 1; period / m > 1;) {
        bool by_four = period / m >= 4 && !(period & (2 * m));
        uint32_t longer = by_four ? 4 * m : 2 * m;
        ta__sum_pass *p = &w->pass[w->passes++];
        *p = (ta__sum_pass){.m = m, .by_four = by_four, .source = source};
        need(w, source, longer - m);
        bool last = period / longer == 1;
        if (!last) {
            p->keeps_sums = true;
            p->sums = new_line(w);
        }
        if (period & longer) {
            p->adds_tail = tail != NONE;
            if (p->adds_tail) {
                p->tail = tail;
                need(w, tail, longer);
                if (!last) {
                    p->keeps_tails = true;
                    p->tails = new_line(w);
                }
            }
            tail = p->adds_tail ? p->tails : p->sums;
        }
        source = p->sums;
        m = longer;
    }
    for (size_t i = 0; i < w->lines; i++)
        ta__line_plan(&w->line[i], w->line[i].delay, layout);
}

/* One pass; the flags are constants where it is called. */
TA__INLINE void pass(bool by_four, bool adds_tail, bool keeps_sums, size_t m, const double *source,
                     const double *tail, size_t n, double *restrict sums, double *restrict tails) {
    size_t longer = by_four ? 4 * m : 2 * m;
    for (size_t i = 0; i < n; i++) {
        const double *s = source + i;
        double sum = s[0] + *(s - m);
        if (by_four)
            sum = sum + (*(s - 2 * m) + *(s - 3 * m));
        if (keeps_sums)
            sums[i] = sum;
        if (adds_tail)
            tails[i] = sum + *(tail + i - longer);
    }
}

TA__INLINE void choose_pass(const ta__sum_pass *p, const double *source, const double *tail,
                            size_t n, double *sums, double *tails) {
    size_t m = p->m;
    if (p->by_four) {
        if (!p->adds_tail)
            pass(true, false, true, m, source, tail, n, sums, tails);
        else if (p->keeps_sums)
            pass(true, true, true, m, source, tail, n, sums, tails);
        else
            pass(true, true, false, m, source, tail, n, sums, tails);
    } else {
        if (!p->adds_tail)
            pass(false, false, true, m, source, tail, n, sums, tails);
        else if (p->keeps_sums)
            pass(false, true, true, m, source, tail, n, sums, tails);
        else
            pass(false, true, false, m, source, tail, n, sums, tails);
    }
}

/* n bars that lie side by side on all lines. */
TA__INLINE void run_part(const ta__window_sum *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y) {
    double *first = ta__line_at(&w->line[0], state, k);
    memcpy(first, x, n * sizeof(double));
    if (w->passes == 0)
        memcpy(y, first, n * sizeof(double));
    for (size_t i = 0; i < w->passes; i++) {
        const ta__sum_pass *p = &w->pass[i];
        size_t in_block = (size_t)(k & (w->line[p->source].block - 1));
        const double *source = state + w->line[p->source].at + w->line[p->source].delay + in_block;
        const double *tail = source;
        if (p->adds_tail) {
            const ta__line *l = &w->line[p->tail];
            tail = state + l->at + l->delay + (size_t)(k & (l->block - 1));
        }
        double *sums = p->keeps_sums ? ta__line_at(&w->line[p->sums], state, k) : y;
        double *tails = p->keeps_tails ? ta__line_at(&w->line[p->tails], state, k) : y;
        choose_pass(p, source, tail, n, sums, tails);
    }
}

TA__INLINE void run(const ta__window_sum *w, double *state, uint64_t k, const double *x, size_t n,
                    double *y) {
    size_t i = ta__bars_before(k, w->start, n);
    while (i < n) {
        size_t room = w->block - (size_t)((k + i) & (w->block - 1));
        size_t part = n - i < room ? n - i : room;
        run_part(w, state, k + i, x + i, part, y + i);
        i += part;
    }
    ta__blank_before(k, w->start + w->period - 1, n, y);
}

static void run_portable(const ta__window_sum *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y) {
    run(w, state, k, x, n, y);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_sum *w, double *state, uint64_t k,
                                     const double *x, size_t n, double *y) {
    run(w, state, k, x, n, y);
}

void ta__window_sum_block(ta__level level, const ta__window_sum *w, double *state, uint64_t k,
                          const double *x, size_t n, double *y) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, n, y);
    else
        run_portable(w, state, k, x, n, y);
}

void ta__window_mean_plan(ta__window_mean *w, uint64_t start, size_t period, ta__layout *layout) {
    ta__window_sum_plan(&w->sum, start, period, layout);
    ta__flat_plan(&w->flat, start, period, layout);
}

/* y = sum / period, and the value itself where the window is flat. */
TA__INLINE void divide(double period, const double *x, bool any_flat, const bool *flat, size_t n,
                       double *y) {
    for (size_t i = 0; i < n; i++)
        y[i] = y[i] / period;
    for (size_t i = 0; any_flat && i < n; i++)
        y[i] = flat[i] ? x[i] : y[i];
}

TA__TARGET_AVX2 static void divide_avx2(double period, const double *x, bool any_flat,
                                        const bool *flat, size_t n, double *y) {
    divide(period, x, any_flat, flat, n, y);
}

void ta__window_mean_block(ta__level level, const ta__window_mean *w, double *state, uint64_t k,
                           const double *x, size_t n, double *y) {
    bool flat[TA__TILE];
    double copy[TA__TILE];
    bool any_flat = ta__flat_run(&w->flat, state, k, x, n, flat);
    if (any_flat && x == y) {
        memcpy(copy, x, n * sizeof(double));
        x = copy;
    }
    ta__window_sum_run(level, &w->sum, state, k, x, n, y);
    if (level == TA__AVX2)
        divide_avx2((double)w->sum.period, x, any_flat, flat, n, y);
    else
        divide((double)w->sum.period, x, any_flat, flat, n, y);
}
