/* objects.c - a store of objects in memory, for tests. */
#include "objects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

memory_object *memory_find(memory_objects *memory, const char *key) {
    for (size_t i = 0; i < memory->count; i++)
        if (strcmp(memory->items[i].key, key) == 0)
            return &memory->items[i];
    return NULL;
}

static bool set(memory_objects *memory, const char *key, const void *data, size_t length) {
    memory_object *found = memory_find(memory, key);
    unsigned char *copy = malloc(length + 1);
    if (copy == NULL)
        return false;
    if (found == NULL && memory->count == memory->capacity) {
        size_t capacity = memory->capacity == 0 ? 64 : 2 * memory->capacity;
        void *moved = realloc(memory->items, capacity * sizeof *memory->items);
        if (moved == NULL) {
            free(copy);
            return false;
        }
        memory->items = moved;
        memory->capacity = capacity;
    }
    if (found == NULL) {
        found = &memory->items[memory->count++];
        *found = (memory_object){.data = NULL};
        (void)snprintf(found->key, sizeof found->key, "%s", key);
    }
    memcpy(copy, data, length);
    free(found->data);
    found->data = copy;
    found->length = length;
    (void)snprintf(found->etag, sizeof found->etag, "\"%u\"", ++memory->next_etag);
    return true;
}

void memory_set(memory_objects *memory, const char *key, const void *data, size_t length) {
    if (!set(memory, key, data, length))
        abort();
}

void memory_remove(memory_objects *memory, const char *key) {
    memory_object *found = memory_find(memory, key);
    if (found == NULL)
        return;
    free(found->data);
    *found = memory->items[--memory->count];
}

void memory_clear(memory_objects *memory) {
    for (size_t i = 0; i < memory->count; i++)
        free(memory->items[i].data);
    free(memory->items);
    *memory = (memory_objects){.items = NULL};
}

/* ---- what a store calls ---- */

static market_status fail(market_error *err, market_status status, const char *key) {
    if (err != NULL) {
        *err = (market_error){.status = status};
        (void)snprintf(err->message, sizeof err->message, "%.100s: %s", key,
                       market_status_text(status));
    }
    return status;
}

static market_status get(void *payload, const char *key, market_error *err,
                         char etag[MARKET_ETAG_SIZE], void **data, size_t *length) {
    memory_objects *memory = payload;
    const memory_object *found = memory_find(memory, key);
    memory->gets++;
    if (found == NULL)
        return fail(err, MARKET_E_NOT_FOUND, key);
    void *copy = malloc(found->length + 1);
    if (copy == NULL)
        return fail(err, MARKET_E_MEMORY, key);
    memcpy(copy, found->data, found->length);
    memcpy(etag, found->etag, MARKET_ETAG_SIZE);
    *data = copy;
    *length = found->length;
    return MARKET_OK;
}

static void release(void *payload, void *data) {
    (void)payload;
    free(data);
}

static market_status put(void *payload, const char *key, const void *data, size_t length,
                         const char *if_match, market_error *err, char etag[MARKET_ETAG_SIZE]) {
    memory_objects *memory = payload;
    const memory_object *found = memory_find(memory, key);
    memory->puts++;
    if (memory->conflicts > 0) {
        memory->conflicts--;
        return fail(err, MARKET_E_CONFLICT, key);
    }
    if (memory->failing_put > 0 && --memory->failing_put == 0)
        return fail(err, memory->put_failure, key);
    if (strcmp(found == NULL ? "" : found->etag, if_match) != 0)
        return fail(err, MARKET_E_CONFLICT, key);
    if (!set(memory, key, data, length))
        return fail(err, MARKET_E_MEMORY, key);
    memory->bytes_put += length;
    memcpy(etag, memory_find(memory, key)->etag, MARKET_ETAG_SIZE);
    return MARKET_OK;
}

static market_status list(void *payload, market_object_fn *visit, void *visit_payload,
                          market_error *err) {
    memory_objects *memory = payload;
    memory->lists++;
    for (size_t i = 0; i < memory->count; i++)
        if (!visit(visit_payload, memory->items[i].key, memory->items[i].etag))
            return fail(err, MARKET_E_CANCELLED, "list");
    return MARKET_OK;
}

static void pause_writer(void *payload, unsigned round) {
    (void)round;
    ((memory_objects *)payload)->pauses++;
}

static void close_memory(void *payload) {
    (void)payload;
}

static market_status open_memory(void *payload, const char *url, market_error *err,
                                 market_objects *out) {
    (void)url;
    (void)err;
    *out = (market_objects){get, release, put, list, pause_writer, close_memory, payload};
    return MARKET_OK;
}

market_store_kind memory_kind(memory_objects *memory) {
    return (market_store_kind){"mem", open_memory, memory};
}

market_status memory_open(memory_objects *memory, market_store_mode mode, market_error *err,
                          market_store **out) {
    market_store_kind kind = memory_kind(memory);
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    options.mode = mode;
    options.kinds = &kind;
    options.kind_count = 1;
    return market_store_open("mem:test", &options, err, out);
}
