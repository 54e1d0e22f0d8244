/* store_notes.c - named texts that a program keeps beside its data. They are rows of `meta`,
 * in a store of objects of one object. */
#include "remote.h"
#include "texts.h"

#include <stdlib.h>

#define FIND_IN_FILE    "SELECT value, 0 FROM meta WHERE key = 'note:' || ?1"
#define FIND_IN_OBJECTS "SELECT text, written_at FROM temp.notes WHERE name = ?1"

bool market__good_note_name(const char *name) {
    size_t length = name == NULL ? 0 : strlen(name);
    bool good = length > 0 && length <= 200;
    for (size_t i = 0; i < length && good; i++)
        good = name[i] > ' ' && name[i] < 0x7F;
    return good;
}

/* Looks for a note and steps once; finalise `stmt` also on error. */
static market_status find(market_store *store, const char *name, market_error *err,
                          sqlite3_stmt **stmt, bool *row) {
    const market__part part = {.kind = MARKET__NOTES};
    if (store == NULL || !market__good_note_name(name))
        return market__fail(err, MARKET_E_ARGUMENT,
                            "a store and a name of 1 to 200 printable characters are needed");
    market_status status = market__need_part(store, &part, err);
    if (status == MARKET_OK)
        status = market__prepare(store, store->remote ? FIND_IN_OBJECTS : FIND_IN_FILE, err, stmt);
    if (status == MARKET_OK) {
        market__bind_text(*stmt, 1, name);
        status = market__step(store, *stmt, err, row);
    }
    return status;
}

/* Whether the stored text is another one, and when it was written. */
static market_status differs(market_store *store, const char *name, const char *text,
                             market_error *err, bool *out, int64_t *written_at) {
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status = find(store, name, err, &stmt, &row);
    if (status == MARKET_OK) {
        *out = !market__same_text(row ? market__column_text(stmt, 0) : "", text);
        *written_at = row ? sqlite3_column_int64(stmt, 1) : 0;
    }
    return market__finish(store, stmt, status, err);
}

market_status market__note_keep(market_store *store, const char *name, const char *text,
                                int64_t written_at, market_error *err) {
    static const char sql[] =
        "INSERT OR REPLACE INTO temp.notes(name, text, written_at) SELECT ?1, ?2, ?3"
        " WHERE NOT EXISTS (SELECT 1 FROM temp.notes WHERE name = ?1"
        " AND (written_at, text) >= (?3, ?2))";
    sqlite3_stmt *stmt = NULL;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, name);
        market__bind_text(stmt, 2, text);
        sqlite3_bind_int64(stmt, 3, written_at);
        status = market__run(store, stmt, err);
    }
    store->changed |= status == MARKET_OK && sqlite3_changes(store->db) > 0;
    sqlite3_finalize(stmt);
    return status;
}

/* Later than the one it replaces, whatever the clock says. An empty one stays, so that another
 * writer's older one does not come back. */
static market_status write_to_objects(market_store *store, const char *name, const char *text,
                                      int64_t replaced, market_error *err) {
    int64_t now = market__now();
    return market__note_keep(store, name, text, now > replaced ? now : replaced + 1, err);
}

static market_status write_to_file(market_store *store, const char *name, const char *text,
                                   market_error *err) {
    sqlite3_stmt *stmt = NULL;
    bool removes = text == NULL || text[0] == '\0';
    market_status status =
        market__prepare(store,
                        removes ? "DELETE FROM meta WHERE key = 'note:' || ?1"
                                : "INSERT OR REPLACE INTO meta(key, value) VALUES('note:' || ?1, "
                                  "?2)",
                        err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, name);
        if (!removes)
            market__bind_text(stmt, 2, text);
        status = market__run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

market_status market_store_put_note(market_store *store, const char *name, const char *text,
                                    market_error *err) {
    market__tx tx;
    bool changes = false;
    int64_t written_at = 0;
    market_status status = differs(store, name, text, err, &changes, &written_at);
    if (status == MARKET_OK && !market__good_text(text))
        status = market__fail(err, MARKET_E_ARGUMENT, "%s: not UTF-8, or longer than 1 MiB", name);
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    if (store->remote == NULL) /* another process may have written since */
        status = differs(store, name, text, err, &changes, &written_at);
    if (status == MARKET_OK && changes)
        status = store->remote != NULL ? write_to_objects(store, name, text, written_at, err)
                                       : write_to_file(store, name, text, err);
    return market__tx_end(store, &tx, status, err);
}

market_status market_store_get_note(market_store *store, const char *name, market_error *err,
                                    market_note *out) {
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_note note = {NULL};
    if (out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a result is needed");
    market_status status = find(store, name, err, &stmt, &row);
    if (status == MARKET_OK) {
        const char *text = row ? market__column_text(stmt, 0) : "";
        size_t size = strlen(text) + 1;
        note.text = malloc(size);
        if (note.text == NULL)
            status = market__no_memory(err);
        else
            memcpy(note.text, text, size);
    }
    status = market__finish(store, stmt, status, err);
    if (status == MARKET_OK)
        *out = note;
    else
        market_note_clear(&note);
    return status;
}

void market_note_clear(market_note *note) {
    free(note->text);
    *note = (market_note){NULL};
}
