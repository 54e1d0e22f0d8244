/* Variances and covariance from sums of deviations from two anchors; see window_variance.c. */
#include "kernels.h"

#include <math.h>
#include <string.h>

enum {
    X,
    Y,
    XX,
    YY,
    XY,
    SUMS
};

/* Below this share of the mean squares, cancellation could cost more than the promised 1e-11. */
#define CANCELLATION 1e-4
#define ANCHOR_BARS  512
#define TRIAL        64

void ta__window_covariance_plan(ta__window_covariance *w, uint64_t start, size_t period,
                                ta__layout *layout) {
    memset(w, 0, sizeof *w);
    w->start = start;
    w->period = period;
    w->anchor_every = ta__power_of_two(period > ANCHOR_BARS ? period : ANCHOR_BARS);
    w->at = ta__reserve(layout, 2);
    for (int side = 0; side < 2; side++) {
        ta__line_plan(&w->values[side], period, layout);
        ta__flat_plan(&w->flat[side], start, period, layout);
    }
    for (int i = 0; i < SUMS; i++)
        ta__window_sum_plan(&w->sums[i], start, period, layout);
}

TA__INLINE void run_sums(ta__level level, const ta__window_covariance *w, double *state, uint64_t k,
                         const double *x, const double *y, size_t n, double sums[SUMS][TA__TILE]) {
    double anchor_x = state[w->at], anchor_y = state[w->at + 1];
    double d[SUMS][TA__TILE];
    for (size_t i = 0; i < n; i++) {
        double dx = x[i] - anchor_x, dy = y[i] - anchor_y;
        d[X][i] = dx;
        d[Y][i] = dy;
        d[XX][i] = dx * dx;
        d[YY][i] = dy * dy;
        d[XY][i] = dx * dy;
    }
    for (int s = 0; s < SUMS; s++)
        ta__window_sum_run(level, &w->sums[s], state, k, d[s], n, sums[s]);
}

/* Takes the values at k as the anchors and brings the sums of the window before them up to it. */
static void set_anchor(ta__level level, const ta__window_covariance *w, double *state, uint64_t k,
                       const double *x, const double *y) {
    double sums[SUMS][TA__TILE];
    uint64_t from = k >= w->start + w->period - 1 ? k - (w->period - 1) : w->start;
    while (from < k) {
        size_t n = k - from < TA__TILE ? (size_t)(k - from) : TA__TILE;
        run_sums(level, w, state, from, x - (k - from), y - (k - from), n, sums);
        from += n;
    }
}

/* The results of one run of a part, and what tells how far they are good. */
typedef struct part {
    const double *x, *y; /* places on the lines */
    double *var_x, *var_y, *covariance;
    const ta__flat_ranges *flat; /* of x and of y */
    size_t at; /* number of its first bar in the tile, by which the ranges count */
} part;

static part part_from(const part *p, size_t i) {
    return (part){p->x + i,          p->y + i, p->var_x + i, p->var_y + i,
                  p->covariance + i, p->flat,  p->at + i};
}

/* Whether a sum of squared deviations has its digits; a flat window has none to lose. */
static bool is_good(double sum, double squares, const ta__flat_ranges *flat, size_t bar) {
    return sum >= CANCELLATION * squares || ta__flat_end(flat, bar) > bar;
}

/* As deviations() of window_variance.c, for both series at once. */
static size_t deviations(ta__level level, const ta__window_covariance *w, double *state, uint64_t k,
                         part p, size_t sure, size_t n) {
    double sums[SUMS][TA__TILE], period = (double)w->period;
    run_sums(level, w, state, k, p.x, p.y, n, sums);
    int64_t lost = 0;
    for (size_t i = 0; i < n; i++) {
        p.var_x[i] = sums[XX][i] - sums[X][i] * sums[X][i] / period;
        p.var_y[i] = sums[YY][i] - sums[Y][i] * sums[Y][i] / period;
        p.covariance[i] = sums[XY][i] - sums[X][i] * sums[Y][i] / period;
        lost |= -(int64_t) !((p.var_x[i] >= CANCELLATION * sums[XX][i]) &
                             (p.var_y[i] >= CANCELLATION * sums[YY][i]));
    }
    if (!lost)
        return n;
    size_t warm = ta__bars_before(k, w->start + w->period - 1, n);
    size_t good = warm > sure ? warm : sure;
    while (good < n && is_good(p.var_x[good], sums[XX][good], &p.flat[0], p.at + good) &&
           is_good(p.var_y[good], sums[YY][good], &p.flat[1], p.at + good))
        good++;
    return good;
}

/* A run of bars between two regular anchors. */
static void run_part(ta__level level, const ta__window_covariance *w, double *state, uint64_t k,
                     part p, size_t n) {
    double period = (double)w->period;
    size_t sure = 0;
    for (size_t i = 0; i < n;) {
        size_t trial = sure && n - i > TRIAL ? TRIAL : n - i;
        part rest = part_from(&p, i);
        size_t good = deviations(level, w, state, k + i, rest, sure, trial);
        i += good;
        sure = 0;
        if (good < trial) {
            state[w->at] = ta__tree_mean(p.x + i, w->period);
            state[w->at + 1] = ta__tree_mean(p.y + i, w->period);
            set_anchor(level, w, state, k + i, p.x + i, p.y + i);
            sure = 1;
        }
    }
    for (size_t i = 0; i < n; i++) {
        p.var_x[i] = (p.var_x[i] < 0 ? 0 : p.var_x[i]) / period;
        p.var_y[i] = (p.var_y[i] < 0 ? 0 : p.var_y[i]) / period;
        p.covariance[i] = p.covariance[i] / period;
    }
}

void ta__window_covariance_run(ta__level level, const ta__window_covariance *w, double *state,
                               uint64_t k, const double *x, const double *y, size_t n,
                               double *var_x, double *var_y, double *covariance) {
    double in_x[TA__TILE], in_y[TA__TILE];
    memcpy(in_x, x, n * sizeof(double)); /* the outputs may be the inputs */
    memcpy(in_y, y, n * sizeof(double));
    ta__flat_ranges flat[2];
    ta__flat_run(level, &w->flat[0], state, k, in_x, n, &flat[0]);
    ta__flat_run(level, &w->flat[1], state, k, in_y, n, &flat[1]);
    size_t i = ta__bars_before(k, w->start, n);
    while (i < n) {
        uint64_t at = k + i;
        double *line_x = ta__line_at(&w->values[0], state, at);
        double *line_y = ta__line_at(&w->values[1], state, at);
        if (at == w->start || at % w->anchor_every == 0) {
            state[w->at] = in_x[i];
            state[w->at + 1] = in_y[i];
            set_anchor(level, w, state, at, line_x, line_y);
        }
        size_t to_anchor = (size_t)(w->anchor_every - at % w->anchor_every);
        size_t room = ta__line_room(&w->values[0], at);
        size_t bars = n - i < to_anchor ? n - i : to_anchor;
        bars = bars < room ? bars : room;
        memcpy(line_x, in_x + i, bars * sizeof(double));
        memcpy(line_y, in_y + i, bars * sizeof(double));
        part p = {line_x, line_y, var_x + i, var_y + i, covariance + i, flat, i};
        run_part(level, w, state, at, p, bars);
        i += bars;
    }
    ta__flat_fill(&flat[0], 0, var_x);
    ta__flat_fill(&flat[1], 0, var_y);
    ta__flat_fill(&flat[0], 0, covariance);
    ta__flat_fill(&flat[1], 0, covariance);
    uint64_t warm = w->start + w->period - 1;
    ta__blank_before(k, warm, n, var_x);
    ta__blank_before(k, warm, n, var_y);
    ta__blank_before(k, warm, n, covariance);
}
