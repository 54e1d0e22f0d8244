/* Pages and assets, with and without the browser code in the program. */
#include "support.h"

#include "dashboard/assets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    fixture_open(f);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture_close(*state);
    free(*state);
    return 0;
}

static bool built(void) {
    for (size_t i = 0; i < dash_assets_count; i++)
        if (strcmp(dash_assets[i].path, "/price") == 0)
            return true;
    return false;
}

static void test_table_is_sorted_and_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < dash_assets_count; i++) {
        const dash_asset *a = &dash_assets[i];
        assert_int_equal(a->path[0], '/');
        assert_int_equal(strlen(a->hash), 16);
        assert_true(a->length > 0);
        assert_non_null(strchr(a->content_type, '/'));
        if (strncmp(a->content_type, "text/", 5) == 0)
            assert_non_null(strstr(a->content_type, "; charset=utf-8"));
        assert_int_equal(a->immutable, strncmp(a->path, "/assets/", 8) == 0);
        if (i)
            assert_true(strcmp(dash_assets[i - 1].path, a->path) < 0);
        if (a->gzip) {
            assert_int_equal(a->gzip[0], 0x1f);
            assert_int_equal(a->gzip[1], 0x8b);
        }
    }
}

static void test_every_asset_is_served(void **state) {
    const headers gzip = {"gzip", NULL};
    for (size_t i = 0; i < dash_assets_count; i++) {
        const dash_asset *a = &dash_assets[i];
        dash_response plain = get(*state, a->path);
        assert_int_equal(plain.status, 200);
        assert_ptr_equal(plain.data, a->data);
        assert_int_equal(plain.length, a->length);
        assert_string_equal(plain.content_type, a->content_type);
        assert_string_equal(plain.cache_control,
                            a->immutable ? "public, max-age=31536000, immutable" : "no-cache");
        dash_response packed = ask(*state, "GET", a->path, &gzip);
        assert_int_equal(packed.gzip, a->gzip != NULL);
        const headers again = {"gzip", packed.etag.text};
        dash_response fresh = ask(*state, "GET", a->path, &again);
        assert_int_equal(fresh.status, 304);
        dash_response_clear(&plain);
        dash_response_clear(&packed);
        dash_response_clear(&fresh);
    }
}

static void test_start(void **state) {
    dash_response response = get(*state, "/");
    if (built()) {
        assert_int_equal(response.status, 302);
        assert_string_equal(response.location, "price");
    } else {
        assert_int_equal(response.status, 200);
        assert_non_null(strstr(response.data, "built without the pages"));
    }
    dash_response_clear(&response);
    response = get(*state, "/favicon.ico");
    assert_int_equal(response.status, built() ? 200 : 204);
    dash_response_clear(&response);
    /* Deep links: the page reads the query, the server does not. */
    response = get(*state, "/price?symbol=AAPL&unknown=%zz");
    assert_int_equal(response.status, built() ? 200 : 404);
    dash_response_clear(&response);
}

static void test_other_paths_are_not_found(void **state) {
    static const char *const paths[] = {"",
                                        "/price/",
                                        "/price.html",
                                        "/assets/",
                                        "/assets/../price",
                                        "/%70rice",
                                        "//price",
                                        "/PRICE",
                                        "/assets/app.",
                                        "/../etc/passwd",
                                        "/pric",
                                        "/prices",
                                        "price",
                                        "*",
                                        "/index.html"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        dash_response response = get(*state, paths[i]);
        assert_int_equal(response.status, 404);
        assert_string_equal(response.content_type, "text/html; charset=utf-8");
        dash_response_clear(&response);
    }
}

typedef struct seen {
    unsigned security;
} seen;

static void note_header(void *payload, const char *name, const char *value) {
    static const char *const wanted[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
         "'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
    };
    seen *s = payload;
    for (unsigned i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (strcmp(name, wanted[i][0]) == 0 && strcmp(value, wanted[i][1]) == 0)
            s->security |= 1U << i;
}

static void test_every_answer_has_the_security_headers(void **state) {
    static const char *const targets[] = {"/",         "/price",  "/none", "/api/symbols",
                                          "/api/none", "/healthz"};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        dash_response response = get(*state, targets[i]);
        seen s = {0};
        dash_response_headers(&response, note_header, &s);
        assert_int_equal(s.security, 0x3f);
        dash_response_clear(&response);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_sorted_and_whole),
        cmocka_unit_test(test_every_asset_is_served),
        cmocka_unit_test(test_start),
        cmocka_unit_test(test_other_paths_are_not_found),
        cmocka_unit_test(test_every_answer_has_the_security_headers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
