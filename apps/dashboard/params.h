/* The parameters that paths take: each known, given once, within its length. */
#ifndef DASHBOARD_PARAMS_H
#define DASHBOARD_PARAMS_H

#include "common/spec.h"
#include "common/view.h"
#include "dashboard/query.h"

/* X(enum constant, name, longest value). */
#define DASH_PARAM_LIST(X)                                                                         \
    X(DASH_SYMBOL, "symbol", MARKET_SYMBOL_MAX)                                                    \
    X(DASH_TIMEFRAME, "timeframe", 16)                                                             \
    X(DASH_FEED, "feed", MARKET_FEED_SIZE - 1)                                                     \
    X(DASH_ADJUST, "adjust", 16)                                                                   \
    X(DASH_FROM, "from", 40)                                                                       \
    X(DASH_TO, "to", 40)                                                                           \
    X(DASH_RANGE, "range", 8)                                                                      \
    X(DASH_INPUT, "input", 16)                                                                     \
    X(DASH_SPEC, "spec", APP_SPEC_SIZE - 1)

typedef enum dash_param {
#define DASH_PARAM_ENUM(constant, name, longest) constant,
    DASH_PARAM_LIST(DASH_PARAM_ENUM)
#undef DASH_PARAM_ENUM
    DASH_PARAMS
} dash_param;

/* Sets of parameters, as bits. */
#define DASH_NO_PARAMS     0U
#define DASH_SERIES_PARAMS ((1U << (DASH_RANGE + 1)) - 1)
#define DASH_ALL_PARAMS    ((1U << DASH_PARAMS) - 1)

/* As texts, borrowed from the query; NULL where not given. */
typedef struct dash_params {
    const char *values[DASH_PARAMS]; /* of spec: the first */
    size_t n_specs;
    const char *specs[APP_SPECS_MAX];
} dash_params;

market_status dash_params_read(const dash_query *query, unsigned allowed, app_error *err,
                               dash_params *out);
/* The parameters of a series in the form that common/view.h takes. */
app_request dash_params_series(const dash_params *params);

#endif
