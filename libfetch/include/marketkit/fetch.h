/* marketkit/fetch.h - clients for Alpaca, X and S3: what they have in common.
 *
 * fetch_alpaca.h, fetch_x.h and fetch_s3.h have the services.
 *
 * Conventions of every function in these headers
 *   - It returns a fetch_status; results come last, through out pointers, untouched on error.
 *     Functions that cannot fail return their result.
 *   - `err` may be NULL. Where it is given and the status is not FETCH_OK it is filled.
 *   - Times are int64_t milliseconds since 1970-01-01T00:00:00Z; durations are milliseconds.
 *   - Text is UTF-8. Options and query structs start with `size_t size`; set them up by their
 * *_INIT, in which zero means the default. Fields are only ever appended.
 *   - What a struct or callback argument points to is borrowed for the call unless its comment says
 * otherwise. x_free(NULL) does nothing.
 *   - Threads: a client, a service object and a limiter may be used by any number of threads at a
 * time. Freeing them is for the last one. A service object borrows its client and its limiter.
 *   - Calls wait. A callback runs in the thread of the call that it was given to.
 *   - Nothing is printed. Secrets appear in no log line, no error and no callback argument.
 */
#ifndef MARKETKIT_FETCH_H
#define MARKETKIT_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define FETCH_API __attribute__((visibility("default")))
#else
#define FETCH_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Status and errors ---------------------------------------------------------------------- */

/* X(number, enum constant, name, text). Numbers are part of the ABI: append only. */
#define FETCH_STATUS_LIST(X)                                                                       \
    X(0, FETCH_OK, "ok", "success")                                                                \
    X(1, FETCH_E_ARGUMENT, "argument", "an argument is missing or out of range")                   \
    X(2, FETCH_E_MEMORY, "memory", "out of memory")                                                \
    X(3, FETCH_E_CANCELLED, "cancelled", "a callback asked to stop")                               \
    X(4, FETCH_E_TIMEOUT, "timeout", "the time for the whole call is over")                        \
    X(5, FETCH_E_NETWORK, "network", "the server cannot be reached or the connection broke")       \
    X(6, FETCH_E_TLS, "tls", "the server's certificate or the encryption was refused")             \
    X(7, FETCH_E_TOO_LARGE, "too_large", "the answer exceeds its limit")                           \
    X(8, FETCH_E_MALFORMED, "malformed", "the answer does not follow its format")                  \
    X(9, FETCH_E_REDIRECT, "redirect", "the server redirects, which is not followed")              \
    X(10, FETCH_E_REQUEST, "request", "the service calls the request wrong")                       \
    X(11, FETCH_E_AUTH, "auth", "the service does not accept the credentials")                     \
    X(12, FETCH_E_FORBIDDEN, "forbidden", "the account or plan does not permit this")              \
    X(13, FETCH_E_NOT_FOUND, "not_found", "there is no such thing")                                \
    X(14, FETCH_E_RATE_LIMITED, "rate_limited", "too many requests, also after waiting")           \
    X(15, FETCH_E_USAGE_CAPPED, "usage_capped", "the account's quota or credit is used up")        \
    X(16, FETCH_E_PRECONDITION, "precondition", "the condition of the request does not hold")      \
    X(17, FETCH_E_CONFLICT, "conflict", "another writer was at it at the same time")               \
    X(18, FETCH_E_NOT_MODIFIED, "not_modified", "the object is the one that is known already")     \
    X(19, FETCH_E_SERVER, "server", "the service failed, also after retries")                      \
    X(20, FETCH_E_CREDENTIALS, "credentials", "no credentials were found")                         \
    X(21, FETCH_E_INTEGRITY, "integrity", "the data is not what its checksum or length says")      \
    X(22, FETCH_E_CLOCK, "clock", "a time lies in the future: a clock is wrong")                   \
    X(23, FETCH_E_IO, "io", "reading or writing a file failed")

typedef enum fetch_status {
#define FETCH_STATUS_ENUM_(number, constant, name, text) constant = (number),
    FETCH_STATUS_LIST(FETCH_STATUS_ENUM_)
#undef FETCH_STATUS_ENUM_
} fetch_status;

#define FETCH_BODY_KEPT 2048

/* What went wrong. Members that do not apply are zero, or empty. */
typedef struct fetch_error {
    fetch_status status;
    int http_status;    /* of the last answer; 0 when there was none */
    unsigned attempts;  /* how many times the request was sent */
    char parameter[32]; /* the argument at fault */
    char code[64];      /* the service's own code: "NoSuchKey", "42210000", "usage-capped" */
    char request_id[128];
    int64_t retry_after;        /* when the service says so: how long to wait, else 0 */
    char message[512];          /* one English sentence without the final stop */
    char body[FETCH_BODY_KEPT]; /* beginning of the answer's body, secrets blotted out */
    size_t body_length;         /* of the whole body as far as it was read */
} fetch_error;

/* The sentence of a status ("unknown status" for others) and its name, both static. */
FETCH_API const char *fetch_status_text(fetch_status status);
FETCH_API const char *fetch_status_name(fetch_status status);

/* The version of the library that runs, "MAJOR.MINOR.PATCH"; static. */
FETCH_API const char *fetch_version(void);

/* ---- What a client stands on ---------------------------------------------------------------- */

/* Clock, sleep, chance and environment. A NULL member means the system's own. */
typedef struct fetch_system {
    int64_t (*now)(void *payload);       /* wall clock */
    int64_t (*monotonic)(void *payload); /* never set back; counts suspended time where it can */
    void (*sleep)(void *payload, int64_t duration);              /* at most 100 ms at a time */
    uint32_t (*random)(void *payload);                           /* for jitter, not for secrets */
    const char *(*environment)(void *payload, const char *name); /* NULL when not set */
    void *payload;
} fetch_system;

typedef struct fetch_header {
    const char *name;
    const char *value;
} fetch_header;

/* One HTTP request, complete: nothing is added but Host, Content-Length, Accept-Encoding and what
 * the connection needs. */
typedef struct fetch_request {
    const char *method; /* "GET" "HEAD" "PUT" "POST" "DELETE" */
    const char *url;    /* to be sent as it is, without normalising its path */
    const fetch_header *headers;
    size_t header_count;
    const void *body; /* of PUT and POST */
    size_t body_length;
    bool compressed;       /* ask for gzip and the like, and decompress */
    bool direct;           /* never through a proxy */
    bool fresh;            /* on a new connection */
    int64_t timeout;       /* for the whole exchange; 0: none */
    int64_t connect_limit; /* 0: the client's */
} fetch_request;

/* Where the answer goes as it comes. Each may be called many times or never and returns false to
 * stop the exchange (FETCH_E_CANCELLED). */
typedef struct fetch_sink {
    bool (*status)(void *payload, int status); /* first of an answer */
    bool (*header)(void *payload, const char *name, size_t name_length, const char *value,
                   size_t value_length);
    bool (*data)(void *payload, const void *data, size_t length); /* decompressed */
    /* At least every 100 ms; totals are 0 while unknown. */
    bool (*progress)(void *payload, uint64_t sent, uint64_t received, uint64_t total);
    void *payload;
} fetch_sink;

/* How an exchange ended that brought no whole answer. */
typedef struct fetch_fault {
    fetch_status status; /* FETCH_E_TIMEOUT, _NETWORK, _TLS, _CANCELLED, _MEMORY */
    bool stale;          /* a kept connection turned out dead before anything was answered */
    bool unsent;         /* the server never had the request */
    char message[256];
} fetch_fault;

/* Sends a request and waits for the end of the answer. FETCH_OK for any whole answer, whatever its
 * HTTP status. May be called by several threads at a time. */
typedef fetch_status fetch_send_fn(void *payload, const fetch_request *request,
                                   const fetch_sink *sink, fetch_fault *fault);

typedef struct fetch_transport {
    fetch_send_fn *send;
    void *payload;
} fetch_transport;

/* ---- Client --------------------------------------------------------------------------------- */

typedef struct fetch_client fetch_client;

typedef enum fetch_level {
    FETCH_LOG_DEBUG = 0,  /* each exchange */
    FETCH_LOG_NOTICE = 1, /* waits, retries, corrections */
    FETCH_LOG_WARNING = 2
} fetch_level;

/* One line without a line end. */
typedef void fetch_log_fn(void *payload, fetch_level level, const char *line);

typedef struct fetch_client_options {
    size_t size;
    const char *user_agent;  /* NULL: "marketkit/VERSION" */
    int64_t connect_timeout; /* 0: 10 s */
    int64_t stall_timeout;   /* no byte for so long breaks the exchange; 0: 30 s */
    int64_t total_timeout;   /* of a call with its retries and waits; 0: 120 s */
    unsigned max_attempts;   /* of one request; 0: what the service's rules say */
    size_t max_body;         /* of an answer that is held in memory, decompressed; 0: 64 MiB */
    const char *proxy;    /* URL, may carry user:password; NULL: HTTPS_PROXY and its like; "": none
                           */
    const char *no_proxy; /* hosts that are asked directly, as in NO_PROXY */
    const char *proxy_ca_file;
    const char *ca_file; /* PEM; NULL: AWS_CA_BUNDLE, CURL_CA_BUNDLE, else the system's */
    const char *ca_path;
    const void *ca_data; /* PEM in memory, before the others; copied */
    size_t ca_length;
    bool tls13; /* at least TLS 1.3 instead of 1.2 */
    fetch_log_fn *log;
    void *log_payload;
    const fetch_system *system;       /* copied; NULL: the system's own */
    const fetch_transport *transport; /* copied; NULL: libcurl */
} fetch_client_options;
#define FETCH_CLIENT_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(fetch_client_options), NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0,  \
            false, NULL, NULL, NULL, NULL                                                          \
    }

/* `options` may be NULL. FETCH_E_ARGUMENT, _MEMORY. */
FETCH_API fetch_status fetch_client_create(const fetch_client_options *options, fetch_error *err,
                                           fetch_client **out);
FETCH_API void fetch_client_free(fetch_client *client);

/* How far the servers' clock (Date of the last answer) is ahead of this one. Beyond a minute it is
 * logged as a warning, once. */
FETCH_API int64_t fetch_client_clock_offset(const fetch_client *client);

/* How one call is to run; NULL or zeros: as the client says. */
typedef struct fetch_call {
    size_t size;
    int64_t timeout; /* of the whole call with retries, waits and all pages; 0: the client's */
    bool (*is_cancelled)(void *payload); /* asked at least every 100 ms; true stops the call */
    /* Bytes of the running exchange; false stops the call. */
    bool (*progress)(void *payload, uint64_t sent, uint64_t received, uint64_t total);
    void *payload;
} fetch_call;
#define FETCH_CALL_INIT                                                                            \
    { sizeof(fetch_call), 0, NULL, NULL, NULL }

/* ---- Rate limiter --------------------------------------------------------------------------- */

/* Keeps the requests of any number of clients and threads within one allowance. It counts its own
 * and believes the service's headers where they say less. */
typedef struct fetch_limiter fetch_limiter;

typedef struct fetch_limiter_options {
    size_t size;
    unsigned limit; /* requests in a window */
    int64_t window;
    const fetch_system *system; /* copied; NULL: the system's own */
} fetch_limiter_options;
/* 200 a minute: Alpaca's free plan. */
#define FETCH_LIMITER_OPTIONS_INIT                                                                 \
    { sizeof(fetch_limiter_options), 200, 60000, NULL }

FETCH_API fetch_status fetch_limiter_create(const fetch_limiter_options *options, fetch_error *err,
                                            fetch_limiter **out);
FETCH_API void fetch_limiter_free(fetch_limiter *limiter);

/* What is left in the running window, and how long it lasts. */
typedef struct fetch_limiter_state {
    unsigned limit;
    unsigned remaining;
    int64_t resets_in;
} fetch_limiter_state;
FETCH_API fetch_limiter_state fetch_limiter_get_state(fetch_limiter *limiter);

#ifdef __cplusplus
}
#endif

#endif
