/* TA-Lib as a peer: the C library inside its Python wheel, called directly with our parameters. */
#ifndef TALIB_H
#define TALIB_H

#include "peer.h"

/* Opens the library; returns its version, or NULL with a reason. Arguments as for peer_open(). */
const char *talib_open(const char *path, const char *pattern, const char **reason);
/* Its equivalent of a case of the benchmark ("stochf"), or of an indicator. */
peer talib_find(const char *name);

/* Its streams, where the library has them. */
typedef struct talib_stream talib_stream;
/* A stream that has taken the n bars of the call; NULL where there is none. */
talib_stream *talib_stream_open(const char *name, const peer_call *c);
/* Takes all bars of the call, one at a time; only the last bar's outputs are kept. */
void talib_stream_push_all(talib_stream *s, const peer_call *c);
void talib_stream_close(talib_stream *s);

#endif
