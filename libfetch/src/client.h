/* client.h - the client's own members, for client.c, call.c and curl.c. */
#ifndef FETCH_CLIENT_H
#define FETCH_CLIENT_H

#include "internal.h"

#include <pthread.h>

/* Rotating session tokens must not grow the list without end. */
#define FETCH__SECRETS 32

typedef struct fetch__curl fetch__curl;

struct fetch_client {
    fetch_client_options options; /* pointers are owned copies, or NULL */
    fetch_system system;
    fetch_transport transport;
    fetch__curl *curl; /* the default transport */
    pthread_mutex_t mutex;
    char *secrets[FETCH__SECRETS];
    size_t next_secret;
    _Atomic int64_t clock_offset;
    _Atomic bool clock_told;
};

/* Takes the Date of an answer. */
void fetch__client_note_date(fetch_client *client, const char *date);

/* The transport on libcurl. It borrows the client's options and system. */
fetch_status fetch__curl_create(const fetch_client *client, fetch_error *err, fetch__curl **out);
void fetch__curl_free(fetch__curl *curl);
fetch_status fetch__curl_send(void *payload, const fetch_request *request, const fetch_sink *sink,
                              fetch_fault *fault);

#endif
