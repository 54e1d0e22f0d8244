/*
 * Every entry point of senti_words with each of its allocations failing in turn: the status says
 * so, results are untouched, nothing is leaked, and the handle goes on as if nothing had been.
 */
#include "../../common/failing_alloc.h"
#include "marketkit/senti_words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char text[40000];
static size_t text_len;

static void make_text(void) {
    for (unsigned i = 0; text_len + 64 < sizeof text; i++)
        text_len +=
            (size_t)snprintf(text + text_len, sizeof text - text_len,
                             "Word%u words%u w\xC3\xA9%u the very-long-internationalization%u\n",
                             i * 7 % 600, i % 50, i % 311, i % 97);
}

static senti_words_options options_of(bool bounded) {
    senti_words_options o = SENTI_WORDS_OPTIONS_INIT;
    o.documents = true;
    o.stopwords = "one\nTWO\n";
    o.stopwords_len = 8;
    o.max_distinct = bounded ? 200 : 0;
    return o;
}

static senti_words *make(bool bounded) {
    senti_words_options o = options_of(bounded);
    senti_words *words;
    assert_int_equal(senti_words_create(&o, &words, NULL), SENTI_OK);
    return words;
}

static void assert_same(const senti_words *a, const senti_words *b) {
    senti_word_list x, y;
    assert_int_equal(senti_words_top(a, 0, a, &x, NULL), SENTI_OK);
    assert_int_equal(senti_words_top(b, 0, b, &y, NULL), SENTI_OK);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        assert_string_equal(x.items[i].text, y.items[i].text);
        assert_true(x.items[i].score == y.items[i].score);
    }
    senti_word_list_clear(&x);
    senti_word_list_clear(&y);
}

static void test_create(void **state) {
    (void)state;
    size_t before = alloc_live(), failed = 0;
    for (size_t n = 1;; n++) {
        senti_words_options o = options_of(false);
        senti_words *words = (senti_words *)&o;
        alloc_fail_at(n);
        senti_status status = senti_words_create(&o, &words, NULL);
        alloc_fail_at(0);
        if (status == SENTI_OK) {
            senti_words_free(words);
            break;
        }
        failed++;
        assert_int_equal(status, SENTI_ERR_MEMORY);
        assert_ptr_equal(words, &o);
        assert_int_equal(alloc_live(), before);
    }
    assert_int_equal(alloc_live(), before);
    assert_true(failed > 4);
}

/* What was counted before the failure stays; counting what is left gives the rest. The cut is
 * between two words, so with `across` nothing of the pairs is lost. */
static void test_add(void **state) {
    (void)state;
    senti_words_options o = options_of(false);
    o.across = true;
    o.documents = false;
    senti_words *whole, *words;
    assert_int_equal(senti_words_create(&o, &whole, NULL), SENTI_OK);
    assert_int_equal(senti_words_add(whole, text, text_len, NULL), SENTI_OK);
    size_t failed = 0;
    for (size_t n = 1;; n++) {
        senti_error err;
        assert_int_equal(senti_words_create(&o, &words, NULL), SENTI_OK);
        alloc_fail_at(n);
        senti_status status = senti_words_add(words, text, text_len, &err);
        alloc_fail_at(0);
        if (status != SENTI_OK) {
            failed++;
            assert_int_equal(status, SENTI_ERR_MEMORY);
            assert_true(err.offset < text_len);
            assert_int_equal(senti_words_add(words, text + err.offset, text_len - err.offset, NULL),
                             SENTI_OK);
        }
        senti_word_list x, y;
        assert_int_equal(senti_words_top(whole, 0, NULL, &x, NULL), SENTI_OK);
        assert_int_equal(senti_words_top(words, 0, NULL, &y, NULL), SENTI_OK);
        assert_int_equal(x.count, y.count);
        for (size_t i = 0; i < x.count; i++)
            assert_string_equal(x.items[i].text, y.items[i].text);
        senti_word_list_clear(&x);
        senti_word_list_clear(&y);
        senti_words_free(words);
        if (status == SENTI_OK)
            break;
    }
    senti_words_free(whole);
    assert_true(failed > 8);
}

/* With a bound memory is asked for again and again; whichever fails, the handle stays whole. */
static void test_add_bounded(void **state) {
    (void)state;
    size_t before = alloc_live();
    for (size_t n = 1; n < 400; n += 3) {
        senti_words *words = make(true);
        alloc_fail_at(n);
        senti_status status = senti_words_add(words, text, text_len, NULL);
        alloc_fail_at(0);
        assert_true(status == SENTI_OK || status == SENTI_ERR_MEMORY);
        assert_int_equal(senti_words_add(words, text, text_len, NULL), SENTI_OK);
        assert_same(words, words);
        senti_words_free(words);
    }
    assert_int_equal(alloc_live(), before);
}

static senti_status add_item(senti_words *words, const senti_words *other) {
    static char item[2000];
    (void)other;
    memset(item, 'Q', sizeof item);
    return senti_words_add_item(words, item, sizeof item, NULL);
}

static senti_status merge(senti_words *words, const senti_words *other) {
    return senti_words_merge(words, other, NULL);
}

/* An entry point that changes all or nothing. */
static void check_change(senti_status (*change)(senti_words *, const senti_words *)) {
    senti_words *other = make(false), *before = make(false), *after = make(false);
    (void)senti_words_add(other, text, text_len, NULL);
    (void)senti_words_add(before, "some other words", 16, NULL);
    (void)senti_words_add(after, "some other words", 16, NULL);
    assert_int_equal(change(after, other), SENTI_OK);
    size_t failed = 0;
    for (size_t n = 1;; n++) {
        senti_words *words = make(false);
        (void)senti_words_add(words, "some other words", 16, NULL);
        alloc_fail_at(n);
        senti_status status = change(words, other);
        alloc_fail_at(0);
        assert_true(status == SENTI_OK || status == SENTI_ERR_MEMORY);
        assert_same(words, status == SENTI_OK ? after : before);
        if (status != SENTI_OK)
            assert_int_equal(change(words, other), SENTI_OK);
        assert_same(words, after);
        senti_words_free(words);
        if (status == SENTI_OK)
            break;
        failed++;
    }
    assert_true(failed > 0);
    senti_words_free(other);
    senti_words_free(before);
    senti_words_free(after);
}

static void test_changes(void **state) {
    (void)state;
    size_t before = alloc_live();
    check_change(add_item);
    check_change(merge);
    assert_int_equal(alloc_live(), before);
}

static void test_top(void **state) {
    (void)state;
    senti_words *words = make(false);
    (void)senti_words_add(words, text, text_len, NULL);
    size_t before = alloc_live(), failed = 0;
    for (size_t n = 1;; n++) {
        senti_word_list list = {.total = 77};
        alloc_fail_at(n);
        senti_status status = senti_words_top(words, 10, words, &list, NULL);
        alloc_fail_at(0);
        if (status == SENTI_OK) {
            assert_int_equal(list.count, 10);
            senti_word_list_clear(&list);
            break;
        }
        failed++;
        assert_int_equal(status, SENTI_ERR_MEMORY);
        assert_int_equal(list.total, 77);
        assert_int_equal(alloc_live(), before);
    }
    assert_int_equal(alloc_live(), before);
    assert_true(failed > 8);
    senti_words_free(words);
}

int main(void) {
    make_text();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create),      cmocka_unit_test(test_add),
        cmocka_unit_test(test_add_bounded), cmocka_unit_test(test_changes),
        cmocka_unit_test(test_top),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
