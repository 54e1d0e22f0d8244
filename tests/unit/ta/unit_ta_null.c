/* NULL for every pointer of every function: refused where it is needed, taken where it is not. */
#include "marketkit/ta_indicators.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdlib.h>

enum {
    BARS = 8
};

#define REFUSED(call) assert_int_equal((call), TA_ERR_ARGUMENT)
#define TAKEN(call)   assert_int_equal((call), TA_OK)

static const ta_indicator *ema(void) {
    return ta_indicator_find("ema");
}

static void test_registry(void **state) {
    (void)state;
    assert_null(ta_indicator_find(NULL));
    assert_null(ta_indicator_describe(NULL));
    assert_null(ta_indicator_param(NULL, 0));
    assert_null(ta_indicator_output(NULL, 0));
    REFUSED(ta_describe_json(NULL, NULL, 1, NULL));
    assert_int_equal(ta_describe_json(NULL, NULL, 0, NULL), TA_ERR_BUFFER);
}

static void test_parameters(void **state) {
    (void)state;
    double params[TA_PARAMS_MAX];
    const ta_indicator *found;
    size_t size;
    char text[16];
    REFUSED(ta_params_check(NULL, NULL, 0, NULL));
    REFUSED(ta_params_check(ema(), NULL, 1, NULL));
    REFUSED(ta_lookback(NULL, NULL, 0, &size, NULL));
    REFUSED(ta_lookback(ema(), NULL, 1, &size, NULL));
    REFUSED(ta_lookback(ema(), NULL, 0, NULL, NULL));
    REFUSED(ta_spec_parse(NULL, 0, &found, params, NULL));
    REFUSED(ta_spec_parse("ema", 3, NULL, params, NULL));
    REFUSED(ta_spec_parse("ema", 3, &found, NULL, NULL));
    REFUSED(ta_spec_format(NULL, NULL, 0, text, sizeof text, &size, NULL));
    REFUSED(ta_spec_format(ema(), NULL, 1, text, sizeof text, &size, NULL));
    REFUSED(ta_spec_format(ema(), NULL, 0, NULL, 1, &size, NULL));
    TAKEN(ta_spec_format(ema(), NULL, 0, text, sizeof text, NULL, NULL));
}

static void test_run(void **state) {
    (void)state;
    double x[BARS] = {1, 2, 3, 4, 5, 6, 7, 8}, y[BARS];
    const double *in[] = {x}, *no_input[] = {NULL};
    double *out[] = {y}, *unwanted[] = {NULL};
    REFUSED(ta_run(NULL, NULL, 0, in, BARS, out, NULL));
    REFUSED(ta_run(ema(), NULL, 1, in, BARS, out, NULL));
    REFUSED(ta_run(ema(), NULL, 0, NULL, BARS, out, NULL));
    REFUSED(ta_run(ema(), NULL, 0, no_input, BARS, out, NULL));
    REFUSED(ta_run(ema(), NULL, 0, in, BARS, NULL, NULL));
    TAKEN(ta_run(ema(), NULL, 0, in, BARS, unwanted, NULL));
    REFUSED(ta_ema(NULL, BARS, 3, TA_SEED_SMA, y));
    TAKEN(ta_ema(x, BARS, 3, TA_SEED_SMA, NULL));
}

static void test_many(void **state) {
    (void)state;
    double x[BARS] = {1, 2, 3, 4, 5, 6, 7, 8}, y[BARS];
    const ta_table in = {x, 4, 1}, no_input = {NULL, 4, 1};
    const ta_table_out out = {y, 4, 1}, unwanted = {NULL, 4, 1};
    const ta_overlap common = TA_OVERLAP_COMMON;
    REFUSED(ta_run_many(NULL, NULL, 0, &in, 2, 4, &out, NULL, NULL));
    REFUSED(ta_run_many(ema(), NULL, 1, &in, 2, 4, &out, NULL, NULL));
    REFUSED(ta_run_many(ema(), NULL, 0, NULL, 2, 4, &out, NULL, NULL));
    REFUSED(ta_run_many(ema(), NULL, 0, &no_input, 2, 4, &out, NULL, NULL));
    REFUSED(ta_run_many(ema(), NULL, 0, &in, 2, 4, NULL, NULL, NULL));
    TAKEN(ta_run_many(ema(), NULL, 0, &in, 2, 4, &unwanted, NULL, NULL));
    REFUSED(ta_run_sweep(NULL, NULL, 0, 1, &in, 2, 4, &out, NULL, NULL));
    REFUSED(ta_run_sweep(ema(), NULL, 1, 1, &in, 2, 4, &out, NULL, NULL));
    REFUSED(ta_run_sweep(ema(), NULL, 0, 1, NULL, 2, 4, &out, NULL, NULL));
    REFUSED(ta_run_sweep(ema(), NULL, 0, 1, &no_input, 2, 4, &out, NULL, NULL));
    REFUSED(ta_run_sweep(ema(), NULL, 0, 1, &in, 2, 4, NULL, NULL, NULL));
    TAKEN(ta_run_sweep(ema(), NULL, 0, 1, &in, 2, 4, &unwanted, NULL, NULL));
    REFUSED(ta_correlation_matrix(NULL, 2, 4, common, y, NULL, NULL, NULL));
    REFUSED(ta_correlation_matrix(&no_input, 2, 4, common, y, NULL, NULL, NULL));
    REFUSED(ta_correlation_matrix(&in, 2, 4, common, NULL, NULL, NULL, NULL));
    TAKEN(ta_correlation_matrix(&in, 2, 4, common, y, NULL, NULL, NULL));
}

/* A name with a typo gives no indicator, which is often handed on unseen. */
static void test_making_streams(void **state) {
    (void)state;
    _Alignas(TA_STREAM_ALIGN) unsigned char mem[4096];
    const ta_indicator *none = ta_indicator_find("typo");
    ta_stream *s = NULL;
    ta_error err;
    size_t size;
    REFUSED(ta_stream_size(none, NULL, 0, &size, &err));
    assert_string_equal(err.message, "the indicator is NULL");
    REFUSED(ta_stream_size(ema(), NULL, 1, &size, NULL));
    REFUSED(ta_stream_size(ema(), NULL, 0, NULL, NULL));
    REFUSED(ta_stream_init(mem, sizeof mem, none, NULL, 0, &s, NULL));
    REFUSED(ta_stream_init(mem, sizeof mem, ema(), NULL, 1, &s, NULL));
    REFUSED(ta_stream_init(NULL, sizeof mem, ema(), NULL, 0, &s, NULL));
    REFUSED(ta_stream_init(mem, sizeof mem, ema(), NULL, 0, NULL, NULL));
    REFUSED(ta_stream_create(none, NULL, 0, &s, NULL));
    REFUSED(ta_stream_create(ema(), NULL, 1, &s, NULL));
    REFUSED(ta_stream_create(ema(), NULL, 0, NULL, NULL));
    REFUSED(ta_stream_clone(NULL, &s));
    REFUSED(ta_stream_load(NULL, 1, &s, NULL));
    REFUSED(ta_stream_load(mem, sizeof mem, NULL, NULL));
    assert_null(s);
}

static void test_streams(void **state) {
    (void)state;
    double x[BARS] = {1, 2, 3, 4, 5, 6, 7, 8}, y[BARS];
    const double *in[] = {x}, *no_input[] = {NULL};
    double *out[] = {y}, *unwanted[] = {NULL};
    ta_stream *s;
    size_t size;
    TAKEN(ta_stream_create(ema(), NULL, 0, &s, NULL));
    REFUSED(ta_stream_clone(s, NULL));
    REFUSED(ta_stream_push(NULL, x, y));
    REFUSED(ta_stream_push(s, NULL, y));
    REFUSED(ta_stream_push(s, x, NULL));
    REFUSED(ta_stream_peek(NULL, x, y));
    REFUSED(ta_stream_peek(s, NULL, y));
    REFUSED(ta_stream_peek(s, x, NULL));
    REFUSED(ta_stream_run(NULL, in, BARS, out));
    REFUSED(ta_stream_run(s, NULL, BARS, out));
    REFUSED(ta_stream_run(s, no_input, BARS, out));
    REFUSED(ta_stream_run(s, in, BARS, NULL));
    assert_int_equal(ta_stream_count(s), 0);
    TAKEN(ta_stream_run(s, in, BARS, unwanted));
    REFUSED(ta_stream_save(NULL, y, sizeof y, &size));
    REFUSED(ta_stream_save(s, NULL, 1, &size));
    assert_int_equal(ta_stream_save(s, NULL, 0, NULL), TA_ERR_BUFFER);
    ta_stream_free(s);
    ta_stream_free(NULL);
    ta_stream_reset(NULL);
    assert_null(ta_stream_indicator(NULL));
    assert_int_equal(ta_stream_count(NULL), 0);
}

static void test_making_sets_of_streams(void **state) {
    (void)state;
    _Alignas(TA_STREAM_ALIGN) unsigned char mem[4096];
    ta_streams *set = NULL;
    size_t size;
    REFUSED(ta_streams_size(NULL, NULL, 0, 1, &size, NULL));
    REFUSED(ta_streams_size(ema(), NULL, 1, 1, &size, NULL));
    REFUSED(ta_streams_size(ema(), NULL, 0, 1, NULL, NULL));
    REFUSED(ta_streams_init(mem, sizeof mem, NULL, NULL, 0, 1, &set, NULL));
    REFUSED(ta_streams_init(mem, sizeof mem, ema(), NULL, 1, 1, &set, NULL));
    REFUSED(ta_streams_init(NULL, sizeof mem, ema(), NULL, 0, 1, &set, NULL));
    REFUSED(ta_streams_init(mem, sizeof mem, ema(), NULL, 0, 1, NULL, NULL));
    REFUSED(ta_streams_create(NULL, NULL, 0, 1, &set, NULL));
    REFUSED(ta_streams_create(ema(), NULL, 1, 1, &set, NULL));
    REFUSED(ta_streams_create(ema(), NULL, 0, 1, NULL, NULL));
    assert_null(set);
}

static void test_sets_of_streams(void **state) {
    (void)state;
    double x = 1, y;
    const double *in[] = {&x}, *no_input[] = {NULL};
    double *out[] = {&y}, *unwanted[] = {NULL};
    ta_streams *set;
    ta_stream *s;
    TAKEN(ta_streams_create(ema(), NULL, 0, 1, &set, NULL));
    REFUSED(ta_streams_push(NULL, in, out, NULL));
    REFUSED(ta_streams_push(set, NULL, out, NULL));
    REFUSED(ta_streams_push(set, no_input, out, NULL));
    REFUSED(ta_streams_push(set, in, NULL, NULL));
    TAKEN(ta_streams_push(set, in, unwanted, NULL));
    REFUSED(ta_streams_get(NULL, 0, &s));
    REFUSED(ta_streams_get(set, 0, NULL));
    REFUSED(ta_streams_put(set, 0, NULL));
    TAKEN(ta_streams_get(set, 0, &s));
    REFUSED(ta_streams_put(NULL, 0, s));
    ta_stream_free(s);
    ta_streams_free(set);
    ta_streams_free(NULL);
    ta_streams_reset(NULL);
    assert_null(ta_streams_indicator(NULL));
    assert_int_equal(ta_streams_length(NULL), 0);
    assert_int_equal(ta_streams_count(NULL, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_registry),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_run),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_making_streams),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_making_sets_of_streams),
        cmocka_unit_test(test_sets_of_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
