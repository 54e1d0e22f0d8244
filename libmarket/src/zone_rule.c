/* zone_rule.c - daylight saving rules: POSIX TZ texts, and New York's by law. */
#include "zone.h"

/* UTC-like seconds (of the local wall clock) of a change in `year`. */
static int64_t change_local(const market__change *change, int year) {
    int64_t first = market__days_from_date((market__date){year, change->month, 1});
    int sunday_based = (market__weekday(first) + 1) % 7;
    int day = (change->weekday - sunday_based + 7) % 7 + 7 * (change->week - 1);
    while (day >= market__days_in_month(year, change->month))
        day -= 7;
    return (first + day) * 86400 + change->second;
}

int32_t market__rule_offset(const market__rule *rule, int64_t second) {
    if (!rule->has_summer)
        return rule->standard;
    int year = market__date_from_days(market__floor_div(second + rule->standard, 86400)).year;
    int64_t begin = change_local(&rule->begin, year) - rule->standard;
    int64_t end = change_local(&rule->end, year) - rule->summer;
    bool summer = begin < end ? second >= begin && second < end : second >= begin || second < end;
    return summer ? rule->summer : rule->standard;
}

market__rule market__new_york(int year) {
    static const market__change april_last = {4, 5, 0, 7200}, april_first = {4, 1, 0, 7200},
                                march = {3, 2, 0, 7200}, january_1974 = {1, 1, 0, 7200},
                                february_1975 = {2, 5, 0, 7200}, october = {10, 5, 0, 7200},
                                november = {11, 1, 0, 7200};
    market__rule rule = {-5 * 3600, -4 * 3600, true, march, november};
    if (year < 2007) {
        rule.begin = year >= 1987 ? april_first : april_last;
        rule.end = october;
    }
    if (year == 1974)
        rule.begin = january_1974;
    if (year == 1975)
        rule.begin = february_1975;
    rule.has_summer = year >= 1967;
    return rule;
}

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

static bool take_number(cursor *c, int highest, int *out) {
    const char *start = c->at;
    int value = 0;
    while (c->at < c->end && market__is_digit(*c->at) && value <= highest)
        value = value * 10 + (*c->at++ - '0');
    *out = value;
    return c->at > start && value <= highest;
}

/* "EST" or "<-03>" */
static bool skip_name(cursor *c) {
    const char *start = c->at;
    if (take(c, '<')) {
        while (c->at < c->end && *c->at != '>')
            c->at++;
        return take(c, '>');
    }
    while (c->at < c->end && market__lower(*c->at) >= 'a' && market__lower(*c->at) <= 'z')
        c->at++;
    return c->at - start >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds */
static bool take_time(cursor *c, int32_t *out) {
    int hours = 0, minutes = 0, seconds = 0;
    bool negative = take(c, '-');
    if (!negative)
        (void)take(c, '+');
    if (!take_number(c, 167, &hours))
        return false;
    if (take(c, ':') && !take_number(c, 59, &minutes))
        return false;
    if (take(c, ':') && !take_number(c, 59, &seconds))
        return false;
    int32_t value = hours * 3600 + minutes * 60 + seconds;
    *out = negative ? -value : value;
    return true;
}

static bool take_change(cursor *c, market__change *out) {
    market__change change = {0, 0, 0, 7200};
    if (!take(c, ',') || !take(c, 'M') || !take_number(c, 12, &change.month) || !take(c, '.') ||
        !take_number(c, 5, &change.week) || !take(c, '.') || !take_number(c, 6, &change.weekday))
        return false;
    if (take(c, '/') && !take_time(c, &change.second))
        return false;
    *out = change;
    return change.month > 0 && change.week > 0;
}

bool market__rule_parse(const char *text, size_t length, market__rule *out) {
    cursor c = {text, text + length};
    market__rule rule = {0};
    int32_t west = 0;
    if (!skip_name(&c) || !take_time(&c, &west) || west > 86400 || west < -86400)
        return false;
    rule.standard = -west;
    if (c.at < c.end) {
        rule.has_summer = true;
        rule.summer = rule.standard + 3600;
        if (!skip_name(&c))
            return false;
        if (c.at < c.end && *c.at != ',') {
            if (!take_time(&c, &west) || west > 86400 || west < -86400)
                return false;
            rule.summer = -west;
        }
        if (!take_change(&c, &rule.begin) || !take_change(&c, &rule.end))
            return false;
    }
    *out = rule;
    return c.at == c.end;
}
