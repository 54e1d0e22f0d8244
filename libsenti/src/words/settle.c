/*
 * word_cloud's process_tokens() for words and for pairs of words, and its choice of collocations,
 * quirks included. Names are those of docs/words.md.
 */
#include "words/settle.h"

#include "words/letters.h"

#include <math.h>
#include <stdlib.h>

/* Tokens that are equal in lower case, and the plural that was merged into them. */
typedef struct group {
    uint32_t first, second; /* lower-case forms */
    uint32_t head, tail;    /* its tokens, chained in order */
    uint32_t into;          /* the group whose entry counts for this one, or NONE */
    uint32_t plural;        /* the group that was merged into this one, or NONE */
    uint32_t name;          /* token with the most frequent spelling */
    uint32_t standard;      /* lower case of the name's second word */
    bool cut;               /* the name lacks its last letter */
    uint64_t count;
} group;

typedef struct grouping {
    const senti_words *words;
    senti__token *tokens;
    uint32_t n_tokens;
    uint32_t *next;                 /* in the chain of a group */
    uint32_t *group_of;             /* by token; NONE: not grouped */
    uint32_t *place_of;             /* of single words: token by text */
    uint32_t *singular;             /* of single words: by plural, or NONE; both in lower case */
    const struct grouping *singles; /* of pairs: the single words */
    char *room;                     /* for the longest text, or its lower case */
    group *groups;
    uint32_t n_groups;
    uint32_t *table; /* groups by their lower-case forms */
    size_t mask;
} grouping;

static void clear(grouping *g) {
    free(g->tokens);
    free(g->next);
    free(g->group_of);
    free(g->place_of);
    free(g->singular);
    free(g->room);
    free(g->groups);
    free(g->table);
}

static void *array(size_t n, size_t size) {
    return calloc(n ? n : 1, size);
}

static bool make(grouping *g, uint32_t n) {
    g->n_tokens = n;
    g->tokens = array(n, sizeof *g->tokens);
    g->next = array(n, sizeof *g->next);
    g->group_of = array(n, sizeof *g->group_of);
    g->room = array(senti__lower_room(g->words->texts.longest), 1);
    return g->tokens && g->next && g->group_of && g->room;
}

static uint32_t lower_of(const grouping *g, uint32_t text) {
    return text == SENTI__NONE ? text : g->words->texts.items[text].lower;
}

/* Where the group of two lower-case forms is in the table, or belongs. */
static uint32_t *table_place(const grouping *g, uint32_t first, uint32_t second) {
    uint64_t h = senti__pair(first, second) * 0x9E3779B97F4A7C15u;
    for (size_t i = (size_t)(h >> 32) & g->mask;; i = (i + 1) & g->mask) {
        uint32_t at = g->table[i];
        if (at == SENTI__NONE || (g->groups[at].first == first && g->groups[at].second == second))
            return &g->table[i];
    }
}

static void chain(grouping *g, uint32_t token) {
    const senti__token *t = &g->tokens[token];
    uint32_t first = lower_of(g, t->first), second = lower_of(g, t->second);
    uint32_t *place = table_place(g, first, second);
    g->next[token] = SENTI__NONE;
    if (*place == SENTI__NONE) {
        *place = g->n_groups++;
        g->groups[*place] = (group){.first = first,
                                    .second = second,
                                    .head = token,
                                    .tail = token,
                                    .into = SENTI__NONE,
                                    .plural = SENTI__NONE,
                                    .standard = second};
    } else {
        group *of = &g->groups[*place];
        g->next[of->tail] = token;
        of->tail = token;
    }
    g->group_of[token] = *place;
}

/* Groups the tokens that are marked with a 0 in group_of. */
static bool group_tokens(grouping *g) {
    size_t n = 0, size = 16;
    for (uint32_t i = 0; i < g->n_tokens; i++)
        n += g->group_of[i] == 0;
    while (size < 2 * n)
        size *= 2;
    g->mask = size - 1;
    g->groups = array(n, sizeof *g->groups);
    g->table = array(size, sizeof *g->table);
    if (!g->groups || !g->table)
        return false;
    memset(g->table, 0xFF, size * sizeof *g->table);
    for (uint32_t i = 0; i < g->n_tokens; i++)
        if (g->group_of[i] == 0)
            chain(g, i);
    return true;
}

static uint32_t find_singular(const grouping *g, uint32_t plural) {
    const senti__texts *texts = &g->words->texts;
    const char *text = senti__text_of(texts, plural);
    size_t length = texts->items[plural].length;
    if (!senti__ends_in_s(text, length))
        return SENTI__NONE;
    return senti__texts_find(texts, text, length - 1);
}

static void merge_plurals(grouping *g) {
    for (uint32_t i = 0; i < g->n_groups; i++) {
        uint32_t plural = g->groups[i].second, into = SENTI__NONE;
        /* A pair of a singular is there only if the singular is. */
        uint32_t singular = g->singles ? g->singles->singular[plural] : find_singular(g, plural);
        if (singular != SENTI__NONE)
            into = *table_place(g, g->groups[i].first, singular);
        if (into == SENTI__NONE)
            continue;
        g->groups[i].into = into;
        g->groups[into].plural = i;
        if (!g->singles)
            g->singular[plural] = singular;
    }
}

/* The text of a token's second word without its last letter, or NONE. */
static uint32_t cut_text(const grouping *g, const senti__token *t) {
    return senti__texts_find(&g->words->texts, senti__text_of(&g->words->texts, t->second),
                             g->words->texts.items[t->second].length - 1);
}

/* The token of these words, if it is in this group; or NONE. */
static uint32_t token_in(const grouping *g, uint32_t index, uint32_t first, uint32_t second) {
    uint32_t token = SENTI__NONE;
    if (second == SENTI__NONE)
        return SENTI__NONE;
    if (first == SENTI__NONE)
        token = g->place_of[second];
    else
        token = senti__pairs_find(&g->words->pairs, senti__pair(first, second));
    return token != SENTI__NONE && g->group_of[token] == index ? token : SENTI__NONE;
}

/* The text with its last letter in the other case ("s" and "S"), or NONE. */
static uint32_t twin_text(const grouping *g, const senti__token *t) {
    const senti__texts *texts = &g->words->texts;
    size_t length = texts->items[t->second].length;
    memcpy(g->room, senti__text_of(texts, t->second), length);
    g->room[length - 1] ^= 0x20;
    return senti__texts_find(texts, g->room, length);
}

/* Where a plural's count goes without its last letter: to a spelling of the singular, to a plural
 * before it that becomes the same; or NONE, it becomes a spelling of its own. */
static uint32_t plural_goes_to(const grouping *g, uint32_t singular, uint32_t plural) {
    const senti__token *t = &g->tokens[plural];
    uint32_t token = token_in(g, singular, t->first, cut_text(g, t));
    if (token != SENTI__NONE)
        return token;
    token = token_in(g, g->groups[singular].plural, t->first, twin_text(g, t));
    return token != SENTI__NONE && token < plural ? token : SENTI__NONE;
}

static void name_group(grouping *g, uint32_t index) {
    group *of = &g->groups[index];
    uint64_t most = 0;
    uint32_t plurals = of->plural == SENTI__NONE ? SENTI__NONE : g->groups[of->plural].head;
    for (uint32_t p = plurals; p != SENTI__NONE; p = g->next[p]) {
        uint32_t token = plural_goes_to(g, index, p);
        if (token == SENTI__NONE)
            continue;
        g->tokens[token].count += g->tokens[p].count;
        g->tokens[p].count = 0;
    }
    for (uint32_t t = of->head; t != SENTI__NONE; t = g->next[t]) {
        of->count += g->tokens[t].count;
        if (g->tokens[t].count > most) {
            most = g->tokens[t].count;
            of->name = t;
        }
    }
    /* Spellings that only the plural had come last. */
    for (uint32_t p = plurals; p != SENTI__NONE; p = g->next[p]) {
        of->count += g->tokens[p].count;
        if (g->tokens[p].count > most) {
            most = g->tokens[p].count;
            of->name = p;
            of->cut = true;
        }
    }
}

/*
 * The name of a merged plural may have another lower case than its group: without its last letter
 * "\u03a3\u0391\u03a3s" ends in a sigma, which is final then. word_cloud's dictionaries, whose keys
 * are names, then keep the first one's place and the last one's count.
 */
static void settle_sigma(grouping *g, uint32_t index) {
    group *of = &g->groups[index];
    const senti__texts *texts = &g->words->texts;
    const senti__text *name = &texts->items[g->tokens[of->name].second];
    size_t length = name->length - 1;
    const char *text = texts->bytes + name->at;
    if (length < 2 || memcmp(text + length - 2, "\xCE\xA3", 2) != 0)
        return;
    uint32_t standard = senti__texts_find(texts, g->room, senti__lower_text(text, length, g->room));
    if (standard == SENTI__NONE || standard == of->second)
        return;
    of->standard = standard;
    uint32_t twin = *table_place(g, of->first, standard);
    if (twin == SENTI__NONE || g->groups[twin].cut)
        return;
    const senti__token *mine = &g->tokens[of->name], *theirs = &g->tokens[g->groups[twin].name];
    if (mine->first != theirs->first || cut_text(g, mine) != theirs->second)
        return;
    uint32_t early = index < twin ? index : twin, late = index < twin ? twin : index;
    g->groups[early].count = g->groups[late].count;
    g->groups[late].into = early;
}

static void name_groups(grouping *g) {
    if (!g->words->options.no_plurals)
        merge_plurals(g);
    for (uint32_t i = 0; i < g->n_groups; i++)
        if (g->groups[i].into == SENTI__NONE)
            name_group(g, i);
    for (uint32_t i = 0; i < g->n_groups; i++)
        if (g->groups[i].into == SENTI__NONE && g->groups[i].cut)
            settle_sigma(g, i);
}

/* ---- single words */

static bool group_words(grouping *g) {
    const senti__texts *texts = &g->words->texts;
    g->place_of = array(texts->n, sizeof *g->place_of);
    g->singular = array(texts->n, sizeof *g->singular);
    if (!make(g, texts->n_seen) || !g->place_of || !g->singular)
        return false;
    memset(g->place_of, 0xFF, texts->n * sizeof *g->place_of);
    memset(g->singular, 0xFF, texts->n * sizeof *g->singular);
    for (uint32_t i = 0; i < texts->n_seen; i++) {
        g->place_of[texts->seen[i]] = i;
        g->group_of[i] = 0;
    }
    for (size_t i = 0; i <= texts->mask; i++)
        if (texts->slots[i].count)
            g->tokens[g->place_of[texts->slots[i].id]] =
                (senti__token){SENTI__NONE, texts->slots[i].id, texts->slots[i].count};
    if (!group_tokens(g))
        return false;
    name_groups(g);
    return true;
}

/* ---- collocations */

/* For spellings and lower-case forms. */
typedef struct word {
    uint32_t group; /* whose entry stands for it; NONE: it was not counted */
    bool plain;     /* has one spelling, and no other word is merged with it */
} word;

typedef struct collocations {
    const senti_words *words;
    const grouping *singles;
    grouping pairs;
    word *by_text;
    int64_t *left; /* by group: what is not in collocations */
    double n_words, threshold;
    senti__settled *found;
    size_t n_found;
} collocations;

/* Whether a lower-case form ends in a final sigma, for settle_sigma(). */
static bool ends_in_sigma(const senti__texts *texts, uint32_t text) {
    size_t length = texts->items[text].length;
    return length >= 2 && memcmp(senti__text_of(texts, text) + length - 2, "\xCF\x82", 2) == 0;
}

static bool find_words(collocations *c) {
    const grouping *g = c->singles;
    const senti__texts *texts = &g->words->texts;
    c->by_text = array(texts->n, sizeof *c->by_text);
    if (!c->by_text)
        return false;
    for (uint32_t i = 0; i < texts->n; i++)
        c->by_text[i] = (word){SENTI__NONE, false};
    for (uint32_t i = 0; i < g->n_groups; i++) {
        const group *of = &g->groups[i];
        uint32_t entry = i;
        while (g->groups[entry].into != SENTI__NONE)
            entry = g->groups[entry].into;
        bool plain = of->head == of->tail && entry == i && of->plural == SENTI__NONE &&
                     !ends_in_sigma(texts, of->second);
        c->by_text[of->second] = (word){entry, plain};
    }
    for (uint32_t i = 0; i < texts->n; i++)
        c->by_text[i] = c->by_text[texts->items[i].lower];
    return true;
}

static bool group_pairs(collocations *c) {
    grouping *g = &c->pairs;
    const senti__pairs *pairs = &c->words->pairs;
    g->words = c->words;
    g->singles = c->singles;
    if (!make(g, pairs->n))
        return false;
    for (size_t i = 0; i <= pairs->mask; i++) {
        const senti__pair_slot *slot = &pairs->slots[i];
        if (slot->count)
            g->tokens[slot->place] =
                (senti__token){(uint32_t)(slot->pair >> 32), (uint32_t)slot->pair, slot->count};
    }
    for (uint32_t i = 0; i < g->n_tokens; i++) {
        const senti__token *t = &g->tokens[i];
        bool plain = c->by_text[t->first].plain && c->by_text[t->second].plain;
        /* Nothing is equal to it in lower case, and nothing is its plural: it needs no group. */
        g->group_of[i] = plain ? SENTI__NONE : 0;
    }
    if (!group_tokens(g))
        return false;
    name_groups(g);
    return true;
}

/* Dunning's log likelihood ratio, in the reference's order of operations. */
static double part(double k, double n, double x) {
    return log(fmax(x, 1e-10)) * k + log(fmax(1 - x, 1e-10)) * (n - k);
}

static double score(double both, double first, double second, double n) {
    if (n <= first || n <= second)
        return 0;
    double p = second / n, p1 = both / first, p2 = (second - both) / (n - first);
    return -2 * (part(both, first, p) + part(second - both, n - first, p) - part(both, first, p1) -
                 part(second - both, n - first, p2));
}

/*
 * Whether the score is below the threshold for sure, with one logarithm in place of eight. Of the
 * four terms O ln(O/E) those off the diagonal are not positive when the words attract each other,
 * and ln(x) <= x - 1 bounds the last one. Not for counts so large that 1e-10 cuts probabilities.
 */
static bool is_hopeless(double both, double first, double second, double n, double threshold) {
    double expected = first * second / n, neither = (n - first) * (n - second) / n;
    double excess = both - expected;
    if (excess < 0 || neither <= 0 || n > 1e9)
        return false;
    return 2 * (both * log(both / expected) + excess * (1 + excess / neither)) + 0.01 < threshold;
}

static bool is_collocation(const collocations *c, double both, double first, double second) {
    if (both <= first && both <= second &&
        is_hopeless(both, first, second, c->n_words, c->threshold))
        return false;
    return score(both, first, second, c->n_words) > c->threshold;
}

static void try_pair(collocations *c, const senti__token *name, uint32_t second, bool cut,
                     uint64_t count) {
    const group *groups = c->singles->groups;
    uint32_t a = c->by_text[name->first].group, b = c->by_text[second].group;
    if (!is_collocation(c, (double)count, (double)groups[a].count, (double)groups[b].count))
        return;
    c->left[a] -= (int64_t)count;
    c->left[b] -= (int64_t)count;
    c->found[c->n_found++] = (senti__settled){name->first, name->second, cut, count};
}

static void try_group(collocations *c, const group *of) {
    if (of->into != SENTI__NONE)
        return;
    uint32_t second = of->standard;
    /* word_cloud fails where the name's lower case is no word. */
    if (c->by_text[second].group == SENTI__NONE)
        second = of->second;
    try_pair(c, &c->pairs.tokens[of->name], second, of->cut, of->count);
}

static void try_pairs(collocations *c) {
    const grouping *g = &c->pairs;
    for (uint32_t i = 0; i < g->n_tokens; i++) {
        const senti__token *t = &g->tokens[i];
        if (g->group_of[i] == SENTI__NONE)
            try_pair(c, t, t->second, false, t->count);
        else if (g->groups[g->group_of[i]].head == i)
            try_group(c, &g->groups[g->group_of[i]]);
    }
}

/* ---- the result */

/* word_cloud drops what collocations have used up; of overlapping ones it may be more. */
static void put_words(const grouping *g, const int64_t *left, senti__result *result) {
    for (uint32_t i = 0; i < g->n_groups; i++) {
        const group *of = &g->groups[i];
        if (of->into == SENTI__NONE && left[i] > 0)
            result->items[result->count++] = (senti__settled){
                SENTI__NONE, g->tokens[of->name].second, of->cut, (uint64_t)left[i]};
    }
}

/* Collocations are found first, but come behind the words. */
static bool put_all(collocations *c, senti__result *result) {
    const grouping *g = c->singles;
    size_t most = (size_t)g->n_groups + c->words->pairs.n;
    result->items = array(most, sizeof *result->items);
    c->left = array(g->n_groups, sizeof *c->left);
    if (!result->items || !c->left)
        return false;
    for (uint32_t i = 0; i < g->n_groups; i++)
        c->left[i] = (int64_t)g->groups[i].count;
    c->found = result->items + g->n_groups;
    if (c->words->pairs.n) {
        if (!find_words(c) || !group_pairs(c))
            return false;
        try_pairs(c);
    }
    put_words(g, c->left, result);
    memmove(result->items + result->count, c->found, c->n_found * sizeof *c->found);
    result->count += c->n_found;
    return true;
}

bool senti__settle(const senti_words *words, senti__result *result) {
    grouping singles = {.words = words};
    collocations c = {.words = words,
                      .singles = &singles,
                      .n_words = (double)words->words,
                      .threshold = words->options.threshold};
    *result = (senti__result){0};
    bool done = group_words(&singles) && put_all(&c, result);
    if (!done) {
        free(result->items);
        *result = (senti__result){0};
    }
    clear(&c.pairs);
    free(c.by_text);
    free(c.left);
    clear(&singles);
    return done;
}
