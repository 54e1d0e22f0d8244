/* scan.h - a scanner for JSON in memory, for pages of bars: they are megabytes of small numbers, of
 * which a tree would make millions of allocations. Strict; nothing is copied. */
#ifndef FETCH_SCAN_H
#define FETCH_SCAN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct fetch__scan {
    const char *at;
    const char *end;
} fetch__scan;

typedef struct fetch__slice {
    const char *text;
    size_t length;
} fetch__slice;

/* Each takes what it is named after, with white space before it, or returns false. */
bool fetch__scan_take(fetch__scan *scan, char c);
/* A text, without its quotes, escapes as they are. */
bool fetch__scan_text(fetch__scan *scan, fetch__slice *out);
bool fetch__scan_number(fetch__scan *scan, fetch__slice *out);
bool fetch__scan_word(fetch__scan *scan, const char *word);
/* A whole value, nested at most 64 deep. */
bool fetch__scan_skip(fetch__scan *scan);
/* Nothing but white space is left. */
bool fetch__scan_end(fetch__scan *scan);

/* For loops over members and elements: whether another one begins. `count` counts them; *bad is set
 * when neither a comma nor the closing bracket is there. */
bool fetch__scan_more(fetch__scan *scan, char closer, size_t *count, bool *bad);
/* A member's name and its colon. */
bool fetch__scan_name(fetch__scan *scan, fetch__slice *out);

bool fetch__slice_equal(fetch__slice slice, const char *word);

#endif
