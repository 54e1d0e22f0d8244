/* s3_multipart.c - writing an object in parts. An upload that fails is aborted: parts that nobody
 * completes are stored, and paid for, for ever. */
#include "s3.h"
#include "xml.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#define PARTS_MAX 10000

typedef struct part_info {
    char etag[FETCH_S3_ETAG_MAX];
    char sum[64]; /* SHA-256 in base64 */
} part_info;

typedef struct upload {
    fetch__put *put;
    char id[1024];
    part_info *parts;
    size_t count, capacity;
    uint64_t size;
    char etag[FETCH_S3_ETAG_MAX]; /* of the whole */
    bool failed;                  /* the answer to complete is an error document */
} upload;

/* ---- begin ---- */

static bool on_begin(void *payload, const char *path, const char *text) {
    upload *u = payload;
    if (text != NULL && strcmp(path, "InitiateMultipartUploadResult/UploadId") == 0 &&
        !fetch__copy(u->id, sizeof u->id, text, strlen(text)))
        u->id[0] = '\0';
    return true;
}

static fetch__verdict accept_begin(fetch__s3_request *request, fetch__answer *answer,
                                   fetch_error *err) {
    upload *u = request->payload;
    u->id[0] = '\0';
    if (fetch__xml_parse(answer->body.data, answer->body.length, on_begin, u) == FETCH_OK &&
        u->id[0] != '\0')
        return fetch__done();
    (void)fetch__restate(err, FETCH_E_MALFORMED, "the answer names no upload");
    return fetch__retry(FETCH_E_MALFORMED);
}

static fetch_status begin(upload *u) {
    fetch__put *put = u->put;
    fetch__s3_request request;
    fetch__answer answer = {0};
    fetch__s3_request_init(&request, put->s3, put->job, "POST", put->key);
    fetch__query_add(&request.query, "uploads", "");
    fetch__put_headers(put, &request, false);
    fetch__s3_add(&request, "x-amz-checksum-algorithm", put->options->checksum ? "SHA256" : NULL);
    request.accept = accept_begin;
    request.payload = u;
    fetch_status status = fetch__s3_run(&request, &answer);
    fetch__answer_clear(&answer);
    return status;
}

/* ---- parts ---- */

static part_info *next_part(upload *u) {
    if (u->count == u->capacity) {
        size_t capacity = u->capacity == 0 ? 16 : 2 * u->capacity;
        part_info *grown = realloc(u->parts, capacity * sizeof *grown);
        if (grown == NULL)
            return NULL;
        u->parts = grown;
        u->capacity = capacity;
    }
    return &u->parts[u->count];
}

static fetch__verdict accept_part(fetch__s3_request *request, fetch__answer *answer,
                                  fetch_error *err) {
    part_info *part = request->payload;
    const char *etag = fetch__answer_header(answer, "etag");
    if (etag != NULL && fetch__copy(part->etag, sizeof part->etag, etag, strlen(etag)))
        return fetch__done();
    (void)fetch__restate(err, FETCH_E_MALFORMED, "the answer to a part has no ETag");
    return fetch__retry(FETCH_E_MALFORMED);
}

static fetch_status send_part(upload *u, const fetch__buffer *data) {
    fetch__put *put = u->put;
    fetch__s3_request request;
    fetch__answer answer = {0};
    unsigned char digest[FETCH__SHA256];
    char number[16];
    part_info *part = next_part(u);
    if (part == NULL)
        return fetch__no_memory(&put->job->error);
    if (u->count == PARTS_MAX)
        return fetch__fail(&put->job->error, FETCH_E_TOO_LARGE,
                           "more than %d parts; choose a larger part_size", PARTS_MAX);
    (void)snprintf(number, sizeof number, "%zu", u->count + 1);
    fetch__s3_request_init(&request, put->s3, put->job, "PUT", put->key);
    fetch__query_add(&request.query, "partNumber", number);
    fetch__query_add(&request.query, "uploadId", u->id);
    fetch_status status = fetch__s3_set_body(&request, data->data, data->length, digest);
    if (status != FETCH_OK)
        return status;
    fetch__base64(digest, sizeof digest, part->sum);
    fetch__s3_add(&request, "x-amz-checksum-sha256", put->options->checksum ? part->sum : NULL);
    request.accept = accept_part;
    request.payload = part;
    status = fetch__s3_run(&request, &answer);
    fetch__answer_clear(&answer);
    if (status == FETCH_OK) {
        u->count++;
        u->size += data->length;
    }
    return status;
}

/* ---- end ---- */

static void write_escaped(const char *text, fetch__buffer *out) {
    for (; *text != '\0'; text++)
        if (*text == '"')
            (void)fetch__buffer_add(out, "&quot;");
        else if (*text == '&')
            (void)fetch__buffer_add(out, "&amp;");
        else if (*text == '<')
            (void)fetch__buffer_add(out, "&lt;");
        else
            (void)fetch__buffer_append(out, text, 1);
}

static void write_list(const upload *u, fetch__buffer *out) {
    (void)fetch__buffer_add(out, "<CompleteMultipartUpload>");
    for (size_t i = 0; i < u->count && u->parts != NULL; i++) {
        const part_info *part = &u->parts[i];
        (void)fetch__buffer_format(out, "<Part><PartNumber>%zu</PartNumber><ETag>", i + 1);
        write_escaped(part->etag, out);
        (void)fetch__buffer_add(out, "</ETag>");
        if (u->put->options->checksum)
            (void)fetch__buffer_format(out, "<ChecksumSHA256>%s</ChecksumSHA256>", part->sum);
        (void)fetch__buffer_add(out, "</Part>");
    }
    (void)fetch__buffer_add(out, "</CompleteMultipartUpload>");
}

static bool on_end(void *payload, const char *path, const char *text) {
    upload *u = payload;
    if (strncmp(path, "Error", 5) == 0)
        u->failed = true;
    if (text == NULL || strcmp(path, "CompleteMultipartUploadResult/ETag") != 0)
        return true;
    /* Some servers leave out the quotes that belong to an ETag. */
    const char *quote = text[0] == '"' || text[0] == '\0' ? "" : "\"";
    char etag[FETCH_S3_ETAG_MAX];
    (void)snprintf(etag, sizeof etag, "%s%.120s%s", quote, text, quote);
    fetch__copy_plain(u->etag, sizeof u->etag, etag, strlen(etag));
    return true;
}

/* HTTP 200 may be followed by an error: the status was sent before the work was done. */
static fetch__verdict accept_end(fetch__s3_request *request, fetch__answer *answer,
                                 fetch_error *err) {
    upload *u = request->payload;
    u->failed = false;
    u->etag[0] = '\0';
    fetch_status status = fetch__xml_parse(answer->body.data, answer->body.length, on_end, u);
    if (status == FETCH_OK && !u->failed && u->etag[0] != '\0')
        return fetch__done();
    fetch__copy_plain(err->body, sizeof err->body, fetch__buffer_text(&answer->body),
                      answer->body.length);
    if (status == FETCH_OK && u->failed) {
        fetch__verdict verdict = fetch__s3_judge(request, answer, err);
        bool refused = strcmp(err->code, "PreconditionFailed") == 0;
        err->status = refused ? FETCH_E_PRECONDITION : FETCH_E_SERVER;
        return refused ? fetch__failed(FETCH_E_PRECONDITION)
                       : (fetch__verdict){FETCH__RETRY, FETCH_E_SERVER, verdict.is_throttled,
                                          verdict.delay};
    }
    (void)fetch__restate(err, FETCH_E_MALFORMED, "the end of the upload is not confirmed");
    return fetch__retry(FETCH_E_MALFORMED);
}

/* The ETag that the whole has when those of the parts are their MD5s: "MD5 of these-count". */
static bool expected_etag(const upload *u, char out[64]) {
    fetch__buffer sums = {0};
    unsigned char md5[EVP_MAX_MD_SIZE];
    char hex[40];
    bool good = true;
    for (size_t i = 0; i < u->count && good; i++) {
        const char *etag = u->parts[i].etag;
        good = strlen(etag) == 34 && etag[0] == '"';
        for (size_t j = 1; j < 33 && good; j += 2) {
            int high = fetch__hex_value(etag[j]), low = fetch__hex_value(etag[j + 1]);
            const char byte = (char)(high * 16 + low);
            good = high >= 0 && low >= 0 && fetch__buffer_append(&sums, &byte, 1);
        }
    }
    good = good && EVP_Digest(sums.data, sums.length, md5, NULL, EVP_md5(), NULL) == 1;
    if (good) {
        fetch__hex(md5, 16, hex);
        (void)snprintf(out, 64, "\"%s-%zu\"", hex, u->count);
    }
    fetch__buffer_clear(&sums);
    return good;
}

/* An earlier attempt, whose answer was lost, may have completed the upload. */
static bool is_ours(upload *u) {
    fetch_s3_object stored = {0};
    char expected[64];
    fetch_error kept = u->put->job->error;
    fetch_status status = fetch__s3_look(u->put->s3, u->put->job, u->put->key, &stored, NULL);
    u->put->job->error = kept;
    if (status != FETCH_OK || stored.size != u->size || !expected_etag(u, expected) ||
        strcmp(expected, stored.etag) != 0)
        return false;
    memcpy(u->etag, stored.etag, sizeof u->etag);
    return true;
}

static fetch_status end(upload *u) {
    fetch__put *put = u->put;
    fetch__s3_request request;
    fetch__answer answer = {0};
    fetch__buffer list = {0};
    write_list(u, &list);
    fetch__s3_request_init(&request, put->s3, put->job, "POST", put->key);
    fetch__query_add(&request.query, "uploadId", u->id);
    fetch__s3_add(&request, "content-type", "application/xml");
    fetch__s3_add(&request, "if-none-match", put->options->if_absent ? "*" : NULL);
    fetch__s3_add(&request, "if-match", put->options->if_match);
    fetch_status status = list.failed ? fetch__no_memory(&put->job->error)
                                      : fetch__s3_set_body(&request, list.data, list.length, NULL);
    if (status == FETCH_OK) {
        request.accept = accept_end;
        request.payload = u;
        status = fetch__s3_run(&request, &answer);
        bool gone = status == FETCH_E_NOT_FOUND || status == FETCH_E_PRECONDITION;
        if (gone && answer.in_doubt && is_ours(u))
            status = FETCH_OK;
        fetch__answer_clear(&answer);
    }
    fetch__buffer_clear(&list);
    return status;
}

/* With time of its own, and whatever the caller's callbacks say. */
static void abort_upload(upload *u) {
    fetch__job job;
    fetch__s3_request request;
    fetch__answer answer = {0};
    fetch_call call = FETCH_CALL_INIT;
    call.timeout = 30 * FETCH__SECOND;
    fetch__job_begin(&job, u->put->s3->client, &call);
    fetch__s3_request_init(&request, u->put->s3, &job, "DELETE", u->put->key);
    fetch__query_add(&request.query, "uploadId", u->id);
    fetch_status status = fetch__s3_run(&request, &answer);
    if (status != FETCH_OK && status != FETCH_E_NOT_FOUND)
        fetch__log(u->put->s3->client, FETCH_LOG_WARNING,
                   "s3: an upload of %.200s could not be aborted: %s", u->put->key,
                   job.error.message);
    fetch__answer_clear(&answer);
}

fetch_status fetch__put_parts(fetch__put *put, fetch__buffer *part, size_t part_size,
                              fetch_read_fn *read, void *payload, fetch_s3_object *out) {
    upload u = {.put = put};
    bool at_end = false;
    fetch_status status = begin(&u);
    if (status != FETCH_OK)
        return status;
    while (status == FETCH_OK && part->length > 0) {
        status = send_part(&u, part);
        if (status == FETCH_OK)
            status = fetch__put_fill(put, part, part_size, read, payload, &at_end);
    }
    if (status == FETCH_OK)
        status = end(&u);
    if (status == FETCH_OK) {
        *out = (fetch_s3_object){.size = u.size, .length = u.size};
        memcpy(out->etag, u.etag, sizeof out->etag);
    } else {
        fetch_error kept = put->job->error;
        abort_upload(&u);
        put->job->error = kept;
    }
    free(u.parts);
    return status;
}
