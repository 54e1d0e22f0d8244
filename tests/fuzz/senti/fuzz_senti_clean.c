/* Any bytes as a post: cleaned under any options, with its map, its language, sentences, symbols.
 */
#include "check.h"
#include "marketkit/senti_posts.h"
#include "unicode.h"

#include <string.h>

static bool is_utf8(const char *text, size_t size) {
    const unsigned char *p = (const unsigned char *)text, *end = p + size;
    while (p < end) {
        const unsigned char *from = p;
        char as[4];
        size_t n = senti__encode(senti__decode(&p, end), as);
        if ((size_t)(p - from) != n || memcmp(as, from, n) != 0)
            return false;
    }
    return true;
}

static void check_clean(const char *text, size_t size, const senti_clean_options *options) {
    size_t n = 0, again = 0;
    senti_status status = senti_clean(text, size, options, NULL, 0, NULL, &n);
    CHECK(status == (n > 0 ? SENTI_ERR_BUFFER : SENTI_OK) && n <= size);
    char *out = malloc(n + 1);
    uint32_t *map = malloc((n + 1) * sizeof *map);
    CHECK(out && map);
    CHECK(senti_clean(text, size, options, out, n, map, &again) == SENTI_OK && again == n);
    for (size_t i = 0; i < n; i++)
        CHECK(map[i] < size && (i == 0 || map[i] >= map[i - 1]));
    CHECK(!is_utf8(text, size) || is_utf8(out, n));
    free(out);
    free(map);
}

static void check_targets(const char *text, size_t size) {
    static const senti_alias aliases[] = {{"apple", "AAPL"}, {"general motors", "GM"}};
    senti_target targets[SENTI_TARGETS_MAX];
    senti_scores scores;
    const senti_lexicon *lexicon = senti_lexicon_builtin(SENTI_MODERN);
    size_t n = 0, words = 0;
    CHECK(senti_score_targets(lexicon, text, size, aliases, 2, targets, SENTI_TARGETS_MAX, &n) ==
          SENTI_OK);
    CHECK(senti_score(lexicon, text, size, NULL, &scores) == SENTI_OK);
    for (size_t i = 0; i < n; i++) {
        CHECK(targets[i].symbol[0] && targets[i].mentions > 0);
        CHECK(targets[i].compound >= -1 && targets[i].compound <= 1);
        words += targets[i].words;
    }
    /* Every word with a valence has exactly one symbol, where there is one. */
    CHECK(words == (n > 0 ? scores.hits : 0));
}

static void check_duplicates(const char *text, size_t size) {
    const char *texts[] = {text, text + size / 2, text};
    const size_t lens[] = {size, size - size / 2, size};
    size_t first[3];
    CHECK(senti_duplicates(texts, lens, 3, 0.6, first) == SENTI_OK);
    CHECK(first[0] == 0 && first[1] <= 1 && first[2] == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    /* The first two bytes choose the options. */
    senti_clean_options options = SENTI_CLEAN_OPTIONS_INIT;
    options.retweet = (senti_mark)(data[0] & 3);
    options.mention = (senti_mark)(data[0] >> 2 & 3);
    options.url = (senti_mark)(data[0] >> 4 & 3);
    options.hashtag = (senti_mark)(data[0] >> 6 & 3);
    options.cashtag = (senti_mark)(data[1] & 3);
    options.entity = (senti_mark)(data[1] >> 2 & 3);
    options.as_replaced_app = data[1] >> 7;
    size -= 2;
    char *text = malloc(size > 0 ? size : 1);
    CHECK(text);
    memcpy(text, data + 2, size);
    check_clean(text, size, &options);
    check_targets(text, size);
    check_duplicates(text, size);
    (void)senti_language_of(text, size, NULL, 0);
    senti_sentences sentences;
    CHECK(senti_score_sentences(senti_lexicon_builtin(SENTI_VADER), text, size, NULL, &sentences) ==
          SENTI_OK);
    CHECK(sentences.least <= sentences.most && sentences.compound >= -1 && sentences.compound <= 1);
    free(text);
    return 0;
}
