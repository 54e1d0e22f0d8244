/* What counts mean once letter case, plurals and collocations are settled. */
#ifndef SENTI_WORDS_SETTLE_H
#define SENTI_WORDS_SETTLE_H

#include "words/words.h"

/* One or two texts, met so often; in the order of first sight. */
typedef struct senti__token {
    uint32_t first; /* SENTI__NONE: a single word */
    uint32_t second;
    uint64_t count;
} senti__token;

/* An entry of the result. */
typedef struct senti__settled {
    uint32_t first;  /* of a collocation; else SENTI__NONE */
    uint32_t second; /* the word */
    bool cut;        /* without the last letter of `second` */
    uint64_t count;
} senti__settled;

typedef struct senti__result {
    senti__settled *items; /* *owned*; in word_cloud's order: words, then collocations */
    size_t count;
} senti__result;

/* False: out of memory. */
bool senti__settle(const senti_words *words, senti__result *result);

#endif
