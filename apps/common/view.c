#include "common/view.h"

#include <string.h>

static bool given(const char *text) {
    return text && text[0];
}

static market_status upper_symbol(const char *text, app_error *err,
                                  char out[MARKET_SYMBOL_MAX + 1]) {
    market_error lib = {0};
    size_t len = strlen(text);
    for (size_t i = 0; i < len && i < MARKET_SYMBOL_MAX; i++)
        out[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i]);
    out[len < MARKET_SYMBOL_MAX ? len : MARKET_SYMBOL_MAX] = '\0';
    market_status status =
        len > MARKET_SYMBOL_MAX ? MARKET_E_SYMBOL : market_symbol_check(out, len, &lib);
    if (!status)
        return MARKET_OK;
    return app_error_set(err, status, "symbol", "write it as AAPL or BRK.B",
                         "'%.32s' is not a valid symbol", text);
}

static market_status parse_bound(const char *text, const char *parameter,
                                 market_timeframe timeframe, bool is_end, const market_zone *zone,
                                 app_error *err, int64_t *out) {
    market_error lib = {0};
    market_status status =
        market_time_parse_bound(text, strlen(text), timeframe, is_end, zone, &lib, out);
    if (!status)
        return MARKET_OK;
    return app_error_market(err, status, parameter,
                            "write a date as 2022-01-03 or a time as 2022-01-03T14:30:00Z", &lib);
}

static market_status parse_range(const char *text, market_timeframe timeframe, int64_t end,
                                 const market_zone *zone, app_error *err, int64_t *out) {
    market_error lib = {0};
    market_status status = market_range_start(text, strlen(text), timeframe, end, zone, &lib, out);
    if (!status)
        return MARKET_OK;
    return app_error_market(err, status, "range", "use 1M, 3M, 6M, YTD, 1Y, 5Y or All", &lib);
}

/* Whether the bounds are times at all, whatever the zone and the bars. */
static market_status check_bounds(const app_request *request, market_timeframe timeframe,
                                  app_error *err) {
    int64_t unused;
    market_status status = MARKET_OK;
    if (given(request->from))
        status = parse_bound(request->from, "from", timeframe, false, NULL, err, &unused);
    if (!status && given(request->to))
        status = parse_bound(request->to, "to", timeframe, true, NULL, err, &unused);
    if (!status && given(request->range))
        status = parse_range(request->range, timeframe, 0, NULL, err, &unused);
    return status;
}

market_status app_request_query(const app_request *request, app_error *err,
                                char symbol[MARKET_SYMBOL_MAX + 1], market_query *query) {
    market_query q = MARKET_QUERY_INIT;
    market_error lib = {0};
    market_status status = upper_symbol(given(request->symbol) ? request->symbol : "", err, symbol);
    if (status)
        return status;
    q.symbol = symbol;
    q.feed = given(request->feed) ? request->feed : NULL;
    q.timeframe = MARKET_1DAY;
    if (given(request->timeframe)) {
        status = market_timeframe_parse(request->timeframe, strlen(request->timeframe), &lib,
                                        &q.timeframe);
        if (status)
            return app_error_market(err, status, "timeframe", "", &lib);
    }
    if (given(request->adjust)) {
        status = market_adjust_parse(request->adjust, strlen(request->adjust), &lib, &q.adjust);
        if (status)
            return app_error_market(err, status, "adjust", "use raw, split or all", &lib);
    }
    if (given(request->range) && given(request->from))
        return app_error_set(err, MARKET_E_ARGUMENT, "range", "give one of them",
                             "range and from contradict each other");
    status = check_bounds(request, q.timeframe, err);
    if (!status)
        *query = q;
    return status;
}

market_status app_view_crop(const app_request *request, const market_zone *zone, app_error *err,
                            app_view *view) {
    const market_bars *bars = &view->series.bars;
    market_timeframe timeframe = view->series.timeframe;
    int64_t from = INT64_MIN, to = INT64_MAX;
    market_status status = MARKET_OK;
    if (given(request->to))
        status = parse_bound(request->to, "to", timeframe, true, zone, err, &to);
    if (!status && given(request->from))
        status = parse_bound(request->from, "from", timeframe, false, zone, err, &from);
    if (!status && given(request->range)) {
        /* It ends at the newest bar, or at `to` when that is earlier. */
        int64_t newest = bars->count ? bars->time[bars->count - 1] : 0;
        status =
            parse_range(request->range, timeframe, to < newest ? to : newest, zone, err, &from);
    }
    if (!status && from > to)
        status = app_error_set(err, MARKET_E_ARGUMENT, "from", "swap them", "from is after to");
    if (status)
        return status;
    view->from = from;
    view->to = to;
    market_bars_range(bars, from, to, &view->first, &view->count);
    return MARKET_OK;
}

static market_status explain(market_status status, const market_query *query,
                             const market_error *lib, app_error *err) {
    if (status == MARKET_E_NO_SYMBOL)
        return app_error_set(err, status, "symbol", "`mkt symbols` lists what is stored",
                             "the store has no symbol %s", query->symbol);
    if (status == MARKET_E_NO_SERIES)
        return app_error_market(err, status, query->feed ? "feed" : "timeframe",
                                "`mkt symbols` lists the stored series", lib);
    return app_error_market(err, status, "", "", lib);
}

market_status app_view_open(market_store *store, const app_request *request, app_error *err,
                            app_view *out) {
    app_view view = {.from = INT64_MIN, .to = INT64_MAX};
    market_query query = MARKET_QUERY_INIT;
    market_error lib = {0};
    char symbol[MARKET_SYMBOL_MAX + 1];
    market_status status = app_request_query(request, err, symbol, &query);
    if (status)
        return status;
    market_series_init(&view.series);
    status = market_store_query(store, &query, &lib, &view.series);
    if (status)
        status = explain(status, &query, &lib, err);
    else
        status = app_view_crop(request, market_store_zone(store), err, &view);
    if (status)
        app_view_clear(&view);
    else
        *out = view;
    return status;
}

void app_view_clear(app_view *view) {
    market_series_clear(&view->series);
    *view = (app_view){0};
}
