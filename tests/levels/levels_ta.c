/*
 * levels_ta level
 *     prints the CPU level that libta chose;
 *
 * levels_ta print [FILE]
 *     a line for each case and kind of series: spec, class, hash of the outputs; with FILE the
 *     streams of all cases are saved into it half way;
 *
 * levels_ta resume FILE
 *     loads those streams and prints the hashes of what follows.
 *
 * Levels and machines give the same bits when they print the same lines. The outputs of a case are
 * those of ta_run() and of a stream fed in blocks of random length and single bars: they are
 * compared here, and hashed once.
 */
#include "../property/ta/cases.h"
#include "level.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HALF (BARS / 2)

enum {
    WALK,
    HOSTILE,
    GAPPY,
    EXTREME,
    SETS
};
static const char *const set_names[SETS] = {"walk", "hostile", "gappy", "extreme"};

typedef struct job {
    series set[SETS];
    rng random;
    FILE *saved;
} job;

static FILE *open_or_die(const char *path, const char *mode) {
    FILE *file = fopen(path, mode);
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

/* FNV-1a over the bits from bar `from` on; every NaN counts as the same. */
static uint64_t hash_outputs(const test_case *c, const outputs *o, size_t from) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t j = 0; j < c->info->n_outputs; j++)
        for (size_t i = from; i < o->n; i++) {
            uint64_t bits = 0;
            if (!isnan(o->columns[j][i]))
                memcpy(&bits, &o->columns[j][i], sizeof bits);
            else
                bits = UINT64_C(0x7ff8000000000000);
            hash = (hash ^ bits) * UINT64_C(0x100000001b3);
        }
    return hash;
}

static void print_line(const test_case *c, int set, const char *what, uint64_t hash) {
    printf("%s %s %s %s %016" PRIx64 "\n", c->name, set_names[set],
           c->info->numeric_class == TA_CLASS_LIBM ? "libm" : "exact", what, hash);
}

static void feed(const test_case *c, ta_stream *s, const series *bars, size_t from, size_t to,
                 rng *r, outputs *o) {
    while (from < to) {
        size_t n = rng_below(r, 3) == 0 ? 1 : 1 + rng_below(r, 700);
        n = n < to - from ? n : to - from;
        run_block(c, s, bars, from, n, o);
        from += n;
    }
}

static void save(const ta_stream *s, FILE *file) {
    size_t len;
    assert_int_equal(ta_stream_save(s, NULL, 0, &len), TA_ERR_BUFFER);
    void *bytes = malloc(len);
    assert_non_null(bytes);
    assert_int_equal(ta_stream_save(s, bytes, len, NULL), TA_OK);
    assert_int_equal(fwrite(&len, sizeof len, 1, file), 1);
    assert_int_equal(fwrite(bytes, len, 1, file), 1);
    free(bytes);
}

static ta_stream *load(FILE *file) {
    size_t len;
    ta_stream *s = NULL;
    assert_int_equal(fread(&len, sizeof len, 1, file), 1);
    void *bytes = malloc(len);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, len, 1, file), 1);
    assert_int_equal(ta_stream_load(bytes, len, &s, NULL), TA_OK);
    free(bytes);
    return s;
}

static void print_case(const test_case *c, void *context) {
    job *j = context;
    for (int set = 0; set < SETS; set++) {
        outputs whole = run_batch(c, &j->set[set]), pieces = outputs_new(c, BARS);
        ta_stream *s = NULL;
        assert_int_equal(ta_stream_create(c->ind, c->params, c->info->n_params, &s, NULL), TA_OK);
        feed(c, s, &j->set[set], 0, HALF, &j->random, &pieces);
        if (j->saved)
            save(s, j->saved);
        feed(c, s, &j->set[set], HALF, BARS, &j->random, &pieces);
        assert_same(c, "chunks", &whole, &pieces);
        print_line(c, set, "all", hash_outputs(c, &whole, 0));
        print_line(c, set, "half", hash_outputs(c, &whole, HALF));
        ta_stream_free(s);
        outputs_free(&whole);
        outputs_free(&pieces);
    }
}

static void resume_case(const test_case *c, void *context) {
    job *j = context;
    for (int set = 0; set < SETS; set++) {
        outputs o = outputs_new(c, BARS);
        ta_stream *s = load(j->saved);
        assert_ptr_equal(ta_stream_indicator(s), c->ind);
        feed(c, s, &j->set[set], HALF, BARS, &j->random, &o);
        print_line(c, set, "half", hash_outputs(c, &o, HALF));
        ta_stream_free(s);
        outputs_free(&o);
    }
}

static series gappy(uint64_t seed) {
    series s = series_walk(seed, BARS);
    rng r = {seed};
    for (size_t i = 0; i < BARS; i++)
        if (rng_below(&r, 15) == 0)
            s.columns[rng_below(&r, TA_INPUT_SESSION + 1)][i] = (double)NAN;
    return s;
}

int main(int argc, char **argv) {
    const char *command = argc > 1 ? argv[1] : "";
    bool resumes = strcmp(command, "resume") == 0;
    if (strcmp(command, "level") == 0) {
        puts(ta__cpu_level() == TA__PORTABLE ? "portable" : "avx2");
        return 0;
    }
    if ((!resumes && strcmp(command, "print") != 0) || (resumes && argc < 3)) {
        fprintf(stderr, "usage: %s level | print [FILE] | resume FILE\n", argv[0]);
        return 2;
    }
    job j = {.set = {series_walk(101, BARS), series_hostile(102, BARS), gappy(103),
                     series_extreme(105, BARS)},
             .random = {104}};
    if (argc > 2)
        j.saved = open_or_die(argv[2], resumes ? "rb" : "wb");
    each_case(resumes ? resume_case : print_case, &j);
    if (j.saved && fclose(j.saved) != 0)
        return 1;
    for (int set = 0; set < SETS; set++)
        series_free(&j.set[set]);
    return 0;
}
