/* Other libraries that compute the same indicators, opened at run time and called directly. */
#ifndef PEER_H
#define PEER_H

#include "marketkit/ta.h"

/* A function of any type; cast to the right one before it is called. */
typedef void any_function(void);

/* One call: an indicator's inputs, and all its parameters in descriptor order. */
typedef struct peer_call {
    const double *params;
    const double *const *in;
    size_t n;
    double *const *out; /* out[o][0] becomes the value of the first valid bar */
} peer_call;

/* How a library computes an indicator; `function` is NULL where it has no equivalent. */
typedef struct peer {
    /* Runs it; returns the bar of the first value, or -1 when the library refuses. */
    int (*run)(const struct peer *p, const peer_call *c);
    any_function *function, *start;
    bool differs; /* by convention at every bar: its values are not compared with ours */
} peer;

/* The symbol of a library that dlopen() gave, or NULL. */
any_function *peer_symbol(void *library, const char *name);
/* Opens the library at `path`, or with NULL the first file that `pattern` (as for glob) finds. */
void *peer_open(const char *path, const char *pattern);

#endif
