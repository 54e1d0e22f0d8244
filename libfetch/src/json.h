/* json.h - documents on cJSON, without its traps: names are compared exactly, nothing may follow a
 * document, numbers are checked before they become integers. */
#ifndef FETCH_JSON_H
#define FETCH_JSON_H

#include "internal.h"

#include <cjson/cJSON.h>

/* FETCH_E_MEMORY; FETCH_E_MALFORMED, also for anything but an object or array at the top. Free
 * with cJSON_Delete.
 */
fetch_status fetch__json_parse(const char *text, size_t length, cJSON **out);

/* A member of an object; NULL when it is missing or null. */
const cJSON *fetch__json_get(const cJSON *object, const char *name);
/* The same under either of two names. */
const cJSON *fetch__json_either(const cJSON *object, const char *name, const char *other);
/* The text of a member; NULL when it is missing or no text. */
const char *fetch__json_text(const cJSON *object, const char *name);
/* A number of at least 0, or `missing`. */
double fetch__json_number(const cJSON *object, const char *name, double missing);
/* A whole number that a double holds exactly; false when there is none. */
bool fetch__json_integer(const cJSON *item, int64_t *out);
/* An id that is written as a text or as a whole number. */
bool fetch__json_id(const cJSON *object, const char *name, char *out, size_t capacity);
/* A date or time with its zone. */
bool fetch__json_time(const cJSON *object, const char *name, int64_t *out);
bool fetch__json_true(const cJSON *object, const char *name);

#endif
