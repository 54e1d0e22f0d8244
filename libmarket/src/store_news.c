/* store_news.c - news articles. */
#include "remote.h"
#include "texts.h"

#include <stdlib.h>

#define MOST_SYMBOLS 1000 /* of one article */

typedef struct writer {
    market_store *store;
    sqlite3_stmt *find;
    sqlite3_stmt *insert;
    sqlite3_stmt *unlink;
    sqlite3_stmt *link;
    market_put_summary summary;
} writer;

static bool is_good(const market_news *news) {
    bool good = market__good_id(news->id) && market__good_text(news->headline) &&
                market__good_text(news->author) && market__good_text(news->summary) &&
                market__good_text(news->content) && market__good_text(news->url) &&
                market__good_text(news->source) && news->symbol_count <= MOST_SYMBOLS;
    for (size_t i = 0; i < news->symbol_count && good; i++)
        good = market_symbol_check(news->symbols[i], strlen(news->symbols[i]), NULL) == MARKET_OK;
    return good;
}

static market_status prepare(writer *w, market_error *err) {
    market_status status =
        market__prepare(w->store, "SELECT updated_at FROM news WHERE id = ?1", err, &w->find);
    if (status == MARKET_OK)
        status = market__prepare(
            w->store,
            "INSERT OR REPLACE INTO news(id, created_at, updated_at, headline, author, summary,"
            " content, url, source, synthetic) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            err, &w->insert);
    if (status == MARKET_OK)
        status =
            market__prepare(w->store, "DELETE FROM news_symbols WHERE id = ?1", err, &w->unlink);
    if (status == MARKET_OK)
        status = market__prepare(
            w->store, "INSERT INTO news_symbols(id, position, symbol) VALUES(?1, ?2, ?3)", err,
            &w->link);
    return status;
}

static void finish(writer *w) {
    sqlite3_finalize(w->find);
    sqlite3_finalize(w->insert);
    sqlite3_finalize(w->unlink);
    sqlite3_finalize(w->link);
}

static market_status write_article(writer *w, const market_news *news, market_error *err) {
    market__bind_text(w->insert, 1, news->id);
    sqlite3_bind_int64(w->insert, 2, news->created_at);
    sqlite3_bind_int64(w->insert, 3, news->updated_at);
    market__bind_text(w->insert, 4, news->headline);
    market__bind_text(w->insert, 5, news->author);
    market__bind_text(w->insert, 6, news->summary);
    market__bind_text(w->insert, 7, news->content);
    market__bind_text(w->insert, 8, news->url);
    market__bind_text(w->insert, 9, news->source);
    sqlite3_bind_int(w->insert, 10, news->synthetic);
    market_status status = market__run(w->store, w->insert, err);
    market__bind_text(w->unlink, 1, news->id);
    if (status == MARKET_OK)
        status = market__run(w->store, w->unlink, err);
    for (size_t i = 0; i < news->symbol_count && status == MARKET_OK; i++) {
        market__bind_text(w->link, 1, news->id);
        sqlite3_bind_int64(w->link, 2, (int64_t)i);
        market__bind_text(w->link, 3, news->symbols[i]);
        status = market__run(w->store, w->link, err);
    }
    return status;
}

static market_status put_article(writer *w, const market_news *news, market_error *err) {
    bool stored = false;
    market__bind_text(w->find, 1, news->id);
    market_status status = market__step(w->store, w->find, err, &stored);
    bool is_newer = stored && sqlite3_column_int64(w->find, 0) < news->updated_at;
    sqlite3_reset(w->find);
    if (status != MARKET_OK)
        return status;
    if (stored && !is_newer) {
        w->summary.unchanged++;
        return MARKET_OK;
    }
    if (stored)
        w->summary.revised++;
    else
        w->summary.added++;
    return write_article(w, news, err);
}

market_status market_store_put_news(market_store *store, const market_news *items, size_t count,
                                    market_error *err, market_put_summary *out) {
    if (store == NULL || (items == NULL && count > 0))
        return market__fail(err, MARKET_E_ARGUMENT, "a store and articles are needed");
    for (size_t i = 0; i < count; i++)
        if (!is_good(&items[i]))
            return market__fail_at(err, MARKET_E_BAD_ROW, (market__place){.line = i + 1}, "",
                                   "article %zu: a bad id, symbol or text", i + 1);
    writer w = {.store = store};
    market__tx tx;
    market_status status =
        market__need_items(store, MARKET__NEWS, "", 0, items, count, sizeof *items,
                           offsetof(market_news, created_at), err);
    if (status == MARKET_OK)
        status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    status = prepare(&w, err);
    for (size_t i = 0; i < count && status == MARKET_OK; i++)
        status = put_article(&w, &items[i], err);
    finish(&w);
    return market__tx_end_put(store, &tx, status, &w.summary, err, out);
}

/* ---- reading ---- */

typedef struct lister {
    market_store *store;
    market__pool *pool;
    sqlite3_stmt *symbols; /* of one article */
    market_news *items;
    size_t count;
    size_t capacity;
} lister;

static market_status read_symbols(lister *l, market_news *news, market_error *err) {
    const char *symbols[MOST_SYMBOLS];
    bool row = false;
    market__bind_text(l->symbols, 1, news->id);
    market_status status = market__step(l->store, l->symbols, err, &row);
    while (status == MARKET_OK && row && news->symbol_count < MOST_SYMBOLS) {
        if (!market__pool_column(l->pool, l->symbols, 0, &symbols[news->symbol_count]))
            status = market__no_memory(err);
        else
            status = market__step(l->store, l->symbols, err, &row);
        news->symbol_count++;
    }
    sqlite3_reset(l->symbols);
    size_t size = news->symbol_count * sizeof *symbols;
    void *copy = status == MARKET_OK && size > 0 ? market__pool_take(l->pool, size) : NULL;
    if (status == MARKET_OK && size > 0 && copy == NULL)
        return market__no_memory(err);
    if (copy != NULL)
        memcpy(copy, symbols, size);
    news->symbols = copy;
    return status;
}

static market_status read_article(lister *l, sqlite3_stmt *stmt, market_error *err) {
    market_news news = {.created_at = sqlite3_column_int64(stmt, 1),
                        .updated_at = sqlite3_column_int64(stmt, 2),
                        .synthetic = sqlite3_column_int(stmt, 9) != 0};
    const char **texts[] = {&news.headline, &news.author, &news.summary,
                            &news.content,  &news.url,    &news.source};
    bool good = market__pool_column(l->pool, stmt, 0, &news.id);
    for (int i = 0; i < 6 && good; i++)
        good = market__pool_column(l->pool, stmt, 3 + i, texts[i]);
    if (good && l->count == l->capacity) {
        size_t capacity = market__grown(l->capacity, l->count + 1);
        void *moved = market__resize(l->items, capacity, sizeof *l->items);
        good = moved != NULL;
        if (good) {
            l->items = moved;
            l->capacity = capacity;
        }
    }
    if (!good)
        return market__no_memory(err);
    market_status status = read_symbols(l, &news, err);
    l->items[l->count++] = news;
    return status;
}

static market_status read_articles(lister *l, const market_text_query *query, market_error *err) {
    static const char sql[] =
        "SELECT id, created_at, updated_at, headline, author, summary, content, url, source,"
        " synthetic FROM news WHERE (?1 IS NULL OR id IN (SELECT id FROM news_symbols"
        " WHERE symbol = ?1)) AND created_at BETWEEN ?2 AND ?3"
        " ORDER BY created_at DESC, id DESC LIMIT ?4";
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status =
        market__prepare(l->store, "SELECT symbol FROM news_symbols WHERE id = ?1 ORDER BY position",
                        err, &l->symbols);
    if (status == MARKET_OK)
        status = market__prepare(l->store, sql, err, &stmt);
    if (status == MARKET_OK) {
        market__bind_text_query(stmt, query);
        market__bind_limit(stmt, 4, query->limit);
        status = market__step(l->store, stmt, err, &row);
    }
    while (status == MARKET_OK && row) {
        status = read_article(l, stmt, err);
        if (status == MARKET_OK)
            status = market__step(l->store, stmt, err, &row);
    }
    sqlite3_finalize(stmt);
    sqlite3_finalize(l->symbols);
    return status;
}

market_status market_store_list_news(market_store *store, const market_text_query *query,
                                     market_error *err, market_news_list *out) {
    market_text_query chosen;
    if (store == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a result are needed");
    market_status status = market__text_query(query, err, &chosen);
    if (status == MARKET_OK)
        status = market__need_range(store, MARKET__NEWS, NULL, chosen.from, chosen.to, err);
    if (status != MARKET_OK)
        return status;
    lister l = {.store = store, .pool = market__pool_create()};
    if (l.pool == NULL)
        return market__no_memory(err);
    market__tx tx;
    status = market__read_begin(store, err, &tx);
    if (status == MARKET_OK) {
        status = read_articles(&l, &chosen, err);
        market__read_end(store, &tx);
    }
    market_news_list list = {l.count, l.items, l.pool};
    if (status == MARKET_OK)
        *out = list;
    else
        market_news_list_clear(&list);
    return status;
}

void market_news_list_clear(market_news_list *list) {
    free(list->items);
    market__pool_free(list->memory);
    *list = (market_news_list){0, NULL, NULL};
}
