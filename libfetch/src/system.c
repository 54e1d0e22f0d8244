/* system.c - clock, sleep, chance and environment: the system's own, or what was given. */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* CLOCK_BOOTTIME, secure_getenv */
#endif
#include "internal.h"

#include <openssl/rand.h>
#include <stdlib.h>
#include <time.h>

static int64_t read_clock(clockid_t clock) {
    struct timespec time = {0};
    (void)clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int64_t system_now(void *payload) {
    (void)payload;
    return read_clock(CLOCK_REALTIME);
}

static int64_t system_monotonic(void *payload) {
    (void)payload;
#if defined(CLOCK_BOOTTIME)
    return read_clock(CLOCK_BOOTTIME);
#else
    return read_clock(CLOCK_MONOTONIC);
#endif
}

static void system_sleep(void *payload, int64_t duration) {
    (void)payload;
    struct timespec time = {(time_t)(duration / 1000), (long)(duration % 1000) * 1000000};
    (void)nanosleep(&time, NULL);
}

static uint32_t system_random(void *payload) {
    (void)payload;
    uint32_t value = 0;
    if (RAND_bytes((unsigned char *)&value, (int)sizeof value) != 1)
        value = (uint32_t)read_clock(CLOCK_REALTIME) * UINT32_C(2654435761);
    return value;
}

static const char *system_environment(void *payload, const char *name) {
    (void)payload;
#if defined(__GLIBC__)
    return secure_getenv(name);
#else
    return getenv(name);
#endif
}

fetch_system fetch__complete_system(const fetch_system *given) {
    fetch_system system = {0};
    if (given != NULL)
        system = *given;
    if (system.now == NULL)
        system.now = system_now;
    if (system.monotonic == NULL)
        system.monotonic = system_monotonic;
    if (system.sleep == NULL)
        system.sleep = system_sleep;
    if (system.random == NULL)
        system.random = system_random;
    if (system.environment == NULL)
        system.environment = system_environment;
    return system;
}

int64_t fetch__now(const fetch_system *system) {
    return system->now(system->payload);
}

int64_t fetch__monotonic(const fetch_system *system) {
    return system->monotonic(system->payload);
}

uint32_t fetch__random(const fetch_system *system) {
    return system->random(system->payload);
}

const char *fetch__environment(const fetch_system *system, const char *name) {
    const char *value = system->environment(system->payload, name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}
