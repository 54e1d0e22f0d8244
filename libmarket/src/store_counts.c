/* store_counts.c - how many posts per minute, hour or day; the list of topics. */
#include "remote.h"
#include "texts.h"

#include <stdlib.h>

int64_t market__bucket_width(market_granularity granularity) {
    switch (granularity) {
    case MARKET_PER_MINUTE:
        return MARKET__MINUTE;
    case MARKET_PER_HOUR:
        return MARKET__HOUR;
    case MARKET_PER_DAY:
        return MARKET__DAY;
    }
    return 0;
}

typedef struct writer {
    market_store *store;
    const char *topic;
    market_granularity granularity;
    int64_t fetched_at;
    bool synthetic;
    sqlite3_stmt *find;
    sqlite3_stmt *insert;
    market_put_summary summary;
} writer;

static void bind_key(sqlite3_stmt *stmt, const writer *w, int64_t start) {
    market__bind_text(stmt, 1, w->topic);
    sqlite3_bind_int(stmt, 2, (int)w->granularity);
    sqlite3_bind_int64(stmt, 3, start);
}

/* A fuller bucket wins; of equally full ones the later seen. The row in w->find is the stored one.
 */
static bool replaces(const writer *w, const market_post_count *bucket) {
    int64_t covered = sqlite3_column_int64(w->find, 0);
    bool same = covered == bucket->covered_ms &&
                sqlite3_column_int64(w->find, 1) == bucket->count &&
                (sqlite3_column_int(w->find, 2) != 0) == w->synthetic;
    if (same || bucket->covered_ms < covered)
        return false;
    return bucket->covered_ms > covered || w->fetched_at >= sqlite3_column_int64(w->find, 3);
}

static market_status put_bucket(writer *w, const market_post_count *bucket, market_error *err) {
    bool stored = false;
    bind_key(w->find, w, bucket->start);
    market_status status = market__step(w->store, w->find, err, &stored);
    bool write = !stored || replaces(w, bucket);
    sqlite3_reset(w->find);
    if (status != MARKET_OK)
        return status;
    if (!write) {
        w->summary.unchanged++;
        return MARKET_OK;
    }
    if (stored)
        w->summary.revised++;
    else
        w->summary.added++;
    bind_key(w->insert, w, bucket->start);
    sqlite3_bind_int64(w->insert, 4, bucket->covered_ms);
    sqlite3_bind_int64(w->insert, 5, bucket->count);
    sqlite3_bind_int(w->insert, 6, w->synthetic);
    sqlite3_bind_int64(w->insert, 7, w->fetched_at);
    return market__run(w->store, w->insert, err);
}

static market_status check(const writer *w, const market_post_count *items, size_t count,
                           market_error *err) {
    int64_t width = market__bucket_width(w->granularity);
    if (w->store == NULL || width == 0 || (items == NULL && count > 0))
        return market__fail(err, MARKET_E_ARGUMENT, "a store, a granularity and counts are needed");
    for (size_t i = 0; i < count; i++)
        if (market__floor_mod(items[i].start, width) != 0 || items[i].covered_ms <= 0 ||
            items[i].covered_ms > width || items[i].count < 0)
            return market__fail_at(err, MARKET_E_BAD_ROW, (market__place){.line = i + 1}, "",
                                   "count %zu: not aligned, too wide or negative", i + 1);
    return market__check_topic(w->topic, err);
}

static market_status put_all(writer *w, const market_post_count *items, size_t count,
                             market_error *err) {
    market_status status =
        market__prepare(w->store,
                        "SELECT covered_ms, count, synthetic, fetched_at FROM post_counts"
                        " WHERE topic = ?1 AND granularity = ?2 AND start = ?3",
                        err, &w->find);
    if (status == MARKET_OK)
        status = market__prepare(
            w->store,
            "INSERT OR REPLACE INTO post_counts(topic, granularity, start, covered_ms, count,"
            " synthetic, fetched_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            err, &w->insert);
    for (size_t i = 0; i < count && status == MARKET_OK; i++)
        status = put_bucket(w, &items[i], err);
    sqlite3_finalize(w->find);
    sqlite3_finalize(w->insert);
    return status;
}

market_status market_store_put_post_counts(market_store *store, const char *topic,
                                           market_granularity granularity,
                                           const market_post_count *items, size_t count,
                                           int64_t fetched_at, bool synthetic, market_error *err,
                                           market_put_summary *out) {
    writer w = {.store = store,
                .topic = topic,
                .granularity = granularity,
                .fetched_at = fetched_at,
                .synthetic = synthetic};
    market__tx tx;
    market_status status = check(&w, items, count, err);
    if (status == MARKET_OK)
        status = market__need_items(store, MARKET__COUNTS, topic, (int)granularity, items, count,
                                    sizeof *items, offsetof(market_post_count, start), err);
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = put_all(&w, items, count, err);
    return market__tx_end_put(store, &tx, status, &w.summary, err, out);
}

/* ---- reading ---- */

static void column_count(sqlite3_stmt *stmt, void *item) {
    *(market_post_count *)item =
        (market_post_count){sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1),
                            sqlite3_column_int64(stmt, 2)};
}

static market_status any_synthetic(market_store *store, const market_text_query *query,
                                   market_granularity granularity, market_error *err, bool *out) {
    sqlite3_stmt *stmt = NULL;
    market_status status =
        market__prepare(store,
                        "SELECT 1 FROM post_counts WHERE topic = ?1 AND start BETWEEN ?2 AND ?3"
                        " AND granularity = ?4 AND synthetic LIMIT 1",
                        err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text_query(stmt, query);
        sqlite3_bind_int(stmt, 4, (int)granularity);
        status = market__step(store, stmt, err, out);
    }
    sqlite3_finalize(stmt);
    return status;
}

market_status market_store_list_post_counts(market_store *store, const market_text_query *query,
                                            market_granularity granularity, market_error *err,
                                            bool *synthetic, market_post_count_list *out) {
    static const char sql[] =
        "SELECT start, covered_ms, count FROM (SELECT start, covered_ms, count FROM post_counts"
        " WHERE topic = ?1 AND start BETWEEN ?2 AND ?3 AND granularity = ?4"
        " ORDER BY start DESC LIMIT ?5) ORDER BY start";
    market_text_query chosen;
    sqlite3_stmt *stmt = NULL;
    void *items = NULL;
    size_t count = 0;
    bool found_synthetic = false;
    if (store == NULL || query == NULL || out == NULL || market__bucket_width(granularity) == 0)
        return market__fail(err, MARKET_E_ARGUMENT, "a store, a query and a result are needed");
    market_status status = market__text_query(query, err, &chosen);
    if (status == MARKET_OK)
        status = market__check_topic(chosen.symbol, err);
    if (status == MARKET_OK)
        status =
            market__need_range(store, MARKET__COUNTS, chosen.symbol, chosen.from, chosen.to, err);
    if (status == MARKET_OK && synthetic != NULL)
        status = any_synthetic(store, &chosen, granularity, err, &found_synthetic);
    if (status == MARKET_OK)
        status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text_query(stmt, &chosen);
        sqlite3_bind_int(stmt, 4, (int)granularity);
        market__bind_limit(stmt, 5, chosen.limit);
        status =
            market__collect(store, stmt, sizeof *out->items, column_count, err, &items, &count);
    }
    sqlite3_finalize(stmt);
    if (status != MARKET_OK)
        return status;
    if (synthetic != NULL)
        *synthetic = found_synthetic;
    *out = (market_post_count_list){count, items};
    return MARKET_OK;
}

void market_post_count_list_clear(market_post_count_list *list) {
    free(list->items);
    *list = (market_post_count_list){0, NULL};
}

static void column_topic(sqlite3_stmt *stmt, void *item) {
    market_topic *topic = item;
    memset(topic, 0, sizeof *topic);
    market__column_copy(stmt, 0, sizeof topic->topic, topic->topic);
    topic->posts = (uint64_t)sqlite3_column_int64(stmt, 1);
    topic->newest = topic->posts > 0 ? sqlite3_column_int64(stmt, 2) : INT64_MIN;
}

market_status market_store_list_topics(market_store *store, market_error *err,
                                       market_topic_list *out) {
    static const char sql[] =
        "SELECT t.topic, count(p.id), max(p.created_at) FROM"
        " (SELECT topic FROM post_topics UNION SELECT topic FROM post_counts) t"
        " LEFT JOIN post_topics l ON l.topic = t.topic LEFT JOIN posts p ON p.id = l.post"
        " GROUP BY t.topic ORDER BY t.topic";
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    void *items = NULL;
    size_t count = 0;
    /* What a store of objects has not loaded is known by its objects. */
    market_status status =
        market__collect_sql(store, store->remote == NULL ? sql : MARKET__OBJECT_TOPICS,
                            sizeof *out->items, column_topic, err, &items, &count);
    if (status == MARKET_OK)
        *out = (market_topic_list){count, items};
    return status;
}

void market_topic_list_clear(market_topic_list *list) {
    free(list->items);
    *list = (market_topic_list){0, NULL};
}
