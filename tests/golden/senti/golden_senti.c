/* The scores of golden.tsv (vaderSentiment 3.3.2 and NLTK 3.8.1; make_senti.py wrote it), bit for
 * bit, on every CPU level. */
#include "level.h"
#include "marketkit/senti.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 8192

/* Undoes the escapes in place; the length. */
static size_t unescape(char *text) {
    static const char from[] = "tnr0\\", to[] = "\t\n\r\0\\";
    size_t n = 0;
    for (char *at = text; *at; at++) {
        if (*at == '\\' && at[1])
            text[n++] = to[strchr(from, *++at) - from];
        else
            text[n++] = *at;
    }
    return n;
}

static void check(senti_profile profile, const double *expected, const char *text, size_t len,
                  size_t line) {
    senti_scores s;
    assert_int_equal(senti_score(senti_lexicon_builtin(profile), text, len, NULL, &s), SENTI_OK);
    const double got[] = {s.neg, s.neu, s.pos, s.compound};
    if (memcmp(got, expected, sizeof got) != 0)
        fail_msg("line %zu, %s: %g %g %g %g, not %g %g %g %g", line, senti_profile_name(profile),
                 got[0], got[1], got[2], got[3], expected[0], expected[1], expected[2],
                 expected[3]);
}

static size_t check_file(void) {
    static char line[LINE_MAX_BYTES];
    FILE *file = fopen(GOLDEN_FILE, "rb");
    assert_non_null(file);
    size_t n = 0;
    while (fgets(line, sizeof line, file)) {
        double expected[8];
        char *at = line;
        line[strcspn(line, "\n")] = '\0';
        for (size_t i = 0; i < 8; i++)
            expected[i] = strtod(at, &at);
        char *text = at + 1;
        size_t len = unescape(text);
        n++;
        check(SENTI_VADER, expected, text, len, n);
        check(SENTI_NLTK, expected + 4, text, len, n);
    }
    (void)fclose(file);
    return n;
}

static void test_best_level(void **state) {
    (void)state;
    assert_true(check_file() > 600);
}

static void test_portable(void **state) {
    (void)state;
    atomic_store(&senti__level_found, SENTI__PORTABLE + 1);
    assert_true(check_file() > 600);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_best_level),
        cmocka_unit_test(test_portable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
