/* The cache: what it finds, what it drops, that its bound holds, and that threads may share it. */
#include "dashboard/cache.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static atomic_int alive;

typedef struct thing {
    dash_shared shared;
    int value;
} thing;

static void destroy(dash_shared *self) {
    atomic_fetch_sub(&alive, 1);
    free(self);
}

static thing *make(int value, size_t size) {
    thing *t = malloc(sizeof *t);
    assert_non_null(t);
    dash_shared_init(&t->shared, size, destroy);
    t->value = value;
    atomic_fetch_add(&alive, 1);
    return t;
}

static void put(dash_cache *cache, const char *key, int value, size_t size) {
    thing *t = make(value, size);
    dash_cache_put(cache, key, strlen(key), &t->shared);
    dash_release(&t->shared);
}

/* The value under a key, -1 for none. */
static int find(dash_cache *cache, const char *key) {
    thing *t = (thing *)dash_cache_get(cache, key, strlen(key));
    int value = t ? t->value : -1;
    dash_release(t ? &t->shared : NULL);
    return value;
}

static void test_finds_and_replaces(void **state) {
    (void)state;
    dash_cache *cache = dash_cache_create(100000);
    put(cache, "a", 1, 100);
    put(cache, "b", 2, 100);
    assert_int_equal(find(cache, "a"), 1);
    assert_int_equal(find(cache, "b"), 2);
    assert_int_equal(find(cache, "c"), -1);
    put(cache, "a", 3, 100);
    assert_int_equal(find(cache, "a"), 3);
    size_t bytes, count;
    dash_cache_usage(cache, &bytes, &count);
    assert_int_equal(count, 2);
    thing *held = (thing *)dash_cache_get(cache, "a", 1);
    dash_cache_clear(cache);
    assert_int_equal(find(cache, "a"), -1);
    assert_int_equal(held->value, 3);
    assert_int_equal(atomic_load(&alive), 1);
    dash_release(&held->shared);
    dash_cache_free(cache);
    assert_int_equal(atomic_load(&alive), 0);
}

static void test_drops_the_least_recently_used(void **state) {
    (void)state;
    dash_cache *cache = dash_cache_create(5000);
    put(cache, "a", 1, 1000);
    put(cache, "b", 2, 1000);
    put(cache, "c", 3, 1000);
    put(cache, "d", 4, 1000);
    assert_int_equal(find(cache, "a"), 1); /* now b is the oldest */
    put(cache, "e", 5, 1000);
    assert_int_equal(find(cache, "b"), -1);
    assert_int_equal(find(cache, "a"), 1);
    assert_int_equal(find(cache, "e"), 5);
    dash_cache_free(cache);
    assert_int_equal(atomic_load(&alive), 0);
}

static void test_bound(void **state) {
    (void)state;
    enum {
        BOUND = 20000
    };
    dash_cache *cache = dash_cache_create(BOUND);
    unsigned seed = 12345;
    for (int i = 0; i < 20000; i++) {
        char key[32];
        size_t bytes, count;
        seed = seed * 1103515245U + 12345U;
        (void)snprintf(key, sizeof key, "key-%u", seed >> 16 & 255U);
        put(cache, key, i, seed >> 8 & 4095U);
        dash_cache_usage(cache, &bytes, &count);
        assert_true(bytes <= BOUND);
        assert_int_equal(atomic_load(&alive), (int)count);
    }
    put(cache, "large", 1, BOUND / 4 + 1);
    assert_int_equal(find(cache, "large"), -1);
    dash_cache_free(cache);
    assert_int_equal(atomic_load(&alive), 0);
}

static void test_holds_nothing_at_bound_zero(void **state) {
    (void)state;
    dash_cache *cache = dash_cache_create(0);
    put(cache, "a", 1, 0);
    assert_int_equal(find(cache, "a"), -1);
    dash_cache_free(cache);
    dash_cache_free(NULL);
}

static void *hammer(void *payload) {
    dash_cache *cache = payload;
    for (unsigned i = 0; i < 20000; i++) {
        char key[16];
        int value = (int)(i * 7919U % 64U);
        (void)snprintf(key, sizeof key, "%d", value);
        int found = find(cache, key);
        if (found != -1 && found != value)
            abort();
        if (found == -1)
            put(cache, key, value, 200);
        if (i % 5000 == 4999)
            dash_cache_clear(cache);
    }
    return NULL;
}

static void test_threads(void **state) {
    (void)state;
    dash_cache *cache = dash_cache_create(8000);
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hammer, cache), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    dash_cache_free(cache);
    assert_int_equal(atomic_load(&alive), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_and_replaces),
        cmocka_unit_test(test_drops_the_least_recently_used),
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_holds_nothing_at_bound_zero),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
