/* Threads for ta_pool: they wait between calls, and the caller's thread works too. */
#ifndef THREAD_POOL_H
#define THREAD_POOL_H

#include "marketkit/ta.h"

typedef struct thread_pool thread_pool;

/* `threads` with the caller's own; NULL when there is no memory or no thread to be had. */
thread_pool *thread_pool_new(size_t threads);
void thread_pool_free(thread_pool *p);
/* Borrowed until the pool is freed. */
ta_pool thread_pool_lend(thread_pool *p);

#endif
