/*
 * count_senti [run]: texts of SHORT bytes and of LONG, each the repetition of something that is
 * hard in its way, through all that reads a text, for `linear` to count. Without "run" only the
 * names of the counted pairs are printed, in their order.
 */
#include "marketkit/senti_posts.h"
#include "marketkit/senti_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHORT = 2500,
    LONG = 4 * SHORT
};

static const struct pattern {
    const char *name, *text;
} patterns[] = {{"words", "the market rose by noon "},
                {"hits", "great "},
                {"emoji", "\U0001F602"},
                {"emoji joined", "\U0001F469\U0001F3FD\u200D\U0001F680"},
                {"capitals, negations", "this is NOT VERY good, never so bad "},
                {"but", "great bad but "},
                {"phrases", "to the "},
                {"no", "no "},
                {"n't", "n't"},
                {"just enough", "just enough "},
                {"one word", "a"},
                {"one word, accents", "é"},
                {"sigmas", "Σ"},
                {"marks", "!"},
                {"stops", ". "},
                {"cashtags", "$A "},
                {"symbols", "good $A bad $B "},
                {"alias", "general motors "},
                {"alias begun", "general "},
                {"blanks", " "},
                {"mentions", "@a "},
                {"hashtags", "#a\u0301"},
                {"entities", "&#"},
                {"urls", "http://"},
                {"closed", "http://a)))) "},
                {"retweets", "RT @a: "},
                {"no UTF-8", "\xf0\x9f\x98"}};

typedef struct scene {
    const char *text;
    size_t len;
    char *room;
    senti_token *tokens;
    const senti_lexicon *phrases;
} scene;

static void check(senti_status status, const char *what) {
    if (status == SENTI_OK)
        return;
    (void)fprintf(stderr, "%s: %s\n", what, senti_status_name(status));
    exit(1);
}

static void score(const scene *s, const senti_lexicon *lexicon) {
    senti_scores scores;
    check(senti_score(lexicon, s->text, s->len, NULL, &scores), "score");
}

static void score_vader(const scene *s) {
    score(s, senti_lexicon_builtin(SENTI_VADER));
}

static void score_nltk(const scene *s) {
    score(s, senti_lexicon_builtin(SENTI_NLTK));
}

static void score_phrases(const scene *s) {
    score(s, s->phrases);
}

static void explain(const scene *s) {
    size_t n;
    check(senti_explain(senti_lexicon_builtin(SENTI_MODERN), s->text, s->len, NULL, s->tokens,
                        (size_t)LONG * 20, &n, NULL),
          "explain");
}

static void targets(const scene *s) {
    static const senti_alias aliases[] = {{"general motors", "GM"}, {"apple", "AAPL"}};
    senti_target all[SENTI_TARGETS_MAX];
    size_t n;
    check(senti_score_targets(senti_lexicon_builtin(SENTI_MODERN), s->text, s->len, aliases, 2, all,
                              SENTI_TARGETS_MAX, &n),
          "targets");
}

static void clean(const scene *s) {
    size_t n;
    check(senti_clean(s->text, s->len, NULL, s->room, LONG, NULL, &n), "clean");
}

static void language(const scene *s) {
    (void)senti_language_of(s->text, s->len, NULL, 0);
}

static void sentences(const scene *s) {
    senti_sentences result;
    check(senti_score_sentences(senti_lexicon_builtin(SENTI_VADER), s->text, s->len, NULL, &result),
          "sentences");
}

static void duplicates(const scene *s) {
    const char *texts[] = {s->text, s->text + 1};
    const size_t lens[] = {s->len, s->len - 1};
    size_t first[2];
    check(senti_duplicates(texts, lens, 2, 0.6, first), "duplicates");
}

static void words(const scene *s) {
    senti_words *counts;
    check(senti_words_create(NULL, &counts, NULL), "words");
    check(senti_words_add(counts, s->text, s->len, NULL), "words");
    senti_words_free(counts);
}

static const struct task {
    const char *name;
    void (*run)(const scene *s);
} tasks[] = {{"score, vader", score_vader},
             {"score, nltk", score_nltk},
             {"score, phrases", score_phrases},
             {"explain", explain},
             {"targets", targets},
             {"clean", clean},
             {"language", language},
             {"sentences", sentences},
             {"duplicates", duplicates},
             {"words", words}};

/* callgrind counts what happens inside this function, and writes a file at its end. */
__attribute__((noipa)) static void counted(const struct task *task, const scene *s) {
    task->run(s);
}

int main(int argc, char **argv) {
    static const char overlay[] = "a b c d\t1\nto the to the\t1\nto the\t2\n";
    bool run = argc > 1 && strcmp(argv[1], "run") == 0;
    char *text = malloc(LONG), *room = malloc(LONG);
    senti_token *tokens = malloc((size_t)LONG * 20 * sizeof *tokens);
    senti_lexicon *phrases = NULL;
    if (!text || !room || !tokens)
        return 1;
    check(senti_lexicon_load(senti_lexicon_builtin(SENTI_MODERN), overlay, strlen(overlay),
                             SENTI_LOAD_OVERLAY, &phrases, NULL),
          "overlay");
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        size_t n = strlen(patterns[p].text);
        for (size_t i = 0; i < LONG; i++)
            text[i] = patterns[p].text[i % n];
        for (size_t t = 0; t < sizeof tasks / sizeof *tasks; t++) {
            scene s = {text, SHORT, room, tokens, phrases};
            if (!run) {
                printf("%s, %s\n", tasks[t].name, patterns[p].name);
                continue;
            }
            counted(&tasks[t], &s);
            s.len = LONG;
            counted(&tasks[t], &s);
        }
    }
    senti_lexicon_free(phrases);
    free(text);
    free(room);
    free(tokens);
    return 0;
}
