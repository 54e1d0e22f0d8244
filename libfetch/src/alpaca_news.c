/* alpaca_news.c - news, in pages of 50. */
#include "alpaca.h"

#include <stdlib.h>

#define PAGE_MAX 50

typedef struct request {
    fetch_alpaca *alpaca;
    fetch__job *job;
    const fetch_news_query *query;
    char start[MARKET_TIME_TEXT], end[MARKET_TIME_TEXT];
    fetch__buffer symbols;
    fetch__pages pages;
    cJSON *document;    /* of the page; articles point into it */
    const char **names; /* the articles' symbols, one after the other */
    market_news items[PAGE_MAX];
    char ids[PAGE_MAX][32];
    size_t count;
} request;

static size_t count_names(const cJSON *news) {
    const cJSON *item = NULL;
    size_t count = 0;
    cJSON_ArrayForEach(item, news) {
        int symbols = cJSON_GetArraySize(fetch__json_get(item, "symbols"));
        count += symbols > 0 ? (size_t)symbols : 0;
    }
    return count;
}

/* False for an article without id, headline or time. */
static bool take_article(const cJSON *item, const char **names, char id[32], market_news *out) {
    market_news news = {.id = id};
    const cJSON *symbol = NULL;
    if (!fetch__json_id(item, "id", id, 32) ||
        !fetch__json_time(item, "created_at", &news.created_at))
        return false;
    if (!fetch__json_time(item, "updated_at", &news.updated_at))
        news.updated_at = news.created_at;
    news.headline = fetch__json_text(item, "headline");
    news.author = fetch__json_text(item, "author");
    news.summary = fetch__json_text(item, "summary");
    news.content = fetch__json_text(item, "content");
    news.url = fetch__json_text(item, "url");
    news.source = fetch__json_text(item, "source");
    news.symbols = names;
    cJSON_ArrayForEach(symbol, fetch__json_get(item, "symbols")) {
        const char *text = cJSON_GetStringValue(symbol);
        if (text != NULL && market_symbol_check(text, strlen(text), NULL) == MARKET_OK)
            names[news.symbol_count++] = text;
    }
    *out = news;
    return news.headline != NULL;
}

static fetch_status take_page(request *r, const cJSON *news, fetch_error *err) {
    const cJSON *item = NULL;
    fetch_client *client = r->alpaca->service.client;
    r->names = calloc(count_names(news) + 1, sizeof *r->names);
    if (r->names == NULL)
        return fetch__no_memory(err);
    const char **names = r->names;
    cJSON_ArrayForEach(item, news) {
        if (r->count == PAGE_MAX)
            return FETCH_E_MALFORMED;
        market_news *article = &r->items[r->count];
        if (!take_article(item, names, r->ids[r->count], article)) {
            fetch__log(client, FETCH_LOG_WARNING,
                       "alpaca: an article lacks id, headline or time and is left out");
            continue;
        }
        names += article->symbol_count;
        fetch_status status = fetch__check_future(client, article->updated_at, "news", err);
        if (status != FETCH_OK)
            return status;
        r->count++;
    }
    return FETCH_OK;
}

static void drop_page(request *r) {
    cJSON_Delete(r->document);
    free(r->names);
    r->document = NULL;
    r->names = NULL;
    r->count = 0;
}

static fetch_status read_page(void *payload, const fetch__answer *answer, fetch_error *err) {
    request *r = payload;
    drop_page(r);
    fetch_status status = fetch__json_parse(answer->body.data, answer->body.length, &r->document);
    const cJSON *news = fetch__json_get(r->document, "news");
    if (status == FETCH_OK && !cJSON_IsArray(news))
        status = FETCH_E_MALFORMED;
    if (status == FETCH_OK)
        status = take_page(r, news, err);
    if (status == FETCH_OK &&
        !fetch__pages_take(&r->pages, fetch__json_text(r->document, "next_page_token")))
        status = FETCH_E_MALFORMED;
    return status;
}

static fetch_status load(request *r) {
    fetch__ask ask;
    fetch__alpaca_ask(&ask, r->alpaca, r->job, "/v1beta1/news");
    fetch__query_add(&ask.query, "symbols", r->symbols.length > 0 ? r->symbols.data : NULL);
    fetch__query_add(&ask.query, "start", r->start[0] != '\0' ? r->start : NULL);
    fetch__query_add(&ask.query, "end", r->end[0] != '\0' ? r->end : NULL);
    fetch__query_add(&ask.query, "limit", "50");
    fetch__query_add(&ask.query, "sort", "asc");
    fetch__query_add(&ask.query, "include_content", r->query->content ? "true" : "false");
    fetch__query_add(&ask.query, "page_token", fetch__pages_token(&r->pages));
    ask.read = read_page;
    ask.payload = r;
    return fetch__ask_run(&ask);
}

static fetch_status run(request *r, fetch_news_fn *call, void *payload) {
    unsigned most = r->query->max_pages;
    fetch_status status = FETCH_OK;
    bool more = true;
    for (unsigned pages = 1; status == FETCH_OK && more; pages++) {
        status = load(r);
        memcpy(r->pages.token, r->pages.next, sizeof r->pages.token);
        more = r->pages.token[0] != '\0' && (most == 0 || pages < most);
        if (status == FETCH_OK && !call(payload, r->items, r->count, !more))
            status = fetch__stopped(r->job);
    }
    drop_page(r);
    return status;
}

fetch_status fetch_alpaca_news(fetch_alpaca *alpaca, const fetch_news_query *query,
                               const fetch_call *call, fetch_news_fn *page, void *payload,
                               fetch_error *err) {
    if (alpaca == NULL || query == NULL || page == NULL)
        return fetch__fail_parameter(err, "query", "object, query and function are needed");
    if (query->symbol_count > FETCH__BATCH)
        return fetch__fail_parameter(err, "symbols",
                                     "symbols: at most %d, an article would come "
                                     "once for each batch",
                                     FETCH__BATCH);
    fetch__job job;
    request r = {.alpaca = alpaca, .job = &job, .query = query};
    fetch_status status = fetch__check_symbols(query->symbols, query->symbol_count, true, err);
    if (status == FETCH_OK)
        status = fetch__check_range(query->start, query->end, err, r.start, r.end);
    if (status != FETCH_OK)
        return status;
    fetch__job_begin(&job, alpaca->service.client, call);
    if (fetch__join_symbols(query->symbols, query->symbol_count, 0, &r.symbols))
        status = run(&r, page, payload);
    else
        status = fetch__no_memory(&job.error);
    fetch__buffer_clear(&r.symbols);
    return fetch__job_end(&job, status, err);
}
