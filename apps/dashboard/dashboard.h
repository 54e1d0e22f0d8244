/* The dashboard without a transport: one request in, one response out.
 *
 * A response is a function of the store's contents and the request alone: the same bytes whichever
 * program asks. Any number of threads may ask the same dashboard. */
#ifndef DASHBOARD_DASHBOARD_H
#define DASHBOARD_DASHBOARD_H

#include "dashboard/request.h"
#include "dashboard/response.h"

typedef struct dashboard dashboard;

typedef struct dash_options {
    const char *store;   /* URL as market_store_open() takes it; opened when it is needed */
    size_t body_bytes;   /* bound of the cache of finished bodies; 0: none (plain CGI) */
    size_t series_bytes; /* bound of the loaded series; 0: none */
} dash_options;

/* Bounds that suit a server process. */
#define DASH_BODY_BYTES   ((size_t)32 << 20)
#define DASH_SERIES_BYTES ((size_t)96 << 20)

/* NULL without memory. */
dashboard *dashboard_create(const dash_options *options);
/* Nobody may be in dashboard_handle() any more; responses may live on. */
void dashboard_free(dashboard *dash);

/* Always answers, also without memory. `response` is filled anew; clear it after use. */
void dashboard_handle(dashboard *dash, const dash_request *request, dash_response *response);

/* An answer that a transport gives itself: application/problem+json with this status. */
void dash_problem(dash_response *response, int status, const char *detail);

#endif
