#include "words/texts.h"

#include "words/letters.h"

#include <stdlib.h>

enum {
    FIRST_SLOTS = 256,
    FIRST_BYTES = 1024
};

bool senti__texts_init(senti__texts *t, bool tied) {
    *t = (senti__texts){.mask = FIRST_SLOTS - 1, .tied = tied};
    t->slots = calloc(FIRST_SLOTS, sizeof *t->slots);
    /* Where the table lies differs from run to run: nobody can prepare texts that collide. */
    t->salt = (uint64_t)(uintptr_t)t->slots * 0x9E3779B97F4A7C15u;
    return t->slots != NULL;
}

void senti__texts_clear(senti__texts *t) {
    free(t->slots);
    free(t->items);
    free(t->seen);
    free(t->bytes);
    *t = (senti__texts){0};
}

size_t senti__texts_memory(const senti__texts *t) {
    return (t->mask + 1) * sizeof *t->slots + t->cap * (sizeof *t->items + sizeof *t->seen) +
           t->cap_bytes;
}

senti__key senti__long_key(const senti__texts *t, const char *text, size_t length) {
    uint64_t h = t->salt ^ length;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        h = (h ^ senti__read64(text + i)) * 0x9E3779B97F4A7C15u;
        h ^= h >> 29;
    }
    char last[8] = {0};
    memcpy(last, text + i, length - i);
    h = (h ^ senti__read64(last)) * 0xFF51AFD7ED558CCDu;
    return (senti__key){senti__read64(text), h ^ h >> 32, text, (uint32_t)length};
}

senti__key senti__make_key(const senti__texts *t, const char *text, size_t length) {
    if (length > 16)
        return senti__long_key(t, text, length);
    char padded[16] = {0};
    memcpy(padded, text, length);
    return (senti__key){senti__read64(padded), senti__read64(padded + 8), text, (uint32_t)length};
}

static bool grow_slots(senti__texts *t, size_t n_slots) {
    size_t mask = n_slots - 1;
    senti__slot *slots = n_slots > SIZE_MAX / sizeof *slots ? NULL : calloc(n_slots, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i <= t->mask; i++) {
        const senti__slot *s = &t->slots[i];
        if (s->length == 0)
            continue;
        /* They differ, so that any free place is right. */
        size_t place = senti__key_hash(t, s->head, s->tail) & mask;
        while (slots[place].length)
            place = (place + 1) & mask;
        slots[place] = *s;
    }
    free(t->slots);
    t->slots = slots;
    t->mask = mask;
    return true;
}

static bool grow_items(senti__texts *t, size_t cap) {
    if (cap > SENTI__TEXTS_MAX)
        return false;
    senti__text *items = realloc(t->items, cap * sizeof *items);
    if (!items)
        return false;
    t->items = items;
    uint32_t *seen = realloc(t->seen, (cap + 1) * sizeof *seen);
    if (!seen)
        return false;
    t->seen = seen;
    t->cap = (uint32_t)cap;
    return true;
}

static size_t doubled(size_t size, size_t wanted) {
    while (size < wanted)
        size = size > SIZE_MAX / 2 ? wanted : 2 * size;
    return size;
}

bool senti__texts_reserve(senti__texts *t, size_t n, size_t bytes) {
    size_t texts = t->n + n;
    if (texts > t->cap && !grow_items(t, doubled(t->cap ? t->cap : FIRST_SLOTS / 4, texts)))
        return false;
    if (texts > (t->mask + 1) / 2 && !grow_slots(t, doubled(t->mask + 1, 2 * texts)))
        return false;
    if (t->n_bytes + bytes <= t->cap_bytes)
        return true;
    size_t cap = doubled(t->cap_bytes ? t->cap_bytes : FIRST_BYTES, t->n_bytes + bytes);
    char *grown = realloc(t->bytes, cap);
    if (!grown)
        return false;
    t->bytes = grown;
    t->cap_bytes = cap;
    return true;
}

/* The last bytes put down become a text of their own; there is room. */
static uint32_t take_slot(senti__texts *t, senti__slot *slot, const senti__key *key) {
    uint32_t id = t->n++;
    t->items[id] = (senti__text){t->n_bytes, key->length, id, SENTI__NONE};
    t->n_bytes += key->length;
    if (key->length > t->longest)
        t->longest = key->length;
    *slot = (senti__slot){key->head, key->tail, key->length, id, 0};
    return id;
}

/* Ties a new lower-case form to that with, or without, a last "s". The byte after its own is free.
 */
static void tie(senti__texts *t, uint32_t id) {
    senti__text *item = &t->items[id];
    char *text = t->bytes + item->at;
    size_t length = item->length;
    uint32_t partner = SENTI__NONE;
    if (!t->tied)
        return;
    if (senti__ends_in_s(text, length)) {
        partner = senti__texts_find(t, text, length - 1);
    } else if (text[length - 1] != 's') {
        text[length] = 's';
        partner = senti__texts_find(t, text, length + 1);
    }
    if (partner != SENTI__NONE) {
        item->partner = partner;
        t->items[partner].partner = id;
    }
}

static bool is_plain_lower(const char *text, size_t length) {
    unsigned other = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        other |= (c >= 'A' && c <= 'Z') || c >= 0x80;
    }
    return !other;
}

/* Finds or puts down the lower-case form of the last text; returns its slot. */
static const senti__slot *add_lower(senti__texts *t, const senti__key *key) {
    char *lower = t->bytes + t->n_bytes;
    size_t length = senti__lower_text(lower - key->length, key->length, lower);
    senti__key lower_key = senti__make_key(t, lower, length);
    senti__slot *slot = senti__texts_slot(t, &lower_key);
    if (slot->length == 0)
        tie(t, take_slot(t, slot, &lower_key));
    return slot;
}

senti__slot *senti__texts_add(senti__texts *t, const senti__key *key) {
    if (!senti__texts_reserve(t, 2, key->length + senti__lower_room(key->length) + 1))
        return NULL;
    memcpy(t->bytes + t->n_bytes, key->text, key->length);
    senti__slot *slot = senti__texts_slot(t, key);
    uint32_t id = take_slot(t, slot, key);
    const senti__slot *lower = slot;
    if (!is_plain_lower(key->text, key->length))
        lower = add_lower(t, key);
    t->items[id].lower = lower->id & ~SENTI__STOP;
    slot->id |= lower->id & SENTI__STOP;
    if (lower == slot)
        tie(t, id);
    return slot;
}

senti__slot *senti__texts_put(senti__texts *t, const char *text, size_t length) {
    senti__key key = senti__make_key(t, text, length);
    senti__slot *slot = senti__texts_slot(t, &key);
    return slot->length ? slot : senti__texts_add(t, &key);
}

uint32_t senti__texts_find(const senti__texts *t, const char *text, size_t length) {
    senti__key key = senti__make_key(t, text, length);
    const senti__slot *slot = senti__texts_slot(t, &key);
    return slot->length ? slot->id & ~SENTI__STOP : SENTI__NONE;
}
