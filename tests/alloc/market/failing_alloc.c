#include "failing_alloc.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static size_t fail_at, asked, failed, live;

void alloc_fail_at(size_t n) {
    fail_at = n;
    asked = failed = 0;
}

size_t alloc_failed(void) {
    return failed;
}

size_t alloc_live(void) {
    return live;
}

static bool refused(void) {
    if (++asked != fail_at)
        return false;
    failed++;
    return true;
}

static void *counted(void *block) {
    live += block != NULL;
    return block;
}

/* The linker sends every call of malloc() in this program to __wrap_malloc(), and so on. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

void *__wrap_malloc(size_t size) {
    return refused() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size) {
    return refused() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size) {
    if (refused())
        return NULL;
    void *grown = __real_realloc(block, size);
    live += block == NULL && grown != NULL;
    return grown;
}

void __wrap_free(void *block) {
    live -= block != NULL;
    __real_free(block);
}

/* SQLite wants to be told the size of a block: it is kept in front of it. SQLite's own blocks are
 * not counted as live: it keeps caches. */
static void *sqlite_malloc(int size) {
    if (refused())
        return NULL;
    long long *block = __real_malloc((size_t)size + 16);
    if (block == NULL)
        return NULL;
    *block = size;
    return block + 2;
}

static void sqlite_free(void *block) {
    if (block != NULL)
        __real_free((long long *)block - 2);
}

static int sqlite_size(void *block) {
    return block == NULL ? 0 : (int)*((long long *)block - 2);
}

static void *sqlite_realloc(void *block, int size) {
    void *moved = sqlite_malloc(size);
    if (moved == NULL)
        return NULL;
    int old = sqlite_size(block);
    memcpy(moved, block, (size_t)(old < size ? old : size));
    sqlite_free(block);
    return moved;
}

static int sqlite_round(int size) {
    return (size + 7) & ~7;
}

static int sqlite_begin(void *data) {
    (void)data;
    return SQLITE_OK;
}

static void sqlite_end(void *data) {
    (void)data;
}

void alloc_install(void) {
    static sqlite3_mem_methods methods = {sqlite_malloc, sqlite_free,  sqlite_realloc, sqlite_size,
                                          sqlite_round,  sqlite_begin, sqlite_end,     NULL};
    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    /* No reserve to fall back on: each allocation is a call. */
    (void)sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    (void)sqlite3_initialize();
}
