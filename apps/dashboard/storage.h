/* The store behind the dashboard: handles that threads take turns with, and loaded series that they
 * share. The store may be missing, appear, grow and be replaced while it is in use. */
#ifndef DASHBOARD_STORAGE_H
#define DASHBOARD_STORAGE_H

#include "dashboard/cache.h"
#include "marketkit/market.h"

typedef struct dash_storage dash_storage;

/* `url` is copied. `series_bytes` bounds the memory of loaded series. `bodies` (borrowed) is
 * cleared whenever the store has changed. NULL without memory. */
dash_storage *dash_storage_create(const char *url, size_t series_bytes, dash_cache *bodies);
void dash_storage_free(dash_storage *storage);

/* A store handle for one request. */
typedef struct dash_lease {
    market_store *store;
    uint64_t generation; /* when the lease was taken */
    uint64_t epoch;      /* counts the files that stood under the store's name */
    uint64_t device, inode;
    bool broken; /* set by the holder when reading failed: the handle is not used again */
} dash_lease;

/* Takes a handle, opening one where none is idle. Errors as market_store_open(). */
market_status dash_storage_acquire(dash_storage *storage, market_error *err, dash_lease *out);
void dash_storage_release(dash_storage *storage, dash_lease *lease);

/* A whole series, shared and immutable. */
typedef struct dash_series {
    dash_shared shared;
    uint64_t hash; /* over all that answers can say of it */
    market_series series;
} dash_series;

/* Loads the series of `query` (whose crop must be open), or finds it loaded. The caller owns a
 * reference. Errors as market_store_query(). */
market_status dash_storage_series(dash_storage *storage, dash_lease *lease,
                                  const market_query *query, market_error *err, dash_series **out);

#endif
