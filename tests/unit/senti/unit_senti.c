/* The interface of libsenti: status, version. */
#include "marketkit/senti.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

static void test_status(void **state) {
    (void)state;
    assert_string_equal(senti_status_name(SENTI_ERR_SYNTAX), "SENTI_ERR_SYNTAX");
    assert_string_equal(senti_status_name((senti_status)99), "?");
    assert_string_equal(senti_status_text(SENTI_OK), "success");
    assert_string_equal(senti_status_text((senti_status)99), "unknown status");
    assert_true(strlen(senti_version()) >= 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
