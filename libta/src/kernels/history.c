#include "kernels.h"

#include <math.h>

void ta__history_plan(ta__history *h, size_t delay, ta__layout *layout) {
    h->size = ta__power_of_two(delay ? delay : 1);
    h->at = ta__reserve(layout, h->size);
}

void ta__history_push(const ta__history *h, double *state, uint64_t k, const double *x, size_t n) {
    double *ring = state + h->at;
    for (size_t i = n > h->size ? n - h->size : 0; i < n; i++)
        ring[(k + i) & (h->size - 1)] = x[i];
}

void ta__history_delayed(const ta__history *h, const double *state, uint64_t k, size_t delay,
                         const double *x, size_t n, double *y) {
    const double *ring = state + h->at;
    size_t from_ring = delay < n ? delay : n;
    for (size_t i = 0; i < from_ring; i++)
        y[i] = ring[(k + i - delay) & (h->size - 1)];
    for (size_t i = from_ring; i < n; i++)
        y[i] = x[i - delay];
}

void ta__blank_before(uint64_t k, uint64_t until, size_t n, double *y) {
    size_t blank = ta__bars_before(k, until, n);
    for (size_t i = 0; i < blank; i++)
        y[i] = NAN;
}
