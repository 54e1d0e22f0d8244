/* servers.h - the Python servers of these tests, as a child process. */
#ifndef FETCH_TEST_SERVERS_H
#define FETCH_TEST_SERVERS_H

#include <stdbool.h>
#include <stddef.h>

/* Starts them; false, after a word on the output, when there is no Python. */
bool servers_start(void);
void servers_stop(void);
/* "http://127.0.0.1:PORT" and the path; the last 8 stay valid. */
const char *server_url(const char *path);
/* The same over TLS; its certificate is for "localhost" alone. NULL without openssl. */
const char *server_tls_url(const char *host, const char *path);
const char *server_certificate(void);
/* An HTTP proxy that wants this user. */
const char *server_proxy(const char *user);
/* How often the servers say that this was served. */
unsigned served(const char *name);

#endif
