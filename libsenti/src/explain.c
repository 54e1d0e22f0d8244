#include "work.h"

#include <stdlib.h>

/* Bounds of a token in the original text. */
static void place(const senti__work *work, const senti__raw *t, senti_token *to) {
    to->begin = t->begin;
    to->end = t->end;
    if (work->origins && t->end > t->begin) {
        to->begin = work->origins[t->begin].begin;
        to->end = work->origins[t->end - 1].end;
    }
}

static void describe(const senti__work *work, const senti_lexicon *lexicon, senti_token *tokens) {
    for (size_t i = 0; i < work->n_tokens; i++) {
        tokens[i] = (senti_token){0};
        place(work, &work->raw[i], &tokens[i]);
    }
    for (size_t k = 0; k < work->n_hits; k++) {
        const senti__valence *v = &work->valences[k];
        senti_token *to = &tokens[v->token];
        to->base = lexicon->entries[work->tokens[v->token].entry].value;
        to->valence = v->value;
        to->rules = v->rules;
    }
}

senti_status senti_explain(const senti_lexicon *lexicon, const char *text, size_t len,
                           const senti_options *options, senti_token *tokens, size_t cap, size_t *n,
                           senti_scores *scores) {
    if (!lexicon || (!text && len > 0) || (!tokens && cap > 0) || len > SENTI__TEXT_MAX ||
        !senti__is_valid(options))
        return SENTI_ERR_ARGUMENT;
    senti__work work;
    senti__work_init(&work);
    work.wants_origins = true;
    senti_status status = senti__valuate(&work, lexicon, text, len);
    if (status == SENTI_OK) {
        if (n)
            *n = work.n_tokens;
        if (work.n_tokens > cap)
            status = SENTI_ERR_BUFFER;
        else if (work.n_tokens > 0)
            describe(&work, lexicon, tokens);
    }
    if (status == SENTI_OK && scores)
        senti__finish(&work, senti__sum_of(options), scores);
    senti__work_clear(&work);
    return status;
}
