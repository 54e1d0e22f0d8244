#include "kernels.h"

#include <string.h>

void ta__line_plan(ta__line *l, size_t delay, ta__layout *layout) {
    size_t block = ta__power_of_two(delay > layout->block ? delay : layout->block);
    l->delay = (uint32_t)delay;
    l->block = (uint32_t)block;
    l->at = (uint32_t)ta__reserve(layout, delay + block);
}

void ta__line_turn(const ta__line *l, double *state) {
    double *base = state + l->at;
    memmove(base, base + l->block, l->delay * sizeof(double));
}
