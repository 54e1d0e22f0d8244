/* support.c - what the tests of libmarket share. */
#include "support.h"

#include <ftw.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

char notes[4096];

void support_check(market_status status, const market_error *err, const char *call,
                   const char *file, int line) {
    if (status == MARKET_OK)
        return;
    print_error("%s: %s: %s\n", call, market_status_name(status),
                err != NULL ? err->message : "(no message)");
    _fail(file, line);
}

void support_same(double a, double b, const char *text, const char *file, int line) {
    if (a == b || (isnan(a) && isnan(b)))
        return;
    print_error("%s is %.17g, not %.17g\n", text, a, b);
    _fail(file, line);
}

static char folder[64];
static pid_t owner; /* a forked child leaves the folder to its parent */

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where) {
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_folder(void) {
    if (getpid() == owner)
        (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *temp_path(const char *name) {
    static char paths[32][256];
    static size_t next;
    if (folder[0] == '\0') {
        (void)snprintf(folder, sizeof folder, "/tmp/marketkit-test-XXXXXX");
        assert_non_null(mkdtemp(folder));
        owner = getpid();
        (void)atexit(remove_folder);
    }
    char *path = paths[next++ % 32];
    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

void write_file(const char *path, const char *text, size_t length) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

const char *sample_directory(void) {
    return MARKET_SAMPLE_DIRECTORY;
}

const char *shared_file(const char *name) {
    static char paths[8][512];
    static size_t next;
    const char *directory = getenv("MKT_SHARED");
    char *path = paths[next++ % 8];
    (void)snprintf(path, sizeof paths[0], "%s/%s",
                   directory != NULL ? directory : MARKET_SHARED_DIRECTORY, name);
    if (access(path, R_OK) == 0)
        return path;
    print_message("skipped: %s is not there\n", path);
    return NULL;
}

market_store *open_store(const char *name) {
    market_error err;
    market_store *store = NULL;
    assert_ok(market_store_open(temp_path(name), NULL, &err, &store), &err);
    return store;
}

int64_t at(const char *text) {
    market_error err;
    market_time time;
    assert_ok(market_time_parse(text, strlen(text), NULL, &err, &time), &err);
    return time.time;
}

market_bar make_bar(int64_t time, double open, double high, double low, double close) {
    return (market_bar){time, open, high, low, close, 1000, NAN, NAN, NAN, true};
}

void make_days(market_bars *bars, const char *first, size_t count) {
    market_bars_init(bars);
    for (size_t i = 0; i < count; i++) {
        double close = 100 + (double)i;
        market_bar bar =
            make_bar(at(first) + (int64_t)i * 86400000, close, close + 1, close - 1, close);
        assert_int_equal(market_bars_append(bars, &bar), MARKET_OK);
    }
}

static bool note(void *payload, const market_bad_row *row) {
    (void)payload;
    size_t used = strlen(notes);
    (void)snprintf(notes + used, sizeof notes - used, "%zu:%zu %s%s%s\n", row->line, row->column,
                   row->field, row->field[0] == '\0' ? "" : " ", row->reason);
    return true;
}

market_status import_text(market_store *store, const char *name, const char *text,
                          const market_import_options *options, market_error *err,
                          market_import_summary *out) {
    market_import_options chosen = MARKET_IMPORT_OPTIONS_INIT;
    market_input input = {.data = text, .length = strlen(text), .name = name};
    if (options != NULL)
        chosen = *options;
    chosen.on_bad_row = note;
    notes[0] = '\0';
    return market_import(store, &input, &chosen, err, out);
}

uint32_t next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33);
}
