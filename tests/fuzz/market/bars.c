/* bars.c - an input read whole and in pieces: what comes out is the same, and possible. */
#include "bars.h"

typedef struct pieces {
    const uint8_t *data;
    size_t left;
    size_t size;
} pieces;

static market_status next_piece(void *payload, size_t capacity, void *buffer, size_t *length) {
    pieces *p = payload;
    size_t n = p->left < p->size ? p->left : p->size;
    n = n < capacity ? n : capacity;
    if (n > 0)
        memcpy(buffer, p->data, n);
    p->data += n;
    p->left -= n;
    *length = n;
    return MARKET_OK;
}

static bool count_bad(void *payload, const market_bad_row *row) {
    uint64_t *bad = payload;
    CHECK(row->line > 0 && row->column > 0 && row->record > 0 && row->reason[0] != '\0');
    ++*bad;
    return true;
}

static void check_series(const market_imported *in, const market_imported_series *series) {
    CHECK(market_symbol_check(series->symbol, strlen(series->symbol), NULL) == MARKET_OK);
    CHECK(series->bars.count > 0);
    for (size_t i = 0; i < series->bars.count; i++) {
        market_bar bar = market_bars_get(&series->bars, i);
        CHECK(market_bar_fault(&bar, NULL) == NULL);
        CHECK(i == 0 || bar.time > series->bars.time[i - 1]);
        if (!market_timeframe_is_intraday(in->timeframe))
            CHECK(market_bar_start(in->timeframe, bar.time, NULL) == bar.time);
    }
}

static market_status read_bars(const market_input *input, market_error *err, market_imported *out) {
    uint64_t bad = 0;
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.fetched_at = INT64_C(1700000000000);
    options.max_bytes = 1 << 20;
    options.on_bad_row = count_bad;
    options.bad_row_payload = &bad;
    market_status status = market_import_read(input, &options, err, out);
    if (status == MARKET_OK)
        CHECK(out->bad == bad && out->rows >= out->bad + out->duplicates);
    else
        CHECK(err->status == status && err->message[0] != '\0');
    return status;
}

void fuzz_bars(const uint8_t *data, size_t size) {
    market_error err;
    market_imported whole, parts;
    pieces p = {data, size, 1 + size % 13};
    const market_input memory = {.data = data, .length = size, .name = "FUZZ.csv"};
    const market_input callback = {.read = next_piece, .payload = &p, .name = "FUZZ.csv"};
    market_status first = read_bars(&memory, &err, &whole);
    market_status second = read_bars(&callback, &err, &parts);
    CHECK(first == second);
    if (first != MARKET_OK)
        return;
    CHECK(whole.count == parts.count && whole.rows == parts.rows && whole.bytes == parts.bytes);
    for (size_t i = 0; i < whole.count; i++) {
        check_series(&whole, &whole.series[i]);
        CHECK(whole.series[i].bars.count == parts.series[i].bars.count);
    }
    market_imported_clear(&whole);
    market_imported_clear(&parts);
}
