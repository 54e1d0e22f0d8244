#include "chart.h"
#include "cli.h"
#include "commands.h"

#include <string.h>

enum {
    DEFAULT_BARS = 90,
    LEAST_WIDTH = 20,
    LEAST_HEIGHT = 8
};

static const char *const usual[] = {"ema:period=12", "ema:period=26"};

/* Lines over the candles must be prices. */
static int check_overlays(const app_spec *specs, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!ta_indicator_describe(specs[i].ind)->overlay)
            return cli_fail(CLI_USAGE, "--overlay", "use `mkt indicator`",
                            "%s does not share the price axis", specs[i].text);
    return CLI_OK;
}

static size_t at_least(size_t value, size_t least) {
    return value > least ? value : least;
}

static int draw(struct cli *cli, const char *symbol, const app_view *view, const app_spec *specs,
                size_t n_specs) {
    const struct cli_values *v = &cli->values;
    size_t width, height;
    app_result lines = {0};
    app_error err = {0};
    if (view->count == 0)
        return cli_fail(CLI_NOT_FOUND, symbol, "`mkt symbols` shows what is stored",
                        "there are no bars in this range");
    if (n_specs && app_compute(&view->series.bars, view->series.timeframe, NULL, specs, n_specs,
                               APP_INPUT_CLOSE, &err, &lines))
        return cli_fail_error(symbol, &err);
    cli_terminal_size(&width, &height);
    /* On a terminal the line below is the prompt's. */
    height -= cli_stdout_is_terminal() && height > LEAST_HEIGHT;
    struct chart chart = {.view = view,
                          .specs = specs,
                          .lines = &lines,
                          .width = v->width ? (size_t)v->width : at_least(width, LEAST_WIDTH),
                          .height = v->height ? (size_t)v->height : at_least(height, LEAST_HEIGHT),
                          .last = v->last ? (size_t)v->last : DEFAULT_BARS,
                          .color_bits = cli_color_bits(cli),
                          .ascii = v->ascii || !cli_has_utf8()};
    bool drawn = chart_draw(&chart, &cli->out);
    app_result_clear(&lines);
    return drawn ? CLI_OK : cli_fail(CLI_FAILURE, "chart", "", "out of memory");
}

static int run(struct cli *cli) {
    const struct cli_list *given = &cli->values.overlay;
    bool none = given->count == 1 && strcmp(given->items[0], "none") == 0;
    const char *const *texts = given->count ? given->items : usual;
    size_t n_specs = none ? 0 : given->count ? given->count : sizeof usual / sizeof usual[0];
    app_spec specs[APP_SPECS_MAX];
    app_view view;
    if (cli->values.format != CLI_TABLE)
        return cli_fail(CLI_USAGE, "--format", "use `mkt bars`", "a chart is drawn, not listed");
    int code = cli_parse_specs(texts, n_specs, specs);
    if (!code)
        code = check_overlays(specs, n_specs);
    if (!code)
        code = cli_view(cli, cli->args[0], &view);
    if (code)
        return code;
    code = draw(cli, cli->args[0], &view, specs, n_specs);
    app_view_clear(&view);
    return code;
}

static const char *const options[] = {"last", "overlay", "width",     "height", "ascii", "from",
                                      "to",   "range",   "timeframe", "adjust", "feed",  NULL};

const struct cli_command cli_chart = {
    .name = "chart",
    .args = "SYMBOL",
    .min_args = 1,
    .max_args = 1,
    .summary = "draw candlesticks in the terminal",
    .details = "Draws the newest bars, as many as fit, with volume below and lines above. Without\n"
               "colours rising bars are thin and falling ones solid. Bars that are still forming\n"
               "are broken lines. Where the locale is not UTF-8 it draws in ASCII.\n",
    .examples = "  mkt chart AAPL\n"
                "  mkt chart AAPL --last 60 --overlay bbands:period=20,input=typprice\n"
                "  mkt chart AAPL --timeframe 1Week --to 2012-12-31 --overlay none\n"
                "  mkt chart AAPL --width 120 --height 40 --color always | less -R\n",
    .options = options,
    .run = run,
};
