#include "lexicon.h"

static const struct senti_lexicon builtin[] = {
    [SENTI_VADER] = {.profile = SENTI_VADER,
                     .table = &senti__base_table,
                     .entries = senti__vader_entries},
    [SENTI_NLTK] = {.profile = SENTI_NLTK,
                    .table = &senti__base_table,
                    .entries = senti__nltk_entries},
    [SENTI_MODERN] = {.profile = SENTI_MODERN,
                      .phrases = true,
                      .table = &senti__base_table,
                      .entries = senti__vader_entries},
    [SENTI_VADER_HEAD] = {.profile = SENTI_VADER_HEAD,
                          .table = &senti__base_table,
                          .entries = senti__vader_entries},
};
static const char *const names[] = {[SENTI_VADER] = "vader",
                                    [SENTI_NLTK] = "nltk",
                                    [SENTI_MODERN] = "modern",
                                    [SENTI_VADER_HEAD] = "vader-head"};
#define PROFILES (sizeof names / sizeof *names)

const senti_lexicon *senti_lexicon_builtin(senti_profile profile) {
    return (size_t)profile < PROFILES ? &builtin[profile] : NULL;
}

const char *senti_profile_name(senti_profile profile) {
    return (size_t)profile < PROFILES ? names[profile] : "?";
}

senti_status senti_profile_find(const char *name, size_t len, senti_profile *profile) {
    for (size_t i = 0; name && profile && i < PROFILES; i++)
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0) {
            *profile = (senti_profile)i;
            return SENTI_OK;
        }
    return SENTI_ERR_ARGUMENT;
}

senti_profile senti_lexicon_profile(const senti_lexicon *lexicon) {
    return lexicon->profile;
}

bool senti_lexicon_find(const senti_lexicon *lexicon, const char *word, size_t len,
                        double *valence) {
    uint32_t at = lexicon && word ? senti__table_find(lexicon->table, word, len) : SENTI__NO_ENTRY;
    if (at == SENTI__NO_ENTRY)
        return false;
    const senti__entry *entry = &lexicon->entries[at];
    if (!(entry->flags & SENTI__LEXICON) || ((entry->flags & SENTI__PHRASE) && !lexicon->phrases))
        return false;
    if (valence)
        *valence = entry->value;
    return true;
}

const char *senti_finance_words(size_t *len) {
    if (len)
        *len = senti__finance_tsv_size;
    return senti__finance_tsv;
}
