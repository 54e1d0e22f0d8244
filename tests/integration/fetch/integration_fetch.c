/* libfetch over real sockets: faults, the strict verifier of signatures, Alpaca's and X's
 * contracts. */
#include "servers.h"
#include "support.h"

#include "integration_log.h"

static fetch_client *client;
static fetch_error err;

/* ---- faults ---- */

#define SECRET "fault-canary-secret"

static bool count_pages(void *payload, const fetch_bars_page *page) {
    *(size_t *)payload += page->count;
    return true;
}

/* Asks a server that fails like `name`; the number of bars in *bars. */
static fetch_status ask_fault(fetch_client *with, const char *name, int64_t timeout, size_t *bars) {
    static const char *const symbols[] = {"AAPL"};
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    fetch_latest_query query = FETCH_LATEST_QUERY_INIT;
    fetch_call call = FETCH_CALL_INIT;
    fetch_alpaca *alpaca = NULL;
    char path[64];
    snprintf(path, sizeof path, "/fault/%s", name);
    options.base_url = server_url(path);
    options.key_id = "id-of-key";
    options.secret_key = SECRET;
    query.symbols = symbols;
    query.symbol_count = 1;
    call.timeout = timeout;
    *bars = 0;
    assert_ok(fetch_alpaca_create(with, &options, &err, &alpaca), &err);
    memset(&err, 0, sizeof err);
    fetch_status status = fetch_alpaca_latest_bars(alpaca, &query, &call, count_pages, bars, &err);
    fetch_alpaca_free(alpaca);
    return status;
}

static void faults_that_pass(void **state) {
    (void)state;
    static const char *const names[] = {"none",  "429_reset", "429_none",  "429_absurd", "429_past",
                                        "503",   "error200",  "truncated", "chunked",    "stall",
                                        "reset", "silent",    "gzip",      "badgzip"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t bars = 0;
        fetch_status status = ask_fault(client, names[i], 20000, &bars);
        if (status != FETCH_OK || bars != 1)
            fail_msg("%s: %s: %s", names[i], fetch_status_name(status), err.message);
        if (served(names[i]) < 1)
            fail_msg("%s was not served", names[i]);
    }
}

static void faults_that_stay(void **state) {
    (void)state;
    static const struct {
        const char *name;
        fetch_status status;
        int http;
    } cases[] = {
        {"html", FETCH_E_MALFORMED, 200}, {"redirect", FETCH_E_REDIRECT, 302},
        {"bomb", FETCH_E_TOO_LARGE, 200}, {"headers", FETCH_E_TOO_LARGE, 200},
        {"future", FETCH_E_CLOCK, 200},   {"drip", FETCH_E_TIMEOUT, 200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t bars = 0;
        bool drips = cases[i].status == FETCH_E_TIMEOUT;
        fetch_status status = ask_fault(client, cases[i].name, drips ? 1500 : 20000, &bars);
        if (status != cases[i].status || bars != 0)
            fail_msg("%s: %s: %s", cases[i].name, fetch_status_name(status), err.message);
        assert_int_equal(err.http_status, cases[i].http);
        assert_true(err.attempts >= 1);
        if (served(cases[i].name) < 1)
            fail_msg("%s was not served", cases[i].name);
    }
    assert_int_equal(served("leak"), 0); /* the redirect's place was not visited */
    assert_int_equal(served("html"), 5); /* all attempts */
    assert_int_equal(served("bomb"), 1);
}

static void a_dead_kept_connection_is_replaced(void **state) {
    (void)state;
    static const char *const symbols[] = {"AAPL"};
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    fetch_latest_query query = FETCH_LATEST_QUERY_INIT;
    fetch_alpaca *alpaca = NULL;
    size_t bars = 0;
    options.base_url = server_url("/fault/stale");
    options.key_id = "id-of-key";
    options.secret_key = SECRET;
    query.symbols = symbols;
    query.symbol_count = 1;
    assert_ok(fetch_alpaca_create(client, &options, &err, &alpaca), &err);
    for (size_t i = 1; i <= 3; i++) {
        assert_ok(fetch_alpaca_latest_bars(alpaca, &query, NULL, count_pages, &bars, &err), &err);
        assert_int_equal(bars, i);
    }
    assert_true(served("stale") >= 1);
    fetch_alpaca_free(alpaca);
}

static void a_wrong_clock_is_told(void **state) {
    (void)state;
    size_t bars = 0;
    fetch_client *own = integration_client(NULL, 500);
    assert_ok(ask_fault(own, "clock", 20000, &bars), &err);
    assert_true(served("clock") >= 1);
    assert_true(fetch_client_clock_offset(own) < -60000);
    assert_non_null(strstr(integration_log(), "this machine's clock is"));
    fetch_client_free(own);
}

static void nobody_there(void **state) {
    (void)state;
    static const char *const symbols[] = {"AAPL"};
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    fetch_latest_query query = FETCH_LATEST_QUERY_INIT;
    fetch_alpaca *alpaca = NULL;
    size_t bars = 0;
    options.base_url = "http://127.0.0.1:1";
    options.key_id = "id-of-key";
    options.secret_key = SECRET;
    query.symbols = symbols;
    query.symbol_count = 1;
    assert_ok(fetch_alpaca_create(client, &options, &err, &alpaca), &err);
    assert_status(fetch_alpaca_latest_bars(alpaca, &query, NULL, count_pages, &bars, &err),
                  FETCH_E_NETWORK);
    assert_int_equal(err.attempts, 5);
    fetch_alpaca_free(alpaca);
}

/* ---- TLS and proxies ---- */

/* Asks the server at `base` with a client of these options. */
static fetch_status ask_at(const fetch_client_options *options, const char *base) {
    static const char *const symbols[] = {"AAPL"};
    fetch_alpaca_options settings = FETCH_ALPACA_OPTIONS_INIT;
    fetch_latest_query query = FETCH_LATEST_QUERY_INIT;
    fetch_client *own = NULL;
    fetch_alpaca *alpaca = NULL;
    size_t bars = 0;
    settings.base_url = base;
    settings.key_id = "id-of-key";
    settings.secret_key = SECRET;
    query.symbols = symbols;
    query.symbol_count = 1;
    assert_ok(fetch_client_create(options, &err, &own), &err);
    assert_ok(fetch_alpaca_create(own, &settings, &err, &alpaca), &err);
    fetch_status status = fetch_alpaca_latest_bars(alpaca, &query, NULL, count_pages, &bars, &err);
    assert_int_equal(bars, status == FETCH_OK);
    fetch_alpaca_free(alpaca);
    fetch_client_free(own);
    return status;
}

static void certificates(void **state) {
    (void)state;
    const fetch_system system = integration_system();
    fetch_client_options options = integration_options(&system);
    const char *localhost = server_tls_url("localhost", "/fault/none");
    const char *address = server_tls_url("127.0.0.1", "/fault/none");
    static char pem[1 << 14];
    if (localhost == NULL) {
        print_message("skipped: openssl is missing\n");
        skip();
    }
    assert_status(ask_at(&options, localhost), FETCH_E_TLS); /* nobody vouches for it */
    assert_int_equal(err.attempts, 1);
    options.ca_file = server_certificate();
    assert_ok(ask_at(&options, localhost), &err);
    options.tls13 = true;
    assert_ok(ask_at(&options, localhost), &err);
    assert_status(ask_at(&options, address), FETCH_E_TLS); /* another name */
    options.ca_file = "/nonexistent";
    assert_status(ask_at(&options, localhost), FETCH_E_TLS);
    FILE *file = fopen(server_certificate(), "r");
    assert_non_null(file);
    options.ca_file = NULL;
    options.ca_data = pem;
    options.ca_length = fread(pem, 1, sizeof pem, file);
    (void)fclose(file);
    assert_ok(ask_at(&options, localhost), &err);
}

static void proxies(void **state) {
    (void)state;
    const fetch_system system = integration_system();
    fetch_client_options options = integration_options(&system);
    const char *url = server_url("/fault/none");
    unsigned before = served("proxy");
    options.proxy = server_proxy("proxy-user:proxy-canary");
    assert_ok(ask_at(&options, url), &err);
    assert_int_equal(served("proxy") - before, 1);
    options.no_proxy = "127.0.0.1";
    assert_ok(ask_at(&options, url), &err);
    assert_int_equal(served("proxy") - before, 1);
    options.no_proxy = NULL;
    options.proxy = server_proxy("proxy-user:wrong-password");
    assert_status(ask_at(&options, url), FETCH_E_REQUEST);
    assert_int_equal(err.http_status, 407);
    assert_true(served("proxy_refused") >= 1);
}

/* ---- Alpaca ---- */

static fetch_alpaca *open_alpaca(const char *secret) {
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    fetch_alpaca *alpaca = NULL;
    options.base_url = server_url("/alpaca");
    options.key_id = "alpaca-id";
    options.secret_key = secret;
    assert_ok(fetch_alpaca_create(client, &options, &err, &alpaca), &err);
    return alpaca;
}

static const char *const names[] = {"MSFT", "AAPL", "BRK.B", "UNKNOWN"};
static size_t next_bar[3];
static size_t last_pages;

/* Every bar by the server's formula, each once and in order. */
static bool check_bars(void *payload, const fetch_bars_page *page) {
    static const char *const order[] = {"AAPL", "BRK.B", "MSFT"};
    (void)payload;
    last_pages += page->is_last;
    assert_int_equal(page->rejected, 0);
    assert_string_equal(page->currency, "EUR");
    for (size_t s = 0; s < page->count; s++) {
        size_t which = 0;
        while (strcmp(order[which], page->series[s].symbol) != 0)
            which++;
        for (size_t i = 0; i < page->series[s].bars.count; i++) {
            market_bar bar = market_bars_get(&page->series[s].bars, i);
            size_t n = next_bar[which]++;
            double base = 100.0 * (double)(which + 1) + (double)n;
            assert_true(bar.time == INT64_C(1641220200000) + (int64_t)n * 60000);
            assert_true(bar.open == base && bar.high == base + 1 && bar.low == base - 1);
            assert_true(bar.close == base + 0.25 && bar.volume == 1000 + (double)n);
            assert_true(n % 7 == 3 ? bar.trades != bar.trades : bar.trades == (double)n);
            assert_true(n % 7 == 5 ? bar.vwap != bar.vwap : bar.vwap == base + 0.125);
            assert_true(bar.complete);
        }
    }
    return true;
}

static void all_bars_once_whatever_the_page(void **state) {
    (void)state;
    static const unsigned sizes[] = {1, 7, 59, 60, 61, 179, 180, 10000};
    fetch_alpaca *alpaca = open_alpaca("alpaca-canary-secret");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fetch_bars_query query = FETCH_BARS_QUERY_INIT;
        query.symbols = names;
        query.symbol_count = sizes[i] == 1 ? 1 : 4; /* within the allowance */
        query.timeframe = "1Min";
        query.start = "2022-01-03";
        query.end = "2022-01-04";
        query.currency = "EUR";
        query.page_size = sizes[i];
        memset(next_bar, 0, sizeof next_bar);
        last_pages = 0;
        assert_ok(fetch_alpaca_bars(alpaca, &query, NULL, check_bars, NULL, &err), &err);
        assert_int_equal(next_bar[0], sizes[i] == 1 ? 0 : 60);
        assert_int_equal(next_bar[1], sizes[i] == 1 ? 0 : 60);
        assert_int_equal(next_bar[2], 60);
        assert_int_equal(last_pages, 1);
    }
    fetch_alpaca_free(alpaca);
}

static size_t news_seen;

static bool check_news(void *payload, const market_news *items, size_t count, bool is_last) {
    (void)payload;
    last_pages += is_last;
    for (size_t i = 0; i < count; i++, news_seen++) {
        char id[16], headline[64];
        snprintf(id, sizeof id, "%zu", 1000 + news_seen);
        snprintf(headline, sizeof headline, "Headline %zu \xE2\x80\x94 \"quoted\"", news_seen);
        assert_string_equal(items[i].id, id);
        assert_string_equal(items[i].headline, headline);
        assert_true((items[i].url == NULL) == (news_seen % 2 == 1));
        assert_int_equal(items[i].symbol_count, 1);
    }
    return true;
}

static bool count_actions(void *payload, const fetch_action *actions, size_t count, bool is_last) {
    (void)actions;
    last_pages += is_last;
    *(size_t *)payload += count;
    return true;
}

static void news_and_actions(void **state) {
    (void)state;
    fetch_alpaca *alpaca = open_alpaca("alpaca-canary-secret");
    fetch_news_query news = FETCH_NEWS_QUERY_INIT;
    fetch_actions_query actions = FETCH_ACTIONS_QUERY_INIT;
    size_t count = 0;
    news_seen = last_pages = 0;
    assert_ok(fetch_alpaca_news(alpaca, &news, NULL, check_news, NULL, &err), &err);
    assert_int_equal(news_seen, 120);
    assert_int_equal(last_pages, 1);
    actions.symbols = names;
    actions.symbol_count = 2;
    actions.start = "2020-01-01";
    last_pages = 0;
    assert_ok(fetch_alpaca_actions(alpaca, &actions, NULL, count_actions, &count, &err), &err);
    assert_int_equal(count, 2);
    assert_int_equal(last_pages, 1);
    fetch_alpaca_free(alpaca);
}

static void plans_and_keys_that_do_not_suffice(void **state) {
    (void)state;
    fetch_bars_query query = FETCH_BARS_QUERY_INIT;
    size_t bars = 0;
    fetch_alpaca *alpaca = open_alpaca("alpaca-canary-secret"),
                 *wrong = open_alpaca("wrong-secret");
    query.symbols = names;
    query.symbol_count = 1;
    query.timeframe = "1Min";
    query.feed = "sip";
    query.end = "2022-07-01";
    assert_status(fetch_alpaca_bars(alpaca, &query, NULL, count_pages, &bars, &err),
                  FETCH_E_FORBIDDEN);
    assert_string_equal(err.request_id, "alpaca-request-1");
    query.feed = "otc";
    assert_status(fetch_alpaca_bars(alpaca, &query, NULL, count_pages, &bars, &err),
                  FETCH_E_FORBIDDEN);
    assert_string_equal(err.code, "42210000");
    assert_status(fetch_alpaca_bars(wrong, &query, NULL, count_pages, &bars, &err), FETCH_E_AUTH);
    fetch_alpaca_free(wrong);
    fetch_alpaca_free(alpaca);
}

/* ---- X ---- */

static fetch_x *open_x(const char *path, const char *token) {
    fetch_x_options options = FETCH_X_OPTIONS_INIT;
    fetch_x *x = NULL;
    options.base_url = server_url(path);
    options.token = token;
    assert_ok(fetch_x_create(client, &options, &err, &x), &err);
    return x;
}

typedef struct posts_seen {
    size_t posts, problems, last;
    bool cut;
} posts_seen;

static bool check_posts(void *payload, const fetch_posts_page *page) {
    posts_seen *seen_posts = payload;
    for (size_t i = 0; i < page->count; i++, seen_posts->posts++) {
        char text[64];
        snprintf(text, sizeof text, "Post %zu $AAPL", seen_posts->posts);
        assert_string_equal(page->posts[i].text, text);
        assert_string_equal(page->posts[i].author, "someone");
        assert_true(page->posts[i].reposts == (int64_t)seen_posts->posts);
        assert_int_equal(strlen(page->posts[i].id), 19);
    }
    seen_posts->problems += page->problem_count;
    seen_posts->last += page->is_last;
    seen_posts->cut |= page->is_cut;
    return true;
}

static bool check_counts(void *payload, const fetch_counts_page *page) {
    size_t *count = payload;
    for (size_t i = 0; i < page->count; i++) {
        assert_true(page->counts[i].count == (int64_t)*count);
        assert_true(page->counts[i].covered_ms == 3600000);
        assert_true(page->counts[i].start % 3600000 == 0);
        (*count)++;
    }
    return true;
}

static void posts_and_counts_in_both_spellings(void **state) {
    (void)state;
    static const char *const paths[] = {"/x-old", "/x-new"};
    for (size_t i = 0; i < 2; i++) {
        fetch_x *x = open_x(paths[i], "x-canary-token");
        fetch_search_query query = FETCH_SEARCH_QUERY_INIT;
        fetch_counts_query counting = FETCH_COUNTS_QUERY_INIT;
        posts_seen seen_posts = {0, 0, 0, false};
        size_t buckets = 0;
        query.query = "$AAPL lang:en";
        query.max_posts = 100;
        query.authors = true;
        assert_ok(fetch_x_search(x, &query, NULL, check_posts, &seen_posts, &err), &err);
        assert_int_equal(seen_posts.posts, 57);
        assert_int_equal(seen_posts.problems, 1);
        assert_int_equal(seen_posts.last, 1);
        assert_false(seen_posts.cut);
        seen_posts = (posts_seen){0, 0, 0, false};
        query.max_posts = 30;
        assert_ok(fetch_x_search(x, &query, NULL, check_posts, &seen_posts, &err), &err);
        assert_int_equal(seen_posts.posts, 30);
        assert_true(seen_posts.cut);
        counting.query = "$AAPL";
        assert_ok(fetch_x_counts(x, &counting, NULL, check_counts, &buckets, &err), &err);
        assert_in_range(buckets, 166, 168);
        unsigned before = served(paths[i] + 1);
        query.query = "capped";
        assert_status(fetch_x_search(x, &query, NULL, check_posts, &seen_posts, &err),
                      FETCH_E_USAGE_CAPPED);
        assert_int_equal(served(paths[i] + 1) - before, 1);
        fetch_x_free(x);
        x = open_x(paths[i], "wrong-token");
        assert_status(fetch_x_search(x, &query, NULL, check_posts, &seen_posts, &err),
                      FETCH_E_AUTH);
        fetch_x_free(x);
    }
}

/* ---- S3 ---- */

static fetch_s3 *open_s3(const char *path, const char *secret, const char *region,
                         const char *token) {
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *s3 = NULL;
    options.bucket = "bucket";
    options.endpoint = server_url(path);
    options.region = region;
    options.access_key = "s3-id";
    options.secret_key = secret;
    options.session_token = token;
    assert_ok(fetch_s3_create(client, &options, &err, &s3), &err);
    return s3;
}

#define REGION "test-region-1"
#define CANARY "s3-canary-secret"

static const char *const keys[] = {"plain",
                                   "a/b/c",
                                   "./z",
                                   "x/../y",
                                   "a//b",
                                   "/lead",
                                   "trail/",
                                   "a%2Fb",
                                   "100%",
                                   "q?x#y",
                                   "a+b=c&d",
                                   "sp ace",
                                   "tilde~!*'()",
                                   "colon:semi;at@,$",
                                   "\xC3\xA9t\xC3\xA9",
                                   "\xF0\x9F\x98\x80",
                                   "tab\tline\n",
                                   "\x01\x1F",
                                   "<&>\"'",
                                   "back\\slash",
                                   "{[^`|]}"};

static void every_key_survives(void **state) {
    (void)state;
    fetch_s3 *s3 = open_s3("/s3", CANARY, REGION, NULL);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        fetch_s3_object object;
        void *data = NULL;
        assert_ok(fetch_s3_put(s3, keys[i], keys[i], strlen(keys[i]), NULL, NULL, &err, NULL),
                  &err);
        assert_ok(fetch_s3_head(s3, keys[i], NULL, &err, &object), &err);
        assert_int_equal(object.size, strlen(keys[i]));
        assert_ok(fetch_s3_get_all(s3, keys[i], NULL, 0, NULL, &err, &object, &data), &err);
        assert_string_equal((char *)data, keys[i]);
        fetch_s3_release(data);
    }
    assert_int_equal(served("s3_SignatureDoesNotMatch"), 0);
    fetch_s3_free(s3);
}

static size_t listed;

static bool check_list(void *payload, const fetch_s3_page *page) {
    (void)payload;
    for (size_t i = 0; i < page->count; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
            known |= strcmp(keys[k], page->entries[i].key) == 0 &&
                     page->entries[i].size == strlen(keys[k]);
        if (!known)
            fail_msg("%s is listed", page->entries[i].key);
        assert_true(page->entries[i].modified == INT64_C(1641220200000));
        listed++;
    }
    return true;
}

static void lists_in_pages_of_any_size(void **state) {
    (void)state;
    fetch_s3 *s3 = open_s3("/s3", CANARY, REGION, NULL);
    for (unsigned size = 1; size <= 4; size++) {
        fetch_s3_list_options options = FETCH_S3_LIST_OPTIONS_INIT;
        options.page_size = size;
        listed = 0;
        assert_ok(fetch_s3_list(s3, &options, NULL, check_list, NULL, &err), &err);
        assert_int_equal(listed, sizeof keys / sizeof keys[0]);
    }
    fetch_s3_free(s3);
}

static void conditions_metadata_checksums(void **state) {
    (void)state;
    const fetch_header metadata[] = {{"a", "  spaces   inside  "}, {"a-b", "prefix pair"}};
    fetch_s3_put_options put = FETCH_S3_PUT_OPTIONS_INIT;
    fetch_s3_get_options get = FETCH_S3_GET_OPTIONS_INIT;
    fetch_s3_object object;
    fetch_s3 *s3 = open_s3("/s3", CANARY, REGION, NULL);
    void *data = NULL;
    put.if_absent = true;
    put.metadata = metadata;
    put.metadata_count = 2;
    put.checksum = true;
    put.content_type = "text/plain; charset=utf-8";
    assert_ok(fetch_s3_put(s3, "cond/1", "first", 5, &put, NULL, &err, &object), &err);
    assert_status(fetch_s3_put(s3, "cond/1", "other", 5, &put, NULL, &err, NULL),
                  FETCH_E_PRECONDITION);
    put.if_absent = false;
    put.if_match = object.etag;
    assert_ok(fetch_s3_put(s3, "cond/1", "second", 6, &put, NULL, &err, NULL), &err);
    assert_status(fetch_s3_put(s3, "cond/1", "third", 5, &put, NULL, &err, NULL),
                  FETCH_E_PRECONDITION);
    assert_status(fetch_s3_put(s3, "cond/none", "third", 5, &put, NULL, &err, NULL),
                  FETCH_E_NOT_FOUND);
    assert_ok(fetch_s3_get_all(s3, "cond/1", NULL, 0, NULL, &err, &object, &data), &err);
    assert_string_equal((char *)data, "second");
    assert_string_equal(object.content_type, "text/plain; charset=utf-8");
    fetch_s3_release(data);
    get.if_none_match = object.etag;
    assert_status(fetch_s3_get_all(s3, "cond/1", &get, 0, NULL, &err, NULL, &data),
                  FETCH_E_NOT_MODIFIED);
    get.if_none_match = NULL;
    get.first = 2;
    get.length = 3;
    assert_ok(fetch_s3_get_all(s3, "cond/1", &get, 0, NULL, &err, &object, &data), &err);
    assert_string_equal((char *)data, "con");
    fetch_s3_release(data);
    get.first = 100;
    assert_status(fetch_s3_get_all(s3, "cond/1", &get, 0, NULL, &err, NULL, &data),
                  FETCH_E_REQUEST);
    assert_ok(fetch_s3_delete(s3, "cond/1", NULL, &err), &err);
    assert_status(fetch_s3_head(s3, "cond/1", NULL, &err, &object), FETCH_E_NOT_FOUND);
    fetch_s3_free(s3);
}

static void what_the_verifier_refuses(void **state) {
    (void)state;
    fetch_s3_object object;
    fetch_s3 *wrong = open_s3("/s3", "wrong-secret", REGION, NULL);
    assert_status(fetch_s3_put(wrong, "k", "v", 1, NULL, NULL, &err, NULL), FETCH_E_AUTH);
    assert_string_equal(err.code, "SignatureDoesNotMatch");
    assert_string_equal(err.request_id, "s3-request-1");
    assert_true(served("s3_SignatureDoesNotMatch") >= 1);
    fetch_s3_free(wrong);
    /* Another region is learned from the answer. */
    fetch_s3 *elsewhere = open_s3("/s3", CANARY, "us-east-1", NULL);
    assert_ok(fetch_s3_put(elsewhere, "cond/r", "v", 1, NULL, NULL, &err, NULL), &err);
    assert_ok(fetch_s3_delete(elsewhere, "cond/r", NULL, &err), &err);
    assert_int_equal(served("s3_AuthorizationHeaderMalformed"), 1);
    fetch_s3_free(elsewhere);
    /* Session tokens. */
    fetch_s3 *session = open_s3("/s3t", CANARY, REGION, "s3-canary-token");
    assert_ok(fetch_s3_put(session, "k", "v", 1, NULL, NULL, &err, NULL), &err);
    assert_ok(fetch_s3_head(session, "k", NULL, &err, &object), &err);
    fetch_s3_free(session);
    session = open_s3("/s3t", CANARY, REGION, "other-token");
    assert_status(fetch_s3_put(session, "k", "v", 1, NULL, NULL, &err, NULL), FETCH_E_AUTH);
    fetch_s3_free(session);
}

static int64_t hour_ahead(void *payload) {
    const fetch_system *real = payload;
    return real->now(real->payload) + 3600000;
}

static void a_clock_that_is_wrong(void **state) {
    (void)state;
    fetch_system real = integration_system(), ahead = real;
    fetch_client *kept = client;
    ahead.now = hour_ahead;
    ahead.payload = &real;
    client = integration_client(&ahead, 500);
    fetch_s3 *s3 = open_s3("/s3", CANARY, REGION, NULL);
    unsigned before = served("s3_RequestTimeTooSkewed");
    assert_ok(fetch_s3_put(s3, "cond/c", "v", 1, NULL, NULL, &err, NULL), &err);
    assert_ok(fetch_s3_delete(s3, "cond/c", NULL, &err), &err);
    assert_int_equal(served("s3_RequestTimeTooSkewed") - before, 1);
    fetch_s3_free(s3);
    fetch_client_free(client);
    client = kept;
}

typedef struct source {
    size_t at, length, fail_at;
} source;

static bool read_source(void *payload, size_t capacity, void *buffer, size_t *length) {
    source *s = payload;
    size_t left = s->length - s->at, size = left < capacity ? left : capacity;
    if (s->at >= s->fail_at)
        return false;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)buffer)[i] = (unsigned char)((s->at + i) * 31 >> 3);
    s->at += size;
    *length = size;
    return true;
}

static bool check_source(void *payload, const void *data, size_t length) {
    size_t *at = payload;
    for (size_t i = 0; i < length; i++, (*at)++)
        assert_int_equal(((const unsigned char *)data)[i], (unsigned char)(*at * 31 >> 3));
    return true;
}

#define MIB ((size_t)1 << 20)

static void streams_in_parts(void **state) {
    (void)state;
    static const char *const uploads[] = {"cond/parts", "fault-complete200", "fault-lost-complete"};
    fetch_s3 *s3 = open_s3("/s3", CANARY, REGION, NULL);
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.part_size = 5 * MIB;
    options.checksum = true;
    for (size_t i = 0; i < 3; i++) {
        source s = {0, 11 * MIB + 17, SIZE_MAX};
        fetch_s3_object object;
        size_t read = 0;
        assert_ok(
            fetch_s3_put_stream(s3, uploads[i], read_source, &s, &options, NULL, &err, &object),
            &err);
        assert_int_equal(object.size, s.length);
        assert_non_null(strstr(object.etag, "-3\""));
        assert_true(i == 0 || served(uploads[i]) == 1);
        assert_ok(fetch_s3_get(s3, uploads[i], NULL, NULL, check_source, &read, &err, &object),
                  &err);
        assert_int_equal(read, s.length);
        assert_ok(fetch_s3_delete(s3, uploads[i], NULL, &err), &err);
    }
    source broken = {0, 11 * MIB, 6 * MIB};
    assert_status(
        fetch_s3_put_stream(s3, "cond/broken", read_source, &broken, &options, NULL, &err, NULL),
        FETCH_E_CANCELLED);
    assert_int_equal(served("s3_aborted"), 1);
    fetch_s3_free(s3);
}

static void answers_that_are_lost(void **state) {
    (void)state;
    fetch_s3 *s3 = open_s3("/s3", CANARY, REGION, NULL);
    fetch_s3_put_options put = FETCH_S3_PUT_OPTIONS_INIT;
    fetch_s3_object object;
    source s = {0, 300000, SIZE_MAX};
    static unsigned char bytes[300000];
    size_t length = 0, read = 0;
    assert_true(read_source(&s, sizeof bytes, bytes, &length));
    put.if_absent = true;
    assert_ok(fetch_s3_put(s3, "fault-lost-put", bytes, length, &put, NULL, &err, &object), &err);
    assert_int_equal(served("fault-lost-put"), 1);
    assert_ok(fetch_s3_put(s3, "fault-reset-get", bytes, length, NULL, NULL, &err, NULL), &err);
    assert_ok(fetch_s3_get(s3, "fault-reset-get", NULL, NULL, check_source, &read, &err, &object),
              &err);
    assert_int_equal(served("fault-reset-get"), 1);
    assert_int_equal(read, length);
    assert_ok(fetch_s3_put(s3, "fault-slowdown", "v", 1, NULL, NULL, &err, NULL), &err);
    assert_int_equal(served("fault-slowdown"), 1);
    fetch_s3_free(s3);
}

/* ---- secrets ---- */

/* Last: everything that was logged or reported above holds no secret, and the search works. */
static void no_secret_was_told(void **state) {
    (void)state;
    static const char *const secrets[] = {SECRET,        "alpaca-canary-secret", "x-canary-token",
                                          CANARY,        "s3-canary-token",      "wrong-secret",
                                          "wrong-token", "other-token",          "Signature="};
    const char *log = integration_log();
    assert_true(strlen(log) > 10000);
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        if (strstr(log, secrets[i]) != NULL)
            fail_msg("%s is in the log", secrets[i]);
    assert_non_null(strstr(log, "fault-lost-put")); /* planted: a key's name */
}

static int start(void **state) {
    (void)state;
    client = integration_client(NULL, 500);
    return 0;
}

static int stop(void **state) {
    (void)state;
    fetch_client_free(client);
    servers_stop();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_that_pass),
        cmocka_unit_test(faults_that_stay),
        cmocka_unit_test(a_dead_kept_connection_is_replaced),
        cmocka_unit_test(a_wrong_clock_is_told),
        cmocka_unit_test(nobody_there),
        cmocka_unit_test(certificates),
        cmocka_unit_test(proxies),
        cmocka_unit_test(all_bars_once_whatever_the_page),
        cmocka_unit_test(news_and_actions),
        cmocka_unit_test(plans_and_keys_that_do_not_suffice),
        cmocka_unit_test(posts_and_counts_in_both_spellings),
        cmocka_unit_test(every_key_survives),
        cmocka_unit_test(lists_in_pages_of_any_size),
        cmocka_unit_test(conditions_metadata_checksums),
        cmocka_unit_test(what_the_verifier_refuses),
        cmocka_unit_test(a_clock_that_is_wrong),
        cmocka_unit_test(streams_in_parts),
        cmocka_unit_test(answers_that_are_lost),
        cmocka_unit_test(no_secret_was_told),
    };
    if (!servers_start())
        return FETCH_PYTHON[0] == '\0' ? 77 : 1;
    return cmocka_run_group_tests_name("fetch integration", tests, start, stop);
}
