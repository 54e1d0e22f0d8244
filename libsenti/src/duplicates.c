/*
 * Near duplicates: MinHash over words and pairs of words, in bands (locality-sensitive hashing);
 * what falls together in a band is compared by its sets, so that chance alone finds nothing. Of a
 * large set the smallest hashes stand for it: a sample, and the same one in each text.
 */
#include "characters.h"
#include "marketkit/senti_posts.h"
#include "table.h"

#include <stdlib.h>

#define BANDS        12
#define ROWS         2
#define HASHES       (BANDS * ROWS)
#define FEATURES_MAX 192 /* hashes that stand for a text */
#define CHAIN_MAX    32  /* texts of one bucket that are compared */
#define NONE         UINT32_MAX

uint64_t senti_hash(const char *text, size_t len) {
    uint64_t h = 0x243f6a8885a308d3u ^ len;
    for (; len > SENTI__SHORT_KEY; text += SENTI__SHORT_KEY, len -= SENTI__SHORT_KEY)
        h = senti__hash((senti__key){senti__load64(text) ^ h, senti__load64(text + 8)});
    senti__key last = len > 0 ? senti__key_of(text, len) : (senti__key){0, 0};
    h = senti__hash((senti__key){last.low ^ h, last.high});
    return h ^ h >> 32;
}

typedef struct features {
    const uint64_t *hashes; /* ascending, distinct: the smallest of the text */
    size_t n;               /* FEATURES_MAX: there may be more */
} features;

/* Hashes on their way: full, it is sorted and what cannot be among the smallest goes. */
typedef struct gathering {
    uint64_t hashes[2 * FEATURES_MAX];
    size_t n;
    uint64_t most; /* larger ones are not among the smallest */
} gathering;

static int by_hash(const void *a, const void *b) {
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

static void settle(gathering *g) {
    size_t n = 0;
    if (g->n > 0)
        qsort(g->hashes, g->n, sizeof *g->hashes, by_hash);
    for (size_t i = 0; i < g->n && n < FEATURES_MAX; i++)
        if (n == 0 || g->hashes[i] != g->hashes[n - 1])
            g->hashes[n++] = g->hashes[i];
    g->n = n;
    if (n == FEATURES_MAX)
        g->most = g->hashes[n - 1];
}

static void gather(gathering *g, uint64_t hash) {
    if (hash > g->most)
        return;
    g->hashes[g->n++] = hash;
    if (g->n == 2 * FEATURES_MAX)
        settle(g);
}

/* Words in lower case and pairs of neighbours; the result borrows *g. */
static features find_features(const char *text, size_t len, gathering *g) {
    const char *end = text + len;
    uint64_t before = 0, h = 0;
    bool in_word = false;
    g->n = 0;
    g->most = UINT64_MAX;
    while (text <= end) {
        size_t bytes = 1;
        uint32_t c = text < end ? senti__code_at(text, end, &bytes) : ' '; /* ends the last word */
        text += bytes;
        if (senti__is_name(c)) {
            h = ((in_word ? h : 0xcbf29ce484222325u) ^ senti__lower(c)) * 0x100000001b3u;
            in_word = true;
            continue;
        }
        if (!in_word)
            continue;
        in_word = false;
        h = senti__hash((senti__key){h, 0});
        gather(g, h);
        if (before)
            gather(g, senti__hash((senti__key){h, before}));
        before = h;
    }
    settle(g);
    return (features){g->hashes, g->n};
}

/* Exact where both sets are whole; else of the smallest hashes of what both have together. */
static double jaccard(const features *a, const features *b) {
    bool whole = a->n < FEATURES_MAX && b->n < FEATURES_MAX;
    size_t common = 0, all = 0, most = whole ? SIZE_MAX : FEATURES_MAX;
    for (size_t i = 0, k = 0; (i < a->n || k < b->n) && all < most; all++) {
        uint64_t x = i < a->n ? a->hashes[i] : UINT64_MAX;
        uint64_t y = k < b->n ? b->hashes[k] : UINT64_MAX;
        common += x == y;
        i += x <= y;
        k += y <= x;
    }
    return (double)common / (double)all;
}

static void sign(const features *f, uint32_t signature[HASHES]) {
    for (size_t k = 0; k < HASHES; k++) {
        uint32_t least = UINT32_MAX;
        for (size_t i = 0; i < f->n; i++) {
            uint64_t h = (f->hashes[i] ^ (k + 1) * 0x9e3779b97f4a7c15u) * 0xd6e8feb86659fd93u;
            uint32_t high = (uint32_t)(h >> 32);
            least = high < least ? high : least;
        }
        signature[k] = least;
    }
}

/* Chains of texts by the hash of their bytes, and by each band. */
typedef struct finder {
    const char *const *texts;
    const size_t *lens;
    size_t *first;
    double similarity;
    size_t mask;
    uint32_t *heads; /* (1 + BANDS) tables of mask + 1 chains */
    uint32_t *nexts; /* n * (1 + BANDS) */
    size_t n;
    size_t *places; /* where in `kept` a text's features are: their number, then they */
    uint64_t *kept;
    size_t n_kept, cap_kept;
} finder;

static bool keep(finder *f, size_t text, const features *own) {
    size_t needed = f->n_kept + 1 + own->n;
    if (needed > f->cap_kept) {
        size_t cap = needed + f->cap_kept + FEATURES_MAX;
        uint64_t *more = realloc(f->kept, cap * sizeof *more);
        if (!more)
            return false;
        f->kept = more;
        f->cap_kept = cap;
    }
    f->places[text] = f->n_kept;
    f->kept[f->n_kept] = own->n;
    memcpy(f->kept + f->n_kept + 1, own->hashes, own->n * sizeof *own->hashes);
    f->n_kept = needed;
    return true;
}

static features kept_features(const finder *f, size_t text) {
    const uint64_t *at = f->kept + f->places[text];
    return (features){at + 1, (size_t)*at};
}

static bool same_bytes(const finder *f, size_t a, size_t b) {
    return f->lens[a] == f->lens[b] &&
           (f->lens[a] == 0 || memcmp(f->texts[a], f->texts[b], f->lens[a]) == 0);
}

static uint32_t *head(const finder *f, size_t table, uint64_t hash) {
    return &f->heads[table * (f->mask + 1) + ((hash ^ hash >> 32) & f->mask)];
}

static void insert(finder *f, size_t table, uint64_t hash, size_t text) {
    uint32_t *at = head(f, table, hash);
    f->nexts[table * f->n + text] = *at;
    *at = (uint32_t)text;
}

/* The text of equal bytes; only first ones are in the chains. */
static size_t find_equal(finder *f, size_t text, uint64_t hash) {
    for (uint32_t at = *head(f, 0, hash); at != NONE; at = f->nexts[at])
        if (same_bytes(f, at, text))
            return at;
    return text;
}

static uint64_t band_hash(const uint32_t *signature, size_t band) {
    return senti__hash((senti__key){
        (uint64_t)signature[band * ROWS] << 32 | signature[band * ROWS + 1], band + 1});
}

/* The first text near enough. */
static size_t find_near(finder *f, size_t text, const features *own, const uint32_t *signature) {
    size_t found = text;
    for (size_t band = 0; band < BANDS; band++) {
        uint32_t at = *head(f, band + 1, band_hash(signature, band));
        for (int left = CHAIN_MAX; at != NONE && left > 0; left--) {
            features other = kept_features(f, at);
            if (at < found && jaccard(own, &other) >= f->similarity)
                found = at;
            at = f->nexts[(band + 1) * f->n + at];
        }
    }
    return found;
}

static bool find_one(finder *f, size_t text) {
    uint64_t hash = senti_hash(f->texts[text], f->lens[text]);
    gathering g;
    uint32_t signature[HASHES];
    size_t first = find_equal(f, text, hash);
    if (first != text) {
        f->first[text] = f->first[first];
        return true;
    }
    insert(f, 0, hash, text);
    f->first[text] = text;
    if (f->similarity >= 1)
        return true;
    features own = find_features(f->texts[text], f->lens[text], &g);
    if (own.n == 0)
        return true;
    sign(&own, signature);
    size_t near = find_near(f, text, &own, signature);
    f->first[text] = near;
    if (near != text)
        return true;
    for (size_t band = 0; band < BANDS; band++)
        insert(f, band + 1, band_hash(signature, band), text);
    return keep(f, text, &own);
}

senti_status senti_duplicates(const char *const texts[], const size_t lens[], size_t n,
                              double similarity, size_t *first) {
    if ((n > 0 && (!texts || !lens || !first)) || !(similarity > 0 && similarity <= 1) ||
        n >= UINT32_MAX / (1 + BANDS))
        return SENTI_ERR_ARGUMENT;
    for (size_t i = 0; i < n; i++)
        if (!texts[i] && lens[i] > 0)
            return SENTI_ERR_ARGUMENT;
    finder f = {.texts = texts, .lens = lens, .first = first, .similarity = similarity, .n = n};
    size_t chains = 64, tables = similarity < 1 ? 1 + BANDS : 1;
    while (chains < n)
        chains *= 2;
    f.mask = chains - 1;
    f.heads = malloc(tables * (chains + n) * sizeof *f.heads);
    f.places = malloc((n + 1) * sizeof *f.places);
    bool done = f.heads && f.places;
    if (done) {
        f.nexts = f.heads + tables * chains;
        memset(f.heads, 0xff, tables * chains * sizeof *f.heads);
    }
    for (size_t i = 0; i < n && done; i++)
        done = find_one(&f, i);
    free(f.heads);
    free(f.places);
    free(f.kept);
    return done ? SENTI_OK : SENTI_ERR_MEMORY;
}
