#include "work.h"

#include <math.h>

#define EXCLAMATION_STEP 0.292
#define QUESTION_STEP    0.18
#define QUESTIONS_MANY   0.96
#define ALPHA            15.0

senti_status senti__valuate(senti__work *work, const senti_lexicon *lexicon, const char *text,
                            size_t len) {
    work->origins = NULL;
    work->text = text;
    work->length = len;
    for (bool prepared = false;; prepared = true) {
        work->low = work->small_low;
        work->blocks = work->small_blocks;
        work->punct = work->small_punct;
        if (work->length > SENTI__SMALL) {
            size_t blocks = SENTI__BLOCKS(work->length);
            size_t size = blocks * (sizeof *work->blocks + sizeof *work->punct + 64) + SENTI__PAD;
            if (!senti__grow(&work->heap_scan, &work->heap_scan_size, size, 0))
                return SENTI_ERR_MEMORY;
            work->blocks = work->heap_scan;
            work->punct = (uint64_t *)(work->blocks + blocks);
            work->low = (char *)(work->punct + blocks);
        }
        if (senti__scan(work) < 0x80 || prepared)
            break;
        if (!senti__prepare(work, lexicon, text, len))
            return SENTI_ERR_MEMORY;
        if (work->length > SENTI__TEXT_MAX)
            return SENTI_ERR_ARGUMENT;
    }
    if (!senti__tokenise(work, lexicon) || !senti__apply_rules(work, lexicon))
        return SENTI_ERR_MEMORY;
    return SENTI_OK;
}

/*
 * x rounded to a multiple of 1/scale as CPython's round() does: correctly from the exact binary
 * value, exact ties to even. |x| <= 1.
 */
static inline double round_to(double x, double scale) {
    const double magic = 0x1.8p52; /* adding and taking it away rounds to a whole number */
    double y = x * scale, whole = y + magic - magic;
    if (fabs(fabs(y - whole) - 0.5) < 1e-6) {
        /* Near a tie, the part that the product lost decides. */
        double below = whole > y ? whole - 1 : whole;
        double above_tie = (y - (below + 0.5)) + fma(x, scale, -y);
        if (above_tie != 0)
            whole = above_tie > 0 ? below + 1 : below;
        else
            whole = fmod(below, 2) == 0 ? below : below + 1;
    }
    return copysign(fabs(whole) / scale, x);
}

double senti__round(double x, double scale) {
    return round_to(x, scale);
}

double senti__normalise(double sum) {
    double share = sum / sqrt(sum * sum + ALPHA);
    return share < -1 ? -1 : share > 1 ? 1 : share;
}

/* The sum of the valences in their order, from 0. */
static double add_up(const senti__work *work, senti_sum how) {
    double sum = 0, lost = 0;
    for (size_t i = 0; i < work->n_hits; i++) {
        double v = work->valences[i].value, next = sum + v;
        if (how == SENTI_SUM_COMPENSATED)
            lost += fabs(sum) >= fabs(v) ? (sum - next) + v : (v - next) + sum;
        sum = next;
    }
    return sum + lost;
}

/* What exclamation and question marks add. */
static double emphasis(const senti__work *work) {
    double amount = work->exclamations * EXCLAMATION_STEP;
    if (work->questions > 1)
        amount += work->questions < 4 ? work->questions * QUESTION_STEP : QUESTIONS_MANY;
    return amount;
}

void senti__finish(const senti__work *work, senti_sum how, senti_scores *scores) {
    *scores = (senti_scores){.tokens = work->n_tokens, .hits = work->n_hits};
    if (work->n_tokens == 0)
        return;
    if (work->n_hits == 0) {
        scores->neu = 1;
        return;
    }
    double sum = add_up(work, how), positive = 0, negative = 0;
    size_t neutral = work->n_tokens;
    for (size_t i = 0; i < work->n_hits; i++) {
        double v = work->valences[i].value;
        /* Each word counts 1, as the neutral ones do. Signs cannot be foreseen, so that nothing
           here branches on them: adding 0 changes no sum that is not -0. */
        double up = v + 1, down = 1 - v;
        positive += v > 0 ? up : 0.0;
        negative += v < 0 ? down : 0.0;
        neutral -= v != 0;
    }
    double more = emphasis(work);
    if (sum != 0)
        sum += copysign(more, sum);
    double compound = senti__normalise(sum);
    double above = positive > negative ? more : 0.0, below = positive < negative ? more : 0.0;
    positive += above;
    negative += below;
    double total = positive + negative + (double)neutral;
    scores->pos = round_to(positive / total, 1e3);
    scores->neg = round_to(negative / total, 1e3);
    scores->neu = round_to((double)neutral / total, 1e3);
    scores->compound = round_to(compound, 1e4);
}

senti_status senti_score(const senti_lexicon *lexicon, const char *text, size_t len,
                         const senti_options *options, senti_scores *scores) {
    if (!lexicon || (!text && len > 0) || !scores || len > SENTI__TEXT_MAX ||
        !senti__is_valid(options))
        return SENTI_ERR_ARGUMENT;
    senti__work work;
    senti__work_init(&work);
    senti_status status = senti__valuate(&work, lexicon, text, len);
    if (status == SENTI_OK)
        senti__finish(&work, senti__sum_of(options), scores);
    senti__work_clear(&work);
    return status;
}

senti_label senti_label_compound(const senti_scores *scores) {
    if (scores->compound >= 0.05)
        return SENTI_POSITIVE;
    return scores->compound <= -0.05 ? SENTI_NEGATIVE : SENTI_NEUTRAL;
}

senti_label senti_label_shares(const senti_scores *scores) {
    if (scores->neg > scores->pos)
        return SENTI_NEGATIVE;
    return scores->pos > scores->neg ? SENTI_POSITIVE : SENTI_NEUTRAL;
}
