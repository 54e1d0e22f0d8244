/* Indicator specifications: [LABEL=]ID[:NAME=VALUE,...]
 *
 * On top of ta_spec_parse() there are the label and the pseudo-parameters input= and input2=, which
 * say what an indicator of "any series" runs on. */
#ifndef MARKETKIT_APPS_COMMON_SPEC_H
#define MARKETKIT_APPS_COMMON_SPEC_H

#include "common/error.h"

/* X(enum constant, name). */
#define APP_INPUT_LIST(X)                                                                          \
    X(APP_INPUT_CLOSE, "close")                                                                    \
    X(APP_INPUT_OPEN, "open")                                                                      \
    X(APP_INPUT_HIGH, "high")                                                                      \
    X(APP_INPUT_LOW, "low")                                                                        \
    X(APP_INPUT_VOLUME, "volume")                                                                  \
    X(APP_INPUT_TYPPRICE, "typprice")

typedef enum app_input {
#define APP_INPUT_ENUM(name, text) name,
    APP_INPUT_LIST(APP_INPUT_ENUM)
#undef APP_INPUT_ENUM
    APP_INPUT_NONE /* not given */
} app_input;

const char *app_input_name(app_input input);
/* `parameter` is named in the error: "input", "--input". */
market_status app_input_parse(const char *text, size_t len, const char *parameter, app_error *err,
                              app_input *out);

#define APP_SPECS_MAX   16
#define APP_LABEL_SIZE  33
#define APP_SPEC_SIZE   256
#define APP_COLUMN_SIZE 96
#define APP_TITLE_SIZE  128

typedef struct app_spec {
    char label[APP_LABEL_SIZE]; /* empty: none */
    const ta_indicator *ind;
    double params[TA_PARAMS_MAX]; /* all of them, defaults filled in */
    size_t n_params;
    app_input input;          /* as given, or NONE */
    app_input input2;         /* as given, or NONE */
    char text[APP_SPEC_SIZE]; /* canonical: without label and defaults, with input= when given */
    size_t lookback;
} app_spec;

/* A label is a letter or _ and up to 31 more of letters, digits, _ . - */
market_status app_spec_parse(const char *text, size_t len, app_error *err, app_spec *out);

/* Whether its indicator has an input of that kind. */
bool app_spec_takes(const app_spec *spec, ta_input input);

/* One column of an answer: an output of a spec. */
typedef struct app_column {
    size_t spec;   /* index of its spec */
    size_t output; /* index of its output */
    char name[APP_COLUMN_SIZE];
    char title[APP_TITLE_SIZE]; /* for people: "EMA 12", "MACD 12 26 9 signal", "BB 20 2 upper" */
    double *values; /* after app_compute(): one per bar of the whole series; owned by the result */
} app_column;

/* The columns of up to APP_SPECS_MAX specs, in order, and their names:
 *   one spec:      the output's id                 ema      macd, signal, histogram
 *   several:       the id, or id.output            rsi      macd.macd, macd.signal, ...
 *   a repeated id: and its non-default parameters  ema_12   macd_5.macd
 *   a label wins:                                  fast     fast.macd, ...
 * Two equal names after that, or one that is "time", are an error. `columns` has room for
 * APP_SPECS_MAX * TA_OUTPUTS_MAX. */
#define APP_COLUMNS_MAX ((size_t)APP_SPECS_MAX * TA_OUTPUTS_MAX)
market_status app_columns_name(const app_spec *specs, size_t n_specs, app_error *err,
                               app_column *columns, size_t *n_columns);

#endif
