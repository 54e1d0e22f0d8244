/* Percent-encoded symbols: what decodes is valid, and encodes to something that decodes to it. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char symbol[MARKET_SYMBOL_MAX + 1], again[MARKET_SYMBOL_MAX + 1];
    char encoded[MARKET_SYMBOL_ENCODED];
    const char *text = (const char *)data;
    if (market_symbol_check(text, size, NULL) == MARKET_OK)
        CHECK(market_symbol_encode(text, size, sizeof encoded, encoded) == MARKET_OK);
    if (market_symbol_decode(text, size, sizeof symbol, symbol) != MARKET_OK)
        return 0;
    size_t length = strlen(symbol);
    CHECK(market_symbol_check(symbol, length, NULL) == MARKET_OK);
    CHECK(market_symbol_encode(symbol, length, sizeof encoded, encoded) == MARKET_OK);
    CHECK(market_symbol_decode(encoded, strlen(encoded), sizeof again, again) == MARKET_OK);
    CHECK(strcmp(symbol, again) == 0);
    return 0;
}
