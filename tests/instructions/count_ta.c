/*
 * count_ta [run]: the work whose instructions `check` counts under callgrind: for each indicator a
 * batch over 10,000 bars, then 1,000 ticks, with default parameters. Without "run" only the names
 * of the counted calls are printed, in their order.
 */
#include "../property/ta/cases.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH = 10000,
    TICKS = 1000
};

/* callgrind counts what happens inside this function, and writes a file at its end. */
__attribute__((noinline)) static void counted(const test_case *c, ta_stream *s,
                                              const double *const *in, double *const *out) {
    if (!s) {
        ta_run(c->ind, NULL, 0, in, BATCH, out, NULL);
        return;
    }
    for (size_t i = BATCH - TICKS; i < BATCH; i++) {
        double bar[TA_INPUTS_MAX], values[TA_OUTPUTS_MAX];
        for (size_t j = 0; j < c->info->n_inputs; j++)
            bar[j] = in[j][i];
        ta_stream_push(s, bar, values);
    }
}

static void count(const test_case *c, const series *bars) {
    outputs o = outputs_new(c, BATCH);
    const double *in[TA_INPUTS_MAX];
    ta_stream *s = NULL;
    series_inputs(bars, c, 0, in);
    counted(c, NULL, in, o.columns);
    assert_int_equal(ta_stream_create(c->ind, NULL, 0, &s, NULL), TA_OK);
    assert_int_equal(ta_stream_run(s, in, BATCH - TICKS, o.columns), TA_OK);
    counted(c, s, in, o.columns);
    ta_stream_free(s);
    outputs_free(&o);
}

int main(int argc, char **argv) {
    bool run = argc > 1 && strcmp(argv[1], "run") == 0;
    series bars = series_walk(1, BATCH);
    ta_run(ta_indicator_at(0), NULL, 0, (const double *const[TA_INPUTS_MAX]){NULL}, 0,
           (double *const[TA_OUTPUTS_MAX]){NULL}, NULL); /* finds the CPU level */
    for (size_t i = 0; i < ta_indicator_count(); i++) {
        test_case c = default_case(i);
        if (run)
            count(&c, &bars);
        else
            printf("%s\tbatch\n%s\ttick\n", c.info->id, c.info->id);
    }
    series_free(&bars);
    return 0;
}
