/* limiter.c - an allowance of requests in a window, shared by threads. */
#include "limiter.h"

#include <pthread.h>
#include <stdlib.h>

struct fetch_limiter {
    fetch_system system;
    int64_t window;
    pthread_mutex_t mutex;
    unsigned limit; /* as the service says, else as given */
    unsigned left;
    int64_t end; /* of the running window, monotonic */
};

fetch_status fetch_limiter_create(const fetch_limiter_options *options, fetch_error *err,
                                  fetch_limiter **out) {
    const fetch_limiter_options defaults = FETCH_LIMITER_OPTIONS_INIT;
    if (out == NULL)
        return fetch__fail_parameter(err, "out", "a result is needed");
    if (options == NULL)
        options = &defaults;
    if (options->limit == 0 || options->window < 1)
        return fetch__fail_parameter(err, "limit", "limit and window must be above 0");
    fetch_limiter *limiter = calloc(1, sizeof *limiter);
    if (limiter == NULL)
        return fetch__no_memory(err);
    limiter->system = fetch__complete_system(options->system);
    limiter->window = options->window;
    limiter->limit = limiter->left = options->limit;
    limiter->end = fetch__monotonic(&limiter->system) + options->window;
    (void)pthread_mutex_init(&limiter->mutex, NULL);
    *out = limiter;
    return FETCH_OK;
}

void fetch_limiter_free(fetch_limiter *limiter) {
    if (limiter == NULL)
        return;
    (void)pthread_mutex_destroy(&limiter->mutex);
    free(limiter);
}

/* Opens a new window when the old one is over. Under the mutex. */
static int64_t advance(fetch_limiter *limiter) {
    int64_t now = fetch__monotonic(&limiter->system);
    if (now >= limiter->end) {
        limiter->end = now + limiter->window;
        limiter->left = limiter->limit;
    }
    return now;
}

bool fetch__limiter_take(fetch_limiter *limiter, int64_t *wait) {
    (void)pthread_mutex_lock(&limiter->mutex);
    int64_t now = advance(limiter);
    bool taken = limiter->left > 0;
    if (taken)
        limiter->left--;
    else
        *wait = limiter->end - now;
    (void)pthread_mutex_unlock(&limiter->mutex);
    return taken;
}

void fetch__limiter_note(fetch_limiter *limiter, const fetch__allowance *allowance) {
    (void)pthread_mutex_lock(&limiter->mutex);
    int64_t now = advance(limiter);
    if (allowance->limit > 0 && allowance->limit <= 10000000)
        limiter->limit = (unsigned)allowance->limit;
    /* What is left is only ever lowered: other answers may be on their way, and a late one must not
     * give back what was taken since. A window that ends elsewhere than ours is the service's. */
    bool is_sane = allowance->resets_in > 0 && allowance->resets_in <= limiter->window + 5000;
    if (allowance->remaining >= 0 && is_sane) {
        if (allowance->remaining < limiter->left) {
            limiter->left = (unsigned)allowance->remaining;
            limiter->end = now + allowance->resets_in;
        }
    }
    (void)pthread_mutex_unlock(&limiter->mutex);
}

void fetch__limiter_block(fetch_limiter *limiter, int64_t duration) {
    (void)pthread_mutex_lock(&limiter->mutex);
    int64_t now = advance(limiter);
    if (duration > limiter->window + 5000)
        duration = limiter->window + 5000;
    limiter->left = 0;
    limiter->end = now + duration; /* the service's window is not ours */
    (void)pthread_mutex_unlock(&limiter->mutex);
}

int64_t fetch__limiter_window(const fetch_limiter *limiter) {
    return limiter->window;
}

fetch_limiter_state fetch_limiter_get_state(fetch_limiter *limiter) {
    (void)pthread_mutex_lock(&limiter->mutex);
    int64_t now = advance(limiter);
    const fetch_limiter_state state = {limiter->limit, limiter->left, limiter->end - now};
    (void)pthread_mutex_unlock(&limiter->mutex);
    return state;
}
