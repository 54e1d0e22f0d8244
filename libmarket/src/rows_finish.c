/* rows_finish.c - from collected rows to series: symbol, timeframe, keys, order. */
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- whose bars ---- */

static market_status stem_symbol(market__rows *rows, char out[MARKET_SYMBOL_MAX + 1]) {
    size_t length = 0;
    const char *stem = market__input_stem(rows->in, &length);
    char upper[MARKET_SYMBOL_MAX + 1] = "";
    if (length <= MARKET_SYMBOL_MAX)
        for (size_t i = 0; i < length; i++)
            upper[i] = market__upper(stem[i]);
    if (market_symbol_check(upper, strlen(upper), NULL) != MARKET_OK)
        return market__fail_parameter(
            rows->err, MARKET_E_SYMBOL, "symbol",
            "%s: the input names no symbol and its file name is none; give one", rows->in->name);
    memcpy(out, upper, sizeof upper);
    return MARKET_OK;
}

static market_status resolve_symbols(market__rows *rows) {
    char symbol[MARKET_SYMBOL_MAX + 1] = "";
    market_status status = MARKET_OK;
    const char *chosen = rows->options->symbol;
    if (chosen != NULL && rows->count > 1)
        return market__fail_parameter(rows->err, MARKET_E_SYMBOL, "symbol",
                                      "%s: the input holds %zu symbols; it cannot be named %s",
                                      rows->in->name, rows->count, chosen);
    if (chosen != NULL) {
        memcpy(rows->series[0].symbol, chosen, strlen(chosen) + 1);
        return MARKET_OK;
    }
    if (rows->series[0].symbol[0] == '\0')
        status = stem_symbol(rows, symbol);
    return status == MARKET_OK ? market__rows_name(rows, symbol) : status;
}

/* ---- which timeframe ---- */

/* Gaps of a week or more that it takes to tell such a timeframe. */
#define WIDE_GAPS 3

static market_timeframe timeframe_of_gap(int64_t gap) {
    static const struct {
        int64_t least, most; /* in days */
        market_timeframe timeframe;
    } spans[] = {{5, 10, MARKET_1WEEK},
                 {27, 33, MARKET_1MONTH},
                 {85, 97, MARKET_3MONTH},
                 {358, 373, MARKET_12MONTH}};
    gap = gap < 0 ? -gap : gap;
    for (int t = MARKET_1MIN; t <= MARKET_4HOUR; t++)
        if (gap == market__width((market_timeframe)t))
            return (market_timeframe)t;
    if (gap >= 20 * MARKET__HOUR && gap < 5 * MARKET__DAY - 2 * MARKET__HOUR)
        return MARKET_1DAY;
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++)
        if (gap >= spans[i].least * MARKET__DAY - 2 * MARKET__HOUR &&
            gap <= spans[i].most * MARKET__DAY + 2 * MARKET__HOUR)
            return spans[i].timeframe;
    return MARKET_TIMEFRAME_NONE;
}

/*
 * The most common gap decides, the narrower of equals; a single date is a day. A few days far apart
 * could as well be what is left of a daily file, so wide timeframes need some gaps to be believed.
 */
static market_timeframe detect(const market__rows *rows) {
    uint64_t counts[MARKET_12MONTH + 1] = {0};
    bool pairs = false;
    for (size_t s = 0; s < rows->count; s++) {
        const market_bars *bars = &rows->series[s].bars;
        for (size_t i = 1; i < bars->count; i++) {
            counts[timeframe_of_gap(bars->time[i] - bars->time[i - 1])]++;
            pairs |= bars->time[i] != bars->time[i - 1];
        }
    }
    market_timeframe best = MARKET_TIMEFRAME_NONE;
    for (int t = MARKET_1MIN; t <= MARKET_12MONTH; t++)
        if (counts[t] > 0 && (best == MARKET_TIMEFRAME_NONE || counts[t] > counts[best]))
            best = (market_timeframe)t;
    if (!pairs && !rows->saw_time_of_day)
        return MARKET_1DAY;
    return best > MARKET_1DAY && counts[best] < WIDE_GAPS ? MARKET_TIMEFRAME_NONE : best;
}

static market_status resolve_timeframe(market__rows *rows, market_timeframe *out) {
    *out = rows->options->timeframe;
    if (*out == MARKET_TIMEFRAME_NONE)
        *out = rows->hint;
    if (*out == MARKET_TIMEFRAME_NONE)
        *out = detect(rows);
    if (*out != MARKET_TIMEFRAME_NONE)
        return MARKET_OK;
    return market__fail_parameter(rows->err, MARKET_E_TIMEFRAME, "timeframe",
                                  "%s: the spacing of the rows is no timeframe; give one",
                                  rows->in->name);
}

/* ---- in which order ---- */

static market__place place_of(const market__mark *mark) {
    return (market__place){mark->line, mark->column, 0};
}

/* Reports a row by its mark; the message names the other one. */
static market_status report(market__rows *rows, const market__mark *mark, const char *reason,
                            const market__mark *other) {
    char text[96];
    uint64_t last = rows->records;
    snprintf(text, sizeof text, "%s row %u (line %u)", reason, other->record, other->line);
    rows->records = mark->record;
    market_status status = market__rows_bad(rows, place_of(mark), "time", text);
    rows->records = last;
    return status;
}

/* The index among the first `count` bars with `time`, or `count`. */
static size_t find(const market_bars *bars, size_t count, int64_t time) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bars->time[middle] < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && bars->time[low] == time ? low : count;
}

/* A row that does not come after the last kept one: a repetition, a contradiction, or out of order.
 */
static market_status late_row(market__rows *rows, market__row_series *s, size_t kept,
                              const market_bar *bar, const market__mark *mark) {
    size_t i = find(&s->bars, kept, bar->time);
    if (i == kept)
        return report(rows, mark, "is not after that of", &s->marks[kept - 1]);
    market_bar earlier = market_bars_get(&s->bars, i);
    if (market__bar_equal(&earlier, bar) && !s->marks[i].dropped) {
        rows->duplicates++;
        return MARKET_OK;
    }
    market_status status = MARKET_OK;
    if (!s->marks[i].dropped) /* which of the two is right cannot be known */
        status = report(rows, &s->marks[i], "has other values than the same time in", mark);
    s->marks[i].dropped = true;
    return status == MARKET_OK
               ? report(rows, mark, "has other values than the same time in", &s->marks[i])
               : status;
}

static void remove_dropped(market__row_series *s) {
    size_t kept = 0;
    for (size_t i = 0; i < s->bars.count; i++) {
        if (s->marks[i].dropped)
            continue;
        market_bar bar = market_bars_get(&s->bars, i);
        market__bars_set(&s->bars, kept++, &bar);
    }
    s->bars.count = kept;
}

/* Whether the rows of a series run from the newest to the oldest. */
static bool descends(const market_bars *bars) {
    if (bars->count < 2 || bars->time[0] == bars->time[bars->count - 1])
        return false;
    for (size_t i = 1; i < bars->count; i++)
        if (bars->time[i] > bars->time[i - 1])
            return false;
    return true;
}

/* Turns a series around whose rows descend throughout: an order, not a disorder. */
static void ascend(market__row_series *s) {
    if (!descends(&s->bars))
        return;
    for (size_t i = 0, j = s->bars.count - 1; i < j; i++, j--) {
        market_bar first = market_bars_get(&s->bars, i), last = market_bars_get(&s->bars, j);
        market__mark mark = s->marks[i];
        market__bars_set(&s->bars, i, &last);
        market__bars_set(&s->bars, j, &first);
        s->marks[i] = s->marks[j];
        s->marks[j] = mark;
    }
}

static market_status order_series(market__rows *rows, market__row_series *s,
                                  market_timeframe timeframe, int64_t now) {
    market_status status = MARKET_OK;
    size_t kept = 0;
    bool is_intraday = market_timeframe_is_intraday(timeframe);
    ascend(s);
    for (size_t i = 0; i < s->bars.count && status == MARKET_OK; i++) {
        market_bar bar = market_bars_get(&s->bars, i);
        if (!is_intraday)
            bar.time = market_bar_start(timeframe, bar.time, rows->zone);
        bar.complete = bar.complete && market_bar_end(timeframe, bar.time, rows->zone) <= now;
        if (kept > 0 && bar.time <= s->bars.time[kept - 1]) {
            status = late_row(rows, s, kept, &bar, &s->marks[i]);
            continue;
        }
        market__bars_set(&s->bars, kept, &bar);
        s->marks[kept++] = s->marks[i];
    }
    s->bars.count = kept;
    remove_dropped(s);
    return status;
}

/* ---- the result ---- */

/* Moves the series that kept a bar. */
static market_status hand_over(market__rows *rows, market_imported *out) {
    out->series = market__resize(NULL, rows->count, sizeof *out->series);
    if (out->series == NULL)
        return market__no_memory(rows->err);
    for (size_t i = 0; i < rows->count; i++) {
        market__row_series *from = &rows->series[i];
        if (from->bars.count == 0)
            continue;
        market_imported_series *to = &out->series[out->count++];
        memcpy(to->symbol, from->symbol, sizeof to->symbol);
        to->bars = from->bars;
        market_bars_init(&from->bars);
    }
    return MARKET_OK;
}

static market_status no_rows(market__rows *rows) {
    if (rows->records == 0)
        return market__fail(rows->err, MARKET_E_EMPTY, "%s: the input has no rows", rows->in->name);
    return market__fail(rows->err, MARKET_E_EMPTY, "%s: no good bar in %llu row%s", rows->in->name,
                        (unsigned long long)rows->records, rows->records == 1 ? "" : "s");
}

market_status market__rows_finish(market__rows *rows, market_imported *out) {
    if (rows->count == 0)
        return no_rows(rows);
    market_status status = resolve_symbols(rows);
    if (status == MARKET_OK)
        status = resolve_timeframe(rows, &out->timeframe);
    int64_t fetched_at = rows->options->fetched_at;
    int64_t now = fetched_at != 0 ? fetched_at : market__now();
    for (size_t i = 0; i < rows->count && status == MARKET_OK; i++)
        status = order_series(rows, &rows->series[i], out->timeframe, now);
    if (status == MARKET_OK)
        status = hand_over(rows, out);
    out->rows = rows->records;
    out->bad = rows->bad;
    out->duplicates = rows->duplicates;
    return status == MARKET_OK && out->count == 0 ? no_rows(rows) : status;
}
