/* The valences of the tokens that have one, under the rules of a profile. */
#include "but.h"
#include "work.h"

#define CAPS_STEP 0.733
#define NEGATION  (-0.74)

/* What one token's rules look at. */
typedef struct scene {
    const senti__entry *entries;
    const senti__work *work;
    const senti__token *t; /* tokens */
    size_t i, n;           /* the token at hand, how many there are */
    bool caps;             /* some tokens are in capitals and some are not */
    double v;
    uint32_t rules;
} scene;

/* The word of a token, where NLTK asks for it in lower case. */
ALWAYS_INLINE unsigned word_at(const scene *s, senti_profile profile, size_t at) {
    const senti__token *t = &s->t[at];
    if (profile != SENTI_NLTK || t->word == 0)
        return t->word;
    const senti__raw *raw = &s->work->raw[at];
    bool as_is =
        !(t->flags & SENTI__FOLDED) &&
        memcmp(s->work->text + raw->begin, s->work->low + raw->begin, raw->end - raw->begin) == 0;
    return as_is ? t->word : SENTI__W_NONE;
}

/* "No." is an answer: what follows the mark is not what it denies. */
static bool ends_at_mark(const senti__work *work, size_t at) {
    uint32_t end = work->raw[at].end;
    return end < work->length && work->text[end] && strchr(".!?,;:", work->text[end]);
}

ALWAYS_INLINE bool is_no(const scene *s, senti_profile profile, size_t back) {
    return s->i >= back && s->t[s->i - back].word == SENTI__W_no &&
           !(profile == SENTI_MODERN && ends_at_mark(s->work, s->i - back));
}

/* "no" before a word of the lexicon negates it and loses its own valence. */
ALWAYS_INLINE void rule_no(scene *s, senti_profile profile, double base) {
    const senti__token *t = &s->t[s->i];
    if (is_no(s, profile, 0) && s->i + 1 < s->n && (t[1].flags & SENTI__LEXICON)) {
        s->v = 0.0;
        s->rules |= SENTI_RULE_NO;
        if (profile == SENTI_MODERN)
            return;
    }
    if (is_no(s, profile, 1) || is_no(s, profile, 2) ||
        (is_no(s, profile, 3) && (t[-1].word == SENTI__W_or || t[-1].word == SENTI__W_nor))) {
        s->v = base * NEGATION;
        s->rules |= SENTI_RULE_NEGATED;
    }
}

/* A booster or dampener `back` words before. */
ALWAYS_INLINE void rule_step(scene *s, senti_profile profile, size_t back) {
    const senti__token *q = &s->t[s->i - back];
    if (!(q->flags & SENTI__BOOSTER))
        return;
    double step = s->entries[q->entry].value;
    s->rules |= step > 0 ? SENTI_RULE_BOOSTER : SENTI_RULE_DAMPENER;
    bool weaker = step < 0;
    if (s->v < 0)
        step = -step;
    if ((q->flags & SENTI__UPPER) && s->caps) {
        bool up = s->v > 0;
        if (profile == SENTI_MODERN && weaker)
            up = !up; /* a dampener in capitals dampens more */
        step += up ? CAPS_STEP : -CAPS_STEP;
    }
    if (back == 2)
        step *= 0.95;
    if (back == 3)
        step *= 0.9;
    s->v = s->v + step;
}

ALWAYS_INLINE bool is_so(unsigned word) {
    return word == SENTI__W_so || word == SENTI__W_this;
}

/* A negator `back` words before, and its exceptions. */
ALWAYS_INLINE void rule_negation(scene *s, senti_profile profile, size_t back) {
    size_t at = s->i - back;
    unsigned w = back > 1 ? word_at(s, profile, at) : SENTI__W_NONE;
    if (back > 1) {
        unsigned w1 = word_at(s, profile, s->i - 1), w2 = word_at(s, profile, s->i - 2);
        bool so = w == SENTI__W_never && is_so(back == 2 ? w1 : w2);
        if (back == 3 && profile != SENTI_MODERN)
            so = so || is_so(w1); /* the reference's "and ... or" without parentheses */
        if (so) {
            s->v *= back == 2 && profile == SENTI_NLTK ? 1.5 : 1.25;
            s->rules |= SENTI_RULE_NEVER_SO;
            return;
        }
        if (profile != SENTI_NLTK && w == SENTI__W_without &&
            (w1 == SENTI__W_doubt || (back == 3 && w2 == SENTI__W_doubt)))
            return;
    }
    if (s->t[at].flags & SENTI__NEGATOR) {
        s->v *= NEGATION;
        s->rules |= SENTI_RULE_NEGATED;
    }
}

/* The valence of a phrase of two words. */
static bool pair_valence(senti_profile profile, unsigned a, unsigned b, double *v) {
    bool vader = senti__is_vader(profile);
    switch (a) {
    case SENTI__W_the:
        *v = 3;
        return b == SENTI__W_shit || b == SENTI__W_bomb;
    case SENTI__W_bad:
        *v = 1.5;
        return b == SENTI__W_ass;
    case SENTI__W_yeah:
        *v = -2;
        return b == SENTI__W_right;
    case SENTI__W_bus:
        *v = 0;
        return vader && b == SENTI__W_stop;
    case SENTI__W_beating:
        *v = profile == SENTI_VADER ? 3.5 : 3.1;
        return vader && b == SENTI__W_heart;
    case SENTI__W_broken:
        *v = -2.9;
        return profile == SENTI_VADER_HEAD && b == SENTI__W_heart;
    }
    return false;
}

static bool triple_valence(senti_profile profile, unsigned a, unsigned b, unsigned c, double *v) {
    switch (a) {
    case SENTI__W_kiss:
        *v = -1.5;
        return b == SENTI__W_of && c == SENTI__W_death;
    case SENTI__W_to:
        *v = 3;
        return senti__is_vader(profile) && b == SENTI__W_die && c == SENTI__W_for;
    case SENTI__W_cut:
        *v = 2;
        return profile == SENTI_NLTK && b == SENTI__W_the && c == SENTI__W_mustard;
    case SENTI__W_hand:
        *v = -2;
        return profile == SENTI_NLTK && b == SENTI__W_to && c == SENTI__W_mouth;
    }
    return false;
}

static bool is_dampener(unsigned a, unsigned b) {
    return (a == SENTI__W_just && b == SENTI__W_enough) ||
           ((a == SENTI__W_kind || a == SENTI__W_sort) && b == SENTI__W_of);
}

/* Phrases around a token that has three words before it. */
static void rule_phrases(scene *s, senti_profile profile) {
    size_t i = s->i;
    const senti__token *t = &s->t[i];
    unsigned next = i + 1 < s->n ? t->flags : 0;
    if (!((t[-3].flags | t[-2].flags | t[-1].flags | next) & SENTI__IDIOM))
        return;
    unsigned w3 = word_at(s, profile, i - 3), w2 = word_at(s, profile, i - 2);
    unsigned w1 = word_at(s, profile, i - 1), w0 = word_at(s, profile, i);
    unsigned n1 = i + 1 < s->n ? word_at(s, profile, i + 1) : SENTI__W_NONE;
    unsigned n2 = i + 2 < s->n ? word_at(s, profile, i + 2) : SENTI__W_NONE;
    double v;
    bool found = pair_valence(profile, w1, w0, &v) || triple_valence(profile, w2, w1, w0, &v) ||
                 pair_valence(profile, w2, w1, &v) || triple_valence(profile, w3, w2, w1, &v) ||
                 pair_valence(profile, w3, w2, &v);
    double phrase = found ? v : s->v;
    if (pair_valence(profile, w0, n1, &v)) {
        phrase = v;
        found = true;
    }
    if (triple_valence(profile, w0, n1, n2, &v)) {
        phrase = v;
        found = true;
    }
    if (found)
        s->rules |= SENTI_RULE_PHRASE;
    unsigned dampeners = (unsigned)is_dampener(w3, w2) + is_dampener(w2, w1);
    if (profile == SENTI_NLTK && dampeners > 1)
        dampeners = 1;
    for (unsigned k = 0; k < dampeners; k++) {
        phrase += -SENTI__STEP;
        s->rules |= SENTI_RULE_DAMPENER;
    }
    s->v = phrase;
}

ALWAYS_INLINE void rule_least(scene *s) {
    const senti__token *t = &s->t[s->i];
    if (s->i == 0 || t[-1].word != SENTI__W_least || (t[-1].flags & SENTI__LEXICON))
        return;
    if (s->i > 1 && (t[-2].word == SENTI__W_at || t[-2].word == SENTI__W_very))
        return;
    s->v *= NEGATION;
    s->rules |= SENTI_RULE_LEAST;
}

#define WORD_BIT(word) ((uint64_t)1 << SENTI__W_##word)

/* Whether no rule but those of capitals and phrases can change token s->i: most are of this kind,
 * and one test is foreseen better than a dozen. */
ALWAYS_INLINE bool is_plain(const scene *s) {
    const uint64_t acting = WORD_BIT(no) | WORD_BIT(this) | WORD_BIT(least) | WORD_BIT(kind);
    const senti__token *t = &s->t[s->i]; /* three of padding are before the first */
    unsigned flags = t[-1].flags | t[-2].flags | t[-3].flags;
    uint64_t words =
        acting >> t->word | acting >> t[-1].word | acting >> t[-2].word | acting >> t[-3].word;
    return !((flags & (SENTI__BOOSTER | SENTI__NEGATOR)) | (words & 1));
}

/* The valence of token s->i, before "but". */
ALWAYS_INLINE void evaluate(scene *s, senti_profile profile) {
    const senti__token *t = &s->t[s->i];
    double base = s->entries[t->entry].value;
    s->v = base;
    s->rules = t->flags & SENTI__PHRASE ? SENTI_RULE_PHRASE : 0;
    bool plain = is_plain(s);
    if (!plain && profile != SENTI_MODERN && t->word == SENTI__W_kind && s->i + 1 < s->n &&
        t[1].word == SENTI__W_of) {
        s->v = 0;
        s->rules = SENTI_RULE_MODIFIER;
        return;
    }
    if (!plain && profile != SENTI_NLTK)
        rule_no(s, profile, base);
    if ((t->flags & SENTI__UPPER) && s->caps && !(profile == SENTI_MODERN && s->v == 0)) {
        s->v += s->v > 0 ? CAPS_STEP : -CAPS_STEP;
        s->rules |= SENTI_RULE_CAPS;
    }
    if (plain) {
        if (profile != SENTI_MODERN && s->i >= 3 && !(t[-3].flags & SENTI__LEXICON))
            rule_phrases(s, profile);
        return;
    }
    for (size_t back = 1; back <= 3 && back <= s->i; back++) {
        if (s->t[s->i - back].flags & SENTI__LEXICON)
            continue;
        rule_step(s, profile, back);
        rule_negation(s, profile, back);
        if (back == 3 && profile != SENTI_MODERN)
            rule_phrases(s, profile);
    }
    rule_least(s);
}

ALWAYS_INLINE void evaluate_all(senti__work *work, const senti_lexicon *lexicon,
                                senti_profile profile) {
    scene s = {.entries = lexicon->entries,
               .work = work,
               .t = work->tokens,
               .n = work->n_tokens,
               .caps = work->upper > 0 && work->upper + work->tickers < work->n_tokens};
    senti__valence *to = work->valences;
    for (size_t k = 0; k < work->n_hits; k++) {
        s.i = work->hits[k];
        evaluate(&s, profile);
        to->value = s.v;
        to->token = work->hits[k];
        to->rules = s.rules;
        to++;
    }
}

bool senti__apply_rules(senti__work *work, const senti_lexicon *lexicon) {
    switch (lexicon->profile) {
    case SENTI_VADER:
        evaluate_all(work, lexicon, SENTI_VADER);
        break;
    case SENTI_VADER_HEAD:
        evaluate_all(work, lexicon, SENTI_VADER_HEAD);
        break;
    case SENTI_NLTK:
        evaluate_all(work, lexicon, SENTI_NLTK);
        if (!senti__first_contexts(work))
            return false;
        break;
    case SENTI_MODERN:
        evaluate_all(work, lexicon, SENTI_MODERN);
        break;
    }
    if (work->but == work->n_tokens)
        return true;
    if (senti__is_vader(lexicon->profile))
        return senti__but_by_value(work);
    senti__but_by_position(work);
    return true;
}
