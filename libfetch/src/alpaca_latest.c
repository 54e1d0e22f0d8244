/* alpaca_latest.c - the newest bar of each symbol, and snapshots. */
#include "alpaca.h"

#include <math.h>

typedef struct request {
    fetch_alpaca *alpaca;
    fetch__job *job;
    const fetch_latest_query *query;
    fetch__buffer symbols;
    size_t first;
    fetch__bars_page page;
    fetch_snapshot snapshots[FETCH__BATCH];
    size_t count;
} request;

static fetch_status check(const fetch_latest_query *query, fetch_error *err) {
    fetch_status status = fetch__check_symbols(query->symbols, query->symbol_count, false, err);
    if (status == FETCH_OK)
        status = fetch__check_word(query->feed, "feed", err);
    if (status == FETCH_OK)
        status = fetch__check_word(query->currency, "currency", err);
    return status;
}

static fetch_status load(request *r, const char *path,
                         fetch_status (*read)(void *, const fetch__answer *, fetch_error *)) {
    fetch__ask ask;
    if (!fetch__join_symbols(r->query->symbols, r->query->symbol_count, r->first, &r->symbols))
        return fetch__no_memory(&r->job->error);
    fetch__alpaca_ask(&ask, r->alpaca, r->job, path);
    fetch__query_add(&ask.query, "symbols", r->symbols.data);
    fetch__query_add(&ask.query, "feed", r->query->feed);
    fetch__query_add(&ask.query, "currency", r->query->currency);
    ask.read = read;
    ask.payload = r;
    return fetch__ask_run(&ask);
}

/* A member of a map by symbol, when it is one that was asked for. */
static bool is_asked(const request *r, const char *symbol) {
    const fetch_latest_query *query = r->query;
    for (size_t i = r->first; i < query->symbol_count && i < r->first + FETCH__BATCH; i++)
        if (strcmp(query->symbols[i], symbol) == 0)
            return true;
    return false;
}

/* ---- latest bars ---- */

static fetch_status take_latest(request *r, const cJSON *bars, fetch_error *err) {
    const cJSON *item = NULL;
    r->page.count = r->page.rejected = 0;
    r->page.why_rejected = "";
    cJSON_ArrayForEach(item, bars) {
        market_bar bar;
        if (!is_asked(r, item->string))
            return FETCH_E_MALFORMED;
        if (!fetch__bar_read(item, &bar)) {
            r->page.rejected++;
            r->page.why_rejected = "the bar is missing or impossible";
            continue;
        }
        fetch_status status =
            fetch__check_future(r->alpaca->service.client, bar.time, item->string, err);
        if (status != FETCH_OK)
            return status;
        bar.time = market_bar_start(MARKET_1MIN, bar.time, NULL);
        bar.complete = market_bar_end(MARKET_1MIN, bar.time, NULL) <=
                       fetch__server_now(r->alpaca->service.client);
        fetch_bars_series *series =
            fetch__bars_page_add(&r->page, item->string, strlen(item->string));
        if (series == NULL || market_bars_append(&series->bars, &bar) != MARKET_OK)
            return fetch__no_memory(err);
    }
    return FETCH_OK;
}

static fetch_status read_latest(void *payload, const fetch__answer *answer, fetch_error *err) {
    request *r = payload;
    cJSON *document = NULL;
    fetch_status status = fetch__json_parse(answer->body.data, answer->body.length, &document);
    const cJSON *bars = fetch__json_get(document, "bars");
    if (status == FETCH_OK && !cJSON_IsObject(bars))
        status = FETCH_E_MALFORMED;
    if (status == FETCH_OK)
        status = take_latest(r, bars, err);
    const char *currency = fetch__json_text(document, "currency");
    if (currency == NULL)
        currency = "USD";
    fetch__copy_plain(r->page.currency, sizeof r->page.currency, currency, strlen(currency));
    cJSON_Delete(document);
    return status;
}

fetch_status fetch_alpaca_latest_bars(fetch_alpaca *alpaca, const fetch_latest_query *query,
                                      const fetch_call *call, fetch_bars_fn *page, void *payload,
                                      fetch_error *err) {
    if (alpaca == NULL || query == NULL || page == NULL)
        return fetch__fail_parameter(err, "query", "object, query and function are needed");
    fetch_status status = check(query, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    request r = {.alpaca = alpaca, .job = &job, .query = query};
    fetch__job_begin(&job, alpaca->service.client, call);
    for (; status == FETCH_OK && r.first < query->symbol_count; r.first += FETCH__BATCH) {
        status = load(&r, "/v2/stocks/bars/latest", read_latest);
        const fetch_bars_page given = {.count = r.page.count,
                                       .series = r.page.series,
                                       .timeframe = MARKET_1MIN,
                                       .feed = query->feed != NULL ? query->feed : "",
                                       .currency = r.page.currency,
                                       .fetched_at = fetch__server_now(alpaca->service.client),
                                       .rejected = r.page.rejected,
                                       .why_rejected = r.page.why_rejected,
                                       .is_last = r.first + FETCH__BATCH >= query->symbol_count};
        if (status == FETCH_OK && !page(payload, &given))
            status = fetch__stopped(&job);
    }
    fetch__bars_page_clear(&r.page);
    fetch__buffer_clear(&r.symbols);
    return fetch__job_end(&job, status, err);
}

/* ---- snapshots ---- */

static void take_trade(const cJSON *object, fetch_trade *out) {
    fetch_trade trade = {true, 0, fetch__json_number(object, "p", NAN),
                         fetch__json_number(object, "s", NAN)};
    if (fetch__json_time(object, "t", &trade.time))
        *out = trade;
}

static void take_quote(const cJSON *object, fetch_quote *out) {
    fetch_quote quote = {true,
                         0,
                         fetch__json_number(object, "bp", NAN),
                         fetch__json_number(object, "bs", NAN),
                         fetch__json_number(object, "ap", NAN),
                         fetch__json_number(object, "as", NAN)};
    if (fetch__json_time(object, "t", &quote.time))
        *out = quote;
}

static void take_bar(const cJSON *object, market_timeframe timeframe, int64_t now,
                     market_bar *out) {
    market_bar bar;
    if (!fetch__bar_read(object, &bar))
        return;
    bar.time = market_bar_start(timeframe, bar.time, NULL);
    bar.complete = market_bar_end(timeframe, bar.time, NULL) <= now;
    *out = bar;
}

static fetch_status take_snapshot(request *r, const cJSON *item) {
    if (!is_asked(r, item->string) || r->count == FETCH__BATCH || !cJSON_IsObject(item))
        return cJSON_IsNull(item) ? FETCH_OK : FETCH_E_MALFORMED;
    int64_t now = fetch__server_now(r->alpaca->service.client);
    fetch_snapshot *s = &r->snapshots[r->count++];
    *s = (fetch_snapshot){.trade = {.is_present = false}};
    (void)fetch__copy(s->symbol, sizeof s->symbol, item->string, strlen(item->string));
    take_trade(fetch__json_get(item, "latestTrade"), &s->trade);
    take_quote(fetch__json_get(item, "latestQuote"), &s->quote);
    take_bar(fetch__json_get(item, "minuteBar"), MARKET_1MIN, now, &s->minute);
    take_bar(fetch__json_get(item, "dailyBar"), MARKET_1DAY, now, &s->day);
    take_bar(fetch__json_get(item, "prevDailyBar"), MARKET_1DAY, now, &s->previous_day);
    return FETCH_OK;
}

static fetch_status read_snapshots(void *payload, const fetch__answer *answer, fetch_error *err) {
    request *r = payload;
    cJSON *document = NULL;
    const cJSON *item = NULL;
    fetch_status status = fetch__json_parse(answer->body.data, answer->body.length, &document);
    r->count = 0;
    if (status == FETCH_OK && !cJSON_IsObject(document))
        status = FETCH_E_MALFORMED;
    if (status == FETCH_OK)
        cJSON_ArrayForEach(item, document) {
            status = take_snapshot(r, item);
            if (status == FETCH_OK && r->count > 0)
                status =
                    fetch__check_future(r->alpaca->service.client,
                                        r->snapshots[r->count - 1].trade.time, item->string, err);
            if (status != FETCH_OK)
                break;
        }
    cJSON_Delete(document);
    return status;
}

fetch_status fetch_alpaca_snapshots(fetch_alpaca *alpaca, const fetch_latest_query *query,
                                    const fetch_call *call, fetch_snapshot_fn *page, void *payload,
                                    fetch_error *err) {
    if (alpaca == NULL || query == NULL || page == NULL)
        return fetch__fail_parameter(err, "query", "object, query and function are needed");
    fetch_status status = check(query, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    request r = {.alpaca = alpaca, .job = &job, .query = query};
    fetch__job_begin(&job, alpaca->service.client, call);
    for (; status == FETCH_OK && r.first < query->symbol_count; r.first += FETCH__BATCH) {
        status = load(&r, "/v2/stocks/snapshots", read_snapshots);
        if (status == FETCH_OK && !page(payload, r.snapshots, r.count))
            status = fetch__stopped(&job);
    }
    fetch__buffer_clear(&r.symbols);
    return fetch__job_end(&job, status, err);
}
