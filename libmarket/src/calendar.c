/* calendar.c - dates, bar periods, sessions. */
#include "internal.h"

#include <time.h>

int64_t market__days_from_date(market__date date) {
    /* Years that start in March put the leap day last; 400 of them are one cycle of 146,097 days.
     */
    int64_t year = (int64_t)date.year - (date.month <= 2);
    int64_t month = (date.month + 9) % 12;
    int64_t cycle = market__floor_div(year, 400);
    int64_t of_cycle = year - cycle * 400;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    return cycle * 146097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + day_of_year - 719468;
}

market__date market__date_from_days(int64_t days) {
    int64_t shifted = days + 719468;
    int64_t cycle = market__floor_div(shifted, 146097);
    int64_t day = shifted - cycle * 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    market__date date;
    date.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    date.month = (int)(month < 10 ? month + 3 : month - 9);
    date.year = (int)(year + cycle * 400 + (date.month <= 2));
    return date;
}

int market__days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

int market__weekday(int64_t days) {
    return (int)market__floor_mod(days + 3, 7); /* 1970-01-01 was a Thursday */
}

/* A little more than times can be, so that the period around any time can be computed. */
static int64_t clamp_time(int64_t time) {
    const int64_t least = MARKET__TIME_MIN - 1000 * MARKET__DAY;
    const int64_t most = MARKET__TIME_MAX + 1000 * MARKET__DAY;
    return time < least ? least : time > most ? most : time;
}

static int64_t local_time(int64_t time, const market_zone *zone) {
    return time + market_zone_offset(zone, time) * MARKET__SECOND;
}

int64_t market__trading_day(market_timeframe timeframe, int64_t time, const market_zone *zone) {
    time = clamp_time(time);
    if (market_timeframe_is_intraday(timeframe))
        return market__floor_div(local_time(time, zone), MARKET__DAY);
    int64_t of_day = market__floor_mod(time, MARKET__DAY);
    bool is_key = of_day == 0 || of_day == 4 * MARKET__HOUR || of_day == 5 * MARKET__HOUR;
    return market__floor_div(is_key ? time : local_time(time, zone), MARKET__DAY);
}

static int64_t first_day(market_timeframe timeframe, int64_t day) {
    if (timeframe == MARKET_1DAY)
        return day;
    if (timeframe == MARKET_1WEEK)
        return day - market__weekday(day);
    market__date date = market__date_from_days(day);
    if (timeframe == MARKET_3MONTH)
        date.month -= (date.month - 1) % 3;
    if (timeframe == MARKET_12MONTH)
        date.month = 1;
    date.day = 1;
    return market__days_from_date(date);
}

int64_t market_bar_start(market_timeframe timeframe, int64_t time, const market_zone *zone) {
    time = clamp_time(time);
    int64_t width = market__width(timeframe);
    if (width == 0)
        return first_day(timeframe, market__trading_day(timeframe, time, zone)) * MARKET__DAY;
    int64_t local = local_time(time, zone);
    int64_t passed = market__floor_mod(local, width);
    /* Up to an hour the cut never crosses a change of the clock, and the hour that occurs twice has
     * two bars; wider bars start where the wall clock says. */
    return width <= MARKET__HOUR ? time - passed : market_zone_to_utc(zone, local - passed);
}

/* The last weekday of the period; of a period that is one day, that day. */
static int64_t last_weekday(market_timeframe timeframe, int64_t first) {
    if (timeframe == MARKET_1DAY)
        return first;
    if (timeframe == MARKET_1WEEK)
        return first + 4;
    market__date date = market__date_from_days(first);
    int months = timeframe == MARKET_1MONTH ? 1 : timeframe == MARKET_3MONTH ? 3 : 12;
    date.month += months;
    date.year += (date.month - 1) / 12;
    date.month = (date.month - 1) % 12 + 1;
    int64_t last = market__days_from_date(date) - 1;
    int weekday = market__weekday(last);
    return weekday > 4 ? last - (weekday - 4) : last;
}

int64_t market_bar_end(market_timeframe timeframe, int64_t start, const market_zone *zone) {
    start = clamp_time(start);
    int64_t width = market__width(timeframe);
    if (width > 0 && width <= MARKET__HOUR)
        return start + width;
    if (width > 0)
        return market_zone_to_utc(zone, local_time(start, zone) + width);
    int64_t first = market__floor_div(start, MARKET__DAY);
    return market_zone_to_utc(zone,
                              last_weekday(timeframe, first) * MARKET__DAY + 16 * MARKET__HOUR);
}

bool market_is_regular_session(int64_t time, const market_zone *zone) {
    int64_t local = local_time(clamp_time(time), zone);
    int64_t of_day = market__floor_mod(local, MARKET__DAY);
    return market__weekday(market__floor_div(local, MARKET__DAY)) < 5 &&
           of_day >= 9 * MARKET__HOUR + 30 * MARKET__MINUTE && of_day < 16 * MARKET__HOUR;
}

void market_session_ids(market_timeframe timeframe, const int64_t *time, size_t count,
                        const market_zone *zone, double *out) {
    for (size_t i = 0; i < count; i++)
        out[i] = (double)market__trading_day(timeframe, time[i], zone);
}

int64_t market__now(void) {
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
