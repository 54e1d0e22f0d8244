/* A small store and requests to a dashboard over it. */
#ifndef DASHBOARD_SUPPORT_H
#define DASHBOARD_SUPPORT_H

#include "dashboard/dashboard.h"
#include "marketkit/market.h"

/* A folder of its own with (after make_store) a store in it. */
typedef struct fixture {
    char folder[64];
    char path[96]; /* of the store; need not exist */
    dashboard *dash;
} fixture;

/* A dashboard over a store that does not exist yet. */
void fixture_open(fixture *f);
/* Removes the folder. */
void fixture_close(fixture *f);
void fixture_remove_store(fixture *f);

/* Days since 1970-01-01 of a date, as milliseconds. */
#define DAY          INT64_C(86400000)
#define DATE_2020_01 (18262 * DAY) /* 2020-01-01, a Wednesday */

/* Puts `count` bars: weekdays from `start` on for 1Day, else every minute from `start` on. The
 * close of bar i is 100 + i % 50 + scale; everything else follows from it. */
void put_series(const fixture *f, const char *symbol, const char *feed, market_timeframe timeframe,
                int64_t start, size_t count, double scale);
void put_symbol(const fixture *f, const char *symbol, const char *name, int decimals,
                bool synthetic);
/* AAPL: 300 days from 2020-01-01, feed "sample"; TSLA: 10 days, feed "file:x", and a name that
 * is markup; MSFT: 500 minutes from 2022-01-03 14:30 UTC, feed "iex"; BARE: no series. */
void make_store(const fixture *f);

/* Asks; clear the response after use. `with` may be NULL. */
typedef struct headers {
    const char *accept_encoding;
    const char *if_none_match;
} headers;
dash_response ask(const fixture *f, const char *method, const char *target, const headers *headers);
/* GET without headers. */
dash_response get(const fixture *f, const char *target);

#endif
