/* Taking over the counts of another handle, to merge them or to forget what is rare. */
#include "words/words.h"

#include <stdlib.h>

/* What of another handle is taken over. */
typedef struct choice {
    uint64_t words; /* only words with a larger count */
    uint32_t pairs; /* only pairs with a larger count */
    bool
        same_document; /* it goes on: also its last word and the first of all, and what was in it */
} choice;

static bool is_chosen(const senti_words *from, const senti__slot *slot, const choice *which) {
    if (slot->length == 0 || slot->id & SENTI__STOP)
        return false;
    return (slot->count > 0 && slot->count > which->words) ||
           (which->same_document && (slot->id == from->first || slot->id == from->previous));
}

/* The slots of the texts to be taken over, by number; NULL elsewhere. */
static const senti__slot **choose(const senti_words *from, const choice *which) {
    const senti__slot **chosen = calloc(from->texts.n ? from->texts.n : 1, sizeof(void *));
    for (size_t i = 0; chosen && i <= from->texts.mask; i++) {
        const senti__slot *slot = &from->texts.slots[i];
        if (is_chosen(from, slot, which))
            chosen[slot->id] = slot;
    }
    return chosen;
}

/* All pairs, in order of first sight. */
static senti__pair_slot *list_pairs(const senti_words *from) {
    senti__pair_slot *list = calloc(from->pairs.n ? from->pairs.n : 1, sizeof *list);
    for (size_t i = 0; list && from->pairs.slots && i <= from->pairs.mask; i++)
        if (from->pairs.slots[i].count)
            list[from->pairs.slots[i].place] = from->pairs.slots[i];
    return list;
}

typedef struct takeover {
    senti_words *to;
    const senti_words *from;
    const choice *which;
    const senti__slot **texts;
    senti__pair_slot *pairs;
    uint32_t *map; /* from their numbers to ours; SENTI__NONE: not taken over */
} takeover;

/* Gets all the memory, so that nothing fails later. */
static bool prepare(takeover *t) {
    const senti_words *from = t->from;
    t->texts = choose(from, t->which);
    t->pairs = list_pairs(from);
    t->map = calloc(from->texts.n ? from->texts.n : 1, sizeof *t->map);
    /* A new text is put down with the most room that its lower case may take. */
    size_t bytes = from->texts.n_bytes + 3 * (size_t)from->texts.longest + 2;
    return t->texts && t->pairs && t->map &&
           senti__words_reserve(t->to, (size_t)from->texts.n + 2, bytes) &&
           (!t->to->pairs.slots || senti__pairs_reserve(&t->to->pairs, (size_t)from->pairs.n + 1));
}

static void take_text(takeover *t, uint32_t id) {
    const senti__slot *slot = t->texts[id];
    senti__texts *texts = &t->to->texts;
    if (!slot)
        return;
    senti__slot *mine = senti__texts_put(texts, senti__text_of(&t->from->texts, id), slot->length);
    t->map[id] = mine->id;
    if (mine->count == 0 && slot->count > 0)
        texts->seen[texts->n_seen++] = mine->id;
    mine->count += slot->count;
}

static void take_spread(takeover *t, uint32_t id) {
    const senti__texts *theirs = &t->from->texts;
    const senti__spread *spread = &t->from->spread[id];
    if (theirs->items[id].lower != id || spread->documents == 0)
        return;
    uint32_t mine =
        senti__texts_find(&t->to->texts, senti__text_of(theirs, id), theirs->items[id].length);
    if (mine == SENTI__NONE)
        return;
    t->to->spread[mine].documents += spread->documents;
    t->to->spread[mine].with_partner += spread->with_partner;
    if (t->which->same_document)
        t->to->spread[mine].newest = spread->newest;
}

static uint32_t mapped(const takeover *t, uint32_t id) {
    return id >= SENTI__AT_START ? id : t->map[id];
}

/* As if the documents had been joined: the last word here and the first one there are neighbours.
 */
static void join_ends(takeover *t) {
    senti_words *to = t->to;
    const senti_words *from = t->from;
    if (from->previous == SENTI__AT_START)
        return;
    uint32_t first = mapped(t, from->first);
    if (to->previous == SENTI__AT_START)
        to->first = first;
    else if (to->options.across && to->pairs.slots && to->previous < SENTI__AT_START &&
             first < SENTI__AT_START)
        senti__pairs_put(&to->pairs, senti__pair(to->previous, first), 1);
    to->previous = mapped(t, from->previous);
}

static void take(takeover *t) {
    const senti_words *from = t->from;
    for (uint32_t id = 0; id < from->texts.n; id++)
        t->map[id] = SENTI__NONE;
    for (uint32_t i = 0; i < from->texts.n_seen; i++)
        take_text(t, from->texts.seen[i]);
    join_ends(t);
    for (uint32_t i = 0; t->to->pairs.slots && i < from->pairs.n; i++) {
        const senti__pair_slot *slot = &t->pairs[i];
        uint32_t first = t->map[slot->pair >> 32], second = t->map[(uint32_t)slot->pair];
        if (slot->count > t->which->pairs && first != SENTI__NONE && second != SENTI__NONE)
            senti__pairs_put(&t->to->pairs, senti__pair(first, second), slot->count);
    }
    for (uint32_t id = 0; from->spread && id < from->texts.n; id++)
        take_spread(t, id);
    t->to->documents += from->documents;
    t->to->words += from->words;
    t->to->lost_words += from->lost_words;
    t->to->lost_pairs += from->lost_pairs;
}

/* Adds what is chosen of `from`. False: out of memory, nothing has changed. */
static bool absorb(senti_words *to, const senti_words *from, const choice *which) {
    takeover t = {.to = to, .from = from, .which = which};
    bool ready = prepare(&t);
    if (ready)
        take(&t);
    free((void *)t.texts);
    free(t.pairs);
    free(t.map);
    return ready;
}

/* ---- forgetting what is rare */

static int compare_counts(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The count up to which entries are forgotten, so that at most half of n > 0 stay. */
static uint64_t middle(uint64_t *counts, size_t n) {
    qsort(counts, n, sizeof *counts, compare_counts);
    return counts[n - n / 2 - 1];
}

static bool forget(senti_words *w, uint64_t words, uint32_t pairs) {
    const choice which = {words, pairs, true};
    senti_words *rest = senti__words_new(&w->options);
    bool made = rest != NULL;
    /* Hashes that were made stay good. */
    if (made)
        rest->texts.salt = w->texts.salt;
    for (uint32_t id = 0; made && id < w->n_stopwords; id++)
        made = senti__words_stop(rest, senti__text_of(&w->texts, id), w->texts.items[id].length);
    if (made && absorb(rest, w, &which)) {
        senti_words all = *w;
        rest->serial = w->serial;
        rest->lost_words += words;
        /* A pair whose word is forgotten was at most as frequent as that. */
        rest->lost_pairs += pairs > words ? pairs : words;
        *w = *rest;
        *rest = all;
    } else {
        made = false;
    }
    senti_words_free(rest);
    return made;
}

bool senti__words_room_for_text(senti_words *w) {
    size_t most = w->options.max_distinct, n = 0;
    /* With each spelling may come its lower-case form; stop words have spellings too. */
    if (most == 0 || (w->texts.n_seen < most && (w->texts.n - w->n_stopwords) / 2 < most))
        return true;
    senti__pairs_settle(&w->pairs);
    uint64_t *counts = malloc((w->texts.n_seen + (size_t)1) * sizeof *counts);
    if (!counts)
        return false;
    for (size_t i = 0; i <= w->texts.mask; i++)
        if (w->texts.slots[i].count)
            counts[n++] = w->texts.slots[i].count;
    bool done = forget(w, n ? middle(counts, n) : 0, 0);
    free(counts);
    return done;
}

bool senti__words_room_for_pair(senti_words *w) {
    senti__pairs *p = &w->pairs;
    size_t n = 0;
    senti__pairs_settle(p);
    if (p->n + SENTI__WAITING < p->bound)
        return senti__pairs_reserve(p, 1);
    uint64_t *counts = malloc(p->n * sizeof *counts);
    if (!counts)
        return false;
    for (size_t i = 0; i <= p->mask; i++)
        if (p->slots[i].count)
            counts[n++] = p->slots[i].count;
    bool done = forget(w, 0, (uint32_t)middle(counts, n));
    free(counts);
    return done;
}

/* ---- merging */

static bool have_same_stopwords(const senti_words *a, const senti_words *b) {
    if (a->n_stopwords != b->n_stopwords)
        return false;
    for (uint32_t id = 0; id < b->n_stopwords; id++)
        if (senti__texts_find(&a->texts, senti__text_of(&b->texts, id),
                              b->texts.items[id].length) >= a->n_stopwords)
            return false;
    return true;
}

static bool have_same_options(const senti_words_options *a, const senti_words_options *b) {
    return a->no_collocations == b->no_collocations && a->no_plurals == b->no_plurals &&
           a->numbers == b->numbers && a->across == b->across && a->documents == b->documents &&
           a->min_length == b->min_length && a->threshold == b->threshold &&
           a->max_distinct == b->max_distinct;
}

senti_status senti_words_merge(senti_words *words, const senti_words *other, senti_error *err) {
    static const choice all = {0, 0, false};
    if (!words || !other || words == other)
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0,
                                  "a handle is NULL, or both are the same");
    if (!have_same_options(&words->options, &other->options) || !have_same_stopwords(words, other))
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0,
                                  "the handles have other options or stop words");
    if (!absorb(words, other, &all))
        return senti__words_error(err, SENTI_ERR_MEMORY, 0, "out of memory");
    /* Where there is no memory to forget with, the next word tries again. */
    (void)senti__words_room_for_text(words);
    if (words->pairs.slots && !senti__pairs_have_room(&words->pairs))
        (void)senti__words_room_for_pair(words);
    return SENTI_OK;
}
