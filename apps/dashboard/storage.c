#include "dashboard/storage.h"

#include "dashboard/hash.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* More threads than this still work: their handles are closed after use instead of kept. */
#define IDLE_MAX 8

struct dash_storage {
    char *url;
    dash_cache *bodies; /* borrowed */
    dash_cache *series;
    pthread_mutex_t lock; /* of all below */
    size_t idle_count;
    dash_lease idle[IDLE_MAX];
    uint64_t epoch;
    bool known;             /* `epoch` stands for a file that a handle had open ever since */
    uint64_t device, inode; /* of that file */
    uint64_t generation;    /* the newest seen in it */
};

dash_storage *dash_storage_create(const char *url, size_t series_bytes, dash_cache *bodies) {
    dash_storage *storage = calloc(1, sizeof *storage);
    if (!storage)
        return NULL;
    if (pthread_mutex_init(&storage->lock, NULL) != 0) {
        free(storage);
        return NULL;
    }
    storage->bodies = bodies;
    storage->url = strdup(url);
    storage->series = dash_cache_create(series_bytes);
    if (!storage->url || !storage->series) {
        dash_storage_free(storage);
        return NULL;
    }
    return storage;
}

void dash_storage_free(dash_storage *storage) {
    if (!storage)
        return;
    for (size_t i = 0; i < storage->idle_count; i++)
        market_store_free(storage->idle[i].store);
    dash_cache_free(storage->series);
    pthread_mutex_destroy(&storage->lock);
    free(storage->url);
    free(storage);
}

static market_status open_store(const dash_storage *storage, market_error *err, dash_lease *out) {
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    options.mode = MARKET_STORE_READ;
    /* A reader that would have to wait longer answers 503 instead. */
    options.busy_timeout_ms = 1000;
    market_store *store;
    market_status status = market_store_open(storage->url, &options, err, &store);
    if (status != MARKET_OK)
        return status;
    struct stat file = {0};
    const char *path = market_store_path(store);
    if (path)
        (void)stat(path, &file);
    *out = (dash_lease){.store = store, .device = file.st_dev, .inode = file.st_ino};
    return MARKET_OK;
}

/* False once another file, or none, stands under the name of the file that the handle has open:
 * the handle would go on reading the old one. */
static bool is_current(const dash_lease *lease) {
    const char *path = market_store_path(lease->store);
    struct stat file;
    if (!path)
        return true;
    return stat(path, &file) == 0 && file.st_dev == lease->device && file.st_ino == lease->inode;
}

static bool take_idle(dash_storage *storage, dash_lease *out) {
    pthread_mutex_lock(&storage->lock);
    bool found = storage->idle_count > 0;
    if (found)
        *out = storage->idle[--storage->idle_count];
    pthread_mutex_unlock(&storage->lock);
    return found;
}

/* To be called before a handle is closed: the number of a file that nobody has open may come to
 * stand for another one. */
static void forget_file(dash_storage *storage) {
    pthread_mutex_lock(&storage->lock);
    storage->known = false;
    pthread_mutex_unlock(&storage->lock);
}

/* Notes what the lease has seen; what was cached of older generations is dropped. */
static void note_generation(dash_storage *storage, dash_lease *lease) {
    pthread_mutex_lock(&storage->lock);
    bool other_file =
        !storage->known || storage->device != lease->device || storage->inode != lease->inode;
    if (other_file) {
        storage->epoch++;
        storage->known = true;
        storage->device = lease->device;
        storage->inode = lease->inode;
    }
    bool changed = other_file || lease->generation > storage->generation;
    if (changed)
        storage->generation = lease->generation;
    lease->epoch = storage->epoch;
    pthread_mutex_unlock(&storage->lock);
    if (changed) {
        dash_cache_clear(storage->series);
        dash_cache_clear(storage->bodies);
    }
}

market_status dash_storage_acquire(dash_storage *storage, market_error *err, dash_lease *out) {
    dash_lease lease;
    while (take_idle(storage, &lease)) {
        if (is_current(&lease) &&
            market_store_generation(lease.store, NULL, &lease.generation) == MARKET_OK) {
            note_generation(storage, &lease);
            *out = lease;
            return MARKET_OK;
        }
        forget_file(storage);
        market_store_free(lease.store);
    }
    market_status status = open_store(storage, err, &lease);
    if (status != MARKET_OK)
        return status;
    status = market_store_generation(lease.store, err, &lease.generation);
    if (status != MARKET_OK) {
        market_store_free(lease.store);
        return status;
    }
    note_generation(storage, &lease);
    *out = lease;
    return MARKET_OK;
}

void dash_storage_release(dash_storage *storage, dash_lease *lease) {
    bool keep = false;
    pthread_mutex_lock(&storage->lock);
    if (lease->broken)
        storage->known = false;
    else
        keep = storage->idle_count < IDLE_MAX;
    if (keep)
        storage->idle[storage->idle_count++] = *lease;
    pthread_mutex_unlock(&storage->lock);
    if (!keep)
        market_store_free(lease->store);
    lease->store = NULL;
}

/* ---- Series ------------------------------------------------------------------------------------
 */

static void destroy_series(dash_shared *shared) {
    dash_series *series = (dash_series *)shared;
    market_series_clear(&series->series);
    free(series);
}

static uint64_t hash_series(const market_series *series) {
    const market_bars *bars = &series->bars;
    const double *const columns[] = {bars->open, bars->high, bars->low, bars->close, bars->volume};
    uint64_t hash = DASH_HASH_INIT;
    hash = dash_hash_str(hash, series->info.name);
    hash = dash_hash_str(hash, series->info.currency);
    hash = dash_hash_str(hash, series->source);
    hash = dash_hash_str(hash, series->feed);
    const int64_t numbers[] = {series->info.decimals, series->synthetic, series->as_of,
                               (int64_t)bars->count};
    hash = dash_hash_words(hash, numbers, sizeof numbers / sizeof numbers[0]);
    if (!bars->count)
        return hash;
    hash = dash_hash_words(hash, bars->time, bars->count);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        hash = dash_hash_words(hash, columns[i], bars->count);
    return dash_hash(hash, bars->complete, bars->count * sizeof *bars->complete);
}

static market_status load_series(dash_lease *lease, const market_query *query, market_error *err,
                                 dash_series **out) {
    dash_series *series = calloc(1, sizeof *series);
    if (!series)
        return MARKET_E_MEMORY;
    market_series_init(&series->series);
    market_status status = market_store_query(lease->store, query, err, &series->series);
    if (status != MARKET_OK) {
        free(series);
        return status;
    }
    size_t bar = 9 * sizeof(double) + sizeof(bool);
    dash_shared_init(&series->shared, sizeof *series + series->series.bars.capacity * bar,
                     destroy_series);
    series->hash = hash_series(&series->series);
    *out = series;
    return MARKET_OK;
}

/* The same series, whether its feed was named or not, may be loaded twice: so be it. */
static size_t series_key(const market_query *query, uint64_t epoch, uint64_t generation, char *key,
                         size_t cap) {
    int len =
        snprintf(key, cap, "%" PRIu64 "/%" PRIu64 "/%s/%d/%s/%d", epoch, generation, query->symbol,
                 (int)query->timeframe, query->feed ? query->feed : "", (int)query->adjust);
    return (size_t)len;
}

market_status dash_storage_series(dash_storage *storage, dash_lease *lease,
                                  const market_query *query, market_error *err, dash_series **out) {
    char key[64 + MARKET_SYMBOL_MAX + MARKET_FEED_SIZE];
    size_t len = series_key(query, lease->epoch, lease->generation, key, sizeof key);
    dash_series *series = (dash_series *)dash_cache_get(storage->series, key, len);
    if (!series) {
        market_status status = load_series(lease, query, err, &series);
        if (status != MARKET_OK)
            return status;
        /* Read after the lease was taken, it may be of a newer generation. */
        len = series_key(query, lease->epoch, series->series.generation, key, sizeof key);
        dash_cache_put(storage->series, key, len, &series->shared);
    }
    *out = series;
    return MARKET_OK;
}
