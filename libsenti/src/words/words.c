/* Handles: options, making, what they hold. */
#include "words/words.h"

#include "options.h"
#include "words/letters.h"
#include "words/stopwords.h"

#include <stdlib.h>

/* ---- making */

senti_words *senti__words_new(const senti_words_options *options) {
    senti_words *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->options = *options;
    w->options.stopwords = NULL;
    w->options.stopwords_len = 0;
    w->previous = w->first = SENTI__AT_START;
    bool made = senti__texts_init(&w->texts, options->documents) &&
                (options->no_collocations || senti__pairs_init(&w->pairs, options->max_distinct));
    /* That there is an array says that documents are counted. */
    if (made && options->documents)
        made = (w->spread = malloc(sizeof *w->spread)) != NULL;
    if (made)
        return w;
    senti_words_free(w);
    return NULL;
}

void senti_words_free(senti_words *words) {
    if (!words)
        return;
    senti__texts_clear(&words->texts);
    senti__pairs_clear(&words->pairs);
    free(words->spread);
    free(words);
}

bool senti__words_reserve(senti_words *w, size_t n, size_t bytes) {
    if (!senti__texts_reserve(&w->texts, n, bytes))
        return false;
    if (!w->spread || w->cap_spread >= w->texts.cap)
        return true;
    senti__spread *grown = realloc(w->spread, w->texts.cap * sizeof *grown);
    if (!grown)
        return false;
    memset(grown + w->cap_spread, 0, (w->texts.cap - w->cap_spread) * sizeof *grown);
    w->spread = grown;
    w->cap_spread = w->texts.cap;
    return true;
}

void senti__trim(const char **text, size_t *len) {
    for (; *len && senti__is_blank(**text); ++*text)
        --*len;
    while (*len && senti__is_blank((*text)[*len - 1]))
        --*len;
}

bool senti__words_stop(senti_words *w, const char *lower, size_t n) {
    senti__slot *slot = senti__texts_put(&w->texts, lower, n);
    if (slot)
        slot->id |= SENTI__STOP;
    w->n_stopwords = w->texts.n;
    return slot && senti__words_reserve(w, 0, 0);
}

/* Takes the lines of a list. No word was counted before. */
static bool add_stopwords(senti_words *w, const char *list, size_t len) {
    size_t room = 3 * len;
    if (len == 0)
        return true;
    char *line = malloc(room + senti__lower_room(room));
    char *lower = line + room;
    bool added = line != NULL;
    for (const char *end = list + len; added && list < end;) {
        const char *stop = memchr(list, '\n', (size_t)(end - list));
        size_t n = (size_t)((stop ? stop : end) - list);
        const char *next = stop ? stop + 1 : end;
        senti__trim(&list, &n);
        if (n)
            added = senti__words_stop(w, lower,
                                      senti__lower_text(line, senti__repair(list, n, line), lower));
        list = next;
    }
    free(line);
    return added;
}

/* The options that were given; the defaults where an older caller has none. */
static bool read_options(const senti_words_options *given, senti_words_options *options) {
    *options = (senti_words_options)SENTI_WORDS_OPTIONS_INIT;
    if (!given)
        return true;
    if (!senti__take(options, sizeof *options, given,
                     SENTI__FIRST_SIZE(senti_words_options, stopwords_len)))
        return false;
    if (options->threshold == 0)
        options->threshold = SENTI_WORDS_THRESHOLD;
    return true;
}

senti_status senti_words_create(const senti_words_options *given, senti_words **words,
                                senti_error *err) {
    senti_words_options options;
    if (!words || !read_options(given, &options))
        return senti__words_error(
            err, SENTI_ERR_ARGUMENT, 0,
            "there is no place for the handle, or the options' size is wrong");
    if (!(options.threshold - options.threshold == 0))
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0, "threshold is not a finite number");
    if (options.max_distinct && options.max_distinct < SENTI_WORDS_DISTINCT_MIN)
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0,
                                  "max_distinct is below 100 (allowed: 0, or 100 and more)");
    if (!options.stopwords && options.stopwords_len)
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0, "the stop words are NULL");
    senti_words *made = senti__words_new(&options);
    if (!made ||
        (!options.no_stopwords &&
         !add_stopwords(made, senti__stopwords, senti__stopwords_length)) ||
        !add_stopwords(made, options.stopwords, options.stopwords_len)) {
        senti_words_free(made);
        return senti__words_error(err, SENTI_ERR_MEMORY, 0, "out of memory");
    }
    *words = made;
    return SENTI_OK;
}

const char *senti_words_stopwords(size_t *len) {
    if (len)
        *len = senti__stopwords_length;
    return senti__stopwords;
}

senti_status senti_words_get_stats(const senti_words *words, senti_words_stats *stats) {
    if (!words || !stats || stats->size < SENTI__FIRST_SIZE(senti_words_stats, bytes))
        return SENTI_ERR_ARGUMENT;
    size_t size = stats->size < sizeof *stats ? stats->size : sizeof *stats;
    const senti_words_stats all = {
        .size = size,
        .documents = words->documents,
        .words = words->words,
        .distinct = words->texts.n_seen,
        .pairs = words->pairs.n,
        .lost_words = words->lost_words,
        .lost_pairs = words->lost_pairs,
        .bytes = sizeof *words + senti__texts_memory(&words->texts) +
                 senti__pairs_memory(&words->pairs) + words->cap_spread * sizeof *words->spread,
    };
    memcpy(stats, &all, size);
    return SENTI_OK;
}
