#include "dashboard/exchange.h"

#include "dashboard/hash.h"

#include <string.h>

static market_status check_feed(const char *feed, app_error *err) {
    for (const char *p = feed ? feed : ""; *p; p++)
        if (*p <= ' ' || *p > '~')
            return app_error_set(err, MARKET_E_ARGUMENT, "feed", "",
                                 "feed: printable ASCII characters without spaces only");
    return MARKET_OK;
}

static void fail_series(dash_exchange *x, dash_lease *lease, const market_query *query,
                        market_status status, const market_error *lib) {
    app_error err;
    switch (status) {
    case MARKET_E_NO_SYMBOL:
        app_error_set(&err, status, "symbol", "", "the store has no symbol %s", query->symbol);
        break;
    case MARKET_E_NO_SERIES:
        app_error_market(&err, status, query->feed ? "feed" : "timeframe", "", lib);
        break;
    case MARKET_E_ARGUMENT:
        app_error_market(&err, status, lib->parameter, "", lib);
        break;
    default:
        lease->broken = status != MARKET_E_MEMORY;
        dash_fail_store(x, status, lib);
        return;
    }
    dash_fail_error(x, &err);
}

static market_status check_limits(const app_view *view, size_t columns, app_error *err) {
    if (view->count > DASH_BARS_MAX)
        return app_error_set(err, MARKET_E_TOO_LARGE, "", "",
                             "%zu bars were asked for and an answer has at most %zu: narrow the "
                             "range or widen the timeframe",
                             view->count, DASH_BARS_MAX);
    if (columns && view->count > DASH_CELLS_MAX / columns)
        return app_error_set(err, MARKET_E_TOO_LARGE, "", "",
                             "%zu bars of %zu columns were asked for and an answer has at most %zu "
                             "cells: narrow the range or ask for fewer columns",
                             view->count, columns, DASH_CELLS_MAX);
    return MARKET_OK;
}

/* The canonical request: bounds are those of the bars they let through, so that 1Y and the dates it
 * stands for are one answer. */
static void write_key(app_text *key, const app_view *view, const char *rest) {
    const market_series *series = &view->series;
    app_text_format(key, "%s&%s&%s&%s&", series->info.symbol,
                    market_timeframe_name(series->timeframe), series->feed,
                    market_adjust_name(series->adjust));
    if (view->count) {
        app_text_int(key, series->bars.time[view->first]);
        app_text_char(key, '&');
        app_text_int(key, series->bars.time[view->first + view->count - 1]);
    } else {
        app_text_str(key, "empty");
    }
    app_text_char(key, '&');
    app_text_str(key, rest);
}

static uint64_t hash_path(const dash_request *request) {
    return dash_hash(DASH_HASH_INIT, request->path, request->path_len);
}

static void answer_view(dash_exchange *x, const dash_lease *lease, const dash_series *series,
                        const app_view *view, const dash_series_api *api, const char *rest) {
    app_error err = {0};
    if (check_limits(view, api->columns, &err)) {
        dash_fail_error(x, &err);
        return;
    }
    app_text canonical, key, body;
    app_text_init(&canonical, 0);
    app_text_init(&key, 0);
    app_text_init(&body, DASH_BODY_MAX);
    write_key(&canonical, view, rest);
    dash_key_begin(&key, lease, view->series.generation, "");
    app_text_put(&key, x->request->path, x->request->path_len);
    app_text_char(&key, '?');
    if (!canonical.failed)
        app_text_put(&key, canonical.data, canonical.len);
    if (canonical.failed || key.failed) {
        app_error_set(&err, MARKET_E_MEMORY, "", "", "out of memory");
        dash_fail_error(x, &err);
    } else {
        uint64_t hash = dash_hash(hash_path(x->request), canonical.data, canonical.len);
        hash = dash_hash_words(hash, &series->hash, 1);
        dash_answer_id id = {&key, api->content_type,
                             dash_etag_make(view->series.generation, hash)};
        if (!dash_answer_known(x, &id)) {
            if (api->write(view, market_store_zone(lease->store), api->payload, &body, &err))
                dash_fail_error(x, &err);
            else
                dash_answer(x, &id, &body);
        }
    }
    app_text_clear(&canonical);
    app_text_clear(&key);
    app_text_clear(&body);
}

static void answer_query(dash_exchange *x, const app_request *wanted, const market_query *query,
                         const dash_series_api *api, const char *rest) {
    market_error lib = {0};
    app_error err = {0};
    dash_lease lease;
    dash_series *series;
    market_status status = dash_storage_acquire(x->dash->storage, &lib, &lease);
    if (status) {
        dash_fail_store(x, status, &lib);
        return;
    }
    status = dash_storage_series(x->dash->storage, &lease, query, &lib, &series);
    if (status) {
        fail_series(x, &lease, query, status, &lib);
    } else {
        /* Borrows the columns of the shared series; it is not cleared. */
        app_view view = {.series = series->series, .from = INT64_MIN, .to = INT64_MAX};
        if (app_view_crop(wanted, market_store_zone(lease.store), &err, &view))
            dash_fail_error(x, &err);
        else
            answer_view(x, &lease, series, &view, api, rest);
        dash_release(&series->shared);
    }
    dash_storage_release(x->dash->storage, &lease);
}

void dash_series_answer(dash_exchange *x, const dash_series_api *api, const char *rest) {
    app_error err = {0};
    char symbol[MARKET_SYMBOL_MAX + 1];
    market_query query;
    app_request wanted = dash_params_series(&x->params);
    market_status status = MARKET_OK;
    if (!wanted.symbol)
        status = app_error_set(&err, MARKET_E_ARGUMENT, "symbol", "", "symbol: is required");
    if (!status)
        status = app_request_query(&wanted, &err, symbol, &query);
    if (!status)
        status = check_feed(wanted.feed, &err);
    if (status)
        dash_fail_error(x, &err);
    else
        answer_query(x, &wanted, &query, api, rest);
}
