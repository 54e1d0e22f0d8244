#include "dashboard/cache.h"

#include "dashboard/hash.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 4096

typedef struct entry {
    struct entry *next;          /* in the bucket */
    struct entry *newer, *older; /* by last use */
    dash_shared *object;
    uint64_t hash;
    size_t bytes;
    size_t key_len;
    char key[];
} entry;

struct dash_cache {
    pthread_mutex_t lock;
    size_t max_bytes;
    size_t bytes;
    size_t count;
    entry *newest, *oldest;
    entry *buckets[BUCKETS];
};

dash_cache *dash_cache_create(size_t max_bytes) {
    dash_cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        return NULL;
    if (pthread_mutex_init(&cache->lock, NULL) != 0) {
        free(cache);
        return NULL;
    }
    cache->max_bytes = max_bytes;
    return cache;
}

static entry *find(const dash_cache *cache, uint64_t hash, const char *key, size_t len) {
    entry *e = cache->buckets[hash % BUCKETS];
    while (e && !(e->hash == hash && e->key_len == len && memcmp(e->key, key, len) == 0))
        e = e->next;
    return e;
}

static void unlink_use(dash_cache *cache, entry *e) {
    *(e->newer ? &e->newer->older : &cache->newest) = e->older;
    *(e->older ? &e->older->newer : &cache->oldest) = e->newer;
}

static void link_newest(dash_cache *cache, entry *e) {
    e->newer = NULL;
    e->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = e;
    cache->newest = e;
}

/* Takes an entry out and puts it before `list`, which is freed after unlocking: a destructor may
 * take its time. */
static entry *detach(dash_cache *cache, entry *e, entry *list) {
    entry **at = &cache->buckets[e->hash % BUCKETS];
    while (*at && *at != e)
        at = &(*at)->next;
    *at = e->next;
    unlink_use(cache, e);
    cache->bytes -= e->bytes;
    cache->count--;
    e->next = list;
    return e;
}

static void free_entries(entry *list) {
    while (list) {
        entry *next = list->next;
        dash_release(list->object);
        free(list);
        list = next;
    }
}

dash_shared *dash_cache_get(dash_cache *cache, const char *key, size_t len) {
    uint64_t hash = dash_hash(DASH_HASH_INIT, key, len);
    dash_shared *object = NULL;
    pthread_mutex_lock(&cache->lock);
    entry *e = find(cache, hash, key, len);
    if (e) {
        unlink_use(cache, e);
        link_newest(cache, e);
        object = e->object;
        dash_retain(object);
    }
    pthread_mutex_unlock(&cache->lock);
    return object;
}

void dash_cache_put(dash_cache *cache, const char *key, size_t len, dash_shared *object) {
    size_t bytes = sizeof(entry) + len + object->size;
    if (bytes > cache->max_bytes / 4)
        return;
    entry *e = malloc(sizeof *e + len);
    if (!e)
        return;
    e->hash = dash_hash(DASH_HASH_INIT, key, len);
    e->object = object;
    e->bytes = bytes;
    e->key_len = len;
    memcpy(e->key, key, len);
    dash_retain(object);

    entry *gone = NULL;
    pthread_mutex_lock(&cache->lock);
    entry *same = find(cache, e->hash, key, len);
    if (same)
        gone = detach(cache, same, gone);
    while (cache->oldest && cache->bytes + bytes > cache->max_bytes)
        gone = detach(cache, cache->oldest, gone);
    e->next = cache->buckets[e->hash % BUCKETS];
    cache->buckets[e->hash % BUCKETS] = e;
    link_newest(cache, e);
    cache->bytes += bytes;
    cache->count++;
    pthread_mutex_unlock(&cache->lock);
    free_entries(gone);
}

void dash_cache_clear(dash_cache *cache) {
    entry *gone = NULL;
    pthread_mutex_lock(&cache->lock);
    while (cache->oldest)
        gone = detach(cache, cache->oldest, gone);
    pthread_mutex_unlock(&cache->lock);
    free_entries(gone);
}

void dash_cache_usage(dash_cache *cache, size_t *bytes, size_t *count) {
    pthread_mutex_lock(&cache->lock);
    *bytes = cache->bytes;
    *count = cache->count;
    pthread_mutex_unlock(&cache->lock);
}

void dash_cache_free(dash_cache *cache) {
    if (!cache)
        return;
    dash_cache_clear(cache);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}
