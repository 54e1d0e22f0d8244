/* store_purge.c - posts that are to be forgotten. */
#include "texts.h"

/* What is deleted is overwritten in the file, not only left out of its index. */
static market_status begin(market_store *store, market_error *err, market__tx *tx) {
    market_status status = MARKET_OK;
    if (store->remote != NULL) /* merging would bring them back */
        return market__fail(err, MARKET_E_STATE, "%s: posts in objects cannot be forgotten",
                            store->path);
    if (!store->in_transaction)
        status = market__exec(store, "PRAGMA secure_delete = ON", err);
    return status == MARKET_OK ? market__tx_begin(store, err, tx) : status;
}

static market_status end(market_store *store, const market__tx *tx, market_status status,
                         uint64_t removed, market_error *err, uint64_t *out) {
    const market_put_summary summary = {.revised = (size_t)removed};
    status = market__tx_end_put(store, tx, status, &summary, err, NULL);
    if (status == MARKET_OK && out != NULL)
        *out = removed;
    return status;
}

static market_status delete_by_id(market_store *store, sqlite3_stmt *stmt, const char *id,
                                  market_error *err, uint64_t *removed) {
    market__bind_text(stmt, 1, id);
    market_status status = market__run(store, stmt, err);
    if (status == MARKET_OK)
        *removed += (uint64_t)sqlite3_changes(store->db);
    return status;
}

static market_status check_ids(market_store *store, const char *const *ids, size_t count,
                               market_error *err) {
    if (store == NULL || (ids == NULL && count > 0))
        return market__fail(err, MARKET_E_ARGUMENT, "a store and ids are needed");
    for (size_t i = 0; i < count; i++)
        if (ids[i] == NULL || !market__good_id(ids[i]))
            return market__fail_at(err, MARKET_E_BAD_ROW, (market__place){.line = i + 1}, "",
                                   "id %zu is not the id of a post", i + 1);
    return MARKET_OK;
}

market_status market_store_purge_posts(market_store *store, const char *const *ids, size_t count,
                                       market_error *err, uint64_t *removed) {
    sqlite3_stmt *post = NULL, *link = NULL;
    uint64_t posts = 0, links = 0;
    market__tx tx;
    market_status status = check_ids(store, ids, count, err);
    if (status == MARKET_OK)
        status = begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = market__prepare(store, "DELETE FROM posts WHERE id = ?1", err, &post);
    if (status == MARKET_OK)
        status = market__prepare(store, "DELETE FROM post_topics WHERE post = ?1", err, &link);
    for (size_t i = 0; i < count && status == MARKET_OK; i++) {
        status = delete_by_id(store, post, ids[i], err, &posts);
        if (status == MARKET_OK)
            status = delete_by_id(store, link, ids[i], err, &links);
    }
    sqlite3_finalize(post);
    sqlite3_finalize(link);
    return end(store, &tx, status, posts, err, removed);
}

static market_status delete_before(market_store *store, const char *sql, int64_t before,
                                   market_error *err, uint64_t *removed) {
    sqlite3_stmt *stmt = NULL;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        sqlite3_bind_int64(stmt, 1, before);
        status = market__run(store, stmt, err);
    }
    if (status == MARKET_OK)
        *removed = (uint64_t)sqlite3_changes(store->db);
    sqlite3_finalize(stmt);
    return status;
}

market_status market_store_purge_posts_before(market_store *store, int64_t before,
                                              market_error *err, uint64_t *removed) {
    uint64_t posts = 0, links = 0;
    market__tx tx;
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    market_status status = begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = delete_before(store,
                           "DELETE FROM post_topics WHERE post IN"
                           " (SELECT id FROM posts WHERE created_at < ?1)",
                           before, err, &links);
    if (status == MARKET_OK)
        status =
            delete_before(store, "DELETE FROM posts WHERE created_at < ?1", before, err, &posts);
    return end(store, &tx, status, posts, err, removed);
}
