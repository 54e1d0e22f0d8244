/*
 * CPU levels. Every indicator's run is compiled once per level from the same source, and all levels
 * give the same bits: the contract names each fused multiply-add, and nothing else is contracted.
 */
#ifndef TA_LEVEL_H
#define TA_LEVEL_H

#include <stdatomic.h>

typedef enum ta__level {
    TA__PORTABLE, /* whatever the compiler's target has; on arm64 that includes NEON and fma */
    TA__AVX2,     /* x86-64 with AVX2 and FMA */
    TA__LEVEL_COUNT
} ta__level;

#define TA__INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define TA__HAS_AVX2    1
#define TA__TARGET_AVX2 __attribute__((target("avx2,fma")))
#else
#define TA__HAS_AVX2 0
#define TA__TARGET_AVX2
#endif

/* The only mutable global: 0 until the level is found, then level + 1. Racing threads find the
 * same. */
extern atomic_int ta__level_found;

/* The best level of this machine, or the lower one that TA_CPU=portable asks for. */
ta__level ta__level_find(void);

static inline ta__level ta__cpu_level(void) {
    int found = atomic_load_explicit(&ta__level_found, memory_order_relaxed);
    return found > 0 ? (ta__level)(found - 1) : ta__level_find();
}

#endif
