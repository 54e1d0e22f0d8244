/* Single bars on which a formula takes the way that ordinary prices never show. */
#include "marketkit/ta_indicators.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

enum {
    BARS = 8,
    TWICE = 2 * BARS,
    LONG = 540
};

/* 29.99 + 29.75 + 29.91 = 30.01 + 29.70 + 29.94, but not as doubles: the price has not moved. */
static void test_mfi_sees_no_movement_in_rounding(void **state) {
    (void)state;
    const double high[] = {29.99, 30.01, 29.99, 30.01}, low[] = {29.75, 29.70, 29.75, 29.70};
    const double close[] = {29.91, 29.94, 29.91, 29.94}, volume[] = {10, 20, 30, 40};
    double out[4];
    assert_true((high[0] + low[0] + close[0]) / 3 != (high[1] + low[1] + close[1]) / 3);
    assert_int_equal(ta_mfi(high, low, close, volume, 4, 2, out), TA_OK);
    assert_true(out[2] == 50 && out[3] == 50);
}

static void test_vwap_without_volume_is_the_price(void **state) {
    (void)state;
    const double high[] = {12, 13, 15}, low[] = {9, 10, 12}, close[] = {9, 13, 12};
    const double volume[] = {0, 0, 1}, session[] = {1, 1, 1};
    double out[3];
    assert_int_equal(ta_vwap(high, low, close, volume, session, 3, out), TA_OK);
    assert_true(out[0] == 10 && out[1] == 12 && out[2] == 13);
    assert_int_equal(ta_rvwap(high, low, close, volume, 3, 2, out), TA_OK);
    assert_true(out[1] == 12 && out[2] == 13);
}

/* Small volumes: a weight of 1 would not be one of 0. */
static void test_vwap_of_volume_one(void **state) {
    (void)state;
    const double high[] = {12, 15}, low[] = {9, 12}, close[] = {9, 12};
    const double volume[] = {0.25, 0.75}, session[] = {1, 1};
    double out[2];
    assert_int_equal(ta_vwap(high, low, close, volume, session, 2, out), TA_OK);
    assert_true(out[0] == 10 && out[1] == 12.25);
    assert_int_equal(ta_rvwap(high, low, close, volume, 2, 2, out), TA_OK);
    assert_true(out[1] == 12.25);
}

/* What rounding has taken from one session's sums must not come back in the next. */
static void test_vwap_begins_anew(void **state) {
    (void)state;
    double price[TWICE], volume[TWICE], session[TWICE], both[TWICE], second[BARS];
    for (int i = 0; i < TWICE; i++) {
        price[i] = 100.1 + i / 3.0;
        volume[i] = i == 1 ? 1e17 : 0.1 * (i + 1);
        session[i] = i < BARS ? 1 : 2;
    }
    assert_int_equal(ta_vwap(price, price, price, volume, session, TWICE, both), TA_OK);
    assert_int_equal(ta_vwap(price + BARS, price + BARS, price + BARS, volume + BARS,
                             session + BARS, BARS, second),
                     TA_OK);
    assert_memory_equal(&both[BARS], second, sizeof second);
}

/*
 * A return from a price of 0 is undefined: so is beta as long as it is in the window, and what
 * comes later is as if it had not been there; also where a new anchor is chosen, every 32 bars
 * with the longer period.
 */
static void check_beta_after_zero(size_t zero, bool in_first, size_t period) {
    double x[LONG], y[LONG], out[LONG], tail[LONG];
    for (size_t i = 0; i < LONG; i++) {
        x[i] = 100 + sin((double)i) + (double)(i % 7);
        y[i] = 50 + cos((double)i) + (double)(i % 5);
    }
    (in_first ? x : y)[zero] = 0;
    assert_int_equal(ta_beta(x, y, LONG, (int)period, out), TA_OK);
    for (size_t i = 1; i <= period; i++)
        assert_true(isnan(out[zero + i]));
    size_t begin = zero + 1;
    assert_int_equal(ta_beta(x + begin, y + begin, LONG - begin, (int)period, tail), TA_OK);
    for (size_t i = begin + period; i < LONG; i++)
        assert_true(fabs(out[i] - tail[i - begin]) <= 1e-10 * fmax(1, fabs(tail[i - begin])));
}

static void test_beta_of_undefined_returns(void **state) {
    (void)state;
    static const size_t zeros[] = {1, 509, 510, 511, 512, 513};
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++)
        for (size_t period = 2; period <= 12; period += 10) {
            check_beta_after_zero(zeros[i], true, period);
            check_beta_after_zero(zeros[i], false, period);
        }
}

/* A state holds finite values only, or it could not be loaded. */
static void test_beta_saved_after_zero(void **state) {
    (void)state;
    const double bars[][2] = {{1, 2}, {0, 3}, {4, 4}, {5, 0}, {6, 7}, {7, 6}};
    ta_stream *s, *loaded;
    unsigned char bytes[8192];
    assert_int_equal(ta_stream_create(ta_indicator_find("beta"), NULL, 0, &s, NULL), TA_OK);
    for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
        double out;
        size_t len;
        assert_int_equal(ta_stream_push(s, bars[i], &out), TA_OK);
        assert_int_equal(ta_stream_save(s, bytes, sizeof bytes, &len), TA_OK);
        assert_int_equal(ta_stream_load(bytes, len, &loaded, NULL), TA_OK);
        ta_stream_free(loaded);
    }
    ta_stream_free(s);
}

/* Quotients of numbers near the smallest ones are rounded as the division rounds them. */
static void test_typprice_of_tiny_prices(void **state) {
    (void)state;
    double high[LONG], low[LONG], close[LONG], out[LONG];
    for (size_t i = 0; i < LONG; i++) {
        close[i] = ldexp(1 + fabs(sin((double)i)), -1040 + (int)(i % 60));
        high[i] = 1.7 * close[i];
        low[i] = 0.3 * close[i];
    }
    assert_int_equal(ta_typprice(high, low, close, LONG, out), TA_OK);
    for (size_t i = 0; i < LONG; i++)
        assert_true(out[i] == (high[i] + low[i] + close[i]) / 3);
}

/* Tiles of whole numbers, of fractions and beyond 2^53 are added up as bars are, one by one. */
static void check_obv(double scale, double first, double big) {
    double close[LONG], volume[LONG], at_once[LONG], one_by_one[LONG];
    for (int i = 0; i < LONG; i++) {
        close[i] = i * 7 % 11 - 5;
        volume[i] = scale * (i * 37 % 97) + (i % 5 == 0 ? 1 : 0);
    }
    volume[0] = first;
    volume[1] = volume[2] = big; /* up and down again: what it rounds away stays lost */
    close[2] = -5;
    close[3] = -4;
    assert_int_equal(ta_obv(close, volume, LONG, at_once), TA_OK);
    ta_stream *stream;
    assert_int_equal(ta_stream_create(ta_indicator_find("obv"), NULL, 0, &stream, NULL), TA_OK);
    for (int i = 0; i < LONG; i++)
        ta_stream_push(stream, (const double[]){close[i], volume[i]}, &one_by_one[i]);
    ta_stream_free(stream);
    assert_memory_equal(at_once, one_by_one, sizeof at_once);
    assert_true(at_once[0] == first);
}

static void test_obv_of_volumes(void **state) {
    (void)state;
    check_obv(1, 0, 37);
    check_obv(0.1, 0, 37);
    check_obv(0x1p47, 0, 37);
    check_obv(0x1p33, 0.1, 37);
    check_obv(1, 0.1, 0x1p60);
}

/* Series that follow each other exactly correlate by 1, whatever rounding makes of the quotient. */
static void test_correl_stays_in_range(void **state) {
    (void)state;
    double x[500], y[500], out[500];
    for (int sign = -1; sign <= 1; sign += 2) {
        for (int i = 0; i < 500; i++) {
            x[i] = 100 + sin(i) + i % 7 / 3.0;
            y[i] = sign * 3 * x[i];
        }
        assert_int_equal(ta_correl(x, y, 500, 5, out), TA_OK);
        for (int i = 4; i < 500; i++)
            assert_true(out[i] * sign <= 1 && out[i] * sign >= 1 - 1e-12);
    }
}

/* The product of two variances may be beyond the range of a double. */
static void test_correl_of_any_size(void **state) {
    (void)state;
    static const double scales[] = {0x1p-310, 0x1p320};
    double x[LONG], y[LONG], plain[LONG], scaled[LONG];
    for (size_t i = 0; i < LONG; i++) {
        x[i] = 100 + sin((double)i) + (double)(i % 7);
        y[i] = 50 + cos((double)i) + (double)(i % 5);
    }
    assert_int_equal(ta_correl(x, y, LONG, 12, plain), TA_OK);
    for (size_t s = 0; s < sizeof scales / sizeof scales[0]; s++) {
        double big_x[LONG], big_y[LONG];
        for (size_t i = 0; i < LONG; i++) {
            big_x[i] = x[i] * scales[s];
            big_y[i] = y[i] * scales[s];
        }
        assert_int_equal(ta_correl(big_x, big_y, LONG, 12, scaled), TA_OK);
        for (size_t i = 11; i < LONG; i++)
            assert_true(fabs(scaled[i] - plain[i]) <= 0x1p-50);
    }
}

/* A quotient by 0 is undefined, which is NaN and never infinite; what comes later is not touched.
 */
static void test_quotients_by_zero_are_undefined(void **state) {
    (void)state;
    const double x[] = {-4, 0, 0, 5, -0.0, -5, 10}, tiny[] = {5e-324, 1e10};
    double out[7];
    assert_int_equal(ta_returns(x, 7, 1, out), TA_OK);
    assert_true(out[1] == -1 && isnan(out[2]) && isnan(out[3]) && out[4] == -1 && isnan(out[5]) &&
                out[6] == -3);
    assert_int_equal(ta_roc(x, 7, 1, out), TA_OK);
    assert_true(out[1] == -100 && isnan(out[2]) && isnan(out[3]) && isnan(out[5]) &&
                out[6] == -300);
    assert_int_equal(ta_returns(tiny, 2, 1, out), TA_OK);
    assert_true(isnan(out[1]));
    assert_int_equal(ta_log_returns(x, 7, 1, out), TA_OK);
    for (int i = 1; i < 7; i++)
        assert_true(isnan(out[i]));
    assert_int_equal(ta_drawdown(x, 7, out), TA_OK);
    assert_true(out[0] == 0 && isnan(out[1]) && isnan(out[2]) && out[3] == 0 && out[4] == -1 &&
                out[5] == -2 && out[6] == 0);
    const double high[] = {2, 2, 2}, low[] = {-2, -2, -2}, close[] = {1, 0, -1};
    assert_int_equal(ta_natr(high, low, close, 3, 1, out), TA_OK);
    assert_true(isnan(out[1]) && out[2] == -400);
    const double fall[] = {3, -3, 9, 3}; /* the mean of two is 0 at bar 1 */
    assert_int_equal(ta_ppo(fall, 4, 1, 2, TA_SEED_SMA, out), TA_OK);
    assert_true(isnan(out[1]) && out[2] == 50);
}

/* A window of no height has no places in it, however far outside the close lies. */
static void test_places_outside_a_range_of_next_to_nothing(void **state) {
    (void)state;
    const double high[] = {5e-324, 5e-324, 2}, low[] = {0, 0, 0}, close[] = {1e10, -1e10, 1};
    double k[3], d[3];
    assert_int_equal(ta_stoch(high, low, close, 3, 1, 1, 1, k, d), TA_OK);
    assert_true(k[0] == 50 && k[1] == 50 && k[2] == 50 && d[1] == 50);
    assert_int_equal(ta_willr(high, low, close, 3, 1, k), TA_OK);
    assert_true(k[0] == -50 && k[1] == -50 && k[2] == -50);
    const double wide[] = {2, 2, 2}, outside[] = {4, -1, 0x1p300};
    assert_int_equal(ta_stoch(wide, low, outside, 3, 1, 1, 1, k, d), TA_OK);
    assert_true(k[0] == 200 && k[1] == -50 && k[2] == 50 * 0x1p300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mfi_sees_no_movement_in_rounding),
        cmocka_unit_test(test_vwap_without_volume_is_the_price),
        cmocka_unit_test(test_vwap_of_volume_one),
        cmocka_unit_test(test_vwap_begins_anew),
        cmocka_unit_test(test_beta_of_undefined_returns),
        cmocka_unit_test(test_beta_saved_after_zero),
        cmocka_unit_test(test_typprice_of_tiny_prices),
        cmocka_unit_test(test_obv_of_volumes),
        cmocka_unit_test(test_correl_stays_in_range),
        cmocka_unit_test(test_correl_of_any_size),
        cmocka_unit_test(test_quotients_by_zero_are_undefined),
        cmocka_unit_test(test_places_outside_a_range_of_next_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
