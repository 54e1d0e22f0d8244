/* Times as text, time zones, bar periods, sessions. */
#include "support.h"

#include <math.h>
#include <stdlib.h>

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)

static void times_are_parsed(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t time;
    } cases[] = {
        {"1970-01-01", 0},
        {"1970-01-01T00:00:00Z", 0},
        {"2022-01-03T14:30:00Z", INT64_C(1641220200000)},
        {"2022-01-03t14:30:00z", INT64_C(1641220200000)},
        {"2022-01-03 14:30Z", INT64_C(1641220200000)},
        {"2022-01-03 09:30:00-05:00", INT64_C(1641220200000)},
        {"2022-01-03 09:30:00-0500", INT64_C(1641220200000)},
        {"2022-01-03 09:30:00-05", INT64_C(1641220200000)},
        {"2022-01-03T20:00:00+05:30", INT64_C(1641220200000)},
        {"2022-01-03T09:30:00", INT64_C(1641220200000)}, /* no zone: New York, winter */
        {"2022-07-05T09:30", INT64_C(1657027800000)},    /* summer */
        {"2022-01-03T14:30:00.123456789Z", INT64_C(1641220200123)},
        {"2022-01-03T14:30:00.5Z", INT64_C(1641220200500)},
        {"2016-12-31T23:59:60Z", INT64_C(1483228800000)}, /* a leap second */
        {"2000-02-29", INT64_C(951782400000)},
        {"0001-01-01", INT64_C(-62135596800000)},
        {"9999-12-31", INT64_C(253402214400000)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(at(cases[i].text), cases[i].time);
    market_time time;
    assert_status(market_time_parse("2022-01-03", 10, NULL, NULL, &time), MARKET_OK);
    assert_true(time.is_date);
    assert_status(market_time_parse("2022-01-03T00:00Z", 17, NULL, NULL, &time), MARKET_OK);
    assert_false(time.is_date);
}

static void other_texts_are_no_times(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "2022",
                                        "2022-1-3",
                                        "2022-13-01",
                                        "2022-02-29",
                                        "2022-00-10",
                                        "2022-01-00",
                                        "0000-01-01",
                                        "2022-01-03T",
                                        "2022-01-03T9:30",
                                        "2022-01-03T24:00Z",
                                        "2022-01-03T10:60Z",
                                        "2022-01-03T10:00:61Z",
                                        "2022-01-03T10:00:00.",
                                        "2022-01-03T10:00:00.Z",
                                        "2022-01-03T10:00:00.1234567890Z",
                                        "2022-01-03T10:00:00+25:00",
                                        "2022-01-03T10:00:00+5",
                                        "2022-01-03T10:00:00+05:",
                                        "2022-01-03T10:00:00+05:60",
                                        "2022-01-03T10:00:00Zx",
                                        "2022-01-03 ",
                                        "20220103",
                                        "2022/01/03",
                                        " 2022-01-03",
                                        "9999-12-31T23:59:59-01:00",
                                        "yesterday",
                                        "1900-02-29"};
    market_time time = {77, false};
    market_error err;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_status(market_time_parse(texts[i], strlen(texts[i]), NULL, &err, &time),
                      MARKET_E_TIME);
        assert_int_equal(err.status, MARKET_E_TIME);
    }
    assert_int_equal(time.time, 77);
    assert_string_equal(err.parameter, "time");
}

static void times_are_formatted(void **state) {
    (void)state;
    char text[MARKET_TIME_TEXT];
    assert_int_equal(market_time_format(at("2022-01-03"), MARKET_1DAY, text), 10);
    assert_string_equal(text, "2022-01-03");
    (void)market_time_format(INT64_C(1641220200000), MARKET_1MIN, text);
    assert_string_equal(text, "2022-01-03T14:30:00Z");
    (void)market_time_format(INT64_C(-1), MARKET_4HOUR, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
    assert_int_equal(market_time_format(INT64_MAX, MARKET_1DAY, text), 0);
    assert_int_equal(market_time_format(INT64_MIN, MARKET_1DAY, text), 0);
    assert_string_equal(text, "");
}

static void times_round_trip(void **state) {
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 100000; i++) {
        char text[MARKET_TIME_TEXT];
        int64_t time = (int64_t)((uint64_t)next_random(&seed) << 16 ^ next_random(&seed)) %
                           INT64_C(315537897600000) -
                       INT64_C(62135596800000);
        size_t length = market_time_format(time, MARKET_1MIN, text);
        market_time parsed;
        assert_status(market_time_parse(text, length, NULL, NULL, &parsed), MARKET_OK);
        assert_int_equal(parsed.time, time);
    }
}

static market_zone *new_york(void) {
    market_error err;
    market_zone *zone = NULL;
    if (market_zone_load(NULL, "America/New_York", &err, &zone) == MARKET_OK)
        return zone;
    print_message("skipped: no tzdata here\n");
    skip();
    return NULL;
}

/* The built-in rule is tzdata's, hour by hour around every change and day by day between. */
static void the_rule_equals_tzdata(void **state) {
    (void)state;
    market_zone *zone = new_york();
    for (int64_t time = at("1967-01-01"); time < at("2100-01-01"); time += HOUR / 2)
        if (market_zone_offset(zone, time) != market_zone_offset(NULL, time))
            fail_msg("differs at %lld", (long long)time);
    market_zone_free(zone);
}

static void check_changes(const market_zone *zone) {
    /* spring 2022-03-13: 02:00 EST becomes 03:00 EDT at 07:00Z */
    int64_t spring = INT64_C(1647154800000);
    assert_int_equal(market_zone_offset(zone, spring - 1), -5 * 3600);
    assert_int_equal(market_zone_offset(zone, spring), -4 * 3600);
    assert_int_equal(market_zone_to_utc(zone, spring - 5 * HOUR - 1), spring - 1);
    assert_int_equal(market_zone_to_utc(zone, spring - 4 * HOUR), spring);
    /* 02:30 does not exist: half an hour after the change */
    assert_int_equal(market_zone_to_utc(zone, spring - 5 * HOUR + HOUR / 2), spring + HOUR / 2);
    /* autumn 2022-11-06: 02:00 EDT becomes 01:00 EST at 06:00Z */
    int64_t autumn = INT64_C(1667714400000);
    assert_int_equal(market_zone_offset(zone, autumn - 1), -4 * 3600);
    assert_int_equal(market_zone_offset(zone, autumn), -5 * 3600);
    /* 01:30 occurs twice: the first one */
    assert_int_equal(market_zone_to_utc(zone, autumn - 4 * HOUR - HOUR / 2), autumn - HOUR / 2);
    assert_int_equal(market_zone_to_utc(zone, autumn - 3 * HOUR), autumn + 2 * HOUR);
}

static void both_changes_of_the_clock(void **state) {
    (void)state;
    check_changes(NULL);
    market_zone *zone = new_york();
    check_changes(zone);
    /* every local half hour of two years comes back, except in the skipped hour */
    for (int64_t time = at("2021-01-01"); time < at("2023-01-01"); time += HOUR / 2) {
        int64_t local = time + market_zone_offset(zone, time) * INT64_C(1000);
        int64_t back = market_zone_to_utc(zone, local);
        assert_true(back == time || back == time - HOUR); /* the second of two */
    }
    market_zone_free(zone);
}

static void other_zones(void **state) {
    (void)state;
    market_zone *zone = new_york();
    market_zone_free(zone);
    market_error err;
    static const struct {
        const char *name;
        const char *time;
        int offset;
    } cases[] = {{"Asia/Kolkata", "2022-01-01", 19800},
                 {"Asia/Tokyo", "2050-07-01", 32400},
                 {"Australia/Sydney", "2050-01-01", 39600}, /* summer over the new year */
                 {"Australia/Sydney", "2050-07-01", 36000},
                 {"Europe/Dublin", "2050-07-01", 3600}, /* "negative" winter time */
                 {"Europe/Dublin", "2050-01-01", 0},
                 {"America/New_York", "1900-01-01", -18000},
                 {"UTC", "2022-01-01", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (market_zone_load(NULL, cases[i].name, &err, &zone) != MARKET_OK)
            continue; /* a small tzdata */
        assert_int_equal(market_zone_offset(zone, at(cases[i].time)), cases[i].offset);
        market_zone_free(zone);
    }
}

static void missing_and_bad_zones(void **state) {
    (void)state;
    market_error err;
    market_zone *zone = NULL;
    assert_status(market_zone_load(NULL, "Mars/Olympus", &err, &zone), MARKET_E_NOT_FOUND);
    assert_status(market_zone_load(NULL, "../../etc/passwd", &err, &zone), MARKET_E_ARGUMENT);
    assert_status(market_zone_load(NULL, "/etc/passwd", &err, &zone), MARKET_E_ARGUMENT);
    assert_status(market_zone_load(temp_path("none"), "X", &err, &zone), MARKET_E_NOT_FOUND);
    const char *path = temp_path("NotAZone");
    write_file(path, "hello", 5);
    char directory[256];
    (void)snprintf(directory, sizeof directory, "%.*s", (int)(strrchr(path, '/') - path), path);
    assert_status(market_zone_load(directory, "NotAZone", &err, &zone), MARKET_E_SYNTAX);
    assert_null(zone);
    market_zone_free(NULL);
}

/* Every prefix and every single changed byte of a real file: refused or read, never worse. */
static void damaged_zone_files(void **state) {
    (void)state;
    static unsigned char data[8192], copy[8192];
    FILE *file = fopen("/usr/share/zoneinfo/America/New_York", "rb");
    if (file == NULL)
        skip();
    size_t length = fread(data, 1, sizeof data, file);
    (void)fclose(file);
    market_zone *zone = NULL;
    for (size_t cut = 0; cut < length; cut++)
        if (market_zone_parse(data, cut, NULL, &zone) == MARKET_OK)
            fail_msg("a file cut at %zu was taken", cut);
    for (size_t i = 0; i < length; i++) {
        for (int bit = 0; bit < 8; bit += 7) {
            memcpy(copy, data, length);
            copy[i] ^= (unsigned char)(1 << bit);
            if (market_zone_parse(copy, length, NULL, &zone) == MARKET_OK) {
                (void)market_zone_offset(zone, INT64_MIN);
                (void)market_zone_offset(zone, INT64_MAX);
                (void)market_zone_to_utc(zone, at("2040-07-01"));
                market_zone_free(zone);
            }
        }
    }
}

static void bounds_mean_whole_days(void **state) {
    (void)state;
    int64_t bound = 0;
    assert_status(market_time_parse_bound("2022-07-05", 10, MARKET_1DAY, true, NULL, NULL, &bound),
                  MARKET_OK);
    assert_int_equal(bound, at("2022-07-05"));
    assert_status(market_time_parse_bound("2022-07-05", 10, MARKET_1MIN, false, NULL, NULL, &bound),
                  MARKET_OK);
    assert_int_equal(bound, at("2022-07-05T00:00-04:00"));
    assert_status(market_time_parse_bound("2022-07-05", 10, MARKET_1MIN, true, NULL, NULL, &bound),
                  MARKET_OK);
    assert_int_equal(bound, at("2022-07-06T00:00-04:00") - 1);
    assert_status(
        market_time_parse_bound("2022-07-05T14:30:00Z", 20, MARKET_1DAY, true, NULL, NULL, &bound),
        MARKET_OK);
    assert_int_equal(bound, at("2022-07-05"));
    assert_status(
        market_time_parse_bound("2022-07-05T14:30:00Z", 20, MARKET_5MIN, true, NULL, NULL, &bound),
        MARKET_OK);
    assert_int_equal(bound, at("2022-07-05T14:30:00Z"));
    assert_status(market_time_parse_bound("x", 1, MARKET_1DAY, true, NULL, NULL, &bound),
                  MARKET_E_TIME);
}

static int64_t range(const char *name, market_timeframe timeframe, const char *end) {
    int64_t from = 0;
    assert_status(market_range_start(name, strlen(name), timeframe, at(end), NULL, NULL, &from),
                  MARKET_OK);
    return from;
}

static void ranges_end_at_the_newest_bar(void **state) {
    (void)state;
    assert_int_equal(range("1M", MARKET_1DAY, "2013-03-31"), at("2013-02-28"));
    assert_int_equal(range("3M", MARKET_1DAY, "2013-03-01"), at("2012-12-01"));
    assert_int_equal(range("6M", MARKET_1DAY, "2012-08-31"), at("2012-02-29"));
    assert_int_equal(range("YTD", MARKET_1DAY, "2013-03-01"), at("2013-01-01"));
    assert_int_equal(range("1Y", MARKET_1DAY, "2012-02-29"), at("2011-02-28"));
    assert_int_equal(range("5Y", MARKET_1DAY, "2013-03-01"), at("2008-03-01"));
    assert_int_equal(range("All", MARKET_1DAY, "2013-03-01"), INT64_MIN);
    assert_int_equal(range("1M", MARKET_1MIN, "2022-07-05T20:00:00Z"),
                     at("2022-06-05T00:00-04:00"));
    int64_t from = 5;
    market_error err;
    assert_status(market_range_start("2M", 2, MARKET_1DAY, 0, NULL, &err, &from),
                  MARKET_E_ARGUMENT);
    assert_non_null(strstr(err.message, "YTD"));
    assert_int_equal(from, 5);
}

static void days_have_one_key(void **state) {
    (void)state;
    static const char *const texts[] = {"2022-01-03",           "2022-01-03T00:00:00Z",
                                        "2022-01-03T05:00:00Z", "2022-01-03T04:00:00Z",
                                        "2022-01-03T00:00:00",  "2022-01-03T16:00:00-05:00"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(market_bar_start(MARKET_1DAY, at(texts[i]), NULL), at("2022-01-03"));
    /* summer: Alpaca's day bars start at 04:00Z */
    assert_int_equal(market_bar_start(MARKET_1DAY, at("2022-07-05T04:00:00Z"), NULL),
                     at("2022-07-05"));
    /* an evening in New York is the next day in UTC */
    assert_int_equal(market_bar_start(MARKET_1DAY, at("2022-01-03T20:30:00"), NULL),
                     at("2022-01-03"));
}

static void periods_start_where_they_should(void **state) {
    (void)state;
    static const struct {
        market_timeframe timeframe;
        const char *time, *start, *end;
    } cases[] = {
        {MARKET_1WEEK, "2013-03-01", "2013-02-25", "2013-03-01T16:00"},
        {MARKET_1WEEK, "2013-02-25", "2013-02-25", "2013-03-01T16:00"},
        {MARKET_1WEEK, "2013-03-03", "2013-02-25", "2013-03-01T16:00"}, /* Sunday */
        {MARKET_1MONTH, "2013-02-28", "2013-02-01", "2013-02-28T16:00"},
        {MARKET_1MONTH, "2013-03-15", "2013-03-01", "2013-03-29T16:00"}, /* ends on a Sunday */
        {MARKET_3MONTH, "2013-03-01", "2013-01-01", "2013-03-29T16:00"},
        {MARKET_3MONTH, "2012-12-31", "2012-10-01", "2012-12-31T16:00"},
        {MARKET_12MONTH, "2013-03-01", "2013-01-01", "2013-12-31T16:00"},
        {MARKET_1DAY, "2013-03-01", "2013-03-01", "2013-03-01T16:00"},
        {MARKET_1MIN, "2022-01-03T09:31:45", "2022-01-03T09:31", "2022-01-03T09:32"},
        {MARKET_15MIN, "2022-01-03T09:44", "2022-01-03T09:30", "2022-01-03T09:45"},
        {MARKET_1HOUR, "2022-01-03T09:44", "2022-01-03T09:00", "2022-01-03T10:00"},
        {MARKET_4HOUR, "2022-01-03T09:44", "2022-01-03T08:00", "2022-01-03T12:00"},
        {MARKET_4HOUR, "2022-07-05T15:59", "2022-07-05T12:00", "2022-07-05T16:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t start = market_bar_start(cases[i].timeframe, at(cases[i].time), NULL);
        assert_int_equal(start, at(cases[i].start));
        assert_int_equal(market_bar_end(cases[i].timeframe, start, NULL), at(cases[i].end));
        assert_int_equal(market_bar_start(cases[i].timeframe, start, NULL), start);
    }
    /* the hour that occurs twice has two bars */
    int64_t autumn = INT64_C(1667714400000);
    assert_int_equal(market_bar_start(MARKET_1HOUR, autumn - 1, NULL), autumn - HOUR);
    assert_int_equal(market_bar_start(MARKET_1HOUR, autumn + 1, NULL), autumn);
}

/* Starting is idempotent, never later than the time, and monotonic: over both changes of the clock.
 */
static void starting_is_a_projection(void **state) {
    (void)state;
    for (int t = MARKET_1MIN; t <= MARKET_12MONTH; t++) {
        market_timeframe timeframe = (market_timeframe)t;
        int64_t before = INT64_MIN;
        for (int64_t time = at("2021-12-30"); time < at("2023-01-05"); time += 17 * 60000) {
            int64_t start = market_bar_start(timeframe, time, NULL);
            assert_int_equal(market_bar_start(timeframe, start, NULL), start);
            if (t < MARKET_1DAY) {
                assert_true(start <= time && time < market_bar_end(timeframe, start, NULL));
                assert_true(start >= before);
            }
            before = start;
        }
    }
}

static void sessions_are_exchange_days(void **state) {
    (void)state;
    assert_true(market_is_regular_session(at("2022-01-03T09:30"), NULL));
    assert_false(market_is_regular_session(at("2022-01-03T09:30") - 1, NULL));
    assert_true(market_is_regular_session(at("2022-07-05T15:59:59"), NULL));
    assert_false(market_is_regular_session(at("2022-07-05T16:00"), NULL));
    assert_false(market_is_regular_session(at("2022-07-02T12:00"), NULL)); /* Saturday */
    const int64_t times[] = {at("2022-01-03T09:30"), at("2022-01-03T19:59"),
                             at("2022-01-04T04:00")};
    double ids[3];
    market_session_ids(MARKET_5MIN, times, 3, NULL, ids);
    assert_same(ids[0], ids[1]);
    assert_same(ids[2], ids[0] + 1);
    const int64_t days[] = {at("2022-01-03"), at("2022-01-04")};
    market_session_ids(MARKET_1DAY, days, 2, NULL, ids);
    assert_same(ids[0], (double)days[0] / (double)DAY);
    assert_same(ids[1], ids[0] + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_parsed),
        cmocka_unit_test(other_texts_are_no_times),
        cmocka_unit_test(times_are_formatted),
        cmocka_unit_test(times_round_trip),
        cmocka_unit_test(the_rule_equals_tzdata),
        cmocka_unit_test(both_changes_of_the_clock),
        cmocka_unit_test(other_zones),
        cmocka_unit_test(missing_and_bad_zones),
        cmocka_unit_test(damaged_zone_files),
        cmocka_unit_test(bounds_mean_whole_days),
        cmocka_unit_test(ranges_end_at_the_newest_bar),
        cmocka_unit_test(days_have_one_key),
        cmocka_unit_test(periods_start_where_they_should),
        cmocka_unit_test(starting_is_a_projection),
        cmocka_unit_test(sessions_are_exchange_days),
    };
    return cmocka_run_group_tests_name("market time", tests, NULL, NULL);
}
