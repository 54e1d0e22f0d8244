/*
 * The extremum of a window is that of shorter runs that cover it: passes go from runs of m values
 * to runs of 4m, and the last joins up to four runs, overlapping as the period asks. Exact, and
 * without branches on the data.
 */
#include "kernels.h"

#include <string.h>

void ta__window_extremum_plan(ta__window_extremum *w, bool maximum, uint64_t start, size_t period,
                              ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->maximum = maximum;
    w->start = start;
    w->period = period;
    w->block = layout->block;
    for (size_t run = 1; run < period; run *= 4) {
        size_t *offsets = w->offsets[w->passes];
        size_t longest = 0, oldest = period - run;
        for (size_t i = 0; i < 3; i++) {
            offsets[i] = (i + 1) * run < oldest ? (i + 1) * run : oldest;
            longest = offsets[i];
        }
        ta__line_plan(&w->line[w->passes++], longest, layout);
    }
}

TA__INLINE void pass(bool maximum, const size_t offsets[3], const double *source, size_t n,
                     double *restrict y) {
    const double *second = source - offsets[0], *third = source - offsets[1];
    const double *fourth = source - offsets[2];
    for (size_t i = 0; i < n; i++)
        y[i] = ta__better(maximum, ta__better(maximum, source[i], second[i]),
                          ta__better(maximum, third[i], fourth[i]));
}

TA__INLINE void run_part(const ta__window_extremum *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y) {
    if (w->passes == 0) {
        memmove(y, x, n * sizeof(double));
        return;
    }
    double *source = ta__line_at(&w->line[0], state, k);
    memcpy(source, x, n * sizeof(double));
    for (size_t i = 0; i < w->passes; i++) {
        double *to = i + 1 < w->passes ? ta__line_at(&w->line[i + 1], state, k) : y;
        if (w->maximum)
            pass(true, w->offsets[i], source, n, to);
        else
            pass(false, w->offsets[i], source, n, to);
        source = to;
    }
}

TA__INLINE void run(const ta__window_extremum *w, double *state, uint64_t k, const double *x,
                    size_t n, double *y) {
    size_t i = ta__bars_before(k, w->start, n);
    while (i < n) {
        size_t room = w->block - (size_t)((k + i) & (w->block - 1));
        size_t part = n - i < room ? n - i : room;
        run_part(w, state, k + i, x + i, part, y + i);
        i += part;
    }
    ta__blank_before(k, w->start + w->period - 1, n, y);
}

static void run_portable(const ta__window_extremum *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y) {
    run(w, state, k, x, n, y);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_extremum *w, double *state, uint64_t k,
                                     const double *x, size_t n, double *y) {
    run(w, state, k, x, n, y);
}

void ta__window_extremum_block(ta__level level, const ta__window_extremum *w, double *state,
                               uint64_t k, const double *x, size_t n, double *y) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, n, y);
    else
        run_portable(w, state, k, x, n, y);
}
