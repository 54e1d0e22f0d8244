/*
 * golden_ta [ID]: every indicator, or one, against its golden file, whose values were made by
 * make_golden.py in decimal arithmetic. How far a value may be off follows from the indicator's
 * numeric class, and is measured on the scale of the output's unit (docs/accuracy.md).
 */
#include "golden_file.h"
#include "marketkit/ta.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const input_names[] = {"open",   "high", "low",   "close",
                                          "volume", "real", "real2", "session"};

typedef struct golden_case {
    const golden_file *file;
    const ta_indicator *ind;
    const ta_indicator_info *info;
    double params[TA_PARAMS_MAX];
    size_t lookback;
    const char *spec;
    const double *in[TA_INPUTS_MAX];
    double *out[TA_OUTPUTS_MAX];
} golden_case;

/* In units of the scale, which scale_at() gives. */
static double tolerance(const golden_case *c) {
    switch (c->info->numeric_class) {
    case TA_CLASS_EXACT:
        return 0;
    case TA_CLASS_ELEMENTWISE:
    case TA_CLASS_CUMULATIVE:
        return 0x1p-51;
    case TA_CLASS_WINDOW: /* log2 N + 2 of the contract, and as much for composed ones */
        return (log2((double)c->lookback + 1) + 5) * 0x1p-53;
    case TA_CLASS_ANCHORED:
        return 1e-11;
    case TA_CLASS_RECURSIVE: /* a share of averages loses what they are below the largest so far */
        return ta_indicator_output(c->ind, 0)->unit == TA_UNIT_PERCENT ? 0x1p-47 : 0x1p-49;
    case TA_CLASS_LIBM:
        return 0x1p-48;
    }
    return 0;
}

/*
 * Quotients whose divisor can be small beside the rounding of what it is made from, however they
 * are computed. The same table, with the reasons, is in tests/oracle/errors.py.
 */
static double amplification(const char *id) {
    static const struct {
        const char *id;
        double factor;
    } table[] = {{"stochrsi", 0x1p30}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(id, table[i].id) == 0)
            return table[i].factor;
    return 1;
}

static bool is_price(ta_input input) {
    return input != TA_INPUT_VOLUME && input != TA_INPUT_SESSION;
}

/*
 * The largest price that bar i depends on: of a window, those in it; else all so far. Whatever lies
 * further back must have left no trace in a window.
 */
static double largest_price(const golden_case *c, size_t i) {
    bool window = c->info->numeric_class <= TA_CLASS_ANCHORED;
    double largest = 0;
    for (size_t j = i + 1, accepted = 0; j-- > 0 && !(window && accepted > c->lookback);) {
        bool present = true;
        double price = 0;
        for (size_t input = 0; input < c->info->n_inputs; input++) {
            double x = c->in[input][j];
            present &= !isnan(x);
            if (is_price(c->info->inputs[input]))
                price = fmax(price, fabs(x));
        }
        if (present) {
            accepted++;
            largest = fmax(largest, price);
        }
    }
    return largest;
}

static double scale_at(const golden_case *c, ta_unit unit, double expected, size_t i) {
    switch (unit) {
    case TA_UNIT_PRICE:
        return largest_price(c, i);
    case TA_UNIT_DIFFERENCE:
        return c->info->numeric_class == TA_CLASS_ANCHORED ? fabs(expected) : largest_price(c, i);
    case TA_UNIT_PERCENT:
        return fmax(100, fabs(expected));
    case TA_UNIT_RATIO:
        return fmax(1, fabs(expected));
    case TA_UNIT_VOLUME:
        return fabs(expected);
    case TA_UNIT_OTHER:
        return c->info->numeric_class == TA_CLASS_ANCHORED
                   ? fabs(expected)
                   : fmax(fabs(expected), 180 / 3.14 * largest_price(c, i)); /* degrees */
    case TA_UNIT_BARS:
        return 0;
    }
    return 0;
}

static void compare(const golden_case *c, size_t output, const double *expected) {
    const ta_output_info *info = ta_indicator_output(c->ind, output);
    for (size_t i = 0; i < c->file->n_rows; i++) {
        double got = c->out[output][i];
        if (isnan(got) && isnan(expected[i]))
            continue;
        double allowed =
            amplification(c->info->id) * tolerance(c) * scale_at(c, info->unit, expected[i], i);
        if (!(fabs(got - expected[i]) <= allowed))
            fail_msg("%s/%s, row %zu: %.17g instead of %.17g, off by %g where %g is allowed",
                     c->spec, info->id, i, got, expected[i], fabs(got - expected[i]), allowed);
    }
}

static const double *column(const golden_file *file, const char *name) {
    for (size_t i = 0; i < file->n_columns; i++)
        if (strcmp(file->names[i], name) == 0)
            return file->columns[i];
    fail_msg("there is no column %s", name);
    return NULL;
}

/* Checks the case whose outputs begin at the given column; returns the column after them. */
static size_t check_case(const golden_file *file, const ta_indicator *ind, size_t first) {
    golden_case c = {.file = file, .info = ta_indicator_describe(ind)};
    const char *slash = strchr(file->names[first], '/');
    assert_non_null(slash);
    size_t spec_length = (size_t)(slash - file->names[first]);
    c.spec = file->names[first];
    assert_int_equal(ta_spec_parse(c.spec, spec_length, &c.ind, c.params, NULL), TA_OK);
    assert_ptr_equal(c.ind, ind);
    assert_int_equal(ta_lookback(ind, c.params, c.info->n_params, &c.lookback, NULL), TA_OK);

    for (size_t i = 0; i < c.info->n_inputs; i++)
        c.in[i] = column(file, input_names[c.info->inputs[i]]);
    for (size_t o = 0; o < c.info->n_outputs; o++) {
        c.out[o] = calloc(file->n_rows, sizeof(double));
        assert_non_null(c.out[o]);
    }
    assert_int_equal(ta_run(ind, c.params, c.info->n_params, c.in, file->n_rows, c.out, NULL),
                     TA_OK);
    for (size_t o = 0; o < c.info->n_outputs; o++) {
        char name[256];
        snprintf(name, sizeof name, "%.*s/%s", (int)spec_length, c.spec,
                 ta_indicator_output(ind, o)->id);
        compare(&c, o, column(file, name));
        free(c.out[o]);
    }
    return first + c.info->n_outputs;
}

static void test_indicator(void **state) {
    const ta_indicator *ind = ta_indicator_at(*(const size_t *)*state);
    const ta_indicator_info *info = ta_indicator_describe(ind);
    char path[512];
    snprintf(path, sizeof path, "%s/%s.csv", GOLDEN_FOLDER, info->id);
    golden_file file = golden_read(path);
    for (size_t first = info->n_inputs; first < file.n_columns;)
        first = check_case(&file, ind, first);
    golden_free(&file);
}

int main(int argc, char **argv) {
    const char *only = argc > 1 ? argv[1] : NULL;
    size_t count = ta_indicator_count(), chosen = 0;
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    size_t *indexes = calloc(count, sizeof *indexes);
    if (!tests || !indexes)
        abort();
    for (size_t i = 0; i < count; i++) {
        const char *id = ta_indicator_describe(ta_indicator_at(i))->id;
        if (only && strcmp(only, id) != 0)
            continue;
        indexes[chosen] = i;
        tests[chosen].name = id;
        tests[chosen].test_func = test_indicator;
        tests[chosen].initial_state = &indexes[chosen];
        chosen++;
    }
    int failed = chosen == 0;
    failed += _cmocka_run_group_tests("golden_ta", tests, chosen, NULL, NULL);
    free(indexes);
    free(tests);
    return failed != 0;
}
