/* rows.c - collecting the bars of an input. Their order is checked in rows_finish.c. */
#include "rows.h"

#include <stdlib.h>

void market__rows_init(market__rows *rows, market__input *in, const market_import_options *options,
                       const market_zone *zone, market_error *err) {
    *rows = (market__rows){.in = in, .options = options, .zone = zone, .err = err};
}

void market__rows_clear(market__rows *rows) {
    for (size_t i = 0; i < rows->count; i++) {
        market_bars_clear(&rows->series[i].bars);
        free(rows->series[i].marks);
    }
    free(rows->series);
    rows->series = NULL;
    rows->count = rows->capacity = 0;
}

market_status market__rows_count(market__rows *rows) {
    uint64_t limit = rows->options->max_rows > 0 ? rows->options->max_rows : MARKET_IMPORT_MAX_ROWS;
    rows->records++;
    rows->in->rows = rows->records - rows->bad;
    if (rows->records <= limit && rows->records < UINT32_MAX)
        return MARKET_OK;
    return market__fail_at(rows->err, MARKET_E_TOO_LARGE, market__input_place(rows->in), "",
                           "%s: the input exceeds the limit of rows", rows->in->name);
}

market_status market__rows_bad(market__rows *rows, market__place place, const char *field,
                               const char *reason) {
    market_bad_row row = {rows->in->name,        place.line, place.column,
                          (size_t)rows->records, field,      reason};
    rows->bad++;
    if (rows->options->on_bad_row != NULL &&
        !rows->options->on_bad_row(rows->options->bad_row_payload, &row))
        return market__fail_at(rows->err, MARKET_E_CANCELLED, place, field, "%s: cancelled",
                               rows->in->name);
    if (!rows->options->strict)
        return MARKET_OK;
    return market__fail_at(rows->err, MARKET_E_BAD_ROW, place, field,
                           "%s: line %zu, column %zu: %s%s%s", rows->in->name, place.line,
                           place.column, field, field[0] == '\0' ? "" : " ", reason);
}

/* Finds the series of `symbol`, or makes it; series are kept in byte order. */
static market_status select_series(market__rows *rows, const char *symbol) {
    if (rows->current < rows->count && strcmp(rows->series[rows->current].symbol, symbol) == 0)
        return MARKET_OK;
    size_t low = 0, high = rows->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(rows->series[middle].symbol, symbol) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    rows->current = low;
    if (low < rows->count && strcmp(rows->series[low].symbol, symbol) == 0)
        return MARKET_OK;
    if (rows->count == rows->capacity) {
        size_t capacity = market__grown(rows->capacity, rows->count + 1);
        void *moved = market__resize(rows->series, capacity, sizeof *rows->series);
        if (moved == NULL)
            return market__no_memory(rows->err);
        rows->series = moved;
        rows->capacity = capacity;
    }
    memmove(rows->series + low + 1, rows->series + low, (rows->count - low) * sizeof *rows->series);
    memset(&rows->series[low], 0, sizeof rows->series[low]);
    (void)market__copy(rows->series[low].symbol, sizeof rows->series[low].symbol, symbol,
                       strlen(symbol));
    rows->count++;
    return MARKET_OK;
}

static market_status append(market__rows *rows, market__row_series *series, const market_bar *bar,
                            market__mark mark) {
    if (series->bars.count == series->mark_capacity) {
        size_t capacity = market__grown(series->mark_capacity, series->bars.count + 1);
        void *moved = market__resize(series->marks, capacity, sizeof *series->marks);
        if (moved == NULL)
            return market__no_memory(rows->err);
        series->marks = moved;
        series->mark_capacity = capacity;
    }
    series->marks[series->bars.count] = mark;
    return market_bars_append(&series->bars, bar) == MARKET_OK ? MARKET_OK
                                                               : market__no_memory(rows->err);
}

static uint32_t saturate(uint64_t value) {
    return value < UINT32_MAX ? (uint32_t)value : UINT32_MAX;
}

market_status market__rows_add(market__rows *rows, const char *symbol, const market_bar *bar,
                               market__place place) {
    market_status status = select_series(rows, symbol);
    if (status != MARKET_OK)
        return status;
    market__mark mark = {saturate(place.line), saturate(place.column), (uint32_t)rows->records,
                         false};
    if (!rows->saw_time_of_day) {
        int64_t day = market__trading_day(MARKET_1DAY, bar->time, rows->zone) * MARKET__DAY;
        rows->saw_time_of_day =
            bar->time != day && bar->time != market_zone_to_utc(rows->zone, day);
    }
    return append(rows, &rows->series[rows->current], bar, mark);
}

market_status market__rows_name(market__rows *rows, const char *symbol) {
    if (rows->count == 0 || rows->series[0].symbol[0] != '\0' || symbol[0] == '\0')
        return MARKET_OK;
    market__row_series unnamed = rows->series[0];
    rows->count--;
    memmove(rows->series, rows->series + 1, rows->count * sizeof *rows->series);
    market_status status = select_series(rows, symbol);
    for (size_t i = 0; i < unnamed.bars.count && status == MARKET_OK; i++) {
        market_bar bar = market_bars_get(&unnamed.bars, i);
        status = append(rows, &rows->series[rows->current], &bar, unnamed.marks[i]);
    }
    market_bars_clear(&unnamed.bars);
    free(unnamed.marks);
    return status;
}
