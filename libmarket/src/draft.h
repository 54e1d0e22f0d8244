/* draft.h - one row on its way to a bar: named values in, a bar or a fault out. */
#ifndef MARKET_DRAFT_H
#define MARKET_DRAFT_H

#include "rows.h"

typedef enum market__column {
    MARKET__COLUMN_NONE,
    MARKET__COLUMN_DATE, /* a date, or a time; with COLUMN_TIME beside it the date part */
    MARKET__COLUMN_TIME,
    MARKET__COLUMN_OPEN,
    MARKET__COLUMN_HIGH,
    MARKET__COLUMN_LOW,
    MARKET__COLUMN_CLOSE,
    MARKET__COLUMN_VOLUME,
    MARKET__COLUMN_VWAP,
    MARKET__COLUMN_TRADES,
    MARKET__COLUMN_ADJ_CLOSE,
    MARKET__COLUMN_SYMBOL,
    MARKET__COLUMN_PERIOD,
    MARKET__COLUMN_COMPLETE,
    MARKET__COLUMNS
} market__column;

/* What a header or a member means; case, blanks, '_', '<' and '>' do not matter. */
market__column market__column_of(const char *name, size_t length);
/* "open", "volume", ... for messages. */
const char *market__column_name(market__column column);

typedef struct market__draft {
    market__rows *rows;
    market__place place;
    market_bar bar;
    double adj_close;
    char symbol[MARKET_SYMBOL_MAX + 1];
    bool seen[MARKET__COLUMNS];
    market__place places[MARKET__COLUMNS]; /* of the seen ones */
    /* the first fault */
    const char *fault;
    const char *fault_field;
    market__place fault_place;
} market__draft;

void market__draft_begin(market__draft *draft, market__rows *rows, market__place place);
/* Sets a value from its text; an empty text, null, nan and n/a mean that it is missing. */
void market__draft_set(market__draft *draft, market__column column, const char *text, size_t length,
                       market__place place);
/* Notes a fault, unless there is one already. */
void market__draft_fault(market__draft *draft, const char *field, const char *fault,
                         market__place place);
/* Hands the bar to the rows, or reports the fault. */
market_status market__draft_end(market__draft *draft);

#endif
