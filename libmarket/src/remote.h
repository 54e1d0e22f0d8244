/* remote.h - a store of objects: its working copy is a database of its own, into which parts are
 * loaded when they are needed and out of which changed ones are written.
 *
 * The objects are the truth. manifest.json repeats what a listing does not tell (how many rows,
 * from when to when) for objects with the ETag it names, so that opening reads one object and a
 * listing; what it does not know is read. */
#ifndef MARKET_REMOTE_H
#define MARKET_REMOTE_H

#include "part.h"

struct market__remote {
    market_objects objects;
    bool loading;   /* what is put comes from an object */
    bool verifying; /* hold what is loaded against the manifest */
    bool is_stale;  /* the manifest does not say what the objects are */
    bool is_there;  /* there was a manifest or an object */
    bool conflicted;
    size_t unknown; /* objects that the manifest did not know when the store was opened */
    size_t missing; /* objects that it knew and that were not there */
    char manifest_etag[MARKET_ETAG_SIZE];
};

/* Sets up the working copy in store->db, which is new. Takes over `objects`. */
market_status market__remote_open(market_store *store, const market_objects *objects,
                                  market_error *err);
/* Writes the manifest where it is stale and closes. */
void market__remote_close(market_store *store);
/* Writes the changed parts; inside the transaction that changed them. */
market_status market__remote_flush(market_store *store, market_error *err);
market_status market__remote_repair(market_store *store, market_error *err);
/* Loads and checks everything. */
market_status market__remote_verify(market_store *store, market_error *err);

static inline bool market__is_loading(const market_store *store) {
    return store->remote != NULL && store->remote->loading;
}

/* Each loads the parts it names that are not loaded yet; nothing to do for a file. */
market_status market__need_bars(market_store *store, const market_series_key *key, int64_t first,
                                int64_t last, market_error *err);
market_status market__need_named(market_store *store, market__part_kind kind, const char *name,
                                 market_error *err);
/* `name` may be NULL: all. */
market_status market__need_range(market_store *store, market__part_kind kind, const char *name,
                                 int64_t from, int64_t to, market_error *err);
/* The parts of the items of an array, whose times stand at `offset` in each. */
market_status market__need_items(market_store *store, market__part_kind kind, const char *name,
                                 int granularity, const void *items, size_t count, size_t size,
                                 size_t offset, market_error *err);
market_status market__need_part(market_store *store, const market__part *part, market_error *err);
market_status market__need_all(market_store *store, market_error *err);
/* The digest of a part of any store; all zero when it has none. */
market_status market__part_known(market_store *store, const market__part *part, market_error *err,
                                 market__digest *out);
/* As market__each_part, of the data that a store has in its objects, loaded or not. */
market_status market__each_object(market_store *store, market__part_fn *visit, void *payload,
                                  market_error *err);

/* The topics with how many posts and the newest, as market_store_list_topics wants them. */
#define MARKET__OBJECT_TOPICS                                                                      \
    "SELECT name, sum(iif(kind = 4, rows, 0)), max(iif(kind = 4, last, NULL)) FROM temp.objects"   \
    " WHERE kind IN (4, 5) GROUP BY name ORDER BY name"

#endif
