#include "failing_alloc.h"

#include <stdlib.h>

static size_t fail_at, asked, live;

void alloc_fail_at(size_t n) {
    fail_at = n;
    asked = 0;
}

size_t alloc_count(void) {
    return asked;
}

size_t alloc_live(void) {
    return live;
}

bool alloc_refused(void) {
    return ++asked == fail_at;
}

static void *counted(void *block) {
    live += block != NULL;
    return block;
}

/* The linker sends every call of malloc() in this program to __wrap_malloc(), and so on. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *block);

void *__wrap_malloc(size_t size) {
    return alloc_refused() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size) {
    return alloc_refused() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size) {
    if (alloc_refused())
        return NULL;
    void *grown = __real_realloc(block, size);
    live += block == NULL && grown != NULL;
    return grown;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size) {
    return alloc_refused() ? NULL : counted(__real_aligned_alloc(alignment, size));
}

void __wrap_free(void *block) {
    live -= block != NULL;
    __real_free(block);
}
