/*
 * From text to counts. Words are found as word_cloud's pattern \w[\w']* finds them: a run of word
 * characters and apostrophes, without the apostrophes at its beginning. Runs are told from bit
 * masks of 64 bytes; those with a byte beyond ASCII are gone through again by code points.
 */
#include "words/letters.h"
#include "words/prefetch.h"
#include "words/words.h"

#include <stdlib.h>

#define ONES  0x0101010101010101u
#define HIGHS 0x8080808080808080u

enum {
    BLOCK = 64,
    QUEUE = 16
};

/* Words are counted so many at a time, so that the lines of their slots come into the cache
 * together. */
typedef struct counter {
    senti_words *words;
    size_t min_length;
    bool numbers;
    const char *end; /* of the text */
    unsigned n;      /* words that wait */
    senti__key keys[QUEUE];
} counter;

/* ---- one word */

void senti__words_spread(senti_words *w, uint32_t lower) {
    senti__spread *spread = &w->spread[lower];
    if (spread->newest == w->serial)
        return;
    spread->newest = w->serial;
    spread->documents++;
    uint32_t partner = w->texts.items[lower].partner;
    if (partner != SENTI__NONE && w->spread[partner].newest == w->serial) {
        spread->with_partner++;
        w->spread[partner].with_partner++;
    }
}

/* The slot of a word, which may be new. NULL: out of memory. */
static senti__slot *meet(senti_words *w, const senti__key *key, size_t hash) {
    if (w->pairs.slots && !senti__pairs_have_room(&w->pairs) && !senti__words_room_for_pair(w))
        return NULL;
    senti__slot *slot = senti__texts_slot_at(&w->texts, key, hash);
    if (slot->length)
        return slot;
    if (!senti__words_room_for_text(w) ||
        !senti__words_reserve(w, 2, key->length + senti__lower_room(key->length) + 1))
        return NULL;
    return senti__texts_add(&w->texts, key);
}

/* Counts a word, and its pair with the one before it. Whether it is a stop word is not foreseeable:
 * the common way has no branch for it. */
static void count_slot(senti_words *w, senti__slot *slot) {
    bool counts = !(slot->id & SENTI__STOP);
    uint32_t id = counts ? slot->id : SENTI__NO_WORD;
    if (w->pairs.slots)
        senti__pairs_add(&w->pairs, senti__pair(w->previous, id),
                         counts && w->previous < SENTI__AT_START);
    if (w->previous == SENTI__AT_START)
        w->first = id;
    w->previous = id;
    w->words += counts;
    w->texts.seen[w->texts.n_seen] = id;
    w->texts.n_seen += counts && slot->count == 0;
    slot->count += counts;
    if (w->spread && counts)
        senti__words_spread(w, w->texts.items[id].lower);
}

/* Counts the words that wait. False: out of memory; the text of those that are not counted starts
 * at *rest. */
static bool count_waiting(counter *c, const char **rest) {
    senti_words *w = c->words;
    size_t hashes[QUEUE];
    for (unsigned i = 0; i < c->n; i++) {
        hashes[i] = senti__key_hash(&w->texts, c->keys[i].head, c->keys[i].tail);
        senti__prefetch(&w->texts.slots[hashes[i] & w->texts.mask]);
    }
    for (unsigned i = 0; i < c->n; i++) {
        senti__slot *slot = meet(w, &c->keys[i], hashes[i]);
        if (!slot) {
            *rest = c->keys[i].text;
            return false;
        }
        count_slot(w, slot);
    }
    c->n = 0;
    return true;
}

/* ---- rules for a word: what is left of it, and whether it counts */

static size_t without_possessive(const char *p, size_t n) {
    return n > 2 && p[n - 2] == '\'' && (p[n - 1] | 0x20) == 's' ? n - 2 : n;
}

static bool is_ascii_digit(char c) {
    return (unsigned char)(c - '0') < 10;
}

static bool is_ascii_number(const char *p, size_t n) {
    size_t i = 0;
    while (i < n && is_ascii_digit(p[i]))
        i++;
    return i == n;
}

/* A key of up to 16 bytes, from where 16 can be read. */
static senti__key short_key(const char *p, size_t n) {
    /* From 16 - n on it has n ones. */
    static const unsigned char window[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                             255, 255, 255, 255, 255, 255, 255, 255};
    const char *mask = (const char *)window + 16 - n;
    return (senti__key){senti__read64(p) & senti__read64(mask),
                        senti__read64(p + 8) & senti__read64(mask + 8), p, (uint32_t)n};
}

static void take_ascii(counter *c, const char *p, size_t n) {
    for (; n > 0 && *p == '\''; p++)
        n--;
    n = without_possessive(p, n);
    if (n == 0 || n < c->min_length)
        return;
    if (is_ascii_digit(*p) && !c->numbers && is_ascii_number(p, n))
        return;
    c->keys[c->n++] =
        n <= 16 && c->end - p >= 16 ? short_key(p, n) : senti__make_key(&c->words->texts, p, n);
}

static void take_unicode(counter *c, const char *p, size_t n) {
    n = without_possessive(p, n);
    size_t code_points = 0, bytes;
    bool number = true;
    for (size_t i = 0; i < n; i += bytes, code_points++)
        number = senti__is_digit(senti__code_at(p + i, p + n, &bytes)) && number;
    if (code_points >= c->min_length && (!number || c->numbers))
        c->keys[c->n++] = senti__make_key(&c->words->texts, p, n);
}

/* ---- runs */

/* The words of a run that is not all ASCII. */
static bool take_mixed(counter *c, const char *p, size_t n, const char **rest) {
    const char *end = p + n, *start = NULL;
    size_t bytes;
    for (const char *at = p; at < end; at += bytes) {
        uint32_t code = senti__code_at(at, end, &bytes);
        bool inside = senti__is_word(code) || (start && code == '\'');
        if (inside && !start) {
            start = at;
        } else if (!inside && start) {
            take_unicode(c, start, (size_t)(at - start));
            start = NULL;
            if (c->n == QUEUE && !count_waiting(c, rest))
                return false;
        }
    }
    if (start)
        take_unicode(c, start, (size_t)(end - start));
    return c->n < QUEUE || count_waiting(c, rest);
}

static bool take_run(counter *c, const char *p, size_t n, bool high, const char **rest) {
    if (high)
        return take_mixed(c, p, n, rest);
    take_ascii(c, p, n);
    return c->n < QUEUE || count_waiting(c, rest);
}

/* For bytes below 0x80: the high bit of each that is in [first, last]. */
static uint64_t in_range(uint64_t bytes, unsigned first, unsigned last) {
    return (bytes + ONES * (0x80 - first)) & ~(bytes + ONES * (0x7F - last));
}

/* A bit for each of 8 bytes: that it belongs into a run. */
static uint64_t run_bits(uint64_t x) {
    uint64_t low = x & ~HIGHS;
    uint64_t run = in_range(low | ONES * 0x20, 'a', 'z') | in_range(low, '0', '9') |
                   in_range(low, '_', '_') | in_range(low, '\'', '\'') | x;
    return ((run & HIGHS) >> 7) * 0x0102040810204080u >> 56;
}

static uint64_t high_bits(uint64_t x) {
    return ((x & HIGHS) >> 7) * 0x0102040810204080u >> 56;
}

typedef struct masks {
    uint64_t run, high;
} masks;

static masks read_block(const char *p, size_t n) {
    masks m = {0, 0};
    char padded[BLOCK];
    if (n < BLOCK) {
        memset(padded, ' ', sizeof padded);
        memcpy(padded, p, n);
        p = padded;
    }
    uint64_t any = 0;
    for (unsigned i = 0; i < BLOCK; i += 8) {
        uint64_t x = senti__read64(p + i);
        any |= x;
        m.run |= run_bits(x) << i;
    }
    for (unsigned i = 0; any & HIGHS && i < BLOCK; i += 8)
        m.high |= high_bits(senti__read64(p + i)) << i;
    return m;
}

static unsigned lowest(uint64_t bits) {
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(bits);
#else
    unsigned n = 0;
    for (; !(bits & 1); bits >>= 1)
        n++;
    return n;
#endif
}

/* All bits from one on. */
static uint64_t from(unsigned bit) {
    return UINT64_MAX << bit;
}

/* A run that began in a block before. */
typedef struct open_run {
    const char *start; /* NULL: there is none */
    bool high;
} open_run;

/* The runs that end in a block. */
static bool take_block(counter *c, const char *block, masks m, uint64_t edges, open_run *run,
                       const char **rest) {
    if (run->start) {
        run->high |= (m.high & (edges ? ~from(lowest(edges)) : UINT64_MAX)) != 0;
        if (!edges)
            return true;
        const char *start = run->start;
        size_t n = (size_t)(block + lowest(edges) - start);
        run->start = NULL;
        edges &= edges - 1;
        if (!take_run(c, start, n, run->high, rest))
            return false;
    }
    while (edges) {
        unsigned start = lowest(edges);
        edges &= edges - 1;
        if (!edges) {
            *run = (open_run){block + start, (m.high & from(start)) != 0};
            return true;
        }
        unsigned end = lowest(edges);
        edges &= edges - 1;
        bool high = (m.high & from(start) & ~from(end)) != 0;
        if (!take_run(c, block + start, end - start, high, rest))
            return false;
    }
    return true;
}

/* Finds all runs. False: out of memory; what is not counted starts at *rest. */
static bool count_text(counter *c, const char *text, size_t len, const char **rest) {
    open_run run = {NULL, false};
    uint64_t carry = 0;
    /* One block more than there is, so that the last run ends. */
    for (size_t base = 0; base <= len; base += BLOCK) {
        masks m = read_block(text + base, len - base < BLOCK ? len - base : BLOCK);
        /* Where runs begin and where they end, in turn. */
        uint64_t edges = m.run ^ (m.run << 1 | carry);
        carry = m.run >> 63;
        if (!take_block(c, text + base, m, edges, &run, rest))
            return false;
    }
    return count_waiting(c, rest);
}

/* ---- the interface */

senti_status senti__words_error(senti_error *err, senti_status status, size_t offset,
                                const char *message) {
    if (err) {
        *err = (senti_error){.status = status, .offset = offset};
        strncpy(err->message, message, sizeof err->message - 1);
    }
    return status;
}

static void begin_document(senti_words *w) {
    w->documents++;
    w->serial++;
}

senti_status senti_words_add(senti_words *words, const char *text, size_t len, senti_error *err) {
    if (!words || (!text && len) || len > UINT32_MAX)
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0,
                                  "the handle or the text is NULL, or the text has 4 GiB or more");
    counter c;
    const char *rest = text;
    begin_document(words);
    if (!words->options.across)
        words->previous = SENTI__NO_WORD;
    if (len == 0)
        return SENTI_OK;
    c.words = words;
    c.min_length = words->options.min_length;
    c.numbers = words->options.numbers;
    c.end = text + len;
    c.n = 0;
    bool all = count_text(&c, text, len, &rest);
    senti__pairs_settle(&words->pairs);
    if (!all)
        return senti__words_error(err, SENTI_ERR_MEMORY, (size_t)(rest - text),
                                  "out of memory; the words before the offset are counted");
    return SENTI_OK;
}

static bool count_item(senti_words *w, const char *text, size_t len) {
    char few[384], *own = few;
    if (3 * len > sizeof few && !(own = malloc(3 * len)))
        return false;
    senti__key key = senti__make_key(&w->texts, own, senti__repair(text, len, own));
    senti__slot *slot = meet(w, &key, senti__key_hash(&w->texts, key.head, key.tail));
    if (slot) {
        bool first = w->previous == SENTI__AT_START;
        w->previous = SENTI__NO_WORD;
        count_slot(w, slot);
        w->previous = SENTI__NO_WORD;
        if (first)
            w->first = SENTI__NO_WORD;
    }
    if (own != few)
        free(own);
    return slot != NULL;
}

senti_status senti_words_add_item(senti_words *words, const char *text, size_t len,
                                  senti_error *err) {
    if (!words || (!text && len) || len > SENTI_WORDS_ITEM_MAX)
        return senti__words_error(err, SENTI_ERR_ARGUMENT, 0,
                                  "the handle or the text is NULL, or the item is too long");
    senti__trim(&text, &len);
    if (len == 0)
        return SENTI_OK;
    begin_document(words);
    if (count_item(words, text, len))
        return SENTI_OK;
    words->documents--;
    return senti__words_error(err, SENTI_ERR_MEMORY, 0, "out of memory");
}
