/* rows.h - the bars of an input: collected by symbol, checked, put in order. */
#ifndef MARKET_ROWS_H
#define MARKET_ROWS_H

#include "input.h"

/* Where a kept bar came from; enough to name it should a later row disagree. */
typedef struct market__mark {
    uint32_t line;
    uint32_t column;
    uint32_t record;
    bool dropped;
} market__mark;

typedef struct market__row_series {
    char symbol[MARKET_SYMBOL_MAX + 1]; /* "": the input has not named it */
    market_bars bars;
    market__mark *marks; /* one per bar */
    size_t mark_capacity;
} market__row_series;

typedef struct market__rows {
    market__input *in;
    const market_import_options *options;
    const market_zone *zone;
    market_error *err;
    market__row_series *series;
    size_t count;
    size_t capacity;
    size_t current;        /* the series that the last bar went to */
    market_timeframe hint; /* what the input says about itself */
    bool saw_time_of_day;  /* some time was not a trading date's key */
    uint64_t records;      /* data rows seen */
    uint64_t bad;
    uint64_t duplicates;
} market__rows;

void market__rows_init(market__rows *rows, market__input *in, const market_import_options *options,
                       const market_zone *zone, market_error *err);
void market__rows_clear(market__rows *rows);
/* Counts a data row; MARKET_E_TOO_LARGE beyond the limit. */
market_status market__rows_count(market__rows *rows);
/* Reports a bad row. MARKET_OK goes on; MARKET_E_BAD_ROW (strict) and MARKET_E_CANCELLED end the
 * import. */
market_status market__rows_bad(market__rows *rows, market__place place, const char *field,
                               const char *reason);
/* Takes a possible bar; its time is still an instant. `symbol` "" stands for what the input names
 * later. */
market_status market__rows_add(market__rows *rows, const char *symbol, const market_bar *bar,
                               market__place place);
/* Gives the bars that were added under "" a name. */
market_status market__rows_name(market__rows *rows, const char *symbol);
/* Resolves symbol and timeframe, turns times into keys, checks their order, and fills `out`. */
market_status market__rows_finish(market__rows *rows, market_imported *out);

#endif
