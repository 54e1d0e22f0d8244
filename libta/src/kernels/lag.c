#include "kernels.h"

#include <string.h>

void ta__lag_plan(ta__lag *l, uint64_t start, size_t delay, ta__layout *layout) {
    l->start = start;
    l->delay = delay;
    ta__line_plan(&l->line, delay, layout);
}

void ta__lag_block(const ta__lag *l, double *state, uint64_t k, const double *x, size_t n,
                   double *y) {
    for (size_t i = 0; i < n;) {
        size_t room = ta__line_room(&l->line, k + i), part = n - i < room ? n - i : room;
        double *at = ta__line_at(&l->line, state, k + i);
        memcpy(at, x + i, part * sizeof(double));
        memcpy(y + i, at - l->delay, part * sizeof(double));
        i += part;
    }
    ta__blank_before(k, l->start + l->delay, n, y);
}
