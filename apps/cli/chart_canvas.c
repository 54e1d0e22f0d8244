#include "chart.h"

#include <stdlib.h>

enum {
    BRAILLE = 0x2800
};

bool chart_canvas_init(struct chart_canvas *canvas, size_t width, size_t height) {
    *canvas = (struct chart_canvas){.width = width, .height = height};
    canvas->cells = calloc(width * height, sizeof *canvas->cells);
    for (size_t i = 0; canvas->cells && i < width * height; i++)
        canvas->cells[i].character = ' ';
    return canvas->cells != NULL;
}

void chart_canvas_clear(struct chart_canvas *canvas) {
    free(canvas->cells);
    canvas->cells = NULL;
}

struct chart_cell *chart_at(struct chart_canvas *canvas, size_t x, size_t y) {
    return x < canvas->width && y < canvas->height ? &canvas->cells[y * canvas->width + x] : NULL;
}

void chart_put(struct chart_canvas *canvas, size_t x, size_t y, uint32_t character, uint8_t ink) {
    struct chart_cell *cell = chart_at(canvas, x, y);
    if (cell)
        *cell = (struct chart_cell){.character = character, .ink = ink};
}

/* The code point at *text, which is moved on; broken UTF-8 and control characters give '?'. */
static uint32_t next_character(const char **text) {
    const unsigned char *s = (const unsigned char *)*text;
    size_t n = s[0] < 0x80 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    uint32_t point = n == 1 ? s[0] : s[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            *text += i;
            return '?';
        }
        point = point << 6 | (s[i] & 0x3F);
    }
    *text += n;
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point > 0x10FFFF ? '?' : point;
}

size_t chart_put_text(struct chart_canvas *canvas, size_t x, size_t y, const char *text,
                      uint8_t ink) {
    size_t start = x;
    while (*text)
        chart_put(canvas, x++, y, next_character(&text), ink);
    return x - start;
}

void chart_put_dot(struct chart_canvas *canvas, size_t x, size_t y, uint8_t ink) {
    static const uint8_t dots[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    struct chart_cell *cell = chart_at(canvas, x / 2, y / 4);
    if (!cell)
        return;
    if (cell->character < BRAILLE || cell->character > BRAILLE + 0xFF)
        cell->character = BRAILLE;
    cell->character |= dots[y % 4][x % 2];
    cell->ink = ink;
}

/* ---- writing */

static void put_utf8(app_text *out, uint32_t c) {
    if (c < 0x80) {
        app_text_char(out, (char)c);
    } else if (c < 0x800) {
        app_text_put(out, (char[]){(char)(0xC0 | c >> 6), (char)(0x80 | (c & 0x3F))}, 2);
    } else if (c < 0x10000) {
        app_text_put(out,
                     (char[]){(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)),
                              (char)(0x80 | (c & 0x3F))},
                     3);
    } else {
        app_text_put(out,
                     (char[]){(char)(0xF0 | c >> 18), (char)(0x80 | (c >> 12 & 0x3F)),
                              (char)(0x80 | (c >> 6 & 0x3F)), (char)(0x80 | (c & 0x3F))},
                     4);
    }
}

/* Up and down differ in lightness too, for eyes that do not tell red from green. */
static const char *sequence(uint8_t ink, int bits) {
    static const char *const names[INK_LINE + INK_LINES][3] = {
        {"", "", ""},
        {"\033[90m", "\033[38;5;244m", "\033[38;2;128;134;144m"},
        {"\033[32m", "\033[38;5;43m", "\033[38;2;38;190;160m"},
        {"\033[31m", "\033[38;5;203m", "\033[38;2;235;83;80m"},
        {"\033[33m", "\033[38;5;220m", "\033[38;2;240;190;60m"},
        {"\033[36m", "\033[38;5;75m", "\033[38;2;90;160;250m"},
        {"\033[35m", "\033[38;5;177m", "\033[38;2;200;120;240m"},
        {"\033[34m", "\033[38;5;208m", "\033[38;2;250;140;50m"},
        {"\033[93m", "\033[38;5;114m", "\033[38;2;140;210;110m"},
        {"\033[96m", "\033[38;5;211m", "\033[38;2;250;140;170m"}};
    return names[ink][bits == 24 ? 2 : bits == 8 ? 1 : 0];
}

static size_t used_width(const struct chart_cell *row, size_t width) {
    while (width && row[width - 1].character == ' ' && !row[width - 1].inverse)
        width--;
    return width;
}

static void write_row(const struct chart_cell *row, size_t width, int bits, app_text *out) {
    uint8_t ink = INK_PLAIN;
    bool inverse = false;
    for (size_t x = 0; x < used_width(row, width); x++) {
        bool changes = row[x].inverse != inverse ||
                       (row[x].ink != ink && (row[x].character != ' ' || row[x].inverse));
        if (bits && changes) {
            if (ink != INK_PLAIN || inverse)
                app_text_str(out, "\033[0m");
            ink = row[x].ink;
            inverse = row[x].inverse;
            app_text_str(out, sequence(ink, bits));
            app_text_str(out, inverse ? "\033[7m" : "");
        }
        put_utf8(out, row[x].character);
    }
    app_text_str(out, ink != INK_PLAIN || inverse ? "\033[0m\n" : "\n");
}

void chart_write(const struct chart_canvas *canvas, int color_bits, app_text *out) {
    for (size_t y = 0; y < canvas->height; y++)
        write_row(canvas->cells + y * canvas->width, canvas->width, color_bits, out);
}
