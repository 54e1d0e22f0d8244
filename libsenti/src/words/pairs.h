/* How often two texts are neighbours, for pairs of their numbers, in the order of first sight. */
#ifndef SENTI_WORDS_PAIRS_H
#define SENTI_WORDS_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first text's number is the upper half. */
static inline uint64_t senti__pair(uint32_t first, uint32_t second) {
    return (uint64_t)first << 32 | second;
}

typedef struct senti__pair_slot {
    uint64_t pair;
    uint32_t place; /* among all, in order of first sight */
    uint32_t count; /* 0: the slot is free; stays at UINT32_MAX */
} senti__pair_slot;

/* Pairs are counted so many at a time, so that the lines of their slots come into the cache
 * together. */
enum {
    SENTI__WAITING = 16
};

typedef struct senti__pairs {
    senti__pair_slot *slots;
    size_t mask;
    size_t limit;     /* of distinct pairs, until room is made */
    size_t bound;     /* what the limit never goes beyond */
    uint32_t n;       /* distinct pairs, those that wait not among them */
    unsigned waiting; /* how many pairs wait, less than all */
    uint64_t queue[SENTI__WAITING];
    uint64_t salt;
} senti__pairs;

/* `bound`: of distinct pairs, above SENTI__WAITING; 0: none. */
bool senti__pairs_init(senti__pairs *p, size_t bound);
void senti__pairs_clear(senti__pairs *p);
/* Counts those that wait and makes room for `n` more distinct pairs and a full queue. False: out of
 * memory. The bound does not matter to it. */
bool senti__pairs_reserve(senti__pairs *p, size_t n);
/* Counts those that wait. */
void senti__pairs_settle(senti__pairs *p);
/* Counts one pair `count` times; there is room, and none waits. */
void senti__pairs_put(senti__pairs *p, uint64_t pair, uint32_t count);
/* The place of a pair, or UINT32_MAX; none waits. */
uint32_t senti__pairs_find(const senti__pairs *p, uint64_t pair);
size_t senti__pairs_memory(const senti__pairs *p);

static inline size_t senti__pair_place(const senti__pairs *p, uint64_t pair) {
    uint64_t h = (pair ^ p->salt) * 0x9E3779B97F4A7C15u;
    h ^= h >> 32;
    return (size_t)((h * 0xD6E8FEB86659FD93u) >> 32) & p->mask;
}

/* The slot of a pair from its place on, or the free one where it belongs. */
static inline senti__pair_slot *senti__pair_slot_of(const senti__pairs *p, uint64_t pair,
                                                    size_t place) {
    while (p->slots[place].count && p->slots[place].pair != pair)
        place = (place + 1) & p->mask;
    return &p->slots[place];
}

static inline bool senti__pairs_have_room(const senti__pairs *p) {
    return p->n + SENTI__WAITING < p->limit;
}

/* Counts a pair, soon, if it counts; there is room. Which ones do is not foreseeable: no branch. */
static inline void senti__pairs_add(senti__pairs *p, uint64_t pair, bool counts) {
    p->queue[p->waiting] = pair;
    p->waiting += counts;
    if (p->waiting == SENTI__WAITING)
        senti__pairs_settle(p);
}

#endif
