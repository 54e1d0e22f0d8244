#include "cli.h"
#include "commands.h"
#include "common/csv.h"
#include "common/head.h"

static void put_csv(struct cli *cli, const app_view *view, const app_result *result) {
    app_csv csv;
    app_csv_init(&csv, &cli->out);
    app_csv_str(&csv, "time");
    for (size_t c = 0; c < result->n_columns; c++)
        app_csv_str(&csv, result->columns[c].name);
    app_csv_end_row(&csv);
    for (size_t i = view->first; i < view->first + view->count && cli_flush_some(cli); i++) {
        app_csv_time(&csv, view->series.bars.time[i], view->series.timeframe);
        for (size_t c = 0; c < result->n_columns; c++)
            app_csv_number(&csv, result->columns[c].values[i]);
        app_csv_end_row(&csv);
    }
}

static int put_table(struct cli *cli, const app_view *view, const app_result *result) {
    struct cli_column columns[APP_COLUMNS_MAX + 1] = {{"time", "TIME", CLI_LEFT}};
    struct cli_rows rows;
    for (size_t c = 0; c < result->n_columns; c++)
        columns[c + 1] =
            (struct cli_column){result->columns[c].name, result->columns[c].name, CLI_RIGHT};
    cli_put_series(&cli->out, &view->series);
    cli_rows_begin(&rows, cli, columns, result->n_columns + 1);
    for (size_t i = view->first; i < view->first + view->count; i++) {
        cli_rows_time(&rows, view->series.bars.time[i], view->series.timeframe);
        for (size_t c = 0; c < result->n_columns; c++)
            cli_rows_number(&rows, result->columns[c].values[i], 4);
    }
    return cli_rows_end(&rows);
}

static void put_column(app_json *json, const app_view *view, const app_spec *spec,
                       const app_column *column) {
    static const char *const plots[] = {"line", "histogram", "band_upper", "band_lower"};
    const ta_output_info *output = ta_indicator_output(spec->ind, column->output);
    const struct {
        const char *key, *value;
    } texts[] = {{"column", column->name},     {"label", spec->label[0] ? spec->label : NULL},
                 {"spec", spec->text},         {"indicator", ta_indicator_describe(spec->ind)->id},
                 {"output", output->id},       {"name", column->title},
                 {"plot", plots[output->plot]}};
    app_json_begin_object(json);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        app_json_key(json, texts[i].key);
        app_json_str(json, texts[i].value);
    }
    app_json_key(json, "lookback");
    app_json_int(json, (int64_t)spec->lookback);
    app_json_key(json, "values");
    app_json_numbers(json, column->values + view->first, view->count);
    app_json_end_object(json);
}

static void put_json(struct cli *cli, const app_view *view, const app_spec *specs,
                     const app_result *result) {
    app_json json;
    app_json_init(&json, &cli->out, APP_JSON_SHORTEST);
    app_json_begin_object(&json);
    app_head_json(&json, view);
    app_json_key(&json, "time");
    app_json_times(&json, view->series.bars.time + view->first, view->count,
                   view->series.timeframe);
    app_json_key(&json, "series");
    app_json_begin_array(&json);
    for (size_t c = 0; c < result->n_columns && cli_flush_some(cli); c++)
        put_column(&json, view, &specs[result->columns[c].spec], &result->columns[c]);
    app_json_end_array(&json);
    app_json_end_object(&json);
    app_text_char(&cli->out, '\n');
}

static int answer(struct cli *cli, const app_view *view, const app_spec *specs, size_t n_specs,
                  app_input input, const char *source) {
    app_result result;
    app_error err = {0};
    int code = CLI_OK;
    for (size_t i = 0; i < n_specs; i++) {
        const char *missing = app_missing_input(&view->series.bars, &specs[i], input);
        if (missing)
            return cli_fail(CLI_FAILURE, source, "choose another --input, or add the column",
                            "%s needs the column %s, which has no value", specs[i].text, missing);
    }
    if (app_compute(&view->series.bars, view->series.timeframe, NULL, specs, n_specs, input, &err,
                    &result))
        return cli_fail_error(source, &err);
    if (cli->values.format == CLI_CSV)
        put_csv(cli, view, &result);
    else if (cli->values.format == CLI_JSON)
        put_json(cli, view, specs, &result);
    else
        code = put_table(cli, view, &result);
    app_result_clear(&result);
    return code;
}

static int run(struct cli *cli) {
    app_spec specs[APP_SPECS_MAX];
    app_column columns[APP_COLUMNS_MAX];
    size_t n_specs = cli->n_args - 1, n_columns;
    const char *source = cli->args[n_specs];
    app_error err = {0};
    app_input input;
    app_view view;
    bool partial;
    int code = cli_parse_specs(cli->args, n_specs, specs);
    if (!code)
        code = cli_parse_input(cli, &input);
    if (!code && app_columns_name(specs, n_specs, &err, columns, &n_columns))
        code = cli_fail_error("SPEC", &err);
    if (!code)
        code = cli_source(cli, source, &view, &partial);
    if (code)
        return code;
    code = answer(cli, &view, specs, n_specs, input, source);
    app_view_clear(&view);
    return code ? code : partial ? CLI_PARTIAL : CLI_OK;
}

static const char *const options[] = {"input",  "from", "to",     "range",  "timeframe",
                                      "adjust", "feed", "symbol", "strict", NULL};

const struct cli_command cli_indicator = {
    .name = "indicator",
    .args = "SPEC... SOURCE",
    .min_args = 2,
    .max_args = APP_SPECS_MAX + 1,
    .summary = "compute indicators over a symbol, a file or standard input",
    .details =
        "SPEC is [LABEL=]ID[:NAME=VALUE,...], for example ema, ema:period=12,seed=first,\n"
        "fast=ema:period=12 or bbands:period=20,input=typprice. `mkt indicators` lists IDs.\n"
        "\n"
        "SOURCE is - (standard input), a file when it contains / or ends in .csv, .json,\n"
        ".csv.gz or .json.gz, else a symbol of the store.\n"
        "\n"
        "CSV has a column time and one per output: its id (ema; macd,signal,histogram);\n"
        "with several specs id or id.output; a repeated id gets its non-default parameters\n"
        "(ema_12); a label wins. Empty where there is no value yet.\n"
        "\n"
        "Indicators run from the first bar of the source; --from and --to cut afterwards.\n",
    .examples = "  mkt indicator ema:period=12,seed=first AAPL --format csv\n"
                "  mkt indicator ema:period=12 ema:period=26 rsi AAPL --from 2012-01-01\n"
                "  mkt indicator macd AAPL --timeframe 1Week\n"
                "  mkt indicator sma:period=50 prices.csv --input typprice\n"
                "  curl -s https://example.com/bars.csv | mkt indicator rsi - --format json\n",
    .options = options,
    .timeframe_help = CLI_TIMEFRAMES " (default 1Day; of a file, its own)",
    .run = run,
};
