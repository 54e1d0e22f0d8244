/* input.h - a stream of text with places: from a file, memory or a callback, gzip or not. */
#ifndef MARKET_INPUT_H
#define MARKET_INPUT_H

#include "internal.h"

#include <stdio.h>
#include <zlib.h>

#define MARKET__INPUT_BLOCK 65536
#define MARKET__INPUT_END   (-1)

typedef struct market__input {
    const market_input *source;
    const char *name;
    market_error *err;    /* filled when status turns bad */
    market_status status; /* of reading; the stream ends when it is not MARKET_OK */
    /* raw bytes */
    FILE *file;
    size_t data_at; /* how much of source->data was taken */
    uint64_t total; /* raw bytes in all; 0 unknown */
    uint64_t taken; /* raw bytes so far */
    unsigned char *raw;
    bool raw_end;
    /* gzip */
    bool gzip;
    bool inflating; /* z is initialised */
    bool member_done;
    z_stream z;
    /* decompressed text */
    unsigned char *text;
    size_t at;
    size_t filled;
    uint64_t base; /* offset of text[0] */
    uint64_t max_bytes;
    size_t line;
    uint64_t line_start; /* offset of the first byte of the line */
    /* who wants to know */
    market_progress_fn *on_progress;
    void *progress_payload;
    uint64_t rows;
} market__input;

/* Opens and reads the first block; skips a UTF-8 byte order mark. Close it also after an error. */
market_status market__input_open(market__input *in, const market_input *source,
                                 const market_import_options *options, market_error *err);
void market__input_close(market__input *in);
/* Reads the next block; false at the end and after an error. */
bool market__input_fill(market__input *in);

/* The next byte without taking it, or MARKET__INPUT_END. */
static inline int market__input_peek(market__input *in) {
    if (in->at == in->filled && !market__input_fill(in))
        return MARKET__INPUT_END;
    return in->text[in->at];
}

static inline int market__input_next(market__input *in) {
    int c = market__input_peek(in);
    if (c == MARKET__INPUT_END)
        return c;
    in->at++;
    if (c == '\n') {
        in->line++;
        in->line_start = in->base + in->at;
    }
    return c;
}

/* Where the next byte is. */
static inline market__place market__input_place(const market__input *in) {
    uint64_t offset = in->base + in->at;
    return (market__place){in->line, (size_t)(offset - in->line_start) + 1, offset};
}

/* The name of the input without folders, ".gz" and one well-known extension; a slice of it. */
const char *market__input_stem(const market__input *in, size_t *length);

#endif
