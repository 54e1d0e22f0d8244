/* client.c - options, log, secrets, clock. */
#include "client.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define SHORTEST_SECRET 4 /* shorter ones would blot out half of every text */

/* ---- secrets ---- */

static bool is_known(const fetch_client *client, const char *text) {
    for (size_t i = 0; i < FETCH__SECRETS; i++)
        if (client->secrets[i] != NULL && strcmp(client->secrets[i], text) == 0)
            return true;
    return false;
}

fetch_status fetch__client_add_secret(fetch_client *client, const char *text) {
    if (text == NULL || strlen(text) < SHORTEST_SECRET)
        return FETCH_OK;
    fetch_status status = FETCH_OK;
    (void)pthread_mutex_lock(&client->mutex);
    if (!is_known(client, text)) {
        char *copy = fetch__duplicate(text);
        char **place = &client->secrets[client->next_secret % FETCH__SECRETS];
        if (copy == NULL) {
            status = FETCH_E_MEMORY;
        } else {
            fetch__free_secret(*place);
            *place = copy;
            client->next_secret++;
        }
    }
    (void)pthread_mutex_unlock(&client->mutex);
    return status;
}

static void blot_out(char *text, size_t length, const char *secret) {
    size_t size = strlen(secret);
    for (size_t i = 0; i + size <= length;) {
        char *found = memchr(text + i, secret[0], length - size - i + 1);
        if (found == NULL)
            return;
        i = (size_t)(found - text);
        if (memcmp(found, secret, size) == 0)
            memset(found, '*', size);
        i++;
    }
}

void fetch__client_redact(fetch_client *client, char *text, size_t length) {
    (void)pthread_mutex_lock(&client->mutex);
    for (size_t i = 0; i < FETCH__SECRETS; i++)
        if (client->secrets[i] != NULL)
            blot_out(text, length, client->secrets[i]);
    (void)pthread_mutex_unlock(&client->mutex);
}

void fetch__log(fetch_client *client, fetch_level level, const char *format, ...) {
    char line[1024];
    va_list args;
    if (client->options.log == NULL)
        return;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (length < 0)
        return;
    size_t kept = (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    for (size_t i = 0; i < kept; i++)
        if ((unsigned char)line[i] < ' ')
            line[i] = ' ';
    fetch__client_redact(client, line, kept);
    client->options.log(client->options.log_payload, level, line);
}

size_t fetch__client_max_body(const fetch_client *client) {
    return client->options.max_body;
}

/* ---- clock ---- */

const fetch_system *fetch__client_system(const fetch_client *client) {
    return &client->system;
}

int64_t fetch_client_clock_offset(const fetch_client *client) {
    return client->clock_offset;
}

/* A Date has whole seconds and was on its way: small offsets mean nothing. */
int64_t fetch__server_now(const fetch_client *client) {
    int64_t offset = client->clock_offset;
    bool matters = offset > FETCH__MINUTE || offset < -FETCH__MINUTE;
    return fetch__now(&client->system) + (matters ? offset : 0);
}

void fetch__client_note_date(fetch_client *client, const char *date) {
    int64_t time = 0;
    if (date == NULL || !fetch__http_date(date, &time))
        return;
    int64_t offset = time - fetch__now(&client->system);
    client->clock_offset = offset;
    if ((offset > FETCH__MINUTE || offset < -FETCH__MINUTE) && !client->clock_told) {
        client->clock_told = true;
        fetch__log(client, FETCH_LOG_WARNING,
                   "this machine's clock is %lld s %s the server's; set it right",
                   (long long)((offset < 0 ? -offset : offset) / 1000),
                   offset < 0 ? "ahead of" : "behind");
    }
}

/* ---- create and free ---- */

/* Copies what the options point to; false when memory is short. What was copied is freed by
 * free_options. */
static bool copy_options(fetch_client_options *options) {
    const char **texts[] = {&options->user_agent,    &options->proxy,   &options->no_proxy,
                            &options->proxy_ca_file, &options->ca_file, &options->ca_path};
    const size_t count = sizeof texts / sizeof texts[0];
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        const char *text = *texts[i];
        *texts[i] = fetch__duplicate(text);
        good = good && (text == NULL || *texts[i] != NULL);
    }
    const void *data = options->ca_data;
    options->ca_data = NULL;
    if (data != NULL && options->ca_length > 0) {
        void *copy = malloc(options->ca_length);
        if (copy != NULL)
            memcpy(copy, data, options->ca_length);
        options->ca_data = copy;
        good = good && copy != NULL;
    }
    return good;
}

static void free_options(fetch_client_options *options) {
    const void *owned[] = {options->user_agent,    options->proxy,   options->no_proxy,
                           options->proxy_ca_file, options->ca_file, options->ca_path,
                           options->ca_data};
    for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++) {
        void *memory = NULL;
        memcpy(&memory, &owned[i], sizeof memory);
        free(memory);
    }
}

static int64_t positive_or(int64_t value, int64_t other) {
    return value > 0 ? value : other;
}

/* The password of a proxy's URL is a secret. */
static fetch_status hide_proxy_password(fetch_client *client, const char *proxy) {
    const char *user = proxy == NULL ? NULL : strstr(proxy, "://");
    user = user == NULL ? proxy : user + 3;
    const char *at = user == NULL ? NULL : strrchr(user, '@');
    const char *colon = at == NULL ? NULL : memchr(user, ':', (size_t)(at - user));
    char password[256];
    if (colon == NULL ||
        !fetch__copy(password, sizeof password, colon + 1, (size_t)(at - colon - 1)))
        return FETCH_OK;
    return fetch__client_add_secret(client, password);
}

static fetch_status prepare_client(fetch_client *client, const fetch_client_options *options,
                                   fetch_error *err) {
    client->options = *options;
    client->system = fetch__complete_system(options->system);
    bool copied = copy_options(&client->options);
    client->options.connect_timeout = positive_or(options->connect_timeout, 10 * FETCH__SECOND);
    client->options.stall_timeout = positive_or(options->stall_timeout, 30 * FETCH__SECOND);
    client->options.total_timeout = positive_or(options->total_timeout, 120 * FETCH__SECOND);
    if (client->options.max_body == 0)
        client->options.max_body = (size_t)64 << 20;
    if (!copied || hide_proxy_password(client, options->proxy) != FETCH_OK)
        return fetch__no_memory(err);
    if (options->transport != NULL) {
        client->transport = *options->transport;
        return FETCH_OK;
    }
    fetch_status status = fetch__curl_create(client, err, &client->curl);
    client->transport = (fetch_transport){fetch__curl_send, client->curl};
    return status;
}

fetch_status fetch_client_create(const fetch_client_options *options, fetch_error *err,
                                 fetch_client **out) {
    const fetch_client_options defaults = FETCH_CLIENT_OPTIONS_INIT;
    if (out == NULL)
        return fetch__fail_parameter(err, "out", "a result is needed");
    if (options == NULL)
        options = &defaults;
    if (options->transport != NULL && options->transport->send == NULL)
        return fetch__fail_parameter(err, "transport", "transport: the send function is missing");
    fetch_client *client = calloc(1, sizeof *client);
    if (client == NULL)
        return fetch__no_memory(err);
    (void)pthread_mutex_init(&client->mutex, NULL);
    fetch_status status = prepare_client(client, options, err);
    if (status != FETCH_OK) {
        fetch_client_free(client);
        return status;
    }
    *out = client;
    return FETCH_OK;
}

void fetch_client_free(fetch_client *client) {
    if (client == NULL)
        return;
    fetch__curl_free(client->curl);
    free_options(&client->options);
    for (size_t i = 0; i < FETCH__SECRETS; i++)
        fetch__free_secret(client->secrets[i]);
    (void)pthread_mutex_destroy(&client->mutex);
    free(client);
}
