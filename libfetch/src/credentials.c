/* credentials.c - the chain of sources, the cache, the renewal before keys expire. */
#include "credentials.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define ADVISORY  (15 * FETCH__MINUTE) /* before the end, one thread tries to renew ... */
#define MANDATORY (10 * FETCH__MINUTE) /* ... and from here on, all wait for it */
#define PAUSE     FETCH__MINUTE        /* after a renewal that failed */

struct fetch__credentials {
    fetch_client *client;
    fetch__keys given; /* explicit ones */
    char *profile;     /* explicit, or NULL */
    pthread_mutex_t mutex;
    pthread_cond_t renewed;
    fetch__keys keys;
    bool is_renewing;
    int64_t next_try;
};

/* ---- keys ---- */

void fetch__keys_clear(fetch__keys *keys) {
    fetch__free_secret(keys->access_key);
    fetch__free_secret(keys->secret_key);
    fetch__free_secret(keys->session_token);
    *keys = (fetch__keys){0};
}

bool fetch__keys_copy(const fetch__keys *keys, fetch__keys *out) {
    fetch__keys copy = {fetch__duplicate(keys->access_key), fetch__duplicate(keys->secret_key),
                        fetch__duplicate(keys->session_token), keys->expires};
    if (copy.access_key == NULL || copy.secret_key == NULL ||
        (keys->session_token != NULL && copy.session_token == NULL)) {
        fetch__keys_clear(&copy);
        *out = (fetch__keys){0};
        return false;
    }
    *out = copy;
    return true;
}

/* Parts that belong together, or nothing. */
static bool have_pair(const fetch__keys *keys) {
    return keys->access_key != NULL && keys->secret_key != NULL && keys->access_key[0] != '\0' &&
           keys->secret_key[0] != '\0';
}

/* They go into a header: anything else would be an injection. */
static bool is_plain(const char *text) {
    for (; text != NULL && *text != '\0'; text++)
        if (*text <= ' ' || *text >= 0x7F)
            return false;
    return true;
}

/* ---- the chain ---- */

static bool from_environment(const fetch_system *system, fetch__keys *out, bool *found) {
    char *access = NULL, *secret = NULL, *token = NULL;
    const fetch__keys none = {0};
    const char *texts[] = {fetch__environment(system, "AWS_ACCESS_KEY_ID"),
                           fetch__environment(system, "AWS_SECRET_ACCESS_KEY"),
                           fetch__environment(system, "AWS_SESSION_TOKEN")};
    *found = texts[0] != NULL && texts[1] != NULL;
    *out = none;
    if (!*found)
        return true;
    access = fetch__duplicate(texts[0]);
    secret = fetch__duplicate(texts[1]);
    token = fetch__duplicate(texts[2]);
    *out = (fetch__keys){access, secret, token, 0};
    if (access != NULL && secret != NULL && (token != NULL || texts[2] == NULL))
        return true;
    fetch__keys_clear(out);
    return false;
}

static fetch_status from_files(fetch__credentials *c, fetch__job *job, fetch__keys *out,
                               bool *found) {
    fetch__profile profile = {0};
    fetch_status status = fetch__profile_load(c->client, c->profile, &job->error, &profile);
    if (status != FETCH_OK)
        return status;
    *found = have_pair(&profile.keys);
    if (*found) {
        *out = profile.keys;
        profile.keys = (fetch__keys){0};
    }
    fetch__profile_clear(&profile);
    return FETCH_OK;
}

static fetch_status from_endpoints(fetch__job *job, fetch__keys *out) {
    fetch__buffer url = {0};
    fetch_status status;
    if (!fetch__remote_container_url(&job->system, &url))
        status = fetch__remote_instance(job, out);
    else if (url.failed)
        status = fetch__no_memory(&job->error);
    else
        status = fetch__remote_container(job, url.data, out);
    fetch__buffer_clear(&url);
    if (status == FETCH_E_NETWORK || status == FETCH_E_TIMEOUT)
        status = fetch__restate(&job->error, FETCH_E_CREDENTIALS,
                                "no credentials in the environment or the shared files, and no "
                                "endpoint that gives any");
    return status;
}

static fetch_status find_keys(fetch__credentials *c, fetch__job *job, fetch__keys *out) {
    bool found = false;
    fetch_status status = FETCH_OK;
    if (c->given.access_key != NULL)
        return fetch__keys_copy(&c->given, out) ? FETCH_OK : fetch__no_memory(&job->error);
    if (c->profile == NULL && !from_environment(&job->system, out, &found))
        return fetch__no_memory(&job->error);
    if (!found)
        status = from_files(c, job, out, &found);
    if (status == FETCH_OK && !found)
        status = from_endpoints(job, out);
    return status;
}

static fetch_status check_keys(fetch__credentials *c, fetch__job *job, const fetch__keys *keys) {
    if (!is_plain(keys->access_key) || !is_plain(keys->secret_key) ||
        !is_plain(keys->session_token))
        return fetch__fail(&job->error, FETCH_E_CREDENTIALS,
                           "the credentials hold spaces or control characters");
    if (fetch__client_add_secret(c->client, keys->secret_key) != FETCH_OK ||
        fetch__client_add_secret(c->client, keys->session_token) != FETCH_OK)
        return fetch__no_memory(&job->error);
    return FETCH_OK;
}

/* Asks the chain, with what is left of the caller's time. */
static fetch_status renew(fetch__credentials *c, fetch__job *job, fetch__keys *out) {
    fetch__job inner = *job;
    fetch__keys keys = {0};
    inner.error = (fetch_error){.status = FETCH_OK};
    fetch_status status = find_keys(c, &inner, &keys);
    if (status == FETCH_OK)
        status = check_keys(c, &inner, &keys);
    if (status == FETCH_OK) {
        *out = keys;
        return FETCH_OK;
    }
    fetch__keys_clear(&keys);
    job->error = inner.error;
    return status;
}

/* ---- the cache ---- */

fetch_status fetch__credentials_create(fetch_client *client, const fetch_s3_options *options,
                                       fetch_error *err, fetch__credentials **out) {
    fetch__credentials *c = calloc(1, sizeof *c);
    if (c == NULL)
        return fetch__no_memory(err);
    c->client = client;
    (void)pthread_mutex_init(&c->mutex, NULL);
    (void)pthread_cond_init(&c->renewed, NULL);
    c->profile = fetch__duplicate(options->profile);
    c->given.access_key = fetch__duplicate(options->access_key);
    c->given.secret_key = fetch__duplicate(options->secret_key);
    c->given.session_token = fetch__duplicate(options->session_token);
    bool copied = (options->profile == NULL || c->profile != NULL) &&
                  (options->access_key == NULL || c->given.access_key != NULL) &&
                  (options->secret_key == NULL || c->given.secret_key != NULL) &&
                  (options->session_token == NULL || c->given.session_token != NULL);
    if (!copied) {
        fetch__credentials_free(c);
        return fetch__no_memory(err);
    }
    if (have_pair(&c->given) != (options->access_key != NULL || options->secret_key != NULL)) {
        fetch__credentials_free(c);
        return fetch__fail_parameter(err, "secret_key",
                                     "access_key and secret_key are given together or not at all");
    }
    *out = c;
    return FETCH_OK;
}

void fetch__credentials_free(fetch__credentials *c) {
    if (c == NULL)
        return;
    fetch__keys_clear(&c->given);
    fetch__keys_clear(&c->keys);
    free(c->profile);
    (void)pthread_cond_destroy(&c->renewed);
    (void)pthread_mutex_destroy(&c->mutex);
    free(c);
}

/* How long the cached keys are good; below 0: there are none. */
static int64_t time_left(const fetch__credentials *c, int64_t now) {
    if (c->keys.access_key == NULL)
        return -1;
    return c->keys.expires == 0 ? INT64_MAX : c->keys.expires - now;
}

/* Waits a moment for the thread that renews. Under the mutex. */
static void wait_a_moment(fetch__credentials *c) {
    struct timespec until = {0};
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 100 * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    (void)pthread_cond_timedwait(&c->renewed, &c->mutex, &until);
}

/* Renews with the mutex open. Old keys that are still good make up for a failure. */
static fetch_status renew_unlocked(fetch__credentials *c, fetch__job *job, int64_t now) {
    fetch__keys keys = {0};
    c->is_renewing = true;
    (void)pthread_mutex_unlock(&c->mutex);
    fetch_status status = renew(c, job, &keys);
    (void)pthread_mutex_lock(&c->mutex);
    c->is_renewing = false;
    (void)pthread_cond_broadcast(&c->renewed);
    if (status == FETCH_OK) {
        fetch__keys_clear(&c->keys);
        c->keys = keys;
        c->next_try = now + PAUSE;
    } else if (time_left(c, now) > 0) {
        c->next_try = now + PAUSE;
        status = FETCH_OK;
    }
    return status;
}

fetch_status fetch__credentials_get(fetch__credentials *c, fetch__job *job, fetch__keys *out) {
    fetch_status status = FETCH_OK;
    (void)pthread_mutex_lock(&c->mutex);
    for (bool ready = false; !ready && status == FETCH_OK;) {
        int64_t now = fetch__server_now(c->client);
        int64_t left = time_left(c, now);
        bool good = left > MANDATORY;
        bool want = left <= ADVISORY && (left <= 0 || now >= c->next_try);
        if (want && !c->is_renewing) {
            status = renew_unlocked(c, job, now);
            ready = true;
        } else if (good || !c->is_renewing) {
            ready = true;
        } else if (fetch__job_left(job) <= 0) {
            status = fetch__fail(&job->error, FETCH_E_TIMEOUT,
                                 "the time for the whole call is over, waiting for credentials");
        } else {
            wait_a_moment(c);
        }
    }
    if (status == FETCH_OK && !fetch__keys_copy(&c->keys, out))
        status = fetch__no_memory(&job->error);
    (void)pthread_mutex_unlock(&c->mutex);
    return status;
}

bool fetch__credentials_expire(fetch__credentials *c, const char *access_key) {
    if (c->given.access_key != NULL)
        return false;
    (void)pthread_mutex_lock(&c->mutex);
    if (c->keys.access_key != NULL && strcmp(c->keys.access_key, access_key) == 0)
        fetch__keys_clear(&c->keys);
    (void)pthread_mutex_unlock(&c->mutex);
    return true;
}
