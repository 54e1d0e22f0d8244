#include "dashboard/query.h"

#include <string.h>

static int hex(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes [*from, end) up to a byte of `stops` and ends it in NUL. The decoded text is never longer
 * than the encoded one and its separator makes room for the NUL. Control characters are refused:
 * no parameter needs one, and a NUL would cut a value short. */
static bool decode(const char **from, const char *end, const char *stops, char **to) {
    const char *p = *from;
    char *w = *to;
    for (; p < end && !(*p && strchr(stops, *p)); p++) {
        int c = (unsigned char)*p;
        if (c == '+')
            c = ' ';
        if (c == '%') {
            int high = end - p > 2 ? hex(p[1]) : -1;
            int low = end - p > 2 ? hex(p[2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = high * 16 + low;
            p += 2;
        }
        if (c < 0x20 || c == 0x7f)
            return false;
        *w++ = (char)c;
    }
    *w++ = '\0';
    *from = p;
    *to = w;
    return true;
}

static market_status fail(app_error *err, const char *parameter, const char *reason) {
    return app_error_set(err, MARKET_E_SYNTAX, parameter, "", "%s", reason);
}

market_status dash_query_parse(const char *query, size_t len, app_error *err, dash_query *out) {
    out->count = 0;
    if (len > DASH_QUERY_BYTES)
        return app_error_set(err, MARKET_E_TOO_LARGE, "", "",
                             "the query has %zu bytes; at most %d are allowed", len,
                             DASH_QUERY_BYTES);
    const char *p = query, *end = len ? query + len : query;
    char *w = out->text;
    while (p < end) {
        if (*p == '&') {
            p++;
            continue;
        }
        if (out->count == DASH_QUERY_PAIRS)
            return app_error_set(err, MARKET_E_SYNTAX, "", "",
                                 "the query has more than %d parameters", DASH_QUERY_PAIRS);
        dash_pair *pair = &out->pairs[out->count];
        pair->name = w;
        if (!decode(&p, end, "=&", &w))
            return fail(err, "", "the query has a bad percent escape or a control character");
        if (!pair->name[0])
            return fail(err, "", "a parameter has no name");
        if (p == end || *p != '=' || ++p == end || *p == '&')
            return app_error_set(err, MARKET_E_SYNTAX, pair->name, "", "%.40s: no value is given",
                                 pair->name);
        pair->value = w;
        if (!decode(&p, end, "&", &w))
            return app_error_set(err, MARKET_E_SYNTAX, pair->name, "",
                                 "%.40s: a bad percent escape or a control character", pair->name);
        out->count++;
    }
    return MARKET_OK;
}
