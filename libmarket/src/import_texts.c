/* import_texts.c - news in Alpaca's shape, posts and post counts in X's. */
#include "bars_read.h"
#include "items.h"
#include "texts.h"

#include <stdlib.h>

market_status market__begin_texts(market_store *store, const market_import_options *options,
                                  market_error *err, market_import_options *chosen,
                                  market__items *items) {
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    market_status status = market__import_options(options, err, chosen);
    if (status != MARKET_OK)
        return status;
    if (chosen->fetched_at == 0)
        chosen->fetched_at = market__now();
    items->rows.zone = store->zone;
    items->pool = market__pool_create();
    return items->pool != NULL ? MARKET_OK : market__no_memory(err);
}

static market_status out_of_memory(market__items *items) {
    return market__no_memory(items->json.err);
}

/* ---- news ---- */

typedef struct news_list {
    market_news *items;
    size_t count;
    size_t capacity;
} news_list;

typedef struct article {
    market_news news;
    const char *symbols[256];
} article;

static market_status read_symbol_list(market__items *items, article *a) {
    market__json *json = &items->json;
    if (market__json_next(json) != MARKET__TOKEN_ARRAY)
        return market__json_skip(json) == MARKET__TOKEN_ERROR ? json->status : MARKET_OK;
    while (market__json_next(json) != MARKET__TOKEN_ARRAY_END) {
        if (json->token == MARKET__TOKEN_ERROR)
            return json->status;
        bool is_symbol = json->token == MARKET__TOKEN_TEXT &&
                         market_symbol_check(json->text, json->length, NULL) == MARKET_OK;
        if (market__json_skip(json) == MARKET__TOKEN_ERROR)
            return json->status;
        if (!is_symbol || a->news.symbol_count == sizeof a->symbols / sizeof a->symbols[0])
            continue; /* what this library could not name, such as an index, is left out */
        const char *symbol = market__pool_text(items->pool, json->text, json->length);
        if (symbol == NULL)
            return out_of_memory(items);
        a->symbols[a->news.symbol_count++] = symbol;
    }
    return MARKET_OK;
}

static market_status read_article_member(market__items *items, void *object, const char *key) {
    article *a = object;
    const struct {
        const char *key;
        const char **text;
    } texts[] = {{"id", &a->news.id},           {"headline", &a->news.headline},
                 {"author", &a->news.author},   {"summary", &a->news.summary},
                 {"content", &a->news.content}, {"url", &a->news.url},
                 {"source", &a->news.source}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(key, texts[i].key) == 0)
            return market__items_text(items, texts[i].text);
    if (strcmp(key, "created_at") == 0)
        return market__items_time(items, &a->news.created_at);
    if (strcmp(key, "updated_at") == 0)
        return market__items_time(items, &a->news.updated_at);
    if (strcmp(key, "synthetic") == 0)
        return market__items_flag(items, &a->news.synthetic);
    return strcmp(key, "symbols") == 0 ? read_symbol_list(items, a) : market__items_skip(items);
}

static market_status keep_article(market__items *items, article *a) {
    news_list *list = items->context;
    void *moved = list->items;
    size_t size = a->news.symbol_count * sizeof *a->symbols;
    void *symbols = size == 0 ? NULL : market__pool_take(items->pool, size);
    if ((size > 0 && symbols == NULL) ||
        !market__items_grow(&moved, list->count, &list->capacity, sizeof *list->items))
        return out_of_memory(items);
    if (size > 0)
        memcpy(symbols, a->symbols, size);
    a->news.symbols = symbols;
    list->items = moved;
    list->items[list->count++] = a->news;
    return MARKET_OK;
}

static market_status read_article(market__items *items) {
    article a = {.news = {.created_at = INT64_MIN, .updated_at = INT64_MIN}};
    market__place place = items->json.place;
    market_status status = market__items_object(items, read_article_member, &a);
    if (status != MARKET_OK)
        return status;
    if (a.news.updated_at == INT64_MIN)
        a.news.updated_at = a.news.created_at;
    if (!market__good_id(a.news.id))
        return market__rows_bad(&items->rows, place, "id", "is missing or not an id");
    if (a.news.created_at == INT64_MIN)
        return market__rows_bad(&items->rows, place, "created_at", "is missing or not a time");
    return keep_article(items, &a);
}

market_status market_import_news(market_store *store, const market_input *input,
                                 const market_import_options *options, market_error *err,
                                 market_text_summary *out) {
    news_list list = {NULL, 0, 0};
    market__items items = {.context = &list, .read_item = read_article};
    market_import_options chosen = MARKET_IMPORT_OPTIONS_INIT;
    market_put_summary stored = {0, 0, 0};
    market_status status = market__begin_texts(store, options, err, &chosen, &items);
    if (status == MARKET_OK)
        status = market__items_read(&items, input, &chosen, "news", err);
    for (size_t i = 0; i < list.count; i++)
        list.items[i].synthetic |= items.synthetic;
    if (status == MARKET_OK)
        status = market_store_put_news(store, list.items, list.count, err, &stored);
    if (status == MARKET_OK && out != NULL)
        *out = (market_text_summary){items.rows.records, items.rows.bad, stored};
    market__pool_free(items.pool);
    free(list.items);
    return status;
}

/* ---- post counts ---- */

typedef struct bucket {
    int64_t start;
    int64_t end;
    int64_t count;
} bucket;

typedef struct bucket_list {
    bucket *items;
    size_t count;
    size_t capacity;
} bucket_list;

static market_status read_bucket_member(market__items *items, void *object, const char *key) {
    bucket *b = object;
    if (strcmp(key, "start") == 0)
        return market__items_time(items, &b->start);
    if (strcmp(key, "end") == 0)
        return market__items_time(items, &b->end);
    if (strcmp(key, "tweet_count") == 0 || strcmp(key, "post_count") == 0)
        return market__items_count(items, &b->count);
    return market__items_skip(items);
}

static market_status read_bucket(market__items *items) {
    bucket_list *list = items->context;
    bucket b = {INT64_MIN, INT64_MIN, -1};
    market__place place = items->json.place;
    market_status status = market__items_object(items, read_bucket_member, &b);
    if (status != MARKET_OK)
        return status;
    if (b.start == INT64_MIN || b.end <= b.start || b.end - b.start > MARKET__DAY)
        return market__rows_bad(&items->rows, place, "start", "and end are no bucket of time");
    if (b.count < 0)
        return market__rows_bad(&items->rows, place, "tweet_count", "is missing or not a count");
    void *moved = list->items;
    if (!market__items_grow(&moved, list->count, &list->capacity, sizeof *list->items))
        return out_of_memory(items);
    list->items = moved;
    list->items[list->count++] = b;
    return MARKET_OK;
}

/* The narrowest granularity that holds the widest bucket: cut ones are narrower. */
static market_granularity granularity_of(const bucket_list *list) {
    int64_t widest = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].end - list->items[i].start > widest)
            widest = list->items[i].end - list->items[i].start;
    if (widest <= MARKET__MINUTE)
        return MARKET_PER_MINUTE;
    return widest <= MARKET__HOUR ? MARKET_PER_HOUR : MARKET_PER_DAY;
}

static market_status put_buckets(market_store *store, const char *topic, const bucket_list *list,
                                 int64_t fetched_at, bool synthetic, market_error *err,
                                 market_put_summary *out) {
    market_granularity granularity = granularity_of(list);
    int64_t width = market__bucket_width(granularity);
    if (list->count == 0)
        return market__check_topic(topic, err);
    market_post_count *counts = market__resize(NULL, list->count, sizeof *counts);
    if (counts == NULL)
        return market__no_memory(err);
    for (size_t i = 0; i < list->count; i++) {
        const bucket *b = &list->items[i];
        counts[i] = (market_post_count){b->start - market__floor_mod(b->start, width),
                                        b->end - b->start, b->count};
    }
    market_status status = market_store_put_post_counts(
        store, topic, granularity, counts, list->count, fetched_at, synthetic, err, out);
    free(counts);
    return status;
}

market_status market_import_post_counts(market_store *store, const char *topic,
                                        const market_input *input,
                                        const market_import_options *options, market_error *err,
                                        market_text_summary *out) {
    bucket_list list = {NULL, 0, 0};
    market__items items = {.context = &list, .read_item = read_bucket};
    market_import_options chosen = MARKET_IMPORT_OPTIONS_INIT;
    market_put_summary stored = {0, 0, 0};
    market_status status = market__begin_texts(store, options, err, &chosen, &items);
    if (status == MARKET_OK)
        status = market__items_read(&items, input, &chosen, "data", err);
    if (status == MARKET_OK)
        status = put_buckets(store, topic, &list, chosen.fetched_at, items.synthetic, err, &stored);
    if (status == MARKET_OK && out != NULL)
        *out = (market_text_summary){items.rows.records, items.rows.bad, stored};
    market__pool_free(items.pool);
    free(list.items);
    return status;
}
