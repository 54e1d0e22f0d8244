/* x.h - what the files on X share. */
#ifndef FETCH_X_INTERNAL_H
#define FETCH_X_INTERNAL_H

#include "marketkit/fetch_x.h"
#include "service.h"

struct fetch_x {
    fetch__service service;
    fetch_limiter *own_search, *own_counts;
    fetch__rules search, counts;
    size_t query_limit;
    bool new_names;
};

/* X forgets after 7 days and knows nothing of the last 30 seconds. */
#define FETCH__X_MEMORY (7 * FETCH__DAY)
#define FETCH__X_DELAY  (30 * FETCH__SECOND)

fetch_status fetch__x_check_query(const fetch_x *x, const char *query, fetch_error *err);
/* "2022-01-03T14:30:00Z" */
void fetch__x_time(int64_t time, char out[MARKET_TIME_TEXT]);

/* Errors that came along with data. */
#define FETCH__PROBLEMS 128
typedef struct fetch__problems {
    fetch_problem items[FETCH__PROBLEMS];
    size_t count;
} fetch__problems;

/* Points into the document. */
void fetch__x_problems(const cJSON *document, fetch__problems *out);
/* The last part of a problem's type: the URL before it has changed. */
const char *fetch__x_problem_type(const cJSON *problem);

#endif
