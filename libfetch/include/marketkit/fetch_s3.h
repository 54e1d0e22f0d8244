/* marketkit/fetch_s3.h - objects in Amazon S3 and what speaks its protocol.
 *
 * Conventions: marketkit/fetch.h. Requests are signed by Signature Version 4 with the payload's
 * hash, so that a body changed on the way is refused by every server. */
#ifndef MARKETKIT_FETCH_S3_H
#define MARKETKIT_FETCH_S3_H

#include <marketkit/fetch.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fetch_s3 fetch_s3;

typedef enum fetch_s3_style {
    FETCH_S3_AUTO = 0,   /* virtual host at Amazon for names that can be hosts, else path */
    FETCH_S3_PATH = 1,   /* https://endpoint/bucket/key */
    FETCH_S3_VIRTUAL = 2 /* https://bucket.endpoint/key */
} fetch_s3_style;

/* What is NULL comes from the environment and the shared files, in the order of Amazon's tools:
 * explicit keys; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (skipped when `profile` is given); the
 * profile in the credentials and config files; the container's endpoint; the instance's (IMDSv2).
 * They are fetched when first needed and renewed before they expire. */
typedef struct fetch_s3_options {
    size_t size;
    const char *bucket;   /* required; 3 to 63 of a-z 0-9 . - */
    const char *region;   /* NULL: AWS_REGION, AWS_DEFAULT_REGION, profile, "us-east-1" */
    const char *endpoint; /* URL; NULL: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, profile, Amazon's.
                             https unless the host is this machine */
    fetch_s3_style style;
    const char *access_key;
    const char *secret_key;
    const char *session_token;
    const char *profile;
} fetch_s3_options;
#define FETCH_S3_OPTIONS_INIT                                                                      \
    { sizeof(fetch_s3_options), NULL, NULL, NULL, FETCH_S3_AUTO, NULL, NULL, NULL, NULL }

FETCH_API fetch_status fetch_s3_create(fetch_client *client, const fetch_s3_options *options,
                                       fetch_error *err, fetch_s3 **out);
FETCH_API void fetch_s3_free(fetch_s3 *s3);

/* Longest key, in bytes. Keys are any UTF-8 without NUL. */
#define FETCH_S3_KEY_MAX  1024
#define FETCH_S3_ETAG_MAX 128

/* What is known of an object. */
typedef struct fetch_s3_object {
    uint64_t size;                /* of the whole object */
    int64_t modified;             /* 0 when not said */
    char etag[FETCH_S3_ETAG_MAX]; /* with its quotes */
    char content_type[128];
    uint64_t first; /* the part that was given */
    uint64_t length;
} fetch_s3_object;

/* Which part of which version of an object. */
typedef struct fetch_s3_get_options {
    size_t size;
    uint64_t first;  /* offset of the first byte */
    uint64_t length; /* 0: to the end */
    const char *if_match;
    const char *if_none_match; /* FETCH_E_NOT_MODIFIED when the object has this ETag */
    bool no_checksum;          /* do not ask for x-amz-checksum-* and do not check it */
} fetch_s3_get_options;
#define FETCH_S3_GET_OPTIONS_INIT                                                                  \
    { sizeof(fetch_s3_get_options), 0, 0, NULL, NULL, false }

/* Takes the next bytes; false stops (FETCH_E_CANCELLED). */
typedef bool fetch_write_fn(void *payload, const void *data, size_t length);

/* Gives the object to `write` as it comes, each byte once and in order: a broken exchange is
 * resumed where it broke, as long as the object is the same (else FETCH_E_CONFLICT). Only FETCH_OK
 * says that all bytes were there and fit their checksum. FETCH_E_NOT_FOUND, _NOT_MODIFIED,
 * _PRECONDITION, _INTEGRITY, _REQUEST (a range outside). `options`, `call` and `out` may be NULL.
 */
FETCH_API fetch_status fetch_s3_get(fetch_s3 *s3, const char *key,
                                    const fetch_s3_get_options *options, const fetch_call *call,
                                    fetch_write_fn *write, void *payload, fetch_error *err,
                                    fetch_s3_object *out);
/* The same into memory of at most `limit` bytes (0: the client's max_body), to be released by
 * fetch_s3_release. One more byte, 0, stands behind the data. */
FETCH_API fetch_status fetch_s3_get_all(fetch_s3 *s3, const char *key,
                                        const fetch_s3_get_options *options, size_t limit,
                                        const fetch_call *call, fetch_error *err,
                                        fetch_s3_object *out, void **data);
FETCH_API void fetch_s3_release(void *data);

/* FETCH_E_NOT_FOUND, _FORBIDDEN. Answers to HEAD carry no code. */
FETCH_API fetch_status fetch_s3_head(fetch_s3 *s3, const char *key, const fetch_call *call,
                                     fetch_error *err, fetch_s3_object *out);

typedef struct fetch_s3_put_options {
    size_t size;
    bool if_absent;           /* FETCH_E_PRECONDITION when the key exists */
    const char *if_match;     /* FETCH_E_PRECONDITION when the object has another ETag or is gone */
    const char *content_type; /* NULL: application/octet-stream */
    const char *content_encoding; /* "gzip" */
    bool checksum;                /* also store a SHA-256 (x-amz-checksum-sha256) */
    size_t part_size;             /* of streams; 0: 8 MiB; 5 MiB to 5 GiB */
    const fetch_header *metadata; /* names without x-amz-meta- */
    size_t metadata_count;
} fetch_s3_put_options;
#define FETCH_S3_PUT_OPTIONS_INIT                                                                  \
    { sizeof(fetch_s3_put_options), false, NULL, NULL, NULL, false, 0, NULL, 0 }

/* Stores an object whole or not at all. When the answer to an attempt was lost, a refused condition
 * is held against what is stored: our own bytes count as success. FETCH_E_PRECONDITION, _CONFLICT.
 * `options`, `call` and `out` may be NULL; out gets size and etag. */
FETCH_API fetch_status fetch_s3_put(fetch_s3 *s3, const char *key, const void *data, size_t length,
                                    const fetch_s3_put_options *options, const fetch_call *call,
                                    fetch_error *err, fetch_s3_object *out);

/* Fills `buffer` with up to `capacity` bytes and sets *length; 0 is the end. False stops the upload
 * (FETCH_E_CANCELLED). */
typedef bool fetch_read_fn(void *payload, size_t capacity, void *buffer, size_t *length);

/* The same from a stream of any length, in the memory of one part: a stream of more than a part
 * becomes a multipart upload, which is aborted when anything fails. The time of `call` is for all.
 */
FETCH_API fetch_status fetch_s3_put_stream(fetch_s3 *s3, const char *key, fetch_read_fn *read,
                                           void *payload, const fetch_s3_put_options *options,
                                           const fetch_call *call, fetch_error *err,
                                           fetch_s3_object *out);

/* Also FETCH_OK when there is no such object. */
FETCH_API fetch_status fetch_s3_delete(fetch_s3 *s3, const char *key, const fetch_call *call,
                                       fetch_error *err);

typedef struct fetch_s3_entry {
    const char *key;
    uint64_t size;
    int64_t modified;
    const char *etag;
} fetch_s3_entry;

typedef struct fetch_s3_page {
    size_t count;
    const fetch_s3_entry *entries; /* in the server's order: bytes of the key */
    size_t prefix_count;
    const char *const *prefixes; /* of keys that hold the delimiter after the prefix */
    bool is_last;
} fetch_s3_page;

typedef struct fetch_s3_list_options {
    size_t size;
    const char *prefix;
    const char *delimiter;   /* "/" lists like a folder */
    const char *start_after; /* keys after this one */
    unsigned page_size;      /* 0: 1,000, which is the most */
    unsigned max_pages;      /* 0: all */
} fetch_s3_list_options;
#define FETCH_S3_LIST_OPTIONS_INIT                                                                 \
    { sizeof(fetch_s3_list_options), NULL, NULL, NULL, 0, 0 }

/* False stops (FETCH_E_CANCELLED). */
typedef bool fetch_s3_page_fn(void *payload, const fetch_s3_page *page);

FETCH_API fetch_status fetch_s3_list(fetch_s3 *s3, const fetch_s3_list_options *options,
                                     const fetch_call *call, fetch_s3_page_fn *page, void *payload,
                                     fetch_error *err);

/* A URL that lets whoever has it do `method` ("GET", "PUT", "HEAD", "DELETE") with the key for
 * `seconds` (1 to 604,800). It is a secret itself. NUL-terminated into `out`; FETCH_E_TOO_LARGE. */
FETCH_API fetch_status fetch_s3_presign(fetch_s3 *s3, const char *method, const char *key,
                                        unsigned seconds, fetch_error *err, size_t capacity,
                                        char *out);

#ifdef __cplusplus
}
#endif

#endif
