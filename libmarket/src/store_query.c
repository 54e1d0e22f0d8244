/* store_query.c - reading series, and the state of the store. */
#include "remote.h"
#include "series.h"

#include <stdlib.h>

void market_series_init(market_series *series) {
    *series = (market_series){0};
}

void market_series_clear(market_series *series) {
    market_bars_clear(&series->bars);
    market_series_init(series);
}

market_status market_store_generation(market_store *store, market_error *err, uint64_t *out) {
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    int64_t generation = 0;
    market_status status =
        market__get_int(store, "SELECT value FROM meta WHERE key = 'generation'", err, &generation);
    if (status == MARKET_OK)
        *out = (uint64_t)generation;
    return status;
}

static market_status read_state(market_store *store, market_error *err, market_store_state *out) {
    static const char totals[] =
        "SELECT count(DISTINCT symbol), count(*), ifnull(sum(bars), 0) FROM series WHERE bars > 0";
    static const char newest[] = "SELECT last, timeframe FROM series WHERE bars > 0"
                                 " ORDER BY last DESC, timeframe LIMIT 1";
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    int64_t version = 0;
    market_status status = market_store_generation(store, err, &out->generation);
    if (status == MARKET_OK)
        status = market__get_int(store, "PRAGMA user_version", err, &version);
    out->schema_version = (uint32_t)version;
    if (status == MARKET_OK)
        status = market__prepare(store, totals, err, &stmt);
    if (status == MARKET_OK)
        status = market__step(store, stmt, err, &row);
    if (status == MARKET_OK) {
        out->symbols = (size_t)sqlite3_column_int64(stmt, 0);
        out->series = (size_t)sqlite3_column_int64(stmt, 1);
        out->bars = (uint64_t)sqlite3_column_int64(stmt, 2);
    }
    sqlite3_finalize(stmt);
    stmt = NULL;
    if (status == MARKET_OK)
        status = market__prepare(store, newest, err, &stmt);
    if (status == MARKET_OK)
        status = market__step(store, stmt, err, &out->has_newest);
    if (status == MARKET_OK && out->has_newest) {
        out->newest = sqlite3_column_int64(stmt, 0);
        out->newest_timeframe = (market_timeframe)sqlite3_column_int(stmt, 1);
    }
    sqlite3_finalize(stmt);
    return status;
}

market_status market_store_get_state(market_store *store, market_error *err,
                                     market_store_state *out) {
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    market__tx tx;
    market_store_state state = {0};
    market_status status = market__read_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = read_state(store, err, &state);
    market__read_end(store, &tx);
    if (status == MARKET_OK)
        *out = state;
    return status;
}

static market_status read_bars(market_store *store, const market_series_info *series,
                               market_error *err, market_bars *out) {
    static const char sql[] = "SELECT " MARKET__BAR_COLUMNS " FROM bars WHERE series ="
                              " (SELECT id FROM series WHERE symbol = ?1 AND timeframe = ?2"
                              " AND feed = ?3) ORDER BY time";
    if (market_bars_reserve(out, (size_t)series->bars) != MARKET_OK)
        return market__no_memory(err);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, series->symbol);
        sqlite3_bind_int(stmt, 2, (int)series->timeframe);
        market__bind_text(stmt, 3, series->feed);
        status = market__step(store, stmt, err, &row);
    }
    while (status == MARKET_OK && row) {
        market_bar bar = market__column_bar(stmt, 0);
        if (market_bars_append(out, &bar) != MARKET_OK)
            status = market__no_memory(err);
        else
            status = market__step(store, stmt, err, &row);
    }
    sqlite3_finalize(stmt);
    return status;
}

/* Adjusts and aggregates the raw bars of `from` in place. */
static market_status shape_bars(market_store *store, const market_query *query,
                                const market_series_info *from, market_error *err,
                                market_bars *bars) {
    market_events events = {0, NULL, 0, NULL};
    market_status status = market_store_list_events(store, from->symbol, from->feed, err, &events);
    if (status == MARKET_OK)
        status = market_bars_adjust(bars, from->timeframe, query->adjust, events.splits,
                                    events.split_count, events.dividends, events.dividend_count,
                                    store->zone, err);
    market_events_clear(&events);
    if (status != MARKET_OK || from->timeframe == query->timeframe)
        return status;
    market_bars wide = {0};
    status =
        market_bars_aggregate(bars, from->timeframe, query->timeframe, store->zone, err, &wide);
    if (status == MARKET_OK) {
        market_bars_clear(bars);
        *bars = wide;
    }
    return status;
}

static void describe(const market_query *query, const market_series_info *from,
                     market_series *series) {
    series->timeframe = query->timeframe;
    series->stored_timeframe = from->timeframe;
    memcpy(series->feed, from->feed, sizeof series->feed);
    series->adjust = query->adjust;
    series->synthetic = series->info.synthetic || from->synthetic;
    memcpy(series->source, from->source[0] != '\0' ? from->source : series->info.source,
           sizeof series->source);
}

static market_status no_series(const market_query *query, market_error *err) {
    return market__fail_parameter(
        err, MARKET_E_NO_SERIES, query->feed == NULL ? "timeframe" : "feed",
        "%s has no %s bars%s%s", query->symbol, market_timeframe_name(query->timeframe),
        query->feed == NULL ? "" : " of feed ", query->feed == NULL ? "" : query->feed);
}

static market_status read_query(market_store *store, const market_query *query, market_error *err,
                                market_series *out) {
    market_series_list list = {0, NULL};
    market_status status = market_store_get_symbol(store, query->symbol, err, &out->info);
    if (status == MARKET_OK)
        status = market_store_generation(store, err, &out->generation);
    if (status == MARKET_OK)
        status = market__read_series(store, query->symbol, err, &list);
    if (status != MARKET_OK)
        return status;
    const market_series_info *from =
        market__choose_series(list.items, list.count, query->timeframe, query->feed);
    status = from == NULL ? no_series(query, err) : read_bars(store, from, err, &out->bars);
    if (status == MARKET_OK && from != NULL) {
        describe(query, from, out);
        status = shape_bars(store, query, from, err, &out->bars);
    }
    market_series_list_clear(&list);
    return status;
}

/* Loads what a query of a store of objects reads. What is missing is found out by the query. */
static market_status need_query(market_store *store, const market_query *query, market_error *err) {
    market_series_list list = {0, NULL};
    if (store->remote == NULL || market__check_symbol(query->symbol, NULL) != MARKET_OK)
        return MARKET_OK;
    market_status status = market__need_named(store, MARKET__EVENTS, query->symbol, err);
    if (status == MARKET_OK)
        status = market__read_series(store, query->symbol, err, &list);
    if (status != MARKET_OK)
        return status;
    const market_series_info *from =
        market__choose_series(list.items, list.count, query->timeframe, query->feed);
    if (from != NULL) {
        market_series_key key = {from->symbol, from->timeframe, from->feed};
        status = market__need_bars(store, &key, INT64_MIN, INT64_MAX, err);
    }
    market_series_list_clear(&list);
    return status;
}

static market_status check_query(const market_query *query, market_error *err,
                                 market_query *checked) {
    memcpy(checked, query, query->size < sizeof *checked ? query->size : sizeof *checked);
    if (checked->timeframe == MARKET_TIMEFRAME_NONE)
        checked->timeframe = MARKET_1DAY;
    if (checked->feed != NULL && checked->feed[0] == '\0')
        checked->feed = NULL;
    if (!market__is_timeframe((int)checked->timeframe))
        return market__fail_parameter(err, MARKET_E_TIMEFRAME, "timeframe",
                                      "timeframe: %d is not known", (int)checked->timeframe);
    if (market_adjust_name(checked->adjust) == NULL)
        return market__fail_parameter(err, MARKET_E_ARGUMENT, "adjust", "adjust: %d is not known",
                                      (int)checked->adjust);
    return checked->feed == NULL ? MARKET_OK : market__check_feed(checked->feed, err);
}

market_status market_store_query(market_store *store, const market_query *query, market_error *err,
                                 market_series *out) {
    market_query checked = MARKET_QUERY_INIT;
    market_series series = {0};
    market__tx tx;
    if (store == NULL || query == NULL || query->size == 0 || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store, a query and a result are needed");
    market_status status = check_query(query, err, &checked);
    if (status == MARKET_OK)
        status = need_query(store, &checked, err);
    if (status == MARKET_OK)
        status = market__read_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = read_query(store, &checked, err, &series);
    market__read_end(store, &tx);
    if (status != MARKET_OK) {
        market_series_clear(&series);
        return status;
    }
    if (series.bars.count > 0)
        series.as_of = series.bars.time[series.bars.count - 1];
    market__bars_crop(&series.bars, checked.has_from ? checked.from : INT64_MIN,
                      checked.has_to ? checked.to : INT64_MAX);
    *out = series;
    return MARKET_OK;
}
