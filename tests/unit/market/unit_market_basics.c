/* Statuses, numbers, symbols, timeframes. */
#include "support.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

static void statuses_have_texts(void **state) {
    (void)state;
#define CHECK(number, constant, name, text)                                                        \
    assert_int_equal(constant, number);                                                            \
    assert_string_equal(market_status_name(constant), name);                                       \
    assert_string_equal(market_status_text(constant), text);
    MARKET_STATUS_LIST(CHECK)
#undef CHECK
    assert_string_equal(market_status_text((market_status)999), "unknown status");
    assert_string_equal(market_status_name((market_status)999), "unknown");
    assert_non_null(strchr(market_version(), '.'));
}

static double parse(const char *text) {
    double value = NAN;
    assert_status(market_number_parse(text, strlen(text), &value), MARKET_OK);
    return value;
}

static void numbers_are_correctly_rounded(void **state) {
    (void)state;
    static const char *const texts[] = {"0",
                                        "-0",
                                        "1",
                                        "182.01",
                                        "0.1",
                                        "1e22",
                                        "1e23",
                                        "123456789012345678",
                                        "9007199254740993",
                                        "1.7976931348623157e308",
                                        "5e-324",
                                        "2.2250738585072011e-308",
                                        "0.3",
                                        "4.186662803811",
                                        "1e-22",
                                        "1E+5",
                                        "104690466",
                                        ".5",
                                        "5.",
                                        "+1.5",
                                        "00012.50",
                                        "1e-400",
                                        "8.41e21",
                                        "9.5367431640625e-7",
                                        "179769313486231580793e288"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_same(parse(texts[i]), strtod(texts[i], NULL));
}

static void random_numbers_round_trip(void **state) {
    (void)state;
    uint64_t seed = 42;
    for (int i = 0; i < 20000; i++) {
        char text[64];
        uint64_t bits = (uint64_t)next_random(&seed) << 33 ^ (uint64_t)next_random(&seed) << 11 ^
                        next_random(&seed);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        (void)snprintf(text, sizeof text, "%.17g", value);
        assert_same(parse(text), value);
        double price = (double)next_random(&seed) / 10000;
        (void)snprintf(text, sizeof text, "%.4f", price);
        assert_same(parse(text), strtod(text, NULL));
    }
}

static void other_texts_are_no_numbers(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        " 1",
                                        "1 ",
                                        "1,5",
                                        "0x10",
                                        "nan",
                                        "inf",
                                        "1e",
                                        "e5",
                                        "--1",
                                        "1.2.3",
                                        "1e+",
                                        ".",
                                        "-",
                                        "1e999",
                                        "1_000",
                                        "1e99999999999999999999",
                                        "12abc"};
    double value = 7;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_status(market_number_parse(texts[i], strlen(texts[i]), &value), MARKET_E_NUMBER);
    char many[600];
    memset(many, '1', sizeof many);
    assert_status(market_number_parse(many, sizeof many, &value), MARKET_E_NUMBER);
    assert_status(market_number_parse(NULL, 0, &value), MARKET_E_ARGUMENT);
    assert_same(value, 7);
}

static void the_locale_does_not_matter(void **state) {
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE"};
    const char *found = NULL;
    for (size_t i = 0; i < 3 && found == NULL; i++)
        found = setlocale(LC_ALL, names[i]);
    if (found == NULL) {
        print_message("skipped: no locale de_DE here\n");
        skip();
    }
    assert_same(strtod("1.5", NULL), 1); /* the locale does write a comma */
    assert_same(parse("1.5"), 1.5);
    assert_same(parse("4.18666280381112345678"), 4.18666280381112345678);
    assert_same(parse("1.5e300"), 1.5e300);
    (void)setlocale(LC_ALL, "C");
}

static void symbols_are_checked(void **state) {
    (void)state;
    static const char *const good[] = {"A", "AAPL", "BRK.B",   "BTC/USD",
                                       "1", "BF-B", "A.B/C-D", "ABCDEFGHIJKLMNOP"};
    static const char *const bad[] = {"",
                                      "aapl",
                                      ".A",
                                      "A.",
                                      "A..B",
                                      "A./B",
                                      "A B",
                                      "A_B",
                                      "A%2F",
                                      "A\n",
                                      "ABCDEFGHIJKLMNOPQ",
                                      "../X",
                                      "\xC3\x84"};
    market_error err;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_ok(market_symbol_check(good[i], strlen(good[i]), &err), &err);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_status(market_symbol_check(bad[i], strlen(bad[i]), &err), MARKET_E_SYMBOL);
    assert_string_equal(err.parameter, "symbol");
    assert_status(market_symbol_check("A\0B", 3, NULL), MARKET_E_SYMBOL);
    assert_status(market_symbol_check(NULL, 3, NULL), MARKET_E_SYMBOL);
}

static void symbols_survive_encoding(void **state) {
    (void)state;
    static const char letters[] = "AZ09./-";
    uint64_t seed = 7;
    int valid = 0;
    for (int i = 0; i < 50000; i++) {
        char symbol[17] = "", encoded[MARKET_SYMBOL_ENCODED], decoded[MARKET_SYMBOL_MAX + 1];
        size_t length = 1 + next_random(&seed) % 16;
        for (size_t k = 0; k < length; k++)
            symbol[k] = letters[next_random(&seed) % 7];
        if (market_symbol_check(symbol, length, NULL) != MARKET_OK)
            continue;
        valid++;
        assert_status(market_symbol_encode(symbol, length, sizeof encoded, encoded), MARKET_OK);
        assert_null(strchr(encoded, '/'));
        assert_status(market_symbol_decode(encoded, strlen(encoded), sizeof decoded, decoded),
                      MARKET_OK);
        assert_string_equal(decoded, symbol);
    }
    assert_true(valid > 1000);
}

static void bad_encodings_are_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"",          "%", "%2",       "A%2",  "%zz",
                                      "A%00",      "a", "A%2F%2FB", "%41%", "AAAAAAAAAAAAAAAAA",
                                      "%2e%2e%2fX"};
    char out[64] = "untouched", small[4] = "";
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_status(market_symbol_decode(bad[i], strlen(bad[i]), sizeof out, out),
                      MARKET_E_SYMBOL);
    assert_string_equal(out, "untouched");
    assert_status(market_symbol_decode("%41%41PL", 8, sizeof out, out), MARKET_OK);
    assert_string_equal(out, "AAPL");
    assert_status(market_symbol_encode("BTC/USD", 7, sizeof small, small), MARKET_E_TOO_LARGE);
    assert_status(market_symbol_decode("BTC", 3, 3, small), MARKET_E_TOO_LARGE);
    assert_status(market_symbol_encode("btc", 3, sizeof out, out), MARKET_E_SYMBOL);
}

static void timeframes_have_names(void **state) {
    (void)state;
    market_timeframe timeframe;
#define CHECK(number, constant, name)                                                              \
    assert_int_equal(constant, number);                                                            \
    assert_string_equal(market_timeframe_name(constant), name);                                    \
    assert_status(market_timeframe_parse(name, strlen(name), NULL, &timeframe), MARKET_OK);        \
    assert_int_equal(timeframe, constant);                                                         \
    assert_int_equal(market_timeframe_is_intraday(constant), (constant) < MARKET_1DAY);
    MARKET_TIMEFRAME_LIST(CHECK)
#undef CHECK
    market_error err;
    assert_status(market_timeframe_parse("1day", 4, &err, &timeframe), MARKET_E_TIMEFRAME);
    assert_non_null(strstr(err.message, "3Month"));
    assert_null(market_timeframe_name(MARKET_TIMEFRAME_NONE));
    assert_null(market_timeframe_name((market_timeframe)77));
}

static void adjustments_have_names(void **state) {
    (void)state;
    market_adjust adjust;
    market_error err;
    for (int i = 0; i < 3; i++) {
        const char *name = market_adjust_name((market_adjust)i);
        assert_status(market_adjust_parse(name, strlen(name), NULL, &adjust), MARKET_OK);
        assert_int_equal(adjust, i);
    }
    assert_status(market_adjust_parse("none", 4, &err, &adjust), MARKET_E_ARGUMENT);
    assert_string_equal(err.parameter, "adjust");
    assert_null(market_adjust_name((market_adjust)9));
    assert_string_equal(market_format_name(MARKET_FORMAT_PYTHON), "python");
    assert_string_equal(market_format_name((market_format)9), "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_have_texts),
        cmocka_unit_test(numbers_are_correctly_rounded),
        cmocka_unit_test(random_numbers_round_trip),
        cmocka_unit_test(other_texts_are_no_numbers),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(symbols_are_checked),
        cmocka_unit_test(symbols_survive_encoding),
        cmocka_unit_test(bad_encodings_are_refused),
        cmocka_unit_test(timeframes_have_names),
        cmocka_unit_test(adjustments_have_names),
    };
    return cmocka_run_group_tests_name("market basics", tests, NULL, NULL);
}
