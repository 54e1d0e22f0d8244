/* zone.h - a time zone: transitions, and a rule for the time after them. */
#ifndef MARKET_ZONE_H
#define MARKET_ZONE_H

#include "internal.h"

/* "Mm.w.d/time" of a POSIX TZ text: the w-th (5: last) weekday d (0 Sunday) of month m. */
typedef struct market__change {
    int month;
    int week;
    int weekday;
    int32_t second; /* of the local day; may be negative or beyond a day */
} market__change;

/* Seconds east of UTC, and when summer time holds. */
typedef struct market__rule {
    int32_t standard;
    int32_t summer;
    bool has_summer;
    market__change begin;
    market__change end;
} market__rule;

struct market_zone {
    size_t count;
    int64_t *times;   /* seconds since 1970, ascending; owned */
    int32_t *offsets; /* from times[i] on; in the same block */
    int32_t first;    /* before times[0] */
    bool has_rule;    /* after the last transition */
    market__rule rule;
};

/* The offset a rule gives at `second` (UTC). */
int32_t market__rule_offset(const market__rule *rule, int64_t second);
/* Parses "EST5EDT,M3.2.0,M11.1.0". */
bool market__rule_parse(const char *text, size_t length, market__rule *out);
/* The rule of New York in `year`, by law since 1967. */
market__rule market__new_york(int year);

#endif
