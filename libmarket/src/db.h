/* db.h - the open store and short forms of SQLite calls. */
#ifndef MARKET_DB_H
#define MARKET_DB_H

#include "internal.h"

#include <sqlite3.h>

typedef struct market__remote market__remote;

struct market_store {
    sqlite3 *db;
    char *path;             /* the URL of a store of objects */
    market__remote *remote; /* the objects whose working copy the database is; NULL: none */
    market_zone *zone;
    bool read_only;
    bool in_transaction; /* between market_store_begin and commit or rollback */
    bool changed;        /* since the transaction began */
    /* Prepared at opening, because undoing must work when there is no memory left. */
    sqlite3_stmt *rollback;
    sqlite3_stmt *rollback_page;
    sqlite3_stmt *release_page;
};

/* ---- statements ---- */

/* Prepares `sql`; NULL with `err` filled. Finalise with sqlite3_finalize (NULL is fine). */
market_status market__prepare(market_store *store, const char *sql, market_error *err,
                              sqlite3_stmt **out);
/* Steps a statement: MARKET_OK and *row tells whether there is a row. */
market_status market__step(market_store *store, sqlite3_stmt *stmt, market_error *err, bool *row);
/* Steps a statement that gives no rows, and resets it. */
market_status market__run(market_store *store, sqlite3_stmt *stmt, market_error *err);
/* Finalises a statement whose columns were read. A text that found no memory reads as empty and is
 * only told now; so this turns a good status bad. */
market_status market__finish(market_store *store, sqlite3_stmt *stmt, market_status status,
                             market_error *err);
/* The same for a statement to be used again. */
market_status market__reset(market_store *store, sqlite3_stmt *stmt, market_status status,
                            market_error *err);
/* Executes statements without parameters. */
market_status market__exec(market_store *store, const char *sql, market_error *err);
/* The one integer that `sql` selects; 0 without a row. */
market_status market__get_int(market_store *store, const char *sql, market_error *err,
                              int64_t *out);
/* What an SQLite result code means to a user. */
market_status market__db_fail(const char *path, sqlite3 *db, int code, market_error *err);

/* Bind a NUL-terminated text (NULL means ""), or NaN as NULL. The text must outlive the step. */
void market__bind_text(sqlite3_stmt *stmt, int index, const char *text);
void market__bind_real(sqlite3_stmt *stmt, int index, double value);
/* Column values: NULL gives NaN, "", 0. */
double market__column_real(sqlite3_stmt *stmt, int index);
const char *market__column_text(sqlite3_stmt *stmt, int index);
void market__column_copy(sqlite3_stmt *stmt, int index, size_t capacity, char *out);

/* ---- transactions ---- */

/* What undoing needs; once, after opening. */
market_status market__tx_prepare(market_store *store, market_error *err);
void market__tx_finalize(market_store *store);

typedef struct market__tx {
    bool joined; /* inside the caller's transaction: a savepoint */
    bool changed_before;
} market__tx;

/* Begins a write transaction, or a savepoint in the open one. */
market_status market__tx_begin(market_store *store, market_error *err, market__tx *tx);
/* Commits when `status` is MARKET_OK, else undoes; gives the status to return. `err` holds the
 * error of `status` and is left alone unless the commit itself fails. */
market_status market__tx_end(market_store *store, const market__tx *tx, market_status status,
                             market_error *err);
/* The same after rows were put: `summary` tells whether anything changed and becomes `out` (may be
 * NULL) when all went well. */
market_status market__tx_end_put(market_store *store, const market__tx *tx, market_status status,
                                 const market_put_summary *summary, market_error *err,
                                 market_put_summary *out);
/* Between these the put functions take part in the transaction that is open, as savepoints. */
bool market__tx_join(market_store *store);
void market__tx_leave(market_store *store, bool was_joined);
/* A read transaction, so that several reads see one state. Nothing to do inside a write
 * transaction. */
market_status market__read_begin(market_store *store, market_error *err, market__tx *tx);
void market__read_end(market_store *store, const market__tx *tx);

/* ---- schema ---- */

#define MARKET__SCHEMA_VERSION 2
#define MARKET__APPLICATION_ID 0x4D4B5453 /* "MKTS" */

/* Brings an empty or older database to `version`; refuses foreign and newer ones. */
market_status market__schema_migrate(market_store *store, int version, market_error *err);
/* Whether the database is a store, and of which schema version. 0: empty. */
market_status market__schema_version(market_store *store, market_error *err, int *out);

/* ---- shared parts of the store ---- */

/* Copies the store to `path`, which is replaced. */
market_status market__copy_database(market_store *store, const char *path, market_error *err);
/* Makes the row of a symbol that is not known yet. */
market_status market__ensure_symbol(market_store *store, const char *symbol, market_error *err);
/* MARKET_E_NO_SERIES. */
market_status market__find_series(market_store *store, const market_series_key *key,
                                  market_error *err, int64_t *id);
market_status market__check_key(const market_series_key *key, market_error *err);
market_status market__check_symbol(const char *symbol, market_error *err);

/* A bar in the columns time, open, high, low, close, volume, vwap, trades, factor, complete. */
#define MARKET__BAR_COLUMNS "time, open, high, low, close, volume, vwap, trades, factor, complete"
market_bar market__column_bar(sqlite3_stmt *stmt, int first);

void market__bind_bar(sqlite3_stmt *stmt, int first, const market_bar *bar);

/* What market_store_put_bars does, for bars that were not all fetched at once. */
typedef int64_t market__fetched_at(const void *payload, size_t index);
market_status market__put_bars(market_store *store, const market_series_key *key,
                               const market_bars *bars, market__fetched_at *fetched_at,
                               const void *payload, market_error *err, market_put_summary *out);

/* The default feed ?2 of symbol ?1: somebody chose it, or it is the first. Sample data gives way to
 * any other. */
#define MARKET__CHOOSE_FEED                                                                        \
    "UPDATE symbols SET default_feed = ?2, default_chosen = 1 WHERE symbol = ?1"                   \
    " AND (default_feed, default_chosen) IS NOT (?2, 1)"
#define MARKET__SUGGEST_FEED                                                                       \
    "UPDATE symbols SET default_feed = ?2 WHERE symbol = ?1 AND default_chosen = 0"                \
    " AND (default_feed = '' OR (default_feed = 'sample' AND ?2 <> 'sample'))"

/* Reads all rows of a bound statement into an array of items of `size` bytes, which `read` fills.
 * The array is NULL without rows; both results are untouched on error. */
typedef void market__read_row(sqlite3_stmt *stmt, void *item);
market_status market__collect(market_store *store, sqlite3_stmt *stmt, size_t size,
                              market__read_row *read, market_error *err, void **items,
                              size_t *count);
/* The same of a statement that has nothing to bind. */
market_status market__collect_sql(market_store *store, const char *sql, size_t size,
                                  market__read_row *read, market_error *err, void **items,
                                  size_t *count);

#endif
