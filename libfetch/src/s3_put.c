/* s3_put.c - writing an object with one request. */
#include "s3.h"

#include <openssl/evp.h>

#define METADATA_MAX 24
#define PART_DEFAULT ((size_t)8 << 20)
#define PART_LEAST   ((size_t)5 << 20)
#define PART_MOST    ((uint64_t)5 << 30)

/* ---- options ---- */

static bool is_metadata_name(const char *name) {
    for (const char *c = name; *c != '\0'; c++)
        if (!((fetch__lower(*c) >= 'a' && fetch__lower(*c) <= 'z') || fetch__is_digit(*c) ||
              *c == '-' || *c == '_' || *c == '.'))
            return false;
    return name[0] != '\0';
}

static bool is_named_twice(const fetch_header *metadata, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (fetch__same_word(metadata[i].name, metadata[index].name))
            return true;
    return false;
}

static bool is_value(const char *value) {
    return value == NULL || fetch__is_header_value(value);
}

static fetch_status check_options(const fetch_s3_put_options *options, fetch_error *err) {
    if (options->if_absent && options->if_match != NULL)
        return fetch__fail_parameter(err, "if_match", "if_absent and if_match exclude each other");
    if (!is_value(options->if_match) || !is_value(options->content_type) ||
        !is_value(options->content_encoding))
        return fetch__fail_parameter(err, "content_type", "a header's value holds control bytes");
    if (options->part_size > 0 &&
        (options->part_size < PART_LEAST || options->part_size > PART_MOST))
        return fetch__fail_parameter(err, "part_size", "part_size: 5 MiB to 5 GiB");
    if (options->metadata_count > METADATA_MAX)
        return fetch__fail_parameter(err, "metadata", "metadata: at most %d", METADATA_MAX);
    for (size_t i = 0; i < options->metadata_count; i++) {
        const fetch_header *m = &options->metadata[i];
        if (!is_metadata_name(m->name) || !fetch__is_header_value(m->value) ||
            is_named_twice(options->metadata, i))
            return fetch__fail_parameter(
                err, "metadata", "metadata: name %zu is given twice, or name or value is not one",
                i + 1);
    }
    return FETCH_OK;
}

fetch_status fetch__put_begin(fetch__put *put, fetch_s3 *s3, fetch__job *job, const char *key,
                              const fetch_s3_put_options *options) {
    *put = (fetch__put){.s3 = s3, .job = job, .key = key, .options = options};
    for (size_t i = 0; i < options->metadata_count; i++) {
        (void)fetch__buffer_add(&put->names, "x-amz-meta-");
        for (const char *c = options->metadata[i].name; *c != '\0'; c++) {
            const char lower = fetch__lower(*c);
            (void)fetch__buffer_append(&put->names, &lower, 1);
        }
        (void)fetch__buffer_append(&put->names, "", 1);
    }
    return put->names.failed ? fetch__no_memory(&job->error) : FETCH_OK;
}

void fetch__put_headers(const fetch__put *put, fetch__s3_request *request, bool conditional) {
    const fetch_s3_put_options *options = put->options;
    const char *type = options->content_type;
    fetch__s3_add(request, "content-type", type != NULL ? type : "application/octet-stream");
    fetch__s3_add(request, "content-encoding", options->content_encoding);
    if (conditional) {
        fetch__s3_add(request, "if-none-match", options->if_absent ? "*" : NULL);
        fetch__s3_add(request, "if-match", options->if_match);
    }
    const char *name = put->names.data;
    for (size_t i = 0; i < options->metadata_count; i++, name += strlen(name) + 1)
        fetch__s3_add(request, name, options->metadata[i].value);
}

/* ---- one request ---- */

static fetch__verdict accept(fetch__s3_request *request, fetch__answer *answer, fetch_error *err) {
    (void)request;
    (void)err;
    return fetch__answer_header(answer, "etag") != NULL ? fetch__done()
                                                        : fetch__retry(FETCH_E_MALFORMED);
}

/* Whether what is stored are these bytes: our own, whose answer was lost. */
static bool is_ours(fetch__put *put, const void *data, size_t length, const char *sum,
                    fetch_s3_object *out) {
    fetch_s3_object stored = {0};
    char checksum[64] = "", quoted[40] = "\"";
    unsigned char md5[EVP_MAX_MD_SIZE];
    fetch_error kept = put->job->error;
    fetch_status status = fetch__s3_look(put->s3, put->job, put->key, &stored, checksum);
    put->job->error = kept;
    if (status != FETCH_OK || stored.size != length)
        return false;
    bool same = strcmp(checksum, sum) == 0;
    if (!same && EVP_Digest(data, length, md5, NULL, EVP_md5(), NULL) == 1) {
        fetch__hex(md5, 16, quoted + 1);
        quoted[33] = '"';
        same = strcmp(quoted, stored.etag) == 0;
    }
    if (same)
        *out = stored;
    return same;
}

fetch_status fetch__put_whole(fetch__put *put, const void *data, size_t length,
                              fetch_s3_object *out) {
    fetch__s3_request request;
    fetch__answer answer = {0};
    unsigned char digest[FETCH__SHA256];
    char sum[64];
    fetch__s3_request_init(&request, put->s3, put->job, "PUT", put->key);
    fetch_status status = fetch__s3_set_body(&request, data, length, digest);
    if (status != FETCH_OK)
        return status;
    fetch__base64(digest, sizeof digest, sum);
    fetch__put_headers(put, &request, true);
    fetch__s3_add(&request, "x-amz-checksum-sha256", put->options->checksum ? sum : NULL);
    request.accept = accept;
    request.retries_conflict = true;
    status = fetch__s3_run(&request, &answer);
    bool in_doubt = answer.in_doubt;
    fetch_s3_object object = {0};
    if (status == FETCH_OK)
        fetch__s3_take_object(&answer, &object);
    fetch__answer_clear(&answer);
    bool refused = status == FETCH_E_PRECONDITION || status == FETCH_E_CONFLICT;
    if (refused && in_doubt && is_ours(put, data, length, sum, &object))
        status = FETCH_OK;
    if (status == FETCH_OK) {
        object.size = object.length = length;
        *out = object;
    }
    return status;
}

static fetch_status check_put(fetch_s3 *s3, const char *key, const fetch_s3_put_options *options,
                              fetch_error *err) {
    if (s3 == NULL)
        return fetch__fail_parameter(err, "s3", "an S3 object is needed");
    fetch_status status = fetch__s3_check_key(key, err);
    return status == FETCH_OK ? check_options(options, err) : status;
}

fetch_status fetch_s3_put(fetch_s3 *s3, const char *key, const void *data, size_t length,
                          const fetch_s3_put_options *options, const fetch_call *call,
                          fetch_error *err, fetch_s3_object *out) {
    const fetch_s3_put_options defaults = FETCH_S3_PUT_OPTIONS_INIT;
    options = options == NULL ? &defaults : options;
    if (data == NULL && length > 0)
        return fetch__fail_parameter(err, "data", "data are needed");
    fetch_status status = check_put(s3, key, options, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    fetch__put put;
    fetch_s3_object object = {0};
    fetch__job_begin(&job, s3->client, call);
    status = fetch__put_begin(&put, s3, &job, key, options);
    if (status == FETCH_OK)
        status = fetch__put_whole(&put, data == NULL ? "" : data, length, &object);
    fetch__buffer_clear(&put.names);
    if (status == FETCH_OK && out != NULL)
        *out = object;
    return fetch__job_end(&job, status, err);
}

/* ---- streams ---- */

fetch_status fetch__put_fill(fetch__put *put, fetch__buffer *part, size_t size, fetch_read_fn *read,
                             void *payload, bool *at_end) {
    fetch__buffer_reset(part);
    if (!fetch__buffer_reserve(part, size))
        return fetch__no_memory(&put->job->error);
    while (part->length < size && !*at_end) {
        size_t length = 0;
        if (!read(payload, size - part->length, part->data + part->length, &length) ||
            length > size - part->length)
            return fetch__fail(&put->job->error, FETCH_E_CANCELLED, "reading was stopped");
        part->length += length;
        *at_end = length == 0;
    }
    return FETCH_OK;
}

static fetch_status put_stream(fetch__put *put, fetch_read_fn *read, void *payload,
                               fetch_s3_object *out) {
    size_t size = put->options->part_size > 0 ? put->options->part_size : PART_DEFAULT;
    fetch__buffer part = {0};
    bool at_end = false;
    fetch_status status = fetch__put_fill(put, &part, size, read, payload, &at_end);
    if (status == FETCH_OK)
        status = at_end ? fetch__put_whole(put, part.data, part.length, out)
                        : fetch__put_parts(put, &part, size, read, payload, out);
    fetch__buffer_clear(&part);
    return status;
}

fetch_status fetch_s3_put_stream(fetch_s3 *s3, const char *key, fetch_read_fn *read, void *payload,
                                 const fetch_s3_put_options *options, const fetch_call *call,
                                 fetch_error *err, fetch_s3_object *out) {
    const fetch_s3_put_options defaults = FETCH_S3_PUT_OPTIONS_INIT;
    options = options == NULL ? &defaults : options;
    if (read == NULL)
        return fetch__fail_parameter(err, "read", "a function that gives the data is needed");
    fetch_status status = check_put(s3, key, options, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    fetch__put put;
    fetch_s3_object object = {0};
    fetch__job_begin(&job, s3->client, call);
    status = fetch__put_begin(&put, s3, &job, key, options);
    if (status == FETCH_OK)
        status = put_stream(&put, read, payload, &object);
    fetch__buffer_clear(&put.names);
    if (status == FETCH_OK && out != NULL)
        *out = object;
    return fetch__job_end(&job, status, err);
}
