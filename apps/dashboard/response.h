/* An answer as any transport sends it. */
#ifndef DASHBOARD_RESPONSE_H
#define DASHBOARD_RESPONSE_H

#include "dashboard/body.h"

typedef struct dash_response {
    int status;
    const char *content_type; /* static; NULL without a body */
    const char *data;         /* the body, valid until dash_response_clear() */
    size_t length;
    dash_body *body; /* holds a reference when the bytes are not static; see data */
    bool gzip;
    bool vary; /* the coding depends on Accept-Encoding */
    dash_etag etag;
    const char *cache_control; /* static, may be NULL */
    const char *location;      /* static, may be NULL */
    const char *allow;         /* static, may be NULL */
    unsigned retry_after;      /* seconds; 0: no such header */
    char note[384];            /* for the operator's log, when status >= 500; else empty */
} dash_response;

void dash_response_init(dash_response *response);
void dash_response_clear(dash_response *response);

/* A body that lives as long as the program. */
void dash_response_static(dash_response *response, int status, const char *content_type,
                          const char *data, size_t length);
/* Takes over the caller's reference. */
void dash_response_body(dash_response *response, int status, const char *content_type,
                        dash_body *body);

/* Calls `each` for every header but Content-Length and Date, which transports know best. */
typedef void dash_header_fn(void *payload, const char *name, const char *value);
void dash_response_headers(const dash_response *response, dash_header_fn *each, void *payload);

/* "Not Found" for 404; "Error" for a status that is not used here. */
const char *dash_reason(int status);

#endif
