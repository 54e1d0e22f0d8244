/* sync.c - copying what is new from store to store, and publishing snapshots. */
#include "remote.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define GROUP 256 /* parts in a transaction of a file */

/* ---- from store to store ---- */

typedef struct syncer {
    market_store *from;
    market_store *to;
    market_sync_fn *on_part;
    void *payload;
    market_sync_summary sum;
} syncer;

static market_status copy_part(syncer *s, const market__part *part, const char *key,
                               market_error *err) {
    market__part_text text = {0};
    market_put_summary rows = {0, 0, 0};
    market_status status = market__need_part(s->from, part, err);
    if (status == MARKET_OK)
        status = market__part_write(s->from, part, 1, false, err, &text);
    if (status == MARKET_OK)
        status = market__part_merge(s->to, part, key, text.data, text.length, err, NULL, &rows);
    market__part_text_clear(&text);
    s->sum.rows.added += rows.added;
    s->sum.rows.revised += rows.revised;
    s->sum.rows.unchanged += rows.unchanged;
    s->sum.copied++;
    return status;
}

static market_status commit_group(syncer *s, market_error *err) {
    market_status status = market_store_commit(s->to, err);
    return status == MARKET_OK ? market_store_begin(s->to, err) : status;
}

static market_status sync_part(void *payload, const market__part *part, market_error *err) {
    syncer *s = payload;
    market__digest here = {0}, there = {0};
    char key[MARKET__KEY_SIZE];
    market__part_key(part, key);
    market_status status = market__part_known(s->from, part, err, &here);
    if (status == MARKET_OK)
        status = market__part_known(s->to, part, err, &there);
    bool differs = here.sum[0] == '\0' || strcmp(here.sum, there.sum) != 0;
    if (status == MARKET_OK && differs)
        status = copy_part(s, part, key, err);
    s->sum.parts++;
    if (status == MARKET_OK && s->to->remote == NULL && s->sum.parts % GROUP == 0)
        status = commit_group(s, err);
    if (status == MARKET_OK && s->on_part != NULL && !s->on_part(s->payload, key, &s->sum))
        status = market__fail(err, MARKET_E_CANCELLED, "cancelled");
    return status;
}

static market_status each_of(syncer *s, market_error *err) {
    market__tx tx;
    if (s->from->remote != NULL)
        return market__each_object(s->from, sync_part, s, err);
    market_status status = market__read_begin(s->from, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = market__each_part(s->from, false, sync_part, s, err);
    market__read_end(s->from, &tx);
    return status;
}

market_status market_store_sync(market_store *from, market_store *to, market_sync_fn *on_part,
                                void *payload, market_error *err, market_sync_summary *out) {
    if (from == NULL || to == NULL || from == to)
        return market__fail(err, MARKET_E_ARGUMENT, "two stores are needed");
    if (from->in_transaction || to->in_transaction)
        return market__fail(err, MARKET_E_STATE, "a transaction is open");
    syncer s = {.from = from, .to = to, .on_part = on_part, .payload = payload};
    bool is_grouped = to->remote == NULL;
    market_status status = is_grouped ? market_store_begin(to, err) : MARKET_OK;
    if (status != MARKET_OK)
        return status;
    status = each_of(&s, err);
    /* What was copied stays, as each part is whole. */
    bool keep = status == MARKET_OK || status == MARKET_E_CANCELLED;
    if (is_grouped && to->in_transaction) {
        market_status end = keep ? market_store_commit(to, status == MARKET_OK ? err : NULL)
                                 : market_store_rollback(to, NULL);
        status = status == MARKET_OK ? end : status;
    }
    if (status == MARKET_OK && out != NULL)
        *out = s.sum;
    return status;
}

/* ---- snapshots ---- */

#define NAME_SIZE 48

static char *join(const char *directory, const char *name) {
    size_t size = strlen(directory) + strlen(name) + 2;
    char *path = malloc(size);
    if (path != NULL)
        snprintf(path, size, "%s/%s", directory, name);
    return path;
}

static market_status cannot(const char *path, const char *what, market_error *err) {
    market_status status = errno == EACCES || errno == EROFS    ? MARKET_E_PERMISSION
                           : errno == ENOENT                    ? MARKET_E_NOT_FOUND
                           : errno == ENOSPC || errno == EDQUOT ? MARKET_E_FULL
                                                                : MARKET_E_IO;
    return market__fail(err, status, "%s: %s: %s", path, what, market_status_text(status));
}

/* The name in the file `current`; "" without one. */
static void read_current(const char *path, char out[NAME_SIZE]) {
    FILE *file = fopen(path, "re");
    out[0] = '\0';
    if (file == NULL)
        return;
    if (fgets(out, NAME_SIZE, file) == NULL)
        out[0] = '\0';
    out[strcspn(out, "\n")] = '\0';
    (void)fclose(file);
}

static bool write_whole(const char *path, const char *text) {
    FILE *file = fopen(path, "we");
    if (file == NULL)
        return false;
    bool good = fprintf(file, "%s\n", text) > 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
    return fclose(file) == 0 && good;
}

/* Readers see the old name or the new one. */
static market_status write_current(const char *directory, const char *name, market_error *err) {
    char *partial = join(directory, "current.partial"), *path = join(directory, "current");
    market_status status = MARKET_OK;
    if (partial == NULL || path == NULL)
        status = market__no_memory(err);
    else if (!write_whole(partial, name) || rename(partial, path) != 0)
        status = cannot(path, "it cannot be written", err);
    free(partial);
    free(path);
    return status;
}

/* The generation in a snapshot's name; false for other files. */
static bool parse_name(const char *name, uint64_t *out) {
    static const char before[] = "market-", after[] = ".db";
    uint64_t number = 0;
    const char *at = name + sizeof before - 1;
    if (strncmp(name, before, sizeof before - 1) != 0 || !market__is_digit(*at))
        return false;
    for (; market__is_digit(*at); at++) {
        if (number > UINT64_MAX / 10 - 1)
            return false;
        number = number * 10 + (uint64_t)(*at - '0');
    }
    *out = number;
    return strcmp(at, after) == 0;
}

static void put_name(uint64_t generation, char out[NAME_SIZE]) {
    snprintf(out, NAME_SIZE, "market-%llu.db", (unsigned long long)generation);
}

static int newest_first(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

/* Removes all snapshots but `current` and the `keep` - 1 newest others. Readers that have one open
 * keep it. What cannot be removed stays: it is in nobody's way. */
static void remove_old(const char *directory, uint64_t current, size_t keep) {
    enum {
        MOST = 1024
    };
    uint64_t found[MOST], number = 0;
    size_t count = 0;
    DIR *folder = opendir(directory);
    if (folder == NULL)
        return;
    for (const struct dirent *entry = readdir(folder); entry != NULL && count < MOST;
         entry = readdir(folder))
        if (parse_name(entry->d_name, &number) && number != current)
            found[count++] = number;
    (void)closedir(folder);
    qsort(found, count, sizeof found[0], newest_first);
    for (size_t i = keep - 1; i < count; i++) {
        char name[NAME_SIZE];
        put_name(found[i], name);
        char *path = join(directory, name);
        if (path != NULL)
            (void)unlink(path);
        free(path);
    }
}

/* Copies the state that `generation` counts. */
static market_status copy_state(market_store *store, const char *directory, market_error *err,
                                uint64_t *generation, bool *is_new) {
    char name[NAME_SIZE], current[NAME_SIZE];
    char *known = join(directory, "current"), *path = NULL;
    market_status status = known == NULL ? market__no_memory(err) : MARKET_OK;
    if (status == MARKET_OK)
        status = market_store_generation(store, err, generation);
    if (status == MARKET_OK) {
        put_name(*generation, name);
        read_current(known, current);
        path = join(directory, name);
        if (path == NULL)
            status = market__no_memory(err);
    }
    if (status == MARKET_OK) {
        *is_new = strcmp(current, name) != 0 || access(path, R_OK) != 0;
        if (*is_new)
            status = market__copy_database(store, path, err);
        if (status == MARKET_OK && *is_new)
            status = write_current(directory, name, err);
    }
    free(path);
    free(known);
    return status;
}

static market_status publish(market_store *store, const char *directory, size_t keep,
                             market_error *err, uint64_t *generation, bool *is_new) {
    market__tx tx;
    market_status status = market__read_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = copy_state(store, directory, err, generation, is_new);
    market__read_end(store, &tx);
    if (status == MARKET_OK)
        remove_old(directory, *generation, keep);
    return status;
}

/* Brings the file that stands for a store of objects up to date, generation and all. */
static market_status refresh_mirror(market_store *from, market_store *mirror,
                                    market_sync_fn *on_part, void *payload, market_error *err) {
    uint64_t generation = 0;
    market_status status = market_store_sync(from, mirror, on_part, payload, err, NULL);
    if (status == MARKET_OK)
        status = market_store_generation(from, err, &generation);
    sqlite3_stmt *stmt = NULL;
    if (status == MARKET_OK)
        status = market__prepare(mirror, "UPDATE meta SET value = ?1 WHERE key = 'generation'", err,
                                 &stmt);
    if (status == MARKET_OK) {
        sqlite3_bind_int64(stmt, 1, (int64_t)generation);
        status = market__run(mirror, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

market_status market_store_publish(market_store *store, const char *directory, size_t keep,
                                   market_sync_fn *on_part, void *payload, market_error *err,
                                   uint64_t *generation, bool *is_new) {
    uint64_t number = 0;
    bool fresh = false;
    if (store == NULL || directory == NULL || directory[0] == '\0')
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a folder are needed");
    if (store->in_transaction)
        return market__fail(err, MARKET_E_STATE, "a transaction is open");
    char *file = join(directory, "mirror.db");
    market_store *mirror = NULL;
    market_status status = file == NULL ? market__no_memory(err) : MARKET_OK;
    if (status == MARKET_OK && store->remote != NULL)
        status = market_store_open(file, NULL, err, &mirror);
    if (status == MARKET_OK && mirror != NULL)
        status = refresh_mirror(store, mirror, on_part, payload, err);
    if (status == MARKET_OK)
        status = publish(mirror != NULL ? mirror : store, directory, keep == 0 ? 3 : keep, err,
                         &number, &fresh);
    market_store_free(mirror);
    free(file);
    if (status == MARKET_OK && generation != NULL)
        *generation = number;
    if (status == MARKET_OK && is_new != NULL)
        *is_new = fresh;
    return status;
}
