/* sigv4.h - Amazon's Signature Version 4, as S3 wants it: paths encoded once and not normalised. */
#ifndef FETCH_SIGV4_H
#define FETCH_SIGV4_H

#include "internal.h"

#include <pthread.h>

#define FETCH__SHA256     32
#define FETCH__SHA256_HEX 65 /* with NUL */
#define FETCH__EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define FETCH__UNSIGNED   "UNSIGNED-PAYLOAD"

/* Hashes, and the signing key of the day, which costs four of them. Threads may share it. */
typedef struct fetch__signer {
    void *sha256; /* EVP_MD, fetched once */
    pthread_mutex_t mutex;
    char scope[128]; /* date/region/service and the access key that `key` is for */
    unsigned char key[FETCH__SHA256];
} fetch__signer;

fetch_status fetch__signer_init(fetch__signer *signer, fetch_error *err);
void fetch__signer_clear(fetch__signer *signer);

fetch_status fetch__sha256(const fetch__signer *signer, const void *data, size_t length,
                           unsigned char out[FETCH__SHA256]);

typedef struct fetch__identity {
    const char *access_key;
    const char *secret_key;
    const char *session_token; /* NULL or "": none */
} fetch__identity;

/* What is signed. */
typedef struct fetch__canonical {
    const char *method;
    const char *path;            /* encoded, as it will be sent */
    const char *query;           /* encoded and sorted */
    const fetch_header *headers; /* names in lower case, in ascending order, none twice */
    size_t header_count;
    const char *payload_hash;
    const char *time; /* 20130524T000000Z */
    const char *region;
    const char *service;
} fetch__canonical;

/* The canonical request, for diagnosis: it has no secret but a session token. */
void fetch__canonical_request(const fetch__canonical *request, fetch__buffer *out);
/* Names of the headers, joined by ';'. */
void fetch__signed_headers(const fetch__canonical *request, fetch__buffer *out);
/* "20130524/us-east-1/s3/aws4_request" */
void fetch__scope(const fetch__canonical *request, fetch__buffer *out);

fetch_status fetch__sign(fetch__signer *signer, const fetch__canonical *request,
                         const fetch__identity *identity, char out[FETCH__SHA256_HEX]);
/* The value of the Authorization header. */
fetch_status fetch__authorize(fetch__signer *signer, const fetch__canonical *request,
                              const fetch__identity *identity, fetch__buffer *out);

/* A query that is built in any order and written as Signature Version 4 wants it. Names are plain;
 * values are borrowed until it is written. */
#define FETCH__QUERY_MAX 16
typedef struct fetch__query {
    size_t count;
    fetch_header pairs[FETCH__QUERY_MAX];
} fetch__query;

/* `value` NULL leaves the pair out. */
void fetch__query_add(fetch__query *query, const char *name, const char *value);
void fetch__query_write(const fetch__query *query, fetch__buffer *out);

#endif
