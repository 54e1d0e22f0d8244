/* service.c - requests to Alpaca and X. */
#include "service.h"

#include <stdio.h>

/* ---- the service ---- */

fetch_status fetch__service_init(fetch__service *service, fetch_client *client, const char *name,
                                 const char *base_url, fetch_error *err) {
    *service = (fetch__service){.client = client, .name = name};
    fetch__quota_init(&service->quota);
    return fetch__url_parse(base_url, "base_url", err, &service->base);
}

fetch_status fetch__service_authorize(fetch__service *service, const char *name, const char *prefix,
                                      const char *secret, fetch_error *err) {
    for (const char *c = secret; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 0x7F)
            return fetch__fail(err, FETCH_E_CREDENTIALS,
                               "the credentials hold spaces or control characters");
    if (secret[0] == '\0')
        return fetch__fail(err, FETCH_E_CREDENTIALS, "the credentials are empty");
    (void)fetch__buffer_append(&service->headers, name, strlen(name) + 1);
    (void)fetch__buffer_add(&service->headers, prefix);
    (void)fetch__buffer_append(&service->headers, secret, strlen(secret) + 1);
    if (service->headers.failed || fetch__client_add_secret(service->client, secret) != FETCH_OK)
        return fetch__no_memory(err);
    return FETCH_OK;
}

void fetch__service_clear(fetch__service *service) {
    fetch__buffer_clear_secret(&service->headers);
}

fetch_status fetch__service_limiter(const fetch__service *service, fetch_limiter *given,
                                    unsigned limit, int64_t window, fetch_error *err,
                                    fetch_limiter **own, fetch_limiter **out) {
    if (given != NULL) {
        *out = given;
        return FETCH_OK;
    }
    fetch_limiter_options options = FETCH_LIMITER_OPTIONS_INIT;
    options.limit = limit;
    options.window = window;
    options.system = fetch__client_system(service->client);
    fetch_status status = fetch_limiter_create(&options, err, own);
    if (status == FETCH_OK)
        *out = *own;
    return status;
}

/* ---- requests ---- */

static fetch_status prepare(void *payload, fetch__outgoing *out, fetch_error *err) {
    const fetch__ask *ask = payload;
    const fetch__service *service = ask->service;
    (void)err;
    out->method = "GET";
    out->compressed = true;
    (void)fetch__buffer_add(&out->url, service->base.is_https ? "https://" : "http://");
    (void)fetch__buffer_add(&out->url, service->base.authority);
    (void)fetch__buffer_add(&out->url, service->base.path);
    (void)fetch__buffer_add(&out->url, ask->path);
    (void)fetch__buffer_add(&out->url, "?");
    fetch__query_write(&ask->query, &out->url);
    (void)fetch__buffer_append(&out->headers, service->headers.data, service->headers.length);
    fetch__outgoing_add(out, "accept", "application/json");
    return FETCH_OK;
}

static int64_t header_number(const fetch__answer *answer, const char *name) {
    const char *text = fetch__answer_header(answer, name);
    int64_t value = 0;
    return text != NULL && fetch__parse_integer(text, &value) ? value : -1;
}

/* The reset is a time of the server's clock, so it is held against the answer's Date. */
static fetch__allowance read_allowance(const fetch__ask *ask, const fetch__answer *answer) {
    const fetch__service *service = ask->service;
    const char *date = fetch__answer_header(answer, "date");
    int64_t now = 0;
    if (date == NULL || !fetch__http_date(date, &now))
        now = fetch__server_now(service->client);
    int64_t reset = header_number(answer, service->allowance[2]);
    bool is_sane = reset >= 0 && reset < INT64_C(100000000000);
    return (fetch__allowance){header_number(answer, service->allowance[0]),
                              header_number(answer, service->allowance[1]),
                              is_sane ? reset * 1000 - now : -1};
}

/* How long to wait after 429: until the reset where it is believable, else what Retry-After says.
 */
static int64_t told_delay(const fetch__ask *ask, const fetch__answer *answer,
                          const fetch__allowance *allowance) {
    int64_t most = ask->rules->throttle_most;
    int64_t seconds = header_number(answer, "retry-after");
    if (allowance->resets_in >= 0 && allowance->resets_in <= most)
        return allowance->resets_in;
    if (seconds >= 0)
        return seconds < most / 1000 ? seconds * 1000 : most;
    return -1;
}

static fetch__verdict judge_refusal(const fetch__ask *ask, const fetch__answer *answer,
                                    const fetch__allowance *allowance, fetch_error *err) {
    cJSON *document = NULL;
    (void)fetch__json_parse(answer->body.data, answer->body.length, &document);
    fetch__verdict verdict = ask->service->refuse(answer, document, err);
    cJSON_Delete(document);
    if (verdict.next == FETCH__RETRY && verdict.is_throttled)
        verdict.delay = told_delay(ask, answer, allowance);
    if (answer->status >= 300 && answer->status < 400)
        verdict.status =
            fetch__restate(err, FETCH_E_REDIRECT, "%s redirects (HTTP %d), which is not followed",
                           ask->service->name, answer->status);
    err->status = verdict.status;
    return verdict;
}

static fetch__verdict judge(void *payload, fetch__answer *answer, fetch_error *err) {
    const fetch__ask *ask = payload;
    fetch__allowance allowance = read_allowance(ask, answer);
    fetch__limiter_note(ask->rules->limiter, &allowance);
    if (answer->status != 200)
        return judge_refusal(ask, answer, &allowance, err);
    fetch_status status = ask->read(ask->payload, answer, err);
    if (status == FETCH_OK)
        return fetch__done();
    if (err->message[0] == '\0')
        (void)fetch__restate(err, status, "%s: %s", ask->service->name, fetch_status_text(status));
    fetch__copy_plain(err->body, sizeof err->body, fetch__buffer_text(&answer->body),
                      answer->body.length);
    return status == FETCH_E_MALFORMED ? fetch__retry(status) : fetch__failed(status);
}

fetch_status fetch__ask_run(fetch__ask *ask) {
    const fetch__exchange exchange = {
        .rules = ask->rules, .prepare = prepare, .judge = judge, .payload = ask};
    fetch__answer answer = {0};
    fetch_status status = fetch__run(ask->job, &exchange, &answer);
    fetch__answer_clear(&answer);
    return status;
}

bool fetch__pages_take(fetch__pages *pages, const char *next) {
    pages->next[0] = '\0';
    if (next == NULL || next[0] == '\0')
        return true;
    return fetch__copy(pages->next, sizeof pages->next, next, strlen(next)) &&
           strcmp(pages->next, pages->token) != 0;
}

/* ---- arguments ---- */

/* What market_time_parse takes for exchange time is ambiguous here. */
static bool has_zone(const char *text) {
    const char *time = strpbrk(text, "Tt ");
    return time != NULL && strpbrk(time, "Zz+-") != NULL;
}

fetch_status fetch__check_time(const char *text, const char *name, fetch_error *err,
                               char out[MARKET_TIME_TEXT], int64_t *bound) {
    market_time time;
    out[0] = '\0';
    if (text == NULL)
        return FETCH_OK;
    if (market_time_parse(text, strlen(text), NULL, NULL, &time) != MARKET_OK ||
        !(time.is_date || has_zone(text)))
        return fetch__fail_parameter(err, name, "%s: neither YYYY-MM-DD nor a time with its zone",
                                     name);
    (void)market_time_format(time.time, time.is_date ? MARKET_1DAY : MARKET_1MIN, out);
    *bound = time.time;
    return FETCH_OK;
}

fetch_status fetch__check_range(const char *start, const char *end, fetch_error *err,
                                char start_out[MARKET_TIME_TEXT], char end_out[MARKET_TIME_TEXT]) {
    int64_t first = INT64_MIN, last = INT64_MAX;
    fetch_status status = fetch__check_time(start, "start", err, start_out, &first);
    if (status == FETCH_OK)
        status = fetch__check_time(end, "end", err, end_out, &last);
    /* A bare end date means all of that day. */
    if (status == FETCH_OK && end != NULL && strlen(end_out) == 10)
        last += FETCH__DAY - 1;
    if (status == FETCH_OK && first > last)
        return fetch__fail_parameter(err, "start", "start: %s is after the end, %s", start_out,
                                     end_out);
    return status;
}

fetch_status fetch__check_word(const char *text, const char *name, fetch_error *err) {
    size_t length = text == NULL ? 0 : strlen(text);
    bool good = text == NULL || (length > 0 && length < 64);
    for (size_t i = 0; i < length && good; i++) {
        char c = fetch__lower(text[i]);
        good = (c >= 'a' && c <= 'z') || fetch__is_digit(c) || c == '_' || c == '-' || c == ',';
    }
    return good ? FETCH_OK
                : fetch__fail_parameter(err, name, "%s: not a word of the service", name);
}

fetch_status fetch__stopped(fetch__job *job) {
    return fetch__fail(&job->error, FETCH_E_CANCELLED, "a callback asked to stop");
}

fetch_status fetch__check_future(const fetch_client *client, int64_t time, const char *what,
                                 fetch_error *err) {
    if (time <= fetch__server_now(client) + FETCH__FUTURE)
        return FETCH_OK;
    char text[MARKET_TIME_TEXT];
    (void)market_time_format(time, MARKET_1MIN, text);
    return fetch__restate(err, FETCH_E_CLOCK, "%s: %s is in the future", what, text);
}
