/*
 * Many series, sweeps and sets of streams give every indicator of the registry the bits of ta_run()
 * and ta_stream_push(), whatever the layout, the gaps and the threads.
 */
#include "../../common/thread_pool.h"
#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SERIES = 19, /* no multiple of any group */
    MANY_BARS = 700,
    SENTINEL = -12345
};

/* Every series of the tests, column by column; some have gaps, some begin late or end early. */
typedef struct fixture {
    series all[SERIES];
    rng random;
} fixture;

/* Makes bars missing; each input of a bar may be the one that is. */
static void make_gaps(series *s, rng *r, size_t from, size_t to, size_t one_in) {
    static const double missing[] = {NAN, INFINITY, -INFINITY, 1.0000001e100, -1e101};
    for (size_t i = from; i < to; i++)
        if (rng_below(r, one_in) == 0)
            for (size_t c = 0; c <= TA_INPUT_SESSION; c++)
                if (one_in == 1 || rng_below(r, 2) == 0)
                    s->columns[c][i] = missing[rng_below(r, 5)];
}

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->random.state = 7;
    for (size_t s = 0; s < SERIES; s++) {
        f->all[s] =
            s % 5 == 4 ? series_hostile(100 + s, MANY_BARS) : series_walk(100 + s, MANY_BARS);
        if (s < 9)
            continue; /* a whole group without gaps, and one more */
        if (s % 3 == 0)
            make_gaps(&f->all[s], &f->random, 0, MANY_BARS, 2 + s);
        if (s % 3 == 1)
            make_gaps(&f->all[s], &f->random, 0, 13 * s, 1);
        if (s % 4 == 1)
            make_gaps(&f->all[s], &f->random, MANY_BARS - 9 * s, MANY_BARS, 1);
    }
    make_gaps(&f->all[SERIES - 1], &f->random, 0, MANY_BARS, 1);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    for (size_t s = 0; s < SERIES; s++)
        series_free(&f->all[s]);
    free(f);
    return 0;
}

/* --- layouts ---------------------------------------------------------------------------------- */

typedef struct layout {
    const char *name;
    size_t series_stride, bar_stride;
} layout;

static const layout layouts[] = {
    {"planar", MANY_BARS, 1},        {"planar with room", MANY_BARS + 5, 1},
    {"interleaved", 1, SERIES},      {"interleaved with room", 1, SERIES + 6},
    {"both strides", 3, 3 * SERIES}, {"every second", 2 * MANY_BARS, 2},
};

static size_t room(const layout *l, size_t n_series) {
    return (n_series - 1) * l->series_stride + (MANY_BARS - 1) * l->bar_stride + 1;
}

static double *filled(size_t count) {
    double *p = malloc(count * sizeof *p);
    assert_non_null(p);
    for (size_t i = 0; i < count; i++)
        p[i] = SENTINEL;
    return p;
}

static double *laid_out(const fixture *f, const test_case *c, size_t input, const layout *l) {
    double *p = filled(room(l, SERIES));
    for (size_t s = 0; s < SERIES; s++)
        for (size_t j = 0; j < MANY_BARS; j++)
            p[s * l->series_stride + j * l->bar_stride] =
                f->all[s].columns[c->info->inputs[input]][j];
    return p;
}

/* What ta_run() gives for each series. */
static void expect(const fixture *f, const test_case *c, outputs want[SERIES]) {
    for (size_t s = 0; s < SERIES; s++)
        want[s] = run_batch(c, &f->all[s]);
}

static void outputs_free_all(outputs *o, size_t count) {
    for (size_t i = 0; i < count; i++)
        outputs_free(&o[i]);
}

/* Compares rows with what they should be, and sees that nothing else was written. */
static void assert_rows(const test_case *c, const char *what, const layout *l, size_t output,
                        double *got, const outputs *want, size_t n_rows) {
    for (size_t r = 0; r < n_rows; r++)
        for (size_t j = 0; j < MANY_BARS; j++) {
            double *at = &got[r * l->series_stride + j * l->bar_stride];
            if (!same_double(*at, want[r].columns[output][j]))
                fail_msg("%s: %s, %s: output %zu of row %zu differs at bar %zu: %a and %a", c->name,
                         what, l->name, output, r, j, *at, want[r].columns[output][j]);
            *at = SENTINEL;
        }
    for (size_t i = 0; i < room(l, n_rows); i++)
        if (got[i] != SENTINEL)
            fail_msg("%s: %s, %s: wrote beside output %zu", c->name, what, l->name, output);
}

/* --- laws ------------------------------------------------------------------------------------- */

typedef struct law {
    fixture *f;
    const ta_pool *pool; /* NULL: all cases; else one of THREAD_COUNTS, for its share of them */
    size_t share, n_cases;
} law;

enum {
    THREAD_COUNTS = 4
};

static void many_is_run(const test_case *c, void *context) {
    law *w = context;
    outputs want[SERIES];
    size_t n_layouts = sizeof layouts / sizeof *layouts, turn = w->n_cases++;
    if (w->pool && turn % THREAD_COUNTS != w->share)
        return;
    expect(w->f, c, want);
    /* One layout in turn, and without threads a second. */
    for (size_t i = 0; i < (w->pool ? 1 : 2); i++) {
        const layout *l = &layouts[(turn + 2 * i) % n_layouts];
        const layout *out_layout = &layouts[(turn + i * (1 + turn / n_layouts)) % n_layouts];
        double *in[TA_INPUTS_MAX], *out[TA_OUTPUTS_MAX];
        ta_table in_tables[TA_INPUTS_MAX];
        ta_table_out out_tables[TA_OUTPUTS_MAX];
        for (size_t j = 0; j < c->info->n_inputs; j++) {
            in[j] = laid_out(w->f, c, j, l);
            in_tables[j] = (ta_table){in[j], l->series_stride, l->bar_stride};
        }
        for (size_t o = 0; o < c->info->n_outputs; o++) {
            out[o] = filled(room(out_layout, SERIES));
            out_tables[o] =
                (ta_table_out){out[o], out_layout->series_stride, out_layout->bar_stride};
        }
        /* One output is not wanted where there are several. */
        size_t unwanted = c->info->n_outputs > 1 ? turn % (c->info->n_outputs + 1) : 1;
        if (unwanted < c->info->n_outputs)
            out_tables[unwanted].base = NULL;
        assert_int_equal(ta_run_many(c->ind, c->params, c->info->n_params, in_tables, SERIES,
                                     MANY_BARS, out_tables, w->pool, NULL),
                         TA_OK);
        for (size_t o = 0; o < c->info->n_outputs; o++) {
            if (o != unwanted)
                assert_rows(c, "many", out_layout, o, out[o], want, SERIES);
            free(out[o]);
        }
        for (size_t j = 0; j < c->info->n_inputs; j++)
            free(in[j]);
    }
    outputs_free_all(want, SERIES);
}

static void test_many(void **state) {
    law w = {*state, NULL, 0, 0};
    each_case(many_is_run, &w);
}

static void test_many_threads(void **state) {
    static const size_t threads[THREAD_COUNTS] = {1, 2, 3, 8};
    for (size_t i = 0; i < THREAD_COUNTS; i++) {
        thread_pool *p = thread_pool_new(threads[i]);
        assert_non_null(p);
        ta_pool pool = thread_pool_lend(p);
        law w = {*state, &pool, i, 0};
        each_case(many_is_run, &w);
        thread_pool_free(p);
    }
}

static void in_place(const test_case *c, void *context) {
    law *w = context;
    outputs want[SERIES];
    expect(w->f, c, want);
    const layout *l = &layouts[w->n_cases++ % 3 * 2];
    double *in[TA_INPUTS_MAX];
    ta_table in_tables[TA_INPUTS_MAX];
    ta_table_out out_tables[TA_OUTPUTS_MAX] = {{NULL, 0, 0}};
    for (size_t j = 0; j < c->info->n_inputs; j++) {
        in[j] = laid_out(w->f, c, j, l);
        in_tables[j] = (ta_table){in[j], l->series_stride, l->bar_stride};
    }
    /* The outputs lie over the inputs in reverse order, as many as there are. */
    for (size_t o = 0; o < c->info->n_outputs && o < c->info->n_inputs; o++) {
        size_t j = c->info->n_inputs - 1 - o;
        out_tables[o] = (ta_table_out){in[j], l->series_stride, l->bar_stride};
    }
    assert_int_equal(ta_run_many(c->ind, c->params, c->info->n_params, in_tables, SERIES, MANY_BARS,
                                 out_tables, NULL, NULL),
                     TA_OK);
    for (size_t o = 0; o < c->info->n_outputs && o < c->info->n_inputs; o++)
        assert_rows(c, "in place", l, o, out_tables[o].base, want, SERIES);
    for (size_t j = 0; j < c->info->n_inputs; j++)
        free(in[j]);
    outputs_free_all(want, SERIES);
}

static void test_in_place(void **state) {
    law w = {*state, NULL, 0, 0};
    each_case(in_place, &w);
}

/* --- sweeps ----------------------------------------------------------------------------------- */

enum {
    SETS_MAX = 24
};

/* Cases of one indicator, brought together until the next indicator begins. */
typedef struct sweep {
    fixture *f;
    const ta_pool *pool;
    test_case cases[SETS_MAX];
    size_t n_cases, n_swept;
} sweep;

static void run_sweep(sweep *w, size_t n_series, const layout *l) {
    const test_case *c = &w->cases[0];
    size_t n_params = c->info->n_params, n_rows = w->n_cases * n_series;
    double sets[SETS_MAX * TA_PARAMS_MAX];
    outputs *want = calloc(n_rows, sizeof *want);
    assert_non_null(want);
    for (size_t i = 0; i < w->n_cases; i++) {
        memcpy(sets + i * n_params, w->cases[i].params, n_params * sizeof *sets);
        for (size_t s = 0; s < n_series; s++)
            want[i * n_series + s] = run_batch(&w->cases[i], &w->f->all[s]);
    }
    ta_table in[TA_INPUTS_MAX];
    double *columns[TA_INPUTS_MAX], *rows[TA_OUTPUTS_MAX];
    ta_table_out out[TA_OUTPUTS_MAX];
    layout rows_layout = {l->name, l->bar_stride == 1 ? l->series_stride : 1,
                          l->bar_stride == 1 ? 1 : n_rows};
    for (size_t j = 0; j < c->info->n_inputs; j++) {
        columns[j] = laid_out(w->f, c, j, l);
        in[j] = (ta_table){columns[j], l->series_stride, l->bar_stride};
    }
    for (size_t o = 0; o < c->info->n_outputs; o++) {
        rows[o] = filled(room(&rows_layout, n_rows));
        out[o] = (ta_table_out){rows[o], rows_layout.series_stride, rows_layout.bar_stride};
    }
    assert_int_equal(ta_run_sweep(c->ind, sets, n_params, w->n_cases, in, n_series, MANY_BARS, out,
                                  w->pool, NULL),
                     TA_OK);
    for (size_t o = 0; o < c->info->n_outputs; o++) {
        assert_rows(c, "sweep", &rows_layout, o, rows[o], want, n_rows);
        free(rows[o]);
    }
    for (size_t j = 0; j < c->info->n_inputs; j++)
        free(columns[j]);
    outputs_free_all(want, n_rows);
    free(want);
}

static void finish_sweep(sweep *w) {
    if (w->n_cases == 0)
        return;
    run_sweep(w, 1, &layouts[0]);
    run_sweep(w, 1, &layouts[2]);
    run_sweep(w, 11, &layouts[w->n_swept++ % 2 * 2]);
    w->n_cases = 0;
}

static void collect(const test_case *c, void *context) {
    sweep *w = context;
    if (w->n_cases > 0 && w->cases[0].ind != c->ind)
        finish_sweep(w);
    assert_true(w->n_cases < SETS_MAX);
    w->cases[w->n_cases++] = *c;
}

static void test_sweep(void **state) {
    thread_pool *p = thread_pool_new(3);
    assert_non_null(p);
    ta_pool pool = thread_pool_lend(p);
    for (int pooled = 0; pooled < 2; pooled++) {
        sweep w = {.f = *state, .pool = pooled ? &pool : NULL};
        each_case(collect, &w);
        finish_sweep(&w);
        assert_int_equal(w.n_swept, ta_indicator_count());
    }
    thread_pool_free(p);
}

/* --- sets of streams -------------------------------------------------------------------------- */

static void push_all(const test_case *c, const fixture *f, ta_streams *streams, size_t bar,
                     const ta_pool *pool, bool over_inputs, double out[][SERIES]) {
    double in[TA_INPUTS_MAX][SERIES];
    const double *in_at[TA_INPUTS_MAX];
    double *out_at[TA_OUTPUTS_MAX];
    for (size_t j = 0; j < c->info->n_inputs; j++) {
        in_at[j] = in[j];
        for (size_t s = 0; s < SERIES; s++)
            in[j][s] = f->all[s].columns[c->info->inputs[j]][bar];
    }
    for (size_t o = 0; o < c->info->n_outputs; o++)
        out_at[o] = over_inputs && o < c->info->n_inputs ? in[o] : out[o];
    assert_int_equal(ta_streams_push(streams, in_at, out_at, pool), TA_OK);
    for (size_t o = 0; o < c->info->n_outputs; o++)
        memmove(out[o], out_at[o], sizeof out[o]);
}

/* Takes a stream out, through bytes, and puts it back. */
static void exchange(const test_case *c, ta_streams *streams, size_t index) {
    ta_stream *taken = NULL, *loaded = NULL;
    assert_int_equal(ta_streams_get(streams, index, &taken), TA_OK);
    assert_int_equal(ta_stream_count(taken), ta_streams_count(streams, index));
    size_t size;
    assert_int_equal(ta_stream_save(taken, NULL, 0, &size), TA_ERR_BUFFER);
    void *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(ta_stream_save(taken, bytes, size, NULL), TA_OK);
    assert_int_equal(ta_stream_load(bytes, size, &loaded, NULL), TA_OK);
    ta_stream_free(taken);
    free(bytes);

    /* Something else takes its place meanwhile. */
    ta_stream *other = NULL;
    assert_int_equal(ta_stream_create(c->ind, c->params, c->info->n_params, &other, NULL), TA_OK);
    assert_int_equal(ta_streams_put(streams, index, other), TA_OK);
    assert_int_equal(ta_streams_count(streams, index), 0);
    assert_int_equal(ta_streams_put(streams, index, loaded), TA_OK);
    ta_stream_free(other);
    ta_stream_free(loaded);
}

static void streams_are_run(const test_case *c, void *context) {
    law *w = context;
    outputs want[SERIES];
    expect(w->f, c, want);
    ta_streams *streams = NULL;
    assert_int_equal(
        ta_streams_create(c->ind, c->params, c->info->n_params, SERIES, &streams, NULL), TA_OK);
    double out[TA_OUTPUTS_MAX][SERIES];
    size_t turn = w->n_cases++;
    for (size_t j = 0; j < MANY_BARS; j++) {
        if ((j + turn) % 50 == 0)
            exchange(c, streams, (j / 50 + turn) % SERIES);
        push_all(c, w->f, streams, j, w->pool, j % 3 == 0, out);
        for (size_t o = 0; o < c->info->n_outputs; o++)
            for (size_t s = 0; s < SERIES; s++)
                if (!same_double(out[o][s], want[s].columns[o][j]))
                    fail_msg("%s: output %zu of stream %zu differs at bar %zu: %a and %a", c->name,
                             o, s, j, out[o][s], want[s].columns[o][j]);
    }
    ta_streams_reset(streams);
    push_all(c, w->f, streams, 0, w->pool, false, out);
    for (size_t o = 0; o < c->info->n_outputs; o++)
        for (size_t s = 0; s < SERIES; s++)
            assert_true(same_double(out[o][s], want[s].columns[o][0]));
    ta_streams_free(streams);
    outputs_free_all(want, SERIES);
}

static void test_streams(void **state) {
    law w = {*state, NULL, 0, 0};
    each_case(streams_are_run, &w);
}

/* So many that the threads have more than one task, all at other counts. */
static void test_streams_threads(void **state) {
    (void)state;
    enum {
        LENGTH = 2500,
        TICKS = 90
    };
    static const char *const ids[] = {"ema", "rsi", "macd", "stddev"};
    static double in[TICKS][LENGTH], out[LENGTH], want[TICKS][LENGTH];
    rng r = {11};
    for (size_t j = 0; j < TICKS; j++)
        for (size_t s = 0; s < LENGTH; s++)
            in[j][s] = rng_below(&r, 10) == 0 ? (double)NAN : 100 + rng_unit(&r);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        for (size_t threads = 0; threads <= 8; threads = threads == 3 ? 8 : threads + 1) {
            thread_pool *p = threads > 0 ? thread_pool_new(threads) : NULL;
            ta_pool pool = threads > 0 ? thread_pool_lend(p) : (ta_pool){NULL, NULL};
            ta_streams *streams = NULL;
            assert_int_equal(
                ta_streams_create(ta_indicator_find(ids[i]), NULL, 0, LENGTH, &streams, NULL),
                TA_OK);
            for (size_t j = 0; j < TICKS; j++) {
                const double *in_at[] = {in[j]};
                double *out_at[TA_OUTPUTS_MAX] = {threads == 0 ? want[j] : out};
                assert_int_equal(
                    ta_streams_push(streams, in_at, out_at, threads > 0 ? &pool : NULL), TA_OK);
                for (size_t s = 0; s < LENGTH && threads > 0; s++)
                    assert_true(same_double(out[s], want[j][s]));
            }
            ta_streams_free(streams);
            thread_pool_free(p);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_threads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_in_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sweep, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_streams, set_up, tear_down),
        cmocka_unit_test(test_streams_threads),
    };
    return cmocka_run_group_tests_name("property_ta_many", tests, NULL, NULL);
}
