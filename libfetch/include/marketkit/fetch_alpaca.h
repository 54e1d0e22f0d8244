/* marketkit/fetch_alpaca.h - bars, snapshots, corporate actions and news from Alpaca.
 *
 * Conventions: marketkit/fetch.h. Data comes page by page in libmarket's terms, ready for
 * market_store_put_*; a call needs memory for one page whatever the range. Everything is validated
 * before it is sent. Symbols that Alpaca does not know are absent from the answer, which is no
 * error. */
#ifndef MARKETKIT_FETCH_ALPACA_H
#define MARKETKIT_FETCH_ALPACA_H

#include <marketkit/fetch.h>
#include <marketkit/market.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fetch_alpaca fetch_alpaca;

/* What is NULL comes from APCA_API_DATA_URL, APCA_API_KEY_ID, APCA_API_SECRET_KEY and
 * APCA_API_OAUTH. */
typedef struct fetch_alpaca_options {
    size_t size;
    const char *base_url; /* "https://data.alpaca.markets" */
    const char *key_id;
    const char *secret_key;
    const char *oauth_token; /* instead of the keys */
    bool basic;              /* send the keys as Basic authorization: broker keys */
    fetch_limiter *limiter;  /* shared with others; NULL: one of its own, 200 a minute */
} fetch_alpaca_options;
#define FETCH_ALPACA_OPTIONS_INIT                                                                  \
    { sizeof(fetch_alpaca_options), NULL, NULL, NULL, NULL, false, NULL }

FETCH_API fetch_status fetch_alpaca_create(fetch_client *client,
                                           const fetch_alpaca_options *options, fetch_error *err,
                                           fetch_alpaca **out);
FETCH_API void fetch_alpaca_free(fetch_alpaca *alpaca);

/* ---- Bars ----------------------------------------------------------------------------------- */

typedef struct fetch_bars_query {
    size_t size;
    const char *const *symbols; /* any number; a request names at most 100 */
    size_t symbol_count;
    const char *timeframe;  /* NULL: "1Day"; [1-59]Min [1-23]Hour 1Day 1Week [1,2,3,4,6,12]Month */
    const char *start;      /* date or RFC 3339 time, inclusive; NULL: the beginning of today */
    const char *end;        /* inclusive; NULL: now, or what the plan permits */
    const char *adjustment; /* NULL: "raw", which is what a store wants */
    const char *feed;       /* "sip" "iex" "boats" "otc"; NULL: the best that the plan permits */
    const char *asof;       /* date at which symbols are meant; "-": no mapping of renamed ones */
    const char *currency;   /* NULL: USD */
    unsigned page_size;     /* bars of a page; 0: 10,000, which is the most */
} fetch_bars_query;
#define FETCH_BARS_QUERY_INIT                                                                      \
    { sizeof(fetch_bars_query), NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0 }

/* Bars of one symbol. Where the timeframe is one of libmarket's, times are keys of bars
 * (market_bar_start) and `complete` is set; else they are as given, and complete. */
typedef struct fetch_bars_series {
    char symbol[MARKET_SYMBOL_MAX + 1];
    market_bars bars; /* strictly ascending, also over pages; borrowed */
} fetch_bars_series;

typedef struct fetch_bars_page {
    size_t count;
    const fetch_bars_series *series; /* a symbol may go on in the next page */
    market_timeframe timeframe;      /* NONE when it is not one of libmarket's */
    const char *feed;                /* as asked for; "" when left to the service */
    const char *currency;
    int64_t fetched_at;
    size_t rejected;          /* bars left out because they are impossible */
    const char *why_rejected; /* the first one's reason; "" when none */
    bool is_last;
} fetch_bars_page;

/* False stops (FETCH_E_CANCELLED). */
typedef bool fetch_bars_fn(void *payload, const fetch_bars_page *page);

/* All bars of a range, page by page to the end. FETCH_E_MALFORMED also when a page repeats or
 * contradicts the one before, FETCH_E_CLOCK for bars that start more than 5 minutes from now. */
FETCH_API fetch_status fetch_alpaca_bars(fetch_alpaca *alpaca, const fetch_bars_query *query,
                                         const fetch_call *call, fetch_bars_fn *page, void *payload,
                                         fetch_error *err);

/* ---- Latest --------------------------------------------------------------------------------- */

typedef struct fetch_latest_query {
    size_t size;
    const char *const *symbols;
    size_t symbol_count;
    const char *feed; /* also "delayed_sip" and "overnight" */
    const char *currency;
} fetch_latest_query;
#define FETCH_LATEST_QUERY_INIT                                                                    \
    { sizeof(fetch_latest_query), NULL, 0, NULL, NULL }

/* The newest minute bar of each symbol as pages of one series each of one bar, `is_last` with the
 * last request. */
FETCH_API fetch_status fetch_alpaca_latest_bars(fetch_alpaca *alpaca,
                                                const fetch_latest_query *query,
                                                const fetch_call *call, fetch_bars_fn *page,
                                                void *payload, fetch_error *err);

typedef struct fetch_trade {
    bool is_present;
    int64_t time;
    double price;
    double volume;
} fetch_trade;

typedef struct fetch_quote {
    bool is_present;
    int64_t time;
    double bid, bid_size;
    double ask, ask_size;
} fetch_quote;

/* A bar with time 0 is absent. Times of days are keys. */
typedef struct fetch_snapshot {
    char symbol[MARKET_SYMBOL_MAX + 1];
    fetch_trade trade;
    fetch_quote quote;
    market_bar minute, day, previous_day;
} fetch_snapshot;

typedef bool fetch_snapshot_fn(void *payload, const fetch_snapshot *snapshots, size_t count);

FETCH_API fetch_status fetch_alpaca_snapshots(fetch_alpaca *alpaca, const fetch_latest_query *query,
                                              const fetch_call *call, fetch_snapshot_fn *page,
                                              void *payload, fetch_error *err);

/* ---- Corporate actions ---------------------------------------------------------------------- */

/* X(number, enum constant, Alpaca's name of the list). */
#define FETCH_ACTION_LIST(X)                                                                       \
    X(0, FETCH_FORWARD_SPLIT, "forward_splits")                                                    \
    X(1, FETCH_REVERSE_SPLIT, "reverse_splits")                                                    \
    X(2, FETCH_CASH_DIVIDEND, "cash_dividends")                                                    \
    X(3, FETCH_STOCK_DIVIDEND, "stock_dividends")

typedef enum fetch_action_kind {
#define FETCH_ACTION_ENUM_(number, constant, name) constant = (number),
    FETCH_ACTION_LIST(FETCH_ACTION_ENUM_)
#undef FETCH_ACTION_ENUM_
} fetch_action_kind;

typedef struct fetch_action {
    fetch_action_kind kind;
    char symbol[MARKET_SYMBOL_MAX + 1];
    char id[64];              /* Alpaca's; "" when not given */
    market_split split;       /* of splits and stock dividends (1 old share, 1 + rate new ones) */
    market_dividend dividend; /* of cash dividends */
    bool is_special;
    bool is_foreign;
} fetch_action;

typedef struct fetch_actions_query {
    size_t size;
    const char *const *symbols;
    size_t symbol_count;
    const char *start; /* dates, inclusive, of processing; required */
    const char *end;   /* NULL: today */
} fetch_actions_query;
#define FETCH_ACTIONS_QUERY_INIT                                                                   \
    { sizeof(fetch_actions_query), NULL, 0, NULL, NULL }

/* In the order of the answer; `is_last` with the last page. */
typedef bool fetch_actions_fn(void *payload, const fetch_action *actions, size_t count,
                              bool is_last);

FETCH_API fetch_status fetch_alpaca_actions(fetch_alpaca *alpaca, const fetch_actions_query *query,
                                            const fetch_call *call, fetch_actions_fn *page,
                                            void *payload, fetch_error *err);

/* ---- News ----------------------------------------------------------------------------------- */

typedef struct fetch_news_query {
    size_t size;
    const char *const *symbols; /* none: news of everything */
    size_t symbol_count;
    const char *start; /* of updated_at, inclusive */
    const char *end;
    bool content;       /* also the articles' text */
    unsigned max_pages; /* pages of 50; 0: all */
} fetch_news_query;
#define FETCH_NEWS_QUERY_INIT                                                                      \
    { sizeof(fetch_news_query), NULL, 0, NULL, NULL, false, 0 }

typedef bool fetch_news_fn(void *payload, const market_news *items, size_t count, bool is_last);

/* Oldest change first, each article once. */
FETCH_API fetch_status fetch_alpaca_news(fetch_alpaca *alpaca, const fetch_news_query *query,
                                         const fetch_call *call, fetch_news_fn *page, void *payload,
                                         fetch_error *err);

#ifdef __cplusplus
}
#endif

#endif
