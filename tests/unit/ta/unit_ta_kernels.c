/* The kernels against their definitions, written out naively in the contract's words. */
#include "kernels/kernels.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    N = 1500
};

static double x[N], y[N];
/* The block that kernels are planned for: that of a batch, or that of a stream. */
static size_t block;

static double *new_state(const ta__layout *layout) {
    double *state = calloc(layout->doubles ? layout->doubles : 1, sizeof(double));
    assert_non_null(state);
    return state;
}

static void fill(unsigned seed) {
    uint64_t s = seed;
    for (int i = 0; i < N; i++) {
        s = s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        x[i] = (double)(s >> 40) / 1000.0 - 5000;
    }
}

/* Pairwise over a power-of-two run; parts added from the oldest and shortest on. */
static double pairwise(const double *v, size_t n) {
    return n == 1 ? v[0] : pairwise(v + n / 2, n / 2) + pairwise(v, n / 2);
}

static double contract_sum(const double *v, size_t n) {
    double total = 0;
    bool any = false;
    for (size_t part = 1; part <= n; part *= 2)
        if (n & part) {
            double sum = pairwise(v, part);
            total = any ? sum + total : sum;
            any = true;
            v += part;
        }
    return total;
}

static void run_in_tiles(void (*run)(const void *, double *, uint64_t, const double *, size_t,
                                     double *),
                         const void *plan, const ta__layout *layout) {
    double *state = new_state(layout);
    for (size_t i = 0; i < N; i += TA__TILE)
        run(plan, state, i, x + i, N - i < TA__TILE ? N - i : TA__TILE, y + i);
    free(state);
}

static void run_sum(const void *plan, double *state, uint64_t k, const double *in, size_t n,
                    double *out) {
    ta__window_sum_run(ta__cpu_level(), plan, state, k, in, n, out);
}

static void test_window_sum(void **unused) {
    (void)unused;
    fill(1);
    for (size_t start = 0; start < 40; start += 13)
        for (size_t period = 1; period <= 300; period += period < 70 ? 1 : 23) {
            ta__window_sum w;
            ta__layout layout = {.block = block};
            ta__window_sum_plan(&w, start, period, &layout);
            run_in_tiles(run_sum, &w, &layout);
            for (size_t i = 0; i < N; i++) {
                if (i < start + period - 1)
                    assert_true(isnan(y[i]));
                else
                    assert_true(y[i] == contract_sum(x + i - (period - 1), period));
            }
            ta__tree_sum tree = {0};
            for (size_t i = 0; i < period; i++)
                ta__tree_sum_add(&tree, period, i, x[i]);
            assert_true(tree.total == contract_sum(x, period));
        }
}

/* The sum and the sum of values times their ages, part by part as contract_sum. */
static void pairwise_aged(const double *v, size_t n, double *sum, double *age) {
    double older, older_age;
    size_t half = n / 2;
    if (n == 1) {
        *sum = v[0];
        *age = 0;
        return;
    }
    pairwise_aged(v + half, half, sum, age);
    pairwise_aged(v, half, &older, &older_age);
    *sum = *sum + older;
    *age = *age + (older_age + (double)half * older);
}

static double contract_linear(const double *v, size_t n, double newest, double step,
                              double divisor) {
    double total = 0, total_age = 0;
    for (size_t part = 1; part <= n; part *= 2)
        if (n & part) {
            double sum, age;
            pairwise_aged(v, part, &sum, &age);
            total_age = age + (total_age + (double)part * total);
            total = sum + total;
            v += part;
        }
    double weighted = fma(newest, total, -(step * total_age)), near = weighted * (1 / divisor);
    return fma(-fma(divisor, near, -weighted), 1 / divisor, near);
}

static void check_linear(ta__level level, size_t start, size_t period, size_t chunk) {
    double n = (double)period, divisor = n * (n + 1) / 2;
    ta__window_linear w;
    ta__layout layout = {.block = block};
    ta__window_linear_plan(&w, start, period, 2 * n - 1, 3, divisor, &layout);
    double *state = new_state(&layout);
    for (size_t i = 0; i < N; i += chunk)
        ta__window_linear_run(level, &w, state, i, x + i, N - i < chunk ? N - i : chunk, y + i);
    free(state);
    for (size_t i = 0; i < N; i++) {
        if (i < start + period - 1)
            assert_true(isnan(y[i]));
        else if (y[i] != contract_linear(x + i - (period - 1), period, 2 * n - 1, 3, divisor))
            fail_msg("level %d, start %zu, period %zu, chunks of %zu, bar %zu", (int)level, start,
                     period, chunk, i);
    }
}

static void test_window_linear(void **unused) {
    (void)unused;
    fill(10);
    for (size_t start = 0; start < 20; start += 13)
        for (size_t period = 2; period <= 600; period += period < 70 ? 1 : 61)
            for (size_t chunk = 1; chunk <= TA__TILE; chunk = chunk * 20 + 1) {
                check_linear(TA__PORTABLE, start, period, chunk);
                check_linear(ta__cpu_level(), start, period, chunk);
            }
}

/* Of equal values, zeros of either sign among them, the newest. */
static double newest_extremum(bool maximum, const double *oldest, size_t count) {
    double best = oldest[0];
    for (size_t i = 1; i < count; i++)
        if (maximum ? oldest[i] >= best : oldest[i] <= best)
            best = oldest[i];
    return best;
}

/* Any series in chunks of any length. */
static void check_extremum(ta__level level, bool maximum, size_t start, size_t period) {
    ta__window_extremum w;
    ta__layout layout = {.block = block};
    ta__window_extremum_plan(&w, maximum, start, period, &layout);
    double *state = new_state(&layout);
    uint64_t seed = period + start;
    for (size_t i = 0; i < N;) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t longest = seed >> 63 ? 20 : TA__TILE, n = 1 + (size_t)(seed >> 33) % longest;
        n = n < N - i ? n : N - i;
        ta__window_extremum_run(level, &w, state, i, x + i, n, y + i);
        i += n;
    }
    free(state);
    for (size_t i = 0; i < start + period - 1 && i < N; i++)
        assert_true(isnan(y[i]));
    for (size_t i = start + period - 1; i < N; i++) {
        double want = newest_extremum(maximum, x + i - (period - 1), period);
        if (memcmp(&y[i], &want, sizeof want) != 0)
            fail_msg("level %d, maximum %d, start %zu, period %zu, bar %zu: %g, want %g",
                     (int)level, maximum, start, period, i, y[i], want);
    }
}

static void check_extrema(void) {
    for (size_t period = 1; period < N; period += period < 140 ? 1 : 97)
        for (size_t start = 0; start < 10; start += 9)
            for (int maximum = 0; maximum < 2; maximum++) {
                check_extremum(TA__PORTABLE, maximum, start, period);
                check_extremum(ta__cpu_level(), maximum, start, period);
            }
}

static void test_window_extremum(void **unused) {
    (void)unused;
    static const double equals[] = {-0.0, 0.0, -0.0, 0.0, -1, 1, 1, -1};
    fill(2);
    check_extrema();
    for (size_t i = 0; i < N; i++)
        x[i] = equals[((uint64_t)fabs(x[i] * 1000) >> 3) % TA__COUNT(equals)];
    check_extrema();
}

static void run_variance(const void *plan, double *state, uint64_t k, const double *in, size_t n,
                         double *out) {
    ta__window_variance_run(ta__cpu_level(), plan, state, k, in, n, (ta__deviations){.y = out});
}

static void check_variance(size_t period, size_t ddof, double tolerance) {
    ta__window_variance w;
    ta__layout layout = {.block = block};
    ta__window_variance_plan(&w, 2, period, ddof, &layout);
    run_in_tiles(run_variance, &w, &layout);
    for (size_t i = 2 + period - 1; i < N; i++) {
        long double mean = 0, sum = 0;
        const double *v = x + i - (period - 1);
        for (size_t j = 0; j < period; j++)
            mean += v[j];
        mean /= (long double)period;
        for (size_t j = 0; j < period; j++)
            sum += (v[j] - mean) * (v[j] - mean);
        double want = (double)(sum / (long double)(period - ddof));
        if (!(fabs(y[i] - want) <= tolerance * want))
            fail_msg("period %zu, bar %zu: %.17g, not %.17g", period, i, y[i], want);
    }
}

/* 1e-11 relative is the promise, on hostile data too. */
static void test_window_variance(void **unused) {
    (void)unused;
    for (size_t period = 2; period <= 700; period = period * 3 / 2 + 1)
        for (size_t ddof = 0; ddof < 2; ddof++) {
            fill(3);
            check_variance(period, ddof, 1e-11);
            for (int i = 0; i < N; i++)
                x[i] = 1e9 + x[i] / 5e6; /* noise of 1e-3 on a large price */
            check_variance(period, ddof, 1e-11);
            fill(4);
            for (int i = 0; i < N; i++)
                x[i] = ((i / 90) % 2 ? 1e9 : 1) + x[i] / 5e4; /* jumps between regimes */
            check_variance(period, ddof, 1e-11);
            fill(5);
            for (int i = 0; i < N; i++)
                x[i] = i % 400 == 77 ? 1e12 : 100 + x[i] / 5e5; /* spikes */
            check_variance(period, ddof, 1e-11);
        }
}

/* The scan, block by block as the contract has it. */
static void contract_smooth(double a, size_t start, size_t seed_count, double *out) {
    double b = 1 - a, carry = 0, r = 0, w = 0, stays = 1, leaves = 0;
    double b8 = b * b * b * b * b * b * b * b;
    size_t seed_at = start + seed_count - 1;
    for (size_t i = 0; i < N; i++) {
        if (i < seed_at) {
            out[i] = NAN;
            continue;
        }
        if (i == seed_at) {
            out[i] = carry = contract_sum(x + start, seed_count) / (double)seed_count;
            continue;
        }
        if (i % 8 == 0 || i == seed_at + 1) {
            r = x[i];
            w = 0;
            stays = b;
            leaves = a;
        } else {
            w = fma(b, w, a * (x[i] - r));
            stays *= b;
            leaves = fma(b, leaves, a);
        }
        out[i] = b8 > 0.5 ? fma(-leaves, carry - r, carry + w) : fma(stays, carry - r, r + w);
        if (i % 8 == 7)
            carry = out[i];
    }
}

static void run_smooth(const void *plan, double *state, uint64_t k, const double *in, size_t n,
                       double *out) {
    ta__smooth_run(ta__cpu_level(), plan, state, k, in, n, out);
}

static void test_smooth(void **unused) {
    (void)unused;
    static double want[N];
    fill(6);
    for (size_t start = 0; start < 20; start += 3)
        for (size_t count = 1; count < 400; count += 1 + count / 2) {
            double a = 2.0 / ((double)count + 2);
            ta__smooth s;
            ta__layout layout = {.block = block};
            ta__smooth_plan(&s, start, count, a, &layout);
            run_in_tiles(run_smooth, &s, &layout);
            contract_smooth(a, start, count, want);
            for (size_t i = start + count - 1; i < N; i++)
                if (y[i] != want[i])
                    fail_msg("start %zu, seed of %zu, bar %zu: %a, not %a", start, count, i, y[i],
                             want[i]);
        }
}

/* Windows of period values from `start` on that hold one value, tile by tile of `tile` bars. */
static void check_flat(size_t start, size_t period, size_t tile) {
    ta__flat f;
    ta__flat_ranges ranges;
    ta__layout layout = {.block = block};
    ta__flat_plan(&f, start, period, &layout);
    double *state = new_state(&layout);
    for (size_t from = 0; from < N; from += tile) {
        size_t n = N - from < tile ? N - from : tile;
        double got[TA__TILE] = {0};
        ta__flat_run(ta__cpu_level(), &f, state, from, x + from, n, &ranges);
        ta__flat_fill(&ranges, 1, got);
        for (size_t i = 0; i < n; i++) {
            size_t bar = from + i, equal = 1;
            while (equal < period && bar >= start + equal && x[bar - equal] == x[bar])
                equal++;
            bool want = bar >= start && equal == period;
            if (want != (got[i] == 1))
                fail_msg("start %zu, period %zu, tile %zu, bar %zu", start, period, tile, bar);
        }
    }
    free(state);
}

static void test_flat(void **unused) {
    (void)unused;
    for (unsigned alike = 1; alike < 200; alike *= 3) {
        fill(8);
        /* Runs of all lengths about `alike`; zeros of both signs are one value. */
        for (int i = 1; i < N; i++)
            if ((uint64_t)(x[i] * 1000 + 5e6) % (alike + 1))
                x[i] = x[i - 1];
        x[0] = 0;
        x[1] = x[2] = -0.0;
        for (size_t start = 0; start < 3; start++)
            for (size_t period = 1; period < 700; period += 1 + period / 2)
                for (size_t tile = 1; tile <= TA__TILE; tile = tile * 5 / 2 + 1)
                    check_flat(start, period, tile);
    }
    for (int i = 0; i < N; i++)
        x[i] = 7;
    check_flat(0, 20, TA__TILE);
}

/* Means are divided by way of the inverse; the bits must be those of the division. */
static void check_means(size_t period, const double *values) {
    ta__window_mean w;
    ta__layout layout = {.block = block};
    ta__window_mean_plan(&w, 0, period, &layout);
    double *state = new_state(&layout);
    ta__window_mean_run(ta__cpu_level(), &w, state, 0, values, TA__TILE, y);
    for (size_t i = period - 1; i < TA__TILE; i++) {
        double want = contract_sum(values + i - (period - 1), period) / (double)period;
        for (size_t j = 1; j <= period; j++) {
            if (j == period)
                want = values[i];
            else if (values[i - j] != values[i])
                break;
        }
        if (memcmp(&y[i], &want, sizeof want) != 0)
            fail_msg("period %zu, bar %zu: %a, not %a", period, i, y[i], want);
    }
    free(state);
}

static void test_division(void **unused) {
    (void)unused;
    uint64_t s = 9;
    for (size_t period = 1; period < 400; period += period < 70 ? 1 : 13)
        for (int kind = 0; kind < 12; kind++) {
            for (size_t i = 0; i < TA__TILE; i++) {
                s = s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                double fraction = (double)(s >> 11) * 0x1p-53, whole = (double)(s >> 50);
                /* Prices; multiples of the period and their neighbours; sums about 0; all
                 * magnitudes down to subnormal ones, and zeros of both signs among them. */
                double value = 100 + fraction;
                if (kind < 3)
                    value = nextafter((double)period * whole, kind == 0 ? 0 : 1e300);
                else if (kind == 3)
                    value = whole - 8192;
                else if (kind == 4)
                    value = ldexp(fraction - 0.5, (int)(s >> 53) % 2040 - 1020) * 0x1p-54;
                else if (kind < 8)
                    value = (whole - 8192) * ldexp(1, kind == 5 ? -1074 : kind == 6 ? -1030 : -910);
                else if (kind == 8)
                    value = s >> 63 ? 0.0 : -0.0;
                else if (kind == 9)
                    value = -0.0;
                else if (kind == 10)
                    value = ldexp(1 + fraction, 300);
                x[i] = fabs(value) <= 1e100 ? value : 1;
            }
            check_means(period, x);
        }
}

static int batch_blocks(void **unused) {
    (void)unused;
    block = TA__TILE;
    return 0;
}

static int stream_blocks(void **unused) {
    (void)unused;
    block = 16;
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_window_sum),      cmocka_unit_test(test_window_linear),
        cmocka_unit_test(test_window_extremum), cmocka_unit_test(test_window_variance),
        cmocka_unit_test(test_smooth),          cmocka_unit_test(test_flat),
        cmocka_unit_test(test_division),
    };
    int failed = cmocka_run_group_tests_name("batch", tests, batch_blocks, NULL);
    return failed + cmocka_run_group_tests_name("stream", tests, stream_blocks, NULL);
}
