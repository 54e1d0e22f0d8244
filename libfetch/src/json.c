/* json.c - documents on cJSON, without its traps. */
#include "json.h"

#include "scan.h"

#include <marketkit/market.h>
#include <math.h>
#include <stdio.h>

#define EXACT 9007199254740992.0 /* 2^53 */

/* cJSON does not say when memory is short. A document cannot end before its last bracket: when it
 * has one and cJSON stopped early, it is malformed all the same. */
/* cJSON does not say why it gives up: when the text is well-formed, memory was short. */
static fetch_status why_not(const char *text, size_t length) {
    fetch__scan scan = {text, text + length};
    return fetch__scan_skip(&scan) && fetch__scan_end(&scan) ? FETCH_E_MEMORY : FETCH_E_MALFORMED;
}

fetch_status fetch__json_parse(const char *text, size_t length, cJSON **out) {
    const char *end = NULL;
    if (text == NULL || memchr(text, '\0', length) != NULL)
        return FETCH_E_MALFORMED;
    cJSON *document = cJSON_ParseWithLengthOpts(text, length, &end, false);
    if (document == NULL)
        return why_not(text, length);
    while (end < text + length && strchr(" \t\r\n", *end) != NULL)
        end++;
    if (end != text + length || !(cJSON_IsObject(document) || cJSON_IsArray(document))) {
        cJSON_Delete(document);
        return FETCH_E_MALFORMED;
    }
    *out = document;
    return FETCH_OK;
}

const cJSON *fetch__json_get(const cJSON *object, const char *name) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNull(item) ? NULL : item;
}

const cJSON *fetch__json_either(const cJSON *object, const char *name, const char *other) {
    const cJSON *item = fetch__json_get(object, name);
    return item != NULL ? item : fetch__json_get(object, other);
}

const char *fetch__json_text(const cJSON *object, const char *name) {
    return cJSON_GetStringValue(fetch__json_get(object, name));
}

double fetch__json_number(const cJSON *object, const char *name, double missing) {
    const cJSON *item = fetch__json_get(object, name);
    return cJSON_IsNumber(item) && item->valuedouble >= 0 && isfinite(item->valuedouble)
               ? item->valuedouble
               : missing;
}

bool fetch__json_integer(const cJSON *item, int64_t *out) {
    if (!cJSON_IsNumber(item) || !(fabs(item->valuedouble) < EXACT) ||
        floor(item->valuedouble) != item->valuedouble)
        return false;
    *out = (int64_t)item->valuedouble;
    return true;
}

bool fetch__json_id(const cJSON *object, const char *name, char *out, size_t capacity) {
    const cJSON *item = fetch__json_get(object, name);
    const char *text = cJSON_GetStringValue(item);
    int64_t number = 0;
    if (text != NULL)
        return text[0] != '\0' && fetch__copy(out, capacity, text, strlen(text));
    if (!fetch__json_integer(item, &number))
        return false;
    int length = snprintf(out, capacity, "%lld", (long long)number);
    return length > 0 && (size_t)length < capacity;
}

bool fetch__json_time(const cJSON *object, const char *name, int64_t *out) {
    const char *text = fetch__json_text(object, name);
    market_time time;
    if (text == NULL || market_time_parse(text, strlen(text), NULL, NULL, &time) != MARKET_OK)
        return false;
    *out = time.time;
    return true;
}

bool fetch__json_true(const cJSON *object, const char *name) {
    return cJSON_IsTrue(fetch__json_get(object, name));
}
