/* integration_log.h - clients for tests over sockets: quick retries, short stalls, a log in memory.
 */
#ifndef FETCH_INTEGRATION_LOG_H
#define FETCH_INTEGRATION_LOG_H

#include <marketkit/fetch.h>

/* The real clock and environment; chance is always 0, so that retries are quick. */
fetch_system integration_system(void);
/* `system` NULL: the one above. `stall`: how long an exchange may stand still. */
fetch_client *integration_client(const fetch_system *system, int64_t stall);
/* The options that it has, to be changed before a client is made of them. */
fetch_client_options integration_options(const fetch_system *system);
/* Everything that was logged by all clients. */
const char *integration_log(void);

#endif
