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

static senti__level detect(void) {
    const char *wish = read_environment("SENTI_CPU");
    if (wish && strcmp(wish, "portable") == 0)
        return SENTI__PORTABLE;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt"))
        return SENTI__AVX2;
#endif
    return SENTI__PORTABLE;
}

atomic_int senti__level_found;

senti__level senti__level_find(void) {
    senti__level level = detect();
    atomic_store_explicit(&senti__level_found, (int)level + 1, memory_order_relaxed);
    return level;
}
