/* Every allocation fails once: each answer is then a good one or 503, and nothing leaks (which the
 * sanitized build sees). */
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static long countdown = -1; /* allocations until one fails; negative: none does */

static bool fails(void) {
    return countdown >= 0 && countdown-- == 0;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);

void *__wrap_malloc(size_t size) {
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size) {
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return fails() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text) {
    return fails() ? NULL : __real_strdup(text);
}

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    fixture_open(f);
    make_store(f);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture_close(*state);
    free(*state);
    return 0;
}

/* One request to a fresh dashboard, the nth allocation failing. False when there were fewer. */
static bool try_once(const fixture *f, const char *target, long nth, int expected) {
    const dash_options options = {f->path, DASH_BODY_BYTES, DASH_SERIES_BYTES};
    const headers gzip = {"gzip", NULL};
    fixture fresh = *f;
    countdown = nth;
    fresh.dash = dashboard_create(&options);
    if (fresh.dash) {
        dash_response response = ask(&fresh, "GET", target, &gzip);
        bool reached = countdown < 0;
        countdown = -1;
        if (response.status != expected && !(reached && response.status == 503))
            fail_msg("%s, allocation %ld: %d", target, nth, response.status);
        dash_response_clear(&response);
        /* The failure has left nothing behind. */
        response = ask(&fresh, "GET", target, &gzip);
        assert_int_equal(response.status, expected);
        dash_response_clear(&response);
        dashboard_free(fresh.dash);
        return reached;
    }
    countdown = -1;
    return true;
}

static void test_sweep(void **state) {
    static const struct {
        const char *target;
        int status;
    } cases[] = {
        {"/api/version", 200},
        {"/api/symbols", 200},
        {"/api/bars?symbol=AAPL", 200},
        {"/api/bars.csv?symbol=AAPL", 200},
        {"/api/summary?symbol=AAPL&range=3M", 200},
        {"/api/bars?symbol=AAPL&timeframe=1Week", 200},
        {"/api/indicators", 200},
        {"/api/indicators?symbol=AAPL&spec=ema&spec=bbands:input=typprice&spec=stoch", 200},
        {"/api/indicators.csv?symbol=MSFT&timeframe=1Min&spec=macd", 200},
        {"/api/bars?symbol=NOSUCH", 404},
        {"/api/bars?symbol=AAPL&range=2Y", 400},
        {"/none", 404},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        long nth = 0;
        while (try_once(*state, cases[i].target, nth, cases[i].status))
            nth++;
        assert_true(nth > 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sweep, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
