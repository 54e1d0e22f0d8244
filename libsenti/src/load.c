/* Lexicons from files: layers on top of another lexicon. */
#include "lexicon.h"
#include "unicode.h"
#include "work.h"

#include <stdio.h>
#include <stdlib.h>

/* Longest file. */
#define FILE_MAX   ((size_t)1 << 30)
#define VALUE_MAX  100
#define DIGITS_MAX 15 /* so that a decimal is read exactly */

/* Words being gathered: items and entries in parallel, found through an open table. */
typedef struct words {
    senti__item *items;
    senti__entry *entries;
    uint32_t *lines; /* of the file; 0: the base's */
    size_t n;
    uint32_t *places; /* 1 + index of an item; 0: free */
    size_t mask;
    char *keys; /* of short words of the base, which has them only as numbers, then of words of
                   the file that are not ASCII */
} words;

static uint64_t hash_of(const char *key, size_t length) {
    uint64_t h = length;
    for (; length > SENTI__SHORT_KEY; key += 8, length -= 8)
        h = senti__hash((senti__key){senti__load64(key) ^ h, 0});
    senti__key last = senti__key_of(key, length);
    last.high ^= h;
    return senti__hash(last) >> 20;
}

/* The entry of a word, which becomes one if it is none yet; its key is borrowed. */
static senti__entry *word_entry(words *w, const char *key, size_t length) {
    size_t at = (size_t)hash_of(key, length) & w->mask;
    for (; w->places[at]; at = (at + 1) & w->mask) {
        const senti__item *item = &w->items[w->places[at] - 1];
        if (item->length == length && memcmp(item->key, key, length) == 0)
            return &w->entries[w->places[at] - 1];
    }
    w->items[w->n] = (senti__item){.key = key, .length = (uint32_t)length};
    w->entries[w->n] = (senti__entry){0};
    w->lines[w->n] = 0;
    w->places[at] = (uint32_t)++w->n;
    return &w->entries[w->n - 1];
}

static bool words_init(words *w, size_t most, size_t len) {
    size_t places = 64;
    while (places < 2 * most)
        places *= 2;
    *w = (words){.mask = places - 1};
    w->entries = malloc(
        most * (sizeof *w->entries + sizeof *w->items + sizeof *w->lines + SENTI__SHORT_KEY) + len);
    w->places = calloc(places, sizeof *w->places);
    if (!w->entries || !w->places)
        return false;
    w->items = (senti__item *)(w->entries + most);
    w->lines = (uint32_t *)(w->items + most);
    w->keys = (char *)(w->lines + most);
    return true;
}

static void words_clear(words *w) {
    free(w->entries);
    free(w->places);
}

static void add_base_word(words *w, const senti_lexicon *base, senti_load how, uint32_t at,
                          const char *key, size_t length) {
    senti__entry e = base->entries[at];
    if ((e.flags & SENTI__PHRASE) && !base->phrases)
        return; /* phrases that this profile does not know */
    if (how == SENTI_LOAD_REPLACE && (e.flags & SENTI__LEXICON)) {
        e.value = 0;
        e.flags &= SENTI__IDIOM;
    }
    e.flags &= (uint16_t)~SENTI__STARTS;
    if (e.flags != 0 || e.word != 0)
        *word_entry(w, key, length) = e;
}

/* The bytes of a short key; their number. */
static size_t unpack(senti__key key, char *to) {
    senti__store64(to, key.low);
    senti__store64(to + 8, key.high);
    uint64_t last = key.high ? key.high : key.low;
    return (key.high ? 16u : 8u) - (size_t)__builtin_clzll(last) / 8;
}

static void add_base(words *w, const senti_lexicon *base, senti_load how) {
    const senti__table *t = base->table;
    for (uint32_t i = 0; i < t->slots; i++) {
        if (base->entries[i].flags == 0 && base->entries[i].word == 0)
            continue;
        add_base_word(w, base, how, i, w->keys, unpack(t->keys[i], w->keys));
        w->keys += SENTI__SHORT_KEY;
    }
    for (uint32_t i = 0; i <= t->long_mask; i++)
        if (t->longs[i].length)
            add_base_word(w, base, how, t->longs[i].entry, t->pool + t->longs[i].at,
                          t->longs[i].length);
}

/* ---- lines */

typedef struct line {
    const char *word, *value;
    size_t word_length, value_length;
} line;

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* The first two columns, with the line's blanks cut off as the reference cuts them. */
static const char *split(const char *from, const char *end, line *l) {
    const char *first = from, *last = end;
    while (from < end && is_blank(*from))
        from++;
    while (end > from && is_blank(end[-1]))
        end--;
    const char *tab = memchr(from, '\t', (size_t)(end - from));
    l->word = from;
    l->word_length = (size_t)((tab ? tab : end) - from);
    l->value = tab ? tab + 1 : end;
    const char *next = memchr(l->value, '\t', (size_t)(end - l->value));
    l->value_length = (size_t)((next ? next : end) - l->value);
    if (tab)
        return NULL;
    if (memchr(first, '\t', (size_t)(from - first)))
        return "the line has no word before its tab";
    if (memchr(end, '\t', (size_t)(last - end)))
        return "the line has no value behind its tab";
    return "the line has no tab between word and value";
}

static bool is_word(const line *l, const char *word) {
    return strlen(word) == l->value_length && memcmp(word, l->value, l->value_length) == 0;
}

/* A decimal number, whatever the locale. */
static bool number(const char *text, size_t n, double *value) {
    size_t i = n > 0 && (*text == '-' || *text == '+'), digits = 0, decimals = 0;
    int64_t whole = 0;
    bool point = false;
    for (; i < n; i++) {
        if (text[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || ++digits > DIGITS_MAX)
            return false;
        whole = whole * 10 + (text[i] - '0');
        decimals += point;
    }
    double scale = 1;
    for (; decimals > 0; decimals--)
        scale *= 10;
    *value = (double)whole / scale; /* both are exact: one rounding */
    if (n > 0 && *text == '-')
        *value = -*value;
    return digits > 0 && *value >= -VALUE_MAX && *value <= VALUE_MAX;
}

static const char *set_value(const line *l, senti__entry *e) {
    double value = 0;
    uint16_t flags = 0;
    if (is_word(l, "booster") || is_word(l, "dampener")) {
        value = *l->value == 'b' ? SENTI__STEP : -SENTI__STEP;
        flags = SENTI__BOOSTER;
    } else if (is_word(l, "negator")) {
        flags = SENTI__NEGATOR;
    } else if (number(l->value, l->value_length, &value)) {
        flags = SENTI__LEXICON;
    } else if (!is_word(l, "remove")) {
        return "the value is not a number of -100 to 100 with at most 15 digits, booster, "
               "dampener, negator or remove";
    }
    e->value = value;
    e->flags = (uint16_t)(flags | (e->flags & SENTI__IDIOM));
    return NULL;
}

/* How many words a key has; 0: they are not joined by single spaces, or are too many. */
static size_t count_words(const char *key, size_t length) {
    size_t n = 1;
    for (size_t i = 0; i < length; i++) {
        if (key[i] != ' ')
            continue;
        if (i == 0 || key[i - 1] == ' ' || i + 1 == length)
            return 0;
        n++;
    }
    return n > SENTI__PHRASE_WORDS ? 0 : n;
}

/* A key as texts are read. */
static void make_plain(words *w, senti_profile profile, line *l) {
    bool ascii = true;
    for (size_t i = 0; i < l->word_length; i++)
        ascii = ascii && (unsigned char)l->word[i] < 0x80;
    if (ascii)
        return;
    l->word_length = senti__plain_key(profile, l->word, l->word_length, w->keys);
    l->word = w->keys;
    w->keys += l->word_length;
}

static const char *add_line(words *w, senti_profile profile, const char *from, const char *end,
                            uint32_t line_number) {
    line l;
    const char *wrong = split(from, end, &l);
    if (wrong)
        return wrong;
    make_plain(w, profile, &l);
    if (l.word_length > SENTI__KEY_MAX)
        return "the word is longer than 120 bytes";
    size_t n_words = count_words(l.word, l.word_length);
    if (n_words == 0)
        return "a phrase is 2 to 4 words joined by single spaces";
    senti__entry *e = word_entry(w, l.word, l.word_length);
    w->lines[e - w->entries] = line_number;
    wrong = set_value(&l, e);
    if (!wrong && n_words > 1 && e->flags)
        e->flags |= SENTI__PHRASE;
    return wrong;
}

static senti_status fail(senti_error *err, senti_status status, size_t number_, size_t offset,
                         const char *message) {
    if (err) {
        *err = (senti_error){.status = status, .line = number_, .offset = offset};
        size_t n = strlen(message);
        memcpy(err->message, message, n < sizeof err->message ? n : sizeof err->message - 1);
    }
    return status;
}

static senti_status add_lines(words *w, senti_profile profile, const char *text, size_t len,
                              senti_error *err) {
    const char *end = text + len, *next;
    uint32_t n = 0;
    bool marked = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0; /* byte order mark */
    for (const char *at = text + (marked ? 3 : 0); at < end; at = next) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        next = stop + (stop < end);
        n++;
        const char *first = at;
        while (first < stop && is_blank(*first))
            first++;
        if (first == stop || (*first == '#' && stop - first > 1 && first[1] == ' '))
            continue;
        const char *wrong = add_line(w, profile, at, stop, n);
        if (wrong)
            return fail(err, SENTI_ERR_SYNTAX, n, (size_t)(at - text), wrong);
    }
    return SENTI_OK;
}

/* ---- the lexicon */

static void mark_starts(words *w) {
    for (size_t i = 0, n = w->n; i < n; i++) {
        if (!(w->entries[i].flags & SENTI__PHRASE))
            continue;
        const char *key = w->items[i].key;
        const char *space = memchr(key, ' ', w->items[i].length);
        word_entry(w, key, (size_t)(space - key))->flags |= SENTI__STARTS;
    }
}

/* An emoji of VADER's table that stands alone as a key. */
static uint32_t lone_emoji(const senti__item *item) {
    const unsigned char *p = (const unsigned char *)item->key, *end = p + item->length;
    if (item->length > 4 || *p < 0x80)
        return 0;
    uint32_t c = senti__decode(&p, end);
    return p == end && senti__emoji(c) ? c : 0;
}

static int by_code_point(const void *a, const void *b) {
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

/* Words without meaning, such as removed ones, are left out. */
static void drop_empty(words *w) {
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++)
        if (w->entries[i].flags || w->entries[i].word) {
            w->items[n] = w->items[i];
            w->lines[n] = w->lines[i];
            w->entries[n++] = w->entries[i];
        }
    w->n = n;
}

static senti_lexicon *compile(words *w, const senti_lexicon *base) {
    senti_lexicon *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    made->profile = base->profile;
    made->table = &made->own;
    if (!senti__table_build(w->items, w->n, 0, &made->own, &made->memory[0])) {
        free(made);
        return NULL;
    }
    size_t n_emoji = 0;
    for (size_t i = 0; i < w->n; i++)
        n_emoji += lone_emoji(&w->items[i]) != 0;
    size_t n_entries = (size_t)made->own.entries + 1;
    senti__entry *entries = calloc(1, n_entries * sizeof *entries + n_emoji * sizeof(uint32_t));
    if (!entries) {
        senti_lexicon_free(made);
        return NULL;
    }
    made->memory[1] = entries;
    made->entries = entries;
    uint32_t *emoji = (uint32_t *)(entries + n_entries);
    made->emoji = emoji;
    for (size_t i = 0; i < w->n; i++) {
        uint32_t c = lone_emoji(&w->items[i]);
        entries[w->items[i].entry] = w->entries[i];
        made->phrases = made->phrases || (w->entries[i].flags & SENTI__PHRASE);
        if (c)
            emoji[made->n_emoji++] = c;
    }
    if (n_emoji > 0)
        qsort(emoji, n_emoji, sizeof *emoji, by_code_point);
    return made;
}

/* Most words: what no rule of reading changes. One character is no word to NLTK. */
static bool is_simple(const senti__item *item) {
    bool simple = item->length > 1;
    for (uint32_t i = 0; i < item->length && simple; i++)
        simple = (item->key[i] >= 'a' && item->key[i] <= 'z') ||
                 (item->key[i] >= '0' && item->key[i] <= '9');
    return simple;
}

/* Looks for words of the file that are not found in a text that is nothing but they, and tells how
 * many there are. */
static senti_status find_dead(const words *w, const senti_lexicon *made, senti_error *err) {
    senti__work work;
    senti_status status = SENTI_OK;
    unsigned long long dead = 0;
    uint32_t first = UINT32_MAX;
    senti__work_init(&work);
    for (size_t i = 0; i < w->n && status == SENTI_OK; i++) {
        const senti__item *item = &w->items[i];
        if (w->lines[i] == 0 || is_simple(item))
            continue;
        status = senti__valuate(&work, made, item->key, item->length);
        if (status != SENTI_OK || (work.n_tokens == 1 && work.tokens[0].entry == item->entry))
            continue;
        dead++;
        first = w->lines[i] < first ? w->lines[i] : first;
    }
    senti__work_clear(&work);
    if (status != SENTI_OK || !err)
        return status;
    *err = (senti_error){.status = SENTI_OK, .line = dead > 0 ? first : 0};
    if (dead > 0)
        (void)snprintf(err->message, sizeof err->message,
                       "%llu %s, the first in line %lu: texts are read in lower case, split at "
                       "white space, without punctuation around words",
                       dead, dead == 1 ? "word can match no text" : "words can match no text",
                       (unsigned long)first);
    return SENTI_OK;
}

static size_t count_lines(const char *text, size_t len) {
    size_t n = 1;
    for (const char *end = text + len;
         text < end && (text = memchr(text, '\n', (size_t)(end - text))); text++)
        n++;
    return n;
}

senti_status senti_lexicon_load(const senti_lexicon *base, const char *text, size_t len,
                                senti_load how, senti_lexicon **lexicon, senti_error *err) {
    if (!base || (!text && len > 0) || !lexicon || len > FILE_MAX)
        return fail(err, SENTI_ERR_ARGUMENT, 0, 0, senti_status_text(SENTI_ERR_ARGUMENT));
    words w;
    senti_status status = SENTI_ERR_MEMORY;
    senti_lexicon *made = NULL;
    /* Each line and each long key may be a phrase, whose first word is one more. */
    size_t most =
        (size_t)base->table->entries + base->table->long_mask + 1 + 2 * count_lines(text, len);
    if (words_init(&w, most, len)) {
        add_base(&w, base, how);
        status = add_lines(&w, base->profile, text, len, err);
        if (status == SENTI_OK) {
            mark_starts(&w);
            drop_empty(&w);
            made = compile(&w, base);
            status = made ? find_dead(&w, made, err) : SENTI_ERR_MEMORY;
        }
    }
    words_clear(&w);
    if (status != SENTI_OK)
        senti_lexicon_free(made);
    if (status == SENTI_ERR_MEMORY)
        return fail(err, status, 0, 0, senti_status_text(status));
    if (status == SENTI_OK)
        *lexicon = made;
    return status;
}

void senti_lexicon_free(senti_lexicon *lexicon) {
    if (!lexicon || !lexicon->memory[0])
        return;
    free(lexicon->memory[0]);
    free(lexicon->memory[1]);
    free(lexicon);
}
