#include "integration_log.h"

#include "support.h"

#include <pthread.h>
#include <time.h>

static char text[1 << 22];
static size_t used;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void keep_line(void *payload, fetch_level level, const char *line) {
    (void)payload;
    (void)level;
    (void)pthread_mutex_lock(&mutex);
    if (used < sizeof text - 2048)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s\n", line);
    (void)pthread_mutex_unlock(&mutex);
}

const char *integration_log(void) {
    return text;
}

static uint32_t no_chance(void *payload) {
    (void)payload;
    return 0;
}

static int64_t real_now(void *payload) {
    struct timespec now;
    (void)payload;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The machine's own settings must not change what is tested. */
static const char *no_environment(void *payload, const char *name) {
    (void)payload;
    (void)name;
    return NULL;
}

fetch_system integration_system(void) {
    return (fetch_system){
        .now = real_now, .random = no_chance, .environment = no_environment, .payload = NULL};
}

fetch_client_options integration_options(const fetch_system *system) {
    fetch_client_options options = FETCH_CLIENT_OPTIONS_INIT;
    options.system = system;
    options.stall_timeout = 500;
    options.connect_timeout = 2000;
    options.max_body = (size_t)1 << 20;
    options.proxy = "";
    options.log = keep_line;
    return options;
}

fetch_client *integration_client(const fetch_system *system, int64_t stall) {
    const fetch_system own = integration_system();
    fetch_client_options options = integration_options(system == NULL ? &own : system);
    fetch_client *made = NULL;
    fetch_error err;
    options.stall_timeout = stall;
    assert_ok(fetch_client_create(&options, &err, &made), &err);
    return made;
}
