/* objects.h - a store of objects in memory, for tests: counts what is asked of it, and fails when
 * it is told to. Any number of handles may be open on one. */
#ifndef MARKET_TEST_OBJECTS_H
#define MARKET_TEST_OBJECTS_H

#include <marketkit/market.h>

typedef struct memory_object {
    char key[600];
    char etag[MARKET_ETAG_SIZE];
    unsigned char *data;
    size_t length;
} memory_object;

typedef struct memory_objects {
    memory_object *items;
    size_t count;
    size_t capacity;
    unsigned next_etag;
    unsigned gets, puts, lists, pauses;
    size_t bytes_put;
    unsigned conflicts;        /* so many of the next puts meet another writer */
    unsigned failing_put;      /* the n-th put from now on fails; 0: none */
    market_status put_failure; /* in this way */
} memory_objects;

/* A kind "mem" whose stores are all in `memory`. */
market_store_kind memory_kind(memory_objects *memory);
market_status memory_open(memory_objects *memory, market_store_mode mode, market_error *err,
                          market_store **out);
/* NULL when there is none. */
memory_object *memory_find(memory_objects *memory, const char *key);
void memory_set(memory_objects *memory, const char *key, const void *data, size_t length);
void memory_remove(memory_objects *memory, const char *key);
void memory_clear(memory_objects *memory);

#endif
