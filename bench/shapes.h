/* Bars of several shapes: what an algorithm costs may depend on the data. */
#ifndef SHAPES_H
#define SHAPES_H

#include "marketkit/ta.h"

typedef enum shape {
    SHAPE_WALK,
    SHAPE_TREND, /* rises at every bar */
    SHAPE_CONSTANT,
    SHAPE_COUNT
} shape;

typedef struct bars {
    size_t n;
    double *columns[TA_INPUT_SESSION + 1];
} bars;

const char *shape_name(shape s);
bars bars_new(shape s, size_t n);
void bars_free(bars *b);

#endif
