#include "common/watchlist.h"

#include <string.h>

static const char *const watchlist[] = {"AAPL", "TSLA", "META", "NFLX", "AMZN"};

const char *app_watchlist_at(size_t index) {
    return index < sizeof watchlist / sizeof watchlist[0] ? watchlist[index] : NULL;
}

const char *app_default_symbol(const market_symbol_list *symbols) {
    for (size_t w = 0; app_watchlist_at(w); w++)
        for (size_t i = 0; i < symbols->count; i++)
            if (strcmp(symbols->items[i].symbol, app_watchlist_at(w)) == 0)
                return symbols->items[i].symbol;
    return symbols->count ? symbols->items[0].symbol : NULL;
}
