#include "but.h"

#include <stdlib.h>

#define FEW 48 /* up to this many, looking through all is quicker than an index */

static void scale(const senti__work *work, senti__valence *v) {
    if (v->token == work->but || v->value == 0)
        return;
    bool before = v->token < work->but;
    v->value *= before ? 0.5 : 1.5;
    v->rules |= before ? SENTI_RULE_BEFORE_BUT : SENTI_RULE_AFTER_BUT;
}

void senti__but_by_position(senti__work *work) {
    for (size_t k = 0; k < work->n_hits; k++)
        scale(work, &work->valences[k]);
}

static void by_value_few(senti__work *work) {
    for (size_t k = 0; k < work->n_hits; k++) {
        size_t first = 0;
        while (work->valences[first].value != work->valences[k].value)
            first++;
        scale(work, &work->valences[first]);
    }
}

#define NONE UINT32_MAX

/* Per value, a pairing heap of the places that hold it: its root is the first place. */
typedef struct places {
    uint64_t *values; /* bits of the value of each bucket */
    uint32_t *roots;  /* of each bucket; NONE: an unused bucket or an empty heap */
    bool *used;
    size_t mask;
    uint32_t *child, *next; /* of each place */
} places;

static uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* The root of a value's heap. */
static uint32_t *root_of(places *p, double value) {
    uint64_t bits = bits_of(value == 0 ? 0.0 : value);
    size_t at = (size_t)(senti__hash((senti__key){bits, 0}) >> 20) & p->mask;
    while (p->used[at] && p->values[at] != bits)
        at = (at + 1) & p->mask;
    p->used[at] = true;
    p->values[at] = bits;
    return &p->roots[at];
}

static uint32_t meld(places *p, uint32_t a, uint32_t b) {
    if (a == NONE || b == NONE)
        return a == NONE ? b : a;
    if (b < a) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    p->next[b] = p->child[a];
    p->child[a] = b;
    return a;
}

static void add(places *p, uint32_t *root, uint32_t place) {
    p->child[place] = p->next[place] = NONE;
    *root = meld(p, *root, place);
}

/* Takes the root away: its children are melded in pairs, then the pairs from the last on. */
static uint32_t without_root(places *p, uint32_t root) {
    uint32_t pairs = NONE, all = NONE;
    for (uint32_t a = p->child[root]; a != NONE;) {
        uint32_t b = p->next[a], rest = b == NONE ? NONE : p->next[b];
        uint32_t both = meld(p, a, b);
        p->next[both] = pairs;
        pairs = both;
        a = rest;
    }
    while (pairs != NONE) {
        uint32_t rest = p->next[pairs];
        all = meld(p, all, pairs);
        pairs = rest;
    }
    return all;
}

static bool places_init(places *p, size_t n) {
    size_t buckets = 64;
    while (buckets < 4 * n)
        buckets *= 2;
    *p = (places){.mask = buckets - 1};
    p->values = malloc(buckets * (sizeof *p->values + sizeof *p->roots + sizeof *p->used) +
                       2 * n * sizeof *p->child);
    if (!p->values)
        return false;
    p->roots = (uint32_t *)(p->values + buckets);
    p->child = p->roots + buckets;
    p->next = p->child + n;
    p->used = (bool *)(p->next + n);
    memset(p->used, 0, buckets * sizeof *p->used);
    memset(p->roots, 0xff, buckets * sizeof *p->roots);
    return true;
}

bool senti__but_by_value(senti__work *work) {
    size_t n = work->n_hits;
    if (n <= FEW) {
        by_value_few(work);
        return true;
    }
    places p;
    if (!places_init(&p, n))
        return false;
    for (size_t k = n; k-- > 0;)
        add(&p, root_of(&p, work->valences[k].value), (uint32_t)k);
    for (size_t k = 0; k < n; k++) {
        uint32_t *root = root_of(&p, work->valences[k].value), first = *root;
        *root = without_root(&p, first);
        scale(work, &work->valences[first]);
        add(&p, root_of(&p, work->valences[first].value), first);
    }
    free(p.values);
    return true;
}

static bool same_text(const senti__work *work, uint32_t a, uint32_t b) {
    const senti__raw *x = &work->raw[a], *y = &work->raw[b];
    size_t n = x->end - x->begin;
    return n == y->end - y->begin && memcmp(work->text + x->begin, work->text + y->begin, n) == 0;
}

static void take(senti__valence *to, const senti__valence *first) {
    to->value = first->value;
    to->rules = first->rules;
}

static size_t text_hash(const senti__work *work, uint32_t token) {
    const senti__raw *t = &work->raw[token];
    uint64_t h = t->end - t->begin;
    for (uint32_t i = t->begin; i < t->end; i++)
        h = (h ^ (unsigned char)work->text[i]) * 0x100000001b3u;
    return (size_t)(senti__hash((senti__key){h, 0}) >> 20);
}

bool senti__first_contexts(senti__work *work) {
    senti__valence *v = work->valences;
    size_t n = work->n_hits, buckets = 64;
    if (n <= FEW) {
        for (size_t k = 1; k < n; k++)
            for (size_t j = 0; j < k; j++)
                if (work->tokens[v[j].token].entry == work->tokens[v[k].token].entry &&
                    same_text(work, v[j].token, v[k].token)) {
                    take(&v[k], &v[j]);
                    break;
                }
        return true;
    }
    while (buckets < 2 * n)
        buckets *= 2;
    uint32_t *seen = malloc(buckets * sizeof *seen);
    if (!seen)
        return false;
    memset(seen, 0xff, buckets * sizeof *seen);
    for (size_t k = 0; k < n; k++) {
        size_t at = text_hash(work, v[k].token) & (buckets - 1);
        while (seen[at] != NONE && !same_text(work, v[seen[at]].token, v[k].token))
            at = (at + 1) & (buckets - 1);
        if (seen[at] == NONE)
            seen[at] = (uint32_t)k;
        else
            take(&v[k], &v[seen[at]]);
    }
    free(seen);
    return true;
}
