/* Lexicons from files: layers on top of another lexicon. */
#include "lexicon.h"
#include "unicode.h"

#include <stdlib.h>
#include <math.h>

senti_status senti_lexicon_load(const senti_lexicon *base, const char *text, size_t len,
                                senti_load how, senti_lexicon **lexicon, senti_error *err) {
    (void)base; (void)text; (void)len; (void)how; (void)lexicon; (void)err;
    return SENTI_ERR_ARGUMENT;
}

void senti_lexicon_free(senti_lexicon *lexicon) {
    (void)lexicon;
}
