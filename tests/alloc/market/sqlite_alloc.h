/* sqlite_alloc.h - lets SQLite allocate through failing_alloc.h. */
#ifndef SQLITE_ALLOC_H
#define SQLITE_ALLOC_H

/* Before the first use of SQLite. */
void alloc_install(void);

#endif
