/*
 * Threads share the registry and nothing else: 8 of them find the CPU level at the same time, then
 * all run every indicator and get the bits that one thread gets. Meant for the tsan preset.
 */
#include "../property/ta/cases.h"
#include "level.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    THREADS = 8
};

static pthread_barrier_t start;

/* cmocka's assertions are for the main thread: a thread returns what went wrong, or NULL. */
typedef const char *body_fn(const void *argument);

typedef struct thread {
    pthread_t id;
    body_fn *body;
    const void *argument;
    const char *failure;
} thread;

static void *thread_main(void *argument) {
    thread *t = argument;
    pthread_barrier_wait(&start);
    t->failure = t->body(t->argument);
    return NULL;
}

static void run_threads(body_fn *body, const void *argument) {
    thread threads[THREADS];
    assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
    for (int i = 0; i < THREADS; i++) {
        threads[i] = (thread){.body = body, .argument = argument};
        assert_int_equal(pthread_create(&threads[i].id, NULL, thread_main, &threads[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i].id, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        if (threads[i].failure)
            fail_msg("thread %d: %s", i, threads[i].failure);
    pthread_barrier_destroy(&start);
}

/* --- the first call of the process -------------------------------------------------------------
 */

static const char *first_call(const void *unused) {
    double x[] = {1, 2, 3}, y[3];
    const double *in[] = {x};
    double *out[] = {y}, period = 1;
    (void)unused;
    ta_status status = ta_run(ta_indicator_find("sma"), &period, 1, in, 3, out, NULL);
    return status == TA_OK && y[2] == 3 ? NULL : "the first call failed";
}

static void test_race_to_the_level(void **state) {
    (void)state;
    assert_int_equal(ta__level_found, 0); /* nobody has asked yet */
    run_threads(first_call, NULL);
    assert_int_equal(ta__level_found, (int)ta__level_find() + 1);
}

/* --- every indicator ----------------------------------------------------------------------------
 */

typedef struct expected {
    test_case c;
    outputs o;
} expected;

typedef struct work {
    series bars;
    expected *list;
    size_t count;
} work;

static bool same_outputs(const expected *e, double *const *out) {
    for (size_t o = 0; o < e->c.info->n_outputs; o++)
        for (size_t i = 0; i < e->o.n; i++)
            if (!same_double(e->o.columns[o][i], out[o][i]))
                return false;
    return true;
}

static const char *run_stream(const expected *e, const double *const *in, size_t n,
                              double *const *out) {
    ta_stream *s = NULL;
    if (ta_stream_create(e->c.ind, e->c.params, e->c.info->n_params, &s, NULL) != TA_OK)
        return "a stream was not made";
    for (size_t i = 0; i < n; i++) {
        double bar[TA_INPUTS_MAX], values[TA_OUTPUTS_MAX];
        for (size_t j = 0; j < e->c.info->n_inputs; j++)
            bar[j] = in[j][i];
        ta_stream_push(s, bar, values);
        for (size_t o = 0; o < e->c.info->n_outputs; o++)
            out[o][i] = values[o];
    }
    ta_stream_free(s);
    return same_outputs(e, out) ? NULL : "a stream gave other bits";
}

static const char *run_all(const void *argument) {
    const work *w = argument;
    const char *failure = NULL;
    double *out[TA_OUTPUTS_MAX];
    size_t n = w->bars.n;
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        if (!(out[o] = calloc(n, sizeof(double))))
            abort();
    for (size_t i = 0; i < w->count && !failure; i++) {
        const expected *e = &w->list[i];
        const double *in[TA_INPUTS_MAX];
        series_inputs(&w->bars, &e->c, 0, in);
        if (ta_run(e->c.ind, e->c.params, e->c.info->n_params, in, n, out, NULL) != TA_OK ||
            !same_outputs(e, out))
            failure = "a batch gave other bits";
        else
            failure = run_stream(e, in, n, out);
    }
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        free(out[o]);
    return failure;
}

static void test_every_indicator(void **state) {
    (void)state;
    work w = {.bars = series_walk(5, 1500), .count = ta_indicator_count()};
    w.list = calloc(w.count, sizeof *w.list);
    assert_non_null(w.list);
    for (size_t i = 0; i < w.count; i++) {
        w.list[i].c = default_case(i);
        w.list[i].o = run_batch(&w.list[i].c, &w.bars);
    }
    run_threads(run_all, &w);
    for (size_t i = 0; i < w.count; i++)
        outputs_free(&w.list[i].o);
    free(w.list);
    series_free(&w.bars);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_race_to_the_level), /* must be the first */
        cmocka_unit_test(test_every_indicator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
