/* From a finished text to a response: coding, tag, cache, 304. */
#include "dashboard/exchange.h"

#include "dashboard/hash.h"

#include <inttypes.h>

/* Smaller bodies cost more to compress than they save. */
#define GZIP_MIN 1024

/* Fills the response; takes over the reference. */
static void respond(dash_exchange *x, const char *content_type, dash_body *body) {
    dash_response *response = x->response;
    if (dash_etag_matches(x->request->if_none_match, &body->etag)) {
        response->status = 304;
        response->etag = body->etag;
        dash_release(&body->shared);
    } else {
        dash_response_body(response, 200, content_type, body);
    }
    response->vary = true;
    response->cache_control = "no-cache";
}

static dash_body *look_up(dash_exchange *x, const app_text *key, bool gzip) {
    /* The NUL behind the key's text tells the codings apart. */
    return (dash_body *)dash_cache_get(x->dash->bodies, key->data, key->len + gzip);
}

static void keep(dash_exchange *x, const app_text *key, dash_body *body) {
    dash_cache_put(x->dash->bodies, key->data, key->len + body->gzip, &body->shared);
}

/* The body in the coding the client is to get. Takes over a reference and gives one. */
static dash_body *encode(dash_exchange *x, const app_text *key, dash_body *plain) {
    if (!x->gzip || plain->length <= GZIP_MIN)
        return plain;
    dash_etag etag = dash_etag_gzip(&plain->etag);
    dash_body *packed = dash_body_gzip(plain, &etag);
    if (!packed)
        return plain; /* without memory for it, uncompressed is as good an answer */
    keep(x, key, packed);
    dash_release(&plain->shared);
    return packed;
}

/* True when the client has the body already, in either coding. */
static bool is_fresh(dash_exchange *x, const dash_answer_id *id) {
    dash_etag packed = dash_etag_gzip(&id->etag);
    const char *tags = x->request->if_none_match;
    const dash_etag *match = NULL;
    if (dash_etag_matches(tags, &id->etag))
        match = &id->etag;
    else if (dash_etag_matches(tags, &packed))
        match = &packed;
    if (!match)
        return false;
    x->response->status = 304;
    x->response->etag = *match;
    x->response->vary = true;
    x->response->cache_control = "no-cache";
    return true;
}

bool dash_answer_known(dash_exchange *x, const dash_answer_id *id) {
    if (id->etag.text[0] && is_fresh(x, id))
        return true;
    dash_body *body = x->gzip ? look_up(x, id->key, true) : NULL;
    if (!body) {
        body = look_up(x, id->key, false);
        if (!body)
            return false;
        body = encode(x, id->key, body);
    }
    respond(x, id->content_type, body);
    return true;
}

static void fail_memory(dash_exchange *x) {
    app_error err;
    app_error_set(&err, MARKET_E_MEMORY, "", "", "out of memory");
    dash_fail_error(x, &err);
}

void dash_answer(dash_exchange *x, const dash_answer_id *id, app_text *text) {
    dash_body *body = text->failed ? NULL : dash_body_take(text, &id->etag);
    if (!body) {
        app_text_clear(text);
        fail_memory(x);
        return;
    }
    dash_body *coded = encode(x, id->key, body);
    if (!coded->gzip)
        keep(x, id->key, coded);
    respond(x, id->content_type, coded);
}

void dash_answer_hashed(dash_exchange *x, dash_answer_id *id, uint64_t generation, app_text *text) {
    if (!text->failed)
        id->etag = dash_etag_make(generation, dash_hash(DASH_HASH_INIT, text->data, text->len));
    dash_answer(x, id, text);
}

void dash_key_begin(app_text *key, const dash_lease *lease, uint64_t generation, const char *path) {
    app_text_format(key, "%" PRIu64 "/%" PRIu64 "%s?", lease->epoch, generation, path);
}
