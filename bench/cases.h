/* The rows of the table: every indicator with its defaults, and some with other parameters. */
#ifndef BENCH_CASES_H
#define BENCH_CASES_H

#include "marketkit/ta.h"
#include "peer.h"

typedef struct bench_case {
    char label[24]; /* "ema 200" */
    const ta_indicator *ind;
    const ta_indicator_info *info;
    double params[TA_PARAMS_MAX];
    peer talib, tulip;
    char talib_name[24]; /* for its streams */
} bench_case;

/* Makes all cases, once the peers are open; the array is the caller's to free. */
bench_case *cases_new(size_t *count);

#endif
