/* alpaca.c - the Alpaca object: credentials, what answers mean, checks of arguments. */
#include "alpaca.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- answers ---- */

/* {"message": "..."} or {"code": 42210000, "message": "..."}; or text, or HTML. */
static void describe(const cJSON *document, fetch_error *err) {
    const char *message = fetch__json_text(document, "message");
    if (message == NULL) {
        (void)fetch__unexpected(err->status, "Alpaca", err);
        return;
    }
    char plain[256];
    fetch__copy_plain(plain, sizeof plain, message, strlen(message));
    (void)fetch__json_id(document, "code", err->code, sizeof err->code);
    (void)fetch__restate(err, err->status, "Alpaca answers HTTP %d: %s", err->http_status, plain);
}

/* The plan does not permit it, in contrast to keys that are wrong. */
static bool is_about_plan(const cJSON *document) {
    const char *message = fetch__json_text(document, "message");
    return message != NULL && strstr(message, "subscription") != NULL;
}

static fetch__verdict refuse(const fetch__answer *answer, const cJSON *document, fetch_error *err) {
    fetch__verdict again = fetch__retry(FETCH_E_SERVER);
    describe(document, err);
    switch (answer->status) {
    case 401:
        return fetch__failed(FETCH_E_AUTH);
    case 403:
        return fetch__failed(is_about_plan(document) ? FETCH_E_FORBIDDEN : FETCH_E_AUTH);
    case 404:
        return fetch__failed(FETCH_E_NOT_FOUND);
    case 422:
        return fetch__failed(is_about_plan(document) ? FETCH_E_FORBIDDEN : FETCH_E_REQUEST);
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

static fetch_status authorize_basic(fetch__service *service, const char *id, const char *secret,
                                    fetch_error *err) {
    char pair[256], encoded[4 * ((sizeof pair + 2) / 3) + 1];
    int length = snprintf(pair, sizeof pair, "%s:%s", id, secret);
    if (length < 0 || (size_t)length >= sizeof pair)
        return fetch__fail(err, FETCH_E_CREDENTIALS, "the keys are too long");
    fetch__base64(pair, (size_t)length, encoded);
    fetch_status status = fetch__client_add_secret(service->client, secret);
    if (status == FETCH_OK)
        status = fetch__service_authorize(service, "authorization", "Basic ", encoded, err);
    fetch__wipe(pair, sizeof pair);
    fetch__wipe(encoded, sizeof encoded);
    return status;
}

/* Exactly one scheme. */
static fetch_status authorize(fetch__service *service, const fetch_alpaca_options *options,
                              fetch_error *err) {
    const fetch_system *system = fetch__client_system(service->client);
    const char *oauth = options->oauth_token, *id = options->key_id, *secret = options->secret_key;
    if (oauth == NULL && id == NULL && secret == NULL) {
        id = fetch__environment(system, "APCA_API_KEY_ID");
        secret = fetch__environment(system, "APCA_API_SECRET_KEY");
        oauth = id != NULL && secret != NULL ? NULL : fetch__environment(system, "APCA_API_OAUTH");
    }
    if (oauth != NULL)
        return fetch__service_authorize(service, "authorization", "Bearer ", oauth, err);
    if (id == NULL || secret == NULL)
        return fetch__fail(err, FETCH_E_CREDENTIALS,
                           "Alpaca needs APCA_API_KEY_ID and APCA_API_SECRET_KEY");
    if (options->basic)
        return authorize_basic(service, id, secret, err);
    fetch_status status = fetch__service_authorize(service, "apca-api-key-id", "", id, err);
    if (status == FETCH_OK)
        status = fetch__service_authorize(service, "apca-api-secret-key", "", secret, err);
    return status;
}

static fetch_status set_up(fetch_alpaca *alpaca, fetch_client *client,
                           const fetch_alpaca_options *options, fetch_error *err) {
    static const char *const allowance[] = {"x-ratelimit-limit", "x-ratelimit-remaining",
                                            "x-ratelimit-reset"};
    fetch__service *service = &alpaca->service;
    const char *base = options->base_url;
    if (base == NULL)
        base = fetch__environment(fetch__client_system(client), "APCA_API_DATA_URL");
    fetch_status status = fetch__service_init(
        service, client, "alpaca", base != NULL ? base : "https://data.alpaca.markets", err);
    if (status != FETCH_OK)
        return status;
    memcpy(service->allowance, allowance, sizeof allowance);
    service->refuse = refuse;
    alpaca->rules = (fetch__rules){.service = "alpaca",
                                   .max_attempts = 5,
                                   .base_delay = FETCH__SECOND,
                                   .most_delay = 20 * FETCH__SECOND,
                                   .throttle_base = FETCH__SECOND,
                                   .throttle_most = 65 * FETCH__SECOND,
                                   .quota = &service->quota};
    status = authorize(service, options, err);
    if (status == FETCH_OK)
        status = fetch__service_limiter(service, options->limiter, 200, FETCH__MINUTE, err,
                                        &alpaca->own_limiter, &alpaca->rules.limiter);
    return status;
}

fetch_status fetch_alpaca_create(fetch_client *client, const fetch_alpaca_options *options,
                                 fetch_error *err, fetch_alpaca **out) {
    const fetch_alpaca_options defaults = FETCH_ALPACA_OPTIONS_INIT;
    if (client == NULL || out == NULL)
        return fetch__fail_parameter(err, "client", "a client and a result are needed");
    fetch_alpaca *alpaca = calloc(1, sizeof *alpaca);
    if (alpaca == NULL)
        return fetch__no_memory(err);
    fetch_status status = set_up(alpaca, client, options == NULL ? &defaults : options, err);
    if (status != FETCH_OK) {
        fetch_alpaca_free(alpaca);
        return status;
    }
    *out = alpaca;
    return FETCH_OK;
}

void fetch_alpaca_free(fetch_alpaca *alpaca) {
    if (alpaca == NULL)
        return;
    fetch__service_clear(&alpaca->service);
    fetch_limiter_free(alpaca->own_limiter);
    free(alpaca);
}

void fetch__alpaca_ask(fetch__ask *ask, fetch_alpaca *alpaca, fetch__job *job, const char *path) {
    *ask = (fetch__ask){
        .service = &alpaca->service, .rules = &alpaca->rules, .job = job, .path = path};
}

/* ---- arguments ---- */

fetch_status fetch__check_symbols(const char *const *symbols, size_t count, bool may_be_none,
                                  fetch_error *err) {
    if ((symbols == NULL && count > 0) || (count == 0 && !may_be_none))
        return fetch__fail_parameter(err, "symbols", "symbols: at least one is needed");
    for (size_t i = 0; i < count; i++) {
        const char *symbol = symbols[i];
        if (symbol == NULL || market_symbol_check(symbol, strlen(symbol), NULL) != MARKET_OK)
            return fetch__fail_parameter(err, "symbols", "symbols: number %zu is not a symbol",
                                         i + 1);
        for (size_t j = 0; j < i; j++)
            if (strcmp(symbols[j], symbol) == 0)
                return fetch__fail_parameter(err, "symbols", "symbols: %s is given twice", symbol);
    }
    return FETCH_OK;
}

bool fetch__join_symbols(const char *const *symbols, size_t count, size_t first,
                         fetch__buffer *out) {
    fetch__buffer_reset(out);
    for (size_t i = first; i < count && i < first + FETCH__BATCH; i++) {
        if (i > first)
            (void)fetch__buffer_append(out, ",", 1);
        (void)fetch__buffer_add(out, symbols[i]);
    }
    return fetch__buffer_append(out, "", 0);
}

/* [1-59]Min [1-23]Hour 1Day 1Week [1,2,3,4,6,12]Month; T, H, D, W and M for short. */
fetch_status fetch__check_timeframe(const char *text, fetch_error *err) {
    static const struct {
        const char *name, *brief;
        unsigned most;
    } units[] = {
        {"Min", "T", 59}, {"Hour", "H", 23}, {"Day", "D", 1}, {"Week", "W", 1}, {"Month", "M", 12}};
    unsigned number = 0;
    const char *unit = text;
    while (fetch__is_digit(*unit) && number < 100)
        number = number * 10 + (unsigned)(*unit++ - '0');
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(unit, units[i].name) != 0 && strcmp(unit, units[i].brief) != 0)
            continue;
        bool fits = units[i].most != 12 || 12 % (number > 0 ? number : 5) == 0;
        if (number >= 1 && number <= units[i].most && fits && text[0] != '0')
            return FETCH_OK;
    }
    return fetch__fail_parameter(
        err, "timeframe",
        "timeframe: none of 1Min to 59Min, 1Hour to 23Hour, 1Day, 1Week, 1 2 3 4 6 or 12 Month");
}
