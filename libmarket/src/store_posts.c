/* store_posts.c - posts and the topics they belong to. */
#include "remote.h"
#include "texts.h"

#include <stdlib.h>

#define POST_COLUMNS                                                                               \
    "id, created_at, text, lang, author_id, author, author_name, reposts, replies, likes,"         \
    " quotes, synthetic"

typedef struct writer {
    market_store *store;
    const char *topic;
    int64_t fetched_at;
    sqlite3_stmt *find;
    sqlite3_stmt *insert;
    sqlite3_stmt *link;
    market_put_summary summary;
} writer;

static market_status prepare(writer *w, market_error *err) {
    market_status status = market__prepare(
        w->store, "SELECT " POST_COLUMNS ", fetched_at FROM posts WHERE id = ?1", err, &w->find);
    if (status == MARKET_OK)
        status = market__prepare(w->store,
                                 "INSERT OR REPLACE INTO posts(" POST_COLUMNS ", fetched_at)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                                 err, &w->insert);
    if (status == MARKET_OK)
        status = market__prepare(w->store,
                                 "INSERT OR IGNORE INTO post_topics(topic, post) VALUES(?1, ?2)",
                                 err, &w->link);
    return status;
}

/* Borrowed from the statement until it is stepped or reset. */
static market_post column_post(sqlite3_stmt *stmt) {
    return (market_post){.id = market__column_text(stmt, 0),
                         .created_at = sqlite3_column_int64(stmt, 1),
                         .text = market__column_text(stmt, 2),
                         .lang = market__column_text(stmt, 3),
                         .author_id = market__column_text(stmt, 4),
                         .author = market__column_text(stmt, 5),
                         .author_name = market__column_text(stmt, 6),
                         .reposts = sqlite3_column_int64(stmt, 7),
                         .replies = sqlite3_column_int64(stmt, 8),
                         .likes = sqlite3_column_int64(stmt, 9),
                         .quotes = sqlite3_column_int64(stmt, 10),
                         .synthetic = sqlite3_column_int(stmt, 11) != 0};
}

static bool same_post(const market_post *a, const market_post *b) {
    return a->created_at == b->created_at && market__same_text(a->text, b->text) &&
           market__same_text(a->lang, b->lang) && market__same_text(a->author_id, b->author_id) &&
           market__same_text(a->author, b->author) &&
           market__same_text(a->author_name, b->author_name) && a->reposts == b->reposts &&
           a->replies == b->replies && a->likes == b->likes && a->quotes == b->quotes &&
           a->synthetic == b->synthetic;
}

static const char *known_text(const char *now, const char *before) {
    return now == NULL || now[0] == '\0' ? before : now;
}

static int64_t known_count(int64_t now, int64_t before) {
    return now < 0 ? before : now;
}

/* What is known when `now` was seen after `before`: a page may leave things out. */
static market_post merge(const market_post *now, const market_post *before) {
    market_post post = *now;
    post.text = known_text(now->text, before->text);
    post.lang = known_text(now->lang, before->lang);
    post.author_id = known_text(now->author_id, before->author_id);
    post.author = known_text(now->author, before->author);
    post.author_name = known_text(now->author_name, before->author_name);
    post.reposts = known_count(now->reposts, before->reposts);
    post.replies = known_count(now->replies, before->replies);
    post.likes = known_count(now->likes, before->likes);
    post.quotes = known_count(now->quotes, before->quotes);
    return post;
}

static market_status write_post(writer *w, const market_post *post, int64_t fetched_at,
                                market_error *err) {
    market__bind_text(w->insert, 1, post->id);
    sqlite3_bind_int64(w->insert, 2, post->created_at);
    market__bind_text(w->insert, 3, post->text);
    market__bind_text(w->insert, 4, post->lang);
    market__bind_text(w->insert, 5, post->author_id);
    market__bind_text(w->insert, 6, post->author);
    market__bind_text(w->insert, 7, post->author_name);
    sqlite3_bind_int64(w->insert, 8, post->reposts);
    sqlite3_bind_int64(w->insert, 9, post->replies);
    sqlite3_bind_int64(w->insert, 10, post->likes);
    sqlite3_bind_int64(w->insert, 11, post->quotes);
    sqlite3_bind_int(w->insert, 12, post->synthetic);
    sqlite3_bind_int64(w->insert, 13, fetched_at);
    return market__run(w->store, w->insert, err);
}

/* Writes the post unless what is stored says as much; *changed tells. */
static market_status put_post(writer *w, const market_post *post, market_error *err,
                              bool *changed) {
    bool stored = false;
    market__bind_text(w->find, 1, post->id);
    market_status status = market__step(w->store, w->find, err, &stored);
    if (status == MARKET_OK && !stored) {
        status = write_post(w, post, w->fetched_at, err);
        *changed = true;
    } else if (status == MARKET_OK) {
        market_post before = column_post(w->find);
        int64_t fetched_before = sqlite3_column_int64(w->find, 12);
        bool is_newer = fetched_before <= w->fetched_at;
        /* What was seen earlier still tells what nobody knew later. */
        market_post merged = is_newer ? merge(post, &before) : merge(&before, post);
        *changed = !same_post(&merged, &before);
        if (*changed)
            status = write_post(w, &merged, is_newer ? w->fetched_at : fetched_before,
                                err); /* while `before` is still there to be read */
    }
    return market__reset(w->store, w->find, status, err);
}

static market_status put_item(writer *w, const market_post *post, market_error *err) {
    bool changed = false;
    market_status status = put_post(w, post, err, &changed);
    if (status != MARKET_OK)
        return status;
    market__bind_text(w->link, 1, w->topic);
    market__bind_text(w->link, 2, post->id);
    status = market__run(w->store, w->link, err);
    if (sqlite3_changes(w->store->db) > 0)
        w->summary.added++;
    else if (changed)
        w->summary.revised++;
    else
        w->summary.unchanged++;
    return status;
}

static market_status check(market_store *store, const char *topic, const market_post *items,
                           size_t count, market_error *err) {
    if (store == NULL || (items == NULL && count > 0))
        return market__fail(err, MARKET_E_ARGUMENT, "a store and posts are needed");
    for (size_t i = 0; i < count; i++) {
        const market_post *post = &items[i];
        if (!market__good_id(post->id) || !market__good_text(post->text) ||
            !market__good_text(post->lang) || !market__good_text(post->author_id) ||
            !market__good_text(post->author) || !market__good_text(post->author_name))
            return market__fail_at(err, MARKET_E_BAD_ROW, (market__place){.line = i + 1}, "",
                                   "post %zu: a bad id or text", i + 1);
    }
    return market__check_topic(topic, err);
}

market_status market_store_put_posts(market_store *store, const char *topic,
                                     const market_post *items, size_t count, int64_t fetched_at,
                                     market_error *err, market_put_summary *out) {
    market_status status = check(store, topic, items, count, err);
    market__tx tx;
    /* Of all topics: a post that is known under another one must not be written beside it. */
    if (status == MARKET_OK)
        status = market__need_items(store, MARKET__POSTS, NULL, 0, items, count, sizeof *items,
                                    offsetof(market_post, created_at), err);
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    writer w = {.store = store, .topic = topic, .fetched_at = fetched_at};
    status = prepare(&w, err);
    for (size_t i = 0; i < count && status == MARKET_OK; i++)
        status = put_item(&w, &items[i], err);
    sqlite3_finalize(w.find);
    sqlite3_finalize(w.insert);
    sqlite3_finalize(w.link);
    return market__tx_end_put(store, &tx, status, &w.summary, err, out);
}

/* ---- reading ---- */

typedef struct lister {
    market__pool *pool;
    market_post *items;
    size_t count;
    size_t capacity;
} lister;

static bool keep(lister *l, sqlite3_stmt *stmt) {
    market_post post = column_post(stmt);
    const char **texts[] = {&post.id,        &post.text,   &post.lang,
                            &post.author_id, &post.author, &post.author_name};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = market__pool_text(l->pool, *texts[i], strlen(*texts[i]));
        if (*texts[i] == NULL)
            return false;
    }
    if (l->count == l->capacity) {
        size_t capacity = market__grown(l->capacity, l->count + 1);
        void *moved = market__resize(l->items, capacity, sizeof *l->items);
        if (moved == NULL)
            return false;
        l->items = moved;
        l->capacity = capacity;
    }
    l->items[l->count++] = post;
    return true;
}

static market_status read_posts(market_store *store, lister *l, const market_text_query *query,
                                market_error *err) {
    static const char sql[] =
        "SELECT " POST_COLUMNS " FROM posts WHERE (?1 IS NULL OR id IN (SELECT post FROM"
        " post_topics WHERE topic = ?1)) AND created_at BETWEEN ?2 AND ?3"
        " ORDER BY created_at DESC, id DESC LIMIT ?4";
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status = market__prepare(store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text_query(stmt, query);
        market__bind_limit(stmt, 4, query->limit);
        status = market__step(store, stmt, err, &row);
    }
    while (status == MARKET_OK && row)
        status = keep(l, stmt) ? market__step(store, stmt, err, &row) : market__no_memory(err);
    sqlite3_finalize(stmt);
    return status;
}

market_status market_store_list_posts(market_store *store, const market_text_query *query,
                                      market_error *err, market_post_list *out) {
    market_text_query chosen;
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    market_status status = market__text_query(query, err, &chosen);
    if (status == MARKET_OK)
        status =
            market__need_range(store, MARKET__POSTS, chosen.symbol, chosen.from, chosen.to, err);
    if (status != MARKET_OK)
        return status;
    lister l = {.pool = market__pool_create()};
    if (l.pool == NULL)
        return market__no_memory(err);
    status = read_posts(store, &l, &chosen, err);
    market_post_list list = {l.count, l.items, l.pool};
    if (status == MARKET_OK)
        *out = list;
    else
        market_post_list_clear(&list);
    return status;
}

void market_post_list_clear(market_post_list *list) {
    free(list->items);
    market__pool_free(list->memory);
    *list = (market_post_list){0, NULL, NULL};
}
