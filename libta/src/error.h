/* Filling a ta_error; every function tolerates err == NULL and returns the status given. */
#ifndef TA_ERROR_H
#define TA_ERROR_H

#include "indicator.h"

/* Bytes of a caller's text that a message quotes, at most. */
#define TA__QUOTE_MAX 64

/* A failure that needs no more than words: the parts are joined (NULL ends them). */
ta_status ta__error(ta_error *err, ta_status status, const char *const *parts);
/* A value of a parameter is wrong: "ID: NAME = VALUE REASON (allowed: ...)". */
ta_status ta__param_error(ta_error *err, const ta_indicator *ind, size_t index, double value,
                          const char *reason);
/* A text is no value of a parameter: "ID: NAME = 'TEXT' REASON (allowed: ...)". */
ta_status ta__param_text_error(ta_error *err, const ta_indicator *ind, size_t index,
                               const char *text, size_t len, const char *reason);

/* Two parameters contradict each other: "ID: NAME = VALUE RELATION OTHER = VALUE". */
ta_status ta__relation_error(ta_error *err, const ta_indicator *ind, const double *params,
                             size_t index, const char *relation, size_t other);

/* Says which of several sets of parameters the error is about. */
ta_status ta__error_of_set(ta_error *err, ta_status status, size_t set);

#define TA__ERROR(err, status, ...)                                                                \
    ta__error((err), (status), (const char *const[]){__VA_ARGS__, NULL})

#endif
