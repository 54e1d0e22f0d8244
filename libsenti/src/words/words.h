/* What a senti_words is made of; count.c fills it, settle.c reads it. */
#ifndef SENTI_WORDS_WORDS_H
#define SENTI_WORDS_WORDS_H

#include "marketkit/senti_words.h"
#include "words/pairs.h"
#include "words/texts.h"

/* In place of a text's number: the neighbour does not count (a stop word, an item, none); there was
 * no word at all yet. */
#define SENTI__NO_WORD  SENTI__NONE
#define SENTI__AT_START (SENTI__NONE - 1)

/* In how many documents a lower-case form is. */
typedef struct senti__spread {
    uint64_t documents;
    uint64_t with_partner; /* those among them that have its partner too */
    uint64_t newest;       /* the serial number of the last one */
} senti__spread;

struct senti_words {
    senti_words_options options; /* without the pointer */
    senti__texts texts;          /* the stop words first */
    senti__pairs pairs;
    senti__spread *spread; /* by text; NULL without options.documents */
    uint32_t cap_spread;
    uint32_t n_stopwords;
    uint32_t previous; /* the word before the next one */
    uint32_t first;    /* the first word of all, for merging with `across` */
    uint64_t documents, words;
    uint64_t serial; /* of the document that is being counted, from 1 */
    uint64_t lost_words, lost_pairs;
};

/* An empty handle of these options, without any stop words. NULL: out of memory. */
senti_words *senti__words_new(const senti_words_options *options);
/* A stop word in lower case; before any word is counted. False: out of memory. */
bool senti__words_stop(senti_words *words, const char *lower, size_t n);
/* Room for `n` more texts with `bytes` bytes, and what goes with them. */
bool senti__words_reserve(senti_words *words, size_t n, size_t bytes);
/* Makes room for one more text, or one more pair: where max_distinct is reached by forgetting the
 * rarer half, so that texts get other numbers. False: out of memory. */
bool senti__words_room_for_text(senti_words *words);
bool senti__words_room_for_pair(senti_words *words);

/* A lower-case form is in the document that is being counted. */
void senti__words_spread(senti_words *words, uint32_t lower);

static inline bool senti__is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
/* Leaves blanks at both ends out. */
void senti__trim(const char **text, size_t *len);

/* Fills in `err` and returns the status. */
senti_status senti__words_error(senti_error *err, senti_status status, size_t offset,
                                const char *message);

#endif
