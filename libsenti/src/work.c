#include "work.h"

#include <stdlib.h>

void senti__work_init(senti__work *work) {
    work->wants_origins = false;
    work->origins = NULL;
    work->heap_text = work->heap_scan = work->heap_tokens = work->heap_origins = NULL;
    work->heap_text_size = work->heap_scan_size = 0;
    work->heap_tokens_size = work->heap_origins_size = 0;
}

void senti__work_clear(senti__work *work) {
    free(work->heap_text);
    free(work->heap_scan);
    free(work->heap_tokens);
    free(work->heap_origins);
}

bool senti__grow(void **heap, size_t *heap_size, size_t size, size_t keep) {
    if (size <= *heap_size)
        return true;
    if (size < *heap_size * 2)
        size = *heap_size * 2;
    void *grown = malloc(size);
    if (!grown)
        return false;
    if (keep > 0)
        memcpy(grown, *heap, keep);
    free(*heap);
    *heap = grown;
    *heap_size = size;
    return true;
}
