/* store_bars.c - writing pages of bars. */
#include "remote.h"

#include <stdlib.h>

/* What one page needs, prepared once. */
typedef struct page {
    market_store *store;
    int64_t series;
    market__fetched_at *fetched_at;
    const void *payload;
    bool has_last;
    int64_t last; /* newest stored time before this page */
    sqlite3_stmt *select;
    sqlite3_stmt *insert;
    sqlite3_stmt *revise;
    market_put_summary summary;
} page;

void market__bind_bar(sqlite3_stmt *stmt, int first, const market_bar *bar) {
    sqlite3_bind_int64(stmt, first, bar->time);
    sqlite3_bind_double(stmt, first + 1, bar->open);
    sqlite3_bind_double(stmt, first + 2, bar->high);
    sqlite3_bind_double(stmt, first + 3, bar->low);
    sqlite3_bind_double(stmt, first + 4, bar->close);
    market__bind_real(stmt, first + 5, bar->volume);
    market__bind_real(stmt, first + 6, bar->vwap);
    market__bind_real(stmt, first + 7, bar->trades);
    market__bind_real(stmt, first + 8, bar->factor);
    sqlite3_bind_int(stmt, first + 9, bar->complete);
}

market_bar market__column_bar(sqlite3_stmt *stmt, int first) {
    return (market_bar){.time = sqlite3_column_int64(stmt, first),
                        .open = sqlite3_column_double(stmt, first + 1),
                        .high = sqlite3_column_double(stmt, first + 2),
                        .low = sqlite3_column_double(stmt, first + 3),
                        .close = sqlite3_column_double(stmt, first + 4),
                        .volume = market__column_real(stmt, first + 5),
                        .vwap = market__column_real(stmt, first + 6),
                        .trades = market__column_real(stmt, first + 7),
                        .factor = market__column_real(stmt, first + 8),
                        .complete = sqlite3_column_int(stmt, first + 9) != 0};
}

static market_status check_bars(const market_series_key *key, const market_bars *bars,
                                const market_zone *zone, market_error *err) {
    bool is_daily = !market_timeframe_is_intraday(key->timeframe);
    for (size_t i = 0; i < bars->count; i++) {
        market_bar bar = market_bars_get(bars, i);
        const char *field = "time";
        const char *fault = market_bar_fault(&bar, &field);
        if (fault == NULL && i > 0 && bars->time[i] <= bars->time[i - 1])
            fault = "is not after the bar before";
        if (fault == NULL && is_daily &&
            market_bar_start(key->timeframe, bar.time, zone) != bar.time)
            fault = "is not the start of a bar at 00:00Z";
        if (fault != NULL)
            return market__fail_at(err, MARKET_E_BAD_ROW, (market__place){.line = i + 1}, field,
                                   "%s bar %zu: %s %s", key->symbol, i + 1, field, fault);
    }
    return MARKET_OK;
}

static market_status choose_default(market_store *store, const market_series_key *key,
                                    market_error *err) {
    sqlite3_stmt *stmt = NULL;
    market_status status = market__prepare(store, MARKET__SUGGEST_FEED, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, key->symbol);
        market__bind_text(stmt, 2, key->feed);
        status = market__run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static market_status create_series(market_store *store, const market_series_key *key,
                                   market_error *err, int64_t *id) {
    sqlite3_stmt *stmt = NULL;
    market_status status = market__ensure_symbol(store, key->symbol, err);
    if (status == MARKET_OK)
        status = market__prepare(
            store, "INSERT INTO series(symbol, timeframe, feed) VALUES(?1, ?2, ?3)", err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, key->symbol);
        sqlite3_bind_int(stmt, 2, (int)key->timeframe);
        market__bind_text(stmt, 3, key->feed);
        status = market__run(store, stmt, err);
        *id = sqlite3_last_insert_rowid(store->db);
        store->changed = true;
    }
    sqlite3_finalize(stmt);
    return status == MARKET_OK ? choose_default(store, key, err) : status;
}

static market_status find_or_create(page *p, const market_series_key *key, market_error *err) {
    market_status status = market__find_series(p->store, key, err, &p->series);
    if (status == MARKET_E_NO_SERIES)
        return create_series(p->store, key, err, &p->series);
    if (status != MARKET_OK)
        return status;
    sqlite3_stmt *stmt = NULL;
    status = market__prepare(p->store, "SELECT last FROM series WHERE id = ?1", err, &stmt);
    if (status == MARKET_OK) {
        sqlite3_bind_int64(stmt, 1, p->series);
        status = market__step(p->store, stmt, err, &p->has_last);
        p->has_last = p->has_last && sqlite3_column_type(stmt, 0) != SQLITE_NULL;
        p->last = p->has_last ? sqlite3_column_int64(stmt, 0) : 0;
    }
    sqlite3_finalize(stmt);
    return status;
}

static market_status prepare_page(page *p, market_error *err) {
    static const char select[] =
        "SELECT " MARKET__BAR_COLUMNS ", fetched_at FROM bars WHERE series = ?1 AND time = ?2";
    static const char insert[] =
        "INSERT OR REPLACE INTO bars(" MARKET__BAR_COLUMNS ", series, fetched_at)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    static const char revise[] =
        "INSERT INTO revisions(series, replaced_at, fetched_at, " MARKET__BAR_COLUMNS
        ") SELECT series, ?3, fetched_at, " MARKET__BAR_COLUMNS
        " FROM bars WHERE series = ?1 AND time = ?2";
    market_status status = market__prepare(p->store, select, err, &p->select);
    if (status == MARKET_OK)
        status = market__prepare(p->store, insert, err, &p->insert);
    if (status == MARKET_OK)
        status = market__prepare(p->store, revise, err, &p->revise);
    return status;
}

static market_status write_bar(page *p, const market_bar *bar, int64_t fetched_at,
                               market_error *err) {
    market__bind_bar(p->insert, 1, bar);
    sqlite3_bind_int64(p->insert, 11, p->series);
    sqlite3_bind_int64(p->insert, 12, fetched_at);
    return market__run(p->store, p->insert, err);
}

static market_status revise_bar(page *p, const market_bar *bar, int64_t fetched_at,
                                market_error *err) {
    sqlite3_bind_int64(p->revise, 1, p->series);
    sqlite3_bind_int64(p->revise, 2, bar->time);
    sqlite3_bind_int64(p->revise, 3, fetched_at);
    market_status status = market__run(p->store, p->revise, err);
    if (status == MARKET_OK)
        status = write_bar(p, bar, fetched_at, err);
    p->summary.revised++;
    return status;
}

static market_status put_bar(page *p, const market_bar *bar, int64_t fetched_at,
                             market_error *err) {
    bool stored = p->has_last && bar->time <= p->last; /* else it cannot be */
    bool same = false, older = false;
    if (stored) {
        sqlite3_bind_int64(p->select, 1, p->series);
        sqlite3_bind_int64(p->select, 2, bar->time);
        market_status status = market__step(p->store, p->select, err, &stored);
        if (status == MARKET_OK && stored) {
            market_bar old = market__column_bar(p->select, 0);
            same = market__bar_equal(&old, bar);
            older = sqlite3_column_int64(p->select, 10) > fetched_at;
        }
        sqlite3_reset(p->select);
        if (status != MARKET_OK)
            return status;
    }
    if (same || older) {
        p->summary.unchanged++;
        return MARKET_OK;
    }
    if (stored)
        return revise_bar(p, bar, fetched_at, err);
    p->summary.added++;
    return write_bar(p, bar, fetched_at, err);
}

/* Keeps the series' row in step with its bars. */
static market_status update_extent(page *p, const market_bars *bars, market_error *err) {
    static const char sql[] =
        "UPDATE series SET bars = bars + ?2,"
        " first = min(ifnull(first, ?3), ?3), last = max(ifnull(last, ?4), ?4)"
        " WHERE id = ?1";
    sqlite3_stmt *stmt = NULL;
    market_status status = market__prepare(p->store, sql, err, &stmt);
    if (status == MARKET_OK) {
        sqlite3_bind_int64(stmt, 1, p->series);
        sqlite3_bind_int64(stmt, 2, (int64_t)p->summary.added);
        sqlite3_bind_int64(stmt, 3, bars->time[0]);
        sqlite3_bind_int64(stmt, 4, bars->time[bars->count - 1]);
        status = market__run(p->store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static market_status put_page(page *p, const market_series_key *key, const market_bars *bars,
                              market_error *err) {
    market_status status = find_or_create(p, key, err);
    if (status == MARKET_OK)
        status = prepare_page(p, err);
    for (size_t i = 0; i < bars->count && status == MARKET_OK; i++) {
        market_bar bar = market_bars_get(bars, i);
        status = put_bar(p, &bar, p->fetched_at(p->payload, i), err);
    }
    if (status == MARKET_OK && p->summary.added > 0)
        status = update_extent(p, bars, err);
    p->store->changed |= p->summary.added + p->summary.revised > 0;
    sqlite3_finalize(p->select);
    sqlite3_finalize(p->insert);
    sqlite3_finalize(p->revise);
    return status;
}

market_status market__put_bars(market_store *store, const market_series_key *key,
                               const market_bars *bars, market__fetched_at *fetched_at,
                               const void *payload, market_error *err, market_put_summary *out) {
    if (store == NULL || bars == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and bars are needed");
    market_status status = market__check_key(key, err);
    if (status == MARKET_OK)
        status = check_bars(key, bars, store->zone, err);
    page p = {.store = store, .fetched_at = fetched_at, .payload = payload};
    if (status == MARKET_OK && bars->count > 0)
        status = market__need_bars(store, key, bars->time[0], bars->time[bars->count - 1], err);
    if (status == MARKET_OK && bars->count > 0) {
        market__tx tx;
        status = market__tx_begin(store, err, &tx);
        if (status == MARKET_OK)
            status = market__tx_end(store, &tx, put_page(&p, key, bars, err), err);
    }
    if (status == MARKET_OK && out != NULL)
        *out = p.summary;
    return status;
}

static int64_t always(const void *payload, size_t index) {
    (void)index;
    return *(const int64_t *)payload;
}

market_status market_store_put_bars(market_store *store, const market_series_key *key,
                                    const market_bars *bars, int64_t fetched_at, market_error *err,
                                    market_put_summary *out) {
    return market__put_bars(store, key, bars, always, &fetched_at, err, out);
}

static void column_revision(sqlite3_stmt *stmt, void *item) {
    market_revision *revision = item;
    revision->bar = market__column_bar(stmt, 0);
    revision->replaced_at = sqlite3_column_int64(stmt, 10);
    revision->fetched_at = sqlite3_column_int64(stmt, 11);
}

market_status market_store_list_revisions(market_store *store, const market_series_key *key,
                                          market_error *err, market_revision_list *out) {
    static const char sql[] =
        "SELECT " MARKET__BAR_COLUMNS ", replaced_at, fetched_at FROM revisions WHERE series = ?1"
        " ORDER BY replaced_at, id";
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    int64_t id = 0;
    sqlite3_stmt *stmt = NULL;
    void *items = NULL;
    size_t count = 0;
    market_status status = market__check_key(key, err);
    if (status == MARKET_OK)
        status = market__need_bars(store, key, INT64_MIN, INT64_MAX, err);
    if (status == MARKET_OK)
        status = market__find_series(store, key, err, &id);
    if (status == MARKET_OK)
        status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        sqlite3_bind_int64(stmt, 1, id);
        status =
            market__collect(store, stmt, sizeof *out->items, column_revision, err, &items, &count);
    }
    sqlite3_finalize(stmt);
    if (status == MARKET_OK)
        *out = (market_revision_list){count, items};
    return status;
}

void market_revision_list_clear(market_revision_list *list) {
    free(list->items);
    *list = (market_revision_list){0, NULL};
}
