/* What indicator files use to describe themselves. */
#ifndef TA_DEFINE_H
#define TA_DEFINE_H

#include "error.h"
#include "kernels/kernels.h"

#include <math.h>

/* A whole number of bars. */
#define TA__PERIOD(id_, name_, default_)                                                           \
    {                                                                                              \
        .id = (id_), .name = (name_), .kind = TA_PARAM_INT, .def = (default_), .min = 1,           \
        .max = TA__PERIOD_MAX, .step = 1                                                           \
    }

/* One of a NULL-terminated list of names; `last_` is the index of the last. */
#define TA__CHOICE(id_, name_, choices_, last_)                                                    \
    {                                                                                              \
        .id = (id_), .name = (name_), .kind = TA_PARAM_ENUM, .def = 0, .min = 0, .max = (last_),   \
        .step = 1, .choices = (choices_)                                                           \
    }

/* The seeds of exponential averages; the order is that of enum ta_seed. */
enum {
    TA__SEED_SMA,
    TA__SEED_FIRST
};
static const char *const ta__seeds[] = {"sma", "first", NULL};

/* How many values the seed of an average over `period` bars is made of. */
static inline size_t ta__seed_count(double seed, double period) {
    return seed == TA__SEED_SMA ? (size_t)period : 1;
}

#endif
