/* store.c - what libmarket's stores of objects stand on, with S3 beneath. */
#include "internal.h"
#include "marketkit/fetch_store.h"

#include <stdio.h>
#include <stdlib.h>

#define PREFIX_MAX 400
#define FIRST_WAIT 50 /* milliseconds */
#define LAST_WAIT  2000

typedef struct place {
    fetch_client *client;
    fetch_s3 *s3;
    fetch_call call;
    char bucket[64];
    char prefix[PREFIX_MAX + 2]; /* ends in '/' unless it is empty */
    bool takes_bare;             /* the server compares If-Match with ETags without their quotes */
} place;

static market_status status_of(fetch_status status) {
    switch (status) {
    case FETCH_OK:
        return MARKET_OK;
    case FETCH_E_ARGUMENT:
        return MARKET_E_URL;
    case FETCH_E_MEMORY:
        return MARKET_E_MEMORY;
    case FETCH_E_CANCELLED:
        return MARKET_E_CANCELLED;
    case FETCH_E_TOO_LARGE:
        return MARKET_E_TOO_LARGE;
    case FETCH_E_NOT_FOUND:
        return MARKET_E_NOT_FOUND;
    case FETCH_E_AUTH:
    case FETCH_E_FORBIDDEN:
    case FETCH_E_CREDENTIALS:
        return MARKET_E_PERMISSION;
    case FETCH_E_PRECONDITION:
    case FETCH_E_CONFLICT:
        return MARKET_E_CONFLICT;
    default:
        return MARKET_E_IO;
    }
}

static market_status fail(market_status status, const char *what, const char *message,
                          market_error *err) {
    if (err != NULL) {
        *err = (market_error){.status = status};
        snprintf(err->message, sizeof err->message, "%.100s: %.150s", what, message);
    }
    return status;
}

static void full_key(const place *p, const char *key, char out[FETCH_S3_KEY_MAX + 1]) {
    snprintf(out, FETCH_S3_KEY_MAX + 1, "%s%s", p->prefix, key);
}

static market_status get(void *payload, const char *key, market_error *err,
                         char etag[MARKET_ETAG_SIZE], void **data, size_t *length) {
    place *p = payload;
    char full[FETCH_S3_KEY_MAX + 1];
    fetch_error why = {.message = ""};
    fetch_s3_object object = {.size = 0};
    full_key(p, key, full);
    fetch_status status = fetch_s3_get_all(p->s3, full, NULL, 0, &p->call, &why, &object, data);
    if (status != FETCH_OK)
        return fail(status_of(status), full, why.message, err);
    snprintf(etag, MARKET_ETAG_SIZE, "%s", object.etag);
    *length = (size_t)object.length;
    return MARKET_OK;
}

static void release(void *payload, void *data) {
    (void)payload;
    fetch_s3_release(data);
}

static fetch_status put_if(place *p, const char *key, const void *data, size_t length,
                           const char *if_match, fetch_error *err, fetch_s3_object *object) {
    char bare[MARKET_ETAG_SIZE];
    size_t size = strlen(if_match);
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.if_absent = size == 0;
    options.if_match = options.if_absent ? NULL : if_match;
    options.content_type = strstr(key, ".json") != NULL ? "application/json" : "application/gzip";
    if (p->takes_bare && size > 2 && size < sizeof bare && if_match[0] == '"') {
        snprintf(bare, sizeof bare, "%.*s", (int)size - 2, if_match + 1);
        options.if_match = bare;
    }
    return fetch_s3_put(p->s3, key, data, length, &options, &p->call, err, object);
}

/* Ceph's gateway (16.2) refuses every ETag in its quotes: where the object still has the one that
 * was named, it is asked once more without them. */
static fetch_status put_bare(place *p, const char *key, const void *data, size_t length,
                             const char *if_match, fetch_error *err, fetch_s3_object *object) {
    fetch_error ignored = {.message = ""};
    fetch_s3_object stored = {.size = 0};
    if (p->takes_bare || if_match[0] != '"' ||
        fetch_s3_head(p->s3, key, &p->call, &ignored, &stored) != FETCH_OK ||
        strcmp(stored.etag, if_match) != 0)
        return FETCH_E_PRECONDITION;
    p->takes_bare = true;
    fetch_status status = put_if(p, key, data, length, if_match, err, object);
    p->takes_bare = status == FETCH_OK;
    return status == FETCH_E_REQUEST ? FETCH_E_PRECONDITION : status;
}

static market_status put(void *payload, const char *key, const void *data, size_t length,
                         const char *if_match, market_error *err, char etag[MARKET_ETAG_SIZE]) {
    place *p = payload;
    char full[FETCH_S3_KEY_MAX + 1];
    fetch_error why = {.message = ""};
    fetch_s3_object object = {.size = 0};
    full_key(p, key, full);
    fetch_status status = put_if(p, full, data, length, if_match, &why, &object);
    if (status == FETCH_E_PRECONDITION)
        status = put_bare(p, full, data, length, if_match, &why, &object);
    /* An object that is gone meanwhile is another version, too. */
    bool is_gone = status == FETCH_E_NOT_FOUND && if_match[0] != '\0';
    if (status != FETCH_OK)
        return fail(is_gone ? MARKET_E_CONFLICT : status_of(status), full, why.message, err);
    snprintf(etag, MARKET_ETAG_SIZE, "%s", object.etag);
    return MARKET_OK;
}

typedef struct lister {
    const place *p;
    market_object_fn *visit;
    void *payload;
} lister;

static bool take_page(void *payload, const fetch_s3_page *page) {
    const lister *l = payload;
    size_t length = strlen(l->p->prefix);
    for (size_t i = 0; i < page->count; i++)
        if (strncmp(page->entries[i].key, l->p->prefix, length) == 0 &&
            !l->visit(l->payload, page->entries[i].key + length, page->entries[i].etag))
            return false;
    return true;
}

static market_status list(void *payload, market_object_fn *visit, void *visit_payload,
                          market_error *err) {
    place *p = payload;
    lister l = {p, visit, visit_payload};
    fetch_error why = {.message = ""};
    fetch_s3_list_options options = FETCH_S3_LIST_OPTIONS_INIT;
    options.prefix = p->prefix;
    fetch_status status = fetch_s3_list(p->s3, &options, &p->call, take_page, &l, &why);
    return status == FETCH_OK ? MARKET_OK : fail(status_of(status), p->bucket, why.message, err);
}

static void pause_writer(void *payload, unsigned round) {
    const place *p = payload;
    const fetch_system *system = fetch__client_system(p->client);
    int64_t most = round > 6 ? LAST_WAIT : (int64_t)FIRST_WAIT << (round - 1);
    most = most > LAST_WAIT ? LAST_WAIT : most;
    for (int64_t left = 1 + fetch__random(system) % most; left > 0; left -= 100)
        system->sleep(system->payload, left < 100 ? left : 100);
}

static void close_place(void *payload) {
    place *p = payload;
    fetch_s3_free(p->s3);
    fetch_client_free(p->client);
    free(p);
}

/* Takes "s3://bucket/prefix" apart. */
static bool parse_url(const char *url, place *p) {
    static const char scheme[] = "s3://";
    if (strncmp(url, scheme, sizeof scheme - 1) != 0)
        return false;
    const char *bucket = url + sizeof scheme - 1;
    size_t length = strcspn(bucket, "/");
    if (length == 0 || length >= sizeof p->bucket)
        return false;
    memcpy(p->bucket, bucket, length);
    p->bucket[length] = '\0';
    const char *prefix = bucket + length + (bucket[length] == '/');
    size_t size = strlen(prefix);
    while (size > 0 && prefix[size - 1] == '/')
        size--;
    if (size > PREFIX_MAX || strpbrk(prefix, "?#") != NULL)
        return false;
    memcpy(p->prefix, prefix, size);
    if (size > 0)
        p->prefix[size++] = '/';
    p->prefix[size] = '\0';
    return true;
}

static market_status connect_place(place *p, const fetch_store_options *options,
                                   market_error *err) {
    fetch_error why = {.message = ""};
    fetch_s3_options s3 = FETCH_S3_OPTIONS_INIT;
    if (options->s3 != NULL)
        memcpy(&s3, options->s3, options->s3->size < sizeof s3 ? options->s3->size : sizeof s3);
    s3.size = sizeof s3;
    p->call = (fetch_call)FETCH_CALL_INIT;
    if (options->call != NULL)
        memcpy(&p->call, options->call,
               options->call->size < sizeof p->call ? options->call->size : sizeof p->call);
    p->call.size = sizeof p->call;
    s3.bucket = p->bucket;
    fetch_status status = fetch_client_create(options->client, &why, &p->client);
    if (status == FETCH_OK)
        status = fetch_s3_create(p->client, &s3, &why, &p->s3);
    return status == FETCH_OK ? MARKET_OK : fail(status_of(status), p->bucket, why.message, err);
}

static market_status open_place(void *payload, const char *url, market_error *err,
                                market_objects *out) {
    fetch_store_options options = FETCH_STORE_OPTIONS_INIT;
    const fetch_store_options *given = payload;
    if (given != NULL)
        memcpy(&options, given, given->size < sizeof options ? given->size : sizeof options);
    place *p = calloc(1, sizeof *p);
    if (p == NULL)
        return fail(MARKET_E_MEMORY, url, "out of memory", err);
    market_status status =
        parse_url(url, p) ? connect_place(p, &options, err)
                          : fail(MARKET_E_URL, url, "a store in S3 is s3://BUCKET/PREFIX", err);
    if (status != MARKET_OK) {
        close_place(p);
        return status;
    }
    *out = (market_objects){get, release, put, list, pause_writer, close_place, p};
    return MARKET_OK;
}

market_store_kind fetch_store_kind(fetch_store_options *options) {
    return (market_store_kind){"s3", open_place, options};
}
