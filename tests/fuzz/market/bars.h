/* bars.h - the laws of reading bars. */
#ifndef MARKET_FUZZ_BARS_H
#define MARKET_FUZZ_BARS_H

#include "fuzz.h"

void fuzz_bars(const uint8_t *data, size_t size);

#endif
