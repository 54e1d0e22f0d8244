#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BAD_ROWS_LISTED = 20
};

static bool ends_in(const char *text, const char *end) {
    size_t len = strlen(text), end_len = strlen(end);
    return len > end_len && strcmp(text + len - end_len, end) == 0;
}

static bool is_file(const char *source) {
    return strcmp(source, "-") == 0 || strchr(source, '/') || ends_in(source, ".csv") ||
           ends_in(source, ".json") || ends_in(source, ".csv.gz") || ends_in(source, ".json.gz");
}

market_status cli_read_stdin(void *payload, size_t capacity, void *buffer, size_t *length) {
    ssize_t n;
    (void)payload;
    do {
        n = read(STDIN_FILENO, buffer, capacity);
    } while (n < 0 && errno == EINTR);
    *length = n > 0 ? (size_t)n : 0;
    return n < 0 ? MARKET_E_IO : MARKET_OK;
}

bool cli_bad_row(void *payload, const market_bad_row *row) {
    struct cli_bad_rows *bad = payload;
    char what[512];
    if (bad->count++ >= BAD_ROWS_LISTED)
        return true;
    (void)snprintf(what, sizeof what, "%s:%zu:%zu", row->input, row->line, row->column);
    if (row->field && row->field[0])
        cli_note(what, "%s: %s", row->field, row->reason);
    else
        cli_note(what, "%s", row->reason);
    return true;
}

void cli_bad_rows_end(const struct cli_bad_rows *bad) {
    if (bad->count > BAD_ROWS_LISTED)
        cli_note("bad rows", "%zu more", bad->count - BAD_ROWS_LISTED);
}

/* The series to take: the only one, or that of --symbol. */
static int choose(const market_imported *imported, const char *source, const char *symbol,
                  size_t *index) {
    *index = 0;
    if (imported->count == 1)
        return CLI_OK;
    for (size_t i = 0; symbol && i < imported->count; i++) {
        if (strcmp(imported->series[i].symbol, symbol) == 0) {
            *index = i;
            return CLI_OK;
        }
    }
    app_text names;
    app_text_init(&names, 0);
    for (size_t i = 0; i < imported->count && i < 8; i++)
        app_text_format(&names, "%s%s", i ? ", " : "", imported->series[i].symbol);
    int code =
        cli_fail(CLI_USAGE, source, "choose one with --symbol", "it holds %zu symbols: %s%s",
                 imported->count, names.data ? names.data : "", imported->count > 8 ? ", ..." : "");
    app_text_clear(&names);
    return code;
}

/* Raw bars of a file as they would come out of a store: adjusted by the splits its adjusted closes
 * show, and summed up to the timeframe asked for. */
static market_status prepare(market_bars *bars, market_timeframe stored, const market_query *query,
                             bool widen, market_error *err, market_series *series) {
    market_split splits[64];
    size_t n_splits = 0;
    market_status status = market_splits_from_factors(bars, 64, splits, &n_splits);
    if (!status && query->adjust != MARKET_ADJUST_RAW)
        status = market_bars_adjust(bars, stored, query->adjust, splits,
                                    n_splits < 64 ? n_splits : 64, NULL, 0, NULL, err);
    if (status)
        return status;
    series->stored_timeframe = stored;
    series->timeframe = widen ? query->timeframe : stored;
    series->adjust = query->adjust;
    if (widen && query->timeframe != stored)
        return market_bars_aggregate(bars, stored, query->timeframe, NULL, err, &series->bars);
    series->bars = *bars;
    market_bars_init(bars);
    return MARKET_OK;
}

static int take_series(struct cli *cli, const char *source, const market_query *query,
                       market_imported *imported, app_view *view) {
    market_series *series = &view->series;
    app_request request = cli_request(cli, NULL);
    market_error err = {0};
    app_error app = {0};
    size_t index;
    int code = choose(imported, source, cli->values.symbol ? query->symbol : NULL, &index);
    if (code)
        return code;
    market_series_init(series);
    market_symbol_info_init(&series->info);
    memcpy(series->info.symbol, imported->series[index].symbol, sizeof series->info.symbol);
    memcpy(series->feed, imported->feed, sizeof series->feed);
    series->info.currency[0] = '\0'; /* a file does not say */
    market_status status = prepare(&imported->series[index].bars, imported->timeframe, query,
                                   cli->values.timeframe != NULL, &err, series);
    if (status) {
        app_view_clear(view);
        return cli_fail_market(source, "", status, &err);
    }
    if (series->bars.count)
        series->as_of = series->bars.time[series->bars.count - 1];
    if (app_view_crop(&request, NULL, &app, view)) {
        app_view_clear(view);
        return cli_fail_error(source, &app);
    }
    return CLI_OK;
}

/* Checks the options that a file shares with a symbol; a file needs no symbol. */
static int check_options(struct cli *cli, char symbol[MARKET_SYMBOL_MAX + 1], market_query *query) {
    app_request request = cli_request(cli, cli->values.symbol ? cli->values.symbol : "FILE");
    app_error err = {0};
    if (cli->values.feed)
        return cli_fail(CLI_USAGE, "--feed", "leave it out", "a file has only one feed, its own");
    if (app_request_query(&request, &err, symbol, query))
        return cli_fail_error("--symbol", &err);
    return CLI_OK;
}

static int read_file(struct cli *cli, const char *source, app_view *view, bool *partial) {
    bool is_stdin = strcmp(source, "-") == 0;
    struct cli_bad_rows bad = {0};
    market_input input = {.path = is_stdin ? NULL : source,
                          .read = is_stdin ? cli_read_stdin : NULL,
                          .name = is_stdin ? "stdin" : NULL};
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    market_imported imported = {0};
    market_error err = {0};
    market_query query = MARKET_QUERY_INIT;
    char symbol[MARKET_SYMBOL_MAX + 1];
    int code = check_options(cli, symbol, &query);
    if (code)
        return code;
    options.symbol = cli->values.symbol ? symbol : NULL;
    options.strict = cli->values.strict;
    options.allow_missing = true;
    options.on_bad_row = cli_bad_row;
    options.bad_row_payload = &bad;
    market_status status = market_import_read(&input, &options, &err, &imported);
    if (status == MARKET_E_TIMEFRAME && cli->values.timeframe) {
        /* Too few rows to tell: the option says it. */
        if (!is_stdin) {
            options.timeframe = query.timeframe;
            bad.count = 0;
            status = market_import_read(&input, &options, &err, &imported);
        }
    }
    cli_bad_rows_end(&bad);
    if (status == MARKET_E_BAD_ROW) /* --strict: the row was listed */
        return CLI_FAILURE;
    if (status)
        return cli_fail_market(is_stdin ? "stdin" : source, "", status, &err);
    *partial = imported.bad > 0;
    code = take_series(cli, is_stdin ? "stdin" : source, &query, &imported, view);
    market_imported_clear(&imported);
    return code;
}

int cli_source(struct cli *cli, const char *source, app_view *view, bool *partial) {
    *partial = false;
    if (is_file(source))
        return read_file(cli, source, view, partial);
    if (cli->values.strict)
        return cli_fail(CLI_USAGE, "--strict", "leave it out", "it is for files");
    if (cli->values.symbol)
        return cli_fail(CLI_USAGE, "--symbol", "leave it out", "it is for files");
    return cli_view(cli, source, view);
}
