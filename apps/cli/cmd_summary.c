#include "cli.h"
#include "commands.h"
#include "common/summary.h"

#include <math.h>
#include <string.h>

/* What people look at first; --indicator replaces them. */
static const char *const usual[] = {
    "ema:period=12", "ema:period=26", "rsi:period=14", "macd", "bbands:period=20,input=typprice",
    "stoch"};

struct answer {
    struct cli *cli;
    const app_view *view;
    const market_summary *summary;
    const app_spec *specs;
    const app_result *result;
};

/* ---- table and CSV: item, value, time */

static const struct cli_column columns[] = {
    {"item", "ITEM", CLI_CUT}, {"value", "VALUE", CLI_RIGHT}, {"time", "TIME", CLI_LEFT}};

static void put_item(struct cli_rows *rows, const char *item, double value, int decimals,
                     const int64_t *time, market_timeframe timeframe) {
    cli_rows_text(rows, item);
    cli_rows_number(rows, value, decimals);
    if (time && !isnan(value))
        cli_rows_time(rows, *time, timeframe);
    else
        cli_rows_empty(rows);
}

static void put_points(struct cli_rows *rows, const struct answer *a) {
    const market_summary *s = a->summary;
    const struct {
        const char *item;
        const market_point *point;
    } points[] = {{"highest close", &s->highest_close},
                  {"lowest close", &s->lowest_close},
                  {"52-week high", &s->week52_high},
                  {"52-week low", &s->week52_low},
                  {"52-week highest close", &s->week52_highest_close},
                  {"52-week lowest close", &s->week52_lowest_close}};
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
        put_item(rows, points[i].item, points[i].point->value, a->view->series.info.decimals,
                 &points[i].point->time, a->view->series.timeframe);
}

static int put_rows(const struct answer *a) {
    const market_summary *s = a->summary;
    market_timeframe timeframe = a->view->series.timeframe;
    int decimals = a->view->series.info.decimals;
    size_t newest = a->view->first + a->view->count - 1;
    struct cli_rows rows;
    if (a->cli->values.format == CLI_TABLE)
        cli_put_series(&a->cli->out, &a->view->series);
    cli_rows_begin(&rows, a->cli, columns, sizeof columns / sizeof columns[0]);
    put_item(&rows, s->last_complete ? "last" : "last (still forming)", s->last.value, decimals,
             &s->last.time, timeframe);
    put_item(&rows, "previous", s->previous.value, decimals, &s->previous.time, timeframe);
    put_item(&rows, "change", s->change, decimals, NULL, timeframe);
    put_item(&rows, "change %", s->change_percent, 2, NULL, timeframe);
    put_points(&rows, a);
    put_item(&rows, "average volume", s->average_volume, 0, NULL, timeframe);
    for (size_t c = 0; a->result && c < a->result->n_columns; c++)
        put_item(&rows, a->result->columns[c].title, a->result->columns[c].values[newest],
                 decimals < 2 ? 2 : decimals, &a->view->series.bars.time[newest], timeframe);
    return cli_rows_end(&rows);
}

/* ---- JSON: the form of the API, and the indicators */

static void put_indicators(app_json *json, const struct answer *a) {
    size_t newest = a->view->first + a->view->count - 1;
    app_json_key(json, "indicators");
    app_json_begin_array(json);
    for (size_t c = 0; a->result && c < a->result->n_columns; c++) {
        const app_column *column = &a->result->columns[c];
        app_json_begin_object(json);
        app_json_key(json, "column");
        app_json_str(json, column->name);
        app_json_key(json, "spec");
        app_json_str(json, a->specs[column->spec].text);
        app_json_key(json, "name");
        app_json_str(json, column->title);
        app_json_key(json, "value");
        app_json_number(json, column->values[newest]);
        app_json_end_object(json);
    }
    app_json_end_array(json);
}

static void put_json(const struct answer *a) {
    app_json json;
    app_json_init(&json, &a->cli->out, APP_JSON_SHORTEST);
    app_json_begin_object(&json);
    app_summary_json(&json, a->view, a->summary);
    put_indicators(&json, a);
    app_json_end_object(&json);
    app_text_char(&a->cli->out, '\n');
}

/* ---- */

static int answer(struct cli *cli, const char *symbol, const app_view *view, const app_spec *specs,
                  size_t n_specs) {
    market_summary summary;
    app_result result = {0};
    app_error err = {0};
    int code = CLI_OK;
    if (view->count == 0)
        return cli_fail(CLI_NOT_FOUND, symbol, "`mkt symbols` shows what is stored",
                        "there are no bars in this range");
    market_bars_summary(&view->series.bars, view->from, view->to, &summary);
    if (n_specs && app_compute(&view->series.bars, view->series.timeframe, NULL, specs, n_specs,
                               APP_INPUT_CLOSE, &err, &result))
        return cli_fail_error(symbol, &err);
    const struct answer a = {cli, view, &summary, specs, &result};
    if (cli->values.format == CLI_JSON)
        put_json(&a);
    else
        code = put_rows(&a);
    app_result_clear(&result);
    return code;
}

static int run(struct cli *cli) {
    const struct cli_list *given = &cli->values.indicator;
    bool none = given->count == 1 && strcmp(given->items[0], "none") == 0;
    const char *const *texts = given->count ? given->items : usual;
    size_t n_specs = none ? 0 : given->count ? given->count : sizeof usual / sizeof usual[0];
    app_spec specs[APP_SPECS_MAX];
    app_view view;
    int code = cli_parse_specs(texts, n_specs, specs);
    if (!code)
        code = cli_view(cli, cli->args[0], &view);
    if (code)
        return code;
    code = answer(cli, cli->args[0], &view, specs, n_specs);
    app_view_clear(&view);
    return code;
}

static const char *const options[] = {"indicator", "from",   "to",   "range",
                                      "timeframe", "adjust", "feed", NULL};

const struct cli_command cli_summary = {
    .name = "summary",
    .args = "SYMBOL",
    .min_args = 1,
    .max_args = 1,
    .summary = "last price, change, highs and lows, latest indicator values",
    .details = "Highest and lowest close belong to the range (ties: the earliest date), the\n"
               "52 weeks end at the last bar. Bars that are still forming count for neither.\n",
    .examples = "  mkt summary AAPL\n"
                "  mkt summary AAPL --range YTD --format json\n"
                "  mkt summary AAPL --indicator rsi:period=2 --indicator sma:period=200\n",
    .options = options,
    .run = run,
};
