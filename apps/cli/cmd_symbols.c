#include "cli.h"
#include "commands.h"
#include "common/json.h"
#include "common/watchlist.h"

#include <stdlib.h>
#include <string.h>

static const struct cli_column columns[] = {
    {"symbol", "SYMBOL", CLI_LEFT},  {"name", "NAME", CLI_CUT},    {"timeframe", "FRAME", CLI_LEFT},
    {"feed", "FEED", CLI_CUT},       {"default", "DEF", CLI_LEFT}, {"bars", "BARS", CLI_RIGHT},
    {"first", "FIRST", CLI_LEFT},    {"last", "LAST", CLI_LEFT},   {"currency", "CUR", CLI_LEFT},
    {"watchlist", "WATCH", CLI_LEFT}};

static bool is_watched(const char *symbol) {
    for (size_t i = 0; app_watchlist_at(i); i++)
        if (strcmp(app_watchlist_at(i), symbol) == 0)
            return true;
    return false;
}

static const market_symbol_info *info_of(const market_symbol_list *symbols, const char *symbol) {
    static const market_symbol_info unknown;
    for (size_t i = 0; i < symbols->count; i++)
        if (strcmp(symbols->items[i].symbol, symbol) == 0)
            return &symbols->items[i];
    return &unknown;
}

static void put_series(struct cli_rows *rows, const market_series_info *series,
                       const market_symbol_info *info) {
    cli_rows_text(rows, series->symbol);
    cli_rows_text(rows, info->name);
    cli_rows_text(rows, market_timeframe_name(series->timeframe));
    cli_rows_text(rows, series->feed);
    cli_rows_bool(rows, series->is_default);
    cli_rows_int(rows, (int64_t)series->bars);
    if (series->bars) {
        cli_rows_time(rows, series->first, series->timeframe);
        cli_rows_time(rows, series->last, series->timeframe);
    } else {
        cli_rows_empty(rows);
        cli_rows_empty(rows);
    }
    cli_rows_text(rows, info->currency);
    cli_rows_bool(rows, is_watched(series->symbol));
}

/* The watch list's symbols that have no data yet, so that people know what to fetch. */
static void note_missing(const market_symbol_list *symbols) {
    app_text missing;
    app_text_init(&missing, 0);
    for (size_t i = 0; app_watchlist_at(i); i++)
        if (!info_of(symbols, app_watchlist_at(i))->symbol[0])
            app_text_format(&missing, "%s%s", missing.len ? ", " : "", app_watchlist_at(i));
    if (missing.len && cli_stderr_is_terminal())
        cli_note("watch list", "not stored yet: %s", missing.data);
    app_text_clear(&missing);
}

static int list(struct cli *cli, market_store *store) {
    market_symbol_list symbols = {0};
    market_series_list series = {0};
    market_error err = {0};
    struct cli_rows rows;
    market_status status = market_store_list_symbols(store, &err, &symbols);
    if (!status)
        status = market_store_list_series(store, NULL, &err, &series);
    if (status) {
        market_symbol_list_clear(&symbols);
        return cli_fail_market("symbols", "", status, &err);
    }
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < series.count; i++)
        put_series(&rows, &series.items[i], info_of(&symbols, series.items[i].symbol));
    int code = cli_rows_end(&rows);
    if (cli->values.format == CLI_TABLE)
        note_missing(&symbols);
    market_series_list_clear(&series);
    market_symbol_list_clear(&symbols);
    return code;
}

static int run(struct cli *cli) {
    int code;
    market_store *store = cli_open_store(cli, MARKET_STORE_READ, &code);
    if (!store)
        return code;
    code = list(cli, store);
    market_store_free(store);
    return code;
}

const struct cli_command cli_symbols = {
    .name = "symbols",
    .args = "",
    .summary = "list the stored series",
    .details = "One row for each symbol, timeframe and feed. `default` marks the series that is\n"
               "taken when no feed is named.\n",
    .examples = "  mkt symbols\n"
                "  mkt symbols --format json\n",
    .run = run,
};
