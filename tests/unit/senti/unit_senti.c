/* The interface of libsenti: status, profiles, scores, lexicons, arguments. */
#include "marketkit/senti.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static senti_scores score(const senti_lexicon *lexicon, const char *text) {
    senti_scores s;
    assert_int_equal(senti_score(lexicon, text, strlen(text), NULL, &s), SENTI_OK);
    return s;
}

static double compound(senti_profile profile, const char *text) {
    return score(senti_lexicon_builtin(profile), text).compound;
}

static senti_lexicon *load(senti_profile profile, const char *words, senti_load how) {
    senti_lexicon *lexicon = NULL;
    senti_error err;
    assert_int_equal(senti_lexicon_load(senti_lexicon_builtin(profile), words, strlen(words), how,
                                        &lexicon, &err),
                     SENTI_OK);
    return lexicon;
}

static void test_status(void **state) {
    (void)state;
    assert_string_equal(senti_status_name(SENTI_ERR_SYNTAX), "SENTI_ERR_SYNTAX");
    assert_string_equal(senti_status_name((senti_status)99), "?");
    assert_string_equal(senti_status_text(SENTI_OK), "success");
    assert_string_equal(senti_status_text((senti_status)99), "unknown status");
    assert_true(strlen(senti_version()) >= 5);
}

static void test_profiles(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) {
        senti_profile found;
        const char *name = senti_profile_name((senti_profile)i);
        assert_int_equal(senti_profile_find(name, strlen(name), &found), SENTI_OK);
        assert_int_equal(found, i);
        assert_int_equal(senti_lexicon_profile(senti_lexicon_builtin((senti_profile)i)), i);
    }
    senti_profile found;
    assert_int_equal(senti_profile_find("vade", 4, &found), SENTI_ERR_ARGUMENT);
    assert_null(senti_lexicon_builtin((senti_profile)17));
    assert_string_equal(senti_profile_name((senti_profile)17), "?");
}

/* The examples of the paper, with what the release gives for them. */
static void test_vader(void **state) {
    (void)state;
    assert_true(compound(SENTI_VADER, "VADER is smart, handsome, and funny.") == 0.8316);
    assert_true(compound(SENTI_VADER, "VADER is VERY SMART, handsome, and FUNNY!!!") == 0.9342);
    assert_true(compound(SENTI_VADER, "The book was only kind of good.") == 0.3832);
    assert_true(compound(SENTI_VADER, "Today SUX!") == -0.5461);
    senti_scores s = score(senti_lexicon_builtin(SENTI_VADER), "");
    assert_true(s.neg == 0 && s.neu == 0 && s.pos == 0 && s.compound == 0 && s.tokens == 0);
    s = score(senti_lexicon_builtin(SENTI_VADER), "the good");
    assert_int_equal(s.tokens, 2);
    assert_int_equal(s.hits, 1);
}

/* What the modern profile mends, each with the surprise of the reference beside it. */
static void test_modern(void **state) {
    (void)state;
    const struct {
        const char *text, *like;
    } same[] = {{"I don\xe2\x80\x99t like it", "I don't like it"},
                {"\xe2\x80\x9cgood\xe2\x80\x9d", "good"},
                {"good\xe2\x80\xa6", "good"},
                {"I don\xc2\xb4t like it", "I don't like it"},
                {"I don\xe2\x80\xb2t like it", "I don't like it"},
                {"so short\xe2\x80\x91sighted", "so short-sighted"},
                {"\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4"},
                {"\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", "\xf0\x9f\x91\x8d"},
                {"ok.", "ok"},
                {"no,", "no"},
                {"a so good", "so good"},
                {"$AAPL is GOOD", "aapl is GOOD"},
                {"that was kind of good", "that was sort of good"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (compound(SENTI_MODERN, same[i].text) != compound(SENTI_MODERN, same[i].like))
            fail_msg("%s is not like %s", same[i].text, same[i].like);
    }
    assert_true(compound(SENTI_MODERN, "the shit") > 0.6);
    assert_true(compound(SENTI_VADER, "the shit") < 0);
    assert_true(compound(SENTI_MODERN, "broken heart") < 0);
    assert_true(compound(SENTI_MODERN, "kiss of death") < -0.3);
    assert_true(compound(SENTI_MODERN, "fed up") < 0);
    assert_true(compound(SENTI_MODERN, "x y kind of bad") > compound(SENTI_MODERN, "x y bad"));
    assert_true(compound(SENTI_VADER, "x y kind of bad") < compound(SENTI_VADER, "x y bad"));
    assert_true(compound(SENTI_MODERN, "BARELY good news") <
                compound(SENTI_MODERN, "barely good news"));
    assert_true(compound(SENTI_MODERN, ":) fine") > compound(SENTI_MODERN, "fine"));
    /* "but" by position: equal values before and behind it. */
    assert_true(compound(SENTI_MODERN, "good but bad thing") < 0);
}

static void test_invalid_utf8(void **state) {
    (void)state;
    const senti_lexicon *vader = senti_lexicon_builtin(SENTI_VADER);
    /* One U+FFFD per maximal part of a sequence. */
    const struct {
        const char *bytes, *text;
    } same[] = {{"good \xf0\x9f\x98 x", "good \xef\xbf\xbd x"},
                {"\xff\xffgood", "\xef\xbf\xbd\xef\xbf\xbdgood"},
                {"ab\xed\xa0\x80", "ab\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                {"\xc0\xafgood", "\xef\xbf\xbd\xef\xbf\xbdgood"},
                {"good\xe2\x80", "good\xef\xbf\xbd"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        senti_scores a = score(vader, same[i].bytes), b = score(vader, same[i].text);
        assert_memory_equal(&a, &b, sizeof a);
    }
    senti_scores s;
    assert_int_equal(senti_score(vader, "good\0bad", 8, NULL, &s), SENTI_OK);
    assert_int_equal(s.tokens, 1);
    assert_int_equal(s.hits, 0);
}

static void test_explain(void **state) {
    (void)state;
    const senti_lexicon *vader = senti_lexicon_builtin(SENTI_VADER);
    const char *text = "this is NOT very good \xf0\x9f\x98\x82!";
    senti_token t[16];
    size_t n;
    senti_scores s;
    assert_int_equal(senti_explain(vader, text, strlen(text), NULL, t, 3, &n, &s),
                     SENTI_ERR_BUFFER);
    assert_int_equal(n, 10);
    assert_int_equal(senti_explain(vader, text, strlen(text), NULL, t, 16, &n, &s), SENTI_OK);
    assert_int_equal(t[4].begin, 17);
    assert_int_equal(t[4].end, 21);
    assert_true(t[4].base == 1.9);
    assert_int_equal(t[4].rules, SENTI_RULE_NEGATED | SENTI_RULE_BOOSTER);
    assert_int_equal(t[9].begin, 22);
    assert_int_equal(t[9].end, 26);
    senti_scores plain = score(vader, text);
    assert_memory_equal(&plain, &s, sizeof s);
}

static void test_overlay(void **state) {
    (void)state;
    senti_lexicon *l = load(SENTI_VADER,
                            "# a note\n\nbullish\t2.5\r\nto the moon\t3\t0.5\t[1]\n"
                            "\xf0\x9f\x9a\x80\t2\nbad\tremove\nsuper\tbooster\nzilch\tnegator\n"
                            "\xc3\xa9t\xc3\xa9\t1\nbullish\t2.0\n",
                            SENTI_LOAD_OVERLAY);
    double v = 0;
    assert_true(senti_lexicon_find(l, "bullish", 7, &v) && v == 2.0);
    assert_true(senti_lexicon_find(l, "to the moon", 11, &v) && v == 3.0);
    assert_false(senti_lexicon_find(l, "bad", 3, &v));
    assert_true(senti_lexicon_find(l, "good", 4, &v) && v == 1.9);
    assert_true(score(l, "zilch good").compound == compound(SENTI_VADER, "not good"));
    assert_true(score(l, "very bullish").compound > score(l, "bullish").compound);
    assert_int_equal(score(l, "to the moon").tokens, 1);
    assert_int_equal(score(l, "to the, moon").tokens, 3);
    assert_true(score(l, "GO TO THE MOON now").compound > score(l, "go to the moon now").compound);
    assert_int_equal(score(l, "x\xf0\x9f\x9a\x80y").tokens, 3);
    assert_true(score(l, "x\xf0\x9f\x9a\x80y").compound > 0);
    assert_true(score(l, "\xc3\x89T\xc3\x89").compound > 0);
    /* A layer on a layer. */
    senti_lexicon *second = NULL;
    assert_int_equal(
        senti_lexicon_load(l, "bullish\tremove", 14, SENTI_LOAD_OVERLAY, &second, NULL), SENTI_OK);
    assert_false(senti_lexicon_find(second, "bullish", 7, &v));
    assert_true(senti_lexicon_find(second, "to the moon", 11, &v));
    assert_true(score(second, "\xf0\x9f\x9a\x80").compound > 0);
    senti_lexicon_free(second);
    senti_lexicon_free(l);

    l = load(SENTI_VADER, "good\t-1", SENTI_LOAD_REPLACE);
    assert_false(senti_lexicon_find(l, "bad", 3, &v));
    assert_true(score(l, "very good").compound < score(l, "good").compound);
    senti_lexicon_free(l);
    senti_lexicon_free(NULL);
}

/* A file that begins with a byte order mark, as some editors write it. */
static void test_overlay_mark(void **state) {
    (void)state;
    senti_lexicon *l = load(SENTI_VADER, "\xef\xbb\xbf\x67ood\t-3\n", SENTI_LOAD_OVERLAY);
    assert_true(score(l, "good").compound < 0);
    senti_lexicon_free(l);
}

/* Words are read as texts are. */
static void test_overlay_plain(void **state) {
    (void)state;
    double v;
    senti_lexicon *l = load(SENTI_MODERN, "can\xe2\x80\x99t stand\t-2\n", SENTI_LOAD_OVERLAY);
    assert_int_equal(score(l, "can't stand").hits, 1);
    assert_int_equal(score(l, "can\xe2\x80\x99t stand").hits, 1);
    senti_lexicon_free(l);
    for (int i = 0; i < 4; i++) { /* a heart and its selector */
        if (i == SENTI_NLTK)
            continue; /* which leaves single characters out */
        l = load((senti_profile)i, "\xe2\x9d\xa4\xef\xb8\x8f\t3\n", SENTI_LOAD_OVERLAY);
        assert_true(senti_lexicon_find(l, "\xe2\x9d\xa4", 3, &v) && v == 3);
        assert_true(score(l, "x \xe2\x9d\xa4\xef\xb8\x8f y").hits == 1);
        assert_true(score(l, "x \xe2\x9d\xa4 y").hits == 1);
        senti_lexicon_free(l);
    }
}

static senti_error load_error(senti_profile profile, const char *words) {
    senti_lexicon *l = NULL;
    senti_error err = {.line = 99};
    (void)senti_lexicon_load(senti_lexicon_builtin(profile), words, strlen(words),
                             SENTI_LOAD_OVERLAY, &l, &err);
    senti_lexicon_free(l);
    return err;
}

/* Words that no text can hold are loaded, and told. */
static void test_overlay_dead(void **state) {
    (void)state;
    static const char *const dead[] = {"Bullish",   "$gme",
                                       "#win",      "100%",
                                       "u.s. debt", "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x92\xbb",
                                       "x\xff",     "\xc3\x89t\xc3\xa9"};
    for (int profile = 0; profile < 4; profile++) {
        for (size_t i = 0; i < sizeof dead / sizeof *dead; i++) {
            char words[128];
            if (profile == SENTI_NLTK &&
                (strpbrk(dead[i], "$#%.") || strstr(dead[i], "\xe2\x80\x8d")))
                continue; /* which keeps these marks and joiners */
            (void)snprintf(words, sizeof words, "fine\t1\n%s\t1\nbad-ish\t1\n:)\t1\n", dead[i]);
            senti_error err = load_error((senti_profile)profile, words);
            if (err.status != SENTI_OK || err.line != 2 || !strstr(err.message, "1 word can"))
                fail_msg("%s, %s: line %zu, %s", senti_profile_name((senti_profile)profile),
                         dead[i], err.line, err.message);
        }
        assert_int_equal(load_error((senti_profile)profile,
                                    "fine\t1\nto the moon\t2\nGOOD\tremove\nwon't\tnegator\n")
                             .line,
                         0);
        assert_true((load_error((senti_profile)profile, senti_finance_words(NULL)).line == 0) ==
                    (profile != SENTI_NLTK));
    }
    assert_non_null(strstr(load_error(SENTI_VADER, "A\t1\nB\t1\n").message, "2 words can"));
}

/* The message says what is missing. */
static void test_overlay_columns(void **state) {
    (void)state;
    assert_non_null(strstr(load_error(SENTI_VADER, "good\t \n").message, "no value behind"));
    assert_non_null(strstr(load_error(SENTI_VADER, "\t1\n").message, "no word before"));
    assert_non_null(strstr(load_error(SENTI_VADER, "good 1\n").message, "no tab"));
}

/* The sigma that ends a word has its own lower case, also where a mark stands behind it. */
static void test_sigma(void **state) {
    (void)state;
    senti_lexicon *l = load(
        SENTI_VADER,
        "\xce\xb1\xcf\x82'\xcf\x83\t1\n\xce\xb1\xcf\x82\xc2\xb7\t2\n\xce\xb1\xcf\x83'\xce\xb1\t3\n",
        SENTI_LOAD_OVERLAY);
    assert_int_equal(score(l, "\xce\x91\xce\xa3'\xce\x91").hits, 1);
    assert_int_equal(score(l, "\xce\x91\xce\xa3\xc2\xb7").hits, 1);
    senti_lexicon_free(l);
}

/* A "no" that is an answer denies nothing of what follows. */
static void test_modern_no(void **state) {
    (void)state;
    assert_true(compound(SENTI_MODERN, "Bankrupt? No. Great results ahead.") > -0.2);
    assert_true(compound(SENTI_MODERN, "No! Great news") > 0);
    assert_true(compound(SENTI_MODERN, "Will it crash? No. Love it.") > 0);
    static const char *const marks[] = {".", "!", "?", ",", ";", ":"};
    for (size_t i = 0; i < 6; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "no%s good", marks[i]);
        assert_true(compound(SENTI_MODERN, text) > 0);
    }
    assert_true(compound(SENTI_MODERN, "no good") < 0);
    assert_true(compound(SENTI_MODERN, "\"no\" good") < 0);
}

static void test_overlay_errors(void **state) {
    (void)state;
    const struct {
        const char *words;
        size_t line, offset;
    } bad[] = {{"good\t1\nno tab", 2, 7},
               {"good\t1\n\n# x\nbad\tvery", 4, 12},
               {"a  b\t1", 1, 0},
               {"a b c d e\t1", 1, 0},
               {"x\t101", 1, 0},
               {"x\t1.0000000000000001", 1, 0},
               {"x\tnan", 1, 0},
               {"x\t1e2", 1, 0},
               {"x\t", 1, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        senti_lexicon *l = NULL;
        senti_error err;
        assert_int_equal(senti_lexicon_load(senti_lexicon_builtin(SENTI_VADER), bad[i].words,
                                            strlen(bad[i].words), SENTI_LOAD_OVERLAY, &l, &err),
                         SENTI_ERR_SYNTAX);
        assert_null(l);
        assert_int_equal(err.line, bad[i].line);
        assert_int_equal(err.offset, bad[i].offset);
        assert_true(err.message[0] != '\0');
    }
}

static void test_arguments(void **state) {
    (void)state;
    const senti_lexicon *vader = senti_lexicon_builtin(SENTI_VADER);
    senti_scores s;
    assert_int_equal(senti_score(NULL, "x", 1, NULL, &s), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_score(vader, NULL, 1, NULL, &s), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_score(vader, NULL, 0, NULL, &s), SENTI_OK);
    assert_int_equal(senti_score(vader, "x", 1, NULL, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_score(vader, "x", SIZE_MAX, NULL, &s), SENTI_ERR_ARGUMENT);
    senti_options options = SENTI_OPTIONS_INIT;
    assert_int_equal(senti_score(vader, "x", 1, &options, &s), SENTI_OK);
    options.sum = (senti_sum)7;
    assert_int_equal(senti_score(vader, "x", 1, &options, &s), SENTI_ERR_ARGUMENT);
    options = (senti_options){.size = 1};
    assert_int_equal(senti_score(vader, "x", 1, &options, &s), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_explain(vader, "x", 1, NULL, NULL, 1, NULL, NULL), SENTI_ERR_ARGUMENT);
    assert_int_equal(senti_score_many(vader, NULL, NULL, 1, NULL, &(senti_columns){0}, NULL),
                     SENTI_ERR_ARGUMENT);
    senti_lexicon *l = NULL;
    assert_int_equal(senti_lexicon_load(NULL, "", 0, SENTI_LOAD_OVERLAY, &l, NULL),
                     SENTI_ERR_ARGUMENT);
}

/* Callers of older and newer versions: what is behind the known fields is not looked at. */
static void test_sizes(void **state) {
    (void)state;
    const senti_lexicon *vader = senti_lexicon_builtin(SENTI_VADER);
    struct {
        senti_options known;
        char more[32];
    } newer = {{sizeof newer, SENTI_SUM_COMPENSATED}, {1}};
    senti_scores s;
    assert_int_equal(senti_score(vader, "x", 1, &newer.known, &s), SENTI_OK);
    senti_options first = {offsetof(senti_options, sum) + sizeof first.sum, SENTI_SUM_PLAIN};
    assert_int_equal(senti_score(vader, "x", 1, &first, &s), SENTI_OK);
    first.size--;
    assert_int_equal(senti_score(vader, "x", 1, &first, &s), SENTI_ERR_ARGUMENT);
}

static void run_backwards(void *data, size_t n, void (*task)(void *, size_t), void *arg) {
    ++*(size_t *)data;
    while (n-- > 0)
        task(arg, n);
}

static void test_many(void **state) {
    (void)state;
    enum {
        N = 1000
    };
    static const char *const some[] = {"good", "not bad at all!", "", "\xf0\x9f\x98\x82 lol"};
    const char *texts[N];
    size_t lens[N], calls = 0;
    double value[N], neg[N];
    uint32_t tokens[N];
    for (size_t i = 0; i < N; i++) {
        texts[i] = some[i * i % 4];
        lens[i] = strlen(texts[i]);
    }
    const senti_lexicon *vader = senti_lexicon_builtin(SENTI_VADER);
    senti_columns out = {.compound = value, .neg = neg, .tokens = tokens};
    const senti_pool pool = {.run = run_backwards, .data = &calls};
    for (int with_pool = 0; with_pool < 2; with_pool++) {
        memset(value, 0, sizeof value);
        assert_int_equal(
            senti_score_many(vader, texts, lens, N, NULL, &out, with_pool ? &pool : NULL),
            SENTI_OK);
        for (size_t i = 0; i < N; i++) {
            senti_scores s = score(vader, texts[i]);
            assert_true(s.compound == value[i] && s.neg == neg[i] && s.tokens == tokens[i]);
        }
    }
    assert_int_equal(calls, 1);
}

static void test_labels(void **state) {
    (void)state;
    senti_scores s = {.neg = 0.2, .pos = 0.1, .compound = 0.05};
    assert_int_equal(senti_label_compound(&s), SENTI_POSITIVE);
    assert_int_equal(senti_label_shares(&s), SENTI_NEGATIVE);
    s = (senti_scores){.compound = -0.05};
    assert_int_equal(senti_label_compound(&s), SENTI_NEGATIVE);
    assert_int_equal(senti_label_shares(&s), SENTI_NEUTRAL);
    s = (senti_scores){.compound = 0.0499, .pos = 0.01};
    assert_int_equal(senti_label_compound(&s), SENTI_NEUTRAL);
    assert_int_equal(senti_label_shares(&s), SENTI_POSITIVE);
}

/* A decimal comma changes nothing. */
static void test_locale(void **state) {
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8")) {
        print_message("skipped: no German locale here\n");
        skip();
    }
    senti_lexicon *l = load(SENTI_VADER, "bullish\t2.5\n", SENTI_LOAD_OVERLAY);
    double v = 0;
    assert_true(senti_lexicon_find(l, "bullish", 7, &v) && v == 2.5);
    assert_true(compound(SENTI_VADER, "Today SUX!") == -0.5461);
    senti_lexicon_free(l);
    (void)setlocale(LC_ALL, "C");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status),       cmocka_unit_test(test_profiles),
        cmocka_unit_test(test_vader),        cmocka_unit_test(test_modern),
        cmocka_unit_test(test_invalid_utf8), cmocka_unit_test(test_explain),
        cmocka_unit_test(test_overlay),      cmocka_unit_test(test_overlay_errors),
        cmocka_unit_test(test_overlay_mark), cmocka_unit_test(test_overlay_plain),
        cmocka_unit_test(test_overlay_dead), cmocka_unit_test(test_overlay_columns),
        cmocka_unit_test(test_modern_no),    cmocka_unit_test(test_sigma),
        cmocka_unit_test(test_arguments),    cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_many),         cmocka_unit_test(test_labels),
        cmocka_unit_test(test_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
