/* internal.h - what the files of libmarket share: errors, text slices, arithmetic, the calendar. */
#ifndef MARKET_INTERNAL_H
#define MARKET_INTERNAL_H

#include "marketkit/market.h"

#include <string.h>

/* ---- errors ---- */

#if defined(__GNUC__)
#define MARKET_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define MARKET_PRINTF(text, first)
#endif

/* Where in a text something was found. */
typedef struct market__place {
    size_t line;
    size_t column;
    uint64_t offset;
} market__place;

/* Fill `err` (may be NULL) and return `status`. */
market_status market__fail(market_error *err, market_status status, const char *format, ...)
    MARKET_PRINTF(3, 4);
market_status market__fail_parameter(market_error *err, market_status status, const char *parameter,
                                     const char *format, ...) MARKET_PRINTF(4, 5);
market_status market__fail_at(market_error *err, market_status status, market__place place,
                              const char *parameter, const char *format, ...) MARKET_PRINTF(5, 6);
market_status market__no_memory(market_error *err);

/* Foreign text for a message: at most 40 bytes, control bytes as '?', cut ones marked. */
typedef struct market__quoted {
    char text[48];
} market__quoted;
market__quoted market__quote(const char *text, size_t length);

/* ---- text ---- */

static inline bool market__is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline char market__lower(char c) {
    return (c >= 'A' && c <= 'Z') ? (char)(c - 'A' + 'a') : c;
}

static inline char market__upper(char c) {
    return (c >= 'a' && c <= 'z') ? (char)(c - 'a' + 'A') : c;
}

static inline bool market__equal(const char *text, size_t length, const char *word) {
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* Copies `text` with its NUL when it fits into `capacity` bytes, else leaves `out` alone. */
bool market__copy(char *out, size_t capacity, const char *text, size_t length);
bool market__is_utf8(const char *text, size_t length);
/* 1..63 printable ASCII bytes without spaces. */
market_status market__check_feed(const char *feed, market_error *err);
/* 1..63 bytes of UTF-8 without control bytes. */
market_status market__check_topic(const char *topic, market_error *err);

/* Why market_number_parse took a text for no number. */
const char *market__number_fault(const char *text, size_t length);

/* ---- memory ---- */

/* realloc for arrays, with the size checked; NULL leaves `block` alone. */
void *market__resize(void *block, size_t count, size_t size);
/* The capacity to grow to so that `needed` fits, at least doubling. 0 when it cannot be had. */
size_t market__grown(size_t capacity, size_t needed);

/* ---- calendar ---- */

#define MARKET__SECOND INT64_C(1000)
#define MARKET__MINUTE (60 * MARKET__SECOND)
#define MARKET__HOUR   (60 * MARKET__MINUTE)
#define MARKET__DAY    (24 * MARKET__HOUR)

/* Times that the library computes with: 0001-01-01 up to 9999-12-31T23:59:59.999Z. */
#define MARKET__TIME_MIN INT64_C(-62135596800000)
#define MARKET__TIME_MAX INT64_C(253402300799999)

typedef struct market__date {
    int year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
} market__date;

/* Quotient and remainder that round towards minus infinity; `b` > 0. */
static inline int64_t market__floor_div(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

static inline int64_t market__floor_mod(int64_t a, int64_t b) {
    return a - market__floor_div(a, b) * b;
}

/* Days since 1970-01-01 of a proleptic Gregorian date, and back. */
int64_t market__days_from_date(market__date date);
market__date market__date_from_days(int64_t days);
int market__days_in_month(int year, int month);
/* 0 Monday ... 6 Sunday */
int market__weekday(int64_t days);

/* The exchange date, as days, of a bar's key. */
int64_t market__trading_day(market_timeframe timeframe, int64_t time, const market_zone *zone);
/* Width of an intraday timeframe; 0 for others. */
int64_t market__width(market_timeframe timeframe);
bool market__is_timeframe(int number);
/* The clock. */
int64_t market__now(void);
/* Whether bars of `from` can be summed up to `to`, or are the same. */
bool market__nests(market_timeframe from, market_timeframe to);

/* ---- bars ---- */

void market__bars_set(market_bars *bars, size_t index, const market_bar *bar);
/* Keeps the bars with from <= time <= to. */
void market__bars_crop(market_bars *bars, int64_t from, int64_t to);
/* All fields the same, NaN equal to NaN. */
bool market__bar_equal(const market_bar *a, const market_bar *b);

#endif
