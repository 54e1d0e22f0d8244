/* The symbols shown when nobody chose any. */
#ifndef MARKETKIT_APPS_COMMON_WATCHLIST_H
#define MARKETKIT_APPS_COMMON_WATCHLIST_H

#include "marketkit/market.h"

/* AAPL, TSLA, META, NFLX, AMZN; NULL past the last. */
const char *app_watchlist_at(size_t index);

/* The symbol to open with: the first of the watch list that `symbols` holds, else its first, else
 * NULL. Borrowed from the list. */
const char *app_default_symbol(const market_symbol_list *symbols);

#endif
