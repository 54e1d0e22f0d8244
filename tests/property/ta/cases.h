/* The registry as test cases: every indicator with many parameter sets, and series to run them on.
 */
#ifndef CASES_H
#define CASES_H

#include "marketkit/ta.h"

#define BARS      3000
#define LONG_BARS 320000 /* longer than any lookback */

/* One indicator with one set of parameters. */
typedef struct test_case {
    const ta_indicator *ind;
    const ta_indicator_info *info;
    double params[TA_PARAMS_MAX];
    size_t lookback;
    char name[160]; /* "macd:fast=3", for messages */
} test_case;

/* Bars with low <= open, close <= high; one array per ta_input. */
typedef struct series {
    size_t n;
    double *columns[TA_INPUT_SESSION + 1];
} series;

/* A reproducible stream of numbers. */
typedef struct rng {
    uint64_t state;
} rng;
uint64_t rng_next(rng *r);
/* In [0, 1). */
double rng_unit(rng *r);
/* In [0, bound). */
size_t rng_below(rng *r, size_t bound);

series series_walk(uint64_t seed, size_t n);
/* Leaps to 1e9 and back, spikes of 1e12, flat stretches, noise of a few ulps. */
series series_hostile(uint64_t seed, size_t n);
/*
 * Whatever is accepted: magnitudes from the smallest double to 1e100 of either sign, zeros, ranges
 * of one smallest double with closes far outside, and for 1,500 bars highs far below lows, so that
 * averages of true ranges die away. The last quarter is the walk.
 */
series series_extreme(uint64_t seed, size_t n);
series series_copy(const series *s);
void series_free(series *s);
/* The arrays of a case's inputs, from bar `from` on. */
void series_inputs(const series *s, const test_case *c, size_t from,
                   const double *in[TA_INPUTS_MAX]);

/* n_outputs arrays of n values, filled with a value that no indicator gives. */
typedef struct outputs {
    size_t n;
    double *columns[TA_OUTPUTS_MAX];
} outputs;
outputs outputs_new(const test_case *c, size_t n);
void outputs_free(outputs *o);

/* Runs the case over the whole series. */
outputs run_batch(const test_case *c, const series *s);

/* Gives a stream the bars [from, from + n) as one block. */
void run_block(const test_case *c, ta_stream *s, const series *bars, size_t from, size_t n,
               outputs *o);

/* Same bits, or both NaN. */
bool same_double(double a, double b);
/* Fails with the case's name and the first place where the outputs differ. */
void assert_same(const test_case *c, const char *what, const outputs *a, const outputs *b);

/* The indicator number `index` with its default parameters; has no name yet. */
test_case default_case(size_t index);

typedef void case_fn(const test_case *c, void *context);
/* From now on only the cases of this indicator; NULL: of all. */
void cases_only(const char *id);
/* Defaults, each parameter alone at its smallest, and random ones with lookbacks below BARS. */
void each_case(case_fn *fn, void *context);
/* Each parameter alone, and all together, at their largest. */
void each_largest_case(case_fn *fn, void *context);

#endif
