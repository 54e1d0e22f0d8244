/* Bars with splits and dividends: `mkt fetch bars`. Symbols that begin at the same time are asked
 * for together. */
#include "fetch.h"

#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000)

/* What is asked for of one symbol. */
struct ask {
    const char *symbol;
    struct cli_fetch_span span;
    int64_t start;
    struct cli_fetch_tally bars, actions;
    bool is_seen;
};

struct batch {
    struct cli_fetch *fetch;
    market_series_key key; /* of any symbol */
    struct ask *asks, *first;
    size_t count; /* from first on */
    char start[MARKET_TIME_TEXT];
};

/* ---- from where on */

static void name_note(const struct batch *batch, const char *symbol, char name[160]) {
    (void)snprintf(name, 160, "fetch/bars/%s/%s/%s", symbol,
                   market_timeframe_name(batch->key.timeframe), batch->key.feed);
}

/* What was stored before notes were kept, or by others. */
static int span_of_series(const struct batch *batch, struct ask *ask) {
    market_series_list list = {0};
    market_error err = {0};
    market_status status = market_store_list_series(batch->fetch->store, ask->symbol, &err, &list);
    for (size_t i = 0; !status && i < list.count; i++) {
        const market_series_info *info = &list.items[i];
        if (info->timeframe == batch->key.timeframe && strcmp(info->feed, batch->key.feed) == 0)
            ask->span = (struct cli_fetch_span){true, info->first, info->last};
    }
    market_series_list_clear(&list);
    return status && status != MARKET_E_NO_SYMBOL ? cli_fail_market(ask->symbol, "", status, &err)
                                                  : CLI_OK;
}

/* From the end of what is stored less a week on: late corrections and the bar that was still
 * running; else from --since, or 2016. */
static int find_start(const struct batch *batch, struct ask *ask) {
    enum {
        YEAR_2016 = 1451606400
    };
    char name[160];
    int64_t wanted = 0;
    int code = cli_fetch_wanted(batch->fetch, INT64_C(1000) * YEAR_2016, &wanted);
    name_note(batch, ask->symbol, name);
    if (!code)
        code = cli_fetch_span_read(batch->fetch, name, &ask->span);
    if (!code && !ask->span.is_known && batch->fetch->store)
        code = span_of_series(batch, ask);
    if (!code && ask->span.is_known && !batch->fetch->cli->values.from)
        wanted = ask->span.since;
    ask->start = cli_fetch_span_start(batch->fetch, &ask->span, wanted, 7 * DAY);
    return code;
}

static int by_start(const void *a, const void *b) {
    const struct ask *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return strcmp(x->symbol, y->symbol);
}

/* ---- storing */

static struct ask *find(const struct batch *batch, const char *symbol) {
    for (size_t i = 0; i < batch->count; i++)
        if (strcmp(batch->first[i].symbol, symbol) == 0)
            return &batch->first[i];
    return NULL;
}

static bool store_series(struct batch *batch, const fetch_bars_series *series, int64_t fetched_at) {
    struct cli_fetch *fetch = batch->fetch;
    struct ask *ask = find(batch, series->symbol);
    market_error err = {0};
    market_put_summary summary = {0, 0, 0};
    char name[160];
    if (!ask || series->bars.count == 0)
        return true;
    market_series_key key = batch->key;
    key.symbol = ask->symbol;
    market_status status =
        market_store_put_bars(fetch->store, &key, &series->bars, fetched_at, &err, &summary);
    if (!cli_fetch_stored(fetch, status, &err, &summary, &ask->bars))
        return false;
    if (!ask->is_seen) {
        fetch->n_done++;
        status =
            market_store_put_series_source(fetch->store, &key, "Alpaca Market Data", false, &err);
        if (!cli_fetch_kept(fetch, status, &err))
            return false;
    }
    ask->is_seen = true;
    name_note(batch, ask->symbol, name);
    return cli_fetch_span_write(fetch, name, &ask->span, ask->start,
                                series->bars.time[series->bars.count - 1]);
}

/* A page with the note of how far it reaches, or nothing of it. */
static bool store_page(void *payload, const fetch_bars_page *page) {
    struct batch *batch = payload;
    struct cli_fetch *fetch = batch->fetch;
    market_error err = {0};
    bool good = cli_fetch_kept(fetch, market_store_begin(fetch->store, &err), &err);
    fetch->tally.rejected += page->rejected;
    for (size_t i = 0; i < page->count && good; i++)
        good = store_series(batch, &page->series[i], page->fetched_at);
    good = good && cli_fetch_kept(fetch, market_store_commit(fetch->store, &err), &err);
    cli_fetch_show(fetch, NULL);
    return good;
}

static bool store_actions(void *payload, const fetch_action *actions, size_t count, bool is_last) {
    struct batch *batch = payload;
    struct cli_fetch *fetch = batch->fetch;
    (void)is_last;
    for (size_t i = 0; i < count; i++) {
        const fetch_action *a = &actions[i];
        struct ask *ask = find(batch, a->symbol);
        market_error err = {0};
        market_put_summary summary = {0, 0, 0};
        if (!ask)
            continue;
        market_status status = a->kind == FETCH_CASH_DIVIDEND
                                   ? market_store_put_dividends(fetch->store, a->symbol, "",
                                                                &a->dividend, 1, &err, &summary)
                                   : market_store_put_splits(fetch->store, a->symbol, "", &a->split,
                                                             1, &err, &summary);
        if (!cli_fetch_stored(fetch, status, &err, &summary, &ask->actions))
            return false;
    }
    return true;
}

/* ---- asking */

static fetch_status ask_both(struct batch *batch, fetch_alpaca *alpaca, const char **symbols,
                             fetch_error *err) {
    fetch_actions_query actions = FETCH_ACTIONS_QUERY_INIT;
    fetch_bars_query bars = FETCH_BARS_QUERY_INIT;
    fetch_call call = cli_fetch_call();
    char date[11] = "";
    memcpy(date, batch->start, 10);
    actions.symbols = bars.symbols = symbols;
    actions.symbol_count = bars.symbol_count = batch->count;
    actions.start = date;
    bars.timeframe = market_timeframe_name(batch->key.timeframe);
    bars.start = batch->start;
    bars.end = batch->fetch->cli->values.to;
    bars.feed = batch->key.feed;
    /* First what belongs to the bars: once these are stored, their time is not asked for again. */
    fetch_status status = fetch_alpaca_actions(alpaca, &actions, &call, store_actions, batch, err);
    return status ? status : fetch_alpaca_bars(alpaca, &bars, &call, store_page, batch, err);
}

static int run_batch(struct batch *batch, fetch_alpaca *alpaca) {
    struct cli_fetch *fetch = batch->fetch;
    const char **symbols = calloc(batch->count, sizeof *symbols);
    fetch_error err = {.message = ""};
    if (!symbols)
        return cli_fail(CLI_FAILURE, "fetch", "", "out of memory");
    for (size_t i = 0; i < batch->count; i++)
        symbols[i] = batch->first[i].symbol;
    (void)market_time_format(batch->first->start, batch->key.timeframe, batch->start);
    fetch->symbol = batch->count == 1 ? symbols[0] : "bars";
    fetch_status status = ask_both(batch, alpaca, symbols, &err);
    free(symbols);
    return status ? cli_fetch_fail(fetch, status, &err) : CLI_OK;
}

static void put_row(struct batch *batch, const struct ask *ask) {
    if (!ask->is_seen)
        cli_note(ask->symbol, "Alpaca has no such bars");
    cli_fetch_row(batch->fetch, ask->symbol, market_timeframe_name(batch->key.timeframe),
                  batch->key.feed, &ask->bars);
    cli_fetch_row(batch->fetch, ask->symbol, "actions", "", &ask->actions);
}

/* ---- what would be asked */

/* Bars of one symbol a year, where it trades all the time: 252 days from 04:00 to 20:00. */
static double bars_a_year(market_timeframe timeframe) {
    static const int counts[] = {
        [MARKET_1MIN] = 252 * 960, [MARKET_5MIN] = 252 * 192, [MARKET_15MIN] = 252 * 64,
        [MARKET_30MIN] = 252 * 32, [MARKET_1HOUR] = 252 * 16, [MARKET_4HOUR] = 252 * 5,
        [MARKET_1DAY] = 252,       [MARKET_1WEEK] = 53,       [MARKET_1MONTH] = 12,
        [MARKET_3MONTH] = 4,       [MARKET_12MONTH] = 1};
    return counts[timeframe];
}

static int64_t pages_of(double rows, double page) {
    return rows > page ? (int64_t)((rows + page - 1) / page) : 1;
}

/* A request's symbols, at most 100. */
static int would_ask(struct batch *batch, const struct ask *asks, size_t count) {
    enum {
        BARS_PAGE = 10000,
        ACTIONS_PAGE = 1000,
        ACTIONS_A_YEAR = 4 /* quarterly dividends */
    };
    const struct cli_values *values = &batch->fetch->cli->values;
    market_timeframe timeframe = batch->key.timeframe;
    const double year = 365.25 * (double)DAY;
    char start[MARKET_TIME_TEXT];
    market_error err = {0};
    market_time to = {.time = cli_fetch_now()};
    market_status status =
        values->to ? market_time_parse(values->to, strlen(values->to), NULL, &err, &to) : MARKET_OK;
    if (status)
        return cli_fail_market("--to", "write 2024-01-31 or 2024-01-31T14:30:00Z", status, &err);
    app_text names;
    app_text_init(&names, 0);
    for (size_t i = 0; i < count; i++)
        app_text_format(&names, "%s%s", i > 0 ? " " : "", asks[i].symbol);
    int64_t end = to.time + DAY; /* the last day is included */
    double years = end > asks->start ? (double)(end - asks->start) / year * (double)count : 0;
    (void)market_time_format(asks->start, timeframe, start);
    if (!names.failed) {
        cli_fetch_would(batch->fetch, names.data, "actions", start, NULL,
                        pages_of(years * ACTIONS_A_YEAR, ACTIONS_PAGE), 0);
        cli_fetch_would(batch->fetch, names.data, market_timeframe_name(timeframe), start,
                        values->to, pages_of(years * bars_a_year(timeframe), BARS_PAGE), 0);
    }
    int code = names.failed ? cli_fail(CLI_FAILURE, "fetch", "", "out of memory") : CLI_OK;
    app_text_clear(&names);
    return code;
}

static int would_ask_batch(struct batch *batch) {
    enum {
        MOST = 100 /* symbols of a request */
    };
    int code = CLI_OK;
    for (size_t i = 0; i < batch->count && !code; i += MOST) {
        size_t left = batch->count - i;
        code = would_ask(batch, &batch->first[i], left < MOST ? left : MOST);
    }
    return code;
}

/* Symbol after symbol in the order of the words, batches by their start. */
static int run(struct batch *batch, fetch_alpaca *alpaca) {
    struct cli_fetch *fetch = batch->fetch;
    int code = CLI_OK;
    for (size_t i = 0; i < fetch->n_symbols && !code; i++) {
        batch->asks[i] = (struct ask){.symbol = fetch->symbols[i]};
        code = find_start(batch, &batch->asks[i]);
    }
    qsort(batch->asks, fetch->n_symbols, sizeof *batch->asks, by_start);
    for (size_t i = 0; i < fetch->n_symbols && !code; i += batch->count) {
        batch->first = &batch->asks[i];
        batch->count = 1;
        while (i + batch->count < fetch->n_symbols &&
               batch->first[batch->count].start == batch->first->start)
            batch->count++;
        code = alpaca ? run_batch(batch, alpaca) : would_ask_batch(batch);
    }
    cli_progress_clear();
    for (size_t i = 0; i < fetch->n_symbols && !code && alpaca; i++)
        put_row(batch, &batch->asks[i]);
    return code;
}

int cli_fetch_bars(struct cli_fetch *fetch, fetch_alpaca *alpaca) {
    const struct cli_values *values = &fetch->cli->values;
    struct batch batch = {.fetch = fetch,
                          .key = {"", MARKET_1DAY, values->feed ? values->feed : "sip"}};
    market_error err = {0};
    if (values->timeframe) {
        market_status status = market_timeframe_parse(values->timeframe, strlen(values->timeframe),
                                                      &err, &batch.key.timeframe);
        if (status)
            return cli_fail_market("--timeframe", "", status, &err);
    }
    batch.asks = calloc(fetch->n_symbols, sizeof *batch.asks);
    if (!batch.asks)
        return cli_fail(CLI_FAILURE, "fetch", "", "out of memory");
    int code = run(&batch, alpaca);
    free(batch.asks);
    return code;
}
