/* csv.c - records of a CSV text. */
#include "csv.h"

#include <stdlib.h>

void market__csv_init(market__csv *csv, market__input *in, market_error *err) {
    static const char delimiters[] = ",;\t";
    memset(csv, 0, sizeof *csv);
    csv->in = in;
    csv->err = err;
    size_t counts[3] = {0, 0, 0};
    for (size_t i = in->at; i < in->filled && in->text[i] != '\n' && in->text[i] != '\r'; i++)
        for (size_t d = 0; d < 3; d++)
            counts[d] += in->text[i] == (unsigned char)delimiters[d];
    size_t best = counts[1] > counts[0] ? 1 : 0;
    best = counts[2] > counts[best] ? 2 : best;
    csv->delimiter = delimiters[best];
}

void market__csv_clear(market__csv *csv) {
    free(csv->text);
    csv->text = NULL;
    csv->capacity = 0;
}

static market_status add_byte(market__csv *csv, int c) {
    if (csv->used == csv->capacity) {
        size_t capacity = market__grown(csv->capacity, csv->used + 1);
        char *moved =
            csv->used >= MARKET__CSV_RECORD ? NULL : market__resize(csv->text, capacity, 1);
        if (moved == NULL && csv->used >= MARKET__CSV_RECORD)
            return market__fail_at(csv->err, MARKET_E_TOO_LARGE, market__input_place(csv->in), "",
                                   "%s: a record is longer than 1 MiB", csv->in->name);
        if (moved == NULL)
            return market__no_memory(csv->err);
        csv->text = moved;
        csv->capacity = capacity;
    }
    csv->text[csv->used++] = (char)c;
    return MARKET_OK;
}

/* The text between quotes; a doubled quote is one. */
static market_status read_quoted(market__csv *csv) {
    market__place start = market__input_place(csv->in);
    csv->quoted = true;
    (void)market__input_next(csv->in);
    for (;;) {
        int c = market__input_next(csv->in);
        if (c == MARKET__INPUT_END && csv->in->status != MARKET_OK)
            return csv->in->status;
        if (c == MARKET__INPUT_END)
            return market__fail_at(csv->err, MARKET_E_SYNTAX, start, "",
                                   "%s: line %zu: a quoted field has no end", csv->in->name,
                                   start.line);
        if (c == '"' && market__input_peek(csv->in) != '"')
            return MARKET_OK;
        if (c == '"')
            (void)market__input_next(csv->in);
        market_status status = add_byte(csv, c);
        if (status != MARKET_OK)
            return status;
    }
}

static bool ends_field(const market__csv *csv, int c) {
    return c == csv->delimiter || c == '\n' || c == '\r' || c == MARKET__INPUT_END;
}

static market_status read_field(market__csv *csv) {
    if (csv->count == MARKET__CSV_FIELDS)
        return market__fail_at(csv->err, MARKET_E_TOO_LARGE, market__input_place(csv->in), "",
                               "%s: line %zu: a record has more than %d fields", csv->in->name,
                               csv->in->line, MARKET__CSV_FIELDS);
    market__field *field = &csv->fields[csv->count++];
    *field = (market__field){csv->used, 0, market__input_place(csv->in)};
    market_status status = MARKET_OK;
    if (market__input_peek(csv->in) == '"')
        status = read_quoted(csv);
    while (status == MARKET_OK && !ends_field(csv, market__input_peek(csv->in)))
        status = add_byte(csv, market__input_next(csv->in));
    field->length = csv->used - field->begin;
    return status;
}

/* Takes the delimiter or the end of the line; true when another field follows. */
static bool take_separator(market__csv *csv) {
    int c = market__input_next(csv->in);
    if (c == '\r' && market__input_peek(csv->in) == '\n')
        (void)market__input_next(csv->in);
    return c == csv->delimiter;
}

static bool is_blank(const market__csv *csv) {
    size_t length = 0;
    (void)market__csv_field(csv, 0, &length);
    return csv->count == 1 && length == 0 && !csv->quoted;
}

market_status market__csv_next(market__csv *csv, bool *more) {
    do {
        csv->count = csv->used = 0;
        csv->quoted = false;
        if (market__input_peek(csv->in) == MARKET__INPUT_END) {
            *more = false;
            return csv->in->status;
        }
        do {
            market_status status = read_field(csv);
            if (status != MARKET_OK)
                return status;
        } while (take_separator(csv));
        if (csv->in->status != MARKET_OK)
            return csv->in->status;
    } while (is_blank(csv));
    *more = true;
    return MARKET_OK;
}

const char *market__csv_field(const market__csv *csv, size_t i, size_t *length) {
    *length = 0;
    if (i >= csv->count || csv->fields[i].length == 0)
        return "";
    const char *text = csv->text + csv->fields[i].begin;
    size_t n = csv->fields[i].length;
    while (n > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        n--;
    }
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    *length = n;
    return text;
}
