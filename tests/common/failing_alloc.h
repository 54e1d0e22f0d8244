/* Allocation under the test's control, through the linker's --wrap: fails when told to, counts. */
#ifndef FAILING_ALLOC_H
#define FAILING_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* The n-th allocation from now on fails, counted from 1, and no other; 0: none. */
void alloc_fail_at(size_t n);
/* How many allocations were asked for since. */
size_t alloc_count(void);
/* Asks for an allocation: whether it is to fail. */
bool alloc_refused(void);
/* How many blocks are allocated and not yet freed. */
size_t alloc_live(void);

#endif
