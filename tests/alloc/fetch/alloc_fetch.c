/* Every entry point of libfetch with each of its allocations failing in turn, cJSON's among them:
 * the status says so or the call succeeds all the same, results are untouched, nothing is leaked.
 */
#include "support.h"

#include "../../common/failing_alloc.h"

#include <cjson/cJSON.h>

#define SENTINEL 0x5A

typedef union result {
    unsigned char bytes[4096];
    fetch_client *client;
    fetch_limiter *limiter;
    fetch_alpaca *alpaca;
    fetch_x *x;
    fetch_s3 *s3;
    fetch_s3_object object;
    void *data;
    char url[2048];
} result;

static world w;
static fetch_alpaca *alpaca;
static fetch_x *x;
static fetch_s3 *s3;
static fetch_error err;
static size_t items;

static const char *const symbols[] = {"AAPL", "MSFT"};

/* ---- answers ---- */

#define BAR "{\"t\":\"2022-10-31T04:00:00Z\",\"o\":1,\"h\":2,\"l\":1,\"c\":2,\"v\":3}"

static const struct {
    const char *part; /* of the URL */
    const char *method;
    const char *headers, *body;
} answers[] = {
    {"/bars/latest", "GET", "", "{\"bars\":{\"AAPL\":" BAR ",\"MSFT\":" BAR "}}"},
    {"page_token=b", "GET", "",
     "{\"bars\":{\"MSFT\":[" BAR
     "]},\"news\":[],\"corporate_actions\":{},\"next_page_token\":null}"},
    {"/v2/stocks/bars", "GET", "",
     "{\"bars\":{\"AAPL\":[" BAR "]},\"next_page_token\":\"b\",\"currency\":\"USD\"}"},
    {"/snapshots", "GET", "",
     "{\"AAPL\":{\"dailyBar\":" BAR ",\"latestTrade\":{\"t\":"
     "\"2022-10-31T04:00:00Z\",\"p\":1,\"s\":2}}}"},
    {"/corporate-actions", "GET", "",
     "{\"corporate_actions\":{\"forward_splits\":[{\"symbol\":\"AAPL\",\"old_rate\":1,\"new_rate\":"
     "2,"
     "\"ex_date\":\"2022-01-03\"}]},\"next_page_token\":\"b\"}"},
    {"/news", "GET", "",
     "{\"news\":[{\"id\":1,\"headline\":\"h\",\"created_at\":\"2022-01-03T00:00:00Z\",\"symbols\":"
     "[\"A\"]}],\"next_page_token\":\"b\"}"},
    {"/search/recent", "GET", "",
     "{\"data\":[{\"id\":\"1\",\"text\":\"t\",\"created_at\":\"2022-10-31T00:00:00Z\"}],\"meta\":{}"
     "}"},
    {"/counts/recent", "GET", "",
     "{\"data\":[{\"start\":\"2022-10-31T00:00:00Z\",\"end\":\"2022-10-31T01:00:00Z\",\"tweet_"
     "count\":"
     "1}],\"meta\":{}}"},
    {"list-type=2", "GET", "",
     "<ListBucketResult><Contents><Key>k</Key><Size>1</Size></Contents><CommonPrefixes><Prefix>p"
     "</Prefix></CommonPrefixes></ListBucketResult>"},
    {"/creds", "GET", "",
     "{\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"secret\",\"Token\":\"t\"}"},
    {"uploads=", "POST", "",
     "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"},
    {"uploadId=", "POST", "",
     "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>"},
    {"", "GET", "ETag: \"e\"\nContent-Length: 5\n", "hello"},
    {"", "HEAD", "ETag: \"e\"\nContent-Length: 5\n", NULL},
    {"", "PUT", "ETag: \"e\"\n", NULL},
    {"", "DELETE", "", NULL},
};

static void answer(world *at, const seen *request, reply *out) {
    (void)at;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        if (strstr(request->url, answers[i].part) != NULL &&
            strcmp(request->method, answers[i].method) == 0) {
            *out = (reply){200, answers[i].headers, answers[i].body, 0, 0, {0}, 0};
            return;
        }
    fail_msg("no answer for %s", request->url);
}

/* ---- calls ---- */

static fetch_status no_send(void *payload, const fetch_request *request, const fetch_sink *to,
                            fetch_fault *fault) {
    (void)payload;
    (void)request;
    (void)to;
    fault->status = FETCH_E_NETWORK;
    return FETCH_E_NETWORK;
}

static fetch_status call_client(result *r) {
    fetch_client_options options = FETCH_CLIENT_OPTIONS_INIT;
    fetch_system system = world_system(&w);
    const fetch_transport transport = {no_send, NULL};
    options.user_agent = "agent";
    options.proxy = "http://user:password@localhost";
    options.ca_file = "/ca";
    options.ca_data = "PEM";
    options.ca_length = 3;
    options.system = &system;
    options.transport = &transport;
    return fetch_client_create(&options, &err, &r->client);
}

static void drop_client(result *r) {
    fetch_client_free(r->client);
}

static fetch_status call_limiter(result *r) {
    return fetch_limiter_create(NULL, &err, &r->limiter);
}

static void drop_limiter(result *r) {
    fetch_limiter_free(r->limiter);
}

static fetch_status call_alpaca(result *r) {
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    options.key_id = "other-id";
    options.secret_key = "other-secret";
    options.basic = true;
    return fetch_alpaca_create(w.client, &options, &err, &r->alpaca);
}

static void drop_alpaca(result *r) {
    fetch_alpaca_free(r->alpaca);
}

static fetch_status call_x(result *r) {
    fetch_x_options options = FETCH_X_OPTIONS_INIT;
    options.token = "token";
    return fetch_x_create(w.client, &options, &err, &r->x);
}

static void drop_x(result *r) {
    fetch_x_free(r->x);
}

static fetch_status call_s3(result *r) {
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    options.bucket = "bucket";
    options.access_key = "AKID";
    options.secret_key = "secret";
    options.session_token = "token";
    options.profile = "p";
    return fetch_s3_create(w.client, &options, &err, &r->s3);
}

static void drop_s3(result *r) {
    fetch_s3_free(r->s3);
}

static bool take_bars(void *payload, const fetch_bars_page *page) {
    (void)payload;
    items += page->count;
    return true;
}

static fetch_status call_bars(result *r) {
    fetch_bars_query query = FETCH_BARS_QUERY_INIT;
    (void)r;
    query.symbols = symbols;
    query.symbol_count = 2;
    return fetch_alpaca_bars(alpaca, &query, NULL, take_bars, NULL, &err);
}

static fetch_status call_latest(result *r) {
    fetch_latest_query query = FETCH_LATEST_QUERY_INIT;
    (void)r;
    query.symbols = symbols;
    query.symbol_count = 2;
    return fetch_alpaca_latest_bars(alpaca, &query, NULL, take_bars, NULL, &err);
}

static bool take_snapshots(void *payload, const fetch_snapshot *snapshots, size_t count) {
    (void)payload;
    (void)snapshots;
    items += count;
    return true;
}

static fetch_status call_snapshots(result *r) {
    fetch_latest_query query = FETCH_LATEST_QUERY_INIT;
    (void)r;
    query.symbols = symbols;
    query.symbol_count = 2;
    return fetch_alpaca_snapshots(alpaca, &query, NULL, take_snapshots, NULL, &err);
}

static bool take_actions(void *payload, const fetch_action *actions, size_t count, bool is_last) {
    (void)payload;
    (void)actions;
    (void)is_last;
    items += count;
    return true;
}

static fetch_status call_actions(result *r) {
    fetch_actions_query query = FETCH_ACTIONS_QUERY_INIT;
    (void)r;
    query.symbols = symbols;
    query.symbol_count = 2;
    query.start = "2022-01-01";
    return fetch_alpaca_actions(alpaca, &query, NULL, take_actions, NULL, &err);
}

static bool take_news(void *payload, const market_news *news, size_t count, bool is_last) {
    (void)payload;
    (void)news;
    (void)is_last;
    items += count;
    return true;
}

static fetch_status call_news(result *r) {
    const fetch_news_query query = FETCH_NEWS_QUERY_INIT;
    (void)r;
    return fetch_alpaca_news(alpaca, &query, NULL, take_news, NULL, &err);
}

static bool take_posts(void *payload, const fetch_posts_page *page) {
    (void)payload;
    items += page->count;
    return true;
}

static fetch_status call_search(result *r) {
    fetch_search_query query = FETCH_SEARCH_QUERY_INIT;
    (void)r;
    query.query = "q";
    query.max_posts = 10;
    return fetch_x_search(x, &query, NULL, take_posts, NULL, &err);
}

static bool take_counts(void *payload, const fetch_counts_page *page) {
    (void)payload;
    items += page->count;
    return true;
}

static fetch_status call_counts(result *r) {
    fetch_counts_query query = FETCH_COUNTS_QUERY_INIT;
    (void)r;
    query.query = "q";
    return fetch_x_counts(x, &query, NULL, take_counts, NULL, &err);
}

static fetch_status call_get(result *r) {
    return fetch_s3_get_all(s3, "key", NULL, 0, NULL, &err, NULL, &r->data);
}

static void drop_data(result *r) {
    assert_string_equal((char *)r->data, "hello");
    fetch_s3_release(r->data);
}

static fetch_status call_head(result *r) {
    return fetch_s3_head(s3, "key", NULL, &err, &r->object);
}

static fetch_status call_put(result *r) {
    const fetch_header metadata[] = {{"a", "b"}};
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.metadata = metadata;
    options.metadata_count = 1;
    return fetch_s3_put(s3, "key", "text", 4, &options, NULL, &err, &r->object);
}

static bool read_much(void *payload, size_t capacity, void *buffer, size_t *length) {
    size_t *left = payload;
    size_t size = *left < capacity ? *left : capacity;
    memset(buffer, 'x', size);
    *left -= size;
    *length = size;
    return true;
}

static fetch_status call_stream(result *r) {
    size_t left = ((size_t)5 << 20) + 1;
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.part_size = (size_t)5 << 20;
    return fetch_s3_put_stream(s3, "key", read_much, &left, &options, NULL, &err, &r->object);
}

static fetch_status call_delete(result *r) {
    (void)r;
    return fetch_s3_delete(s3, "key", NULL, &err);
}

static bool take_list(void *payload, const fetch_s3_page *page) {
    (void)payload;
    items += page->count + page->prefix_count;
    return true;
}

static fetch_status call_list(result *r) {
    (void)r;
    return fetch_s3_list(s3, NULL, NULL, take_list, NULL, &err);
}

static fetch_status call_presign(result *r) {
    return fetch_s3_presign(s3, "GET", "key", 60, &err, sizeof r->url, r->url);
}

/* With keys from an endpoint, asked for anew each time. */
static fetch_status call_keys(result *r) {
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *fresh = NULL;
    options.bucket = "bucket";
    fetch_status status = fetch_s3_create(w.client, &options, &err, &fresh);
    if (status == FETCH_OK)
        status = fetch_s3_head(fresh, "key", NULL, &err, &r->object);
    fetch_s3_free(fresh);
    return status;
}

/* ---- the sweep ---- */

typedef struct entry {
    const char *name;
    fetch_status (*call)(result *r);
    void (*drop)(result *r);
    size_t items; /* what comes when it succeeds */
} entry;

static bool is_untouched(const result *r) {
    for (size_t i = 0; i < sizeof *r; i++)
        if (r->bytes[i] != SENTINEL)
            return false;
    return true;
}

/* Secrets that a client learned stay with it: the first success is not compared. */
static void sweep(const entry *e) {
    static result r;
    memset(&r, SENTINEL, sizeof r);
    assert_ok(e->call(&r), &err);
    if (e->drop != NULL)
        e->drop(&r);
    size_t failures = 0;
    bool more = true;
    for (size_t n = 1; more; n++) {
        memset(&r, SENTINEL, sizeof r);
        items = 0;
        size_t before = alloc_live();
        alloc_fail_at(n);
        fetch_status status = e->call(&r);
        more = alloc_count() >= n; /* it has failed */
        alloc_fail_at(0);
        failures += more;
        if (status == FETCH_OK) {
            assert_int_equal(items, e->items);
            if (e->drop != NULL)
                e->drop(&r);
        } else if (!more || status != FETCH_E_MEMORY || !is_untouched(&r)) {
            fail_msg("%s, allocation %zu: %s (%s)%s", e->name, n, fetch_status_name(status),
                     err.message, is_untouched(&r) ? "" : ", the result was touched");
        }
        if (alloc_live() != before)
            fail_msg("%s, allocation %zu leaks %d blocks", e->name, n,
                     (int)(alloc_live() - before));
        if (n > 20000)
            fail_msg("%s never succeeds", e->name);
    }
    assert_true(failures > 0);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    static const entry entries[] = {
        {"client", call_client, drop_client, 0},
        {"limiter", call_limiter, drop_limiter, 0},
        {"alpaca", call_alpaca, drop_alpaca, 0},
        {"x", call_x, drop_x, 0},
        {"s3", call_s3, drop_s3, 0},
        {"bars", call_bars, NULL, 2},
        {"latest", call_latest, NULL, 2},
        {"snapshots", call_snapshots, NULL, 1},
        {"actions", call_actions, NULL, 1},
        {"news", call_news, NULL, 1},
        {"search", call_search, NULL, 1},
        {"counts", call_counts, NULL, 1},
        {"get", call_get, drop_data, 0},
        {"head", call_head, NULL, 0},
        {"put", call_put, NULL, 0},
        {"stream", call_stream, NULL, 0},
        {"delete", call_delete, NULL, 0},
        {"list", call_list, NULL, 2},
        {"presign", call_presign, NULL, 0},
        {"keys", call_keys, NULL, 0},
    };
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++)
        sweep(&entries[i]);
}

static int make_scene(void **state) {
    (void)state;
    cJSON_Hooks hooks = {malloc, free};
    fetch_alpaca_options alpaca_options = FETCH_ALPACA_OPTIONS_INIT;
    fetch_limiter_options limits = FETCH_LIMITER_OPTIONS_INIT;
    fetch_x_options x_options = FETCH_X_OPTIONS_INIT;
    fetch_s3_options s3_options = FETCH_S3_OPTIONS_INIT;
    static fetch_limiter *limiter;
    cJSON_InitHooks(&hooks); /* this program's, which fail */
    world_open(&w, NULL);
    w.answer = answer;
    w.forgets = true;
    w.environment[0] = "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://localhost/creds";
    w.environment[1] = "AWS_CONFIG_FILE=/nonexistent";
    w.environment[2] = "AWS_SHARED_CREDENTIALS_FILE=/nonexistent";
    limits.limit = 1000000;
    fetch_system system = world_system(&w);
    limits.system = &system;
    alpaca_options.key_id = "alpaca-id";
    alpaca_options.secret_key = "alpaca-secret";
    x_options.token = "x-token";
    s3_options.bucket = "bucket";
    s3_options.access_key = "AKID";
    s3_options.secret_key = "s3-secret";
    fetch_status status = fetch_limiter_create(&limits, &err, &limiter);
    alpaca_options.limiter = x_options.search_limiter = x_options.counts_limiter = limiter;
    if (status == FETCH_OK)
        status = fetch_alpaca_create(w.client, &alpaca_options, &err, &alpaca);
    if (status == FETCH_OK)
        status = fetch_x_create(w.client, &x_options, &err, &x);
    if (status == FETCH_OK)
        status = fetch_s3_create(w.client, &s3_options, &err, &s3);
    *state = limiter;
    return status == FETCH_OK ? 0 : -1;
}

static int drop_scene(void **state) {
    fetch_alpaca_free(alpaca);
    fetch_x_free(x);
    fetch_s3_free(s3);
    fetch_limiter_free(*state);
    world_close(&w);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests_name("fetch allocations", tests, make_scene, drop_scene);
}
