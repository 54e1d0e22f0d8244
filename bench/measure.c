#define _POSIX_C_SOURCE 200809L

#include "measure.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

double measure_now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

#if defined(__x86_64__)
/* Register to register: some processors fold a chain of constants. */
#define ONE_ADD "add %0, %0\n\t"
#elif defined(__aarch64__)
#define ONE_ADD "add %0, %0, %0\n\t"
#endif

double measure_clock_ghz(void) {
#ifdef ONE_ADD
    /* Each waits for the one before, and takes one cycle; the fastest round was disturbed least. */
    enum {
        ROUNDS = 50,
        CHAINS = 20000,
        ADDS = 10
    };
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t x = 1;
        double start = measure_now_ns();
        for (int i = 0; i < CHAINS; i++)
            __asm__ volatile(
                ONE_ADD ONE_ADD ONE_ADD ONE_ADD ONE_ADD ONE_ADD ONE_ADD ONE_ADD ONE_ADD ONE_ADD
                : "+r"(x));
        double ghz = CHAINS * ADDS / (measure_now_ns() - start);
        best = ghz > best ? ghz : best;
    }
    return best;
#else
    return 0;
#endif
}

static int compare(const void *a, const void *b) {
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

double measure_median(double *times, size_t count) {
    qsort(times, count, sizeof *times, compare);
    return count % 2 ? times[count / 2] : (times[count / 2 - 1] + times[count / 2]) / 2;
}

static void cpu_model(char *text, size_t size) {
    snprintf(text, size, "unknown processor");
    FILE *file = fopen("/proc/cpuinfo", "r");
    char line[256];
    while (file && fgets(line, sizeof line, file)) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && colon) {
            snprintf(text, size, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
            break;
        }
    }
    if (file)
        fclose(file);
}

void measure_machine(char *text, size_t size) {
    char model[128];
    struct utsname system;
    cpu_model(model, sizeof model);
    if (uname(&system) != 0)
        memset(&system, 0, sizeof system);
#ifdef __clang__
    const char *compiler = "";
#else
    const char *compiler = "gcc ";
#endif
    snprintf(text, size, "%s, %ld cores, %s %s %s, %s%s", model, sysconf(_SC_NPROCESSORS_ONLN),
             system.sysname, system.release, system.machine, compiler, __VERSION__);
}

double *measure_doubles(size_t count) {
    /* Written to, so that no page is fetched while something is measured. */
    double *p = malloc((count ? count : 1) * sizeof *p);
    if (!p) {
        fprintf(stderr, "out of memory for %zu values\n", count);
        exit(1);
    }
    for (size_t i = 0; i < count; i++)
        p[i] = 0;
    return p;
}
