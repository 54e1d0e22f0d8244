/* Letter case as CPython 3.11 sees it (Unicode 14.0), and UTF-8. */
#ifndef SENTI_UNICODE_H
#define SENTI_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SENTI__CASE_PAGES 997
#define SENTI__LOWER_RUNS 180

/* Code points first, first + step, ..., last have their lower case `distance` further. */
typedef struct senti__lower_run {
    uint32_t first, last;
    int32_t step, distance;
} senti__lower_run;

extern const uint8_t senti__case_pages[SENTI__CASE_PAGES];
extern const uint8_t senti__case_bits[][32];
extern const senti__lower_run senti__lower_runs[SENTI__LOWER_RUNS];

#define SENTI__REPLACEMENT 0xfffd

/* Bits of a code point: 1 it is upper case, 2 it is lower or title case. */
static inline unsigned senti__case(uint32_t c) {
    if (c >= SENTI__CASE_PAGES * 128u)
        return 0;
    return (unsigned)senti__case_bits[senti__case_pages[c / 128]][c % 128 / 4] >> c % 4 * 2 & 3u;
}

/* The lower case of a code point other than U+0130, whose lower case is two. */
uint32_t senti__lower(uint32_t c);

/* White space as str.split() sees it. */
static inline bool senti__is_space(uint32_t c) {
    if (c < 0x80)
        return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/*
 * Reads one code point of a text that does not end at *p, and moves *p behind it. What is not UTF-8
 * reads as U+FFFD, one per maximal part of a valid sequence.
 */
uint32_t senti__decode(const unsigned char **p, const unsigned char *end);
/* Writes a code point, at most 4 bytes; returns how many. */
size_t senti__encode(uint32_t c, char *to);

#endif
