/* pool.c - texts that live and die together. */
#include "pool.h"

#include <stdlib.h>

#define BLOCK_SIZE 16384

typedef struct block {
    struct block *next;
    size_t used;
    size_t size;
    void *align; /* the bytes follow; keeps them aligned */
} block;

struct market__pool {
    block *first;
};

market__pool *market__pool_create(void) {
    return calloc(1, sizeof(market__pool));
}

void market__pool_free(market__pool *pool) {
    if (pool == NULL)
        return;
    for (block *b = pool->first, *next = NULL; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    free(pool);
}

void *market__pool_take(market__pool *pool, size_t size) {
    if (size > SIZE_MAX - BLOCK_SIZE)
        return NULL;
    size = (size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *);
    block *b = pool->first;
    if (b == NULL || b->size - b->used < size) {
        size_t room = size > BLOCK_SIZE - sizeof(block) ? size : BLOCK_SIZE - sizeof(block);
        b = malloc(sizeof(block) + room);
        if (b == NULL)
            return NULL;
        *b = (block){pool->first, 0, room, NULL};
        pool->first = b;
    }
    void *bytes = (char *)(b + 1) + b->used;
    b->used += size;
    return bytes;
}

const char *market__pool_text(market__pool *pool, const char *text, size_t length) {
    char *copy = market__pool_take(pool, length + 1);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}
