/* What a store holds: `mkt store ls` and `mkt store cat`. */
#include "store.h"

#include <string.h>

static void put_series(struct cli_rows *rows, const market_series_info *info) {
    cli_rows_text(rows, "bars");
    cli_rows_text(rows, info->symbol);
    cli_rows_text(rows, market_timeframe_name(info->timeframe));
    cli_rows_text(rows, info->feed);
    cli_rows_int(rows, (int64_t)info->bars);
    if (info->bars > 0) {
        cli_rows_time(rows, info->first, info->timeframe);
        cli_rows_time(rows, info->last, info->timeframe);
    } else {
        cli_rows_empty(rows);
        cli_rows_empty(rows);
    }
}

static void put_topic(struct cli_rows *rows, const market_topic *topic) {
    cli_rows_text(rows, "posts");
    cli_rows_text(rows, topic->topic);
    cli_rows_empty(rows);
    cli_rows_empty(rows);
    cli_rows_int(rows, (int64_t)topic->posts);
    cli_rows_empty(rows);
    if (topic->newest != INT64_MIN)
        cli_rows_time(rows, topic->newest, MARKET_1MIN);
    else
        cli_rows_empty(rows);
}

int cli_store_ls(struct cli *cli, market_store *store) {
    static const struct cli_column columns[] = {
        {"data", "DATA", CLI_LEFT}, {"name", "NAME", CLI_CUT},   {"timeframe", "FRAME", CLI_LEFT},
        {"feed", "FEED", CLI_CUT},  {"rows", "ROWS", CLI_RIGHT}, {"first", "FIRST", CLI_LEFT},
        {"last", "LAST", CLI_LEFT}};
    market_series_list series = {0, NULL};
    market_topic_list topics = {0, NULL};
    market_error err = {0};
    struct cli_rows rows;
    market_status status = market_store_list_series(store, NULL, &err, &series);
    if (!status)
        status = market_store_list_topics(store, &err, &topics);
    if (status) {
        market_series_list_clear(&series);
        return cli_fail_market(market_store_path(store), "", status, &err);
    }
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < series.count; i++)
        put_series(&rows, &series.items[i]);
    for (size_t i = 0; i < topics.count; i++)
        put_topic(&rows, &topics.items[i]);
    market_series_list_clear(&series);
    market_topic_list_clear(&topics);
    return cli_rows_end(&rows);
}

int cli_store_cat(struct cli *cli, market_store *store) {
    static const struct cli_column columns[] = {
        {"time", "TIME", CLI_LEFT},      {"open", "OPEN", CLI_RIGHT},
        {"high", "HIGH", CLI_RIGHT},     {"low", "LOW", CLI_RIGHT},
        {"close", "CLOSE", CLI_RIGHT},   {"volume", "VOLUME", CLI_RIGHT},
        {"vwap", "VWAP", CLI_RIGHT},     {"trades", "TRADES", CLI_RIGHT},
        {"factor", "FACTOR", CLI_RIGHT}, {"complete", "COMPLETE", CLI_LEFT}};
    market_query query = MARKET_QUERY_INIT;
    market_series series;
    market_error err = {0};
    struct cli_rows rows;
    const char *timeframe = cli->values.timeframe;
    query.symbol = cli->args[1];
    query.feed = cli->values.feed;
    query.adjust = MARKET_ADJUST_RAW;
    market_status status = MARKET_OK;
    if (timeframe)
        status = market_timeframe_parse(timeframe, strlen(timeframe), &err, &query.timeframe);
    if (!status)
        status = market_store_query(store, &query, &err, &series);
    if (status)
        return cli_fail_market(query.symbol, "", status, &err);
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < series.bars.count; i++) {
        const market_bar bar = market_bars_get(&series.bars, i);
        const double values[] = {bar.open,   bar.high, bar.low,    bar.close,
                                 bar.volume, bar.vwap, bar.trades, bar.factor};
        cli_rows_time(&rows, bar.time, series.timeframe);
        for (size_t n = 0; n < sizeof values / sizeof values[0]; n++)
            cli_rows_number(&rows, values[n], -1);
        cli_rows_bool(&rows, bar.complete);
    }
    market_series_clear(&series);
    return cli_rows_end(&rows);
}
