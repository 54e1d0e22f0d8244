/* The listening socket of the own server. */
#ifndef DASHBOARD_LISTEN_H
#define DASHBOARD_LISTEN_H

#include "dashboard/serve.h"

typedef struct dash_listener {
    int fd;
    bool loopback;    /* only this machine can connect */
    char address[56]; /* as in a URL: 127.0.0.1, [::1] */
    uint16_t port;
} dash_listener;

/* Binds and listens; says on stderr why not. On SERVE_OK the caller closes `out->fd`. */
serve_result dash_listen(const serve_options *options, dash_listener *out);

#endif
