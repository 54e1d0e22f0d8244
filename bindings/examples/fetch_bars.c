/* Daily bars of one symbol from Alpaca into a store: fetch_bars SYMBOL START STORE.
 * APCA_API_KEY_ID and APCA_API_SECRET_KEY are needed. Running it again changes nothing. */
#include <marketkit/fetch_alpaca.h>
#include <stdio.h>

static bool store_page(void *payload, const fetch_bars_page *page) {
    market_error err;
    for (size_t i = 0; i < page->count; i++) {
        const market_series_key key = {page->series[i].symbol, page->timeframe, page->feed};
        market_put_summary summary;
        if (market_store_put_bars(payload, &key, &page->series[i].bars, page->fetched_at, &err,
                                  &summary) != MARKET_OK) {
            fprintf(stderr, "%s\n", err.message);
            return false;
        }
        printf("%s: %zu new, %zu revised\n", key.symbol, summary.added, summary.revised);
    }
    return true;
}

int main(int argc, char **argv) {
    fetch_client *client = NULL;
    fetch_alpaca *alpaca = NULL;
    market_store *store = NULL;
    fetch_error err = {.message = ""};
    if (argc != 4 || market_store_open(argv[3], NULL, NULL, &store) != MARKET_OK)
        return 2;
    const char *symbols[] = {argv[1]};
    fetch_bars_query query = FETCH_BARS_QUERY_INIT;
    query.symbols = symbols;
    query.symbol_count = 1;
    query.start = argv[2];
    query.feed = "sip";
    fetch_status status = fetch_client_create(NULL, &err, &client);
    if (status == FETCH_OK)
        status = fetch_alpaca_create(client, NULL, &err, &alpaca);
    if (status == FETCH_OK)
        status = fetch_alpaca_bars(alpaca, &query, NULL, store_page, store, &err);
    if (status != FETCH_OK)
        fprintf(stderr, "%s: %s\n", fetch_status_name(status), err.message);
    fetch_alpaca_free(alpaca);
    fetch_client_free(client);
    market_store_free(store);
    return status == FETCH_OK ? 0 : 1;
}
