/* Prices to the right, dates below. */
#include "chart.h"
#include "common/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int tick_decimals(const struct chart *chart) {
    return chart->scale.decimals > chart->decimals ? chart->scale.decimals : chart->decimals;
}

size_t chart_axis_width(const struct chart *chart) {
    char low[APP_NUMBER_SIZE], high[APP_NUMBER_SIZE];
    size_t a = app_number_fixed(chart->scale.low, tick_decimals(chart), low);
    size_t b = app_number_fixed(chart->scale.high, tick_decimals(chart), high);
    return 2 + (a > b ? a : b);
}

/* "154.2M", for the height of the volume bars. */
static void short_number(double value, char out[APP_NUMBER_SIZE]) {
    static const char units[] = {'\0', 'k', 'M', 'G', 'T'};
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < sizeof units) {
        value /= 1000;
        unit++;
    }
    size_t len = app_number_fixed(value, unit && value < 99.95 ? 1 : 0, out);
    out[len] = units[unit];
    out[len + 1] = '\0';
}

static void put_price(struct chart *chart, double price, bool is_last) {
    size_t row = chart->price_top + chart_level(&chart->scale, price, chart->price_rows);
    char text[APP_NUMBER_SIZE];
    app_number_fixed(price, is_last ? chart->decimals : tick_decimals(chart), text);
    size_t x = chart->plot_width;
    for (size_t i = x; i < chart->width; i++)
        chart_put(&chart->canvas, i, row, ' ', INK_PLAIN);
    if (!is_last) {
        chart_put(&chart->canvas, x, row, chart->ascii ? '+' : 0x251C, INK_DIM);
        chart_put_text(&chart->canvas, x + 1, row, text, INK_DIM);
        return;
    }
    chart_put(&chart->canvas, x, row, chart->ascii ? '<' : 0x25C0, INK_PLAIN);
    size_t len = chart_put_text(&chart->canvas, x + 1, row, text, INK_PLAIN);
    for (size_t i = 0; i < len; i++) {
        struct chart_cell *cell = chart_at(&chart->canvas, x + 1 + i, row);
        if (cell)
            cell->inverse = true;
    }
}

static void put_volume(struct chart *chart) {
    const double *volume = chart->view->series.bars.volume + chart->first;
    char text[APP_NUMBER_SIZE + 2];
    double most = 0;
    for (size_t i = 0; i < chart->count; i++)
        if (volume[i] > most)
            most = volume[i];
    short_number(most, text);
    if (chart->volume_rows && most > 0)
        chart_put_text(&chart->canvas, chart->plot_width + 1, chart->volume_top, text, INK_DIM);
}

void chart_draw_prices(struct chart *chart) {
    const market_bars *bars = &chart->view->series.bars;
    double last = bars->close[chart->first + chart->count - 1];
    for (size_t y = 0; y < chart->price_rows + chart->volume_rows; y++)
        chart_put(&chart->canvas, chart->plot_width, chart->price_top + y,
                  chart->ascii ? '|' : 0x2502, INK_DIM);
    for (size_t i = 0; i < 100; i++) {
        double tick = chart->scale.first + (double)i * chart->scale.step;
        if (tick > chart->scale.high)
            break;
        put_price(chart, tick, false);
    }
    put_volume(chart);
    put_price(chart, last, true);
}

/* ---- dates */

struct date {
    int year, month, day, hour, minute;
};

static struct date date_of(const struct chart *chart, size_t index) {
    const market_series *series = &chart->view->series;
    char text[MARKET_TIME_TEXT];
    struct date d = {0};
    market_time_format(series->bars.time[chart->first + index], series->timeframe, text);
    for (size_t i = 0; i < 4; i++)
        d.year = d.year * 10 + (text[i] - '0');
    d.month = (text[5] - '0') * 10 + (text[6] - '0');
    d.day = (text[8] - '0') * 10 + (text[9] - '0');
    if (text[10] == 'T') {
        d.hour = (text[11] - '0') * 10 + (text[12] - '0');
        d.minute = (text[14] - '0') * 10 + (text[15] - '0');
    }
    return d;
}

/* From fine to coarse: a tick stands where the number changes from one bar to the next. */
enum level {
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    DECADE,
    N_LEVELS
};

static int64_t unit_number(const struct chart *chart, size_t index, enum level level) {
    int64_t ms = chart->view->series.bars.time[chart->first + index];
    int64_t days = (ms - (((ms % 86400000) + 86400000) % 86400000)) / 86400000;
    struct date d = date_of(chart, index);
    switch (level) {
    case HOUR:
        return days * 24 + d.hour;
    case DAY:
        return days;
    case WEEK:
        return (days + 3) / 7; /* 1970-01-01 was a Thursday; weeks start on Monday */
    case MONTH:
        return d.year * 12 + d.month;
    case QUARTER:
        return d.year * 4 + (d.month - 1) / 3;
    case YEAR:
        return d.year;
    default:
        return d.year / 10;
    }
}

static void label(const struct chart *chart, size_t index, enum level level, char out[16]) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct date d = date_of(chart, index);
    struct date before = index ? date_of(chart, index - 1) : d;
    if (level == HOUR && d.day == before.day)
        (void)snprintf(out, 16, "%02d:%02d", d.hour, d.minute);
    else if (level <= WEEK)
        (void)snprintf(out, 16, "%.3s %d", months + ((ptrdiff_t)d.month - 1) * 3, d.day);
    else if (level <= QUARTER && d.year == before.year)
        (void)snprintf(out, 16, "%.3s", months + ((ptrdiff_t)d.month - 1) * 3);
    else
        (void)snprintf(out, 16, "%d", d.year);
}

/* Draws the ticks of a level, or (draw false) says whether their labels fit side by side. `first`
 * gets the column of the first one. */
static bool put_ticks(struct chart *chart, enum level level, bool draw, size_t *first) {
    size_t free_from = 0, n = 0;
    for (size_t i = 1; i < chart->count; i++) {
        if (unit_number(chart, i, level) == unit_number(chart, i - 1, level))
            continue;
        char text[16];
        size_t x = chart_column(chart, i);
        label(chart, i, level, text);
        size_t end = x + strlen(text);
        if (x < free_from) {
            if (!draw)
                return false;
            continue;
        }
        if (end > chart->width)
            break;
        if (draw)
            chart_put_text(&chart->canvas, x, chart->date_row, text, INK_DIM);
        if (n++ == 0)
            *first = x;
        free_from = end + 2;
    }
    return n > 0;
}

void chart_draw_dates(struct chart *chart) {
    size_t first = 0;
    int level = HOUR;
    while (level < N_LEVELS && !put_ticks(chart, (enum level)level, false, &first))
        level++;
    if (level < N_LEVELS)
        put_ticks(chart, (enum level)level, true, &first);
    else
        first = chart->width + 2;
    /* The first bar's date in full, where there is room for it. */
    char text[MARKET_TIME_TEXT];
    size_t len = market_time_format(chart->view->series.bars.time[chart->first],
                                    chart->view->series.timeframe, text);
    if (chart_column(chart, 0) + len + 2 <= first)
        chart_put_text(&chart->canvas, chart_column(chart, 0), chart->date_row, text, INK_DIM);
}
