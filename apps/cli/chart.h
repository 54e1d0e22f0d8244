/* Candlesticks in cells of text. The picture is composed on a canvas of cells and written at the
 * end, so that no part needs to know about colours' escape sequences. */
#ifndef MARKETKIT_APPS_CLI_CHART_H
#define MARKETKIT_APPS_CLI_CHART_H

#include "common/compute.h"
#include "common/text.h"
#include "common/view.h"

enum chart_ink {
    INK_PLAIN,
    INK_DIM,
    INK_UP,
    INK_DOWN,
    INK_LINE, /* the first of INK_LINES line colours */
    INK_LINES = 6
};

struct chart_cell {
    uint32_t character; /* a code point */
    uint8_t ink;
    bool inverse;
};

struct chart_canvas {
    size_t width, height;
    struct chart_cell *cells; /* owned; NULL when there was no memory */
};

/* ---- chart_canvas.c */
bool chart_canvas_init(struct chart_canvas *canvas, size_t width, size_t height);
void chart_canvas_clear(struct chart_canvas *canvas);
/* The cell, or NULL outside. */
struct chart_cell *chart_at(struct chart_canvas *canvas, size_t x, size_t y);
void chart_put(struct chart_canvas *canvas, size_t x, size_t y, uint32_t character, uint8_t ink);
/* ASCII or UTF-8 text from x on, cut at the right edge; control characters become '?'. Returns the
 * columns it took. */
size_t chart_put_text(struct chart_canvas *canvas, size_t x, size_t y, const char *text,
                      uint8_t ink);
/* Adds the Braille dot at (x, y) of the 2 x 4 dots of every cell; lines meet in a cell. */
void chart_put_dot(struct chart_canvas *canvas, size_t x, size_t y, uint8_t ink);
/* All lines, each ending in a newline, without trailing blanks; `color_bits` 0, 4, 8 or 24. */
void chart_write(const struct chart_canvas *canvas, int color_bits, app_text *out);

/* ---- chart_scale.c */
struct chart_scale {
    double low, high; /* at the lower and upper edge */
    double step;      /* between ticks */
    double first;     /* lowest tick */
    int decimals;     /* that ticks need */
};
/* A scale for values from low to high on `rows` lines of text. */
struct chart_scale chart_scale_fit(double low, double high, size_t rows);
/* Where `value` is among `levels` equal levels, 0 at the top; clamped. */
size_t chart_level(const struct chart_scale *scale, double value, size_t levels);

/* ---- chart.c */
struct chart {
    const app_view *view;
    const app_spec *specs;
    const app_result *lines; /* the overlays' columns */
    size_t width, height;    /* of everything */
    size_t last;             /* how many bars at most */
    int color_bits;
    bool ascii;

    /* Found by the layout. */
    size_t first, count; /* the bars that are drawn */
    size_t spacing;      /* columns from one bar to the next */
    size_t left;         /* columns left free, so that the newest bar stands by the axis */
    size_t plot_width;   /* columns left of the price axis */
    size_t price_top, price_rows, volume_top, volume_rows, date_row;
    int decimals;
    struct chart_scale scale;
    struct chart_canvas canvas;
};

/* Draws the view's newest bars. False when out of memory. */
bool chart_draw(struct chart *chart, app_text *out);
/* The column of a bar, by its index from the first drawn one. */
size_t chart_column(const struct chart *chart, size_t index);

/* ---- chart_axis.c */
/* Columns that price labels need, axis line included. */
size_t chart_axis_width(const struct chart *chart);
void chart_draw_prices(struct chart *chart);
void chart_draw_dates(struct chart *chart);

/* ---- chart_head.c */
/* Symbol, price and change; range, feed and adjustment; the legend. Lines of `rows`. */
void chart_draw_head(struct chart *chart, size_t rows);

#endif
