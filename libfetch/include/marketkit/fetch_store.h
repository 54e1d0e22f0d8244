/* marketkit/fetch_store.h - libmarket's stores in S3: "s3://bucket/prefix".
 *
 * Conventions: marketkit/fetch.h. docs/store.md has the objects. */
#ifndef MARKETKIT_FETCH_STORE_H
#define MARKETKIT_FETCH_STORE_H

#include <marketkit/fetch_s3.h>
#include <marketkit/market.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fetch_store_options {
    size_t size;
    const fetch_client_options *client; /* NULL: the defaults */
    const fetch_s3_options *s3;         /* its bucket is the URL's; NULL: the environment's */
    const fetch_call *call;             /* how each request is to run; NULL: as the client says */
} fetch_store_options;
#define FETCH_STORE_OPTIONS_INIT                                                                   \
    { sizeof(fetch_store_options), NULL, NULL, NULL }

/* The kind "s3" for market_store_options. `options` (may be NULL) is borrowed for as long as stores
 * are opened by it. A store has a client of its own. */
FETCH_API market_store_kind fetch_store_kind(fetch_store_options *options);

#ifdef __cplusplus
}
#endif

#endif
