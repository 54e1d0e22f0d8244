#include "commands.h"
#include "fetch.h"

#include <stdio.h>
#include <string.h>

static const struct cli_column columns[] = {
    {"symbol", "SYMBOL", CLI_LEFT},    {"data", "DATA", CLI_LEFT},
    {"feed", "FEED", CLI_CUT},         {"new", "NEW", CLI_RIGHT},
    {"revised", "REVISED", CLI_RIGHT}, {"unchanged", "SAME", CLI_RIGHT},
    {"bad", "BAD", CLI_RIGHT}};

fetch_call cli_fetch_call(void) {
    fetch_call call = FETCH_CALL_INIT;
    call.timeout = INT64_C(3600000);
    return call;
}

void cli_fetch_row(struct cli_fetch *fetch, const char *what, const char *feed) {
    cli_rows_text(&fetch->rows, fetch->symbol);
    cli_rows_text(&fetch->rows, what);
    cli_rows_text(&fetch->rows, feed);
    cli_rows_int(&fetch->rows, (int64_t)fetch->put.added);
    cli_rows_int(&fetch->rows, (int64_t)fetch->put.revised);
    cli_rows_int(&fetch->rows, (int64_t)fetch->put.unchanged);
    cli_rows_int(&fetch->rows, (int64_t)fetch->rejected);
    fetch->put = (market_put_summary){0, 0, 0};
    fetch->rejected = 0;
}

bool cli_fetch_stored(struct cli_fetch *fetch, market_status status, const market_error *err,
                      const market_put_summary *summary) {
    if (status) {
        fetch->code = cli_fail_market(fetch->symbol, "", status, err);
        return false;
    }
    fetch->put.added += summary->added;
    fetch->put.revised += summary->revised;
    fetch->put.unchanged += summary->unchanged;
    return true;
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
    if (fetch->code)
        return fetch->code;
    int code = status == FETCH_E_ARGUMENT || status == FETCH_E_REQUEST ? CLI_USAGE : CLI_FAILURE;
    return cli_fail(code, fetch->symbol, advice_of(status), "%s", err->message);
}

/* ---- the command */

static void log_line(void *payload, fetch_level level, const char *line) {
    const struct cli_values *values = payload;
    if (values->verbose || level == FETCH_LOG_WARNING)
        cli_note("fetch", "%s", line);
}

/* The store is made when there is somebody to ask. Every symbol by itself: each goes on from its
 * own last bar. The first failure ends it, since the next symbol would fail alike. */
static int for_alpaca(struct cli_fetch *fetch, int (*one)(struct cli_fetch *, fetch_alpaca *)) {
    fetch_alpaca *alpaca = NULL;
    fetch_error err = {.message = ""};
    int code = CLI_OK;
    fetch_status status = fetch_alpaca_create(fetch->client, NULL, &err, &alpaca);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    fetch->store = cli_open_store(fetch->cli, MARKET_STORE_CREATE, &code);
    for (size_t i = 1; i < fetch->cli->n_args && !code; i++) {
        fetch->symbol = fetch->cli->args[i];
        code = one(fetch, alpaca);
    }
    fetch_alpaca_free(alpaca);
    return code;
}

static int for_x(struct cli_fetch *fetch, int (*one)(struct cli_fetch *, fetch_x *)) {
    fetch_x *x = NULL;
    fetch_error err = {.message = ""};
    int code = CLI_OK;
    fetch_status status = fetch_x_create(fetch->client, NULL, &err, &x);
    if (status)
        return cli_fetch_fail(fetch, status, &err);
    fetch->store = cli_open_store(fetch->cli, MARKET_STORE_CREATE, &code);
    for (size_t i = 1; i < fetch->cli->n_args && !code; i++) {
        fetch->symbol = fetch->cli->args[i];
        code = one(fetch, x);
    }
    fetch_x_free(x);
    return code;
}

static int run_kind(struct cli_fetch *fetch) {
    const char *kind = fetch->cli->args[0];
    if (strcmp(kind, "bars") == 0)
        return for_alpaca(fetch, cli_fetch_bars);
    if (strcmp(kind, "news") == 0)
        return for_alpaca(fetch, cli_fetch_news);
    if (strcmp(kind, "posts") == 0)
        return for_x(fetch, cli_fetch_posts);
    return for_x(fetch, cli_fetch_counts);
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
    for (size_t j = 1; j < cli->n_args; j++) {
        market_error err = {0};
        market_status status = market_symbol_check(cli->args[j], strlen(cli->args[j]), &err);
        if (status)
            return cli_fail_market(cli->args[j], "symbols are written in capitals", status, &err);
    }
    return CLI_OK;
}

static int run(struct cli *cli) {
    struct cli_fetch fetch = {.cli = cli, .symbol = "fetch"};
    fetch_client_options options = FETCH_CLIENT_OPTIONS_INIT;
    fetch_error err = {.message = ""};
    int code = check_words(cli);
    if (code)
        return code;
    options.log = log_line;
    options.log_payload = &cli->values;
    fetch_status status = fetch_client_create(&options, &err, &fetch.client);
    cli_rows_begin(&fetch.rows, cli, columns, sizeof columns / sizeof columns[0]);
    code = status ? cli_fetch_fail(&fetch, status, &err) : run_kind(&fetch);
    fetch_client_free(fetch.client);
    market_store_free(fetch.store);
    bool nothing = fetch.rows.n_rows == 0;
    int end = cli_rows_end(&fetch.rows);
    if (nothing)
        app_text_reset(&cli->out);
    return code ? code : end;
}

static const char *const options_taken[] = {"from",  "to",    "timeframe", "feed",
                                            "query", "posts", "verbose",   NULL};

const struct cli_command cli_fetch_command = {
    .name = "fetch",
    .args = "bars|news|posts|counts SYMBOL...",
    .min_args = 2,
    .max_args = 10000,
    .summary = "store bars and news from Alpaca, posts and counts from X",
    .details = "bars: raw bars with the splits and dividends of the time, from the last stored\n"
               "bar less a week on, else from 2016 on. news: of the last 7 days. Both from\n"
               "Alpaca: APCA_API_KEY_ID and APCA_API_SECRET_KEY are needed.\n"
               "\n"
               "counts: how many posts an hour of the last 7 days. posts: a sample of them, as\n"
               "many from each day. Both from X, where reading is charged: X_BEARER_TOKEN is\n"
               "needed.\n"
               "\n"
               "Each page is one transaction; fetching again changes only what is new or was\n"
               "revised.\n",
    .examples =
        "  mkt fetch bars AAPL MSFT\n"
        "  mkt fetch bars AAPL --timeframe 5Min --from 2022-01-03 --to 2022-01-07 --feed iex\n"
        "  mkt fetch counts AAPL && mkt fetch posts AAPL --posts 100\n",
    .options = options_taken,
    .timeframe_help = CLI_TIMEFRAMES " (default 1Day)",
    .run = run,
};
