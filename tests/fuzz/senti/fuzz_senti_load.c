/* Any bytes as a file of words: an error has a line, and what was loaded scores its own file. */
#include "check.h"
#include "marketkit/senti.h"

#include <string.h>

static void check_error(senti_status status, const senti_error *err, size_t size) {
    CHECK(status == SENTI_ERR_SYNTAX && err->status == status);
    CHECK(err->line >= 1 && err->line <= size + 1 && err->offset <= size);
    CHECK(memchr(err->message, '\0', sizeof err->message) && err->message[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    /* The first byte chooses the base and what becomes of its words. */
    const senti_lexicon *base = senti_lexicon_builtin((senti_profile)(data[0] & 3));
    senti_load how = data[0] & 4 ? SENTI_LOAD_REPLACE : SENTI_LOAD_OVERLAY;
    char *text = malloc(size);
    CHECK(text);
    memcpy(text, data + 1, size - 1);
    size--;
    senti_lexicon *first = NULL, *second = NULL;
    senti_error err;
    senti_status status = senti_lexicon_load(base, text, size, how, &first, &err);
    if (status == SENTI_OK) {
        senti_scores scores, again;
        CHECK(senti_score(first, text, size, NULL, &scores) == SENTI_OK);
        /* The same file on top changes nothing. */
        CHECK(senti_lexicon_load(first, text, size, SENTI_LOAD_OVERLAY, &second, NULL) == SENTI_OK);
        CHECK(senti_score(second, text, size, NULL, &again) == SENTI_OK);
        CHECK(memcmp(&scores, &again, sizeof scores) == 0);
    } else {
        CHECK(first == NULL);
        check_error(status, &err, size);
    }
    senti_lexicon_free(first);
    senti_lexicon_free(second);
    free(text);
    return 0;
}
