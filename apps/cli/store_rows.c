/* What a store holds: `mkt store ls` and `mkt store cat`. */
#include "store.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static const struct {
    const char *name;
    market_holding_kind kind;
} kinds[] = {{"events", MARKET_HOLDS_EVENTS},
             {"bars", MARKET_HOLDS_BARS},
             {"news", MARKET_HOLDS_NEWS},
             {"posts", MARKET_HOLDS_POSTS},
             {"counts", MARKET_HOLDS_COUNTS}};

static const char *kind_name(market_holding_kind kind) {
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].kind == kind)
            return kinds[i].name;
    return "";
}

/* A bucket of counts is as wide as a bar of this timeframe. */
static market_timeframe width_of(int granularity) {
    static const market_timeframe widths[] = {[MARKET_PER_MINUTE] = MARKET_1MIN,
                                              [MARKET_PER_HOUR] = MARKET_1HOUR,
                                              [MARKET_PER_DAY] = MARKET_1DAY};
    return widths[granularity];
}

/* ---- ls ---- */

static market_timeframe timeframe_of(const market_holding *holding) {
    switch (holding->kind) {
    case MARKET_HOLDS_EVENTS:
        return MARKET_1DAY; /* for their dates */
    case MARKET_HOLDS_BARS:
        return holding->timeframe;
    case MARKET_HOLDS_COUNTS:
        return width_of(holding->granularity);
    default:
        return MARKET_1MIN; /* for their times */
    }
}

static void put_holding(struct cli_rows *rows, const market_holding *holding) {
    market_timeframe timeframe = timeframe_of(holding);
    bool is_framed = holding->kind == MARKET_HOLDS_BARS || holding->kind == MARKET_HOLDS_COUNTS;
    cli_rows_text(rows, kind_name(holding->kind));
    cli_rows_text(rows, holding->name);
    cli_rows_text(rows, is_framed ? market_timeframe_name(timeframe) : "");
    cli_rows_text(rows, holding->feed);
    cli_rows_int(rows, (int64_t)holding->rows);
    if (holding->rows > 0) {
        cli_rows_time(rows, holding->first, timeframe);
        cli_rows_time(rows, holding->last, timeframe);
    } else {
        cli_rows_empty(rows);
        cli_rows_empty(rows);
    }
}

int cli_store_ls(struct cli *cli, market_store *store) {
    static const struct cli_column columns[] = {
        {"data", "DATA", CLI_LEFT}, {"name", "NAME", CLI_CUT},   {"timeframe", "FRAME", CLI_LEFT},
        {"feed", "FEED", CLI_CUT},  {"rows", "ROWS", CLI_RIGHT}, {"first", "FIRST", CLI_LEFT},
        {"last", "LAST", CLI_LEFT}};
    market_holding_list list = {0, NULL};
    market_error err = {0};
    struct cli_rows rows;
    market_status status = market_store_list_holdings(store, &err, &list);
    if (status)
        return cli_fail_market(market_store_path(store), "", status, &err);
    cli_rows_begin(&rows, cli, columns, COUNT_OF(columns));
    for (size_t i = 0; i < list.count; i++)
        put_holding(&rows, &list.items[i]);
    market_holding_list_clear(&list);
    return cli_rows_end(&rows);
}

/* ---- cat ---- */

/* What to show. */
struct choice {
    struct cli *cli;
    market_store *store;
    market_holding_kind kind;
    const char *name; /* NULL: all news */
    bool is_framed;   /* --timeframe was given */
    market_timeframe timeframe;
};

static int fail(const struct choice *c, market_status status, const market_error *err) {
    return cli_fail_market(c->name ? c->name : market_store_path(c->store), "", status, err);
}

static int end(const struct choice *c, struct cli_rows *rows) {
    if (rows->n_rows > 0)
        return cli_rows_end(rows);
    (void)cli_rows_end(rows);
    app_text_reset(&c->cli->out);
    return cli_fail(CLI_NOT_FOUND, c->name ? c->name : "news", "`mkt store ls` lists what there is",
                    "there are no %s in the store", kind_name(c->kind));
}

static int cat_bars(const struct choice *c) {
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
    query.symbol = c->name;
    query.feed = c->cli->values.feed;
    query.adjust = MARKET_ADJUST_RAW;
    if (c->is_framed)
        query.timeframe = c->timeframe;
    market_status status = market_store_query(c->store, &query, &err, &series);
    if (status)
        return fail(c, status, &err);
    cli_rows_begin(&rows, c->cli, columns, COUNT_OF(columns));
    for (size_t i = 0; i < series.bars.count; i++) {
        const market_bar bar = market_bars_get(&series.bars, i);
        const double values[] = {bar.open,   bar.high, bar.low,    bar.close,
                                 bar.volume, bar.vwap, bar.trades, bar.factor};
        cli_rows_time(&rows, bar.time, series.timeframe);
        for (size_t n = 0; n < COUNT_OF(values); n++)
            cli_rows_number(&rows, values[n], -1);
        cli_rows_bool(&rows, bar.complete);
    }
    market_series_clear(&series);
    return end(c, &rows);
}

static void put_events(struct cli_rows *rows, const market_events *events) {
    for (size_t i = 0; i < events->split_count; i++) {
        cli_rows_time(rows, events->splits[i].date, MARKET_1DAY);
        cli_rows_text(rows, "split");
        cli_rows_number(rows, events->splits[i].from_shares, -1);
        cli_rows_number(rows, events->splits[i].to_shares, -1);
        cli_rows_empty(rows);
    }
    for (size_t i = 0; i < events->dividend_count; i++) {
        cli_rows_time(rows, events->dividends[i].date, MARKET_1DAY);
        cli_rows_text(rows, "dividend");
        cli_rows_empty(rows);
        cli_rows_empty(rows);
        cli_rows_number(rows, events->dividends[i].amount, -1);
    }
}

/* The feed whose events are meant: --feed, else that of the symbol's default series. */
static market_status feed_of(const struct choice *c, market_error *err,
                             char feed[MARKET_FEED_SIZE]) {
    market_series_list list = {0, NULL};
    feed[0] = '\0';
    if (c->cli->values.feed) {
        strncat(feed, c->cli->values.feed, MARKET_FEED_SIZE - 1);
        return MARKET_OK;
    }
    market_status status = market_store_list_series(c->store, c->name, err, &list);
    for (size_t i = 0; i < list.count && !status; i++)
        if (list.items[i].is_default)
            memcpy(feed, list.items[i].feed, MARKET_FEED_SIZE);
    market_series_list_clear(&list);
    return status;
}

static int cat_events(const struct choice *c) {
    static const struct cli_column columns[] = {{"date", "DATE", CLI_LEFT},
                                                {"event", "EVENT", CLI_LEFT},
                                                {"from_shares", "FROM", CLI_RIGHT},
                                                {"to_shares", "TO", CLI_RIGHT},
                                                {"amount", "AMOUNT", CLI_RIGHT}};
    char feed[MARKET_FEED_SIZE];
    market_events events = {0};
    market_error err = {0};
    struct cli_rows rows;
    market_status status = feed_of(c, &err, feed);
    if (!status)
        status = market_store_list_events(c->store, c->name, feed, &err, &events);
    if (status)
        return fail(c, status, &err);
    cli_rows_begin(&rows, c->cli, columns, COUNT_OF(columns));
    put_events(&rows, &events);
    market_events_clear(&events);
    return end(c, &rows);
}

static market_text_query all_of(const struct choice *c) {
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    query.symbol = c->name;
    query.limit = SIZE_MAX;
    return query;
}

static void put_article(struct cli_rows *rows, const market_news *news) {
    const char *const texts[] = {news->id,      news->headline, news->source, news->author,
                                 news->summary, news->content,  news->url};
    app_text symbols;
    app_text_init(&symbols, 0);
    for (size_t i = 0; i < news->symbol_count; i++)
        app_text_format(&symbols, "%s%s", i ? " " : "", news->symbols[i]);
    app_text_char(&symbols, '\0');
    cli_rows_time(rows, news->created_at, MARKET_1MIN);
    cli_rows_time(rows, news->updated_at, MARKET_1MIN);
    cli_rows_text(rows, symbols.failed ? "" : symbols.data);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        cli_rows_text(rows, texts[i]);
    cli_rows_bool(rows, news->synthetic);
    rows->failed |= symbols.failed;
    app_text_clear(&symbols);
}

static int cat_news(const struct choice *c) {
    static const struct cli_column columns[] = {
        {"created_at", "TIME", CLI_LEFT},     {"updated_at", "UPDATED", CLI_LEFT},
        {"symbols", "SYMBOLS", CLI_CUT},      {"id", "ID", CLI_LEFT},
        {"headline", "HEADLINE", CLI_CUT},    {"source", "SOURCE", CLI_CUT},
        {"author", "AUTHOR", CLI_CUT},        {"summary", "SUMMARY", CLI_CUT},
        {"content", "CONTENT", CLI_CUT},      {"url", "URL", CLI_CUT},
        {"synthetic", "SYNTHETIC", CLI_LEFT},
    };
    const market_text_query query = all_of(c);
    market_news_list list = {0};
    market_error err = {0};
    struct cli_rows rows;
    market_status status = market_store_list_news(c->store, &query, &err, &list);
    if (status)
        return fail(c, status, &err);
    cli_rows_begin(&rows, c->cli, columns, COUNT_OF(columns));
    for (size_t i = list.count; i-- > 0;)
        put_article(&rows, &list.items[i]);
    market_news_list_clear(&list);
    return end(c, &rows);
}

static void put_post(struct cli_rows *rows, const market_post *post) {
    const char *const texts[] = {post->id,        post->text,   post->lang,
                                 post->author_id, post->author, post->author_name};
    const int64_t numbers[] = {post->reposts, post->replies, post->likes, post->quotes};
    cli_rows_time(rows, post->created_at, MARKET_1MIN);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        cli_rows_text(rows, texts[i]);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        if (numbers[i] < 0)
            cli_rows_empty(rows);
        else
            cli_rows_int(rows, numbers[i]);
    }
    cli_rows_bool(rows, post->synthetic);
}

static int cat_posts(const struct choice *c) {
    static const struct cli_column columns[] = {
        {"created_at", "TIME", CLI_LEFT},  {"id", "ID", CLI_LEFT},
        {"text", "TEXT", CLI_CUT},         {"lang", "LANG", CLI_LEFT},
        {"author_id", "AUTHOR", CLI_LEFT}, {"author", "HANDLE", CLI_CUT},
        {"author_name", "NAME", CLI_CUT},  {"reposts", "REPOSTS", CLI_RIGHT},
        {"replies", "REPLIES", CLI_RIGHT}, {"likes", "LIKES", CLI_RIGHT},
        {"quotes", "QUOTES", CLI_RIGHT},   {"synthetic", "SYNTHETIC", CLI_LEFT}};
    const market_text_query query = all_of(c);
    market_post_list list = {0};
    market_error err = {0};
    struct cli_rows rows;
    market_status status = market_store_list_posts(c->store, &query, &err, &list);
    if (status)
        return fail(c, status, &err);
    cli_rows_begin(&rows, c->cli, columns, COUNT_OF(columns));
    for (size_t i = list.count; i-- > 0;)
        put_post(&rows, &list.items[i]);
    market_post_list_clear(&list);
    return end(c, &rows);
}

static int put_counts(const struct choice *c, struct cli_rows *rows, int granularity) {
    const market_text_query query = all_of(c);
    market_post_count_list list = {0, NULL};
    market_error err = {0};
    market_status status = market_store_list_post_counts(
        c->store, &query, (market_granularity)granularity, &err, NULL, &list);
    if (status)
        return fail(c, status, &err);
    for (size_t i = 0; i < list.count; i++) {
        cli_rows_text(rows, market_timeframe_name(width_of(granularity)));
        cli_rows_time(rows, list.items[i].start, MARKET_1MIN);
        cli_rows_int(rows, list.items[i].count);
        cli_rows_int(rows, list.items[i].covered_ms);
    }
    market_post_count_list_clear(&list);
    return CLI_OK;
}

static int cat_counts(const struct choice *c) {
    static const struct cli_column columns[] = {{"timeframe", "FRAME", CLI_LEFT},
                                                {"start", "START", CLI_LEFT},
                                                {"count", "COUNT", CLI_RIGHT},
                                                {"covered_ms", "COVERED", CLI_RIGHT}};
    struct cli_rows rows;
    int code = CLI_OK;
    cli_rows_begin(&rows, c->cli, columns, COUNT_OF(columns));
    for (int g = MARKET_PER_MINUTE; g <= MARKET_PER_DAY && !code; g++)
        if (!c->is_framed || c->timeframe == width_of(g))
            code = put_counts(c, &rows, g);
    if (!code)
        return end(c, &rows);
    (void)cli_rows_end(&rows);
    app_text_reset(&c->cli->out);
    return code;
}

int cli_store_cat(struct cli *cli, market_store *store) {
    static int (*const cats[])(const struct choice *) = {cat_events, cat_bars, cat_news, cat_posts,
                                                         cat_counts};
    const char *timeframe = cli->values.timeframe;
    struct choice choice = {.cli = cli,
                            .store = store,
                            .name = cli->n_args > 2 ? cli->args[2] : NULL,
                            .is_framed = timeframe != NULL};
    market_error err = {0};
    size_t i = 0;
    while (i < COUNT_OF(kinds) && strcmp(kinds[i].name, cli->args[1]) != 0)
        i++;
    if (i == COUNT_OF(kinds))
        return cli_fail(CLI_USAGE, "store", "use bars, events, news, posts or counts",
                        "'%s' is no kind of data", cli->args[1]);
    choice.kind = kinds[i].kind;
    if (!choice.name && choice.kind != MARKET_HOLDS_NEWS)
        return cli_fail(CLI_USAGE, "store", "`mkt store ls` lists what there is",
                        "it is not said whose %s", kinds[i].name);
    if (timeframe && market_timeframe_parse(timeframe, strlen(timeframe), &err, &choice.timeframe))
        return cli_fail_market("--timeframe", "", err.status, &err);
    return cats[i](&choice);
}
