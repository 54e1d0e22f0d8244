/* text.txt with several options gives what word_cloud gave (expected.tsv, see make_golden.py). */
#include "marketkit/senti_words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST = 1 << 20
};

static char text[MOST], expected[MOST], got[MOST];

static size_t read_file(const char *path, char *out) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(out, 1, MOST - 1, file);
    assert_true(n > 0 && n < MOST - 1);
    (void)fclose(file);
    out[n] = '\0';
    return n;
}

typedef struct golden_case {
    const char *name;
    senti_words_options options;
} golden_case;

static size_t count(const golden_case *c, size_t text_len, size_t at) {
    senti_words *words;
    senti_word_list list;
    assert_int_equal(senti_words_create(&c->options, &words, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(words, text, text_len, NULL), SENTI_OK);
    assert_int_equal(senti_words_top(words, 0, NULL, &list, NULL), SENTI_OK);
    for (size_t i = 0; i < list.count; i++)
        at += (size_t)snprintf(got + at, MOST - at, "%s\t%llu\t%s\n", c->name,
                               (unsigned long long)list.items[i].count, list.items[i].text);
    senti_word_list_clear(&list);
    senti_words_free(words);
    return at;
}

static void test_golden(void **state) {
    (void)state;
    golden_case cases[] = {
        {"default", SENTI_WORDS_OPTIONS_INIT},      {"words", SENTI_WORDS_OPTIONS_INIT},
        {"no_plurals", SENTI_WORDS_OPTIONS_INIT},   {"numbers", SENTI_WORDS_OPTIONS_INIT},
        {"min_length=4", SENTI_WORDS_OPTIONS_INIT}, {"no_stopwords", SENTI_WORDS_OPTIONS_INIT},
        {"threshold=2", SENTI_WORDS_OPTIONS_INIT},  {"stopwords", SENTI_WORDS_OPTIONS_INIT}};
    cases[1].options.no_collocations = true;
    cases[2].options.no_plurals = true;
    cases[3].options.numbers = true;
    cases[4].options.min_length = 4;
    cases[5].options.no_stopwords = true;
    cases[6].options.threshold = 2;
    cases[7].options.stopwords = "chair\nrates\ncaf\xC3\xA9\n";
    cases[7].options.stopwords_len = 18;
    size_t text_len = read_file(GOLDEN_FOLDER "/text.txt", text), len = 0;
    (void)read_file(GOLDEN_FOLDER "/expected.tsv", expected);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        len = count(&cases[i], text_len, len);
    assert_string_equal(got, expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_golden)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
