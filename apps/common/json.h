/* A JSON writer on top of text.h: commas and escapes, nothing else. Strings may hold anything:
 * invalid UTF-8 becomes U+FFFD, and < > & U+2028 U+2029 are escaped, so that an answer may stand
 * inside an HTML page. */
#ifndef MARKETKIT_APPS_COMMON_JSON_H
#define MARKETKIT_APPS_COMMON_JSON_H

#include "common/text.h"
#include "marketkit/market.h"

/* How doubles are written; NaN and infinities are null in both. */
typedef enum app_json_digits {
    APP_JSON_ROUNDED, /* 10 significant digits (the API) */
    APP_JSON_SHORTEST /* round trip (files, the command line) */
} app_json_digits;

typedef struct app_json {
    app_text *text; /* borrowed */
    app_json_digits digits;
    bool comma; /* a value stands before the next one */
} app_json;

void app_json_init(app_json *json, app_text *text, app_json_digits digits);

void app_json_begin_object(app_json *json);
void app_json_end_object(app_json *json);
void app_json_begin_array(app_json *json);
void app_json_end_array(app_json *json);
/* The next value's name in an object. */
void app_json_key(app_json *json, const char *key);

void app_json_string(app_json *json, const char *bytes, size_t len);
/* A NUL-terminated string; NULL is null. */
void app_json_str(app_json *json, const char *str);
void app_json_number(app_json *json, double value);
void app_json_int(app_json *json, int64_t value);
void app_json_bool(app_json *json, bool value);
void app_json_null(app_json *json);
/* A time as "2022-01-03" or "2022-01-03T14:30:00Z". */
void app_json_time(app_json *json, int64_t time, market_timeframe timeframe);

/* Whole columns as arrays. */
void app_json_numbers(app_json *json, const double *values, size_t n);
void app_json_bools(app_json *json, const bool *values, size_t n);
void app_json_times(app_json *json, const int64_t *times, size_t n, market_timeframe timeframe);

#endif
