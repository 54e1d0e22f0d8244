/**
 * @file senti_words.h
 * @brief libsenti: word frequencies, as word_cloud counts them.
 *
 * A senti_words takes documents and counts their words and pairs of neighbouring words. Letter
 * case, plurals and collocations are settled when the counts are read, so that handles can be
 * merged. For one text, or for several with `across`, the result is exactly that of process_text()
 * of the Python package word_cloud under Python 3.11 (Unicode 14.0). docs/words.md has the
 * algorithm.
 *
 * Rules for all functions:
 * - Text is UTF-8 as (pointer, length). Bytes that are not UTF-8 are read as U+FFFD; nothing is
 *   rejected.
 * - Results go through the out pointers and are untouched when a status other than SENTI_OK is
 *   returned. `err` may be NULL.
 * - After SENTI_ERR_MEMORY a handle is as usable as before.
 * - Time is linear in the length of the text but for sorting what is asked for.
 * - No global state, no locale dependence, nothing printed. A handle belongs to one thread at a
 *   time; several may read one (the functions that take it as const) while none writes.
 */
#ifndef MARKETKIT_SENTI_WORDS_H
#define MARKETKIT_SENTI_WORDS_H

#include "marketkit/senti.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The score above which a pair is a collocation, unless the options say another. */
#define SENTI_WORDS_THRESHOLD 30.0

/** Bytes of the longest item. */
#define SENTI_WORDS_ITEM_MAX 65536
/** The least max_distinct. */
#define SENTI_WORDS_DISTINCT_MIN 100

/** What is counted, and how. Start from SENTI_WORDS_OPTIONS_INIT; fields are only ever appended. */
typedef struct senti_words_options {
    size_t size;          /**< sizeof(senti_words_options) */
    bool no_collocations; /**< single words only: neither pairs nor their memory */
    bool no_plurals;      /**< "stocks" is a word of its own beside "stock" */
    bool numbers;         /**< words of digits alone count too */
    bool across;          /**< documents are one text: the last word of one and the first of the
                               next are neighbours, as if joined by a line feed */
    bool no_stopwords;    /**< leave the built-in list out; `stopwords` still holds */
    bool documents;       /**< also count in how many documents a word is: for a background */
    size_t min_length;    /**< least code points of a word; 0: any */
    double threshold;    /**< score above which a pair is a collocation; 0: SENTI_WORDS_THRESHOLD */
    size_t max_distinct; /**< bound of the memory, see senti_words_get_stats(); 0: none */
    const char
        *stopwords;       /**< further stop words, one a line, in any case; *copied*; may be NULL */
    size_t stopwords_len; /**< bytes of `stopwords` */
} senti_words_options;

/** What word_cloud does by default. */
#define SENTI_WORDS_OPTIONS_INIT                                                                   \
    { sizeof(senti_words_options), false, false, false, false, false, false, 0, 0.0, 0, NULL, 0 }

/** Counts of words; opaque. */
typedef struct senti_words senti_words;

/**
 * Makes an empty handle, *owned* by the caller: end it with senti_words_free().
 * @param options may be NULL: SENTI_WORDS_OPTIONS_INIT
 * @return SENTI_OK; SENTI_ERR_ARGUMENT (`words` NULL, a wrong `size`, a threshold that is no
 * number, a max_distinct from 1 to SENTI_WORDS_DISTINCT_MIN - 1, `stopwords` NULL with a length);
 * SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_words_create(const senti_words_options *options, senti_words **words,
                                          senti_error *err);
/** Frees a handle. NULL is a no-op. */
SENTI_API void senti_words_free(senti_words *words);
/**
 * Counts the words of one document.
 * @param text *borrowed* for the call; may be NULL when `len` is 0
 * @param len  below 4 GiB
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_MEMORY: the words before `err->offset` are
 * counted, those from there on are not
 */
SENTI_API senti_status senti_words_add(senti_words *words, const char *text, size_t len,
                                       senti_error *err);
/**
 * Counts a text as one word, whatever is in it: an author, a cited symbol. It is a document of its
 * own, has no neighbours, and no rule applies to it but stop words, letter case and plurals (say
 * no_plurals for a handle of symbols). Blanks around it do not count; an empty item does nothing.
 * @param len at most SENTI_WORDS_ITEM_MAX
 * @return as senti_words_add(); nothing is counted on an error
 */
SENTI_API senti_status senti_words_add_item(senti_words *words, const char *text, size_t len,
                                            senti_error *err);
/**
 * Adds the counts of another handle, as if its documents had been added to this one after its own.
 * @param words gets the counts; nothing is changed on an error
 * @param other of the same options, not `words` itself; unchanged
 * @return SENTI_OK; SENTI_ERR_ARGUMENT (NULL, other options or stop words); SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_words_merge(senti_words *words, const senti_words *other,
                                         senti_error *err);

/** What a handle holds. Fields are only ever appended; those that the caller's version of the
 * library has and this one has not are left as they are, and `size` says how many bytes were set.
 */
typedef struct senti_words_stats {
    size_t size;         /**< sizeof(senti_words_stats), set by the caller */
    uint64_t documents;  /**< documents and items added */
    uint64_t words;      /**< words counted, stop words not among them */
    size_t distinct;     /**< distinct spellings held */
    size_t pairs;        /**< distinct pairs of spellings held */
    uint64_t lost_words; /**< with max_distinct: no spelling's count is short by more than this */
    uint64_t lost_pairs; /**< the same of pairs */
    size_t bytes;        /**< memory in use */
} senti_words_stats;

/**
 * Stores what a handle holds.
 *
 * With max_distinct = n, as soon as n spellings or n pairs are held the rarer half of them is
 * forgotten: all whose count is at most that of the middle one, which is added to lost_words or
 * lost_pairs. A word that was frequent enough is therefore never missing, and no count is too
 * large. Memory stays below 60 KB and 600 bytes times n, and the
 * letters of the words.
 * @return SENTI_OK; SENTI_ERR_ARGUMENT (NULL, a wrong `size`)
 */
SENTI_API senti_status senti_words_get_stats(const senti_words *words, senti_words_stats *stats);

/** A word, or a collocation (two words and a blank). */
typedef struct senti_word {
    const char *text; /**< its most frequent spelling, ended by NUL; *borrowed* from the list */
    size_t len;       /**< bytes of `text` */
    uint64_t count;   /**< how often, without what went into collocations */
    double score;     /**< the count; with a background tf-idf */
    double weight;    /**< the score divided by the largest one */
    bool collocation; /**< two words */
} senti_word;

/** The most frequent words; see senti_words_top(). */
typedef struct senti_word_list {
    senti_word *items; /**< *owned*; NULL when there are none */
    size_t count;
    size_t total; /**< how many there would be without a limit */
} senti_word_list;

/**
 * Settles letter case, plurals and collocations and gives the most frequent words.
 *
 * The order is: larger score first; of equal scores that word first which was seen first, where all
 * collocations come after all single words, in the order in which their pairs were first seen, and
 * a word has the place of its first spelling (a plural that was merged, that of the singular).
 *
 * With a background the score is count x (ln((1 + D) / (1 + d)) + 1), where d of the background's D
 * documents contain the word in any case (and its plural or singular, unless no_plurals); for a
 * collocation, d is the smaller one of its words.
 * @param limit      how many at most; 0: all
 * @param background NULL, or a handle that was made with `documents`; may be `words` itself
 * @param[out] list  *owned* by the caller: end it with senti_word_list_clear()
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_words_top(const senti_words *words, size_t limit,
                                       const senti_words *background, senti_word_list *list,
                                       senti_error *err);
/** Frees what a list holds and empties it. NULL is a no-op. */
SENTI_API void senti_word_list_clear(senti_word_list *list);

/** @return the built-in stop words, one a line; `len` gets the bytes. *Borrowed*, for ever. */
SENTI_API const char *senti_words_stopwords(size_t *len);

#ifdef __cplusplus
}
#endif
#endif
