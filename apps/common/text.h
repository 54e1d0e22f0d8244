/* A text that grows, with a limit and an error flag that is looked at once, at the end. */
#ifndef MARKETKIT_APPS_COMMON_TEXT_H
#define MARKETKIT_APPS_COMMON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct app_text {
    char *data; /* owned; ends in NUL once anything was put; NULL before */
    size_t len;
    size_t cap;
    size_t limit; /* most bytes it may hold */
    bool failed;  /* out of memory or over the limit: what came after was dropped */
} app_text;

/* An empty text of at most `limit` bytes; 0: no limit but memory. */
void app_text_init(app_text *text, size_t limit);
void app_text_clear(app_text *text);
/* Empties it, keeps its memory, forgets the failure. */
void app_text_reset(app_text *text);

void app_text_put(app_text *text, const char *bytes, size_t len);
void app_text_str(app_text *text, const char *str);
void app_text_char(app_text *text, char c);
/* `c`, `n` times. */
void app_text_fill(app_text *text, char c, size_t n);
/* As printf; not for doubles, which would follow the locale (see number.h). */
void app_text_format(app_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void app_text_int(app_text *text, int64_t value);
/* The shortest text that reads back as `value`; nothing for NaN. */
void app_text_number(app_text *text, double value);

/* Bytes of the character that `len` > 0 bytes begin with; where they are no UTF-8, of the maximal
 * part of one, which U+FFFD stands for. */
size_t app_character(const char *bytes, size_t len, bool *valid);
/* Puts bytes as text: U+FFFD for NUL and for what is no UTF-8. */
void app_text_repaired(app_text *text, const char *bytes, size_t len);

/* For writers of many small pieces: room for `n` more bytes, or NULL (and failed). What was written
 * there counts after app_text_advance(). */
char *app_text_room(app_text *text, size_t n);
void app_text_advance(app_text *text, size_t n);

#endif
