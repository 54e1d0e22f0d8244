/* What the fuzz targets share: reading values out of the fuzzer's bytes, and checks that abort. */
#ifndef FUZZ_H
#define FUZZ_H

#include "marketkit/ta.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the process, so that the fuzzer keeps the input. */
#define CHECK(condition) ((condition) ? (void)0 : fuzz_failed(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_failed(const char *file, int line, const char *condition);

/* Bytes that are used up from the front; zeros when there are none left. */
typedef struct fuzz_bytes {
    const uint8_t *at;
    size_t left;
} fuzz_bytes;

uint8_t fuzz_byte(fuzz_bytes *b);
uint64_t fuzz_word(fuzz_bytes *b);
/* The eight bytes of a double as they are: any value, NaN and infinities among them. */
double fuzz_raw_double(fuzz_bytes *b);
/* A price-like number from one or two bytes, now and then any double at all. */
double fuzz_value(fuzz_bytes *b);

/* An indicator and parameters for it, which may be invalid. Returns how many are given. */
const ta_indicator *fuzz_indicator(fuzz_bytes *b, double params[TA_PARAMS_MAX], size_t *n_params);

/* Same bits, or both NaN. */
bool fuzz_same(double a, double b);
void *fuzz_alloc(size_t count, size_t size);

#endif
