#include "table.h"

#include <stdlib.h>

senti__key senti__key_of(const char *text, size_t length) {
    char bytes[SENTI__SHORT_KEY] = {0};
    for (size_t i = 0; i < length; i++) /* a call of memcpy() would take longer */
        bytes[i] = text[i];
    return (senti__key){senti__load64(bytes), senti__load64(bytes + 8)};
}

static uint64_t long_hash(const char *key, size_t length) {
    uint64_t h = length;
    for (; length > 8; key += 8, length -= 8)
        h = senti__hash((senti__key){senti__load64(key), h});
    h = senti__hash((senti__key){senti__key_of(key, length).low, h});
    return h ^ h >> 32;
}

uint32_t senti__table_find_long(const senti__table *table, const char *key, size_t length) {
    if (length == 0 || length > table->longest)
        return SENTI__NO_ENTRY;
    for (uint32_t i = (uint32_t)long_hash(key, length) & table->long_mask;;
         i = (i + 1) & table->long_mask) {
        const senti__long_key *at = &table->longs[i];
        if (at->length == 0)
            return SENTI__NO_ENTRY;
        if (at->length == length && memcmp(table->pool + at->at, key, length) == 0)
            return at->entry;
    }
}

uint32_t senti__table_find(const senti__table *table, const char *key, size_t length) {
    if (length == 0 || length > table->longest)
        return SENTI__NO_ENTRY;
    if (senti__is_long(key, length))
        return senti__table_find_long(table, key, length);
    senti__key k = senti__key_of(key, length);
    uint32_t slot = senti__slot(table, senti__hash(k));
    bool same = table->keys[slot].low == k.low && table->keys[slot].high == k.high;
    return same ? slot : SENTI__NO_ENTRY;
}

/* What building works on; all but the result in one block. */
typedef struct builder {
    senti__item *items;
    size_t n, shorts;
    uint32_t buckets;
    senti__table *table;
    /* the result */
    senti__key *keys;
    uint16_t *prints;
    uint16_t *shifts;
    senti__long_key *longs;
    char *pool;
    /* scratch */
    uint32_t *starts;   /* of each bucket in `order` */
    uint32_t *order;    /* items by bucket */
    senti__key *packed; /* of each item; all zeros: a long one */
    uint64_t *hashes;
    uint32_t *queue; /* buckets, fullest first */
} builder;

static bool is_free(const senti__key *key) {
    return key->low == 0 && key->high == 0;
}

/* Places a bucket's items with one displacement, or takes back those it placed. */
static bool place(builder *b, uint32_t bucket, uint32_t shift) {
    b->shifts[bucket] = (uint16_t)shift;
    for (uint32_t i = b->starts[bucket]; i < b->starts[bucket + 1]; i++) {
        senti__item *item = &b->items[b->order[i]];
        uint32_t slot = senti__slot(b->table, b->hashes[b->order[i]]);
        if (!is_free(&b->keys[slot])) {
            while (i-- > b->starts[bucket])
                b->keys[b->items[b->order[i]].entry] = (senti__key){0, 0};
            return false;
        }
        b->keys[slot] = b->packed[b->order[i]];
        b->prints[slot] = senti__print(b->hashes[b->order[i]]);
        item->entry = slot;
    }
    return true;
}

/* Groups the short keys by bucket, and the buckets by size. */
static void sort_buckets(builder *b) {
    for (size_t i = 0; i < b->n; i++) {
        if (is_free(&b->packed[i]))
            continue;
        b->hashes[i] = senti__hash(b->packed[i]);
        b->starts[(b->hashes[i] >> b->table->bucket_shift) + 1]++;
    }
    uint32_t sizes[256] = {0};
    for (uint32_t k = 0; k < b->buckets; k++)
        sizes[b->starts[k + 1] < 255 ? b->starts[k + 1] : 255]++;
    uint32_t first[256], before = 0;
    for (int size = 255; size >= 0; size--) {
        first[size] = before;
        before += sizes[size];
    }
    for (uint32_t k = 0; k < b->buckets; k++)
        b->queue[first[b->starts[k + 1] < 255 ? b->starts[k + 1] : 255]++] = k;
    for (uint32_t k = 0; k < b->buckets; k++)
        b->starts[k + 1] += b->starts[k];
    for (size_t i = b->n; i-- > 0;)
        if (!is_free(&b->packed[i]))
            b->order[--b->starts[(b->hashes[i] >> b->table->bucket_shift) + 1]] = (uint32_t)i;
    /* starts[k + 1] is where bucket k begins now: move it down. */
    memmove(b->starts, b->starts + 1, b->buckets * sizeof *b->starts);
    b->starts[b->buckets] = (uint32_t)b->shorts;
}

static bool place_all(builder *b) {
    for (uint32_t k = 0; k < b->buckets; k++) {
        uint32_t shift = 0;
        while (!place(b, b->queue[k], shift))
            if (++shift > UINT16_MAX)
                return false;
    }
    return true;
}

static void insert_longs(builder *b) {
    uint32_t used = 0, entry = b->table->slots;
    for (size_t i = 0; i < b->n; i++) {
        senti__item *item = &b->items[i];
        if (!is_free(&b->packed[i]))
            continue;
        uint32_t at = (uint32_t)long_hash(item->key, item->length) & b->table->long_mask;
        while (b->longs[at].length)
            at = (at + 1) & b->table->long_mask;
        b->longs[at] = (senti__long_key){used, item->length, entry};
        memcpy(b->pool + used, item->key, item->length);
        used += item->length;
        item->entry = entry++;
    }
    b->table->entries = entry;
}

static uint32_t power_of_two(size_t above) {
    uint32_t p = 4;
    while (p <= above)
        p *= 2;
    return p;
}

bool senti__table_build(senti__item *items, size_t n, uint32_t slots, senti__table *table,
                        void **memory) {
    builder b = {.items = items, .n = n, .table = table};
    size_t pool = 0, longs = 0;
    *table = (senti__table){0};
    b.packed = malloc((n + 1) * sizeof *b.packed);
    if (!b.packed)
        return false;
    for (size_t i = 0; i < n; i++) {
        const senti__item *item = &items[i];
        bool is_long = senti__is_long(item->key, item->length);
        b.packed[i] = is_long ? (senti__key){0, 0} : senti__key_of(item->key, item->length);
        if (item->length > table->longest)
            table->longest = item->length;
        longs += is_long;
        pool += is_long ? item->length : 0;
    }
    b.shorts = n - longs;
    table->slots = slots ? slots : power_of_two(2 * b.shorts);
    b.buckets = table->slots / 2;
    for (table->bucket_shift = 64; b.buckets >> (64 - table->bucket_shift) > 1;)
        table->bucket_shift--;
    table->long_mask = power_of_two(2 * longs) - 1;

    size_t long_places = (size_t)table->long_mask + 1;
    b.keys =
        calloc(1, table->slots * sizeof *b.keys + long_places * sizeof *b.longs +
                      b.buckets * sizeof *b.shifts + table->slots * sizeof *b.prints + pool + 1);
    b.hashes = calloc(1, n * sizeof *b.hashes + n * sizeof *b.order +
                             (2 * (size_t)b.buckets + 2) * sizeof *b.starts);
    if (!b.keys || !b.hashes) {
        free(b.packed);
        free(b.keys);
        free(b.hashes);
        return false;
    }
    b.longs = (senti__long_key *)(b.keys + table->slots);
    b.shifts = (uint16_t *)(b.longs + long_places);
    b.prints = b.shifts + b.buckets;
    b.pool = (char *)(b.prints + table->slots);
    b.order = (uint32_t *)(b.hashes + n);
    b.starts = b.order + n;
    b.queue = b.starts + b.buckets + 1;
    table->keys = b.keys;
    table->prints = b.prints;
    table->shifts = b.shifts;
    table->longs = b.longs;
    table->pool = b.pool;

    sort_buckets(&b);
    bool placed = place_all(&b);
    if (placed)
        insert_longs(&b);
    free(b.hashes);
    free(b.packed);
    if (!placed) {
        free(b.keys);
        return false;
    }
    *memory = b.keys;
    return true;
}
