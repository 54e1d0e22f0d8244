#include "marketkit/senti_posts.h"
#include "unicode.h"

#include <string.h>

#define WORD_MAX 12

/* Common words, in order. Those that several of these languages share are in none. */
static const char *const english[] = {
    "about", "after", "all",  "and",   "are",  "as",    "at",   "be",    "been", "because", "but",
    "by",    "can",   "did",  "do",    "for",  "from",  "get",  "good",  "had",  "has",     "have",
    "he",    "how",   "i",    "i'm",   "if",   "in",    "into", "is",    "it",   "it's",    "its",
    "just",  "like",  "more", "my",    "new",  "not",   "now",  "of",    "on",   "or",      "our",
    "out",   "over",  "she",  "so",    "than", "that",  "the",  "their", "then", "there",   "they",
    "this",  "time",  "to",   "today", "up",   "very",  "was",  "we",    "were", "what",    "when",
    "which", "who",   "why",  "will",  "with", "would", "you",  "your"};
static const char *const others[] = {
    "aber", "al",   "auch", "auf", "aus",  "avec",  "bei",  "che",  "como", "con",  "da",  "dans",
    "das",  "de",   "deg",  "dei", "del",  "della", "dem",  "den",  "der",  "des",  "di",  "die",
    "dos",  "du",   "een",  "ein", "eine", "el",    "em",   "en",   "es",   "esta", "est", "et",
    "gli",  "het",  "ich",  "il",  "ist",  "je",    "la",   "las",  "le",   "les",  "lo",  "los",
    "mais", "mas",  "mit",  "muy", "nel",  "nicht", "niet", "nous", "och",  "oder", "os",  "para",
    "pas",  "per",  "pero", "por", "pour", "qu",    "que",  "qui",  "se",   "sein", "si",  "sich",
    "sie",  "son",  "sono", "su",  "sur",  "um",    "um",   "una",  "und",  "une",  "uma", "van",
    "von",  "vous", "wir",  "y",   "zu",   "zum"};

static bool is_one_of(const char *word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], word) == 0)
            return true;
    return false;
}

/* How many words are common in English and in others, and letters by script. */
typedef struct counts {
    size_t words, english, others, latin, foreign;
} counts;

static void count_word(counts *c, const char *word) {
    c->words++;
    c->english += is_one_of(word, english, sizeof english / sizeof *english);
    c->others += is_one_of(word, others, sizeof others / sizeof *others);
}

/* Letters beyond Latin's blocks; emoji and signs are none. */
static bool is_foreign(uint32_t c) {
    return (c >= 0x370 && c < 0x2000) || (c >= 0x2e80 && c < 0xa640) ||
           (c >= 0xac00 && c < 0xd7b0) || (c >= 0xf900 && c < 0xfb00) ||
           (c >= 0x20000 && c < 0x30000);
}

static void count(const char *text, size_t len, counts *c) {
    const unsigned char *p = (const unsigned char *)text, *end = p + len;
    char word[WORD_MAX + 1];
    size_t n = 0;
    bool plain = true;
    for (bool more = true; more;) {
        more = p < end;
        uint32_t at = more ? senti__lower(senti__decode(&p, end)) : ' '; /* ends the last word */
        if (at == 0x2019)
            at = '\'';
        bool letter = (at >= 'a' && at <= 'z') || (at == '\'' && n > 0);
        bool accented = at >= 0xc0 && at < 0x250;
        c->latin += letter || accented;
        c->foreign += is_foreign(at);
        if (letter || accented) {
            plain = plain && !accented && n < WORD_MAX;
            if (n < WORD_MAX)
                word[n++] = (char)at;
            continue;
        }
        word[n] = '\0';
        if (n > 0 && plain)
            count_word(c, word);
        n = 0;
        plain = true;
    }
}

static senti_language by_tag(const char *tag, size_t n) {
    if (n == 0 || (n >= 3 && memcmp(tag, "und", 3) == 0))
        return SENTI_LANGUAGE_UNKNOWN;
    bool en = n >= 2 && (tag[0] | 32) == 'e' && (tag[1] | 32) == 'n' &&
              (n == 2 || tag[2] == '-' || tag[2] == '_');
    return en ? SENTI_LANGUAGE_ENGLISH : SENTI_LANGUAGE_OTHER;
}

senti_language senti_language_of(const char *text, size_t len, const char *tag, size_t tag_len) {
    senti_language tagged = tag ? by_tag(tag, tag_len) : SENTI_LANGUAGE_UNKNOWN;
    if (tagged != SENTI_LANGUAGE_UNKNOWN || !text)
        return tagged;
    counts c = {0};
    count(text, len, &c);
    if (c.foreign > c.latin / 2 + 1)
        return SENTI_LANGUAGE_OTHER;
    if (c.english + c.others == 0)
        return SENTI_LANGUAGE_UNKNOWN;
    return c.english >= c.others ? SENTI_LANGUAGE_ENGLISH : SENTI_LANGUAGE_OTHER;
}
