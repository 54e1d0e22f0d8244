/* The most frequent words: scores, order, and the list that is handed out. */
#include "words/settle.h"

#include <math.h>
#include <stdlib.h>

/* ---- scores */

/* A background, and room for a word and one letter more. */
typedef struct reference {
    const senti_words *words, *background;
    char *room;
} reference;

static bool open_reference(reference *r) {
    r->room = r->background ? malloc((size_t)r->words->texts.longest + 1) : NULL;
    return !r->background || r->room;
}

/* The other one of singular and plural, in the background. */
static uint32_t partner_of(const reference *r, const char *text, size_t length) {
    if (senti__ends_in_s(text, length))
        return senti__texts_find(&r->background->texts, text, length - 1);
    if (text[length - 1] == 's')
        return SENTI__NONE;
    memcpy(r->room, text, length);
    r->room[length] = 's';
    return senti__texts_find(&r->background->texts, r->room, length + 1);
}

/* How many of the background's documents have a word. */
static uint64_t documents_with(const reference *r, uint32_t text) {
    const senti__texts *texts = &r->words->texts;
    const senti__spread *spread = r->background->spread;
    uint32_t lower = texts->items[text].lower;
    const char *form = senti__text_of(texts, lower);
    size_t length = texts->items[lower].length;
    uint32_t id = senti__texts_find(&r->background->texts, form, length);
    uint64_t n = id == SENTI__NONE ? 0 : spread[id].documents;
    if (r->words->options.no_plurals)
        return n;
    uint32_t partner = partner_of(r, form, length);
    if (partner == SENTI__NONE)
        return n;
    return n + spread[partner].documents - (id == SENTI__NONE ? 0 : spread[id].with_partner);
}

static double score_of(const reference *r, const senti__settled *entry) {
    if (!r->background)
        return (double)entry->count;
    uint64_t n = documents_with(r, entry->second);
    if (entry->first != SENTI__NONE) {
        uint64_t first = documents_with(r, entry->first);
        n = first < n ? first : n;
    }
    return (double)entry->count *
           (log((1 + (double)r->background->documents) / (1 + (double)n)) + 1);
}

/* ---- order */

typedef struct ranked {
    double score;
    size_t place;
} ranked;

static bool is_before(const ranked *a, const ranked *b) {
    return a->score > b->score || (a->score == b->score && a->place < b->place);
}

/* A heap has the last one in order at its root. */
static void sift_down(ranked *heap, size_t n, size_t i) {
    ranked moving = heap[i];
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && is_before(&heap[child], &heap[child + 1]))
            child++;
        if (!is_before(&moving, &heap[child]))
            break;
        heap[i] = heap[child];
    }
    heap[i] = moving;
}

/* The first n of all, in order. */
static void rank(const reference *r, const senti__result *result, ranked *heap, size_t n) {
    for (size_t i = 0; i < result->count; i++) {
        ranked entry = {score_of(r, &result->items[i]), i};
        if (i < n) {
            heap[i] = entry;
            if (i + 1 == n)
                for (size_t k = n / 2; k-- > 0;)
                    sift_down(heap, n, k);
        } else if (is_before(&entry, &heap[0])) {
            heap[0] = entry;
            sift_down(heap, n, 0);
        }
    }
    for (size_t k = n; k-- > 1;) {
        ranked last = heap[0];
        heap[0] = heap[k];
        heap[k] = last;
        sift_down(heap, k, 0);
    }
}

/* ---- the list */

static size_t text_length(const senti__texts *texts, const senti__settled *entry) {
    size_t length = texts->items[entry->second].length - entry->cut;
    return entry->first == SENTI__NONE ? length : length + 1 + texts->items[entry->first].length;
}

static char *put_text(const senti__texts *texts, const senti__settled *entry, char *out) {
    if (entry->first != SENTI__NONE) {
        size_t length = texts->items[entry->first].length;
        memcpy(out, senti__text_of(texts, entry->first), length);
        out += length;
        *out++ = ' ';
    }
    size_t length = texts->items[entry->second].length - entry->cut;
    memcpy(out, senti__text_of(texts, entry->second), length);
    out[length] = '\0';
    return out + length + 1;
}

/* Items and their texts are one block of memory. */
static bool make_list(const senti__texts *texts, const senti__result *result, const ranked *order,
                      size_t n, senti_word_list *list) {
    size_t size = n * sizeof(senti_word);
    if (n == 0) {
        *list = (senti_word_list){0};
        return true;
    }
    for (size_t i = 0; i < n; i++)
        size += text_length(texts, &result->items[order[i].place]) + 1;
    senti_word *items = malloc(size);
    if (!items)
        return false;
    char *text = (char *)(items + n);
    for (size_t i = 0; i < n; i++) {
        const senti__settled *entry = &result->items[order[i].place];
        items[i] = (senti_word){.text = text,
                                .len = text_length(texts, entry),
                                .count = entry->count,
                                .score = order[i].score,
                                .weight = order[i].score / order[0].score,
                                .collocation = entry->first != SENTI__NONE};
        text = put_text(texts, entry, text);
    }
    *list = (senti_word_list){.items = items, .count = n, .total = result->count};
    return true;
}

static bool top(const reference *r, const senti__result *result, size_t limit,
                senti_word_list *list) {
    size_t n = limit && limit < result->count ? limit : result->count;
    ranked *order = malloc((n ? n : 1) * sizeof *order);
    bool done = order != NULL;
    if (done) {
        rank(r, result, order, n);
        done = make_list(&r->words->texts, result, order, n, list);
    }
    free(order);
    return done;
}

senti_status senti_words_top(const senti_words *words, size_t limit, const senti_words *background,
                             senti_word_list *list, senti_error *err) {
    if (!words || !list)
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0, "the handle or the list is NULL");
    if (background && !background->spread)
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0,
                                  "the background was not made with `documents`");
    reference r = {.words = words, .background = background};
    senti__result result = {0};
    bool done =
        open_reference(&r) && senti__settle(words, &result) && top(&r, &result, limit, list);
    free(result.items);
    free(r.room);
    return done ? SENTI_OK : senti__words_error(err, SENTI_ERR_MEMORY, 0, "out of memory");
}

void senti_word_list_clear(senti_word_list *list) {
    if (!list)
        return;
    free(list->items);
    *list = (senti_word_list){0};
}
