/* Pages of bars: idempotence, revisions, generations, several processes, killed processes. */
#include "support.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const market_series_key aapl = {"AAPL", MARKET_1DAY, "sip"};

static uint64_t generation(market_store *store) {
    market_error err;
    uint64_t value = 0;
    assert_ok(market_store_generation(store, &err, &value), &err);
    return value;
}

static market_put_summary put(market_store *store, const market_series_key *key,
                              const market_bars *bars, int64_t fetched_at) {
    market_error err;
    market_put_summary summary = {99, 99, 99};
    assert_ok(market_store_put_bars(store, key, bars, fetched_at, &err, &summary), &err);
    return summary;
}

static void assert_summary(market_put_summary s, size_t added, size_t revised, size_t unchanged) {
    assert_int_equal(s.added, added);
    assert_int_equal(s.revised, revised);
    assert_int_equal(s.unchanged, unchanged);
}

static void the_same_page_twice_changes_nothing(void **state) {
    (void)state;
    market_bars bars;
    market_store *store = open_store("twice.db");
    make_days(&bars, "2022-01-03", 50);
    assert_summary(put(store, &aapl, &bars, 1000), 50, 0, 0);
    uint64_t before = generation(store);
    assert_int_equal(before, 1);
    assert_summary(put(store, &aapl, &bars, 1000), 0, 0, 50);
    assert_summary(put(store, &aapl, &bars, 2000), 0, 0, 50);
    assert_int_equal(generation(store), before);
    market_bars_clear(&bars);
    assert_summary(put(store, &aapl, &bars, 3000), 0, 0, 0); /* an empty page */
    assert_int_equal(generation(store), before);
    market_store_free(store);
}

static void newer_values_replace_and_old_ones_are_kept(void **state) {
    (void)state;
    market_error err;
    market_bars bars;
    market_revision_list list;
    market_store *store = open_store("revise.db");
    make_days(&bars, "2022-01-03", 3);
    bars.complete[2] = false;
    bars.vwap[1] = 50;
    assert_summary(put(store, &aapl, &bars, 1000), 3, 0, 0);
    bars.complete[2] = true;
    bars.close[2] = 102.5;
    bars.vwap[1] = NAN;
    assert_summary(put(store, &aapl, &bars, 2000), 0, 2, 1);
    assert_int_equal(generation(store), 2);
    bars.close[2] = 101.5;
    assert_summary(put(store, &aapl, &bars, 1500), 0, 0, 3); /* an older fetch comes late */
    assert_int_equal(generation(store), 2);
    assert_ok(market_store_list_revisions(store, &aapl, &err, &list), &err);
    assert_int_equal(list.count, 2);
    assert_same(list.items[0].bar.vwap, 50);
    assert_same(list.items[1].bar.close, 102);
    assert_false(list.items[1].bar.complete);
    assert_int_equal(list.items[1].fetched_at, 1000);
    assert_int_equal(list.items[1].replaced_at, 2000);
    market_revision_list_clear(&list);
    market_revision_list_clear(&list);
    market_query query = MARKET_QUERY_INIT;
    market_series series;
    query.symbol = "AAPL";
    assert_ok(market_store_query(store, &query, &err, &series), &err);
    assert_same(series.bars.close[2], 102.5);
    assert_same(series.bars.vwap[1], NAN);
    market_series_clear(&series);
    market_bars_clear(&bars);
    assert_ok(market_store_verify(store, &err), &err);
    market_store_free(store);
}

static void bad_pages_are_refused_whole(void **state) {
    (void)state;
    market_error err;
    market_bars bars;
    market_store *store = open_store("bad.db");
    make_days(&bars, "2022-01-03", 3);
    bars.high[1] = 1;
    assert_status(market_store_put_bars(store, &aapl, &bars, 1, &err, NULL), MARKET_E_BAD_ROW);
    assert_int_equal(err.line, 2);
    assert_string_equal(err.parameter, "high");
    bars.high[1] = bars.close[1] + 1;
    bars.time[2] = bars.time[1];
    assert_status(market_store_put_bars(store, &aapl, &bars, 1, &err, NULL), MARKET_E_BAD_ROW);
    bars.time[2] = bars.time[1] + 1;
    assert_status(market_store_put_bars(store, &aapl, &bars, 1, &err, NULL), MARKET_E_BAD_ROW);
    bars.count = 2;
    const market_series_key bad[] = {
        {"aapl", MARKET_1DAY, "sip"}, {"AAPL", MARKET_TIMEFRAME_NONE, "sip"},
        {"AAPL", MARKET_1DAY, ""},    {"AAPL", MARKET_1DAY, NULL},
        {NULL, MARKET_1DAY, "sip"},   {"AAPL", MARKET_1WEEK, "sip"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_not_equal(market_store_put_bars(store, &bad[i], &bars, 1, &err, NULL),
                             MARKET_OK);
    assert_int_equal(generation(store), 0);
    market_symbol_list list;
    assert_ok(market_store_list_symbols(store, &err, &list), &err);
    assert_int_equal(list.count, 0);
    market_symbol_list_clear(&list);
    market_bars_clear(&bars);
    market_store_free(store);
}

/* Pages in any order, with overlaps, end in the same store. */
static void the_order_of_pages_does_not_matter(void **state) {
    (void)state;
    market_error err;
    uint64_t seed = 11;
    market_bars all;
    make_days(&all, "2020-01-01", 400);
    market_store *store = open_store("shuffled.db");
    size_t added = 0;
    for (int i = 0; i < 300; i++) {
        market_bars page = all;
        size_t first = next_random(&seed) % 400, count = 1 + next_random(&seed) % 20;
        count = first + count > 400 ? 400 - first : count;
        page.time += first, page.open += first, page.high += first, page.low += first;
        page.close += first, page.volume += first, page.vwap += first, page.trades += first;
        page.factor += first, page.complete += first;
        page.count = count;
        added += put(store, &aapl, &page, i).added;
    }
    added += put(store, &aapl, &all, 1000).added;
    assert_int_equal(added, 400);
    market_query query = MARKET_QUERY_INIT;
    market_series series;
    query.symbol = "AAPL";
    assert_ok(market_store_query(store, &query, &err, &series), &err);
    assert_int_equal(series.bars.count, 400);
    for (size_t i = 0; i < 400; i++)
        assert_true(series.bars.time[i] == all.time[i] && series.bars.close[i] == all.close[i]);
    assert_ok(market_store_verify(store, &err), &err);
    market_series_clear(&series);
    market_bars_clear(&all);
    market_store_free(store);
}

static void add_symbol(market_store *store, const char *symbol, const char *feed) {
    market_bars bars;
    make_days(&bars, "2022-01-03", 2);
    const market_series_key key = {symbol, MARKET_1DAY, feed};
    (void)put(store, &key, &bars, 1);
    market_bars_clear(&bars);
}

/* Two processes write page after page to one store, now and then closing it, and a third one reads;
 * each page is there in the end. */
static void write_pages(const char *path, const char *symbol, int pages) {
    market_error err;
    market_store *store = NULL;
    if (market_store_open(path, NULL, &err, &store) != MARKET_OK)
        _exit(1);
    for (int i = 0; i < pages; i++) {
        market_bars bars;
        market_bars_init(&bars);
        market_bar bar = make_bar(at("2000-01-03") + i * INT64_C(86400000), 10, 11, 9, 10);
        const market_series_key key = {symbol, MARKET_1DAY, "sip"};
        if (market_bars_append(&bars, &bar) != MARKET_OK ||
            market_store_put_bars(store, &key, &bars, 1, &err, NULL) != MARKET_OK)
            _exit(2);
        market_bars_clear(&bars);
        if (i % 7 != 6)
            continue;
        market_store_free(store);
        if (market_store_open(path, NULL, &err, &store) != MARKET_OK)
            _exit(3);
    }
    market_store_free(store);
    _exit(0);
}

static void read_states(const char *path, int times) {
    market_error err;
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    options.mode = MARKET_STORE_READ;
    uint64_t newest = 0;
    for (int i = 0; i < times; i++) {
        market_store *store = NULL;
        market_store_state now;
        if (market_store_open(path, &options, &err, &store) != MARKET_OK)
            _exit(4);
        if (market_store_get_state(store, &err, &now) != MARKET_OK || now.generation < newest)
            _exit(5);
        newest = now.generation;
        market_store_free(store);
    }
    _exit(0);
}

static void two_writers_lose_nothing(void **state) {
    (void)state;
    enum {
        PAGES = 60
    };
    market_error err;
    const char *path = temp_path("both.db");
    pid_t children[3];
    market_store_free(open_store("both.db"));
    for (int i = 0; i < 3; i++) {
        children[i] = fork();
        if (children[i] == 0 && i < 2)
            write_pages(path, i == 0 ? "AAPL" : "META", PAGES);
        if (children[i] == 0)
            read_states(path, PAGES);
    }
    for (int i = 0; i < 3; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    market_store *store = open_store("both.db");
    market_store_state now;
    assert_ok(market_store_get_state(store, &err, &now), &err);
    assert_int_equal(now.bars, 2 * PAGES);
    assert_int_equal(now.generation, 2 * PAGES);
    assert_int_equal(now.symbols, 2);
    assert_ok(market_store_verify(store, &err), &err);
    market_store_free(store);
}

/* Writes pages of two bars without end, telling through the pipe when each is committed. */
static void write_until_killed(const char *path, int pipe_end) {
    market_error err;
    market_store *store = NULL;
    if (market_store_open(path, NULL, &err, &store) != MARKET_OK)
        _exit(1);
    for (int64_t page = 0;; page++) {
        market_bars bars;
        market_bars_init(&bars);
        for (int64_t i = 0; i < 2; i++) {
            market_bar bar =
                make_bar(at("1990-01-01") + (2 * page + i) * INT64_C(86400000), 10, 11, 9, 10);
            (void)market_bars_append(&bars, &bar);
        }
        if (market_store_put_bars(store, &aapl, &bars, 1, &err, NULL) != MARKET_OK)
            _exit(2);
        market_bars_clear(&bars);
        if (write(pipe_end, "x", 1) != 1)
            _exit(3);
    }
}

static void a_killed_writer_loses_no_committed_page(void **state) {
    (void)state;
    market_error err;
    size_t committed = 0;
    for (int round = 0; round < 8; round++) {
        char name[32];
        (void)snprintf(name, sizeof name, "killed%d.db", round);
        const char *path = temp_path(name);
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            (void)close(ends[0]);
            write_until_killed(path, ends[1]);
        }
        (void)close(ends[1]);
        char byte;
        for (int i = 0; i < 3 + round; i++)
            assert_int_equal(read(ends[0], &byte, 1), 1);
        /* a little into the next page */
        struct timespec moment = {0, round * 100000L};
        (void)nanosleep(&moment, NULL);
        assert_int_equal(kill(child, SIGKILL), 0);
        committed = 3 + (size_t)round;
        while (read(ends[0], &byte, 1) == 1)
            committed++;
        (void)close(ends[0]);
        assert_int_equal(waitpid(child, NULL, 0), child);
        market_store *store = open_store(name);
        market_store_state now;
        assert_ok(market_store_get_state(store, &err, &now), &err);
        /* every page told of, perhaps one more, and never half of one */
        assert_true(now.generation == committed || now.generation == committed + 1);
        assert_int_equal(now.bars, 2 * now.generation);
        assert_ok(market_store_verify(store, &err), &err);
        market_store_free(store);
    }
}

static bool is_default(const market_series_list *list, const char *feed) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].feed, feed) == 0)
            return list->items[i].is_default;
    fail_msg("no series of %s", feed);
    return false;
}

static void the_first_feed_is_the_default(void **state) {
    (void)state;
    market_error err;
    market_series_list list;
    market_store *store = open_store("default.db");
    add_symbol(store, "AAPL", "sample");
    add_symbol(store, "AAPL", "file:a");
    add_symbol(store, "AAPL", "iex");
    assert_ok(market_store_list_series(store, "AAPL", &err, &list), &err);
    assert_int_equal(list.count, 3);
    assert_true(is_default(&list, "file:a")); /* the sample gives way, once */
    assert_false(is_default(&list, "iex"));
    assert_false(is_default(&list, "sample"));
    market_series_list_clear(&list);
    uint64_t before = generation(store);
    assert_ok(market_store_set_default_feed(store, "AAPL", "sample", &err), &err);
    assert_ok(market_store_set_default_feed(store, "AAPL", "sample", &err), &err);
    assert_int_equal(generation(store), before + 1);
    add_symbol(store, "AAPL", "sip");
    assert_ok(market_store_list_series(store, NULL, &err, &list), &err);
    assert_true(is_default(&list, "sample")); /* a choice stays */
    market_series_list_clear(&list);
    assert_status(market_store_set_default_feed(store, "AAPL", "none", &err), MARKET_E_NO_SERIES);
    assert_status(market_store_set_default_feed(store, "META", "sip", &err), MARKET_E_NO_SERIES);
    assert_status(market_store_set_default_feed(store, "x", "sip", &err), MARKET_E_SYMBOL);
    market_store_free(store);
}

static void symbols_are_described(void **state) {
    (void)state;
    market_error err;
    market_symbol_info info, back;
    market_symbol_list list;
    market_store *store = open_store("symbols.db");
    market_symbol_info_init(&info);
    (void)strcpy(info.symbol, "BRK.B");
    (void)strcpy(info.name, "Berkshire");
    info.decimals = 4;
    info.synthetic = true;
    assert_ok(market_store_put_symbol(store, &info, &err), &err);
    assert_ok(market_store_put_symbol(store, &info, &err), &err);
    assert_int_equal(generation(store), 1);
    assert_ok(market_store_get_symbol(store, "BRK.B", &err, &back), &err);
    assert_string_equal(back.symbol, "BRK.B");
    assert_string_equal(back.name, "Berkshire");
    assert_string_equal(back.source, "");
    assert_int_equal(back.decimals, 4);
    assert_true(back.synthetic);
    add_symbol(store, "AAPL", "sip");
    assert_ok(market_store_list_symbols(store, &err, &list), &err);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].symbol, "AAPL");
    assert_string_equal(list.items[0].currency, "USD");
    market_symbol_list_clear(&list);
    assert_status(market_store_get_symbol(store, "META", &err, &back), MARKET_E_NO_SYMBOL);
    assert_string_equal(err.parameter, "symbol");
    info.decimals = 11;
    assert_status(market_store_put_symbol(store, &info, &err), MARKET_E_ARGUMENT);
    info.decimals = 2;
    info.name[0] = '\xFF';
    assert_status(market_store_put_symbol(store, &info, &err), MARKET_E_ARGUMENT);
    memset(info.name, 'x', sizeof info.name);
    assert_status(market_store_put_symbol(store, &info, &err), MARKET_E_ARGUMENT);
    const market_series_key key = {"AAPL", MARKET_1DAY, "sip"};
    const market_series_key none = {"AAPL", MARKET_1MIN, "sip"};
    assert_ok(market_store_put_series_source(store, &key, "here", true, &err), &err);
    assert_status(market_store_put_series_source(store, &none, "here", true, &err),
                  MARKET_E_NO_SERIES);
    market_store_free(store);
}

static void events_belong_to_feeds(void **state) {
    (void)state;
    market_error err;
    market_events events;
    market_put_summary summary;
    market_store *store = open_store("events.db");
    const market_split splits[] = {{at("2022-01-05"), 1, 2}, {at("2020-01-06"), 2, 3}};
    const market_dividend dividends[] = {{at("2021-01-04"), 0.5}};
    assert_ok(market_store_put_splits(store, "AAPL", "", splits, 2, &err, &summary), &err);
    assert_summary(summary, 2, 0, 0);
    assert_ok(market_store_put_splits(store, "AAPL", "", splits, 2, &err, &summary), &err);
    assert_summary(summary, 0, 0, 2);
    assert_ok(market_store_put_dividends(store, "AAPL", "", dividends, 1, &err, &summary), &err);
    assert_int_equal(generation(store), 2);
    const market_split other = {at("2022-01-05"), 1, 4};
    assert_ok(market_store_put_splits(store, "AAPL", "file:a", &other, 1, &err, NULL), &err);
    assert_ok(market_store_list_events(store, "AAPL", "iex", &err, &events), &err);
    assert_true(events.split_count == 2 && events.dividend_count == 1);
    assert_int_equal(events.splits[0].date, at("2020-01-06"));
    assert_same(events.dividends[0].amount, 0.5);
    market_events_clear(&events);
    assert_ok(market_store_list_events(store, "AAPL", "file:a", &err, &events), &err);
    assert_true(events.split_count == 1 && events.dividend_count == 0);
    assert_same(events.splits[0].to_shares, 4);
    market_events_clear(&events);
    const market_split bad = {at("2022-01-05"), 0, 4}, odd = {5, 1, 2};
    assert_status(market_store_put_splits(store, "AAPL", "", &bad, 1, &err, NULL),
                  MARKET_E_BAD_ROW);
    assert_status(market_store_put_splits(store, "AAPL", "", &odd, 1, &err, NULL),
                  MARKET_E_BAD_ROW);
    market_store_free(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_page_twice_changes_nothing),
        cmocka_unit_test(newer_values_replace_and_old_ones_are_kept),
        cmocka_unit_test(bad_pages_are_refused_whole),
        cmocka_unit_test(the_order_of_pages_does_not_matter),
        cmocka_unit_test(two_writers_lose_nothing),
        cmocka_unit_test(a_killed_writer_loses_no_committed_page),
        cmocka_unit_test(the_first_feed_is_the_default),
        cmocka_unit_test(symbols_are_described),
        cmocka_unit_test(events_belong_to_feeds),
    };
    return cmocka_run_group_tests_name("market writes", tests, NULL, NULL);
}
