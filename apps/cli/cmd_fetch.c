#include "commands.h"
#include "fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct cli_column columns[] = {
    {"symbol", "SYMBOL", CLI_LEFT},    {"data", "DATA", CLI_LEFT},
    {"feed", "FEED", CLI_CUT},         {"new", "NEW", CLI_RIGHT},
    {"revised", "REVISED", CLI_RIGHT}, {"unchanged", "SAME", CLI_RIGHT},
    {"bad", "BAD", CLI_RIGHT}};

/* Of --dry-run. */
static const struct cli_column dry_columns[] = {
    {"symbol", "SYMBOL", CLI_CUT},       {"data", "DATA", CLI_LEFT},
    {"from", "FROM", CLI_LEFT},          {"to", "TO", CLI_LEFT},
    {"requests", "REQUESTS", CLI_RIGHT}, {"dollars", "DOLLARS", CLI_RIGHT}};

fetch_call cli_fetch_call(void) {
    fetch_call call = FETCH_CALL_INIT;
    call.timeout = INT64_C(3600000);
    return call;
}

int64_t cli_fetch_now(void) {
    return (int64_t)time(NULL) * 1000;
}

void cli_fetch_row(struct cli_fetch *fetch, const char *symbol, const char *what, const char *feed,
                   const struct cli_fetch_tally *tally) {
    cli_progress_clear();
    cli_rows_text(&fetch->rows, symbol);
    cli_rows_text(&fetch->rows, what);
    cli_rows_text(&fetch->rows, feed);
    cli_rows_int(&fetch->rows, (int64_t)tally->put.added);
    cli_rows_int(&fetch->rows, (int64_t)tally->put.revised);
    cli_rows_int(&fetch->rows, (int64_t)tally->put.unchanged);
    cli_rows_int(&fetch->rows, (int64_t)tally->rejected);
}

void cli_fetch_would(struct cli_fetch *fetch, const char *symbol, const char *request,
                     const char *from, const char *to, int64_t requests, double dollars) {
    cli_rows_text(&fetch->rows, symbol);
    cli_rows_text(&fetch->rows, request);
    cli_rows_text(&fetch->rows, from);
    cli_rows_text(&fetch->rows, to ? to : "");
    cli_rows_int(&fetch->rows, requests);
    cli_rows_number(&fetch->rows, dollars, 3);
}

bool cli_fetch_stored(struct cli_fetch *fetch, market_status status, const market_error *err,
                      const market_put_summary *summary, struct cli_fetch_tally *tally) {
    if (!cli_fetch_kept(fetch, status, err))
        return false;
    tally->put.added += summary->added;
    tally->put.revised += summary->revised;
    tally->put.unchanged += summary->unchanged;
    fetch->n_seen += summary->added + summary->revised + summary->unchanged;
    return true;
}

bool cli_fetch_kept(struct cli_fetch *fetch, market_status status, const market_error *err) {
    if (!status)
        return true;
    cli_progress_clear();
    fetch->code = cli_fail_market(fetch->symbol, "", status, err);
    return false;
}

void cli_fetch_show(const struct cli_fetch *fetch, const char *what) {
    enum {
        WIDTH = 20
    };
    char bar[WIDTH + 1];
    size_t full = fetch->n_symbols ? fetch->n_done * WIDTH / fetch->n_symbols : 0;
    for (size_t i = 0; i < WIDTH; i++)
        bar[i] = i < full ? '#' : '.';
    bar[WIDTH] = '\0';
    cli_progress("%s [%s] %zu/%zu symbols, %llu rows%s%s", fetch->cli->args[0], bar, fetch->n_done,
                 fetch->n_symbols, (unsigned long long)fetch->n_seen, what ? "; " : "",
                 what ? what : "");
}

/* What a person can do about it. */
static const char *advice_of(fetch_status status) {
    switch (status) {
    case FETCH_E_CREDENTIALS:
    case FETCH_E_AUTH:
        return "see `mkt fetch --help` for the variables with the keys";
    case FETCH_E_FORBIDDEN:
        return "the plan decides which feeds and times may be read; try --feed iex";
    case FETCH_E_RATE_LIMITED:
        return "try again later; what was stored stays";
    case FETCH_E_USAGE_CAPPED:
        return "the account's credit is used up";
    case FETCH_E_CLOCK:
        return "set the clock right";
    default:
        return "";
    }
}

int cli_fetch_fail(const struct cli_fetch *fetch, fetch_status status, const fetch_error *err) {
    cli_progress_clear();
    if (fetch->code)
        return fetch->code;
    int code = status == FETCH_E_ARGUMENT || status == FETCH_E_REQUEST ? CLI_USAGE : CLI_FAILURE;
    return cli_fail(code, fetch->symbol, advice_of(status), "%s", err->message);
}

/* ---- the command */

static void log_line(void *payload, fetch_level level, const char *line) {
    const struct cli_fetch *fetch = payload;
    if (fetch->cli->values.verbose || level == FETCH_LOG_WARNING) {
        cli_progress_clear();
        cli_note("fetch", "%s", line);
    }
    if (level == FETCH_LOG_NOTICE) /* why nothing moves */
        cli_fetch_show(fetch, line);
}

/* The first failure ends it, since the next symbol would fail alike. */
static int for_each(struct cli_fetch *fetch, fetch_alpaca *alpaca, fetch_x *x) {
    const char *kind = fetch->cli->args[0];
    int code = CLI_OK;
    if (strcmp(kind, "bars") == 0)
        return cli_fetch_bars(fetch, alpaca);
    for (size_t i = 0; i < fetch->n_symbols && !code; i++) {
        fetch->symbol = fetch->symbols[i];
        fetch->tally = (struct cli_fetch_tally){.rejected = 0};
        cli_fetch_show(fetch, NULL);
        code = strcmp(kind, "news") == 0    ? cli_fetch_news(fetch, alpaca)
               : strcmp(kind, "posts") == 0 ? cli_fetch_posts(fetch, x)
                                            : cli_fetch_counts(fetch, x);
        fetch->n_done++;
    }
    cli_progress_clear();
    return code;
}

/* The store is made when there is somebody to ask. */
static int ask(struct cli_fetch *fetch) {
    const char *kind = fetch->cli->args[0];
    bool is_x = strcmp(kind, "posts") == 0 || strcmp(kind, "counts") == 0;
    fetch_alpaca *alpaca = NULL;
    fetch_x *x = NULL;
    fetch_error err = {.message = ""};
    int code = CLI_OK;
    fetch_status status = is_x ? fetch_x_create(fetch->client, NULL, &err, &x)
                               : fetch_alpaca_create(fetch->client, NULL, &err, &alpaca);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    fetch->store = cli_open_store(fetch->cli, MARKET_STORE_CREATE, &code);
    if (!code)
        code = for_each(fetch, alpaca, x);
    fetch_alpaca_free(alpaca);
    fetch_x_free(x);
    return code;
}

/* Without keys, and without making a store. */
static int imagine(struct cli_fetch *fetch) {
    char url[4096];
    int code = cli_store_url(fetch->cli, sizeof url, url);
    const char *path = strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url;
    bool is_file = strstr(url, "://") == NULL;
    if (!code && (!is_file || access(path, F_OK) == 0))
        fetch->store = cli_open_store_at(url, MARKET_STORE_READ, &code);
    return code ? code : for_each(fetch, NULL, NULL);
}

static int run_kind(struct cli_fetch *fetch) {
    fetch_client_options options = FETCH_CLIENT_OPTIONS_INIT;
    fetch_error err = {.message = ""};
    if (fetch->cli->values.dry_run)
        return imagine(fetch);
    int code = cli_fetch_keys_load(&fetch->keys);
    if (code)
        return code;
    options.log = log_line;
    options.log_payload = fetch;
    options.system = &fetch->keys.system;
    fetch_status status = fetch_client_create(&options, &err, &fetch->client);
    return status ? cli_fetch_fail(fetch, status, &err) : ask(fetch);
}

/* ---- the words */

static int add_symbol(struct cli_fetch *fetch, const char *symbol) {
    market_error err = {0};
    market_status status = market_symbol_check(symbol, strlen(symbol), &err);
    if (status)
        return cli_fail_market(symbol, "symbols are written in capitals", status, &err);
    for (size_t i = 0; i < fetch->n_symbols; i++)
        if (strcmp(fetch->symbols[i], symbol) == 0)
            return CLI_OK;
    fetch->symbols[fetch->n_symbols++] = symbol;
    return CLI_OK;
}

/* From words and --symbols, each once. `list` is cut at its commas. */
static int take_symbols(struct cli_fetch *fetch, char *list) {
    int code = CLI_OK;
    size_t most = fetch->cli->n_args + (list ? strlen(list) : 0) + 1;
    fetch->symbols = calloc(most, sizeof *fetch->symbols);
    if (!fetch->symbols)
        return cli_fail(CLI_FAILURE, "fetch", "", "out of memory");
    for (size_t i = 1; i < fetch->cli->n_args && !code; i++)
        code = add_symbol(fetch, fetch->cli->args[i]);
    for (char *at = list; at && !code;) {
        char *comma = strchr(at, ',');
        if (comma)
            *comma = '\0';
        code = add_symbol(fetch, at);
        at = comma ? comma + 1 : NULL;
    }
    if (!code && fetch->n_symbols == 0)
        return cli_fail(CLI_USAGE, "fetch", "give symbols as words or with --symbols A,B",
                        "it is not said of what");
    return code;
}

/* Mistakes in the words come before anything is asked or made. */
static int check_words(const struct cli *cli) {
    static const char *const kinds[] = {"bars", "news", "posts", "counts"};
    const char *kind = cli->args[0];
    size_t i = 0;
    while (i < 4 && strcmp(kinds[i], kind) != 0)
        i++;
    if (i == 4)
        return cli_fail(CLI_USAGE, "fetch", "use bars, news, posts or counts",
                        "'%s' is nothing that can be fetched", kind);
    return CLI_OK;
}

static void clear(struct cli_fetch *fetch, char *list) {
    fetch_client_free(fetch->client);
    market_store_free(fetch->store);
    cli_fetch_keys_clear(&fetch->keys);
    free(fetch->symbols);
    free(list);
}

static int run(struct cli *cli) {
    struct cli_fetch fetch = {.cli = cli, .symbol = "fetch"};
    const struct cli_values *values = &cli->values;
    char *list = values->symbols ? strdup(values->symbols) : NULL;
    int code = check_words(cli);
    if (!code && values->symbols && !list)
        code = cli_fail(CLI_FAILURE, "fetch", "", "out of memory");
    if (!code)
        code = take_symbols(&fetch, list);
    if (code) {
        clear(&fetch, list);
        return code;
    }
    if (values->dry_run)
        cli_rows_begin(&fetch.rows, cli, dry_columns, sizeof dry_columns / sizeof dry_columns[0]);
    else
        cli_rows_begin(&fetch.rows, cli, columns, sizeof columns / sizeof columns[0]);
    code = run_kind(&fetch);
    clear(&fetch, list);
    bool nothing = fetch.rows.n_rows == 0;
    int end = cli_rows_end(&fetch.rows);
    if (nothing)
        app_text_reset(&cli->out);
    return code ? code : end;
}

static const char *const options_taken[] = {"symbols",   "since",   "from",    "to",     "full",
                                            "timeframe", "feed",    "query",   "sample", "window",
                                            "posts",     "dry-run", "verbose", NULL};

const struct cli_command cli_fetch_command = {
    .name = "fetch",
    .args = "bars|news|posts|counts [SYMBOL...]",
    .min_args = 1,
    .max_args = 10000,
    .summary = "store bars and news from Alpaca, posts and counts from X",
    .details = "bars: raw bars with the splits and dividends of the time, from the last stored\n"
               "bar less a week on, else from --since, or 2016. news: from the last change less\n"
               "a day on, else of the last 7 days. Both come from Alpaca.\n"
               "\n"
               "counts: how many posts an hour of the last 7 days. posts: a sample of them, as\n"
               "many from each of 7 parts of the window; what an earlier sample covers is left\n"
               "out. Both come from X, where reading is charged: see --dry-run.\n"
               "\n"
               "Each page is one transaction; a run that was broken goes on where it ended.\n"
               "\n"
               "Keys: APCA_API_KEY_ID and APCA_API_SECRET_KEY (or APCA_API_OAUTH), X_BEARER_TOKEN\n"
               "in the environment; or NAME_FILE with the name of a file that holds the value;\n"
               "or lines NAME=VALUE in $MKT_KEYS, else ~/.config/marketkit/keys. Files with keys\n"
               "must be readable by their owner alone.\n",
    .examples =
        "  mkt fetch bars --symbols AAPL,MSFT --since 2020-01-01\n"
        "  mkt fetch bars AAPL --timeframe 5Min --from 2022-01-03 --to 2022-01-07 --feed iex\n"
        "  mkt fetch posts AAPL --sample 300 --window 7d --dry-run\n",
    .options = options_taken,
    .timeframe_help = CLI_TIMEFRAMES " (default 1Day)",
    .run = run,
};
