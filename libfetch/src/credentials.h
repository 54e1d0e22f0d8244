/* credentials.h - keys for S3, wherever they come from. */
#ifndef FETCH_CREDENTIALS_H
#define FETCH_CREDENTIALS_H

#include "call.h"
#include "marketkit/fetch_s3.h"

typedef struct fetch__keys {
    char *access_key; /* owned */
    char *secret_key;
    char *session_token; /* NULL: none */
    int64_t expires;     /* 0: never */
} fetch__keys;

void fetch__keys_clear(fetch__keys *keys);
/* False when memory is short; `out` is empty then. */
bool fetch__keys_copy(const fetch__keys *keys, fetch__keys *out);

/* What the shared files say of a profile; members are owned, NULL where it says nothing. */
typedef struct fetch__profile {
    fetch__keys keys;
    char *region;
    char *endpoint;
} fetch__profile;

/* Reads credentials and config file. `name` NULL: AWS_PROFILE, "default". */
fetch_status fetch__profile_load(fetch_client *client, const char *name, fetch_error *err,
                                 fetch__profile *out);
void fetch__profile_clear(fetch__profile *profile);

/* Keys as containers' and instances' endpoints give them; on failure the job's error is filled. */
fetch_status fetch__remote_container(fetch__job *job, const char *url, fetch__keys *out);
fetch_status fetch__remote_instance(fetch__job *job, fetch__keys *out);
/* The container's endpoint: false when the environment names none. */
bool fetch__remote_container_url(const fetch_system *system, fetch__buffer *out);

typedef struct fetch__credentials fetch__credentials;

fetch_status fetch__credentials_create(fetch_client *client, const fetch_s3_options *options,
                                       fetch_error *err, fetch__credentials **out);
void fetch__credentials_free(fetch__credentials *credentials);
/* Keys that are good for now: cached, or fetched. On failure the job's error is filled. */
fetch_status fetch__credentials_get(fetch__credentials *credentials, fetch__job *job,
                                    fetch__keys *out);
/* The service says that these have expired: fetch others next time. False when there can be none.
 */
bool fetch__credentials_expire(fetch__credentials *credentials, const char *access_key);

#endif
