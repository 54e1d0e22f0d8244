#include "common/csv.h"
#include "common/number.h"

#include <math.h>
#include <string.h>

void app_csv_init(app_csv *csv, app_text *text) {
    *csv = (app_csv){.text = text};
}

static void separate(app_csv *csv) {
    if (csv->comma)
        app_text_char(csv->text, ',');
    csv->comma = true;
}

void app_csv_str(app_csv *csv, const char *str) {
    separate(csv);
    /* Numbers are written by app_csv_number() and keep their minus sign. */
    bool guard = str[0] != '\0' && strchr("=+-@\t\r", str[0]);
    bool quote = strpbrk(str, ",\"\r\n") != NULL;
    if (quote)
        app_text_char(csv->text, '"');
    if (guard)
        app_text_char(csv->text, '\'');
    for (const char *s = str; *s; s++) {
        if (*s == '"')
            app_text_char(csv->text, '"');
        app_text_char(csv->text, *s);
    }
    if (quote)
        app_text_char(csv->text, '"');
}

void app_csv_number(app_csv *csv, double value) {
    separate(csv);
    if (value == 0 && signbit(value))
        app_text_char(csv->text, '-');
    app_text_number(csv->text, value);
}

void app_csv_time(app_csv *csv, int64_t time, market_timeframe timeframe) {
    separate(csv);
    char *room = app_text_room(csv->text, MARKET_TIME_TEXT);
    if (room)
        app_text_advance(csv->text, market_time_format(time, timeframe, room));
}

void app_csv_end_row(app_csv *csv) {
    app_text_char(csv->text, '\n');
    csv->comma = false;
}
