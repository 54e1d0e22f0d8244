/*
 * Any bytes as options and documents: the first two choose options, a line feed ends a document,
 * one that starts with '=' is an item. However the documents are split over two handles, merged
 * they give what one handle gives.
 */
#include "../senti/check.h"
#include "marketkit/senti_words.h"

#include <string.h>

static senti_words_options read_options(const uint8_t *data) {
    static const double thresholds[] = {0, 1e-9, 1, -1};
    senti_words_options o = SENTI_WORDS_OPTIONS_INIT;
    o.no_collocations = data[0] & 1;
    o.no_plurals = data[0] & 2;
    o.numbers = data[0] & 4;
    o.across = data[0] & 8;
    o.no_stopwords = data[0] & 16;
    o.documents = data[0] & 32;
    o.threshold = thresholds[data[0] >> 6];
    o.min_length = data[1] & 7;
    o.max_distinct = data[1] & 8 ? 100 : 0;
    return o;
}

static void add(senti_words *words, const char *text, size_t len) {
    /* Of exactly this size, so that reading past it is noticed. */
    char *copy = malloc(len ? len : 1);
    CHECK(copy);
    memcpy(copy, text, len);
    if (len && *copy == '=')
        CHECK(senti_words_add_item(words, copy + 1, len - 1, NULL) ==
              (len - 1 > SENTI_WORDS_ITEM_MAX ? SENTI_ERR_ARGUMENT : SENTI_OK));
    else
        CHECK(senti_words_add(words, copy, len, NULL) == SENTI_OK);
    free(copy);
}

static void check_list(const senti_word_list *list) {
    CHECK(list->count == list->total);
    for (size_t i = 0; i < list->count; i++) {
        const senti_word *w = &list->items[i];
        CHECK(w->len > 0 && w->count > 0 && w->text[w->len] == '\0');
        CHECK(i == 0 || list->items[i - 1].score >= w->score);
        CHECK(w->weight > 0 && w->weight <= 1);
    }
}

static void check_same(const senti_words *a, const senti_words *b, bool spread) {
    senti_word_list x, y;
    CHECK(senti_words_top(a, 0, spread ? a : NULL, &x, NULL) == SENTI_OK);
    CHECK(senti_words_top(b, 0, spread ? b : NULL, &y, NULL) == SENTI_OK);
    check_list(&x);
    CHECK(x.count == y.count);
    for (size_t i = 0; i < x.count; i++)
        CHECK(x.items[i].len == y.items[i].len && x.items[i].score == y.items[i].score &&
              memcmp(x.items[i].text, y.items[i].text, x.items[i].len) == 0);
    senti_word_list_clear(&x);
    senti_word_list_clear(&y);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 3)
        return 0;
    senti_words_options o = read_options(data);
    const char *text = (const char *)data + 3, *end = (const char *)data + size;
    senti_words *all, *first, *second;
    CHECK(senti_words_create(&o, &all, NULL) == SENTI_OK);
    CHECK(senti_words_create(&o, &first, NULL) == SENTI_OK);
    CHECK(senti_words_create(&o, &second, NULL) == SENTI_OK);
    for (unsigned document = 0; text < end; document++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t len = (size_t)((stop ? stop : end) - text);
        add(all, text, len);
        add(document < data[2] % 8u ? first : second, text, len);
        text += len + 1;
    }
    CHECK(senti_words_merge(first, second, NULL) == SENTI_OK);
    /* A bounded handle forgets at other times when its documents are split. */
    if (!o.max_distinct)
        check_same(all, first, o.documents);
    check_same(first, first, o.documents);
    senti_words_free(all);
    senti_words_free(first);
    senti_words_free(second);
    return 0;
}
