/* Which Host headers the own server answers on loopback. */
#ifndef DASHBOARD_HOST_H
#define DASHBOARD_HOST_H

#include <stdbool.h>

/* True for localhost, 127.0.0.1, [::1] and `own` (an address as in a URL), each with any port or
 * none. A page of another site whose name was made to point to this machine ("DNS rebinding") sends
 * that site's name, and must not read the answers; a tunnel from another port may. `host` NULL: the
 * header is absent, which no browser does. */
bool dash_host_is_local(const char *host, const char *own);

#endif
