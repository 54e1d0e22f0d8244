/* News, posts, post counts: stored, listed and read from answers. The sample. */
#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

static market_store *store;

static int make_store(void **state) {
    (void)state;
    store = open_store("texts.db");
    return 0;
}

static int drop_store(void **state) {
    (void)state;
    char path[256];
    (void)snprintf(path, sizeof path, "%s", market_store_path(store));
    market_store_free(store);
    return remove(path);
}

static uint64_t generation(void) {
    market_error err;
    uint64_t value = 0;
    assert_ok(market_store_generation(store, &err, &value), &err);
    return value;
}

static void assert_summary(market_put_summary s, size_t added, size_t revised, size_t unchanged) {
    assert_int_equal(s.added, added);
    assert_int_equal(s.revised, revised);
    assert_int_equal(s.unchanged, unchanged);
}

static market_news_list list_news(const char *symbol, size_t limit) {
    market_error err;
    market_news_list list;
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    query.symbol = symbol;
    query.limit = limit;
    assert_ok(market_store_list_news(store, &query, &err, &list), &err);
    return list;
}

static void later_updates_of_news_win(void **state) {
    (void)state;
    market_error err;
    market_put_summary s;
    static const char *const both[] = {"META", "AAPL"}, *const one[] = {"TSLA"};
    market_news news[] = {{.id = "1",
                           .created_at = 100,
                           .updated_at = 100,
                           .headline = "first",
                           .symbols = both,
                           .symbol_count = 2},
                          {.id = "2",
                           .created_at = 200,
                           .updated_at = 200,
                           .headline = "second",
                           .author = "A",
                           .summary = "S",
                           .content = "C",
                           .url = "U",
                           .source = "P",
                           .synthetic = true}};
    assert_ok(market_store_put_news(store, news, 2, &err, &s), &err);
    assert_summary(s, 2, 0, 0);
    assert_ok(market_store_put_news(store, news, 2, &err, &s), &err);
    assert_summary(s, 0, 0, 2);
    assert_int_equal(generation(), 1);
    news[0].updated_at = 150;
    news[0].headline = "changed";
    news[0].symbols = one;
    news[0].symbol_count = 1;
    news[1].updated_at = 50; /* older */
    news[1].headline = "stale";
    assert_ok(market_store_put_news(store, news, 2, &err, &s), &err);
    assert_summary(s, 0, 1, 1);
    market_news_list list = list_news(NULL, 0);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].headline, "second"); /* newest first */
    assert_string_equal(list.items[0].author, "A");
    assert_string_equal(list.items[0].summary, "S");
    assert_string_equal(list.items[0].content, "C");
    assert_string_equal(list.items[0].url, "U");
    assert_string_equal(list.items[0].source, "P");
    assert_true(list.items[0].synthetic);
    assert_int_equal(list.items[0].symbol_count, 0);
    assert_string_equal(list.items[1].headline, "changed");
    assert_string_equal(list.items[1].author, "");
    assert_int_equal(list.items[1].symbol_count, 1);
    assert_string_equal(list.items[1].symbols[0], "TSLA");
    market_news_list_clear(&list);
    market_news_list_clear(&list);
    list = list_news("AAPL", 0);
    assert_int_equal(list.count, 0);
    market_news_list_clear(&list);
    list = list_news("TSLA", 0);
    assert_int_equal(list.count, 1);
    market_news_list_clear(&list);
    list = list_news(NULL, 1);
    assert_int_equal(list.count, 1);
    market_news_list_clear(&list);
}

static void bad_texts_are_refused(void **state) {
    (void)state;
    market_error err;
    static const char *const bad_symbol[] = {"no symbol"};
    market_news news = {.id = "", .created_at = 1};
    assert_status(market_store_put_news(store, &news, 1, &err, NULL), MARKET_E_BAD_ROW);
    news.id = "x";
    news.headline = "\xFF";
    assert_status(market_store_put_news(store, &news, 1, &err, NULL), MARKET_E_BAD_ROW);
    news.headline = "";
    news.symbols = bad_symbol;
    news.symbol_count = 1;
    assert_status(market_store_put_news(store, &news, 1, &err, NULL), MARKET_E_BAD_ROW);
    market_post post = {.id = "1", .text = "ok"};
    assert_status(market_store_put_posts(store, "", &post, 1, 0, &err, NULL), MARKET_E_ARGUMENT);
    assert_status(market_store_put_posts(store, "a\nb", &post, 1, 0, &err, NULL),
                  MARKET_E_ARGUMENT);
    post.text = "\xC0\x80";
    assert_status(market_store_put_posts(store, "A", &post, 1, 0, &err, NULL), MARKET_E_BAD_ROW);
    market_post_count bucket = {1, 60000, 5};
    assert_status(market_store_put_post_counts(store, "A", MARKET_PER_MINUTE, &bucket, 1, 0, false,
                                               &err, NULL),
                  MARKET_E_BAD_ROW);
    bucket = (market_post_count){0, 60001, 5};
    assert_status(market_store_put_post_counts(store, "A", MARKET_PER_MINUTE, &bucket, 1, 0, false,
                                               &err, NULL),
                  MARKET_E_BAD_ROW);
    assert_status(market_store_put_post_counts(store, "A", (market_granularity)9, &bucket, 1, 0,
                                               false, &err, NULL),
                  MARKET_E_ARGUMENT);
    assert_int_equal(generation(), 0);
}

static market_post_list list_posts(const char *topic) {
    market_error err;
    market_post_list list;
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    query.symbol = topic;
    assert_ok(market_store_list_posts(store, &query, &err, &list), &err);
    return list;
}

static void posts_belong_to_topics(void **state) {
    (void)state;
    market_error err;
    market_put_summary s;
    market_post posts[] = {{.id = "10",
                            .created_at = 1000,
                            .text = "one",
                            .lang = "en",
                            .author_id = "7",
                            .author = "a",
                            .author_name = "A",
                            .reposts = 1,
                            .replies = 2,
                            .likes = 3,
                            .quotes = 4},
                           {.id = "11",
                            .created_at = 2000,
                            .text = "zwei",
                            .reposts = -1,
                            .replies = -1,
                            .likes = -1,
                            .quotes = -1}};
    assert_ok(market_store_put_posts(store, "AAPL", posts, 2, 100, &err, &s), &err);
    assert_summary(s, 2, 0, 0);
    assert_ok(market_store_put_posts(store, "AAPL", posts, 2, 200, &err, &s), &err);
    assert_summary(s, 0, 0, 2);
    assert_int_equal(generation(), 1);
    assert_ok(market_store_put_posts(store, "my query", posts, 1, 200, &err, &s), &err);
    assert_summary(s, 1, 0, 0);
    posts[0].likes = 9;
    posts[0].reposts = -1;
    posts[0].author = NULL;
    assert_ok(market_store_put_posts(store, "AAPL", posts, 2, 300, &err, &s), &err);
    assert_summary(s, 0, 1, 1);
    posts[0].likes = 5;
    assert_ok(market_store_put_posts(store, "AAPL", posts, 1, 250, &err, &s), &err);
    assert_summary(s, 0, 0, 1); /* an older fetch */
    market_post_list list = list_posts("AAPL");
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].text, "zwei");
    assert_int_equal(list.items[0].likes, -1);
    assert_string_equal(list.items[1].author, "a"); /* what a page leaves out stays */
    assert_int_equal(list.items[1].reposts, 1);
    assert_int_equal(list.items[1].likes, 9);
    market_post_list_clear(&list);
    market_post_list_clear(&list);
    list = list_posts("my query");
    assert_int_equal(list.count, 1);
    market_post_list_clear(&list);
    list = list_posts(NULL);
    assert_int_equal(list.count, 2);
    market_post_list_clear(&list);
    market_topic_list topics;
    assert_ok(market_store_list_topics(store, &err, &topics), &err);
    assert_int_equal(topics.count, 2);
    assert_string_equal(topics.items[0].topic, "AAPL");
    assert_int_equal(topics.items[0].posts, 2);
    assert_int_equal(topics.items[0].newest, 2000);
    market_topic_list_clear(&topics);
}

/* Whether any byte of the store's file is part of this text. */
static bool file_holds(const char *text) {
    static char bytes[1 << 20];
    FILE *file = fopen(market_store_path(store), "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, sizeof bytes, file), length = strlen(text);
    (void)fclose(file);
    for (size_t i = 0; i + length <= size; i++)
        if (memcmp(bytes + i, text, length) == 0)
            return true;
    return false;
}

static void put_numbered_posts(size_t count) {
    market_error err;
    for (size_t i = 1; i <= count; i++) {
        char id[16], text[64];
        (void)snprintf(id, sizeof id, "%zu", i);
        (void)snprintf(text, sizeof text, "words of post <%zu>", i);
        const market_post post = {.id = id, .created_at = (int64_t)i * 1000, .text = text};
        assert_ok(market_store_put_posts(store, i % 2 ? "ODD" : "EVEN", &post, 1, 1, &err, NULL),
                  &err);
        assert_ok(market_store_put_posts(store, "ALL", &post, 1, 1, &err, NULL), &err);
    }
}

static size_t posts_of(const char *topic) {
    market_post_list list = list_posts(topic);
    size_t count = list.count;
    market_post_list_clear(&list);
    return count;
}

static void purged_posts_are_gone(void **state) {
    (void)state;
    static const char *const ids[] = {"3", "4", "99"}, *const bad[] = {"3", ""};
    market_error err;
    uint64_t removed = 77;
    put_numbered_posts(10);
    uint64_t before = generation();
    assert_ok(market_store_purge_posts(store, ids, 3, &err, &removed), &err);
    assert_int_equal(removed, 2);
    assert_int_equal(generation(), before + 1);
    assert_int_equal(posts_of("ALL"), 8);
    assert_int_equal(posts_of("ODD"), 4);
    assert_int_equal(posts_of("EVEN"), 4);
    assert_ok(market_store_purge_posts(store, ids, 3, &err, &removed), &err);
    assert_int_equal(removed, 0);
    assert_int_equal(generation(), before + 1); /* nothing has changed */
    assert_ok(market_store_purge_posts(store, NULL, 0, &err, NULL), &err);
    removed = 77;
    assert_status(market_store_purge_posts(store, bad, 2, &err, &removed), MARKET_E_BAD_ROW);
    assert_status(market_store_purge_posts(NULL, ids, 3, &err, &removed), MARKET_E_ARGUMENT);
    assert_int_equal(removed, 77);
    /* The time itself stays. */
    assert_ok(market_store_purge_posts_before(store, 6000, &err, &removed), &err);
    assert_int_equal(removed, 3);
    assert_int_equal(posts_of(NULL), 5);
    assert_int_equal(posts_of("ALL"), 5);
    assert_ok(market_store_verify(store, &err), &err);
}

/* Not even in the free pages of the file. */
static void purged_posts_leave_no_trace(void **state) {
    (void)state;
    static const char *const ids[] = {"3"};
    market_error err;
    char path[256], url[300];
    put_numbered_posts(10);
    assert_ok(market_store_purge_posts(store, ids, 1, &err, NULL), &err);
    assert_ok(market_store_purge_posts_before(store, 2000, &err, NULL), &err);
    (void)snprintf(path, sizeof path, "%s", market_store_path(store));
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    market_store_free(store); /* the log goes into the file */
    assert_ok(market_store_open(url, NULL, &err, &store), &err);
    assert_true(file_holds("words of post <2>")); /* the search works */
    assert_false(file_holds("words of post <3>"));
    assert_false(file_holds("words of post <1>"));
}

static void assert_note(const char *name, const char *expected) {
    market_error err;
    market_note note;
    assert_ok(market_store_get_note(store, name, &err, &note), &err);
    assert_string_equal(note.text, expected);
    market_note_clear(&note);
    market_note_clear(&note);
}

static void notes_are_kept(void **state) {
    (void)state;
    market_error err;
    market_note note;
    assert_note("a", "");
    assert_ok(market_store_put_note(store, "a", "first", &err), &err);
    assert_ok(market_store_put_note(store, "b", "zwei \xC3\xA4", &err), &err);
    assert_ok(market_store_put_note(store, "a", "third", &err), &err);
    assert_note("a", "third");
    assert_note("b", "zwei \xC3\xA4");
    assert_ok(market_store_put_note(store, "a", NULL, &err), &err);
    assert_ok(market_store_put_note(store, "none", "", &err), &err);
    assert_note("a", "");
    assert_int_equal(generation(), 0);
    assert_status(market_store_put_note(store, "", "x", &err), MARKET_E_ARGUMENT);
    assert_status(market_store_put_note(store, "a b", "x", &err), MARKET_E_ARGUMENT);
    assert_status(market_store_put_note(store, "c", "\xFF", &err), MARKET_E_ARGUMENT);
    assert_status(market_store_get_note(store, NULL, &err, &note), MARKET_E_ARGUMENT);
    assert_status(market_store_get_note(store, "a", &err, NULL), MARKET_E_ARGUMENT);
}

/* With the data of its transaction or not at all. */
static void notes_belong_to_their_transaction(void **state) {
    (void)state;
    market_error err;
    assert_ok(market_store_begin(store, &err), &err);
    put_numbered_posts(1);
    assert_ok(market_store_put_note(store, "reached", "1", &err), &err);
    assert_ok(market_store_rollback(store, &err), &err);
    assert_note("reached", "");
    assert_int_equal(posts_of(NULL), 0);
    assert_ok(market_store_begin(store, &err), &err);
    put_numbered_posts(1);
    assert_ok(market_store_put_note(store, "reached", "1", &err), &err);
    assert_ok(market_store_commit(store, &err), &err);
    assert_note("reached", "1");
    assert_int_equal(posts_of(NULL), 1);
}

#define HOUR INT64_C(3600000)

static market_put_summary put_count(int64_t covered, int64_t count, int64_t fetched_at) {
    market_error err;
    market_put_summary s;
    const market_post_count bucket = {5 * HOUR, covered, count};
    assert_ok(market_store_put_post_counts(store, "AAPL", MARKET_PER_HOUR, &bucket, 1, fetched_at,
                                           false, &err, &s),
              &err);
    return s;
}

static void fuller_buckets_replace_cut_ones(void **state) {
    (void)state;
    market_error err;
    market_post_count_list list;
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    assert_summary(put_count(HOUR / 2, 10, 100), 1, 0, 0);
    assert_summary(put_count(HOUR / 2, 10, 100), 0, 0, 1);
    assert_summary(put_count(HOUR / 4, 4, 200), 0, 0,
                   1);                                /* a cut one never replaces a fuller one */
    assert_summary(put_count(HOUR, 22, 50), 0, 1, 0); /* a fuller one always does */
    assert_summary(put_count(HOUR, 23, 40), 0, 0, 1); /* an equal one when it is newer */
    assert_summary(put_count(HOUR, 24, 60), 0, 1, 0);
    query.symbol = "AAPL";
    bool synthetic = true;
    assert_ok(
        market_store_list_post_counts(store, &query, MARKET_PER_HOUR, &err, &synthetic, &list),
        &err);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].count, 24);
    assert_int_equal(list.items[0].covered_ms, HOUR);
    assert_false(synthetic);
    market_post_count_list_clear(&list);
    assert_ok(market_store_list_post_counts(store, &query, MARKET_PER_DAY, &err, NULL, &list),
              &err);
    assert_int_equal(list.count, 0);
    market_post_count_list_clear(&list);
    query.symbol = NULL;
    assert_status(market_store_list_post_counts(store, &query, MARKET_PER_DAY, &err, NULL, &list),
                  MARKET_E_ARGUMENT);
}

typedef market_status importer(market_store *to, const char *topic, const market_input *input,
                               const market_import_options *options, market_error *err,
                               market_text_summary *out);

static market_text_summary import_as(importer *import, const char *text) {
    market_error err;
    market_text_summary s;
    const market_input input = {.data = text, .length = strlen(text)};
    assert_ok(import(store, "AAPL", &input, NULL, &err, &s), &err);
    return s;
}

static void news_are_read_from_answers(void **state) {
    (void)state;
    market_error err;
    market_text_summary s;
    static const char text[] =
        "{\"news\":[{\"id\":24803233,\"headline\":\"Caf\\u00e9 \\ud83d\\ude80 \\ud83d!\","
        "\"author\":\"X\",\"created_at\":\"2022-01-03T14:30:00Z\",\"updated_at\":null,"
        "\"images\":[{\"size\":\"thumb\"}],\"symbols\":[\"AAPL\",\"bad symbol\",5,[1],\"BRK.B\"],"
        "\"source\":\"s\",\"url\":null},"
        "{\"headline\":\"no id\",\"created_at\":\"2022-01-03\"},"
        "{\"id\":\"x\",\"created_at\":\"never\"}],\"next_page_token\":\"t\"}";
    const market_input input = {.data = text, .length = sizeof text - 1};
    assert_ok(market_import_news(store, &input, NULL, &err, &s), &err);
    assert_true(s.rows == 3 && s.bad == 2);
    assert_summary(s.stored, 1, 0, 0);
    market_news_list list = list_news("BRK.B", 0);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].id, "24803233");
    assert_string_equal(list.items[0].headline, "Caf\xC3\xA9 \xF0\x9F\x9A\x80 \xEF\xBF\xBD!");
    assert_int_equal(list.items[0].symbol_count, 2);
    assert_int_equal(list.items[0].updated_at, list.items[0].created_at);
    market_news_list_clear(&list);
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.strict = true;
    assert_status(market_import_news(store, &input, &options, &err, &s), MARKET_E_BAD_ROW);
    static const char *const broken[] = {"", "{\"news\":5}", "{\"news\":[5]}", "5",
                                         "{\"news\":[{]}"};
    for (size_t i = 0; i < 5; i++) {
        const market_input bad = {.data = broken[i], .length = strlen(broken[i])};
        assert_int_not_equal(market_import_news(store, &bad, NULL, &err, &s), MARKET_OK);
    }
}

static void posts_are_read_from_answers(void **state) {
    (void)state;
    market_text_summary s = import_as(
        market_import_posts,
        "{\"data\":[{\"id\":\"1558910151272325122\",\"text\":\"short\\u2026\",\"author_id\":\"7\","
        "\"lang\":\"en\",\"note_tweet\":{\"text\":\"the long text\",\"entities\":{}},"
        "\"public_metrics\":{\"retweet_count\":1,\"like_count\":2.0,\"quote_count\":\"x\"}},"
        "{\"id\":\"5\",\"text\":\"too old to have a "
        "time\"},{\"id\":\"6\",\"created_at\":\"2022-01-03\"},"
        "{\"id\":\"7\",\"text\":\"dated\",\"created_at\":\"2022-01-03T00:00:00.000Z\",\"author_"
        "id\":\"8\","
        "\"public_metrics\":{\"repost_count\":3,\"reply_count\":4}}],"
        "\"includes\":{\"users\":[{\"id\":\"7\",\"name\":\"Seven\",\"username\":\"seven\"}],"
        "\"media\":[]},"
        "\"meta\":{\"result_count\":4}}");
    assert_true(s.rows == 4 && s.bad == 2);
    market_post_list list = list_posts("AAPL");
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].text, "the long text");
    assert_string_equal(list.items[0].author, "seven");
    assert_string_equal(list.items[0].author_name, "Seven");
    assert_int_equal(list.items[0].created_at, INT64_C(1660508117870));
    assert_int_equal(list.items[0].reposts, 1);
    assert_int_equal(list.items[0].likes, 2);
    assert_int_equal(list.items[0].quotes, -1);
    assert_string_equal(list.items[1].author, "");
    assert_int_equal(list.items[1].reposts, 3);
    assert_int_equal(list.items[1].replies, 4);
    market_post_list_clear(&list);
    s = import_as(market_import_posts, "{\"meta\":{\"result_count\":0}}"); /* nothing found */
    assert_int_equal(s.rows, 0);
}

static void counts_are_read_from_answers(void **state) {
    (void)state;
    market_error err;
    market_post_count_list list;
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    query.symbol = "AAPL";
    market_text_summary s = import_as(
        market_import_post_counts,
        "{\"data\":[{\"end\":\"2022-08-07T21:00:00.000Z\",\"start\":\"2022-08-07T20:15:18.000Z\","
        "\"tweet_count\":4548},{\"end\":\"2022-08-07T22:00:00.000Z\","
        "\"start\":\"2022-08-07T21:00:00.000Z\",\"post_count\":6204},{\"start\":\"x\"},"
        "{\"end\":\"2022-08-07T22:00:00Z\",\"start\":\"2022-08-07T21:00:00Z\"}]}");
    assert_true(s.rows == 4 && s.bad == 2);
    assert_ok(market_store_list_post_counts(store, &query, MARKET_PER_HOUR, &err, NULL, &list),
              &err);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].start, at("2022-08-07T20:00Z"));
    assert_int_equal(list.items[0].covered_ms, 44 * 60000 + 42000);
    assert_int_equal(list.items[1].count, 6204);
    market_post_count_list_clear(&list);
    (void)import_as(market_import_post_counts, "[]");
    (void)import_as(market_import_post_counts,
                    "[{'start': '2022-08-07', 'end': '2022-08-08', 'tweet_count': 5}]");
    assert_ok(market_store_list_post_counts(store, &query, MARKET_PER_DAY, &err, NULL, &list),
              &err);
    assert_int_equal(list.count, 1);
    market_post_count_list_clear(&list);
}

static void real_answers(void **state) {
    (void)state;
    market_error err;
    market_text_summary s;
    const char *posts = shared_file("seed/search_tweet_example.json");
    const char *counts = shared_file("seed/count_tweet_example.json");
    if (posts == NULL || counts == NULL)
        skip();
    assert_ok(market_import_posts(store, "NFLX", &(market_input){.path = posts}, NULL, &err, &s),
              &err);
    assert_true(s.rows > 10 && s.bad == 0);
    assert_ok(
        market_import_post_counts(store, "NFLX", &(market_input){.path = counts}, NULL, &err, &s),
        &err);
    assert_int_equal(s.rows, 169);
    assert_int_equal(s.stored.added, 169);
}

/* ---- the sample ---- */

static void the_sample_loads_and_loads_again(void **state) {
    (void)state;
    market_error err;
    market_sample_summary s;
    assert_ok(market_sample_load(store, sample_directory(), &err, &s), &err);
    assert_int_equal(s.symbols, 5);
    assert_summary(s.bars, 12154, 0, 0);
    assert_summary(s.news, 60, 0, 0);
    assert_summary(s.posts, 200, 0, 0);
    assert_int_equal(s.post_counts.added, 845);
    assert_int_equal(generation(), 1);
    assert_ok(market_sample_load(store, sample_directory(), &err, &s), &err);
    assert_summary(s.bars, 0, 0, 12154);
    assert_summary(s.posts, 0, 0, 200);
    assert_int_equal(generation(), 1);
    assert_ok(market_store_verify(store, &err), &err);
}

static void the_sample_has_no_cliffs(void **state) {
    (void)state;
    static const struct {
        const char *symbol;
        size_t bars, splits;
    } cases[] = {
        {"AAPL", 3270, 2}, {"FB", 196, 0}, {"GOOG", 2148, 0}, {"IBM", 3270, 0}, {"MSFT", 3270, 1}};
    market_error err;
    assert_ok(market_sample_load(store, sample_directory(), &err, NULL), &err);
    for (size_t i = 0; i < 5; i++) {
        market_query query = MARKET_QUERY_INIT;
        market_series series;
        market_events events;
        query.symbol = cases[i].symbol;
        assert_ok(market_store_query(store, &query, &err, &series), &err);
        assert_int_equal(series.bars.count, cases[i].bars);
        assert_string_equal(series.feed, "sample");
        assert_false(series.synthetic);
        assert_non_null(strstr(series.source, "bokeh-sampledata"));
        for (size_t k = 1; k < series.bars.count; k++) /* AAPL fell by half on 2000-09-29 */
            assert_true(series.bars.close[k] / series.bars.close[k - 1] > 0.45);
        market_series_clear(&series);
        assert_ok(market_store_list_events(store, cases[i].symbol, "sample", &err, &events), &err);
        assert_int_equal(events.split_count, cases[i].splits);
        if (i == 0) {
            assert_int_equal(events.splits[0].date, at("2000-06-21"));
            assert_int_equal(events.splits[1].date, at("2005-02-28"));
            assert_same(events.splits[1].to_shares, 2);
        }
        market_events_clear(&events);
    }
    market_news_list news = list_news("AAPL", 0);
    assert_true(news.count > 10);
    for (size_t i = 0; i < news.count; i++)
        assert_true(news.items[i].synthetic);
    market_news_list_clear(&news);
    market_post_list posts = list_posts("IBM");
    assert_int_equal(posts.count, 40);
    for (size_t i = 0; i < posts.count; i++)
        assert_true(posts.items[i].synthetic && posts.items[i].author[0] != '\0');
    market_post_list_clear(&posts);
}

static void the_sample_stays_out_of_other_stores(void **state) {
    (void)state;
    market_error err;
    market_import_summary s;
    assert_ok(import_text(store, "X.csv", "Date,Open,High,Low,Close\n2022-01-03,1,2,1,2\n", NULL,
                          &err, &s),
              &err);
    assert_status(market_sample_load(store, sample_directory(), &err, NULL), MARKET_E_NOT_EMPTY);
    assert_int_equal(generation(), 1);
}

static void an_incomplete_sample_loads_nothing(void **state) {
    (void)state;
    market_error err;
    market_store_state now;
    assert_status(market_sample_load(store, temp_path("nowhere"), &err, NULL), MARKET_E_NOT_FOUND);
    assert_int_equal(mkdir(temp_path("half"), 0755), 0);
    static const char symbols[] = "symbol,name,currency,decimals,source\nAAPL,Apple,USD,2,x\n";
    write_file(temp_path("half/symbols.csv"), symbols, sizeof symbols - 1);
    assert_status(market_sample_load(store, temp_path("half"), &err, NULL), MARKET_E_NOT_FOUND);
    assert_ok(market_store_get_state(store, &err, &now), &err);
    assert_true(now.symbols == 0 && now.generation == 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_store, drop_store)
    const struct CMUnitTest tests[] = {
        TEST(later_updates_of_news_win),
        TEST(bad_texts_are_refused),
        TEST(posts_belong_to_topics),
        TEST(purged_posts_are_gone),
        TEST(purged_posts_leave_no_trace),
        TEST(notes_are_kept),
        TEST(notes_belong_to_their_transaction),
        TEST(fuller_buckets_replace_cut_ones),
        TEST(news_are_read_from_answers),
        TEST(posts_are_read_from_answers),
        TEST(counts_are_read_from_answers),
        TEST(real_answers),
        TEST(the_sample_loads_and_loads_again),
        TEST(the_sample_has_no_cliffs),
        TEST(the_sample_stays_out_of_other_stores),
        TEST(an_incomplete_sample_loads_nothing),
    };
    return cmocka_run_group_tests_name("market texts", tests, NULL, NULL);
}
