#include "dashboard/exchange.h"

#include "common/head.h"

#include <math.h>

static void write_point(app_json *json, const char *key, const market_point *point,
                        const char *value_key, market_timeframe timeframe) {
    app_json_key(json, key);
    if (isnan(point->value)) {
        app_json_null(json);
        return;
    }
    app_json_begin_object(json);
    app_json_key(json, "time");
    app_json_time(json, point->time, timeframe);
    app_json_key(json, value_key);
    app_json_number(json, point->value);
    app_json_end_object(json);
}

static void write_week52(app_json *json, const market_summary *s, market_timeframe timeframe) {
    app_json_key(json, "week52");
    if (!s->count) {
        app_json_null(json);
        return;
    }
    app_json_begin_object(json);
    app_json_key(json, "from");
    app_json_time(json, s->week52_from, timeframe);
    write_point(json, "high", &s->week52_high, "price", timeframe);
    write_point(json, "low", &s->week52_low, "price", timeframe);
    write_point(json, "highest_close", &s->week52_highest_close, "close", timeframe);
    write_point(json, "lowest_close", &s->week52_lowest_close, "close", timeframe);
    app_json_end_object(json);
}

static market_status write_summary(const app_view *view, const market_zone *zone,
                                   const void *payload, app_text *text, app_error *err) {
    (void)zone, (void)payload, (void)err;
    market_timeframe timeframe = view->series.timeframe;
    market_summary s;
    app_json json;
    market_bars_summary(&view->series.bars, view->from, view->to, &s);
    app_json_init(&json, text, APP_JSON_ROUNDED);
    app_json_begin_object(&json);
    app_head_json(&json, view);
    write_point(&json, "last", &s.last, "close", timeframe);
    write_point(&json, "previous", &s.previous, "close", timeframe);
    app_json_key(&json, "change");
    app_json_number(&json, s.change);
    app_json_key(&json, "change_percent");
    app_json_number(&json, s.change_percent);
    write_point(&json, "highest_close", &s.highest_close, "close", timeframe);
    write_point(&json, "lowest_close", &s.lowest_close, "close", timeframe);
    write_week52(&json, &s, timeframe);
    app_json_key(&json, "average_volume");
    app_json_number(&json, s.average_volume);
    app_json_end_object(&json);
    return MARKET_OK;
}

void dash_api_summary(dash_exchange *x) {
    static const dash_series_api api = {DASH_JSON, 0, write_summary, NULL};
    dash_series_answer(x, &api, "");
}
