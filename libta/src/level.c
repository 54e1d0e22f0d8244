#if defined(__linux__)
#define _GNU_SOURCE /* secure_getenv */
#endif
#include "level.h"

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

atomic_int ta__level_found;

ta__level ta__level_find(void) {
    ta__level level = detect();
    atomic_store_explicit(&ta__level_found, (int)level + 1, memory_order_relaxed);
    return level;
}
