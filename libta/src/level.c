#if defined(__linux__)
#define _GNU_SOURCE /* secure_getenv */
#endif
#include "level.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__linux__)
#define read_environment secure_getenv
#else
#define read_environment getenv
#endif

static ta__level detect(void) {
    const char *wish = read_environment("TA_CPU");
    if (wish && strcmp(wish, "portable") == 0)
        return TA__PORTABLE;
#if TA__HAS_AVX2
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return TA__AVX2;
#endif
    return TA__PORTABLE;
}

ta__level ta__cpu_level(void) {
    /* The only mutable global: 0 until found, then level + 1. Threads that race find the same. */
    static atomic_int found;
    int known = atomic_load_explicit(&found, memory_order_relaxed);
    if (known == 0) {
        known = (int)detect() + 1;
        atomic_store_explicit(&found, known, memory_order_relaxed);
    }
    return (ta__level)(known - 1);
}
