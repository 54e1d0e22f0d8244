/* Answers about a series: what they say, which requests are the same one, and their limits. */
#include "support.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "marketkit/ta.h"

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    fixture_open(f);
    make_store(f);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture_close(*state);
    free(*state);
    return 0;
}

static const cJSON *at(const cJSON *object, const char *name) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!item)
        fail_msg("no member %s", name);
    return item;
}

static const char *text_at(const cJSON *object, const char *name) {
    const char *text = cJSON_GetStringValue(at(object, name));
    assert_non_null(text);
    return text;
}

static cJSON *fetch(const fixture *f, const char *target) {
    dash_response response = get(f, target);
    if (response.status != 200)
        fail_msg("%s: %d %s", target, response.status, response.data);
    cJSON *json = cJSON_ParseWithLength(response.data, response.length);
    assert_non_null(json);
    dash_response_clear(&response);
    return json;
}

static void test_bars(void **state) {
    cJSON *json = fetch(*state, "/api/bars?symbol=aapl&from=2020-01-06&to=2020-01-12");
    static const char *const head[][2] = {
        {"symbol", "AAPL"},      {"name", "Apple Inc."},
        {"timeframe", "1Day"},   {"feed", "sample"},
        {"adjust", "split"},     {"currency", "USD"},
        {"from", "2020-01-06"},  {"to", "2020-01-10"},
        {"as_of", "2021-02-23"}, {"time_zone", "America/New_York"}};
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        assert_string_equal(text_at(json, head[i][0]), head[i][1]);
    assert_true(at(json, "n")->valuedouble == 5);
    assert_true(at(json, "decimals")->valuedouble == 2);
    assert_true(cJSON_IsFalse(at(json, "synthetic")));
    const cJSON *columns = at(json, "columns");
    static const char *const names[] = {"time",  "open",   "high",    "low",
                                        "close", "volume", "complete"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(cJSON_GetArraySize(at(columns, names[i])), 5);
    /* 2020-01-06 is the fourth bar. */
    assert_string_equal(cJSON_GetArrayItem(at(columns, "time"), 0)->valuestring, "2020-01-06");
    assert_true(cJSON_GetArrayItem(at(columns, "close"), 0)->valuedouble == 103);
    assert_true(cJSON_GetArrayItem(at(columns, "high"), 0)->valuedouble == 104.25);
    assert_true(cJSON_GetArrayItem(at(columns, "volume"), 0)->valuedouble == 1003);
    assert_true(cJSON_IsTrue(cJSON_GetArrayItem(at(columns, "complete"), 0)));
    cJSON_Delete(json);
}

static void test_empty_crop(void **state) {
    cJSON *json = fetch(*state, "/api/bars?symbol=AAPL&from=2030-01-01");
    assert_true(at(json, "n")->valuedouble == 0);
    assert_true(cJSON_IsNull(at(json, "from")));
    assert_true(cJSON_IsNull(at(json, "to")));
    assert_string_equal(text_at(json, "as_of"), "2021-02-23");
    assert_int_equal(cJSON_GetArraySize(at(at(json, "columns"), "time")), 0);
    cJSON_Delete(json);
    json = fetch(*state, "/api/summary?symbol=AAPL&to=2010-01-01");
    assert_true(cJSON_IsNull(at(json, "last")));
    assert_true(cJSON_IsNull(at(json, "week52")));
    assert_true(cJSON_IsNull(at(json, "average_volume")));
    cJSON_Delete(json);
    json = fetch(*state, "/api/indicators?symbol=AAPL&spec=ema&to=2010-01-01");
    assert_int_equal(cJSON_GetArraySize(at(json, "time")), 0);
    cJSON_Delete(json);
}

static void assert_same_answer(const fixture *f, const char *a, const char *b, bool same) {
    dash_response first = get(f, a), second = get(f, b);
    assert_int_equal(first.status, 200);
    assert_int_equal(second.status, 200);
    assert_int_equal(strcmp(first.etag.text, second.etag.text) == 0, same);
    if (same) {
        assert_int_equal(first.length, second.length);
        assert_memory_equal(first.data, second.data, first.length);
    }
    dash_response_clear(&first);
    dash_response_clear(&second);
}

static void test_ranges_become_absolute(void **state) {
    /* The newest bar is 2021-02-23. */
    static const char *const same[][2] = {
        {"range=1M", "from=2021-01-23"},
        {"range=1Y", "from=2020-02-23&to=2021-02-23"},
        {"range=YTD", "from=2021-01-01"},
        {"range=5Y", "range=All"},
        {"range=3M&to=2020-12-31", "from=2020-09-30&to=2020-12-31"},
        {"range=All", "timeframe=1Day&adjust=split&feed=sample"},
        {"from=2020-01-04", "from=2020-01-06"}, /* a weekend */
        {"to=2099-01-01", "to=2021-02-23"},
        {"from=2030-01-01", "to=2010-01-01"}, /* both empty */
    };
    static const char *const different[][2] = {
        {"range=1M", "range=3M"},
        {"adjust=raw", "adjust=split"},
        {"timeframe=1Week", "timeframe=1Day"},
    };
    char a[128], b[128];
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        (void)snprintf(a, sizeof a, "/api/bars?symbol=AAPL&%s", same[i][0]);
        (void)snprintf(b, sizeof b, "/api/bars?%s&symbol=AAPL", same[i][1]);
        assert_same_answer(*state, a, b, true);
    }
    for (size_t i = 0; i < sizeof different / sizeof different[0]; i++) {
        (void)snprintf(a, sizeof a, "/api/bars?symbol=AAPL&%s", different[i][0]);
        (void)snprintf(b, sizeof b, "/api/bars?symbol=AAPL&%s", different[i][1]);
        assert_same_answer(*state, a, b, false);
    }
    assert_same_answer(*state, "/api/indicators?symbol=AAPL&spec=ema:period=12",
                       "/api/indicators?symbol=AAPL&spec=ema%3Aperiod%3D12&input=close", true);
    assert_same_answer(*state, "/api/indicators?symbol=AAPL&spec=ema&spec=rsi",
                       "/api/indicators?symbol=AAPL&spec=rsi&spec=ema", false);
    assert_same_answer(*state, "/api/indicators?symbol=AAPL&spec=ema",
                       "/api/indicators?symbol=AAPL&spec=x=ema", false);
    assert_same_answer(*state, "/api/indicators?symbol=AAPL&spec=ema",
                       "/api/indicators?symbol=AAPL&spec=ema&input=open", false);
}

static void test_summary(void **state) {
    cJSON *json = fetch(*state, "/api/summary?symbol=AAPL");
    /* Bar 299: close 100 + 299 % 50. */
    assert_string_equal(text_at(at(json, "last"), "time"), "2021-02-23");
    assert_true(at(at(json, "last"), "close")->valuedouble == 149);
    assert_true(at(at(json, "previous"), "close")->valuedouble == 148);
    assert_true(at(json, "change")->valuedouble == 1);
    assert_true(fabs(at(json, "change_percent")->valuedouble - 100.0 / 148) < 1e-9);
    assert_string_equal(text_at(at(json, "lowest_close"), "time"), "2020-01-01");
    assert_true(at(at(json, "highest_close"), "close")->valuedouble == 149);
    const cJSON *week52 = at(json, "week52");
    assert_string_equal(text_at(week52, "from"), "2020-02-25");
    assert_true(at(at(week52, "high"), "price")->valuedouble == 150.25);
    assert_true(at(at(week52, "low"), "price")->valuedouble == 98.5);
    assert_true(at(json, "average_volume")->valuedouble == 1000 + 269 + 15.5);
    cJSON_Delete(json);
}

/* A range is a crop: the values are those of the whole series. */
static void test_indicators_are_cropped_not_restarted(void **state) {
    cJSON *json = fetch(*state, "/api/indicators?symbol=AAPL&spec=fast=ema:period=12&spec=macd"
                                "&from=2021-02-01");
    double close[300], ema[300];
    const double *const in[] = {close};
    double *const out[] = {ema};
    const double period[] = {12};
    for (size_t i = 0; i < 300; i++)
        close[i] = 100 + (double)(i % 50);
    assert_int_equal(ta_run(ta_indicator_find("ema"), period, 1, in, 300, out, NULL), TA_OK);
    const cJSON *series = at(json, "series");
    assert_int_equal(cJSON_GetArraySize(series), 4);
    const cJSON *fast = cJSON_GetArrayItem(series, 0);
    assert_string_equal(text_at(fast, "column"), "fast");
    assert_string_equal(text_at(fast, "label"), "fast");
    assert_string_equal(text_at(fast, "spec"), "ema:period=12");
    assert_string_equal(text_at(fast, "indicator"), "ema");
    assert_true(at(fast, "lookback")->valuedouble == 11);
    int n = cJSON_GetArraySize(at(json, "time"));
    assert_int_equal(n, 17);
    assert_int_equal(cJSON_GetArraySize(at(fast, "values")), n);
    for (int i = 0; i < n; i++) {
        double shown = cJSON_GetArrayItem(at(fast, "values"), i)->valuedouble;
        assert_true(fabs(shown - ema[300 - n + i]) < 1e-6);
    }
    assert_string_equal(text_at(cJSON_GetArrayItem(series, 1), "column"), "macd.macd");
    assert_string_equal(text_at(cJSON_GetArrayItem(series, 3), "plot"), "histogram");
    cJSON_Delete(json);
}

static void test_warm_up_is_null(void **state) {
    cJSON *json = fetch(*state, "/api/indicators?symbol=TSLA&spec=sma:period=4");
    const cJSON *values = at(cJSON_GetArrayItem(at(json, "series"), 0), "values");
    assert_true(cJSON_IsNull(cJSON_GetArrayItem(values, 2)));
    assert_true(cJSON_IsNumber(cJSON_GetArrayItem(values, 3)));
    cJSON_Delete(json);
}

static void test_registry(void **state) {
    cJSON *json = fetch(*state, "/api/indicators");
    const cJSON *list = at(json, "indicators");
    assert_int_equal(cJSON_GetArraySize(list), (int)ta_indicator_count());
    assert_string_equal(text_at(cJSON_GetArrayItem(list, 0), "id"),
                        ta_indicator_describe(ta_indicator_at(0))->id);
    cJSON_Delete(json);
}

static void test_csv(void **state) {
    dash_response response = get(*state, "/api/bars.csv?symbol=AAPL&from=2020-01-01&to=2020-01-02");
    assert_string_equal(response.content_type, "text/csv; charset=utf-8");
    static const char bars[] = "time,open,high,low,close,volume\n"
                               "2020-01-01,99.5,101.25,98.5,100,1000\n"
                               "2020-01-02,100.5,102.25,99.5,101,1001\n";
    assert_int_equal(response.length, sizeof bars - 1);
    assert_memory_equal(response.data, bars, sizeof bars - 1);
    dash_response_clear(&response);
    response = get(*state, "/api/indicators.csv?symbol=MSFT&timeframe=1Min&spec=sma:period=2"
                           "&to=2022-01-03T14:31:00Z");
    static const char sma[] = "time,sma\n2022-01-03T14:30:00Z,\n2022-01-03T14:31:00Z,100.5\n";
    assert_int_equal(response.length, sizeof sma - 1);
    assert_memory_equal(response.data, sma, sizeof sma - 1);
    dash_response_clear(&response);
}

static void test_limits(void **state) {
    fixture *f = *state;
    put_series(f, "LONG", "iex", MARKET_1MIN, INT64_C(1641220200000), 200001, 0);
    static const struct {
        const char *target;
        int status;
    } cases[] = {
        {"/api/bars?symbol=LONG&timeframe=1Min", 413},
        {"/api/bars.csv?symbol=LONG&timeframe=1Min", 413},
        {"/api/bars.csv?symbol=LONG&timeframe=1Min&from=2022-01-03T14:31:00Z", 200},
        {"/api/summary?symbol=LONG&timeframe=1Min&from=2022-01-03T14:31:00Z", 200},
        /* 10 columns: 2,000,010 cells and 2,000,000. */
        {"/api/indicators.csv?symbol=LONG&timeframe=1Min&spec=a=bbands&spec=b=bbands&spec=c=bbands"
         "&from=2022-01-03T14:31:00Z",
         200},
        {"/api/indicators.csv?symbol=LONG&timeframe=1Min&spec=a=bbands&spec=b=bbands&spec=c=bbands"
         "&spec=sma&from=2022-01-03T14:31:00Z",
         413},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dash_response response = get(f, cases[i].target);
        if (response.status != cases[i].status)
            fail_msg("%s: %d", cases[i].target, response.status);
        if (response.status == 413)
            assert_true(strstr(response.data, "200000") || strstr(response.data, "2000000"));
        dash_response_clear(&response);
    }
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_bars),
        WITH_STORE(test_empty_crop),
        WITH_STORE(test_ranges_become_absolute),
        WITH_STORE(test_summary),
        WITH_STORE(test_indicators_are_cropped_not_restarted),
        WITH_STORE(test_warm_up_is_null),
        WITH_STORE(test_registry),
        WITH_STORE(test_csv),
        WITH_STORE(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
