/* What a lexicon is inside. */
#ifndef SENTI_LEXICON_H
#define SENTI_LEXICON_H

#include "embedded.h"
#include "marketkit/senti.h"
#include "table.h"

struct senti_lexicon {
    senti_profile profile;
    bool phrases; /* phrases are one word wherever they stand */
    const senti__table *table;
    const senti__entry *entries; /* table->entries of them and one that is zero */
    /* Emoji that are words of their own, ascending; all others read as their descriptions. */
    const uint32_t *emoji;
    size_t n_emoji;
    /* A loaded lexicon's own; NULL in an embedded one. */
    senti__table own;
    void *memory[2];
};

/* Whether an emoji is a word of its own. */
static inline bool senti__keeps_emoji(const senti_lexicon *lexicon, uint32_t c) {
    for (size_t low = 0, high = lexicon->n_emoji; low < high;) {
        size_t middle = (low + high) / 2;
        if (lexicon->emoji[middle] == c)
            return true;
        if (lexicon->emoji[middle] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Whether the profile is one of the two editions of vaderSentiment. */
static inline bool senti__is_vader(senti_profile profile) {
    return profile == SENTI_VADER || profile == SENTI_VADER_HEAD;
}

#endif
