/* support.h - a world for the tests of libfetch: clock, sleep, chance, environment and servers that
 * do as they are told. */
#ifndef FETCH_TEST_SUPPORT_H
#define FETCH_TEST_SUPPORT_H

#include <marketkit/fetch.h>
#include <marketkit/fetch_alpaca.h>
#include <marketkit/fetch_s3.h>
#include <marketkit/fetch_x.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define assert_ok(call, err) support_check((call), (err), #call, __FILE__, __LINE__)
#define assert_status(call, expected)                                                              \
    assert_string_equal(fetch_status_name(call), fetch_status_name(expected))
void support_check(fetch_status status, const fetch_error *err, const char *call, const char *file,
                   int line);

/* What the server says to one request. */
typedef struct reply {
    int status;          /* 0: none, see fault */
    const char *headers; /* "Name: value\n..." */
    const char *body;
    size_t length;      /* of the body; 0: strlen */
    size_t break_after; /* bytes after which the connection breaks; 0: it does not */
    fetch_fault fault;  /* with status 0, or after break_after */
    int64_t takes;      /* time until the answer is there */
} reply;

/* A request as it came. */
typedef struct seen {
    char method[8];
    char url[4096];
    char headers[4096]; /* "name: value\n", as given */
    unsigned char *body;
    size_t length;
    bool fresh, direct, compressed;
    int64_t timeout;
} seen;

#define SEEN_MAX 256
typedef struct world {
    int64_t now, monotonic;
    uint32_t chance;
    int64_t slept;
    unsigned naps;
    const char *environment[32]; /* "NAME=value" */
    const reply *replies;        /* one after the other ... */
    size_t reply_count;
    void (*answer)(struct world *world, const seen *request, reply *out); /* ... or this */
    void *payload;
    bool forgets; /* keeps nothing of the requests */
    size_t requests;
    seen seen[SEEN_MAX];
    char log[1 << 16];
    fetch_client *client;
} world;

#define NOW INT64_C(1667304000000) /* 2022-11-01T12:00:00Z */

/* A client that stands on this world; `options` may be NULL. */
void world_open(world *w, const fetch_client_options *options);
void world_close(world *w);
void world_script(world *w, const reply *replies, size_t count);
#define SCRIPT(w, ...)                                                                             \
    do {                                                                                           \
        static const reply replies_[] = {__VA_ARGS__};                                             \
        world_script((w), replies_, sizeof replies_ / sizeof replies_[0]);                         \
    } while (0)
fetch_system world_system(world *w);
/* Value of a header of a request that was seen; NULL when it had none. Valid until the next call.
 */
const char *seen_header(const seen *request, const char *name);
/* Value of a parameter in its URL, still encoded; NULL when there is none. */
const char *seen_parameter(const seen *request, const char *name);

/* Collects what a get writes. */
typedef struct sink_data {
    char data[1 << 16];
    size_t length;
} sink_data;
bool sink_write(void *payload, const void *data, size_t length);

#endif
