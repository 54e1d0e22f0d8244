/*
 * bench_ta [--json FILE] [--large] [--only ID] [--talib LIBRARY] [--tulip LIBRARY]
 *
 * Nanoseconds per bar of every indicator beside TA-Lib, Tulip and a copy of the same bytes; then
 * the cost of a tick. README.md says how to read it.
 */
#include "cases.h"
#include "marketkit/ta.h"
#include "measure.h"
#include "shapes.h"
#include "talib.h"
#include "tulip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS_MAX = 201,
    ROUNDS_MIN = 5,
    TICK_ROUNDS = 21,
    TICK_BARS = 20000
};
/* A row of the table takes no longer, once it has ROUNDS_MIN rounds. */
#define ROW_NS 1.5e8
/* Beyond the accuracy of either: both must have computed the same thing. */
#define SAME 1e-9
/* Bars at the end of the check's series, where no seed matters any more. */
#define CHECKED 5000

enum {
    OURS,
    TALIB,
    TULIP,
    COPY,
    CONTESTANTS
};
static const char *const contestants[] = {"libta", "TA-Lib", "Tulip", "memcpy"};
static const char *const keys[] = {"ta", "talib", "tulip", "memcpy"};

static struct {
    const char *json, *only, *talib, *tulip;
    bool large;
} options;
static FILE *json;

/* One case over one series. */
typedef struct run {
    const bench_case *c;
    peer_call call;
    const double *in[TA_INPUTS_MAX];
    double *const *spare; /* TA_OUTPUTS_MAX columns: outputs, and what the copy fills */
    bool takes_part[CONTESTANTS];
} run;

static run new_run(const bench_case *c, const bars *b, double *const *spare) {
    run r = {.c = c, .spare = spare};
    for (size_t i = 0; i < c->info->n_inputs; i++)
        r.in[i] = b->columns[c->info->inputs[i]];
    r.call = (peer_call){.params = c->params, .n = b->n, .out = spare};
    r.takes_part[OURS] = r.takes_part[COPY] = true;
    r.takes_part[TALIB] = c->talib.function != NULL;
    r.takes_part[TULIP] = c->tulip.function != NULL;
    return r;
}

/* As many bytes read and written as the indicator's inputs and outputs have. */
static void copy_same_bytes(const run *r) {
    size_t columns = r->c->info->n_inputs + r->c->info->n_outputs, n = r->call.n;
    for (size_t done = 0; done < columns; done += 2)
        memcpy(r->spare[done / 2], r->in[done / 2 % r->c->info->n_inputs],
               (columns - done > 1 ? n : n / 2) * sizeof(double));
}

/* Returns the bar of the first value; -1: refused. */
static int call(run *r, int contestant) {
    const bench_case *c = r->c;
    r->call.in = r->in;
    switch (contestant) {
    case OURS:
        if (ta_run(c->ind, c->params, c->info->n_params, r->in, r->call.n, r->spare, NULL))
            abort();
        return 0;
    case TALIB:
        return c->talib.run(&c->talib, &r->call);
    case TULIP:
        return c->tulip.run(&c->tulip, &r->call);
    default:
        copy_same_bytes(r);
        return 0;
    }
}

/* --- the peers compute the same thing -----------------------------------------------------------
 */

/* Ends the program when a peer gives other values at the end of a long random walk. */
static void check_peer(run *r, int contestant, const double *ours) {
    int first = call(r, contestant);
    const peer *p = contestant == TALIB ? &r->c->talib : &r->c->tulip;
    if (first < 0) {
        fprintf(stderr, "%s: %s refuses\n", r->c->label, contestants[contestant]);
        exit(1);
    }
    for (size_t i = r->call.n - CHECKED; !p->differs && i < r->call.n; i++) {
        double theirs = r->spare[0][i - (size_t)first];
        if (!(fabs(ours[i] - theirs) <= SAME * fmax(100, fabs(ours[i])))) {
            fprintf(stderr, "%s: %s gives %.17g at bar %zu, we %.17g\n", r->c->label,
                    contestants[contestant], theirs, i, ours[i]);
            exit(1);
        }
    }
}

static bool chosen(const bench_case *c) {
    return !options.only || strcmp(options.only, c->info->id) == 0;
}

static void check_peers(const bench_case *cases, size_t count) {
    bars b = bars_new(SHAPE_WALK, 100000);
    double *spare[TA_OUTPUTS_MAX], *ours = measure_doubles(b.n);
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        spare[o] = measure_doubles(b.n);
    for (size_t i = 0; i < count; i++) {
        run r = new_run(&cases[i], &b, spare);
        if (!chosen(&cases[i]))
            continue;
        call(&r, OURS);
        memcpy(ours, spare[0], b.n * sizeof(double));
        for (int other = TALIB; other <= TULIP; other++)
            if (r.takes_part[other])
                check_peer(&r, other, ours);
    }
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        free(spare[o]);
    free(ours);
    bars_free(&b);
}

/* --- batches ------------------------------------------------------------------------------------
 */

/* Medians, in ns per bar, of rounds in which the contestants take turns. */
static void measure(run *r, double result[CONTESTANTS]) {
    static double times[CONTESTANTS][ROUNDS_MAX];
    size_t most = r->call.n > 1000000 ? 7 : r->call.n > 10000 ? 31 : ROUNDS_MAX;
    size_t repeats = r->call.n < 10000 ? 20 : 1, rounds = 0;
    double begin = measure_now_ns();
    while (rounds < most && (rounds < ROUNDS_MIN || measure_now_ns() - begin < ROW_NS)) {
        for (int c = 0; c < CONTESTANTS; c++) {
            if (!r->takes_part[c])
                continue;
            double start = measure_now_ns();
            for (size_t i = 0; i < repeats; i++)
                call(r, c);
            times[c][rounds] = (measure_now_ns() - start) / (double)(repeats * r->call.n);
        }
        rounds++;
    }
    for (int c = 0; c < CONTESTANTS; c++)
        result[c] = r->takes_part[c] ? measure_median(times[c], rounds) : (double)NAN;
}

static void print_ns(double ns) {
    if (isnan(ns))
        printf(" %8s", "-");
    else
        printf(" %8.3f", ns);
}

static void print_ratio(double ratio) {
    if (isnan(ratio))
        printf(" %8s", "-");
    else
        printf(" %7.2fx", ratio);
}

static void print_row(const run *r, shape s, const double ns[CONTESTANTS]) {
    const char *label = r->c->label;
    double best = fmin(ns[TALIB], ns[TULIP]); /* of the peers; fmin leaves NaN out */
    printf("%-16s %-8s %8zu", label, shape_name(s), r->call.n);
    print_ns(ns[OURS]);
    print_ns(ns[TALIB]);
    print_ns(ns[TULIP]);
    print_ratio(best / ns[OURS]);
    print_ns(ns[COPY]);
    putchar('\n');
    fflush(stdout);
    if (!json)
        return;
    static bool any;
    fprintf(json, "%s\n    {\"case\":\"%s\",\"indicator\":\"%s\",\"shape\":\"%s\",\"n\":%zu",
            any ? "," : "", label, r->c->info->id, shape_name(s), r->call.n);
    any = true;
    for (int c = 0; c < CONTESTANTS; c++)
        if (!isnan(ns[c]))
            fprintf(json, ",\"%s\":%.4f", keys[c], ns[c]);
    fputc('}', json);
}

static void bench_batch(const bench_case *cases, size_t count, shape s, size_t n) {
    bars b = bars_new(s, n);
    double *spare[TA_OUTPUTS_MAX];
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        spare[o] = measure_doubles(n);
    for (size_t i = 0; i < count; i++) {
        if (!chosen(&cases[i]))
            continue;
        run r = new_run(&cases[i], &b, spare);
        double ns[CONTESTANTS];
        measure(&r, ns);
        print_row(&r, s, ns);
    }
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        free(spare[o]);
    bars_free(&b);
}

/* --- ticks --------------------------------------------------------------------------------------
 */

static void push_all(ta_stream *stream, const ta_indicator_info *info, const peer_call *c) {
    for (size_t j = 0; j < c->n; j++) {
        double in[TA_INPUTS_MAX], out[TA_OUTPUTS_MAX];
        for (size_t i = 0; i < info->n_inputs; i++)
            in[i] = c->in[i][j];
        ta_stream_push(stream, in, out);
    }
}

/* Medians, in ns per bar, of one bar after another, each library with all its checks. */
static void measure_ticks(const run *r, double *ours, double *talib) {
    static double times[2][TICK_ROUNDS];
    const bench_case *c = r->c;
    peer_call data = r->call;
    data.in = r->in;
    ta_stream *stream;
    if (ta_stream_create(c->ind, c->params, c->info->n_params, &stream, NULL))
        abort();
    talib_stream *other = talib_stream_open(c->talib_name, &data);
    for (size_t round = 0; round < TICK_ROUNDS; round++) {
        double start = measure_now_ns();
        push_all(stream, c->info, &data);
        double middle = measure_now_ns();
        if (other)
            talib_stream_push_all(other, &data);
        times[0][round] = (middle - start) / (double)data.n;
        times[1][round] = (measure_now_ns() - middle) / (double)data.n;
    }
    *ours = measure_median(times[0], TICK_ROUNDS);
    *talib = other ? measure_median(times[1], TICK_ROUNDS) : (double)NAN;
    ta_stream_free(stream);
    talib_stream_close(other);
}

static void bench_ticks(const bench_case *cases, size_t count, double ghz) {
    bars b = bars_new(SHAPE_WALK, TICK_BARS);
    double *spare[TA_OUTPUTS_MAX];
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        spare[o] = measure_doubles(b.n);
    printf("\n%-16s %8s %8s %8s %8s %8s\n", "tick", "ns", "cycles", "3.2 GHz", "TA-Lib", "ratio");
    const char *separator = "";
    for (size_t i = 0; i < count; i++) {
        run r = new_run(&cases[i], &b, spare);
        double ns, talib;
        if (!chosen(&cases[i]))
            continue;
        measure_ticks(&r, &ns, &talib);
        printf("%-16s", cases[i].label);
        print_ns(ns);
        print_ns(ns * ghz);
        print_ns(ns * ghz / 3.2);
        print_ns(talib);
        print_ratio(talib / ns);
        putchar('\n');
        if (json) {
            fprintf(json, "%s\n    {\"case\":\"%s\",\"ns\":%.3f,\"cycles\":%.1f", separator,
                    cases[i].label, ns, ns * ghz);
            if (!isnan(talib))
                fprintf(json, ",\"talib\":%.3f", talib);
            fputc('}', json);
        }
        separator = ",";
    }
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++)
        free(spare[o]);
    bars_free(&b);
}

/* --- the program --------------------------------------------------------------------------------
 */

static bool read_options(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        const char **value = strcmp(argv[i], "--json") == 0    ? &options.json
                             : strcmp(argv[i], "--only") == 0  ? &options.only
                             : strcmp(argv[i], "--talib") == 0 ? &options.talib
                             : strcmp(argv[i], "--tulip") == 0 ? &options.tulip
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

/* Says which peer takes part; returns its version or "". */
static const char *report_peer(const char *name, const char *version, const char *reason) {
    if (version)
        printf("%s %s\n", name, version);
    else
        printf("SKIPPED peer %s: %s\n", name, reason);
    return version ? version : "";
}

int main(int argc, char **argv) {
    if (!read_options(argc, argv)) {
        fprintf(stderr,
                "usage: %s [--json FILE] [--large] [--only ID] [--talib LIBRARY] "
                "[--tulip LIBRARY]\n",
                argv[0]);
        return 2;
    }
    char machine[512];
    const char *reason = NULL;
    double ghz = measure_clock_ghz();
    measure_machine(machine, sizeof machine);
    printf("%s\n%.2f GHz\n", machine, ghz);
    const char *talib = talib_open(options.talib, BENCH_TALIB_PATTERN, &reason);
    talib = report_peer("TA-Lib", talib, reason);
    const char *tulip = tulip_open(options.tulip, BENCH_TULIP_PATTERN, &reason);
    tulip = report_peer("Tulip", tulip, reason);
    if (options.json && !(json = fopen(options.json, "w"))) {
        perror(options.json);
        return 1;
    }
    if (json)
        fprintf(json,
                "{\n  \"machine\":\"%s\",\n  \"clock_ghz\":%.3f,\n  \"talib\":\"%s\",\n"
                "  \"tulip\":\"%s\",\n  \"ns_per_bar\":[",
                machine, ghz, talib, tulip);

    size_t count;
    bench_case *cases = cases_new(&count);
    check_peers(cases, count);
    printf("\n%-16s %-8s %8s %8s %8s %8s %8s %8s\n", "ns/bar", "shape", "n", contestants[OURS],
           contestants[TALIB], contestants[TULIP], "ratio", contestants[COPY]);
    static const size_t sizes[] = {1000, 100000, 10000000};
    for (size_t i = 0; i < (options.large ? 3 : 2); i++)
        for (int s = 0; s < SHAPE_COUNT; s++)
            bench_batch(cases, count, (shape)s, sizes[i]);
    if (json)
        fprintf(json, "\n  ],\n  \"ns_per_tick\":[");
    bench_ticks(cases, count, ghz);
    if (json) {
        fprintf(json, "\n  ]\n}\n");
        fclose(json);
    }
    free(cases);
    return 0;
}
