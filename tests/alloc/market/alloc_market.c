/* Every entry point of libmarket with each of its allocations failing in turn, SQLite's among them:
 * the status says so, results are untouched, nothing is leaked, and the store is as before or as
 * after. */
#include "objects.h"
#include "support.h"

#include "../../common/failing_alloc.h"
#include "sqlite_alloc.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SENTINEL 0x5A

/* Results of any kind, filled with the sentinel before each call. */
typedef union result {
    unsigned char bytes[sizeof(market_series) + 4096];
    market_zone *zone;
    market_store *store;
    market_bars bars;
    market_series series;
    market_imported imported;
    market_import_summary import_summary;
    market_put_summary put;
    market_text_summary text;
    market_sample_summary sample;
    market_store_state state;
    uint64_t number;
    market_symbol_info symbol;
    market_symbol_list symbols;
    market_series_list list;
    market_revision_list revisions;
    market_events events;
    market_news_list news;
    market_post_list posts;
    market_note note;
    market_post_count_list counts;
    market_topic_list topics;
    market_holding_list holdings;
    double value;
} result;

static market_store *store;
static market_bars days;
static market_error err;
static int64_t round_number; /* makes each write say something new */

/* ---- entry points: do the call, and throw a good result away ---- */

typedef struct entry {
    const char *name;
    market_status (*call)(result *r);
    void (*drop)(result *r); /* NULL: holds nothing */
    bool touches_files;      /* a failure may be taken for that of a file */
} entry;

static market_status call_number(result *r) {
    return market_number_parse("1.7976931348623157e308", 22, &r->value);
}

static market_status call_zone(result *r) {
    return market_zone_load(NULL, "America/New_York", &err, &r->zone);
}

static void drop_zone(result *r) {
    market_zone_free(r->zone);
}

static market_status call_reserve(result *r) {
    market_bars_init(&r->bars);
    market_status status = market_bars_reserve(&r->bars, 100);
    if (status != MARKET_OK)
        memset(r, SENTINEL, sizeof *r);
    return status;
}

static void drop_bars(result *r) {
    market_bars_clear(&r->bars);
}

static market_status call_aggregate(result *r) {
    return market_bars_aggregate(&days, MARKET_1DAY, MARKET_1WEEK, NULL, &err, &r->bars);
}

static market_status call_copy(result *r) {
    return market_bars_aggregate(&days, MARKET_1DAY, MARKET_1DAY, NULL, &err, &r->bars);
}

static market_status call_open(result *r) {
    return market_store_open(temp_path("alloc-open.db"), NULL, &err, &r->store);
}

static market_status call_create(result *r) {
    (void)remove(temp_path("alloc-create.db"));
    (void)remove(temp_path("alloc-create.db-wal"));
    (void)remove(temp_path("alloc-create.db-shm"));
    return market_store_open(temp_path("alloc-create.db"), NULL, &err, &r->store);
}

static void drop_store(result *r) {
    market_store_free(r->store);
}

static market_status call_state(result *r) {
    return market_store_get_state(store, &err, &r->state);
}

static market_status call_generation(result *r) {
    return market_store_generation(store, &err, &r->number);
}

static market_status call_backup(result *r) {
    (void)r;
    (void)remove(temp_path("alloc-backup.db"));
    return market_store_backup(store, temp_path("alloc-backup.db"), &err);
}

static market_status call_restore(result *r) {
    (void)r;
    return market_store_restore(temp_path("alloc-restored.db"), temp_path("alloc-kept.db"), &err);
}

static market_status call_verify(result *r) {
    (void)r;
    return market_store_verify(store, &err);
}

/* A page of each kind into a store of objects, whose first write meets another writer's. */
static market_status fill_objects(market_store *objects, memory_objects *memory) {
    market_series_key key = {"AAPL", MARKET_1DAY, "sip"};
    market_split split = {86400000, 1, 2};
    market_post post = {.id = "7", .created_at = 86400000, .text = "x"};
    market_news news = {.id = "8", .created_at = 86400000, .headline = "x"};
    market_post_count hour = {0, 3600000, 5};
    memory->conflicts = 1;
    market_status status = market_store_put_bars(objects, &key, &days, 1, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_put_splits(objects, "AAPL", "", &split, 1, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_put_posts(objects, "a b", &post, 1, 1, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_put_news(objects, &news, 1, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_put_post_counts(objects, "a b", MARKET_PER_HOUR, &hour, 1, 1, false,
                                              &err, NULL);
    return status;
}

static market_status call_objects(result *r) {
    (void)r;
    memory_objects memory = {.items = NULL};
    market_store *objects = NULL;
    market_status status = memory_open(&memory, MARKET_STORE_CREATE, &err, &objects);
    if (status == MARKET_OK)
        status = fill_objects(objects, &memory);
    market_store_free(objects);
    objects = NULL;
    if (status == MARKET_OK)
        status = memory_open(&memory, MARKET_STORE_WRITE, &err, &objects);
    if (status == MARKET_OK)
        status = market_store_verify(objects, &err);
    if (status == MARKET_OK)
        status = market_store_repair(objects, &err);
    if (status == MARKET_OK)
        status = market_store_sync(store, objects, NULL, NULL, &err, NULL);
    market_store_free(objects);
    memory_clear(&memory);
    return status;
}

static market_status call_sync(result *r) {
    (void)r;
    market_store *to = NULL;
    (void)remove(temp_path("alloc-sync.db"));
    market_status status = market_store_open(temp_path("alloc-sync.db"), NULL, &err, &to);
    if (status == MARKET_OK)
        status = market_store_sync(store, to, NULL, NULL, &err, NULL);
    market_store_free(to);
    return status;
}

static market_status call_publish(result *r) {
    (void)mkdir(temp_path("alloc-published"), 0777);
    (void)remove(temp_path("alloc-published/current"));
    return market_store_publish(store, temp_path("alloc-published"), 1, NULL, NULL, &err,
                                &r->number, NULL);
}

static market_status call_begin(result *r) {
    (void)r;
    market_status status = market_store_begin(store, &err);
    if (status == MARKET_OK)
        status = market_store_commit(store, &err);
    return status;
}

static market_status call_put_symbol(result *r) {
    (void)r;
    market_symbol_info info;
    market_symbol_info_init(&info);
    memcpy(info.symbol, "PUT", 4);
    (void)snprintf(info.name, sizeof info.name, "Name %d", (int)round_number);
    return market_store_put_symbol(store, &info, &err);
}

static market_status call_get_symbol(result *r) {
    market_status status = market_store_get_symbol(store, "AAPL", &err, &r->symbol);
    if (status == MARKET_OK)
        assert_string_equal(r->symbol.name, "Apple Inc., a long name that does not fit in place");
    return status;
}

static const market_series_key put_key = {"PUT", MARKET_1DAY, "sip"};
static const market_series_key aapl_key = {"AAPL", MARKET_1DAY, "sip"};

static market_status call_put_bars(result *r) {
    days.close[3] = days.low[3] + (double)(round_number % 1000) / 1000;
    return market_store_put_bars(store, &put_key, &days, round_number, &err, &r->put);
}

static market_status call_put_source(result *r) {
    (void)r;
    char text[32];
    (void)snprintf(text, sizeof text, "source %d", (int)round_number);
    return market_store_put_series_source(store, &aapl_key, text, false, &err);
}

static market_status call_default_feed(result *r) {
    (void)r;
    return market_store_set_default_feed(store, "AAPL", "sip", &err);
}

static market_status call_put_splits(result *r) {
    const market_split split = {86400000, 1, (double)round_number + 2};
    return market_store_put_splits(store, "AAPL", "file:x", &split, 1, &err, &r->put);
}

static market_status call_put_dividends(result *r) {
    const market_dividend dividend = {86400000, (double)round_number + 1};
    return market_store_put_dividends(store, "AAPL", "file:x", &dividend, 1, &err, &r->put);
}

static market_status call_list_events(result *r) {
    market_status status = market_store_list_events(store, "AAPL", "sip", &err, &r->events);
    if (status == MARKET_OK)
        assert_true(r->events.split_count == 1 && r->events.dividend_count == 1);
    return status;
}

static void drop_events(result *r) {
    market_events_clear(&r->events);
}

static market_status call_list_symbols(result *r) {
    return market_store_list_symbols(store, &err, &r->symbols);
}

static void drop_symbols(result *r) {
    assert_true(r->symbols.count >= 1);
    assert_string_equal(r->symbols.items[0].symbol, "AAPL");
    market_symbol_list_clear(&r->symbols);
}

static market_status call_list_series(result *r) {
    return market_store_list_series(store, NULL, &err, &r->list);
}

static void drop_list(result *r) {
    assert_string_equal(r->list.items[0].symbol, "AAPL");
    assert_string_equal(r->list.items[0].feed, "sip");
    market_series_list_clear(&r->list);
}

static market_status call_query(result *r) {
    market_query query = MARKET_QUERY_INIT;
    query.symbol = "AAPL";
    query.timeframe = MARKET_1WEEK;
    query.adjust = MARKET_ADJUST_ALL;
    return market_store_query(store, &query, &err, &r->series);
}

static void drop_series(result *r) {
    assert_string_equal(r->series.feed, "sip");
    assert_true(r->series.bars.count > 5);
    market_series_clear(&r->series);
}

static market_status call_revisions(result *r) {
    return market_store_list_revisions(store, &aapl_key, &err, &r->revisions);
}

static void drop_revisions(result *r) {
    assert_int_equal(r->revisions.count, 1);
    market_revision_list_clear(&r->revisions);
}

static market_status call_put_news(result *r) {
    static const char *const symbols[] = {"AAPL", "META"};
    const market_news news = {.id = "put",
                              .created_at = 1,
                              .updated_at = round_number,
                              .headline = "h",
                              .symbols = symbols,
                              .symbol_count = 2};
    return market_store_put_news(store, &news, 1, &err, &r->put);
}

static market_status call_list_news(result *r) {
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    query.symbol = "NEWS";
    return market_store_list_news(store, &query, &err, &r->news);
}

static void drop_news(result *r) {
    assert_int_equal(r->news.count, 1);
    assert_string_equal(r->news.items[0].headline, "a headline");
    assert_string_equal(r->news.items[0].symbols[0], "NEWS");
    market_news_list_clear(&r->news);
}

static market_status call_put_posts(result *r) {
    const market_post post = {.id = "5", .text = "t", .likes = round_number};
    return market_store_put_posts(store, "PUT", &post, 1, round_number, &err, &r->put);
}

static market_status call_list_posts(result *r) {
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    query.symbol = "POSTS";
    return market_store_list_posts(store, &query, &err, &r->posts);
}

static void drop_posts(result *r) {
    assert_int_equal(r->posts.count, 1);
    assert_string_equal(r->posts.items[0].text, "a post");
    assert_string_equal(r->posts.items[0].author, "someone");
    market_post_list_clear(&r->posts);
}

static market_status call_purge_posts(result *r) {
    static const char *const ids[] = {"5", "6"};
    return market_store_purge_posts(store, ids, 2, &err, &r->number);
}

static market_status call_purge_posts_before(result *r) {
    return market_store_purge_posts_before(store, -1, &err, &r->number);
}

static market_status call_put_note(result *r) {
    char text[32];
    (void)r;
    (void)snprintf(text, sizeof text, "round %d", (int)round_number);
    return market_store_put_note(store, "note", text, &err);
}

static market_status call_get_note(result *r) {
    return market_store_get_note(store, "note", &err, &r->note);
}

static void drop_note(result *r) {
    assert_memory_equal(r->note.text, "round ", 6);
    market_note_clear(&r->note);
}

static market_status call_put_counts(result *r) {
    const market_post_count count = {0, 60000, round_number};
    return market_store_put_post_counts(store, "PUT", MARKET_PER_MINUTE, &count, 1, round_number,
                                        false, &err, &r->put);
}

static market_status call_list_counts(result *r) {
    bool synthetic = false;
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    query.symbol = "POSTS";
    return market_store_list_post_counts(store, &query, MARKET_PER_MINUTE, &err, &synthetic,
                                         &r->counts);
}

static void drop_counts(result *r) {
    assert_int_equal(r->counts.count, 1);
    market_post_count_list_clear(&r->counts);
}

static market_status call_topics(result *r) {
    return market_store_list_topics(store, &err, &r->topics);
}

static void drop_topics(result *r) {
    assert_true(r->topics.count >= 1);
    assert_true(r->topics.items[0].topic[0] != '\0');
    market_topic_list_clear(&r->topics);
}

static market_status call_holdings(result *r) {
    return market_store_list_holdings(store, &err, &r->holdings);
}

static void drop_holdings(result *r) {
    assert_true(r->holdings.count >= 2);
    assert_true(r->holdings.items[0].rows > 0);
    market_holding_list_clear(&r->holdings);
}

static market_input input_of(const char *text) {
    return (market_input){.data = text, .length = strlen(text), .name = "X.csv"};
}

static const char csv[] = "Date,Open,High,Low,Close,Adj Close,Volume\n2022-01-03,4,4,4,4,2,5\n"
                          "2022-01-04,2,2,2,2,2,5\n2022-01-05,2,2,\"2\",2,2,5\n";

static market_status call_import_read(result *r) {
    const market_input input = input_of(csv);
    return market_import_read(&input, NULL, &err, &r->imported);
}

static void drop_imported(result *r) {
    market_imported_clear(&r->imported);
}

static market_status call_import_csv(result *r) {
    const market_input input = input_of(csv);
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.fetched_at = INT64_C(1700000000000);
    return market_import(store, &input, &options, &err, &r->import_summary);
}

static market_status call_import_json(result *r) {
    const market_input input =
        input_of("{\"bars\":[{\"t\":\"2022-01-03\",\"o\":1,\"h\":1,\"l\":1,\"c\":1,\"v\":1}],"
                 "\"symbol\":\"J\\u0053\"}");
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.fetched_at = INT64_C(1700000000000);
    return market_import(store, &input, &options, &err, &r->import_summary);
}

static market_status call_import_news(result *r) {
    const market_input input = input_of("{\"news\":[{\"id\":1,\"headline\":\"h\",\"created_at\":"
                                        "\"2022-01-03\",\"symbols\":[\"A\",\"B\"]}]}");
    return market_import_news(store, &input, NULL, &err, &r->text);
}

static market_status call_import_posts(result *r) {
    const market_input input =
        input_of("{\"data\":[{\"id\":\"1558910151272325122\",\"text\":\"x\",\"author_id\":\"7\"}],"
                 "\"includes\":{\"users\":[{\"id\":\"7\",\"username\":\"u\"}]}}");
    return market_import_posts(store, "IMPORTED", &input, NULL, &err, &r->text);
}

static market_status call_import_counts(result *r) {
    const market_input input = input_of("[{\"start\":\"2022-01-03T00:00Z\",\"end\":"
                                        "\"2022-01-03T01:00Z\",\"tweet_count\":5}]");
    return market_import_post_counts(store, "IMPORTED", &input, NULL, &err, &r->text);
}

/* ---- the sweep ---- */

static bool is_untouched(const result *r) {
    for (size_t i = 0; i < sizeof *r; i++)
        if (r->bytes[i] != SENTINEL)
            return false;
    return true;
}

static void sweep(const entry *e) {
    static result r;
    size_t n = 1;
    /* Files take their time: there, later allocations fail only here and there. */
    for (bool more = true; more; n += e->touches_files ? 1 + n / 50 : 1) {
        round_number++;
        memset(&r, SENTINEL, sizeof r);
        memset(&err, 0, sizeof err);
        size_t before = alloc_live();
        alloc_fail_at(n);
        market_status status = e->call(&r);
        more = alloc_count() >= n; /* it has failed */
        alloc_fail_at(0);
        if (status == MARKET_OK) {
            if (e->drop != NULL)
                e->drop(&r);
        } else {
            bool said = status == MARKET_E_MEMORY || e->touches_files;
            if (!more || !said || !is_untouched(&r))
                fail_msg("%s, allocation %zu: %s (%s)%s", e->name, n, market_status_name(status),
                         err.message, is_untouched(&r) ? "" : ", the result was touched");
        }
        if (alloc_live() != before)
            fail_msg("%s, allocation %zu leaks %d blocks", e->name, n,
                     (int)(alloc_live() - before));
        if (n > 1000000)
            fail_msg("%s never succeeds", e->name);
    }
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    static const entry entries[] = {
        {"number", call_number, NULL, false},
        {"zone", call_zone, drop_zone, true},
        {"reserve", call_reserve, drop_bars, false},
        {"aggregate", call_aggregate, drop_bars, false},
        {"copy", call_copy, drop_bars, false},
        {"open", call_open, drop_store, true},
        {"create", call_create, drop_store, true},
        {"state", call_state, NULL, false},
        {"generation", call_generation, NULL, false},
        {"backup", call_backup, NULL, true},
        {"restore", call_restore, NULL, true},
        {"verify", call_verify, NULL, true},
        {"objects", call_objects, NULL, true},
        {"sync", call_sync, NULL, true},
        {"publish", call_publish, NULL, true},
        {"begin", call_begin, NULL, false},
        {"put_symbol", call_put_symbol, NULL, false},
        {"get_symbol", call_get_symbol, NULL, false},
        {"put_bars", call_put_bars, NULL, false},
        {"put_source", call_put_source, NULL, false},
        {"default_feed", call_default_feed, NULL, false},
        {"put_splits", call_put_splits, NULL, false},
        {"put_dividends", call_put_dividends, NULL, false},
        {"list_events", call_list_events, drop_events, false},
        {"list_symbols", call_list_symbols, drop_symbols, false},
        {"list_series", call_list_series, drop_list, false},
        {"query", call_query, drop_series, false},
        {"revisions", call_revisions, drop_revisions, false},
        {"put_news", call_put_news, NULL, false},
        {"list_news", call_list_news, drop_news, false},
        {"put_posts", call_put_posts, NULL, false},
        {"list_posts", call_list_posts, drop_posts, false},
        {"purge_posts", call_purge_posts, NULL, false},
        {"purge_posts_before", call_purge_posts_before, NULL, false},
        {"put_note", call_put_note, NULL, false},
        {"get_note", call_get_note, drop_note, false},
        {"put_counts", call_put_counts, NULL, false},
        {"list_counts", call_list_counts, drop_counts, false},
        {"topics", call_topics, drop_topics, false},
        {"holdings", call_holdings, drop_holdings, false},
        {"import_read", call_import_read, drop_imported, true},
        {"import_csv", call_import_csv, NULL, true},
        {"import_json", call_import_json, NULL, true},
        {"import_news", call_import_news, NULL, true},
        {"import_posts", call_import_posts, NULL, true},
        {"import_counts", call_import_counts, NULL, true},
    };
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++)
        sweep(&entries[i]);
    assert_ok(market_store_verify(store, &err), &err);
}

static int make_scene(void **state) {
    (void)state;
    static const char *const symbols[] = {"NEWS"};
    const market_news news = {
        .id = "1", .headline = "a headline", .symbols = symbols, .symbol_count = 1};
    const market_post post = {.id = "1", .text = "a post", .author = "someone"};
    const market_post_count count = {0, 60000, 5};
    const market_split split = {INT64_C(1641772800000), 1, 2};
    const market_dividend dividend = {INT64_C(1641772800000), 1};
    alloc_install();
    store = open_store("alloc.db");
    make_days(&days, "2022-01-03", 60);
    market_symbol_info info;
    market_symbol_info_init(&info);
    memcpy(info.symbol, "AAPL", 5);
    (void)strcpy(info.name, "Apple Inc., a long name that does not fit in place");
    market_status status = market_store_put_symbol(store, &info, &err);
    for (int i = 0; i < 2 && status == MARKET_OK; i++) {
        days.close[0] = days.open[0] + i * 0.5;
        status = market_store_put_bars(store, &aapl_key, &days, 1, &err, NULL);
    }
    if (status == MARKET_OK)
        status = market_store_put_splits(store, "AAPL", "", &split, 1, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_put_dividends(store, "AAPL", "", &dividend, 1, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_put_news(store, &news, 1, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_put_posts(store, "POSTS", &post, 1, 1, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_put_post_counts(store, "POSTS", MARKET_PER_MINUTE, &count, 1, 1,
                                              false, &err, NULL);
    if (status == MARKET_OK)
        status = market_store_backup(store, temp_path("alloc-kept.db"), &err);
    return status == MARKET_OK ? 0 : -1;
}

static int drop_scene(void **state) {
    (void)state;
    market_store_free(store);
    market_bars_clear(&days);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests_name("market allocations", tests, make_scene, drop_scene);
}
