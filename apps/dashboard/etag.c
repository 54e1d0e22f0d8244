#include "dashboard/etag.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

dash_etag dash_etag_make(uint64_t generation, uint64_t hash) {
    dash_etag etag;
    snprintf(etag.text, sizeof etag.text, "\"%.12s-%" PRIu64 "-%016" PRIx64 "\"", dash_build_id,
             generation, hash);
    return etag;
}

dash_etag dash_etag_gzip(const dash_etag *plain) {
    dash_etag etag;
    snprintf(etag.text, sizeof etag.text, "%.*s-gz\"", (int)strlen(plain->text) - 1, plain->text);
    return etag;
}

static const char *skip_blanks(const char *p) {
    return p + strspn(p, " \t");
}

bool dash_etag_matches(const char *if_none_match, const dash_etag *etag) {
    if (!if_none_match || !etag->text[0])
        return false;
    size_t len = strlen(etag->text);
    const char *p = skip_blanks(if_none_match);
    if (*p == '*')
        return *skip_blanks(p + 1) == '\0';
    for (;;) {
        p += strspn(p, " \t,");
        if (strncmp(p, "W/", 2) == 0)
            p += 2;
        if (*p != '"')
            return false; /* the end, or no list of tags */
        const char *close = strchr(p + 1, '"');
        if (!close)
            return false;
        if ((size_t)(close + 1 - p) == len && memcmp(p, etag->text, len) == 0)
            return true;
        p = close + 1;
    }
}

/* True when the parameters of a coding, up to `end`, hold q=0 (also 0., 0.0, 0.00 and 0.000). */
static bool refused(const char *p, const char *end) {
    while (p < end) {
        p++; /* the ';' */
        while (p < end && (*p == ' ' || *p == '\t'))
            p++;
        const char *stop = memchr(p, ';', (size_t)(end - p));
        if (!stop)
            stop = end;
        if (stop - p >= 3 && (*p == 'q' || *p == 'Q') && p[1] == '=') {
            const char *value = p + 2;
            while (value < stop && (*value == '0' || *value == '.'))
                value++;
            while (value < stop && (*value == ' ' || *value == '\t'))
                value++;
            return value == stop;
        }
        p = stop;
    }
    return false;
}

bool dash_accepts_gzip(const char *accept_encoding) {
    bool any = false;
    const char *p = accept_encoding ? accept_encoding : "";
    while (*p) {
        p += strspn(p, " \t,");
        const char *end = p + strcspn(p, ",");
        size_t name = strcspn(p, " \t;,");
        const char *params = p + name + strspn(p + name, " \t");
        if ((name == 4 && strncasecmp(p, "gzip", 4) == 0) ||
            (name == 6 && strncasecmp(p, "x-gzip", 6) == 0))
            return !refused(params, end);
        if (name == 1 && *p == '*')
            any = !refused(params, end);
        p = end;
    }
    return any;
}
