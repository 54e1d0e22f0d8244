#include "sqlite_alloc.h"

#include "../../common/failing_alloc.h"

#include <sqlite3.h>
#include <string.h>

void *__real_malloc(size_t size);
void __real_free(void *block);

/* SQLite wants to be told the size of a block: it is kept in front of it. SQLite's own blocks are
 * not counted as live: it keeps caches. */
static void *sqlite_malloc(int size) {
    if (alloc_refused())
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
