/* db.c - short forms of SQLite calls, and what its errors mean. */
#include "remote.h"

#include <math.h>
#include <stdlib.h>

static market_status status_of(int code) {
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return MARKET_E_LOCKED;
    case SQLITE_NOMEM:
        return MARKET_E_MEMORY;
    case SQLITE_FULL:
        return MARKET_E_FULL;
    case SQLITE_NOTADB:
        return MARKET_E_NOT_A_STORE;
    case SQLITE_CORRUPT:
        return MARKET_E_CORRUPT;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return MARKET_E_PERMISSION;
    case SQLITE_TOOBIG:
        return MARKET_E_TOO_LARGE;
    default:
        return MARKET_E_IO;
    }
}

market_status market__db_fail(const char *path, sqlite3 *db, int code, market_error *err) {
    market_status status = status_of(code);
    const char *place = path == NULL ? "" : path;
    if (status == MARKET_E_PERMISSION)
        return market__fail(err, status, "%s: the file or its folder cannot be written (%s)", place,
                            sqlite3_errstr(code));
    if (status == MARKET_E_IO)
        return market__fail(err, status, "%s: %s", place,
                            db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(db));
    return market__fail(err, status, "%s: %s", place, market_status_text(status));
}

static market_status fail(market_store *store, int code, market_error *err) {
    return market__db_fail(store->path, store->db, code, err);
}

market_status market__prepare(market_store *store, const char *sql, market_error *err,
                              sqlite3_stmt **out) {
    int code = sqlite3_prepare_v2(store->db, sql, -1, out, NULL);
    return code == SQLITE_OK ? MARKET_OK : fail(store, code, err);
}

market_status market__step(market_store *store, sqlite3_stmt *stmt, market_error *err, bool *row) {
    int code = sqlite3_step(stmt);
    *row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? MARKET_OK : fail(store, code, err);
}

market_status market__run(market_store *store, sqlite3_stmt *stmt, market_error *err) {
    int code = sqlite3_step(stmt);
    market_status status = code == SQLITE_DONE ? MARKET_OK : fail(store, code, err);
    sqlite3_reset(stmt);
    return status;
}

market_status market__finish(market_store *store, sqlite3_stmt *stmt, market_status status,
                             market_error *err) {
    int code = sqlite3_finalize(stmt);
    return status == MARKET_OK && code != SQLITE_OK ? fail(store, code, err) : status;
}

market_status market__reset(market_store *store, sqlite3_stmt *stmt, market_status status,
                            market_error *err) {
    int code = sqlite3_reset(stmt);
    return status == MARKET_OK && code != SQLITE_OK ? fail(store, code, err) : status;
}

market_status market__exec(market_store *store, const char *sql, market_error *err) {
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? MARKET_OK : fail(store, code, err);
}

market_status market__get_int(market_store *store, const char *sql, market_error *err,
                              int64_t *out) {
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK)
        status = market__step(store, stmt, err, &row);
    if (status == MARKET_OK)
        *out = row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return status;
}

void market__bind_text(sqlite3_stmt *stmt, int index, const char *text) {
    sqlite3_bind_text(stmt, index, text == NULL ? "" : text, -1, SQLITE_STATIC);
}

void market__bind_real(sqlite3_stmt *stmt, int index, double value) {
    if (isnan(value))
        sqlite3_bind_null(stmt, index);
    else
        sqlite3_bind_double(stmt, index, value);
}

double market__column_real(sqlite3_stmt *stmt, int index) {
    return sqlite3_column_type(stmt, index) == SQLITE_NULL ? (double)NAN
                                                           : sqlite3_column_double(stmt, index);
}

const char *market__column_text(sqlite3_stmt *stmt, int index) {
    const unsigned char *text = sqlite3_column_text(stmt, index);
    return text == NULL ? "" : (const char *)text;
}

void market__column_copy(sqlite3_stmt *stmt, int index, size_t capacity, char *out) {
    const char *text = market__column_text(stmt, index);
    size_t length = strlen(text);
    if (!market__copy(out, capacity, text, length))
        out[0] = '\0'; /* longer than any put function lets in */
}

market_status market__collect(market_store *store, sqlite3_stmt *stmt, size_t size,
                              market__read_row *read, market_error *err, void **items,
                              size_t *count) {
    char *list = NULL;
    size_t n = 0, capacity = 0;
    bool row = false;
    market_status status = market__step(store, stmt, err, &row);
    while (status == MARKET_OK && row) {
        if (n == capacity) {
            capacity = market__grown(capacity, n + 1);
            void *moved = capacity == 0 ? NULL : market__resize(list, capacity, size);
            if (moved == NULL) {
                status = market__no_memory(err);
                break;
            }
            list = moved;
        }
        read(stmt, list + n++ * size);
        status = market__step(store, stmt, err, &row);
    }
    if (status != MARKET_OK) {
        free(list);
        return status;
    }
    *items = list;
    *count = n;
    return MARKET_OK;
}

market_status market__collect_sql(market_store *store, const char *sql, size_t size,
                                  market__read_row *read, market_error *err, void **items,
                                  size_t *count) {
    sqlite3_stmt *stmt = NULL;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK)
        status = market__collect(store, stmt, size, read, err, items, count);
    sqlite3_finalize(stmt);
    return status;
}

/* ---- transactions ---- */

static const char count_generation[] = "UPDATE meta SET value = value + 1 WHERE key = 'generation'";

static market_status need_writable(market_store *store, market_error *err) {
    if (!store->read_only || market__is_loading(store))
        return MARKET_OK;
    return market__fail(err, MARKET_E_READ_ONLY, "%s: the store was opened for reading only",
                        store->path);
}

static market_status commit(market_store *store, market_error *err) {
    market_status status = MARKET_OK;
    if (store->changed && store->remote != NULL)
        status = market__remote_flush(store, err);
    else if (store->changed)
        status = market__exec(store, count_generation, err);
    if (status == MARKET_OK)
        status = market__exec(store, "COMMIT", err);
    return status;
}

market_status market__tx_prepare(market_store *store, market_error *err) {
    market_status status = market__prepare(store, "ROLLBACK", err, &store->rollback);
    if (status == MARKET_OK)
        status = market__prepare(store, "ROLLBACK TO page", err, &store->rollback_page);
    if (status == MARKET_OK)
        status = market__prepare(store, "RELEASE page", err, &store->release_page);
    return status;
}

void market__tx_finalize(market_store *store) {
    sqlite3_finalize(store->rollback);
    sqlite3_finalize(store->rollback_page);
    sqlite3_finalize(store->release_page);
}

static void undo_by(sqlite3_stmt *stmt) {
    (void)sqlite3_step(stmt);
    (void)sqlite3_reset(stmt);
}

static void roll_back(market_store *store) {
    if (sqlite3_get_autocommit(store->db) == 0)
        undo_by(store->rollback);
}

static void roll_back_page(market_store *store) {
    if (sqlite3_get_autocommit(store->db) != 0)
        return; /* the error undid the whole transaction already */
    undo_by(store->rollback_page);
    undo_by(store->release_page);
}

market_status market__tx_begin(market_store *store, market_error *err, market__tx *tx) {
    market_status status = need_writable(store, err);
    if (status != MARKET_OK)
        return status;
    tx->joined = store->in_transaction;
    tx->changed_before = tx->joined && store->changed;
    store->changed = tx->changed_before;
    return market__exec(store, tx->joined ? "SAVEPOINT page" : "BEGIN IMMEDIATE", err);
}

market_status market__tx_end(market_store *store, const market__tx *tx, market_status status,
                             market_error *err) {
    if (status == MARKET_OK && tx->joined)
        status = market__exec(store, "RELEASE page", err);
    else if (status == MARKET_OK)
        status = commit(store, err);
    if (status == MARKET_OK)
        return MARKET_OK;
    store->changed = tx->changed_before;
    if (!tx->joined)
        roll_back(store);
    else
        roll_back_page(store);
    return status;
}

market_status market__tx_end_put(market_store *store, const market__tx *tx, market_status status,
                                 const market_put_summary *summary, market_error *err,
                                 market_put_summary *out) {
    store->changed |= summary->added + summary->revised > 0;
    status = market__tx_end(store, tx, status, err);
    if (status == MARKET_OK && out != NULL)
        *out = *summary;
    return status;
}

bool market__tx_join(market_store *store) {
    bool was_joined = store->in_transaction;
    store->in_transaction = true;
    return was_joined;
}

void market__tx_leave(market_store *store, bool was_joined) {
    store->in_transaction = was_joined;
}

market_status market__read_begin(market_store *store, market_error *err, market__tx *tx) {
    tx->joined = store->in_transaction;
    return tx->joined ? MARKET_OK : market__exec(store, "BEGIN", err);
}

void market__read_end(market_store *store, const market__tx *tx) {
    if (!tx->joined)
        roll_back(store);
}

market_status market_store_begin(market_store *store, market_error *err) {
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    if (store->in_transaction)
        return market__fail(err, MARKET_E_STATE, "a transaction is open already");
    market__tx tx;
    market_status status = market__tx_begin(store, err, &tx);
    store->in_transaction = status == MARKET_OK;
    return status;
}

static market_status need_transaction(market_store *store, market_error *err) {
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    if (!store->in_transaction)
        return market__fail(err, MARKET_E_STATE, "no transaction is open");
    store->in_transaction = false;
    /* An error such as a full disk makes SQLite undo the whole transaction by itself. */
    if (sqlite3_get_autocommit(store->db) != 0)
        return market__fail(err, MARKET_E_STATE, "the transaction was undone by an earlier error");
    return MARKET_OK;
}

market_status market_store_commit(market_store *store, market_error *err) {
    market_status status = need_transaction(store, err);
    if (status != MARKET_OK)
        return status;
    return market__tx_end(store, &(market__tx){false, false}, MARKET_OK, err);
}

market_status market_store_rollback(market_store *store, market_error *err) {
    market_status status = need_transaction(store, err);
    if (status == MARKET_OK)
        roll_back(store);
    return status;
}
