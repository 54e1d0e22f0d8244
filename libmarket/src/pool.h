/* pool.h - texts that live and die together. */
#ifndef MARKET_POOL_H
#define MARKET_POOL_H

#include "internal.h"

typedef struct market__pool market__pool;

market__pool *market__pool_create(void);
void market__pool_free(market__pool *pool);
/* `size` bytes, aligned for pointers; NULL without memory. */
void *market__pool_take(market__pool *pool, size_t size);
/* A copy with its NUL; NULL without memory. */
const char *market__pool_text(market__pool *pool, const char *text, size_t length);

#endif
