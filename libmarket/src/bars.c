/* bars.c - the columns of a series. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>

#define COLUMNS  9 /* of eight bytes each; `complete` follows them */
#define ROW_SIZE (COLUMNS * sizeof(double) + sizeof(bool))

void market_bars_init(market_bars *bars) {
    *bars = (market_bars){0};
}

void market_bars_clear(market_bars *bars) {
    free(bars->time); /* the first column is the block */
    market_bars_init(bars);
}

/* Points the columns of `bars` into a block of `capacity` rows. */
static void divide(market_bars *bars, void *block, size_t capacity) {
    bars->capacity = capacity;
    bars->time = block;
    bars->open = (double *)(void *)(bars->time + capacity);
    bars->high = bars->open + capacity;
    bars->low = bars->high + capacity;
    bars->close = bars->low + capacity;
    bars->volume = bars->close + capacity;
    bars->vwap = bars->volume + capacity;
    bars->trades = bars->vwap + capacity;
    bars->factor = bars->trades + capacity;
    bars->complete = (bool *)(void *)(bars->factor + capacity);
}

static void copy_rows(market_bars *to, const market_bars *from) {
    size_t size = from->count * sizeof(double);
    if (size == 0)
        return;
    memcpy(to->time, from->time, from->count * sizeof *from->time);
    memcpy(to->open, from->open, size);
    memcpy(to->high, from->high, size);
    memcpy(to->low, from->low, size);
    memcpy(to->close, from->close, size);
    memcpy(to->volume, from->volume, size);
    memcpy(to->vwap, from->vwap, size);
    memcpy(to->trades, from->trades, size);
    memcpy(to->factor, from->factor, size);
    memcpy(to->complete, from->complete, from->count * sizeof *from->complete);
}

market_status market_bars_reserve(market_bars *bars, size_t capacity) {
    if (bars == NULL)
        return MARKET_E_ARGUMENT;
    if (capacity <= bars->capacity)
        return MARKET_OK;
    void *block = market__resize(NULL, capacity, ROW_SIZE);
    if (block == NULL)
        return MARKET_E_MEMORY;
    const market_bars old = *bars;
    divide(bars, block, capacity);
    copy_rows(bars, &old);
    free(old.time);
    return MARKET_OK;
}

market_status market_bars_append(market_bars *bars, const market_bar *bar) {
    if (bars == NULL || bar == NULL)
        return MARKET_E_ARGUMENT;
    if (bars->count == bars->capacity) {
        size_t capacity = market__grown(bars->capacity, bars->count + 1);
        if (capacity == 0 || market_bars_reserve(bars, capacity) != MARKET_OK)
            return MARKET_E_MEMORY;
    }
    market__bars_set(bars, bars->count++, bar);
    return MARKET_OK;
}

void market__bars_set(market_bars *bars, size_t i, const market_bar *bar) {
    bars->time[i] = bar->time;
    bars->open[i] = bar->open;
    bars->high[i] = bar->high;
    bars->low[i] = bar->low;
    bars->close[i] = bar->close;
    bars->volume[i] = bar->volume;
    bars->vwap[i] = bar->vwap;
    bars->trades[i] = bar->trades;
    bars->factor[i] = bar->factor;
    bars->complete[i] = bar->complete;
}

market_bar market_bars_get(const market_bars *bars, size_t i) {
    return (market_bar){bars->time[i],   bars->open[i],    bars->high[i], bars->low[i],
                        bars->close[i],  bars->volume[i],  bars->vwap[i], bars->trades[i],
                        bars->factor[i], bars->complete[i]};
}

/* The first index whose time is not below `time`. */
static size_t lower_bound(const market_bars *bars, int64_t time) {
    size_t low = 0, high = bars->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bars->time[middle] < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void market_bars_range(const market_bars *bars, int64_t from, int64_t to, size_t *first,
                       size_t *count) {
    size_t begin = lower_bound(bars, from);
    size_t end = to == INT64_MAX ? bars->count : lower_bound(bars, to + 1);
    *first = begin;
    *count = end > begin ? end - begin : 0;
}

void market__bars_crop(market_bars *bars, int64_t from, int64_t to) {
    size_t first = 0, count = 0;
    market_bars_range(bars, from, to, &first, &count);
    for (size_t i = 0; i < count && first > 0; i++) {
        market_bar bar = market_bars_get(bars, first + i);
        market__bars_set(bars, i, &bar);
    }
    bars->count = count;
}

static bool is_same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

bool market__bar_equal(const market_bar *a, const market_bar *b) {
    return a->time == b->time && is_same(a->open, b->open) && is_same(a->high, b->high) &&
           is_same(a->low, b->low) && is_same(a->close, b->close) &&
           is_same(a->volume, b->volume) && is_same(a->vwap, b->vwap) &&
           is_same(a->trades, b->trades) && is_same(a->factor, b->factor) &&
           a->complete == b->complete;
}

static const char *price_fault(double price) {
    if (!isfinite(price))
        return "is not a finite number";
    return price > 0 ? NULL : "is not above 0";
}

/* For values that may be unknown. */
static const char *quantity_fault(double value) {
    if (isinf(value))
        return "is not a finite number";
    return value < 0 ? "is below 0" : NULL;
}

const char *market_bar_fault(const market_bar *bar, const char **field) {
    const char *ignored;
    const char **name = field == NULL ? &ignored : field;
    const struct {
        const char *name;
        const char *fault;
    } checks[] = {
        {"open", price_fault(bar->open)},
        {"high", price_fault(bar->high)},
        {"low", price_fault(bar->low)},
        {"close", price_fault(bar->close)},
        {"high", bar->high < bar->low ? "is below the low" : NULL},
        {"open", bar->open < bar->low ? "is below the low" : NULL},
        {"open", bar->open > bar->high ? "is above the high" : NULL},
        {"close", bar->close < bar->low ? "is below the low" : NULL},
        {"close", bar->close > bar->high ? "is above the high" : NULL},
        {"volume", quantity_fault(bar->volume)},
        {"vwap", isnan(bar->vwap) ? NULL : price_fault(bar->vwap)},
        {"trades", quantity_fault(bar->trades)},
        {"factor", isnan(bar->factor) ? NULL : price_fault(bar->factor)},
        {"time", bar->time < MARKET__TIME_MIN || bar->time > MARKET__TIME_MAX
                     ? "is outside the years 1 to 9999"
                     : NULL},
    };
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        if (checks[i].fault != NULL) {
            *name = checks[i].name;
            return checks[i].fault;
        }
    }
    return NULL;
}
