#include "common/summary.h"

#include "common/head.h"

#include <math.h>

static void put_point(app_json *json, const char *key, const market_point *point,
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

static void put_number(app_json *json, const char *key, double value) {
    app_json_key(json, key);
    app_json_number(json, value);
}

static void put_week52(app_json *json, const market_summary *s, market_timeframe timeframe) {
    app_json_key(json, "week52");
    if (!s->count) {
        app_json_null(json);
        return;
    }
    app_json_begin_object(json);
    app_json_key(json, "from");
    app_json_time(json, s->week52_from, timeframe);
    put_point(json, "high", &s->week52_high, "price", timeframe);
    put_point(json, "low", &s->week52_low, "price", timeframe);
    put_point(json, "highest_close", &s->week52_highest_close, "close", timeframe);
    put_point(json, "lowest_close", &s->week52_lowest_close, "close", timeframe);
    app_json_end_object(json);
}

void app_summary_json(app_json *json, const app_view *view, const market_summary *summary) {
    const market_summary *s = summary;
    market_timeframe timeframe = view->series.timeframe;
    app_head_json(json, view);
    put_point(json, "last", &s->last, "close", timeframe);
    put_point(json, "previous", &s->previous, "close", timeframe);
    put_number(json, "change", s->change);
    put_number(json, "change_percent", s->change_percent);
    put_point(json, "highest_close", &s->highest_close, "close", timeframe);
    put_point(json, "lowest_close", &s->lowest_close, "close", timeframe);
    put_week52(json, s, timeframe);
    put_number(json, "average_volume", s->average_volume);
}
