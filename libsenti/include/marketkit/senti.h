/**
 * @file senti.h
 * @brief libsenti: lexicon sentiment.
 *
 * Rules for all functions:
 * - Text is UTF-8 as (pointer, length); NUL is a character like others. Bytes that are not UTF-8
 * are read as U+FFFD, one per maximal invalid part; nothing is rejected or read past.
 * - Time is linear in the length of the text, whatever is in it.
 * - Results go through the last pointers and are untouched when a status other than SENTI_OK is
 *   returned. `err` may be NULL.
 * - No global state, no locale dependence, nothing printed. A lexicon is immutable and may be used
 *   by all threads.
 */
#ifndef MARKETKIT_SENTI_H
#define MARKETKIT_SENTI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SENTI_API __attribute__((visibility("default")))
#else
#define SENTI_API
#endif

/** Status codes: X(name, text). The order is append-only. */
#define SENTI_STATUS_LIST(X)                                                                       \
    X(SENTI_OK, "success")                                                                         \
    X(SENTI_ERR_ARGUMENT, "a required argument is NULL or out of its range")                       \
    X(SENTI_ERR_MEMORY, "out of memory")                                                           \
    X(SENTI_ERR_BUFFER, "the buffer is too small")                                                 \
    X(SENTI_ERR_SYNTAX, "a line of the file is not as its format asks")

typedef enum senti_status {
#define SENTI_STATUS_ENUM(name, text) name,
    SENTI_STATUS_LIST(SENTI_STATUS_ENUM)
#undef SENTI_STATUS_ENUM
} senti_status;

/** Details of an error. */
typedef struct senti_error {
    senti_status status;
    size_t line;       /**< line of a file, from 1; 0 where there is none */
    size_t offset;     /**< byte offset of that line */
    char message[256]; /**< one sentence: what was wrong and what is allowed */
} senti_error;

/**
 * Threads that the caller lends for one call. `run` calls task(arg, index) once for every index
 * below n_tasks, on any threads and in any order, and returns when all have returned.
 */
typedef struct senti_pool {
    void (*run)(void *data, size_t n_tasks, void (*task)(void *arg, size_t index), void *arg);
    void *data; /**< handed to run */
} senti_pool;

/** @return the version of the library, e.g. "0.1.0". */
SENTI_API const char *senti_version(void);
/** @return the name of a status, e.g. "SENTI_ERR_SYNTAX"; "?" for a number that is none. */
SENTI_API const char *senti_status_name(senti_status status);
/** @return a sentence for a status; "unknown status" for a number that is none. */
SENTI_API const char *senti_status_text(senti_status status);

/** @name Lexicons */
/** @{ */
/** Which rules and which words. The names are "vader", "nltk", "modern", "vader-head". */
typedef enum senti_profile {
    SENTI_VADER,     /**< vaderSentiment 3.3.2, bit for bit */
    SENTI_NLTK,      /**< NLTK's VADER, bit for bit */
    SENTI_MODERN,    /**< VADER's words under rules that mend its surprises (docs/sentiment.md) */
    SENTI_VADER_HEAD /**< vaderSentiment's repository after 3.3.2: two phrases differ */
} senti_profile;

/** A lexicon under the rules of a profile; opaque, immutable, shareable between threads. */
typedef struct senti_lexicon senti_lexicon;

/** @return the embedded lexicon of a profile, *borrowed* for ever; NULL for a number that is none.
 */
SENTI_API const senti_lexicon *senti_lexicon_builtin(senti_profile profile);
/** @return the profile's name; "?" for a number that is none. */
SENTI_API const char *senti_profile_name(senti_profile profile);
/** Stores the profile of that name. @return SENTI_OK; SENTI_ERR_ARGUMENT */
SENTI_API senti_status senti_profile_find(const char *name, size_t len, senti_profile *profile);

/** What senti_lexicon_load() does with the words of the base. */
typedef enum senti_load {
    SENTI_LOAD_OVERLAY, /**< keeps them; the file adds, overrides and removes */
    SENTI_LOAD_REPLACE  /**< drops the base's words and phrases with a valence, keeps its modifiers
                         */
} senti_load;

/**
 * Makes a lexicon from another one and a file: a layer on top of it, or in place of its words.
 *
 * A line is `WORD<TAB>VALUE`; further columns are ignored, so that VADER's own file is valid. WORD
 * is a lower-case word, an emoticon, an emoji of one code point or a phrase of 2 to 4 words joined
 * by single spaces; what the profile reads as ASCII in texts (curly quotes in `modern`) it reads so
 * in words, and an emoji may have its variation selector. VALUE is a number of -100 to 100
 * (VADER's are -4 to 4), `booster`, `dampener`, `negator` or `remove`. A value takes the place of
 * all the word was: a number ends its being a booster, dampener or negator. The last line for a
 * word wins; empty lines, lines that start with "# " and a byte order mark are skipped. A phrase
 * counts as one word, wherever it stands.
 *
 * Words that no text can hold (capitals, "$gme", "100%"; VADER's file has some) are loaded; then
 * `err->line` is the line of the first and `err->message` says how many there are. Else both are
 * empty after SENTI_OK.
 *
 * @param base    *borrowed* for this call only
 * @param text    the file's content, *copied*
 * @param[out] lexicon *owned* by the caller: end it with senti_lexicon_free()
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_SYNTAX with `err->line`; SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_lexicon_load(const senti_lexicon *base, const char *text, size_t len,
                                          senti_load how, senti_lexicon **lexicon,
                                          senti_error *err);
/** Frees a lexicon of senti_lexicon_load(). NULL and an embedded one are no-ops. */
SENTI_API void senti_lexicon_free(senti_lexicon *lexicon);
/** @return the profile of a lexicon. */
SENTI_API senti_profile senti_lexicon_profile(const senti_lexicon *lexicon);
/** Stores the valence of a word, emoticon or phrase. @return whether the lexicon has it. */
SENTI_API bool senti_lexicon_find(const senti_lexicon *lexicon, const char *word, size_t len,
                                  double *valence);
/** @return this project's words of the markets, for senti_lexicon_load(); *borrowed* for ever. */
SENTI_API const char *senti_finance_words(size_t *len);
/** @} */

/** @name Scores */
/** @{ */
/** How the valences are added up. */
typedef enum senti_sum {
    SENTI_SUM_PLAIN,      /**< left to right, as CPython up to 3.11 */
    SENTI_SUM_COMPENSATED /**< after Neumaier, as CPython from 3.12 */
} senti_sum;

/** Options; zero means default. Start from SENTI_OPTIONS_INIT. Fields are only ever appended. */
typedef struct senti_options {
    size_t size; /**< sizeof(senti_options) */
    senti_sum sum;
} senti_options;
#define SENTI_OPTIONS_INIT                                                                         \
    { sizeof(senti_options), SENTI_SUM_PLAIN }

/** The rules that acted on a token: bits of senti_token.rules. */
typedef enum senti_rule {
    SENTI_RULE_CAPS = 1 << 0,     /**< in capitals among words that are not */
    SENTI_RULE_BOOSTER = 1 << 1,  /**< a booster up to three words before */
    SENTI_RULE_DAMPENER = 1 << 2, /**< a dampener up to three words before */
    SENTI_RULE_NEGATED = 1 << 3,  /**< a negator or "no" up to three words before */
    SENTI_RULE_NEVER_SO =
        1 << 4, /**< "never so", "never this"; in vader and nltk a late "so", "this" */
    SENTI_RULE_PHRASE = 1 << 5, /**< a phrase gave the valence */
    SENTI_RULE_LEAST = 1 << 6,  /**< "least" before */
    SENTI_RULE_BEFORE_BUT = 1 << 7,
    SENTI_RULE_AFTER_BUT = 1 << 8,
    SENTI_RULE_NO = 1 << 9,       /**< "no" before a word of the lexicon: 0 */
    SENTI_RULE_MODIFIER = 1 << 10 /**< itself a modifier: "kind" of "kind of" */
} senti_rule;

/** The scores of a text. `neg`, `neu` and `pos` are shares of 0 to 1, rounded to 3 decimals. */
typedef struct senti_scores {
    double neg, neu, pos;
    double compound; /**< -1 to 1, rounded to 4 decimals */
    size_t tokens;   /**< words and emoticons of the text, as the profile splits it */
    size_t hits;     /**< those of them that have a valence */
} senti_scores;

/**
 * Scores a text.
 * @param options NULL means defaults
 * @return SENTI_OK; SENTI_ERR_ARGUMENT (also 4 GiB or longer, or options out of their ranges);
 *         SENTI_ERR_MEMORY
 *
 * Allocates only for texts of more than some 700 bytes, where an emoji that the profile reads as
 * words counts as these (up to 54 bytes). Any thread.
 */
SENTI_API senti_status senti_score(const senti_lexicon *lexicon, const char *text, size_t len,
                                   const senti_options *options, senti_scores *scores);

/** A token as senti_explain() tells it. */
typedef struct senti_token {
    size_t begin, end; /**< bytes of the original text; the words of an emoji share its bytes */
    double base;       /**< the lexicon's valence, or 0 */
    double valence;    /**< after all rules; the scores are made of these */
    uint32_t rules;    /**< bits of senti_rule */
} senti_token;

/**
 * Scores a text and says what each token gave.
 * @param tokens,cap room for the tokens; may be NULL, 0 to ask how many there are
 * @param[out] n     how many tokens the text has (also on SENTI_ERR_BUFFER); may be NULL
 * @param[out] scores as senti_score(); may be NULL
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_BUFFER; SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_explain(const senti_lexicon *lexicon, const char *text, size_t len,
                                     const senti_options *options, senti_token *tokens, size_t cap,
                                     size_t *n, senti_scores *scores);

/** One column per score; NULL where it is not wanted. */
typedef struct senti_columns {
    double *neg, *neu, *pos, *compound;
    uint32_t *tokens, *hits;
} senti_columns;

/**
 * Scores many texts; the same values as senti_score() of each.
 * @param texts,lens `n` texts
 * @param out        columns of `n` values; undefined after a failure
 * @param pool       threads to use; NULL: the caller's alone
 * @return SENTI_OK; SENTI_ERR_ARGUMENT; SENTI_ERR_MEMORY
 */
SENTI_API senti_status senti_score_many(const senti_lexicon *lexicon, const char *const texts[],
                                        const size_t lens[], size_t n, const senti_options *options,
                                        const senti_columns *out, const senti_pool *pool);

/** What a score says of a text. */
typedef enum senti_label {
    SENTI_NEGATIVE = -1,
    SENTI_NEUTRAL = 0,
    SENTI_POSITIVE = 1
} senti_label;

/** @return positive from a compound of 0.05 on, negative up to -0.05: the usual rule. */
SENTI_API senti_label senti_label_compound(const senti_scores *scores);
/** @return which of `neg` and `pos` is greater, neutral where they are equal. */
SENTI_API senti_label senti_label_shares(const senti_scores *scores);
/** @} */

#ifdef __cplusplus
}
#endif
#endif
