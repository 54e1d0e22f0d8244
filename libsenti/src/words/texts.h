/*
 * The spellings that were met, and their lower-case forms: each text once, with a number. Stop
 * words are among them. Numbers follow the order in which texts came in.
 */
#ifndef SENTI_WORDS_TEXTS_H
#define SENTI_WORDS_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SENTI__NONE UINT32_MAX
/* In a slot's id: the text is a stop word. */
#define SENTI__STOP      0x80000000u
#define SENTI__TEXTS_MAX 0x7FFFFFF0u

/* A text to be looked up. Up to 16 bytes are in the two words, padded with zeros; a longer one has
 * its first 8 bytes and a hash there. */
typedef struct senti__key {
    uint64_t head, tail;
    const char *text;
    uint32_t length;
} senti__key;

/* The hash table holds the counts, so that the common case touches one line of the cache. */
typedef struct senti__slot {
    uint64_t head, tail;
    uint32_t length; /* 0: the slot is free */
    uint32_t id;     /* of the text, with SENTI__STOP */
    uint64_t count;
} senti__slot;

typedef struct senti__text {
    size_t at; /* in `bytes` */
    uint32_t length;
    uint32_t lower;   /* its lower-case form, maybe itself */
    uint32_t partner; /* of a lower-case form: that with or without a last "s", if they are tied */
} senti__text;

typedef struct senti__texts {
    senti__slot *slots;
    size_t mask; /* slots - 1 */
    senti__text *items;
    uint32_t *seen; /* those with a count, in order; room for one more than all */
    char *bytes;
    size_t n_bytes, cap_bytes;
    uint32_t n, cap, n_seen;
    uint32_t longest; /* bytes of the longest text */
    uint64_t salt;    /* of the hash; says nothing about results */
    bool tied;        /* lower-case forms know their partners */
} senti__texts;

bool senti__texts_init(senti__texts *t, bool tied);
void senti__texts_clear(senti__texts *t);
/* Room for `n` more texts with `bytes` bytes. False: out of memory, nothing has changed. */
bool senti__texts_reserve(senti__texts *t, size_t n, size_t bytes);
/* Makes a text known, and its lower-case form. NULL: out of memory. The slot is good until the next
 * one comes in. */
senti__slot *senti__texts_add(senti__texts *t, const senti__key *key);
/* The number of a text, or SENTI__NONE. */
uint32_t senti__texts_find(const senti__texts *t, const char *text, size_t length);
/* As senti__texts_add() of any bytes. */
senti__slot *senti__texts_put(senti__texts *t, const char *text, size_t length);
size_t senti__texts_memory(const senti__texts *t);

static inline const char *senti__text_of(const senti__texts *t, uint32_t id) {
    return t->bytes + t->items[id].at;
}

/* Whether a lower-case form is a plural, as word_cloud sees it: it ends in "s" but not in "ss". */
static inline bool senti__ends_in_s(const char *text, size_t length) {
    return length > 1 && text[length - 1] == 's' && text[length - 2] != 's';
}

static inline uint64_t senti__read64(const char *p) {
    uint64_t v;
    memcpy(&v, p, sizeof v);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

/* The key of any bytes: slower than what the counting does itself. */
senti__key senti__make_key(const senti__texts *t, const char *text, size_t length);
/* The key of more than 16 bytes. */
senti__key senti__long_key(const senti__texts *t, const char *text, size_t length);

/* Where a key is, or a place before it; less the mask. */
static inline size_t senti__key_hash(const senti__texts *t, uint64_t head, uint64_t tail) {
    uint64_t h = (head ^ t->salt) * 0x9E3779B97F4A7C15u;
    uint64_t g = (tail + t->salt) * 0xD6E8FEB86659FD93u;
    h ^= g << 32 | g >> 32;
    h ^= h >> 32;
    return (size_t)((h * 0xFF51AFD7ED558CCDu) >> 32);
}

/* The slot of a key with this hash, or the free one where it belongs. */
static inline senti__slot *senti__texts_slot_at(const senti__texts *t, const senti__key *key,
                                                size_t hash) {
    for (size_t i = hash & t->mask;; i = (i + 1) & t->mask) {
        senti__slot *s = &t->slots[i];
        if (((s->head ^ key->head) | (s->tail ^ key->tail) | (s->length ^ key->length)) == 0 &&
            (key->length <= 16 ||
             memcmp(senti__text_of(t, s->id & ~SENTI__STOP), key->text, key->length) == 0))
            return s;
        if (s->length == 0)
            return s;
    }
}

static inline senti__slot *senti__texts_slot(const senti__texts *t, const senti__key *key) {
    return senti__texts_slot_at(t, key, senti__key_hash(t, key->head, key->tail));
}

#endif
