#include "chart.h"

#include <math.h>

enum part {
    NOTHING,
    WICK,
    BODY
};

enum {
    WIDE = 3, /* the spacing from which bodies are two columns wide */
    MOST_SPACING = 4
};

size_t chart_column(const struct chart *chart, size_t index) {
    return chart->left + index * chart->spacing + (chart->spacing - 1) / 2;
}

/* ---- layout */

static void include(double value, double *low, double *high) {
    if (isnan(value))
        return;
    *low = isnan(*low) || value < *low ? value : *low;
    *high = isnan(*high) || value > *high ? value : *high;
}

/* The range of what will be drawn: bars and lines. */
static void fit_scale(struct chart *chart) {
    const market_bars *bars = &chart->view->series.bars;
    double low = (double)NAN, high = (double)NAN;
    for (size_t i = chart->first; i < chart->first + chart->count; i++) {
        include(bars->low[i], &low, &high);
        include(bars->high[i], &low, &high);
        for (size_t c = 0; c < chart->lines->n_columns; c++)
            include(chart->lines->columns[c].values[i], &low, &high);
    }
    if (isnan(low))
        low = high = 1;
    double margin = (high - low) * 0.02;
    chart->scale = chart_scale_fit(low - margin, high + margin, chart->price_rows);
}

static void choose_bars(struct chart *chart, size_t most) {
    const app_view *view = chart->view;
    chart->count = view->count < chart->last ? view->count : chart->last;
    if (chart->count > most)
        chart->count = most;
    chart->first = view->first + view->count - chart->count;
}

static void lay_out(struct chart *chart) {
    size_t head = 2 + (chart->lines->n_columns > 0);
    size_t rows = chart->height - head - 1;
    chart->volume_rows = rows >= 8 ? (rows + 4) / 8 : 0;
    if (chart->volume_rows > 6)
        chart->volume_rows = 6;
    chart->price_top = head;
    chart->price_rows = rows - chart->volume_rows;
    chart->volume_top = chart->price_top + chart->price_rows;
    chart->date_row = chart->height - 1;
    chart->decimals = chart->view->series.info.decimals;
    /* The axis depends on the scale, the scale on the bars, the bars on the axis: once round with
     * the widest choice of bars is enough, since fewer bars never need a wider axis. */
    choose_bars(chart, chart->width);
    fit_scale(chart);
    size_t axis = chart_axis_width(chart);
    chart->plot_width = chart->width > axis + 4 ? chart->width - axis : 4;
    choose_bars(chart, chart->plot_width);
    fit_scale(chart);
    chart->spacing = chart->count ? chart->plot_width / chart->count : 1;
    if (chart->spacing > MOST_SPACING)
        chart->spacing = MOST_SPACING;
    chart->left = chart->plot_width - chart->count * chart->spacing;
}

/* ---- candles */

/* The nine ways in which the halves of a cell hold nothing, wick or body. */
static uint32_t line_glyph(enum part upper, enum part lower, bool ascii) {
    static const uint32_t glyphs[3][3] = {
        {' ', 0x2577, 0x257B}, {0x2575, 0x2502, 0x257D}, {0x2579, 0x257F, 0x2503}};
    if (!ascii)
        return glyphs[upper][lower];
    return upper == BODY || lower == BODY ? 'O' : upper || lower ? '|' : ' ';
}

/* Where there are no colours falling bars are solid blocks. */
static uint32_t block_glyph(enum part upper, enum part lower, bool ascii) {
    if (upper != BODY && lower != BODY)
        return line_glyph(upper, lower, ascii);
    if (ascii)
        return '#';
    return upper == BODY ? (lower == BODY ? 0x2588 : 0x2580) : 0x2584;
}

/* Bars that are still forming have broken lines. */
static uint32_t forming_glyph(enum part upper, enum part lower, bool ascii) {
    bool body = upper == BODY || lower == BODY;
    if (ascii)
        return body ? ':' : upper || lower ? '\'' : ' ';
    return body ? 0x254F : 0x254E;
}

/* What wide bars have on both sides of their middle. */
static void put_flanks(struct chart *chart, size_t x, size_t y, enum part upper, enum part lower,
                       uint8_t ink) {
    static const uint32_t left[3] = {0x2590, 0x259D, 0x2597};
    static const uint32_t right[3] = {0x258C, 0x2598, 0x2596};
    if (chart->ascii || chart->spacing < WIDE || (upper != BODY && lower != BODY))
        return;
    size_t kind = upper == BODY ? (lower == BODY ? 0 : 1) : 2;
    chart_put(&chart->canvas, x - 1, y, left[kind], ink);
    chart_put(&chart->canvas, x + 1, y, right[kind], ink);
}

static void draw_candle(struct chart *chart, size_t index) {
    const market_bars *bars = &chart->view->series.bars;
    size_t i = chart->first + index, x = chart_column(chart, index);
    size_t levels = chart->price_rows * 2;
    bool up = bars->close[i] >= bars->open[i], wide = chart->spacing >= WIDE && bars->complete[i];
    double body_high = up ? bars->close[i] : bars->open[i];
    double body_low = up ? bars->open[i] : bars->close[i];
    size_t top = chart_level(&chart->scale, bars->high[i], levels);
    size_t bottom = chart_level(&chart->scale, bars->low[i], levels);
    size_t body_top = chart_level(&chart->scale, body_high, levels);
    size_t body_bottom = chart_level(&chart->scale, body_low, levels);
    uint8_t ink = up ? INK_UP : INK_DOWN;
    for (size_t y = top / 2; y <= bottom / 2; y++) {
        enum part halves[2];
        for (size_t h = 0; h < 2; h++) {
            size_t level = y * 2 + h;
            halves[h] = level >= body_top && level <= body_bottom ? BODY
                        : level >= top && level <= bottom         ? WICK
                                                                  : NOTHING;
        }
        bool solid = (!chart->color_bits && !up) || (wide && (chart->color_bits || !up));
        uint32_t glyph = !bars->complete[i] ? forming_glyph(halves[0], halves[1], chart->ascii)
                         : solid            ? block_glyph(halves[0], halves[1], chart->ascii)
                                            : line_glyph(halves[0], halves[1], chart->ascii);
        chart_put(&chart->canvas, x, chart->price_top + y, glyph, ink);
        if (wide && solid)
            put_flanks(chart, x, chart->price_top + y, halves[0], halves[1], ink);
    }
}

/* ---- lines */

/* Without colours lines differ by their dashes. */
static bool is_drawn(const struct chart *chart, size_t line, size_t step) {
    if (chart->color_bits)
        return true;
    return line % 3 == 0 || (line % 3 == 1 ? step % 3 == 0 : step % 8 < 5);
}

static void put_line_point(struct chart *chart, size_t line, size_t x, size_t y, size_t step) {
    uint8_t ink = (uint8_t)(INK_LINE + line % INK_LINES);
    if (chart->ascii)
        chart_put(&chart->canvas, x / 2, chart->price_top + y / 4, (uint32_t)(".:~-*="[line % 6]),
                  ink);
    else if (is_drawn(chart, line, step))
        chart_put_dot(&chart->canvas, x, chart->price_top * 4 + y, ink);
}

static void draw_line(struct chart *chart, size_t line, const double *values) {
    size_t levels = chart->price_rows * 4, step = 0;
    for (size_t i = 0; i + 1 < chart->count || i == 0; i++) {
        size_t next = i + 1 < chart->count ? i + 1 : i;
        double a = values[chart->first + i], b = values[chart->first + next];
        if (isnan(a) || isnan(b))
            continue;
        size_t xa = chart_column(chart, i) * 2, xb = chart_column(chart, next) * 2;
        double ya = (double)chart_level(&chart->scale, a, levels);
        double yb = (double)chart_level(&chart->scale, b, levels);
        double dx = (double)(xb - xa), dy = fabs(yb - ya), steps = dx > dy ? dx : dy;
        for (size_t s = 0; s <= (size_t)steps; s++) {
            double share = steps > 0 ? (double)s / steps : 0;
            put_line_point(chart, line, xa + (size_t)lround(share * dx),
                           (size_t)lround(ya + share * (yb - ya)), step + s);
        }
        step += (size_t)steps; /* the next piece begins where this one ends */
    }
}

/* ---- volume */

static void draw_volume(struct chart *chart) {
    const market_bars *bars = &chart->view->series.bars;
    size_t eighths = chart->volume_rows * 8;
    double most = 0;
    for (size_t i = chart->first; i < chart->first + chart->count; i++)
        if (bars->volume[i] > most)
            most = bars->volume[i];
    for (size_t i = 0; most > 0 && i < chart->count; i++) {
        size_t at = chart->first + i, x = chart_column(chart, i);
        if (isnan(bars->volume[at]))
            continue;
        size_t height = (size_t)(bars->volume[at] / most * (double)eighths + 0.5);
        uint8_t ink = bars->close[at] >= bars->open[at] ? INK_UP : INK_DOWN;
        for (size_t r = 0; r < chart->volume_rows && height > r * 8; r++) {
            size_t part = height - r * 8 < 8 ? height - r * 8 : 8;
            uint32_t glyph = chart->ascii ? (part >= 4 ? '#' : '.') : (uint32_t)(0x2580 + part);
            chart_put(&chart->canvas, x, chart->volume_top + chart->volume_rows - 1 - r, glyph,
                      ink);
        }
    }
}

bool chart_draw(struct chart *chart, app_text *out) {
    lay_out(chart);
    if (!chart_canvas_init(&chart->canvas, chart->width, chart->height))
        return false;
    for (size_t c = 0; c < chart->lines->n_columns; c++)
        draw_line(chart, c, chart->lines->columns[c].values);
    for (size_t i = 0; i < chart->count; i++)
        draw_candle(chart, i);
    draw_volume(chart);
    chart_draw_prices(chart);
    chart_draw_dates(chart);
    chart_draw_head(chart, chart->price_top);
    chart_write(&chart->canvas, chart->color_bits, out);
    chart_canvas_clear(&chart->canvas);
    return true;
}
