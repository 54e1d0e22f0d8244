#include "common/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

market_status app_error_set(app_error *err, market_status status, const char *parameter,
                            const char *advice, const char *format, ...) {
    if (!err)
        return status;
    *err = (app_error){.status = status};
    (void)snprintf(err->parameter, sizeof err->parameter, "%s", parameter);
    (void)snprintf(err->advice, sizeof err->advice, "%s", advice);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}

market_status app_error_market(app_error *err, market_status status, const char *parameter,
                               const char *advice, const market_error *from) {
    const char *message = from && from->message[0] ? from->message : market_status_text(status);
    /* "time: ... is no time": the reader of an app_error knows which parameter it was. */
    size_t len = from ? strlen(from->parameter) : 0;
    if (len && strncmp(message, from->parameter, len) == 0 && strncmp(message + len, ": ", 2) == 0)
        message += len + 2;
    return app_error_set(err, status, parameter, advice, "%s", message);
}

/* Levenshtein's distance, for words of up to 31 bytes. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len) {
    size_t row[32];
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[b_len];
}

const char *app_nearest(const char *word, size_t len, const char *const *candidates, size_t count) {
    const char *nearest = NULL;
    size_t smallest = len < 3 ? 1 : len < 6 ? 2 : 3;
    if (len > 31)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t candidate_len = strlen(candidates[i]);
        if (candidate_len > 31)
            continue;
        size_t d = distance(word, len, candidates[i], candidate_len);
        /* A beginning is meant as such: `ind` for `indicator`. */
        if (d > smallest && len >= 3 && strncmp(candidates[i], word, len) == 0)
            d = smallest;
        if (d < smallest || (d == smallest && !nearest)) {
            smallest = d;
            nearest = candidates[i];
        }
    }
    return nearest;
}
