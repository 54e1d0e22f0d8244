/* call.h - one call of a user: its deadline, its exchanges with the server and their retries. */
#ifndef FETCH_CALL_H
#define FETCH_CALL_H

#include "internal.h"
#include "limiter.h"

typedef struct fetch__job {
    fetch_client *client;
    fetch_system system;
    fetch_call call;
    int64_t deadline; /* monotonic */
    fetch_error error;
} fetch__job;

/* Sets up a job; `call` may be NULL. */
void fetch__job_begin(fetch__job *job, fetch_client *client, const fetch_call *call);
/* Hands `status` and, on failure, the job's error (without secrets) to the user. */
fetch_status fetch__job_end(fetch__job *job, fetch_status status, fetch_error *err);
int64_t fetch__job_left(const fetch__job *job);

/* An HTTP answer as far as it came. */
typedef struct fetch__answer {
    int status;
    fetch__buffer head; /* name NUL value NUL ..., names in lower case */
    fetch__buffer body; /* what was not streamed */
    bool in_doubt;      /* an earlier attempt may have been carried out */
} fetch__answer;

void fetch__answer_clear(fetch__answer *answer);
/* The first header of this (lower-case) name; NULL when there is none. */
const char *fetch__answer_header(const fetch__answer *answer, const char *name);

typedef struct fetch__outgoing {
    const char *method;
    fetch__buffer url;
    fetch__buffer headers; /* name NUL value NUL ... */
    const void *body;
    size_t body_length;
    bool compressed;
    bool direct;
    int64_t limit; /* of this exchange; 0: the call's */
} fetch__outgoing;

void fetch__outgoing_add(fetch__outgoing *out, const char *name, const char *value);

typedef enum fetch__next {
    FETCH__DONE,
    FETCH__FAILED,
    FETCH__RETRY,    /* after a wait, as long as attempts are left */
    FETCH__CORRECTED /* at once: the next request will be another one */
} fetch__next;

typedef struct fetch__verdict {
    fetch__next next;
    fetch_status status; /* when failed, or when no attempt is left */
    bool is_throttled;
    int64_t delay; /* how long the service says to wait; -1: it says nothing */
} fetch__verdict;

static inline fetch__verdict fetch__done(void) {
    return (fetch__verdict){FETCH__DONE, FETCH_OK, false, -1};
}

static inline fetch__verdict fetch__failed(fetch_status status) {
    return (fetch__verdict){FETCH__FAILED, status, false, -1};
}

static inline fetch__verdict fetch__retry(fetch_status status) {
    return (fetch__verdict){FETCH__RETRY, status, false, -1};
}

/* What retries cost, as in Amazon's tools: 500 units, 5 for a retry, given back by success. Keeps
 * many threads from hammering a service that is down. */
typedef struct fetch__quota {
    _Atomic int units;
} fetch__quota;

void fetch__quota_init(fetch__quota *quota);

/* How a service wants to be treated. */
typedef struct fetch__rules {
    const char *service;
    unsigned max_attempts;
    int64_t base_delay;    /* before the n-th retry: a random part of base * 2^(n-1) ... */
    int64_t most_delay;    /* ... but of no more than this */
    int64_t throttle_base; /* the same after 429; also the least then */
    int64_t throttle_most;
    fetch_limiter *limiter; /* may be NULL */
    fetch__quota *quota;
} fetch__rules;

/* An exchange: writing the request, reading the answer. */
typedef struct fetch__exchange {
    const fetch__rules *rules;
    /* Writes the request; before each attempt. */
    fetch_status (*prepare)(void *payload, fetch__outgoing *out, fetch_error *err);
    /* Says what a whole answer means; puts code and message into `err`, where HTTP status, request
     * id and body are already. */
    fetch__verdict (*judge)(void *payload, fetch__answer *answer, fetch_error *err);
    /* May be NULL. Asked before the first byte of a body: whether it goes to `write` instead of
     * into memory. */
    bool (*is_streamed)(void *payload, const fetch__answer *answer);
    bool (*write)(void *payload, const void *data, size_t length);
    void *payload;
    size_t max_body; /* 0: the client's */
} fetch__exchange;

/* Runs an exchange to its end. The answer, initialised by the callee, is to be cleared by the
 * caller in any case. */
fetch_status fetch__run(fetch__job *job, const fetch__exchange *exchange, fetch__answer *answer);

/* A message for an answer that is none of the service's: HTML, a proxy's page. */
fetch_status fetch__unexpected(fetch_status status, const char *service, fetch_error *err);

#endif
