/* Alpaca: what is asked, what becomes of the answers, and that nothing is lost or doubled between
 * pages. */
#include "support.h"

#include <math.h>

static world w;
static fetch_alpaca *alpaca;
static fetch_error err;

static int open_world(void **state) {
    (void)state;
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    world_open(&w, NULL);
    options.key_id = "key-id";
    options.secret_key = "secret-key";
    assert_ok(fetch_alpaca_create(w.client, &options, &err, &alpaca), &err);
    return 0;
}

static int close_world(void **state) {
    (void)state;
    fetch_alpaca_free(alpaca);
    world_close(&w);
    return 0;
}

#define OK(text)                                                                                   \
    { 200, "", text, 0, 0, {0}, 0 }
#define BAR(time, close)                                                                           \
    "{\"t\":\"" time "\",\"o\":10,\"h\":12,\"l\":9,\"c\":" #close ",\"v\":104487900,\"n\":5,"      \
    "\"vw\":10.5}"

/* Everything that came, one line a bar. */
static char got[1 << 14];
static size_t pages, last_pages;
static fetch_bars_page newest;
static char currency[16];

static bool take_bars(void *payload, const fetch_bars_page *page) {
    (void)payload;
    pages++;
    last_pages += page->is_last;
    newest = *page;
    snprintf(currency, sizeof currency, "%s", page->currency);
    for (size_t s = 0; s < page->count; s++)
        for (size_t i = 0; i < page->series[s].bars.count; i++) {
            char time[MARKET_TIME_TEXT];
            market_bar bar = market_bars_get(&page->series[s].bars, i);
            size_t used = strlen(got);
            (void)market_time_format(bar.time, MARKET_1MIN, time);
            snprintf(got + used, sizeof got - used, "%s %s %g%s\n", page->series[s].symbol, time,
                     bar.close, bar.complete ? "" : " incomplete");
        }
    return true;
}

static const char *const two[] = {"AAPL", "MSFT"};

static fetch_bars_query days(void) {
    fetch_bars_query query = FETCH_BARS_QUERY_INIT;
    query.symbols = two;
    query.symbol_count = 2;
    query.start = "2022-10-01";
    return query;
}

static fetch_status bars(const fetch_bars_query *query) {
    got[0] = '\0';
    pages = last_pages = 0;
    return fetch_alpaca_bars(alpaca, query, NULL, take_bars, NULL, &err);
}

/* ---- bars ---- */

static void the_request_says_it_all(void **state) {
    (void)state;
    fetch_bars_query query = days();
    query.start = "2022-10-03T09:30:00+02:00";
    query.end = "2022-10-31";
    query.timeframe = "5Min";
    query.feed = "sip";
    query.asof = "2022-06-09";
    query.currency = "USD";
    query.page_size = 5000;
    SCRIPT(&w, OK("{\"bars\":{},\"next_page_token\":null,\"currency\":\"EUR\"}"));
    assert_ok(bars(&query), &err);
    assert_string_equal(
        w.seen[0].url,
        "https://data.alpaca.markets/v2/stocks/bars?adjustment=raw&asof=2022-06-09&currency=USD"
        "&end=2022-10-31&feed=sip&limit=5000&sort=asc&start=2022-10-03T07%3A30%3A00Z"
        "&symbols=AAPL%2CMSFT&timeframe=5Min");
    assert_int_equal(pages, 1);
    assert_int_equal(last_pages, 1);
    assert_string_equal(currency, "EUR");
    assert_string_equal(newest.feed, "sip");
    assert_true(newest.fetched_at == w.now);
}

static void a_symbol_may_be_split_over_pages(void **state) {
    (void)state;
    const fetch_bars_query query = days();
    SCRIPT(&w,
           OK("{\"bars\":{\"AAPL\":[" BAR("2022-10-03T04:00:00Z",
                                          10) "]},"
                                              "\"next_page_token\":\"QUFQTHw=|+/\\u003d\"}"),
           OK("{\"bars\":{},\"next_page_token\":\"empty\"}"),
           OK("{\"next_page_token\":\"c\",\"bars\":{\"AAPL\":[" BAR(
               "2022-10-04T04:00:00Z", 11) "],\"MSFT\":[" BAR("2022-10-03T04:00:00Z", 9) "]}}"),
           OK("{\"bars\":{\"MSFT\":[" BAR("2022-10-04T04:00:00Z",
                                          9.5) "]},\"next_page_token\":null}"));
    assert_ok(bars(&query), &err);
    assert_string_equal(got, "AAPL 2022-10-03T00:00:00Z 10\nAAPL 2022-10-04T00:00:00Z 11\n"
                             "MSFT 2022-10-03T00:00:00Z 9\nMSFT 2022-10-04T00:00:00Z 9.5\n");
    assert_int_equal(pages, 4);
    assert_int_equal(last_pages, 1);
    assert_null(seen_parameter(&w.seen[0], "page_token"));
    assert_string_equal(seen_parameter(&w.seen[1], "page_token"), "QUFQTHw%3D%7C%2B%2F%3D");
    assert_string_equal(seen_parameter(&w.seen[2], "page_token"), "empty");
    assert_string_equal(seen_parameter(&w.seen[3], "symbols"), "AAPL%2CMSFT");
}

static void what_comes_twice_is_kept_once(void **state) {
    (void)state;
    const fetch_bars_query query = days();
    SCRIPT(&w,
           OK("{\"bars\":{\"AAPL\":[" BAR("2022-10-03T04:00:00Z", 10) "]},"
                                                                      "\"next_page_token\":\"a\"}"),
           OK("{\"bars\":{\"AAPL\":[" BAR("2022-10-03T04:00:00Z", 10) "," BAR(
               "2022-10-04T04:00:00Z", 11) "]},\"next_page_token\":null}"));
    assert_ok(bars(&query), &err);
    assert_string_equal(got, "AAPL 2022-10-03T00:00:00Z 10\nAAPL 2022-10-04T00:00:00Z 11\n");
}

static void contradictions_are_errors(void **state) {
    (void)state;
    static const char *const second[] = {
        /* another price, back in time, a symbol that nobody asked for, the same page again */
        "{\"bars\":{\"AAPL\":[" BAR("2022-10-04T04:00:00Z", 12) "]},\"next_page_token\":null}",
        "{\"bars\":{\"AAPL\":[" BAR("2022-10-03T04:00:00Z", 12) "]},\"next_page_token\":null}",
        "{\"bars\":{\"IBM\":[" BAR("2022-10-03T04:00:00Z", 12) "]},\"next_page_token\":null}",
    };
    const fetch_bars_query query = days();
    for (size_t i = 0; i < sizeof second / sizeof second[0]; i++) {
        const reply both[] = {OK("{\"bars\":{\"AAPL\":[" BAR("2022-10-04T04:00:00Z",
                                                             10) "]},"
                                                                 "\"next_page_token\":\"a\"}"),
                              OK(second[i])};
        world_script(&w, both, 2);
        assert_status(bars(&query), FETCH_E_MALFORMED);
        assert_string_equal(got, "AAPL 2022-10-04T00:00:00Z 10\n");
    }
    const reply again = OK("{\"bars\":{},\"next_page_token\":\"a\"}");
    const reply endless[] = {again, again, again, again, again, again};
    world_script(&w, endless, 6);
    assert_status(bars(&query), FETCH_E_MALFORMED);
    assert_int_equal(w.requests, 6); /* the second page was tried five times */
}

static void missing_members_stay_missing(void **state) {
    (void)state;
    fetch_bars_query query = days();
    query.timeframe = "1Min";
    SCRIPT(&w, OK("{\"bars\":{\"AAPL\":["
                  "{\"t\":\"2022-10-03T13:30:00.123456789Z\",\"o\":1,\"h\":1,\"l\":1,\"c\":1,"
                  "\"v\":null,\"x\":[{\"deep\":[1,{}]}]},"
                  "{\"t\":\"2022-10-03T13:31:00Z\",\"o\":1e0,\"h\":1.0,\"l\":1,\"c\":1,\"v\":"
                  "9007199254740993},"
                  "{\"t\":\"2022-10-03T13:32:00Z\",\"o\":1,\"h\":1,\"l\":1,\"v\":1},"
                  "{\"o\":1,\"h\":1,\"l\":1,\"c\":1,\"v\":1},"
                  "{\"t\":\"noon\",\"o\":1,\"h\":1,\"l\":1,\"c\":1,\"v\":1},"
                  "{\"t\":\"2022-10-03T13:33:00Z\",\"o\":1,\"h\":0.5,\"l\":1,\"c\":1,\"v\":1},"
                  "{\"T\":\"2022-10-03T13:34:00Z\",\"t\":\"2022-10-03T13:35:00Z\",\"O\":7,\"o\":2,"
                  "\"h\":2,\"l\":2,\"c\":2,\"v\":2}"
                  "],\"MSFT\":null},\"next_page_token\":null}"));
    assert_ok(bars(&query), &err);
    assert_string_equal(got, "AAPL 2022-10-03T13:30:00Z 1\nAAPL 2022-10-03T13:31:00Z 1\n"
                             "AAPL 2022-10-03T13:35:00Z 2\n");
    assert_int_equal(newest.rejected, 4);
    assert_non_null(strstr(w.log, "4 bars are impossible"));
}

static bool check_values(void *payload, const fetch_bars_page *page) {
    (void)payload;
    assert_int_equal(page->count, 1);
    market_bar bar = market_bars_get(&page->series[0].bars, 0);
    assert_true(bar.open == 138.21 && bar.high == 143.07 && bar.low == 137.685);
    assert_true(bar.close == 142.45 && bar.volume == 114311663 && bar.trades == 815439);
    assert_true(bar.vwap == 141.064321 && isnan(bar.factor) && bar.complete);
    return false;
}

static void a_callback_may_stop(void **state) {
    (void)state;
    fetch_bars_query query = days();
    SCRIPT(&w, OK("{\"bars\":{\"AAPL\":[{\"t\":\"2022-10-03T04:00:00Z\",\"o\":138.21,\"h\":143.07,"
                  "\"l\":137.685,\"c\":142.45,\"v\":114311663,\"n\":815439,\"vw\":141.064321}]},"
                  "\"next_page_token\":\"more\"}"));
    assert_status(fetch_alpaca_bars(alpaca, &query, NULL, check_values, NULL, &err),
                  FETCH_E_CANCELLED);
    assert_int_equal(w.requests, 1);
}

static void running_bars_are_incomplete(void **state) {
    (void)state;
    const fetch_bars_query query = days();
    /* It is noon UTC on Tuesday, 1 November: the exchange has not opened. */
    SCRIPT(&w, OK("{\"bars\":{\"AAPL\":[" BAR("2022-10-31T04:00:00Z", 10) "," BAR(
                   "2022-11-01T04:00:00Z", 11) "]},\"next_page_token\":null}"));
    assert_ok(bars(&query), &err);
    assert_string_equal(got, "AAPL 2022-10-31T00:00:00Z 10\n"
                             "AAPL 2022-11-01T00:00:00Z 11 incomplete\n");
}

static void many_symbols_go_in_batches(void **state) {
    (void)state;
    static char names[250][8];
    static const char *symbols[250];
    fetch_bars_query query = FETCH_BARS_QUERY_INIT;
    for (size_t i = 0; i < 250; i++) {
        snprintf(names[i], sizeof names[i], "S%zu", i);
        symbols[i] = names[i];
    }
    query.symbols = symbols;
    query.symbol_count = 250;
    SCRIPT(&w, OK("{\"bars\":{},\"next_page_token\":null}"),
           OK("{\"bars\":{\"S150\":[" BAR("2022-10-03T04:00:00Z", 10) "]},\"next_page_token\":"
                                                                      "null}"),
           OK("{\"bars\":{},\"next_page_token\":null}"));
    assert_ok(bars(&query), &err);
    assert_int_equal(w.requests, 3);
    assert_int_equal(last_pages, 1);
    assert_true(newest.is_last);
    assert_string_equal(got, "S150 2022-10-03T00:00:00Z 10\n");
    assert_non_null(strstr(w.seen[1].url, "symbols=S100%2C"));
    assert_null(strstr(w.seen[1].url, "S200"));
}

static void wrong_questions_are_not_sent(void **state) {
    (void)state;
    static const char *const twice[] = {"AAPL", "AAPL"};
    static const char *const lower[] = {"aapl"};
    static const struct {
        fetch_bars_query query;
        const char *parameter;
    } cases[] = {
        {{0, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0}, "symbols"},
        {{0, twice, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0}, "symbols"},
        {{0, lower, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0}, "symbols"},
        {{0, two, 2, "60Min", NULL, NULL, NULL, NULL, NULL, NULL, 0}, "timeframe"},
        {{0, two, 2, "0Min", NULL, NULL, NULL, NULL, NULL, NULL, 0}, "timeframe"},
        {{0, two, 2, "01Min", NULL, NULL, NULL, NULL, NULL, NULL, 0}, "timeframe"},
        {{0, two, 2, "24Hour", NULL, NULL, NULL, NULL, NULL, NULL, 0}, "timeframe"},
        {{0, two, 2, "2Day", NULL, NULL, NULL, NULL, NULL, NULL, 0}, "timeframe"},
        {{0, two, 2, "5Month", NULL, NULL, NULL, NULL, NULL, NULL, 0}, "timeframe"},
        {{0, two, 2, "1Year", NULL, NULL, NULL, NULL, NULL, NULL, 0}, "timeframe"},
        {{0, two, 2, "Min", NULL, NULL, NULL, NULL, NULL, NULL, 0}, "timeframe"},
        {{0, two, 2, NULL, "2022-13-01", NULL, NULL, NULL, NULL, NULL, 0}, "start"},
        {{0, two, 2, NULL, "2022-10-01T09:30:00", NULL, NULL, NULL, NULL, NULL, 0}, "start"},
        {{0, two, 2, NULL, "2022-10-02", "2022-10-01", NULL, NULL, NULL, NULL, 0}, "start"},
        {{0, two, 2, NULL, NULL, "tomorrow", NULL, NULL, NULL, NULL, 0}, "end"},
        {{0, two, 2, NULL, NULL, NULL, "raw&x=1", NULL, NULL, NULL, 0}, "adjustment"},
        {{0, two, 2, NULL, NULL, NULL, NULL, "", NULL, NULL, 0}, "feed"},
        {{0, two, 2, NULL, NULL, NULL, NULL, NULL, "yesterday", NULL, 0}, "asof"},
        {{0, two, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 10001}, "page_size"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_status(bars(&cases[i].query), FETCH_E_ARGUMENT);
        assert_string_equal(err.parameter, cases[i].parameter);
    }
    assert_int_equal(w.requests, 0);
    static const char *const good[] = {"1Min",  "59T",     "23Hour", "4H",    "1D",
                                       "1Week", "12Month", "3M",     "6Month"};
    const reply empty = OK("{\"bars\":{},\"next_page_token\":null}");
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        fetch_bars_query query = days();
        query.timeframe = good[i];
        world_script(&w, &empty, 1);
        assert_ok(bars(&query), &err);
    }
}

static void other_timeframes_keep_their_times(void **state) {
    (void)state;
    fetch_bars_query query = days();
    query.timeframe = "10Min";
    SCRIPT(&w,
           OK("{\"bars\":{\"AAPL\":[" BAR("2022-10-03T13:37:00Z", 10) "]},"
                                                                      "\"next_page_token\":null}"));
    assert_ok(bars(&query), &err);
    assert_int_equal(newest.timeframe, MARKET_TIMEFRAME_NONE);
    assert_string_equal(got, "AAPL 2022-10-03T13:37:00Z 10\n");
}

static void malformed_pages(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "null",
        "[]",
        "{}",
        "{\"bars\":[]}",
        "{\"bars\":{\"AAPL\":{}}}",
        "{\"bars\":{\"AAPL\":[1]}}",
        "{\"bars\":{}} x",
        "{\"bars\":{},}",
        "{\"bars\":{\"AAPL\":[{]}}",
        "{\"bars\":{\"AAPL\":[{\"c\":01}]}}",
        "{\"bars\":{\"AAPL\":[{\"c\":.5}]}}",
        "{\"bars\":{\"AAPL\":[{\"c\":NaN}]}}",
        "{\"bars\":{\"A\\q\":[]}}",
        "{\"bars\":{\"A SYMBOL THAT IS TOO LONG\":[]}}",
        "{\"bars\":{},\"next_page_token\":5}",
    };
    const fetch_bars_query query = days();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const reply r = OK(bad[i]);
        const reply all[] = {r, r, r, r, r};
        world_script(&w, all, 5);
        fetch_status status = bars(&query);
        if (status != FETCH_E_MALFORMED)
            fail_msg("%s: %s", bad[i], fetch_status_name(status));
        assert_int_equal(pages, 0);
        /* Success gives the retries' cost back, so that the quota lasts. */
        const reply good = OK("{\"bars\":{},\"next_page_token\":null}");
        const reply mended[] = {r, r, r, r, good};
        world_script(&w, mended, 5);
        assert_ok(bars(&query), &err);
        fetch_alpaca_free(alpaca);
        fetch_alpaca_options settings = FETCH_ALPACA_OPTIONS_INIT;
        settings.key_id = "key-id";
        settings.secret_key = "secret-key";
        assert_ok(fetch_alpaca_create(w.client, &settings, &err, &alpaca), &err);
    }
}

/* ---- snapshots ---- */

static fetch_snapshot snaps[4];
static size_t snap_count;

static bool take_snapshots(void *payload, const fetch_snapshot *items, size_t count) {
    (void)payload;
    assert_true(count <= 4);
    if (count > 0)
        memcpy(snaps, items, count * sizeof *items);
    snap_count = count;
    return true;
}

static void snapshots_may_lack_anything(void **state) {
    (void)state;
    fetch_latest_query query = FETCH_LATEST_QUERY_INIT;
    query.symbols = two;
    query.symbol_count = 2;
    query.feed = "delayed_sip";
    SCRIPT(&w,
           OK("{\"AAPL\":{\"latestTrade\":{\"t\":\"2022-11-01T11:59:59.5Z\",\"p\":150.5,\"s\":100,"
              "\"x\":\"V\"},\"latestQuote\":null,\"dailyBar\":" BAR("2022-10-31T04:00:00Z",
                                                                    11) "},\"MSFT\":null}"),
           OK("{\"MSFT\":{\"latestQuote\":{\"t\":\"2022-11-01T11:59:59Z\",\"bp\":1,\"bs\":2,"
              "\"ap\":3,\"as\":4},\"minuteBar\":{\"t\":\"2022-11-01T11:59:00Z\"}}}"));
    assert_ok(fetch_alpaca_snapshots(alpaca, &query, NULL, take_snapshots, NULL, &err), &err);
    assert_string_equal(w.seen[0].url, "https://data.alpaca.markets/v2/stocks/snapshots?"
                                       "feed=delayed_sip&symbols=AAPL%2CMSFT");
    assert_int_equal(snap_count, 1);
    assert_string_equal(snaps[0].symbol, "AAPL");
    assert_true(snaps[0].trade.is_present && snaps[0].trade.price == 150.5);
    assert_true(snaps[0].trade.time == INT64_C(1667303999500));
    assert_false(snaps[0].quote.is_present);
    assert_true(snaps[0].day.time == INT64_C(1667174400000) && snaps[0].day.complete);
    assert_true(snaps[0].minute.time == 0 && snaps[0].previous_day.time == 0);
    assert_ok(fetch_alpaca_snapshots(alpaca, &query, NULL, take_snapshots, NULL, &err), &err);
    assert_true(snaps[0].quote.is_present && snaps[0].quote.ask == 3);
    assert_false(snaps[0].trade.is_present);
    assert_true(snaps[0].minute.time == 0);
}

/* ---- corporate actions ---- */

static fetch_action actions[8];
static size_t action_count;

static bool take_actions(void *payload, const fetch_action *items, size_t count, bool is_last) {
    (void)payload;
    assert_true(action_count + count <= 8);
    if (count > 0)
        memcpy(actions + action_count, items, count * sizeof *items);
    action_count += count;
    last_pages += is_last;
    return true;
}

static void splits_and_dividends(void **state) {
    (void)state;
    fetch_actions_query query = FETCH_ACTIONS_QUERY_INIT;
    query.symbols = two;
    query.symbol_count = 2;
    query.start = "2020-01-01";
    action_count = last_pages = 0;
    SCRIPT(&w,
           OK("{\"corporate_actions\":{\"forward_splits\":[{\"id\":\"f-1\",\"symbol\":\"AAPL\","
              "\"new_rate\":4,\"old_rate\":1,\"process_date\":\"2020-08-31\",\"ex_date\":"
              "\"2020-08-31\"}],\"cash_dividends\":[{\"symbol\":\"AAPL\",\"rate\":0.82,\"special\":"
              "false,\"foreign\":true,\"ex_date\":\"2020-08-07\"},{\"symbol\":\"AAPL\"}]},"
              "\"next_page_token\":\"2\"}"),
           OK("{\"corporate_actions\":{\"reverse_splits\":[{\"symbol\":\"MSFT\",\"new_rate\":1,"
              "\"old_rate\":8,\"process_date\":\"2021-08-02\"}],\"stock_dividends\":[{\"symbol\":"
              "\"MSFT\",\"rate\":0.05,\"ex_date\":\"2021-09-02\"}],\"name_changes\":[{}]},"
              "\"next_page_token\":null}"));
    assert_ok(fetch_alpaca_actions(alpaca, &query, NULL, take_actions, NULL, &err), &err);
    assert_int_equal(action_count, 4);
    assert_int_equal(last_pages, 1);
    assert_int_equal(actions[0].kind, FETCH_FORWARD_SPLIT);
    assert_string_equal(actions[0].id, "f-1");
    assert_true(actions[0].split.date == INT64_C(1598832000000));
    assert_true(actions[0].split.from_shares == 1 && actions[0].split.to_shares == 4);
    assert_int_equal(actions[1].kind, FETCH_CASH_DIVIDEND);
    assert_true(actions[1].dividend.amount == 0.82 && actions[1].is_foreign &&
                !actions[1].is_special);
    assert_int_equal(actions[2].kind, FETCH_REVERSE_SPLIT);
    assert_true(actions[2].split.from_shares == 8 && actions[2].split.to_shares == 1);
    assert_int_equal(actions[3].kind, FETCH_STOCK_DIVIDEND);
    assert_true(actions[3].split.to_shares == 1.05);
    assert_non_null(strstr(w.log, "an entry of cash_dividends lacks"));
    query.start = NULL;
    assert_status(fetch_alpaca_actions(alpaca, &query, NULL, take_actions, NULL, &err),
                  FETCH_E_ARGUMENT);
    query.start = "2020-01-01T00:00:00Z";
    assert_status(fetch_alpaca_actions(alpaca, &query, NULL, take_actions, NULL, &err),
                  FETCH_E_ARGUMENT);
}

/* ---- news ---- */

static bool take_news(void *payload, const market_news *items, size_t count, bool is_last) {
    (void)payload;
    last_pages += is_last;
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(got);
        snprintf(got + used, sizeof got - used, "%s|%s|%s|%zu|%s\n", items[i].id, items[i].headline,
                 items[i].url == NULL ? "-" : items[i].url, items[i].symbol_count,
                 items[i].symbol_count > 0 ? items[i].symbols[0] : "");
    }
    return true;
}

static void news_to_the_end(void **state) {
    (void)state;
    fetch_news_query query = FETCH_NEWS_QUERY_INIT;
    query.symbols = two;
    query.symbol_count = 2;
    query.start = "2022-10-01T00:00:00Z";
    query.content = true;
    got[0] = '\0';
    last_pages = 0;
    static const reply replies[] = {
        OK("{\"news\":[{\"id\":24803233,\"headline\":\"One\",\"author\":\"A\",\"created_at\":"
           "\"2022-10-05T10:00:00Z\",\"updated_at\":\"2022-10-05T10:00:01Z\",\"url\":null,"
           "\"symbols\":[\"AAPL\",\"bad symbol\",7],\"images\":[]},{\"id\":\"text-id\","
           "\"headline\":\"Two\",\"created_at\":\"2022-10-05T10:00:00.123456Z\",\"url\":"
           "\"https://example.com\"},{\"headline\":\"no id\"}],\"next_page_token\":\"n\"}"),
        OK("{\"news\":[],\"next_page_token\":\"m\"}"),
        OK("{\"news\":[{\"id\":9007199254740993,\"headline\":\"inexact\",\"created_at\":"
           "\"2022-10-05T10:00:00Z\"},{\"id\":3,\"headline\":\"Three\",\"created_at\":"
           "\"2022-10-06T10:00:00Z\",\"symbols\":[\"MSFT\"]}],\"next_page_token\":null}")};
    world_script(&w, replies, 3);
    assert_ok(fetch_alpaca_news(alpaca, &query, NULL, take_news, NULL, &err), &err);
    assert_string_equal(seen_parameter(&w.seen[0], "limit"), "50");
    assert_string_equal(seen_parameter(&w.seen[0], "sort"), "asc");
    assert_string_equal(seen_parameter(&w.seen[0], "include_content"), "true");
    assert_string_equal(seen_parameter(&w.seen[2], "page_token"), "m");
    assert_int_equal(last_pages, 1);
    assert_non_null(strstr(got, "24803233|One|-|1|AAPL\ntext-id|Two|https://example.com|0|\n"));
    assert_non_null(strstr(got, "3|Three|-|1|MSFT\n"));
    assert_null(strstr(got, "no id"));
    assert_null(strstr(got, "inexact"));
    /* A limit of pages. */
    query.max_pages = 1;
    last_pages = 0;
    world_script(&w, replies, 1);
    assert_ok(fetch_alpaca_news(alpaca, &query, NULL, take_news, NULL, &err), &err);
    assert_int_equal(last_pages, 1);
}

/* ---- credentials ---- */

static void ways_to_sign_in(void **state) {
    (void)state;
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    fetch_alpaca *other = NULL;
    const fetch_bars_query query = days();
    const reply empty = OK("{\"bars\":{},\"next_page_token\":null}");
    assert_status(fetch_alpaca_create(w.client, &options, &err, &other), FETCH_E_CREDENTIALS);
    options.oauth_token = "oauth-token";
    assert_ok(fetch_alpaca_create(w.client, &options, &err, &other), &err);
    world_script(&w, &empty, 1);
    assert_ok(fetch_alpaca_bars(other, &query, NULL, take_bars, NULL, &err), &err);
    assert_string_equal(seen_header(&w.seen[0], "authorization"), "Bearer oauth-token");
    assert_null(seen_header(&w.seen[0], "apca-api-key-id"));
    fetch_alpaca_free(other);
    options = (fetch_alpaca_options)FETCH_ALPACA_OPTIONS_INIT;
    options.basic = true;
    w.environment[0] = "APCA_API_KEY_ID=user";
    w.environment[1] = "APCA_API_SECRET_KEY=password";
    w.environment[2] = "APCA_API_DATA_URL=http://localhost:1/data/";
    assert_ok(fetch_alpaca_create(w.client, &options, &err, &other), &err);
    world_script(&w, &empty, 1);
    assert_ok(fetch_alpaca_bars(other, &query, NULL, take_bars, NULL, &err), &err);
    assert_string_equal(seen_header(&w.seen[0], "authorization"), "Basic dXNlcjpwYXNzd29yZA==");
    assert_non_null(strstr(w.seen[0].url, "http://localhost:1/data/v2/stocks/bars?"));
    fetch_alpaca_free(other);
    options.base_url = "http://data.alpaca.markets";
    assert_status(fetch_alpaca_create(w.client, &options, &err, &other), FETCH_E_ARGUMENT);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(the_request_says_it_all),
        TEST(a_symbol_may_be_split_over_pages),
        TEST(what_comes_twice_is_kept_once),
        TEST(contradictions_are_errors),
        TEST(missing_members_stay_missing),
        TEST(a_callback_may_stop),
        TEST(running_bars_are_incomplete),
        TEST(many_symbols_go_in_batches),
        TEST(wrong_questions_are_not_sent),
        TEST(other_timeframes_keep_their_times),
        TEST(malformed_pages),
        TEST(snapshots_may_lack_anything),
        TEST(splits_and_dividends),
        TEST(news_to_the_end),
        TEST(ways_to_sign_in),
    };
    return cmocka_run_group_tests_name("fetch alpaca", tests, NULL, NULL);
}
