/* buffer.h - text that grows. */
#ifndef MARKET_BUFFER_H
#define MARKET_BUFFER_H

#include "internal.h"

typedef struct market__buffer {
    char *data; /* owned */
    size_t length;
    size_t capacity;
    bool failed; /* no memory: what follows is dropped */
} market__buffer;

void market__buffer_clear(market__buffer *buffer);
void market__buffer_put(market__buffer *buffer, const void *data, size_t length);
void market__buffer_text(market__buffer *buffer, const char *text);
void market__buffer_int(market__buffer *buffer, int64_t value);
/* The shortest of the usual decimals that reads back as the same double; it must be finite. */
void market__buffer_real(market__buffer *buffer, double value);
/* In quotes, escaped. */
void market__buffer_json(market__buffer *buffer, const char *text);

#endif
