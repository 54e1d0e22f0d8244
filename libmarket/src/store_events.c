/* store_events.c - splits and dividends. */
#include "remote.h"

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

/* The event at `index` of the caller's array; whether it is good. */
typedef bool read_event(const void *events, size_t index, event *out);

/* What splits and dividends differ in. */
typedef struct event_kind {
    const char *name;
    const char *find;
    const char *insert;
    read_event *read;
} event_kind;

static market_status put_all(writer *w, const event_kind *kind, const void *events, size_t count,
                             market_error *err) {
    market_status status = market__ensure_symbol(w->store, w->symbol, err);
    if (status == MARKET_OK)
        status = market__prepare(w->store, kind->find, err, &w->find);
    if (status == MARKET_OK)
        status = market__prepare(w->store, kind->insert, err, &w->insert);
    for (size_t i = 0; i < count && status == MARKET_OK; i++) {
        event e;
        status = kind->read(events, i, &e) ? put_event(w, &e, err) : bad_event(i, kind->name, err);
    }
    sqlite3_finalize(w->find);
    sqlite3_finalize(w->insert);
    return status;
}

static market_status put_events(writer *w, const event_kind *kind, const void *events, size_t count,
                                market_error *err, market_put_summary *out) {
    market__tx tx;
    if (w->store == NULL || w->feed == NULL || (events == NULL && count > 0))
        return nothing_given(err);
    market_status status = check_names(w->symbol, w->feed, err);
    if (status == MARKET_OK)
        status = market__need_named(w->store, MARKET__EVENTS, w->symbol, err);
    if (status == MARKET_OK)
        status = market__tx_begin(w->store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = put_all(w, kind, events, count, err);
    return market__tx_end_put(w->store, &tx, status, &w->summary, err, out);
}

static bool read_split(const void *events, size_t index, event *out) {
    const market_split *split = (const market_split *)events + index;
    *out = (event){split->date, split->from_shares, split->to_shares};
    return is_good(out->date, out->a) && is_good(out->date, out->b);
}

static bool read_dividend(const void *events, size_t index, event *out) {
    const market_dividend *dividend = (const market_dividend *)events + index;
    *out = (event){dividend->date, dividend->amount, 0};
    return is_good(out->date, out->a);
}

market_status market_store_put_splits(market_store *store, const char *symbol, const char *feed,
                                      const market_split *splits, size_t count, market_error *err,
                                      market_put_summary *out) {
    static const event_kind kind = {"split",
                                    "SELECT from_shares, to_shares FROM splits"
                                    " WHERE symbol = ?1 AND feed = ?2 AND date = ?3",
                                    "INSERT OR REPLACE INTO splits(symbol, feed, date, from_shares,"
                                    " to_shares) VALUES(?1, ?2, ?3, ?4, ?5)",
                                    read_split};
    writer w = {.store = store, .symbol = symbol, .feed = feed};
    return put_events(&w, &kind, splits, count, err, out);
}

market_status market_store_put_dividends(market_store *store, const char *symbol, const char *feed,
                                         const market_dividend *dividends, size_t count,
                                         market_error *err, market_put_summary *out) {
    static const event_kind kind = {"dividend",
                                    "SELECT amount, 0.0 FROM dividends"
                                    " WHERE symbol = ?1 AND feed = ?2 AND date = ?3",
                                    "INSERT OR REPLACE INTO dividends(symbol, feed, date, amount)"
                                    " VALUES(?1, ?2, ?3, ?4 + ?5)",
                                    read_dividend};
    writer w = {.store = store, .symbol = symbol, .feed = feed};
    return put_events(&w, &kind, dividends, count, err, out);
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
    if (status == MARKET_OK)
        status = market__need_named(store, MARKET__EVENTS, symbol, err);
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
