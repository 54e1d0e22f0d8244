#include "marketkit/senti_posts.h"
#include "work.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The byte behind the sentence that starts at `from`. */
static size_t sentence_end(const char *text, size_t len, size_t from) {
    for (size_t i = from; i < len; i++) {
        char c = text[i];
        if (c == '\n')
            return i + 1;
        bool ends = c == '.' || c == '!' || c == '?';
        if (len - i >= 3 && memcmp(text + i, "\xe2\x80\xa6", 3) == 0) {
            ends = true;
            i += 2;
        }
        if (ends && (i + 1 == len || is_blank(text[i + 1])))
            return i + 1;
    }
    return len;
}

senti_status senti_score_sentences(const senti_lexicon *lexicon, const char *text, size_t len,
                                   const senti_options *options, senti_sentences *result) {
    if (!lexicon || (!text && len > 0) || !result || len > SENTI__TEXT_MAX ||
        !senti__is_valid(options))
        return SENTI_ERR_ARGUMENT;
    senti_sentences all = {0};
    double sum = 0;
    size_t words = 0;
    senti_status status = SENTI_OK;
    senti__work work;
    senti__work_init(&work);
    for (size_t from = 0, to; from < len && status == SENTI_OK; from = to) {
        senti_scores scores;
        to = sentence_end(text, len, from);
        status = senti__valuate(&work, lexicon, text + from, to - from);
        if (status != SENTI_OK || work.n_tokens == 0)
            continue;
        senti__finish(&work, senti__sum_of(options), &scores);
        sum += scores.compound * (double)scores.tokens;
        words += scores.tokens;
        if (all.sentences == 0 || scores.compound < all.least)
            all.least = scores.compound;
        if (all.sentences == 0 || scores.compound > all.most)
            all.most = scores.compound;
        all.sentences++;
    }
    senti__work_clear(&work);
    if (status != SENTI_OK)
        return status;
    all.compound = words > 0 ? sum / (double)words : 0;
    *result = all;
    return SENTI_OK;
}

double senti_subjectivity(const senti_scores *scores) {
    return scores->tokens > 0 ? (double)scores->hits / (double)scores->tokens : 0;
}
