/*
 * Hostile bytes as a saved stream. The checksum is repaired, so that what stands between the bytes
 * and the kernels is the loading code's own validation. An odd first byte means: a stream that was
 * saved honestly, with its count of bars and its state overwritten.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The form is private to saved.c; these places are what the target knows of it. */
#define COUNT_AT 32
#define STATE_AT 136

static void repair_checksum(unsigned char *bytes, size_t length) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    if (length < sizeof hash)
        return;
    for (size_t i = 0; i < length - sizeof hash; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    memcpy(bytes + length - sizeof hash, &hash, sizeof hash);
}

static unsigned char *save(const ta_stream *s, size_t *length) {
    CHECK(ta_stream_save(s, NULL, 0, length) == TA_ERR_BUFFER);
    unsigned char *bytes = fuzz_alloc(*length, 1);
    CHECK(ta_stream_save(s, bytes, *length, length) == TA_OK);
    return bytes;
}

/* A saved stream of the fuzzer's choice, with k and the state from its bytes; NULL if invalid. */
static unsigned char *forge(fuzz_bytes *b, size_t *length) {
    double params[TA_PARAMS_MAX] = {0};
    size_t n_params;
    const ta_indicator *ind = fuzz_indicator(b, params, &n_params);
    ta_stream *s = NULL;
    if (ta_stream_create(ind, params, n_params, &s, NULL) != TA_OK)
        return NULL;
    unsigned char *bytes = save(s, length);
    ta_stream_free(s);

    uint64_t count = fuzz_word(b) >> (fuzz_byte(b) & 63);
    memcpy(bytes + COUNT_AT, &count, sizeof count);
    fuzz_bytes start = *b;
    for (size_t at = STATE_AT; b->left > 0 && at + 8 < *length; at += 8) {
        double value = fuzz_value(b);
        if (isfinite(value) || fuzz_byte(b) == 7)
            memcpy(bytes + at, &value, sizeof value);
        if (b->left == 0 && start.left > 4)
            *b = start;
    }
    return bytes;
}

/* Two streams in the same state must go on alike. */
static void check_twins(ta_stream *a, ta_stream *b) {
    const ta_indicator_info *info = ta_indicator_describe(ta_stream_indicator(a));
    for (int i = 0; i < 40; i++) {
        double in[TA_INPUTS_MAX], peeked[TA_OUTPUTS_MAX], x[TA_OUTPUTS_MAX], y[TA_OUTPUTS_MAX];
        for (size_t j = 0; j < info->n_inputs; j++)
            in[j] = i % 7 == 3 ? (double)NAN : 100 + (i % 5) * 1e-3 - (double)j;
        CHECK(ta_stream_peek(a, in, peeked) == TA_OK);
        CHECK(ta_stream_push(a, in, x) == TA_OK);
        CHECK(ta_stream_push(b, in, y) == TA_OK);
        for (size_t o = 0; o < info->n_outputs; o++)
            CHECK(fuzz_same(x[o], peeked[o]) && fuzz_same(x[o], y[o]));
    }
    CHECK(ta_stream_count(a) == ta_stream_count(b));
}

static void run_block(ta_stream *s, size_t n) {
    const ta_indicator_info *info = ta_indicator_describe(ta_stream_indicator(s));
    const double *in[TA_INPUTS_MAX];
    double *out[TA_OUTPUTS_MAX];
    double *bars = fuzz_alloc(n, sizeof(double));
    for (size_t i = 0; i < n; i++)
        bars[i] = 100 + (double)(i * i % 17);
    for (size_t i = 0; i < info->n_inputs; i++)
        in[i] = bars;
    for (size_t o = 0; o < info->n_outputs; o++)
        out[o] = fuzz_alloc(n, sizeof(double));
    CHECK(ta_stream_run(s, in, n, out) == TA_OK);
    for (size_t o = 0; o < info->n_outputs; o++)
        free(out[o]);
    free(bars);
}

static void use(ta_stream *s, const unsigned char *bytes, size_t length) {
    size_t again_length;
    unsigned char *again = save(s, &again_length);
    CHECK(again_length == length);
    CHECK(memcmp(again + STATE_AT, bytes + STATE_AT, length - STATE_AT - sizeof(uint64_t)) == 0);
    free(again);

    ta_stream *clone = NULL;
    CHECK(ta_stream_clone(s, &clone) == TA_OK);
    check_twins(s, clone);
    run_block(s, 1100);
    run_block(clone, 3);
    free(save(s, &again_length));
    ta_stream_reset(s);
    CHECK(ta_stream_count(s) == 0);
    ta_stream_free(clone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes b = {data, size};
    size_t length;
    unsigned char *bytes;
    if (fuzz_byte(&b) & 1) {
        bytes = forge(&b, &length);
        if (!bytes)
            return 0;
    } else {
        length = b.left;
        bytes = fuzz_alloc(length, 1);
        if (length > 0)
            memcpy(bytes, b.at, length);
    }
    repair_checksum(bytes, length);

    ta_stream *s = NULL;
    ta_error err;
    ta_status status = ta_stream_load(bytes, length, &s, &err);
    if (status == TA_OK) {
        use(s, bytes, length);
        ta_stream_free(s);
    } else {
        CHECK(s == NULL);
        CHECK(err.status == status && err.message[0] != '\0');
    }
    free(bytes);
    return 0;
}
