#include "support.h"

#include <strings.h>

void support_check(fetch_status status, const fetch_error *err, const char *call, const char *file,
                   int line) {
    if (status == FETCH_OK)
        return;
    print_error("%s: %s: %s\n", call, fetch_status_name(status), err == NULL ? "" : err->message);
    _fail(file, line);
}

/* ---- system ---- */

static int64_t world_now(void *payload) {
    return ((world *)payload)->now;
}

static int64_t world_monotonic(void *payload) {
    return ((world *)payload)->monotonic;
}

static void pass(world *w, int64_t duration) {
    w->now += duration;
    w->monotonic += duration;
}

static void world_sleep(void *payload, int64_t duration) {
    world *w = payload;
    assert_in_range(duration, 1, 100);
    pass(w, duration);
    w->slept += duration;
    w->naps++;
}

static uint32_t world_random(void *payload) {
    return ((world *)payload)->chance;
}

static const char *world_environment(void *payload, const char *name) {
    const world *w = payload;
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof w->environment / sizeof w->environment[0]; i++) {
        const char *entry = w->environment[i];
        if (entry != NULL && strncmp(entry, name, length) == 0 && entry[length] == '=')
            return entry + length + 1;
    }
    return NULL;
}

fetch_system world_system(world *w) {
    return (fetch_system){world_now,    world_monotonic,   world_sleep,
                          world_random, world_environment, w};
}

/* ---- transport ---- */

static void note(world *w, const fetch_request *request) {
    if (w->forgets) {
        w->requests = 1;
        snprintf(w->seen[0].method, sizeof w->seen[0].method, "%s", request->method);
        snprintf(w->seen[0].url, sizeof w->seen[0].url, "%s", request->url);
        return;
    }
    assert_true(w->requests < SEEN_MAX);
    seen *s = &w->seen[w->requests++];
    free(s->body);
    *s = (seen){.fresh = request->fresh,
                .direct = request->direct,
                .compressed = request->compressed,
                .timeout = request->timeout};
    snprintf(s->method, sizeof s->method, "%s", request->method);
    snprintf(s->url, sizeof s->url, "%s", request->url);
    size_t used = 0;
    for (size_t i = 0; i < request->header_count; i++)
        used += (size_t)snprintf(s->headers + used, sizeof s->headers - used, "%s: %s\n",
                                 request->headers[i].name, request->headers[i].value);
    if (request->body_length > 0) {
        s->body = malloc(request->body_length);
        assert_non_null(s->body);
        memcpy(s->body, request->body, request->body_length);
        s->length = request->body_length;
    }
}

static bool give_headers(const char *text, const fetch_sink *sink) {
    while (text != NULL && *text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *colon = memchr(text, ':', length);
        assert_non_null(colon);
        const char *value = colon + 2;
        if (!sink->header(sink->payload, text, (size_t)(colon - text), value,
                          length - (size_t)(value - text)))
            return false;
        text += length + (text[length] == '\n');
    }
    return true;
}

static fetch_status give(const reply *r, const fetch_sink *sink, fetch_fault *fault) {
    if (r->status != 0) {
        size_t length = r->length > 0 ? r->length : r->body == NULL ? 0 : strlen(r->body);
        size_t until = r->break_after > 0 ? r->break_after : length;
        if (!sink->status(sink->payload, r->status) || !give_headers(r->headers, sink))
            return FETCH_E_CANCELLED;
        for (size_t at = 0; at < until; at += 7) {
            size_t size = until - at < 7 ? until - at : 7;
            if (!sink->data(sink->payload, r->body + at, size) ||
                !sink->progress(sink->payload, 0, at, length))
                return FETCH_E_CANCELLED;
        }
        if (r->break_after == 0)
            return FETCH_OK;
    }
    *fault = r->fault;
    if (fault->status == FETCH_OK)
        fault->status = FETCH_E_NETWORK;
    return fault->status;
}

static fetch_status world_send(void *payload, const fetch_request *request, const fetch_sink *sink,
                               fetch_fault *fault) {
    world *w = payload;
    reply r = {0};
    note(w, request);
    if (w->answer != NULL) {
        w->answer(w, &w->seen[w->requests - 1], &r);
    } else {
        if (w->reply_count == 0)
            fail_msg("unexpected request: %s %s", request->method, request->url);
        r = *w->replies++;
        w->reply_count--;
    }
    if (request->timeout > 0 && r.takes > request->timeout) {
        pass(w, request->timeout);
        *fault = (fetch_fault){FETCH_E_TIMEOUT, false, false, "no whole answer in time"};
        return FETCH_E_TIMEOUT;
    }
    pass(w, r.takes);
    return give(&r, sink, fault);
}

static void world_log(void *payload, fetch_level level, const char *line) {
    world *w = payload;
    size_t used = w->forgets ? 0 : strlen(w->log);
    static const char *const names[] = {"debug", "notice", "warning"};
    snprintf(w->log + used, sizeof w->log - used, "%s: %s\n", names[level], line);
}

void world_open(world *w, const fetch_client_options *options) {
    fetch_client_options o = FETCH_CLIENT_OPTIONS_INIT;
    fetch_error err;
    memset(w, 0, sizeof *w);
    w->now = NOW;
    w->monotonic = 1000;
    fetch_system system = world_system(w);
    const fetch_transport transport = {world_send, w};
    if (options != NULL)
        o = *options;
    o.system = &system;
    o.transport = &transport;
    o.log = world_log;
    o.log_payload = w;
    assert_ok(fetch_client_create(&o, &err, &w->client), &err);
}

void world_close(world *w) {
    fetch_client_free(w->client);
    for (size_t i = 0; i < SEEN_MAX; i++)
        free(w->seen[i].body);
}

void world_script(world *w, const reply *replies, size_t count) {
    w->replies = replies;
    w->reply_count = count;
    w->requests = 0;
    w->slept = 0;
}

const char *seen_header(const seen *request, const char *name) {
    static char value[4096];
    size_t length = strlen(name);
    for (const char *p = request->headers; *p != '\0'; p = strchr(p, '\n') + 1)
        if (strncasecmp(p, name, length) == 0 && p[length] == ':') {
            size_t size = strcspn(p + length + 2, "\n");
            memcpy(value, p + length + 2, size);
            value[size] = '\0';
            return value;
        }
    return NULL;
}

const char *seen_parameter(const seen *request, const char *name) {
    static char value[4096];
    size_t length = strlen(name);
    for (const char *p = strchr(request->url, '?'); p != NULL; p = strchr(p + 1, '&'))
        if (strncmp(p + 1, name, length) == 0 && p[1 + length] == '=') {
            size_t size = strcspn(p + length + 2, "&");
            memcpy(value, p + length + 2, size);
            value[size] = '\0';
            return value;
        }
    return NULL;
}

bool sink_write(void *payload, const void *data, size_t length) {
    sink_data *s = payload;
    assert_true(length <= sizeof s->data - s->length);
    memcpy(s->data + s->length, data, length);
    s->length += length;
    return true;
}
