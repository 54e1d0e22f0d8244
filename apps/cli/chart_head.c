#include "chart.h"
#include "common/number.h"

#include <math.h>
#include <stdio.h>

enum {
    GAP = 2
};

/* Puts a piece when all of it fits; the first one always, cut where it must be. */
static size_t put_piece(struct chart *chart, size_t x, size_t row, const char *text, uint8_t ink) {
    size_t width = 0;
    for (const char *c = text; *c; c++)
        width += ((unsigned char)*c & 0xC0) != 0x80;
    size_t at = x ? x + GAP : 0;
    if (x && at + width > chart->width)
        return x;
    return at + chart_put_text(&chart->canvas, at, row, text, ink);
}

/* "AAPL  430.47 USD  -10.93 (-2.48 %)  Apple Inc." */
static void put_price_line(struct chart *chart) {
    const market_series *series = &chart->view->series;
    const market_bars *bars = &series->bars;
    market_summary summary;
    char price[APP_NUMBER_SIZE], change[APP_NUMBER_SIZE], percent[APP_NUMBER_SIZE], text[128];
    market_bars_summary(bars, chart->view->from, chart->view->to, &summary);
    app_number_fixed(summary.last.value, chart->decimals, price);
    size_t x = put_piece(chart, 0, 0, series->info.symbol, INK_PLAIN);
    (void)snprintf(text, sizeof text, "%s%s%s", price, series->info.currency[0] ? " " : "",
                   series->info.currency);
    x = put_piece(chart, x, 0, text, INK_PLAIN);
    if (!isnan(summary.change)) {
        bool up = summary.change >= 0;
        app_number_fixed(summary.change, chart->decimals, change);
        app_number_fixed(summary.change_percent, 2, percent);
        (void)snprintf(text, sizeof text, "%s%s (%s%s%%)", up ? "+" : "", change, up ? "+" : "",
                       percent);
        x = put_piece(chart, x, 0, text, up ? INK_UP : INK_DOWN);
    }
    if (!summary.last_complete)
        x = put_piece(chart, x, 0, "still forming", INK_DIM);
    if (series->synthetic)
        x = put_piece(chart, x, 0, "SYNTHETIC", INK_DOWN);
    if (series->info.name[0])
        put_piece(chart, x, 0, series->info.name, INK_DIM);
}

/* "1Day sample split  2012-10-22 to 2013-03-01  high 626.67  low 435.00  90 bars" */
static void put_range_line(struct chart *chart) {
    const market_series *series = &chart->view->series;
    const int64_t *time = series->bars.time + chart->first;
    char from[MARKET_TIME_TEXT], to[MARKET_TIME_TEXT], text[128], number[APP_NUMBER_SIZE];
    double low = series->bars.low[chart->first], high = series->bars.high[chart->first];
    for (size_t i = chart->first; i < chart->first + chart->count; i++) {
        low = series->bars.low[i] < low ? series->bars.low[i] : low;
        high = series->bars.high[i] > high ? series->bars.high[i] : high;
    }
    market_time_format(time[0], series->timeframe, from);
    market_time_format(time[chart->count - 1], series->timeframe, to);
    (void)snprintf(text, sizeof text, "%s %s %s", market_timeframe_name(series->timeframe),
                   series->feed, market_adjust_name(series->adjust));
    size_t x = put_piece(chart, 0, 1, text, INK_DIM);
    (void)snprintf(text, sizeof text, "%s to %s", from, to);
    x = put_piece(chart, x, 1, text, INK_DIM);
    app_number_fixed(high, chart->decimals, number);
    (void)snprintf(text, sizeof text, "high %s", number);
    x = put_piece(chart, x, 1, text, INK_DIM);
    app_number_fixed(low, chart->decimals, number);
    (void)snprintf(text, sizeof text, "low %s", number);
    x = put_piece(chart, x, 1, text, INK_DIM);
    size_t wanted = chart->view->count < chart->last ? chart->view->count : chart->last;
    if (chart->count < wanted)
        (void)snprintf(text, sizeof text, "%zu of %zu bars fit", chart->count, wanted);
    else
        (void)snprintf(text, sizeof text, "%zu bar%s", chart->count, chart->count == 1 ? "" : "s");
    put_piece(chart, x, 1, text, INK_DIM);
}

static void put_legend(struct chart *chart) {
    static const char *const strokes[] = {"\u2812\u2812 ", "\u2804\u2804 ", "\u2812\u2802 "};
    size_t newest = chart->first + chart->count - 1, x = 0;
    for (size_t c = 0; c < chart->lines->n_columns; c++) {
        const app_column *column = &chart->lines->columns[c];
        char text[APP_TITLE_SIZE + 48], value[APP_NUMBER_SIZE],
            mark[] = {".:~-*="[c % 6], ' ', '\0'};
        app_number_fixed(column->values[newest], chart->decimals, value);
        (void)snprintf(text, sizeof text, "%s%s%s%s",
                       chart->ascii ? mark : strokes[chart->color_bits ? 0 : c % 3], column->title,
                       value[0] ? " " : "", value);
        x = put_piece(chart, x, 2, text, (uint8_t)(INK_LINE + c % INK_LINES));
    }
}

void chart_draw_head(struct chart *chart, size_t rows) {
    put_price_line(chart);
    put_range_line(chart);
    if (rows > 2)
        put_legend(chart);
}
