/* handle(): statuses, tags, codings, what an empty, a growing and a replaced store look like. */
#define ZLIB_CONST /* zlib's input pointers are then pointers to const */
#include "support.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    fixture_open(f);
    make_store(f);
    *state = f;
    return 0;
}

static int setup_empty(void **state) {
    fixture *f = calloc(1, sizeof *f);
    fixture_open(f);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture_close(*state);
    free(*state);
    return 0;
}

static cJSON *json_of(const dash_response *response) {
    cJSON *json = cJSON_ParseWithLength(response->data, response->length);
    assert_non_null(json);
    return json;
}

static const char *string_at(const cJSON *object, const char *name) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    assert_non_null(text);
    return text;
}

static double number_at(const cJSON *object, const char *name) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_true(cJSON_IsNumber(item));
    return item->valuedouble;
}

static bool is_problem(const dash_response *response, int status) {
    return response->status == status &&
           strcmp(response->content_type, "application/problem+json") == 0;
}

static void test_statuses(void **state) {
    static const struct {
        const char *target;
        int status;
        const char *parameter; /* NULL: none is named */
    } cases[] = {
        {"/api/nothing", 404, NULL},
        {"/api/", 404, NULL},
        {"/api/bars/", 404, NULL},
        {"/api/bars", 400, "symbol"},
        {"/api/bars?symbol=", 400, "symbol"},
        {"/api/bars?symbol=NOSUCH", 404, "symbol"},
        {"/api/bars?symbol=BARE", 404, NULL},
        {"/api/bars?symbol=%3Cscript%3E", 400, "symbol"},
        {"/api/bars?symbol=A%00", 400, "symbol"},
        {"/api/bars?symbol=AAPL&symbol=AAPL", 400, "symbol"},
        {"/api/bars?symbol=AAPL&colour=red", 400, "colour"},
        {"/api/bars?symbol=AAPL&spec=ema", 400, "spec"},
        {"/api/bars?symbol=AAPL&timeframe=2Day", 400, "timeframe"},
        {"/api/bars?symbol=AAPL&timeframe=1Min", 404, "timeframe"},
        {"/api/bars?symbol=AAPL&feed=sip", 404, "feed"},
        {"/api/bars?symbol=AAPL&feed=a%20b", 400, "feed"},
        {"/api/bars?symbol=AAPL&adjust=none", 400, "adjust"},
        {"/api/bars?symbol=AAPL&from=yesterday", 400, "from"},
        {"/api/bars?symbol=AAPL&to=2020-02-30", 400, "to"},
        {"/api/bars?symbol=AAPL&range=2Y", 400, "range"},
        {"/api/bars?symbol=AAPL&range=1Y&from=2020-01-01", 400, "range"},
        {"/api/bars?symbol=AAPL&from=2020-02-01&to=2020-01-01", 400, "from"},
        {"/api/indicators?symbol=AAPL", 400, "spec"},
        {"/api/indicators?spec=ema", 400, "symbol"},
        {"/api/indicators?symbol=AAPL&spec=nosuch", 400, "spec"},
        {"/api/indicators?symbol=AAPL&spec=ema:period=0", 400, "spec"},
        {"/api/indicators?symbol=AAPL&spec=ema&input=moon", 400, "input"},
        {"/api/indicators?symbol=AAPL&spec=a=ema&spec=a=rsi", 400, "spec"},
        {"/api/indicators.csv", 400, "spec"},
        {"/api/version?x=1", 400, "x"},
        {"/api/symbols?symbol=AAPL", 400, "symbol"},
        {"/api/version?%zz=1", 400, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dash_response response = get(*state, cases[i].target);
        if (!is_problem(&response, cases[i].status))
            fail_msg("%s: %d %s", cases[i].target, response.status, response.data);
        cJSON *json = json_of(&response);
        const cJSON *parameter = cJSON_GetObjectItemCaseSensitive(json, "parameter");
        assert_int_equal(number_at(json, "status"), cases[i].status);
        assert_string_equal(string_at(json, "title"), dash_reason(cases[i].status));
        assert_true(string_at(json, "detail")[0]);
        if (!cases[i].parameter && strstr(cases[i].target, "BARE") == NULL)
            assert_null(parameter);
        else if (cases[i].parameter)
            assert_string_equal(cJSON_GetStringValue(parameter), cases[i].parameter);
        cJSON_Delete(json);
        dash_response_clear(&response);
    }
}

static void test_methods(void **state) {
    static const char *const targets[] = {"/api/bars?symbol=AAPL", "/healthz", "/"};
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS", "get", ""};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        for (size_t k = 0; k < sizeof methods / sizeof methods[0]; k++) {
            dash_response response = ask(*state, methods[k], targets[i], NULL);
            assert_int_equal(response.status, 405);
            assert_string_equal(response.allow, "GET, HEAD");
            dash_response_clear(&response);
        }
    }
}

static void test_long_query(void **state) {
    char target[5000];
    memset(target, 'x', sizeof target);
    memcpy(target, "/api/bars?a=", 12);
    target[sizeof target - 1] = '\0';
    dash_response response = get(*state, target);
    assert_true(is_problem(&response, 414));
    dash_response_clear(&response);
}

static void test_head_has_the_headers_of_get(void **state) {
    static const char *const targets[] = {"/api/bars?symbol=AAPL", "/api/symbols", "/healthz",
                                          "/api/none"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        dash_response g = get(*state, targets[i]), h = ask(*state, "HEAD", targets[i], NULL);
        assert_int_equal(g.status, h.status);
        assert_int_equal(g.length, h.length);
        assert_string_equal(g.etag.text, h.etag.text);
        dash_response_clear(&g);
        dash_response_clear(&h);
    }
}

static void test_hostile_text_is_escaped(void **state) {
    static const char *const targets[] = {"/api/symbols", "/api/bars?symbol=TSLA",
                                          "/api/summary?symbol=TSLA", "/api/bars?%3Cscript%3E=1",
                                          "/api/bars?symbol=%3Cscript%3E"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        dash_response response = get(*state, targets[i]);
        for (size_t k = 0; k < response.length; k++)
            assert_null(memchr("<>&", response.data[k], 3));
        cJSON_Delete(json_of(&response));
        dash_response_clear(&response);
    }
    /* A page must not repeat what it was asked for at all. */
    dash_response response = get(*state, "/<script>alert(1)</script>");
    assert_int_equal(response.status, 404);
    assert_null(strstr(response.data, "script"));
    dash_response_clear(&response);
}

static void test_symbols(void **state) {
    dash_response response = get(*state, "/api/symbols");
    assert_int_equal(response.status, 200);
    cJSON *json = json_of(&response);
    const cJSON *symbols = cJSON_GetObjectItemCaseSensitive(json, "symbols");
    assert_int_equal(cJSON_GetArraySize(symbols), 3); /* BARE has no series */
    assert_string_equal(string_at(json, "default"), "AAPL");
    const cJSON *msft = cJSON_GetArrayItem(symbols, 1), *tsla = cJSON_GetArrayItem(symbols, 2);
    assert_string_equal(string_at(msft, "symbol"), "MSFT");
    assert_string_equal(string_at(msft, "name"), "");
    const cJSON *series = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(msft, "series"), 0);
    assert_string_equal(string_at(series, "timeframe"), "1Min");
    assert_string_equal(string_at(series, "first"), "2022-01-03T14:30:00Z");
    assert_int_equal(number_at(series, "bars"), 500);
    assert_string_equal(string_at(tsla, "name"), "<script>alert(\"1\")</script> & 'co'");
    assert_int_equal(number_at(tsla, "decimals"), 3);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(tsla, "synthetic")));
    cJSON_Delete(json);
    dash_response_clear(&response);
}

static void test_not_modified(void **state) {
    static const char *const targets[] = {"/api/bars?symbol=AAPL",
                                          "/api/bars.csv?symbol=AAPL",
                                          "/api/summary?symbol=AAPL",
                                          "/api/indicators?symbol=AAPL&spec=ema",
                                          "/api/indicators",
                                          "/api/symbols",
                                          "/api/version"};
    static const char *const codings[] = {NULL, "gzip"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        for (size_t k = 0; k < 2; k++) {
            headers h = {codings[k], NULL};
            dash_response first = ask(*state, "GET", targets[i], &h);
            assert_int_equal(first.status, 200);
            assert_string_equal(first.cache_control, "no-cache");
            assert_true(first.vary);
            h.if_none_match = first.etag.text;
            dash_response second = ask(*state, "GET", targets[i], &h);
            assert_int_equal(second.status, 304);
            assert_int_equal(second.length, 0);
            assert_string_equal(second.etag.text, first.etag.text);
            h.if_none_match = "\"other\"";
            dash_response third = ask(*state, "GET", targets[i], &h);
            assert_int_equal(third.status, 200);
            assert_memory_equal(third.data, first.data, first.length);
            dash_response_clear(&first);
            dash_response_clear(&second);
            dash_response_clear(&third);
        }
    }
}

static void test_gzip(void **state) {
    const headers gzip = {"gzip", NULL};
    dash_response plain = get(*state, "/api/bars?symbol=AAPL");
    dash_response packed = ask(*state, "GET", "/api/bars?symbol=AAPL", &gzip);
    assert_false(plain.gzip);
    assert_true(packed.gzip);
    assert_true(packed.length < plain.length);
    assert_string_not_equal(plain.etag.text, packed.etag.text);
    z_stream z = {0};
    unsigned char *out = malloc(plain.length);
    assert_int_equal(inflateInit2(&z, 16 + 15), Z_OK);
    z.next_in = (const Bytef *)packed.data;
    z.avail_in = (uInt)packed.length;
    z.next_out = out;
    z.avail_out = (uInt)plain.length;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, plain.length);
    assert_memory_equal(out, plain.data, plain.length);
    inflateEnd(&z);
    free(out);
    dash_response_clear(&plain);
    dash_response_clear(&packed);
    dash_response small = ask(*state, "GET", "/api/version", &gzip);
    assert_false(small.gzip);
    dash_response_clear(&small);
}

static void test_missing_store(void **state) {
    dash_response response = get(*state, "/api/symbols");
    assert_int_equal(response.status, 200);
    cJSON *json = json_of(&response);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(json, "symbols")), 0);
    assert_true(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(json, "default")));
    assert_int_equal(number_at(json, "generation"), 0);
    cJSON_Delete(json);
    dash_response_clear(&response);

    response = get(*state, "/api/version");
    json = json_of(&response);
    assert_true(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(json, "newest")));
    cJSON_Delete(json);
    dash_response_clear(&response);

    response = get(*state, "/api/bars?symbol=AAPL");
    assert_true(is_problem(&response, 503));
    assert_int_equal(response.retry_after, 5);
    assert_true(response.note[0]);
    /* The path of the store is for the operator, not for the client. */
    assert_null(strstr(response.data, "/tmp"));
    dash_response_clear(&response);

    response = get(*state, "/readyz");
    assert_int_equal(response.status, 503);
    dash_response_clear(&response);
    response = get(*state, "/healthz");
    assert_int_equal(response.status, 200);
    dash_response_clear(&response);
}

static void test_store_appears_and_grows(void **state) {
    fixture *f = *state;
    dash_response before = get(f, "/api/version");
    put_series(f, "AAPL", "sample", MARKET_1DAY, DATE_2020_01, 10, 0);
    dash_response first = get(f, "/api/bars?symbol=AAPL");
    assert_int_equal(first.status, 200);
    put_series(f, "AAPL", "sample", MARKET_1DAY, DATE_2020_01, 20, 0);
    dash_response second = get(f, "/api/bars?symbol=AAPL");
    dash_response after = get(f, "/api/version");
    cJSON *a = json_of(&first), *b = json_of(&second);
    assert_int_equal(number_at(a, "n"), 10);
    assert_int_equal(number_at(b, "n"), 20);
    assert_true(number_at(b, "generation") > number_at(a, "generation"));
    assert_string_not_equal(first.etag.text, second.etag.text);
    assert_string_not_equal(before.etag.text, after.etag.text);
    cJSON_Delete(a);
    cJSON_Delete(b);
    dash_response_clear(&before);
    dash_response_clear(&first);
    dash_response_clear(&second);
    dash_response_clear(&after);
}

/* Another store of the same generation under the same name: neither cache nor tag may confuse them.
 */
static void test_store_is_replaced(void **state) {
    fixture *f = *state;
    put_series(f, "AAPL", "sample", MARKET_1DAY, DATE_2020_01, 10, 0);
    dash_response first = get(f, "/api/bars?symbol=AAPL");
    fixture_remove_store(f);
    dash_response missing = get(f, "/api/bars?symbol=AAPL");
    assert_int_equal(missing.status, 503);
    put_series(f, "AAPL", "sample", MARKET_1DAY, DATE_2020_01, 10, 7);
    dash_response second = get(f, "/api/bars?symbol=AAPL");
    cJSON *a = json_of(&first), *b = json_of(&second);
    assert_true(number_at(a, "generation") == number_at(b, "generation"));
    assert_string_not_equal(first.etag.text, second.etag.text);
    assert_null(strstr(second.data, "[100,"));
    cJSON_Delete(a);
    cJSON_Delete(b);
    dash_response_clear(&first);
    dash_response_clear(&missing);
    dash_response_clear(&second);
}

static void test_file_that_is_no_store(void **state) {
    fixture *f = *state;
    FILE *file = fopen(f->path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fprintf(file, "this is not a database\n");
    assert_int_equal(fclose(file), 0);
    static const char *const targets[] = {"/api/symbols", "/api/version", "/api/bars?symbol=AAPL"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        dash_response response = get(f, targets[i]);
        assert_true(is_problem(&response, 503));
        assert_true(response.retry_after > 0);
        dash_response_clear(&response);
    }
}

/* Two dashboards, with and without caches, as two transports would have them. */
static void test_same_bytes_without_caches(void **state) {
    fixture *f = *state, cgi = *f;
    const dash_options options = {f->path, 0, 0};
    cgi.dash = dashboard_create(&options);
    assert_non_null(cgi.dash);
    static const char *const targets[] = {
        "/api/version",
        "/api/symbols",
        "/api/bars?symbol=AAPL&range=3M",
        "/api/indicators?symbol=MSFT&timeframe=1Min&spec=macd&spec=rsi",
        "/api/indicators",
        "/api/summary?symbol=TSLA",
        "/api/bars.csv?symbol=AAPL",
        "/price",
        "/none"};
    static const char *const codings[] = {NULL, "gzip"};
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
            for (size_t k = 0; k < 2; k++) {
                const headers h = {codings[k], NULL};
                dash_response a = ask(f, "GET", targets[i], &h);
                dash_response b = ask(&cgi, "GET", targets[i], &h);
                assert_int_equal(a.status, b.status);
                assert_int_equal(a.length, b.length);
                assert_memory_equal(a.data, b.data, a.length);
                assert_string_equal(a.etag.text, b.etag.text);
                dash_response_clear(&a);
                dash_response_clear(&b);
            }
        }
    }
    dashboard_free(cgi.dash);
}

#define WITH_STORE(test)    cmocka_unit_test_setup_teardown(test, setup, teardown)
#define WITHOUT_STORE(test) cmocka_unit_test_setup_teardown(test, setup_empty, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_statuses),
        WITH_STORE(test_methods),
        WITH_STORE(test_long_query),
        WITH_STORE(test_head_has_the_headers_of_get),
        WITH_STORE(test_hostile_text_is_escaped),
        WITH_STORE(test_symbols),
        WITH_STORE(test_not_modified),
        WITH_STORE(test_gzip),
        WITHOUT_STORE(test_missing_store),
        WITHOUT_STORE(test_store_appears_and_grows),
        WITHOUT_STORE(test_store_is_replaced),
        WITHOUT_STORE(test_file_that_is_no_store),
        WITH_STORE(test_same_bytes_without_caches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
