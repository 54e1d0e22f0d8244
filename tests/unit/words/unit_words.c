/* The interface of senti_words: options, order, scores, items, errors. What is counted is compared
 * with word_cloud in tests/golden/words and tests/oracle/words. */
#include "marketkit/senti_words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static senti_words_options defaults(void) {
    return (senti_words_options)SENTI_WORDS_OPTIONS_INIT;
}

static senti_words *words_of(const senti_words_options *options, const char *text) {
    senti_words *words = NULL;
    assert_int_equal(senti_words_create(options, &words, NULL), SENTI_OK);
    if (text)
        assert_int_equal(senti_words_add(words, text, strlen(text), NULL), SENTI_OK);
    return words;
}

/* "word 2|other 1" */
static void assert_top(const senti_words *words, size_t limit, const char *expected) {
    senti_word_list list;
    char got[4096] = "";
    size_t at = 0;
    assert_int_equal(senti_words_top(words, limit, NULL, &list, NULL), SENTI_OK);
    for (size_t i = 0; i < list.count; i++) {
        const senti_word *w = &list.items[i];
        assert_int_equal(strlen(w->text), w->len);
        assert_true(w->score == (double)w->count);
        assert_true(w->weight == w->score / list.items[0].score);
        at += (size_t)snprintf(got + at, sizeof got - at, "%s%s %llu", i ? "|" : "", w->text,
                               (unsigned long long)w->count);
    }
    assert_string_equal(got, expected);
    senti_word_list_clear(&list);
    assert_null(list.items);
}

static void check(const senti_words_options *options, const char *text, const char *expected) {
    senti_words *words = words_of(options, text);
    assert_top(words, 0, expected);
    senti_words_free(words);
}

static void test_rules(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.no_collocations = true;
    check(&o, "", "");
    check(&o, "the THE The", "");
    check(&o, "Stock stock stock Stocks", "Stock 4");
    check(&o, "boss Boss bosses", "boss 2|bosses 1");
    check(&o, "James's James' james", "James 2|James' 1");
    check(&o, "don\xE2\x80\x99t 'tis rock'n'roll", "don 1|t 1|tis 1|rock'n'roll 1");
    check(&o, "1 2 x2 3rd", "x2 1|3rd 1");
    /* Two plurals that differ in their last letter alone become one spelling. */
    check(&o, "x Xs XS", "X 3");
    o.numbers = true;
    check(&o, "1 2 2", "2 2|1 1");
    o = defaults();
    o.no_plurals = o.no_collocations = true;
    check(&o, "stock stocks", "stock 1|stocks 1");
    o = defaults();
    o.no_collocations = true;
    o.min_length = 3;
    check(&o, "ab abc \xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9",
          "abc 1|\xC3\xA9\xC3\xA9\xC3\xA9 1");
}

/* The last word counts at any length of the text, whatever part of a block it is in. */
static void test_every_length(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.no_collocations = true;
    for (size_t n = 1; n < 300; n++) {
        char text[320], expected[328];
        memset(text, 'q', n);
        text[n] = '\0';
        (void)snprintf(expected, sizeof expected, "%s 1", text);
        check(&o, text, expected);
        memset(text, '.', n);
        memcpy(text + n, "word", 5);
        check(&o, text, "word 1");
        memcpy(text + n, "w\xC3\xA9rd", 6);
        check(&o, text, "w\xC3\xA9rd 1");
    }
}

static void test_bytes(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.no_collocations = true;
    senti_words *words = words_of(&o, NULL);
    static const char text[] = "a1\0b2 c3\xFF"
                               "d4 \xE2\x82 e5 \xED\xA0\x80"
                               "f6 \xF0\x9F\x98\x82g7 \xC3";
    assert_int_equal(senti_words_add(words, text, sizeof text - 1, NULL), SENTI_OK);
    assert_top(words, 0, "a1 1|b2 1|c3 1|d4 1|e5 1|f6 1|g7 1");
    senti_words_free(words);
}

static void test_order(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.threshold = 0.001;
    /* Equal counts: words as first seen, then collocations as first seen. */
    check(&o, "x b c y b c z b c w. The solo. The q",
          "b c 3|solo 1|q 1|x b 1|c y 1|y b 1|c z 1|z b 1|c w 1");
}

static void test_limit(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.no_collocations = true;
    senti_words *words = words_of(&o, "d c b q q b c q d q e f e");
    assert_top(words, 0, "q 4|d 2|c 2|b 2|e 2|f 1");
    for (size_t limit = 1; limit < 9; limit++) {
        senti_word_list all, some;
        assert_int_equal(senti_words_top(words, 0, NULL, &all, NULL), SENTI_OK);
        assert_int_equal(senti_words_top(words, limit, NULL, &some, NULL), SENTI_OK);
        assert_int_equal(some.count, limit < 6 ? limit : 6);
        assert_int_equal(some.total, 6);
        for (size_t i = 0; i < some.count; i++)
            assert_string_equal(some.items[i].text, all.items[i].text);
        senti_word_list_clear(&all);
        senti_word_list_clear(&some);
    }
    senti_words_free(words);
}

static void test_across(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.threshold = 1e-9;
    senti_words *apart = words_of(&o, "York"), *across;
    o.across = true;
    across = words_of(&o, "York");
    assert_int_equal(senti_words_add(apart, "New", 3, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(across, "New", 3, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(apart, "paper", 5, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(across, "", 0, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(across, "paper", 5, NULL), SENTI_OK);
    assert_top(apart, 0, "York 1|New 1|paper 1");
    senti_word_list list;
    assert_int_equal(senti_words_top(across, 0, NULL, &list, NULL), SENTI_OK);
    assert_true(list.items[list.count - 1].collocation);
    assert_string_equal(list.items[list.count - 1].text, "New paper");
    senti_word_list_clear(&list);
    senti_words_free(apart);
    senti_words_free(across);
}

static void test_stopwords(void **state) {
    (void)state;
    static const char mine[] = "  Reuters\t\r\n\n\xC3\x89T\xC3\x89\nread more\nlast";
    size_t len = 0, lines = 0;
    const char *list = senti_words_stopwords(&len);
    for (size_t i = 0; i < len; i++)
        lines += list[i] == '\n';
    assert_int_equal(lines, 192);
    senti_words_options o = defaults();
    o.stopwords = mine;
    o.stopwords_len = sizeof mine - 1;
    o.no_collocations = true;
    check(&o, "REUTERS says \xC3\xA9t\xC3\xA9 Last the read", "says 1|read 1");
    o.no_stopwords = true;
    check(&o, "reuters the last", "the 1");
}

static void test_items(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.no_plurals = true;
    senti_words *words = words_of(&o, NULL);
    static const char *const items[] = {"Jane Doe", " jane doe\n", "JANE DOE", "Jane Doe",
                                        "T",        "TS",          "ts",       "BRK.B",
                                        "12",       " \t",         "the"};
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++)
        assert_int_equal(senti_words_add_item(words, items[i], strlen(items[i]), NULL), SENTI_OK);
    assert_int_equal(senti_words_add_item(words, "\xFF", 1, NULL), SENTI_OK);
    assert_top(words, 0, "Jane Doe 4|TS 2|T 1|BRK.B 1|12 1|\xEF\xBF\xBD 1");
    char *long_item = calloc(SENTI_WORDS_ITEM_MAX + 1, 1);
    assert_non_null(long_item);
    memset(long_item, 'x', SENTI_WORDS_ITEM_MAX + 1);
    senti_error err;
    assert_int_equal(senti_words_add_item(words, long_item, SENTI_WORDS_ITEM_MAX + 1, &err),
                     SENTI_ERR_ARGUMENT);
    assert_int_equal(err.status, SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_add_item(words, long_item, SENTI_WORDS_ITEM_MAX, NULL), SENTI_OK);
    free(long_item);
    senti_words_free(words);
}

static void test_background(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.documents = true;
    senti_words *words = words_of(&o, "stocks fell fell again today today today");
    senti_words *background = words_of(&o, "today Stock stocks Stock");
    assert_int_equal(senti_words_add(background, "Today stocks", 12, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(background, "today", 5, NULL), SENTI_OK);
    senti_word_list list;
    assert_int_equal(senti_words_top(words, 0, background, &list, NULL), SENTI_OK);
    /* In 3, 0 and 2 of 3 documents. */
    assert_int_equal(list.count, 3);
    assert_string_equal(list.items[0].text, "fell");
    assert_true(list.items[0].score == 2 * (log(4.0 / 1) + 1));
    assert_string_equal(list.items[1].text, "today");
    assert_true(list.items[1].score == 3 * (log(4.0 / 4) + 1));
    assert_string_equal(list.items[2].text, "stocks");
    assert_true(list.items[2].score == 1 * (log(4.0 / 3) + 1));
    assert_true(list.items[1].weight == list.items[1].score / list.items[0].score);
    senti_word_list_clear(&list);
    /* A handle may be its own background. */
    assert_int_equal(senti_words_top(words, 1, words, &list, NULL), SENTI_OK);
    assert_string_equal(list.items[0].text, "today");
    senti_word_list_clear(&list);
    senti_words_free(background);
    senti_words_free(words);
}

static void test_stats(void **state) {
    (void)state;
    senti_words *words = words_of(NULL, "the big Big apple");
    senti_words_stats stats = {.size = sizeof stats};
    assert_int_equal(senti_words_get_stats(words, &stats), SENTI_OK);
    assert_int_equal(stats.documents, 1);
    assert_int_equal(stats.words, 3);
    assert_int_equal(stats.distinct, 3);
    assert_int_equal(stats.pairs, 2);
    assert_int_equal(stats.lost_words, 0);
    assert_true(stats.bytes > sizeof stats);
    stats.size = 1;
    assert_int_equal(senti_words_get_stats(words, &stats), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_get_stats(NULL, &stats), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_get_stats(words, NULL), SENTI_ERR_ARGUMENT);
    senti_words_free(words);
}

/* Callers of newer versions, whose structures are longer. */
static void test_sizes(void **state) {
    (void)state;
    struct {
        senti_words_options known;
        char more[32];
    } options = {SENTI_WORDS_OPTIONS_INIT, {1}};
    struct {
        senti_words_stats known;
        char more[32];
    } stats = {{.size = sizeof stats}, {1}};
    senti_words *words;
    options.known.size = sizeof options;
    options.known.no_collocations = true;
    assert_int_equal(senti_words_create(&options.known, &words, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(words, "big apple", 9, NULL), SENTI_OK);
    assert_int_equal(senti_words_get_stats(words, &stats.known), SENTI_OK);
    assert_int_equal(stats.known.size, sizeof stats.known);
    assert_int_equal(stats.known.words, 2);
    assert_int_equal(stats.known.pairs, 0);
    assert_int_equal(stats.more[0], 1);
    senti_words_free(words);
    options.known.size = offsetof(senti_words_options, stopwords_len);
    assert_int_equal(senti_words_create(&options.known, &words, NULL), SENTI_ERR_ARGUMENT);
}

static void assert_refused(senti_words_options o) {
    senti_words *words = (senti_words *)&o;
    senti_error err;
    assert_int_equal(senti_words_create(&o, &words, &err), SENTI_ERR_ARGUMENT);
    assert_ptr_equal(words, &o);
    assert_int_equal(err.status, SENTI_ERR_ARGUMENT);
    assert_true(err.message[0]);
}

static void test_errors(void **state) {
    (void)state;
    senti_words_options o = defaults();
    o.size = 4;
    assert_refused(o);
    o = defaults();
    o.threshold = (double)NAN;
    assert_refused(o);
    o.threshold = (double)INFINITY;
    assert_refused(o);
    o = defaults();
    o.max_distinct = SENTI_WORDS_DISTINCT_MIN - 1;
    assert_refused(o);
    o = defaults();
    o.stopwords_len = 1;
    assert_refused(o);
    assert_int_equal(senti_words_create(NULL, NULL, NULL), SENTI_ERR_ARGUMENT);

    senti_words *words = words_of(NULL, "x");
    senti_word_list list;
    assert_int_equal(senti_words_add(words, NULL, 1, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_add(words, NULL, 0, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(NULL, "x", 1, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_add_item(NULL, "x", 1, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_add_item(words, NULL, 1, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_top(NULL, 0, NULL, &list, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_top(words, 0, NULL, NULL, NULL), SENTI_ERR_ARGUMENT);
    /* Made without `documents`. */
    assert_int_equal(senti_words_top(words, 0, words, &list, NULL), SENTI_ERR_ARGUMENT);
    senti_words_free(words);
    senti_words_free(NULL);
    senti_word_list_clear(NULL);
}

static void test_merge_errors(void **state) {
    (void)state;
    senti_words *words = words_of(NULL, "x");
    senti_words_options o = defaults();
    o.numbers = true;
    senti_words *other = words_of(&o, "y");
    assert_int_equal(senti_words_merge(words, words, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_merge(NULL, words, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_merge(words, NULL, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_words_merge(words, other, NULL), SENTI_ERR_ARGUMENT);
    senti_words_free(other);
    o = defaults();
    o.stopwords = "word";
    o.stopwords_len = 4;
    other = words_of(&o, "y");
    assert_int_equal(senti_words_merge(words, other, NULL), SENTI_ERR_ARGUMENT);
    senti_words_free(other);
    other = words_of(NULL, "y. The y. The x");
    assert_int_equal(senti_words_merge(words, other, NULL), SENTI_OK);
    assert_top(words, 0, "x 2|y 2");
    assert_top(other, 0, "y 2|x 1");
    senti_words_free(other);
    senti_words_free(words);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),        cmocka_unit_test(test_every_length),
        cmocka_unit_test(test_bytes),        cmocka_unit_test(test_order),
        cmocka_unit_test(test_limit),        cmocka_unit_test(test_across),
        cmocka_unit_test(test_stopwords),    cmocka_unit_test(test_items),
        cmocka_unit_test(test_background),   cmocka_unit_test(test_stats),
        cmocka_unit_test(test_sizes),        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_merge_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
