/* buffer.h - text that grows. A failed allocation is remembered, so that one check at the end is
 * enough. */
#ifndef FETCH_BUFFER_H
#define FETCH_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define FETCH_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define FETCH_PRINTF(text, first)
#endif

typedef struct fetch__buffer {
    char *data; /* NUL-terminated when length > 0 or after fetch__buffer_text */
    size_t length;
    size_t capacity;
    bool failed;
} fetch__buffer;

void fetch__buffer_clear(fetch__buffer *buffer);
/* Overwrites what was in it first. */
void fetch__buffer_clear_secret(fetch__buffer *buffer);
/* Keeps the memory. */
void fetch__buffer_reset(fetch__buffer *buffer);
bool fetch__buffer_reserve(fetch__buffer *buffer, size_t capacity);
bool fetch__buffer_append(fetch__buffer *buffer, const void *data, size_t length);
bool fetch__buffer_add(fetch__buffer *buffer, const char *text);
bool fetch__buffer_format(fetch__buffer *buffer, const char *format, ...) FETCH_PRINTF(2, 3);
/* Percent-encoded as for Signature Version 4: upper-case hexadecimal, A-Z a-z 0-9 - . _ ~ kept,
 * '/' kept when asked to. */
bool fetch__buffer_encode(fetch__buffer *buffer, const char *text, bool keep_slash);
/* The text, "" when there is none; NULL after a failure. */
const char *fetch__buffer_text(const fetch__buffer *buffer);

/* Copies with its NUL when it fits, else leaves `out` alone. */
bool fetch__copy(char *out, size_t capacity, const char *text, size_t length);
/* As much of `text` as fits; bytes that are no printable ASCII become '?'. */
void fetch__copy_plain(char *out, size_t capacity, const char *text, size_t length);
/* NULL when memory is short; `text` may be NULL (NULL then). */
char *fetch__duplicate(const char *text);
/* Overwrites and frees a NUL-terminated secret. */
void fetch__free_secret(char *text);
void fetch__wipe(void *memory, size_t length);

/* The decimal number of 1 to `most` digits (at most 18) at *text, which is moved behind it. */
bool fetch__take_number(const char **text, size_t most, uint64_t *out);

/* base64 of at most 1024 bytes, NUL-terminated into `out` of 4 * ((length + 2) / 3) + 1 bytes. */
void fetch__base64(const void *data, size_t length, char *out);
void fetch__hex(const void *data, size_t length, char *out);
/* ASCII letters only. */
bool fetch__same_word(const char *a, const char *b);

static inline bool fetch__is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline char fetch__lower(char c) {
    return (c >= 'A' && c <= 'Z') ? (char)(c - 'A' + 'a') : c;
}

/* The value of a hexadecimal digit; -1 for others. */
static inline int fetch__hex_value(char c) {
    c = fetch__lower(c);
    return fetch__is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
