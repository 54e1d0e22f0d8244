#include "dashboard/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the kernel keeps of connections that wait to be accepted; it cuts this to its own bound. */
#define BACKLOG 1024

typedef union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} address;

/* Parses a numeric address; `text` is rewritten as URLs want it. */
static bool parse_address(const char *bind, address *out, char *text, size_t cap) {
    *out = (address){0};
    if (inet_pton(AF_INET, bind, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        (void)snprintf(text, cap, "%s", bind);
        return true;
    }
    if (inet_pton(AF_INET6, bind, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        (void)snprintf(text, cap, "[%s]", bind);
        return true;
    }
    return false;
}

static bool is_loopback(const address *a) {
    if (a->any.sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr);
    return ntohl(a->v4.sin_addr.s_addr) >> 24 == 127;
}

static socklen_t length_of(const address *a) {
    return a->any.sa_family == AF_INET6 ? sizeof a->v6 : sizeof a->v4;
}

static void set_port(address *a, uint16_t port) {
    if (a->any.sa_family == AF_INET6)
        a->v6.sin6_port = htons(port);
    else
        a->v4.sin_port = htons(port);
}

static uint16_t get_port(int fd) {
    address a = {0};
    socklen_t len = sizeof a;
    if (getsockname(fd, &a.any, &len) != 0)
        return 0;
    return ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
}

/* A listening socket, or -1 with errno. */
static int listen_on(const address *a) {
    int on = 1;
    int fd = socket(a->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    /* A restart must not wait for the connections of the last run to be forgotten. */
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, &a->any, length_of(a)) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int error = errno;
    (void)close(fd);
    errno = error;
    return -1;
}

static serve_result explain(int error, const dash_listener *at, uint16_t first) {
    if (error == EADDRINUSE && first == at->port) {
        fprintf(stderr, "mkt serve: port %u is taken; choose another one with --port\n", first);
        return SERVE_PORT_TAKEN;
    }
    if (error == EADDRINUSE) {
        fprintf(stderr, "mkt serve: the ports %u to %u are taken; choose others with --port\n",
                first, at->port);
        return SERVE_PORT_TAKEN;
    }
    if (error == EACCES) {
        fprintf(stderr, "mkt serve: no permission for port %u; choose one above 1023\n", at->port);
        return SERVE_FAILED;
    }
    fprintf(stderr, "mkt serve: cannot listen on %s: %s\n", at->address, strerror(error));
    return error == EADDRNOTAVAIL ? SERVE_BAD_OPTION : SERVE_FAILED;
}

serve_result dash_listen(const serve_options *options, dash_listener *out) {
    const char *bind = options->bind ? options->bind : "127.0.0.1";
    dash_listener l = {.fd = -1};
    address a;
    if (strcmp(bind, "localhost") == 0)
        bind = "127.0.0.1";
    if (!parse_address(bind, &a, l.address, sizeof l.address)) {
        fprintf(stderr, "mkt serve: '%s' is not a numeric address such as 127.0.0.1 or ::1\n",
                bind);
        return SERVE_BAD_OPTION;
    }
    l.loopback = is_loopback(&a);
    if (!l.loopback && !options->allow_remote) {
        fprintf(stderr,
                "mkt serve: other machines can reach %s and the dashboard has no login; add "
                "--allow-remote if that is meant\n",
                bind);
        return SERVE_BAD_OPTION;
    }
    unsigned tries = options->port && options->port_tries ? options->port_tries : 1;
    int error = 0;
    for (unsigned i = 0; i < tries && options->port + i <= UINT16_MAX; i++) {
        l.port = (uint16_t)(options->port + i);
        set_port(&a, l.port);
        l.fd = listen_on(&a);
        error = errno;
        if (l.fd >= 0 || error != EADDRINUSE)
            break;
    }
    if (l.fd < 0)
        return explain(error, &l, options->port);
    if (options->port && l.port != options->port)
        fprintf(stderr, "mkt serve: port %u is taken; using %u\n", options->port, l.port);
    l.port = get_port(l.fd);
    *out = l;
    return SERVE_OK;
}
