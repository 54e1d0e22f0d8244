/* bars_csv.c - bars from CSV: what the header means, then row by row. */
#include "bars_read.h"
#include "csv.h"

typedef struct layout {
    market__column columns[MARKET__CSV_FIELDS];
    size_t count;
    size_t index[MARKET__COLUMNS]; /* field of a column; MARKET__CSV_FIELDS when absent */
} layout;

static bool has(const layout *l, market__column column) {
    return l->index[column] < MARKET__CSV_FIELDS;
}

static market_status format_fail(const market__csv *csv, const char *what, const char *name) {
    return market__fail_at(csv->err, MARKET_E_FORMAT, (market__place){csv->in->line, 1, 0}, name,
                           "%s: %s %s", csv->in->name, what, name);
}

static market_status check_layout(const market__csv *csv, const layout *l, bool allow_missing) {
    static const market__column required[] = {MARKET__COLUMN_CLOSE, MARKET__COLUMN_OPEN,
                                              MARKET__COLUMN_HIGH, MARKET__COLUMN_LOW};
    if (!has(l, MARKET__COLUMN_DATE) && !has(l, MARKET__COLUMN_TIME))
        return format_fail(csv, "the first line is no header with a column for the", "time");
    for (size_t i = 0; i < (allow_missing ? 1 : sizeof required / sizeof required[0]); i++)
        if (!has(l, required[i]))
            return format_fail(csv, "the header has no column for the",
                               market__column_name(required[i]));
    return MARKET_OK;
}

/* pandas writes its index without a name, or as "Unnamed: 0"; it is the time unless another column
 * is. */
static bool is_unnamed(const market__csv *csv) {
    size_t length = 0;
    const char *name = market__csv_field(csv, 0, &length);
    return length == 0 || (length >= 7 && memcmp(name, "Unnamed", 7) == 0) ||
           market__equal(name, length, "index");
}

static market_status read_header(market__csv *csv, bool allow_missing, layout *l) {
    bool more = false;
    market_status status = market__csv_next(csv, &more);
    if (status != MARKET_OK)
        return status;
    for (size_t c = 0; c < MARKET__COLUMNS; c++)
        l->index[c] = MARKET__CSV_FIELDS;
    l->count = more ? csv->count : 0;
    for (size_t i = 0; i < l->count; i++) {
        size_t length = 0;
        const char *name = market__csv_field(csv, i, &length);
        market__column column = market__column_of(name, length);
        l->columns[i] = column;
        if (column == MARKET__COLUMN_NONE)
            continue;
        if (has(l, column))
            return format_fail(csv, "the header has two columns for the",
                               market__column_name(column));
        l->index[column] = i;
    }
    if (!has(l, MARKET__COLUMN_DATE) && !has(l, MARKET__COLUMN_TIME) && l->count > 0 &&
        is_unnamed(csv)) {
        l->columns[0] = MARKET__COLUMN_DATE;
        l->index[MARKET__COLUMN_DATE] = 0;
    }
    return check_layout(csv, l, allow_missing);
}

static bool all_digits(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (!market__is_digit(text[i]))
            return false;
    return true;
}

/* Appends "20220103" as "2022-01-03", "153000" as "15:30:00", anything else as it is. */
static size_t add_part(char *out, size_t used, size_t capacity, const char *text, size_t length) {
    bool is_date = length == 8 && all_digits(text, length);
    bool is_clock = used > 0 && (length == 4 || length == 6) && all_digits(text, length);
    for (size_t i = 0; i < length && used + 2 < capacity; i++) {
        if (is_date && (i == 4 || i == 6))
            out[used++] = '-';
        if (is_clock && i > 0 && i % 2 == 0)
            out[used++] = ':';
        out[used++] = text[i];
    }
    return used;
}

/* The time of a row may be spread over two columns, and written without marks (Stooq). */
static void set_time(market__draft *draft, const market__csv *csv, const layout *l) {
    char joined[64];
    size_t used = 0, length = 0;
    size_t date =
        has(l, MARKET__COLUMN_DATE) ? l->index[MARKET__COLUMN_DATE] : l->index[MARKET__COLUMN_TIME];
    market__place place = date < csv->count ? csv->fields[date].place : draft->place;
    const char *text = market__csv_field(csv, date, &length);
    used = add_part(joined, used, sizeof joined, text, length);
    if (has(l, MARKET__COLUMN_DATE) && has(l, MARKET__COLUMN_TIME)) {
        text = market__csv_field(csv, l->index[MARKET__COLUMN_TIME], &length);
        if (length > 0 && used > 0) {
            joined[used++] = 'T';
            used = add_part(joined, used, sizeof joined, text, length);
        }
    }
    market__draft_set(draft, MARKET__COLUMN_DATE, joined, used, place);
}

/* Stooq marks its US symbols; ours need no such suffix. */
static size_t without_suffix(const char *text, size_t length) {
    bool is_us = length > 3 && text[length - 3] == '.' && market__upper(text[length - 2]) == 'U' &&
                 market__upper(text[length - 1]) == 'S';
    return is_us ? length - 3 : length;
}

static market_status read_row(market__rows *rows, const market__csv *csv, const layout *l) {
    market__draft draft;
    market__draft_begin(&draft, rows, csv->fields[0].place);
    set_time(&draft, csv, l);
    for (size_t i = 0; i < l->count; i++) {
        market__column column = l->columns[i];
        if (column <= MARKET__COLUMN_TIME)
            continue;
        size_t length = 0;
        const char *text = market__csv_field(csv, i, &length);
        if (column == MARKET__COLUMN_SYMBOL && has(l, MARKET__COLUMN_PERIOD))
            length = without_suffix(text, length);
        market__place place = i < csv->count ? csv->fields[i].place : draft.place;
        market__draft_set(&draft, column, text, length, place);
    }
    if (csv->count > l->count)
        market__draft_fault(&draft, "", "the row has more fields than the header",
                            csv->fields[l->count].place);
    return market__draft_end(&draft);
}

market_status market__read_csv_bars(market__rows *rows) {
    market__csv csv;
    layout l;
    bool more = true;
    market__csv_init(&csv, rows->in, rows->err);
    market_status status = read_header(&csv, rows->options->allow_missing, &l);
    while (status == MARKET_OK && more) {
        status = market__csv_next(&csv, &more);
        if (status == MARKET_OK && more)
            status = read_row(rows, &csv, &l);
    }
    market__csv_clear(&csv);
    return status;
}
