#include "cli.h"
#include "commands.h"
#include "common/head.h"

static const struct cli_column columns[] = {
    {"time", "TIME", CLI_LEFT}, {"open", "OPEN", CLI_RIGHT},   {"high", "HIGH", CLI_RIGHT},
    {"low", "LOW", CLI_RIGHT},  {"close", "CLOSE", CLI_RIGHT}, {"volume", "VOLUME", CLI_RIGHT}};

static void put_json(struct cli *cli, const app_view *view) {
    const market_bars *bars = &view->series.bars;
    const struct {
        const char *key;
        const double *values;
    } numbers[] = {{"open", bars->open},
                   {"high", bars->high},
                   {"low", bars->low},
                   {"close", bars->close},
                   {"volume", bars->volume}};
    app_json json;
    app_json_init(&json, &cli->out, APP_JSON_SHORTEST);
    app_json_begin_object(&json);
    app_head_json(&json, view);
    app_json_key(&json, "columns");
    app_json_begin_object(&json);
    app_json_key(&json, "time");
    app_json_times(&json, bars->time + view->first, view->count, view->series.timeframe);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        app_json_key(&json, numbers[i].key);
        app_json_numbers(&json, numbers[i].values + view->first, view->count);
    }
    app_json_key(&json, "complete");
    app_json_bools(&json, bars->complete + view->first, view->count);
    app_json_end_object(&json);
    app_json_end_object(&json);
    app_text_char(&cli->out, '\n');
}

static int put_rows(struct cli *cli, const app_view *view) {
    const market_bars *bars = &view->series.bars;
    int decimals = view->series.info.decimals;
    struct cli_rows rows;
    if (cli->values.format == CLI_TABLE)
        cli_put_series(&cli->out, &view->series);
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = view->first; i < view->first + view->count && !cli->write_error; i++) {
        cli_rows_time(&rows, bars->time[i], view->series.timeframe);
        cli_rows_number(&rows, bars->open[i], decimals);
        cli_rows_number(&rows, bars->high[i], decimals);
        cli_rows_number(&rows, bars->low[i], decimals);
        cli_rows_number(&rows, bars->close[i], decimals);
        cli_rows_number(&rows, bars->volume[i], 0);
    }
    return cli_rows_end(&rows);
}

static int run(struct cli *cli) {
    app_view view;
    int code = cli_view(cli, cli->args[0], &view);
    if (code)
        return code;
    if (cli->values.format == CLI_JSON)
        put_json(cli, &view);
    else
        code = put_rows(cli, &view);
    app_view_clear(&view);
    return code;
}

static const char *const options[] = {"from", "to", "range", "timeframe", "adjust", "feed", NULL};

const struct cli_command cli_bars = {
    .name = "bars",
    .args = "SYMBOL",
    .min_args = 1,
    .max_args = 1,
    .summary = "print the bars of a symbol",
    .details = "Times are bar starts: trading dates for 1Day and longer, UTC for intraday bars.\n"
               "A wider timeframe than the stored one is summed up from it.\n",
    .examples = "  mkt bars AAPL --from 2012-01-01 --to 2012-12-31\n"
                "  mkt bars AAPL --timeframe 1Week --range 1Y\n"
                "  mkt bars AAPL --adjust raw --format csv > aapl.csv\n",
    .options = options,
    .run = run,
};
