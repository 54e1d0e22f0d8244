/* service.h - what Alpaca and X have in common: GET requests with fixed credentials, answers in
 * JSON, an allowance in the headers, pages that name the next one. */
#ifndef FETCH_SERVICE_H
#define FETCH_SERVICE_H

#include "call.h"
#include "json.h"
#include "sigv4.h" /* queries */

#include <marketkit/market.h>

typedef struct fetch__service {
    fetch_client *client;
    const char *name;
    fetch__url base;
    fetch__buffer headers; /* authorization: name NUL value NUL ... */
    fetch__quota quota;
    const char *allowance[3]; /* names of the headers: limit, remaining, reset */
    /* What an answer other than 200 means, when it is none of the common cases. */
    fetch__verdict (*refuse)(const fetch__answer *answer, const cJSON *document, fetch_error *err);
} fetch__service;

/* `base_url`: the first that is not NULL of an option, a variable's value and the default. */
fetch_status fetch__service_init(fetch__service *service, fetch_client *client, const char *name,
                                 const char *base_url, fetch_error *err);
/* A header with a secret in it, e.g. "Bearer " and the token. */
fetch_status fetch__service_authorize(fetch__service *service, const char *name, const char *prefix,
                                      const char *secret, fetch_error *err);
void fetch__service_clear(fetch__service *service);
/* The limiter that was given, or a new one in *own. */
fetch_status fetch__service_limiter(const fetch__service *service, fetch_limiter *given,
                                    unsigned limit, int64_t window, fetch_error *err,
                                    fetch_limiter **own, fetch_limiter **out);

typedef struct fetch__ask {
    fetch__service *service;
    const fetch__rules *rules;
    fetch__job *job;
    const char *path;
    fetch__query query;
    /* Reads an answer with status 200. FETCH_E_MALFORMED is tried again, as servers that are
     * overloaded send half a body or an HTML page. */
    fetch_status (*read)(void *payload, const fetch__answer *answer, fetch_error *err);
    void *payload;
} fetch__ask;

fetch_status fetch__ask_run(fetch__ask *ask);

/* ---- pages ---- */

#define FETCH__TOKEN_SIZE 2048

typedef struct fetch__pages {
    char token[FETCH__TOKEN_SIZE]; /* of the page that is asked for; "" for the first */
    char next[FETCH__TOKEN_SIZE];  /* as its answer says; "" after the last */
} fetch__pages;

/* Takes the token of the next page; false when it is too long or names the same page again. */
bool fetch__pages_take(fetch__pages *pages, const char *next);
static inline const char *fetch__pages_token(const fetch__pages *pages) {
    return pages->token[0] != '\0' ? pages->token : NULL;
}

/* ---- arguments ---- */

/* A date, or a time with its zone, as the services take it: "2022-01-03" or "...Z". NULL gives "".
 * *bound: for comparing a start with an end. */
fetch_status fetch__check_time(const char *text, const char *name, fetch_error *err,
                               char out[MARKET_TIME_TEXT], int64_t *bound);
fetch_status fetch__check_range(const char *start, const char *end, fetch_error *err,
                                char start_out[MARKET_TIME_TEXT], char end_out[MARKET_TIME_TEXT]);
/* Letters, digits and a few marks: a word that a service knows. NULL is fine. */
fetch_status fetch__check_word(const char *text, const char *name, fetch_error *err);

fetch_status fetch__stopped(fetch__job *job);
/* FETCH_E_CLOCK when `time` lies too far in the future. */
fetch_status fetch__check_future(const fetch_client *client, int64_t time, const char *what,
                                 fetch_error *err);

#endif
