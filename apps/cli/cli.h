/* mkt: one file per command (cmd_NAME.c), one table of commands (commands.c), one of options
 * (options.c); help is made from the tables. A command gets its parsed words in a struct cli, puts
 * its answer into cli->out and returns an exit code. */
#ifndef MARKETKIT_APPS_CLI_H
#define MARKETKIT_APPS_CLI_H

#include "common/compute.h"
#include "common/json_object.h"
#include "common/text.h"
#include "common/view.h"
#include "marketkit/market.h"

#include <stdio.h>

/* Exit codes; docs/cli.md and `mkt --help` list them. */
enum {
    CLI_OK = 0,
    CLI_FAILURE = 1,
    CLI_USAGE = 2,
    CLI_PARTIAL = 3,  /* the answer is there, but rows of the input were left out */
    CLI_NOT_FOUND = 4 /* no such file, store, symbol, series, or no bars in the range */
};

enum cli_format {
    CLI_TABLE,
    CLI_CSV,
    CLI_JSON,
    CLI_JSONL /* an object a line */
};

enum cli_color {
    CLI_COLOR_AUTO,
    CLI_COLOR_ALWAYS,
    CLI_COLOR_NEVER
};

struct cli_list {
    const char *items[APP_SPECS_MAX];
    size_t count;
};

/* The value of every option; NULL, 0 or false where not given and without a default. */
struct cli_values {
    const char *stopwords, *background, *query, *symbols, *window, *ids, *older_than;
    const char *store, *symbol, *timeframe, *feed, *adjust, *from, *to, *range, *input, *dir, *bind;
    long top, min_length, threshold, posts;
    long format, profile, color, width, height, last, port, port_tries;
    bool no_stopwords, numbers, no_numbers, no_plurals, no_collocations, across, items;
    long every;
    bool follow, repair;
    bool strict, ascii, explain, allow_remote, help, version, verbose, full, dry_run;
    struct cli_list overlay, indicator, lexicon;
};

struct cli {
    const struct cli_command *command;
    struct cli_values values;
    const char **args; /* the words that are no options */
    size_t n_args;
    app_text out;    /* the answer, not yet written */
    int write_error; /* errno of a failed write to stdout, else 0 */
};

#define CLI_TIMEFRAMES "1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month 3Month 12Month"

struct cli_command {
    const char *name;
    const char *args;           /* for the usage line: "SYMBOL" */
    size_t min_args, max_args;  /* of words */
    const char *summary;        /* one line, for the list of commands */
    const char *details;        /* paragraphs, may be NULL */
    const char *examples;       /* lines, each with its newline */
    const char *const *options; /* names, NULL-terminated; the global ones come with each */
    const char *timeframe_help; /* of --timeframe, where it is not as for the others */
    const char *input_help;     /* of --input, likewise */
    int (*run)(struct cli *cli);
};

extern const struct cli_command *const cli_commands[]; /* NULL-terminated */

/* ---- options.c, help.c */
/* Sorts argv into cli->values and cli->args; finds the command. 0, or CLI_USAGE (reported). */
int cli_parse(int argc, char **argv, struct cli *cli);
const struct cli_command *cli_find_command(const char *name);
/* The usage and options of a command, or of mkt (NULL). */
void cli_help(const struct cli_command *command, app_text *out);
/* `text` in lines of at most 80 columns; the first begins at `column`, the others at `indent`. */
void cli_put_wrapped(app_text *out, const char *text, size_t column, size_t indent);
/* Walks the options a command takes, the global ones last. NULL past the last. */
struct cli_option_help {
    const char *name;  /* "from" */
    const char *value; /* "TIME"; NULL for a switch */
    const char *help;
    char letter; /* 'h' for -h, or NUL */
};
bool cli_option_at(const struct cli_command *command, size_t index, struct cli_option_help *out);

/* ---- report.c: errors on stderr as `mkt: WHAT: WHY (WHAT TO DO)` */
int cli_fail(int code, const char *what, const char *advice, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* From an app_error; the parameter at fault becomes --from, SYMBOL, ...; `what` otherwise. Returns
 * the exit code that fits the status. */
int cli_fail_error(const char *what, const app_error *err);
int cli_fail_market(const char *what, const char *advice, market_status status,
                    const market_error *err);
void cli_note(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- out.c: the answer on stdout */
/* Writes what there is when it is a lot. False when stdout fails: the command may stop. */
bool cli_flush_some(struct cli *cli);
/* Writes the rest and closes stdout; `code`, or CLI_FAILURE when something could not be written. */
int cli_finish(struct cli *cli, int code);

/* ---- terminal.c */
/* Columns and lines of the terminal behind stdout, else of COLUMNS and LINES, else 80 and 24. */
void cli_terminal_size(size_t *width, size_t *height);
/* Columns that a table is fitted to: the terminal's, else COLUMNS; 0 where it may be any. */
size_t cli_table_width(void);
bool cli_stdout_is_terminal(void);
bool cli_stderr_is_terminal(void);
/* 0: no colours; 4, 8 or 24 bits of them. */
int cli_color_bits(const struct cli *cli);
/* A line on stderr that is drawn over and over, where that is a terminal; else nothing. */
void cli_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_progress_clear(void);
/* Whether the locale's character set is UTF-8. */
bool cli_has_utf8(void);
/* Columns a text takes on a terminal. */
size_t cli_text_width(const char *text, size_t len);

/* ---- rows.c: rows of cells as a table, CSV or JSON objects, as --format says; where a table is
 * still too wide the last columns are left out, so the important ones come first */
enum cli_align {
    CLI_LEFT,
    CLI_RIGHT,
    CLI_CUT /* left, and cut where the table would be too wide */
};

struct cli_column {
    const char *key;   /* in CSV and JSON */
    const char *title; /* in tables */
    enum cli_align align;
};

struct cli_rows {
    struct cli *cli;
    const struct cli_column *columns;
    size_t n_columns, column, n_rows, gap, n_shown;
    app_text cells; /* tables: NUL-terminated cells, row by row */
    size_t *widths; /* of the columns, and room for as many again */
    bool failed;
};

void cli_rows_begin(struct cli_rows *rows, struct cli *cli, const struct cli_column *columns,
                    size_t n_columns);
/* Each call is the next cell; a full row ends by itself. */
void cli_rows_text(struct cli_rows *rows, const char *text);
/* Tables show `decimals` decimals (-1: as many as it takes), CSV and JSON all digits. */
void cli_rows_number(struct cli_rows *rows, double value, int decimals);
void cli_rows_int(struct cli_rows *rows, int64_t value);
void cli_rows_time(struct cli_rows *rows, int64_t time, market_timeframe timeframe);
void cli_rows_bool(struct cli_rows *rows, bool value);
void cli_rows_empty(struct cli_rows *rows);
/* 0 or CLI_FAILURE (reported). */
int cli_rows_end(struct cli_rows *rows);
/* Text for people: control characters, which could steer a terminal, become '?'. */
void cli_put_clean(app_text *out, const char *text);

/* ---- series.c: what the commands on a series share */
/* Opens the store of --store. NULL when it cannot be (reported, *code set). */
market_store *cli_open_store(const struct cli *cli, market_store_mode mode, int *code);
/* The same of another URL. */
market_store *cli_open_store_at(const char *url, market_store_mode mode, int *code);
/* The URL --store stands for. 0 or an exit code (reported). */
int cli_store_url(const struct cli *cli, size_t capacity, char *url);
/* Fills a request from the options. */
app_request cli_request(const struct cli *cli, const char *symbol);
/* Opens the store and reads the series. 0 or an exit code (reported). */
int cli_view(struct cli *cli, const char *symbol, app_view *view);
/* One line that names the series: symbol, timeframe, feed, adjustment, currency, as-of. */
void cli_put_series(app_text *out, const market_series *series);
/* 0 or an exit code (reported). */
int cli_parse_specs(const char *const *texts, size_t n, app_spec *specs);
int cli_parse_input(const struct cli *cli, app_input *input);

/* ---- texts.c: what the commands on texts share */
struct cli_line {
    size_t number; /* in the input, from 1 */
    app_text text;
    app_json_value id; /* of an object a line */
};
struct cli_texts {
    const char *name; /* of the input */
    FILE *file;
    bool jsonl;
    size_t bad; /* lines that were left out */
    struct cli_line line;
};
/* Opens a file, or standard input ("-", NULL), to be read as --input says. 0 or an exit code
 * (reported). */
int cli_open_texts(const struct cli *cli, const char *path, struct cli_texts *texts);
/* Takes one text of the input `name`; 0 or an exit code (reported), which ends the reading. */
typedef int cli_take_text(void *data, const char *name, const struct cli_line *line);
/* Reads all texts and closes the input. 0, CLI_PARTIAL (bad lines were left out and listed) or an
 * exit code (reported). */
int cli_each_text(struct cli_texts *texts, cli_take_text *take, void *data);
/* The content of a file, *owned*, ended by NUL; NULL (reported, *code set). */
char *cli_read_file(const char *path, size_t *size, int *code);

/* ---- source.c: where `mkt indicator` takes its bars from */
/* Reads "-", a file or a symbol. *partial: rows were left out. 0 or an exit code (reported). */
int cli_source(struct cli *cli, const char *source, app_view *view, bool *partial);
/* Lists bad rows on stderr, at most a few; an import's callback. */
struct cli_bad_rows {
    size_t count;
};
bool cli_bad_row(void *payload, const market_bad_row *row);
/* Says how many were not listed. */
void cli_bad_rows_end(const struct cli_bad_rows *bad);
/* "30d", "8w", "12h" in milliseconds; false for anything else. */
bool cli_parse_age(const char *text, int64_t *out);
/* A market_read_fn over standard input. */
market_status cli_read_stdin(void *payload, size_t capacity, void *buffer, size_t *length);

#endif
