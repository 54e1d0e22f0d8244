/*
 * As much of cmocka's interface as the tests of libta use, for machines that have none. A failed
 * assertion ends the test; the program goes on with the next.
 */
#ifndef ARM64_CMOCKA_H
#define ARM64_CMOCKA_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef int cmocka_fixture(void **state);
struct CMUnitTest {
    const char *name;
    void (*test_func)(void **state);
    cmocka_fixture *setup_func, *teardown_func;
    void *initial_state;
};

/* One of each in a program, whatever the number of files that include this. */
__attribute__((weak)) jmp_buf cmocka_end;
enum {
    CMOCKA_FAILED = 1,
    CMOCKA_SKIPPED
};

#define cmocka_unit_test_setup_teardown(f, setup, teardown)                                        \
    { #f, f, setup, teardown, NULL }
#define cmocka_unit_test_setup(f, setup) cmocka_unit_test_setup_teardown(f, setup, NULL)
#define cmocka_unit_test(f)              cmocka_unit_test_setup_teardown(f, NULL, NULL)
#define print_message                    printf
#define skip()                           longjmp(cmocka_end, CMOCKA_SKIPPED)
#define fail_msg(...)                                                                              \
    do {                                                                                           \
        printf("%s:%d: ", __FILE__, __LINE__);                                                     \
        printf(__VA_ARGS__);                                                                       \
        putchar('\n');                                                                             \
        longjmp(cmocka_end, CMOCKA_FAILED);                                                        \
    } while (0)
#define CMOCKA_CHECK(condition)                                                                    \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("%s", #condition);                                                            \
    } while (0)

#define assert_true(a)                CMOCKA_CHECK(a)
#define assert_false(a)               CMOCKA_CHECK(!(a))
#define assert_null(a)                CMOCKA_CHECK((a) == NULL)
#define assert_non_null(a)            CMOCKA_CHECK((a) != NULL)
#define assert_ptr_equal(a, b)        CMOCKA_CHECK((const void *)(a) == (const void *)(b))
#define assert_int_equal(a, b)        CMOCKA_CHECK((uintmax_t)(a) == (uintmax_t)(b))
#define assert_int_not_equal(a, b)    CMOCKA_CHECK((uintmax_t)(a) != (uintmax_t)(b))
#define assert_string_equal(a, b)     CMOCKA_CHECK(strcmp((a), (b)) == 0)
#define assert_memory_equal(a, b, n)  CMOCKA_CHECK(memcmp((a), (b), (n)) == 0)
#define assert_in_range(x, low, high) CMOCKA_CHECK((x) >= (low) && (x) <= (high))

static inline void cmocka_run_fixture(cmocka_fixture *fixture, void **state) {
    if (fixture && fixture(state) != 0)
        longjmp(cmocka_end, CMOCKA_FAILED);
}

static inline void cmocka_run_test(const struct CMUnitTest *test, void **state) {
    cmocka_run_fixture(test->setup_func, state);
    test->test_func(state);
    cmocka_run_fixture(test->teardown_func, state);
}

static inline int _cmocka_run_group_tests(const char *group, const struct CMUnitTest *tests,
                                          size_t count, cmocka_fixture *setup,
                                          cmocka_fixture *teardown) {
    int failed = 0;
    void *group_state = NULL;
    if (setup && setup(&group_state) != 0)
        return 1;
    for (size_t i = 0; i < count; i++) {
        void *state = tests[i].initial_state ? tests[i].initial_state : group_state;
        int end = setjmp(cmocka_end);
        if (end == 0)
            cmocka_run_test(&tests[i], &state);
        failed += end == CMOCKA_FAILED;
        printf("%s: %s: %s\n", group, tests[i].name,
               end == CMOCKA_FAILED    ? "FAILED"
               : end == CMOCKA_SKIPPED ? "skipped"
                                       : "ok");
        fflush(stdout);
    }
    if (teardown && teardown(&group_state) != 0)
        return 1;
    return failed;
}
#define cmocka_run_group_tests_name(group, tests, setup, teardown)                                 \
    _cmocka_run_group_tests(group, tests, sizeof(tests) / sizeof((tests)[0]), setup, teardown)
#define cmocka_run_group_tests(tests, setup, teardown)                                             \
    cmocka_run_group_tests_name(#tests, tests, setup, teardown)

#endif
