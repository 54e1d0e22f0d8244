#include "harness.h"

static fuzz_answer current;
static int64_t clock_now = INT64_C(1667304000000);

static int64_t now(void *payload) {
    (void)payload;
    return clock_now;
}

static void pass(void *payload, int64_t duration) {
    (void)payload;
    clock_now += duration;
}

static uint32_t chance(void *payload) {
    (void)payload;
    return 0;
}

static const char *environment(void *payload, const char *name) {
    (void)payload;
    return strcmp(name, "AWS_CONTAINER_CREDENTIALS_FULL_URI") == 0 ? "http://localhost/" : NULL;
}

static bool give_head(const fetch_sink *sink) {
    const char *at = current.head, *end = at + current.head_length;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t length = line_end == NULL ? (size_t)(end - at) : (size_t)(line_end - at);
        const char *colon = memchr(at, ':', length);
        if (colon != NULL && !sink->header(sink->payload, at, (size_t)(colon - at), colon + 1,
                                           length - (size_t)(colon - at) - 1))
            return false;
        at += length + 1;
    }
    return true;
}

static fetch_status send_answer(void *payload, const fetch_request *request, const fetch_sink *sink,
                                fetch_fault *fault) {
    (void)payload;
    (void)request;
    bool good =
        sink->status(sink->payload, current.status) && give_head(sink) &&
        (current.body_length == 0 || sink->data(sink->payload, current.body, current.body_length));
    fault->status = good ? FETCH_OK : FETCH_E_CANCELLED;
    return fault->status;
}

void fuzz_set_answer(const fuzz_answer *answer) {
    current = *answer;
    clock_now = INT64_C(1667304000000);
}

static void make_services(fuzz_scene *scene, fetch_limiter *limiter) {
    fetch_alpaca_options alpaca = FETCH_ALPACA_OPTIONS_INIT;
    fetch_x_options x = FETCH_X_OPTIONS_INIT;
    fetch_s3_options s3 = FETCH_S3_OPTIONS_INIT;
    alpaca.key_id = "alpaca-id";
    alpaca.secret_key = "alpaca-secret";
    alpaca.limiter = x.search_limiter = x.counts_limiter = limiter;
    x.token = "x-token";
    s3.bucket = "bucket";
    s3.access_key = "AKID";
    s3.secret_key = "s3-secret";
    CHECK(fetch_alpaca_create(scene->client, &alpaca, NULL, &scene->alpaca) == FETCH_OK);
    CHECK(fetch_x_create(scene->client, &x, NULL, &scene->x) == FETCH_OK);
    CHECK(fetch_s3_create(scene->client, &s3, NULL, &scene->s3) == FETCH_OK);
}

const fuzz_scene *fuzz_scene_get(void) {
    static fuzz_scene scene;
    static fetch_limiter *limiter;
    if (scene.client != NULL)
        return &scene;
    fetch_client_options options = FETCH_CLIENT_OPTIONS_INIT;
    fetch_limiter_options limits = FETCH_LIMITER_OPTIONS_INIT;
    const fetch_system system = {now, now, pass, chance, environment, NULL};
    const fetch_transport transport = {send_answer, NULL};
    options.system = &system;
    options.transport = &transport;
    options.max_attempts = 1;
    limits.limit = 1000000000;
    limits.system = &system;
    CHECK(fetch_client_create(&options, NULL, &scene.client) == FETCH_OK);
    CHECK(fetch_limiter_create(&limits, NULL, &limiter) == FETCH_OK);
    make_services(&scene, limiter);
    return &scene;
}
