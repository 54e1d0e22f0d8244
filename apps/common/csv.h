/* A CSV writer (RFC 4180, but lines end in LF): commas, quotes, and no cell that a spreadsheet
 * would run as a formula. */
#ifndef MARKETKIT_APPS_COMMON_CSV_H
#define MARKETKIT_APPS_COMMON_CSV_H

#include "common/text.h"
#include "marketkit/market.h"

typedef struct app_csv {
    app_text *text; /* borrowed */
    bool comma;     /* a cell stands before the next one in this row */
} app_csv;

void app_csv_init(app_csv *csv, app_text *text);
/* A text cell. One that starts with = + - @ TAB or CR gets a leading '. */
void app_csv_str(app_csv *csv, const char *str);
/* Shortest round trip, the sign of zero too; empty for NaN. */
void app_csv_number(app_csv *csv, double value);
void app_csv_time(app_csv *csv, int64_t time, market_timeframe timeframe);
void app_csv_end_row(app_csv *csv);

#endif
