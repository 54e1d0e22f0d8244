/* series.h - choosing the series that serves a query. */
#ifndef MARKET_SERIES_H
#define MARKET_SERIES_H

#include "db.h"

/* The stored series of one symbol (NULL: all); here is_default means "of the symbol's default
 * feed". */
market_status market__read_series(market_store *store, const char *symbol, market_error *err,
                                  market_series_list *out);

/* The series among those of one symbol that serves `timeframe`: of `feed`, or, when it is NULL, of
 * the default feed, else of the first feed in byte order that can; the widest of that feed. NULL:
 * none. */
const market_series_info *market__choose_series(const market_series_info *items, size_t count,
                                                market_timeframe timeframe, const char *feed);

#endif
