/* Bars, news, posts and counts from JSON and Python literals. */
#include "bars.h"

static void into_store(market_store *store, const market_input *input) {
    market_error err;
    market_text_summary summary;
    (void)market_import_news(store, input, NULL, &err, &summary);
    (void)market_import_posts(store, "T", input, NULL, &err, &summary);
    (void)market_import_post_counts(store, "T", input, NULL, &err, &summary);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static market_store *store;
    if (store == NULL)
        CHECK(market_store_open("sqlite::memory:", NULL, NULL, &store) == MARKET_OK);
    fuzz_bars(data, size);
    CHECK(market_store_begin(store, NULL) == MARKET_OK);
    into_store(store, &(market_input){.data = data, .length = size});
    CHECK(market_store_rollback(store, NULL) == MARKET_OK);
    return 0;
}
