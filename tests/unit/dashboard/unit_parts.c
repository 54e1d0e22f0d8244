/* The parts that need no store: query, parameters, entity tags, codings, hosts. */
#include "dashboard/etag.h"
#include "dashboard/host.h"
#include "dashboard/params.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static market_status parse(const char *text, dash_query *query) {
    return dash_query_parse(text, strlen(text), NULL, query);
}

static void test_query_takes_pairs_apart(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t count;
        const char *names[2], *values[2];
    } cases[] = {
        {"", 0, {0}, {0}},
        {"&", 0, {0}, {0}},
        {"a=1", 1, {"a"}, {"1"}},
        {"a=1&b=2", 2, {"a", "b"}, {"1", "2"}},
        {"&a=1&&b=2&", 2, {"a", "b"}, {"1", "2"}},
        {"a=b=c", 1, {"a"}, {"b=c"}},
        {"a=x+y%20z", 1, {"a"}, {"x y z"}},
        {"spec=ema%3Aperiod%3D12", 1, {"spec"}, {"ema:period=12"}},
        {"%61=%c3%A4", 1, {"a"}, {"\xc3\xa4"}},
        {"a=%26%3d%25", 1, {"a"}, {"&=%"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dash_query query;
        assert_int_equal(parse(cases[i].text, &query), MARKET_OK);
        assert_int_equal(query.count, cases[i].count);
        for (size_t k = 0; k < query.count; k++) {
            assert_string_equal(query.pairs[k].name, cases[i].names[k]);
            assert_string_equal(query.pairs[k].value, cases[i].values[k]);
        }
    }
}

static void test_query_refuses(void **state) {
    (void)state;
    static const char *const bad[] = {"a",      "a=",     "a&b=1", "=1",    "a=%",     "a=%1",
                                      "a=%g0",  "a=%0g",  "a=%00", "a=%0a", "a=\x01",  "a=%7F",
                                      "%00=1",  "a=1&=2", "a=1&b", "%=1",   "a=1%2",   "a=%%20",
                                      "a=\x1b", "\x7f=1", "a=%-1", "a=% 1", "a=1&b=%1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dash_query query;
        app_error err = {0};
        assert_int_equal(dash_query_parse(bad[i], strlen(bad[i]), &err, &query), MARKET_E_SYNTAX);
        assert_true(err.message[0]);
    }
    dash_query query;
    assert_int_equal(dash_query_parse("a=\0b", 4, NULL, &query), MARKET_E_SYNTAX);
}

static void test_query_bounds(void **state) {
    (void)state;
    char text[DASH_QUERY_BYTES + 2];
    dash_query query;
    memset(text, 'x', sizeof text);
    text[0] = 'a';
    text[1] = '=';
    assert_int_equal(dash_query_parse(text, DASH_QUERY_BYTES, NULL, &query), MARKET_OK);
    assert_int_equal(strlen(query.pairs[0].value), DASH_QUERY_BYTES - 2);
    assert_int_equal(dash_query_parse(text, DASH_QUERY_BYTES + 1, NULL, &query),
                     MARKET_E_TOO_LARGE);
    size_t len = 0;
    for (int i = 0; i < DASH_QUERY_PAIRS; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "p%d=1&", i);
    assert_int_equal(dash_query_parse(text, len, NULL, &query), MARKET_OK);
    assert_int_equal(query.count, DASH_QUERY_PAIRS);
    (void)snprintf(text + len, sizeof text - len, "q=1");
    assert_int_equal(dash_query_parse(text, len + 3, NULL, &query), MARKET_E_SYNTAX);
}

static market_status read_params(const char *text, unsigned allowed, app_error *err,
                                 dash_params *out) {
    static dash_query query; /* params borrow from it */
    assert_int_equal(parse(text, &query), MARKET_OK);
    return dash_params_read(&query, allowed, err, out);
}

static void test_params(void **state) {
    (void)state;
    app_error err = {0};
    dash_params params;
    assert_int_equal(
        read_params("symbol=AAPL&range=1Y&adjust=raw", DASH_SERIES_PARAMS, &err, &params),
        MARKET_OK);
    app_request series = dash_params_series(&params);
    assert_string_equal(series.symbol, "AAPL");
    assert_string_equal(series.range, "1Y");
    assert_string_equal(series.adjust, "raw");
    assert_null(series.feed);
    assert_int_equal(read_params("spec=ema&spec=rsi&input=open", DASH_ALL_PARAMS, &err, &params),
                     MARKET_OK);
    assert_int_equal(params.n_specs, 2);
    assert_string_equal(params.specs[1], "rsi");
    assert_string_equal(params.values[DASH_INPUT], "open");
}

static void test_params_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        unsigned allowed;
        const char *parameter;
    } cases[] = {
        {"foo=1", DASH_ALL_PARAMS, "foo"},
        {"Symbol=A", DASH_ALL_PARAMS, "Symbol"},
        {"symbol=A", DASH_NO_PARAMS, "symbol"},
        {"spec=ema", DASH_SERIES_PARAMS, "spec"},
        {"symbol=A&symbol=A", DASH_ALL_PARAMS, "symbol"},
        {"input=close&input=open", DASH_ALL_PARAMS, "input"},
        {"symbol=ABCDEFGHIJKLMNOPQ", DASH_ALL_PARAMS, "symbol"},
        {"range=123456789", DASH_ALL_PARAMS, "range"},
        {"spec=a&spec=a&spec=a&spec=a&spec=a&spec=a&spec=a&spec=a&spec=a&spec=a&spec=a&spec=a&"
         "spec=a&spec=a&spec=a&spec=a&spec=a",
         DASH_ALL_PARAMS, "spec"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        app_error err = {0};
        dash_params params;
        assert_int_equal(read_params(cases[i].text, cases[i].allowed, &err, &params),
                         MARKET_E_ARGUMENT);
        assert_string_equal(err.parameter, cases[i].parameter);
    }
}

static void test_etags(void **state) {
    (void)state;
    dash_etag tag = dash_etag_make(7, 0xabc);
    dash_etag packed = dash_etag_gzip(&tag);
    assert_non_null(strstr(tag.text, "-7-0000000000000abc\""));
    assert_non_null(strstr(packed.text, "-7-0000000000000abc-gz\""));
    assert_int_equal(tag.text[0], '"');
    /* What stands before and after the tag in the list. */
    static const char *const fresh[][2] = {{"", ""},        {"W/", ""},
                                           {"\"x\", ", ""}, {" ", " "},
                                           {",,", ","},     {"\"a,b\" , W/\"y\",", ", \"z\""}};
    static const char *const stale[][2] = {{"x", ""}, {"\"x\" y", ""}, {"w/", ""}, {"\"", ""}};
    char list[512];
    for (size_t i = 0; i < sizeof fresh / sizeof fresh[0]; i++) {
        (void)snprintf(list, sizeof list, "%s%s%s", fresh[i][0], tag.text, fresh[i][1]);
        assert_true(dash_etag_matches(list, &tag));
        assert_false(dash_etag_matches(list, &packed));
    }
    for (size_t i = 0; i < sizeof stale / sizeof stale[0]; i++) {
        (void)snprintf(list, sizeof list, "%s%s%s", stale[i][0], tag.text, stale[i][1]);
        assert_false(dash_etag_matches(list, &tag));
    }
    assert_false(dash_etag_matches("", &tag));
    assert_false(dash_etag_matches("\"unclosed", &tag));
    const dash_etag none = {""};
    assert_true(dash_etag_matches("*", &tag));
    assert_false(dash_etag_matches("*", &none));
    assert_false(dash_etag_matches("*x", &tag));
    assert_false(dash_etag_matches(NULL, &tag));
}

static void test_accept_encoding(void **state) {
    (void)state;
    static const char *const yes[] = {"gzip",          "GZIP",      "deflate, gzip;q=1.0, br",
                                      "gzip;q=0.001",  "*",         "identity, *;q=0.5",
                                      "br;q=1 , gzip", "x-gzip",    "gzip ; q=0.5",
                                      "gzip;a=b",      "*;q=0,gzip"};
    static const char *const no[] = {"",        "identity",        "gzip;q=0", "gzip;q=0.0",
                                     "br",      "gzip; q=0.000",   "*;q=0",    "gzip;Q=0 , *",
                                     "gzipped", "deflate;q=1, br", ",,",       "gzip;a=b;q=0"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        assert_true(dash_accepts_gzip(yes[i]));
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        assert_false(dash_accepts_gzip(no[i]));
    assert_false(dash_accepts_gzip(NULL));
}

static void test_hosts(void **state) {
    (void)state;
    static const char *const local[] = {"localhost",  "localhost:8080", "LOCALHOST:1",
                                        "127.0.0.1",  "127.0.0.1:80",   "[::1]",
                                        "[::1]:8080", "127.0.0.2:8080"};
    static const char *const foreign[] = {
        "",           "example.com",    "localhost.example.com", "127.0.0.11",
        "localhost:", "localhost:80x",  "localhost:123456",      "127.0.0.1.nip.io:8080",
        "::1",        "user@localhost", "localhost:80:80"};
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++)
        assert_true(dash_host_is_local(local[i], "127.0.0.2"));
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        assert_false(dash_host_is_local(foreign[i], "127.0.0.2"));
    assert_true(dash_host_is_local(NULL, "127.0.0.1"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_query_takes_pairs_apart),
        cmocka_unit_test(test_query_refuses),
        cmocka_unit_test(test_query_bounds),
        cmocka_unit_test(test_params),
        cmocka_unit_test(test_params_refused),
        cmocka_unit_test(test_etags),
        cmocka_unit_test(test_accept_encoding),
        cmocka_unit_test(test_hosts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
