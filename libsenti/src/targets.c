/* Whom the words of a text are about. */
#include "marketkit/senti_posts.h"
#include "work.h"

#include <stdlib.h>

/* A place where the text names a symbol. */
typedef struct mention {
    size_t at;     /* byte of the text */
    size_t target; /* index into the targets */
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

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static void add_mention(finder *f, size_t at, const char *symbol, size_t n) {
    size_t target = 0;
    if (n == 0 || n > SENTI_SYMBOL_MAX)
        return;
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
    f->mentions[f->n_mentions++] = (mention){at, target};
}

/* "$AAPL", "$BRK.B": the symbol in capitals. */
static size_t cashtag(finder *f, size_t at) {
    char symbol[SENTI_SYMBOL_MAX + 1];
    size_t n = 0, i = at + 1;
    for (; i < f->len; i++) {
        char c = f->text[i];
        bool joint = (c == '.' || c == '-') && n > 0 && i + 1 < f->len && is_letter(f->text[i + 1]);
        if (!(is_letter(c) || joint || (n > 0 && c >= '0' && c <= '9')) || n > SENTI_SYMBOL_MAX)
            break;
        symbol[n++] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    add_mention(f, at, symbol, n);
    return i - at;
}

/* The longest alias that stands at a word's start; its length. */
static size_t alias(finder *f, size_t at) {
    const senti_alias *best = NULL;
    size_t length = 0;
    for (size_t k = 0; k < f->n_aliases; k++) {
        const char *name = f->aliases[k].name;
        size_t n = strlen(name), i = 0;
        if (n <= length || n > f->len - at || (at + n < f->len && is_name(f->text[at + n])))
            continue;
        while (i < n && lower(name[i]) == lower(f->text[at + i]))
            i++;
        if (i == n) {
            best = &f->aliases[k];
            length = n;
        }
    }
    if (best)
        add_mention(f, at, best->symbol, strlen(best->symbol));
    return length;
}

static void find_mentions(finder *f) {
    for (size_t at = 0; at < f->len;) {
        bool starts = at == 0 || !is_name(f->text[at - 1]);
        size_t n = 0;
        if (starts && f->text[at] == '$')
            n = cashtag(f, at);
        else if (starts && f->n_aliases > 0)
            n = alias(f, at);
        at += n > 0 ? n : 1;
    }
}

/* Whether a clause begins at a token's first byte. */
static bool parts(const char *text, size_t len, size_t at) {
    static const char *const words[] = {"but", "while", "whereas", "although"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        size_t n = strlen(words[k]), i = 0;
        if (len - at < n || (at + n < len && is_name(text[at + n])))
            continue;
        while (i < n && lower(text[at + i]) == words[k][i])
            i++;
        if (i == n)
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

/* The target of a word in the clause [from, to): see the header. `next` is the first mention of the
 * clause or behind it. */
static size_t target_of(const finder *f, size_t word, size_t to, size_t next) {
    size_t best = SIZE_MAX, distance = SIZE_MAX;
    for (size_t k = next; k < f->n_mentions && f->mentions[k].at < to; k++) {
        size_t at = f->mentions[k].at, away = at > word ? at - word : word - at;
        if (away >= distance)
            break; /* mentions ascend: from here on they are further */
        distance = away;
        best = f->mentions[k].target;
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
                (to < f->len && !is_name(f->text[to - 1]) && parts(f->text, f->len, to)))
                break;
        }
        size_t nearest = next;
        for (; v < work->n_valences; v++) {
            const senti__raw *t = &work->raw[work->valences[v].token];
            size_t at = work->origins ? work->origins[t->begin].begin : t->begin;
            if (at >= to)
                break;
            /* Words ascend: nothing before the last mention up to here can become nearest again. */
            while (nearest + 1 < f->n_mentions && f->mentions[nearest + 1].at < to &&
                   f->mentions[nearest + 1].at <= at)
                nearest++;
            senti_target *target = &f->targets[target_of(f, at, to, nearest)];
            target->sum += work->valences[v].value;
            target->words++;
        }
        while (next < f->n_mentions && f->mentions[next].at < to)
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

senti_status senti_score_targets(const senti_lexicon *lexicon, const char *text, size_t len,
                                 const senti_alias *aliases, size_t n_aliases,
                                 senti_target *targets, size_t cap, size_t *n) {
    if (!lexicon || (!text && len > 0) || (!aliases && n_aliases > 0) || (!targets && cap > 0) ||
        !n || len > SENTI__TEXT_MAX)
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
