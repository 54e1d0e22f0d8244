/* What the command line and the dashboard share: text, numbers, JSON, CSV, specs, columns. */
#include "common/compute.h"
#include "common/csv.h"
#include "common/json.h"
#include "common/json_object.h"
#include "common/number.h"
#include "common/summary.h"
#include "common/view.h"
#include "common/watchlist.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_number(size_t (*write)(double, char *), double value, const char *want) {
    char out[APP_NUMBER_SIZE];
    assert_int_equal(write(value, out), strlen(want));
    assert_string_equal(out, want);
}

static size_t shortest(double value, char *out) {
    return app_number_shortest(value, out);
}

static size_t rounded(double value, char *out) {
    return app_number_rounded(value, out);
}

static void test_shortest(void **state) {
    (void)state;
    const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {1, "1"},
                 {-1.5, "-1.5"},
                 {0.1, "0.1"},
                 {0.30000000000000004, "0.30000000000000004"},
                 {182.01, "182.01"},
                 {181.415512, "181.415512"},
                 {1.0 / 3, "0.3333333333333333"},
                 {2.0 / 3, "0.6666666666666666"},
                 {104690466, "104690466"},
                 {123456789012345, "123456789012345"},
                 {1e22, "1e+22"},
                 {1e-7, "1e-07"},
                 {0.00001, "0.00001"},
                 {5e-324, "5e-324"},
                 {1.7976931348623157e308, "1.7976931348623157e+308"},
                 {(double)NAN, ""},
                 {(double)INFINITY, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_number(shortest, cases[i].value, cases[i].text);
}

static void test_rounded(void **state) {
    (void)state;
    assert_number(rounded, 0.1 + 0.2, "0.3");
    assert_number(rounded, 1.0 / 3, "0.3333333333");
    assert_number(rounded, -123.45678901234, "-123.456789");
    assert_number(rounded, 99999.9999999, "100000");
    assert_number(rounded, 12345678901.0, "12345678900");
    assert_number(rounded, 104690466, "104690466");
    assert_number(rounded, 1e-9, "1e-09");
    assert_number(rounded, (double)NAN, "");
}

static void test_fixed(void **state) {
    (void)state;
    char out[APP_NUMBER_SIZE];
    const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {{1.005, 2, "1.00"},
                 {2.5, 0, "2"},
                 {3.5, 0, "4"},
                 {-0.001, 2, "0.00"},
                 {0, 2, "0.00"},
                 {-1.25, 1, "-1.2"},
                 {1e14, 2, "100000000000000.00"},
                 {1e16, 2, "1e+16"},
                 {0.1, 10, "0.1000000000"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        app_number_fixed(cases[i].value, cases[i].decimals, out);
        assert_string_equal(out, cases[i].text);
    }
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Prices, averages, any bits: what is written reads back, and no shorter precision does. */
static void test_round_trip(void **state) {
    (void)state;
    uint64_t random = 88172645463325252;
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = next_random(&random);
        double value;
        char text[APP_NUMBER_SIZE], other[64];
        if (i % 4 == 0)
            memcpy(&value, &bits, sizeof value);
        else if (i % 4 == 1)
            value = (double)(bits % 100000000) / 100;
        else
            value = ldexp((double)(bits >> 11), -(int)(bits % 80));
        if (!isfinite(value))
            continue;
        app_number_shortest(value, text);
        assert_true(strtod(text, NULL) == value);
        if (fabs(value) >= 1e-4 && fabs(value) < 1e15) {
            (void)snprintf(other, sizeof other, "%.16g", value);
            if (strtod(other, NULL) == value)
                assert_true(strlen(text) <= strlen(other));
        }
        app_number_rounded(value, text);
        (void)snprintf(other, sizeof other, "%.10g", value);
        assert_true(strtod(text, NULL) == strtod(other, NULL));
    }
}

static void test_text(void **state) {
    (void)state;
    app_text text;
    app_text_init(&text, 10);
    app_text_str(&text, "12345");
    app_text_format(&text, "%d", 678);
    assert_string_equal(text.data, "12345678");
    assert_false(text.failed);
    app_text_str(&text, "901");
    assert_true(text.failed);
    assert_string_equal(text.data, "12345678");
    app_text_char(&text, 'x'); /* dropped: it would fit, but what was before it is missing */
    assert_int_equal(text.len, 8);
    app_text_reset(&text);
    app_text_int(&text, INT64_MIN / 1000000000000);
    assert_string_equal(text.data, "-9223372");
    app_text_clear(&text);
    app_text_clear(&text);
}

static void test_json(void **state) {
    (void)state;
    app_text text;
    app_json json;
    const double numbers[] = {1, (double)NAN, 0.1 + 0.2};
    const bool bools[] = {true, false};
    const int64_t times[] = {1641168000000};
    app_text_init(&text, 0);
    app_json_init(&json, &text, APP_JSON_ROUNDED);
    app_json_begin_object(&json);
    app_json_key(&json, "a");
    app_json_numbers(&json, numbers, 3);
    app_json_key(&json, "b");
    app_json_bools(&json, bools, 2);
    app_json_key(&json, "c");
    app_json_times(&json, times, 1, MARKET_1DAY);
    app_json_key(&json, "d");
    app_json_begin_array(&json);
    app_json_str(&json, NULL);
    app_json_int(&json, -7);
    app_json_begin_object(&json);
    app_json_end_object(&json);
    app_json_end_array(&json);
    app_json_key(&json, "e");
    app_json_number(&json, (double)INFINITY);
    app_json_end_object(&json);
    assert_string_equal(text.data, "{\"a\":[1,null,0.3],\"b\":[true,false],\"c\":[\"2022-01-03\"],"
                                   "\"d\":[null,-7,{}],\"e\":null}");
    app_text_clear(&text);
}

static void test_json_strings(void **state) {
    (void)state;
    const struct {
        const char *bytes, *json;
    } cases[] = {{"plain", "\"plain\""},
                 {"\"\\/\b\f\n\r\t\x01\x7f", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u007f\""},
                 {"</script>&", "\"\\u003c/script\\u003e\\u0026\""},
                 {"\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xA7", "\"\\u2028\\u2029\xE2\x80\xA7\""},
                 {"caf\xC3\xA9 \xF0\x9F\x93\x88", "\"caf\xC3\xA9 \xF0\x9F\x93\x88\""},
                 {"\xFF"
                  "a\xC3",
                  "\"\\ufffda\\ufffd\""},
                 {"\xE2\x82x\xF0\x9F\x93", "\"\\ufffdx\\ufffd\""}, /* one for a part */
                 {"\xC0\xAF", "\"\\ufffd\\ufffd\""},
                 {"\xED\xA0\x80", "\"\\ufffd\\ufffd\\ufffd\""},
                 {"\xF4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        app_text text;
        app_json json;
        app_text_init(&text, 0);
        app_json_init(&json, &text, APP_JSON_SHORTEST);
        app_json_str(&json, cases[i].bytes);
        assert_string_equal(text.data, cases[i].json);
        app_text_clear(&text);
    }
}

static void test_summary(void **state) {
    app_view view = {0};
    market_summary summary;
    (void)state;
    market_series_init(&view.series);
    view.series.timeframe = MARKET_1DAY;
    view.from = INT64_MIN;
    view.to = INT64_MAX;
    for (int n = 0; n < 2; n++) {
        app_text text;
        app_json json;
        app_text_init(&text, 0);
        app_json_init(&json, &text, APP_JSON_SHORTEST);
        market_bars_summary(&view.series.bars, view.from, view.to, &summary);
        app_json_begin_object(&json);
        app_summary_json(&json, &view, &summary);
        app_json_end_object(&json);
        assert_false(text.failed);
        app_text_char(&text, '\0');
        const char *tail = strstr(text.data, "\"last\"");
        assert_non_null(tail);
        if (n == 0) /* of nothing */
            assert_string_equal(tail, "\"last\":null,\"previous\":null,\"change\":null,"
                                      "\"change_percent\":null,\"highest_close\":null,"
                                      "\"lowest_close\":null,\"week52\":null,"
                                      "\"average_volume\":null}");
        else
            assert_string_equal(tail,
                                "\"last\":{\"time\":\"1970-01-02\",\"close\":2},\"previous\":null,"
                                "\"change\":null,\"change_percent\":null,"
                                "\"highest_close\":{\"time\":\"1970-01-02\",\"close\":2},"
                                "\"lowest_close\":{\"time\":\"1970-01-02\",\"close\":2},"
                                "\"week52\":{\"from\":\"1969-01-03\","
                                "\"high\":{\"time\":\"1970-01-02\",\"price\":3},"
                                "\"low\":{\"time\":\"1970-01-02\",\"price\":1},"
                                "\"highest_close\":{\"time\":\"1970-01-02\",\"close\":2},"
                                "\"lowest_close\":{\"time\":\"1970-01-02\",\"close\":2}},"
                                "\"average_volume\":10}");
        app_text_clear(&text);
        const market_bar bar = {86400000, 2, 3, 1, 2, 10, NAN, NAN, NAN, true};
        assert_int_equal(market_bars_append(&view.series.bars, &bar), MARKET_OK);
    }
    app_view_clear(&view);
}

static void test_csv(void **state) {
    (void)state;
    app_text text;
    app_csv csv;
    app_text_init(&text, 0);
    app_csv_init(&csv, &text);
    app_csv_str(&csv, "a,b");
    app_csv_str(&csv, "say \"x\"");
    app_csv_str(&csv, "=1+1");
    app_csv_str(&csv, "-1");
    app_csv_str(&csv, "\tx");
    app_csv_number(&csv, -1.5);
    app_csv_number(&csv, (double)NAN);
    app_csv_time(&csv, 1641168000000, MARKET_1DAY);
    app_csv_end_row(&csv);
    app_csv_str(&csv, "@x\ny");
    app_csv_number(&csv, -0.0);
    app_csv_end_row(&csv);
    assert_string_equal(text.data, "\"a,b\",\"say \"\"x\"\"\",'=1+1,'-1,'\tx,-1.5,,2022-01-03\n"
                                   "\"'@x\ny\",-0\n");
    app_text_clear(&text);
}

static app_spec parse(const char *text) {
    app_spec spec;
    app_error err = {0};
    assert_int_equal(app_spec_parse(text, strlen(text), &err, &spec), MARKET_OK);
    return spec;
}

static void assert_refused(const char *text, const char *message) {
    app_spec spec;
    app_error err = {0};
    assert_int_not_equal(app_spec_parse(text, strlen(text), &err, &spec), MARKET_OK);
    assert_string_equal(err.parameter, "spec");
    assert_non_null(strstr(err.message, message));
}

static void test_specs(void **state) {
    (void)state;
    app_spec spec = parse("ema");
    assert_string_equal(spec.text, "ema");
    assert_int_equal(spec.lookback, 19);
    assert_int_equal(spec.input, APP_INPUT_NONE);
    spec = parse("fast=bbands:input=typprice,k=2,period=10");
    assert_string_equal(spec.label, "fast");
    assert_string_equal(spec.text, "bbands:period=10,input=typprice");
    assert_int_equal(spec.input, APP_INPUT_TYPPRICE);
    spec = parse("rsi:input=open");
    assert_string_equal(spec.text, "rsi:input=open");
    assert_refused("emma", "no indicator 'emma'");
    assert_refused("", "missing");
    assert_refused("ema:period", "NAME=VALUE");
    assert_refused("ema:period=0", "too small");
    assert_refused("ema:input=middle", "no input 'middle'");
    assert_refused("ema:input=open,input=open", "twice");
    assert_refused("stoch:input=open", "takes no input");
    assert_refused("9=ema", "not a label");
    char too_long[300];
    memset(too_long, 'a', sizeof too_long);
    app_error err = {0};
    assert_int_equal(app_spec_parse(too_long, sizeof too_long, &err, &spec), MARKET_E_TOO_LARGE);
}

static void assert_columns(const char *const *texts, size_t n, const char *want, bool titles) {
    app_spec specs[APP_SPECS_MAX];
    app_column columns[APP_COLUMNS_MAX];
    size_t n_columns = 0;
    app_text got;
    app_text_init(&got, 0);
    for (size_t i = 0; i < n; i++)
        specs[i] = parse(texts[i]);
    assert_int_equal(app_columns_name(specs, n, NULL, columns, &n_columns), MARKET_OK);
    for (size_t i = 0; i < n_columns; i++)
        app_text_format(&got, "%s%s", i ? "|" : "", titles ? columns[i].title : columns[i].name);
    assert_string_equal(got.data, want);
    app_text_clear(&got);
}

#define LIST(...)                                                                                  \
    (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static void test_columns(void **state) {
    (void)state;
    assert_columns(LIST("ema"), "ema", false);
    assert_columns(LIST("macd"), "macd|signal|histogram", false);
    assert_columns(LIST("ema:period=12", "rsi"), "ema|rsi", false);
    assert_columns(LIST("ema:period=12", "ema:period=26,seed=first"), "ema_12|ema_26_first", false);
    assert_columns(LIST("ema:period=12", "ema"), "ema_12|ema", false);
    assert_columns(LIST("fast=ema:period=12", "ema"), "fast|ema", false);
    assert_columns(LIST("m=macd"), "m.macd|m.signal|m.histogram", false);
    assert_columns(LIST("stoch", "rsi"), "stoch.k|stoch.d|rsi", false);
    assert_columns(LIST("ema:period=12"), "EMA 12", true);
    assert_columns(LIST("ema:period=12,seed=first"), "EMA 12 first", true);
    assert_columns(LIST("macd"), "MACD 12 26 9|MACD 12 26 9 signal|MACD 12 26 9 histogram", true);
    assert_columns(LIST("bbands"), "BB 20 2 upper|BB 20 2 middle|BB 20 2 lower", true);
    assert_columns(LIST("rsi:input=open"), "RSI 14 of open", true);
    assert_columns(LIST("slow=ema"), "slow", true);

    app_column columns[APP_COLUMNS_MAX];
    app_error err = {0};
    size_t n;
    const app_spec twice[] = {parse("ema"), parse("ema")}, time[] = {parse("time=ema")};
    assert_int_not_equal(app_columns_name(twice, 2, &err, columns, &n), MARKET_OK);
    assert_non_null(strstr(err.message, "two columns"));
    assert_int_not_equal(app_columns_name(time, 1, &err, columns, &n), MARKET_OK);
    assert_int_not_equal(app_columns_name(twice, 0, &err, columns, &n), MARKET_OK);
}

static void fill(market_bars *bars, size_t n) {
    market_bars_init(bars);
    for (size_t i = 0; i < n; i++) {
        double x = (double)i + 1;
        const market_bar bar = {.time = (int64_t)i * 86400000,
                                .open = x,
                                .high = x + 3,
                                .low = x - 0.5,
                                .close = x + 1,
                                .volume = x * 10,
                                .vwap = (double)NAN,
                                .trades = (double)NAN,
                                .factor = (double)NAN,
                                .complete = true};
        assert_int_equal(market_bars_append(bars, &bar), MARKET_OK);
    }
}

static void test_compute(void **state) {
    (void)state;
    market_bars bars;
    app_result result;
    const app_spec specs[] = {parse("sma:period=1"), parse("a=sma:period=1,input=volume"),
                              parse("b=sma:period=1,input=typprice"), parse("stoch")};
    fill(&bars, 5);
    assert_int_equal(app_compute(&bars, MARKET_1DAY, NULL, specs, 4, APP_INPUT_OPEN, NULL, &result),
                     MARKET_OK);
    assert_int_equal(result.n_columns, 5);
    for (size_t i = 0; i < 5; i++) {
        double x = (double)i + 1;
        assert_true(result.columns[0].values[i] == x);
        assert_true(result.columns[1].values[i] == x * 10);
        assert_true(fabs(result.columns[2].values[i] - (x * 3 + 3.5) / 3) < 1e-12);
        assert_true(isnan(result.columns[3].values[i]));
    }
    app_result_clear(&result);
    app_result_clear(&result);
    market_bars_clear(&bars);
}

static void test_compute_nothing(void **state) {
    (void)state;
    market_bars bars;
    app_result result;
    const app_spec spec = parse("bbands:input=typprice");
    market_bars_init(&bars);
    assert_int_equal(
        app_compute(&bars, MARKET_1DAY, NULL, &spec, 1, APP_INPUT_CLOSE, NULL, &result), MARKET_OK);
    assert_int_equal(result.n_bars, 0);
    app_result_clear(&result);
    fill(&bars, 3);
    for (size_t i = 0; i < 3; i++)
        bars.high[i] = (double)NAN;
    assert_string_equal(app_missing_input(&bars, &spec, APP_INPUT_CLOSE), "high");
    const app_spec sma = parse("sma");
    assert_null(app_missing_input(&bars, &sma, APP_INPUT_CLOSE));
    market_bars_clear(&bars);
}

static void test_requests(void **state) {
    (void)state;
    char symbol[MARKET_SYMBOL_MAX + 1];
    market_query query;
    app_error err = {0};
    app_request request = {.symbol = "brk.b", .timeframe = "1Week", .adjust = "all", .feed = ""};
    assert_int_equal(app_request_query(&request, &err, symbol, &query), MARKET_OK);
    assert_string_equal(query.symbol, "BRK.B");
    assert_int_equal(query.timeframe, MARKET_1WEEK);
    assert_int_equal(query.adjust, MARKET_ADJUST_ALL);
    assert_null(query.feed);
    const struct {
        app_request request;
        const char *parameter;
    } bad[] = {{{.symbol = ""}, "symbol"},
               {{.symbol = "A B"}, "symbol"},
               {{.symbol = "ABCDEFGHIJKLMNOPQ"}, "symbol"},
               {{.symbol = "A", .timeframe = "2Day"}, "timeframe"},
               {{.symbol = "A", .adjust = "no"}, "adjust"},
               {{.symbol = "A", .from = "x"}, "from"},
               {{.symbol = "A", .to = "2022-02-30"}, "to"},
               {{.symbol = "A", .range = "2Y"}, "range"},
               {{.symbol = "A", .range = "1Y", .from = "2022-01-01"}, "range"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_not_equal(app_request_query(&bad[i].request, &err, symbol, &query), MARKET_OK);
        assert_string_equal(err.parameter, bad[i].parameter);
    }
}

static void test_nearest(void **state) {
    (void)state;
    static const char *const words[] = {"bars", "symbols", "indicator", "indicators"};
    assert_string_equal(app_nearest("brs", 3, words, 4), "bars");
    assert_string_equal(app_nearest("symbls", 6, words, 4), "symbols");
    assert_string_equal(app_nearest("indicaters", 10, words, 4), "indicators");
    assert_string_equal(app_nearest("ind", 3, words, 4), "indicator");
    assert_null(app_nearest("frobnicate", 10, words, 4));
    assert_null(app_nearest("", 0, words, 0));
}

static void test_watchlist(void **state) {
    (void)state;
    market_symbol_info items[2];
    const market_symbol_list two = {2, items}, none = {0, NULL};
    market_symbol_info_init(&items[0]);
    market_symbol_info_init(&items[1]);
    memcpy(items[0].symbol, "IBM", 4);
    memcpy(items[1].symbol, "META", 5);
    assert_string_equal(app_watchlist_at(0), "AAPL");
    assert_null(app_watchlist_at(5));
    assert_string_equal(app_default_symbol(&two), "META");
    memcpy(items[1].symbol, "X", 2);
    assert_string_equal(app_default_symbol(&two), "IBM");
    assert_null(app_default_symbol(&none));
}

/* ---- json_object.h */

/* The member `text` of a line, unescaped into `out`; NULL, or what is wrong. */
static const char *json_text(const char *line, app_text *out) {
    static const char *const names[] = {"text", "id"};
    app_json_value values[2];
    size_t offset = SIZE_MAX;
    /* Of exactly this size, so that reading past it is noticed. */
    size_t len = strlen(line);
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, line, len);
    const char *wrong = app_json_members(copy, len, names, 2, values, &offset);
    assert_true(offset <= len);
    app_text_reset(out);
    if (!wrong && !app_json_unescape(values[0], out))
        wrong = "no text";
    free(copy);
    return wrong;
}

static void test_json_object(void **state) {
    (void)state;
    const struct {
        const char *line, *text;
    } good[] = {{"{\"text\":\"a\"}", "a"},
                {" { \"x\" : [1, {\"text\": 2}, []], \"text\" : \"b\" } \r", "b"},
                {"{\"text\":\"first\",\"text\":\"last\"}", "last"},
                {"{\"text\":\"\\u00e9\\ud83d\\ude02\\n\\\"\\/\"}", "\xc3\xa9\xf0\x9f\x98\x82\n\"/"},
                {"{\"text\":\"\\ud800x\\udc00\"}", "\xef\xbf\xbdx\xef\xbf\xbd"},
                {"{\"a\":-1.5e+3,\"b\":true,\"c\":null,\"d\":{},\"text\":\"c\"}", "c"}};
    static const char *const bad[] = {"",
                                      "[]",
                                      "{",
                                      "{}",
                                      "{\"text\":1}",
                                      "{\"text\":\"a\"",
                                      "{\"text\":\"a\"}x",
                                      "{\"text\":\"a",
                                      "{\"text\":\"\\u12\"}",
                                      "{\"text\":\"\\x\"}",
                                      "{\"text\":\"a\",}",
                                      "{\"t\":[1,],\"text\":\"a\"}",
                                      "{\"t\":01,\"text\":\"a\"}",
                                      "{\"t\":1.,\"text\":\"a\"}",
                                      "{\"t\":[1}],\"text\":\"a\"}",
                                      "{\"t\" 1}",
                                      "{t:1}",
                                      "{\"text\":\"a\tb\"}"};
    app_text out;
    app_text_init(&out, 0);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_null(json_text(good[i].line, &out));
        assert_string_equal(out.data, good[i].text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(json_text(bad[i], &out));
    app_text_clear(&out);
}

int main(void) {
    /* Whatever the locale, numbers have a point. */
    (void)setlocale(LC_ALL, "");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_object), cmocka_unit_test(test_rounded),
        cmocka_unit_test(test_fixed),       cmocka_unit_test(test_text),
        cmocka_unit_test(test_json),        cmocka_unit_test(test_json_strings),
        cmocka_unit_test(test_csv),         cmocka_unit_test(test_summary),
        cmocka_unit_test(test_specs),       cmocka_unit_test(test_columns),
        cmocka_unit_test(test_compute),     cmocka_unit_test(test_compute_nothing),
        cmocka_unit_test(test_requests),    cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_watchlist),   cmocka_unit_test(test_shortest),
    };
    int failed = cmocka_run_group_tests_name("common", tests, NULL, NULL);
    /* strtod() is the judge here, and wants the locale back. */
    (void)setlocale(LC_ALL, "C");
    const struct CMUnitTest round_trip[] = {cmocka_unit_test(test_round_trip)};
    return failed + cmocka_run_group_tests_name("round trip", round_trip, NULL, NULL);
}
