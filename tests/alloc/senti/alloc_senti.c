/*
 * Every entry point of libsenti with each of its allocations failing in turn: the status says so,
 * results are untouched, and nothing is leaked. Short texts allocate nothing.
 */
#include "../../common/failing_alloc.h"
#include "marketkit/senti_posts.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

#define LONG_TEXT 4000
#define TEXTS     100

/* What the entry points work on, made before allocations begin to fail. */
typedef struct scene {
    char words[LONG_TEXT], emoji[LONG_TEXT], texts[TEXTS][16];
    const char *pointers[TEXTS];
    size_t lens[TEXTS], first[TEXTS];
    double column[TEXTS];
    senti_token tokens[LONG_TEXT * 4];
    senti_board *other;
    /* results */
    senti_scores scores;
    senti_sentences sentences;
    senti_target targets[4];
    size_t n;
    senti_lexicon *lexicon;
    senti_board *board;
} scene;

typedef senti_status entry_point(scene *s);

static const senti_lexicon *builtin(senti_profile profile) {
    return senti_lexicon_builtin(profile);
}

static senti_status score_long(scene *s) {
    return senti_score(builtin(SENTI_VADER), s->words, LONG_TEXT, NULL, &s->scores);
}

static senti_status score_nltk(scene *s) {
    return senti_score(builtin(SENTI_NLTK), s->words, LONG_TEXT, NULL, &s->scores);
}

static senti_status score_emoji(scene *s) {
    return senti_score(builtin(SENTI_MODERN), s->emoji, LONG_TEXT, NULL, &s->scores);
}

static senti_status explain(scene *s) {
    return senti_explain(builtin(SENTI_VADER), s->emoji, LONG_TEXT, NULL, s->tokens, LONG_TEXT * 4,
                         &s->n, &s->scores);
}

static senti_status many(scene *s) {
    const senti_columns out = {.compound = s->column};
    s->pointers[0] = s->words;
    s->lens[0] = LONG_TEXT;
    senti_status status =
        senti_score_many(builtin(SENTI_VADER), s->pointers, s->lens, TEXTS, NULL, &out, NULL);
    s->pointers[0] = s->texts[0];
    s->lens[0] = strlen(s->texts[0]);
    return status;
}

static senti_status load(scene *s) {
    size_t size;
    const char *words = senti_finance_words(&size);
    return senti_lexicon_load(builtin(SENTI_VADER), words, size, SENTI_LOAD_OVERLAY, &s->lexicon,
                              NULL);
}

static senti_status duplicates(scene *s) {
    return senti_duplicates(s->pointers, s->lens, TEXTS, 0.6, s->first);
}

static senti_status sentences(scene *s) {
    return senti_score_sentences(builtin(SENTI_VADER), s->words, LONG_TEXT, NULL, &s->sentences);
}

static senti_status targets(scene *s) {
    static const char text[] = "$AAPL is great, but $TSLA is bad";
    return senti_score_targets(builtin(SENTI_VADER), text, strlen(text), NULL, 0, s->targets, 4,
                               &s->n);
}

static senti_status board_create(scene *s) {
    return senti_board_create(SENTI_DAY, &s->board);
}

static senti_status board_add(scene *s) {
    senti_board *board = NULL;
    senti_status status = senti_board_create(SENTI_DAY, &board);
    if (status == SENTI_OK)
        status = senti_board_add(board, "AAPL", 0, 0.5);
    if (status == SENTI_OK)
        status = senti_board_merge(board, s->other);
    senti_board_free(board);
    return status;
}

static void clear(scene *s) {
    senti_lexicon_free(s->lexicon);
    senti_board_free(s->board);
    s->lexicon = NULL;
    s->board = NULL;
    memset(&s->scores, 'x', sizeof s->scores);
    memset(&s->sentences, 'x', sizeof s->sentences);
    s->n = 12345;
}

static void check_untouched(const scene *s) {
    scene same;
    memset(&same.scores, 'x', sizeof same.scores);
    memset(&same.sentences, 'x', sizeof same.sentences);
    assert_memory_equal(&s->scores, &same.scores, sizeof same.scores);
    assert_memory_equal(&s->sentences, &same.sentences, sizeof same.sentences);
    assert_null(s->lexicon);
    assert_null(s->board);
}

static void repeat(char *to, size_t size, const char *what) {
    size_t n = strlen(what);
    for (size_t i = 0; i < size; i++)
        to[i] = what[i % n];
}

static scene shared;

static void test_failures(void **state) {
    (void)state;
    entry_point *const all[] = {score_long, score_nltk, score_emoji, explain,      many,     load,
                                duplicates, sentences,  targets,     board_create, board_add};
    scene *s = &shared;
    repeat(s->words, LONG_TEXT, "good bad but great not nice ");
    repeat(s->emoji, LONG_TEXT, "\xf0\x9f\x98\x82");
    for (size_t i = 0; i < TEXTS; i++) {
        (void)strcpy(s->texts[i], i % 3 ? "same text" : "another");
        s->pointers[i] = s->texts[i];
        s->lens[i] = strlen(s->texts[i]);
    }
    assert_int_equal(senti_board_create(SENTI_DAY, &s->other), SENTI_OK);
    assert_int_equal(senti_board_add(s->other, "TSLA", 0, -0.5), SENTI_OK);
    clear(s);
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        size_t live = alloc_live(), failed = 0;
        for (size_t at = 1;; at++) {
            alloc_fail_at(at);
            senti_status status = all[k](s);
            alloc_fail_at(0);
            if (status == SENTI_OK)
                break;
            failed++;
            assert_int_equal(status, SENTI_ERR_MEMORY);
            check_untouched(s);
            assert_int_equal(alloc_live(), live);
        }
        assert_true(failed > 0);
        clear(s);
        assert_int_equal(alloc_live(), live);
    }
    senti_board_free(s->other);
}

static void test_no_allocation(void **state) {
    (void)state;
    static const char text[] =
        "VADER is VERY SMART, handsome, and FUNNY!!! \xf0\x9f\x98\x82 caf\xc3\xa9";
    senti_scores scores;
    for (int p = 0; p < 4; p++) {
        alloc_fail_at(0);
        assert_int_equal(senti_score(builtin((senti_profile)p), text, strlen(text), NULL, &scores),
                         SENTI_OK);
        assert_int_equal(alloc_count(), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_no_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
