/* The transport of `mkt serve`: libmicrohttpd, and nothing of the dashboard's own logic. */
#include "dashboard/serve.h"

#include "dashboard/dashboard.h"
#include "dashboard/host.h"
#include "dashboard/listen.h"

#include <microhttpd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Seconds that a silent connection is kept, idle or in the middle of a request. */
#define TIMEOUT_S       15
#define CONNECTIONS_MAX 1000
/* Room for request line and headers of one connection. */
#define CONNECTION_BYTES ((size_t)16 << 10)
/* Seconds that requests in progress get to finish when the server is stopped. */
#define DRAIN_S 5

typedef struct server {
    dashboard *dash;
    const dash_listener *listener;
    bool verbose;
    atomic_uint busy; /* requests in progress */
} server;

/* One line. What a client sent may hold anything: bytes that would steer a terminal are replaced.
 */
static void log_request(const char *method, const char *target, int status, const char *note) {
    char line[512];
    (void)snprintf(line, sizeof line, "%d %s %s%s%s", status, method, target, note[0] ? ": " : "",
                   note);
    for (char *p = line; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            *p = '?';
    fprintf(stderr, "mkt serve: %s\n", line);
}

static void log_library(void *payload, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
static void log_library(void *payload, const char *format, va_list args) {
    const server *s = payload;
    char line[256];
    if (!s->verbose)
        return; /* mostly clients that went away */
    (void)vsnprintf(line, sizeof line, format, args);
    line[strcspn(line, "\r\n")] = '\0';
    fprintf(stderr, "mkt serve: %s\n", line);
}

/* One request, from its first line until its answer is sent. */
typedef struct turn {
    bool begun;
    char target[]; /* as it came */
} turn;

/* libmicrohttpd decodes paths and takes queries apart, which is the query parser's work: the target
 * is kept as it came. NULL without memory. */
static void *begin_turn(void *payload, const char *target, struct MHD_Connection *connection) {
    server *s = payload;
    (void)connection;
    atomic_fetch_add(&s->busy, 1);
    size_t len = strlen(target);
    turn *t = malloc(sizeof *t + len + 1);
    if (t) {
        t->begun = false;
        memcpy(t->target, target, len + 1);
    }
    return t;
}

static void end_turn(void *payload, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode why) {
    server *s = payload;
    (void)connection;
    (void)why;
    free(*state);
    *state = NULL;
    atomic_fetch_sub(&s->busy, 1);
}

static const char *header(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static bool has_body(struct MHD_Connection *connection) {
    const char *length = header(connection, "Content-Length");
    return (length && strcmp(length, "0") != 0) || header(connection, "Transfer-Encoding");
}

static void add_header(void *payload, const char *name, const char *value) {
    (void)MHD_add_response_header(payload, name, value);
}

static void release_body(void *body) {
    dash_release(&((dash_body *)body)->shared);
}

/* Hands the response over; its body is sent from where it lies and released when that is done. */
static enum MHD_Result send_response(struct MHD_Connection *connection, dash_response *response) {
    const struct MHD_IoVec bytes = {response->data, response->length};
    struct MHD_Response *answer = MHD_create_response_from_iovec(
        &bytes, response->length ? 1 : 0, response->body ? release_body : NULL, response->body);
    if (answer)
        response->body = NULL;
    if (!answer)
        return MHD_NO;
    dash_response_headers(response, add_header, answer);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)response->status, answer);
    MHD_destroy_response(answer);
    return result;
}

static void answer_target(const server *s, struct MHD_Connection *connection, const char *method,
                          const char *target, dash_response *response) {
    if (s->listener->loopback &&
        !dash_host_is_local(header(connection, "Host"), s->listener->address)) {
        dash_problem(response, 421,
                     "this server answers to localhost only; your Host header names another host");
        return;
    }
    if (has_body(connection)) {
        dash_problem(response, 413, "a request has no body here");
        return;
    }
    dash_request request = {
        .method = dash_method_parse(method),
        .accept_encoding = header(connection, "Accept-Encoding"),
        .if_none_match = header(connection, "If-None-Match"),
    };
    dash_request_target(&request, target, strlen(target));
    dashboard_handle(s->dash, &request, response);
}

static enum MHD_Result on_request(void *payload, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state) {
    const server *s = payload;
    turn *t = *state;
    (void)url;
    (void)version;
    (void)upload;
    (void)upload_size;
    if (!t)
        return MHD_NO;
    /* It is called twice. An answer at the first call closes the connection afterwards: right for a
     * request with a body, which is then not read. */
    if (!t->begun && !has_body(connection)) {
        t->begun = true;
        return MHD_YES;
    }
    dash_response response;
    answer_target(s, connection, method, t->target, &response);
    if (s->verbose || response.status >= 500)
        log_request(method, t->target, response.status, response.note);
    enum MHD_Result result = send_response(connection, &response);
    dash_response_clear(&response);
    return result;
}

static struct MHD_Daemon *start(server *s, unsigned threads) {
    unsigned flags =
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
                            log_library, s, MHD_OPTION_LISTEN_SOCKET, s->listener->fd,
                            MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_CONNECTION_LIMIT,
                            (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            CONNECTION_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,
                            MHD_OPTION_URI_LOG_CALLBACK, begin_turn, s, MHD_OPTION_NOTIFY_COMPLETED,
                            end_turn, s, MHD_OPTION_END);
}

/* Takes no new connections and lets requests in progress finish; a second signal ends that. */
static void drain(struct MHD_Daemon *daemon, server *s, const sigset_t *signals) {
    const struct timespec step = {.tv_nsec = 20 * 1000 * 1000};
    MHD_socket fd = MHD_quiesce_daemon(daemon);
    if (fd != MHD_INVALID_SOCKET)
        (void)close(fd);
    for (int i = 0; i < DRAIN_S * 50 && atomic_load(&s->busy) > 0; i++)
        if (sigtimedwait(signals, NULL, &step) > 0)
            break;
    MHD_stop_daemon(daemon);
}

static serve_result run(server *s, unsigned threads) {
    sigset_t signals, before;
    int signal;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    /* Blocked before the threads start, so that none of them takes the signal. */
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    struct MHD_Daemon *daemon = start(s, threads);
    if (!daemon) {
        (void)close(s->listener->fd);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        fprintf(stderr, "mkt serve: the server could not be started\n");
        return SERVE_FAILED;
    }
    printf("Dashboard: http://%s:%u/\n", s->listener->address, s->listener->port);
    (void)fflush(stdout);
    while (sigwait(&signals, &signal) != 0)
        continue;
    drain(daemon, s, &signals);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return SERVE_OK;
}

serve_result dashboard_serve(const serve_options *options) {
    dash_listener listener;
    serve_result result = dash_listen(options, &listener);
    if (result != SERVE_OK)
        return result;
    const dash_options limits = {options->store, DASH_BODY_BYTES, DASH_SERIES_BYTES};
    server s = {
        .dash = dashboard_create(&limits), .listener = &listener, .verbose = options->verbose};
    if (!s.dash) {
        (void)close(listener.fd);
        fprintf(stderr, "mkt serve: out of memory\n");
        return SERVE_FAILED;
    }
    result = run(&s, options->threads ? options->threads : 2);
    dashboard_free(s.dash);
    return result;
}
