/* The client's core: retries, waits, deadlines, limits, cancellation, what is told and what is not.
 * Alpaca's latest bars are the requests it is tried with. */
#include "support.h"

#include "internal.h"
#include "limiter.h"

static world w;
static fetch_alpaca *alpaca;
static fetch_error err;
static size_t bars_seen;

#define KEY    "PKTEST0123456789"
#define SECRET "aVerySecretSecret/0123456789"
#define BAR                                                                                        \
    "{\"t\":\"2022-11-01T11:58:00Z\",\"o\":1,\"h\":2,\"l\":1,\"c\":2,\"v\":3,\"n\":1,\"vw\":1.5}"
#define GOOD                                                                                       \
    { 200, "Date: Tue, 01 Nov 2022 12:00:00 GMT\n", "{\"bars\":{\"AAPL\":" BAR "}}", 0, 0, {0}, 0 }

static int open_world(void **state) {
    (void)state;
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    world_open(&w, NULL);
    options.key_id = KEY;
    options.secret_key = SECRET;
    assert_ok(fetch_alpaca_create(w.client, &options, &err, &alpaca), &err);
    memset(&err, 0, sizeof err);
    bars_seen = 0;
    return 0;
}

static int close_world(void **state) {
    (void)state;
    fetch_alpaca_free(alpaca);
    world_close(&w);
    return 0;
}

static bool count_bars(void *payload, const fetch_bars_page *page) {
    (void)payload;
    bars_seen += page->count;
    return true;
}

static fetch_status ask_with(const fetch_call *call) {
    static const char *const symbols[] = {"AAPL"};
    fetch_latest_query query = FETCH_LATEST_QUERY_INIT;
    query.symbols = symbols;
    query.symbol_count = 1;
    return fetch_alpaca_latest_bars(alpaca, &query, call, count_bars, NULL, &err);
}

static fetch_status ask(void) {
    return ask_with(NULL);
}

/* ---- retries ---- */

static void a_good_answer_needs_one_request(void **state) {
    (void)state;
    SCRIPT(&w, GOOD);
    assert_ok(ask(), &err);
    assert_int_equal(w.requests, 1);
    assert_int_equal(bars_seen, 1);
    assert_string_equal(seen_header(&w.seen[0], "apca-api-key-id"), KEY);
    assert_string_equal(seen_header(&w.seen[0], "apca-api-secret-key"), SECRET);
    assert_true(w.seen[0].compressed);
    assert_int_equal(w.slept, 0);
}

static void servers_that_fail_are_asked_again(void **state) {
    (void)state;
    w.chance = UINT32_MAX; /* the longest waits */
    SCRIPT(&w, {503, "", "busy", 0, 0, {0}, 0}, {500, "", "{\"message\":\"x\"}", 0, 0, {0}, 0},
           {0, NULL, NULL, 0, 0, {FETCH_E_NETWORK, false, false, "reset"}, 0}, GOOD);
    assert_ok(ask(), &err);
    assert_int_equal(w.requests, 4);
    assert_in_range(w.slept, 6900, 7000); /* 1 + 2 + 4 s, almost */
}

static void attempts_come_to_an_end(void **state) {
    (void)state;
    static const reply busy[] = {{503, "X-Request-ID: r-1\n", "busy", 0, 0, {0}, 0},
                                 {503, "", "busy", 0, 0, {0}, 0},
                                 {503, "", "busy", 0, 0, {0}, 0},
                                 {503, "", "busy", 0, 0, {0}, 0},
                                 {503, "X-Request-ID: r-5\n", "busy", 0, 0, {0}, 0}};
    world_script(&w, busy, 5);
    assert_status(ask(), FETCH_E_SERVER);
    assert_int_equal(err.attempts, 5);
    assert_int_equal(err.http_status, 503);
    assert_string_equal(err.request_id, "r-5");
    assert_string_equal(err.body, "busy");
    assert_int_equal(w.reply_count, 0);
}

static void the_retry_quota_ends_a_storm(void **state) {
    (void)state;
    static const reply busy[] = {{503, "", "", 0, 0, {0}, 0},
                                 {503, "", "", 0, 0, {0}, 0},
                                 {503, "", "", 0, 0, {0}, 0},
                                 {503, "", "", 0, 0, {0}, 0},
                                 {503, "", "", 0, 0, {0}, 0}};
    for (int i = 0; i < 25; i++) { /* 100 retries use up the quota of 500 */
        world_script(&w, busy, 5);
        assert_status(ask(), FETCH_E_SERVER);
        assert_int_equal(err.attempts, 5);
    }
    world_script(&w, busy, 5);
    assert_status(ask(), FETCH_E_SERVER);
    assert_int_equal(err.attempts, 1);
    assert_non_null(strstr(w.log, "too many retries"));
}

static void wrong_requests_are_not_repeated(void **state) {
    (void)state;
    static const struct {
        int http;
        const char *body;
        fetch_status status;
        const char *code;
    } cases[] = {
        {400, "{\"message\":\"bad\"}", FETCH_E_REQUEST, ""},
        {401, "{\"message\":\"unauthorized\"}", FETCH_E_AUTH, ""},
        {403, "{\"message\":\"forbidden.\"}", FETCH_E_AUTH, ""},
        {403, "{\"message\":\"subscription does not permit querying recent SIP data\"}",
         FETCH_E_FORBIDDEN, ""},
        {422, "{\"code\":42210000,\"message\":\"subscription does not permit\"}", FETCH_E_FORBIDDEN,
         "42210000"},
        {422, "{\"code\":42210000,\"message\":\"invalid\"}", FETCH_E_REQUEST, "42210000"},
        {404, "<html>nothing here</html>", FETCH_E_NOT_FOUND, ""},
        {302, "", FETCH_E_REDIRECT, ""},
        {301, "<html>moved</html>", FETCH_E_REDIRECT, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const reply r = {
            cases[i].http, "Location: https://elsewhere.example/\n", cases[i].body, 0, 0, {0}, 0};
        world_script(&w, &r, 1);
        assert_status(ask(), cases[i].status);
        assert_int_equal(w.requests, 1);
        assert_int_equal(err.http_status, cases[i].http);
        assert_string_equal(err.code, cases[i].code);
        assert_string_equal(err.body, cases[i].body);
        assert_true(err.message[0] != '\0');
    }
}

static void half_an_answer_is_asked_for_again(void **state) {
    (void)state;
    SCRIPT(&w, {200, "", "{\"bars\":{\"AA", 0, 0, {0}, 0},
           {200, "", "<html>proxy</html>", 0, 0, {0}, 0},
           {200, "", "{\"bars\":{\"AAPL\":" BAR "}}", 0, 20, {0}, 0}, GOOD);
    assert_ok(ask(), &err);
    assert_int_equal(w.requests, 4);
    assert_int_equal(bars_seen, 1);
}

static void html_is_an_error_of_its_own(void **state) {
    (void)state;
    static const reply html = {200, "", "<html>proxy</html>", 0, 0, {0}, 0};
    const reply all[] = {html, html, html, html, html};
    world_script(&w, all, 5);
    assert_status(ask(), FETCH_E_MALFORMED);
    assert_string_equal(err.body, "<html>proxy</html>");
    assert_int_equal(bars_seen, 0);
}

static void a_stale_connection_costs_no_attempt(void **state) {
    (void)state;
    SCRIPT(&w, {0, NULL, NULL, 0, 0, {FETCH_E_NETWORK, true, false, "closed"}, 0}, GOOD);
    assert_ok(ask(), &err);
    assert_int_equal(w.requests, 2);
    assert_int_equal(w.slept, 0);
    assert_false(w.seen[0].fresh);
    assert_true(w.seen[1].fresh);
}

static void certificates_are_not_tried_twice(void **state) {
    (void)state;
    SCRIPT(&w, {0, NULL, NULL, 0, 0, {FETCH_E_TLS, false, true, "self-signed certificate"}, 0});
    assert_status(ask(), FETCH_E_TLS);
    assert_int_equal(err.attempts, 1);
    assert_string_equal(err.message, "self-signed certificate");
}

/* ---- rate limits ---- */

#define AT_NOON "Date: Tue, 01 Nov 2022 12:00:00 GMT\n"

static void the_reset_tells_how_long_to_wait(void **state) {
    (void)state;
    SCRIPT(&w,
           {429,
            AT_NOON "X-RateLimit-Limit: 200\nX-RateLimit-Remaining: 0\n"
                    "X-RateLimit-Reset: 1667304030\n",
            "{\"message\":\"too many requests.\"}",
            0,
            0,
            {0},
            0},
           GOOD);
    assert_ok(ask(), &err);
    assert_int_equal(w.requests, 2);
    assert_in_range(w.slept, 30000, 31300);
}

static void absurd_resets_are_not_believed(void **state) {
    (void)state;
    static const char *const resets[] = {"4102444800", "1000000000", "-5", "soon",
                                         "99999999999999999999"};
    for (size_t i = 0; i < sizeof resets / sizeof resets[0]; i++) {
        char headers[128];
        snprintf(headers, sizeof headers, AT_NOON "X-RateLimit-Reset: %s\n", resets[i]);
        const reply all[] = {{429, headers, "{}", 0, 0, {0}, 0}, GOOD};
        world_script(&w, all, 2);
        assert_ok(ask(), &err);
        assert_int_equal(w.requests, 2);
        assert_in_range(w.slept, 1000, 61500);
    }
}

static void without_a_reset_the_wait_doubles(void **state) {
    (void)state;
    w.chance = UINT32_MAX;
    static const reply busy = {429, "", "{}", 0, 0, {0}, 0};
    const reply all[] = {busy, busy, busy, busy, GOOD};
    world_script(&w, all, 5);
    assert_ok(ask(), &err);
    assert_in_range(w.slept, 14900, 16500); /* 1 + 2 + 4 + 8 s */
}

static void a_wait_beyond_the_deadline_is_an_error_at_once(void **state) {
    (void)state;
    fetch_call call = FETCH_CALL_INIT;
    call.timeout = 10000;
    SCRIPT(
        &w,
        {429, AT_NOON "X-RateLimit-Reset: 1667304030\n", "{\"message\":\"slow\"}", 0, 0, {0}, 0});
    assert_status(ask_with(&call), FETCH_E_RATE_LIMITED);
    assert_int_equal(w.slept, 0);
    assert_in_range(err.retry_after, 30000, 31000);
    assert_non_null(strstr(err.message, "slow"));
    assert_int_equal(err.http_status, 429);
}

static void the_limiter_waits_before_asking(void **state) {
    (void)state;
    fetch_system system = world_system(&w);
    fetch_limiter_options options = FETCH_LIMITER_OPTIONS_INIT;
    fetch_limiter *limiter = NULL;
    fetch_alpaca_options settings = FETCH_ALPACA_OPTIONS_INIT;
    fetch_alpaca *own = alpaca;
    options.limit = 3;
    options.system = &system;
    assert_ok(fetch_limiter_create(&options, &err, &limiter), &err);
    settings.key_id = KEY;
    settings.secret_key = SECRET;
    settings.limiter = limiter;
    assert_ok(fetch_alpaca_create(w.client, &settings, &err, &alpaca), &err);
    const reply all[] = {GOOD, GOOD, GOOD, GOOD};
    world_script(&w, all, 4);
    for (int i = 0; i < 3; i++)
        assert_ok(ask(), &err);
    assert_int_equal(w.slept, 0);
    assert_int_equal(fetch_limiter_get_state(limiter).remaining, 0);
    assert_ok(ask(), &err);
    assert_in_range(w.slept, 59900, 60300);
    fetch_alpaca_free(alpaca);
    fetch_limiter_free(limiter);
    alpaca = own;
}

static void the_limiter_believes_the_service_when_it_says_less(void **state) {
    (void)state;
    fetch_system system = world_system(&w);
    fetch_limiter_options options = FETCH_LIMITER_OPTIONS_INIT;
    fetch_limiter *limiter = NULL;
    int64_t wait = 0;
    options.system = &system;
    assert_ok(fetch_limiter_create(&options, &err, &limiter), &err);
    assert_true(fetch__limiter_take(limiter, &wait));
    fetch__limiter_note(limiter, &(fetch__allowance){200, 150, 20000});
    assert_int_equal(fetch_limiter_get_state(limiter).remaining, 150);
    assert_int_equal(fetch_limiter_get_state(limiter).resets_in, 20000);
    /* Never more than what is left by our own count, nor for nonsense. */
    fetch__limiter_note(limiter, &(fetch__allowance){200, 199, 20000});
    fetch__limiter_note(limiter, &(fetch__allowance){-1, 3, -1});
    fetch__limiter_note(limiter, &(fetch__allowance){-1, 3, INT64_MAX});
    assert_int_equal(fetch_limiter_get_state(limiter).remaining, 150);
    fetch__limiter_block(limiter, INT64_MAX);
    assert_false(fetch__limiter_take(limiter, &wait));
    assert_int_equal(wait, 65000);
    w.monotonic += wait;
    assert_true(fetch__limiter_take(limiter, &wait));
    assert_int_equal(fetch_limiter_get_state(limiter).remaining, 199);
    fetch_limiter_free(limiter);
}

/* ---- time and size ---- */

static void the_deadline_holds_for_all_attempts(void **state) {
    (void)state;
    fetch_call call = FETCH_CALL_INIT;
    call.timeout = 5000;
    SCRIPT(&w, {503, "", "", 0, 0, {0}, 3000}, {200, "", "{}", 0, 0, {0}, 3000});
    int64_t start = w.monotonic;
    assert_status(ask_with(&call), FETCH_E_TIMEOUT);
    assert_int_equal(w.requests, 2);
    assert_in_range(w.seen[1].timeout, 1, 2000);
    assert_true(w.monotonic - start <= 5000);
}

static void a_body_has_its_limit(void **state) {
    (void)state;
    fetch_client_options options = FETCH_CLIENT_OPTIONS_INIT;
    fetch_alpaca_options settings = FETCH_ALPACA_OPTIONS_INIT;
    static world small;
    fetch_alpaca *own = alpaca;
    options.max_body = 50;
    world_open(&small, &options);
    settings.key_id = KEY;
    settings.secret_key = SECRET;
    assert_ok(fetch_alpaca_create(small.client, &settings, &err, &alpaca), &err);
    SCRIPT(&small, GOOD);
    assert_status(ask(), FETCH_E_TOO_LARGE);
    assert_int_equal(err.attempts, 1);
    fetch_alpaca_free(alpaca);
    world_close(&small);
    alpaca = own;
}

static bool is_cancelled(void *payload) {
    int *left = payload;
    return (*left)-- <= 0;
}

static void a_call_can_be_cancelled_at_any_point(void **state) {
    (void)state;
    int looks = 0;
    fetch_call call = FETCH_CALL_INIT;
    call.is_cancelled = is_cancelled;
    for (int after = 0;; after++) {
        int left = after;
        call.payload = &left;
        SCRIPT(&w, {503, "", "", 0, 0, {0}, 0}, GOOD);
        fetch_status status = ask_with(&call);
        if (status == FETCH_OK)
            break;
        assert_status(status, FETCH_E_CANCELLED);
        assert_true(w.slept <= 100 * after);
        looks++;
    }
    assert_true(looks > 3); /* before, in the pause, and while the answer came */
}

/* ---- the clock ---- */

static void a_wrong_clock_is_noticed(void **state) {
    (void)state;
    SCRIPT(&w, GOOD);
    assert_ok(ask(), &err);
    assert_int_equal(fetch_client_clock_offset(w.client), 0);
    assert_null(strstr(w.log, "clock"));
    w.now -= 600000;
    const reply again[] = {GOOD, GOOD};
    world_script(&w, again, 2);
    assert_ok(ask(), &err);
    assert_ok(ask(), &err);
    assert_int_equal(fetch_client_clock_offset(w.client), 600000);
    const char *first = strstr(w.log, "warning: this machine's clock is 600 s behind");
    assert_non_null(first);
    assert_null(strstr(first + 1, "warning: this machine's clock"));
}

static void times_in_the_future_are_an_error(void **state) {
    (void)state;
    SCRIPT(&w, {200,
                "",
                "{\"bars\":{\"AAPL\":{\"t\":\"2022-11-01T12:06:00Z\",\"o\":1,\"h\":1,"
                "\"l\":1,\"c\":1,\"v\":1}}}",
                0,
                0,
                {0},
                0});
    assert_status(ask(), FETCH_E_CLOCK);
    SCRIPT(&w, {200,
                "",
                "{\"bars\":{\"AAPL\":{\"t\":\"2022-11-01T12:04:00Z\",\"o\":1,\"h\":1,"
                "\"l\":1,\"c\":1,\"v\":1}}}",
                0,
                0,
                {0},
                0});
    assert_ok(ask(), &err);
}

/* ---- secrets ---- */

static void secrets_are_blotted_out(void **state) {
    (void)state;
    /* A server that echoes what it got, as Amazon's does. */
    SCRIPT(&w,
           {400, "", "{\"message\":\"no such key " KEY " " SECRET ", canary-7\"}", 0, 0, {0}, 0});
    assert_status(ask(), FETCH_E_REQUEST);
    assert_null(strstr(err.message, SECRET));
    assert_null(strstr(err.body, SECRET));
    assert_null(strstr(err.body, KEY));
    assert_null(strstr(w.log, SECRET));
    assert_non_null(strstr(err.message, "canary-7")); /* the search itself works */
    assert_non_null(strstr(err.body, "canary-7"));
    assert_non_null(strstr(w.log, "canary-7"));
}

static void headers_cannot_be_injected(void **state) {
    (void)state;
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    fetch_alpaca *other = NULL;
    options.key_id = "key";
    options.secret_key = "secret\r\nX-Evil: 1";
    assert_status(fetch_alpaca_create(w.client, &options, &err, &other), FETCH_E_CREDENTIALS);
    assert_null(strstr(err.message, "secret\r"));
    options.secret_key = NULL;
    assert_status(fetch_alpaca_create(w.client, &options, &err, &other), FETCH_E_CREDENTIALS);
    assert_null(other);
}

/* ---- small parts ---- */

static void base_urls(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
        const char *host;
        const char *path;
    } cases[] = {
        {"https://data.alpaca.markets", true, "data.alpaca.markets", ""},
        {"HTTPS://Data.Alpaca.Markets/", true, "data.alpaca.markets", ""},
        {"https://h:8443/a/b/", true, "h", "/a/b"},
        {"http://localhost:9000", true, "localhost", ""},
        {"http://127.0.0.1:9000/x", true, "127.0.0.1", "/x"},
        {"http://[::1]:80", true, "[::1]", ""},
        {"http://bucket.localhost:9810", true, "bucket.localhost", ""},
        {"http://example.com", false, "", ""},
        {"http://127.0.0.1.example.com", false, "", ""},
        {"http://128.0.0.1", false, "", ""},
        {"http://localhost.example.com", false, "", ""},
        {"ftp://localhost", false, "", ""},
        {"https://", false, "", ""},
        {"https:///path", false, "", ""},
        {"https://user:password@host", false, "", ""},
        {"https://host/?query", false, "", ""},
        {"https://host/#part", false, "", ""},
        {"https://host/a b", false, "", ""},
        {"https://ho\tst", false, "", ""},
        {"https://:80", false, "", ""},
        {"", false, "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fetch__url url = {0};
        fetch_status status = fetch__url_parse(cases[i].text, "endpoint", &err, &url);
        if ((status == FETCH_OK) != cases[i].good)
            fail_msg("%s: %s", cases[i].text, fetch_status_name(status));
        assert_string_equal(url.host, cases[i].host);
        assert_string_equal(url.path, cases[i].path);
    }
}

static void http_dates(void **state) {
    (void)state;
    int64_t time = -1;
    assert_true(fetch__http_date("Sun, 06 Nov 1994 08:49:37 GMT", &time));
    assert_true(time == INT64_C(784111777000));
    static const char *const bad[] = {
        "",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 anF 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun,  6 Nov 1994 08:49:37 GMTx",
        "1994-11-06T08:49:37Z",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (fetch__http_date(bad[i], &time))
            fail_msg("%s was taken for a date", bad[i]);
    char text[17];
    fetch__compact_time(INT64_C(1369353600999), text);
    assert_string_equal(text, "20130524T000000Z");
}

static void conversions(void **state) {
    (void)state;
    char out[64];
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        fetch__base64(pairs[i][0], strlen(pairs[i][0]), out);
        assert_string_equal(out, pairs[i][1]);
    }
    fetch__buffer b = {0};
    assert_true(fetch__buffer_encode(&b, "a/b c+d=\xC3\xA9~", true));
    assert_string_equal(fetch__buffer_text(&b), "a/b%20c%2Bd%3D%C3%A9~");
    fetch__buffer_reset(&b);
    assert_true(fetch__buffer_encode(&b, "a/b", false));
    assert_string_equal(fetch__buffer_text(&b), "a%2Fb");
    fetch__buffer_clear(&b);
    int64_t number = 0;
    assert_true(fetch__parse_integer("123456789012345678", &number));
    assert_true(number == INT64_C(123456789012345678));
    assert_false(fetch__parse_integer("", &number));
    assert_false(fetch__parse_integer("-1", &number));
    assert_false(fetch__parse_integer("1234567890123456789", &number));
    assert_false(fetch__parse_integer("1 ", &number));
}

static void statuses_have_names(void **state) {
    (void)state;
    assert_string_equal(fetch_status_name(FETCH_E_USAGE_CAPPED), "usage_capped");
    assert_string_equal(fetch_status_name((fetch_status)999), "unknown");
    assert_string_equal(fetch_status_text((fetch_status)999), "unknown status");
    assert_true(strlen(fetch_version()) >= 5);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(a_good_answer_needs_one_request),
        TEST(servers_that_fail_are_asked_again),
        TEST(attempts_come_to_an_end),
        TEST(the_retry_quota_ends_a_storm),
        TEST(wrong_requests_are_not_repeated),
        TEST(half_an_answer_is_asked_for_again),
        TEST(html_is_an_error_of_its_own),
        TEST(a_stale_connection_costs_no_attempt),
        TEST(certificates_are_not_tried_twice),
        TEST(the_reset_tells_how_long_to_wait),
        TEST(absurd_resets_are_not_believed),
        TEST(without_a_reset_the_wait_doubles),
        TEST(a_wait_beyond_the_deadline_is_an_error_at_once),
        TEST(the_limiter_waits_before_asking),
        TEST(the_limiter_believes_the_service_when_it_says_less),
        TEST(the_deadline_holds_for_all_attempts),
        TEST(a_body_has_its_limit),
        TEST(a_call_can_be_cancelled_at_any_point),
        TEST(a_wrong_clock_is_noticed),
        TEST(times_in_the_future_are_an_error),
        TEST(secrets_are_blotted_out),
        TEST(headers_cannot_be_injected),
        TEST(base_urls),
        TEST(http_dates),
        TEST(conversions),
        TEST(statuses_have_names),
    };
    return cmocka_run_group_tests_name("fetch core", tests, NULL, NULL);
}
