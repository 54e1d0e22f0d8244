/* A request as any transport hands it over: CGI, FastCGI or the own server. */
#ifndef DASHBOARD_REQUEST_H
#define DASHBOARD_REQUEST_H

#include <stddef.h>

typedef enum dash_method {
    DASH_GET,
    DASH_HEAD, /* answered like GET; the transport leaves the body out */
    DASH_OTHER
} dash_method;

/* All texts are borrowed for the call. */
typedef struct dash_request {
    dash_method method;
    const char *path; /* below the mount point, not percent-decoded, starts with '/' */
    size_t path_len;
    const char *query; /* without the '?', not decoded; may be NULL when query_len is 0 */
    size_t query_len;
    const char *accept_encoding; /* header values, NULL when absent */
    const char *if_none_match;
} dash_request;

/* The method of an HTTP method name. */
dash_method dash_method_parse(const char *name);
/* Splits "/path?query" into `request`. */
void dash_request_target(dash_request *request, const char *target, size_t len);

#endif
