/* store_notes.c - named texts that a program keeps beside its data. They are rows of `meta`. */
#include "texts.h"

#include <stdlib.h>

static market_status check(market_store *store, const char *name, market_error *err) {
    size_t length = name == NULL ? 0 : strlen(name);
    bool good = store != NULL && length > 0 && length <= 200;
    for (size_t i = 0; i < length && good; i++)
        good = name[i] > ' ' && name[i] < 0x7F;
    return good ? MARKET_OK
                : market__fail(err, MARKET_E_ARGUMENT,
                               "a store and a name of 1 to 200 printable characters are needed");
}

/* Whether the stored text is another one. */
static market_status differs(market_store *store, const char *name, const char *text,
                             market_error *err, bool *out) {
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status =
        market__prepare(store, "SELECT value FROM meta WHERE key = 'note:' || ?1", err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, name);
        status = market__step(store, stmt, err, &row);
    }
    if (status == MARKET_OK)
        *out = !market__same_text(row ? market__column_text(stmt, 0) : "", text);
    return market__finish(store, stmt, status, err);
}

static market_status write_note(market_store *store, const char *name, const char *text,
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
    market_status status = check(store, name, err);
    if (status == MARKET_OK && !market__good_text(text))
        status = market__fail(err, MARKET_E_ARGUMENT, "%s: not UTF-8, or longer than 1 MiB", name);
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = differs(store, name, text, err, &changes);
    if (status == MARKET_OK && changes)
        status = write_note(store, name, text, err);
    return market__tx_end(store, &tx, status, err);
}

market_status market_store_get_note(market_store *store, const char *name, market_error *err,
                                    market_note *out) {
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_note note = {NULL};
    if (out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a result is needed");
    market_status status = check(store, name, err);
    if (status == MARKET_OK)
        status =
            market__prepare(store, "SELECT value FROM meta WHERE key = 'note:' || ?1", err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text(stmt, 1, name);
        status = market__step(store, stmt, err, &row);
    }
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
