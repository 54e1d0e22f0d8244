/* One lexicon and one call on several threads: the same values as on one. For ThreadSanitizer. */
#include "marketkit/senti.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    THREADS = 4,
    TEXTS = 4000
};

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
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &c), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

static void test_threads(void **state) {
    (void)state;
    static const char *const some[] = {"not bad but GREAT!",
                                       "\xf0\x9f\x98\x82 lol \xf0\x9f\x9a\x80", "kind of sad :(",
                                       "", "plain words"};
    const char **texts = calloc(TEXTS, sizeof *texts);
    size_t *lens = calloc(TEXTS, sizeof *lens), size;
    double *one = calloc(TEXTS, sizeof *one), *many = calloc(TEXTS, sizeof *many);
    assert_true(texts && lens && one && many);
    for (size_t i = 0; i < TEXTS; i++) {
        texts[i] = some[i * 7 % 5];
        lens[i] = strlen(texts[i]);
    }
    const char *words = senti_finance_words(&size);
    senti_lexicon *lexicon = NULL;
    assert_int_equal(senti_lexicon_load(senti_lexicon_builtin(SENTI_MODERN), words, size,
                                        SENTI_LOAD_OVERLAY, &lexicon, NULL),
                     SENTI_OK);
    const senti_pool pool = {.run = run_crew};
    const senti_columns to_many = {.compound = many}, to_one = {.compound = one};
    assert_int_equal(senti_score_many(lexicon, texts, lens, TEXTS, NULL, &to_many, &pool),
                     SENTI_OK);
    assert_int_equal(senti_score_many(lexicon, texts, lens, TEXTS, NULL, &to_one, NULL), SENTI_OK);
    assert_memory_equal(one, many, TEXTS * sizeof *one);
    senti_lexicon_free(lexicon);
    free(texts);
    free(lens);
    free(one);
    free(many);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
