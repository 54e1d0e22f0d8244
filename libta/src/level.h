/*
 * CPU levels. Every indicator's run is compiled once per level from the same source, and all levels
 * give the same bits: the contract names each fused multiply-add, and nothing else is contracted.
 */
#ifndef TA_LEVEL_H
#define TA_LEVEL_H

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

/* The best level of this machine, or the lower one that TA_CPU=portable asks for; found once. */
ta__level ta__cpu_level(void);

#endif
