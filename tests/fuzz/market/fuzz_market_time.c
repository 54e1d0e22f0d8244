/* Times: what parses formats and parses again to the same; symbols, numbers, ranges beside them. */
#include "fuzz.h"

static void check_time(const char *text, size_t size) {
    market_time time, again;
    char formatted[MARKET_TIME_TEXT];
    if (market_time_parse(text, size, NULL, NULL, &time) != MARKET_OK)
        return;
    size_t length = market_time_format(time.time, MARKET_1MIN, formatted);
    CHECK(length > 0 && length < MARKET_TIME_TEXT);
    CHECK(market_time_parse(formatted, length, NULL, NULL, &again) == MARKET_OK);
    CHECK(again.time == time.time);
    for (int t = MARKET_1MIN; t <= MARKET_12MONTH; t++) {
        int64_t start = market_bar_start((market_timeframe)t, time.time, NULL);
        CHECK(market_bar_start((market_timeframe)t, start, NULL) == start);
        CHECK(market_bar_end((market_timeframe)t, start, NULL) > start);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    market_timeframe timeframe;
    double value;
    int64_t bound;
    check_time(text, size);
    (void)market_number_parse(text, size, &value);
    (void)market_timeframe_parse(text, size, NULL, &timeframe);
    (void)market_range_start(text, size, MARKET_1DAY, 0, NULL, NULL, &bound);
    (void)market_time_parse_bound(text, size, MARKET_1MIN, true, NULL, NULL, &bound);
    return 0;
}
