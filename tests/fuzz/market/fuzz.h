/* fuzz.h - what the fuzz targets of libmarket share. */
#ifndef MARKET_FUZZ_H
#define MARKET_FUZZ_H

#include <marketkit/market.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the process, so that the fuzzer keeps the input. */
#define CHECK(condition) ((condition) ? (void)0 : abort())

#endif
