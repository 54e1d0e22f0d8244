#include "unicode.h"

uint32_t senti__lower(uint32_t c) {
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    size_t low = 0, high = SENTI__LOWER_RUNS;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (senti__lower_runs[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    /* Runs of step 2 interleave with others, so that the next may hold it as well. */
    for (; low < SENTI__LOWER_RUNS && senti__lower_runs[low].first <= c; low++) {
        const senti__lower_run *run = &senti__lower_runs[low];
        if (c <= run->last && (c - run->first) % (uint32_t)run->step == 0)
            return (uint32_t)((int64_t)c + run->distance);
    }
    return c;
}

/* The range of the byte after the first one of a sequence; the table 3-7 of the Unicode standard.
 */
static int sequence(unsigned char first, unsigned char *low, unsigned char *high) {
    *low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    *high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (first >= 0xc2 && first <= 0xdf)
        return 1;
    if (first >= 0xe0 && first <= 0xef)
        return 2;
    return first >= 0xf0 && first <= 0xf4 ? 3 : 0;
}

uint32_t senti__decode(const unsigned char **p, const unsigned char *end) {
    unsigned char first = *(*p)++, low, high;
    if (first < 0x80)
        return first;
    int more = sequence(first, &low, &high);
    if (more == 0)
        return SENTI__REPLACEMENT;
    uint32_t c = first & (0x3fu >> more);
    for (; more > 0; more--, low = 0x80, high = 0xbf) {
        if (*p == end || **p < low || **p > high)
            return SENTI__REPLACEMENT;
        c = c << 6 | (*(*p)++ & 0x3fu);
    }
    return c;
}

size_t senti__encode(uint32_t c, char *to) {
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)(lead[n] | c);
    return n;
}
