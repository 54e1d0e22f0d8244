/* time.c - times as text. */
#include "internal.h"

typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

static bool take(cursor *c, char expected) {
    if (c->at == c->end || *c->at != expected)
        return false;
    c->at++;
    return true;
}

/* Exactly `count` digits. */
static bool take_digits(cursor *c, int count, int *out) {
    int value = 0;
    if (c->end - c->at < count)
        return false;
    for (int i = 0; i < count; i++, c->at++) {
        if (!market__is_digit(*c->at))
            return false;
        value = value * 10 + (*c->at - '0');
    }
    *out = value;
    return true;
}

static bool take_date(cursor *c, int64_t *days) {
    market__date date = {0, 0, 0};
    if (!take_digits(c, 4, &date.year) || !take(c, '-') || !take_digits(c, 2, &date.month) ||
        !take(c, '-') || !take_digits(c, 2, &date.day))
        return false;
    if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > market__days_in_month(date.year, date.month))
        return false;
    *days = market__days_from_date(date);
    return true;
}

/* One to nine digits after the point, cut to milliseconds. */
static bool take_fraction(cursor *c, int64_t *milliseconds) {
    int64_t value = 0, scale = 100;
    const char *start = c->at;
    while (c->at < c->end && market__is_digit(*c->at)) {
        value += (*c->at++ - '0') * scale;
        scale /= 10;
    }
    *milliseconds = value;
    return c->at > start && c->at - start <= 9;
}

/* hh:mm[:ss[.fff]] in milliseconds; 60 seconds (a leap second) mean the next minute. */
static bool take_clock(cursor *c, int64_t *out) {
    int hour = 0, minute = 0, second = 0;
    int64_t fraction = 0;
    if (!take_digits(c, 2, &hour) || !take(c, ':') || !take_digits(c, 2, &minute))
        return false;
    if (take(c, ':') && !take_digits(c, 2, &second))
        return false;
    if (take(c, '.') && !take_fraction(c, &fraction))
        return false;
    *out = hour * MARKET__HOUR + minute * MARKET__MINUTE + second * MARKET__SECOND + fraction;
    return hour < 24 && minute < 60 && second <= 60;
}

/* Z, +hh:mm, +hhmm or +hh; absent means that *has_offset stays false. */
static bool take_offset(cursor *c, bool *has_offset, int64_t *out) {
    int hour = 0, minute = 0;
    if (c->at == c->end)
        return true;
    *has_offset = true;
    if (take(c, 'Z') || take(c, 'z'))
        return true;
    bool negative = *c->at == '-';
    if (!negative && *c->at != '+')
        return false;
    c->at++;
    if (!take_digits(c, 2, &hour))
        return false;
    bool colon = take(c, ':');
    if ((colon || c->at < c->end) && !take_digits(c, 2, &minute))
        return false;
    int64_t offset = hour * MARKET__HOUR + minute * MARKET__MINUTE;
    *out = negative ? -offset : offset;
    return hour < 24 && minute < 60;
}

static bool parse(cursor *c, const market_zone *zone, market_time *out) {
    int64_t days = 0, clock = 0, offset = 0;
    bool has_offset = false;
    if (!take_date(c, &days))
        return false;
    if (c->at == c->end) {
        *out = (market_time){days * MARKET__DAY, true};
        return true;
    }
    if (!(take(c, 'T') || take(c, 't') || take(c, ' ')) || !take_clock(c, &clock) ||
        !take_offset(c, &has_offset, &offset) || c->at != c->end)
        return false;
    int64_t local = days * MARKET__DAY + clock;
    int64_t time = has_offset ? local - offset : market_zone_to_utc(zone, local);
    if (time < MARKET__TIME_MIN || time > MARKET__TIME_MAX)
        return false;
    *out = (market_time){time, false};
    return true;
}

market_status market_time_parse(const char *text, size_t length, const market_zone *zone,
                                market_error *err, market_time *out) {
    if (text == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a time and its result are needed");
    cursor c = {text, text + length};
    if (parse(&c, zone, out))
        return MARKET_OK;
    market__place place = {1, (size_t)(c.at - text) + 1, (uint64_t)(c.at - text)};
    return market__fail_at(err, MARKET_E_TIME, place, "time",
                           "time: \"%s\" is neither a date (YYYY-MM-DD) nor an RFC 3339 time",
                           market__quote(text, length).text);
}

market_status market_time_parse_bound(const char *text, size_t length, market_timeframe timeframe,
                                      bool is_end, const market_zone *zone, market_error *err,
                                      int64_t *out) {
    market_time parsed = {0, false};
    if (out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a result is needed");
    market_status status = market_time_parse(text, length, zone, err, &parsed);
    if (status != MARKET_OK)
        return status;
    if (!market_timeframe_is_intraday(timeframe))
        *out = parsed.is_date ? parsed.time
                              : market__trading_day(MARKET_1DAY, parsed.time, zone) * MARKET__DAY;
    else if (!parsed.is_date)
        *out = parsed.time;
    else if (is_end)
        *out = market_zone_to_utc(zone, parsed.time + MARKET__DAY) - 1;
    else
        *out = market_zone_to_utc(zone, parsed.time);
    return MARKET_OK;
}

/* The day `months` months before, or the last day of that month where it has no such day. */
static int64_t months_before(int64_t days, int months) {
    market__date date = market__date_from_days(days);
    int index = date.year * 12 + date.month - 1 - months;
    date.year = (int)market__floor_div(index, 12);
    date.month = (int)market__floor_mod(index, 12) + 1;
    int last = market__days_in_month(date.year, date.month);
    date.day = date.day > last ? last : date.day;
    return market__days_from_date(date);
}

market_status market_range_start(const char *text, size_t length, market_timeframe timeframe,
                                 int64_t end, const market_zone *zone, market_error *err,
                                 int64_t *out) {
    static const struct {
        const char *name;
        int months; /* 0: since the turn of the year; below 0: everything */
    } ranges[] = {{"1M", 1}, {"3M", 3}, {"6M", 6}, {"YTD", 0}, {"1Y", 12}, {"5Y", 60}, {"All", -1}};
    if (text == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a range and its result are needed");
    size_t i = 0;
    while (i < sizeof ranges / sizeof ranges[0] && !market__equal(text, length, ranges[i].name))
        i++;
    if (i == sizeof ranges / sizeof ranges[0])
        return market__fail_parameter(err, MARKET_E_ARGUMENT, "range",
                                      "range: \"%s\" is none of 1M 3M 6M YTD 1Y 5Y All",
                                      market__quote(text, length).text);
    int64_t day = market__trading_day(timeframe, end, zone);
    if (ranges[i].months < 0) {
        *out = INT64_MIN;
        return MARKET_OK;
    }
    day = ranges[i].months > 0
              ? months_before(day, ranges[i].months)
              : market__days_from_date((market__date){market__date_from_days(day).year, 1, 1});
    *out = market_timeframe_is_intraday(timeframe) ? market_zone_to_utc(zone, day * MARKET__DAY)
                                                   : day * MARKET__DAY;
    return MARKET_OK;
}

static char *put_digits(char *out, int value, int count) {
    for (int i = count - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + count;
}

size_t market_time_format(int64_t time, market_timeframe timeframe, char *out) {
    out[0] = '\0';
    if (time < MARKET__TIME_MIN || time > MARKET__TIME_MAX)
        return 0;
    int64_t days = market__floor_div(time, MARKET__DAY);
    int of_day = (int)(time - days * MARKET__DAY);
    market__date date = market__date_from_days(days);
    char *p = put_digits(out, date.year, 4);
    *p++ = '-';
    p = put_digits(p, date.month, 2);
    *p++ = '-';
    p = put_digits(p, date.day, 2);
    if (market_timeframe_is_intraday(timeframe)) {
        *p++ = 'T';
        p = put_digits(p, of_day / 3600000, 2);
        *p++ = ':';
        p = put_digits(p, of_day / 60000 % 60, 2);
        *p++ = ':';
        p = put_digits(p, of_day / 1000 % 60, 2);
        if (of_day % 1000 != 0) {
            *p++ = '.';
            p = put_digits(p, of_day % 1000, 3);
        }
        *p++ = 'Z';
    }
    *p = '\0';
    return (size_t)(p - out);
}
