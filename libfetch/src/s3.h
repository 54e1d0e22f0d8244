/* s3.h - what the files on S3 share: addressing, signed requests, what answers mean. */
#ifndef FETCH_S3_INTERNAL_H
#define FETCH_S3_INTERNAL_H

#include "call.h"
#include "credentials.h"
#include "marketkit/fetch_s3.h"
#include "sigv4.h"

#define FETCH__REGION_SIZE 64

struct fetch_s3 {
    fetch_client *client;
    fetch__credentials *credentials;
    fetch__signer signer;
    fetch__quota quota;
    fetch__rules rules;
    char bucket[64];
    bool is_amazon;      /* the host follows from the region */
    fetch__url endpoint; /* else this */
    bool is_virtual;
    pthread_mutex_t mutex;
    char region[FETCH__REGION_SIZE]; /* corrected by what answers say */
};

/* Headers that a request has in all: ours, the operation's, metadata. */
#define FETCH__S3_HEADERS 48

typedef struct fetch__s3_request fetch__s3_request;
struct fetch__s3_request {
    fetch_s3 *s3;
    fetch__job *job;
    const char *method;
    const char *key; /* NULL: the bucket */
    fetch__query query;
    size_t header_count;
    fetch_header headers[FETCH__S3_HEADERS]; /* lower case, any order, values borrowed */
    const void *body;
    size_t body_length;
    char payload_hash[FETCH__SHA256_HEX];
    /* Before each attempt: brings headers up to date. May be NULL. */
    void (*renew)(fetch__s3_request *request);
    /* What an answer below 300 means. NULL: success. */
    fetch__verdict (*accept)(fetch__s3_request *request, fetch__answer *answer, fetch_error *err);
    bool (*is_streamed)(void *payload, const fetch__answer *answer); /* payload: the request */
    bool (*write)(void *payload, const void *data, size_t length);
    bool retries_conflict;
    void *payload;
    /* of the last attempt */
    char region[FETCH__REGION_SIZE];
    char access_key[160];
    int64_t signed_at;
    bool renewed_keys;
};

/* `body` may be NULL. */
void fetch__s3_request_init(fetch__s3_request *request, fetch_s3 *s3, fetch__job *job,
                            const char *method, const char *key);
/* A value that is NULL leaves the header out. */
void fetch__s3_add(fetch__s3_request *request, const char *name, const char *value);
/* Sets the body and its hash, whose bytes `digest` (may be NULL) gets. */
fetch_status fetch__s3_set_body(fetch__s3_request *request, const void *body, size_t length,
                                unsigned char *digest);
fetch_status fetch__s3_run(fetch__s3_request *request, fetch__answer *answer);

fetch_status fetch__s3_check_key(const char *key, fetch_error *err);
/* A value that may stand in a header. */
bool fetch__is_header_value(const char *value);

/* What an answer other than success means; the error gets code and message. */
fetch__verdict fetch__s3_judge(fetch__s3_request *request, fetch__answer *answer, fetch_error *err);
/* ETag, Content-Length, Last-Modified, Content-Type. */
void fetch__s3_take_object(const fetch__answer *answer, fetch_s3_object *out);
/* Host of requests and of signatures. */
void fetch__s3_authority(const fetch_s3 *s3, const char *region, fetch__buffer *out);
/* Path of requests, encoded. */
void fetch__s3_path(const fetch_s3 *s3, const char *key, fetch__buffer *out);
void fetch__s3_get_region(fetch_s3 *s3, char out[FETCH__REGION_SIZE]);
void fetch__s3_set_region(fetch_s3 *s3, const char *region);

/* ---- puts ---- */

typedef struct fetch__put {
    fetch_s3 *s3;
    fetch__job *job;
    const char *key;
    const fetch_s3_put_options *options;
    fetch__buffer names; /* of metadata headers, NUL after each */
} fetch__put;

fetch_status fetch__put_begin(fetch__put *put, fetch_s3 *s3, fetch__job *job, const char *key,
                              const fetch_s3_put_options *options);
/* Type, encoding, metadata; the condition as well when `conditional`. */
void fetch__put_headers(const fetch__put *put, fetch__s3_request *request, bool conditional);
/* One request with everything. */
fetch_status fetch__put_whole(fetch__put *put, const void *data, size_t length,
                              fetch_s3_object *out);
fetch_status fetch__put_parts(fetch__put *put, fetch__buffer *part, size_t part_size,
                              fetch_read_fn *read, void *payload, fetch_s3_object *out);
/* Fills the buffer up to `size` bytes unless the stream ends. */
fetch_status fetch__put_fill(fetch__put *put, fetch__buffer *part, size_t size, fetch_read_fn *read,
                             void *payload, bool *at_end);
/* Asks what is stored: its object and, where it has one, its SHA-256 in base64. */
fetch_status fetch__s3_look(fetch_s3 *s3, fetch__job *job, const char *key, fetch_s3_object *out,
                            char checksum[64]);

#endif
