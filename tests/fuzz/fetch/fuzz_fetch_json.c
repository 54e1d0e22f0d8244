/* Every answer in JSON: bars, snapshots, actions, news, posts, counts, keys, errors. */
#include "harness.h"

static const char *const symbols[] = {"AAPL", "MSFT"};

static bool take_bars(void *payload, const fetch_bars_page *page) {
    (void)payload;
    for (size_t s = 0; s < page->count; s++) {
        const market_bars *bars = &page->series[s].bars;
        CHECK(strlen(page->series[s].symbol) <= MARKET_SYMBOL_MAX);
        for (size_t i = 0; i < bars->count; i++) {
            market_bar bar = market_bars_get(bars, i);
            CHECK(market_bar_fault(&bar, NULL) == NULL);
            CHECK(i == 0 || bars->time[i] > bars->time[i - 1]);
        }
    }
    return true;
}

static bool take_snapshots(void *payload, const fetch_snapshot *items, size_t count) {
    (void)payload;
    for (size_t i = 0; i < count; i++)
        CHECK(market_symbol_check(items[i].symbol, strlen(items[i].symbol), NULL) == MARKET_OK);
    return true;
}

static bool take_actions(void *payload, const fetch_action *items, size_t count, bool is_last) {
    (void)payload;
    (void)is_last;
    for (size_t i = 0; i < count; i++)
        CHECK(items[i].split.to_shares > 0 || items[i].dividend.amount > 0);
    return true;
}

static bool take_news(void *payload, const market_news *items, size_t count, bool is_last) {
    (void)payload;
    (void)is_last;
    for (size_t i = 0; i < count; i++)
        CHECK(items[i].id[0] != '\0' && items[i].headline != NULL);
    return true;
}

static bool take_posts(void *payload, const fetch_posts_page *page) {
    (void)payload;
    for (size_t i = 0; i < page->count; i++)
        CHECK(page->posts[i].id[0] != '\0' && page->posts[i].text != NULL);
    return true;
}

static bool take_counts(void *payload, const fetch_counts_page *page) {
    (void)payload;
    for (size_t i = 0; i < page->count; i++)
        CHECK(page->counts[i].count >= 0 && page->counts[i].covered_ms > 0);
    return true;
}

static void ask_alpaca(fetch_alpaca *alpaca, fetch_error *err) {
    fetch_bars_query bars = FETCH_BARS_QUERY_INIT;
    fetch_latest_query latest = FETCH_LATEST_QUERY_INIT;
    fetch_actions_query actions = FETCH_ACTIONS_QUERY_INIT;
    fetch_news_query news = FETCH_NEWS_QUERY_INIT;
    bars.symbols = latest.symbols = actions.symbols = symbols;
    bars.symbol_count = latest.symbol_count = actions.symbol_count = 2;
    actions.start = "2022-01-01";
    (void)fetch_alpaca_bars(alpaca, &bars, NULL, take_bars, NULL, err);
    bars.timeframe = "10Min";
    (void)fetch_alpaca_bars(alpaca, &bars, NULL, take_bars, NULL, err);
    (void)fetch_alpaca_latest_bars(alpaca, &latest, NULL, take_bars, NULL, err);
    (void)fetch_alpaca_snapshots(alpaca, &latest, NULL, take_snapshots, NULL, err);
    (void)fetch_alpaca_actions(alpaca, &actions, NULL, take_actions, NULL, err);
    (void)fetch_alpaca_news(alpaca, &news, NULL, take_news, NULL, err);
}

static void ask_x(fetch_x *x, fetch_error *err) {
    fetch_search_query search = FETCH_SEARCH_QUERY_INIT;
    fetch_counts_query counts = FETCH_COUNTS_QUERY_INIT;
    search.query = counts.query = "q";
    search.max_posts = 100;
    (void)fetch_x_search(x, &search, NULL, take_posts, NULL, err);
    (void)fetch_x_counts(x, &counts, NULL, take_counts, NULL, err);
}

static void ask_keys(fetch_client *client, fetch_error *err) {
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *s3 = NULL;
    char url[4096];
    options.bucket = "bucket";
    CHECK(fetch_s3_create(client, &options, err, &s3) == FETCH_OK);
    (void)fetch_s3_presign(s3, "GET", "key", 60, err, sizeof url, url);
    fetch_s3_free(s3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const int statuses[] = {200, 400, 403, 429};
    const fuzz_scene *scene = fuzz_scene_get();
    fetch_error err;
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        fuzz_set_answer(&(fuzz_answer){statuses[i], "", 0, (const char *)data, size});
        ask_alpaca(scene->alpaca, &err);
        ask_x(scene->x, &err);
    }
    fuzz_set_answer(&(fuzz_answer){200, "", 0, (const char *)data, size});
    ask_keys(scene->client, &err);
    return 0;
}
