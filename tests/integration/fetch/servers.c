#include "servers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;
static int to_child;
static unsigned port, tls_port, proxy_port;
static char certificate[256];

static void run_child(int in, int out) {
    (void)dup2(in, 0);
    (void)dup2(out, 1);
    for (int i = 3; i < 64; i++)
        (void)close(i);
    (void)execlp(FETCH_PYTHON, FETCH_PYTHON, "-B", FETCH_SERVERS, (char *)NULL);
    _exit(127);
}

bool servers_start(void) {
    int in[2], out[2];
    char line[512] = "";
    if (FETCH_PYTHON[0] == '\0') {
        puts("skipped: python3 is missing");
        return false;
    }
    if (pipe(in) != 0 || pipe(out) != 0)
        return false;
    child = fork();
    if (child == 0)
        run_child(in[0], out[1]);
    (void)close(in[0]);
    (void)close(out[1]);
    to_child = in[1];
    FILE *said = fdopen(out[0], "r");
    if (said != NULL && fgets(line, sizeof line, said) != NULL)
        (void)sscanf(line, "%5u %5u %5u %255s", &port, &tls_port, &proxy_port, certificate);
    /* `said` stays open: the servers report refused signatures on it. */
    if (port == 0)
        puts("the servers did not start");
    return port != 0;
}

void servers_stop(void) {
    int status = 0;
    (void)close(to_child); /* they end with their input */
    (void)waitpid(child, &status, 0);
}

static const char *keep_url(const char *scheme, const char *host, unsigned at, const char *path) {
    static char urls[8][256];
    static size_t next;
    char *url = urls[next++ % 8];
    (void)snprintf(url, sizeof urls[0], "%s://%s:%u%s", scheme, host, at, path);
    return url;
}

const char *server_url(const char *path) {
    return keep_url("http", "127.0.0.1", port, path);
}

const char *server_tls_url(const char *host, const char *path) {
    return tls_port == 0 ? NULL : keep_url("https", host, tls_port, path);
}

const char *server_certificate(void) {
    return certificate;
}

const char *server_proxy(const char *user) {
    char host[128];
    (void)snprintf(host, sizeof host, "%s@127.0.0.1", user);
    return keep_url("http", host, proxy_port, "");
}

/* With a socket of its own: what is tested must not vouch for itself. */
unsigned served(const char *name) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    char text[1024];
    size_t used = 0;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || connect(s, (struct sockaddr *)&address, sizeof address) != 0)
        abort();
    int length =
        snprintf(text, sizeof text, "GET /served/%s HTTP/1.1\r\nConnection: close\r\n\r\n", name);
    if (write(s, text, (size_t)length) != length)
        abort();
    for (ssize_t got = 1; got > 0 && used < sizeof text - 1; used += (size_t)got) {
        got = read(s, text + used, sizeof text - 1 - used);
        if (got < 0)
            break;
    }
    (void)close(s);
    text[used] = '\0';
    const char *body = strstr(text, "\r\n\r\n");
    return body == NULL ? 0 : (unsigned)strtoul(body + 4, NULL, 10);
}
