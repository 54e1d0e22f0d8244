/* store_events.c - splits and dividends. */
#include "db.h"

#include <math.h>
#include <stdlib.h>

/* The prices of a file or of the sample are whatever their source made of them, so only the events
 * that belong to that feed apply; all others share the corporate actions stored under "". */
static const char *event_feed(const char *feed) {
    bool has_own = strncmp(feed, "file:", 5) == 0 || strcmp(feed, "sample") == 0;
    return has_own ? feed : "";
}

/* An event as two numbers: from and to shares, or the amount and 0. */
typedef struct event {
    int64_t date;
    double a;
    double b;
} event;

typedef struct writer {
    market_store *store;
    const char *symbol;
    const char *feed;
    sqlite3_stmt *find;   /* by ?1 symbol, ?2 feed, ?3 date: the two numbers */
    sqlite3_stmt *insert; /* ?4 and ?5: the two numbers */
    market_put_summary summary;
} writer;

static void bind_key(sqlite3_stmt *stmt, const writer *w, int64_t date) {
    market__bind_text(stmt, 1, w->symbol);
    market__bind_text(stmt, 2, w->feed);
    sqlite3_bind_int64(stmt, 3, date);
}

static market_status put_event(writer *w, const event *e, market_error *err) {
    bool stored = false, same = false;
    bind_key(w->find, w, e->date);
    market_status status = market__step(w->store, w->find, err, &stored);
    if (status == MARKET_OK && stored)
        same =
            sqlite3_column_double(w->find, 0) == e->a && sqlite3_column_double(w->find, 1) == e->b;
    sqlite3_reset(w->find);
    if (status != MARKET_OK)
        return status;
    if (same) {
        w->summary.unchanged++;
        return MARKET_OK;
    }
    if (stored)
        w->summary.revised++;
    else
        w->summary.added++;
    bind_key(w->insert, w, e->date);
    sqlite3_bind_double(w->insert, 4, e->a);
    sqlite3_bind_double(w->insert, 5, e->b);
    return market__run(w->store, w->insert, err);
}

static market_status nothing_given(market_error *err) {
    return market__fail(err, MARKET_E_ARGUMENT, "a store, a feed and events are needed");
}

static market_status check_names(const char *symbol, const char *feed, market_error *err) {
    market_status status = market__check_symbol(symbol, err);
    if (status == MARKET_OK && feed[0] != '\0')
        status = market__check_feed(feed, err);
    return status;
}

static market_status bad_event(size_t index, const char *what, market_error *err) {
    return market__fail_at(err, MARKET_E_BAD_ROW, (market__place){.line = index + 1}, what,
                           "event %zu: the date must be a day at 00:00Z, the numbers positive",
                           index + 1);
}

static bool is_good(int64_t date, double number) {
    return date % MARKET__DAY == 0 && isfinite(number) && number > 0;
}

static market_status begin(writer *w, const char *find, const char *insert, market_error *err) {
    market_status status = market__ensure_symbol(w->store, w->symbol, err);
    if (status == MARKET_OK)
        status = market__prepare(w->store, find, err, &w->find);
    if (status == MARKET_OK)
        status = market__prepare(w->store, insert, err, &w->insert);
    return status;
}

static market_status end(writer *w, const market__tx *tx, market_status status, market_error *err,
                         market_put_summary *out) {
    sqlite3_finalize(w->find);
    sqlite3_finalize(w->insert);
    w->store->changed |= w->summary.added + w->summary.revised > 0;
    status = market__tx_end(w->store, tx, status, err);
    if (status == MARKET_OK && out != NULL)
        *out = w->summary;
    return status;
}

market_status market_store_put_splits(market_store *store, const char *symbol, const char *feed,
                                      const market_split *splits, size_t count, market_error *err,
                                      market_put_summary *out) {
    if (store == NULL || feed == NULL || (splits == NULL && count > 0))
        return nothing_given(err);
    market_status status = check_names(symbol, feed, err);
    market__tx tx;
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    writer w = {.store = store, .symbol = symbol, .feed = feed};
    status = begin(&w,
                   "SELECT from_shares, to_shares FROM splits"
                   " WHERE symbol = ?1 AND feed = ?2 AND date = ?3",
                   "INSERT OR REPLACE INTO splits(symbol, feed, date, from_shares, to_shares)"
                   " VALUES(?1, ?2, ?3, ?4, ?5)",
                   err);
    for (size_t i = 0; i < count && status == MARKET_OK; i++) {
        const market_split *split = &splits[i];
        event e = {split->date, split->from_shares, split->to_shares};
        if (is_good(e.date, e.a) && is_good(e.date, e.b))
            status = put_event(&w, &e, err);
        else
            status = bad_event(i, "split", err);
    }
    return end(&w, &tx, status, err, out);
}

market_status market_store_put_dividends(market_store *store, const char *symbol, const char *feed,
                                         const market_dividend *dividends, size_t count,
                                         market_error *err, market_put_summary *out) {
    if (store == NULL || feed == NULL || (dividends == NULL && count > 0))
        return nothing_given(err);
    market_status status = check_names(symbol, feed, err);
    market__tx tx;
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    writer w = {.store = store, .symbol = symbol, .feed = feed};
    status = begin(&w,
                   "SELECT amount, 0.0 FROM dividends"
                   " WHERE symbol = ?1 AND feed = ?2 AND date = ?3",
                   "INSERT OR REPLACE INTO dividends(symbol, feed, date, amount)"
                   " VALUES(?1, ?2, ?3, ?4 + ?5)",
                   err);
    for (size_t i = 0; i < count && status == MARKET_OK; i++) {
        event e = {dividends[i].date, dividends[i].amount, 0};
        status = is_good(e.date, e.a) ? put_event(&w, &e, err) : bad_event(i, "dividend", err);
    }
    return end(&w, &tx, status, err, out);
}

static void column_split(sqlite3_stmt *stmt, void *item) {
    *(market_split *)item =
        (market_split){sqlite3_column_int64(stmt, 0), sqlite3_column_double(stmt, 1),
                       sqlite3_column_double(stmt, 2)};
}

static void column_dividend(sqlite3_stmt *stmt, void *item) {
    *(market_dividend *)item =
        (market_dividend){sqlite3_column_int64(stmt, 0), sqlite3_column_double(stmt, 1)};
}

static market_status list(market_store *store, const char *sql, const char *symbol,
                          const char *feed, size_t size, market__read_row *read, market_error *err,
                          void **items, size_t *count) {
    sqlite3_stmt *stmt = NULL;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, symbol);
        market__bind_text(stmt, 2, event_feed(feed));
        status = market__collect(store, stmt, size, read, err, items, count);
    }
    sqlite3_finalize(stmt);
    return status;
}

market_status market_store_list_events(market_store *store, const char *symbol, const char *feed,
                                       market_error *err, market_events *out) {
    if (store == NULL || feed == NULL || out == NULL)
        return nothing_given(err);
    market_status status = check_names(symbol, feed, err);
    if (status != MARKET_OK)
        return status;
    void *splits = NULL, *dividends = NULL;
    market_events events = {0, NULL, 0, NULL};
    status =
        list(store,
             "SELECT date, from_shares, to_shares FROM splits"
             " WHERE symbol = ?1 AND feed = ?2 ORDER BY date",
             symbol, feed, sizeof *events.splits, column_split, err, &splits, &events.split_count);
    if (status == MARKET_OK)
        status = list(store,
                      "SELECT date, amount FROM dividends"
                      " WHERE symbol = ?1 AND feed = ?2 ORDER BY date",
                      symbol, feed, sizeof *events.dividends, column_dividend, err, &dividends,
                      &events.dividend_count);
    events.splits = splits;
    events.dividends = dividends;
    if (status == MARKET_OK)
        *out = events;
    else
        market_events_clear(&events);
    return status;
}

void market_events_clear(market_events *events) {
    free(events->splits);
    free(events->dividends);
    *events = (market_events){0, NULL, 0, NULL};
}
