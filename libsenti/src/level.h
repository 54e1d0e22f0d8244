/* CPU levels: the same results from each, as nothing but whole numbers differs. */
#ifndef SENTI_LEVEL_H
#define SENTI_LEVEL_H

#include <stdatomic.h>

typedef enum senti__level {
    SENTI__PORTABLE,
    SENTI__AVX2 /* x86-64 with AVX2, BMI, BMI2, POPCNT */
} senti__level;

/* The only mutable global: 0 until the level is found, then level + 1. Racing threads find the
 * same. */
extern atomic_int senti__level_found;

/* The best level of this machine, or the lower one that SENTI_CPU=portable asks for. */
senti__level senti__level_find(void);

static inline senti__level senti__cpu_level(void) {
    int found = atomic_load_explicit(&senti__level_found, memory_order_relaxed);
    return found > 0 ? (senti__level)(found - 1) : senti__level_find();
}

#endif
