/* Time zone files: whatever is taken gives sane offsets everywhere. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const int64_t times[] = {
        INT64_MIN, -1, 0, INT64_C(1647154800000), INT64_C(4102444800000), INT64_MAX};
    market_zone *zone;
    if (market_zone_parse(data, size, NULL, &zone) != MARKET_OK)
        return 0;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        int32_t offset = market_zone_offset(zone, times[i]);
        CHECK(offset >= -93600 && offset <= 93600);
    }
    for (int64_t time = 0; time < INT64_C(40000000000); time += INT64_C(1800000000))
        (void)market_zone_to_utc(zone, time);
    market_zone_free(zone);
    return 0;
}
