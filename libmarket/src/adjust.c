/* adjust.c - splits and dividends applied to raw bars, as of the newest bar. */
#include "internal.h"

#include <math.h>

const char *market_adjust_name(market_adjust adjust) {
    switch (adjust) {
    case MARKET_ADJUST_SPLIT:
        return "split";
    case MARKET_ADJUST_RAW:
        return "raw";
    case MARKET_ADJUST_ALL:
        return "all";
    }
    return NULL;
}

market_status market_adjust_parse(const char *text, size_t length, market_error *err,
                                  market_adjust *out) {
    static const market_adjust all[] = {MARKET_ADJUST_RAW, MARKET_ADJUST_SPLIT, MARKET_ADJUST_ALL};
    if (text == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "an adjustment and its result are needed");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (market__equal(text, length, market_adjust_name(all[i]))) {
            *out = all[i];
            return MARKET_OK;
        }
    }
    return market__fail_parameter(err, MARKET_E_ARGUMENT, "adjust",
                                  "adjust: \"%s\" is none of raw split all",
                                  market__quote(text, length).text);
}

/* The events still to come, walking from the newest bar to the oldest. */
typedef struct walk {
    const market_split *splits;
    size_t splits_left;
    const market_dividend *dividends;
    size_t dividends_left;
    double shares; /* today's shares per share of the bar's day */
    double cash;   /* product of 1 - dividend / close before it */
} walk;

/* Takes the events after `day` into account; `close` is that bar's raw close. */
static void pass_events(walk *w, int64_t day, double close) {
    while (w->splits_left > 0 && w->splits[w->splits_left - 1].date > day * MARKET__DAY) {
        const market_split *split = &w->splits[--w->splits_left];
        w->shares *= split->to_shares / split->from_shares;
    }
    while (w->dividends_left > 0 && w->dividends[w->dividends_left - 1].date > day * MARKET__DAY) {
        double paid = w->dividends[--w->dividends_left].amount / close;
        w->cash *= paid < 1 ? 1 - paid : 1;
    }
}

static void multiply(market_bars *bars, size_t i, double price, double volume) {
    bars->open[i] *= price;
    bars->high[i] *= price;
    bars->low[i] *= price;
    bars->close[i] *= price;
    bars->vwap[i] *= price;
    bars->volume[i] *= volume;
}

/* Whether every bar knows its total factor. */
static bool has_factors(const market_bars *bars) {
    for (size_t i = 0; i < bars->count; i++)
        if (isnan(bars->factor[i]))
            return false;
    return bars->count > 0;
}

static bool are_possible(const market_split *splits, size_t split_count,
                         const market_dividend *dividends, size_t dividend_count) {
    for (size_t i = 0; i < split_count; i++)
        if (!(splits[i].from_shares > 0) || !(splits[i].to_shares > 0) ||
            (i > 0 && splits[i].date <= splits[i - 1].date))
            return false;
    for (size_t i = 0; i < dividend_count; i++)
        if (!(dividends[i].amount >= 0) || (i > 0 && dividends[i].date <= dividends[i - 1].date))
            return false;
    return true;
}

market_status market_bars_adjust(market_bars *bars, market_timeframe timeframe,
                                 market_adjust adjust, const market_split *splits,
                                 size_t split_count, const market_dividend *dividends,
                                 size_t dividend_count, const market_zone *zone,
                                 market_error *err) {
    if (bars == NULL || (splits == NULL && split_count > 0) ||
        (dividends == NULL && dividend_count > 0) ||
        !are_possible(splits, split_count, dividends, dividend_count))
        return market__fail(err, MARKET_E_ARGUMENT,
                            "splits and dividends must be positive and ascend by date");
    if (adjust == MARKET_ADJUST_RAW || bars->count == 0)
        return MARKET_OK;
    bool use_factors = adjust == MARKET_ADJUST_ALL && has_factors(bars);
    double newest = bars->factor[bars->count - 1];
    walk w = {splits, split_count, dividends, dividend_count, 1, 1};
    for (size_t i = bars->count; i-- > 0;) {
        pass_events(&w, market__trading_day(timeframe, bars->time[i], zone), bars->close[i]);
        if (i == bars->count - 1)
            w.shares = w.cash = 1; /* events after the newest bar are not in its price yet */
        double price = 1 / w.shares;
        if (adjust == MARKET_ADJUST_ALL)
            price = use_factors ? bars->factor[i] / newest : w.cash / w.shares;
        multiply(bars, i, price, w.shares);
    }
    return MARKET_OK;
}
