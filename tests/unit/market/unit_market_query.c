/* Queries: which series, adjusted, aggregated, cropped. */
#include "support.h"

#include <math.h>

static market_store *store;

static void put(const char *symbol, market_timeframe timeframe, const char *feed,
                const market_bars *bars) {
    market_error err;
    const market_series_key key = {symbol, timeframe, feed};
    assert_ok(market_store_put_bars(store, &key, bars, 1, &err, NULL), &err);
}

static int make_store(void **state) {
    (void)state;
    market_bars bars;
    store = open_store("query.db");
    make_days(&bars, "2022-01-03", 100);
    put("AAPL", MARKET_1DAY, "sip", &bars);
    for (size_t i = 0; i < 100; i++)
        bars.close[i] = bars.open[i] - 0.5;
    put("AAPL", MARKET_1DAY, "iex", &bars);
    market_bars_clear(&bars);
    for (int i = 0; i < 60; i++) {
        market_bar bar = make_bar(at("2022-07-05T09:30") + i * 60000, 10, 11, 9, 10);
        assert_int_equal(market_bars_append(&bars, &bar), MARKET_OK);
    }
    put("META", MARKET_1MIN, "iex", &bars);
    market_bars_clear(&bars);
    return 0;
}

static int free_store(void **state) {
    (void)state;
    market_store_free(store);
    return 0;
}

static market_series ask(const market_query *query) {
    market_error err;
    market_series series;
    assert_ok(market_store_query(store, query, &err, &series), &err);
    return series;
}

static void answers_name_everything(void **state) {
    (void)state;
    market_query query = MARKET_QUERY_INIT;
    query.symbol = "AAPL";
    market_series s = ask(&query);
    assert_string_equal(s.info.symbol, "AAPL");
    assert_string_equal(s.info.currency, "USD");
    assert_string_equal(s.feed, "sip");
    assert_int_equal(s.timeframe, MARKET_1DAY);
    assert_int_equal(s.stored_timeframe, MARKET_1DAY);
    assert_int_equal(s.adjust, MARKET_ADJUST_SPLIT);
    assert_int_equal(s.bars.count, 100);
    assert_int_equal(s.as_of, s.bars.time[99]);
    assert_true(s.generation >= 3);
    assert_false(s.synthetic);
    market_series_clear(&s);
    market_series_clear(&s);
}

static void a_range_is_a_crop(void **state) {
    (void)state;
    market_query query = MARKET_QUERY_INIT;
    query.symbol = "AAPL";
    query.feed = "iex";
    query.has_from = query.has_to = true;
    query.from = at("2022-01-05");
    query.to = at("2022-01-07");
    market_series s = ask(&query);
    assert_int_equal(s.bars.count, 3);
    assert_same(s.bars.close[0], 101.5);
    assert_int_equal(s.bars.time[2], query.to);
    assert_int_equal(s.as_of, at("2022-01-03") + 99 * INT64_C(86400000));
    market_series_clear(&s);
    query.from = query.to = at("2030-01-01");
    s = ask(&query);
    assert_int_equal(s.bars.count, 0);
    market_series_clear(&s);
}

static void wider_timeframes_are_aggregated(void **state) {
    (void)state;
    market_query query = MARKET_QUERY_INIT;
    query.symbol = "META";
    query.feed = "";
    query.timeframe = MARKET_15MIN;
    market_series s = ask(&query);
    assert_int_equal(s.bars.count, 4);
    assert_int_equal(s.stored_timeframe, MARKET_1MIN);
    assert_int_equal(s.as_of, at("2022-07-05T10:15"));
    assert_same(s.bars.volume[0], 15000);
    market_series_clear(&s);
    query.timeframe = MARKET_TIMEFRAME_NONE;
    s = ask(&query);
    assert_int_equal(s.bars.count, 1);
    assert_int_equal(s.bars.time[0], at("2022-07-05"));
    assert_false(s.bars.complete[0]);
    market_series_clear(&s);
}

static void splits_apply_on_reading(void **state) {
    (void)state;
    market_error err;
    const market_split split = {at("2022-02-01"), 1, 2};
    assert_ok(market_store_put_splits(store, "AAPL", "", &split, 1, &err, NULL), &err);
    market_query query = MARKET_QUERY_INIT;
    query.symbol = "AAPL";
    market_series s = ask(&query);
    assert_same(s.bars.close[0], 50);
    assert_same(s.bars.volume[0], 2000);
    assert_same(s.bars.close[29], 129);
    market_series_clear(&s);
    query.adjust = MARKET_ADJUST_RAW;
    s = ask(&query);
    assert_same(s.bars.close[0], 100);
    market_series_clear(&s);
}

static void what_is_not_there_is_told(void **state) {
    (void)state;
    market_error err;
    market_series s;
    market_query query = MARKET_QUERY_INIT;
    query.symbol = "TSLA";
    assert_status(market_store_query(store, &query, &err, &s), MARKET_E_NO_SYMBOL);
    query.symbol = "AAPL";
    query.timeframe = MARKET_1HOUR;
    assert_status(market_store_query(store, &query, &err, &s), MARKET_E_NO_SERIES);
    assert_string_equal(err.parameter, "timeframe");
    query.timeframe = MARKET_1DAY;
    query.feed = "otc";
    assert_status(market_store_query(store, &query, &err, &s), MARKET_E_NO_SERIES);
    assert_string_equal(err.parameter, "feed");
    query.feed = "bad feed";
    assert_status(market_store_query(store, &query, &err, &s), MARKET_E_ARGUMENT);
    query.feed = NULL;
    query.timeframe = (market_timeframe)50;
    assert_status(market_store_query(store, &query, &err, &s), MARKET_E_TIMEFRAME);
    query.timeframe = MARKET_1DAY;
    query.adjust = (market_adjust)9;
    assert_status(market_store_query(store, &query, &err, &s), MARKET_E_ARGUMENT);
    query.adjust = MARKET_ADJUST_RAW;
    query.symbol = "a b";
    assert_status(market_store_query(store, &query, &err, &s), MARKET_E_SYMBOL);
    query.size = 0;
    assert_status(market_store_query(store, &query, &err, &s), MARKET_E_ARGUMENT);
}

/* The default feed is asked first, then the others; META has minutes of iex only. */
static void another_feed_serves_when_the_default_cannot(void **state) {
    (void)state;
    market_bars bars;
    make_days(&bars, "2022-07-01", 3);
    put("META", MARKET_1DAY, "zzz", &bars);
    put("META", MARKET_1DAY, "otc", &bars);
    market_query query = MARKET_QUERY_INIT;
    query.symbol = "META";
    market_series s = ask(&query);
    assert_string_equal(s.feed, "iex"); /* aggregated, but the default */
    market_series_clear(&s);
    put("TSLA", MARKET_1MONTH, "sip", &(market_bars){0});
    bars.count = 1;
    put("TSLA", MARKET_1MONTH, "sip", &bars);
    put("TSLA", MARKET_1DAY, "otc", &bars);
    query.symbol = "TSLA";
    s = ask(&query);
    assert_string_equal(s.feed, "otc");
    market_series_clear(&s);
    query.timeframe = MARKET_3MONTH;
    s = ask(&query);
    assert_string_equal(s.feed, "sip");
    assert_int_equal(s.stored_timeframe, MARKET_1MONTH);
    market_series_clear(&s);
    market_bars_clear(&bars);
}

static void the_state_sums_up(void **state) {
    (void)state;
    market_error err;
    market_store_state now;
    assert_ok(market_store_get_state(store, &err, &now), &err);
    assert_true(now.symbols >= 2 && now.series >= 3 && now.bars >= 260);
    assert_true(now.has_newest);
    assert_int_equal(now.newest, at("2022-07-05T10:29"));
    assert_int_equal(now.newest_timeframe, MARKET_1MIN);
    market_series_list list;
    assert_ok(market_store_list_series(store, "META", &err, &list), &err);
    assert_int_equal(list.items[0].bars, 60);
    assert_int_equal(list.items[0].first, at("2022-07-05T09:30"));
    assert_int_equal(list.items[0].last, now.newest);
    market_series_list_clear(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_name_everything),
        cmocka_unit_test(a_range_is_a_crop),
        cmocka_unit_test(wider_timeframes_are_aggregated),
        cmocka_unit_test(splits_apply_on_reading),
        cmocka_unit_test(what_is_not_there_is_told),
        cmocka_unit_test(another_feed_serves_when_the_default_cannot),
        cmocka_unit_test(the_state_sums_up),
    };
    return cmocka_run_group_tests_name("market query", tests, make_store, free_store);
}
