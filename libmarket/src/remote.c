/* remote.c - loading and writing the parts of a store of objects. */
#include "remote.h"

#include "manifest.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 8 /* of merging with other writers */

/* ---- the working copy ---- */

static const char setup[] =
    "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
    /* revision 0: nothing is known but the ETag. */
    "CREATE TEMP TABLE objects(key TEXT PRIMARY KEY, kind INTEGER, name TEXT, timeframe INTEGER,"
    " feed TEXT, granularity INTEGER, start INTEGER, until INTEGER, etag TEXT,"
    " revision INTEGER, lines INTEGER, rows INTEGER, first INTEGER, last INTEGER, sum TEXT,"
    " loaded INTEGER) WITHOUT ROWID;"
    "CREATE INDEX temp.objects_by_kind ON objects(kind, loaded, name);"
    /* Rows that changed since their part was written: kind (7: a revision) and key. One may be
     * noted twice: what is to be done on a conflict is for the statement outside to say. */
    /* Of a note that was taken away the text is ''. */
    "CREATE TEMP TABLE notes(name TEXT PRIMARY KEY, text TEXT NOT NULL, written_at INTEGER NOT "
    "NULL)"
    " WITHOUT ROWID;"
    "CREATE TEMP TABLE dirty(kind, a, b, c);"
    "CREATE INDEX temp.dirty_by_key ON dirty(kind, a, b, c);"
    "CREATE TEMP TABLE mode(loading);"
    "INSERT INTO temp.mode VALUES(0);";

#define NOTE(name, event, when, values)                                                            \
    "CREATE TEMP TRIGGER note_" name " AFTER " event " WHEN (SELECT loading FROM mode) = 0" when   \
    " BEGIN INSERT INTO dirty " values "; END;"

/* clang-format off */
static const char triggers[] =
    NOTE("bar", "INSERT ON main.bars", "", "VALUES(2, NEW.series, NEW.time, '')")
    NOTE("revision", "INSERT ON main.revisions", "", "VALUES(7, NEW.id, '', '')")
    NOTE("split", "INSERT ON main.splits", "", "VALUES(1, NEW.symbol, NEW.feed, NEW.date)")
    NOTE("dividend", "INSERT ON main.dividends", "", "VALUES(1, NEW.symbol, NEW.feed, NEW.date)")
    NOTE("news", "INSERT ON main.news", "", "VALUES(3, NEW.id, '', '')")
    NOTE("post", "INSERT ON main.posts", "",
         "SELECT 4, topic, NEW.id, '' FROM post_topics WHERE post = NEW.id")
    NOTE("topic", "INSERT ON main.post_topics", "", "VALUES(4, NEW.topic, NEW.post, '')")
    NOTE("count", "INSERT ON main.post_counts", "",
         "VALUES(5, NEW.topic, NEW.granularity, NEW.start)")
    NOTE("symbol", "INSERT ON main.symbols", "", "VALUES(0, NEW.symbol, 'info', '')")
    NOTE("info", "UPDATE OF name, currency, decimals, synthetic, source ON main.symbols", "",
         "VALUES(0, NEW.symbol, 'info', '')")
    NOTE("default", "UPDATE OF default_feed, default_chosen ON main.symbols", "",
         "VALUES(0, NEW.symbol, 'default', '')")
    NOTE("source", "UPDATE OF source, synthetic ON main.series", "",
         "VALUES(0, NEW.symbol, NEW.timeframe, NEW.feed)")
    NOTE("note", "INSERT ON temp.notes", "", "VALUES(6, NEW.name, '', '')");
/* clang-format on */

/* Notes are no data. */
static const char set_generation[] =
    "UPDATE meta SET value = (SELECT ifnull(sum(revision), 0) FROM temp.objects WHERE kind <> 6)"
    " WHERE key = 'generation'";

/* ---- what is known of an object ---- */

typedef struct object {
    market__part part;
    char key[MARKET__KEY_SIZE];
    char etag[MARKET_ETAG_SIZE];
    uint64_t revision;
    market__digest digest;
    bool is_known; /* there is one */
    bool is_loaded;
} object;

#define OBJECT_COLUMNS "key, etag, revision, lines, rows, first, last, sum, loaded"

static void column_object(sqlite3_stmt *stmt, void *item) {
    object *o = item;
    *o = (object){.revision = (uint64_t)sqlite3_column_int64(stmt, 2),
                  .digest = {.lines = (uint64_t)sqlite3_column_int64(stmt, 3),
                             .rows = (uint64_t)sqlite3_column_int64(stmt, 4),
                             .first = sqlite3_column_int64(stmt, 5),
                             .last = sqlite3_column_int64(stmt, 6)},
                  .is_loaded = sqlite3_column_int(stmt, 8) != 0};
    market__column_copy(stmt, 0, sizeof o->key, o->key);
    market__column_copy(stmt, 1, sizeof o->etag, o->etag);
    market__column_copy(stmt, 7, sizeof o->digest.sum, o->digest.sum);
    o->is_known = market__part_parse(o->key, &o->part);
}

static market_status find_object(market_store *store, const market__part *part, market_error *err,
                                 object *out) {
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    object found = {.part = *part};
    market__part_key(part, found.key);
    market_status status = market__prepare(
        store, "SELECT " OBJECT_COLUMNS " FROM temp.objects WHERE key = ?1", err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, found.key);
        status = market__step(store, stmt, err, &row);
    }
    if (status == MARKET_OK && row)
        column_object(stmt, &found);
    status = market__finish(store, stmt, status, err);
    if (status == MARKET_OK)
        *out = found;
    return status;
}

static market_status save_object(market_store *store, const object *o, market_error *err) {
    static const char sql[] =
        "INSERT OR REPLACE INTO temp.objects(name, timeframe, feed, granularity, start, until,"
        " key, kind, etag, revision, lines, rows, first, last, sum, loaded)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    sqlite3_stmt *stmt = NULL;
    market_status status = market__part_bind(store, sql, &o->part, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 7, o->key);
        sqlite3_bind_int(stmt, 8, (int)o->part.kind);
        market__bind_text(stmt, 9, o->etag);
        sqlite3_bind_int64(stmt, 10, (int64_t)o->revision);
        sqlite3_bind_int64(stmt, 11, (int64_t)o->digest.lines);
        sqlite3_bind_int64(stmt, 12, (int64_t)o->digest.rows);
        sqlite3_bind_int64(stmt, 13, o->digest.first);
        sqlite3_bind_int64(stmt, 14, o->digest.last);
        market__bind_text(stmt, 15, o->digest.sum);
        sqlite3_bind_int(stmt, 16, o->is_loaded);
        status = market__run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static market_status run_bound(market_store *store, const char *sql, const market__part *part,
                               int64_t number, market_error *err) {
    sqlite3_stmt *stmt = NULL;
    market_status status = market__part_bind(store, sql, part, err, &stmt);
    if (status == MARKET_OK) {
        sqlite3_bind_int64(stmt, 7, number);
        status = market__run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

#define OF_SERIES " symbol = ?1 AND timeframe = ?2 AND feed = ?3"

/* Bars of an object that is not loaded are counted in their series; loading counts them again. */
static market_status discount(market_store *store, const object *o, market_error *err) {
    if (o->part.kind != MARKET__BARS || o->is_loaded)
        return MARKET_OK;
    return run_bound(store, "UPDATE series SET bars = bars - ?7 WHERE" OF_SERIES, &o->part,
                     (int64_t)o->digest.rows, err);
}

market_status market__part_remove(market_store *store, const market__part *part,
                                  market_error *err) {
    static const char *const removals[MARKET__PART_KINDS][3] = {
        {"DELETE FROM symbols WHERE symbol = ?1",
         "UPDATE series SET source = '', synthetic = 0 WHERE symbol = ?1"},
        {"DELETE FROM splits WHERE symbol = ?1", "DELETE FROM dividends WHERE symbol = ?1"},
        {"UPDATE series SET bars = bars - (SELECT count(*) FROM bars WHERE series = series.id"
         " AND time >= ?5 AND time < ?6) WHERE" OF_SERIES,
         "DELETE FROM bars WHERE series = (SELECT id FROM series WHERE" OF_SERIES
         ") AND time >= ?5 AND time < ?6",
         "DELETE FROM revisions WHERE series = (SELECT id FROM series WHERE" OF_SERIES
         ") AND time >= ?5 AND time < ?6"},
        {"DELETE FROM news_symbols WHERE id IN"
         " (SELECT id FROM news WHERE created_at >= ?5 AND created_at < ?6)",
         "DELETE FROM news WHERE created_at >= ?5 AND created_at < ?6"},
        {"DELETE FROM post_topics WHERE topic = ?1 AND post IN"
         " (SELECT id FROM posts WHERE created_at >= ?5 AND created_at < ?6)",
         "DELETE FROM posts WHERE created_at >= ?5 AND created_at < ?6"
         " AND id NOT IN (SELECT post FROM post_topics)"},
        {"DELETE FROM post_counts WHERE topic = ?1 AND granularity = ?4 AND start >= ?5"
         " AND start < ?6"},
        {"DELETE FROM temp.notes"}};
    market_status status = MARKET_OK;
    for (int i = 0; i < 3 && removals[part->kind][i] != NULL && status == MARKET_OK; i++)
        status = run_bound(store, removals[part->kind][i], part, 0, err);
    return status;
}

/* ---- loading ---- */

static void object_key(const char *key, char out[MARKET__KEY_SIZE + 16]) {
    snprintf(out, MARKET__KEY_SIZE + 16, "%s" MARKET__OBJECT_SUFFIX, key);
}

static market_status set_loading(market_store *store, bool loading, market_error *err) {
    market_status status = market__exec(
        store, loading ? "UPDATE temp.mode SET loading = 1" : "UPDATE temp.mode SET loading = 0",
        err);
    store->remote->loading = loading && status == MARKET_OK;
    return status;
}

/* Holds what was loaded against the manifest. A post may be known better from another topic. */
static market_status compare(const object *o, const market__digest *loaded, market_error *err) {
    bool same = o->part.kind == MARKET__POSTS ? loaded->lines == o->digest.lines
                                              : strcmp(loaded->sum, o->digest.sum) == 0;
    if (same)
        return MARKET_OK;
    return market__fail(err, MARKET_E_CORRUPT,
                        "%s" MARKET__OBJECT_SUFFIX ": the manifest says otherwise what is in it",
                        o->key);
}

/* Puts the rows of an object into the working copy, which has none of that part. */
static market_status take(market_store *store, object *o, const char *key, const void *data,
                          size_t length, const char *etag, market_error *err) {
    bool is_same = o->revision > 0 && strcmp(etag, o->etag) == 0;
    market__digest digest = {0};
    market_status status = set_loading(store, true, err);
    if (status == MARKET_OK)
        status = market__part_merge(store, &o->part, key, data, length, err, &o->revision, NULL);
    if (status == MARKET_OK)
        status = set_loading(store, false, err);
    if (status == MARKET_OK && (!is_same || store->remote->verifying))
        status = market__part_digest(store, &o->part, err, &digest);
    if (status == MARKET_OK && is_same && store->remote->verifying)
        status = compare(o, &digest, err);
    if (status != MARKET_OK)
        return status;
    if (!is_same)
        o->digest = digest;
    snprintf(o->etag, sizeof o->etag, "%s", etag);
    o->is_known = o->is_loaded = true;
    return save_object(store, o, err);
}

/* Reads an object into the working copy; one that is gone leaves nothing. */
static market_status fetch(market_store *store, object *o, market_error *err) {
    const market_objects *objects = &store->remote->objects;
    char key[MARKET__KEY_SIZE + 16], etag[MARKET_ETAG_SIZE] = "";
    void *data = NULL;
    size_t length = 0;
    object_key(o->key, key);
    market_status status = objects->get(objects->payload, key, err, etag, &data, &length);
    if (status == MARKET_E_NOT_FOUND) {
        sqlite3_stmt *stmt = NULL;
        o->is_known = false;
        o->etag[0] = '\0';
        o->digest = (market__digest){0};
        status = market__prepare(store, "DELETE FROM temp.objects WHERE key = ?1", err, &stmt);
        if (status == MARKET_OK) {
            market__bind_text(stmt, 1, o->key);
            status = market__run(store, stmt, err);
        }
        sqlite3_finalize(stmt);
        return status;
    }
    if (status == MARKET_OK)
        status = take(store, o, key, data, length, etag, err);
    objects->release(objects->payload, data);
    return status;
}

/* In a transaction or savepoint of its own, that writes no object. */
static market_status load(market_store *store, object *o, market_error *err) {
    market__tx tx;
    bool changed = store->changed;
    store->remote->loading = true; /* a store for reading loads, too */
    market_status status = market__tx_begin(store, err, &tx);
    store->remote->loading = false;
    if (status != MARKET_OK)
        return status;
    bool was_joined = market__tx_join(store);
    status = discount(store, o, err);
    if (status == MARKET_OK)
        status = fetch(store, o, err);
    market__tx_leave(store, was_joined);
    store->remote->loading = false;
    store->changed = tx.joined && changed;
    status = market__tx_end(store, &tx, status, err);
    store->changed = changed;
    return status;
}

/* Loads the objects of a bound selection. */
static market_status load_selected(market_store *store, sqlite3_stmt *stmt, market_error *err) {
    void *items = NULL;
    size_t count = 0;
    market_status status =
        market__collect(store, stmt, sizeof(object), column_object, err, &items, &count);
    object *objects = items;
    for (size_t i = 0; i < count && status == MARKET_OK; i++)
        status = load(store, &objects[i], err);
    free(items);
    return status;
}

#define UNLOADED "SELECT " OBJECT_COLUMNS " FROM temp.objects WHERE loaded = 0"

static market_status load_where(market_store *store, const char *sql, const market__part *part,
                                market_error *err) {
    sqlite3_stmt *stmt = NULL;
    if (store->remote == NULL || store->remote->loading)
        return MARKET_OK;
    market_status status = market__part_bind(store, sql, part, err, &stmt);
    if (status == MARKET_OK) {
        sqlite3_bind_int(stmt, 7, (int)part->kind);
        status = load_selected(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

market_status market__need_bars(market_store *store, const market_series_key *key, int64_t first,
                                int64_t last, market_error *err) {
    market__part part = {
        .kind = MARKET__BARS, .timeframe = key->timeframe, .from = first, .to = last};
    snprintf(part.name, sizeof part.name, "%s", key->symbol);
    snprintf(part.feed, sizeof part.feed, "%s", key->feed);
    return load_where(store,
                      UNLOADED " AND kind = ?7 AND name = ?1 AND timeframe = ?2 AND feed = ?3"
                               " AND start <= ?6 AND until > ?5",
                      &part, err);
}

market_status market__need_named(market_store *store, market__part_kind kind, const char *name,
                                 market_error *err) {
    market__part part = {.kind = kind};
    snprintf(part.name, sizeof part.name, "%s", name);
    return load_where(store, UNLOADED " AND kind = ?7 AND name = ?1", &part, err);
}

market_status market__need_range(market_store *store, market__part_kind kind, const char *name,
                                 int64_t from, int64_t to, market_error *err) {
    market__part part = {.kind = kind, .from = from, .to = to};
    snprintf(part.name, sizeof part.name, "%s", name == NULL ? "" : name);
    return load_where(store,
                      UNLOADED " AND kind = ?7 AND (?1 = '' OR name = ?1) AND start <= ?6"
                               " AND until > ?5",
                      &part, err);
}

market_status market__need_items(market_store *store, market__part_kind kind, const char *name,
                                 int granularity, const void *items, size_t count, size_t size,
                                 size_t offset, market_error *err) {
    market__part part = {.kind = kind, .granularity = granularity, .from = 1, .to = 0};
    market_status status = MARKET_OK;
    if (store->remote == NULL || store->remote->loading)
        return MARKET_OK;
    for (size_t i = 0; i < count && status == MARKET_OK; i++) {
        int64_t time = 0;
        memcpy(&time, (const char *)items + i * size + offset, sizeof time);
        if (time >= part.from && time < part.to)
            continue; /* as the one before */
        market__part_place(&part, time);
        status = market__need_range(store, kind, name, time, time, err);
    }
    return status;
}

market_status market__need_part(market_store *store, const market__part *part, market_error *err) {
    object o;
    if (store->remote == NULL)
        return MARKET_OK;
    market_status status = find_object(store, part, err, &o);
    bool is_missing = status == MARKET_OK && o.is_known && !o.is_loaded;
    return is_missing ? load(store, &o, err) : status;
}

market_status market__need_all(market_store *store, market_error *err) {
    market__part part = {.kind = MARKET__SYMBOLS};
    return load_where(store, UNLOADED " ORDER BY kind, name, key", &part, err);
}

market_status market__part_known(market_store *store, const market__part *part, market_error *err,
                                 market__digest *out) {
    object o;
    if (store->remote == NULL)
        return market__part_digest(store, part, err, out);
    market_status status = find_object(store, part, err, &o);
    if (status == MARKET_OK)
        *out = o.digest;
    return status;
}

market_status market__each_object(market_store *store, market__part_fn *visit, void *payload,
                                  market_error *err) {
    void *items = NULL;
    size_t count = 0;
    market_status status = market__collect_sql(
        store, "SELECT " OBJECT_COLUMNS " FROM temp.objects WHERE kind <> 6 ORDER BY kind, key",
        sizeof(object), column_object, err, &items, &count);
    const object *objects = items;
    for (size_t i = 0; i < count && status == MARKET_OK; i++)
        status = visit(payload, &objects[i].part, err);
    free(items);
    return status;
}

/* ---- writing ---- */

/* Another writer was faster: their rows first, then ours, as if ours had been put after theirs. */
static market_status take_theirs(market_store *store, object *o, market_error *err) {
    market__part_text ours = {0};
    bool has_ours = false;
    market_status status = market__part_write(store, &o->part, 1, true, err, &ours);
    has_ours = status == MARKET_OK;
    if (status == MARKET_OK)
        status = set_loading(store, true, err);
    if (status == MARKET_OK)
        status = market__part_remove(store, &o->part, err);
    if (status == MARKET_OK)
        status = set_loading(store, false, err);
    o->is_loaded = true; /* removing has discounted its bars */
    if (status == MARKET_OK)
        status = fetch(store, o, err);
    if (status == MARKET_OK)
        status =
            market__part_merge(store, &o->part, o->key, ours.data, ours.length, err, NULL, NULL);
    if (has_ours)
        market__part_text_clear(&ours);
    return status;
}

/* One attempt; *done: the object holds what the working copy does. */
static market_status try_write(market_store *store, object *o, market_error *err, bool *done) {
    const market_objects *objects = &store->remote->objects;
    char key[MARKET__KEY_SIZE + 16], etag[MARKET_ETAG_SIZE] = "";
    market__part_text text = {0};
    market_status status = market__part_write(store, &o->part, o->revision + 1, false, err, &text);
    if (status != MARKET_OK)
        return status;
    *done = o->is_known && strcmp(text.digest.sum, o->digest.sum) == 0;
    if (!*done) {
        object_key(o->key, key);
        status = objects->put(objects->payload, key, text.data, text.length,
                              o->is_known ? o->etag : "", err, etag);
        *done = status == MARKET_OK;
        if (*done) {
            snprintf(o->etag, sizeof o->etag, "%s", etag);
            o->digest = text.digest;
            o->revision++;
            o->is_known = o->is_loaded = true;
            store->remote->is_stale = true;
            status = save_object(store, o, err);
        }
    }
    market__part_text_clear(&text);
    return status;
}

static market_status write_part(void *payload, const market__part *part, market_error *err) {
    market_store *store = payload;
    object o;
    bool done = false;
    market_status status = find_object(store, part, err, &o);
    for (unsigned round = 1; status == MARKET_OK && !done; round++) {
        status = try_write(store, &o, err, &done);
        if (status != MARKET_E_CONFLICT)
            continue;
        if (round == ROUNDS)
            return market__fail(err, MARKET_E_LOCKED,
                                "%s" MARKET__OBJECT_SUFFIX ": other writers were faster %d times",
                                o.key, ROUNDS);
        store->remote->conflicted = true;
        store->remote->objects.pause(store->remote->objects.payload, round);
        status = take_theirs(store, &o, err);
    }
    store->remote->loading = false;
    return status;
}

market_status market__remote_flush(market_store *store, market_error *err) {
    bool was_joined = market__tx_join(store);
    market_status status = MARKET_OK;
    /* Merging with another writer's rows can change a part that was written before. */
    do {
        store->remote->conflicted = false;
        status = market__each_part(store, true, write_part, store, err);
    } while (status == MARKET_OK && store->remote->conflicted);
    market__tx_leave(store, was_joined);
    if (status == MARKET_OK)
        status = market__exec(store, "DELETE FROM temp.dirty", err);
    return status == MARKET_OK ? market__exec(store, set_generation, err) : status;
}

/* ---- opening and closing ---- */

/* Makes the series that the objects are of, with their extents. */
static market_status make_series(market_store *store, market_error *err) {
    static const char *const steps[] = {
        "INSERT OR IGNORE INTO symbols(symbol) SELECT DISTINCT name FROM temp.objects"
        " WHERE kind = 2 AND revision > 0",
        "INSERT OR IGNORE INTO series(symbol, timeframe, feed) SELECT DISTINCT name, timeframe,"
        " feed FROM temp.objects WHERE kind = 2 AND revision > 0 ORDER BY 1, 2, 3",
        "UPDATE series SET (bars, first, last) = (SELECT sum(rows), min(first), max(last)"
        " FROM temp.objects o WHERE kind = 2 AND revision > 0 AND o.name = series.symbol"
        " AND o.timeframe = series.timeframe AND o.feed = series.feed) WHERE EXISTS"
        " (SELECT 1 FROM temp.objects o WHERE kind = 2 AND revision > 0 AND"
        " o.name = series.symbol AND o.timeframe = series.timeframe AND o.feed = series.feed)",
        "UPDATE symbols SET default_feed = ifnull((SELECT feed FROM series s"
        " WHERE s.symbol = symbols.symbol ORDER BY feed = 'sample', feed LIMIT 1), '')"
        " WHERE default_feed = ''"};
    market_status status = set_loading(store, true, err);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == MARKET_OK; i++)
        status = market__exec(store, steps[i], err);
    store->remote->loading = false;
    return status == MARKET_OK ? set_loading(store, false, err) : status;
}

typedef struct listing {
    market_store *store;
    market_error *err;
    market_status status;
} listing;

static bool list_object(void *payload, const char *key, const char *etag) {
    listing *l = payload;
    object o = {.is_known = true};
    size_t length = strlen(key), suffix = sizeof MARKET__OBJECT_SUFFIX - 1;
    if (length <= suffix || length - suffix >= sizeof o.key ||
        strcmp(key + length - suffix, MARKET__OBJECT_SUFFIX) != 0)
        return true; /* none of ours */
    memcpy(o.key, key, length - suffix);
    if (!market__part_parse(o.key, &o.part))
        return true;
    snprintf(o.etag, sizeof o.etag, "%s", etag);
    l->store->remote->is_there = true;
    l->status = save_object(l->store, &o, l->err);
    return l->status == MARKET_OK;
}

static market_status list_objects(market_store *store, market_error *err) {
    const market_objects *objects = &store->remote->objects;
    listing l = {store, err, MARKET_OK};
    market_status status = market__exec(store, "BEGIN", err);
    if (status == MARKET_OK)
        status = objects->list(objects->payload, list_object, &l, err);
    if (l.status != MARKET_OK)
        status = l.status;
    market_status end = market__exec(store, "COMMIT", status == MARKET_OK ? err : NULL);
    return status == MARKET_OK ? end : status;
}

static market_status read_all(market_store *store, market_error *err) {
    market__remote *remote = store->remote;
    market__part none = {.kind = MARKET__SYMBOLS};
    int64_t unknown = 0;
    market_status status = list_objects(store, err);
    if (status == MARKET_OK)
        status = market__manifest_read(store, true, err);
    if (status == MARKET_OK)
        status = market__get_int(store, "SELECT count(*) FROM temp.objects WHERE revision = 0", err,
                                 &unknown);
    remote->unknown = (size_t)unknown;
    if (status == MARKET_OK)
        status = load_where(store, UNLOADED " AND kind = ?7", &none, err);
    if (status == MARKET_OK)
        status = make_series(store, err);
    if (status == MARKET_OK)
        status = load_where(store, UNLOADED " AND revision = 0 ORDER BY kind, key", &none, err);
    remote->is_stale = remote->unknown + remote->missing > 0;
    return status == MARKET_OK ? market__exec(store, set_generation, err) : status;
}

market_status market__remote_open(market_store *store, const market_objects *objects,
                                  market_error *err) {
    store->remote = calloc(1, sizeof *store->remote);
    if (store->remote == NULL) {
        objects->close(objects->payload);
        return market__no_memory(err);
    }
    store->remote->objects = *objects;
    market_status status = market__exec(store, setup, err);
    if (status == MARKET_OK)
        status = market__exec(store, triggers, err);
    return status == MARKET_OK ? read_all(store, err) : status;
}

market_status market__remote_repair(market_store *store, market_error *err) {
    market_status status = market__manifest_write(store, err);
    if (status != MARKET_OK)
        return status;
    store->remote->is_stale = false;
    store->remote->unknown = store->remote->missing = 0;
    return MARKET_OK;
}

void market__remote_close(market_store *store) {
    /* The next to open the store finds out without it. */
    if (store->remote->is_stale && !store->read_only)
        (void)market__manifest_write(store, NULL);
    store->remote->objects.close(store->remote->objects.payload);
    free(store->remote);
    store->remote = NULL;
}

market_status market__remote_verify(market_store *store, market_error *err) {
    market__remote *remote = store->remote;
    remote->verifying = true;
    market_status status = market__need_all(store, err);
    remote->verifying = false;
    if (status == MARKET_OK && remote->unknown + remote->missing > 0)
        return market__fail(err, MARKET_E_CORRUPT,
                            "%s: the manifest does not know %zu objects and names %zu that are "
                            "gone; the data is sound, the manifest can be rebuilt",
                            store->path, remote->unknown, remote->missing);
    return status;
}
