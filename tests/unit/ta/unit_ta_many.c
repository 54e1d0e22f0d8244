/* The interface of many series, sweeps, sets of streams and the correlation matrix. */
#include "../../common/thread_pool.h"
#include "level.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ta_indicator *ind(const char *id) {
    const ta_indicator *found = ta_indicator_find(id);
    assert_non_null(found);
    return found;
}

static void assert_error(ta_status got, ta_status want, const ta_error *err, const char *message) {
    assert_int_equal(got, want);
    assert_int_equal(err->status, want);
    assert_string_equal(err->message, message);
}

/* --- many series ------------------------------------------------------------------------------ */

typedef struct bad_table {
    ta_table in;
    ta_table_out out;
    size_t n_series, n_bars;
    const char *message; /* NULL: nothing is wrong */
} bad_table;

static double values[64], results[64];

static void test_tables(void **state) {
    (void)state;
    static const bad_table tables[] = {
        {{values, 8, 1}, {results, 8, 1}, 4, 8, NULL},
        {{values, 1, 4}, {results, 1, 4}, 4, 8, NULL},
        {{values, 0, 1}, {results, 8, 1}, 4, 8, NULL},
        {{values, 8, 1}, {values, 8, 1}, 4, 8, NULL},
        {{values, 0, 0}, {results, 8, 1}, 4, 8, NULL},
        {{values, 9, 9}, {results, 0, 0}, 1, 1, NULL},
        {{NULL, 1, 1}, {results, 0, 0}, 0, 8, NULL},
        {{NULL, 1, 1}, {results, 1, 0}, 4, 0, NULL},
        {{values, 8, 1}, {NULL, 0, 0}, 4, 8, NULL},
        {{NULL, 8, 1}, {results, 8, 1}, 4, 8, "ema: the base of an input is NULL"},
        {{values, 8, 1},
         {results, 7, 1},
         4,
         8,
         "ema: the strides of output ema let values share a place"},
        {{values, 8, 1},
         {results, 1, 3},
         4,
         8,
         "ema: the strides of output ema let values share a place"},
        {{values, 8, 1},
         {results, 8, 0},
         4,
         8,
         "ema: the strides of output ema let values share a place"},
        {{values, 1, 4},
         {results, 0, 4},
         4,
         8,
         "ema: the strides of output ema let values share a place"},
        {{values, 1, 4},
         {values, 8, 1},
         4,
         8,
         "ema: output ema lies over an input with other strides"},
        {{values, SIZE_MAX / 2, 1},
         {results, 8, 1},
         4,
         8,
         "ema: the strides of an input reach beyond the address space"},
        {{values, SIZE_MAX / 64, 1},
         {results, 8, 1},
         33,
         8,
         "ema: the strides of an input reach beyond the address space"},
        {{values, 8, 1},
         {results, 8, SIZE_MAX / 4},
         4,
         8,
         "ema: the strides of output ema reach beyond the address space"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const bad_table *t = &tables[i];
        ta_error err;
        ta_status status =
            ta_run_many(ind("ema"), NULL, 0, &t->in, t->n_series, t->n_bars, &t->out, NULL, &err);
        if (t->message)
            assert_error(status, TA_ERR_ARGUMENT, &err, t->message);
        else
            assert_int_equal(status, TA_OK);
    }
}

static void test_many_errors(void **state) {
    (void)state;
    ta_error err;
    ta_table in = {values, 8, 1};
    ta_table_out out[3] = {{results, 8, 1}, {results, 8, 1}, {NULL, 0, 0}};
    ta_pool no_threads = {NULL, NULL};
    double two[] = {5, 0, 0}, zero = 0;
    assert_error(ta_run_many(NULL, NULL, 0, &in, 1, 8, out, NULL, &err), TA_ERR_ARGUMENT, &err,
                 "the indicator is NULL");
    assert_error(ta_run_many(ind("ema"), NULL, 0, NULL, 1, 8, out, NULL, &err), TA_ERR_ARGUMENT,
                 &err, "ema: in or out is NULL");
    assert_error(ta_run_many(ind("ema"), NULL, 0, &in, 1, 8, NULL, NULL, &err), TA_ERR_ARGUMENT,
                 &err, "ema: in or out is NULL");
    assert_error(ta_run_many(ind("ema"), NULL, 0, &in, 1, 8, out, &no_threads, &err),
                 TA_ERR_ARGUMENT, &err, "ema: the pool has no function to run");
    assert_error(ta_run_many(ind("ema"), NULL, 1, &in, 1, 8, out, NULL, &err), TA_ERR_ARGUMENT,
                 &err, "ema: params is NULL");
    assert_error(ta_run_many(ind("ema"), two, 3, &in, 1, 8, out, NULL, &err), TA_ERR_ARGUMENT, &err,
                 "ema: more parameters given than it has");
    assert_error(ta_run_many(ind("macd"), NULL, 0, &in, 1, 8, out, NULL, &err), TA_ERR_ARGUMENT,
                 &err, "macd: two outputs are the same array");
    assert_error(ta_run_many(ind("ema"), &zero, 1, &in, 1, 8, out, NULL, &err), TA_ERR_PARAM, &err,
                 "ema: period = 0 is too small (allowed: a whole number from 1 to 100000)");
    assert_int_equal(ta_run_many(ind("ema"), &zero, 1, &in, 1, 8, out, NULL, NULL), TA_ERR_PARAM);
}

static void test_sweep_errors(void **state) {
    (void)state;
    ta_error err;
    ta_table in = {values, 8, 1};
    ta_table_out out[3] = {{results, 8, 1}, {NULL, 0, 0}, {NULL, 0, 0}};
    double periods[] = {3, 5, 0}, pairs[] = {3, 9, 9, 3};
    assert_error(ta_run_sweep(ind("ema"), periods, 1, 3, &in, 1, 8, out, NULL, &err), TA_ERR_PARAM,
                 &err,
                 "set 2: ema: period = 0 is too small (allowed: a whole number from 1 to 100000)");
    assert_int_equal(err.set, 2);
    assert_int_equal(err.param, 0);
    assert_error(ta_run_sweep(ind("macd"), pairs, 2, 2, &in, 1, 8, out, NULL, &err),
                 TA_ERR_PARAM_COMBINATION, &err,
                 "set 1: macd: fast = 9 must be less than slow = 3");
    assert_int_equal(err.set, 1);
    assert_error(ta_run_sweep(ind("ema"), NULL, 1, 2, &in, 1, 8, out, NULL, &err), TA_ERR_ARGUMENT,
                 &err, "ema: params is NULL");
    out[0].base = values;
    assert_error(ta_run_sweep(ind("ema"), periods, 1, 2, &in, 1, 8, out, NULL, &err),
                 TA_ERR_ARGUMENT, &err,
                 "ema: output ema is an input, which the sets after the first still need");
    assert_error(ta_run_sweep(ind("ema"), periods, 1, SIZE_MAX, &in, 2, 8, out, NULL, &err),
                 TA_ERR_PARAM, &err,
                 "set 2: ema: period = 0 is too small (allowed: a whole number from 1 to 100000)");
    assert_error(ta_run_sweep(ind("macd"), pairs, 2, SIZE_MAX, &in, 2, 8, out, NULL, &err),
                 TA_ERR_ARGUMENT, &err, "macd: too many sets of parameters");
    assert_int_equal(ta_run_sweep(ind("ema"), NULL, 0, 0, &in, 1, 8, out, NULL, NULL), TA_OK);
}

/* --- sets of streams -------------------------------------------------------------------------- */

static void test_streams(void **state) {
    (void)state;
    ta_error err;
    size_t size = 0;
    ta_streams *streams = NULL;
    assert_int_equal(ta_streams_size(ind("ema"), NULL, 0, 100, &size, NULL), TA_OK);
    unsigned char *mem = aligned_alloc(TA_STREAM_ALIGN, size + TA_STREAM_ALIGN);
    assert_non_null(mem);
    assert_error(ta_streams_init(mem, size - 1, ind("ema"), NULL, 0, 100, &streams, &err),
                 TA_ERR_BUFFER, &err, "mem is smaller than ta_streams_size() says");
    assert_error(ta_streams_init(mem + 8, size, ind("ema"), NULL, 0, 100, &streams, &err),
                 TA_ERR_ARGUMENT, &err, "mem is not aligned to TA_STREAM_ALIGN bytes");
    assert_error(ta_streams_init(NULL, size, ind("ema"), NULL, 0, 100, &streams, &err),
                 TA_ERR_ARGUMENT, &err, "mem is NULL");
    assert_null(streams);
    assert_int_equal(ta_streams_init(mem, size, ind("ema"), NULL, 0, 100, &streams, NULL), TA_OK);
    assert_ptr_equal(ta_streams_indicator(streams), ind("ema"));
    assert_int_equal(ta_streams_length(streams), 100);
    free(mem);

    assert_error(ta_streams_size(ind("ema"), NULL, 0, SIZE_MAX / 100, &size, &err), TA_ERR_ARGUMENT,
                 &err, "ema: too many streams");
    assert_error(ta_streams_size(NULL, NULL, 0, 1, &size, &err), TA_ERR_ARGUMENT, &err,
                 "the indicator is NULL");
    assert_error(ta_streams_size(ind("ema"), NULL, 0, 1, NULL, &err), TA_ERR_ARGUMENT, &err,
                 "size is NULL");
    assert_error(ta_streams_create(ind("ema"), NULL, 0, 1, NULL, &err), TA_ERR_ARGUMENT, &err,
                 "streams is NULL");
    assert_null(ta_streams_indicator(NULL));
    assert_int_equal(ta_streams_length(NULL), 0);
    assert_int_equal(ta_streams_count(NULL, 0), 0);
    ta_streams_reset(NULL);
    ta_streams_free(NULL);
}

static void test_streams_calls(void **state) {
    (void)state;
    ta_streams *streams = NULL, *none = NULL;
    ta_stream *stream = NULL, *other = NULL;
    double period = 5, bars[] = {1, NAN, 3};
    double *out[] = {results};
    const double *in[] = {bars}, *missing[] = {NULL};
    ta_pool no_threads = {NULL, NULL};
    assert_int_equal(ta_streams_create(ind("ema"), &period, 1, 3, &streams, NULL), TA_OK);
    assert_int_equal(ta_streams_push(streams, in, out, NULL), TA_OK);
    assert_int_equal(ta_streams_count(streams, 0), 1);
    assert_int_equal(ta_streams_count(streams, 1), 0);
    assert_int_equal(ta_streams_count(streams, 2), 1);
    assert_int_equal(ta_streams_count(streams, 3), 0);
    out[0] = NULL; /* not wanted */
    assert_int_equal(ta_streams_push(streams, in, out, NULL), TA_OK);
    assert_int_equal(ta_streams_count(streams, 2), 2);
    assert_int_equal(ta_streams_push(NULL, in, out, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_push(streams, missing, out, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_push(streams, NULL, out, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_push(streams, in, NULL, NULL), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_push(streams, in, out, &no_threads), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_count(streams, 2), 2);

    assert_int_equal(ta_streams_get(streams, 3, &stream), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_get(NULL, 0, &stream), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_get(streams, 0, NULL), TA_ERR_ARGUMENT);
    assert_null(stream);
    assert_int_equal(ta_streams_get(streams, 2, &stream), TA_OK);
    assert_int_equal(ta_stream_count(stream), 2);
    assert_int_equal(ta_streams_put(streams, 1, stream), TA_OK);
    assert_int_equal(ta_streams_count(streams, 1), 2);
    assert_int_equal(ta_streams_put(streams, 3, stream), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_put(NULL, 0, stream), TA_ERR_ARGUMENT);
    assert_int_equal(ta_streams_put(streams, 0, NULL), TA_ERR_ARGUMENT);
    /* Other parameters, another indicator. */
    assert_int_equal(ta_stream_create(ind("ema"), NULL, 0, &other, NULL), TA_OK);
    assert_int_equal(ta_streams_put(streams, 0, other), TA_ERR_ARGUMENT);
    ta_stream_free(other);
    assert_int_equal(ta_stream_create(ind("rma"), &period, 1, &other, NULL), TA_OK);
    assert_int_equal(ta_streams_put(streams, 0, other), TA_ERR_ARGUMENT);
    ta_stream_free(other);
    ta_stream_free(stream);
    ta_streams_free(streams);

    /* No streams at all. */
    assert_int_equal(ta_streams_create(ind("ema"), NULL, 0, 0, &none, NULL), TA_OK);
    assert_int_equal(ta_streams_push(none, missing, out, NULL), TA_OK);
    assert_int_equal(ta_streams_get(none, 0, &stream), TA_ERR_ARGUMENT);
    ta_streams_free(none);
}

/* --- correlation ------------------------------------------------------------------------------ */

enum {
    SYMBOLS = 21,
    DAYS = 700
};

static double prices[SYMBOLS][DAYS];

/* Reproducible, in [0, 1). */
static double next_unit(uint64_t *random) {
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*random >> 11) * 0x1p-53;
}

static int set_prices(void **state) {
    (void)state;
    uint64_t random = 5;
    for (size_t t = 0; t < DAYS; t++) {
        double market = next_unit(&random);
        for (size_t s = 0; s < SYMBOLS; s++) {
            double level = s % 3 == 0 ? 1e9 : 100, noise = s % 4 == 1 ? 1e-3 : 1;
            prices[s][t] = level + noise * ((double)s * market + next_unit(&random));
            bool absent = s >= 14 && (s == 20 ? t > 0 : next_unit(&random) < 0.02 * (double)s);
            if (absent || (s == 16 && t < 300))
                prices[s][t] = s % 2 ? (double)NAN : (double)INFINITY;
        }
        prices[9][t] = 42;
    }
    return 0;
}

static bool present(size_t s, size_t t) {
    return fabs(prices[s][t]) <= 1e100;
}

/* By the formula, in long double, over the bars that all `who` have. */
static double reference(size_t a, size_t b, const size_t *who, size_t n_who, size_t *count) {
    long double mean_a = 0, mean_b = 0, aa = 0, bb = 0, ab = 0;
    bool counts[DAYS], moves_a = false, moves_b = false;
    size_t first = DAYS;
    *count = 0;
    for (size_t t = 0; t < DAYS; t++) {
        counts[t] = true;
        for (size_t i = 0; i < n_who; i++)
            counts[t] &= present(who[i], t);
        if (!counts[t])
            continue;
        first = first < t ? first : t;
        moves_a |= prices[a][t] != prices[a][first];
        moves_b |= prices[b][t] != prices[b][first];
        mean_a += (long double)prices[a][t];
        mean_b += (long double)prices[b][t];
        (*count)++;
    }
    if (!moves_a || !moves_b)
        return NAN;
    mean_a /= (long double)*count;
    mean_b /= (long double)*count;
    for (size_t t = 0; t < DAYS; t++) {
        if (!counts[t])
            continue;
        long double da = (long double)prices[a][t] - mean_a;
        long double db = (long double)prices[b][t] - mean_b;
        aa += da * da;
        bb += db * db;
        ab += da * db;
    }
    return (double)(ab / sqrtl(aa * bb));
}

typedef struct square {
    double r[SYMBOLS][SYMBOLS];
    size_t counts[SYMBOLS][SYMBOLS];
} square;

static void correlate(size_t n, ta_overlap overlap, const ta_pool *pool, square *to) {
    static double r[SYMBOLS * SYMBOLS];
    static size_t counts[SYMBOLS * SYMBOLS];
    ta_table series = {prices[0], DAYS, 1};
    assert_int_equal(ta_correlation_matrix(&series, n, DAYS, overlap, r, counts, pool, NULL),
                     TA_OK);
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            to->r[a][b] = r[a * n + b];
            to->counts[a][b] = counts[a * n + b];
        }
}

static bool same(double a, double b) {
    uint64_t bits_a, bits_b;
    memcpy(&bits_a, &a, sizeof a);
    memcpy(&bits_b, &b, sizeof b);
    return (isnan(a) && isnan(b)) || bits_a == bits_b;
}

static void assert_matrix(size_t n, ta_overlap overlap) {
    static square got;
    size_t who[SYMBOLS], count, n_numbers = 0;
    for (size_t s = 0; s < n; s++)
        who[s] = s;
    correlate(n, overlap, NULL, &got);
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            size_t pair[] = {a, b};
            double want = overlap == TA_OVERLAP_COMMON ? reference(a, b, who, n, &count)
                                                       : reference(a, b, pair, 2, &count);
            assert_int_equal(got.counts[a][b], count);
            assert_true(same(got.r[a][b], got.r[b][a]));
            assert_int_equal(isnan(got.r[a][b]), isnan(want));
            if (isnan(want))
                continue;
            n_numbers++;
            assert_true(a != b || got.r[a][b] == 1);
            assert_true(fabs(got.r[a][b]) <= 1);
            if (!(fabs(got.r[a][b] - want) <= 1e-13))
                fail_msg("%zu and %zu: %.17g, not %.17g", a, b, got.r[a][b], want);
        }
    assert_true(n_numbers > n);
}

static void test_correlation(void **state) {
    (void)state;
    for (size_t n = 1; n <= 20; n++) {
        if (n > 1)
            assert_matrix(n, TA_OVERLAP_PAIRWISE);
        if (n == 2 || n == 14 || n == 17)
            assert_matrix(n, TA_OVERLAP_COMMON);
    }
    assert_matrix(SYMBOLS, TA_OVERLAP_PAIRWISE);
}

/* Symbol 20 has one day, so that nothing is left in common; the flat symbol 9 is never a number. */
static void test_correlation_of_nothing(void **state) {
    (void)state;
    static square got;
    correlate(SYMBOLS, TA_OVERLAP_COMMON, NULL, &got);
    for (size_t a = 0; a < SYMBOLS; a++)
        for (size_t b = 0; b < SYMBOLS; b++) {
            assert_true(isnan(got.r[a][b]));
            assert_true(got.counts[a][b] <= 1);
        }
    correlate(SYMBOLS, TA_OVERLAP_PAIRWISE, NULL, &got);
    for (size_t a = 0; a < SYMBOLS; a++)
        assert_true(isnan(got.r[a][9]) && isnan(got.r[a][20]));
    assert_int_equal(got.counts[9][9], DAYS);
    assert_int_equal(got.counts[20][20], 1);
}

/* Same bits with any threads, on every CPU level, and for a pair whatever else is in the matrix. */
static void test_correlation_bits(void **state) {
    (void)state;
    static square one, got;
    static const size_t threads[] = {1, 2, 3, 8};
    correlate(SYMBOLS, TA_OVERLAP_PAIRWISE, NULL, &one);
    for (size_t i = 0; i < 4; i++) {
        thread_pool *p = thread_pool_new(threads[i]);
        assert_non_null(p);
        ta_pool pool = thread_pool_lend(p);
        correlate(SYMBOLS, TA_OVERLAP_PAIRWISE, &pool, &got);
        thread_pool_free(p);
        for (size_t a = 0; a < SYMBOLS; a++)
            for (size_t b = 0; b < SYMBOLS; b++) {
                assert_true(same(one.r[a][b], got.r[a][b]));
                assert_int_equal(one.counts[a][b], got.counts[a][b]);
            }
    }
    int found = atomic_load(&ta__level_found);
    for (int level = 0; level < found; level++) {
        atomic_store(&ta__level_found, level + 1);
        correlate(SYMBOLS, TA_OVERLAP_PAIRWISE, NULL, &got);
        for (size_t a = 0; a < SYMBOLS; a++)
            for (size_t b = 0; b < SYMBOLS; b++)
                assert_true(same(one.r[a][b], got.r[a][b]));
    }
    for (size_t a = 0; a < SYMBOLS; a++)
        for (size_t b = a + 1; b < SYMBOLS; b++) {
            double r[4];
            ta_table pair = {prices[a], (b - a) * DAYS, 1};
            assert_int_equal(
                ta_correlation_matrix(&pair, 2, DAYS, TA_OVERLAP_COMMON, r, NULL, NULL, NULL),
                TA_OK);
            assert_true(same(r[1], one.r[a][b]));
        }
}

static void test_correlation_layouts(void **state) {
    (void)state;
    static square one;
    static double interleaved[DAYS * SYMBOLS];
    double r[SYMBOLS * SYMBOLS];
    for (size_t s = 0; s < SYMBOLS; s++)
        for (size_t t = 0; t < DAYS; t++)
            interleaved[t * SYMBOLS + s] = prices[s][t];
    correlate(SYMBOLS, TA_OVERLAP_PAIRWISE, NULL, &one);
    ta_table series = {interleaved, 1, SYMBOLS};
    assert_int_equal(
        ta_correlation_matrix(&series, SYMBOLS, DAYS, TA_OVERLAP_PAIRWISE, r, NULL, NULL, NULL),
        TA_OK);
    for (size_t a = 0; a < SYMBOLS; a++)
        for (size_t b = 0; b < SYMBOLS; b++)
            assert_true(same(r[a * SYMBOLS + b], one.r[a][b]));
}

static void test_correlation_errors(void **state) {
    (void)state;
    ta_error err;
    double r[4] = {7, 7, 7, 7};
    ta_pool no_threads = {NULL, NULL};
    ta_table series = {prices[0], DAYS, 1}, empty = {NULL, 1, 1}, far = {prices[0], SIZE_MAX, 1};
    assert_error(ta_correlation_matrix(NULL, 2, DAYS, TA_OVERLAP_COMMON, r, NULL, NULL, &err),
                 TA_ERR_ARGUMENT, &err, "correlation: series or matrix is NULL");
    assert_error(ta_correlation_matrix(&series, 2, DAYS, TA_OVERLAP_COMMON, NULL, NULL, NULL, &err),
                 TA_ERR_ARGUMENT, &err, "correlation: series or matrix is NULL");
    assert_error(ta_correlation_matrix(&series, 2, DAYS, (ta_overlap)7, r, NULL, NULL, &err),
                 TA_ERR_ARGUMENT, &err, "correlation: there is no such overlap");
    assert_error(
        ta_correlation_matrix(&series, 2, DAYS, TA_OVERLAP_COMMON, r, NULL, &no_threads, &err),
        TA_ERR_ARGUMENT, &err, "correlation: the pool has no function to run");
    assert_error(ta_correlation_matrix(&empty, 2, DAYS, TA_OVERLAP_COMMON, r, NULL, NULL, &err),
                 TA_ERR_ARGUMENT, &err, "correlation: the base of an input is NULL");
    assert_error(ta_correlation_matrix(&far, 3, DAYS, TA_OVERLAP_COMMON, r, NULL, NULL, &err),
                 TA_ERR_ARGUMENT, &err,
                 "correlation: the strides of an input reach beyond the address space");
    assert_error(
        ta_correlation_matrix(&series, SIZE_MAX / 8, DAYS, TA_OVERLAP_COMMON, r, NULL, NULL, &err),
        TA_ERR_ARGUMENT, &err, "correlation: too many series");
    assert_true(r[0] == 7 && r[3] == 7);
    assert_int_equal(ta_correlation_matrix(&empty, 2, 0, TA_OVERLAP_PAIRWISE, r, NULL, NULL, NULL),
                     TA_OK);
    for (size_t i = 0; i < 4; i++)
        assert_true(isnan(r[i]));
    assert_int_equal(
        ta_correlation_matrix(&series, 0, DAYS, TA_OVERLAP_COMMON, NULL, NULL, NULL, NULL), TA_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_many_errors),
        cmocka_unit_test(test_sweep_errors),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_streams_calls),
        cmocka_unit_test_setup(test_correlation, set_prices),
        cmocka_unit_test(test_correlation_of_nothing),
        cmocka_unit_test(test_correlation_bits),
        cmocka_unit_test(test_correlation_layouts),
        cmocka_unit_test(test_correlation_errors),
    };
    return cmocka_run_group_tests_name("unit_ta_many", tests, NULL, NULL);
}
