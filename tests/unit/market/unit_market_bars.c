/* Columns, faults, aggregation, adjustment, splits, summary. */
#include "support.h"

#include <math.h>

#define DAY INT64_C(86400000)

static market_bars bars; /* cleared by each test */

static void add(const char *time, double open, double high, double low, double close) {
    market_bar bar = make_bar(at(time), open, high, low, close);
    assert_status(market_bars_append(&bars, &bar), MARKET_OK);
}

static int start(void **state) {
    (void)state;
    market_bars_init(&bars);
    return 0;
}

static int stop(void **state) {
    (void)state;
    market_bars_clear(&bars);
    market_bars_clear(&bars);
    return 0;
}

static void columns_hold_what_was_put(void **state) {
    (void)state;
    for (int i = 0; i < 1000; i++) {
        market_bar bar = {i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7, i + 8, i % 2 == 0};
        assert_status(market_bars_append(&bars, &bar), MARKET_OK);
    }
    for (int i = 0; i < 1000; i++) {
        market_bar bar = market_bars_get(&bars, (size_t)i);
        assert_true(bar.time == i && bar.complete == (i % 2 == 0));
        assert_same(bar.open, i + 1);
        assert_same(bar.factor, i + 8);
        assert_same(bars.vwap[i], i + 6);
    }
    assert_status(market_bars_reserve(&bars, SIZE_MAX / 8), MARKET_E_MEMORY);
    assert_int_equal(bars.count, 1000);
    assert_status(market_bars_append(&bars, NULL), MARKET_E_ARGUMENT);
}

static void ranges_are_inclusive(void **state) {
    (void)state;
    size_t first = 9, count = 9;
    market_bars_range(&bars, INT64_MIN, INT64_MAX, &first, &count);
    assert_int_equal(count, 0);
    make_days(&bars, "2022-01-03", 10);
    market_bars_range(&bars, INT64_MIN, INT64_MAX, &first, &count);
    assert_true(first == 0 && count == 10);
    market_bars_range(&bars, at("2022-01-04"), at("2022-01-05"), &first, &count);
    assert_true(first == 1 && count == 2);
    market_bars_range(&bars, at("2022-01-05"), at("2022-01-04"), &first, &count);
    assert_int_equal(count, 0);
    market_bars_range(&bars, at("2023-01-05"), INT64_MAX, &first, &count);
    assert_int_equal(count, 0);
}

static void impossible_bars_are_named(void **state) {
    (void)state;
    const market_bar good = make_bar(0, 10, 12, 9, 11);
    const char *field = "untouched";
    assert_null(market_bar_fault(&good, &field));
    assert_string_equal(field, "untouched");
    static const struct {
        size_t offset;
        double value;
        const char *field;
    } cases[] = {{offsetof(market_bar, high), 8, "high"},
                 {offsetof(market_bar, open), 8.9, "open"},
                 {offsetof(market_bar, open), 12.1, "open"},
                 {offsetof(market_bar, close), 8, "close"},
                 {offsetof(market_bar, close), 13, "close"},
                 {offsetof(market_bar, volume), -1, "volume"},
                 {offsetof(market_bar, volume), INFINITY, "volume"},
                 {offsetof(market_bar, open), NAN, "open"},
                 {offsetof(market_bar, high), INFINITY, "high"},
                 {offsetof(market_bar, low), 0, "low"},
                 {offsetof(market_bar, low), -5, "low"},
                 {offsetof(market_bar, vwap), 0, "vwap"},
                 {offsetof(market_bar, trades), -1, "trades"},
                 {offsetof(market_bar, factor), -1, "factor"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        market_bar bar = good;
        memcpy((char *)&bar + cases[i].offset, &cases[i].value, sizeof(double));
        assert_non_null(market_bar_fault(&bar, &field));
        assert_string_equal(field, cases[i].field);
        assert_non_null(market_bar_fault(&bar, NULL));
    }
    market_bar unknown = good;
    unknown.volume = NAN;
    assert_null(market_bar_fault(&unknown, NULL));
    unknown.time = INT64_MAX;
    assert_non_null(market_bar_fault(&unknown, NULL));
}

static void aggregate(market_timeframe from, market_timeframe to, market_bars *out) {
    market_error err;
    assert_ok(market_bars_aggregate(&bars, from, to, NULL, &err, out), &err);
}

static void days_make_weeks(void **state) {
    (void)state;
    market_bars weeks;
    add("2013-02-21", 10, 12, 9, 11);
    add("2013-02-22", 11, 15, 10, 14);
    add("2013-02-25", 14, 14, 8, 9);
    bars.vwap[0] = 10;
    bars.vwap[1] = 13;
    bars.volume[1] = 3000;
    bars.trades[0] = 5;
    bars.trades[1] = 6;
    aggregate(MARKET_1DAY, MARKET_1WEEK, &weeks);
    assert_int_equal(weeks.count, 2);
    assert_int_equal(weeks.time[0], at("2013-02-18"));
    assert_same(weeks.open[0], 10);
    assert_same(weeks.high[0], 15);
    assert_same(weeks.low[0], 9);
    assert_same(weeks.close[0], 14);
    assert_same(weeks.volume[0], 4000);
    assert_same(weeks.vwap[0], (10 * 1000.0 + 13 * 3000.0) / 4000);
    assert_same(weeks.trades[0], 11);
    assert_same(weeks.vwap[1], NAN);
    assert_true(weeks.complete[0]);
    assert_false(weeks.complete[1]); /* Tuesday is still to come */
    market_bars_clear(&weeks);
    market_bars_clear(&bars);
    add("2013-03-01", 1, 2, 1, 2); /* Friday */
    aggregate(MARKET_1DAY, MARKET_1WEEK, &weeks);
    assert_true(weeks.complete[0]);
    market_bars_clear(&weeks);
    bars.complete[0] = false;
    aggregate(MARKET_1DAY, MARKET_1WEEK, &weeks);
    assert_false(weeks.complete[0]);
    market_bars_clear(&weeks);
}

static void minutes_make_days_of_the_session(void **state) {
    (void)state;
    market_bars days;
    add("2022-01-03T08:00", 90, 200, 80, 95); /* before the session */
    add("2022-01-03T09:30", 100, 101, 99, 100);
    add("2022-01-03T15:59", 100, 105, 100, 104);
    add("2022-01-03T18:00", 104, 300, 50, 60); /* after it */
    add("2022-01-04T19:00", 61, 62, 60, 61);   /* a day without a session */
    aggregate(MARKET_1MIN, MARKET_1DAY, &days);
    assert_int_equal(days.count, 2);
    assert_int_equal(days.time[0], at("2022-01-03"));
    assert_same(days.open[0], 100);
    assert_same(days.high[0], 105);
    assert_same(days.low[0], 99);
    assert_same(days.close[0], 104);
    assert_same(days.volume[0], 2000);
    assert_true(days.complete[0]);
    assert_same(days.close[1], 61);
    market_bars_clear(&days);
    aggregate(MARKET_1MIN, MARKET_1WEEK, &days);
    assert_int_equal(days.count, 1);
    assert_int_equal(days.time[0], at("2022-01-03"));
    assert_same(days.close[0], 61);
    market_bars_clear(&days);
    aggregate(MARKET_1MIN, MARKET_4HOUR, &days); /* all hours count here */
    assert_int_equal(days.count, 4);
    assert_int_equal(days.time[0], at("2022-01-03T08:00"));
    assert_same(days.high[0], 200);
    assert_true(days.complete[0]);
    assert_false(days.complete[3]);
    market_bars_clear(&days);
    market_bars_clear(&bars);
    add("2022-01-03T09:00", 100, 101, 99, 100); /* an hour that the opening lies in */
    add("2022-01-03T15:00", 100, 105, 100, 104);
    aggregate(MARKET_1HOUR, MARKET_1DAY, &days);
    assert_same(days.volume[0], 2000);
    assert_true(days.complete[0]);
    market_bars_clear(&days);
}

static void only_nested_timeframes_aggregate(void **state) {
    (void)state;
    market_error err;
    market_bars out = {.count = 77};
    add("2022-01-03", 1, 1, 1, 1);
    assert_status(market_bars_aggregate(&bars, MARKET_1WEEK, MARKET_1MONTH, NULL, &err, &out),
                  MARKET_E_TIMEFRAME);
    assert_status(market_bars_aggregate(&bars, MARKET_1DAY, MARKET_1HOUR, NULL, &err, &out),
                  MARKET_E_TIMEFRAME);
    assert_status(
        market_bars_aggregate(&bars, MARKET_TIMEFRAME_NONE, MARKET_1HOUR, NULL, &err, &out),
        MARKET_E_ARGUMENT);
    assert_int_equal(out.count, 77);
    aggregate(MARKET_1DAY, MARKET_1DAY, &out);
    assert_int_equal(out.count, 1);
    market_bars_clear(&out);
    market_bars_clear(&bars);
    aggregate(MARKET_1DAY, MARKET_12MONTH, &out);
    assert_int_equal(out.count, 0);
    market_bars_clear(&out);
}

/* Aggregating in two steps gives the bars of one step. */
static void aggregation_composes(void **state) {
    (void)state;
    static const market_timeframe chain[][3] = {{MARKET_1DAY, MARKET_1MONTH, MARKET_3MONTH},
                                                {MARKET_1DAY, MARKET_3MONTH, MARKET_12MONTH}};
    make_days(&bars, "2010-01-04", 1500);
    for (size_t i = 0; i < 2; i++) {
        market_bars middle, direct, twice;
        market_error err;
        aggregate(chain[i][0], chain[i][1], &middle);
        aggregate(chain[i][0], chain[i][2], &direct);
        assert_ok(market_bars_aggregate(&middle, chain[i][1], chain[i][2], NULL, &err, &twice),
                  &err);
        assert_int_equal(direct.count, twice.count);
        for (size_t k = 0; k < direct.count; k++) {
            assert_int_equal(direct.time[k], twice.time[k]);
            assert_same(direct.open[k], twice.open[k]);
            assert_same(direct.high[k], twice.high[k]);
            assert_same(direct.close[k], twice.close[k]);
            assert_same(direct.volume[k], twice.volume[k]);
        }
        market_bars_clear(&middle);
        market_bars_clear(&direct);
        market_bars_clear(&twice);
    }
}

static void adjust(market_adjust kind, const market_split *splits, size_t split_count,
                   const market_dividend *dividends, size_t dividend_count) {
    market_error err;
    assert_ok(market_bars_adjust(&bars, MARKET_1DAY, kind, splits, split_count, dividends,
                                 dividend_count, NULL, &err),
              &err);
}

static void splits_remove_cliffs(void **state) {
    (void)state;
    add("2022-01-03", 100, 104, 96, 100);
    add("2022-01-04", 50, 52, 48, 50);
    add("2022-01-05", 150, 152, 148, 150);
    bars.vwap[0] = 99;
    const market_split splits[] = {
        {at("2022-01-04"), 1, 2}, {at("2022-01-05"), 3, 1}, {at("2023-01-01"), 1, 10}};
    adjust(MARKET_ADJUST_RAW, splits, 3, NULL, 0);
    assert_same(bars.close[0], 100);
    adjust(MARKET_ADJUST_SPLIT, splits, 3, NULL, 0); /* the one to come is not in the price yet */
    assert_true(fabs(bars.close[0] - 150) < 1e-12);
    assert_true(fabs(bars.high[0] - 156) < 1e-12);
    assert_true(fabs(bars.vwap[0] - 148.5) < 1e-12);
    assert_true(fabs(bars.volume[0] - 1000.0 * 2 / 3) < 1e-9);
    assert_true(fabs(bars.close[1] - 150) < 1e-12);
    assert_same(bars.close[2], 150);
    assert_same(bars.volume[2], 1000);
}

static void dividends_count_for_all(void **state) {
    (void)state;
    add("2022-01-03", 100, 100, 100, 100);
    add("2022-01-04", 98, 98, 98, 98);
    const market_dividend dividends[] = {{at("2022-01-04"), 2}};
    adjust(MARKET_ADJUST_SPLIT, NULL, 0, dividends, 1);
    assert_same(bars.close[0], 100);
    adjust(MARKET_ADJUST_ALL, NULL, 0, dividends, 1);
    assert_same(bars.close[0], 98);
    assert_same(bars.close[1], 98);
    assert_same(bars.volume[0], 1000);
}

static void total_factors_count_for_all(void **state) {
    (void)state;
    add("2022-01-03", 100, 100, 100, 100);
    add("2022-01-04", 50, 50, 50, 50);
    bars.factor[0] = 0.24;
    bars.factor[1] = 0.5; /* later events: not in the newest price yet */
    const market_split splits[] = {{at("2022-01-04"), 1, 2}};
    adjust(MARKET_ADJUST_ALL, splits, 1, NULL, 0);
    assert_same(bars.close[0], 48);
    assert_same(bars.close[1], 50);
    assert_same(bars.volume[0], 2000);
}

static void bad_events_are_refused(void **state) {
    (void)state;
    market_error err;
    add("2022-01-03", 100, 100, 100, 100);
    const market_split zero[] = {{0, 0, 1}}, unordered[] = {{5, 1, 2}, {5, 1, 2}};
    const market_dividend negative[] = {{0, -1}};
    assert_status(
        market_bars_adjust(&bars, MARKET_1DAY, MARKET_ADJUST_ALL, zero, 1, NULL, 0, NULL, &err),
        MARKET_E_ARGUMENT);
    assert_status(market_bars_adjust(&bars, MARKET_1DAY, MARKET_ADJUST_ALL, unordered, 2, NULL, 0,
                                     NULL, &err),
                  MARKET_E_ARGUMENT);
    assert_status(
        market_bars_adjust(&bars, MARKET_1DAY, MARKET_ADJUST_ALL, NULL, 0, negative, 1, NULL, &err),
        MARKET_E_ARGUMENT);
    assert_same(bars.close[0], 100);
}

/* Two bars whose factor steps from `before` to 1 while the close goes from `old` to `new`. */
static size_t splits_between(double old, double before, double new, market_split *out) {
    size_t count = 9;
    market_bars_clear(&bars);
    add("2022-01-03", old, old, old, old);
    add("2022-01-04", new, new, new, new);
    bars.factor[0] = before;
    bars.factor[1] = 1;
    assert_status(market_splits_from_factors(&bars, 1, out, &count), MARKET_OK);
    return count;
}

static void splits_are_found_in_factors(void **state) {
    (void)state;
    market_split split;
    static const struct {
        double old, factor, new;
        int from, to;
    } splits[] = {{100, 0.5, 51, 1, 2},      {700, 1 / 7.0, 93, 1, 7}, {10, 10, 98, 10, 1},
                  {150, 2 / 3.0, 101, 2, 3}, {100, 0.8, 82, 4, 5},     {100, 0.05, 5.5, 1, 20},
                  {100, 0.4985, 50, 1, 2} /* with a dividend */};
    for (size_t i = 0; i < sizeof splits / sizeof splits[0]; i++) {
        assert_int_equal(splits_between(splits[i].old, splits[i].factor, splits[i].new, &split), 1);
        assert_int_equal(split.date, at("2022-01-04"));
        assert_same(split.from_shares, splits[i].from);
        assert_same(split.to_shares, splits[i].to);
    }
    assert_int_equal(splits_between(30, 0.9, 27, &split), 0);  /* a special dividend */
    assert_int_equal(splits_between(30, 0.83, 25, &split), 0); /* a larger one, no ratio */
    assert_int_equal(splits_between(100, 0.5, 99, &split), 0); /* the price did not move */
    assert_int_equal(splits_between(100, NAN, 50, &split), 0);
    size_t count = 9;
    assert_status(market_splits_from_factors(&bars, 0, NULL, &count), MARKET_OK);
    assert_int_equal(count, 0);
    assert_status(market_splits_from_factors(&bars, 1, NULL, &count), MARKET_E_ARGUMENT);
}

static void summary_of_nothing(void **state) {
    (void)state;
    market_summary s;
    market_bars_summary(&bars, INT64_MIN, INT64_MAX, &s);
    assert_int_equal(s.count, 0);
    assert_same(s.last.value, NAN);
    assert_same(s.average_volume, NAN);
    assert_same(s.week52_high.value, NAN);
    add("2022-01-03", 10, 11, 9, 10);
    market_bars_summary(&bars, INT64_MIN, INT64_MAX, &s);
    assert_same(s.last.value, 10);
    assert_same(s.previous.value, NAN);
    assert_same(s.change, NAN);
}

static void summary_of_a_range(void **state) {
    (void)state;
    market_summary s;
    make_days(&bars, "2020-01-01", 1000);
    bars.close[700] = bars.close[600]; /* a tie: the earliest counts */
    bars.high[700] = bars.close[700] + 1;
    bars.low[700] = 1;
    market_bars_summary(&bars, bars.time[590], bars.time[600], &s);
    assert_int_equal(s.count, 11);
    assert_int_equal(s.highest_close.time, bars.time[600]);
    assert_same(s.lowest_close.value, 690);
    assert_same(s.previous.value, 699);
    assert_same(s.change, 1);
    assert_same(s.change_percent, 100.0 / 699);
    assert_same(s.average_volume, 1000);
    assert_int_equal(s.week52_from, bars.time[600] - 364 * DAY);
    assert_same(s.week52_high.value, 701);
    assert_int_equal(s.week52_low.time, bars.time[600 - 364]);
    assert_same(s.week52_low.value, 100 + 236 - 1);
    market_bars_summary(&bars, bars.time[600], bars.time[700], &s);
    assert_int_equal(s.highest_close.time, bars.time[699]);
    assert_same(s.week52_low.value, 1);
    assert_int_equal(s.lowest_close.time, bars.time[600]); /* not 700, which is as low */
    market_bars_summary(&bars, bars.time[600], bars.time[600], &s);
    assert_same(s.previous.value, 699); /* outside the range, but the bar before */
}

static void summary_leaves_out_incomplete_bars(void **state) {
    (void)state;
    market_summary s;
    make_days(&bars, "2022-01-03", 5);
    bars.complete[4] = false;
    bars.volume[4] = 999999;
    bars.volume[3] = NAN;
    market_bars_summary(&bars, INT64_MIN, INT64_MAX, &s);
    assert_same(s.last.value, 104);
    assert_false(s.last_complete);
    assert_same(s.highest_close.value, 103);
    assert_same(s.week52_high.value, 104);
    assert_same(s.average_volume, 1000);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        TEST(columns_hold_what_was_put),
        TEST(ranges_are_inclusive),
        TEST(impossible_bars_are_named),
        TEST(days_make_weeks),
        TEST(minutes_make_days_of_the_session),
        TEST(only_nested_timeframes_aggregate),
        TEST(aggregation_composes),
        TEST(splits_remove_cliffs),
        TEST(dividends_count_for_all),
        TEST(total_factors_count_for_all),
        TEST(bad_events_are_refused),
        TEST(splits_are_found_in_factors),
        TEST(summary_of_nothing),
        TEST(summary_of_a_range),
        TEST(summary_leaves_out_incomplete_bars),
    };
    return cmocka_run_group_tests_name("market bars", tests, NULL, NULL);
}
