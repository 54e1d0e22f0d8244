#include "dashboard/exchange.h"

#include "common/summary.h"

static market_status write_summary(const app_view *view, const market_zone *zone,
                                   const void *payload, app_text *text, app_error *err) {
    (void)zone, (void)payload, (void)err;
    market_summary summary;
    app_json json;
    market_bars_summary(&view->series.bars, view->from, view->to, &summary);
    app_json_init(&json, text, APP_JSON_ROUNDED);
    app_json_begin_object(&json);
    app_summary_json(&json, view, &summary);
    app_json_end_object(&json);
    return MARKET_OK;
}

void dash_api_summary(dash_exchange *x) {
    static const dash_series_api api = {DASH_JSON, 0, write_summary, NULL};
    dash_series_answer(x, &api, "");
}
