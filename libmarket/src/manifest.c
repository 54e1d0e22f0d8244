/* manifest.c - one JSON object that repeats what the objects of a store are:
 *
 *   {"marketkit":1,"objects":[{"key":"bars/AAPL/1Day/sip/2024","etag":"\"...\"","revision":3,
 *    "lines":251,"rows":250,"first":1704153600000,"last":1735603200000,"sum":"..."},...]}
 *
 * Entries of symbols also carry their rows as "content". */
#include "manifest.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS     8
#define MY_VERSION 1

/* ---- reading ---- */

typedef struct entry {
    market__part part;
    char key[MARKET__KEY_SIZE];
    char etag[MARKET_ETAG_SIZE];
    char sum[40];
    int64_t revision, lines, rows, first, last;
    bool is_taken;
} entry;

typedef struct manifest {
    market_store *store;
    market__json json;
    bool opening;
} manifest;

static int64_t number_of(const market__json *json) {
    double number = 0;
    if (json->token == MARKET__TOKEN_NUMBER)
        (void)market_number_parse(json->text, json->length, &number);
    bool fits = number >= -9007199254740992.0 && number <= 9007199254740992.0;
    return fits ? (int64_t)number : 0;
}

/* Whether the entry tells something about an object; writes that down. */
static market_status take_entry(manifest *m, entry *e) {
    static const char at_opening[] =
        "UPDATE temp.objects SET revision = ?3, lines = ?4, rows = ?5, first = ?6, last = ?7,"
        " sum = ?8 WHERE key = ?1 AND etag = ?2 AND revision = 0";
    static const char later[] =
        "INSERT INTO temp.objects(key, etag, revision, lines, rows, first, last, sum, kind, loaded)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0) ON CONFLICT(key) DO UPDATE SET"
        " etag = ?2, revision = ?3, lines = ?4, rows = ?5, first = ?6, last = ?7, sum = ?8,"
        " loaded = 0 WHERE ?3 > revision";
    sqlite3_stmt *stmt = NULL;
    if (e->revision < 1 || !market__part_parse(e->key, &e->part))
        return MARKET_OK;
    market_status status =
        market__prepare(m->store, m->opening ? at_opening : later, m->json.err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, e->key);
        market__bind_text(stmt, 2, e->etag);
        sqlite3_bind_int64(stmt, 3, e->revision);
        sqlite3_bind_int64(stmt, 4, e->lines);
        sqlite3_bind_int64(stmt, 5, e->rows);
        sqlite3_bind_int64(stmt, 6, e->first);
        sqlite3_bind_int64(stmt, 7, e->last);
        market__bind_text(stmt, 8, e->sum);
        if (!m->opening)
            sqlite3_bind_int(stmt, 9, (int)e->part.kind);
        status = market__run(m->store, stmt, m->json.err);
        e->is_taken = m->opening && sqlite3_changes(m->store->db) > 0;
        m->store->remote->missing += m->opening && !e->is_taken;
    }
    sqlite3_finalize(stmt);
    return status;
}

static market_status take_content(manifest *m, const entry *e) {
    static const char sql[] = "UPDATE temp.objects SET loaded = 1 WHERE key = ?1";
    sqlite3_stmt *stmt = NULL;
    if (!e->is_taken || e->part.kind != MARKET__SYMBOLS) {
        (void)market__json_skip(&m->json);
        return m->json.status;
    }
    market_status status = market__part_merge_list(m->store, &e->part, &m->json, NULL);
    if (status == MARKET_OK)
        status = market__prepare(m->store, sql, m->json.err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, e->key);
        status = market__run(m->store, stmt, m->json.err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static void read_member(manifest *m, entry *e, const char *name) {
    market__json *json = &m->json;
    const struct {
        const char *name;
        int64_t *number;
    } numbers[] = {{"revision", &e->revision},
                   {"lines", &e->lines},
                   {"rows", &e->rows},
                   {"first", &e->first},
                   {"last", &e->last}};
    const struct {
        const char *name;
        char *text;
        size_t size;
    } texts[] = {{"key", e->key, sizeof e->key},
                 {"etag", e->etag, sizeof e->etag},
                 {"sum", e->sum, sizeof e->sum}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strcmp(numbers[i].name, name) == 0)
            *numbers[i].number = number_of(json);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(texts[i].name, name) == 0 && json->token == MARKET__TOKEN_TEXT)
            (void)market__copy(texts[i].text, texts[i].size, json->text, json->length);
    (void)market__json_skip(json);
}

/* "content" comes last. */
static market_status read_entry(manifest *m) {
    entry e = {.revision = 0};
    bool was_taken = false;
    market_status status = MARKET_OK;
    while (status == MARKET_OK && market__json_next(&m->json) == MARKET__TOKEN_KEY) {
        char name[16] = "";
        (void)market__copy(name, sizeof name, m->json.text, m->json.length);
        market__token token = market__json_next(&m->json);
        if (strcmp(name, "content") != 0 || token != MARKET__TOKEN_ARRAY) {
            read_member(m, &e, name);
            continue;
        }
        status = take_entry(m, &e);
        was_taken = true;
        if (status == MARKET_OK)
            status = take_content(m, &e);
    }
    if (status == MARKET_OK && m->json.token == MARKET__TOKEN_ERROR)
        status = m->json.status;
    return status == MARKET_OK && !was_taken ? take_entry(m, &e) : status;
}

static market_status read_manifest(manifest *m) {
    market_status status = MARKET_OK;
    if (market__json_next(&m->json) != MARKET__TOKEN_OBJECT)
        return market__json_fail(&m->json, MARKET_E_CORRUPT, "not an object");
    while (status == MARKET_OK && market__json_next(&m->json) == MARKET__TOKEN_KEY) {
        bool is_version = market__json_is(&m->json, "marketkit");
        bool is_list = market__json_is(&m->json, "objects");
        market__token token = market__json_next(&m->json);
        if (is_version && number_of(&m->json) > MY_VERSION)
            return market__json_fail(&m->json, MARKET_E_NEWER, "written by a newer version");
        if (!is_list || token != MARKET__TOKEN_ARRAY) {
            (void)market__json_skip(&m->json);
            continue;
        }
        while (status == MARKET_OK && market__json_next(&m->json) == MARKET__TOKEN_OBJECT)
            status = read_entry(m);
    }
    return status == MARKET_OK ? m->json.status : status;
}

/* Reads it in one transaction of the working copy. */
static market_status take_manifest(market_store *store, bool opening, const void *data,
                                   size_t length, market_error *err) {
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    market_input source = {.data = data, .length = length, .name = MARKET__MANIFEST_KEY};
    manifest m = {.store = store, .opening = opening};
    market__input in;
    market__tx tx;
    market_status status = market__input_open(&in, &source, &options, err);
    market__json_init(&m.json, &in, err);
    store->remote->loading = true;
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status == MARKET_OK) {
        bool was_joined = market__tx_join(store);
        status = market__exec(store, "UPDATE temp.mode SET loading = 1", err);
        if (status == MARKET_OK)
            status = read_manifest(&m);
        if (status == MARKET_OK)
            status = market__exec(store, "UPDATE temp.mode SET loading = 0", err);
        market__tx_leave(store, was_joined);
        store->changed = false;
        status = market__tx_end(store, &tx, status, err);
    }
    store->remote->loading = false;
    market__json_clear(&m.json);
    market__input_close(&in);
    return status;
}

/* A manifest that cannot be read is as none: the objects say all it does. */
static bool is_useless(market_status status) {
    return status == MARKET_E_SYNTAX || status == MARKET_E_CORRUPT;
}

market_status market__manifest_read(market_store *store, bool opening, market_error *err) {
    market__remote *remote = store->remote;
    const market_objects *objects = &remote->objects;
    market_error own = {0};
    void *data = NULL;
    size_t length = 0;
    err = err == NULL ? &own : err;
    remote->manifest_etag[0] = '\0';
    market_status status = objects->get(objects->payload, MARKET__MANIFEST_KEY, err,
                                        remote->manifest_etag, &data, &length);
    if (status == MARKET_E_NOT_FOUND)
        return MARKET_OK;
    if (status != MARKET_OK)
        return status;
    remote->is_there = true;
    status = take_manifest(store, opening, data, length, err);
    objects->release(objects->payload, data);
    if (is_useless(status)) {
        remote->missing++;
        *err = (market_error){0};
        return MARKET_OK;
    }
    return status;
}

/* ---- writing ---- */

static void put_text(market__buffer *out, const char *name, const char *text) {
    market__buffer_text(out, name);
    market__buffer_json(out, text);
}

static void put_number(market__buffer *out, const char *name, int64_t number) {
    market__buffer_text(out, name);
    market__buffer_int(out, number);
}

static market_status put_entry(market_store *store, sqlite3_stmt *stmt, market__buffer *out,
                               market_error *err) {
    static const char *const members[] = {
        ",\"revision\":", ",\"lines\":", ",\"rows\":", ",\"first\":", ",\"last\":"};
    market__part part;
    market_status status = MARKET_OK;
    put_text(out, "{\"key\":", market__column_text(stmt, 0));
    put_text(out, ",\"etag\":", market__column_text(stmt, 1));
    for (int i = 0; i < 5; i++)
        put_number(out, members[i], sqlite3_column_int64(stmt, 2 + i));
    put_text(out, ",\"sum\":", market__column_text(stmt, 7));
    if (sqlite3_column_int(stmt, 8) != 0 &&
        market__part_parse(market__column_text(stmt, 0), &part)) {
        market__buffer_text(out, ",\"content\":[");
        status = market__part_append(store, &part, out, err);
        market__buffer_text(out, "]");
    }
    market__buffer_text(out, "}");
    return status;
}

static market_status put_entries(market_store *store, market__buffer *out, market_error *err) {
    static const char sql[] =
        "SELECT key, etag, revision, lines, rows, first, last, sum, kind = 0 AND loaded"
        " FROM temp.objects WHERE revision > 0 ORDER BY key";
    sqlite3_stmt *stmt = NULL;
    bool row = false, first = true;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK)
        status = market__step(store, stmt, err, &row);
    market__buffer_text(out, "{\"marketkit\":1,\"objects\":[");
    while (status == MARKET_OK && row) {
        market__buffer_text(out, first ? "\n" : ",\n");
        first = false;
        status = put_entry(store, stmt, out, err);
        if (status == MARKET_OK)
            status = market__step(store, stmt, err, &row);
    }
    market__buffer_text(out, "\n]}\n");
    status = market__finish(store, stmt, status, err);
    return status == MARKET_OK && out->failed ? market__no_memory(err) : status;
}

market_status market__manifest_write(market_store *store, market_error *err) {
    market__remote *remote = store->remote;
    const market_objects *objects = &remote->objects;
    market_status status = MARKET_E_CONFLICT;
    for (unsigned round = 1; round <= ROUNDS && status == MARKET_E_CONFLICT; round++) {
        market__buffer out = {0};
        status = round == 1 ? MARKET_OK : market__manifest_read(store, false, err);
        if (status == MARKET_OK)
            status = put_entries(store, &out, err);
        if (status == MARKET_OK)
            status = objects->put(objects->payload, MARKET__MANIFEST_KEY, out.data, out.length,
                                  remote->manifest_etag, err, remote->manifest_etag);
        market__buffer_clear(&out);
        if (status == MARKET_E_CONFLICT)
            objects->pause(objects->payload, round);
    }
    return status;
}
