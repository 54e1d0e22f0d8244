/* A stored series as two apps ask for it: texts in, the whole series and the crop out. */
#ifndef MARKETKIT_APPS_COMMON_VIEW_H
#define MARKETKIT_APPS_COMMON_VIEW_H

#include "common/error.h"

/* Names and bounds as people write them; NULL or empty where not given. */
typedef struct app_request {
    const char *symbol; /* upper-cased here */
    const char *timeframe;
    const char *feed;
    const char *adjust;
    const char *from;
    const char *to;
    const char *range; /* 1M 3M 6M YTD 1Y 5Y All; not together with from */
} app_request;

/* The whole series, and which of its bars were asked for: [first, first + count). */
typedef struct app_view {
    market_series series;
    int64_t from, to; /* the bounds, INT64_MIN and INT64_MAX where open */
    size_t first, count;
} app_view;

/* Checks the texts without a store; fills what needs no data. `query` borrows from `symbol` (room
 * for MARKET_SYMBOL_MAX + 1) and from the request. */
market_status app_request_query(const app_request *request, app_error *err,
                                char symbol[MARKET_SYMBOL_MAX + 1], market_query *query);

/* Reads the series. err->parameter names the text at fault. Clear `out` after use. */
market_status app_view_open(market_store *store, const app_request *request, app_error *err,
                            app_view *out);
void app_view_clear(app_view *view);
/* Cuts a view's crop from its bars again, after `series` was filled by hand. */
market_status app_view_crop(const app_request *request, const market_zone *zone, app_error *err,
                            app_view *view);

#endif
