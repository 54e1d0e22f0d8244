/* store_backup.c - copying, restoring and checking a store. */
#include "remote.h"
#include "url.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* `path` with a suffix; owned by the caller; NULL without memory. */
static char *with_suffix(const char *path, const char *suffix) {
    size_t size = strlen(path) + strlen(suffix) + 1;
    char *joined = malloc(size);
    if (joined != NULL)
        snprintf(joined, size, "%s%s", path, suffix);
    return joined;
}

static void remove_database(const char *path) {
    static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        char *name = with_suffix(path, suffixes[i]);
        if (name != NULL)
            (void)unlink(name);
        free(name);
    }
}

/* Copies all pages of `from` into a new database file. */
static market_status copy_pages(market_store *store, const char *path, market_error *err) {
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    sqlite3_backup *backup =
        code == SQLITE_OK ? sqlite3_backup_init(to, "main", store->db, "main") : NULL;
    if (backup != NULL) {
        sqlite3_backup_step(backup, -1);
        code = sqlite3_backup_finish(backup);
    } else if (code == SQLITE_OK) {
        code = sqlite3_extended_errcode(to);
    }
    if (code == SQLITE_OK) /* a plain file, whatever mode the store is in */
        code = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    market_status status = code == SQLITE_OK ? MARKET_OK : market__db_fail(path, to, code, err);
    sqlite3_close(to);
    return status;
}

market_status market__copy_database(market_store *store, const char *path, market_error *err) {
    char *partial = with_suffix(path, ".partial");
    if (partial == NULL)
        return market__no_memory(err);
    remove_database(partial);
    market_status status = copy_pages(store, partial, err);
    if (status == MARKET_OK && rename(partial, path) != 0)
        status = market__fail(err, MARKET_E_IO, "%s: the copy cannot be put into place", path);
    if (status != MARKET_OK)
        remove_database(partial);
    free(partial);
    return status;
}

market_status market_store_backup(market_store *store, const char *path, market_error *err) {
    if (store == NULL || path == NULL || path[0] == '\0')
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a path are needed");
    if (access(path, F_OK) == 0)
        return market__fail(err, MARKET_E_STATE, "%s: the file exists already", path);
    market_status status = market__need_all(store, err);
    if (status != MARKET_OK)
        return status;
    return market__copy_database(store, path, err);
}

/* The first finding of a check that gives "ok" or nothing when all is well. */
static market_status check_says(market_store *store, const char *sql, bool row_is_bad,
                                market_error *err) {
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK)
        status = market__step(store, stmt, err, &row);
    if (status == MARKET_OK && row &&
        (row_is_bad || strcmp(market__column_text(stmt, 0), "ok") != 0))
        status = market__fail(err, MARKET_E_CORRUPT, "%s: %s", store->path,
                              market__column_text(stmt, 0));
    return market__finish(store, stmt, status, err);
}

market_status market_store_verify(market_store *store, market_error *err) {
    /* What a series' row repeats must be what its bars say. */
    static const char extents[] =
        "SELECT 'series ' || s.symbol || ' ' || s.feed || ': wrong count or range' FROM series s"
        " LEFT JOIN (SELECT series, count(*) n, min(time) a, max(time) z FROM bars GROUP BY "
        "series) b"
        " ON b.series = s.id WHERE s.bars <> ifnull(b.n, 0) OR s.first IS NOT b.a"
        " OR s.last IS NOT b.z LIMIT 1";
    static const char impossible[] =
        "SELECT 'impossible bar in series ' || series FROM bars WHERE high < low OR open < low"
        " OR open > high OR close < low OR close > high OR low <= 0 OR volume < 0 LIMIT 1";
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    market_status status = store->remote == NULL ? MARKET_OK : market__remote_verify(store, err);
    if (status == MARKET_OK)
        status = check_says(store, "PRAGMA integrity_check(1)", false, err);
    if (status == MARKET_OK)
        status = check_says(store, "PRAGMA foreign_key_check", true, err);
    if (status == MARKET_OK)
        status = check_says(store, extents, true, err);
    if (status == MARKET_OK)
        status = check_says(store, impossible, true, err);
    return status;
}

market_status market_store_repair(market_store *store, market_error *err) {
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    if (store->read_only)
        return market__fail(err, MARKET_E_READ_ONLY, "%s: the store was opened for reading only",
                            store->path);
    return store->remote == NULL ? MARKET_OK : market__remote_repair(store, err);
}

/* Copies the checked backup beside the store that it is to replace. */
static market_status stage(const char *backup, const char *staged, market_error *err) {
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    options.mode = MARKET_STORE_READ;
    market_store *store = NULL;
    market_status status = market_store_open(backup, &options, err, &store);
    if (status == MARKET_OK)
        status = market_store_verify(store, err);
    if (status == MARKET_OK)
        status = market__copy_database(store, staged, err);
    market_store_free(store);
    return status;
}

/* Puts `staged` in place of `path` while holding the store's exclusive lock. A damaged store cannot
 * be locked, and is what restoring is for. */
static market_status swap(const char *staged, const char *path, market_error *err) {
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE", NULL, NULL, NULL);
    market_status status = MARKET_OK;
    if ((code & 0xFF) == SQLITE_BUSY)
        status = market__db_fail(path, db, code, err);
    else if (rename(staged, path) != 0)
        status = market__fail(err, errno == EACCES ? MARKET_E_PERMISSION : MARKET_E_IO,
                              "%s: the store cannot be replaced", path);
    sqlite3_close(db);
    return status;
}

market_status market_store_restore(const char *url, const char *path, market_error *err) {
    const char *target = market__url_path(url, err);
    if (target == NULL)
        return MARKET_E_URL;
    if (path == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "the path of a backup is needed");
    char *staged = with_suffix(target, ".restore");
    if (staged == NULL)
        return market__no_memory(err);
    market_status status = stage(path, staged, err);
    if (status == MARKET_OK)
        status = swap(staged, target, err);
    if (status != MARKET_OK)
        remove_database(staged);
    free(staged);
    return status;
}
