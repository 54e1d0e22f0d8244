/* The dashboard's own web server, on libmicrohttpd: what `mkt serve` runs. */
#ifndef DASHBOARD_SERVE_H
#define DASHBOARD_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct serve_options {
    const char *store;   /* URL as market_store_open() takes it; need not exist yet */
    const char *bind;    /* numeric IPv4 or IPv6 address or "localhost"; NULL: 127.0.0.1 */
    uint16_t port;       /* first port to try; 0: any free one */
    unsigned port_tries; /* how many ports from `port` on; 0 and 1: that one only */
    bool allow_remote;   /* must be set for a bind address that is not loopback */
    bool verbose;        /* a line per request on stderr, not only per error */
    unsigned threads;    /* 0: 2 */
} serve_options;

/* Ends of a run. The CLI maps them to its exit codes. */
typedef enum serve_result {
    SERVE_OK = 0,     /* stopped by SIGINT or SIGTERM */
    SERVE_BAD_OPTION, /* an address that is none, or a remote one without allow_remote */
    SERVE_PORT_TAKEN, /* none of the ports was free */
    SERVE_FAILED      /* anything else; the reason was printed */
} serve_result;

/* Serves until SIGINT or SIGTERM. Prints `Dashboard: http://...` on stdout once it listens and all
 * else on stderr, prefixed "mkt serve: ". The store is opened read-only; while it is missing or
 * empty the pages say so, and data that appears later is picked up without a restart. */
serve_result dashboard_serve(const serve_options *options);

#endif
