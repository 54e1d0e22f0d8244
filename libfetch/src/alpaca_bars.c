/* alpaca_bars.c - historical bars, page by page, and the latest ones. */
#include "alpaca.h"

#include <stdio.h>

typedef struct request {
    fetch_alpaca *alpaca;
    fetch__job *job;
    const fetch_bars_query *query;
    const char *timeframe;
    market_timeframe known; /* NONE when it is not one of libmarket's */
    char start[MARKET_TIME_TEXT], end[MARKET_TIME_TEXT], page_size[16];
    fetch__buffer symbols; /* of the batch */
    size_t first, count;   /* the batch */
    fetch__pages pages;
    fetch__bars_page page;
    market_bar last[FETCH__BATCH]; /* of each symbol, on earlier pages; time 0: none yet */
    bool is_last_batch;
} request;

static fetch_status check(const fetch_bars_query *query, fetch_error *err, request *r) {
    r->timeframe = query->timeframe != NULL ? query->timeframe : "1Day";
    int64_t asof = 0;
    char asof_text[MARKET_TIME_TEXT];
    fetch_status status = fetch__check_symbols(query->symbols, query->symbol_count, false, err);
    if (status == FETCH_OK)
        status = fetch__check_timeframe(r->timeframe, err);
    if (status == FETCH_OK)
        status = fetch__check_range(query->start, query->end, err, r->start, r->end);
    if (status == FETCH_OK)
        status = fetch__check_word(query->adjustment, "adjustment", err);
    if (status == FETCH_OK)
        status = fetch__check_word(query->feed, "feed", err);
    if (status == FETCH_OK)
        status = fetch__check_word(query->currency, "currency", err);
    if (status == FETCH_OK && query->asof != NULL && strcmp(query->asof, "-") != 0)
        status = fetch__check_time(query->asof, "asof", err, asof_text, &asof);
    if (status == FETCH_OK && query->page_size > 10000)
        status = fetch__fail_parameter(err, "page_size", "page_size: at most 10000");
    if (market_timeframe_parse(r->timeframe, strlen(r->timeframe), NULL, &r->known) != MARKET_OK)
        r->known = MARKET_TIMEFRAME_NONE;
    return status;
}

static fetch_status read_page(void *payload, const fetch__answer *answer, fetch_error *err) {
    request *r = payload;
    (void)err;
    return fetch__bars_parse(answer->body.data, answer->body.length, &r->page);
}

static fetch_status load(request *r) {
    const fetch_bars_query *query = r->query;
    fetch__ask ask;
    fetch__alpaca_ask(&ask, r->alpaca, r->job, "/v2/stocks/bars");
    fetch__query_add(&ask.query, "symbols", r->symbols.data);
    fetch__query_add(&ask.query, "timeframe", r->timeframe);
    fetch__query_add(&ask.query, "start", r->start[0] != '\0' ? r->start : NULL);
    fetch__query_add(&ask.query, "end", r->end[0] != '\0' ? r->end : NULL);
    fetch__query_add(&ask.query, "limit", r->page_size);
    fetch__query_add(&ask.query, "adjustment",
                     query->adjustment != NULL ? query->adjustment : "raw");
    fetch__query_add(&ask.query, "feed", query->feed);
    fetch__query_add(&ask.query, "asof", query->asof);
    fetch__query_add(&ask.query, "currency", query->currency);
    fetch__query_add(&ask.query, "sort", "asc");
    fetch__query_add(&ask.query, "page_token", fetch__pages_token(&r->pages));
    ask.read = read_page;
    ask.payload = r;
    return fetch__ask_run(&ask);
}

/* ---- from what came to what may be stored ---- */

/* The bar's key and whether its time is over. */
static void settle(const request *r, int64_t now, market_bar *bar) {
    if (r->known == MARKET_TIMEFRAME_NONE)
        return;
    bar->time = market_bar_start(r->known, bar->time, NULL);
    bar->complete = market_bar_end(r->known, bar->time, NULL) <= now;
}

static bool same_value(double a, double b) {
    return a == b || (a != a && b != b);
}

static bool same_bar(const market_bar *a, const market_bar *b) {
    return a->time == b->time && same_value(a->open, b->open) && same_value(a->high, b->high) &&
           same_value(a->low, b->low) && same_value(a->close, b->close) &&
           same_value(a->volume, b->volume);
}

static size_t find_symbol(const request *r, const char *symbol) {
    size_t i = 0;
    while (i < r->count && strcmp(r->query->symbols[r->first + i], symbol) != 0)
        i++;
    return i;
}

/* Puts a series in order: bars that came on the page before as well are dropped, those that
 * contradict it or go back in time are an error. */
static fetch_status settle_series(request *r, fetch_bars_series *series, int64_t now) {
    fetch_error *err = &r->job->error;
    size_t place = find_symbol(r, series->symbol), kept = 0;
    if (place == r->count)
        return fetch__restate(err, FETCH_E_MALFORMED, "bars of %s came, which nobody asked for",
                              series->symbol);
    market_bar *last = &r->last[place];
    for (size_t i = 0; i < series->bars.count; i++) {
        market_bar bar = market_bars_get(&series->bars, i);
        fetch_status status =
            fetch__check_future(r->alpaca->service.client, bar.time, series->symbol, err);
        if (status != FETCH_OK)
            return status;
        settle(r, now, &bar);
        bool first = last->close <= 0;
        if (!first && same_bar(last, &bar))
            continue;
        if (!first && bar.time <= last->time)
            return fetch__restate(err, FETCH_E_MALFORMED,
                                  "bars of %s are out of order, or contradict each other",
                                  series->symbol);
        *last = bar;
        series->bars.time[kept] = bar.time;
        series->bars.open[kept] = bar.open;
        series->bars.high[kept] = bar.high;
        series->bars.low[kept] = bar.low;
        series->bars.close[kept] = bar.close;
        series->bars.volume[kept] = bar.volume;
        series->bars.vwap[kept] = bar.vwap;
        series->bars.trades[kept] = bar.trades;
        series->bars.factor[kept] = bar.factor;
        series->bars.complete[kept++] = bar.complete;
    }
    series->bars.count = kept;
    return FETCH_OK;
}

static fetch_status give(request *r, bool is_last, fetch_bars_fn *call, void *payload) {
    int64_t now = fetch__server_now(r->alpaca->service.client);
    for (size_t i = 0; i < r->page.count; i++) {
        fetch_status status = settle_series(r, &r->page.series[i], now);
        if (status != FETCH_OK)
            return status;
    }
    if (r->page.rejected > 0)
        fetch__log(r->alpaca->service.client, FETCH_LOG_WARNING,
                   "alpaca: %zu bars are impossible and left out, the first: %s", r->page.rejected,
                   r->page.why_rejected);
    const fetch_bars_page page = {.count = r->page.count,
                                  .series = r->page.series,
                                  .timeframe = r->known,
                                  .feed = r->query->feed != NULL ? r->query->feed : "",
                                  .currency = r->page.currency,
                                  .fetched_at = now,
                                  .rejected = r->page.rejected,
                                  .why_rejected = r->page.why_rejected,
                                  .is_last = is_last};
    return call(payload, &page) ? FETCH_OK : fetch__stopped(r->job);
}

static fetch_status run_batch(request *r, fetch_bars_fn *call, void *payload) {
    const fetch_bars_query *query = r->query;
    size_t left = query->symbol_count - r->first;
    r->count = left < FETCH__BATCH ? left : FETCH__BATCH;
    r->is_last_batch = r->count == left;
    memset(r->last, 0, sizeof r->last);
    r->pages.token[0] = '\0';
    if (!fetch__join_symbols(query->symbols, query->symbol_count, r->first, &r->symbols))
        return fetch__no_memory(&r->job->error);
    fetch_status status;
    do {
        status = load(r);
        bool more = r->pages.next[0] != '\0';
        if (status == FETCH_OK)
            status = give(r, r->is_last_batch && !more, call, payload);
        memcpy(r->pages.token, r->pages.next, sizeof r->pages.token);
    } while (status == FETCH_OK && r->pages.token[0] != '\0');
    return status;
}

static fetch_status run(request *r, fetch_bars_fn *call, void *payload) {
    fetch_status status = FETCH_OK;
    r->page.pages = &r->pages;
    (void)snprintf(r->page_size, sizeof r->page_size, "%u",
                   r->query->page_size > 0 ? r->query->page_size : 10000);
    for (; status == FETCH_OK && r->first < r->query->symbol_count; r->first += r->count)
        status = run_batch(r, call, payload);
    fetch__bars_page_clear(&r->page);
    fetch__buffer_clear(&r->symbols);
    return status;
}

fetch_status fetch_alpaca_bars(fetch_alpaca *alpaca, const fetch_bars_query *query,
                               const fetch_call *call, fetch_bars_fn *page, void *payload,
                               fetch_error *err) {
    if (alpaca == NULL || query == NULL || page == NULL)
        return fetch__fail_parameter(err, "query", "object, query and function are needed");
    fetch__job job;
    request r = {.alpaca = alpaca, .job = &job, .query = query};
    fetch_status status = check(query, err, &r);
    if (status != FETCH_OK)
        return status;
    fetch__job_begin(&job, alpaca->service.client, call);
    return fetch__job_end(&job, run(&r, page, payload), err);
}
