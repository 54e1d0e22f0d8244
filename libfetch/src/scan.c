/* scan.c - a scanner for JSON in memory. */
#include "scan.h"

#include "buffer.h"

#include <string.h>

#define DEPTH 64

static void skip_space(fetch__scan *scan) {
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' || *scan->at == '\t'))
        scan->at++;
}

bool fetch__scan_take(fetch__scan *scan, char c) {
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

bool fetch__scan_end(fetch__scan *scan) {
    skip_space(scan);
    return scan->at == scan->end;
}

/* The four digits of \u; -1 when they are none. */
static int take_unit(fetch__scan *scan) {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = scan->at == scan->end ? -1 : fetch__hex_value(*scan->at++);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* What follows a backslash. Surrogates come in pairs. */
static bool take_escape(fetch__scan *scan) {
    if (scan->at == scan->end)
        return false;
    char c = *scan->at++;
    if (c != 'u')
        return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
    int unit = take_unit(scan);
    if (unit < 0xD800 || unit > 0xDFFF)
        return unit >= 0;
    if (unit > 0xDBFF || scan->end - scan->at < 2 || scan->at[0] != '\\' || scan->at[1] != 'u')
        return false;
    scan->at += 2;
    unit = take_unit(scan);
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

bool fetch__scan_text(fetch__scan *scan, fetch__slice *out) {
    if (!fetch__scan_take(scan, '"'))
        return false;
    const char *start = scan->at;
    while (scan->at < scan->end) {
        unsigned char c = (unsigned char)*scan->at++;
        if (c == '"') {
            *out = (fetch__slice){start, (size_t)(scan->at - start) - 1};
            return true;
        }
        if (c < ' ' || (c == '\\' && !take_escape(scan)))
            return false;
    }
    return false;
}

static bool take_digits(fetch__scan *scan) {
    const char *start = scan->at;
    while (scan->at < scan->end && fetch__is_digit(*scan->at))
        scan->at++;
    return scan->at > start;
}

static bool next_is(const fetch__scan *scan, char c) {
    return scan->at < scan->end && *scan->at == c;
}

bool fetch__scan_number(fetch__scan *scan, fetch__slice *out) {
    skip_space(scan);
    const char *start = scan->at;
    if (next_is(scan, '-'))
        scan->at++;
    bool zero = next_is(scan, '0');
    const char *digits = scan->at;
    if (!take_digits(scan) || (zero && scan->at - digits > 1))
        return false;
    if (next_is(scan, '.')) {
        scan->at++;
        if (!take_digits(scan))
            return false;
    }
    if (next_is(scan, 'e') || next_is(scan, 'E')) {
        scan->at++;
        if (next_is(scan, '+') || next_is(scan, '-'))
            scan->at++;
        if (!take_digits(scan))
            return false;
    }
    *out = (fetch__slice){start, (size_t)(scan->at - start)};
    return true;
}

bool fetch__scan_word(fetch__scan *scan, const char *word) {
    size_t length = strlen(word);
    skip_space(scan);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
        return false;
    scan->at += length;
    return true;
}

bool fetch__scan_more(fetch__scan *scan, char closer, size_t *count, bool *bad) {
    if (fetch__scan_take(scan, closer))
        return false;
    if ((*count)++ > 0 && !fetch__scan_take(scan, ',')) {
        *bad = true;
        return false;
    }
    return true;
}

bool fetch__scan_name(fetch__scan *scan, fetch__slice *out) {
    return fetch__scan_text(scan, out) && fetch__scan_take(scan, ':');
}

static bool skip_scalar(fetch__scan *scan) {
    fetch__slice slice;
    skip_space(scan);
    if (next_is(scan, '"'))
        return fetch__scan_text(scan, &slice);
    return fetch__scan_word(scan, "true") || fetch__scan_word(scan, "false") ||
           fetch__scan_word(scan, "null") || fetch__scan_number(scan, &slice);
}

/* The containers that are open, and how many values each has had. */
typedef struct nest {
    char closers[DEPTH];
    size_t counts[DEPTH];
    size_t depth;
} nest;

static bool open_container(fetch__scan *scan, nest *n, bool *opened) {
    bool object = fetch__scan_take(scan, '{');
    *opened = object || fetch__scan_take(scan, '[');
    if (!*opened)
        return true;
    if (n->depth == DEPTH)
        return false;
    n->closers[n->depth] = object ? '}' : ']';
    n->counts[n->depth++] = 0;
    return true;
}

bool fetch__scan_skip(fetch__scan *scan) {
    nest n = {.depth = 0};
    do {
        fetch__slice name;
        bool opened = false, bad = false;
        if (n.depth > 0) {
            char closer = n.closers[n.depth - 1];
            if (!fetch__scan_more(scan, closer, &n.counts[n.depth - 1], &bad)) {
                if (bad)
                    return false;
                n.depth--;
                continue;
            }
            if (closer == '}' && !fetch__scan_name(scan, &name))
                return false;
        }
        if (!open_container(scan, &n, &opened) || (!opened && !skip_scalar(scan)))
            return false;
    } while (n.depth > 0);
    return true;
}

bool fetch__slice_equal(fetch__slice slice, const char *word) {
    return strlen(word) == slice.length && memcmp(slice.text, word, slice.length) == 0;
}
