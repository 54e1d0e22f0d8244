#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64 */
uint64_t rng_next(rng *r) {
    uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

double rng_unit(rng *r) {
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

size_t rng_below(rng *r, size_t bound) {
    return (size_t)(rng_next(r) % bound);
}

static double *doubles(size_t n) {
    double *p = calloc(n ? n : 1, sizeof(double));
    assert_non_null(p);
    return p;
}

/* Prices are multiples of 2^-12, so that shifting them by a power of two is exact. */
static double tick_price(double x) {
    return floor(x * 4096) / 4096;
}

series series_walk(uint64_t seed, size_t n) {
    rng r = {seed};
    series s = {.n = n};
    for (size_t c = 0; c <= TA_INPUT_SESSION; c++)
        s.columns[c] = doubles(n);
    double price = 100;
    for (size_t i = 0; i < n; i++) {
        double open = price;
        price = tick_price(price + 2 * rng_unit(&r) - 1);
        if (price < 5)
            price = 5;
        double top = price > open ? price : open, bottom = price > open ? open : price;
        s.columns[TA_INPUT_OPEN][i] = open;
        s.columns[TA_INPUT_HIGH][i] = tick_price(top + rng_unit(&r));
        s.columns[TA_INPUT_LOW][i] = tick_price(bottom - rng_unit(&r));
        s.columns[TA_INPUT_CLOSE][i] = price;
        s.columns[TA_INPUT_VOLUME][i] = floor(1e6 * rng_unit(&r));
        s.columns[TA_INPUT_REAL][i] = price;
        s.columns[TA_INPUT_REAL2][i] = tick_price(50 + rng_unit(&r));
        s.columns[TA_INPUT_SESSION][i] = floor((double)i / 78);
    }
    return s;
}

series series_hostile(uint64_t seed, size_t n) {
    rng r = {seed};
    series s = series_walk(seed, n);
    double level = 1, noise = 1;
    for (size_t i = 0; i < n; i++) {
        if (rng_below(&r, 60) == 0) {
            static const double levels[] = {1, 100, 1e9, 1e-8}, noises[] = {1, 1e-2, 1e-9, 0};
            level = levels[rng_below(&r, 4)];
            noise = level * noises[rng_below(&r, 4)];
        }
        double x = rng_below(&r, 150) == 0 ? 1e12 : level + noise * rng_unit(&r);
        for (size_t c = TA_INPUT_OPEN; c <= TA_INPUT_CLOSE; c++)
            s.columns[c][i] = x;
        s.columns[TA_INPUT_REAL][i] = x;
        s.columns[TA_INPUT_HIGH][i] = x + noise * rng_unit(&r);
        s.columns[TA_INPUT_LOW][i] = x - noise * rng_unit(&r);
    }
    return s;
}

static double extreme_value(rng *r, size_t kind) {
    static const double edges[] = {-1e100, 1e100, 0, 5e-324, -5e-324, 1, -1};
    switch (kind) {
    case 0:
        return ldexp(rng_unit(r) - 0.5, (int)rng_below(r, 1400) - 1070);
    case 1:
        return rng_below(r, 3) == 0 ? edges[rng_below(r, 2)] : ldexp(1, -(int)rng_below(r, 1074));
    case 2:
        return (double)rng_below(r, 3) - 1;
    default:
        return edges[rng_below(r, sizeof edges / sizeof edges[0])];
    }
}

series series_extreme(uint64_t seed, size_t n) {
    enum {
        INVERTED = 1500 /* 1e100 halved so often is less than the smallest double */
    };
    rng r = {seed};
    series s = series_walk(seed, n);
    size_t kind = 0, inverted = n / 5, end = n - n / 4;
    for (size_t i = 0; i < end; i++) {
        if (rng_below(&r, 30) == 0)
            kind = rng_below(&r, 6);
        for (size_t c = TA_INPUT_OPEN; kind < 4 && c <= TA_INPUT_REAL2; c++)
            s.columns[c][i] = extreme_value(&r, kind);
        if (kind == 4) {
            s.columns[TA_INPUT_HIGH][i] = 5e-324;
            s.columns[TA_INPUT_LOW][i] = 0;
            s.columns[TA_INPUT_CLOSE][i] = rng_below(&r, 2) ? 1e10 : -1e10;
        }
        if (i >= inverted && i - inverted < INVERTED) {
            s.columns[TA_INPUT_HIGH][i] = 1 + 1e-3 * (double)(i - inverted);
            s.columns[TA_INPUT_LOW][i] = 9;
            s.columns[TA_INPUT_CLOSE][i] = 5;
        }
    }
    return s;
}

series series_copy(const series *s) {
    series copy = {.n = s->n};
    for (size_t c = 0; c <= TA_INPUT_SESSION; c++) {
        copy.columns[c] = doubles(s->n);
        memcpy(copy.columns[c], s->columns[c], s->n * sizeof(double));
    }
    return copy;
}

void series_free(series *s) {
    for (size_t c = 0; c <= TA_INPUT_SESSION; c++)
        free(s->columns[c]);
}

void series_inputs(const series *s, const test_case *c, size_t from,
                   const double *in[TA_INPUTS_MAX]) {
    for (size_t i = 0; i < c->info->n_inputs; i++)
        in[i] = s->columns[c->info->inputs[i]] + from;
}

outputs outputs_new(const test_case *c, size_t n) {
    outputs o = {.n = n};
    for (size_t i = 0; i < c->info->n_outputs; i++) {
        o.columns[i] = doubles(n);
        for (size_t j = 0; j < n; j++)
            o.columns[i][j] = -12345.678;
    }
    return o;
}

void outputs_free(outputs *o) {
    for (size_t i = 0; i < TA_OUTPUTS_MAX; i++)
        free(o->columns[i]);
}

outputs run_batch(const test_case *c, const series *s) {
    const double *in[TA_INPUTS_MAX];
    outputs o = outputs_new(c, s->n);
    ta_error err;
    series_inputs(s, c, 0, in);
    if (ta_run(c->ind, c->params, c->info->n_params, in, s->n, o.columns, &err))
        fail_msg("%s: %s", c->name, err.message);
    return o;
}

void run_block(const test_case *c, ta_stream *s, const series *bars, size_t from, size_t n,
               outputs *o) {
    const double *in[TA_INPUTS_MAX];
    double *out[TA_OUTPUTS_MAX];
    series_inputs(bars, c, from, in);
    for (size_t j = 0; j < c->info->n_outputs; j++)
        out[j] = o->columns[j] + from;
    assert_int_equal(ta_stream_run(s, in, n, out), TA_OK);
}

bool same_double(double a, double b) {
    uint64_t bits_a, bits_b;
    memcpy(&bits_a, &a, sizeof a);
    memcpy(&bits_b, &b, sizeof b);
    return (isnan(a) && isnan(b)) || bits_a == bits_b;
}

void assert_same(const test_case *c, const char *what, const outputs *a, const outputs *b) {
    for (size_t o = 0; o < c->info->n_outputs; o++)
        for (size_t i = 0; i < a->n; i++)
            if (!same_double(a->columns[o][i], b->columns[o][i]))
                fail_msg("%s: %s: output %zu differs at bar %zu: %a and %a", c->name, what, o, i,
                         a->columns[o][i], b->columns[o][i]);
}

/* Calls fn when the parameters are valid; their ranges may contradict each other. */
static bool try_case(test_case *c, case_fn *fn, void *context) {
    size_t n_params = c->info->n_params;
    if (ta_lookback(c->ind, c->params, n_params, &c->lookback, NULL))
        return false;
    ta_spec_format(c->ind, c->params, n_params, c->name, sizeof c->name, NULL, NULL);
    fn(c, context);
    return true;
}

static void set_defaults(test_case *c) {
    for (size_t i = 0; i < c->info->n_params; i++)
        c->params[i] = ta_indicator_param(c->ind, i)->def;
}

static double random_param(const ta_param_info *p, rng *r) {
    if (p->kind == TA_PARAM_REAL)
        return p->min + rng_unit(r) * (fmin(p->max, 10) - p->min);
    double top = fmin(p->max, p->min + floor(exp(rng_unit(r) * 5.5)));
    return p->min + floor(rng_unit(r) * (top - p->min + 1));
}

test_case default_case(size_t index) {
    const ta_indicator *ind = ta_indicator_at(index);
    test_case c = {.ind = ind, .info = ta_indicator_describe(ind)};
    set_defaults(&c);
    return c;
}

static const char *only;

void cases_only(const char *id) {
    if (id)
        assert_non_null(ta_indicator_find(id));
    only = id;
}

static bool left_out(const test_case *c) {
    return only && strcmp(only, c->info->id) != 0;
}

void each_case(case_fn *fn, void *context) {
    rng r = {42};
    for (size_t index = 0; index < ta_indicator_count(); index++) {
        test_case c = default_case(index);
        if (left_out(&c))
            continue;
        assert_true(try_case(&c, fn, context));
        for (size_t i = 0; i < c.info->n_params; i++) {
            set_defaults(&c);
            c.params[i] = ta_indicator_param(c.ind, i)->min;
            try_case(&c, fn, context);
        }
        int tried = 0;
        for (int attempt = 0; c.info->n_params > 0 && tried < 8 && attempt < 200; attempt++) {
            for (size_t i = 0; i < c.info->n_params; i++)
                c.params[i] = random_param(ta_indicator_param(c.ind, i), &r);
            tried += try_case(&c, fn, context);
        }
    }
}

void each_largest_case(case_fn *fn, void *context) {
    for (size_t index = 0; index < ta_indicator_count(); index++) {
        test_case c = default_case(index);
        if (left_out(&c))
            continue;
        for (size_t i = 0; i < c.info->n_params; i++) {
            set_defaults(&c);
            c.params[i] = ta_indicator_param(c.ind, i)->max;
            try_case(&c, fn, context);
        }
        for (size_t i = 0; i < c.info->n_params; i++)
            c.params[i] = ta_indicator_param(c.ind, i)->max;
        try_case(&c, fn, context);
    }
}
