/* s3_get.c - reading: objects as streams that survive broken exchanges, HEAD, DELETE. */
#include "s3.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- GET ---- */

typedef struct reading {
    const fetch_s3_get_options *options;
    fetch_write_fn *write;
    void *payload;
    bool began; /* an answer's head was good */
    fetch_s3_object object;
    uint64_t delivered;
    uint64_t skip;   /* bytes of this answer that are not wanted (again) */
    uint64_t wanted; /* bytes in all; UINT64_MAX while unknown */
    bool changed;    /* the object is another one now */
    char range[64];
    EVP_MD_CTX *hash; /* of what was delivered; NULL: not checked */
    char checksum[64];
    fetch__s3_request *request;
} reading;

static bool is_partial(const reading *r) {
    return r->options->first > 0 || r->options->length > 0;
}

/* The headers of an attempt: what is still missing, of the object that was begun. */
static void renew(fetch__s3_request *request) {
    reading *r = request->payload;
    const fetch_s3_get_options *options = r->options;
    request->header_count = 0;
    r->skip = 0;
    if (is_partial(r) || r->delivered > 0) {
        uint64_t first = options->first + r->delivered;
        if (options->length > 0)
            (void)snprintf(r->range, sizeof r->range, "bytes=%llu-%llu", (unsigned long long)first,
                           (unsigned long long)(options->first + options->length - 1));
        else
            (void)snprintf(r->range, sizeof r->range, "bytes=%llu-", (unsigned long long)first);
        fetch__s3_add(request, "range", r->range);
    }
    bool resumed = r->delivered > 0 && r->object.etag[0] != '\0';
    fetch__s3_add(request, "if-match", resumed ? r->object.etag : options->if_match);
    fetch__s3_add(request, "if-none-match", resumed ? NULL : options->if_none_match);
    fetch__s3_add(request, "x-amz-checksum-mode", options->no_checksum ? NULL : "ENABLED");
}

/* "bytes 10-19/100"; false when there is none. */
static bool content_range(const fetch__answer *answer, uint64_t *first, uint64_t *last,
                          uint64_t *size) {
    static const char unit[] = "bytes ";
    const char *text = fetch__answer_header(answer, "content-range");
    if (text == NULL || strncmp(text, unit, sizeof unit - 1) != 0)
        return false;
    text += sizeof unit - 1;
    return fetch__take_number(&text, 18, first) && *text++ == '-' &&
           fetch__take_number(&text, 18, last) && *text++ == '/' &&
           fetch__take_number(&text, 18, size) && *text == '\0' && *first <= *last && *last < *size;
}

/* Only the checksum of a whole object, not that of its parts' checksums. */
static void begin_hash(reading *r, const fetch__answer *answer) {
    const char *sum = fetch__answer_header(answer, "x-amz-checksum-sha256");
    if (sum == NULL || strchr(sum, '-') != NULL || is_partial(r) || r->options->no_checksum ||
        !fetch__copy(r->checksum, sizeof r->checksum, sum, strlen(sum)))
        return;
    r->hash = EVP_MD_CTX_new();
    if (r->hash != NULL && EVP_DigestInit_ex2(r->hash, r->request->s3->signer.sha256, NULL) != 1) {
        EVP_MD_CTX_free(r->hash);
        r->hash = NULL;
    }
}

/* Takes an answer's head: where its bytes lie. False when it does not go with what was begun. */
static bool take_head(reading *r, const fetch__answer *answer) {
    fetch_s3_object object;
    uint64_t first = 0, last = 0, size = 0;
    fetch__s3_take_object(answer, &object);
    bool ranged = answer->status == 206 && content_range(answer, &first, &last, &size);
    if (ranged)
        object.size = size;
    uint64_t position = r->options->first + r->delivered;
    if (r->delivered > 0 && (strcmp(object.etag, r->object.etag) != 0 || first > position)) {
        r->changed = true;
        return false;
    }
    if (first > position)
        return false;
    r->skip = position - first;
    if (r->began)
        return true;
    r->began = true;
    r->object = object;
    r->object.first = r->options->first;
    bool known = ranged || fetch__answer_header(answer, "content-length") != NULL;
    uint64_t rest = object.size > r->options->first ? object.size - r->options->first : 0;
    bool limited = r->options->length > 0 && r->options->length < rest;
    r->wanted = !known ? UINT64_MAX : limited ? r->options->length : rest;
    begin_hash(r, answer);
    return true;
}

static bool is_streamed(void *payload, const fetch__answer *answer) {
    const fetch__s3_request *request = payload;
    return (answer->status == 200 || answer->status == 206) && take_head(request->payload, answer);
}

static bool on_data(void *payload, const void *data, size_t length) {
    const fetch__s3_request *request = payload;
    reading *r = request->payload;
    const char *bytes = data;
    size_t skipped = r->skip < length ? (size_t)r->skip : length;
    r->skip -= skipped;
    bytes += skipped;
    length -= skipped;
    /* A server may ignore the range's end. */
    uint64_t most = r->options->length > 0 ? r->options->length : UINT64_MAX;
    uint64_t room = (most < r->wanted ? most : r->wanted) - r->delivered;
    if (length > room)
        length = (size_t)room;
    if (length == 0)
        return true;
    if (r->hash != NULL)
        (void)EVP_DigestUpdate(r->hash, bytes, length);
    r->delivered += length;
    return r->write(r->payload, bytes, length);
}

static bool is_checksum_right(reading *r) {
    unsigned char digest[FETCH__SHA256];
    char text[64];
    if (r->hash == NULL)
        return true;
    bool good = EVP_DigestFinal_ex(r->hash, digest, NULL) == 1;
    fetch__base64(digest, sizeof digest, text);
    return good && strcmp(text, r->checksum) == 0;
}

static fetch__verdict accept(fetch__s3_request *request, fetch__answer *answer, fetch_error *err) {
    reading *r = request->payload;
    if (!r->began && !r->changed && answer->body.length == 0)
        (void)take_head(r, answer); /* an empty object */
    if (r->changed) {
        (void)fetch__restate(err, FETCH_E_CONFLICT, "the object changed while it was being read");
        return fetch__failed(FETCH_E_CONFLICT);
    }
    if (!r->began || (r->wanted != UINT64_MAX && r->delivered != r->wanted)) {
        (void)fetch__restate(err, FETCH_E_INTEGRITY, "%llu bytes came instead of %llu",
                             (unsigned long long)r->delivered, (unsigned long long)r->wanted);
        return fetch__retry(FETCH_E_INTEGRITY);
    }
    if (!is_checksum_right(r)) {
        (void)fetch__restate(err, FETCH_E_INTEGRITY, "the object does not fit its SHA-256");
        return fetch__failed(FETCH_E_INTEGRITY);
    }
    r->object.length = r->delivered;
    return fetch__done();
}

static fetch_status run_get(reading *r, fetch__s3_request *request) {
    fetch__answer answer = {0};
    request->renew = renew;
    request->accept = accept;
    request->is_streamed = is_streamed;
    request->write = on_data;
    request->payload = r;
    r->request = request;
    r->wanted = UINT64_MAX;
    fetch_status status = fetch__s3_run(request, &answer);
    /* The last byte came and the exchange broke then: nothing is missing. */
    bool complete = r->began && r->delivered == r->wanted && answer.status == 416;
    if (status == FETCH_E_REQUEST && complete && is_checksum_right(r)) {
        r->object.length = r->delivered;
        status = FETCH_OK;
    }
    if (status == FETCH_E_PRECONDITION && r->delivered > 0)
        status = fetch__restate(&request->job->error, FETCH_E_CONFLICT,
                                "the object changed while it was being read");
    EVP_MD_CTX_free(r->hash);
    fetch__answer_clear(&answer);
    return status;
}

static fetch_status check_get(fetch_s3 *s3, const char *key, const fetch_s3_get_options *options,
                              fetch_error *err) {
    if (s3 == NULL)
        return fetch__fail_parameter(err, "s3", "an S3 object is needed");
    if (options->length > UINT64_MAX - options->first)
        return fetch__fail_parameter(err, "length", "length: too large");
    if ((options->if_match != NULL && !fetch__is_header_value(options->if_match)) ||
        (options->if_none_match != NULL && !fetch__is_header_value(options->if_none_match)))
        return fetch__fail_parameter(err, "if_match", "not an ETag");
    return fetch__s3_check_key(key, err);
}

static fetch_status get(fetch_s3 *s3, const char *key, const fetch_s3_get_options *options,
                        fetch__job *job, reading *r, fetch_s3_object *out) {
    fetch__s3_request request;
    r->options = options;
    fetch__s3_request_init(&request, s3, job, "GET", key);
    fetch_status status = run_get(r, &request);
    if (status == FETCH_OK && out != NULL)
        *out = r->object;
    return status;
}

fetch_status fetch_s3_get(fetch_s3 *s3, const char *key, const fetch_s3_get_options *options,
                          const fetch_call *call, fetch_write_fn *write, void *payload,
                          fetch_error *err, fetch_s3_object *out) {
    const fetch_s3_get_options defaults = FETCH_S3_GET_OPTIONS_INIT;
    options = options == NULL ? &defaults : options;
    if (write == NULL)
        return fetch__fail_parameter(err, "write", "a function that takes the data is needed");
    fetch_status status = check_get(s3, key, options, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    reading r = {.write = write, .payload = payload};
    fetch__job_begin(&job, s3->client, call);
    return fetch__job_end(&job, get(s3, key, options, &job, &r, out), err);
}

typedef struct collector {
    fetch__buffer data;
    size_t limit;
    bool is_over;
} collector;

static bool collect(void *payload, const void *data, size_t length) {
    collector *c = payload;
    c->is_over = length > c->limit - c->data.length;
    return !c->is_over && fetch__buffer_append(&c->data, data, length);
}

fetch_status fetch_s3_get_all(fetch_s3 *s3, const char *key, const fetch_s3_get_options *options,
                              size_t limit, const fetch_call *call, fetch_error *err,
                              fetch_s3_object *out, void **data) {
    const fetch_s3_get_options defaults = FETCH_S3_GET_OPTIONS_INIT;
    options = options == NULL ? &defaults : options;
    if (data == NULL)
        return fetch__fail_parameter(err, "data", "a result is needed");
    fetch_status status = check_get(s3, key, options, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    collector c = {.limit = limit > 0 ? limit : fetch__client_max_body(s3->client)};
    reading r = {.write = collect, .payload = &c};
    fetch__job_begin(&job, s3->client, call);
    fetch_s3_object object = {0};
    status = get(s3, key, options, &job, &r, &object);
    if (c.is_over)
        status = fetch__fail(&job.error, FETCH_E_TOO_LARGE, "the object has more than %zu bytes",
                             c.limit);
    if (c.data.failed || (status == FETCH_OK && !fetch__buffer_append(&c.data, "", 0)))
        status = fetch__no_memory(&job.error);
    if (status == FETCH_OK) {
        *data = c.data.data;
        if (out != NULL)
            *out = object;
    } else {
        fetch__buffer_clear(&c.data);
    }
    return fetch__job_end(&job, status, err);
}

void fetch_s3_release(void *data) {
    free(data);
}

/* ---- HEAD ---- */

fetch_status fetch__s3_look(fetch_s3 *s3, fetch__job *job, const char *key, fetch_s3_object *out,
                            char checksum[64]) {
    fetch__s3_request request;
    fetch__answer answer = {0};
    fetch__s3_request_init(&request, s3, job, "HEAD", key);
    fetch__s3_add(&request, "x-amz-checksum-mode", checksum != NULL ? "ENABLED" : NULL);
    fetch_status status = fetch__s3_run(&request, &answer);
    if (status == FETCH_OK) {
        fetch__s3_take_object(&answer, out);
        const char *sum = fetch__answer_header(&answer, "x-amz-checksum-sha256");
        if (checksum != NULL && (sum == NULL || !fetch__copy(checksum, 64, sum, strlen(sum))))
            checksum[0] = '\0';
    }
    fetch__answer_clear(&answer);
    return status;
}

fetch_status fetch_s3_head(fetch_s3 *s3, const char *key, const fetch_call *call, fetch_error *err,
                           fetch_s3_object *out) {
    if (s3 == NULL || out == NULL)
        return fetch__fail_parameter(err, "out", "an S3 object and a result are needed");
    fetch_status status = fetch__s3_check_key(key, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    fetch__job_begin(&job, s3->client, call);
    return fetch__job_end(&job, fetch__s3_look(s3, &job, key, out, NULL), err);
}

/* ---- DELETE ---- */

fetch_status fetch_s3_delete(fetch_s3 *s3, const char *key, const fetch_call *call,
                             fetch_error *err) {
    if (s3 == NULL)
        return fetch__fail_parameter(err, "s3", "an S3 object is needed");
    fetch_status status = fetch__s3_check_key(key, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    fetch__s3_request request;
    fetch__answer answer = {0};
    fetch__job_begin(&job, s3->client, call);
    fetch__s3_request_init(&request, s3, &job, "DELETE", key);
    status = fetch__s3_run(&request, &answer);
    if (status == FETCH_E_NOT_FOUND && strcmp(job.error.code, "NoSuchBucket") != 0)
        status = FETCH_OK;
    fetch__answer_clear(&answer);
    return fetch__job_end(&job, status, err);
}
