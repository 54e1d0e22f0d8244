/*
 * Any indicator with any parameters over any data: a batch, a batch in place, single bars, blocks
 * of any length, a peek before a bar and each CPU level must give the same bits, and what was
 * saved on the way must load again.
 */
#include "fuzz.h"
#include "level.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BARS_MAX 1500

typedef struct fuzz_case {
    const ta_indicator *ind;
    const ta_indicator_info *info;
    double params[TA_PARAMS_MAX];
    size_t n_params, n;
    double *in[TA_INPUTS_MAX];
    double *expected[TA_OUTPUTS_MAX];
    double *out[TA_OUTPUTS_MAX];
} fuzz_case;

static void read_data(fuzz_case *c, fuzz_bytes *b) {
    c->n = ((size_t)fuzz_byte(b) * 256 + fuzz_byte(b)) % (BARS_MAX + 1);
    for (size_t i = 0; i < c->info->n_inputs; i++)
        c->in[i] = fuzz_alloc(c->n, sizeof(double));
    for (size_t o = 0; o < c->info->n_outputs; o++) {
        c->expected[o] = fuzz_alloc(c->n, sizeof(double));
        c->out[o] = fuzz_alloc(c->n, sizeof(double));
    }
    /* The bytes may be fewer than the bars: then they are read again from the start. */
    fuzz_bytes start = *b;
    for (size_t j = 0; j < c->n; j++)
        for (size_t i = 0; i < c->info->n_inputs; i++) {
            if (b->left == 0)
                *b = start;
            c->in[i][j] = fuzz_value(b);
        }
}

static void check_same(const fuzz_case *c) {
    for (size_t o = 0; o < c->info->n_outputs; o++)
        for (size_t j = 0; j < c->n; j++)
            CHECK(fuzz_same(c->out[o][j], c->expected[o][j]));
}

static ta_status run(const fuzz_case *c, double *const *out) {
    return ta_run(c->ind, c->params, c->n_params, (const double *const *)c->in, c->n, out, NULL);
}

static void check_levels(const fuzz_case *c) {
    int found = atomic_load(&ta__level_found);
    for (int level = 0; level < found; level++) {
        atomic_store(&ta__level_found, level + 1);
        CHECK(run(c, c->out) == TA_OK);
        check_same(c);
    }
    atomic_store(&ta__level_found, found);
}

static void check_in_place(const fuzz_case *c) {
    double *out[TA_OUTPUTS_MAX] = {NULL};
    double *copy = fuzz_alloc(c->n, sizeof(double));
    if (c->n > 0)
        memcpy(copy, c->in[0], c->n * sizeof(double));
    out[c->info->n_outputs - 1] = c->in[0];
    CHECK(run(c, out) == TA_OK);
    for (size_t j = 0; j < c->n; j++)
        CHECK(fuzz_same(c->in[0][j], c->expected[c->info->n_outputs - 1][j]));
    if (c->n > 0)
        memcpy(c->in[0], copy, c->n * sizeof(double));
    free(copy);
}

static void push(const fuzz_case *c, ta_stream *s, size_t j) {
    double in[TA_INPUTS_MAX], peeked[TA_OUTPUTS_MAX], out[TA_OUTPUTS_MAX];
    for (size_t i = 0; i < c->info->n_inputs; i++)
        in[i] = c->in[i][j];
    bool peek = j % 8 == 3; /* it copies the state, which takes long where windows are long */
    if (peek)
        CHECK(ta_stream_peek(s, in, peeked) == TA_OK);
    CHECK(ta_stream_push(s, in, out) == TA_OK);
    for (size_t o = 0; o < c->info->n_outputs; o++) {
        CHECK(!peek || fuzz_same(peeked[o], out[o]));
        c->out[o][j] = out[o];
    }
}

/* Saves, loads and goes on with what was loaded. */
static ta_stream *through_bytes(ta_stream *s) {
    size_t length;
    CHECK(ta_stream_save(s, NULL, 0, &length) == TA_ERR_BUFFER);
    void *bytes = fuzz_alloc(length, 1);
    CHECK(ta_stream_save(s, bytes, length, &length) == TA_OK);
    ta_stream *loaded = NULL;
    CHECK(ta_stream_load(bytes, length, &loaded, NULL) == TA_OK);
    CHECK(ta_stream_count(loaded) == ta_stream_count(s));
    free(bytes);
    ta_stream_free(s);
    return loaded;
}

/* Blocks whose lengths the seed decides; length 1 is a push. */
static void check_chunks(const fuzz_case *c, uint64_t seed, size_t longest) {
    ta_stream *s = NULL;
    CHECK(ta_stream_create(c->ind, c->params, c->n_params, &s, NULL) == TA_OK);
    for (size_t j = 0; j < c->n;) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t length = 1 + (size_t)(seed >> 33) % longest;
        length = length < c->n - j ? length : c->n - j;
        if (seed >> 60 == 0)
            s = through_bytes(s);
        if (length == 1) {
            push(c, s, j);
        } else {
            const double *in[TA_INPUTS_MAX];
            double *out[TA_OUTPUTS_MAX];
            for (size_t i = 0; i < c->info->n_inputs; i++)
                in[i] = c->in[i] + j;
            for (size_t o = 0; o < c->info->n_outputs; o++)
                out[o] = c->out[o] + j;
            CHECK(ta_stream_run(s, in, length, out) == TA_OK);
        }
        j += length;
    }
    ta_stream_free(s);
    check_same(c);
}

/* The outputs must be NaN for the first `lookback` bars that count, and after them only where the
 * indicator says that it can be undefined. */
static void check_lookback(const fuzz_case *c, size_t lookback) {
    size_t accepted = 0;
    for (size_t j = 0; j < c->n; j++) {
        bool present = true;
        for (size_t i = 0; i < c->info->n_inputs; i++)
            present &= fabs(c->in[i][j]) <= 1e100;
        accepted += present;
        for (size_t o = 0; o < c->info->n_outputs; o++)
            if (!(present && accepted > lookback))
                CHECK(isnan(c->expected[o][j]));
            else
                CHECK(c->info->partial || !isnan(c->expected[o][j]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes b = {data, size};
    fuzz_case c = {0};
    c.ind = fuzz_indicator(&b, c.params, &c.n_params);
    c.info = ta_indicator_describe(c.ind);
    uint64_t seed = fuzz_word(&b);
    read_data(&c, &b);

    size_t lookback = 0;
    ta_error err;
    ta_status valid = ta_lookback(c.ind, c.params, c.n_params, &lookback, &err);
    CHECK(run(&c, c.expected) == valid);
    if (valid == TA_OK) {
        check_lookback(&c, lookback);
        check_levels(&c);
        check_in_place(&c);
        check_chunks(&c, seed, 1);
        check_chunks(&c, seed, 40);
        check_chunks(&c, seed, 700);
    } else {
        CHECK(err.param >= 0 && err.message[0] != '\0');
    }
    for (size_t i = 0; i < TA_INPUTS_MAX; i++)
        free(c.in[i]);
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++) {
        free(c.expected[o]);
        free(c.out[o]);
    }
    return 0;
}
