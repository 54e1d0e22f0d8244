/* Building text in a buffer of fixed size: keeps counting past the end, never overruns. */
#ifndef TA_TEXT_H
#define TA_TEXT_H

#include <stddef.h>

typedef struct ta__text {
    char *buf;
    size_t cap;
    size_t len; /* length the whole text would have */
} ta__text;

void ta__text_bytes(ta__text *t, const char *s, size_t len);
void ta__text_str(ta__text *t, const char *s);
/* The shortest decimal that reads back as the same double, with '.' whatever the locale. */
void ta__text_double(ta__text *t, double x);
/* A JSON string with quotes, which can stand in HTML as it is; s is UTF-8. */
void ta__text_json(ta__text *t, const char *s);
/* Ends with NUL (cutting if need be). */
void ta__text_end(ta__text *t);

#endif
