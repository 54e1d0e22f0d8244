/*
 * bench_ta [--json FILE] [--large] [--only ID] [--talib LIBRARY]
 *
 * Nanoseconds per bar of every indicator with its default parameters, beside TA-Lib and a copy of
 * one column; then the cost of a tick. README.md says how to read it.
 */
#include "marketkit/ta.h"
#include "measure.h"
#include "shapes.h"
#include "talib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS_MAX 201
/* Beyond the accuracy of either: the two must have computed the same thing. */
#define SAME 1e-9

enum {
    OURS,
    PEER,
    COPY,
    CONTESTANTS
};

static struct {
    const char *json, *only, *talib_path;
    bool large;
} options;
static FILE *json;
static bool with_peer;

/* One indicator over one series. */
typedef struct run {
    const ta_indicator *ind;
    const ta_indicator_info *info;
    size_t n;
    const double *in[TA_INPUTS_MAX];
    double *out[TA_OUTPUTS_MAX];
    bool has_peer;
} run;

static void call(run *r, int contestant) {
    int first;
    switch (contestant) {
    case OURS:
        if (ta_run(r->ind, NULL, 0, r->in, r->n, r->out, NULL) != TA_OK)
            abort();
        return;
    case PEER:
        talib_run(r->info->id, r->in, r->n, r->out, &first);
        return;
    default:
        memcpy(r->out[0], r->in[0], r->n * sizeof(double));
    }
}

/* Whether the peer has an equivalent; ends the program when that gives other values. */
static bool peer_agrees(run *r) {
    int first;
    if (!with_peer || !talib_run(r->info->id, r->in, r->n, r->out, &first))
        return false;
    double *theirs = measure_doubles(r->n);
    memcpy(theirs, r->out[0], r->n * sizeof(double));
    call(r, OURS);
    for (size_t i = (size_t)first; i < r->n; i++) {
        double ours = r->out[0][i], other = theirs[i - (size_t)first];
        bool degenerate = ours == 50 && other == 0; /* what both say of flat ranges */
        if (!degenerate && !(fabs(ours - other) <= SAME * fmax(100, fabs(ours)))) {
            fprintf(stderr, "%s: TA-Lib gives %.17g at bar %zu, we %.17g\n", r->info->id, other, i,
                    ours);
            exit(1);
        }
    }
    free(theirs);
    return true;
}

/* Medians, in ns per bar, of rounds in which the contestants take turns. */
static void measure(run *r, double result[CONTESTANTS]) {
    static double times[CONTESTANTS][ROUNDS_MAX];
    size_t rounds = r->n > 1000000 ? 7 : r->n > 10000 ? 31 : ROUNDS_MAX;
    size_t repeats = r->n < 10000 ? 20 : 1;
    for (size_t round = 0; round < rounds; round++)
        for (int c = 0; c < CONTESTANTS; c++) {
            if (c == PEER && !r->has_peer)
                continue;
            double start = measure_now_ns();
            for (size_t i = 0; i < repeats; i++)
                call(r, c);
            times[c][round] = (measure_now_ns() - start) / (double)(repeats * r->n);
        }
    for (int c = 0; c < CONTESTANTS; c++)
        result[c] = c == PEER && !r->has_peer ? (double)NAN : measure_median(times[c], rounds);
}

static void print_row(const run *r, shape s, const double ns[CONTESTANTS]) {
    printf("%-10s %-9s %9zu %8.3f", r->info->id, shape_name(s), r->n, ns[OURS]);
    if (r->has_peer)
        printf(" %8.3f %7.2fx", ns[PEER], ns[PEER] / ns[OURS]);
    else
        printf(" %8s %8s", "-", "-");
    printf(" %8.3f\n", ns[COPY]);
    fflush(stdout);
    if (!json)
        return;
    static bool any;
    fprintf(json, "%s\n    {\"indicator\":\"%s\",\"shape\":\"%s\",\"n\":%zu,\"ta\":%.4f,",
            any ? "," : "", r->info->id, shape_name(s), r->n, ns[OURS]);
    any = true;
    if (r->has_peer)
        fprintf(json, "\"talib\":%.4f,", ns[PEER]);
    fprintf(json, "\"memcpy\":%.4f}", ns[COPY]);
}

static bool chosen(const ta_indicator_info *info) {
    return !options.only || strcmp(options.only, info->id) == 0;
}

static void bench_batch(shape s, size_t n) {
    bars b = bars_new(s, n);
    double *out[TA_OUTPUTS_MAX];
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        out[o] = o < 3 ? measure_doubles(n) : NULL;
    for (size_t index = 0; index < ta_indicator_count(); index++) {
        run r = {.ind = ta_indicator_at(index), .n = n};
        r.info = ta_indicator_describe(r.ind);
        if (!chosen(r.info))
            continue;
        for (size_t i = 0; i < r.info->n_inputs; i++)
            r.in[i] = b.columns[r.info->inputs[i]];
        for (size_t o = 0; o < r.info->n_outputs; o++) {
            if (!out[o])
                out[o] = measure_doubles(n);
            r.out[o] = out[o];
        }
        r.has_peer = peer_agrees(&r);
        double ns[CONTESTANTS];
        measure(&r, ns);
        print_row(&r, s, ns);
    }
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        free(out[o]);
    bars_free(&b);
}

/* The cost of ta_stream_push() in ns, with all its checks. */
static double bench_tick(const ta_indicator *ind, const bars *b) {
    const ta_indicator_info *info = ta_indicator_describe(ind);
    static double times[41];
    ta_stream *stream;
    if (ta_stream_create(ind, NULL, 0, &stream, NULL) != TA_OK)
        abort();
    for (size_t round = 0; round < 41; round++) {
        double in[TA_INPUTS_MAX], out[TA_OUTPUTS_MAX];
        double start = measure_now_ns();
        for (size_t j = 0; j < b->n; j++) {
            for (size_t i = 0; i < info->n_inputs; i++)
                in[i] = b->columns[info->inputs[i]][j];
            ta_stream_push(stream, in, out);
        }
        times[round] = (measure_now_ns() - start) / (double)b->n;
    }
    ta_stream_free(stream);
    return measure_median(times, 41);
}

static void bench_ticks(void) {
    bars b = bars_new(SHAPE_WALK, 20000);
    printf("\n%-10s %8s\n", "tick", "ns");
    const char *separator = "";
    for (size_t index = 0; index < ta_indicator_count(); index++) {
        const ta_indicator *ind = ta_indicator_at(index);
        const char *id = ta_indicator_describe(ind)->id;
        if (!chosen(ta_indicator_describe(ind)))
            continue;
        double ns = bench_tick(ind, &b);
        printf("%-10s %8.2f\n", id, ns);
        if (json)
            fprintf(json, "%s\n    {\"indicator\":\"%s\",\"ns\":%.3f}", separator, id, ns);
        separator = ",";
    }
    bars_free(&b);
}

static bool read_options(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        const char **value = strcmp(argv[i], "--json") == 0    ? &options.json
                             : strcmp(argv[i], "--only") == 0  ? &options.only
                             : strcmp(argv[i], "--talib") == 0 ? &options.talib_path
                                                               : NULL;
        if (strcmp(argv[i], "--large") == 0)
            options.large = true;
        else if (value && i + 1 < argc)
            *value = argv[++i];
        else
            return false;
    }
    return true;
}

int main(int argc, char **argv) {
    if (!read_options(argc, argv)) {
        fprintf(stderr, "usage: %s [--json FILE] [--large] [--only ID] [--talib LIBRARY]\n",
                argv[0]);
        return 2;
    }
    char machine[512];
    const char *reason = NULL;
    measure_machine(machine, sizeof machine);
    const char *version = talib_open(options.talib_path, BENCH_TALIB_PATTERN, &reason);
    with_peer = version != NULL;
    printf("%s\n", machine);
    if (with_peer)
        printf("TA-Lib %s\n\n", version);
    else
        printf("SKIPPED peer TA-Lib: %s\n\n", reason);
    if (options.json && !(json = fopen(options.json, "w"))) {
        perror(options.json);
        return 1;
    }
    if (json)
        fprintf(json, "{\n  \"machine\":\"%s\",\n  \"talib\":\"%s\",\n  \"ns_per_bar\":[", machine,
                with_peer ? version : "");

    printf("%-10s %-9s %9s %8s %8s %8s %8s\n", "ns/bar", "shape", "n", "libta", "TA-Lib", "ratio",
           "memcpy");
    static const size_t sizes[] = {1000, 100000, 10000000};
    for (size_t i = 0; i < (options.large ? 3 : 2); i++)
        for (int s = 0; s < SHAPE_COUNT; s++)
            bench_batch((shape)s, sizes[i]);
    if (json)
        fprintf(json, "\n  ],\n  \"ns_per_tick\":[");
    bench_ticks();
    if (json) {
        fprintf(json, "\n  ]\n}\n");
        fclose(json);
    }
    return 0;
}
