#include "dashboard/exchange.h"

#include <stdlib.h>
#include <string.h>

dashboard *dashboard_create(const dash_options *options) {
    dashboard *dash = calloc(1, sizeof *dash);
    if (!dash)
        return NULL;
    dash->bodies = dash_cache_create(options->body_bytes);
    if (dash->bodies)
        dash->storage = dash_storage_create(options->store, options->series_bytes, dash->bodies);
    if (!dash->storage) {
        dashboard_free(dash);
        return NULL;
    }
    return dash;
}

void dashboard_free(dashboard *dash) {
    if (!dash)
        return;
    dash_storage_free(dash->storage);
    dash_cache_free(dash->bodies);
    free(dash);
}

typedef struct dash_route {
    const char *path;
    void (*answer)(dash_exchange *x);
    unsigned params; /* set of dash_param bits */
} dash_route;

static const dash_route routes[] = {
    {"/api/version", dash_api_version, DASH_NO_PARAMS},
    {"/api/symbols", dash_api_symbols, DASH_NO_PARAMS},
    {"/api/bars", dash_api_bars, DASH_SERIES_PARAMS},
    {"/api/bars.csv", dash_api_bars_csv, DASH_SERIES_PARAMS},
    {"/api/summary", dash_api_summary, DASH_SERIES_PARAMS},
    {"/api/indicators", dash_api_indicators, DASH_ALL_PARAMS},
    {"/api/indicators.csv", dash_api_indicators_csv, DASH_ALL_PARAMS},
    {"/healthz", dash_healthz, DASH_NO_PARAMS},
    {"/readyz", dash_readyz, DASH_NO_PARAMS},
};

static const dash_route *find_route(const dash_request *request) {
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        if (strlen(routes[i].path) == request->path_len &&
            memcmp(routes[i].path, request->path, request->path_len) == 0)
            return &routes[i];
    return NULL;
}

static void answer_route(dash_exchange *x, const dash_route *route) {
    app_error err = {0};
    if (x->request->method == DASH_OTHER) {
        dash_fail(x, 405, "", "only GET and HEAD are answered");
        x->response->allow = "GET, HEAD";
        return;
    }
    market_status status =
        dash_query_parse(x->request->query, x->request->query_len, &err, &x->query);
    if (!status)
        status = dash_params_read(&x->query, route->params, &err, &x->params);
    if (status)
        dash_fail_error(x, &err);
    else
        route->answer(x);
}

void dashboard_handle(dashboard *dash, const dash_request *request, dash_response *response) {
    dash_exchange x;
    dash_response_init(response);
    x.dash = dash;
    x.request = request;
    x.response = response;
    x.gzip = dash_accepts_gzip(request->accept_encoding);
    if (request->query_len > DASH_QUERY_BYTES) {
        dash_fail(&x, 414, "", "the query is longer than 4096 bytes");
        return;
    }
    const dash_route *route = find_route(request);
    if (route)
        answer_route(&x, route);
    else if (!dash_page(&x))
        dash_fail(&x, 404, "", "there is nothing under this address");
}
