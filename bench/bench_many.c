/*
 * bench_many [--json FILE] [--only ID] [--talib LIBRARY] [--tulip LIBRARY]
 *
 * Many series, sweeps of periods and ticks of many symbols, beside TA-Lib and Tulip called for each
 * series. README.md says how to read it.
 */
#include "../tests/common/thread_pool.h"
#include "measure.h"
#include "shapes.h"
#include "talib.h"
#include "tulip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SERIES = 16,
    SYMBOLS = 10000,
    TICKS = 64, /* bars that a tick is taken from in turn */
    WARM_UP = 200,
    ROUNDS = 41,
    OUTPUTS = 3
};

static const char *const ids[] = {"ema", "rma", "rsi", "macd", "sma", "bbands"};
static const char *json_path, *only, *talib_path, *tulip_path;
static FILE *json;
static ta_pool two_threads;

typedef struct contest {
    const char *what;
    const ta_indicator *ind;
    const ta_indicator_info *info;
    size_t n_sets, n_series, n_bars;
    double sets[SERIES * TA_PARAMS_MAX];
    double *planar, *interleaved; /* [series][bar], [bar][series] */
    double *out[OUTPUTS];
    peer talib, tulip;
} contest;

static double *out_of(const contest *c, size_t row, size_t output) {
    return c->out[output] + row * c->n_bars;
}

/* The library at hand, in one of two layouts. */
static void run_ours(const contest *c, bool interleaved, const ta_pool *pool) {
    size_t n_rows = c->n_sets * c->n_series;
    ta_table in = {c->planar, c->n_bars, 1};
    ta_table_out out[OUTPUTS];
    if (interleaved)
        in = (ta_table){c->interleaved, 1, c->n_series};
    for (size_t o = 0; o < c->info->n_outputs; o++)
        out[o] = interleaved ? (ta_table_out){c->out[o], 1, n_rows}
                             : (ta_table_out){c->out[o], c->n_bars, 1};
    if (ta_run_sweep(c->ind, c->sets, c->info->n_params, c->n_sets, &in, c->n_series, c->n_bars,
                     out, pool, NULL) != TA_OK)
        abort();
}

static void run_peer(const contest *c, const peer *p) {
    for (size_t row = 0; row < c->n_sets * c->n_series; row++) {
        const double *in[] = {c->planar + row % c->n_series * c->n_bars};
        double *out[OUTPUTS];
        for (size_t o = 0; o < c->info->n_outputs; o++)
            out[o] = out_of(c, row, o);
        peer_call call = {c->sets + row / c->n_series * c->info->n_params, in, c->n_bars, out};
        p->run(p, &call);
    }
}

enum {
    PLANAR,
    INTERLEAVED,
    TWO_THREADS,
    TALIB,
    TULIP,
    CONTESTANTS
};

static bool takes_part(const contest *c, int contestant) {
    return contestant == TALIB   ? c->talib.function != NULL
           : contestant == TULIP ? c->tulip.function != NULL
                                 : true;
}

static void run(const contest *c, int contestant) {
    if (contestant == TALIB)
        run_peer(c, &c->talib);
    else if (contestant == TULIP)
        run_peer(c, &c->tulip);
    else
        run_ours(c, contestant != PLANAR, contestant == TWO_THREADS ? &two_threads : NULL);
}

static void print_row(const char *what, const char *id, size_t n, const char *const *names,
                      const double *ns, int count, int first_peer) {
    double best = INFINITY;
    for (int i = first_peer; i < count; i++)
        best = ns[i] < best ? ns[i] : best;
    printf("%-14s %-8s %7zu", what, id, n);
    for (int i = 0; i < count; i++)
        if (isnan(ns[i]))
            printf(" %12s", "-");
        else
            printf(" %12.3f", ns[i]);
    for (int i = 0; i < first_peer && !isinf(best); i++)
        printf(" %6.2fx", best / ns[i]);
    printf("\n");
    fflush(stdout);
    if (!json)
        return;
    static bool any;
    fprintf(json, "%s\n    {\"case\":\"%s\",\"indicator\":\"%s\",\"n\":%zu", any ? "," : "", what,
            id, n);
    any = true;
    for (int i = 0; i < count; i++)
        if (!isnan(ns[i]))
            fprintf(json, ",\"%s\":%.4f", names[i], ns[i]);
    fprintf(json, "}");
}

/* Medians, in ns per series and bar, of rounds in which the contestants take turns. */
static void bench(const contest *c) {
    static const char *const names[] = {"planar", "interleaved", "two threads", "talib", "tulip"};
    static double times[CONTESTANTS][ROUNDS];
    double values = (double)(c->n_sets * c->n_series * c->n_bars), ns[CONTESTANTS];
    size_t repeats = values < 1e5 ? 20 : 1;
    for (size_t round = 0; round < ROUNDS; round++)
        for (int i = 0; i < CONTESTANTS; i++) {
            double start = measure_now_ns();
            for (size_t k = 0; k < repeats && takes_part(c, i); k++)
                run(c, i);
            times[i][round] = (measure_now_ns() - start) / (values * (double)repeats);
        }
    for (int i = 0; i < CONTESTANTS; i++)
        ns[i] = takes_part(c, i) ? measure_median(times[i], ROUNDS) : (double)NAN;
    print_row(c->what, c->info->id, c->n_bars, names, ns, CONTESTANTS, TALIB);
}

static void set_params(contest *c) {
    for (size_t set = 0; set < c->n_sets; set++)
        for (size_t i = 0; i < c->info->n_params; i++) {
            double value = ta_indicator_param(c->ind, i)->def;
            bool first = i == 0 && c->n_sets > 1;
            c->sets[set * c->info->n_params + i] = first ? 5 + (double)set : value;
        }
}

static contest contest_new(const char *id, size_t n_sets, size_t n_series, size_t n_bars) {
    contest c = {.ind = ta_indicator_find(id),
                 .n_sets = n_sets,
                 .n_series = n_series,
                 .n_bars = n_bars,
                 .talib = talib_find(id),
                 .tulip = tulip_find(id)};
    c.info = ta_indicator_describe(c.ind);
    set_params(&c);
    bars walk = bars_new(SHAPE_WALK, n_series * n_bars);
    c.planar = measure_doubles(n_series * n_bars);
    c.interleaved = measure_doubles(n_series * n_bars);
    for (size_t s = 0; s < n_series; s++)
        for (size_t j = 0; j < n_bars; j++) {
            double x = walk.columns[TA_INPUT_REAL][s * n_bars + j];
            c.planar[s * n_bars + j] = c.interleaved[j * n_series + s] = x;
        }
    bars_free(&walk);
    for (size_t o = 0; o < OUTPUTS; o++)
        c.out[o] = measure_doubles(n_sets * n_series * n_bars);
    return c;
}

static void contest_free(contest *c) {
    free(c->planar);
    free(c->interleaved);
    for (size_t o = 0; o < OUTPUTS; o++)
        free(c->out[o]);
}

static bool chosen(const char *id) {
    return !only || strcmp(only, id) == 0;
}

static void bench_series(const char *what, size_t n_sets, size_t n_series) {
    static const size_t sizes[] = {250, 10000};
    for (size_t size = 0; size < 2; size++)
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
            if (!chosen(ids[i]))
                continue;
            contest c = contest_new(ids[i], n_sets, n_series, sizes[size]);
            c.what = what;
            bench(&c);
            contest_free(&c);
        }
}

/* --- ticks ------------------------------------------------------------------------------------ */

typedef struct ticks {
    const char *id;
    size_t n_outputs;
    double *bars; /* [tick][symbol] */
    double *out[OUTPUTS];
    ta_streams *streams, *threaded;
    talib_stream **talib; /* one per symbol; NULL: TA-Lib has none */
} ticks;

static void push_ours(const ticks *t, ta_streams *streams, const double *bar, const ta_pool *pool) {
    const double *in[] = {bar};
    if (ta_streams_push(streams, in, t->out, pool) != TA_OK)
        abort();
}

/* TA-Lib's caller has to leave out the bars that are missing. */
static void push_talib(const ticks *t, const double *bar) {
    for (size_t s = 0; s < SYMBOLS; s++) {
        if (isnan(bar[s]))
            continue;
        const double *in[] = {&bar[s]};
        double *out[OUTPUTS];
        for (size_t o = 0; o < t->n_outputs; o++)
            out[o] = t->out[o] + s;
        talib_stream_push_all(t->talib[s], &(peer_call){.in = in, .n = 1, .out = out});
    }
}

static void open_talib(ticks *t, const ta_indicator *ind) {
    bars walk = bars_new(SHAPE_WALK, WARM_UP);
    double params[TA_PARAMS_MAX];
    const double *in[] = {walk.columns[TA_INPUT_REAL]};
    double first[OUTPUTS][WARM_UP];
    double *out[] = {first[0], first[1], first[2]};
    for (size_t i = 0; i < ta_indicator_describe(ind)->n_params; i++)
        params[i] = ta_indicator_param(ind, i)->def;
    peer_call call = {params, in, WARM_UP, out};
    t->talib = calloc(SYMBOLS, sizeof(talib_stream *));
    if (!t->talib)
        abort();
    for (size_t s = 0; s < SYMBOLS; s++)
        if (!(t->talib[s] = talib_stream_open(t->id, &call))) {
            free(t->talib);
            t->talib = NULL;
            break;
        }
    bars_free(&walk);
}

static ticks ticks_new(const char *id, size_t missing_percent) {
    const ta_indicator *ind = ta_indicator_find(id);
    ticks t = {.id = id, .n_outputs = ta_indicator_describe(ind)->n_outputs};
    bars walk = bars_new(SHAPE_WALK, TICKS * SYMBOLS);
    t.bars = measure_doubles(TICKS * SYMBOLS);
    for (size_t i = 0; i < TICKS * SYMBOLS; i++) {
        bool missing = i * UINT64_C(2654435761) % 1000003 % 100 < missing_percent;
        t.bars[i] = missing ? (double)NAN : walk.columns[TA_INPUT_REAL][i];
    }
    bars_free(&walk);
    for (size_t o = 0; o < OUTPUTS; o++)
        t.out[o] = measure_doubles(SYMBOLS);
    if (ta_streams_create(ind, NULL, 0, SYMBOLS, &t.streams, NULL) != TA_OK ||
        ta_streams_create(ind, NULL, 0, SYMBOLS, &t.threaded, NULL) != TA_OK)
        abort();
    for (size_t i = 0; i < WARM_UP; i++) {
        push_ours(&t, t.streams, t.bars + i % TICKS * SYMBOLS, NULL);
        push_ours(&t, t.threaded, t.bars + i % TICKS * SYMBOLS, NULL);
    }
    open_talib(&t, ind);
    return t;
}

static void ticks_free(ticks *t) {
    for (size_t s = 0; s < SYMBOLS && t->talib; s++)
        talib_stream_close(t->talib[s]);
    free(t->talib);
    ta_streams_free(t->streams);
    ta_streams_free(t->threaded);
    free(t->bars);
    for (size_t o = 0; o < OUTPUTS; o++)
        free(t->out[o]);
}

static void bench_ticks(const char *id, size_t missing_percent) {
    enum {
        ONE,
        TWO,
        PEER,
        COUNT
    };
    static const char *const names[] = {"one thread", "two threads", "talib"};
    static double times[COUNT][ROUNDS];
    ticks t = ticks_new(id, missing_percent);
    for (size_t round = 0; round < ROUNDS; round++)
        for (int i = 0; i < COUNT; i++) {
            double start = measure_now_ns();
            for (size_t tick = 0; tick < TICKS; tick++) {
                const double *bar = t.bars + tick * SYMBOLS;
                if (i == PEER && t.talib)
                    push_talib(&t, bar);
                else if (i != PEER)
                    push_ours(&t, i == ONE ? t.streams : t.threaded, bar,
                              i == ONE ? NULL : &two_threads);
            }
            times[i][round] = (measure_now_ns() - start) / ((double)TICKS * SYMBOLS);
        }
    double ns[COUNT];
    for (int i = 0; i < COUNT; i++)
        ns[i] = i == PEER && !t.talib ? (double)NAN : measure_median(times[i], ROUNDS);
    print_row(missing_percent ? "tick, 10% gaps" : "tick", id, SYMBOLS, names, ns, COUNT, PEER);
    ticks_free(&t);
}

/* --- program ---------------------------------------------------------------------------------- */

static bool read_options(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        const char **value = strcmp(argv[i], "--json") == 0    ? &json_path
                             : strcmp(argv[i], "--only") == 0  ? &only
                             : strcmp(argv[i], "--talib") == 0 ? &talib_path
                             : strcmp(argv[i], "--tulip") == 0 ? &tulip_path
                                                               : NULL;
        if (!value || i + 1 == argc)
            return false;
        *value = argv[++i];
    }
    return true;
}

static void report_peer(const char *name, const char *version, const char *reason) {
    if (version)
        printf("%s %s\n", name, version);
    else
        printf("SKIPPED peer %s: %s\n", name, reason);
}

int main(int argc, char **argv) {
    if (!read_options(argc, argv)) {
        fprintf(stderr, "usage: %s [--json FILE] [--only ID] [--talib LIBRARY] [--tulip LIBRARY]\n",
                argv[0]);
        return 2;
    }
    char machine[512];
    const char *reason = NULL;
    measure_machine(machine, sizeof machine);
    printf("%s\n", machine);
    const char *talib = talib_open(talib_path, BENCH_TALIB_PATTERN, &reason);
    report_peer("TA-Lib", talib, reason);
    const char *tulip = tulip_open(tulip_path, BENCH_TULIP_PATTERN, &reason);
    report_peer("Tulip", tulip, reason);
    if (json_path && !(json = fopen(json_path, "w"))) {
        perror(json_path);
        return 1;
    }
    thread_pool *pool = thread_pool_new(2);
    if (!pool)
        abort();
    two_threads = thread_pool_lend(pool);
    if (json)
        fprintf(json,
                "{\n  \"machine\":\"%s\",\n  \"talib\":\"%s\",\n  \"tulip\":\"%s\",\n  "
                "\"ns_per_value\":[",
                machine, talib ? talib : "", tulip ? tulip : "");

    printf("\n%-14s %-8s %7s %12s %12s %12s %12s %12s  ratio of each\n", "ns/value", "", "n",
           "planar", "interleaved", "two threads", "TA-Lib", "Tulip");
    bench_series("16 series", 1, SERIES);
    bench_series("sweep of 16", SERIES, 1);
    printf("\n%-14s %-8s %7s %12s %12s %12s  ratio of each\n", "ns/symbol", "", "n", "one thread",
           "two threads", "TA-Lib");
    for (size_t missing = 0; missing <= 10; missing += 10)
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
            if (chosen(ids[i]))
                bench_ticks(ids[i], missing);
    if (json) {
        fprintf(json, "\n  ]\n}\n");
        fclose(json);
    }
    thread_pool_free(pool);
    return 0;
}
