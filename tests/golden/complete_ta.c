/*
 * An indicator is complete when it has a source file of its name, its line in indicators.def, a
 * typed wrapper and a golden file; and none of these is left without an indicator.
 */
#define _POSIX_C_SOURCE 200809L

#include "marketkit/ta.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *id_at(size_t index) {
    return ta_indicator_describe(ta_indicator_at(index))->id;
}

/* Fails unless exactly one file FOLDER/ID.SUFFIX exists; the folder may be a pattern. */
static void assert_one_file(const char *folder, const char *id, const char *suffix) {
    char path[512];
    glob_t found;
    snprintf(path, sizeof path, "%s/%s.%s", folder, id, suffix);
    int status = glob(path, 0, NULL, &found);
    size_t count = status == 0 ? found.gl_pathc : 0;
    if (status == 0)
        globfree(&found);
    if (count != 1)
        fail_msg("%s: %zu files are named %s; there must be one", id, count, path);
}

/* Every file that matches must be named after an indicator. */
static void assert_no_strays(const char *pattern) {
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *name = strrchr(found.gl_pathv[i], '/') + 1;
        char id[64];
        snprintf(id, sizeof id, "%.*s", (int)strcspn(name, "."), name);
        if (!ta_indicator_find(id))
            fail_msg("%s belongs to no indicator of the registry", found.gl_pathv[i]);
    }
    globfree(&found);
}

static void test_golden_files(void **state) {
    (void)state;
    for (size_t i = 0; i < ta_indicator_count(); i++)
        assert_one_file(SOURCE_FOLDER "/tests/golden/data", id_at(i), "csv");
    assert_no_strays(SOURCE_FOLDER "/tests/golden/data/*");
}

static void test_source_files(void **state) {
    (void)state;
    for (size_t i = 0; i < ta_indicator_count(); i++)
        assert_one_file(SOURCE_FOLDER "/libta/src/indicators/*", id_at(i), "c");
    assert_no_strays(SOURCE_FOLDER "/libta/src/indicators/*/*.c");
}

static void test_list_is_sorted(void **state) {
    (void)state;
    FILE *list = fopen(SOURCE_FOLDER "/libta/src/indicators.def", "r");
    assert_non_null(list);
    char line[128], expected[128];
    size_t i = 0;
    for (; fgets(line, sizeof line, list); i++) {
        if (i == ta_indicator_count())
            fail_msg("indicators.def has a line more than the registry: %s", line);
        snprintf(expected, sizeof expected, "TA_INDICATOR(%s)\n", id_at(i));
        assert_string_equal(line, expected);
        if (i > 0 && strcmp(id_at(i - 1), id_at(i)) >= 0)
            fail_msg("indicators.def is not in order: %s comes after %s", id_at(i), id_at(i - 1));
    }
    fclose(list);
    assert_int_equal(i, ta_indicator_count());
}

static void test_typed_wrappers(void **state) {
    (void)state;
    static const char opening[] = "static inline ta_status ta_";
    FILE *header = fopen(SOURCE_FOLDER "/libta/include/marketkit/ta_indicators.h", "r");
    assert_non_null(header);
    char line[256];
    size_t wrappers = 0, last = 0;
    while (fgets(line, sizeof line, header)) {
        if (strncmp(line, opening, sizeof opening - 1) != 0)
            continue;
        char id[64];
        const char *name = line + sizeof opening - 1;
        snprintf(id, sizeof id, "%.*s", (int)strcspn(name, "("), name);
        size_t index = 0;
        while (index < ta_indicator_count() && strcmp(id_at(index), id) != 0)
            index++;
        if (index == ta_indicator_count())
            fail_msg("ta_%s wraps no indicator", id);
        if (wrappers > 0 && index <= last)
            fail_msg("ta_%s is not in the order of names", id);
        last = index;
        wrappers++;
    }
    fclose(header);
    if (wrappers != ta_indicator_count())
        fail_msg("%zu indicators have %zu typed wrappers", ta_indicator_count(), wrappers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_files),
        cmocka_unit_test(test_source_files),
        cmocka_unit_test(test_list_is_sorted),
        cmocka_unit_test(test_typed_wrappers),
    };
    return cmocka_run_group_tests_name("complete_ta", tests, NULL, NULL);
}
