/* items.h - lists of JSON objects (articles, posts, counts) on their way to a store. */
#ifndef MARKET_ITEMS_H
#define MARKET_ITEMS_H

#include "json.h"
#include "pool.h"
#include "rows.h"

typedef struct market__items {
    market__json json;
    market__rows rows; /* for its counters, limits and reports */
    market__pool *pool;
    bool synthetic; /* the answer as a whole says so */
    /* what the reader of one kind brings along */
    void *context;
    /* Reads one object of the list; the current token is its brace. */
    market_status (*read_item)(struct market__items *items);
    /* Reads or skips the value of another member of the answer, named `key`; may be NULL. */
    market_status (*read_other)(struct market__items *items, const char *key);
} market__items;

/* Checks what every import of texts needs, fills in the options' defaults, makes the pool. */
market_status market__begin_texts(market_store *store, const market_import_options *options,
                                  market_error *err, market_import_options *chosen,
                                  market__items *items);
/* Reads {"<list>":[OBJECT,...],...} or [OBJECT,...] from an input, all through read_item. */
market_status market__items_read(market__items *items, const market_input *input,
                                 const market_import_options *options, const char *list,
                                 market_error *err);

/* One value of an object, copied to the pool: text of a TEXT or NUMBER, "" for the rest. */
market_status market__items_text(market__items *items, const char **out);
market_status market__items_count(market__items *items, int64_t *out); /* -1 for no number */
market_status market__items_time(market__items *items, int64_t *out);  /* INT64_MIN for no time */
market_status market__items_flag(market__items *items, bool *out);
market_status market__items_skip(market__items *items);
/* Calls `member` for each member of the object whose brace is the current token; it must consume
 * the value. */
typedef market_status market__member_fn(market__items *items, void *object, const char *key);
market_status market__items_object(market__items *items, market__member_fn *member, void *object);
/* Calls read for each object of a list; the list itself is still to be read. */
market_status market__items_list(market__items *items, market_status (*read)(market__items *items));

/* Room for one more item; false without memory. */
bool market__items_grow(void **list, size_t count, size_t *capacity, size_t size);

#endif
