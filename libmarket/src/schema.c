/* schema.c - the tables, as numbered migrations. A released migration never changes. */
#include "db.h"

#include <stdio.h>
#include <stdlib.h>

static const char bars_and_events[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "INSERT INTO meta VALUES('generation', 0);"
    "CREATE TABLE symbols("
    "  symbol TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '', currency TEXT NOT NULL DEFAULT "
    "'USD',"
    "  decimals INTEGER NOT NULL DEFAULT 2, synthetic INTEGER NOT NULL DEFAULT 0,"
    "  source TEXT NOT NULL DEFAULT '', default_feed TEXT NOT NULL DEFAULT '',"
    "  default_chosen INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
    /* bars, first and last repeat what the bars table says, so that lists need no scan. */
    "CREATE TABLE series("
    "  id INTEGER PRIMARY KEY, symbol TEXT NOT NULL REFERENCES symbols(symbol),"
    "  timeframe INTEGER NOT NULL, feed TEXT NOT NULL, source TEXT NOT NULL DEFAULT '',"
    "  synthetic INTEGER NOT NULL DEFAULT 0, bars INTEGER NOT NULL DEFAULT 0, first INTEGER,"
    "  last INTEGER, UNIQUE(symbol, timeframe, feed));"
    "CREATE TABLE bars("
    "  series INTEGER NOT NULL REFERENCES series(id), time INTEGER NOT NULL, open REAL NOT NULL,"
    "  high REAL NOT NULL, low REAL NOT NULL, close REAL NOT NULL, volume REAL, vwap REAL,"
    "  trades REAL, factor REAL, complete INTEGER NOT NULL, fetched_at INTEGER NOT NULL,"
    "  PRIMARY KEY(series, time)) WITHOUT ROWID;"
    "CREATE TABLE revisions("
    "  id INTEGER PRIMARY KEY, series INTEGER NOT NULL, replaced_at INTEGER NOT NULL,"
    "  time INTEGER NOT NULL, open REAL NOT NULL, high REAL NOT NULL, low REAL NOT NULL,"
    "  close REAL NOT NULL, volume REAL, vwap REAL, trades REAL, factor REAL,"
    "  complete INTEGER NOT NULL, fetched_at INTEGER NOT NULL);"
    "CREATE INDEX revisions_of_series ON revisions(series);"
    "CREATE TABLE splits("
    "  symbol TEXT NOT NULL, feed TEXT NOT NULL, date INTEGER NOT NULL, from_shares REAL NOT NULL,"
    "  to_shares REAL NOT NULL, PRIMARY KEY(symbol, feed, date)) WITHOUT ROWID;"
    "CREATE TABLE dividends("
    "  symbol TEXT NOT NULL, feed TEXT NOT NULL, date INTEGER NOT NULL, amount REAL NOT NULL,"
    "  PRIMARY KEY(symbol, feed, date)) WITHOUT ROWID;";

static const char news_and_posts[] =
    "CREATE TABLE news("
    "  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
    "  headline TEXT NOT NULL, author TEXT NOT NULL, summary TEXT NOT NULL, content TEXT NOT NULL,"
    "  url TEXT NOT NULL, source TEXT NOT NULL, synthetic INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX news_by_time ON news(created_at);"
    "CREATE TABLE news_symbols("
    "  id TEXT NOT NULL, position INTEGER NOT NULL, symbol TEXT NOT NULL,"
    "  PRIMARY KEY(id, position)) WITHOUT ROWID;"
    "CREATE INDEX news_by_symbol ON news_symbols(symbol, id);"
    "CREATE TABLE posts("
    "  id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, text TEXT NOT NULL, lang TEXT NOT NULL,"
    "  author_id TEXT NOT NULL, author TEXT NOT NULL, author_name TEXT NOT NULL,"
    "  reposts INTEGER NOT NULL, replies INTEGER NOT NULL, likes INTEGER NOT NULL,"
    "  quotes INTEGER NOT NULL, synthetic INTEGER NOT NULL, fetched_at INTEGER NOT NULL)"
    "  WITHOUT ROWID;"
    "CREATE INDEX posts_by_time ON posts(created_at);"
    "CREATE TABLE post_topics("
    "  topic TEXT NOT NULL, post TEXT NOT NULL, PRIMARY KEY(topic, post)) WITHOUT ROWID;"
    "CREATE TABLE post_counts("
    "  topic TEXT NOT NULL, granularity INTEGER NOT NULL, start INTEGER NOT NULL,"
    "  covered_ms INTEGER NOT NULL, count INTEGER NOT NULL, synthetic INTEGER NOT NULL,"
    "  fetched_at INTEGER NOT NULL, PRIMARY KEY(topic, granularity, start)) WITHOUT ROWID;";

static const char *const migrations[MARKET__SCHEMA_VERSION] = {bars_and_events, news_and_posts};

static market_status not_a_store(market_store *store, market_error *err) {
    return market__fail(err, MARKET_E_NOT_A_STORE, "%s: a database, but not a marketkit store",
                        store->path);
}

market_status market__schema_version(market_store *store, market_error *err, int *out) {
    int64_t version = 0, application = 0, tables = 0;
    market_status status = market__get_int(store, "PRAGMA user_version", err, &version);
    if (status == MARKET_OK)
        status = market__get_int(store, "PRAGMA application_id", err, &application);
    if (status == MARKET_OK)
        status = market__get_int(store, "SELECT count(*) FROM sqlite_schema", err, &tables);
    if (status != MARKET_OK)
        return status;
    bool is_empty = version == 0 && application == 0 && tables == 0;
    if (!is_empty && (application != MARKET__APPLICATION_ID || version < 1))
        return not_a_store(store, err);
    if (version > MARKET__SCHEMA_VERSION)
        return market__fail(err, MARKET_E_NEWER,
                            "%s: the store has schema %lld, this program knows up to %d; update it",
                            store->path, (long long)version, MARKET__SCHEMA_VERSION);
    *out = (int)version;
    return MARKET_OK;
}

static market_status apply(market_store *store, int version, market_error *err) {
    char pragmas[96];
    market_status status = market__exec(store, migrations[version - 1], err);
    snprintf(pragmas, sizeof pragmas, "PRAGMA user_version = %d; PRAGMA application_id = %d",
             version, MARKET__APPLICATION_ID);
    return status == MARKET_OK ? market__exec(store, pragmas, err) : status;
}

/* Copies an existing store beside itself, so that a migration can be taken back. */
static market_status back_up(market_store *store, int version, market_error *err) {
    size_t size = strlen(store->path) + 32;
    char *path = malloc(size);
    if (path == NULL)
        return market__no_memory(err);
    snprintf(path, size, "%s.v%d.bak", store->path, version);
    market_status status = market__copy_database(store, path, err);
    free(path);
    return status;
}

market_status market__schema_migrate(market_store *store, int version, market_error *err) {
    int found = 0;
    market_status status = market__schema_version(store, err, &found);
    if (status != MARKET_OK || found >= version)
        return status;
    if (found > 0)
        status = back_up(store, found, err);
    if (status == MARKET_OK)
        status = market__exec(store, "BEGIN IMMEDIATE", err);
    if (status != MARKET_OK)
        return status;
    /* Another process may have migrated between the look and the lock. */
    status = market__schema_version(store, err, &found);
    for (int next = found + 1;
         next <= version && next <= MARKET__SCHEMA_VERSION && status == MARKET_OK; next++)
        status = apply(store, next, err);
    if (status == MARKET_OK)
        status = market__exec(store, "COMMIT", err);
    if (status != MARKET_OK && sqlite3_get_autocommit(store->db) == 0)
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}
