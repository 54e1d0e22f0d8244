#include "cli.h"

#include "common/csv.h"
#include "common/json.h"
#include "common/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static app_csv csv_of(const struct cli_rows *rows) {
    return (app_csv){.text = &rows->cli->out, .comma = rows->column > 0};
}

static app_json json_of(const struct cli_rows *rows) {
    return (app_json){
        .text = &rows->cli->out, .digits = APP_JSON_SHORTEST, .comma = rows->column > 0};
}

static bool is_json(const struct cli_rows *rows) {
    return rows->cli->values.format == CLI_JSON || rows->cli->values.format == CLI_JSONL;
}

void cli_rows_begin(struct cli_rows *rows, struct cli *cli, const struct cli_column *columns,
                    size_t n_columns) {
    *rows = (struct cli_rows){.cli = cli, .columns = columns, .n_columns = n_columns, .gap = 2};
    app_text_init(&rows->cells, 0);
    if (is_json(rows)) {
        if (cli->values.format == CLI_JSON)
            app_text_char(&cli->out, '[');
    } else if (cli->values.format == CLI_CSV) {
        app_csv csv;
        app_csv_init(&csv, &cli->out);
        for (size_t i = 0; i < n_columns; i++)
            app_csv_str(&csv, columns[i].key);
        app_csv_end_row(&csv);
    } else {
        rows->widths = calloc(2 * n_columns, sizeof *rows->widths);
        rows->failed = !rows->widths;
        for (size_t i = 0; rows->widths && i < n_columns; i++)
            rows->widths[i] = strlen(columns[i].title);
    }
}

/* Before a JSON value: the braces and the key. */
static void open_json(struct cli_rows *rows) {
    bool is_lines = rows->cli->values.format == CLI_JSONL;
    app_text *out = &rows->cli->out;
    if (rows->column == 0)
        app_text_str(out, is_lines ? "{" : rows->n_rows ? ",\n{" : "\n{");
    app_json json = json_of(rows);
    app_json_key(&json, rows->columns[rows->column].key);
}

/* After any cell. */
static void next(struct cli_rows *rows) {
    if (++rows->column < rows->n_columns)
        return;
    rows->column = 0;
    rows->n_rows++;
    if (is_json(rows))
        app_text_str(&rows->cli->out, rows->cli->values.format == CLI_JSON ? "}" : "}\n");
    else if (rows->cli->values.format == CLI_CSV)
        app_text_char(&rows->cli->out, '\n');
    (void)cli_flush_some(rows->cli);
}

static void put_cell(struct cli_rows *rows, const char *text) {
    size_t start = rows->cells.len;
    cli_put_clean(&rows->cells, text);
    if (rows->cells.failed || !rows->widths) {
        rows->failed = true;
        return;
    }
    size_t width = rows->cells.len > start
                       ? cli_text_width(rows->cells.data + start, rows->cells.len - start)
                       : 0;
    if (width > rows->widths[rows->column])
        rows->widths[rows->column] = width;
    app_text_char(&rows->cells, '\0');
}

void cli_put_clean(app_text *out, const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        /* C1 controls are two bytes in UTF-8: C2 80 to C2 9F. */
        bool c1 = c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0;
        if (*c < 0x20 || *c == 0x7F || c1)
            app_text_char(out, '?');
        else
            app_text_char(out, (char)*c);
        c += c1;
    }
}

void cli_rows_text(struct cli_rows *rows, const char *text) {
    if (rows->cli->values.format == CLI_CSV) {
        app_csv csv = csv_of(rows);
        app_csv_str(&csv, text);
    } else if (is_json(rows)) {
        open_json(rows);
        app_json json = {.text = &rows->cli->out};
        app_json_str(&json, text);
    } else {
        put_cell(rows, text);
    }
    next(rows);
}

void cli_rows_number(struct cli_rows *rows, double value, int decimals) {
    if (rows->cli->values.format == CLI_CSV) {
        app_csv csv = csv_of(rows);
        app_csv_number(&csv, value);
    } else if (is_json(rows)) {
        open_json(rows);
        app_json json = {.text = &rows->cli->out, .digits = APP_JSON_SHORTEST};
        app_json_number(&json, value);
    } else {
        char text[APP_NUMBER_SIZE];
        if (decimals < 0)
            app_number_shortest(value, text);
        else
            app_number_fixed(value, decimals, text);
        put_cell(rows, text);
    }
    next(rows);
}

void cli_rows_int(struct cli_rows *rows, int64_t value) {
    cli_rows_number(rows, (double)value, 0);
}

void cli_rows_time(struct cli_rows *rows, int64_t time, market_timeframe timeframe) {
    char text[MARKET_TIME_TEXT];
    market_time_format(time, timeframe, text);
    cli_rows_text(rows, text);
}

void cli_rows_bool(struct cli_rows *rows, bool value) {
    if (is_json(rows)) {
        open_json(rows);
        app_text_str(&rows->cli->out, value ? "true" : "false");
        next(rows);
    } else {
        cli_rows_text(rows, value ? "yes" : "no");
    }
}

void cli_rows_empty(struct cli_rows *rows) {
    if (rows->cli->values.format == CLI_TABLE)
        cli_rows_text(rows, "");
    else
        cli_rows_number(rows, (double)NAN, 0);
}

static size_t total_width(const struct cli_rows *rows) {
    size_t total = (rows->n_shown - 1) * rows->gap;
    for (size_t i = 0; i < rows->n_shown; i++)
        total += rows->widths[i];
    /* Where columns are missing the heads end in a mark. */
    return rows->n_shown < rows->n_columns ? total + rows->gap + 1 : total;
}

/* Takes from the widest columns that may be cut; whether the table fits then. */
static bool cut_columns(struct cli_rows *rows, size_t width) {
    enum {
        LEAST = 8
    };
    while (total_width(rows) > width) {
        size_t widest = rows->n_shown;
        for (size_t i = 0; i < rows->n_shown; i++)
            if (rows->columns[i].align == CLI_CUT && rows->widths[i] > LEAST &&
                (widest == rows->n_shown || rows->widths[i] > rows->widths[widest]))
                widest = i;
        if (widest == rows->n_shown)
            return false;
        rows->widths[widest]--;
    }
    return true;
}

/* In a table that is too wide the gaps give way, then columns that may be cut, then the last ones
 * altogether; the first one always stays. */
static void fit(struct cli_rows *rows) {
    size_t width = cli_table_width(), size = rows->n_columns * sizeof *rows->widths;
    size_t *wanted = rows->widths + rows->n_columns;
    rows->n_shown = rows->n_columns;
    if (width == 0 || total_width(rows) <= width)
        return;
    rows->gap = 1;
    memcpy(wanted, rows->widths, size);
    while (!cut_columns(rows, width) && rows->n_shown > 1) {
        rows->n_shown--;
        memcpy(rows->widths, wanted, size);
    }
}

/* The bytes of the first `width` characters. */
static size_t cut(const char *text, size_t width) {
    size_t i = 0;
    for (; text[i]; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80 && width-- == 0)
            break;
    return i;
}

/* Stands for text that was cut off. */
static const char *more_mark(void) {
    return cli_has_utf8() ? "\u2026" : "~";
}

static void put_table_cell(const struct cli_rows *rows, size_t column, const char *text) {
    app_text *out = &rows->cli->out;
    size_t len = strlen(text), width = cli_text_width(text, len), room = rows->widths[column];
    bool last = column + 1 == rows->n_shown;
    if (column)
        app_text_fill(out, ' ', rows->gap);
    if (rows->columns[column].align == CLI_RIGHT && width < room)
        app_text_fill(out, ' ', room - width);
    if (width > room) {
        app_text_put(out, text, cut(text, room - 1));
        app_text_str(out, more_mark());
    } else {
        app_text_put(out, text, len);
    }
    if (rows->columns[column].align != CLI_RIGHT && width < room && !last)
        app_text_fill(out, ' ', room - width);
}

/* The last shown column's head is padded, for the mark to stand beside the column. */
static void put_more(const struct cli_rows *rows) {
    size_t i = rows->n_shown - 1, room = rows->widths[i];
    size_t width = strlen(rows->columns[i].title);
    if (rows->columns[i].align != CLI_RIGHT && width < room)
        app_text_fill(&rows->cli->out, ' ', room - width);
    app_text_fill(&rows->cli->out, ' ', rows->gap);
    app_text_str(&rows->cli->out, more_mark());
}

/* Empty cells at the end of a line leave no blanks behind. */
static void end_line(app_text *out) {
    while (out->len && out->data[out->len - 1] == ' ')
        out->len--;
    app_text_char(out, '\n');
}

static void put_table(struct cli_rows *rows) {
    app_text *out = &rows->cli->out;
    bool bold = cli_color_bits(rows->cli) > 0;
    const char *cell = rows->cells.data;
    fit(rows);
    app_text_str(out, bold ? "\033[1m" : "");
    for (size_t i = 0; i < rows->n_shown; i++)
        put_table_cell(rows, i, rows->columns[i].title);
    if (rows->n_shown < rows->n_columns)
        put_more(rows);
    app_text_str(out, bold ? "\033[0m\n" : "\n");
    for (size_t r = 0; r < rows->n_rows; r++) {
        for (size_t i = 0; i < rows->n_columns; i++) {
            if (i < rows->n_shown)
                put_table_cell(rows, i, cell);
            cell += strlen(cell) + 1;
        }
        end_line(out);
        if (!cli_flush_some(rows->cli))
            return;
    }
}

int cli_rows_end(struct cli_rows *rows) {
    bool failed = rows->failed;
    if (rows->cli->values.format == CLI_JSON)
        app_text_str(&rows->cli->out, rows->n_rows ? "\n]\n" : "]\n");
    else if (rows->cli->values.format == CLI_TABLE && !failed)
        put_table(rows);
    app_text_clear(&rows->cells);
    free(rows->widths);
    rows->widths = NULL;
    if (failed)
        return cli_fail(CLI_FAILURE, "table", "use --format csv", "out of memory");
    return CLI_OK;
}
