/* What a person is told when something fails: what, and what to do about it. */
#ifndef MARKETKIT_APPS_COMMON_ERROR_H
#define MARKETKIT_APPS_COMMON_ERROR_H

#include "marketkit/market.h"
#include "marketkit/ta.h"

typedef struct app_error {
    market_status status;
    char parameter[32]; /* which one is at fault: "spec", "from", ...; or empty */
    char message[384];  /* one sentence without the final stop */
    char advice[256];   /* what to do; may be empty */
} app_error;

/* Fills `err` (may be NULL) and returns `status`. */
market_status app_error_set(app_error *err, market_status status, const char *parameter,
                            const char *advice, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* The same from a library's error. An empty message of the library is replaced by the status's. */
market_status app_error_market(app_error *err, market_status status, const char *parameter,
                               const char *advice, const market_error *from);

/* The candidate nearest to `word` (by edit distance) when it is near enough for "did you mean",
 * else NULL. */
const char *app_nearest(const char *word, size_t len, const char *const *candidates, size_t count);

#endif
