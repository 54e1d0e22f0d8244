/* TA-Lib as a peer: the C library inside its Python wheel, called directly with our parameters. */
#ifndef TALIB_H
#define TALIB_H

#include "marketkit/ta.h"

/*
 * Opens the library: at `path`, or with NULL the one that `pattern` (as for glob) finds. Returns
 * its version, or NULL with a reason.
 */
const char *talib_open(const char *path, const char *pattern, const char **reason);

/*
 * Runs TA-Lib's equivalent with the indicator's default parameters. Its outputs begin at the first
 * valid bar. False when it has none; `first` is that bar.
 */
bool talib_run(const char *id, const double *const *in, size_t n, double *const *out, int *first);

#endif
