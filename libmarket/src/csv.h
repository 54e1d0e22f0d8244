/* csv.h - records of a CSV text (RFC 4180; LF, CRLF or CR ends lines). */
#ifndef MARKET_CSV_H
#define MARKET_CSV_H

#include "input.h"

#define MARKET__CSV_FIELDS 256
#define MARKET__CSV_RECORD ((size_t)1 << 20)

typedef struct market__field {
    size_t begin; /* in csv->text */
    size_t length;
    market__place place;
} market__field;

typedef struct market__csv {
    market__input *in;
    market_error *err;
    char delimiter;
    char *text; /* the fields of the record, unquoted; owned */
    size_t used;
    size_t capacity;
    size_t count;
    bool quoted; /* some field of the record was */
    market__field fields[MARKET__CSV_FIELDS];
} market__csv;

/* Tells the delimiter (comma, semicolon or tab) from the first line. */
void market__csv_init(market__csv *csv, market__input *in, market_error *err);
void market__csv_clear(market__csv *csv);
/* Reads the next record that is not blank; *more is false at the end. MARKET_E_SYNTAX (a quote
 * without end), MARKET_E_TOO_LARGE, MARKET_E_MEMORY, or the input's status. */
market_status market__csv_next(market__csv *csv, bool *more);

/* Field `i` without the blanks around it; "" beyond the last one. */
const char *market__csv_field(const market__csv *csv, size_t i, size_t *length);

#endif
