/* internal.h - what the files of libfetch share: errors, text, the client and its calls. */
#ifndef FETCH_INTERNAL_H
#define FETCH_INTERNAL_H

#include "buffer.h"
#include "marketkit/fetch.h"

#include <string.h>

#define FETCH__SECOND INT64_C(1000)
#define FETCH__MINUTE (60 * FETCH__SECOND)
#define FETCH__HOUR   (60 * FETCH__MINUTE)
#define FETCH__DAY    (24 * FETCH__HOUR)

/* How far in the future a time may lie before a clock must be wrong. */
#define FETCH__FUTURE (5 * FETCH__MINUTE)

/* ---- errors ---- */

/* Fill `err` (may be NULL) and return `status`. */
fetch_status fetch__fail(fetch_error *err, fetch_status status, const char *format, ...)
    FETCH_PRINTF(3, 4);
fetch_status fetch__fail_parameter(fetch_error *err, const char *parameter, const char *format, ...)
    FETCH_PRINTF(3, 4);
fetch_status fetch__no_memory(fetch_error *err);
/* Changes status and message and keeps what is known of the answer. */
fetch_status fetch__restate(fetch_error *err, fetch_status status, const char *format, ...)
    FETCH_PRINTF(3, 4);

/* ---- the client ---- */

const fetch_system *fetch__client_system(const fetch_client *client);
/* The most that an answer in memory may have. */
size_t fetch__client_max_body(const fetch_client *client);
int64_t fetch__now(const fetch_system *system);
int64_t fetch__monotonic(const fetch_system *system);
uint32_t fetch__random(const fetch_system *system);
const char *fetch__environment(const fetch_system *system, const char *name);
/* The system's own for members that are missing. */
fetch_system fetch__complete_system(const fetch_system *given);

/* The wall clock as the servers have it. */
int64_t fetch__server_now(const fetch_client *client);

/* Makes `text` unspeakable: it is blotted out wherever the client logs or reports. */
fetch_status fetch__client_add_secret(fetch_client *client, const char *text);
/* Blots out secrets in `text` in place; the length stays. */
void fetch__client_redact(fetch_client *client, char *text, size_t length);
void fetch__log(fetch_client *client, fetch_level level, const char *format, ...)
    FETCH_PRINTF(3, 4);

/* ---- URLs ---- */

typedef struct fetch__url {
    bool is_https;
    char authority[256]; /* host[:port], lower case */
    char host[256];
    char path[512]; /* without the final slash; "" for none */
} fetch__url;

/* A base URL: http or https, no user, query or fragment; https unless the host is this machine.
 * `name` is what a message calls it. */
fetch_status fetch__url_parse(const char *text, const char *name, fetch_error *err,
                              fetch__url *out);
bool fetch__is_loopback(const char *host);

/* ---- times ---- */

/* "Sun, 06 Nov 1994 08:49:37 GMT"; false for others. */
bool fetch__http_date(const char *text, int64_t *out);
/* "20130524T000000Z" with its NUL. */
void fetch__compact_time(int64_t time, char out[17]);
/* A decimal number of at most 18 digits, all of `text`. */
bool fetch__parse_integer(const char *text, int64_t *out);

#endif
