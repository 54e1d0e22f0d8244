#include "dashboard/response.h"

#include <stdio.h>
#include <string.h>

void dash_response_init(dash_response *response) {
    memset(response, 0, sizeof *response);
}

void dash_response_clear(dash_response *response) {
    if (response->body)
        dash_release(&response->body->shared);
    dash_response_init(response);
}

void dash_response_static(dash_response *response, int status, const char *content_type,
                          const char *data, size_t length) {
    response->status = status;
    response->content_type = content_type;
    response->data = data;
    response->length = length;
}

void dash_response_body(dash_response *response, int status, const char *content_type,
                        dash_body *body) {
    dash_response_static(response, status, content_type, body->data, body->length);
    response->body = body;
    response->gzip = body->gzip;
    response->etag = body->etag;
}

/* On every answer: what a browser may do with it. The pages load nothing from elsewhere, run no
 * inline script and may not be framed. */
static const char *const security[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

void dash_response_headers(const dash_response *response, dash_header_fn *each, void *payload) {
    if (response->content_type)
        each(payload, "Content-Type", response->content_type);
    if (response->gzip)
        each(payload, "Content-Encoding", "gzip");
    if (response->etag.text[0])
        each(payload, "ETag", response->etag.text);
    if (response->cache_control)
        each(payload, "Cache-Control", response->cache_control);
    if (response->vary)
        each(payload, "Vary", "Accept-Encoding");
    if (response->location)
        each(payload, "Location", response->location);
    if (response->allow)
        each(payload, "Allow", response->allow);
    if (response->retry_after) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%u", response->retry_after);
        each(payload, "Retry-After", seconds);
    }
    for (size_t i = 0; i < sizeof security / sizeof security[0]; i++)
        each(payload, security[i][0], security[i][1]);
}

const char *dash_reason(int status) {
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {204, "No Content"},
        {302, "Found"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {421, "Misdirected Request"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Error";
}
