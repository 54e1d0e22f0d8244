/* timeframe.c - the list of timeframes. */
#include "internal.h"

const char *market_timeframe_name(market_timeframe timeframe) {
    switch (timeframe) {
#define MARKET_CASE(number, constant, name)                                                        \
    case constant:                                                                                 \
        return name;
        MARKET_TIMEFRAME_LIST(MARKET_CASE)
#undef MARKET_CASE
    case MARKET_TIMEFRAME_NONE:
        break;
    }
    return NULL;
}

market_status market_timeframe_parse(const char *text, size_t length, market_error *err,
                                     market_timeframe *out) {
    if (text == NULL || out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a timeframe and its result are needed");
#define MARKET_TRY(number, constant, name)                                                         \
    if (market__equal(text, length, name)) {                                                       \
        *out = constant;                                                                           \
        return MARKET_OK;                                                                          \
    }
    MARKET_TIMEFRAME_LIST(MARKET_TRY)
#undef MARKET_TRY
#define MARKET_WORD(number, constant, name) " " name
    return market__fail_parameter(err, MARKET_E_TIMEFRAME, "timeframe",
                                  "timeframe: \"%s\" is none of" MARKET_TIMEFRAME_LIST(MARKET_WORD),
                                  market__quote(text, length).text);
#undef MARKET_WORD
}

bool market_timeframe_is_intraday(market_timeframe timeframe) {
    return market__width(timeframe) > 0;
}

int64_t market__width(market_timeframe timeframe) {
    switch (timeframe) {
    case MARKET_1MIN:
        return MARKET__MINUTE;
    case MARKET_5MIN:
        return 5 * MARKET__MINUTE;
    case MARKET_15MIN:
        return 15 * MARKET__MINUTE;
    case MARKET_30MIN:
        return 30 * MARKET__MINUTE;
    case MARKET_1HOUR:
        return MARKET__HOUR;
    case MARKET_4HOUR:
        return 4 * MARKET__HOUR;
    default:
        return 0;
    }
}

bool market__is_timeframe(int number) {
    return number >= MARKET_1MIN && number <= MARKET_12MONTH;
}

bool market__nests(market_timeframe from, market_timeframe to) {
    return from <= to && !(from == MARKET_1WEEK && to > MARKET_1WEEK);
}
