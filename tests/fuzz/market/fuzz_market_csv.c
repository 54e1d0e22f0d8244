/* Bars from CSV, and whatever else a text may turn out to be. */
#include "bars.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bars(data, size);
    return 0;
}
