/* limiter.h - an allowance of requests in a window. */
#ifndef FETCH_LIMITER_H
#define FETCH_LIMITER_H

#include "internal.h"

/* What an answer says of the allowance; -1: nothing. */
typedef struct fetch__allowance {
    int64_t limit;
    int64_t remaining;
    int64_t resets_in;
} fetch__allowance;

/* Takes one request, or says after how long to ask again. */
bool fetch__limiter_take(fetch_limiter *limiter, int64_t *wait);
void fetch__limiter_note(fetch_limiter *limiter, const fetch__allowance *allowance);
/* Nothing is left for `duration`, at most a window. */
void fetch__limiter_block(fetch_limiter *limiter, int64_t duration);
int64_t fetch__limiter_window(const fetch_limiter *limiter);

#endif
