/* Whom the words of a text are about. */
#include "characters.h"
#include "marketkit/senti_posts.h"
#include "work.h"

#include <stdlib.h>

/* A place where the text names a symbol. Mentions ascend and do not overlap. */
typedef struct mention {
    size_t begin, end; /* bytes of the text */
    size_t target;     /* index into the targets */
} mention;

typedef struct finder {
    const char *text;
    size_t len;
    const senti_alias *aliases;
    size_t n_aliases;
    senti_target targets[SENTI_TARGETS_MAX];
    size_t n_targets;
    mention *mentions;
    size_t n_mentions, cap_mentions;
    bool no_memory;
} finder;

/* The symbol is 1 to SENTI_SYMBOL_MAX bytes. */
static void add_mention(finder *f, size_t begin, size_t end, const char *symbol, size_t n) {
    size_t target = 0;
    while (target < f->n_targets && (strlen(f->targets[target].symbol) != n ||
                                     memcmp(f->targets[target].symbol, symbol, n) != 0))
        target++;
    if (target == f->n_targets) {
        if (target == SENTI_TARGETS_MAX)
            return;
        f->targets[target] = (senti_target){0};
        memcpy(f->targets[target].symbol, symbol, n);
        f->n_targets++;
    }
    if (f->n_mentions == f->cap_mentions) {
        size_t cap = f->cap_mentions ? f->cap_mentions * 2 : 16;
        mention *more = realloc(f->mentions, cap * sizeof *more);
        f->no_memory = f->no_memory || !more;
        if (!more)
            return;
        f->mentions = more;
        f->cap_mentions = cap;
    }
    f->targets[target].mentions++;
    f->mentions[f->n_mentions++] = (mention){begin, end, target};
}

/* "$AAPL", "$BRK.B": the symbol in capitals. Its bytes; 0: none. */
static size_t cashtag(finder *f, size_t at) {
    char symbol[SENTI_SYMBOL_MAX + 1];
    size_t n = 0, i = at + 1;
    for (; i < f->len; i++) {
        char c = f->text[i];
        bool joint =
            (c == '.' || c == '-') && n > 0 && i + 1 < f->len && senti__is_letter(f->text[i + 1]);
        if (!(senti__is_letter(c) || joint || (n > 0 && c >= '0' && c <= '9')) ||
            n > SENTI_SYMBOL_MAX)
            break;
        symbol[n++] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    if (n == 0 || n > SENTI_SYMBOL_MAX)
        return 0;
    add_mention(f, at, i, symbol, n);
    return i - at;
}

/* A code point as names are compared: in lower case, a straight apostrophe, any white space a
 * space. */
static uint32_t name_code_at(const char *p, const char *end, size_t *bytes) {
    uint32_t c = senti__code_at(p, end, bytes);
    if (c == 0x2019)
        return '\'';
    return senti__is_space(c) ? ' ' : senti__lower(c);
}

/* Bytes of the text from `at` on that are the name; 0: it is another one, or goes on. */
static size_t name_length(const finder *f, size_t at, const char *name) {
    const char *name_end = name + strlen(name), *end = f->text + f->len, *p = f->text + at;
    size_t bytes;
    while (name < name_end) {
        if (p == end)
            return 0;
        uint32_t c = name_code_at(name, name_end, &bytes);
        name += bytes;
        if (name_code_at(p, end, &bytes) != c)
            return 0;
        p += bytes;
        /* As many spaces as there are stand for as many. */
        for (; c == ' ' && name < name_end && name_code_at(name, name_end, &bytes) == ' ';
             name += bytes)
            ;
        for (; c == ' ' && p < end && name_code_at(p, end, &bytes) == ' '; p += bytes)
            ;
    }
    size_t n = (size_t)(p - f->text) - at;
    return senti__name_at(f->text, f->len, at + n) ? 0 : n;
}

/* The longest alias that stands at a word's start; its length. */
static size_t alias(finder *f, size_t at) {
    const senti_alias *best = NULL;
    size_t length = 0;
    for (size_t k = 0; k < f->n_aliases; k++) {
        size_t n = name_length(f, at, f->aliases[k].name);
        if (n > length) {
            best = &f->aliases[k];
            length = n;
        }
    }
    if (best)
        add_mention(f, at, at + length, best->symbol, strlen(best->symbol));
    return length;
}

static void find_mentions(finder *f) {
    bool starts = true; /* a name may begin here */
    for (size_t at = 0, n; at < f->len; at += n) {
        uint32_t c = senti__code_at(f->text + at, f->text + f->len, &n);
        size_t length = 0;
        if (starts && c == '$')
            length = cashtag(f, at);
        if (starts && length == 0)
            length = alias(f, at);
        /* "$AAPL$MSFT" names two. */
        starts = length > 0 || !senti__is_name(c);
        n = length > 0 ? length : n;
    }
}

/* Whether a clause begins at a token's first byte. */
static bool parts(const char *text, size_t len, size_t at) {
    static const char *const words[] = {"but", "while", "whereas", "although"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        size_t n = strlen(words[k]), i = 0;
        if (len - at < n)
            continue;
        while (i < n && senti__lower((unsigned char)text[at + i]) == (unsigned char)words[k][i])
            i++;
        if (i == n && !senti__name_at(text, len, at + n))
            return true;
    }
    return false;
}

/* Whether the byte ends a clause: a mark at the end of a word, or a line's end. */
static bool ends_clause(const char *text, size_t len, size_t at) {
    char c = text[at];
    if (c == '\n' || c == ';')
        return true;
    if (c != '.' && c != '!' && c != '?' && c != ',')
        return false;
    return at + 1 == len || text[at + 1] == ' ' || text[at + 1] == '\n';
}

/* The target of the word [begin, end) in the clause up to `to`: see the header. `next` is the first
 * mention of the clause or behind it. */
static size_t target_of(const finder *f, size_t begin, size_t end, size_t to, size_t next) {
    size_t best = SIZE_MAX, distance = SIZE_MAX;
    for (size_t k = next; k < f->n_mentions && f->mentions[k].begin < to; k++) {
        const mention *m = &f->mentions[k];
        size_t away = m->begin >= end ? m->begin - end : begin >= m->end ? begin - m->end : 0;
        if (away >= distance)
            break; /* mentions ascend: from here on they are further */
        distance = away;
        best = m->target;
    }
    if (best != SIZE_MAX)
        return best;
    return f->mentions[next > 0 ? next - 1 : 0].target;
}

/* Walks the clauses, giving each word's valence to its target. */
static void attribute(finder *f, const senti__work *work) {
    size_t from = 0, next = 0, v = 0;
    while (from < f->len && f->n_mentions > 0) {
        size_t to = from;
        while (to < f->len) {
            to++;
            if (ends_clause(f->text, f->len, to - 1) ||
                (to < f->len && parts(f->text, f->len, to) && !senti__name_before(f->text, to)))
                break;
        }
        size_t nearest = next;
        for (; v < work->n_hits; v++) {
            const senti__raw *t = &work->raw[work->valences[v].token];
            const senti__origin *o = work->origins;
            size_t begin = o ? o[t->begin].begin : t->begin, end = o ? o[t->end - 1].end : t->end;
            if (begin >= to)
                break;
            /* Words ascend: nothing before the last mention up to here can become nearest again. */
            while (nearest + 1 < f->n_mentions && f->mentions[nearest + 1].begin < to &&
                   f->mentions[nearest + 1].begin <= begin)
                nearest++;
            senti_target *target = &f->targets[target_of(f, begin, end, to, nearest)];
            target->sum += work->valences[v].value;
            target->words++;
        }
        while (next < f->n_mentions && f->mentions[next].begin < to)
            next++;
        from = to;
    }
}

static senti_status score(finder *f, const senti_lexicon *lexicon) {
    senti__work work;
    senti__work_init(&work);
    work.wants_origins = true;
    senti_status status = senti__valuate(&work, lexicon, f->text, f->len);
    if (status == SENTI_OK)
        attribute(f, &work);
    senti__work_clear(&work);
    for (size_t i = 0; i < f->n_targets; i++)
        f->targets[i].compound = senti__round(senti__normalise(f->targets[i].sum), 1e4);
    return status;
}

static bool are_valid(const senti_alias *aliases, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!aliases[i].name || !*aliases[i].name || !aliases[i].symbol || !*aliases[i].symbol ||
            strlen(aliases[i].symbol) > SENTI_SYMBOL_MAX)
            return false;
    return true;
}

senti_status senti_score_targets(const senti_lexicon *lexicon, const char *text, size_t len,
                                 const senti_alias *aliases, size_t n_aliases,
                                 senti_target *targets, size_t cap, size_t *n) {
    if (!lexicon || (!text && len > 0) || (!aliases && n_aliases > 0) || (!targets && cap > 0) ||
        !n || len > SENTI__TEXT_MAX || !are_valid(aliases, n_aliases))
        return SENTI_ERR_ARGUMENT;
    finder f = {.text = text, .len = len, .aliases = aliases, .n_aliases = n_aliases};
    find_mentions(&f);
    senti_status status = f.no_memory ? SENTI_ERR_MEMORY : score(&f, lexicon);
    if (status == SENTI_OK) {
        *n = f.n_targets;
        if (f.n_targets > cap)
            status = SENTI_ERR_BUFFER;
        else if (f.n_targets > 0)
            memcpy(targets, f.targets, f.n_targets * sizeof *targets);
    }
    free(f.mentions);
    return status;
}
