#include "cli.h"
#include "commands.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct cli_column columns[] = {
    {"file", "FILE", CLI_CUT},         {"symbol", "SYMBOL", CLI_LEFT},
    {"timeframe", "FRAME", CLI_LEFT},  {"feed", "FEED", CLI_CUT},
    {"rows", "ROWS", CLI_RIGHT},       {"new", "NEW", CLI_RIGHT},
    {"revised", "REVISED", CLI_RIGHT}, {"unchanged", "SAME", CLI_RIGHT},
    {"bad", "BAD", CLI_RIGHT},         {"duplicate", "TWICE", CLI_RIGHT},
    {"splits", "SPLITS", CLI_RIGHT}};

struct progress {
    const char *name;
    int64_t shown_at; /* ms; 0: nothing shown yet */
    bool shown;
};

static int64_t now_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now))
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A bar on stderr, ten times a second at most; never when a file takes no time. */
static bool show_progress(void *payload, uint64_t bytes, uint64_t total, uint64_t rows) {
    struct progress *p = payload;
    int64_t now = now_ms();
    enum {
        CELLS = 24
    };
    char bar[CELLS + 1];
    if (p->shown_at == 0)
        p->shown_at = now + 200;
    if (now < p->shown_at)
        return true;
    p->shown_at = now + 100;
    p->shown = true;
    size_t full =
        total ? (size_t)((double)(bytes < total ? bytes : total) / (double)total * CELLS) : 0;
    memset(bar, '#', full);
    memset(bar + full, '-', CELLS - full);
    bar[CELLS] = '\0';
    app_text name;
    app_text_init(&name, 0);
    cli_put_clean(&name, p->name);
    (void)fprintf(stderr, "\r%.40s [%s] %llu rows", name.data ? name.data : "", bar,
                  (unsigned long long)rows);
    (void)fflush(stderr);
    app_text_clear(&name);
    return true;
}

static void end_progress(const struct progress *p) {
    if (p->shown)
        (void)fprintf(stderr, "\r\033[K");
}

static void put_row(struct cli_rows *rows, const char *file, const market_import_summary *s) {
    char symbol[64];
    (void)snprintf(symbol, sizeof symbol, s->symbols > 1 ? "%s and %zu more" : "%s", s->symbol,
                   s->symbols - 1);
    cli_rows_text(rows, file);
    cli_rows_text(rows, symbol);
    cli_rows_text(rows,
                  market_timeframe_name(s->timeframe) ? market_timeframe_name(s->timeframe) : "");
    cli_rows_text(rows, s->feed);
    cli_rows_int(rows, (int64_t)s->rows);
    cli_rows_int(rows, (int64_t)s->bars.added);
    cli_rows_int(rows, (int64_t)s->bars.revised);
    cli_rows_int(rows, (int64_t)s->bars.unchanged);
    cli_rows_int(rows, (int64_t)s->bad);
    cli_rows_int(rows, (int64_t)s->duplicates);
    cli_rows_int(rows, (int64_t)s->splits);
}

/* The feed that is shown when none is named; NULL where it is this one. */
static const char *shown_instead(const market_series_list *list, const market_import_summary *s) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].timeframe == s->timeframe && list->items[i].is_default)
            return strcmp(list->items[i].feed, s->feed) != 0 ? list->items[i].feed : NULL;
    return NULL;
}

/* Says when the new bars will not be seen, because the symbol has another feed already. Of several
 * symbols the first speaks for all. */
static void note_hidden(market_store *store, const char *file, const market_import_summary *s,
                        bool feed_given) {
    market_series_list list = {0};
    if (market_store_list_series(store, s->symbol, NULL, &list))
        return;
    const char *shown = shown_instead(&list, s);
    if (shown && feed_given)
        cli_note(file, "%s shows %s; give --feed %s to see these bars", s->symbol, shown, s->feed);
    else if (shown)
        cli_note(file, "%s shows %s; give --feed %s to extend it", s->symbol, shown, shown);
    market_series_list_clear(&list);
}

/* One file, one transaction. 0, CLI_PARTIAL or the code of a failure (reported). */
static int import_file(market_store *store, const char *file, const market_import_options *common,
                       struct cli_rows *rows) {
    bool is_stdin = strcmp(file, "-") == 0;
    const char *name = is_stdin ? "stdin" : file;
    market_input input = {.path = is_stdin ? NULL : file,
                          .read = is_stdin ? cli_read_stdin : NULL,
                          .name = is_stdin ? name : NULL};
    struct progress progress = {.name = name};
    struct cli_bad_rows bad = {0};
    market_import_options options = *common;
    market_import_summary summary = {0};
    market_error err = {0};
    options.on_bad_row = cli_bad_row;
    options.bad_row_payload = &bad;
    if (cli_stderr_is_terminal()) {
        options.on_progress = show_progress;
        options.progress_payload = &progress;
    }
    market_status status = market_import(store, &input, &options, &err, &summary);
    end_progress(&progress);
    cli_bad_rows_end(&bad);
    if (status == MARKET_E_BAD_ROW) /* --strict: the row was listed */
        return CLI_FAILURE;
    if (status)
        return cli_fail_market(name,
                               status == MARKET_E_TIMEFRAME ? "say it with --timeframe"
                               : status == MARKET_E_SYMBOL  ? "say it with --symbol"
                                                            : "",
                               status, &err);
    put_row(rows, name, &summary);
    if (summary.bars.added + summary.bars.revised)
        note_hidden(store, name, &summary, common->feed != NULL);
    return summary.bad ? CLI_PARTIAL : CLI_OK;
}

/* Checked before the store is made. */
static int fill_options(const struct cli *cli, char symbol[MARKET_SYMBOL_MAX + 1],
                        market_import_options *options) {
    app_request request = {.symbol = cli->values.symbol ? cli->values.symbol : "FILE",
                           .timeframe = cli->values.timeframe};
    market_query query = MARKET_QUERY_INIT;
    app_error err = {0};
    if (app_request_query(&request, &err, symbol, &query))
        return cli_fail_error("--symbol", &err);
    options->symbol = cli->values.symbol ? symbol : NULL;
    options->timeframe = cli->values.timeframe ? query.timeframe : MARKET_TIMEFRAME_NONE;
    options->feed = cli->values.feed;
    options->strict = cli->values.strict;
    return CLI_OK;
}

static int run(struct cli *cli) {
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    char symbol[MARKET_SYMBOL_MAX + 1];
    struct cli_rows rows;
    int code = fill_options(cli, symbol, &options);
    if (code)
        return code;
    market_store *store = cli_open_store(cli, MARKET_STORE_CREATE, &code);
    if (!store)
        return code;
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < cli->n_args; i++) {
        int one = import_file(store, cli->args[i], &options, &rows);
        /* The first failure decides; left-out rows only where nothing failed. */
        if (!code || (code == CLI_PARTIAL && one))
            code = one;
    }
    market_store_free(store);
    bool nothing = rows.n_rows == 0;
    int end = cli_rows_end(&rows);
    if (nothing)
        app_text_reset(&cli->out);
    return code ? code : end;
}

static const char *const options_taken[] = {"symbol", "timeframe", "feed", "strict", NULL};

const struct cli_command cli_import = {
    .name = "import",
    .args = "FILE|-...",
    .min_args = 1,
    .max_args = 10000,
    .summary = "store the bars of files",
    .details =
        "Reads Alpaca's bars (JSON or what Python prints of it, one or many symbols), CSV\n"
        "with a header (Yahoo, Stooq, Alpaca, pandas), oldest or newest first, and gzip of\n"
        "these; - is standard input. Each file is one transaction: stored as a whole or not\n"
        "at all. The same file again changes nothing.\n"
        "\n"
        "Without --feed each file is a feed of its own, file:NAME. A symbol shows its first\n"
        "one: to extend it, name it with --feed.\n"
        "\n"
        "Bad rows are listed on stderr as FILE:LINE:COLUMN and left out (exit code 3); with\n"
        "--strict the first one ends it, and nothing of that file is stored.\n",
    .examples = "  mkt import AAPL.json TSLA.json\n"
                "  mkt import prices.csv --symbol NVDA --feed file:broker\n"
                "  zcat old.csv.gz | mkt import - --symbol IBM --timeframe 1Day\n",
    .options = options_taken,
    .timeframe_help = CLI_TIMEFRAMES " (default: what the rows' spacing says)",
    .run = run,
};
