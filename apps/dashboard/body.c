/* zlib's flag, before any header: its input pointers are then pointers to const. */
#define ZLIB_CONST
#include "dashboard/body.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void destroy(dash_shared *shared) {
    dash_body *body = (dash_body *)shared;
    free(body->data);
    free(body);
}

/* A body around `data`, which is freed when there is no memory for it. */
static dash_body *wrap(char *data, size_t length, size_t memory, bool gzip, const dash_etag *etag) {
    dash_body *body = malloc(sizeof *body);
    if (!body) {
        free(data);
        return NULL;
    }
    dash_shared_init(&body->shared, sizeof *body + memory, destroy);
    body->etag = *etag;
    body->gzip = gzip;
    body->length = length;
    body->data = data;
    return body;
}

dash_body *dash_body_take(app_text *text, const dash_etag *etag) {
    dash_body *body = wrap(text->data, text->len, text->cap, false, etag);
    /* The bytes have a new owner, or none any more. */
    text->data = NULL;
    text->len = text->cap = 0;
    app_text_clear(text);
    return body;
}

dash_body *dash_body_gzip(const dash_body *plain, const dash_etag *etag) {
    if (plain->length > UINT_MAX)
        return NULL;
    z_stream z = {0};
    /* Level 1: four times as quick as level 5 for 15 % more bytes. 16 + 15: gzip framing. */
    if (deflateInit2(&z, 1, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    size_t cap = deflateBound(&z, plain->length);
    char *data = malloc(cap);
    if (!data) {
        deflateEnd(&z);
        return NULL;
    }
    z.next_in = (const Bytef *)plain->data;
    z.avail_in = (uInt)plain->length;
    z.next_out = (Bytef *)data;
    z.avail_out = (uInt)cap;
    int end = deflate(&z, Z_FINISH);
    size_t length = cap - z.avail_out;
    deflateEnd(&z);
    if (end != Z_STREAM_END) {
        free(data);
        return NULL;
    }
    char *less = realloc(data, length);
    return wrap(less ? less : data, length, length, true, etag);
}
