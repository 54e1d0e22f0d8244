/* Any bytes under every profile: both CPU levels, the explanation and the columns say the same, and
 * what is promised of the scores holds. */
#include "check.h"
#include "level.h"
#include "marketkit/senti.h"

#include <math.h>
#include <string.h>

static const senti_lexicon *finance(void) {
    static senti_lexicon *lexicon;
    size_t size;
    const char *words = senti_finance_words(&size);
    if (!lexicon)
        CHECK(senti_lexicon_load(senti_lexicon_builtin(SENTI_MODERN), words, size,
                                 SENTI_LOAD_OVERLAY, &lexicon, NULL) == SENTI_OK);
    return lexicon;
}

static bool same(const senti_scores *a, const senti_scores *b) {
    return memcmp(a, b, sizeof *a) == 0;
}

static void check_scores(const senti_scores *s) {
    CHECK(s->compound >= -1 && s->compound <= 1);
    CHECK(s->neg >= 0 && s->neg <= 1 && s->neu >= 0 && s->neu <= 1 && s->pos >= 0 && s->pos <= 1);
    CHECK(s->hits <= s->tokens);
    if (s->tokens > 0)
        CHECK(fabs(s->neg + s->neu + s->pos - 1) < 0.0026);
}

static void check_explanation(const senti_lexicon *lexicon, const char *text, size_t size,
                              const senti_scores *scores) {
    size_t n;
    senti_scores again;
    senti_status status = senti_explain(lexicon, text, size, NULL, NULL, 0, &n, NULL);
    CHECK(status == (n > 0 ? SENTI_ERR_BUFFER : SENTI_OK) && n == scores->tokens);
    senti_token *tokens = calloc(n + 1, sizeof *tokens);
    CHECK(tokens);
    CHECK(senti_explain(lexicon, text, size, NULL, tokens, n, &n, &again) == SENTI_OK);
    CHECK(same(scores, &again));
    for (size_t i = 0; i < n; i++) {
        CHECK(tokens[i].begin < tokens[i].end && tokens[i].end <= size);
        CHECK(i == 0 || tokens[i].begin >= tokens[i - 1].begin);
    }
    free(tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size > 0 ? size : 1); /* so that reading past it is noticed */
    CHECK(text);
    if (size > 0)
        memcpy(text, data, size);
    const senti_lexicon *lexicons[] = {
        senti_lexicon_builtin(SENTI_VADER), senti_lexicon_builtin(SENTI_NLTK),
        senti_lexicon_builtin(SENTI_MODERN), senti_lexicon_builtin(SENTI_VADER_HEAD), finance()};
    for (size_t i = 0; i < sizeof lexicons / sizeof *lexicons; i++) {
        senti_scores scores, portable;
        (void)senti__cpu_level();
        int level = atomic_load(&senti__level_found);
        CHECK(senti_score(lexicons[i], text, size, NULL, &scores) == SENTI_OK);
        check_scores(&scores);
        atomic_store(&senti__level_found, SENTI__PORTABLE + 1);
        CHECK(senti_score(lexicons[i], text, size, NULL, &portable) == SENTI_OK);
        atomic_store(&senti__level_found, level);
        CHECK(same(&scores, &portable));
        check_explanation(lexicons[i], text, size, &scores);
    }
    free(text);
    return 0;
}
