#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void must(bool held, const char *what) {
    if (!held) {
        fprintf(stderr, "support: %s failed\n", what);
        abort();
    }
}

void fixture_open(fixture *f) {
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/dashboard-test-XXXXXX");
    must(mkdtemp(f->folder) != NULL, "mkdtemp");
    (void)snprintf(f->path, sizeof f->path, "%s/market.db", f->folder);
    const dash_options options = {f->path, DASH_BODY_BYTES, DASH_SERIES_BYTES};
    f->dash = dashboard_create(&options);
    must(f->dash != NULL, "dashboard_create");
}

void fixture_remove_store(fixture *f) {
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s%s", f->path, suffixes[i]);
        (void)unlink(path);
    }
}

void fixture_close(fixture *f) {
    dashboard_free(f->dash);
    fixture_remove_store(f);
    must(rmdir(f->folder) == 0, "rmdir");
}

static market_store *open_store(const fixture *f) {
    market_store *store = NULL;
    must(market_store_open(f->path, NULL, NULL, &store) == MARKET_OK, "market_store_open");
    return store;
}

static bool is_weekend(int64_t time) {
    int64_t weekday = (time / DAY + 4) % 7; /* 0 is Sunday */
    return weekday == 0 || weekday == 6;
}

void put_series(const fixture *f, const char *symbol, const char *feed, market_timeframe timeframe,
                int64_t start, size_t count, double scale) {
    market_store *store = open_store(f);
    market_bars bars;
    market_bars_init(&bars);
    int64_t time = start;
    for (size_t i = 0; i < count; i++) {
        double close = 100 + (double)(i % 50) + scale;
        if (timeframe == MARKET_1DAY)
            while (is_weekend(time))
                time += DAY;
        market_bar bar = {time, close - 0.5, close + 1.25, close - 1.5, close, 1000.0 + (double)i,
                          NAN,  NAN,         NAN,          true};
        must(market_bars_append(&bars, &bar) == MARKET_OK, "market_bars_append");
        time += timeframe == MARKET_1DAY ? DAY : 60000;
    }
    const market_series_key key = {symbol, timeframe, feed};
    must(market_store_put_bars(store, &key, &bars, time + 30 * DAY, NULL, NULL) == MARKET_OK,
         "market_store_put_bars");
    market_bars_clear(&bars);
    market_store_free(store);
}

void put_symbol(const fixture *f, const char *symbol, const char *name, int decimals,
                bool synthetic) {
    market_store *store = open_store(f);
    market_symbol_info info;
    market_symbol_info_init(&info);
    (void)snprintf(info.symbol, sizeof info.symbol, "%s", symbol);
    (void)snprintf(info.name, sizeof info.name, "%s", name);
    info.decimals = decimals;
    info.synthetic = synthetic;
    must(market_store_put_symbol(store, &info, NULL) == MARKET_OK, "market_store_put_symbol");
    market_store_free(store);
}

void make_store(const fixture *f) {
    put_series(f, "AAPL", "sample", MARKET_1DAY, DATE_2020_01, 300, 0);
    put_series(f, "TSLA", "file:x", MARKET_1DAY, DATE_2020_01, 10, 0.125);
    put_series(f, "MSFT", "iex", MARKET_1MIN, INT64_C(1641220200000), 500, 0);
    put_symbol(f, "AAPL", "Apple Inc.", 2, false);
    put_symbol(f, "TSLA", "<script>alert(\"1\")</script> & 'co'", 3, true);
    put_symbol(f, "BARE", "Known by name only", 2, false);
}

dash_response ask(const fixture *f, const char *method, const char *target, const headers *with) {
    dash_request request = {.method = dash_method_parse(method)};
    dash_response response;
    dash_request_target(&request, target, strlen(target));
    if (with) {
        request.accept_encoding = with->accept_encoding;
        request.if_none_match = with->if_none_match;
    }
    dashboard_handle(f->dash, &request, &response);
    return response;
}

dash_response get(const fixture *f, const char *target) {
    return ask(f, "GET", target, NULL);
}
