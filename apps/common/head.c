#include "common/head.h"

static void put_text(app_json *json, const char *key, const char *text) {
    app_json_key(json, key);
    app_json_str(json, text);
}

static void put_time(app_json *json, const char *key, bool given, int64_t time,
                     market_timeframe timeframe) {
    app_json_key(json, key);
    if (given)
        app_json_time(json, time, timeframe);
    else
        app_json_null(json);
}

void app_head_json(app_json *json, const app_view *view) {
    const market_series *series = &view->series;
    const int64_t *time = series->bars.time + view->first;
    bool any = view->count > 0;
    put_text(json, "symbol", series->info.symbol);
    put_text(json, "name", series->info.name);
    put_text(json, "timeframe", market_timeframe_name(series->timeframe));
    put_text(json, "feed", series->feed);
    put_text(json, "adjust", market_adjust_name(series->adjust));
    put_text(json, "currency", series->info.currency);
    put_text(json, "time_zone", "America/New_York");
    app_json_key(json, "synthetic");
    app_json_bool(json, series->synthetic);
    put_text(json, "source", series->source);
    put_time(json, "as_of", series->bars.count > 0, series->as_of, series->timeframe);
    app_json_key(json, "generation");
    app_json_int(json, (int64_t)series->generation);
    put_time(json, "from", any, any ? time[0] : 0, series->timeframe);
    put_time(json, "to", any, any ? time[view->count - 1] : 0, series->timeframe);
    app_json_key(json, "n");
    app_json_int(json, (int64_t)view->count);
    app_json_key(json, "decimals");
    app_json_int(json, series->info.decimals);
}
