/* From posts to figures: cleaning, duplicates, language, sentences, symbols, tallies. */
#include "marketkit/senti_posts.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_clean(const char *text, const senti_clean_options *options,
                        const char *expected) {
    char out[512];
    uint32_t map[512];
    size_t n;
    assert_int_equal(senti_clean(text, strlen(text), options, out, sizeof out - 1, map, &n),
                     SENTI_OK);
    out[n] = '\0';
    assert_string_equal(out, expected);
}

static void test_clean(void **state) {
    (void)state;
    check_clean("RT @bob: $AAPL beats! https://t.co/x #bull @me &amp; more", NULL,
                "$AAPL beats!  #bull  & more");
    check_clean("mail a@b.c, C#, 5$ &#x1F602; &#65; &bogus;", NULL,
                "mail a@b.c, C#, 5$ \xf0\x9f\x98\x82 A &bogus;");
    senti_clean_options o = SENTI_CLEAN_OPTIONS_INIT;
    o.retweet = o.mention = o.url = o.entity = SENTI_MARK_KEEP;
    o.hashtag = o.cashtag = SENTI_MARK_STRIP;
    check_clean("RT @bob: $AAPL http://x #bull &lt;", &o, "RT @bob: AAPL http://x bull &lt;");
    o.hashtag = o.cashtag = o.entity = SENTI_MARK_DROP;
    check_clean("$AAPL #bull &lt; x", &o, "   x");
    /* Each byte knows where it stood. */
    char out[16];
    uint32_t map[16];
    size_t n;
    assert_int_equal(senti_clean("@x ok &gt; y", 12, NULL, out, 16, map, &n), SENTI_OK);
    assert_int_equal(n, 7);
    assert_int_equal(map[1], 3);
    assert_int_equal(map[4], 6);
    assert_int_equal(map[6], 11);
    assert_int_equal(senti_clean("abc", 3, NULL, out, 2, NULL, &n), SENTI_ERR_BUFFER);
    assert_int_equal(n, 3);
}

static void test_clean_as_replaced(void **state) {
    (void)state;
    senti_clean_options o = SENTI_CLEAN_OPTIONS_INIT;
    o.as_replaced_app = true;
    check_clean("I don't like it :( https://t.co/x all gone\nnext_line!", &o,
                "I dont like it  \nnextline");
    check_clean("ends in https", &o, "ends in https");
}

static void test_duplicates_exact(void **state) {
    (void)state;
    const char *texts[] = {"a b", "a  b", "a b", "", "", "A b"};
    const size_t lens[] = {3, 4, 3, 0, 0, 3};
    size_t first[6];
    assert_int_equal(senti_duplicates(texts, lens, 6, 1, first), SENTI_OK);
    const size_t expected[] = {0, 1, 0, 3, 3, 5};
    assert_memory_equal(first, expected, sizeof first);
    assert_int_equal(senti_duplicates(texts, lens, 6, 0.6, first), SENTI_OK);
    const size_t near[] = {0, 0, 0, 3, 3, 0};
    assert_memory_equal(first, near, sizeof first);
    assert_int_equal(senti_duplicates(texts, lens, 6, 0, first), SENTI_ERR_ARGUMENT);
    assert_true(senti_hash("a b", 3) != senti_hash("a c", 3));
    assert_true(senti_hash("0123456789abcdefg", 17) != senti_hash("0123456789abcdefG", 17));
}

static uint64_t random_state = 7;

static unsigned below(unsigned n) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(((random_state >> 32) * n) >> 32);
}

/* Words of a small vocabulary, so that unrelated posts share some. */
static void put_post(char *to, size_t words) {
    for (size_t i = 0; i < words; i++)
        to += sprintf(to, "%sword%u", i ? " " : "", below(300));
}

/* The post as others repeat it: retweeted, with other case and marks, a word changed or a link. */
static void put_copy(const char *from, char *to, unsigned how) {
    char word[32];
    (void)sprintf(word, "new%u", below(1000));
    if (how == 0)
        (void)sprintf(to, "RT @somebody: %s", from);
    else if (how == 1)
        (void)sprintf(to, "%s!!! https://t.co/%u", from, below(100000));
    else if (how == 2)
        (void)sprintf(to, "%s%s", word, strchr(from, ' '));
    else {
        (void)strcpy(to, from);
        for (char *c = to; *c; c++)
            *c = (char)(*c >= 'a' && *c <= 'z' && c == to ? *c - 32
                        : *c == ' ' && c[1] == 'x'        ? ','
                                                          : *c);
        *strrchr(to, ' ') = ',';
    }
}

/* Labelled by how they were made: 3,000 posts, 3,000 copies. The bounds are what was measured,
 * rounded down; the program prints the figures. */
static void test_duplicates_near(void **state) {
    (void)state;
    enum {
        POSTS = 3000,
        SIZE = 512
    };
    char *memory = calloc(2 * POSTS, SIZE);
    const char **texts = calloc(2 * POSTS, sizeof *texts);
    size_t *lens = calloc(2 * POSTS, sizeof *lens), *first = calloc(2 * POSTS, sizeof *first);
    assert_true(memory && texts && lens && first);
    for (size_t i = 0; i < POSTS; i++) {
        char *post = memory + i * SIZE, *copy = memory + (POSTS + i) * SIZE;
        put_post(post, 10 + below(10));
        put_copy(post, copy, (unsigned)i % 4);
    }
    for (size_t i = 0; i < 2 * POSTS; i++) {
        texts[i] = memory + i * SIZE;
        lens[i] = strlen(texts[i]);
    }
    assert_int_equal(senti_duplicates(texts, lens, 2 * POSTS, 0.6, first), SENTI_OK);
    size_t found = 0, wrong = 0;
    for (size_t i = 0; i < POSTS; i++) {
        wrong += first[i] != i;
        found += first[POSTS + i] == i;
        wrong += first[POSTS + i] != i && first[POSTS + i] != POSTS + i;
    }
    printf("near duplicates: recall %.4f, false positives %.4f\n", (double)found / POSTS,
           (double)wrong / (2 * POSTS));
    assert_true(found >= POSTS * 99 / 100);
    assert_int_equal(wrong, 0);
    free(memory);
    free(texts);
    free(lens);
    free(first);
}

static senti_language language(const char *text, const char *tag) {
    return senti_language_of(text, strlen(text), tag, tag ? strlen(tag) : 0);
}

static void test_language(void **state) {
    (void)state;
    assert_int_equal(language("hola", "en"), SENTI_LANGUAGE_ENGLISH);
    assert_int_equal(language("hello", "en-GB"), SENTI_LANGUAGE_ENGLISH);
    assert_int_equal(language("hello", "es"), SENTI_LANGUAGE_OTHER);
    assert_int_equal(language("hello", "eng"), SENTI_LANGUAGE_OTHER);
    const struct {
        const char *text;
        senti_language is;
    } texts[] = {
        {"The market is up today and Apple beats estimates", SENTI_LANGUAGE_ENGLISH},
        {"I don\xe2\x80\x99t know what this is", SENTI_LANGUAGE_ENGLISH},
        {"$AAPL to the moon", SENTI_LANGUAGE_ENGLISH},
        {"El mercado sube mucho y las acciones de Apple son muy caras", SENTI_LANGUAGE_OTHER},
        {"Der Markt ist heute nicht so stark und die Aktie sinkt", SENTI_LANGUAGE_OTHER},
        {"Les actions de la soci\xc3\xa9t\xc3\xa9 sont dans le rouge", SENTI_LANGUAGE_OTHER},
        {"O mercado n\xc3\xa3o vai bem para os que compram", SENTI_LANGUAGE_OTHER},
        {"\xe5\xb8\x82\xe5\xa0\xb4\xe3\x81\xaf\xe4\xbb\x8a\xe6\x97\xa5 $AAPL",
         SENTI_LANGUAGE_OTHER},
        {"\xd1\x80\xd1\x8b\xd0\xbd\xd0\xbe\xd0\xba "
         "\xd1\x80\xd0\xb0\xd1\x81\xd1\x82\xd0\xb5\xd1\x82",
         SENTI_LANGUAGE_OTHER},
        {"$AAPL $TSLA 123 \xf0\x9f\x9a\x80", SENTI_LANGUAGE_UNKNOWN},
        {"", SENTI_LANGUAGE_UNKNOWN}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (language(texts[i].text, "und") != texts[i].is)
            fail_msg("%s", texts[i].text);
    }
}

static void test_sentences(void **state) {
    (void)state;
    const senti_lexicon *vader = senti_lexicon_builtin(SENTI_VADER);
    const char *text = "This is good. That is bad!\n\nIt rose 3.5 percent\xe2\x80\xa6 ok";
    senti_sentences s;
    assert_int_equal(senti_score_sentences(vader, text, strlen(text), NULL, &s), SENTI_OK);
    assert_int_equal(s.sentences, 4);
    assert_true(s.least < 0 && s.most > 0 && fabs(s.compound) < 0.2);
    /* Where one score saturates the mean does not. */
    char many[40 * 14 + 1] = "";
    for (int i = 0; i < 40; i++)
        (void)strcat(many, "It was good.  ");
    senti_scores one;
    assert_int_equal(senti_score(vader, many, strlen(many), NULL, &one), SENTI_OK);
    assert_int_equal(senti_score_sentences(vader, many, strlen(many), NULL, &s), SENTI_OK);
    assert_true(one.compound > 0.99 && fabs(s.compound - 0.4404) < 1e-12);
    assert_true(senti_subjectivity(&one) == 1.0 / 3);
    assert_true(senti_subjectivity(&(senti_scores){0}) == 0);
}

static void test_targets(void **state) {
    (void)state;
    const senti_lexicon *vader = senti_lexicon_builtin(SENTI_VADER);
    const senti_alias aliases[] = {{"general motors", "GM"}, {"Tesla", "TSLA"}, {"gene", "GENE"}};
    const char *text = "Great news for $aapl, General Motors is terrible while tesla is fine; "
                       "bad. $BRK.B";
    senti_target t[8];
    size_t n;
    assert_int_equal(senti_score_targets(vader, text, strlen(text), aliases, 3, t, 8, &n),
                     SENTI_OK);
    assert_int_equal(n, 4);
    assert_string_equal(t[0].symbol, "AAPL");
    assert_string_equal(t[1].symbol, "GM");
    assert_string_equal(t[2].symbol, "TSLA");
    assert_string_equal(t[3].symbol, "BRK.B");
    assert_true(t[0].compound > 0 && t[1].compound < 0);
    assert_int_equal(t[2].words, 2); /* "fine", and "bad" of a clause without a symbol */
    assert_int_equal(t[3].words, 0);
    assert_int_equal(senti_score_targets(vader, text, strlen(text), aliases, 3, t, 3, &n),
                     SENTI_ERR_BUFFER);
    assert_int_equal(n, 4);
    assert_int_equal(senti_score_targets(vader, "bad", 3, NULL, 0, NULL, 0, &n), SENTI_OK);
    assert_int_equal(n, 0);
}

static void test_tally(void **state) {
    (void)state;
    static const double scores[] = {0.5, -0.25, 0.75, 0, 0.0516, -0.05, 1, -1};
    senti_tally all = {0}, a = {0}, b = {0};
    senti_summary s;
    senti_tally_read(&all, &s);
    assert_true(s.n == 0 && isnan(s.mean) && isnan(s.positive_low));
    for (size_t i = 0; i < 8; i++) {
        senti_tally_add(&all, scores[i]);
        senti_tally_add(i % 2 ? &a : &b, scores[i]);
    }
    senti_tally_add(&all, NAN);
    senti_tally_add(&all, 1.5);
    senti_tally_merge(&a, &b);
    assert_memory_equal(&a, &all, sizeof a);
    senti_tally_read(&all, &s);
    assert_int_equal(s.n, 8);
    assert_true(s.positive == 0.5 && s.negative == 0.375 && s.neutral == 0.125);
    /* Python's statistics: mean 0.1252, standard deviation 0.62732564; t is 2.3646. */
    assert_true(fabs(s.mean - 0.12520) < 1e-9);
    assert_true(fabs(s.high - s.low - 2 * 2.3646 * 0.62732564 / sqrt(8)) < 1e-7);
    /* Wilson's interval of 4 in 8. */
    assert_true(fabs(s.positive_low - 0.215215) < 1e-5);
    assert_true(fabs(s.positive_high - 0.784785) < 1e-5);
}

static void test_board(void **state) {
    (void)state;
    senti_board *a, *b;
    senti_board_row rows[300];
    assert_int_equal(senti_board_create(SENTI_HOUR, &a), SENTI_OK);
    assert_int_equal(senti_board_create(SENTI_HOUR, &b), SENTI_OK);
    for (int64_t i = 0; i < 200; i++)
        assert_int_equal(senti_board_add(i % 3 ? a : b, i % 2 ? "TSLA" : "AAPL",
                                         (i - 20) * SENTI_HOUR / 2 + 1, (double)(i % 5) / 10),
                         SENTI_OK);
    assert_int_equal(senti_board_merge(a, b), SENTI_OK);
    size_t n = senti_board_count(a);
    assert_int_equal(n, 200);
    assert_int_equal(senti_board_rows(a, rows, 10), SENTI_ERR_BUFFER);
    assert_int_equal(senti_board_rows(a, rows, 300), SENTI_OK);
    assert_string_equal(rows[0].symbol, "AAPL");
    assert_true(rows[0].start == -10 * SENTI_HOUR);
    uint64_t posts = 0;
    for (size_t i = 0; i < n; i++) {
        posts += rows[i].tally.n;
        assert_true(rows[i].start % SENTI_HOUR == 0);
        assert_true(i == 0 || strcmp(rows[i - 1].symbol, rows[i].symbol) < 0 ||
                    rows[i - 1].start < rows[i].start);
    }
    assert_int_equal(posts, 200);
    assert_int_equal(senti_board_add(a, "", 0, 0), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_board_add(a, "A", 0, NAN), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_board_add(a, "A", INT64_MIN, 0), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_board_merge(a, a), SENTI_ERR_ARGUMENT);
    senti_board_free(a);
    senti_board_free(b);
    senti_board_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_clean_as_replaced),
        cmocka_unit_test(test_duplicates_exact),
        cmocka_unit_test(test_duplicates_near),
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_tally),
        cmocka_unit_test(test_board),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
