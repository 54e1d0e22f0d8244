/*
 * bench_senti [--json FILE] [--texts FILE]
 *
 * Texts a second of each profile on made-up posts, one core and two, and the time to load a
 * lexicon. README.md says how to read it. --texts writes the posts, one a line, for other programs.
 */
#include "marketkit/senti.h"
#include "measure.h"
#include "tweets.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXTS   20000
#define ROUNDS  31
#define THREADS 2

static FILE *json;

/* ---- a pool of two threads that live for one call */

typedef struct crew {
    size_t n;
    void (*task)(void *arg, size_t index);
    void *arg;
    atomic_size_t next;
} crew;

static void *work(void *arg) {
    crew *c = arg;
    for (size_t i; (i = atomic_fetch_add(&c->next, 1)) < c->n;)
        c->task(c->arg, i);
    return NULL;
}

static void run_crew(void *data, size_t n, void (*task)(void *, size_t), void *arg) {
    (void)data;
    crew c = {.n = n, .task = task, .arg = arg};
    pthread_t others[THREADS - 1];
    for (int i = 0; i < THREADS - 1; i++)
        if (pthread_create(&others[i], NULL, work, &c) != 0)
            abort();
    (void)work(&c);
    for (int i = 0; i < THREADS - 1; i++)
        (void)pthread_join(others[i], NULL);
}

/* ---- */

static double score_all(const senti_lexicon *lexicon, const tweets *t, double *compound,
                        const senti_pool *pool) {
    senti_columns out = {.compound = compound};
    double from = measure_now_ns();
    if (senti_score_many(lexicon, t->texts, t->lens, t->n, NULL, &out, pool) != SENTI_OK)
        abort();
    return measure_now_ns() - from;
}

static double lowest(const double *times, size_t n) {
    double least = times[0];
    for (size_t i = 1; i < n; i++)
        least = times[i] < least ? times[i] : least;
    return least;
}

static void bench_kind(tweet_kind kind, const senti_pool *pool) {
    tweets t;
    tweets_make(&t, kind, TEXTS);
    double *compound = measure_doubles(TEXTS);
    for (int p = SENTI_VADER; p <= SENTI_MODERN; p++) {
        const senti_lexicon *lexicon = senti_lexicon_builtin((senti_profile)p);
        double one[ROUNDS], two[ROUNDS];
        for (int r = 0; r < ROUNDS; r++) {
            one[r] = score_all(lexicon, &t, compound, NULL);
            two[r] = score_all(lexicon, &t, compound, pool);
        }
        double best = lowest(one, ROUNDS), m1 = measure_median(one, ROUNDS);
        double m2 = measure_median(two, ROUNDS);
        printf("%-8s %-8s %6.1f %10.0f %10.0f %8.1f %8.2fx\n", tweets_name(kind),
               senti_profile_name((senti_profile)p), (double)t.bytes / TEXTS, TEXTS / m1 * 1e9,
               TEXTS / best * 1e9, m1 / TEXTS, m1 / m2);
        if (json)
            fprintf(
                json,
                "%s\n    {\"texts\":\"%s\",\"profile\":\"%s\",\"median_ns\":%.1f,\"least_ns\":%.1f,"
                "\"two_threads_ns\":%.1f}",
                kind || p ? "," : "", tweets_name(kind), senti_profile_name((senti_profile)p),
                m1 / TEXTS, best / TEXTS, m2 / TEXTS);
    }
    free(compound);
    tweets_clear(&t);
}

static char *read_all(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    char *text = malloc(1u << 20);
    if (!file || !text) {
        perror(path);
        exit(1);
    }
    *size = fread(text, 1, 1u << 20, file);
    (void)fclose(file);
    return text;
}

static void bench_load(const char *name, const char *text, size_t size, senti_load how) {
    double times[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        senti_lexicon *lexicon;
        double from = measure_now_ns();
        if (senti_lexicon_load(senti_lexicon_builtin(SENTI_VADER), text, size, how, &lexicon,
                               NULL) != SENTI_OK)
            abort();
        times[r] = measure_now_ns() - from;
        senti_lexicon_free(lexicon);
    }
    double us = measure_median(times, ROUNDS) / 1e3;
    printf("load %-12s %8.0f us\n", name, us);
    if (json)
        fprintf(json, "%s\n    {\"file\":\"%s\",\"us\":%.1f}", how ? "," : "", name, us);
}

static void bench_hostile(void) {
    enum {
        EMOJI = 10000
    };
    char *text = malloc(EMOJI * 4);
    if (!text)
        abort();
    for (size_t i = 0; i < EMOJI; i++)
        memcpy(text + i * 4, "\xf0\x9f\x98\x82", 4);
    double times[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        senti_scores scores;
        double from = measure_now_ns();
        if (senti_score(senti_lexicon_builtin(SENTI_VADER), text, EMOJI * 4, NULL, &scores) !=
            SENTI_OK)
            abort();
        times[r] = measure_now_ns() - from;
    }
    double us = measure_median(times, ROUNDS) / 1e3;
    printf("10,000 emoji in one text %.0f us\n", us);
    if (json)
        fprintf(json, "\n  ],\n  \"emoji_10000_us\":%.1f\n}\n", us);
    free(text);
}

static void write_texts(const char *path) {
    FILE *file = fopen(path, "wb");
    tweets t;
    tweets_make(&t, TWEETS_ASCII, TEXTS);
    for (size_t i = 0; file && i < t.n; i++)
        fprintf(file, "%.*s\n", (int)t.lens[i], t.texts[i]);
    if (!file || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    tweets_clear(&t);
}

int main(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--json") == 0 && !(json = fopen(argv[i + 1], "w"))) {
            perror(argv[i + 1]);
            return 1;
        }
        if (strcmp(argv[i], "--texts") == 0)
            write_texts(argv[i + 1]);
    }
    char machine[512];
    measure_machine(machine, sizeof machine);
    printf("%s\n%-8s %-8s %6s %10s %10s %8s %9s\n", machine, "texts", "profile", "bytes",
           "median/s", "best/s", "ns", "2 threads");
    if (json)
        fprintf(json, "{\n  \"machine\":\"%s\",\n  \"ns_per_text\":[", machine);
    const senti_pool pool = {.run = run_crew};
    for (int kind = 0; kind < TWEET_KINDS; kind++)
        bench_kind((tweet_kind)kind, &pool);
    if (json)
        fprintf(json, "\n  ],\n  \"load\":[");
    size_t size;
    const char *finance = senti_finance_words(&size);
    bench_load("finance", finance, size, SENTI_LOAD_OVERLAY);
    char *vader = read_all(BENCH_VADER_LEXICON, &size);
    bench_load("vader", vader, size, SENTI_LOAD_REPLACE);
    free(vader);
    bench_hostile();
    return json && fclose(json) != 0;
}
