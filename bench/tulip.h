/* Tulip Indicators as a peer: built by scripts/ensure into build/tulip, never part of libta. */
#ifndef TULIP_H
#define TULIP_H

#include "peer.h"

/* Opens the library; returns its version, or NULL with a reason. Arguments as for peer_open(). */
const char *tulip_open(const char *path, const char *pattern, const char **reason);
/* Its equivalent of a case of the benchmark ("stochf"), or of an indicator. */
peer tulip_find(const char *name);

#endif
