/*
 * The stages of a score, and the memory they share. A text is prepared (what is not ASCII), scanned
 * into blocks of 64 bits per property, split into tokens and looked up; rules give the valences.
 */
#ifndef SENTI_WORK_H
#define SENTI_WORK_H

#include "lexicon.h"
#include "options.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* One bit per byte of 64 bytes of text. Bytes behind the text count as white space. */
typedef struct senti__block {
    uint64_t space;
    uint64_t upper; /* A to Z */
    uint64_t lower; /* a to z */
    uint64_t rare;  /* NUL and all that is not ASCII */
    uint64_t apostrophe;
} senti__block;

/* A piece of text between white space. */
typedef struct senti__raw {
    uint32_t begin, end;
} senti__raw;

/* Beside the entry's flags a token may have these. */
enum {
    SENTI__UPPER = 256,   /* str.isupper() */
    SENTI__FOLDED = 512,  /* not ASCII, and its lower case differs from it */
    SENTI__TICKER = 1024, /* $ and capitals; in the modern profile alone */
    SENTI__EDGE = 2048    /* began or ended with punctuation */
};

/* What is known of a raw piece; its bounds stay there. */
typedef struct senti__token {
    uint32_t entry; /* table->entries: none */
    uint16_t flags;
    uint16_t word;
} senti__token;

/* The valence of a hit. One that the rules made 0 stays: the explanation tells the rules, and sums
 * do not see it. */
typedef struct senti__valence {
    double value;
    uint32_t token;
    uint32_t rules; /* senti_rule bits */
} senti__valence;

/* Where a prepared byte comes from in the original text. */
typedef struct senti__origin {
    uint32_t begin, end;
} senti__origin;

#define SENTI__SMALL     768            /* bytes of a prepared text that need no allocation */
#define SENTI__PAD       64             /* readable bytes behind the lower-cased text */
#define SENTI__BEFORE    3              /* tokens before one that rules look at */
#define SENTI__BLOCKS(n) ((n) / 64 + 2) /* with one behind the last, all white space */

typedef struct senti__work {
    /* the text as prepared; the caller's own where it is ASCII */
    const char *text;
    size_t length;
    char *low; /* its lower case, as far as it is ASCII */
    senti__block *blocks;
    uint64_t *punct; /* one bit per byte: the 32 punctuation marks of ASCII; apart from the blocks,
                        so that the bits of a word are one load */
    unsigned exclamations, questions; /* up to 4 are counted */
    bool rare;                        /* some byte is not ASCII or is NUL */
    senti__raw *raw;                  /* bounds of each token in the prepared text */
    uint16_t *marks;                  /* flags of each raw piece */
    senti__token *tokens;             /* SENTI__BEFORE that are nothing stand before them */
    size_t n_tokens;
    uint32_t *hits; /* tokens with a valence */
    size_t n_hits;
    size_t upper;             /* tokens in capitals */
    size_t tickers;           /* tokens that the test of capitals leaves out */
    size_t but;               /* the first "but"; n_tokens: none */
    bool starts_phrase;       /* some token may start a phrase */
    senti__valence *valences; /* n_hits */

    bool wants_origins;
    senti__origin *origins; /* of the prepared bytes; NULL: each byte is its own */
    /* memory: what is on the heap is kept for the next text */
    void *heap_text, *heap_scan, *heap_tokens, *heap_origins;
    size_t heap_text_size, heap_scan_size, heap_tokens_size, heap_origins_size;
    char small_text[SENTI__SMALL];
    char small_low[SENTI__SMALL + SENTI__PAD];
    senti__block small_blocks[SENTI__BLOCKS(SENTI__SMALL)];
    uint64_t small_punct[SENTI__BLOCKS(SENTI__SMALL)];
    senti__raw small_raw[SENTI__SMALL / 2 + 8];
    uint16_t small_marks[SENTI__SMALL / 2 + 8];
    senti__token small_tokens[SENTI__BEFORE + SENTI__SMALL / 2 + 8];
    uint32_t small_hits[SENTI__SMALL / 2 + 8];
    senti__valence small_valences[SENTI__SMALL / 2 + 8];
} senti__work;

void senti__work_init(senti__work *work);
void senti__work_clear(senti__work *work);
/* At least `size` bytes in *heap, whose content may be lost unless `keep` of them are asked for. */
bool senti__grow(void **heap, size_t *heap_size, size_t size, size_t keep);

/* Prepares a text that is not ASCII alone: work->text and length. False: out of memory. */
bool senti__prepare(senti__work *work, const senti_lexicon *lexicon, const char *text, size_t len);
/* A key as the profile's texts are prepared, but with its emoji: writes at most n bytes. */
size_t senti__plain_key(senti_profile profile, const char *key, size_t n, char *to);
/* Fills in the blocks of work->text, low, and the counts. Returns the OR of all its bytes. */
unsigned senti__scan(senti__work *work);
/* Splits, looks up and counts. False: out of memory. */
bool senti__tokenise(senti__work *work, const senti_lexicon *lexicon);
/* Applies the profile's rules. False: out of memory. */
bool senti__apply_rules(senti__work *work, const senti_lexicon *lexicon);
/* All of these. */
senti_status senti__valuate(senti__work *work, const senti_lexicon *lexicon, const char *text,
                            size_t len);
/* Longest text, so that places fit 32 bits. */
#define SENTI__TEXT_MAX (UINT32_MAX - 1024u)

/* NULL, or at least as long as the first version's, whose fields may be read where they are. */
static inline bool senti__is_valid(const senti_options *options) {
    return !options || (options->size >= SENTI__FIRST_SIZE(senti_options, sum) &&
                        (options->sum == SENTI_SUM_PLAIN || options->sum == SENTI_SUM_COMPENSATED));
}

static inline senti_sum senti__sum_of(const senti_options *options) {
    return options ? options->sum : SENTI_SUM_PLAIN;
}

/* sum / sqrt(sum^2 + 15), within -1 to 1. */
double senti__normalise(double sum);
/* x rounded to a multiple of 1/scale as CPython's round() does. |x| <= 1. */
double senti__round(double x, double scale);
/* The scores from the valences. */
void senti__finish(const senti__work *work, senti_sum sum, senti_scores *scores);

#endif
