/* aggregate.c - bars of a narrow timeframe summed up to a wider one. */
#include "internal.h"

#include <math.h>

typedef struct sum {
    market_bars *out;
    market_bar bar;
    double traded; /* sum of vwap * volume; NaN once a part is unknown */
    bool open;     /* bar holds something */
} sum;

static market_status finish_bar(sum *s) {
    if (!s->open)
        return MARKET_OK;
    s->bar.vwap = s->bar.volume > 0 ? s->traded / s->bar.volume : (double)NAN;
    s->open = false;
    return market_bars_append(s->out, &s->bar);
}

/* A part without volume has no weight, whatever its vwap. */
static double traded(const market_bar *bar) {
    return bar->volume == 0 ? 0 : bar->vwap * bar->volume;
}

static market_status add(sum *s, int64_t start, const market_bar *part) {
    if (s->open && s->bar.time == start) {
        s->bar.high = fmax(s->bar.high, part->high);
        s->bar.low = fmin(s->bar.low, part->low);
        s->bar.close = part->close;
        s->bar.volume += part->volume;
        s->bar.trades += part->trades;
        s->bar.factor = part->factor;
        s->bar.complete = s->bar.complete && part->complete;
        s->traded += traded(part);
        return MARKET_OK;
    }
    market_status status = finish_bar(s);
    s->bar = *part;
    s->bar.time = start;
    s->traded = traded(part);
    s->open = true;
    return status;
}

/* The hours of one exchange day, looked up once for all its bars. */
typedef struct hours {
    int64_t day;   /* its key, 00:00Z */
    int64_t open;  /* 09:30; equal to close on a weekend */
    int64_t close; /* 16:00 */
    int64_t end;   /* midnight after it */
} hours;

static hours hours_of(int64_t day, const market_zone *zone) {
    hours h = {.day = day * MARKET__DAY};
    h.open = market_zone_to_utc(zone, h.day + 9 * MARKET__HOUR + 30 * MARKET__MINUTE);
    h.close = market_zone_to_utc(zone, h.day + 16 * MARKET__HOUR);
    h.end = market_zone_to_utc(zone, h.day + MARKET__DAY);
    if (market__weekday(day) > 4)
        h.close = h.open;
    return h;
}

/* Whether any moment of a bar lies in the regular session. */
static bool in_session(const hours *h, int64_t start, int64_t width) {
    return start < h->close && start + width > h->open && h->open < h->close;
}

/* Adds the bars [first, last) of one exchange day to the bar at `start`. */
static market_status add_day(sum *s, const market_bars *bars, size_t first, size_t last,
                             int64_t width, const hours *h, int64_t start) {
    bool any = false;
    for (size_t i = first; i < last && !any; i++)
        any = in_session(h, bars->time[i], width);
    for (size_t i = first; i < last; i++) {
        if (any && !in_session(h, bars->time[i], width))
            continue;
        market_bar part = market_bars_get(bars, i);
        market_status status = add(s, start, &part);
        if (status != MARKET_OK)
            return status;
    }
    return MARKET_OK;
}

static market_status add_days(sum *s, const market_bars *bars, market_timeframe from,
                              market_timeframe to, const market_zone *zone) {
    market_status status = MARKET_OK;
    for (size_t i = 0, next = 0; i < bars->count && status == MARKET_OK; i = next) {
        hours h = hours_of(market__trading_day(from, bars->time[i], zone), zone);
        for (next = i + 1; next < bars->count && bars->time[next] < h.end;)
            next++;
        status =
            add_day(s, bars, i, next, market__width(from), &h, market_bar_start(to, h.day, zone));
    }
    return status;
}

static market_status add_all(sum *s, const market_bars *bars, market_timeframe to,
                             const market_zone *zone) {
    market_status status = MARKET_OK;
    for (size_t i = 0; i < bars->count && status == MARKET_OK; i++) {
        market_bar part = market_bars_get(bars, i);
        status = add(s, market_bar_start(to, part.time, zone), &part);
    }
    return status;
}

static market_status copy(const market_bars *bars, market_bars *out) {
    market_status status = market_bars_reserve(out, bars->count);
    for (size_t i = 0; i < bars->count && status == MARKET_OK; i++) {
        market_bar bar = market_bars_get(bars, i);
        status = market_bars_append(out, &bar);
    }
    return status;
}

static market_status aggregate(const market_bars *bars, market_timeframe from, market_timeframe to,
                               const market_zone *zone, market_bars *out) {
    sum s = {.out = out};
    bool days_of_parts = market_timeframe_is_intraday(from) && !market_timeframe_is_intraday(to);
    market_status status =
        days_of_parts ? add_days(&s, bars, from, to, zone) : add_all(&s, bars, to, zone);
    /* The newest bar may still grow: it is complete once its parts reach its end. */
    if (s.open && market_bar_end(from, bars->time[bars->count - 1], zone) <
                      market_bar_end(to, s.bar.time, zone))
        s.bar.complete = false;
    return status == MARKET_OK ? finish_bar(&s) : status;
}

market_status market_bars_aggregate(const market_bars *bars, market_timeframe from,
                                    market_timeframe to, const market_zone *zone, market_error *err,
                                    market_bars *out) {
    if (bars == NULL || out == NULL || !market__is_timeframe((int)from) ||
        !market__is_timeframe((int)to))
        return market__fail(err, MARKET_E_ARGUMENT, "bars, timeframes and a result are needed");
    if (!market__nests(from, to))
        return market__fail_parameter(err, MARKET_E_TIMEFRAME, "timeframe",
                                      "timeframe: %s bars cannot be made of %s bars",
                                      market_timeframe_name(to), market_timeframe_name(from));
    market_bars result = {0};
    market_status status =
        from == to ? copy(bars, &result) : aggregate(bars, from, to, zone, &result);
    if (status != MARKET_OK) {
        market_bars_clear(&result);
        return market__no_memory(err);
    }
    *out = result;
    return MARKET_OK;
}
