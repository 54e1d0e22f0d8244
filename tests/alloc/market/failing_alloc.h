/* failing_alloc.h - allocations that fail on demand: those of libmarket and those of SQLite. */
#ifndef FAILING_ALLOC_H
#define FAILING_ALLOC_H

#include <stddef.h>

/* Lets SQLite allocate through here; before its first use. */
void alloc_install(void);
/* The n-th allocation from now on fails, and only that one; 0: none. */
void alloc_fail_at(size_t n);
/* Whether one has failed since. */
size_t alloc_failed(void);
/* Blocks that are allocated and not freed. */
size_t alloc_live(void);

#endif
