#include "words/letters.h"

typedef struct range {
    uint32_t first, last;
} range;

#define RANGE(first, last) {first, last},
#define NOTHING(...)
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Each table takes its own entries out of the one list. */
#define WORD      RANGE
#define DIGIT     NOTHING
#define CASED     NOTHING
#define IGNORABLE NOTHING
static const range word_ranges[] = {
#include "unicode-14.0.def"
};
#undef WORD
#undef DIGIT
#define WORD  NOTHING
#define DIGIT RANGE
static const range digits[] = {
#include "unicode-14.0.def"
};
#undef DIGIT
#undef CASED
#define DIGIT NOTHING
#define CASED RANGE
static const range cased[] = {
#include "unicode-14.0.def"
};
#undef CASED
#undef IGNORABLE
#define CASED     NOTHING
#define IGNORABLE RANGE
static const range ignorable[] = {
#include "unicode-14.0.def"
};

static bool is_in(const range *ranges, size_t n, uint32_t c) {
    while (n > 0) {
        size_t half = n / 2;
        if (c > ranges[half].last) {
            ranges += half + 1;
            n -= half + 1;
        } else if (c < ranges[half].first) {
            n = half;
        } else {
            return true;
        }
    }
    return false;
}

bool senti__is_word(uint32_t c) {
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
    return is_in(word_ranges, COUNT(word_ranges), c);
}

bool senti__is_digit(uint32_t c) {
    return is_in(digits, COUNT(digits), c);
}

size_t senti__repair(const char *text, size_t n, char *out) {
    size_t length = 0, bytes;
    for (size_t i = 0; i < n; i += bytes)
        length += senti__encode(senti__code_at(text + i, text + n, &bytes), out + length);
    return length;
}

/* Whether the first code point that the rule does not pass over, from p on or back from p, has a
 * case. */
static bool cased_after(const char *p, const char *end) {
    size_t bytes;
    for (; p < end; p += bytes) {
        uint32_t c = senti__code_at(p, end, &bytes);
        if (!is_in(ignorable, COUNT(ignorable), c))
            return is_in(cased, COUNT(cased), c);
    }
    return false;
}

static bool cased_before(const char *begin, const char *p, const char *end) {
    size_t bytes;
    while (p > begin) {
        do {
            p--;
        } while (((uint8_t)*p & 0xC0) == 0x80);
        uint32_t c = senti__code_at(p, end, &bytes);
        if (!is_in(ignorable, COUNT(ignorable), c))
            return is_in(cased, COUNT(cased), c);
    }
    return false;
}

uint32_t senti__lower_sigma(const char *begin, const char *p, const char *end) {
    return cased_before(begin, p, end) && !cased_after(p + 2, end) ? 0x3C2 : 0x3C3;
}

size_t senti__lower_text(const char *text, size_t n, char *out) {
    const char *end = text + n;
    size_t bytes, length = 0;
    for (const char *p = text; p < end; p += bytes) {
        uint32_t c = senti__code_at(p, end, &bytes);
        if (c < 0x80) {
            out[length++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
        } else if (c == 0x3A3) {
            length += senti__encode(senti__lower_sigma(text, p, end), out + length);
        } else if (c == 0x130) {
            out[length++] = 'i';
            length += senti__encode(0x307, out + length);
        } else {
            length += senti__encode(senti__lower(c), out + length);
        }
    }
    return length;
}
