/* s3.c - the S3 object: addressing, signed requests, presigned URLs. */
#include "s3.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- create and free ---- */

static bool is_bucket(const char *name) {
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        bool inner = i > 0 && i + 1 < length;
        if (!((c >= 'a' && c <= 'z') || fetch__is_digit(c) || (inner && (c == '-' || c == '.'))))
            return false;
    }
    return length >= 3 && length <= 63;
}

static bool is_region(const char *name) {
    for (const char *c = name; *c != '\0'; c++)
        if (!((*c >= 'a' && *c <= 'z') || fetch__is_digit(*c) || *c == '-'))
            return false;
    return name[0] != '\0' && strlen(name) < FETCH__REGION_SIZE;
}

static const char *first_of(const char *a, const char *b, const char *c, const char *d) {
    return a != NULL ? a : b != NULL ? b : c != NULL ? c : d;
}

static fetch_status set_place(fetch_s3 *s3, const fetch_s3_options *options,
                              const fetch__profile *profile, fetch_error *err) {
    const fetch_system *system = fetch__client_system(s3->client);
    const char *region =
        first_of(options->region, fetch__environment(system, "AWS_REGION"),
                 fetch__environment(system, "AWS_DEFAULT_REGION"), profile->region);
    const char *endpoint =
        first_of(options->endpoint, fetch__environment(system, "AWS_ENDPOINT_URL_S3"),
                 fetch__environment(system, "AWS_ENDPOINT_URL"), profile->endpoint);
    if (region == NULL)
        region = "us-east-1";
    if (!is_region(region))
        return fetch__fail_parameter(err, "region", "region: not a region's name");
    (void)fetch__copy(s3->region, sizeof s3->region, region, strlen(region));
    s3->is_amazon = endpoint == NULL;
    bool as_host = strchr(s3->bucket, '.') == NULL; /* certificates cover one level */
    s3->is_virtual = options->style == FETCH_S3_VIRTUAL ||
                     (options->style == FETCH_S3_AUTO && s3->is_amazon && as_host);
    return endpoint == NULL ? FETCH_OK : fetch__url_parse(endpoint, "endpoint", err, &s3->endpoint);
}

static fetch_status set_up(fetch_s3 *s3, const fetch_s3_options *options, fetch_error *err) {
    fetch__profile profile = {0};
    (void)pthread_mutex_init(&s3->mutex, NULL);
    fetch__quota_init(&s3->quota);
    s3->rules = (fetch__rules){.service = "s3",
                               .max_attempts = 3,
                               .base_delay = FETCH__SECOND,
                               .most_delay = 20 * FETCH__SECOND,
                               .throttle_base = FETCH__SECOND,
                               .throttle_most = 20 * FETCH__SECOND,
                               .quota = &s3->quota};
    (void)fetch__copy(s3->bucket, sizeof s3->bucket, options->bucket, strlen(options->bucket));
    fetch_status status = fetch__profile_load(s3->client, options->profile, err, &profile);
    if (status == FETCH_OK)
        status = set_place(s3, options, &profile, err);
    fetch__profile_clear(&profile);
    if (status == FETCH_OK)
        status = fetch__signer_init(&s3->signer, err);
    if (status == FETCH_OK)
        status = fetch__credentials_create(s3->client, options, err, &s3->credentials);
    return status;
}

fetch_status fetch_s3_create(fetch_client *client, const fetch_s3_options *options,
                             fetch_error *err, fetch_s3 **out) {
    if (client == NULL || options == NULL || out == NULL)
        return fetch__fail_parameter(err, "options", "client, options and result are needed");
    if (options->bucket == NULL || !is_bucket(options->bucket))
        return fetch__fail_parameter(err, "bucket", "bucket: 3 to 63 of a-z 0-9 . and -");
    fetch_s3 *s3 = calloc(1, sizeof *s3);
    if (s3 == NULL)
        return fetch__no_memory(err);
    s3->client = client;
    fetch_status status = set_up(s3, options, err);
    if (status != FETCH_OK) {
        fetch_s3_free(s3);
        return status;
    }
    *out = s3;
    return FETCH_OK;
}

void fetch_s3_free(fetch_s3 *s3) {
    if (s3 == NULL)
        return;
    fetch__credentials_free(s3->credentials);
    fetch__signer_clear(&s3->signer);
    (void)pthread_mutex_destroy(&s3->mutex);
    free(s3);
}

/* ---- addressing ---- */

void fetch__s3_get_region(fetch_s3 *s3, char out[FETCH__REGION_SIZE]) {
    (void)pthread_mutex_lock(&s3->mutex);
    memcpy(out, s3->region, FETCH__REGION_SIZE);
    (void)pthread_mutex_unlock(&s3->mutex);
}

void fetch__s3_set_region(fetch_s3 *s3, const char *region) {
    (void)pthread_mutex_lock(&s3->mutex);
    (void)fetch__copy(s3->region, sizeof s3->region, region, strlen(region));
    (void)pthread_mutex_unlock(&s3->mutex);
}

void fetch__s3_authority(const fetch_s3 *s3, const char *region, fetch__buffer *out) {
    if (s3->is_virtual) {
        (void)fetch__buffer_add(out, s3->bucket);
        (void)fetch__buffer_append(out, ".", 1);
    }
    if (!s3->is_amazon) {
        (void)fetch__buffer_add(out, s3->endpoint.authority);
        return;
    }
    (void)fetch__buffer_add(out, "s3.");
    (void)fetch__buffer_add(out, region);
    (void)fetch__buffer_add(out, strncmp(region, "cn-", 3) == 0 ? ".amazonaws.com.cn"
                                                                : ".amazonaws.com");
}

void fetch__s3_path(const fetch_s3 *s3, const char *key, fetch__buffer *out) {
    (void)fetch__buffer_add(out, s3->endpoint.path);
    if (!s3->is_virtual) {
        (void)fetch__buffer_append(out, "/", 1);
        (void)fetch__buffer_add(out, s3->bucket);
    }
    if (key != NULL || s3->is_virtual)
        (void)fetch__buffer_append(out, "/", 1);
    if (key != NULL)
        (void)fetch__buffer_encode(out, key, true);
}

fetch_status fetch__s3_check_key(const char *key, fetch_error *err) {
    size_t length = key == NULL ? 0 : strlen(key);
    if (length == 0 || length > FETCH_S3_KEY_MAX)
        return fetch__fail_parameter(err, "key", "key: 1 to %d bytes", FETCH_S3_KEY_MAX);
    return FETCH_OK;
}

bool fetch__is_header_value(const char *value) {
    for (const char *c = value; *c != '\0'; c++)
        if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7F)
            return false;
    return true;
}

/* ---- requests ---- */

void fetch__s3_request_init(fetch__s3_request *request, fetch_s3 *s3, fetch__job *job,
                            const char *method, const char *key) {
    *request = (fetch__s3_request){
        .s3 = s3, .job = job, .method = method, .key = key, .payload_hash = FETCH__EMPTY_HASH};
}

void fetch__s3_add(fetch__s3_request *request, const char *name, const char *value) {
    if (value == NULL || request->header_count == FETCH__S3_HEADERS)
        return;
    size_t place = request->header_count++;
    for (; place > 0 && strcmp(request->headers[place - 1].name, name) > 0; place--)
        request->headers[place] = request->headers[place - 1];
    request->headers[place] = (fetch_header){name, value};
}

fetch_status fetch__s3_set_body(fetch__s3_request *request, const void *body, size_t length,
                                unsigned char *digest) {
    unsigned char hash[FETCH__SHA256];
    if (fetch__sha256(&request->s3->signer, body, length, hash) != FETCH_OK)
        return fetch__no_memory(&request->job->error);
    fetch__hex(hash, sizeof hash, request->payload_hash);
    request->body = body;
    request->body_length = length;
    if (digest != NULL)
        memcpy(digest, hash, sizeof hash);
    return FETCH_OK;
}

/* A request in the making: the pieces that are signed. */
typedef struct draft {
    fetch__keys keys;
    fetch__buffer authority, path, query, authorization;
    char time[17];
} draft;

static void clear_draft(draft *d) {
    fetch__keys_clear(&d->keys);
    fetch__buffer_clear(&d->authority);
    fetch__buffer_clear(&d->path);
    fetch__buffer_clear(&d->query);
    fetch__buffer_clear(&d->authorization);
}

static fetch_status write_request(fetch__s3_request *request, draft *d, fetch__outgoing *out) {
    fetch_s3 *s3 = request->s3;
    const fetch__identity identity = {d->keys.access_key, d->keys.secret_key,
                                      d->keys.session_token};
    fetch__s3_request signed_one = *request; /* with the headers of this attempt */
    fetch__s3_authority(s3, request->region, &d->authority);
    fetch__s3_path(s3, request->key, &d->path);
    fetch__query_write(&request->query, &d->query);
    if (d->authority.failed || d->path.failed || d->query.failed)
        return FETCH_E_MEMORY;
    fetch__s3_add(&signed_one, "host", d->authority.data);
    fetch__s3_add(&signed_one, "x-amz-content-sha256", request->payload_hash);
    fetch__s3_add(&signed_one, "x-amz-date", d->time);
    fetch__s3_add(&signed_one, "x-amz-security-token", identity.session_token);
    const fetch__canonical canonical = {request->method,
                                        d->path.data,
                                        fetch__buffer_text(&d->query),
                                        signed_one.headers,
                                        signed_one.header_count,
                                        request->payload_hash,
                                        d->time,
                                        request->region,
                                        "s3"};
    fetch_status status = fetch__authorize(&s3->signer, &canonical, &identity, &d->authorization);
    if (status != FETCH_OK)
        return status;
    for (size_t i = 0; i < signed_one.header_count; i++)
        if (strcmp(signed_one.headers[i].name, "host") != 0)
            fetch__outgoing_add(out, signed_one.headers[i].name, signed_one.headers[i].value);
    fetch__outgoing_add(out, "authorization", d->authorization.data);
    bool encrypted = s3->is_amazon || s3->endpoint.is_https;
    (void)fetch__buffer_add(&out->url, encrypted ? "https://" : "http://");
    (void)fetch__buffer_add(&out->url, d->authority.data);
    (void)fetch__buffer_add(&out->url, d->path.data);
    if (d->query.length > 0) {
        (void)fetch__buffer_append(&out->url, "?", 1);
        (void)fetch__buffer_add(&out->url, d->query.data);
    }
    return FETCH_OK;
}

static fetch_status prepare(void *payload, fetch__outgoing *out, fetch_error *err) {
    fetch__s3_request *request = payload;
    draft d = {0};
    if (request->renew != NULL)
        request->renew(request);
    fetch_status status = fetch__credentials_get(request->s3->credentials, request->job, &d.keys);
    if (status != FETCH_OK)
        return status;
    fetch__s3_get_region(request->s3, request->region);
    fetch__copy_plain(request->access_key, sizeof request->access_key, d.keys.access_key,
                      strlen(d.keys.access_key));
    request->signed_at = fetch__server_now(request->s3->client);
    fetch__compact_time(request->signed_at, d.time);
    out->method = request->method;
    out->body = request->body;
    out->body_length = request->body_length;
    status = write_request(request, &d, out);
    clear_draft(&d);
    return status == FETCH_E_MEMORY ? fetch__no_memory(err) : status;
}

static fetch__verdict judge(void *payload, fetch__answer *answer, fetch_error *err) {
    fetch__s3_request *request = payload;
    if (answer->status < 200 || answer->status > 299)
        return fetch__s3_judge(request, answer, err);
    return request->accept == NULL ? fetch__done() : request->accept(request, answer, err);
}

fetch_status fetch__s3_run(fetch__s3_request *request, fetch__answer *answer) {
    const fetch__exchange exchange = {.rules = &request->s3->rules,
                                      .prepare = prepare,
                                      .judge = judge,
                                      .is_streamed = request->is_streamed,
                                      .write = request->write,
                                      .payload = request};
    return fetch__run(request->job, &exchange, answer);
}

/* ---- presigned URLs ---- */

static fetch_status write_presigned(fetch_s3 *s3, const char *method, const char *key,
                                    unsigned seconds, draft *d, fetch__buffer *url) {
    char region[FETCH__REGION_SIZE], expires[16], signature[FETCH__SHA256_HEX];
    fetch__buffer credential = {0};
    fetch__query query = {0};
    fetch__s3_get_region(s3, region);
    fetch__s3_authority(s3, region, &d->authority);
    fetch__s3_path(s3, key, &d->path);
    fetch__compact_time(fetch__server_now(s3->client), d->time);
    (void)snprintf(expires, sizeof expires, "%u", seconds);
    const fetch_header host = {"host", fetch__buffer_text(&d->authority)};
    fetch__canonical canonical = {
        method, fetch__buffer_text(&d->path), "", &host, 1, FETCH__UNSIGNED, d->time, region, "s3"};
    (void)fetch__buffer_add(&credential, d->keys.access_key);
    (void)fetch__buffer_append(&credential, "/", 1);
    fetch__scope(&canonical, &credential);
    fetch__query_add(&query, "X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    fetch__query_add(&query, "X-Amz-Credential", fetch__buffer_text(&credential));
    fetch__query_add(&query, "X-Amz-Date", d->time);
    fetch__query_add(&query, "X-Amz-Expires", expires);
    fetch__query_add(&query, "X-Amz-Security-Token", d->keys.session_token);
    fetch__query_add(&query, "X-Amz-SignedHeaders", "host");
    bool good = host.value != NULL && canonical.path != NULL && !credential.failed;
    if (good)
        fetch__query_write(&query, &d->query);
    canonical.query = d->query.data;
    const fetch__identity identity = {d->keys.access_key, d->keys.secret_key, NULL};
    fetch_status status = !good || d->query.failed
                              ? FETCH_E_MEMORY
                              : fetch__sign(&s3->signer, &canonical, &identity, signature);
    fetch__buffer_clear(&credential);
    if (status != FETCH_OK)
        return status;
    bool encrypted = s3->is_amazon || s3->endpoint.is_https;
    (void)fetch__buffer_add(url, encrypted ? "https://" : "http://");
    (void)fetch__buffer_add(url, host.value);
    (void)fetch__buffer_add(url, canonical.path);
    (void)fetch__buffer_append(url, "?", 1);
    (void)fetch__buffer_add(url, canonical.query);
    (void)fetch__buffer_add(url, "&X-Amz-Signature=");
    return fetch__buffer_add(url, signature) ? FETCH_OK : FETCH_E_MEMORY;
}

static bool is_presignable(const char *method) {
    static const char *const methods[] = {"GET", "PUT", "HEAD", "DELETE"};
    for (size_t i = 0; method != NULL && i < sizeof methods / sizeof methods[0]; i++)
        if (strcmp(method, methods[i]) == 0)
            return true;
    return false;
}

fetch_status fetch_s3_presign(fetch_s3 *s3, const char *method, const char *key, unsigned seconds,
                              fetch_error *err, size_t capacity, char *out) {
    if (s3 == NULL || out == NULL || !is_presignable(method))
        return fetch__fail_parameter(err, "method", "method: one of GET PUT HEAD DELETE");
    fetch_status status = fetch__s3_check_key(key, err);
    if (status != FETCH_OK)
        return status;
    if (seconds < 1 || seconds > 604800)
        return fetch__fail_parameter(err, "seconds", "seconds: 1 to 604800");
    fetch__job job;
    draft d = {0};
    fetch__buffer url = {0};
    fetch__job_begin(&job, s3->client, NULL);
    status = fetch__credentials_get(s3->credentials, &job, &d.keys);
    if (status == FETCH_OK && write_presigned(s3, method, key, seconds, &d, &url) != FETCH_OK)
        status = fetch__no_memory(&job.error);
    if (status == FETCH_OK && !fetch__copy(out, capacity, url.data, url.length))
        status =
            fetch__fail(&job.error, FETCH_E_TOO_LARGE, "the URL needs %zu bytes", url.length + 1);
    clear_draft(&d);
    fetch__buffer_clear_secret(&url);
    return fetch__job_end(&job, status, err);
}
