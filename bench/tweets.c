#include "tweets.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 400

static const char *const common[] = {
    "the",     "to",       "I",        "a",     "and",     "is",      "in",       "it",
    "you",     "of",       "for",      "on",    "my",      "that",    "at",       "with",
    "me",      "so",       "have",     "but",   "just",    "this",    "be",       "are",
    "not",     "was",      "up",       "out",   "now",     "all",     "if",       "what",
    "do",      "when",     "get",      "your",  "from",    "can",     "about",    "will",
    "they",    "new",      "we",       "time",  "one",     "day",     "back",     "how",
    "today",   "see",      "market",   "stock", "shares",  "price",   "going",    "there",
    "really",  "more",     "an",       "as",    "some",    "don't",   "know",     "think",
    "go",      "who",      "it's",     "I'm",   "then",    "still",   "over",     "work",
    "after",   "before",   "week",     "year",  "quarter", "company", "earnings", "report",
    "morning", "tonight",  "tomorrow", "very",  "too",     "been",    "would",    "their",
    "people",  "watching", "buy",      "sell",  "because", "off",     "here",     "make"};
static const char *const laden[] = {
    "good",   "great", "love",   "happy",   "nice",  "bad",     "hate", "terrible", "lol",
    "thanks", "sad",   "strong", "growth",  "loss",  "risk",    "fear", "best",     "worst",
    "no",     "win",   "crisis", "awesome", "sorry", "problem", "hope", "fine",     "like"};
static const char *const odd[] = {"@trader_joe", "#stocks", "$AAPL", "$TSLA", "https://t.co/Ab3dE9",
                                  "RT",          ":)",      ":(",    "2022",  "3.5%"};
static const char *const emoji[] = {"😂", "🚀", "❤️", "🔥", "😭", "👍", "📈", "🙏", "😡", "💎"};
static const char *const accents[] = {"“so”", "don’t", "café", "…", "naïve", "—", "über"};
static const char *const marks[] = {",", ".", "!", "...", "?", "!!"};

static uint64_t state;

static uint32_t below(uint32_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(((state >> 32) * n) >> 32);
}

#define PICK(list) ((list)[below(sizeof(list) / sizeof *(list))])

/* A rank of Zipf's kind: small numbers are frequent. */
static const char *common_word(void) {
    uint32_t a = below(sizeof common / sizeof *common), b = below(a + 1);
    return common[b];
}

static size_t put_word(char *to, tweet_kind kind) {
    uint32_t r = below(100);
    bool special = kind != TWEETS_ASCII && below(14) < 4;
    const char *word = special  ? (kind == TWEETS_EMOJI ? PICK(emoji) : PICK(accents))
                       : r < 17 ? PICK(laden)
                       : r < 24 ? PICK(odd)
                                : common_word();
    size_t n = strlen(word);
    memcpy(to, word, n);
    if (r > 96)
        for (size_t i = 0; i < n; i++)
            to[i] = (char)(to[i] >= 'a' && to[i] <= 'z' ? to[i] - 32 : to[i]);
    if (below(100) < 14) {
        const char *mark = PICK(marks);
        memcpy(to + n, mark, strlen(mark));
        n += strlen(mark);
    }
    to[n++] = ' ';
    return n;
}

const char *tweets_name(tweet_kind kind) {
    static const char *const names[] = {"ascii", "emoji", "accents"};
    return names[kind];
}

void tweets_make(tweets *t, tweet_kind kind, size_t n) {
    state = 20221123;
    *t = (tweets){.n = n};
    t->texts = malloc(n * sizeof *t->texts);
    t->lens = malloc(n * sizeof *t->lens);
    t->memory = malloc(n * TEXT_MAX);
    if (!t->texts || !t->lens || !t->memory) {
        (void)fprintf(stderr, "out of memory\n");
        exit(1);
    }
    char *to = t->memory;
    for (size_t i = 0; i < n; i++) {
        size_t words = 10 + below(12), len = 0;
        for (size_t k = 0; k < words; k++)
            len += put_word(to + len, kind);
        t->texts[i] = to;
        t->lens[i] = len - 1;
        t->bytes += len - 1;
        to += len;
    }
}

void tweets_clear(tweets *t) {
    free(t->texts);
    free(t->lens);
    free(t->memory);
}
