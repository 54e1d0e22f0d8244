/*
 * bench_words [--json FILE] [--python PROGRAM] [TEXT...]
 *
 * Megabytes a second of word counts, from an empty handle to the 50 most frequent words, beside
 * word_cloud in Python on the same text. README.md says how to read it.
 */
#define _POSIX_C_SOURCE 200809L

#include "marketkit/senti_words.h"
#include "measure.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    ROUNDS = 41,
    PEER_ROUNDS = 7,
    PEER_BYTES = 2000000, /* a longer text would keep word_cloud busy for minutes */
    TEXTS_MAX = 32,
    TOP = 50
};

typedef struct text {
    char name[64];
    char path[1024];
    char *bytes;
    size_t len;
} text;

static text texts[TEXTS_MAX];
static size_t n_texts;

static void die(const char *what) {
    perror(what);
    exit(1);
}

/* ---- texts */

static void add_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || n_texts == TEXTS_MAX)
        die(path);
    text *t = &texts[n_texts++];
    const char *slash = strrchr(path, '/');
    (void)snprintf(t->name, sizeof t->name, "%s", slash ? slash + 1 : path);
    (void)snprintf(t->path, sizeof t->path, "%s", path);
    (void)fseek(file, 0, SEEK_END);
    t->len = (size_t)ftell(file);
    rewind(file);
    t->bytes = malloc(t->len ? t->len : 1);
    if (!t->bytes || fread(t->bytes, 1, t->len, file) != t->len)
        die(path);
    (void)fclose(file);
}

static uint64_t state;
static uint64_t next_random(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* A rank with the frequencies of words: about as likely as 1 / (rank + 2.7). */
static size_t zipf(size_t n) {
    double u = (double)(next_random() >> 11) * 0x1p-53, x = 1;
    for (double base = (double)n; u > 0 && base > 1; u -= 1.0 / 64, base = base / 1.19)
        x = base;
    x *= (double)(next_random() >> 11) * 0x1p-53;
    return (size_t)x % n;
}

/* Made words of two to four syllables. */
static size_t put_word(char *out, size_t rank) {
    static const char *const syllables[] = {"ta",  "re",  "mon", "li",  "sto", "ke",  "ra", "din",
                                            "pro", "ven", "sha", "ter", "co",  "nal", "du", "ing"};
    size_t n = 0;
    for (size_t left = rank + 16; left > 0; left /= 16)
        n += (size_t)sprintf(out + n, "%s", syllables[left % 16]);
    return n;
}

/* Something like English: every other word a stop word, the others of a long tail. */
static void make_text(const char *name, size_t len, size_t vocabulary) {
    text *t = &texts[n_texts++];
    size_t n_stop, at = 0, n = 0;
    const char *list = senti_words_stopwords(&n_stop), *stop[256];
    for (const char *p = list; p < list + n_stop; p = strchr(p, '\n') + 1)
        stop[n++] = p;
    (void)snprintf(t->name, sizeof t->name, "%s", name);
    t->bytes = malloc(len + 64);
    if (!t->bytes)
        die(name);
    state = 88172645463325252u;
    for (size_t word = 0; at < len; word++) {
        if (next_random() % 2) {
            const char *w = stop[zipf(n)];
            size_t length = strcspn(w, "\n");
            memcpy(t->bytes + at, w, length);
            at += length;
        } else {
            size_t start = at;
            at += put_word(t->bytes + at, zipf(vocabulary));
            if (word % 12 == 0)
                t->bytes[start] = (char)(t->bytes[start] - 0x20);
        }
        if (next_random() % 9 == 0)
            t->bytes[at++] = next_random() % 3 ? ',' : '.';
        t->bytes[at++] = next_random() % 11 ? ' ' : '\n';
    }
    t->len = len;
}

/* The peer reads files. */
static void save(text *t, const char *folder) {
    if (t->path[0])
        return;
    (void)snprintf(t->path, sizeof t->path, "%s/%s", folder, t->name);
    FILE *file = fopen(t->path, "wb");
    if (!file || fwrite(t->bytes, 1, t->len, file) != t->len || fclose(file))
        die(t->path);
}

/* ---- the peer: a Python that counts on request */

static struct {
    FILE *to, *from;
    pid_t pid;
    char name[128];
} peer;

static void start_peer(const char *python) {
    int to[2], from[2];
    const char *arguments[TEXTS_MAX + 4] = {python, "-B", BENCH_WORDS_PEER};
    for (size_t i = 0; i < n_texts; i++)
        arguments[i + 3] = texts[i].path;
    if (pipe(to) || pipe(from) || (peer.pid = fork()) < 0)
        die("peer");
    if (peer.pid == 0) {
        (void)dup2(to[0], 0);
        (void)dup2(from[1], 1);
        (void)close(to[1]);
        (void)close(from[0]);
        (void)execvp(python, (char *const *)(uintptr_t)arguments);
        printf("! cannot run %s\n", python);
        (void)fflush(stdout);
        _exit(1);
    }
    (void)close(to[0]);
    (void)close(from[1]);
    peer.to = fdopen(to[1], "w");
    peer.from = fdopen(from[0], "r");
    if (!peer.to || !peer.from || !fgets(peer.name, sizeof peer.name, peer.from))
        (void)snprintf(peer.name, sizeof peer.name, "! no answer");
    peer.name[strcspn(peer.name, "\n")] = '\0';
}

static size_t ask_peer(size_t index, bool collocations) {
    char line[64];
    (void)fprintf(peer.to, "%zu %d\n", index, collocations);
    (void)fflush(peer.to);
    if (!fgets(line, sizeof line, peer.from))
        die("peer");
    return strtoul(line, NULL, 10);
}

static void stop_peer(void) {
    (void)fclose(peer.to);
    (void)fclose(peer.from);
    (void)waitpid(peer.pid, NULL, 0);
}

/* ---- ours */

static size_t count(const text *t, bool collocations, bool by_line) {
    senti_words_options options = SENTI_WORDS_OPTIONS_INIT;
    senti_words *words;
    senti_word_list list;
    senti_status status = SENTI_OK;
    options.no_collocations = !collocations;
    if (senti_words_create(&options, &words, NULL))
        abort();
    for (size_t at = 0; at < t->len && !status;) {
        const char *end = by_line ? memchr(t->bytes + at, '\n', t->len - at) : NULL;
        size_t len = end ? (size_t)(end - t->bytes) - at : t->len - at;
        status = senti_words_add(words, t->bytes + at, len, NULL);
        at += len + 1;
    }
    if (status || senti_words_top(words, TOP, NULL, &list, NULL))
        abort();
    size_t total = list.total;
    senti_word_list_clear(&list);
    senti_words_free(words);
    return total;
}

typedef struct figures {
    double ours, by_line, peer; /* MB/s; peer 0: not measured */
} figures;

static figures measure(size_t index, bool collocations, bool with_peer) {
    static double times[3][ROUNDS];
    const text *t = &texts[index];
    with_peer = with_peer && t->len <= PEER_BYTES;
    size_t rounds = with_peer ? PEER_ROUNDS : t->len > PEER_BYTES ? 9 : ROUNDS, sum = 0;
    /* Our calls are many in a round, so that they take as long as the clock is good for. */
    size_t calls = t->len > 1000000 ? 1 : 1000000 / (t->len + 1) + 1;
    if (with_peer && count(t, collocations, false) != ask_peer(index, collocations)) {
        fprintf(stderr, "%s: word_cloud finds another number of words\n", t->name);
        exit(1);
    }
    for (size_t round = 0; round < rounds; round++) {
        for (int by_line = 0; by_line < 2; by_line++) {
            double start = measure_now_ns();
            for (size_t i = 0; i < calls; i++)
                sum += count(t, collocations, by_line);
            times[by_line][round] = (measure_now_ns() - start) / (double)calls;
        }
        double start = measure_now_ns();
        if (with_peer)
            sum += ask_peer(index, collocations);
        times[2][round] = measure_now_ns() - start;
    }
    if (sum == 0)
        abort();
    double bytes = (double)t->len * 1e3; /* bytes / ns = 1e3 MB/s */
    return (figures){bytes / measure_median(times[0], rounds),
                     bytes / measure_median(times[1], rounds),
                     with_peer ? bytes / measure_median(times[2], rounds) : 0};
}

static void report(size_t index, bool collocations, const figures *f, FILE *json) {
    static bool any;
    const text *t = &texts[index];
    printf("%-18s %10zu %-12s %8.1f %8.1f", t->name, t->len,
           collocations ? "collocations" : "words", f->ours, f->by_line);
    if (f->peer > 0)
        printf(" %8.2f %7.0fx\n", f->peer, f->ours / f->peer);
    else
        printf(" %8s %8s\n", "-", "-");
    (void)fflush(stdout);
    if (!json)
        return;
    fprintf(json,
            "%s\n    {\"text\":\"%s\",\"bytes\":%zu,\"collocations\":%s,\"libsenti\":%.2f,"
            "\"libsenti_lines\":%.2f",
            any ? "," : "", t->name, t->len, collocations ? "true" : "false", f->ours, f->by_line);
    if (f->peer > 0)
        fprintf(json, ",\"word_cloud\":%.3f", f->peer);
    fprintf(json, "}");
    any = true;
}

static void run(bool with_peer, const char *json_path) {
    FILE *json = json_path ? fopen(json_path, "w") : NULL;
    char machine[512];
    if (json_path && !json)
        die(json_path);
    measure_machine(machine, sizeof machine);
    printf("%s\n", machine);
    if (with_peer)
        printf("%s\n\n", peer.name);
    else
        printf("SKIPPED peer word_cloud: %s\n\n",
               peer.name[0] == '!' ? peer.name + 2 : "no Python");
    if (json)
        fprintf(json, "{\n  \"machine\":\"%s\",\n  \"peer\":\"%s\",\n  \"mb_per_s\":[", machine,
                with_peer ? peer.name : "");
    printf("%-18s %10s %-12s %8s %8s %8s %8s\n", "MB/s", "bytes", "", "libsenti", "by line",
           "Python", "ratio");
    for (size_t i = 0; i < n_texts; i++)
        for (int collocations = 0; collocations < 2; collocations++) {
            figures f = measure(i, collocations, with_peer);
            report(i, collocations, &f, json);
        }
    if (json) {
        fprintf(json, "\n  ]\n}\n");
        (void)fclose(json);
    }
}

/* The English texts that are at hand. */
static void add_shared(void) {
    glob_t found;
    if (glob(BENCH_WORDS_TEXTS, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            add_file(found.gl_pathv[i]);
    else
        printf("SKIPPED texts %s: not here\n", BENCH_WORDS_TEXTS);
    globfree(&found);
}

int main(int argc, char **argv) {
    const char *json = NULL, *python = BENCH_PYTHON;
    char folder[] = "/tmp/bench_words_XXXXXX";
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0 && i + 1 < argc) {
            json = argv[++i];
        } else if (strcmp(argv[i], "--python") == 0 && i + 1 < argc) {
            python = argv[++i];
        } else if (argv[i][0] == '-') {
            fprintf(stderr, "usage: %s [--json FILE] [--python PROGRAM] [TEXT...]\n", argv[0]);
            return 2;
        } else {
            add_file(argv[i]);
        }
    }
    if (n_texts == 0)
        add_shared();
    make_text("made-1MB", 1000000, 20000);
    make_text("made-20MB", 20000000, 100000);
    if (!mkdtemp(folder))
        die(folder);
    for (size_t i = 0; i < n_texts; i++)
        save(&texts[i], folder);
    start_peer(python);
    run(peer.name[0] != '!', json);
    stop_peer();
    for (size_t i = 0; i < n_texts; i++) {
        if (strncmp(texts[i].path, folder, strlen(folder)) == 0)
            (void)unlink(texts[i].path);
        free(texts[i].bytes);
    }
    (void)rmdir(folder);
    return 0;
}
