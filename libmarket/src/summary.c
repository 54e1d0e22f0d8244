/* summary.c - the figures that people ask for first. */
#include "internal.h"

#include <math.h>

#define WEEK52_DAYS    364
#define AVERAGE_VOLUME 30

static const market_point no_point = {0, NAN};

/* The extreme of a column over [first, last]: `sign` 1 highest, -1 lowest; ties to the earliest. */
static market_point extreme(const market_bars *bars, const double *column, size_t first,
                            size_t last, int sign) {
    market_point best = no_point;
    for (size_t i = first; i <= last; i++)
        if (bars->complete[i] && (isnan(best.value) || sign * (column[i] - best.value) > 0))
            best = (market_point){bars->time[i], column[i]};
    return best;
}

static double average_volume(const market_bars *bars, size_t last) {
    double sum = 0;
    size_t taken = 0;
    for (size_t i = last + 1; i-- > 0 && taken < AVERAGE_VOLUME;) {
        if (!bars->complete[i] || isnan(bars->volume[i]))
            continue;
        sum += bars->volume[i];
        taken++;
    }
    return taken > 0 ? sum / (double)taken : (double)NAN;
}

static void summarise_year(const market_bars *bars, size_t last, market_summary *out) {
    size_t first = 0, count = 0;
    out->week52_from = bars->time[last] - WEEK52_DAYS * MARKET__DAY;
    market_bars_range(bars, out->week52_from, bars->time[last], &first, &count);
    out->week52_high = extreme(bars, bars->high, first, last, 1);
    out->week52_low = extreme(bars, bars->low, first, last, -1);
    out->week52_highest_close = extreme(bars, bars->close, first, last, 1);
    out->week52_lowest_close = extreme(bars, bars->close, first, last, -1);
}

void market_bars_summary(const market_bars *bars, int64_t from, int64_t to, market_summary *out) {
    market_summary s = {.last = no_point,
                        .previous = no_point,
                        .change = NAN,
                        .change_percent = NAN,
                        .highest_close = no_point,
                        .lowest_close = no_point,
                        .week52_high = no_point,
                        .week52_low = no_point,
                        .week52_highest_close = no_point,
                        .week52_lowest_close = no_point,
                        .average_volume = NAN};
    size_t first = 0;
    market_bars_range(bars, from, to, &first, &s.count);
    if (s.count > 0) {
        size_t last = first + s.count - 1;
        s.from = bars->time[first];
        s.to = bars->time[last];
        s.last = (market_point){bars->time[last], bars->close[last]};
        s.last_complete = bars->complete[last];
        if (last > 0) {
            s.previous = (market_point){bars->time[last - 1], bars->close[last - 1]};
            s.change = s.last.value - s.previous.value;
            s.change_percent = 100 * s.change / s.previous.value;
        }
        s.highest_close = extreme(bars, bars->close, first, last, 1);
        s.lowest_close = extreme(bars, bars->close, first, last, -1);
        summarise_year(bars, last, &s);
        s.average_volume = average_volume(bars, last);
    }
    *out = s;
}
