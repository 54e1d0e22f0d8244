/* X: both spellings, partial errors, the two kinds of 429, limits on what is read, sampling,
 * counts. */
#include "support.h"

static world w;
static fetch_x *x;
static fetch_error err;

static int open_world(void **state) {
    (void)state;
    fetch_x_options options = FETCH_X_OPTIONS_INIT;
    world_open(&w, NULL);
    options.token = "bearer-token";
    assert_ok(fetch_x_create(w.client, &options, &err, &x), &err);
    return 0;
}

static int close_world(void **state) {
    (void)state;
    fetch_x_free(x);
    world_close(&w);
    return 0;
}

#define OK(text)                                                                                   \
    { 200, "", text, 0, 0, {0}, 0 }
#define POST(id) "{\"id\":\"" #id "\",\"text\":\"t\",\"created_at\":\"2022-10-31T10:00:00.000Z\"}"

static char got[1 << 14];
static fetch_posts_page newest;
static size_t pages, last_pages;
static char newest_id[32];

static bool take_posts(void *payload, const fetch_posts_page *page) {
    (void)payload;
    pages++;
    last_pages += page->is_last;
    newest = *page;
    snprintf(newest_id, sizeof newest_id, "%s", page->newest_id);
    for (size_t i = 0; i < page->count; i++) {
        const market_post *p = &page->posts[i];
        size_t used = strlen(got);
        snprintf(got + used, sizeof got - used, "%s|%s|%s|%lld|%lld\n", p->id, p->text,
                 p->author == NULL ? "-" : p->author, (long long)p->reposts, (long long)p->likes);
    }
    for (size_t i = 0; i < page->problem_count; i++) {
        size_t used = strlen(got);
        snprintf(got + used, sizeof got - used, "problem %s|%s\n", page->problems[i].type,
                 page->problems[i].resource_id);
    }
    return true;
}

static fetch_status search(const fetch_search_query *query) {
    got[0] = '\0';
    pages = last_pages = 0;
    return fetch_x_search(x, query, NULL, take_posts, NULL, &err);
}

static fetch_search_query simple(unsigned most) {
    fetch_search_query query = FETCH_SEARCH_QUERY_INIT;
    query.query = "$AAPL lang:en -is:retweet";
    query.max_posts = most;
    return query;
}

/* ---- search ---- */

static void the_request_says_it_all(void **state) {
    (void)state;
    fetch_search_query query = simple(100);
    query.start = NOW - 86400000 + 123;
    query.end = NOW;
    query.authors = true;
    SCRIPT(&w, OK("{\"meta\":{\"result_count\":0}}"));
    assert_ok(search(&query), &err);
    assert_string_equal(
        w.seen[0].url,
        "https://api.x.com/2/tweets/search/recent?end_time=2022-11-01T11%3A59%3A30Z&expansions="
        "author_id&max_results=100&query=%24AAPL%20lang%3Aen%20-is%3Aretweet&sort_order=recency"
        "&start_time=2022-10-31T12%3A00%3A00Z&tweet.fields=author_id%2Ccreated_at%2Clang%2C"
        "public_metrics&user.fields=name%2Cusername");
    assert_string_equal(seen_header(&w.seen[0], "authorization"), "Bearer bearer-token");
    assert_int_equal(pages, 1);
    assert_int_equal(newest.count, 0);
    assert_true(newest.is_last && !newest.is_cut);
}

static void both_spellings_are_read(void **state) {
    (void)state;
    const fetch_search_query query = simple(100);
    SCRIPT(
        &w,
        OK("{\"data\":[{\"id\":\"1\",\"text\":\"old\",\"author_id\":\"7\",\"created_at\":"
           "\"2022-10-31T10:00:00.000Z\",\"edit_history_tweet_ids\":[\"1\"],\"public_metrics\":"
           "{\"retweet_count\":5,\"like_count\":6}}],\"includes\":{\"users\":[{\"id\":\"8\"},"
           "{\"id\":\"7\",\"username\":\"someone\",\"name\":\"S\"}]},\"meta\":{\"newest_id\":\"1\","
           "\"next_token\":\"b26v89c19zqg8o3f\"}}"),
        OK("{\"data\":[{\"id\":\"2\",\"text\":\"new\",\"created_at\":\"2022-10-31T10:00:00.000Z\","
           "\"edit_history_post_ids\":[\"2\"],\"public_metrics\":{\"repost_count\":7,"
           "\"like_count\":-1}}],\"meta\":{\"newest_id\":\"2\"}}"));
    assert_ok(search(&query), &err);
    assert_string_equal(got, "1|old|someone|5|6\n2|new|-|7|-1\n");
    assert_string_equal(seen_parameter(&w.seen[1], "next_token"), "b26v89c19zqg8o3f");
    assert_string_equal(newest_id, "2");
    assert_int_equal(last_pages, 1);
}

static void the_new_spelling_can_be_asked_for(void **state) {
    (void)state;
    fetch_x_options options = FETCH_X_OPTIONS_INIT;
    fetch_x *other = NULL;
    const fetch_search_query query = simple(10);
    options.token = "bearer-token";
    options.new_names = true;
    assert_ok(fetch_x_create(w.client, &options, &err, &other), &err);
    SCRIPT(&w, OK("{\"meta\":{}}"));
    assert_ok(fetch_x_search(other, &query, NULL, take_posts, NULL, &err), &err);
    assert_non_null(strstr(w.seen[0].url, "&post.fields=author_id"));
    fetch_x_free(other);
}

static void partial_errors_come_with_the_data(void **state) {
    (void)state;
    const fetch_search_query query = simple(10);
    SCRIPT(&w,
           OK("{\"data\":[" POST(
               1) "],\"errors\":[{\"type\":\"https://api.twitter.com/2/problems/"
                  "resource-not-found\",\"title\":\"Not Found\",\"detail\":\"d\",\"resource_id\":"
                  "\"9\"},{\"type\":\"https://api.x.com/2/problems/not-authorized-for-resource\"},"
                  "{}],\"meta\":{}}"));
    assert_ok(search(&query), &err);
    assert_string_equal(got, "1|t|-|-1|-1\nproblem resource-not-found|9\n"
                             "problem not-authorized-for-resource|\nproblem |\n");
}

static void no_more_is_read_than_allowed(void **state) {
    (void)state;
    fetch_search_query query = simple(13);
    SCRIPT(&w, OK("{\"data\":[" POST(1) "," POST(2) "],\"meta\":{\"next_token\":\"a\"}}"),
           OK("{\"data\":[" POST(3) "," POST(4) "," POST(5) "," POST(6) "," POST(7) "," POST(
               8) "," POST(9) "," POST(10) "," POST(11) "," POST(12) "],\"meta\":{\"next_token\":"
                                                                     "\"b\"}}"),
           OK("{\"data\":[" POST(13) "," POST(14) "],\"meta\":{\"next_token\":\"c\"}}"));
    query.max_pages = 9;
    assert_ok(search(&query), &err);
    assert_int_equal(w.requests, 3);
    assert_string_equal(seen_parameter(&w.seen[0], "max_results"), "13");
    assert_string_equal(seen_parameter(&w.seen[1], "max_results"), "11");
    assert_string_equal(seen_parameter(&w.seen[2], "max_results"), "10");
    assert_non_null(strstr(got, "13|t|"));
    assert_null(strstr(got, "14|t|"));
    assert_true(newest.is_last && newest.is_cut);
    query.max_pages = 2;
    SCRIPT(&w, OK("{\"data\":[" POST(1) "],\"meta\":{\"next_token\":\"a\"}}"),
           OK("{\"data\":[" POST(2) "],\"meta\":{\"next_token\":\"b\"}}"));
    assert_ok(search(&query), &err);
    assert_int_equal(w.requests, 2);
    assert_true(newest.is_last && newest.is_cut);
}

static void a_token_that_repeats_is_an_error(void **state) {
    (void)state;
    const fetch_search_query query = simple(100);
    const reply again = OK("{\"data\":[" POST(1) "],\"meta\":{\"next_token\":\"a\"}}");
    const reply all[] = {again, again, again, again, again};
    world_script(&w, all, 5);
    assert_status(search(&query), FETCH_E_MALFORMED);
    assert_int_equal(pages, 1);
}

static void posts_without_an_id_are_left_out(void **state) {
    (void)state;
    const fetch_search_query query = simple(100);
    SCRIPT(&w,
           OK("{\"data\":[{\"id\":5,\"text\":\"t\"},{\"id\":\"x\",\"text\":\"t\"},{\"id\":\"6\"},"
              "{\"id\":\"7\",\"text\":\"t\"},3,null," POST(8) "],\"meta\":{}}"));
    assert_ok(search(&query), &err);
    assert_string_equal(got, "8|t|-|-1|-1\n");
    assert_non_null(strstr(w.log, "a post lacks id, text or time"));
}

static void wrong_questions_are_not_sent(void **state) {
    (void)state;
    char text[600];
    fetch_search_query query = simple(100);
    memset(text, 'a', 513);
    text[513] = '\0';
    query.query = text;
    assert_status(search(&query), FETCH_E_ARGUMENT);
    assert_string_equal(err.parameter, "query");
    query.query = "a\nb";
    assert_status(search(&query), FETCH_E_ARGUMENT);
    query.query = "";
    assert_status(search(&query), FETCH_E_ARGUMENT);
    query = simple(0);
    assert_status(search(&query), FETCH_E_ARGUMENT);
    assert_string_equal(err.parameter, "max_posts");
    query = simple(10);
    query.start = NOW - INT64_C(8) * 86400000;
    assert_status(search(&query), FETCH_E_ARGUMENT);
    query.start = NOW;
    query.end = NOW;
    assert_status(search(&query), FETCH_E_ARGUMENT);
    query = simple(10);
    query.since_id = "12a";
    assert_status(search(&query), FETCH_E_ARGUMENT);
    assert_int_equal(w.requests, 0);
}

/* ---- errors ---- */

#define AT_NOON "Date: Tue, 01 Nov 2022 12:00:00 GMT\n"

static void an_exhausted_window_is_waited_for(void **state) {
    (void)state;
    fetch_search_query query = simple(10);
    fetch_call call = FETCH_CALL_INIT;
    static const reply replies[] = {
        {429,
         AT_NOON "x-rate-limit-limit: 450\nx-rate-limit-remaining: 0\n"
                 "x-rate-limit-reset: 1667304600\n",
         "{\"type\":\"https://api.x.com/2/problems/rate-limit-exceeded\",\"title\":\"Too Many "
         "Requests\"}",
         0,
         0,
         {0},
         0},
        OK("{\"data\":[" POST(1) "],\"meta\":{}}")};
    world_script(&w, replies, 2);
    call.timeout = 900000;
    assert_ok(fetch_x_search(x, &query, &call, take_posts, NULL, &err), &err);
    assert_in_range(w.slept, 600000, 601300);
    world_script(&w, replies, 1);
    call.timeout = 60000;
    assert_status(fetch_x_search(x, &query, &call, take_posts, NULL, &err), FETCH_E_RATE_LIMITED);
}

static void a_used_up_account_is_not_waited_for(void **state) {
    (void)state;
    const fetch_search_query query = simple(10);
    static const char *const bodies[] = {
        "{\"type\":\"https://api.twitter.com/2/problems/"
        "usage-capped\",\"title\":\"UsageCapExceeded\","
        "\"detail\":\"Usage cap exceeded: Monthly product cap\",\"period\":\"Monthly\"}",
        "{\"type\":\"https://api.x.com/2/problems/usage-capped\",\"title\":\"UsageCapExceeded\"}"};
    for (size_t i = 0; i < 2; i++) {
        const reply r = {
            429,       AT_NOON "x-rate-limit-remaining: 5\nx-rate-limit-reset: 1667304600\n",
            bodies[i], 0,
            0,         {0},
            0};
        world_script(&w, &r, 1);
        assert_status(search(&query), FETCH_E_USAGE_CAPPED);
        assert_string_equal(err.code, "usage-capped");
        assert_int_equal(w.slept, 0);
    }
}

static void errors_in_all_shapes(void **state) {
    (void)state;
    const fetch_search_query query = simple(10);
    static const struct {
        int http;
        const char *body;
        fetch_status status;
        const char *code;
        const char *message;
    } cases[] = {
        {400,
         "{\"errors\":[{\"parameters\":{\"query\":[\"(\"]},\"message\":\"no viable alternative\"}],"
         "\"title\":\"Invalid Request\",\"detail\":\"d\",\"type\":\"https://api.twitter.com/2/"
         "problems/invalid-request\"}",
         FETCH_E_REQUEST, "invalid-request", "no viable alternative"},
        {401,
         "{\"title\":\"Unauthorized\",\"type\":\"about:blank\",\"status\":401,\"detail\":"
         "\"Unauthorized\"}",
         FETCH_E_AUTH, "about:blank", "Unauthorized"},
        {403, "{\"code\":453,\"message\":\"You currently have access to a subset\"}",
         FETCH_E_FORBIDDEN, "453", "a subset"},
        {402, "{\"title\":\"CreditsDepleted\"}", FETCH_E_USAGE_CAPPED, "", "CreditsDepleted"},
        {404, "<!doctype html>", FETCH_E_NOT_FOUND, "", "not its own"},
        {400, "{\"errors\":7,\"type\":[]}", FETCH_E_REQUEST, "", "not its own"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const reply r = {cases[i].http, "", cases[i].body, 0, 0, {0}, 0};
        world_script(&w, &r, 1);
        assert_status(search(&query), cases[i].status);
        assert_string_equal(err.code, cases[i].code);
        if (strstr(err.message, cases[i].message) == NULL)
            fail_msg("%s lacks %s", err.message, cases[i].message);
    }
}

/* ---- sampling ---- */

static void a_plan_spreads_its_quota(void **state) {
    (void)state;
    static fetch_plan plan;
    assert_ok(fetch_plan_make("q", NOW - INT64_C(7) * 86400000, NOW, 300, 7, &err, &plan), &err);
    unsigned sum = 0;
    assert_int_equal(plan.count, 7);
    for (size_t i = 0; i < 7; i++) {
        sum += plan.slices[i].quota;
        assert_in_range(plan.slices[i].quota, 42, 43);
        assert_true(plan.slices[i].end - plan.slices[i].start == 86400000);
        assert_true(i == 0 || plan.slices[i].start == plan.slices[i - 1].end);
    }
    assert_int_equal(sum, 300);
    assert_true(plan.slices[0].start == NOW - INT64_C(7) * 86400000);
    assert_true(plan.slices[6].end == NOW);
    /* Slices touch even where nothing divides evenly. */
    assert_ok(fetch_plan_make("q", 1500, 101500, 70, 7, &err, &plan), &err);
    for (size_t i = 1; i < 7; i++)
        assert_true(plan.slices[i].start == plan.slices[i - 1].end);
    assert_true(plan.slices[0].start == 1000 && plan.slices[6].end == 101000);
    assert_status(fetch_plan_make("q", 0, NOW, 69, 7, &err, &plan), FETCH_E_ARGUMENT);
    assert_status(fetch_plan_make("q", 0, NOW, 300, 0, &err, &plan), FETCH_E_ARGUMENT);
    assert_status(fetch_plan_make("q", NOW, NOW, 300, 7, &err, &plan), FETCH_E_ARGUMENT);
    assert_status(fetch_plan_make("", 0, NOW, 300, 7, &err, &plan), FETCH_E_ARGUMENT);
}

/* One slice has everything in one page, one is cut, one fails at first. */
static void answer_slices(world *at, const seen *request, reply *out) {
    bool second = strstr(request->url, "start_time=2022-10-31T") != NULL;
    bool third = strstr(request->url, "start_time=2022-11-01T") != NULL;
    int *failures = at->payload;
    *out = (reply)OK("{\"data\":[" POST(1) "],\"meta\":{}}");
    if (second)
        *out = (reply)OK("{\"data\":[" POST(1) "," POST(2) "," POST(3) "," POST(4) "," POST(
            5) "," POST(6) "," POST(7) "," POST(8) "," POST(9) "," POST(10) "],\"meta\":{\"next_"
                                                                            "token\":\"more\"}}");
    if (third && (*failures)-- > 0)
        *out = (reply){401, "", "{\"title\":\"Unauthorized\"}", 0, 0, {0}, 0};
}

static void a_broken_sample_goes_on_where_it_ended(void **state) {
    (void)state;
    static fetch_plan plan;
    int failures = 1;
    w.answer = answer_slices;
    w.payload = &failures;
    got[0] = '\0';
    assert_ok(
        fetch_plan_make("$AAPL", NOW - INT64_C(216000000), NOW + 43200000, 30, 3, &err, &plan),
        &err);
    assert_status(fetch_x_sample(x, &plan, false, NULL, take_posts, NULL, &err), FETCH_E_AUTH);
    assert_true(plan.slices[0].is_done && plan.slices[0].is_whole && plan.slices[0].posts == 1);
    assert_true(plan.slices[1].is_done && !plan.slices[1].is_whole && plan.slices[1].posts == 10);
    assert_false(plan.slices[2].is_done);
    size_t before = w.requests;
    assert_ok(fetch_x_sample(x, &plan, false, NULL, take_posts, NULL, &err), &err);
    assert_int_equal(w.requests - before, 1);
    assert_true(plan.slices[2].is_done && plan.slices[2].requests == 1);
    assert_int_equal(newest.slice, 2);
    assert_string_equal(plan.query, "$AAPL");
    assert_string_equal(seen_parameter(&w.seen[0], "max_results"), "10");
}

/* ---- counts ---- */

static market_post_count counts[16];
static size_t count_count;

static bool take_counts(void *payload, const fetch_counts_page *page) {
    (void)payload;
    assert_true(count_count + page->count <= 16);
    memcpy(counts + count_count, page->counts, page->count * sizeof *page->counts);
    count_count += page->count;
    last_pages += page->is_last;
    return true;
}

static void only_whole_buckets_are_asked_for(void **state) {
    (void)state;
    fetch_counts_query query = FETCH_COUNTS_QUERY_INIT;
    query.query = "$AAPL";
    query.granularity = MARKET_PER_DAY;
    SCRIPT(&w, OK("{\"meta\":{\"total_tweet_count\":0}}"));
    assert_ok(fetch_x_counts(x, &query, NULL, take_counts, NULL, &err), &err);
    assert_string_equal(w.seen[0].url,
                        "https://api.x.com/2/tweets/counts/recent?end_time=2022-11-01T00%3A00%3A00Z"
                        "&granularity=day&query=%24AAPL&start_time=2022-10-26T00%3A00%3A00Z");
    query.granularity = MARKET_PER_HOUR;
    query.start = NOW - 9000000; /* 09:30 */
    query.end = NOW - 60000;     /* 11:59 */
    SCRIPT(&w, OK("{\"meta\":{}}"));
    assert_ok(fetch_x_counts(x, &query, NULL, take_counts, NULL, &err), &err);
    assert_string_equal(seen_parameter(&w.seen[0], "start_time"), "2022-11-01T10%3A00%3A00Z");
    assert_string_equal(seen_parameter(&w.seen[0], "end_time"), "2022-11-01T11%3A00%3A00Z");
    query.start = NOW - 60000;
    query.end = NOW;
    assert_status(fetch_x_counts(x, &query, NULL, take_counts, NULL, &err), FETCH_E_ARGUMENT);
}

static void counts_in_both_spellings(void **state) {
    (void)state;
    fetch_counts_query query = FETCH_COUNTS_QUERY_INIT;
    query.query = "$AAPL";
    count_count = last_pages = 0;
    SCRIPT(
        &w,
        OK("{\"data\":[{\"start\":\"2022-11-01T10:00:00.000Z\",\"end\":\"2022-11-01T11:00:00."
           "000Z\","
           "\"post_count\":7},{\"start\":\"2022-11-01T08:30:00.000Z\",\"end\":"
           "\"2022-11-01T09:00:00.000Z\",\"tweet_count\":3}],\"meta\":{\"total_post_count\":10}}"));
    assert_ok(fetch_x_counts(x, &query, NULL, take_counts, NULL, &err), &err);
    assert_int_equal(count_count, 2);
    assert_true(counts[0].start == NOW - 4 * 3600000 && counts[0].covered_ms == 1800000);
    assert_int_equal(counts[0].count, 3);
    assert_true(counts[1].start == NOW - 2 * 3600000 && counts[1].covered_ms == 3600000);
    assert_int_equal(counts[1].count, 7);
    assert_int_equal(last_pages, 1);
}

static void bad_buckets_are_errors(void **state) {
    (void)state;
    static const char *const bad[] = {
        "{\"data\":[{\"start\":\"2022-11-01T10:00:00Z\",\"end\":\"2022-11-01T11:00:00Z\"}],"
        "\"meta\":{}}",
        "{\"data\":[{\"start\":\"2022-11-01T10:00:00Z\",\"end\":\"2022-11-01T10:00:00Z\",\"tweet_"
        "count\":1}],\"meta\":{}}",
        "{\"data\":[{\"start\":\"2022-11-01T10:00:00Z\",\"end\":\"2022-11-01T12:00:00Z\",\"tweet_"
        "count\":1}],\"meta\":{}}",
        "{\"data\":[{\"start\":\"2022-11-01T10:00:00Z\",\"end\":\"2022-11-01T11:00:00Z\",\"tweet_"
        "count\":-1}],\"meta\":{}}",
        "{\"data\":[{\"start\":\"2022-11-01T10:00:00Z\",\"end\":\"2022-11-01T11:00:00Z\",\"tweet_"
        "count\":1},"
        "{\"start\":\"2022-11-01T10:00:00Z\",\"end\":\"2022-11-01T11:00:00Z\",\"tweet_count\":2}],"
        "\"meta\":{}}",
        "{\"data\":{}}",
    };
    fetch_counts_query query = FETCH_COUNTS_QUERY_INIT;
    query.query = "$AAPL";
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const reply r = OK(bad[i]);
        const reply all[] = {r, r, r, r};
        world_script(&w, all, 4);
        assert_status(fetch_x_counts(x, &query, NULL, take_counts, NULL, &err), FETCH_E_MALFORMED);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(the_request_says_it_all),
        TEST(both_spellings_are_read),
        TEST(the_new_spelling_can_be_asked_for),
        TEST(partial_errors_come_with_the_data),
        TEST(no_more_is_read_than_allowed),
        TEST(a_token_that_repeats_is_an_error),
        TEST(posts_without_an_id_are_left_out),
        TEST(wrong_questions_are_not_sent),
        TEST(an_exhausted_window_is_waited_for),
        TEST(a_used_up_account_is_not_waited_for),
        TEST(errors_in_all_shapes),
        TEST(a_plan_spreads_its_quota),
        TEST(a_broken_sample_goes_on_where_it_ended),
        TEST(only_whole_buckets_are_asked_for),
        TEST(counts_in_both_spellings),
        TEST(bad_buckets_are_errors),
    };
    return cmocka_run_group_tests_name("fetch x", tests, NULL, NULL);
}
