#include "cli.h"

#ifdef MKT_FETCH
#include <marketkit/fetch_store.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cli_store_url(const struct cli *cli, size_t capacity, char *url) {
    market_status status =
        market_store_default_url(cli->values.store, getenv("MKT_STORE"), getenv("XDG_DATA_HOME"),
                                 getenv("HOME"), capacity, url);
    if (status)
        return cli_fail(CLI_USAGE, "--store", "give one: --store sqlite:PATH", "%s",
                        status == MARKET_E_TOO_LARGE ? "the path is too long"
                                                     : "there is no store to open");
    return CLI_OK;
}

#ifdef MKT_FETCH
/* A signal that is blocked (`mkt sync --follow`) and came: a server that hangs is not waited for.
 */
static bool is_asked_to_stop(void *payload) {
    sigset_t came;
    (void)payload;
    return sigpending(&came) == 0 && (sigismember(&came, SIGTERM) || sigismember(&came, SIGINT));
}
#endif

market_store *cli_open_store_at(const char *url, market_store_mode mode, int *code) {
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    market_store *store = NULL;
    market_error err = {0};
    options.mode = mode;
#ifdef MKT_FETCH
    fetch_call call = FETCH_CALL_INIT;
    fetch_store_options s3 = FETCH_STORE_OPTIONS_INIT;
    call.is_cancelled = is_asked_to_stop;
    s3.call = &call;
    const market_store_kind kind = fetch_store_kind(&s3);
    options.kinds = &kind;
    options.kind_count = 1;
#endif
    market_status status = market_store_open(url, &options, &err, &store);
    if (!status)
        return store;
    *code = CLI_FAILURE;
    if (status == MARKET_E_CANCELLED)
        return NULL; /* who asked knows */
    const char *advice = status != MARKET_E_NOT_FOUND ? ""
                         : mode == MARKET_STORE_CREATE
                             ? "choose another place with --store"
                             : "`mkt sample` or `mkt import FILE` makes it; --store names another";
    *code = cli_fail_market("store", advice, status, &err);
    return NULL;
}

market_store *cli_open_store(const struct cli *cli, market_store_mode mode, int *code) {
    char url[4096];
    *code = cli_store_url(cli, sizeof url, url);
    return *code ? NULL : cli_open_store_at(url, mode, code);
}

app_request cli_request(const struct cli *cli, const char *symbol) {
    const struct cli_values *v = &cli->values;
    return (app_request){.symbol = symbol,
                         .timeframe = v->timeframe,
                         .feed = v->feed,
                         .adjust = v->adjust,
                         .from = v->from,
                         .to = v->to,
                         .range = v->range};
}

int cli_view(struct cli *cli, const char *symbol, app_view *view) {
    app_request request = cli_request(cli, symbol);
    char checked[MARKET_SYMBOL_MAX + 1];
    market_query query = MARKET_QUERY_INIT;
    app_error err = {0};
    int code;
    /* Mistakes in the words come before a missing store. */
    if (app_request_query(&request, &err, checked, &query))
        return cli_fail_error(symbol, &err);
    market_store *store = cli_open_store(cli, MARKET_STORE_READ, &code);
    if (!store)
        return code;
    market_status status = app_view_open(store, &request, &err, view);
    market_store_free(store);
    return status ? cli_fail_error(symbol, &err) : CLI_OK;
}

/* Breaks the line that begins at `start` between its parts, two blanks apart, where it is wider
 * than tables may be; what follows is indented by one. */
static void wrap(app_text *out, size_t start) {
    size_t width = cli_table_width(), last = start;
    if (width == 0 || !out->data)
        return;
    for (size_t i = start + 1; i <= out->len; i++) {
        bool part_ends = i == out->len || memcmp(out->data + i - 1, "  ", 2) == 0;
        size_t end = i == out->len ? i : i - 1;
        if (!part_ends)
            continue;
        if (last > start && cli_text_width(out->data + start, end - start) > width) {
            memcpy(out->data + last, "\n ", 2);
            start = last + 1;
        }
        last = end;
    }
}

void cli_put_series(app_text *out, const market_series *series) {
    char as_of[MARKET_TIME_TEXT];
    size_t start = out->len;
    market_time_format(series->as_of, series->timeframe, as_of);
    cli_put_clean(out, series->info.symbol);
    if (series->info.name[0]) {
        app_text_str(out, "  ");
        cli_put_clean(out, series->info.name);
    }
    app_text_format(out, "  %s  ", market_timeframe_name(series->timeframe));
    cli_put_clean(out, series->feed);
    app_text_format(out, "  %s  ", market_adjust_name(series->adjust));
    cli_put_clean(out, series->info.currency);
    if (series->bars.count)
        app_text_format(out, "  as of %s", as_of);
    app_text_str(out, series->synthetic ? "  SYNTHETIC" : "");
    wrap(out, start);
    app_text_char(out, '\n');
}

int cli_parse_specs(const char *const *texts, size_t n, app_spec *specs) {
    app_error err = {0};
    for (size_t i = 0; i < n; i++)
        if (app_spec_parse(texts[i], strlen(texts[i]), &err, &specs[i]))
            return cli_fail_error(texts[i][0] ? texts[i] : "SPEC", &err);
    return CLI_OK;
}

int cli_parse_input(const struct cli *cli, app_input *input) {
    const char *text = cli->values.input;
    app_error err = {0};
    *input = APP_INPUT_CLOSE;
    if (!text || !app_input_parse(text, strlen(text), "input", &err, input))
        return CLI_OK;
    return cli_fail_error("--input", &err);
}
