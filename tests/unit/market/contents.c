/* contents.c - comparing what two stores hold, and writing the same at random into several. */
#include "contents.h"

#include <stdlib.h>

#define DAY INT64_C(86400000)

static const char *const symbols[] = {"AAPL", "BRK.B", "A/B-C"};
static const char *const feeds[] = {"sip", "file:a/b c.csv", "iex"};
static const char *const topics[] = {"AAPL", "two words/\xC3\xBC%", "..", "$X OR #y?&=+"};
static const market_timeframe timeframes[] = {MARKET_1MIN, MARKET_1DAY, MARKET_1MONTH};

/* ---- comparing ---- */

static void same_query(market_store *a, market_store *b, const market_series_info *info) {
    market_query query = MARKET_QUERY_INIT;
    market_series x, y;
    market_error err = {0};
    query.symbol = info->symbol;
    query.timeframe = info->timeframe;
    query.feed = info->feed;
    query.adjust = MARKET_ADJUST_RAW;
    assert_ok(market_store_query(a, &query, &err, &x), &err);
    assert_ok(market_store_query(b, &query, &err, &y), &err);
    assert_int_equal(x.bars.count, y.bars.count);
    for (size_t i = 0; i < x.bars.count; i++) {
        market_bar p = market_bars_get(&x.bars, i), q = market_bars_get(&y.bars, i);
        assert_true(p.time == q.time && p.complete == q.complete);
        assert_same(p.open, q.open);
        assert_same(p.high, q.high);
        assert_same(p.low, q.low);
        assert_same(p.close, q.close);
        assert_same(p.volume, q.volume);
        assert_same(p.vwap, q.vwap);
        assert_same(p.trades, q.trades);
        assert_same(p.factor, q.factor);
    }
    assert_string_equal(x.source, y.source);
    assert_int_equal(x.synthetic, y.synthetic);
    assert_true(x.as_of == y.as_of);
    market_series_clear(&x);
    market_series_clear(&y);
}

static int by_content(const void *a, const void *b) {
    const market_revision *x = a, *y = b;
    const int64_t p[] = {x->bar.time, x->replaced_at, x->fetched_at};
    const int64_t q[] = {y->bar.time, y->replaced_at, y->fetched_at};
    for (int i = 0; i < 3; i++)
        if (p[i] != q[i])
            return p[i] < q[i] ? -1 : 1;
    return x->bar.close < y->bar.close ? -1 : x->bar.close > y->bar.close;
}

static void same_revisions(market_store *a, market_store *b, const market_series_info *info) {
    market_series_key key = {info->symbol, info->timeframe, info->feed};
    market_revision_list x, y;
    market_error err = {0};
    assert_ok(market_store_list_revisions(a, &key, &err, &x), &err);
    assert_ok(market_store_list_revisions(b, &key, &err, &y), &err);
    assert_int_equal(x.count, y.count);
    if (x.count > 0) {
        qsort(x.items, x.count, sizeof *x.items, by_content);
        qsort(y.items, y.count, sizeof *y.items, by_content);
    }
    for (size_t i = 0; i < x.count; i++) {
        assert_int_equal(by_content(&x.items[i], &y.items[i]), 0);
        assert_same(x.items[i].bar.open, y.items[i].bar.open);
        assert_same(x.items[i].bar.volume, y.items[i].bar.volume);
    }
    market_revision_list_clear(&x);
    market_revision_list_clear(&y);
}

static void same_series(market_store *a, market_store *b) {
    market_series_list x, y;
    market_error err = {0};
    assert_ok(market_store_list_series(a, NULL, &err, &x), &err);
    assert_ok(market_store_list_series(b, NULL, &err, &y), &err);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        const market_series_info *p = &x.items[i], *q = &y.items[i];
        assert_string_equal(p->symbol, q->symbol);
        assert_string_equal(p->feed, q->feed);
        assert_string_equal(p->source, q->source);
        assert_true(p->timeframe == q->timeframe && p->synthetic == q->synthetic);
        assert_int_equal(p->bars, q->bars);
        assert_true(p->first == q->first && p->last == q->last);
        assert_int_equal(p->is_default, q->is_default);
    }
    for (size_t i = 0; i < x.count; i++) {
        same_query(a, b, &x.items[i]);
        same_revisions(a, b, &x.items[i]);
    }
    market_series_list_clear(&x);
    market_series_list_clear(&y);
}

static void same_events(market_store *a, market_store *b, const char *symbol) {
    market_events x, y;
    market_error err = {0};
    assert_ok(market_store_list_events(a, symbol, "sip", &err, &x), &err);
    assert_ok(market_store_list_events(b, symbol, "sip", &err, &y), &err);
    assert_int_equal(x.split_count, y.split_count);
    assert_int_equal(x.dividend_count, y.dividend_count);
    for (size_t i = 0; i < x.split_count; i++)
        assert_memory_equal(&x.splits[i], &y.splits[i], sizeof x.splits[i]);
    for (size_t i = 0; i < x.dividend_count; i++)
        assert_memory_equal(&x.dividends[i], &y.dividends[i], sizeof x.dividends[i]);
    market_events_clear(&x);
    market_events_clear(&y);
}

static void same_symbols(market_store *a, market_store *b) {
    market_symbol_list x, y;
    market_error err = {0};
    assert_ok(market_store_list_symbols(a, &err, &x), &err);
    assert_ok(market_store_list_symbols(b, &err, &y), &err);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        assert_string_equal(x.items[i].symbol, y.items[i].symbol);
        assert_string_equal(x.items[i].name, y.items[i].name);
        assert_string_equal(x.items[i].source, y.items[i].source);
        assert_string_equal(x.items[i].currency, y.items[i].currency);
        assert_int_equal(x.items[i].decimals, y.items[i].decimals);
        same_events(a, b, x.items[i].symbol);
    }
    market_symbol_list_clear(&x);
    market_symbol_list_clear(&y);
}

static void same_news(market_store *a, market_store *b, const char *symbol) {
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    market_news_list x, y;
    market_error err = {0};
    query.symbol = symbol;
    query.limit = 100000;
    assert_ok(market_store_list_news(a, &query, &err, &x), &err);
    assert_ok(market_store_list_news(b, &query, &err, &y), &err);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        const market_news *p = &x.items[i], *q = &y.items[i];
        assert_string_equal(p->id, q->id);
        assert_string_equal(p->headline, q->headline);
        assert_string_equal(p->content, q->content);
        assert_true(p->created_at == q->created_at && p->updated_at == q->updated_at);
        assert_int_equal(p->symbol_count, q->symbol_count);
        for (size_t s = 0; s < p->symbol_count; s++)
            assert_string_equal(p->symbols[s], q->symbols[s]);
    }
    market_news_list_clear(&x);
    market_news_list_clear(&y);
}

static void same_posts(market_store *a, market_store *b, const char *topic) {
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    market_post_list x, y;
    market_error err = {0};
    query.symbol = topic;
    query.limit = 100000;
    assert_ok(market_store_list_posts(a, &query, &err, &x), &err);
    assert_ok(market_store_list_posts(b, &query, &err, &y), &err);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        const market_post *p = &x.items[i], *q = &y.items[i];
        assert_string_equal(p->id, q->id);
        assert_string_equal(p->text, q->text);
        assert_string_equal(p->author, q->author);
        assert_true(p->created_at == q->created_at && p->likes == q->likes);
        assert_true(p->reposts == q->reposts && p->synthetic == q->synthetic);
    }
    market_post_list_clear(&x);
    market_post_list_clear(&y);
}

static void same_counts(market_store *a, market_store *b, const char *topic,
                        market_granularity granularity) {
    market_text_query query = MARKET_TEXT_QUERY_INIT;
    market_post_count_list x, y;
    market_error err = {0};
    bool p = false, q = false;
    query.symbol = topic;
    query.limit = 100000;
    assert_ok(market_store_list_post_counts(a, &query, granularity, &err, &p, &x), &err);
    assert_ok(market_store_list_post_counts(b, &query, granularity, &err, &q, &y), &err);
    assert_int_equal(x.count, y.count);
    assert_int_equal(p, q);
    for (size_t i = 0; i < x.count; i++)
        assert_memory_equal(&x.items[i], &y.items[i], sizeof x.items[i]);
    market_post_count_list_clear(&x);
    market_post_count_list_clear(&y);
}

static void same_topics(market_store *a, market_store *b) {
    market_topic_list x, y;
    market_error err = {0};
    assert_ok(market_store_list_topics(a, &err, &x), &err);
    assert_ok(market_store_list_topics(b, &err, &y), &err);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        assert_string_equal(x.items[i].topic, y.items[i].topic);
        assert_int_equal(x.items[i].posts, y.items[i].posts);
        assert_true(x.items[i].newest == y.items[i].newest);
        same_posts(a, b, x.items[i].topic);
        for (int g = MARKET_PER_MINUTE; g <= MARKET_PER_DAY; g++)
            same_counts(a, b, x.items[i].topic, (market_granularity)g);
    }
    market_topic_list_clear(&x);
    market_topic_list_clear(&y);
}

static void same_holdings(market_store *a, market_store *b) {
    market_holding_list x, y;
    market_error err = {0};
    assert_ok(market_store_list_holdings(a, &err, &x), &err);
    assert_ok(market_store_list_holdings(b, &err, &y), &err);
    assert_int_equal(x.count, y.count);
    for (size_t i = 0; i < x.count; i++) {
        assert_int_equal(x.items[i].kind, y.items[i].kind);
        assert_string_equal(x.items[i].name, y.items[i].name);
        assert_int_equal(x.items[i].timeframe, y.items[i].timeframe);
        assert_string_equal(x.items[i].feed, y.items[i].feed);
        assert_int_equal(x.items[i].granularity, y.items[i].granularity);
        assert_int_equal(x.items[i].rows, y.items[i].rows);
        assert_true(x.items[i].first == y.items[i].first && x.items[i].last == y.items[i].last);
    }
    market_holding_list_clear(&x);
    market_holding_list_clear(&y);
}

void assert_same_contents(market_store *a, market_store *b) {
    market_store_state x, y;
    market_error err = {0};
    assert_ok(market_store_get_state(a, &err, &x), &err);
    assert_ok(market_store_get_state(b, &err, &y), &err);
    assert_int_equal(x.symbols, y.symbols);
    assert_int_equal(x.series, y.series);
    assert_int_equal(x.bars, y.bars);
    assert_true(x.newest == y.newest && x.newest_timeframe == y.newest_timeframe);
    same_series(a, b);
    same_symbols(a, b);
    same_posts(a, b, NULL);
    same_topics(a, b);
    same_news(a, b, "AAPL");
    same_news(a, b, NULL);
    same_holdings(a, b);
}

/* ---- writing ---- */

#define PICK(list, random) ((list)[next_random(random) % (sizeof(list) / sizeof(list)[0])])

static int64_t some_time(uint64_t *random) {
    return (19700 + (int64_t)(next_random(random) % 500)) * DAY;
}

/* Few, so that rows meet. */
static int64_t some_fetch(uint64_t *random) {
    return 1800000000000 + (int64_t)(next_random(random) % 12) * 1000;
}

static market_put_summary put_bars(market_store *store, int64_t stamp, uint64_t *random) {
    market_put_summary sum = {0, 0, 0};
    market_error err = {0};
    market_bars bars = {0};
    char feed[32];
    market_series_key key = {PICK(symbols, random), PICK(timeframes, random), feed};
    (void)snprintf(feed, sizeof feed, "%s", PICK(feeds, random));
    for (char *c = feed; *c; c++)
        *c = *c == ' ' ? '%' : *c;
    int64_t time = some_time(random), step = key.timeframe == MARKET_1MIN ? 60000 : DAY;
    size_t count = 1 + next_random(random) % 40;
    for (size_t i = 0; i < count; i++) {
        int64_t start = market_bar_start(key.timeframe, time, NULL);
        double close = 50 + (double)stamp + next_random(random) % 4 / 4.0 +
                       next_random(random) / 42949672960.0 * (next_random(random) % 3 == 0);
        market_bar bar = make_bar(start, close, close + 1, close - 1, close);
        bar.volume = next_random(random) % 3;
        bar.complete = next_random(random) % 5 > 0;
        if (bars.count == 0 || bars.time[bars.count - 1] < start)
            assert_int_equal(market_bars_append(&bars, &bar), MARKET_OK);
        time += step * (1 + (int64_t)(next_random(random) % 3)) *
                (key.timeframe == MARKET_1MONTH ? 31 : 1);
    }
    assert_ok(market_store_put_bars(store, &key, &bars, some_fetch(random), &err, &sum), &err);
    if (next_random(random) % 4 == 0)
        assert_ok(market_store_put_series_source(store, &key, "a \"source\"\n", false, &err), &err);
    market_bars_clear(&bars);
    return sum;
}

static market_put_summary put_symbol(market_store *store, int64_t stamp, uint64_t *random) {
    market_error err = {0};
    market_symbol_info info;
    market_symbol_info_init(&info);
    (void)snprintf(info.symbol, sizeof info.symbol, "%s", PICK(symbols, random));
    (void)snprintf(info.name, sizeof info.name, "Name %d", (int)stamp / 3);
    assert_ok(market_store_put_symbol(store, &info, &err), &err);
    return (market_put_summary){0, 0, 0};
}

static market_put_summary put_events(market_store *store, int64_t stamp, uint64_t *random) {
    market_put_summary sum = {0, 0, 0};
    market_error err = {0};
    market_split split = {some_time(random) / (50 * DAY) * (50 * DAY), 1, 2 + (double)stamp / 2};
    market_dividend dividend = {split.date, 0.1 * (double)(1 + stamp)};
    const char *symbol = PICK(symbols, random);
    assert_ok(market_store_put_splits(store, symbol, "", &split, 1, &err, &sum), &err);
    assert_ok(market_store_put_dividends(store, symbol, "", &dividend, 1, &err, &sum), &err);
    return sum;
}

static market_put_summary put_news(market_store *store, uint64_t *random) {
    market_put_summary sum = {0, 0, 0};
    market_error err = {0};
    market_news news[8];
    char ids[8][16];
    size_t count = 1 + next_random(random) % 8;
    for (size_t i = 0; i < count; i++) {
        unsigned id = next_random(random) % 60;
        (void)snprintf(ids[i], sizeof ids[i], "n%u", id);
        news[i] = (market_news){.id = ids[i],
                                .created_at = (19800 + id / 10) * DAY + id,
                                .updated_at = next_random(random) % 10,
                                .headline = next_random(random) % 2 ? "Tab\there" : "\xE2\x82\xAC",
                                .content = next_random(random) % 2 ? "<p>\\</p>" : NULL,
                                .symbols = symbols,
                                .symbol_count = next_random(random) % 4};
    }
    assert_ok(market_store_put_news(store, news, count, &err, &sum), &err);
    return sum;
}

static market_put_summary put_posts(market_store *store, int64_t stamp, uint64_t *random) {
    market_put_summary sum = {0, 0, 0};
    market_error err = {0};
    market_post posts[8];
    char ids[8][16];
    size_t count = 1 + next_random(random) % 8;
    for (size_t i = 0; i < count; i++) {
        unsigned id = next_random(random) % 60;
        (void)snprintf(ids[i], sizeof ids[i], "%u", id);
        posts[i] = (market_post){.id = ids[i],
                                 .created_at = (19800 + id / 10) * DAY + id,
                                 .text = "a post",
                                 .author = next_random(random) % 2 ? "" : "someone",
                                 .likes = next_random(random) % 2 ? -1 : stamp,
                                 .reposts = -1};
    }
    assert_ok(market_store_put_posts(store, PICK(topics, random), posts, count, stamp, &err, &sum),
              &err);
    return sum;
}

static market_put_summary put_counts(market_store *store, int64_t stamp, uint64_t *random) {
    static const int64_t widths[] = {0, 60000, 3600000, DAY};
    market_put_summary sum = {0, 0, 0};
    market_error err = {0};
    market_post_count counts[30];
    unsigned granularity = 1 + next_random(random) % 3;
    int64_t start = some_time(random) / (20 * DAY) * (20 * DAY);
    for (int i = 0; i < 30; i++)
        counts[i] = (market_post_count){start + i * widths[granularity],
                                        widths[granularity] / (1 + next_random(random) % 3),
                                        stamp * 2 + next_random(random) % 2};
    assert_ok(market_store_put_post_counts(
                  store, PICK(topics, random), (market_granularity)granularity, counts, 30,
                  some_fetch(random), next_random(random) % 9 == 0, &err, &sum),
              &err);
    return sum;
}

market_put_summary put_something(market_store *store, int64_t stamp, uint64_t *random) {
    switch (next_random(random) % 10) {
    case 0:
        return put_symbol(store, stamp, random);
    case 1:
        return put_events(store, stamp, random);
    case 2:
        return put_news(store, random);
    case 3:
        return put_posts(store, stamp, random);
    case 4:
        return put_counts(store, stamp, random);
    default:
        return put_bars(store, stamp, random);
    }
}
