/* ini.c - Amazon's shared files, line by line. */
#include "ini.h"

#include "buffer.h"

#include <string.h>

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static void trim(const char **text, size_t *length) {
    while (*length > 0 && is_space(**text)) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && is_space((*text)[*length - 1]))
        (*length)--;
}

static bool take_line(fetch__ini *ini, const char **line, size_t *length) {
    if (ini->position >= ini->length)
        return false;
    const char *start = ini->text + ini->position;
    const char *end = memchr(start, '\n', ini->length - ini->position);
    *line = start;
    *length = end == NULL ? ini->length - ini->position : (size_t)(end - start);
    ini->position += *length + 1;
    return true;
}

/* A comment begins after white space only: keys may hold '#'. */
static size_t without_comment(const char *value, size_t length) {
    for (size_t i = 1; i < length; i++)
        if ((value[i] == '#' || value[i] == ';') && is_space(value[i - 1]))
            return i;
    return length;
}

static bool take_setting(const fetch__ini *ini, const char *line, size_t length,
                         fetch__setting *out) {
    const char *equals = memchr(line, '=', length);
    if (equals == NULL || ini->section == NULL)
        return false;
    const char *value = equals + 1;
    size_t key_length = (size_t)(equals - line), value_length = length - key_length - 1;
    value_length = without_comment(value, value_length);
    trim(&line, &key_length);
    trim(&value, &value_length);
    *out =
        (fetch__setting){ini->section, ini->section_length, line, key_length, value, value_length};
    return key_length > 0;
}

bool fetch__ini_next(fetch__ini *ini, fetch__setting *out) {
    const char *line = NULL;
    size_t length = 0;
    while (take_line(ini, &line, &length)) {
        bool is_nested = length > 0 && is_space(*line);
        trim(&line, &length);
        if (length == 0 || *line == '#' || *line == ';')
            continue;
        const char *close = *line == '[' ? memchr(line, ']', length) : NULL;
        if (close != NULL) {
            ini->section = line + 1;
            ini->section_length = (size_t)(close - line) - 1;
            trim(&ini->section, &ini->section_length);
        } else if (!is_nested && take_setting(ini, line, length, out)) {
            return true;
        }
    }
    return false;
}

bool fetch__slice_is(const char *slice, size_t length, const char *word) {
    size_t i = 0;
    while (i < length && word[i] != '\0' && fetch__lower(slice[i]) == fetch__lower(word[i]))
        i++;
    return i == length && word[i] == '\0';
}
