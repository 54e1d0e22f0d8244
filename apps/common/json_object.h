/* One JSON object in a line, read where it stands: its members' places, and texts unescaped. */
#ifndef MARKETKIT_APPS_COMMON_JSON_OBJECT_H
#define MARKETKIT_APPS_COMMON_JSON_OBJECT_H

#include "common/text.h"

/* A value as it is written, quotes included. */
typedef struct app_json_value {
    const char *at; /* NULL: the object has no such member */
    size_t len;
} app_json_value;

/*
 * Finds members of the object that `line` is; of equal names the last one counts. The whole line is
 * checked. NULL, or what is wrong with it, with its place in *offset.
 */
const char *app_json_members(const char *line, size_t len, const char *const *names, size_t n,
                             app_json_value *values, size_t *offset);
/* Appends a text without its quotes and escapes; false where the value is no text. */
bool app_json_unescape(app_json_value value, app_text *out);

#endif
