/* Extrema by doubling, as pairs of a value and how many bars ago it was. */
#include "kernels.h"

#include <string.h>

void ta__window_place_plan(ta__window_place *w, bool maximum, uint64_t start, size_t period,
                           ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->maximum = maximum;
    w->start = start;
    w->period = period;
    w->block = layout->block;
    for (; period >> (w->levels + 1); w->levels++) {
        ta__line_plan(&w->values[w->levels], (size_t)1 << w->levels, layout);
        ta__line_plan(&w->places[w->levels], (size_t)1 << w->levels, layout);
    }
    ta__line_plan(&w->last_values, period - ((size_t)1 << w->levels), layout);
    ta__line_plan(&w->last_places, period - ((size_t)1 << w->levels), layout);
}

TA__INLINE void join(bool maximum, const ta__line *values, const ta__line *places, double *state,
                     uint64_t k, size_t m, size_t n, double *value, double *place) {
    double *v = ta__line_at(values, state, k), *p = ta__line_at(places, state, k);
    memcpy(v, value, n * sizeof(double));
    memcpy(p, place, n * sizeof(double));
    double bars = (double)m;
    for (size_t i = 0; i < n; i++) {
        double older = *(v + i - m), older_place = *(p + i - m) + bars;
        bool keep = maximum ? v[i] >= older : v[i] <= older;
        value[i] = keep ? v[i] : older;
        place[i] = keep ? p[i] : older_place;
    }
}

TA__INLINE void run_part(const ta__window_place *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y) {
    double value[TA__TILE], place[TA__TILE];
    memcpy(value, x, n * sizeof(double));
    memset(place, 0, n * sizeof(double));
    for (size_t level = 0; level < w->levels; level++)
        join(w->maximum, &w->values[level], &w->places[level], state, k, (size_t)1 << level, n,
             value, place);
    size_t rest = w->period - ((size_t)1 << w->levels);
    if (rest > 0)
        join(w->maximum, &w->last_values, &w->last_places, state, k, rest, n, value, place);
    memcpy(y, place, n * sizeof(double));
}

TA__INLINE void run(const ta__window_place *w, double *state, uint64_t k, const double *x, size_t n,
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

static void run_portable(const ta__window_place *w, double *state, uint64_t k, const double *x,
                         size_t n, double *y) {
    run(w, state, k, x, n, y);
}

TA__TARGET_AVX2 static void run_avx2(const ta__window_place *w, double *state, uint64_t k,
                                     const double *x, size_t n, double *y) {
    run(w, state, k, x, n, y);
}

void ta__window_place_run(ta__level level, const ta__window_place *w, double *state, uint64_t k,
                          const double *x, size_t n, double *y) {
    if (level == TA__AVX2)
        run_avx2(w, state, k, x, n, y);
    else
        run_portable(w, state, k, x, n, y);
}
