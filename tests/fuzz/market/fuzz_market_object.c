/* An object of a store, and its manifest: the first byte says which. What can be opened is sound.
 */
#include "fuzz.h"
#include "objects.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const keys[] = {"symbols/AAPL.ndjson.gz",
                                       "events/AAPL.ndjson.gz",
                                       "bars/AAPL/1Day/sip/2022.ndjson.gz",
                                       "news/2022-01-03.ndjson.gz",
                                       "posts/a%20b/2022-01-03.ndjson.gz",
                                       "counts/a%20b/hour/2022-01.ndjson.gz",
                                       "manifest.json"};
    memory_objects memory = {.items = NULL};
    market_store *store = NULL;
    market_error err;
    if (size == 0)
        return 0;
    size_t key = (size_t)data[0] % (sizeof keys / sizeof keys[0]);
    memory_set(&memory, keys[key], data + 1, size - 1);
    if (memory_open(&memory, MARKET_STORE_WRITE, &err, &store) == MARKET_OK) {
        CHECK(market_store_repair(store, &err) == MARKET_OK);
        CHECK(market_store_verify(store, &err) == MARKET_OK);
    }
    market_store_free(store);
    memory_clear(&memory);
    return 0;
}
