/* The interface of libta: registry, parameters, texts, errors, saved streams. */
#include "marketkit/ta_indicators.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ta_indicator *ind(const char *id) {
    const ta_indicator *found = ta_indicator_find(id);
    assert_non_null(found);
    return found;
}

static void test_registry(void **state) {
    (void)state;
    assert_true(ta_indicator_count() >= 11);
    const char *before = "";
    for (size_t i = 0; i < ta_indicator_count(); i++) {
        const ta_indicator *at = ta_indicator_at(i);
        const ta_indicator_info *info = ta_indicator_describe(at);
        assert_true(strcmp(before, info->id) < 0);
        before = info->id;
        assert_ptr_equal(ta_indicator_find(info->id), at);
        assert_true(info->n_params <= TA_PARAMS_MAX);
        assert_in_range(info->n_inputs, 1, TA_INPUTS_MAX);
        assert_in_range(info->n_outputs, 1, TA_OUTPUTS_MAX);
        assert_true(*info->name && *info->group && *info->summary && *info->formula &&
                    *info->source);
        for (size_t p = 0; p < info->n_params; p++) {
            const ta_param_info *param = ta_indicator_param(at, p);
            size_t choices = 0;
            while (param->choices && param->choices[choices])
                choices++;
            assert_int_equal(param->kind == TA_PARAM_ENUM, choices > 0);
            if (choices > 0)
                assert_true(param->max == (double)choices - 1);
        }
        assert_null(ta_indicator_param(at, info->n_params));
        assert_null(ta_indicator_output(at, info->n_outputs));
        assert_int_equal(ta_params_check(at, NULL, 0, NULL), TA_OK);
    }
    assert_null(ta_indicator_at(ta_indicator_count()));
    assert_null(ta_indicator_find("no such"));
    assert_null(ta_indicator_find(""));
    assert_null(ta_indicator_find("EMA"));
    assert_null(ta_indicator_find(NULL));
    assert_null(ta_indicator_describe(NULL));
    assert_null(ta_indicator_param(NULL, 0));
    assert_null(ta_indicator_output(NULL, 0));
}

static void test_status(void **state) {
    (void)state;
    assert_string_equal(ta_status_name(TA_OK), "TA_OK");
    assert_string_equal(ta_status_name(TA_ERR_PARAM), "TA_ERR_PARAM");
    assert_string_equal(ta_status_text(TA_ERR_MEMORY), "out of memory");
    assert_string_equal(ta_status_name((ta_status)999), "?");
    assert_string_equal(ta_status_text((ta_status)999), "unknown status");
    assert_true(strchr(ta_version(), '.') != NULL);
}

typedef struct bad_spec {
    const char *text;
    ta_status status;
    size_t offset;
    const char *message;
} bad_spec;

static void test_bad_specs(void **state) {
    (void)state;
    static const bad_spec specs[] = {
        {"", TA_ERR_UNKNOWN_INDICATOR, 0, "there is no indicator ''"},
        {"foo", TA_ERR_UNKNOWN_INDICATOR, 0, "there is no indicator 'foo'"},
        {"EMA", TA_ERR_UNKNOWN_INDICATOR, 0, "there is no indicator 'EMA'"},
        {"ema:", TA_ERR_SYNTAX, 4, "NAME=VALUE is expected, not ''"},
        {"ema:period", TA_ERR_SYNTAX, 4, "NAME=VALUE is expected, not 'period'"},
        {"ema:period=12,", TA_ERR_SYNTAX, 14, "NAME=VALUE is expected, not ''"},
        {"ema:period=12,period=13", TA_ERR_SYNTAX, 14, "given twice: 'period'"},
        {"ema:peri=3", TA_ERR_UNKNOWN_PARAM, 4, "unknown parameter 'peri'; ema has period, seed"},
        {"typprice:x=3", TA_ERR_UNKNOWN_PARAM, 9, "unknown parameter 'x'; it has none: typprice"},
        {"ema:period=0", TA_ERR_PARAM, 11,
         "ema: period = 0 is too small (allowed: a whole number from 1 to 100000)"},
        {"ema:period=100001", TA_ERR_PARAM, 11,
         "ema: period = 100001 is too large (allowed: a whole number from 1 to 100000)"},
        {"ema:period=1.5", TA_ERR_PARAM, 11,
         "ema: period = 1.5 is not a whole number (allowed: a whole number from 1 to 100000)"},
        {"ema:period=-", TA_ERR_PARAM, 11,
         "ema: period = '-' is not a plain number of at most 15 digits "
         "(allowed: a whole number from 1 to 100000)"},
        {"ema:period=x", TA_ERR_PARAM, 11,
         "ema: period = 'x' is not a plain number of at most 15 digits "
         "(allowed: a whole number from 1 to 100000)"},
        {"ema:period=nan", TA_ERR_PARAM, 11,
         "ema: period = 'nan' is not a plain number of at most 15 digits "
         "(allowed: a whole number from 1 to 100000)"},
        {"ema:period=1e", TA_ERR_PARAM, 11,
         "ema: period = '1e' is not a plain number of at most 15 digits "
         "(allowed: a whole number from 1 to 100000)"},
        {"ema:period=1e99", TA_ERR_PARAM, 11,
         "ema: period = '1e99' is not a plain number of at most 15 digits "
         "(allowed: a whole number from 1 to 100000)"},
        {"ema:period=1234567890123456", TA_ERR_PARAM, 11,
         "ema: period = '1234567890123456' is not a plain number of at most 15 digits "
         "(allowed: a whole number from 1 to 100000)"},
        {"bbands:k=100.5", TA_ERR_PARAM, 9,
         "bbands: k = 100.5 is too large (allowed: a number from 0 to 100)"},
        {"ema:seed=x", TA_ERR_PARAM, 9,
         "ema: seed = 'x' is not a known choice (allowed: one of sma, first)"},
        {"macd:fast=26", TA_ERR_PARAM_COMBINATION, 10,
         "macd: fast = 26 must be less than slow = 26"},
        {"stddev:period=1,ddof=1", TA_ERR_PARAM_COMBINATION, 14,
         "stddev: period = 1 must be greater than ddof = 1"},
        {"macd:signal=9,fast=26,slow=12", TA_ERR_PARAM_COMBINATION, 19,
         "macd: fast = 26 must be less than slow = 12"},
        {"macd:signal=9,slow=5", TA_ERR_PARAM_COMBINATION, 19,
         "macd: fast = 12 must be less than slow = 5"},
    };
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        const ta_indicator *found = ind("sma");
        double params[TA_PARAMS_MAX] = {77};
        ta_error err;
        ta_status status =
            ta_spec_parse(specs[i].text, strlen(specs[i].text), &found, params, &err);
        assert_string_equal(err.message, specs[i].message);
        assert_int_equal(status, specs[i].status);
        assert_int_equal(err.status, specs[i].status);
        assert_int_equal(err.offset, specs[i].offset);
        if (status == TA_ERR_PARAM)
            assert_true(err.param >= 0 && err.min < err.max);
        /* Results are untouched on error, and err is optional. */
        assert_ptr_equal(found, ind("sma"));
        assert_true(params[0] == 77);
        assert_int_equal(ta_spec_parse(specs[i].text, strlen(specs[i].text), &found, params, NULL),
                         status);
    }
}

static void assert_spec(const char *text, const char *canonical) {
    const ta_indicator *found = NULL;
    double params[TA_PARAMS_MAX];
    ta_error err = {.message = ""};
    if (ta_spec_parse(text, strlen(text), &found, params, &err))
        fail_msg("%s: %s", text, err.message);
    char out[200];
    size_t len, n_params = ta_indicator_describe(found)->n_params;
    assert_int_equal(ta_spec_format(found, params, n_params, out, sizeof out, &len, NULL), TA_OK);
    assert_string_equal(out, canonical);
    assert_int_equal(len, strlen(canonical));
    assert_int_equal(ta_spec_format(found, params, n_params, out, len, &len, NULL), TA_ERR_BUFFER);
    assert_int_equal(len, strlen(canonical));
    assert_int_equal(ta_spec_format(found, params, n_params, NULL, 0, &len, NULL), TA_ERR_BUFFER);
}

static void test_good_specs(void **state) {
    (void)state;
    assert_spec("ema", "ema");
    assert_spec("ema:period=20,seed=sma", "ema");
    assert_spec("ema:seed=first,period=12", "ema:period=12,seed=first");
    assert_spec("ema:period=1e2", "ema:period=100");
    assert_spec("ema:period=+0012", "ema:period=12");
    assert_spec("bbands:k=2.5", "bbands:k=2.5");
    assert_spec("bbands:k=.1", "bbands:k=0.1");
    assert_spec("bbands:k=3e-1,period=5", "bbands:period=5,k=0.3");
    assert_spec("macd:signal=5,slow=30", "macd:slow=30,signal=5");
    assert_spec("typprice", "typprice");
    /* The text need not end where the string does. */
    const ta_indicator *found = NULL;
    double params[TA_PARAMS_MAX];
    assert_int_equal(ta_spec_parse("ema:period=123", 13, &found, params, NULL), TA_OK);
    assert_true(params[0] == 12);
}

static void test_describe(void **state) {
    (void)state;
    char buf[2000];
    size_t len;
    assert_int_equal(ta_describe_json(ind("rsi"), buf, sizeof buf, &len), TA_OK);
    assert_int_equal(strlen(buf), len);
    const char *params =
        "\"inputs\":[\"real\"],\"params\":[{\"id\":\"period\",\"name\":\"period\",\"kind\":"
        "\"int\",\"default\":14,\"min\":1,\"max\":100000,\"step\":1},{\"id\":\"smoothing\","
        "\"name\":\"smoothing\",\"kind\":\"enum\",\"default\":\"wilder\",\"choices\":[\"wilder\","
        "\"sma\"]}],\"outputs\":[{\"id\":\"rsi\",\"name\":\"RSI\",\"plot\":\"line\",\"unit\":"
        "\"percent\",\"shift\":0}],\"overlay\":false,\"partial\":false,\"levels\":[30,70],"
        "\"bounds\":[0,100]}";
    assert_string_equal(buf + len - strlen(params), params);
    const char *start =
        "{\"id\":\"rsi\",\"name\":\"Relative Strength Index\",\"short_name\":\"RSI\",";
    assert_memory_equal(buf, start, strlen(start));

    size_t all;
    assert_int_equal(ta_describe_json(NULL, NULL, 0, &all), TA_ERR_BUFFER);
    char *text = malloc(all + 1);
    assert_int_equal(ta_describe_json(NULL, text, all, &len), TA_ERR_BUFFER);
    assert_int_equal(ta_describe_json(NULL, text, all + 1, &len), TA_OK);
    assert_int_equal(strlen(text), all);
    assert_true(text[0] == '[' && text[all - 1] == ']');
    assert_null(strpbrk(text, "<>&")); /* formulas have them; they are escaped */
    free(text);
    assert_int_equal(ta_describe_json(NULL, NULL, 10, &len), TA_ERR_ARGUMENT);
}

static void test_arguments(void **state) {
    (void)state;
    double x[4] = {1, 2, 3, 4}, y[4] = {9, 9, 9, 9};
    const double *const in[] = {x, x, x}, *const none[] = {NULL, x, x};
    double *const out[] = {y, NULL, NULL}, *const twice[] = {y, y, NULL};
    double three[] = {2, 0, 0}, nan_period[] = {NAN};
    ta_error err;

    assert_int_equal(ta_run(NULL, NULL, 0, in, 4, out, &err), TA_ERR_ARGUMENT);
    assert_string_equal(err.message, "the indicator is NULL");
    assert_int_equal(ta_run(ind("ema"), three, 3, in, 4, out, &err), TA_ERR_ARGUMENT);
    assert_string_equal(err.message, "ema: more parameters given than it has");
    assert_int_equal(ta_run(ind("ema"), NULL, 1, in, 4, out, &err), TA_ERR_ARGUMENT);
    assert_int_equal(ta_run(ind("ema"), NULL, 0, NULL, 4, out, &err), TA_ERR_ARGUMENT);
    assert_int_equal(ta_run(ind("ema"), NULL, 0, in, 4, NULL, &err), TA_ERR_ARGUMENT);
    assert_int_equal(ta_run(ind("ema"), NULL, 0, none, 4, out, &err), TA_ERR_ARGUMENT);
    assert_int_equal(ta_run(ind("bbands"), NULL, 0, in, 4, twice, &err), TA_ERR_ARGUMENT);
    assert_string_equal(err.message, "bbands: two outputs are the same array");
    assert_int_equal(ta_run(ind("ema"), nan_period, 1, in, 4, out, &err), TA_ERR_PARAM);
    assert_string_equal(
        err.message,
        "ema: period = nan is not a number (allowed: a whole number from 1 to 100000)");
    assert_int_equal(err.param, 0);
    assert_true(isnan(err.value) && err.min == 1 && err.max == 100000);
    for (int i = 0; i < 4; i++)
        assert_true(y[i] == 9);

    assert_int_equal(ta_run(ind("ema"), NULL, 0, none, 0, out, &err), TA_OK);
    assert_int_equal(ta_run(ind("ema"), NULL, 0, in, 4, out, &err), TA_OK);
    for (int i = 0; i < 4; i++)
        assert_true(isnan(y[i]));

    size_t lookback = 77;
    assert_int_equal(ta_lookback(ind("macd"), NULL, 0, &lookback, NULL), TA_OK);
    assert_int_equal(lookback, 33);
    assert_int_equal(ta_lookback(ind("macd"), NULL, 0, NULL, NULL), TA_ERR_ARGUMENT);
}

static void test_stream_arguments(void **state) {
    (void)state;
    _Alignas(TA_STREAM_ALIGN) unsigned char mem[4096];
    ta_stream *s = NULL;
    double x = 1, y;
    size_t size;
    ta_error err;
    assert_int_equal(ta_stream_size(ind("ema"), NULL, 0, NULL, &err), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_size(ind("ema"), NULL, 0, &size, &err), TA_OK);
    assert_in_range(size, 1, sizeof mem);
    assert_int_equal(ta_stream_init(mem + 8, 4000, ind("ema"), NULL, 0, &s, &err), TA_ERR_ARGUMENT);
    assert_string_equal(err.message, "mem is not aligned to TA_STREAM_ALIGN bytes");
    assert_int_equal(ta_stream_init(NULL, 4000, ind("ema"), NULL, 0, &s, &err), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_create(ind("ema"), NULL, 0, NULL, &err), TA_ERR_ARGUMENT);
    assert_null(s);
    assert_int_equal(ta_stream_init(mem, sizeof mem, ind("ema"), NULL, 0, &s, &err), TA_OK);
    assert_ptr_equal(ta_stream_indicator(s), ind("ema"));
    assert_int_equal(ta_stream_push(NULL, &x, &y), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_push(s, NULL, &y), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_peek(s, &x, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_run(s, NULL, 1, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_run(NULL, NULL, 1, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_clone(s, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_save(NULL, mem, 1, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_load(NULL, 1, &s, &err), TA_ERR_ARGUMENT);
    assert_int_equal(ta_stream_count(NULL), 0);
    assert_null(ta_stream_indicator(NULL));
    ta_stream_reset(NULL);
    ta_stream_free(NULL);
}

/* The checksum that a saved stream ends with, so that a test can repair it. */
static void repair(unsigned char *bytes, size_t len) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < len - 8; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    memcpy(bytes + len - 8, &hash, 8);
}

enum {
    AT_ORDER = 8,
    AT_FORMAT = 12,
    AT_LAYOUT = 16,
    AT_DOUBLES = 24,
    AT_K = 32,
    AT_ID = 40
};
enum {
    AT_PARAMS = 72,
    AT_STATE = 136
};

static ta_status load_changed(const unsigned char *bytes, size_t len, size_t at, const void *value,
                              size_t size, ta_error *err) {
    unsigned char copy[4096];
    ta_stream *s = NULL;
    memcpy(copy, bytes, len);
    memcpy(copy + at, value, size);
    repair(copy, len);
    ta_status status = ta_stream_load(copy, len, &s, err);
    if (status)
        assert_null(s);
    ta_stream_free(s);
    return status;
}

static void test_hostile_saved_streams(void **state) {
    (void)state;
    ta_stream *s = NULL;
    assert_int_equal(ta_stream_create(ind("ema"), NULL, 0, &s, NULL), TA_OK);
    double x = 5, y;
    for (int i = 0; i < 30; i++)
        ta_stream_push(s, &x, &y);
    unsigned char bytes[4096];
    size_t len;
    assert_int_equal(ta_stream_save(s, bytes, sizeof bytes, &len), TA_OK);
    assert_int_equal(ta_stream_save(s, bytes, len - 1, &len), TA_ERR_BUFFER);
    ta_stream_free(s);

    /* Cut anywhere, or any byte changed: refused by the checksum, at the latest. */
    for (size_t cut = 0; cut < len; cut++)
        assert_int_not_equal(ta_stream_load(bytes, cut, &s, NULL), TA_OK);
    for (size_t i = 0; i < len; i++) {
        bytes[i] ^= 0x10;
        assert_int_not_equal(ta_stream_load(bytes, len, &s, NULL), TA_OK);
        bytes[i] ^= 0x10;
    }

    /* The same with the checksum repaired: the validation itself. */
    ta_error err;
    const double nan_value = NAN, zero = 0;
    const uint32_t swapped = 0x04030201, other = 99;
    const uint64_t many = UINT64_MAX;
    assert_int_equal(load_changed(bytes, len, 0, "x", 1, &err), TA_ERR_STATE);
    assert_int_equal(load_changed(bytes, len, AT_ORDER, &swapped, 4, &err), TA_ERR_STATE_LAYOUT);
    assert_int_equal(load_changed(bytes, len, AT_FORMAT, &other, 4, &err), TA_ERR_STATE_LAYOUT);
    assert_int_equal(load_changed(bytes, len, AT_LAYOUT, &other, 4, &err), TA_ERR_STATE_LAYOUT);
    assert_int_equal(load_changed(bytes, len, AT_DOUBLES, &many, 8, &err), TA_ERR_STATE);
    assert_int_equal(load_changed(bytes, len, AT_K, &many, 8, &err), TA_ERR_STATE);
    assert_int_equal(load_changed(bytes, len, AT_ID, "xyz", 4, &err), TA_ERR_UNKNOWN_INDICATOR);
    assert_string_equal(err.message, "the saved stream's indicator 'xyz' is unknown here");
    assert_int_equal(load_changed(bytes, len, AT_ID, "sma", 4, &err), TA_ERR_STATE_LAYOUT);
    assert_int_equal(load_changed(bytes, len, AT_ID, "rma", 4, &err), TA_OK);
    assert_int_equal(load_changed(bytes, len, AT_PARAMS, &zero, 8, &err), TA_ERR_STATE);
    assert_int_equal(load_changed(bytes, len, AT_PARAMS, &nan_value, 8, &err), TA_ERR_STATE);
    assert_int_equal(load_changed(bytes, len, AT_STATE, &nan_value, 8, &err), TA_ERR_STATE);
    assert_string_equal(err.message, "ema: the saved state holds a value that is not finite");
    char unnamed[32];
    memset(unnamed, 'e', sizeof unnamed);
    assert_int_equal(load_changed(bytes, len, AT_ID, unnamed, 32, &err), TA_ERR_STATE);
}

/* Every wrapper passes its arguments on in the right order. */
static void test_wrappers(void **state) {
    (void)state;
    enum {
        N = 60
    };
    double high[N], low[N], close[N], got[3][N], want[3][N];
    for (int i = 0; i < N; i++) {
        close[i] = 50 + 10 * sin(i / 3.0);
        high[i] = close[i] + 1 + 0.5 * sin(i);
        low[i] = close[i] - 2 + 0.5 * cos(i);
    }
    const double *const real[] = {close}, *const hlc[] = {high, low, close};
    double *const out[] = {want[0], want[1], want[2]};
#define CHECK(call, id, in, outputs, ...)                                                          \
    do {                                                                                           \
        const double p[] = {__VA_ARGS__};                                                          \
        assert_int_equal(call, TA_OK);                                                             \
        assert_int_equal(ta_run(ind(id), p, sizeof p / sizeof p[0], in, N, out, NULL), TA_OK);     \
        assert_memory_equal(got, want, (outputs) * sizeof got[0]);                                 \
    } while (0)
    CHECK(ta_bbands(close, N, 7, 1.5, got[0], got[1], got[2]), "bbands", real, 3, 7, 1.5);
    CHECK(ta_ema(close, N, 7, TA_SEED_FIRST, got[0]), "ema", real, 1, 7, 1);
    CHECK(ta_macd(close, N, 5, 9, 4, TA_SEED_FIRST, got[0], got[1], got[2]), "macd", real, 3, 5, 9,
          4, 1);
    CHECK(ta_max(close, N, 6, got[0]), "max", real, 1, 6);
    CHECK(ta_min(close, N, 6, got[0]), "min", real, 1, 6);
    CHECK(ta_rma(close, N, 6, TA_SEED_FIRST, got[0]), "rma", real, 1, 6, 1);
    CHECK(ta_rsi(close, N, 6, TA_RSI_SMA, got[0]), "rsi", real, 1, 6, 1);
    CHECK(ta_sma(close, N, 6, got[0]), "sma", real, 1, 6);
    CHECK(ta_stddev(close, N, 6, 1, got[0]), "stddev", real, 1, 6, 1);
    CHECK(ta_stoch(high, low, close, N, 9, 2, 4, got[0], got[1]), "stoch", hlc, 2, 9, 2, 4);
    assert_int_equal(ta_typprice(high, low, close, N, got[0]), TA_OK);
    assert_int_equal(ta_run(ind("typprice"), NULL, 0, hlc, N, out, NULL), TA_OK);
    assert_memory_equal(got, want, sizeof got[0]);
}

static void test_relations(void **state) {
    (void)state;
    enum {
        N = 700
    };
    double x[N], sma[N], ema[N], rma[N], upper[N], middle[N], lower[N], sd[N], rsi[N];
    for (int i = 0; i < N; i++)
        x[i] = 50 + 10 * sin(i / 3.0) + i % 7;
    ta_sma(x, N, 20, sma);
    ta_ema(x, N, 20, TA_SEED_SMA, ema);
    ta_rma(x, N, 20, TA_SEED_SMA, rma);
    ta_bbands(x, N, 20, 2, upper, middle, lower);
    ta_stddev(x, N, 20, 0, sd);
    /* The seed is the simple average, and the middle band is it. */
    assert_true(ema[19] == sma[19] && rma[19] == sma[19]);
    assert_memory_equal(middle + 19, sma + 19, (N - 19) * sizeof(double));
    for (int i = 19; i < N; i++)
        assert_true(upper[i] == sma[i] + 2 * sd[i] && lower[i] == sma[i] - 2 * sd[i]);
    /* A period of one is the series itself. */
    ta_ema(x, N, 1, TA_SEED_SMA, ema);
    ta_sma(x, N, 1, sma);
    assert_memory_equal(ema, x, sizeof x);
    assert_memory_equal(sma, x, sizeof x);
    /* Only gains, only losses. */
    for (int i = 0; i < N; i++)
        x[i] = i;
    ta_rsi(x, N, 14, TA_RSI_WILDER, rsi);
    assert_true(rsi[14] == 100 && rsi[N - 1] == 100);
    for (int i = 0; i < N; i++)
        x[i] = -i;
    ta_rsi(x, N, 14, TA_RSI_WILDER, rsi);
    assert_true(rsi[14] == 0 && rsi[N - 1] == 0);
}

static void test_locale(void **state) {
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "de_DE")) {
        print_message("skipped: no German locale here\n");
        skip();
    }
    assert_spec("bbands:k=2.5", "bbands:k=2.5");
    char buf[4000];
    assert_int_equal(ta_describe_json(ind("bbands"), buf, sizeof buf, NULL), TA_OK);
    assert_non_null(strstr(buf, "\"step\":0.1}"));
    setlocale(LC_ALL, "C");
}

/* What a missing bar is, and that one in a long run of bars is found. */
static void test_missing(void **state) {
    (void)state;
    enum {
        N = 600,
        AT = 555
    };
    const double present[] = {1e49, 1e51, 1e100, -1e100}, missing[] = {NAN, INFINITY, -1.1e100};
    double x[N], y[N];
    const double *in[] = {x};
    double *out[] = {y}, period = 1;
    for (size_t i = 0; i < N; i++)
        x[i] = 100;
    for (size_t i = 0; i < sizeof present / sizeof *present; i++) {
        x[AT] = present[i];
        assert_int_equal(ta_run(ind("ema"), &period, 1, in, N, out, NULL), TA_OK);
        assert_true(y[AT] == present[i] && y[N - 1] == 100);
    }
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        x[AT] = missing[i];
        assert_int_equal(ta_run(ind("ema"), &period, 1, in, N, out, NULL), TA_OK);
        assert_true(isnan(y[AT]) && y[N - 1] == 100);
    }
}

/* The typical price is divided by products: the quotient is the correctly rounded one. */
static void test_typical_price(void **state) {
    (void)state;
    enum {
        N = 500
    };
    static const double scales[] = {1, 1e-280, 1e-310, 0, 1e99};
    double high[N], low[N], close[N], y[N];
    for (size_t s = 0; s < sizeof scales / sizeof *scales; s++) {
        for (size_t i = 0; i < N; i++) {
            low[i] = scales[s] * (1 + 0.013 * (double)i);
            high[i] = low[i] + scales[s] * 0.37;
            close[i] = -scales[s] * (0.1 + 0.0007 * (double)(i * i % 97));
        }
        assert_int_equal(ta_typprice(high, low, close, N, y), TA_OK);
        for (size_t i = 0; i < N; i++)
            assert_true(y[i] == (high[i] + low[i] + close[i]) / 3);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_registry),         cmocka_unit_test(test_status),
        cmocka_unit_test(test_bad_specs),        cmocka_unit_test(test_good_specs),
        cmocka_unit_test(test_describe),         cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_stream_arguments), cmocka_unit_test(test_hostile_saved_streams),
        cmocka_unit_test(test_wrappers),         cmocka_unit_test(test_relations),
        cmocka_unit_test(test_locale),           cmocka_unit_test(test_missing),
        cmocka_unit_test(test_typical_price),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
