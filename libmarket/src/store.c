/* store.c - opening and closing a store. */
#include "remote.h"
#include "url.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define DEFAULT_BUSY_TIMEOUT 10000

static market_status system_fail(const char *path, market_error *err) {
    market_status status = MARKET_E_IO;
    if (errno == ENOENT || errno == ENOTDIR)
        status = MARKET_E_NOT_FOUND;
    if (errno == EACCES || errno == EPERM || errno == EROFS)
        status = MARKET_E_PERMISSION;
    if (errno == ENOSPC || errno == EDQUOT)
        status = MARKET_E_FULL;
    return market__fail(err, status, "%s: %s", path, market_status_text(status));
}

/* Makes the folders above `path`. */
static market_status make_folders(const char *path, market_error *err) {
    char *copy = market__resize(NULL, strlen(path) + 1, 1);
    if (copy == NULL)
        return market__no_memory(err);
    strcpy(copy, path); // NOLINT(clang-analyzer-security.insecureAPI.strcpy): sized above
    market_status status = MARKET_OK;
    for (char *p = strchr(copy + 1, '/'); p != NULL && status == MARKET_OK;
         p = strchr(p + 1, '/')) {
        *p = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            status = system_fail(copy, err);
        *p = '/';
    }
    free(copy);
    return status;
}

/* Looks before SQLite does, whose errors do not tell a missing file from a forbidden one. */
static market_status check_file(const char *path, market_store_mode mode, market_error *err) {
    struct stat info;
    if (stat(path, &info) == 0) {
        if (S_ISREG(info.st_mode))
            return MARKET_OK;
        return market__fail(err, MARKET_E_NOT_A_STORE, "%s: not a regular file", path);
    }
    if (errno == ENOENT && mode == MARKET_STORE_CREATE)
        return make_folders(path, err);
    return system_fail(path, err);
}

static market_status open_database(market_store *store, const char *file, bool read_only,
                                   uint32_t busy_timeout, market_error *err) {
    int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(file, &store->db,
                               flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code != SQLITE_OK)
        return market__db_fail(store->path, store->db, code, err);
    sqlite3_busy_timeout(store->db, (int)(busy_timeout > 86400000 ? 86400000 : busy_timeout));
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* SQLite opens a write-protected file for reading without a word. */
    if (!read_only && sqlite3_db_readonly(store->db, "main") == 1)
        return market__fail(err, MARKET_E_PERMISSION, "%s: the file is write-protected",
                            store->path);
    return MARKET_OK;
}

static market_status prepare_reading(market_store *store, market_error *err) {
    int version = 0;
    market_status status = market__schema_version(store, err, &version);
    if (status == MARKET_OK && version == 0)
        return market__fail(err, MARKET_E_NOT_A_STORE, "%s: the file is empty", store->path);
    if (status == MARKET_OK && version < MARKET__SCHEMA_VERSION)
        return market__fail(err, MARKET_E_READ_ONLY,
                            "%s: the store has the older schema %d; open it for writing once",
                            store->path, version);
    return status;
}

static market_status try_prepare_writing(market_store *store, market_error *err) {
    int version = 0;
    market_status status = market__schema_version(store, err, &version);
    /* While one process writes, others can go on reading. */
    if (status == MARKET_OK)
        status = market__exec(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", err);
    if (status == MARKET_OK)
        status = market__schema_migrate(store, MARKET__SCHEMA_VERSION, err);
    return status;
}

/* SQLite does not wait when two processes change the journal mode at once (one that opens the
 * store, one that closes it), so we do. */
static market_status prepare_writing(market_store *store, uint32_t timeout, market_error *err) {
    int64_t deadline = market__now() + timeout;
    market_status status = try_prepare_writing(store, err);
    while (status == MARKET_E_LOCKED && market__now() < deadline) {
        sqlite3_sleep(5);
        status = try_prepare_writing(store, err);
    }
    return status;
}

static market_status prepare_store(market_store *store, const char *path,
                                   const market_store_options *options, market_error *err) {
    store->read_only = options->mode == MARKET_STORE_READ;
    store->path = market__resize(NULL, strlen(path) + 1, 1);
    if (store->path == NULL)
        return market__no_memory(err);
    memcpy(store->path, path, strlen(path) + 1);
    /* Without tzdata the zone stays NULL, which is the built-in rule. */
    if (market_zone_load(NULL, "America/New_York", NULL, &store->zone) == MARKET_E_MEMORY)
        return market__no_memory(err);
    return MARKET_OK;
}

static market_status open_file(market_store *store, const char *path,
                               const market_store_options *options, market_error *err) {
    uint32_t timeout =
        options->busy_timeout_ms > 0 ? options->busy_timeout_ms : DEFAULT_BUSY_TIMEOUT;
    market_status status = check_file(path, options->mode, err);
    if (status == MARKET_OK)
        status = prepare_store(store, path, options, err);
    if (status == MARKET_OK)
        status = open_database(store, path, store->read_only, timeout, err);
    if (status != MARKET_OK)
        return status;
    status = store->read_only ? prepare_reading(store, err) : prepare_writing(store, timeout, err);
    return status == MARKET_OK ? market__tx_prepare(store, err) : status;
}

/* The database of the working copy has no name: it goes with the store. */
static market_status open_objects(market_store *store, const char *url,
                                  const market_store_kind *kind,
                                  const market_store_options *options, market_error *err) {
    market_objects objects = {0};
    market_status status = prepare_store(store, url, options, err);
    if (status == MARKET_OK)
        status = open_database(store, "", false, 0, err);
    if (status == MARKET_OK)
        status = market__schema_migrate(store, MARKET__SCHEMA_VERSION, err);
    if (status == MARKET_OK)
        status = market__tx_prepare(store, err);
    if (status == MARKET_OK)
        status = kind->open(kind->payload, url, err, &objects);
    if (status == MARKET_OK)
        status = market__remote_open(store, &objects, err);
    if (status == MARKET_OK && options->mode != MARKET_STORE_CREATE && !store->remote->is_there)
        return market__fail(err, MARKET_E_NOT_FOUND, "%s: there is no store", url);
    return status;
}

market_status market_store_open(const char *url, const market_store_options *options,
                                market_error *err, market_store **out) {
    market_store_options chosen = MARKET_STORE_OPTIONS_INIT;
    if (out == NULL || (options != NULL && options->size == 0))
        return market__fail(err, MARKET_E_ARGUMENT, "initialised options and a result are needed");
    if (options != NULL)
        memcpy(&chosen, options, options->size < sizeof chosen ? options->size : sizeof chosen);
    const market_store_kind *kind = market__url_kind(url, &chosen);
    const char *path = kind != NULL ? url : market__url_path(url, err);
    if (path == NULL)
        return MARKET_E_URL;
    market_store *store = calloc(1, sizeof *store);
    if (store == NULL)
        return market__no_memory(err);
    market_status status = kind != NULL ? open_objects(store, path, kind, &chosen, err)
                                        : open_file(store, path, &chosen, err);
    if (status == MARKET_OK)
        *out = store;
    else
        market_store_free(store);
    return status;
}

void market_store_free(market_store *store) {
    if (store == NULL)
        return;
    if (store->db != NULL && sqlite3_get_autocommit(store->db) == 0)
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    bool is_file = store->remote == NULL;
    if (!is_file)
        market__remote_close(store);
    market__tx_finalize(store);
    if (store->db != NULL && is_file && !store->read_only) {
        /* The last writer leaves one plain file, which opens from read-only places too. It fails
         * at once, and harmlessly, while others have the store open. */
        sqlite3_busy_timeout(store->db, 0);
        (void)sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    }
    sqlite3_close(store->db);
    market_zone_free(store->zone);
    free(store->path);
    free(store);
}

const char *market_store_path(const market_store *store) {
    return store->path;
}

const market_zone *market_store_zone(const market_store *store) {
    return store->zone;
}
