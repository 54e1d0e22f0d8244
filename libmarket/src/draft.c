/* draft.c - one row on its way to a bar. */
#include "draft.h"

#include <math.h>

static const struct {
    market__column column;
    const char *name; /* lower case, without blanks and marks */
} names[] = {
    {MARKET__COLUMN_DATE, "date"},
    {MARKET__COLUMN_TIME, "time"},
    {MARKET__COLUMN_DATE, "t"},
    {MARKET__COLUMN_DATE, "timestamp"},
    {MARKET__COLUMN_DATE, "datetime"},
    {MARKET__COLUMN_OPEN, "open"},
    {MARKET__COLUMN_OPEN, "o"},
    {MARKET__COLUMN_HIGH, "high"},
    {MARKET__COLUMN_HIGH, "h"},
    {MARKET__COLUMN_LOW, "low"},
    {MARKET__COLUMN_LOW, "l"},
    {MARKET__COLUMN_CLOSE, "close"},
    {MARKET__COLUMN_CLOSE, "c"},
    {MARKET__COLUMN_CLOSE, "last"},
    {MARKET__COLUMN_VOLUME, "volume"},
    {MARKET__COLUMN_VOLUME, "v"},
    {MARKET__COLUMN_VOLUME, "vol"},
    {MARKET__COLUMN_VWAP, "vwap"},
    {MARKET__COLUMN_VWAP, "vw"},
    {MARKET__COLUMN_TRADES, "trades"},
    {MARKET__COLUMN_TRADES, "tradecount"},
    {MARKET__COLUMN_TRADES, "n"},
    {MARKET__COLUMN_ADJ_CLOSE, "adjclose"},
    {MARKET__COLUMN_ADJ_CLOSE, "adjustedclose"},
    {MARKET__COLUMN_SYMBOL, "symbol"},
    {MARKET__COLUMN_SYMBOL, "ticker"},
    {MARKET__COLUMN_SYMBOL, "s"},
    {MARKET__COLUMN_PERIOD, "per"},
    {MARKET__COLUMN_COMPLETE, "complete"},
};

market__column market__column_of(const char *name, size_t length) {
    char plain[24];
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (strchr(" _<>", name[i]) != NULL)
            continue;
        if (n == sizeof plain)
            return MARKET__COLUMN_NONE;
        plain[n++] = market__lower(name[i]);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (market__equal(plain, n, names[i].name))
            return names[i].column;
    return MARKET__COLUMN_NONE;
}

const char *market__column_name(market__column column) {
    static const char *const texts[MARKET__COLUMNS] = {
        "",       "time", "time",   "open",      "high",   "low",    "close",
        "volume", "vwap", "trades", "adj_close", "symbol", "period", "complete"};
    return texts[column];
}

void market__draft_begin(market__draft *draft, market__rows *rows, market__place place) {
    *draft = (market__draft){.rows = rows, .place = place};
    draft->bar = (market_bar){0, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, true};
    draft->adj_close = NAN;
}

void market__draft_fault(market__draft *draft, const char *field, const char *fault,
                         market__place place) {
    if (draft->fault != NULL)
        return;
    draft->fault = fault;
    draft->fault_field = field;
    draft->fault_place = place;
}

static double *number_of(market__draft *draft, market__column column) {
    switch (column) {
    case MARKET__COLUMN_OPEN:
        return &draft->bar.open;
    case MARKET__COLUMN_HIGH:
        return &draft->bar.high;
    case MARKET__COLUMN_LOW:
        return &draft->bar.low;
    case MARKET__COLUMN_CLOSE:
        return &draft->bar.close;
    case MARKET__COLUMN_VOLUME:
        return &draft->bar.volume;
    case MARKET__COLUMN_VWAP:
        return &draft->bar.vwap;
    case MARKET__COLUMN_TRADES:
        return &draft->bar.trades;
    case MARKET__COLUMN_ADJ_CLOSE:
        return &draft->adj_close;
    default:
        return NULL;
    }
}

static bool is_missing(const char *text, size_t length) {
    static const char *const words[] = {"", "null", "none", "nan", "n/a", "na", "-"};
    char lower[8];
    if (length >= sizeof lower || (length > 0 && market__is_digit(text[0])))
        return false;
    for (size_t i = 0; i < length; i++)
        lower[i] = market__lower(text[i]);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (market__equal(lower, length, words[i]))
            return true;
    return false;
}

/* Columns without which a row says less, not nothing. */
static bool is_optional(market__column column) {
    return column == MARKET__COLUMN_VWAP || column == MARKET__COLUMN_TRADES ||
           column == MARKET__COLUMN_ADJ_CLOSE || column == MARKET__COLUMN_PERIOD ||
           column == MARKET__COLUMN_COMPLETE || column == MARKET__COLUMN_NONE;
}

static void set_symbol(market__draft *draft, const char *text, size_t length, market__place place) {
    char upper[32] = "";
    if (length < sizeof upper)
        for (size_t i = 0; i < length; i++)
            upper[i] = market__upper(text[i]);
    if (market_symbol_check(upper, strlen(upper), NULL) != MARKET_OK)
        market__draft_fault(draft, "symbol", "is not a valid symbol", place);
    else
        memcpy(draft->symbol, upper, strlen(upper) + 1);
}

/* Stooq's <PER>: D, W, M or minutes. */
static void set_period(market__rows *rows, const char *text, size_t length) {
    static const struct {
        const char *text;
        market_timeframe timeframe;
    } periods[] = {{"D", MARKET_1DAY},   {"W", MARKET_1WEEK}, {"M", MARKET_1MONTH},
                   {"1", MARKET_1MIN},   {"5", MARKET_5MIN},  {"15", MARKET_15MIN},
                   {"30", MARKET_30MIN}, {"60", MARKET_1HOUR}};
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        if (market__equal(text, length, periods[i].text))
            rows->hint = periods[i].timeframe;
}

static void set_complete(market__draft *draft, const char *text, size_t length) {
    draft->bar.complete = !(length > 0 && (market__lower(text[0]) == 'f' || text[0] == '0'));
}

static void set_time(market__draft *draft, const char *text, size_t length, market__place place) {
    market_time time;
    if (market_time_parse(text, length, draft->rows->zone, NULL, &time) != MARKET_OK)
        market__draft_fault(draft, "time", "is neither a date nor a time", place);
    else
        draft->bar.time = time.time;
}

void market__draft_set(market__draft *draft, market__column column, const char *text, size_t length,
                       market__place place) {
    draft->seen[column] = true;
    draft->places[column] = place;
    double *number = number_of(draft, column);
    if (is_missing(text, length)) {
        if (!is_optional(column))
            market__draft_fault(draft, market__column_name(column), "is missing", place);
    } else if (number != NULL) {
        if (market_number_parse(text, length, number) != MARKET_OK)
            market__draft_fault(draft, market__column_name(column),
                                market__number_fault(text, length), place);
    } else if (column == MARKET__COLUMN_DATE || column == MARKET__COLUMN_TIME) {
        set_time(draft, text, length, place);
    } else if (column == MARKET__COLUMN_SYMBOL) {
        set_symbol(draft, text, length, place);
    } else if (column == MARKET__COLUMN_PERIOD) {
        set_period(draft->rows, text, length);
    } else if (column == MARKET__COLUMN_COMPLETE) {
        set_complete(draft, text, length);
    }
}

static void need(market__draft *draft, market__column column) {
    if (!draft->seen[column])
        market__draft_fault(draft, market__column_name(column), "is missing", draft->place);
}

static void check(market__draft *draft) {
    bool prices_needed = !draft->rows->options->allow_missing;
    if (!draft->seen[MARKET__COLUMN_TIME])
        need(draft, MARKET__COLUMN_DATE);
    need(draft, MARKET__COLUMN_CLOSE);
    for (market__column c = MARKET__COLUMN_OPEN; c < MARKET__COLUMN_CLOSE && prices_needed; c++)
        need(draft, c);
    /* A bar without trades has no average price; some services say 0 then. */
    if (draft->bar.vwap == 0)
        draft->bar.vwap = NAN;
    if (draft->adj_close > 0 && isfinite(draft->adj_close))
        draft->bar.factor = draft->adj_close / draft->bar.close;
    market_bar bar = draft->bar;
    for (market__column c = MARKET__COLUMN_OPEN; c < MARKET__COLUMN_CLOSE; c++)
        if (!draft->seen[c]) /* allowed to be absent: nothing to object to */
            *(c == MARKET__COLUMN_OPEN   ? &bar.open
              : c == MARKET__COLUMN_HIGH ? &bar.high
                                         : &bar.low) = bar.close;
    const char *field = "";
    const char *fault = draft->fault == NULL ? market_bar_fault(&bar, &field) : NULL;
    market__column column = market__column_of(field, strlen(field));
    if (fault != NULL)
        market__draft_fault(draft, field, fault,
                            draft->seen[column] ? draft->places[column] : draft->place);
}

market_status market__draft_end(market__draft *draft) {
    market_status status = market__rows_count(draft->rows);
    if (status != MARKET_OK)
        return status;
    check(draft);
    if (draft->fault != NULL)
        return market__rows_bad(draft->rows, draft->fault_place, draft->fault_field, draft->fault);
    return market__rows_add(draft->rows, draft->symbol, &draft->bar, draft->place);
}
