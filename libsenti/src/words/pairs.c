#include "words/pairs.h"

#include "words/prefetch.h"

#include <stdlib.h>

enum {
    FIRST_SLOTS = 256
};

static void set_limit(senti__pairs *p) {
    p->limit = (p->mask + 1) / 2;
    if (p->limit > p->bound)
        p->limit = p->bound;
}

bool senti__pairs_init(senti__pairs *p, size_t bound) {
    *p = (senti__pairs){.mask = FIRST_SLOTS - 1, .bound = UINT32_MAX};
    if (bound && bound < p->bound)
        p->bound = bound;
    p->slots = calloc(FIRST_SLOTS, sizeof *p->slots);
    /* As for texts: nobody can prepare pairs that collide. */
    p->salt = (uint64_t)(uintptr_t)p->slots * 0x9E3779B97F4A7C15u;
    set_limit(p);
    return p->slots != NULL;
}

void senti__pairs_clear(senti__pairs *p) {
    free(p->slots);
    *p = (senti__pairs){0};
}

size_t senti__pairs_memory(const senti__pairs *p) {
    return p->slots ? (p->mask + 1) * sizeof *p->slots : 0;
}

void senti__pairs_settle(senti__pairs *p) {
    size_t places[SENTI__WAITING];
    for (unsigned i = 0; i < p->waiting; i++) {
        places[i] = senti__pair_place(p, p->queue[i]);
        senti__prefetch(&p->slots[places[i]]);
    }
    for (unsigned i = 0; i < p->waiting; i++) {
        senti__pair_slot *slot = senti__pair_slot_of(p, p->queue[i], places[i]);
        if (slot->count == 0)
            *slot = (senti__pair_slot){p->queue[i], p->n++, 1};
        else
            slot->count += slot->count < UINT32_MAX;
    }
    p->waiting = 0;
}

static bool grow(senti__pairs *p, size_t n_slots) {
    senti__pairs grown = *p;
    if (n_slots > SIZE_MAX / sizeof *p->slots)
        return false;
    grown.slots = calloc(n_slots, sizeof *p->slots);
    if (!grown.slots)
        return false;
    grown.mask = n_slots - 1;
    for (size_t i = 0; i <= p->mask; i++) {
        const senti__pair_slot *s = &p->slots[i];
        if (s->count)
            *senti__pair_slot_of(&grown, s->pair, senti__pair_place(&grown, s->pair)) = *s;
    }
    free(p->slots);
    *p = grown;
    set_limit(p);
    return true;
}

bool senti__pairs_reserve(senti__pairs *p, size_t n) {
    size_t slots = p->mask + 1, wanted = n + SENTI__WAITING + 1;
    /* Those that wait have their places for the old size. */
    senti__pairs_settle(p);
    if (wanted > UINT32_MAX - (size_t)p->n)
        return false;
    while (slots / 2 < p->n + wanted)
        slots *= 2;
    return slots == p->mask + 1 || grow(p, slots);
}

void senti__pairs_put(senti__pairs *p, uint64_t pair, uint32_t count) {
    senti__pair_slot *slot = senti__pair_slot_of(p, pair, senti__pair_place(p, pair));
    if (slot->count == 0)
        *slot = (senti__pair_slot){pair, p->n++, count};
    else
        slot->count = count > UINT32_MAX - slot->count ? UINT32_MAX : slot->count + count;
}

uint32_t senti__pairs_find(const senti__pairs *p, uint64_t pair) {
    const senti__pair_slot *slot = senti__pair_slot_of(p, pair, senti__pair_place(p, pair));
    return slot->count ? slot->place : UINT32_MAX;
}
