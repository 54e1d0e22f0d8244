/* alpaca.h - what the files on Alpaca share. */
#ifndef FETCH_ALPACA_INTERNAL_H
#define FETCH_ALPACA_INTERNAL_H

#include "marketkit/fetch_alpaca.h"
#include "service.h"

struct fetch_alpaca {
    fetch__service service;
    fetch_limiter *own_limiter;
    fetch__rules rules;
};

/* How many symbols a request names: its URL must stay short. */
#define FETCH__BATCH 100

/* Symbols, all valid and none twice. */
fetch_status fetch__check_symbols(const char *const *symbols, size_t count, bool may_be_none,
                                  fetch_error *err);
/* "AAPL,MSFT" of the batch that starts at `first`; false when memory is short. */
bool fetch__join_symbols(const char *const *symbols, size_t count, size_t first,
                         fetch__buffer *out);
fetch_status fetch__check_timeframe(const char *text, fetch_error *err);

void fetch__alpaca_ask(fetch__ask *ask, fetch_alpaca *alpaca, fetch__job *job, const char *path);

/* ---- pages of bars ---- */

/* Series whose memory is used again for the next page. */
typedef struct fetch__bars_page {
    fetch_bars_series *series;
    size_t count;
    size_t capacity; /* series that were set up */
    char currency[MARKET_CURRENCY_SIZE];
    fetch__pages *pages; /* NULL: next_page_token is not looked at */
    size_t rejected;
    const char *why_rejected;
} fetch__bars_page;

void fetch__bars_page_clear(fetch__bars_page *page);
/* Adds an empty series; NULL when memory is short. */
fetch_bars_series *fetch__bars_page_add(fetch__bars_page *page, const char *symbol, size_t length);
/* Reads {"bars":{SYMBOL:[bar]},"next_page_token":...}: FETCH_E_MALFORMED, _MEMORY. Bars that are
 * impossible are left out and counted. */
fetch_status fetch__bars_parse(const char *text, size_t length, fetch__bars_page *page);
/* A bar of a tree. False when it is missing or impossible. */
bool fetch__bar_read(const cJSON *object, market_bar *out);

#endif
