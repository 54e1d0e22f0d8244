/*
 * The table of words: a perfect hash over keys of up to 16 bytes, and a small open table of the
 * longer ones and of phrases. The generator builds the embedded table with the same code.
 */
#ifndef SENTI_TABLE_H
#define SENTI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What an entry is; several may hold. */
enum {
    SENTI__LEXICON = 1, /* has a valence */
    SENTI__BOOSTER = 2, /* a booster or dampener; its value is the step */
    SENTI__NEGATOR = 4,
    SENTI__PHRASE = 8,  /* several words joined by single spaces */
    SENTI__STARTS = 16, /* a phrase starts with this word */
    SENTI__IDIOM = 32   /* so does one that stands in the rules of vader and nltk */
};

/* The value of a booster; a dampener's is its negative. */
#define SENTI__STEP 0.293

typedef enum senti__word {
    SENTI__W_NONE,
#define SENTI_WORD(word) SENTI__W_##word,
#include "rule_words.def"
#undef SENTI_WORD
    SENTI__W_COUNT
} senti__word;

typedef struct senti__entry {
    double value;
    uint16_t flags;
    uint16_t word; /* senti__word */
} senti__entry;

#define SENTI__SHORT_KEY 16
/* Bytes of the longest key; longer words are in no lexicon. */
#define SENTI__KEY_MAX 120

/* Slots of the embedded table, and how far a hash is shifted to its bucket there. */
#define SENTI__SLOTS        8192
#define SENTI__BUCKET_SHIFT 52
/* Words of the longest phrase. */
#define SENTI__PHRASE_WORDS 4

/* A key of up to 16 bytes, filled up with zeros, as two little-endian numbers. */
typedef struct senti__key {
    uint64_t low, high;
} senti__key;

/* A key of the open table. */
typedef struct senti__long_key {
    uint32_t at;     /* in the pool */
    uint32_t length; /* 0: an empty place */
    uint32_t entry;
} senti__long_key;

/* Entries are parallel to the slots, then to the long keys in order of their insertion. */
typedef struct senti__table {
    const senti__key *keys;       /* one per slot; an empty slot is all zeros */
    const uint16_t *prints;       /* of each slot's key: what tells nearly all other words from it,
                                     and is read from a nearer cache */
    const uint16_t *shifts;       /* displacement of each bucket */
    const senti__long_key *longs; /* long_mask + 1 places */
    const char *pool;
    uint32_t slots;        /* a power of two */
    uint32_t bucket_shift; /* the hash shifted so far is the bucket */
    uint32_t long_mask;
    uint32_t entries; /* slots and long keys */
    uint32_t longest; /* length of the longest key */
} senti__table;

/* One key with what it maps to, for building. Keys are distinct, of 1 to SENTI__KEY_MAX bytes. */
typedef struct senti__item {
    const char *key;
    uint32_t length;
    uint32_t entry; /* out: index of its entry */
} senti__item;

static inline uint64_t senti__load64(const char *p) {
    uint64_t v;
    memcpy(&v, p, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

static inline void senti__store64(char *p, uint64_t v) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    memcpy(p, &v, 8);
}

/* Both halves of a product of 128 bits, joined. */
static inline uint64_t senti__hash(senti__key key) {
    uint64_t a = key.low ^ 0x9e3779b97f4a7c15u, b = key.high ^ 0xd6e8feb86659fd93u;
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    uint64_t al = a & UINT32_MAX, ah = a >> 32, bl = b & UINT32_MAX, bh = b >> 32;
    uint64_t low = al * bl, cross = al * bh, middle = ah * bl + (low >> 32) + (cross & UINT32_MAX);
    return (middle << 32 | (low & UINT32_MAX)) ^ (ah * bh + (cross >> 32) + (middle >> 32));
#endif
}

static inline uint32_t senti__slot(const senti__table *t, uint64_t hash) {
    uint32_t shift = t->shifts[hash >> t->bucket_shift];
    return ((uint32_t)(hash >> 20) + shift * ((uint32_t)(hash >> 7) | 1)) & (t->slots - 1);
}

static inline uint16_t senti__print(uint64_t hash) {
    return (uint16_t)hash;
}

/* A short key of these bytes, which need not be followed by readable ones. */
senti__key senti__key_of(const char *text, size_t length);

#define SENTI__NO_ENTRY UINT32_MAX
/* The index of a key's entry, or SENTI__NO_ENTRY. Any bytes, any length. */
uint32_t senti__table_find(const senti__table *table, const char *key, size_t length);
/* The same for a key that is known to be long or a phrase. */
uint32_t senti__table_find_long(const senti__table *table, const char *key, size_t length);

/* Whether a key goes into the open table. */
static inline bool senti__is_long(const char *key, size_t length) {
    return length > SENTI__SHORT_KEY || memchr(key, ' ', length) || memchr(key, 0, length);
}

/*
 * Builds a table of these items in one block of memory, *owned* by the caller, and sets each item's
 * entry. `slots` is a power of two above the number of short keys, or 0 for a roomy one.
 * False: out of memory, or no perfect hash was found for so few slots.
 */
bool senti__table_build(senti__item *items, size_t n, uint32_t slots, senti__table *table,
                        void **memory);

#endif
