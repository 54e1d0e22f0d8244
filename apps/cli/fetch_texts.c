/* News, posts and their counts: `mkt fetch news|posts|counts`. */
#include "fetch.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY INT64_C(86400000)

static int64_t now_ms(void) {
    return (int64_t)time(NULL) * 1000;
}

/* ---- news */

static bool store_news(void *payload, const market_news *items, size_t count, bool is_last) {
    struct cli_fetch *fetch = payload;
    market_error err = {0};
    market_put_summary summary = {0, 0, 0};
    (void)is_last;
    market_status status = market_store_put_news(fetch->store, items, count, &err, &summary);
    return cli_fetch_stored(fetch, status, &err, &summary);
}

int cli_fetch_news(struct cli_fetch *fetch, fetch_alpaca *alpaca) {
    const struct cli_values *values = &fetch->cli->values;
    fetch_news_query query = FETCH_NEWS_QUERY_INIT;
    fetch_error err = {.message = ""};
    fetch_call call = cli_fetch_call();
    char start[MARKET_TIME_TEXT];
    (void)market_time_format(now_ms() - 7 * DAY, MARKET_1DAY, start);
    query.symbols = &fetch->symbol;
    query.symbol_count = 1;
    query.start = values->from ? values->from : start;
    query.end = values->to;
    fetch_status status = fetch_alpaca_news(alpaca, &query, &call, store_news, fetch, &err);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    cli_fetch_row(fetch, "news", "");
    return CLI_OK;
}

/* ---- posts and counts */

/* The query of a symbol, unless --query says another. */
static void make_query(const struct cli_fetch *fetch, char query[64]) {
    (void)snprintf(query, 64, "$%s lang:en -is:retweet", fetch->symbol);
}

static void note_problems(const struct cli_fetch *fetch, const fetch_problem *problems,
                          size_t count) {
    for (size_t i = 0; i < count; i++)
        cli_note(fetch->symbol, "X left out: %s",
                 problems[i].title[0] ? problems[i].title : problems[i].type);
}

static bool store_posts(void *payload, const fetch_posts_page *page) {
    struct cli_fetch *fetch = payload;
    market_error err = {0};
    market_put_summary summary = {0, 0, 0};
    note_problems(fetch, page->problems, page->problem_count);
    market_status status = market_store_put_posts(fetch->store, fetch->symbol, page->posts,
                                                  page->count, page->fetched_at, &err, &summary);
    return cli_fetch_stored(fetch, status, &err, &summary);
}

int cli_fetch_posts(struct cli_fetch *fetch, fetch_x *x) {
    const struct cli_values *values = &fetch->cli->values;
    enum {
        SLICES = 7,
        POSTS = 300
    };
    fetch_plan plan;
    fetch_error err = {.message = ""};
    fetch_call call = cli_fetch_call();
    char query[64];
    int64_t end = now_ms() - 60000;
    make_query(fetch, query);
    fetch_status status =
        fetch_plan_make(values->query ? values->query : query, end - 7 * DAY + 120000, end,
                        values->posts ? (unsigned)values->posts : POSTS, SLICES, &err, &plan);
    if (!status)
        status = fetch_x_sample(x, &plan, true, &call, store_posts, fetch, &err);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    cli_fetch_row(fetch, "posts", "");
    return CLI_OK;
}

static bool store_counts(void *payload, const fetch_counts_page *page) {
    struct cli_fetch *fetch = payload;
    market_error err = {0};
    market_put_summary summary = {0, 0, 0};
    note_problems(fetch, page->problems, page->problem_count);
    market_status status =
        market_store_put_post_counts(fetch->store, fetch->symbol, page->granularity, page->counts,
                                     page->count, page->fetched_at, false, &err, &summary);
    return cli_fetch_stored(fetch, status, &err, &summary);
}

int cli_fetch_counts(struct cli_fetch *fetch, fetch_x *x) {
    fetch_counts_query query = FETCH_COUNTS_QUERY_INIT;
    fetch_error err = {.message = ""};
    fetch_call call = cli_fetch_call();
    char text[64];
    make_query(fetch, text);
    query.query = fetch->cli->values.query ? fetch->cli->values.query : text;
    fetch_status status = fetch_x_counts(x, &query, &call, store_counts, fetch, &err);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    cli_fetch_row(fetch, "counts", "");
    return CLI_OK;
}
