/* Opening, schema, transactions, backup, what can go wrong with a file. */
#include "support.h"

#include "db.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void default_urls(void **state) {
    (void)state;
    char url[64];
    assert_status(market_store_default_url("a.db", "b.db", "/x", "/h", sizeof url, url), MARKET_OK);
    assert_string_equal(url, "sqlite:a.db");
    assert_status(market_store_default_url("", "s3://bucket/p", "/x", "/h", sizeof url, url),
                  MARKET_OK);
    assert_string_equal(url, "s3://bucket/p");
    assert_status(market_store_default_url(NULL, "", "/x", "/h", sizeof url, url), MARKET_OK);
    assert_string_equal(url, "sqlite:/x/marketkit/market.db");
    assert_status(market_store_default_url(NULL, NULL, "relative", "/h", sizeof url, url),
                  MARKET_OK);
    assert_string_equal(url, "sqlite:/h/.local/share/marketkit/market.db");
    assert_status(market_store_default_url(NULL, NULL, NULL, NULL, sizeof url, url),
                  MARKET_E_ARGUMENT);
    assert_status(market_store_default_url(NULL, NULL, "/x", "/h", 10, url), MARKET_E_TOO_LARGE);
}

static market_status try_open(const char *url, market_store_mode mode, market_error *err) {
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    market_store *store = NULL;
    options.mode = mode;
    options.busy_timeout_ms = 50;
    market_status status = market_store_open(url, &options, err, &store);
    market_store_free(store);
    return status;
}

static void only_known_urls_open(void **state) {
    (void)state;
    market_error err;
    assert_status(try_open("s3://bucket/prefix", MARKET_STORE_CREATE, &err), MARKET_E_URL);
    assert_string_equal(err.parameter, "store");
    assert_status(try_open("sqlite:", MARKET_STORE_CREATE, &err), MARKET_E_URL);
    assert_status(try_open("", MARKET_STORE_CREATE, &err), MARKET_E_URL);
    assert_status(try_open(NULL, MARKET_STORE_CREATE, &err), MARKET_E_URL);
    assert_status(market_store_open("x", &(market_store_options){0}, &err, &(market_store *){NULL}),
                  MARKET_E_ARGUMENT);
    market_store_free(NULL);
}

static void folders_are_made(void **state) {
    (void)state;
    market_error err;
    char url[300];
    (void)snprintf(url, sizeof url, "sqlite:%s", temp_path("new/folder/market.db"));
    assert_status(try_open(url, MARKET_STORE_WRITE, &err), MARKET_E_NOT_FOUND);
    assert_status(try_open(url, MARKET_STORE_READ, &err), MARKET_E_NOT_FOUND);
    assert_ok(try_open(url, MARKET_STORE_CREATE, &err), &err);
    assert_ok(try_open(url, MARKET_STORE_READ, &err), &err);
    assert_int_equal(access(temp_path("new/folder/market.db-wal"), F_OK), -1);
}

static void other_files_are_no_stores(void **state) {
    (void)state;
    market_error err;
    const char *text = temp_path("text.db");
    write_file(text, "this is a text and no database at all, but long enough to be one. ", 66);
    assert_status(try_open(text, MARKET_STORE_CREATE, &err), MARKET_E_NOT_A_STORE);
    assert_status(try_open(text, MARKET_STORE_READ, &err), MARKET_E_NOT_A_STORE);
    const char *other = temp_path("other.db");
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(other, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    assert_status(try_open(other, MARKET_STORE_CREATE, &err), MARKET_E_NOT_A_STORE);
    const char *empty = temp_path("empty.db");
    write_file(empty, "", 0);
    assert_status(try_open(empty, MARKET_STORE_READ, &err), MARKET_E_NOT_A_STORE);
    assert_ok(try_open(empty, MARKET_STORE_CREATE, &err), &err);
    char folder[256];
    (void)snprintf(folder, sizeof folder, "%s", temp_path(""));
    assert_status(try_open(folder, MARKET_STORE_CREATE, &err), MARKET_E_NOT_A_STORE);
}

static void forbidden_places(void **state) {
    (void)state;
    market_error err;
    assert_status(try_open("/proc/marketkit/market.db", MARKET_STORE_CREATE, &err),
                  MARKET_E_NOT_FOUND);
    if (geteuid() == 0) {
        print_message("skipped: root may write anywhere\n");
        skip();
    }
    assert_int_equal(mkdir(temp_path("closed"), 0500), 0);
    assert_status(try_open(temp_path("closed/market.db"), MARKET_STORE_CREATE, &err),
                  MARKET_E_PERMISSION);
    const char *path = temp_path("protected.db");
    assert_ok(try_open(path, MARKET_STORE_CREATE, &err), &err);
    assert_int_equal(chmod(path, 0400), 0);
    assert_status(try_open(path, MARKET_STORE_CREATE, &err), MARKET_E_PERMISSION);
    assert_ok(try_open(path, MARKET_STORE_READ, &err), &err);
}

/* Runs the test above as somebody who is not root, where there is one to become. */
static void forbidden_places_for_others(void **state) {
    (void)state;
    if (geteuid() != 0)
        skip();
    market_error err;
    assert_int_equal(mkdir(temp_path("theirs"), 0755), 0);
    assert_int_equal(mkdir(temp_path("closed"), 0555), 0);
    assert_int_equal(chmod(temp_path(""), 0755), 0);
    const char *path = temp_path("theirs/market.db");
    assert_ok(try_open(path, MARKET_STORE_CREATE, &err), &err);
    assert_int_equal(chmod(path, 0444), 0);
    pid_t child = fork();
    if (child == 0) {
        int failed = setuid(65534);
        failed += try_open(temp_path("closed/market.db"), MARKET_STORE_CREATE, &err) !=
                  MARKET_E_PERMISSION;
        failed += try_open(path, MARKET_STORE_WRITE, &err) != MARKET_E_PERMISSION;
        failed += try_open(path, MARKET_STORE_READ, &err) != MARKET_OK;
        _exit(failed);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void a_store_opened_for_reading_stays_the_same(void **state) {
    (void)state;
    market_error err;
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    market_store *store = NULL;
    const char *path = temp_path("ro.db");
    assert_ok(try_open(path, MARKET_STORE_CREATE, &err), &err);
    options.mode = MARKET_STORE_READ;
    assert_ok(market_store_open(path, &options, &err, &store), &err);
    market_symbol_info info;
    market_symbol_info_init(&info);
    memcpy(info.symbol, "AAPL", 5);
    assert_status(market_store_put_symbol(store, &info, &err), MARKET_E_READ_ONLY);
    assert_status(market_store_begin(store, &err), MARKET_E_READ_ONLY);
    assert_string_equal(market_store_path(store), path);
    market_store_state now;
    assert_ok(market_store_get_state(store, &err, &now), &err);
    assert_int_equal(now.generation, 0);
    assert_int_equal(now.schema_version, MARKET__SCHEMA_VERSION);
    assert_false(now.has_newest);
    market_store_free(store);
}

static void sql(const char *path, const char *text) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
}

static void newer_schemas_are_refused(void **state) {
    (void)state;
    market_error err;
    const char *path = temp_path("newer.db");
    assert_ok(try_open(path, MARKET_STORE_CREATE, &err), &err);
    sql(path, "PRAGMA user_version = 99");
    assert_status(try_open(path, MARKET_STORE_CREATE, &err), MARKET_E_NEWER);
    assert_non_null(strstr(err.message, "99"));
    assert_status(try_open(path, MARKET_STORE_READ, &err), MARKET_E_NEWER);
}

/* A store as the first schema left it. */
static void make_old_store(const char *path) {
    market_error err;
    market_store old = {.path = malloc(strlen(path) + 1)};
    assert_non_null(old.path);
    memcpy(old.path, path, strlen(path) + 1);
    assert_int_equal(sqlite3_open(path, &old.db), SQLITE_OK);
    assert_ok(market__schema_migrate(&old, 1, &err), &err);
    (void)sqlite3_exec(old.db,
                       "INSERT INTO symbols(symbol, name) VALUES('AAPL', 'Apple Inc.');"
                       "UPDATE meta SET value = 41 WHERE key = 'generation'",
                       NULL, NULL, NULL);
    (void)sqlite3_close(old.db);
    free(old.path);
}

static void older_stores_are_migrated_after_a_copy(void **state) {
    (void)state;
    market_error err;
    const char *path = temp_path("old.db");
    make_old_store(path);
    assert_status(try_open(path, MARKET_STORE_READ, &err), MARKET_E_READ_ONLY);
    market_store *store = open_store("old.db");
    market_store_state now;
    market_symbol_info info;
    assert_ok(market_store_get_state(store, &err, &now), &err);
    assert_int_equal(now.schema_version, MARKET__SCHEMA_VERSION);
    assert_int_equal(now.generation, 41);
    assert_ok(market_store_get_symbol(store, "AAPL", &err, &info), &err);
    assert_string_equal(info.name, "Apple Inc.");
    assert_ok(market_store_verify(store, &err), &err);
    market_store_free(store);
    /* the copy is the store of before */
    const char *copy = temp_path("old.db.v1.bak");
    assert_status(try_open(copy, MARKET_STORE_READ, &err), MARKET_E_READ_ONLY);
    store = open_store("old.db.v1.bak");
    assert_ok(market_store_get_symbol(store, "AAPL", &err, &info), &err);
    market_store_free(store);
}

static void a_failed_migration_changes_nothing(void **state) {
    (void)state;
    market_error err;
    const char *path = temp_path("stuck.db");
    make_old_store(path);
    sql(path, "CREATE TABLE news(in_the_way)");
    assert_status(try_open(path, MARKET_STORE_CREATE, &err), MARKET_E_IO);
    sql(path, "DROP TABLE news");
    assert_ok(try_open(path, MARKET_STORE_CREATE, &err), &err);
}

static void put_day(market_store *store, const char *symbol, const char *day) {
    market_error err;
    market_bars bars;
    make_days(&bars, day, 1);
    market_series_key key = {symbol, MARKET_1DAY, "sip"};
    assert_ok(market_store_put_bars(store, &key, &bars, 1, &err, NULL), &err);
    market_bars_clear(&bars);
}

static size_t count_bars(market_store *store) {
    market_error err;
    market_store_state now;
    assert_ok(market_store_get_state(store, &err, &now), &err);
    return (size_t)now.bars;
}

static void transactions_hold_together(void **state) {
    (void)state;
    market_error err;
    market_store *store = open_store("tx.db");
    uint64_t before = 0, after = 0;
    assert_status(market_store_commit(store, &err), MARKET_E_STATE);
    assert_status(market_store_rollback(store, &err), MARKET_E_STATE);
    assert_ok(market_store_begin(store, &err), &err);
    assert_status(market_store_begin(store, &err), MARKET_E_STATE);
    put_day(store, "AAPL", "2022-01-03");
    put_day(store, "AAPL", "2022-01-04");
    assert_int_equal(count_bars(store), 2);
    assert_ok(market_store_rollback(store, &err), &err);
    assert_int_equal(count_bars(store), 0);
    assert_ok(market_store_generation(store, &err, &before), &err);
    assert_ok(market_store_begin(store, &err), &err);
    put_day(store, "AAPL", "2022-01-03");
    put_day(store, "META", "2022-01-03");
    market_series_key key = {"META", MARKET_1DAY, "bad feed"}; /* fails alone */
    market_bars bars;
    make_days(&bars, "2022-01-03", 1);
    assert_status(market_store_put_bars(store, &key, &bars, 1, &err, NULL), MARKET_E_ARGUMENT);
    market_bars_clear(&bars);
    assert_ok(market_store_commit(store, &err), &err);
    assert_ok(market_store_generation(store, &err, &after), &err);
    assert_int_equal(after, before + 1);
    assert_int_equal(count_bars(store), 2);
    assert_ok(market_store_begin(store, &err), &err);
    assert_ok(market_store_commit(store, &err), &err); /* nothing changed */
    assert_ok(market_store_generation(store, &err, &before), &err);
    assert_int_equal(after, before);
    assert_ok(market_store_begin(store, &err), &err);
    put_day(store, "TSLA", "2022-01-03");
    market_store_free(store); /* rolls back */
    store = open_store("tx.db");
    assert_int_equal(count_bars(store), 2);
    market_store_free(store);
}

static void a_second_writer_is_told(void **state) {
    (void)state;
    market_error err;
    market_store *first = open_store("locked.db"), *second = NULL;
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    options.busy_timeout_ms = 20;
    assert_ok(market_store_open(temp_path("locked.db"), &options, &err, &second), &err);
    assert_ok(market_store_begin(first, &err), &err);
    put_day(first, "AAPL", "2022-01-03");
    assert_status(market_store_begin(second, &err), MARKET_E_LOCKED);
    assert_int_equal(count_bars(second), 0); /* but may go on reading */
    assert_ok(market_store_commit(first, &err), &err);
    assert_int_equal(count_bars(second), 1);
    put_day(second, "AAPL", "2022-01-04");
    assert_int_equal(count_bars(first), 2);
    market_store_free(first);
    market_store_free(second);
}

static void a_full_disk_is_told(void **state) {
    (void)state;
    market_error err;
    market_store *store = open_store("full.db");
    put_day(store, "AAPL", "2022-01-03");
    (void)sqlite3_exec(store->db, "PRAGMA max_page_count = 30", NULL, NULL, NULL);
    market_bars bars;
    make_days(&bars, "2000-01-03", 5000);
    market_series_key key = {"META", MARKET_1DAY, "sip"};
    assert_status(market_store_put_bars(store, &key, &bars, 1, &err, NULL), MARKET_E_FULL);
    assert_ok(market_store_begin(store, &err), &err);
    assert_status(market_store_put_bars(store, &key, &bars, 1, &err, NULL), MARKET_E_FULL);
    market_status status = market_store_commit(store, &err);
    assert_true(status == MARKET_OK || status == MARKET_E_STATE);
    (void)sqlite3_exec(store->db, "PRAGMA max_page_count = 100000", NULL, NULL, NULL);
    assert_int_equal(count_bars(store), 1);
    assert_ok(market_store_put_bars(store, &key, &bars, 1, &err, NULL), &err);
    assert_int_equal(count_bars(store), 5001);
    assert_ok(market_store_verify(store, &err), &err);
    market_bars_clear(&bars);
    market_store_free(store);
}

static void backups_can_be_restored(void **state) {
    (void)state;
    market_error err;
    market_store *store = open_store("live.db");
    put_day(store, "AAPL", "2022-01-03");
    const char *backup = temp_path("backup.db");
    assert_ok(market_store_backup(store, backup, &err), &err); /* while open and in WAL mode */
    assert_status(market_store_backup(store, backup, &err), MARKET_E_STATE);
    put_day(store, "AAPL", "2022-01-04");
    assert_status(market_store_restore(temp_path("live.db"), backup, &err), MARKET_E_LOCKED);
    market_store_free(store);
    assert_status(market_store_restore(temp_path("live.db"), temp_path("none.db"), &err),
                  MARKET_E_NOT_FOUND);
    const char *text = temp_path("text-backup");
    write_file(text, "no database, no database, no database, no database, no database", 63);
    assert_status(market_store_restore(temp_path("live.db"), text, &err), MARKET_E_NOT_A_STORE);
    assert_ok(market_store_restore(temp_path("live.db"), backup, &err), &err);
    store = open_store("live.db");
    assert_int_equal(count_bars(store), 1);
    market_store_free(store);
    /* a store that was lost, or is damaged beyond opening */
    write_file(temp_path("live.db"), "rubbish rubbish rubbish rubbish rubbish rubbish", 47);
    assert_ok(market_store_restore(temp_path("live.db"), backup, &err), &err);
    assert_ok(market_store_restore(temp_path("gone.db"), backup, &err), &err);
    store = open_store("gone.db");
    assert_ok(market_store_verify(store, &err), &err);
    assert_int_equal(count_bars(store), 1);
    market_store_free(store);
    assert_int_equal(access(temp_path("gone.db.restore"), F_OK), -1);
}

static void damage_is_found(void **state) {
    (void)state;
    market_error err;
    market_store *store = open_store("damaged.db");
    put_day(store, "AAPL", "2022-01-03");
    assert_ok(market_store_verify(store, &err), &err);
    market_store_free(store);
    sql(temp_path("damaged.db"), "UPDATE series SET bars = 7");
    store = open_store("damaged.db");
    assert_status(market_store_verify(store, &err), MARKET_E_CORRUPT);
    market_store_free(store);
    sql(temp_path("damaged.db"), "UPDATE series SET bars = 1; UPDATE bars SET high = 1");
    store = open_store("damaged.db");
    assert_status(market_store_verify(store, &err), MARKET_E_CORRUPT);
    assert_non_null(strstr(err.message, "impossible"));
    market_store_free(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_urls),
        cmocka_unit_test(only_known_urls_open),
        cmocka_unit_test(folders_are_made),
        cmocka_unit_test(other_files_are_no_stores),
        cmocka_unit_test(forbidden_places),
        cmocka_unit_test(forbidden_places_for_others),
        cmocka_unit_test(a_store_opened_for_reading_stays_the_same),
        cmocka_unit_test(newer_schemas_are_refused),
        cmocka_unit_test(older_stores_are_migrated_after_a_copy),
        cmocka_unit_test(a_failed_migration_changes_nothing),
        cmocka_unit_test(transactions_hold_together),
        cmocka_unit_test(a_second_writer_is_told),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(backups_can_be_restored),
        cmocka_unit_test(damage_is_found),
    };
    return cmocka_run_group_tests_name("market store", tests, NULL, NULL);
}
