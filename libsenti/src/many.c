/* Many texts into columns, on one thread or on those of a pool. */
#include "work.h"

#include <stdatomic.h>

#define TEXTS_PER_TASK 256

typedef struct job {
    const senti_lexicon *lexicon;
    const char *const *texts;
    const size_t *lens;
    size_t n;
    senti_sum sum;
    const senti_columns *out;
    atomic_int status; /* the first failure */
} job;

static void store(const senti_columns *out, size_t i, const senti_scores *s) {
    if (out->neg)
        out->neg[i] = s->neg;
    if (out->neu)
        out->neu[i] = s->neu;
    if (out->pos)
        out->pos[i] = s->pos;
    if (out->compound)
        out->compound[i] = s->compound;
    if (out->tokens)
        out->tokens[i] = (uint32_t)s->tokens;
    if (out->hits)
        out->hits[i] = (uint32_t)s->hits;
}

/* Texts of one task; what one of them allocated serves the next. */
static void score_some(void *arg, size_t task) {
    job *j = arg;
    senti__work work;
    senti__work_init(&work);
    size_t from = task * TEXTS_PER_TASK, to = from + TEXTS_PER_TASK;
    for (size_t i = from; i < to && i < j->n; i++) {
        senti_scores scores;
        senti_status status = senti__valuate(&work, j->lexicon, j->texts[i], j->lens[i]);
        if (status != SENTI_OK) {
            int none = SENTI_OK;
            atomic_compare_exchange_strong(&j->status, &none, (int)status);
            break;
        }
        senti__finish(&work, j->sum, &scores);
        store(j->out, i, &scores);
    }
    senti__work_clear(&work);
}

senti_status senti_score_many(const senti_lexicon *lexicon, const char *const texts[],
                              const size_t lens[], size_t n, const senti_options *options,
                              const senti_columns *out, const senti_pool *pool) {
    if (!lexicon || !out || (n > 0 && (!texts || !lens)) || !senti__is_valid(options))
        return SENTI_ERR_ARGUMENT;
    for (size_t i = 0; i < n; i++)
        if ((!texts[i] && lens[i] > 0) || lens[i] > SENTI__TEXT_MAX)
            return SENTI_ERR_ARGUMENT;
    job j = {.lexicon = lexicon,
             .texts = texts,
             .lens = lens,
             .n = n,
             .sum = senti__sum_of(options),
             .out = out,
             .status = SENTI_OK};
    size_t tasks = n / TEXTS_PER_TASK + (n % TEXTS_PER_TASK != 0);
    if (pool && pool->run && tasks > 1)
        pool->run(pool->data, tasks, score_some, &j);
    else
        for (size_t i = 0; i < tasks; i++)
            score_some(&j, i);
    return (senti_status)atomic_load(&j.status);
}
