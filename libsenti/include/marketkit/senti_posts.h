/**
 * @file senti_posts.h
 * @brief libsenti: from posts to figures: cleaning, duplicates, language, symbols, long texts,
 * tallies.
 *
 * The rules of senti.h hold. Nothing here is needed to score a text, and no score depends on it.
 */
#ifndef MARKETKIT_SENTI_POSTS_H
#define MARKETKIT_SENTI_POSTS_H

#include "marketkit/senti.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @name Cleaning */
/** @{ */
/** What becomes of a mark such as "#" and its word. */
typedef enum senti_mark {
    SENTI_MARK_DEFAULT,
    SENTI_MARK_KEEP,
    SENTI_MARK_STRIP, /**< the sign goes, the word stays */
    SENTI_MARK_DROP   /**< both go */
} senti_mark;

/** How a post is cleaned; zero means default. Fields are only ever appended. */
typedef struct senti_clean_options {
    size_t size;        /**< sizeof(senti_clean_options) */
    senti_mark retweet; /**< "RT @name:" at the start, also several; default: drop */
    senti_mark mention; /**< "@name"; default: drop */
    /** "http://..." and "https://..." in any letter case, up to white space, without the signs
     * .,;:!?'" and the unopened ")" at the end; default: drop */
    senti_mark url;
    senti_mark hashtag; /**< "#word"; default: keep (the profiles vader and modern read the word) */
    senti_mark cashtag; /**< "$AAPL"; default: keep */
    senti_mark entity;  /**< "&amp;" and the like; default: strip, that is, decode */
    /** For reproduction only: what the app did that this project replaced. From the first "https"
     * on the rest of the line goes, then all punctuation of ASCII, which breaks negation and
     * emoticons. The other fields are not looked at. */
    bool as_replaced_app;
} senti_clean_options;
#define SENTI_CLEAN_OPTIONS_INIT                                                                   \
    {                                                                                              \
        sizeof(senti_clean_options), SENTI_MARK_DEFAULT, SENTI_MARK_DEFAULT, SENTI_MARK_DEFAULT,   \
            SENTI_MARK_DEFAULT, SENTI_MARK_DEFAULT, SENTI_MARK_DEFAULT, false                      \
    }

/**
 * Cleans a post. The result is never longer than the text, and UTF-8 where the text is.
 * @param options NULL means defaults
 * @param buf,cap room for the result, without a NUL; may be NULL, 0 to ask for the size
 * @param map     where each byte of the result stood in the text, `cap` of them; NULL: not wanted
 * @param[out] n  length of the result (also on SENTI_ERR_BUFFER)
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_BUFFER
 */
SENTI_API senti_status senti_clean(const char *text, size_t len, const senti_clean_options *options,
                                   char *buf, size_t cap, uint32_t *map, size_t *n);
/** @} */

/** @name Duplicates */
/** @{ */
/** @return a hash of the bytes; the same on every machine. */
SENTI_API uint64_t senti_hash(const char *text, size_t len);
/**
 * Finds texts that an earlier one repeats. Equal ones are always found; the search for near ones is
 * probabilistic: it may miss some, the more the further apart they are. Of a text with more than
 * some 190 words and pairs of words a sample of these is compared, drawn from all of it by their
 * hashes, so that its index is an estimate. The result is the same on every machine.
 * @param similarity texts are near when their sets of words and pairs of words (lower-case, without
 *                   punctuation and emoji) have at least this Jaccard index; 1: only equal bytes
 *                   count. 0.6 finds retweets with a changed word.
 * @param[out] first for each text the index of the text it repeats, or its own; undefined after
 *                   SENTI_ERR_MEMORY
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_duplicates(const char *const texts[], const size_t lens[], size_t n,
                                        double similarity, size_t *first);
/** @} */

/** @name Language */
/** @{ */
typedef enum senti_language {
    SENTI_LANGUAGE_UNKNOWN, /**< too little to tell */
    SENTI_LANGUAGE_ENGLISH,
    SENTI_LANGUAGE_OTHER
} senti_language;
/**
 * Whether a text is English: by its tag ("en", "en-GB", ...; "und" and "" are none), else by its
 * letters and its commonest words.
 */
SENTI_API senti_language senti_language_of(const char *text, size_t len, const char *tag,
                                           size_t tag_len);
/** @} */

/** @name Long texts and symbols */
/** @{ */
/** The scores of a text's sentences, on average. */
typedef struct senti_sentences {
    size_t sentences; /**< those with a word */
    double compound;  /**< mean of their compounds, weighted by their words */
    double least, most;
} senti_sentences;
/**
 * Scores a text sentence by sentence, since the compound of a long text saturates. A sentence ends
 * at a line's end, or at ".", "!", "?" or "…" before white space.
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_score_sentences(const senti_lexicon *lexicon, const char *text,
                                             size_t len, const senti_options *options,
                                             senti_sentences *result);

/** @return the share of words that have a valence, 0 to 1; 0 for no words. */
SENTI_API double senti_subjectivity(const senti_scores *scores);

#define SENTI_SYMBOL_MAX 16
/** Symbols of one text that are told apart; what names a further one is not looked at. */
#define SENTI_TARGETS_MAX 64
/** A name that stands for a symbol, such as "general motors" for GM. Letter case, curly apostrophes
 * and how much white space stands between its words do not matter. */
typedef struct senti_alias {
    const char *name;   /**< not empty, ended by NUL */
    const char *symbol; /**< 1 to SENTI_SYMBOL_MAX bytes, ended by NUL */
} senti_alias;
/** What a text says of one symbol. */
typedef struct senti_target {
    char symbol[SENTI_SYMBOL_MAX + 1];
    size_t mentions;
    size_t words;    /**< words with a valence that were attributed to it */
    double sum;      /**< of their valences */
    double compound; /**< sum / sqrt(sum^2 + 15), rounded to 4 decimals */
} senti_target;
/**
 * Scores a text per symbol. Cashtags ($AAPL, $BRK.B) and aliases are targets, where no letter or
 * digit of any script adjoins them; one cashtag may follow another at once. Clauses end at ".",
 * "!", "?", ";", ",", a line's end and before "but", "while", "whereas" and "although". A word's
 * valence goes to the nearest target of its clause, by the bytes between them, the earlier one of
 * two equally near; in a clause without target to the last target before it, else to the first one
 * of the text.
 * @param targets,cap room for targets, in order of their first mention
 * @param[out] n      how many symbols the text names (also on SENTI_ERR_BUFFER)
 * @return SENTI_OK; SENTI_ERR_ARGUMENT (also an alias out of its bounds); SENTI_ERR_BUFFER;
 *         SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_score_targets(const senti_lexicon *lexicon, const char *text,
                                           size_t len, const senti_alias *aliases, size_t n_aliases,
                                           senti_target *targets, size_t cap, size_t *n);
/** @} */

/** @name Tallies */
/** @{ */
/** Scores added up in whole numbers, so that any order and any merging give the same bits. All zero
 * is empty. */
typedef struct senti_tally {
    uint64_t n, positive, negative; /**< labels by senti_label_compound() */
    int64_t sum;                    /**< of compounds, in units of 0.0001 */
    uint64_t squares;               /**< of their squares, in units of 1e-8 */
} senti_tally;
/** What a tally says. */
typedef struct senti_summary {
    uint64_t n;
    double positive, neutral, negative; /**< shares; NaN when n is 0 */
    double mean;                        /**< NaN when n is 0 */
    double low, high; /**< 95 % interval of the mean (Student); NaN when n is below 2 */
    double positive_low, positive_high; /**< 95 % interval of the share (Wilson); NaN when n is 0 */
    double negative_low, negative_high;
} senti_summary;
/** Adds a score of -1 to 1; others, and NaN, are not counted. */
SENTI_API void senti_tally_add(senti_tally *tally, double compound);
SENTI_API void senti_tally_merge(senti_tally *into, const senti_tally *from);
SENTI_API void senti_tally_read(const senti_tally *tally, senti_summary *summary);

/** Tallies per symbol and span of time; opaque. Belongs to one thread at a time. */
typedef struct senti_board senti_board;
#define SENTI_HOUR INT64_C(3600000)  /**< milliseconds */
#define SENTI_DAY  INT64_C(86400000) /**< milliseconds */
typedef struct senti_board_row {
    char symbol[SENTI_SYMBOL_MAX + 1];
    int64_t start; /**< of the span: milliseconds since 1970, UTC, a multiple of the span */
    senti_tally tally;
} senti_board_row;
/**
 * Makes an empty board of spans of so many milliseconds, *owned* by the caller: end it with
 * senti_board_free().
 * @return SENTI_OK; SENTI_ERR_ARGUMENT (a span below 1); SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_board_create(int64_t span, senti_board **board);
/** NULL is a no-op. */
SENTI_API void senti_board_free(senti_board *board);
/**
 * Adds a score to the tally of a symbol and of the span that a time is in.
 * @param symbol 1 to SENTI_SYMBOL_MAX bytes, *copied*; ended by NUL
 * @param time   milliseconds since 1970, UTC
 * @param compound -1 to 1
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_MEMORY; nothing is added on an error
 */
SENTI_API senti_status senti_board_add(senti_board *board, const char *symbol, int64_t time,
                                       double compound);
/** Adds another board's tallies; the spans must be equal. After a failure part of them is added.
 * @return SENTI_OK; SENTI_ERR_ARGUMENT (also one board twice); SENTI_ERR_MEMORY */
SENTI_API senti_status senti_board_merge(senti_board *into, const senti_board *from);
/** @return how many rows there are. */
SENTI_API size_t senti_board_count(const senti_board *board);
/** The rows by symbol, then time. @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_BUFFER (`cap` is
 * below senti_board_count()) */
SENTI_API senti_status senti_board_rows(const senti_board *board, senti_board_row *rows,
                                        size_t cap);
/** @} */

#ifdef __cplusplus
}
#endif
#endif
