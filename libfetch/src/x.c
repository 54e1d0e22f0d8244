/* x.c - the X object: credentials, what answers mean. */
#include "x.h"

#include <stdio.h>
#include <stdlib.h>

#define WINDOW (15 * FETCH__MINUTE)

/* ---- answers ---- */

const char *fetch__x_problem_type(const cJSON *problem) {
    const char *type = fetch__json_text(problem, "type");
    if (type == NULL)
        return "";
    const char *slash = strrchr(type, '/');
    return slash == NULL ? type : slash + 1;
}

static const char *text_or_empty(const cJSON *object, const char *name) {
    const char *text = fetch__json_text(object, name);
    return text == NULL ? "" : text;
}

void fetch__x_problems(const cJSON *document, fetch__problems *out) {
    const cJSON *item = NULL;
    out->count = 0;
    cJSON_ArrayForEach(item, fetch__json_get(document, "errors")) {
        if (out->count == FETCH__PROBLEMS)
            return;
        out->items[out->count++] =
            (fetch_problem){fetch__x_problem_type(item), text_or_empty(item, "title"),
                            text_or_empty(item, "detail"), text_or_empty(item, "resource_id")};
    }
}

/* {type, title, detail, errors: [{message}]} or {code, message}; or text, or HTML. */
static void describe(const cJSON *document, fetch_error *err) {
    const char *type = fetch__x_problem_type(document);
    const char *detail = fetch__json_text(document, "detail");
    const cJSON *first = cJSON_GetArrayItem(fetch__json_get(document, "errors"), 0);
    const char *message = fetch__json_text(first, "message");
    char plain[320];
    if (message == NULL)
        message = detail;
    if (message == NULL)
        message = fetch__json_text(document, "message");
    if (message == NULL)
        message = fetch__json_text(document, "title");
    if (message == NULL) {
        (void)fetch__unexpected(err->status, "X", err);
        return;
    }
    fetch__copy_plain(plain, sizeof plain, message, strlen(message));
    if (type[0] != '\0')
        fetch__copy_plain(err->code, sizeof err->code, type, strlen(type));
    else
        (void)fetch__json_id(document, "code", err->code, sizeof err->code);
    (void)fetch__restate(err, err->status, "X answers HTTP %d: %s", err->http_status, plain);
}

/* Credit that is used up does not come back by waiting. */
static bool is_capped(const cJSON *document) {
    return strcmp(fetch__x_problem_type(document), "usage-capped") == 0;
}

static fetch__verdict refuse(const fetch__answer *answer, const cJSON *document, fetch_error *err) {
    fetch__verdict again = fetch__retry(FETCH_E_SERVER);
    describe(document, err);
    if (is_capped(document) || answer->status == 402)
        return fetch__failed(FETCH_E_USAGE_CAPPED);
    switch (answer->status) {
    case 401:
        return fetch__failed(FETCH_E_AUTH);
    case 403:
        return fetch__failed(FETCH_E_FORBIDDEN);
    case 404:
        return fetch__failed(FETCH_E_NOT_FOUND);
    case 429:
        again.status = FETCH_E_RATE_LIMITED;
        again.is_throttled = true;
        return again;
    case 500:
    case 502:
    case 503:
    case 504:
        return again;
    default:
        return fetch__failed(answer->status >= 500 ? FETCH_E_SERVER : FETCH_E_REQUEST);
    }
}

/* ---- create and free ---- */

static fetch__rules make_rules(fetch__quota *quota) {
    return (fetch__rules){.service = "x",
                          .max_attempts = 4,
                          .base_delay = FETCH__SECOND,
                          .most_delay = 20 * FETCH__SECOND,
                          .throttle_base = 5 * FETCH__SECOND,
                          .throttle_most = WINDOW + 5 * FETCH__SECOND,
                          .quota = quota};
}

static fetch_status set_up(fetch_x *x, fetch_client *client, const fetch_x_options *options,
                           fetch_error *err) {
    static const char *const allowance[] = {"x-rate-limit-limit", "x-rate-limit-remaining",
                                            "x-rate-limit-reset"};
    const fetch_system *system = fetch__client_system(client);
    fetch__service *service = &x->service;
    const char *base = options->base_url, *token = options->token;
    base = base != NULL ? base : fetch__environment(system, "X_API_URL");
    token = token != NULL ? token : fetch__environment(system, "X_BEARER_TOKEN");
    fetch_status status =
        fetch__service_init(service, client, "x", base != NULL ? base : "https://api.x.com", err);
    if (status != FETCH_OK)
        return status;
    if (token == NULL)
        return fetch__fail(err, FETCH_E_CREDENTIALS, "X needs X_BEARER_TOKEN");
    memcpy(service->allowance, allowance, sizeof allowance);
    service->refuse = refuse;
    x->query_limit = options->query_limit > 0 ? options->query_limit : 512;
    x->new_names = options->new_names;
    x->search = x->counts = make_rules(&service->quota);
    status = fetch__service_authorize(service, "authorization", "Bearer ", token, err);
    if (status == FETCH_OK)
        status = fetch__service_limiter(service, options->search_limiter, 450, WINDOW, err,
                                        &x->own_search, &x->search.limiter);
    if (status == FETCH_OK)
        status = fetch__service_limiter(service, options->counts_limiter, 300, WINDOW, err,
                                        &x->own_counts, &x->counts.limiter);
    return status;
}

fetch_status fetch_x_create(fetch_client *client, const fetch_x_options *options, fetch_error *err,
                            fetch_x **out) {
    const fetch_x_options defaults = FETCH_X_OPTIONS_INIT;
    options = options == NULL ? &defaults : options;
    if (client == NULL || out == NULL)
        return fetch__fail_parameter(err, "client", "a client and a result are needed");
    if (options->query_limit > 4096)
        return fetch__fail_parameter(err, "query_limit", "query_limit: at most 4096");
    fetch_x *x = calloc(1, sizeof *x);
    if (x == NULL)
        return fetch__no_memory(err);
    fetch_status status = set_up(x, client, options, err);
    if (status != FETCH_OK) {
        fetch_x_free(x);
        return status;
    }
    *out = x;
    return FETCH_OK;
}

void fetch_x_free(fetch_x *x) {
    if (x == NULL)
        return;
    fetch__service_clear(&x->service);
    fetch_limiter_free(x->own_search);
    fetch_limiter_free(x->own_counts);
    free(x);
}

/* ---- arguments ---- */

fetch_status fetch__x_check_query(const fetch_x *x, const char *query, fetch_error *err) {
    size_t length = query == NULL ? 0 : strlen(query);
    if (length == 0 || length > x->query_limit)
        return fetch__fail_parameter(err, "query", "query: %zu bytes, of 1 to %zu", length,
                                     x->query_limit);
    for (const char *c = query; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return fetch__fail_parameter(err, "query", "query: control characters");
    return FETCH_OK;
}

void fetch__x_time(int64_t time, char out[MARKET_TIME_TEXT]) {
    (void)market_time_format(time - time % 1000, MARKET_1MIN, out);
}
