/* Characters of texts that nobody checked: which are parts of words. */
#ifndef SENTI_CHARACTERS_H
#define SENTI_CHARACTERS_H

#include "words/letters.h"

static inline bool senti__is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A letter or digit of any script; what is no UTF-8 is none. */
static inline bool senti__is_name(uint32_t c) {
    return c != '_' && senti__is_word(c);
}

/* Whether a name goes on at a place; none at the text's end. */
static inline bool senti__name_at(const char *text, size_t len, size_t at) {
    size_t bytes;
    return at < len && senti__is_name(senti__code_at(text + at, text + len, &bytes));
}

/* Whether a name ends just before a place. */
static inline bool senti__name_before(const char *text, size_t at) {
    size_t from = at, bytes;
    while (from > 0 && at - from < 4 && ((unsigned char)text[--from] & 0xc0) == 0x80)
        ;
    if (from == at)
        return false;
    uint32_t c = senti__code_at(text + from, text + at, &bytes);
    return from + bytes == at && senti__is_name(c);
}

#endif
