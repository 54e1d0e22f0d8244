/* store_holdings.c - what a store holds. */
#include "remote.h"

#include <stdlib.h>

#define SERIES                                                                                     \
    "SELECT 2, symbol, timeframe, feed, 0, bars, iif(bars, first, 0), iif(bars, last, 0)"          \
    " FROM series"

static const char of_file[] =
    "SELECT 1, symbol, 0, '', 0, count(*), min(date), max(date) FROM"
    " (SELECT symbol, date FROM splits UNION ALL SELECT symbol, date FROM dividends)"
    " GROUP BY symbol UNION ALL " SERIES
    " UNION ALL SELECT 3, '', 0, '', 0, count(*), min(created_at), max(created_at) FROM news"
    " GROUP BY 1 UNION ALL SELECT 4, topic, 0, '', 0, count(*), min(created_at), max(created_at)"
    " FROM post_topics JOIN posts ON id = post GROUP BY topic"
    " UNION ALL SELECT 5, topic, 0, '', granularity, count(*), min(start), max(start)"
    " FROM post_counts GROUP BY topic, granularity ORDER BY 1, 2, 3, 4, 5";

static const char of_objects[] =
    "SELECT kind, name, 0, '', granularity, sum(rows), min(first), max(last) FROM temp.objects"
    " WHERE kind IN (1, 3, 4, 5) AND rows > 0 GROUP BY kind, name, granularity"
    " UNION ALL " SERIES " ORDER BY 1, 2, 3, 4, 5";

static void column_holding(sqlite3_stmt *stmt, void *item) {
    market_holding *holding = item;
    *holding = (market_holding){.kind = (market_holding_kind)sqlite3_column_int(stmt, 0),
                                .timeframe = (market_timeframe)sqlite3_column_int(stmt, 2),
                                .granularity = sqlite3_column_int(stmt, 4),
                                .rows = (uint64_t)sqlite3_column_int64(stmt, 5),
                                .first = sqlite3_column_int64(stmt, 6),
                                .last = sqlite3_column_int64(stmt, 7)};
    market__column_copy(stmt, 1, sizeof holding->name, holding->name);
    market__column_copy(stmt, 3, sizeof holding->feed, holding->feed);
}

market_status market_store_list_holdings(market_store *store, market_error *err,
                                         market_holding_list *out) {
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    void *items = NULL;
    size_t count = 0;
    market_status status =
        market__collect_sql(store, store->remote == NULL ? of_file : of_objects, sizeof *out->items,
                            column_holding, err, &items, &count);
    if (status == MARKET_OK)
        *out = (market_holding_list){count, items};
    return status;
}

void market_holding_list_clear(market_holding_list *list) {
    free(list->items);
    *list = (market_holding_list){0, NULL};
}
