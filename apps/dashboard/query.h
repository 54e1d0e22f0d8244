/* The query string: taken apart and percent-decoded, nothing interpreted. */
#ifndef DASHBOARD_QUERY_H
#define DASHBOARD_QUERY_H

#include "common/error.h"

#define DASH_QUERY_BYTES 4096
#define DASH_QUERY_PAIRS 32

typedef struct dash_pair {
    const char *name;  /* both NUL-terminated, without control characters */
    const char *value; /* never empty */
} dash_pair;

typedef struct dash_query {
    size_t count;
    dash_pair pairs[DASH_QUERY_PAIRS];
    char text[DASH_QUERY_BYTES + 1]; /* what the pairs point to */
} dash_query;

/* MARKET_E_SYNTAX for a bad escape, a control character, a pair without name or value, or too many
 * pairs; MARKET_E_TOO_LARGE for too many bytes. */
market_status dash_query_parse(const char *query, size_t len, app_error *err, dash_query *out);

#endif
