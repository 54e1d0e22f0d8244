/* bars_read.h - the readers of bar files. */
#ifndef MARKET_BARS_READ_H
#define MARKET_BARS_READ_H

#include "draft.h"

market_status market__read_csv_bars(market__rows *rows);
/* JSON or Python literals; *format tells which. */
market_status market__read_json_bars(market__rows *rows, market_format *format);

/* Fills in defaults; MARKET_E_ARGUMENT, MARKET_E_SYMBOL, MARKET_E_TIMEFRAME for bad options.
 * `options` may be NULL. */
market_status market__import_options(const market_import_options *options, market_error *err,
                                     market_import_options *out);
/* The first byte that is not a blank; MARKET_E_EMPTY, MARKET_E_FORMAT for what is no text. */
market_status market__sniff(market__input *in, int *first);

#endif
