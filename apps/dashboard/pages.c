/* Pages and their assets, out of the program itself. */
#include "dashboard/assets.h"
#include "dashboard/exchange.h"

#include <stdio.h>
#include <string.h>

static int compare(const char *path, size_t len, const char *with) {
    size_t with_len = strlen(with);
    int order = memcmp(path, with, len < with_len ? len : with_len);
    return order ? order : (len > with_len) - (len < with_len);
}

static const dash_asset *find_asset(const char *path, size_t len) {
    size_t low = 0, high = dash_assets_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(path, len, dash_assets[middle].path);
        if (order == 0)
            return &dash_assets[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static void send_asset(dash_exchange *x, const dash_asset *asset) {
    dash_response *response = x->response;
    bool gzip = x->gzip && asset->gzip;
    dash_etag etag;
    (void)snprintf(etag.text, sizeof etag.text, "\"%s\"", asset->hash);
    if (gzip)
        etag = dash_etag_gzip(&etag);
    if (dash_etag_matches(x->request->if_none_match, &etag)) {
        response->status = 304;
    } else {
        dash_response_static(response, 200, asset->content_type,
                             (const char *)(gzip ? asset->gzip : asset->data),
                             gzip ? asset->gzip_length : asset->length);
        response->gzip = gzip;
    }
    response->etag = etag;
    response->vary = asset->gzip != NULL;
    response->cache_control = asset->immutable ? "public, max-age=31536000, immutable" : "no-cache";
}

/* What is shown where the program was built without browser code. */
static const char not_built[] =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<title>marketkit</title>\n<h1>marketkit</h1>\n"
    "<p>This program was built without the pages of the dashboard (MARKETKIT_WEB=OFF). "
    "The data is at <a href=\"api/symbols\">api/symbols</a> and through the <code>mkt</code> "
    "command.</p>\n";

static bool is(const dash_request *request, const char *path) {
    return compare(request->path, request->path_len, path) == 0;
}

bool dash_page(dash_exchange *x) {
    static const char start[] = "/price";
    const dash_request *request = x->request;
    dash_response *response = x->response;
    bool root = is(request, "/");
    const dash_asset *asset = find_asset(request->path, request->path_len);
    bool built = find_asset(start, sizeof start - 1) != NULL;
    if (!asset && !root && !is(request, "/favicon.ico"))
        return false;
    if (request->method == DASH_OTHER) {
        dash_fail(x, 405, "", "only GET and HEAD are answered");
        response->allow = "GET, HEAD";
    } else if (asset) {
        send_asset(x, asset);
    } else if (root && built) {
        /* Relative: the dashboard may be mounted anywhere. */
        dash_response_static(response, 302, NULL, "", 0);
        response->location = "price";
        response->cache_control = "no-cache";
    } else if (root) {
        dash_response_static(response, 200, DASH_HTML, not_built, sizeof not_built - 1);
        response->cache_control = "no-store";
    } else {
        dash_response_static(response, 204, NULL, "", 0);
        response->cache_control = "no-cache";
    }
    return true;
}
