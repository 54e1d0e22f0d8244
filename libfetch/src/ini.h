/* ini.h - Amazon's shared files. */
#ifndef FETCH_INI_H
#define FETCH_INI_H

#include <stdbool.h>
#include <stddef.h>

/* A setting of a section: key in lower case, value without outer space; neither NUL-terminated. The
 * section is as between the brackets. Settings of nested blocks (indented lines) are left out. */
typedef struct fetch__setting {
    const char *section;
    size_t section_length;
    const char *key;
    size_t key_length;
    const char *value;
    size_t value_length;
} fetch__setting;

/* Goes through a text; false at its end. *position starts at 0; `section` is kept by the caller. */
typedef struct fetch__ini {
    const char *text;
    size_t length;
    size_t position;
    const char *section;
    size_t section_length;
} fetch__ini;

bool fetch__ini_next(fetch__ini *ini, fetch__setting *out);
/* Whether a slice is this word, in any case. */
bool fetch__slice_is(const char *slice, size_t length, const char *word);

#endif
