/* store_series.c - symbols and series: what there is, and which feed is the default. */
#include "series.h"

#include <stdlib.h>

/* ---- checks and small parts that all store files use ---- */

market_status market__check_symbol(const char *symbol, market_error *err) {
    return market_symbol_check(symbol, symbol == NULL ? 0 : strlen(symbol), err);
}

market_status market__check_key(const market_series_key *key, market_error *err) {
    if (key == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a series key is needed");
    if (!market__is_timeframe((int)key->timeframe))
        return market__fail_parameter(err, MARKET_E_TIMEFRAME, "timeframe",
                                      "timeframe: a series has one");
    market_status status = market__check_symbol(key->symbol, err);
    return status == MARKET_OK ? market__check_feed(key->feed, err) : status;
}

market_status market__ensure_symbol(market_store *store, const char *symbol, market_error *err) {
    sqlite3_stmt *stmt = NULL;
    market_status status =
        market__prepare(store, "INSERT OR IGNORE INTO symbols(symbol) VALUES(?1)", err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, symbol);
        status = market__run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

market_status market__find_series(market_store *store, const market_series_key *key,
                                  market_error *err, int64_t *id) {
    static const char sql[] =
        "SELECT id FROM series WHERE symbol = ?1 AND timeframe = ?2 AND feed = ?3";
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, key->symbol);
        sqlite3_bind_int(stmt, 2, (int)key->timeframe);
        market__bind_text(stmt, 3, key->feed);
        status = market__step(store, stmt, err, &row);
    }
    if (status == MARKET_OK && row)
        *id = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    if (status == MARKET_OK && !row)
        return market__fail(err, MARKET_E_NO_SERIES, "there is no series %s %s %s", key->symbol,
                            market_timeframe_name(key->timeframe), key->feed);
    return status;
}

/* ---- symbols ---- */

void market_symbol_info_init(market_symbol_info *info) {
    *info = (market_symbol_info){.currency = "USD", .decimals = 2};
}

static bool is_text(const char *text, size_t capacity) {
    const char *end = memchr(text, '\0', capacity);
    return end != NULL && market__is_utf8(text, (size_t)(end - text));
}

static market_status check_info(const market_symbol_info *info, market_error *err) {
    if (info == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a symbol's description is needed");
    if (!is_text(info->symbol, sizeof info->symbol) || !is_text(info->name, sizeof info->name) ||
        !is_text(info->currency, sizeof info->currency) ||
        !is_text(info->source, sizeof info->source))
        return market__fail(err, MARKET_E_ARGUMENT, "the texts of a symbol must be UTF-8");
    if (info->decimals < 0 || info->decimals > 10)
        return market__fail_parameter(err, MARKET_E_ARGUMENT, "decimals",
                                      "decimals: %d is not in 0..10", info->decimals);
    return market__check_symbol(info->symbol, err);
}

market_status market_store_put_symbol(market_store *store, const market_symbol_info *info,
                                      market_error *err) {
    /* The WHERE leaves a row alone that says the same, so that nothing counts as changed. */
    static const char sql[] =
        "INSERT INTO symbols(symbol, name, currency, decimals, synthetic, source)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(symbol) DO UPDATE SET name = excluded.name,"
        " currency = excluded.currency, decimals = excluded.decimals,"
        " synthetic = excluded.synthetic, source = excluded.source"
        " WHERE (name, currency, decimals, synthetic, source) IS NOT (excluded.name,"
        " excluded.currency, excluded.decimals, excluded.synthetic, excluded.source)";
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    market_status status = check_info(info, err);
    market__tx tx;
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    sqlite3_stmt *stmt = NULL;
    status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, info->symbol);
        market__bind_text(stmt, 2, info->name);
        market__bind_text(stmt, 3, info->currency);
        sqlite3_bind_int(stmt, 4, info->decimals);
        sqlite3_bind_int(stmt, 5, info->synthetic);
        market__bind_text(stmt, 6, info->source);
        status = market__run(store, stmt, err);
        store->changed |= sqlite3_changes(store->db) > 0;
    }
    sqlite3_finalize(stmt);
    return market__tx_end(store, &tx, status, err);
}

#define SYMBOL_COLUMNS "symbol, name, currency, decimals, synthetic, source"

static void column_symbol(sqlite3_stmt *stmt, void *item) {
    market_symbol_info *out = item;
    market_symbol_info_init(out);
    market__column_copy(stmt, 0, sizeof out->symbol, out->symbol);
    market__column_copy(stmt, 1, sizeof out->name, out->name);
    market__column_copy(stmt, 2, sizeof out->currency, out->currency);
    out->decimals = sqlite3_column_int(stmt, 3);
    out->synthetic = sqlite3_column_int(stmt, 4) != 0;
    market__column_copy(stmt, 5, sizeof out->source, out->source);
}

market_status market_store_get_symbol(market_store *store, const char *symbol, market_error *err,
                                      market_symbol_info *out) {
    static const char sql[] = "SELECT " SYMBOL_COLUMNS " FROM symbols WHERE symbol = ?1";
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    market_status status = market__check_symbol(symbol, err);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    if (status == MARKET_OK)
        status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, symbol);
        status = market__step(store, stmt, err, &row);
    }
    market_symbol_info found;
    if (status == MARKET_OK && row)
        column_symbol(stmt, &found);
    status = market__finish(store, stmt, status, err);
    if (status == MARKET_OK && row)
        *out = found;
    if (status == MARKET_OK && !row)
        return market__fail_parameter(err, MARKET_E_NO_SYMBOL, "symbol",
                                      "symbol: the store has no %s", symbol);
    return status;
}

market_status market_store_list_symbols(market_store *store, market_error *err,
                                        market_symbol_list *out) {
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    void *items = NULL;
    size_t count = 0;
    market_status status =
        market__collect_sql(store, "SELECT " SYMBOL_COLUMNS " FROM symbols ORDER BY symbol",
                            sizeof *out->items, column_symbol, err, &items, &count);
    if (status == MARKET_OK)
        *out = (market_symbol_list){count, items};
    return status;
}

void market_symbol_list_clear(market_symbol_list *list) {
    free(list->items);
    *list = (market_symbol_list){0, NULL};
}

/* ---- series ---- */

static void column_series(sqlite3_stmt *stmt, void *item) {
    market_series_info *out = item;
    *out = (market_series_info){0};
    market__column_copy(stmt, 0, sizeof out->symbol, out->symbol);
    out->timeframe = (market_timeframe)sqlite3_column_int(stmt, 1);
    market__column_copy(stmt, 2, sizeof out->feed, out->feed);
    market__column_copy(stmt, 3, sizeof out->source, out->source);
    out->synthetic = sqlite3_column_int(stmt, 4) != 0;
    out->bars = (uint64_t)sqlite3_column_int64(stmt, 5);
    out->first = sqlite3_column_int64(stmt, 6);
    out->last = sqlite3_column_int64(stmt, 7);
    out->is_default = sqlite3_column_int(stmt, 8) != 0; /* refined by mark_defaults */
}

/* Whether `series` can serve a query for `timeframe`. */
static bool serves(const market_series_info *series, market_timeframe timeframe) {
    return series->bars > 0 && market__nests(series->timeframe, timeframe);
}

/* The better of two series of one feed: the wider one, which needs the least work. */
static const market_series_info *wider(const market_series_info *a, const market_series_info *b) {
    return a == NULL || b->timeframe > a->timeframe ? b : a;
}

const market_series_info *market__choose_series(const market_series_info *items, size_t count,
                                                market_timeframe timeframe, const char *feed) {
    const market_series_info *preferred = NULL, *other = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!serves(&items[i], timeframe))
            continue;
        bool is_preferred = feed == NULL ? items[i].is_default : strcmp(items[i].feed, feed) == 0;
        int order = other == NULL ? -1 : strcmp(items[i].feed, other->feed);
        if (is_preferred)
            preferred = wider(preferred, &items[i]);
        else if (order <= 0)
            other = order == 0 ? wider(other, &items[i]) : &items[i];
    }
    return preferred != NULL || feed != NULL ? preferred : other;
}

/* Turns "is of the default feed" into "is what its timeframe's queries take", symbol by symbol. */
static bool mark_defaults(market_series_info *items, size_t count) {
    bool *marks = calloc(count + 1, sizeof *marks);
    if (marks == NULL)
        return false;
    for (size_t first = 0, next = 0; first < count; first = next) {
        for (next = first; next < count; next++)
            if (strcmp(items[next].symbol, items[first].symbol) != 0)
                break;
        for (size_t i = first; i < next; i++)
            marks[i] = market__choose_series(items + first, next - first, items[i].timeframe,
                                             NULL) == &items[i];
    }
    for (size_t i = 0; i < count; i++)
        items[i].is_default = marks[i];
    free(marks);
    return true;
}

market_status market__read_series(market_store *store, const char *symbol, market_error *err,
                                  market_series_list *out) {
    static const char sql[] =
        "SELECT s.symbol, s.timeframe, s.feed, s.source, s.synthetic, s.bars, s.first, s.last,"
        " s.feed = y.default_feed FROM series s JOIN symbols y ON y.symbol = s.symbol"
        " WHERE ?1 IS NULL OR s.symbol = ?1 ORDER BY s.symbol, s.timeframe, s.feed";
    sqlite3_stmt *stmt = NULL;
    void *items = NULL;
    size_t count = 0;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK && symbol != NULL)
        market__bind_text(stmt, 1, symbol);
    if (status == MARKET_OK)
        status =
            market__collect(store, stmt, sizeof *out->items, column_series, err, &items, &count);
    sqlite3_finalize(stmt);
    if (status == MARKET_OK)
        *out = (market_series_list){count, items};
    return status;
}

market_status market_store_list_series(market_store *store, const char *symbol, market_error *err,
                                       market_series_list *out) {
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    market_status status = symbol == NULL ? MARKET_OK : market__check_symbol(symbol, err);
    market_series_list list = {0, NULL};
    if (status == MARKET_OK)
        status = market__read_series(store, symbol, err, &list);
    if (status == MARKET_OK && !mark_defaults(list.items, list.count)) {
        market_series_list_clear(&list);
        status = market__no_memory(err);
    }
    if (status == MARKET_OK)
        *out = list;
    return status;
}

void market_series_list_clear(market_series_list *list) {
    free(list->items);
    *list = (market_series_list){0, NULL};
}

/* Runs an UPDATE of `sql` inside a transaction; MARKET_E_NO_SERIES when `key` is not stored. */
static market_status update_series(market_store *store, const market_series_key *key,
                                   const char *sql, const char *text, bool flag,
                                   market_error *err) {
    market__tx tx;
    market_status status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    int64_t id = 0;
    sqlite3_stmt *stmt = NULL;
    status = market__find_series(store, key, err, &id);
    if (status == MARKET_OK)
        status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        sqlite3_bind_int64(stmt, 1, id);
        market__bind_text(stmt, 2, text);
        sqlite3_bind_int(stmt, 3, flag);
        status = market__run(store, stmt, err);
        store->changed |= sqlite3_changes(store->db) > 0;
    }
    sqlite3_finalize(stmt);
    return market__tx_end(store, &tx, status, err);
}

market_status market_store_put_series_source(market_store *store, const market_series_key *key,
                                             const char *source, bool synthetic,
                                             market_error *err) {
    static const char sql[] = "UPDATE series SET source = ?2, synthetic = ?3 WHERE id = ?1"
                              " AND (source, synthetic) IS NOT (?2, ?3)";
    if (store == NULL || source == NULL || strlen(source) >= MARKET_SOURCE_SIZE ||
        !market__is_utf8(source, strlen(source)))
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a source of up to 255 bytes");
    market_status status = market__check_key(key, err);
    return status == MARKET_OK ? update_series(store, key, sql, source, synthetic, err) : status;
}

/* Any series of the feed will do: the default feed holds for all timeframes. */
static market_status need_feed(market_store *store, const char *symbol, const char *feed,
                               market_error *err, market_timeframe *out) {
    market_series_list list = {0, NULL};
    market_status status = market__read_series(store, symbol, err, &list);
    if (status != MARKET_OK)
        return status;
    status = MARKET_E_NO_SERIES;
    for (size_t i = 0; i < list.count && status != MARKET_OK; i++) {
        if (strcmp(list.items[i].feed, feed) == 0) {
            *out = list.items[i].timeframe;
            status = MARKET_OK;
        }
    }
    market_series_list_clear(&list);
    if (status != MARKET_OK)
        return market__fail_parameter(err, status, "feed", "feed: %s has no series of %s", symbol,
                                      feed);
    return MARKET_OK;
}

market_status market_store_set_default_feed(market_store *store, const char *symbol,
                                            const char *feed, market_error *err) {
    static const char sql[] = "UPDATE symbols SET default_feed = ?2, default_chosen = 1"
                              " WHERE symbol = (SELECT symbol FROM series WHERE id = ?1)"
                              " AND (default_feed, default_chosen) IS NOT (?2, 1)";
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    market_series_key key = {symbol, MARKET_TIMEFRAME_NONE, feed};
    market_status status = market__check_symbol(symbol, err);
    if (status == MARKET_OK)
        status = market__check_feed(feed, err);
    if (status == MARKET_OK)
        status = need_feed(store, symbol, feed, err, &key.timeframe);
    return status == MARKET_OK ? update_series(store, &key, sql, feed, true, err) : status;
}
