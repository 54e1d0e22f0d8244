/* A bounded cache of shared objects by text key; the least recently used goes first. Any thread. */
#ifndef DASHBOARD_CACHE_H
#define DASHBOARD_CACHE_H

#include "dashboard/shared.h"

typedef struct dash_cache dash_cache;

/* NULL without memory. With `max_bytes` 0 it holds nothing. */
dash_cache *dash_cache_create(size_t max_bytes);
void dash_cache_free(dash_cache *cache);

/* The object, with a reference for the caller, or NULL. */
dash_shared *dash_cache_get(dash_cache *cache, const char *key, size_t len);
/* Keeps the object, with a reference of its own, in place of an older one of that key. Objects of
 * more than a quarter of the bound are not kept, and without memory nothing is: both silently. */
void dash_cache_put(dash_cache *cache, const char *key, size_t len, dash_shared *object);
void dash_cache_clear(dash_cache *cache);

/* What it holds now: bytes (keys and bookkeeping counted) and objects. */
void dash_cache_usage(dash_cache *cache, size_t *bytes, size_t *count);

#endif
