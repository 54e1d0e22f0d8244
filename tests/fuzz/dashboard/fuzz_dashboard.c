/* Any request to a dashboard over a small store: METHOD TARGET, Accept-Encoding and If-None-Match,
 * a line each. The answer has a known status, is the same when asked again and without caches, and
 * repeats no markup. */
#include "fuzz.h"
#include "support.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static fixture cached, uncached;

static void end(void) {
    dashboard_free(uncached.dash);
    fixture_close(&cached);
}

static void begin(void) {
    fixture_open(&cached);
    make_store(&cached);
    uncached = cached;
    const dash_options options = {cached.path, 0, 0};
    uncached.dash = dashboard_create(&options);
    CHECK(uncached.dash != NULL);
    (void)atexit(end);
}

/* The next line of `*rest`, NUL-terminated in place; "" past the end. */
static char *next_line(char **rest) {
    char *line = *rest;
    size_t len = strcspn(line, "\n");
    *rest = line + len + (line[len] == '\n');
    line[len] = '\0';
    return line;
}

static bool is_known(int status) {
    static const int known[] = {200, 204, 302, 304, 400, 404, 405, 413, 414};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i] == status)
            return true;
    return false;
}

static void check_json(const dash_response *response) {
    if (!response->content_type || !strstr(response->content_type, "json") || response->gzip)
        return;
    CHECK(response->length >= 2 && response->data[0] == '{');
    CHECK(response->data[response->length - 1] == '}');
    for (const char *p = response->data; p < response->data + response->length; p++)
        CHECK((unsigned char)*p >= ' ' && *p != '<' && *p != '>' && *p != '&');
}

static void same(const dash_response *a, const dash_response *b) {
    CHECK(a->status == b->status);
    CHECK(strcmp(a->etag.text, b->etag.text) == 0);
    CHECK(a->length == b->length && a->gzip == b->gzip);
    CHECK(!a->length || memcmp(a->data, b->data, a->length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!cached.dash)
        begin();
    /* A query may hold a NUL: the target's length is taken from the input. */
    char *text = malloc(size + 1);
    CHECK(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    char *rest = text;
    char *space = memchr(text, ' ', size);
    dash_request request = {.method = DASH_GET};
    if (space) {
        *space = '\0';
        request.method = dash_method_parse(text);
        rest = space + 1;
    }
    char *stop = memchr(rest, '\n', (size_t)(text + size - rest));
    size_t len = (size_t)((stop ? stop : text + size) - rest);
    dash_request_target(&request, rest, len);
    rest += len + (stop != NULL);
    request.accept_encoding = next_line(&rest);
    request.if_none_match = next_line(&rest);

    dash_response first, again, plain;
    dashboard_handle(cached.dash, &request, &first);
    dashboard_handle(cached.dash, &request, &again);
    dashboard_handle(uncached.dash, &request, &plain);
    CHECK(is_known(first.status));
    check_json(&first);
    same(&first, &again);
    same(&first, &plain);
    dash_response_clear(&first);
    dash_response_clear(&again);
    dash_response_clear(&plain);
    free(text);
    return 0;
}
