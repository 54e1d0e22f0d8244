/* Bars with splits and dividends: `mkt fetch bars`. */
#include "fetch.h"

#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000)

/* What is asked for: of one symbol. */
struct ask {
    struct cli_fetch *fetch;
    market_series_key key;
    const char *start;
    char start_text[MARKET_TIME_TEXT];
};

/* From the last stored bar less a week on: late corrections and the bar that was still running. */
static int find_start(struct ask *ask) {
    market_series_list list = {0};
    market_error err = {0};
    market_status status =
        market_store_list_series(ask->fetch->store, ask->key.symbol, &err, &list);
    ask->start = "2016-01-01";
    if (ask->fetch->cli->values.from) {
        ask->start = ask->fetch->cli->values.from;
        status = MARKET_OK;
    }
    for (size_t i = 0; !status && i < list.count && !ask->fetch->cli->values.from; i++) {
        const market_series_info *info = &list.items[i];
        if (info->timeframe != ask->key.timeframe || strcmp(info->feed, ask->key.feed) != 0)
            continue;
        (void)market_time_format(info->last - 7 * DAY, info->timeframe, ask->start_text);
        ask->start = ask->start_text;
    }
    market_series_list_clear(&list);
    if (status && status != MARKET_E_NO_SYMBOL)
        return cli_fail_market(ask->key.symbol, "", status, &err);
    return CLI_OK;
}

/* ---- bars */

static bool store_page(void *payload, const fetch_bars_page *page) {
    const struct ask *ask = payload;
    struct cli_fetch *fetch = ask->fetch;
    fetch->rejected += page->rejected;
    for (size_t i = 0; i < page->count; i++) {
        market_error err = {0};
        market_put_summary summary = {0, 0, 0};
        market_status status = market_store_put_bars(fetch->store, &ask->key, &page->series[i].bars,
                                                     page->fetched_at, &err, &summary);
        if (!cli_fetch_stored(fetch, status, &err, &summary))
            return false;
    }
    return true;
}

static int bars(struct ask *ask, fetch_alpaca *alpaca) {
    struct cli_fetch *fetch = ask->fetch;
    fetch_bars_query query = FETCH_BARS_QUERY_INIT;
    fetch_error err = {.message = ""};
    fetch_call call = cli_fetch_call();
    market_error stored = {0};
    query.symbols = &fetch->symbol;
    query.symbol_count = 1;
    query.timeframe = market_timeframe_name(ask->key.timeframe);
    query.start = ask->start;
    query.end = fetch->cli->values.to;
    query.feed = ask->key.feed;
    fetch_status status = fetch_alpaca_bars(alpaca, &query, &call, store_page, ask, &err);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    bool any = fetch->put.added + fetch->put.revised + fetch->put.unchanged > 0;
    if (any && market_store_put_series_source(fetch->store, &ask->key, "Alpaca Market Data", false,
                                              &stored))
        return cli_fail_market(fetch->symbol, "", stored.status, &stored);
    if (!any)
        cli_note(fetch->symbol, "Alpaca has no such bars");
    cli_fetch_row(fetch, market_timeframe_name(ask->key.timeframe), ask->key.feed);
    return CLI_OK;
}

/* ---- splits and dividends */

static bool store_actions(void *payload, const fetch_action *actions, size_t count, bool is_last) {
    struct cli_fetch *fetch = payload;
    (void)is_last;
    for (size_t i = 0; i < count; i++) {
        const fetch_action *a = &actions[i];
        market_error err = {0};
        market_put_summary summary = {0, 0, 0};
        market_status status = a->kind == FETCH_CASH_DIVIDEND
                                   ? market_store_put_dividends(fetch->store, a->symbol, "",
                                                                &a->dividend, 1, &err, &summary)
                                   : market_store_put_splits(fetch->store, a->symbol, "", &a->split,
                                                             1, &err, &summary);
        if (!cli_fetch_stored(fetch, status, &err, &summary))
            return false;
    }
    return true;
}

static int actions(struct ask *ask, fetch_alpaca *alpaca) {
    struct cli_fetch *fetch = ask->fetch;
    fetch_actions_query query = FETCH_ACTIONS_QUERY_INIT;
    fetch_error err = {.message = ""};
    fetch_call call = cli_fetch_call();
    char date[11] = "";
    memcpy(date, ask->start, 10); /* checked by the request for bars */
    query.symbols = &fetch->symbol;
    query.symbol_count = 1;
    query.start = date;
    fetch_status status = fetch_alpaca_actions(alpaca, &query, &call, store_actions, fetch, &err);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    cli_fetch_row(fetch, "actions", "");
    return CLI_OK;
}

int cli_fetch_bars(struct cli_fetch *fetch, fetch_alpaca *alpaca) {
    const struct cli_values *values = &fetch->cli->values;
    struct ask ask = {.fetch = fetch,
                      .key = {fetch->symbol, MARKET_1DAY, values->feed ? values->feed : "sip"}};
    market_error err = {0};
    if (values->timeframe) {
        market_status status = market_timeframe_parse(values->timeframe, strlen(values->timeframe),
                                                      &err, &ask.key.timeframe);
        if (status)
            return cli_fail_market("--timeframe", "", status, &err);
    }
    int code = find_start(&ask);
    if (!code)
        code = bars(&ask, alpaca);
    return code ? code : actions(&ask, alpaca);
}
