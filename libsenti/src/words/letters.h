/* What words need to know of code points, and lower case of whole texts (Unicode 14.0). */
#ifndef SENTI_WORDS_LETTERS_H
#define SENTI_WORDS_LETTERS_H

#include "unicode.h"

/* The code point at p < end, and its bytes. */
static inline uint32_t senti__code_at(const char *p, const char *end, size_t *bytes) {
    const unsigned char *next = (const unsigned char *)p;
    uint32_t c = senti__decode(&next, (const unsigned char *)end);
    *bytes = (size_t)((const char *)next - p);
    return c;
}

/* The text with U+FFFD for what is no UTF-8; writes at most three times its bytes, returns how
 * many. */
size_t senti__repair(const char *text, size_t n, char *out);

/* \w of a pattern. */
bool senti__is_word(uint32_t c);
/* str.isdigit() of one code point. */
bool senti__is_digit(uint32_t c);

/* Bytes that the lower case of n bytes may take. */
static inline size_t senti__lower_room(size_t n) {
    return n + n / 2 + 1;
}
/* The lower case of the capital sigma at p: one that ends a word has its own. Valid UTF-8. */
uint32_t senti__lower_sigma(const char *begin, const char *p, const char *end);
/* str.lower(): writes to `out`, returns the length. The text is valid UTF-8. */
size_t senti__lower_text(const char *text, size_t n, char *out);

#endif
