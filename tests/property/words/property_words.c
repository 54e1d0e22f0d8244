/*
 * Laws of senti_words on made texts: merging is adding, in any grouping; documents with `across`
 * are one text; a bounded handle never says too much, and never too little by more than it admits.
 */
#include "marketkit/senti_words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS = 400,
    DOCUMENTS = 12,
    LENGTH = 400
};

static uint64_t state = 20261123;

static uint32_t random_below(uint32_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static const char *const pieces[] = {"stock",
                                     "Stock",
                                     "stocks",
                                     "STOCKS",
                                     "the",
                                     "price's",
                                     "New",
                                     "York",
                                     "boss",
                                     "\xC3\xA9t\xC3\xA9",
                                     "news",
                                     "new",
                                     "12",
                                     "a",
                                     "\xCE\xA3\xCE\x91\xCE\xA3s",
                                     "x",
                                     "xs",
                                     "Xs",
                                     "XS",
                                     "X",
                                     "--",
                                     "'",
                                     "\xFF",
                                     "internationalization's"};

typedef struct document {
    char text[LENGTH];
    size_t len;
} document;

static document documents[DOCUMENTS];

static void make_documents(void) {
    size_t n_pieces = sizeof pieces / sizeof pieces[0];
    for (size_t d = 0; d < DOCUMENTS; d++) {
        document *doc = &documents[d];
        size_t words = random_below(40);
        doc->len = 0;
        for (size_t i = 0; i < words && doc->len + 40 < LENGTH; i++)
            doc->len += (size_t)sprintf(doc->text + doc->len, "%s%s",
                                        pieces[random_below((uint32_t)n_pieces)],
                                        random_below(9) ? " " : "");
    }
}

static senti_words_options random_options(void) {
    senti_words_options o = SENTI_WORDS_OPTIONS_INIT;
    o.no_collocations = random_below(4) == 0;
    o.no_plurals = random_below(4) == 0;
    o.numbers = random_below(2);
    o.across = random_below(2);
    o.no_stopwords = random_below(4) == 0;
    o.documents = random_below(2);
    o.min_length = random_below(3);
    o.threshold = random_below(2) ? 0.5 : 0;
    return o;
}

static senti_words *counted(const senti_words_options *o, size_t from, size_t to) {
    senti_words *words;
    assert_int_equal(senti_words_create(o, &words, NULL), SENTI_OK);
    for (size_t d = from; d < to; d++)
        assert_int_equal(senti_words_add(words, documents[d].text, documents[d].len, NULL),
                         SENTI_OK);
    return words;
}

static void assert_same_lists(const senti_words *a, const senti_words *background_a,
                              const senti_words *b, const senti_words *background_b) {
    senti_word_list x, y;
    assert_int_equal(senti_words_top(a, 0, background_a, &x, NULL), SENTI_OK);
    assert_int_equal(senti_words_top(b, 0, background_b, &y, NULL), SENTI_OK);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        assert_string_equal(x.items[i].text, y.items[i].text);
        assert_true(x.items[i].count == y.items[i].count);
        assert_true(x.items[i].score == y.items[i].score);
        assert_true(i == 0 || x.items[i - 1].score >= x.items[i].score);
    }
    senti_word_list_clear(&x);
    senti_word_list_clear(&y);
}

static void assert_same(const senti_words *a, const senti_words *b, bool spread) {
    senti_words_stats x = {.size = sizeof x}, y = {.size = sizeof y};
    assert_int_equal(senti_words_get_stats(a, &x), SENTI_OK);
    assert_int_equal(senti_words_get_stats(b, &y), SENTI_OK);
    assert_true(x.documents == y.documents && x.words == y.words && x.distinct == y.distinct &&
                x.pairs == y.pairs);
    assert_same_lists(a, NULL, b, NULL);
    if (spread)
        assert_same_lists(a, a, b, b);
}

static void test_merging_is_adding(void **unused) {
    (void)unused;
    for (size_t round = 0; round < ROUNDS; round++) {
        make_documents();
        senti_words_options o = random_options();
        size_t i = random_below(DOCUMENTS + 1), j = random_below(DOCUMENTS + 1);
        if (i > j) {
            size_t k = i;
            i = j;
            j = k;
        }
        senti_words *all = counted(&o, 0, DOCUMENTS);
        senti_words *a = counted(&o, 0, i), *b = counted(&o, i, j), *c = counted(&o, j, DOCUMENTS);
        senti_words *left = counted(&o, 0, 0), *right = counted(&o, i, j);
        /* (a + b) + c and a + (b + c) */
        assert_int_equal(senti_words_merge(left, a, NULL), SENTI_OK);
        assert_int_equal(senti_words_merge(left, b, NULL), SENTI_OK);
        assert_int_equal(senti_words_merge(left, c, NULL), SENTI_OK);
        assert_int_equal(senti_words_merge(right, c, NULL), SENTI_OK);
        assert_int_equal(senti_words_merge(a, right, NULL), SENTI_OK);
        assert_same(all, left, o.documents);
        assert_same(all, a, o.documents);
        /* What was merged goes on as if it had been added. */
        for (size_t d = 0; d < 3; d++) {
            (void)senti_words_add(all, documents[d].text, documents[d].len, NULL);
            (void)senti_words_add(left, documents[d].text, documents[d].len, NULL);
        }
        assert_same(all, left, o.documents);
        senti_words *handles[] = {all, a, b, c, left, right};
        for (size_t h = 0; h < sizeof handles / sizeof handles[0]; h++)
            senti_words_free(handles[h]);
    }
}

static void test_across_is_one_text(void **unused) {
    (void)unused;
    for (size_t round = 0; round < ROUNDS; round++) {
        make_documents();
        senti_words_options o = random_options();
        o.documents = false;
        o.across = true;
        char text[DOCUMENTS * (LENGTH + 1)];
        size_t len = 0;
        for (size_t d = 0; d < DOCUMENTS; d++) {
            if (d)
                text[len++] = '\n';
            memcpy(text + len, documents[d].text, documents[d].len);
            len += documents[d].len;
        }
        senti_words *parts = counted(&o, 0, DOCUMENTS), *whole = counted(&o, 0, 0);
        assert_int_equal(senti_words_add(whole, text, len, NULL), SENTI_OK);
        assert_same_lists(parts, NULL, whole, NULL);
        senti_words_free(parts);
        senti_words_free(whole);
    }
}

static uint64_t count_in(const senti_word_list *list, const char *text) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].text, text) == 0)
            return list->items[i].count;
    return 0;
}

static void test_bound(void **unused) {
    (void)unused;
    senti_words_options o = SENTI_WORDS_OPTIONS_INIT;
    o.no_plurals = o.documents = true;
    senti_words *exact, *bounded;
    assert_int_equal(senti_words_create(&o, &exact, NULL), SENTI_OK);
    o.max_distinct = 200;
    assert_int_equal(senti_words_create(&o, &bounded, NULL), SENTI_OK);
    senti_words_stats stats = {.size = sizeof stats};
    size_t most = 0;
    for (size_t i = 0; i < 20000; i++) {
        char text[64];
        uint32_t rare = random_below(5000), common = random_below(20);
        int len = snprintf(text, sizeof text, "w%ux c%uc THe tHE k%uk", rare, common, common % 7);
        assert_int_equal(senti_words_add(exact, text, (size_t)len, NULL), SENTI_OK);
        assert_int_equal(senti_words_add(bounded, text, (size_t)len, NULL), SENTI_OK);
        assert_int_equal(senti_words_get_stats(bounded, &stats), SENTI_OK);
        assert_true(stats.distinct <= o.max_distinct && stats.pairs <= o.max_distinct);
        most = stats.bytes > most ? stats.bytes : most;
    }
    assert_true(stats.lost_words > 0 && stats.lost_pairs > 0);
    printf("%zu bytes\n", most);
    assert_true(most < 600 * o.max_distinct + 60000);
    senti_word_list all, some;
    assert_int_equal(senti_words_top(exact, 0, NULL, &all, NULL), SENTI_OK);
    assert_int_equal(senti_words_top(bounded, 0, bounded, &some, NULL), SENTI_OK);
    for (size_t i = 0; i < all.count; i++) {
        uint64_t count = count_in(&some, all.items[i].text);
        if (!all.items[i].collocation && all.items[i].count > stats.lost_words)
            assert_true(count + stats.lost_words + stats.lost_pairs >= all.items[i].count);
    }
    assert_true(count_in(&some, "c3c") > 0);
    senti_word_list_clear(&all);
    senti_word_list_clear(&some);
    senti_words_free(exact);
    senti_words_free(bounded);
}

int main(void) {
    printf("seed %llu\n", (unsigned long long)state);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merging_is_adding),
        cmocka_unit_test(test_across_is_one_text),
        cmocka_unit_test(test_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
