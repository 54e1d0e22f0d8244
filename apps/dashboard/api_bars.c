#include "dashboard/exchange.h"

#include "common/csv.h"
#include "common/head.h"

static const char *const names[] = {"open", "high", "low", "close", "volume"};
#define COLUMNS (sizeof names / sizeof names[0])

/* The columns of the crop, in the order of `names`. */
static void columns_of(const app_view *view, const double *out[COLUMNS]) {
    const market_bars *bars = &view->series.bars;
    const double *const all[COLUMNS] = {bars->open, bars->high, bars->low, bars->close,
                                        bars->volume};
    for (size_t i = 0; i < COLUMNS; i++)
        out[i] = view->count ? all[i] + view->first : NULL;
}

static market_status write_json(const app_view *view, const market_zone *zone, const void *payload,
                                app_text *text, app_error *err) {
    (void)zone, (void)payload, (void)err;
    const market_bars *bars = &view->series.bars;
    const double *columns[COLUMNS];
    app_json json;
    columns_of(view, columns);
    app_json_init(&json, text, APP_JSON_ROUNDED);
    app_json_begin_object(&json);
    app_head_json(&json, view);
    app_json_key(&json, "columns");
    app_json_begin_object(&json);
    app_json_key(&json, "time");
    app_json_times(&json, view->count ? bars->time + view->first : NULL, view->count,
                   view->series.timeframe);
    for (size_t i = 0; i < COLUMNS; i++) {
        app_json_key(&json, names[i]);
        app_json_numbers(&json, columns[i], view->count);
    }
    app_json_key(&json, "complete");
    app_json_bools(&json, view->count ? bars->complete + view->first : NULL, view->count);
    app_json_end_object(&json);
    app_json_end_object(&json);
    return MARKET_OK;
}

static market_status write_csv(const app_view *view, const market_zone *zone, const void *payload,
                               app_text *text, app_error *err) {
    (void)zone, (void)payload, (void)err;
    const double *columns[COLUMNS];
    app_csv csv;
    columns_of(view, columns);
    app_csv_init(&csv, text);
    app_csv_str(&csv, "time");
    for (size_t i = 0; i < COLUMNS; i++)
        app_csv_str(&csv, names[i]);
    app_csv_end_row(&csv);
    for (size_t row = 0; row < view->count; row++) {
        app_csv_time(&csv, view->series.bars.time[view->first + row], view->series.timeframe);
        for (size_t i = 0; i < COLUMNS; i++)
            app_csv_number(&csv, columns[i][row]);
        app_csv_end_row(&csv);
    }
    return MARKET_OK;
}

void dash_api_bars(dash_exchange *x) {
    static const dash_series_api api = {DASH_JSON, COLUMNS + 2, write_json, NULL};
    dash_series_answer(x, &api, "");
}

void dash_api_bars_csv(dash_exchange *x) {
    static const dash_series_api api = {DASH_CSV, COLUMNS + 1, write_csv, NULL};
    dash_series_answer(x, &api, "");
}
