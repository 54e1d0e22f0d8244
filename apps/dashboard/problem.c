#include "dashboard/exchange.h"

#include <stdio.h>
#include <string.h>

#define PROBLEM_JSON "application/problem+json"

static const char no_memory[] = "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\","
                                "\"status\":503,\"detail\":\"out of memory\"}";

/* The answer that needs no memory. */
static void fail_memory(dash_response *response) {
    dash_response_static(response, 503, PROBLEM_JSON, no_memory, sizeof no_memory - 1);
    response->retry_after = 1;
    response->cache_control = "no-store";
}

static void write_json(app_text *text, int status, const char *parameter, const char *detail) {
    app_json json;
    app_json_init(&json, text, APP_JSON_ROUNDED);
    app_json_begin_object(&json);
    app_json_key(&json, "type");
    app_json_str(&json, "about:blank");
    app_json_key(&json, "title");
    app_json_str(&json, dash_reason(status));
    app_json_key(&json, "status");
    app_json_int(&json, status);
    app_json_key(&json, "detail");
    app_json_str(&json, detail);
    if (parameter[0]) {
        app_json_key(&json, "parameter");
        app_json_str(&json, parameter);
    }
    app_json_end_object(&json);
}

/* `detail` is a constant of ours here: nothing of the request may get into a page. */
static void write_page(app_text *text, int status, const char *detail) {
    char first = (char)(detail[0] >= 'a' && detail[0] <= 'z' ? detail[0] - 'a' + 'A' : detail[0]);
    app_text_format(text,
                    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<title>%d %s</title>\n<h1>%s</h1>\n<p>%c%s.</p>\n",
                    status, dash_reason(status), dash_reason(status), first, detail + 1);
}

static void send(dash_response *response, int status, const char *content_type, app_text *text) {
    static const dash_etag none;
    if (text->failed) {
        app_text_clear(text);
        fail_memory(response);
        return;
    }
    dash_body *body = dash_body_take(text, &none);
    if (!body) {
        fail_memory(response);
        return;
    }
    dash_response_body(response, status, content_type, body);
    response->cache_control = "no-store";
}

void dash_problem(dash_response *response, int status, const char *detail) {
    app_text text;
    dash_response_init(response);
    app_text_init(&text, 0);
    write_json(&text, status, "", detail);
    send(response, status, PROBLEM_JSON, &text);
}

static bool is_api(const dash_request *request) {
    static const char prefix[] = "/api/";
    return request->path_len >= sizeof prefix - 1 &&
           memcmp(request->path, prefix, sizeof prefix - 1) == 0;
}

void dash_fail(dash_exchange *x, int status, const char *parameter, const char *detail) {
    app_text text;
    app_text_init(&text, 0);
    if (is_api(x->request)) {
        write_json(&text, status, parameter, detail);
        send(x->response, status, PROBLEM_JSON, &text);
    } else {
        write_page(&text, status, detail);
        send(x->response, status, DASH_HTML, &text);
    }
}

static int status_for(market_status status) {
    switch (status) {
    case MARKET_E_ARGUMENT:
    case MARKET_E_SYMBOL:
    case MARKET_E_TIME:
    case MARKET_E_TIMEFRAME:
    case MARKET_E_NUMBER:
    case MARKET_E_SYNTAX:
        return 400;
    case MARKET_E_NO_SYMBOL:
    case MARKET_E_NO_SERIES:
        return 404;
    case MARKET_E_TOO_LARGE:
        return 413;
    case MARKET_E_MEMORY:
    case MARKET_E_IO:
    case MARKET_E_NOT_FOUND:
    case MARKET_E_PERMISSION:
    case MARKET_E_LOCKED:
    case MARKET_E_NOT_A_STORE:
    case MARKET_E_CORRUPT:
    case MARKET_E_NEWER:
    case MARKET_E_READ_ONLY:
        return 503;
    default:
        return 500;
    }
}

void dash_fail_error(dash_exchange *x, const app_error *err) {
    int status = status_for(err->status);
    if (err->status == MARKET_E_MEMORY) {
        fail_memory(x->response);
        return;
    }
    dash_fail(x, status, err->parameter, err->message);
    if (status >= 500)
        (void)snprintf(x->response->note, sizeof x->response->note, "%s", err->message);
}

void dash_fail_store(dash_exchange *x, market_status status, const market_error *err) {
    if (status == MARKET_E_MEMORY) {
        fail_memory(x->response);
        return;
    }
    int http = status_for(status);
    const char *detail = market_status_text(status);
    if (status == MARKET_E_NOT_FOUND)
        detail = "there is no store yet: load the sample data or import some";
    dash_fail(x, http, "", detail);
    x->response->retry_after = status == MARKET_E_LOCKED ? 1 : 5;
    (void)snprintf(x->response->note, sizeof x->response->note, "%s",
                   err->message[0] ? err->message : market_status_text(status));
}
