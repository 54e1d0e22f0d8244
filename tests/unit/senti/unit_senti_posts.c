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

/* Where marks end: never inside a character. */
static void test_clean_bounds(void **state) {
    (void)state;
    check_clean("see https://t.co/abc\xf0\x9f\x98\x85 good", NULL, "see  good");
    check_clean("https://x.com/voil\xc3\xa0/b good", NULL, " good");
    check_clean("https://t.co/x\xe3\x80\x80\xe8\x89\xaf", NULL, "\xe3\x80\x80\xe8\x89\xaf");
    check_clean("HTTP://t.co/x (see Https://t.co/a_(b)), https://t.co/y! so", NULL,
                " (see ), ! so");
    check_clean("https://t.co/x))) ok http:/ httpsx://", NULL, "))) ok http:/ httpsx://");
    senti_clean_options o = SENTI_CLEAN_OPTIONS_INIT;
    o.hashtag = SENTI_MARK_DROP;
    check_clean("\xe2\x80\x9c#win\xe2\x80\x9d #a\xe2\x80\xa6 #b\xc2\xa0\x63 #go\xf0\x9f\x9a\x80",
                &o, "\xe2\x80\x9c\xe2\x80\x9d \xe2\x80\xa6 \xc2\xa0\x63 \xf0\x9f\x9a\x80");
    check_clean("#caf\xc3\xa9! #\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\x82.", &o,
                "! ."); /* vowel signs */
    check_clean("RT @: hi", NULL, "RT @: hi");
    check_clean("RT @a: RT @b: hi RT @c: x", NULL, "hi RT : x");
}

static void test_clean_sizes(void **state) {
    (void)state;
    struct {
        senti_clean_options known;
        char more[32];
    } newer = {SENTI_CLEAN_OPTIONS_INIT, {1}};
    newer.known.size = sizeof newer;
    newer.known.mention = SENTI_MARK_KEEP;
    check_clean("@a b", &newer.known, "@a b");
    senti_clean_options first = SENTI_CLEAN_OPTIONS_INIT;
    first.size = offsetof(senti_clean_options, as_replaced_app) + sizeof first.as_replaced_app;
    check_clean("@a b", &first, " b");
    size_t n;
    first.size--;
    assert_int_equal(senti_clean("a", 1, &first, NULL, 0, NULL, &n), SENTI_ERR_ARGUMENT);
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

/* ---- labelled pairs: the second text repeats the first, or does not */

enum {
    PAIRS = 400,
    LONG_WORDS = 1000
};

/* Words of a small vocabulary, so that unrelated posts share some. */
static char *put_words(char *to, size_t words, unsigned vocabulary) {
    for (size_t i = 0; i < words; i++)
        to += sprintf(to, "%sword%u", i ? " " : "", below(vocabulary));
    return to;
}

static void make_retweet(char *a, char *b) {
    (void)put_words(a, 10 + below(10), 300);
    (void)sprintf(b, "RT @somebody: %s", a);
}

static void make_linked(char *a, char *b) {
    (void)put_words(a, 10 + below(10), 300);
    (void)sprintf(b, "%s!!! https://t.co/%u", a, below(100000));
}

static void make_changed(char *a, char *b) {
    (void)put_words(a, 10 + below(10), 300);
    (void)sprintf(b, "new%u%s", below(1000), strchr(a, ' '));
}

static void make_respelled(char *a, char *b) {
    (void)put_words(a, 10 + below(10), 300);
    for (const char *c = a; *c; c++)
        b += sprintf(b, "%s", *c == ' ' ? ", " : (char[]){(char)(*c == 'w' ? 'W' : *c), '\0'});
}

static void make_curly(char *a, char *b) {
    unsigned words[12];
    for (size_t i = 0; i < 12; i++)
        words[i] = below(300);
    a += sprintf(a, "don't"), b += sprintf(b, "don\xe2\x80\x99t");
    for (size_t i = 0; i < 12; i += 2) {
        a += sprintf(a, " \"word%u word%u\"", words[i], words[i + 1]);
        b += sprintf(b, " \xe2\x80\x9cword%u word%u\xe2\x80\x9d", words[i], words[i + 1]);
    }
}

static void make_long_changed(char *a, char *b) {
    (void)put_words(a, LONG_WORDS, 3000);
    (void)strcpy(b, a);
    for (size_t i = 0; i < 20; i++)
        b[below((unsigned)strlen(b))] = 'x';
}

static void make_unrelated(char *a, char *b) {
    (void)put_words(a, 10 + below(10), 300);
    (void)put_words(b, 10 + below(10), 300);
}

/* Long ones that begin alike. */
static void make_long_begun(char *a, char *b) {
    (void)put_words(a, 110, 3000);
    char *rest = b + sprintf(b, "%s ", a);
    a += strlen(a);
    *a++ = ' ';
    (void)put_words(a, LONG_WORDS, 3000);
    (void)put_words(rest, LONG_WORDS, 3000);
}

static void put_quote(char *to) {
    static const char *const symbols[] = {"AAPL", "MSFT", "TSLA", "GM",   "IBM",
                                          "NFLX", "META", "AMD",  "INTC", "ORCL"};
    (void)sprintf(to, "$%s closed at %u.%02u, %s %u.%02u%% on volume of %u million shares",
                  symbols[below(10)], 10 + below(890), below(100), below(2) ? "up" : "down",
                  below(9), below(100), 1 + below(199));
}

static void make_template(char *a, char *b) {
    put_quote(a);
    put_quote(b);
}

static void make_one_figure(char *a, char *b) {
    static const char text[] = "shares of company %u move in early trading after a report today";
    (void)sprintf(a, text, below(100000));
    (void)sprintf(b, text, below(100000));
}

static void make_negated(char *a, char *b) {
    unsigned name = below(100000);
    char *end = put_words(a + sprintf(a, "name%u will ", name), 7, 300);
    (void)sprintf(b, "name%u will not %.*s", name, (int)(end - strstr(a, "word")),
                  strstr(a, "word"));
}

/* Labelled by how they were made. The shares are of second texts that are called a repeat of their
 * first, and of all texts that are called a repeat of another one; the bounds are what was
 * measured, rounded; the program prints the figures. */
static const struct labelled {
    const char *name;
    void (*make)(char *a, char *b);
    size_t room;
    bool repeats;
    double paired, others; /* at 0.6 */
    double strictly;       /* paired at 0.9 */
} labelled[] = {
    {"retweeted", make_retweet, 512, true, 1, 0, 0},
    {"with a link", make_linked, 512, true, 1, 0, 0},
    {"a word changed", make_changed, 512, true, 1, 0, 0},
    {"other case and marks", make_respelled, 512, true, 1, 0, 1},
    {"curly quotes", make_curly, 512, true, 1, 0, 1},
    {"long, 20 letters changed", make_long_changed, 16384, true, 1, 0, 0.98},
    {"unrelated", make_unrelated, 512, false, 0, 0, 0},
    {"long, one beginning", make_long_begun, 16384, false, 0, 0, 0},
    {"template, other figures", make_template, 512, false, 0, 0, 0},
    /* What words cannot tell. */
    {"template, one figure", make_one_figure, 512, false, 1, 1, 0},
    {"negated", make_negated, 512, false, 1, 0, 0},
};

typedef struct shares {
    double paired, others;
} shares;

static shares find_pairs(const struct labelled *kind, double similarity) {
    char *memory = calloc(2 * PAIRS, kind->room);
    const char *texts[2 * PAIRS];
    size_t lens[2 * PAIRS], first[2 * PAIRS], paired = 0, others = 0;
    assert_non_null(memory);
    random_state = 7;
    for (size_t i = 0; i < PAIRS; i++)
        kind->make(memory + i * kind->room, memory + (PAIRS + i) * kind->room);
    for (size_t i = 0; i < 2 * PAIRS; i++) {
        texts[i] = memory + i * kind->room;
        lens[i] = strlen(texts[i]);
    }
    assert_int_equal(senti_duplicates(texts, lens, 2 * PAIRS, similarity, first), SENTI_OK);
    for (size_t i = 0; i < 2 * PAIRS; i++) {
        bool own = i >= PAIRS && first[i] == i - PAIRS;
        paired += own;
        others += !own && first[i] != i;
    }
    free(memory);
    return (shares){(double)paired / PAIRS, (double)others / (2 * PAIRS)};
}

static void test_duplicates_near(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof labelled / sizeof *labelled; i++) {
        const struct labelled *kind = &labelled[i];
        shares at = find_pairs(kind, 0.6), strict = find_pairs(kind, 0.9);
        printf("%-26s 0.6: paired %.4f others %.4f; 0.9: paired %.4f others %.4f\n", kind->name,
               at.paired, at.others, strict.paired, strict.others);
        assert_true(kind->repeats ? at.paired >= kind->paired : at.paired <= kind->paired);
        assert_true(at.others <= kind->others);
        assert_true(kind->repeats ? strict.paired >= kind->strictly
                                  : strict.paired <= kind->strictly);
    }
}

/* Beyond what stands for a text, the whole of it still counts. */
static void test_duplicates_long(void **state) {
    (void)state;
    static char text[3][1 << 15];
    const char *texts[] = {text[0], text[1], text[2]};
    size_t lens[3], first[3];
    char *rest = put_words(text[0], 110, 3000);
    memcpy(text[1], text[0], (size_t)(rest - text[0]));
    for (unsigned k = 0; k < 2; k++) {
        char *to = text[k] + (rest - text[0]);
        for (unsigned i = 0; i < 2000; i++)
            to += sprintf(to, " %c%u", 'a' + (char)k, i);
    }
    text[2][0] = '.';
    memcpy(text[2] + 1, text[0], sizeof text[0] - 1);
    for (size_t i = 0; i < 3; i++)
        lens[i] = strlen(texts[i]);
    assert_int_equal(senti_duplicates(texts, lens, 3, 0.3, first), SENTI_OK);
    assert_true(first[1] == 1 && first[2] == 0);
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

/* The symbols that a text names, each with the number of its words. */
static void check_targets(const char *text, const char *expected) {
    const senti_alias aliases[] = {{"Apple", "AAPL"},
                                   {"General Motors", "GM"},
                                   {"Nestl\xc3\xa9", "NESN"},
                                   {"McDonald's", "MCD"}};
    senti_target t[8];
    size_t n;
    char found[256] = "", *to = found;
    assert_int_equal(senti_score_targets(senti_lexicon_builtin(SENTI_VADER), text, strlen(text),
                                         aliases, 4, t, 8, &n),
                     SENTI_OK);
    for (size_t i = 0; i < n; i++)
        to += sprintf(to, "%s%s %zu", i ? ", " : "", t[i].symbol, t[i].words);
    if (strcmp(found, expected) != 0)
        fail_msg("%s: %s, not %s", text, found, expected);
}

static void test_target_bounds(void **state) {
    (void)state;
    check_targets("Apple\xe2\x80\x99s results are great", "AAPL 1");
    check_targets("\xe2\x80\x9c\x41pple\xe2\x80\x9d is great", "AAPL 1");
    check_targets("\xe2\x80\x9c$AAPL\xe2\x80\x9d is great", "AAPL 1");
    check_targets("so\xe2\x80\x94\x41pple\xe2\x80\x94is great", "AAPL 1");
    check_targets("\xf0\x9f\x9a\x80$AAPL is great", "AAPL 1");
    check_targets("\xef\xbc\x88$AAPL\xef\xbc\x89 is great", "AAPL 1");
    check_targets("\xa0$AAPL is great", "AAPL 1"); /* what is no UTF-8 is no letter */
    check_targets("_Apple_ is great", "AAPL 1");
    check_targets("Applet \xc3\xa9\x41pple Apple\xc3\xa9 apple1 \xe5\xb8\x82$AAPL great", "");
    check_targets("$AAPL$MSFT great", "AAPL 0, MSFT 1");
    check_targets("NESTL\xc3\x89 is great", "NESN 1");
    check_targets("general  \n motors and General\xc2\xa0Motors are great", "GM 1");
    check_targets("mcdonald\xe2\x80\x99s is great", "MCD 1");
    check_targets("$ABCDEFGHIJKLMNOPQ great", "");
}

/* Distance is what lies between a word and a name, whatever their lengths. */
static void test_target_distance(void **state) {
    (void)state;
    check_targets("General Motors great $MSFT terrible", "GM 1, MSFT 1");
    check_targets("$MSFT terrible General Motors great", "MSFT 1, GM 1");
    check_targets("$MSFT superb terrible General Motors", "MSFT 1, GM 1");
    check_targets("Apple is \xf0\x9f\x98\x82 $F",
                  "AAPL 0, F 2"); /* the words of an emoji share its bytes */
}

static void test_target_arguments(void **state) {
    (void)state;
    const senti_lexicon *vader = senti_lexicon_builtin(SENTI_VADER);
    const senti_alias wrong[] = {
        {NULL, "A"}, {"a", NULL}, {"", "A"}, {"a", ""}, {"a", "ABCDEFGHIJKLMNOPQ"}};
    senti_target t[2];
    size_t n = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(senti_score_targets(vader, "a bad", 5, &wrong[i], 1, t, 2, &n),
                         SENTI_ERR_ARGUMENT);
    assert_int_equal(n, 7);
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
        cmocka_unit_test(test_clean_bounds),
        cmocka_unit_test(test_clean_sizes),
        cmocka_unit_test(test_clean_as_replaced),
        cmocka_unit_test(test_duplicates_exact),
        cmocka_unit_test(test_duplicates_near),
        cmocka_unit_test(test_duplicates_long),
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_target_bounds),
        cmocka_unit_test(test_target_distance),
        cmocka_unit_test(test_target_arguments),
        cmocka_unit_test(test_tally),
        cmocka_unit_test(test_board),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
