/*
 * property_ta [ID]: laws that every indicator of the registry, or one, keeps; none is named here.
 */
#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GAP_BARS = 600 /* a tile and a part of one */
};

typedef struct fixture {
    series walk;
    series hostile;
    series extreme;
    rng random;
} fixture;

static ta_stream *new_stream(const test_case *c) {
    ta_stream *s = NULL;
    assert_int_equal(ta_stream_create(c->ind, c->params, c->info->n_params, &s, NULL), TA_OK);
    return s;
}

static void push(const test_case *c, ta_stream *s, const series *bars, size_t i, outputs *o) {
    double in[TA_INPUTS_MAX], out[TA_OUTPUTS_MAX];
    for (size_t j = 0; j < c->info->n_inputs; j++)
        in[j] = bars->columns[c->info->inputs[j]][i];
    assert_int_equal(ta_stream_push(s, in, out), TA_OK);
    for (size_t j = 0; j < c->info->n_outputs; j++)
        o->columns[j][i] = out[j];
}

/* Feeds bars [from, to) in blocks of random length, single bars among them. */
static void feed(const test_case *c, ta_stream *s, const series *bars, size_t from, size_t to,
                 size_t longest, rng *r, outputs *o) {
    while (from < to) {
        size_t n = rng_below(r, 3) == 0 ? 1 : 1 + rng_below(r, longest);
        n = n < to - from ? n : to - from;
        if (n == 1)
            push(c, s, bars, from, o);
        else
            run_block(c, s, bars, from, n, o);
        from += n;
    }
}

/* Makes some bars missing, in one input or several, in each of the ways a bar can be. */
static void make_gaps(series *s, rng *r, size_t one_in) {
    static const double missing[] = {NAN, INFINITY, -INFINITY, 1.0000001e100, -1e101};
    for (size_t i = 0; i < s->n; i++)
        if (rng_below(r, one_in) == 0)
            for (size_t c = 0; c <= TA_INPUT_SESSION; c++)
                if (rng_below(r, 2) == 0)
                    s->columns[c][i] = missing[rng_below(r, 5)];
}

static bool is_missing(const test_case *c, const series *s, size_t i) {
    for (size_t j = 0; j < c->info->n_inputs; j++)
        if (!(fabs(s->columns[c->info->inputs[j]][i]) <= 1e100))
            return true;
    return false;
}

/* --- batch ------------------------------------------------------------------------------------ */

/*
 * Outputs begin at the lookback. Where they can be undefined later, they begin there too, unless
 * the parameters leave nothing defined.
 */
static void leading_nans(const test_case *c, void *context) {
    fixture *f = context;
    outputs o = run_batch(c, &f->walk);
    for (size_t j = 0; j < c->info->n_outputs; j++) {
        size_t first = 0;
        while (first < BARS && isnan(o.columns[j][first]))
            first++;
        if (first != c->lookback && !(c->info->partial && first == BARS))
            fail_msg("%s: output %zu begins at bar %zu, with a lookback of %zu", c->name, j, first,
                     c->lookback);
        for (size_t i = first; i < BARS && !c->info->partial; i++)
            if (isnan(o.columns[j][i]))
                fail_msg("%s: output %zu, bar %zu is NaN", c->name, j, i);
    }
    outputs_free(&o);
}

static void gaps_are_left_out(const test_case *c, void *context) {
    fixture *f = context;
    series gappy = series_copy(&f->walk), dense = series_copy(&f->walk);
    make_gaps(&gappy, &f->random, 1 + rng_below(&f->random, 20));
    size_t kept = 0;
    for (size_t i = 0; i < BARS; i++)
        if (!is_missing(c, &gappy, i)) {
            for (size_t k = 0; k <= TA_INPUT_SESSION; k++)
                dense.columns[k][kept] = gappy.columns[k][i];
            kept++;
        }
    dense.n = kept;
    outputs got = run_batch(c, &gappy), packed = run_batch(c, &dense);
    outputs want = outputs_new(c, BARS);
    size_t next = 0;
    for (size_t i = 0; i < BARS; i++) {
        bool missing = is_missing(c, &gappy, i);
        for (size_t j = 0; j < c->info->n_outputs; j++)
            want.columns[j][i] = missing ? (double)NAN : packed.columns[j][next];
        next += !missing;
    }
    assert_same(c, "gaps", &got, &want);

    ta_stream *s = new_stream(c);
    outputs streamed = outputs_new(c, BARS);
    feed(c, s, &gappy, 0, BARS, 900, &f->random, &streamed);
    assert_same(c, "gaps in blocks", &got, &streamed);
    assert_int_equal(ta_stream_count(s), kept);
    ta_stream_free(s);
    outputs_free(&got);
    outputs_free(&packed);
    outputs_free(&want);
    outputs_free(&streamed);
    series_free(&gappy);
    series_free(&dense);
}

/* Wherever in a tile it is, and whatever else is there. */
static void one_missing_value_is_found(const test_case *c, void *context) {
    static const double missing[] = {NAN, INFINITY, -INFINITY, 1.0000001e100, -1e101};
    fixture *f = context;
    for (size_t at = 0; at < GAP_BARS; at += at == 40 ? GAP_BARS - 170 : 1) {
        series gappy = series_copy(&f->walk);
        gappy.n = GAP_BARS;
        size_t column = c->info->inputs[rng_below(&f->random, c->info->n_inputs)];
        gappy.columns[column][at] = missing[rng_below(&f->random, 5)];
        outputs got = run_batch(c, &gappy);
        for (size_t k = 0; k <= TA_INPUT_SESSION; k++)
            memmove(gappy.columns[k] + at, gappy.columns[k] + at + 1,
                    (GAP_BARS - at - 1) * sizeof(double));
        gappy.n--;
        outputs packed = run_batch(c, &gappy), want = outputs_new(c, GAP_BARS);
        for (size_t j = 0; j < c->info->n_outputs; j++)
            for (size_t i = 0; i < GAP_BARS; i++)
                want.columns[j][i] = i == at ? (double)NAN : packed.columns[j][i - (i > at)];
        assert_same(c, "one missing value", &got, &want);
        outputs_free(&got);
        outputs_free(&packed);
        outputs_free(&want);
        series_free(&gappy);
    }
}

static void in_place(const test_case *c, void *context) {
    fixture *f = context;
    outputs want = run_batch(c, &f->walk);
    for (size_t o = 0; o < c->info->n_outputs; o++)
        for (size_t i = 0; i < c->info->n_inputs; i++) {
            series copy = series_copy(&f->walk);
            outputs got = outputs_new(c, BARS);
            const double *in[TA_INPUTS_MAX];
            double *out[TA_OUTPUTS_MAX];
            series_inputs(&copy, c, 0, in);
            memcpy(out, got.columns, sizeof out);
            out[o] = copy.columns[c->info->inputs[i]];
            assert_int_equal(ta_run(c->ind, c->params, c->info->n_params, in, BARS, out, NULL),
                             TA_OK);
            memcpy(got.columns[o], out[o], BARS * sizeof(double));
            assert_same(c, "in place", &want, &got);
            series_free(&copy);
            outputs_free(&got);
        }
    outputs_free(&want);
}

static void unwanted_outputs(const test_case *c, void *context) {
    fixture *f = context;
    outputs want = run_batch(c, &f->walk);
    const double *in[TA_INPUTS_MAX];
    series_inputs(&f->walk, c, 0, in);
    for (size_t o = 0; o < c->info->n_outputs; o++) {
        outputs got = outputs_new(c, BARS);
        double *out[TA_OUTPUTS_MAX] = {NULL};
        out[o] = got.columns[o];
        assert_int_equal(ta_run(c->ind, c->params, c->info->n_params, in, BARS, out, NULL), TA_OK);
        for (size_t i = 0; i < BARS; i++)
            if (!same_double(got.columns[o][i], want.columns[o][i]))
                fail_msg("%s: output %zu alone differs at bar %zu", c->name, o, i);
        outputs_free(&got);
    }
    outputs_free(&want);
}

static void short_series(const test_case *c, void *context) {
    fixture *f = context;
    outputs want = run_batch(c, &f->walk);
    for (size_t n = 0; n < 40; n++) {
        series start = f->walk;
        start.n = n;
        outputs got = run_batch(c, &start);
        outputs head = want;
        head.n = n;
        assert_same(c, "short series", &got, &head);
        outputs_free(&got);
    }
    outputs_free(&want);
}

/* --- streams ------------------------------------------------------------------------------------
 */

static void chunks_of(const test_case *c, const series *bars, rng *random) {
    outputs want = run_batch(c, bars);
    static const size_t longest[] = {1, 2, 7, 64, 600, BARS};
    for (size_t i = 0; i < sizeof longest / sizeof longest[0]; i++) {
        ta_stream *s = new_stream(c);
        outputs got = outputs_new(c, BARS);
        feed(c, s, bars, 0, BARS, longest[i], random, &got);
        assert_same(c, "chunks", &want, &got);
        ta_stream_reset(s);
        feed(c, s, bars, 0, BARS, longest[i], random, &got);
        assert_same(c, "chunks after a reset", &want, &got);
        ta_stream_free(s);
        outputs_free(&got);
    }
    outputs_free(&want);
}

static void any_chunking(const test_case *c, void *context) {
    fixture *f = context;
    chunks_of(c, &f->walk, &f->random);
}

static void any_chunking_of_hostile_data(const test_case *c, void *context) {
    fixture *f = context;
    chunks_of(c, &f->hostile, &f->random);
}

/* The saved bytes of a stream, which hold all of its state. */
static unsigned char *saved(const ta_stream *s, size_t *len) {
    assert_int_equal(ta_stream_save(s, NULL, 0, len), TA_ERR_BUFFER);
    unsigned char *bytes = malloc(*len);
    assert_non_null(bytes);
    assert_int_equal(ta_stream_save(s, bytes, *len, len), TA_OK);
    return bytes;
}

static void peek_leaves_no_trace(const test_case *c, void *context) {
    fixture *f = context;
    ta_stream *s = new_stream(c);
    outputs o = outputs_new(c, BARS);
    for (size_t i = 0; i < 300; i++) {
        double in[TA_INPUTS_MAX], out[TA_OUTPUTS_MAX];
        for (size_t j = 0; j < c->info->n_inputs; j++)
            in[j] = f->walk.columns[c->info->inputs[j]][i];
        size_t len, len_after;
        unsigned char *before = saved(s, &len);
        assert_int_equal(ta_stream_peek(s, in, out), TA_OK);
        unsigned char *after = saved(s, &len_after);
        assert_int_equal(len, len_after);
        assert_memory_equal(before, after, len);
        free(before);
        free(after);
        push(c, s, &f->walk, i, &o);
        for (size_t j = 0; j < c->info->n_outputs; j++)
            if (!same_double(out[j], o.columns[j][i]))
                fail_msg("%s: peek differs from push at bar %zu", c->name, i);
    }
    ta_stream_free(s);
    outputs_free(&o);
}

static void missing_bar_leaves_no_trace(const test_case *c, void *context) {
    fixture *f = context;
    ta_stream *s = new_stream(c);
    outputs o = outputs_new(c, BARS);
    for (size_t i = 0; i < 100; i++) {
        size_t len;
        unsigned char *before = saved(s, &len);
        for (size_t j = 0; j < c->info->n_inputs; j++) {
            double in[TA_INPUTS_MAX], out[TA_OUTPUTS_MAX];
            for (size_t k = 0; k < c->info->n_inputs; k++)
                in[k] = f->walk.columns[c->info->inputs[k]][i];
            in[j] = i % 2 ? NAN : -INFINITY;
            assert_int_equal(ta_stream_push(s, in, out), TA_OK);
            for (size_t k = 0; k < c->info->n_outputs; k++)
                assert_true(isnan(out[k]));
        }
        unsigned char *after = saved(s, &len);
        assert_memory_equal(before, after, len);
        free(before);
        free(after);
        push(c, s, &f->walk, i, &o);
    }
    ta_stream_free(s);
    outputs_free(&o);
}

/* A clone and a saved and loaded copy, taken anywhere, go on as the original does. */
static void copies_go_on(const test_case *c, void *context) {
    fixture *f = context;
    outputs want = run_batch(c, &f->walk);
    size_t cuts[] = {0,   1,   c->lookback, c->lookback + 1,
                     511, 512, 513,         rng_below(&f->random, BARS)};
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        size_t cut = cuts[i] < BARS ? cuts[i] : BARS, len;
        ta_stream *s = new_stream(c), *clone = NULL, *loaded = NULL;
        outputs o = outputs_new(c, BARS);
        feed(c, s, &f->walk, 0, cut, 100, &f->random, &o);
        assert_int_equal(ta_stream_clone(s, &clone), TA_OK);
        unsigned char *bytes = saved(s, &len);
        assert_int_equal(ta_stream_load(bytes, len, &loaded, NULL), TA_OK);
        assert_int_equal(ta_stream_count(loaded), cut);
        free(bytes);
        ta_stream *streams[] = {s, clone, loaded};
        for (size_t j = 0; j < 3; j++) {
            feed(c, streams[j], &f->walk, cut, BARS, 100, &f->random, &o);
            assert_same(c, "a copy", &want, &o);
            ta_stream_free(streams[j]);
        }
        outputs_free(&o);
    }
    outputs_free(&want);
}

static void caller_memory(const test_case *c, void *context) {
    fixture *f = context;
    size_t size;
    assert_int_equal(ta_stream_size(c->ind, c->params, c->info->n_params, &size, NULL), TA_OK);
    unsigned char *mem = aligned_alloc(TA_STREAM_ALIGN, size);
    assert_non_null(mem);
    memset(mem, 0xa5, size); /* what was there must not matter */
    ta_stream *s = NULL;
    assert_int_equal(ta_stream_init(mem, size - 1, c->ind, c->params, c->info->n_params, &s, NULL),
                     TA_ERR_BUFFER);
    assert_int_equal(ta_stream_init(mem, size, c->ind, c->params, c->info->n_params, &s, NULL),
                     TA_OK);
    outputs want = run_batch(c, &f->walk), got = outputs_new(c, BARS);
    feed(c, s, &f->walk, 0, BARS, 100, &f->random, &got);
    assert_same(c, "caller's memory", &want, &got);
    free(mem);
    outputs_free(&want);
    outputs_free(&got);
}

/* --- whatever is accepted ------------------------------------------------------------------------
 */

static void any_chunking_of_extreme_data(const test_case *c, void *context) {
    fixture *f = context;
    chunks_of(c, &f->extreme, &f->random);
}

/* No output is infinite, and none is NaN where it is promised to be defined. */
static void outputs_are_finite(const test_case *c, void *context) {
    fixture *f = context;
    outputs o = run_batch(c, &f->extreme);
    for (size_t j = 0; j < c->info->n_outputs; j++)
        for (size_t i = c->lookback; i < BARS; i++) {
            double x = o.columns[j][i];
            if (isinf(x) || (isnan(x) && !c->info->partial))
                fail_msg("%s: output %zu, bar %zu: %g", c->name, j, i, x);
        }
    outputs_free(&o);
}

/* A state that is not finite would poison what follows, and could not be loaded. */
static void states_are_finite(const test_case *c, void *context) {
    fixture *f = context;
    ta_stream *s = new_stream(c);
    outputs o = outputs_new(c, BARS);
    for (size_t from = 0; from < BARS; from += 50) {
        size_t len;
        run_block(c, s, &f->extreme, from, 50, &o);
        unsigned char *bytes = saved(s, &len);
        ta_stream *loaded = NULL;
        ta_error err;
        if (ta_stream_load(bytes, len, &loaded, &err))
            fail_msg("%s: saved after bar %zu: %s", c->name, from + 49, err.message);
        free(bytes);
        ta_stream_free(s);
        s = loaded;
    }
    ta_stream_free(s);
    outputs_free(&o);
}

/* --- laws of scale ------------------------------------------------------------------------------
 */

static bool is_price(size_t input) {
    return input != TA_INPUT_VOLUME && input != TA_INPUT_SESSION;
}

static void scaling_by_powers_of_two(const test_case *c, void *context) {
    fixture *f = context;
    outputs want = run_batch(c, &f->walk);
    static const double factors[] = {0x1p-20, 0.5, 0x1p30};
    for (size_t i = 0; i < 3; i++) {
        series scaled = series_copy(&f->walk);
        for (size_t k = 0; k <= TA_INPUT_SESSION; k++)
            for (size_t j = 0; is_price(k) && j < BARS; j++)
                scaled.columns[k][j] *= factors[i];
        outputs got = run_batch(c, &scaled);
        for (size_t o = 0; o < c->info->n_outputs; o++) {
            ta_unit unit = ta_indicator_output(c->ind, o)->unit;
            bool scales = unit == TA_UNIT_PRICE || unit == TA_UNIT_DIFFERENCE;
            for (size_t j = 0; unit == TA_UNIT_OTHER && j < BARS; j++)
                got.columns[o][j] = want.columns[o][j]; /* knows no law */
            for (size_t j = 0; scales && j < BARS; j++)
                got.columns[o][j] /= factors[i];
        }
        assert_same(c, "scaled prices", &want, &got);
        series_free(&scaled);
        outputs_free(&got);
    }
    outputs_free(&want);
}

static bool has_input(const test_case *c, ta_input input) {
    for (size_t i = 0; i < c->info->n_inputs; i++)
        if (c->info->inputs[i] == input)
            return true;
    return false;
}

static void shifting(const test_case *c, void *context) {
    fixture *f = context;
    if (has_input(c, TA_INPUT_VOLUME))
        return; /* money does not shift */
    const double shift = 1024;
    outputs want = run_batch(c, &f->walk);
    series shifted = series_copy(&f->walk);
    for (size_t k = 0; k <= TA_INPUT_SESSION; k++)
        for (size_t j = 0; is_price(k) && j < BARS; j++)
            shifted.columns[k][j] += shift;
    outputs got = run_batch(c, &shifted);
    for (size_t o = 0; o < c->info->n_outputs; o++) {
        ta_unit unit = ta_indicator_output(c->ind, o)->unit;
        bool oscillates = unit == TA_UNIT_PERCENT && c->info->bounded;
        if (unit != TA_UNIT_PRICE && unit != TA_UNIT_DIFFERENCE && !oscillates)
            continue;
        double move = unit == TA_UNIT_PRICE ? shift : 0;
        double tolerance = unit == TA_UNIT_PERCENT ? 1e-9 : 1e-11 * shift;
        for (size_t j = c->lookback; j < BARS; j++)
            if (!(fabs(got.columns[o][j] - want.columns[o][j] - move) <= tolerance))
                fail_msg("%s: output %zu, bar %zu: shifting by %g gives %.17g from %.17g", c->name,
                         o, j, shift, got.columns[o][j], want.columns[o][j]);
    }
    series_free(&shifted);
    outputs_free(&want);
    outputs_free(&got);
}

static void bounds(const test_case *c, void *context) {
    fixture *f = context;
    if (!c->info->bounded)
        return;
    outputs o = run_batch(c, &f->walk);
    for (size_t j = 0; j < c->info->n_outputs; j++)
        for (size_t i = c->lookback; i < BARS; i++)
            if (!(o.columns[j][i] >= c->info->lower && o.columns[j][i] <= c->info->upper))
                fail_msg("%s: output %zu, bar %zu: %.17g is out of bounds", c->name, j, i,
                         o.columns[j][i]);
    outputs_free(&o);
}

/* On one price for ever: prices are that price exactly, differences 0, oscillators in their middle.
 */
static void constant_series(const test_case *c, void *context) {
    fixture *f = context;
    series flat = series_copy(&f->walk);
    for (size_t k = 0; k <= TA_INPUT_SESSION; k++)
        for (size_t j = 0; is_price(k) && j < BARS; j++)
            flat.columns[k][j] = 37.77;
    outputs o = run_batch(c, &flat);
    for (size_t j = 0; j < c->info->n_outputs; j++) {
        double want;
        switch (ta_indicator_output(c->ind, j)->unit) {
        case TA_UNIT_PRICE:
            want = 37.77;
            break;
        case TA_UNIT_DIFFERENCE:
            want = 0;
            break;
        case TA_UNIT_PERCENT:
            if (!c->info->bounded)
                continue;
            want = (c->info->lower + c->info->upper) / 2;
            break;
        case TA_UNIT_OTHER: /* an angle, a squared price */
            want = 0;
            break;
        default:
            continue;
        }
        /* Three equal prices add up with a rounding, and so does money. */
        bool quotient = has_input(c, TA_INPUT_VOLUME);
        bool rounds = c->info->numeric_class == TA_CLASS_ELEMENTWISE || quotient;
        double tolerance = rounds ? 4e-14 : 0;
        for (size_t i = c->lookback; i < BARS; i++)
            if (!(fabs(o.columns[j][i] - want) <= tolerance))
                fail_msg("%s: output %zu, bar %zu: %.17g on a constant series", c->name, j, i,
                         o.columns[j][i]);
    }
    outputs_free(&o);
    series_free(&flat);
}

/* Values at the edge of what is accepted neither overflow nor give NaN. */
static void huge_values(const test_case *c, void *context) {
    fixture *f = context;
    if (c->info->partial)
        return; /* quotients of such values are out of range */
    series huge = series_copy(&f->walk);
    for (size_t j = 0; j < BARS; j++) {
        bool up = rng_below(&f->random, 2) == 0;
        huge.columns[TA_INPUT_OPEN][j] = up ? 1e100 : -1e100;
        huge.columns[TA_INPUT_HIGH][j] = 1e100;
        huge.columns[TA_INPUT_LOW][j] = -1e100;
        huge.columns[TA_INPUT_CLOSE][j] = up ? -1e100 : 1e100;
        huge.columns[TA_INPUT_VOLUME][j] = 1e100;
        huge.columns[TA_INPUT_REAL][j] = up ? 1e100 : -1e100;
        huge.columns[TA_INPUT_REAL2][j] = up ? -1e-100 : 1e100;
    }
    outputs o = run_batch(c, &huge);
    for (size_t k = 0; k < c->info->n_outputs; k++)
        for (size_t j = c->lookback; j < BARS; j++)
            if (!isfinite(o.columns[k][j]))
                fail_msg("%s: output %zu, bar %zu is not finite", c->name, k, j);
    outputs_free(&o);
    series_free(&huge);
}

/* --- the largest parameters
 * ------------------------------------------------------------------------ */

static void largest(const test_case *c, void *context) {
    fixture *f = context;
    outputs want = run_batch(c, &f->walk);
    for (size_t j = 0; j < c->info->n_outputs; j++)
        for (size_t i = 0; i < LONG_BARS; i++)
            if (!(c->info->partial && i >= c->lookback) &&
                isnan(want.columns[j][i]) != (i < c->lookback))
                fail_msg("%s: output %zu, bar %zu: %g, with a lookback of %zu", c->name, j, i,
                         want.columns[j][i], c->lookback);
    ta_stream *s = new_stream(c);
    outputs got = outputs_new(c, LONG_BARS);
    feed(c, s, &f->walk, 0, LONG_BARS, 5000, &f->random, &got);
    assert_same(c, "chunks, largest parameters", &want, &got);
    ta_stream_free(s);
    outputs_free(&want);
    outputs_free(&got);
}

#define PROPERTY(law)                                                                              \
    static void test_##law(void **state) {                                                         \
        fixture f = {.walk = series_walk(10, BARS),                                                \
                     .hostile = series_hostile(11, BARS),                                          \
                     .extreme = series_extreme(12, BARS),                                          \
                     .random = {11}};                                                              \
        (void)state;                                                                               \
        each_case(law, &f);                                                                        \
        series_free(&f.walk);                                                                      \
        series_free(&f.hostile);                                                                   \
        series_free(&f.extreme);                                                                   \
    }
PROPERTY(leading_nans)
PROPERTY(gaps_are_left_out)
PROPERTY(one_missing_value_is_found)
PROPERTY(in_place)
PROPERTY(unwanted_outputs)
PROPERTY(short_series)
PROPERTY(any_chunking)
PROPERTY(any_chunking_of_hostile_data)
PROPERTY(peek_leaves_no_trace)
PROPERTY(missing_bar_leaves_no_trace)
PROPERTY(copies_go_on)
PROPERTY(caller_memory)
PROPERTY(any_chunking_of_extreme_data)
PROPERTY(outputs_are_finite)
PROPERTY(states_are_finite)
PROPERTY(scaling_by_powers_of_two)
PROPERTY(shifting)
PROPERTY(bounds)
PROPERTY(constant_series)
PROPERTY(huge_values)

static void test_largest(void **state) {
    fixture f = {.walk = series_walk(7, LONG_BARS), .random = {11}};
    (void)state;
    each_largest_case(largest, &f);
    series_free(&f.walk);
}

int main(int argc, char **argv) {
    cases_only(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leading_nans),
        cmocka_unit_test(test_gaps_are_left_out),
        cmocka_unit_test(test_one_missing_value_is_found),
        cmocka_unit_test(test_in_place),
        cmocka_unit_test(test_unwanted_outputs),
        cmocka_unit_test(test_short_series),
        cmocka_unit_test(test_any_chunking),
        cmocka_unit_test(test_any_chunking_of_hostile_data),
        cmocka_unit_test(test_peek_leaves_no_trace),
        cmocka_unit_test(test_missing_bar_leaves_no_trace),
        cmocka_unit_test(test_copies_go_on),
        cmocka_unit_test(test_caller_memory),
        cmocka_unit_test(test_any_chunking_of_extreme_data),
        cmocka_unit_test(test_outputs_are_finite),
        cmocka_unit_test(test_states_are_finite),
        cmocka_unit_test(test_scaling_by_powers_of_two),
        cmocka_unit_test(test_shifting),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_constant_series),
        cmocka_unit_test(test_huge_values),
        cmocka_unit_test(test_largest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
