#include "error.h"
#include "text.h"

#include <string.h>

const char *ta_version(void) {
    return TA_VERSION_TEXT;
}

const char *ta_status_name(ta_status status) {
    switch (status) {
#define TA_STATUS_NAME(name, text)                                                                 \
    case name:                                                                                     \
        return #name;
        TA_STATUS_LIST(TA_STATUS_NAME)
#undef TA_STATUS_NAME
    }
    return "?";
}

const char *ta_status_text(ta_status status) {
    switch (status) {
#define TA_STATUS_TEXT(name, text)                                                                 \
    case name:                                                                                     \
        return text;
        TA_STATUS_LIST(TA_STATUS_TEXT)
#undef TA_STATUS_TEXT
    }
    return "unknown status";
}

static ta__text error_start(ta_error *err, ta_status status) {
    *err = (ta_error){.status = status, .param = -1};
    return (ta__text){.buf = err->message, .cap = sizeof err->message};
}

ta_status ta__error(ta_error *err, ta_status status, const char *const *parts) {
    if (!err)
        return status;
    ta__text t = error_start(err, status);
    for (; *parts; parts++)
        ta__text_str(&t, *parts);
    ta__text_end(&t);
    return status;
}

static void allowed(ta__text *t, const ta_param_info *p) {
    switch (p->kind) {
    case TA_PARAM_ENUM:
        for (size_t i = 0; p->choices[i]; i++) {
            ta__text_str(t, i ? ", " : "one of ");
            ta__text_str(t, p->choices[i]);
        }
        return;
    case TA_PARAM_INT:
        ta__text_str(t, "a whole number from ");
        break;
    case TA_PARAM_REAL:
        ta__text_str(t, "a number from ");
        break;
    }
    ta__text_double(t, p->min);
    ta__text_str(t, " to ");
    ta__text_double(t, p->max);
}

/* "ID: NAME = ", where the details of the parameter go into err too. */
static ta__text param_start(ta_error *err, ta_status status, const ta_indicator *ind, size_t index,
                            double value) {
    const ta_param_info *p = &ind->params[index];
    ta__text t = error_start(err, status);
    ta__text_str(&t, ind->info.id);
    ta__text_str(&t, ": ");
    ta__text_str(&t, p->id);
    ta__text_str(&t, " = ");
    err->param = (int)index;
    err->value = value;
    err->min = p->min;
    err->max = p->max;
    return t;
}

/* " REASON (allowed: ...)" */
static ta_status param_end(ta__text *t, const ta_indicator *ind, size_t index, const char *reason) {
    ta__text_str(t, " ");
    ta__text_str(t, reason);
    ta__text_str(t, " (allowed: ");
    allowed(t, &ind->params[index]);
    ta__text_str(t, ")");
    ta__text_end(t);
    return TA_ERR_PARAM;
}

ta_status ta__param_error(ta_error *err, const ta_indicator *ind, size_t index, double value,
                          const char *reason) {
    if (!err)
        return TA_ERR_PARAM;
    ta__text t = param_start(err, TA_ERR_PARAM, ind, index, value);
    ta__text_double(&t, value);
    return param_end(&t, ind, index, reason);
}

ta_status ta__param_text_error(ta_error *err, const ta_indicator *ind, size_t index,
                               const char *text, size_t len, const char *reason) {
    if (!err)
        return TA_ERR_PARAM;
    ta__text t = param_start(err, TA_ERR_PARAM, ind, index, (double)NAN);
    ta__text_str(&t, "'");
    ta__text_bytes(&t, text, len < TA__QUOTE_MAX ? len : TA__QUOTE_MAX);
    ta__text_str(&t, "'");
    return param_end(&t, ind, index, reason);
}

ta_status ta__relation_error(ta_error *err, const ta_indicator *ind, const double *params,
                             size_t index, const char *relation, size_t other) {
    if (!err)
        return TA_ERR_PARAM_COMBINATION;
    ta__text t = param_start(err, TA_ERR_PARAM_COMBINATION, ind, index, params[index]);
    ta__text_double(&t, params[index]);
    ta__text_str(&t, " ");
    ta__text_str(&t, relation);
    ta__text_str(&t, " ");
    ta__text_str(&t, ind->params[other].id);
    ta__text_str(&t, " = ");
    ta__text_double(&t, params[other]);
    ta__text_end(&t);
    return TA_ERR_PARAM_COMBINATION;
}

ta_status ta__error_of_set(ta_error *err, ta_status status, size_t set) {
    if (!err)
        return status;
    ta_error before = *err;
    ta__text t = {.buf = err->message, .cap = sizeof err->message};
    ta__text_str(&t, "set ");
    ta__text_double(&t, (double)set);
    ta__text_str(&t, ": ");
    ta__text_str(&t, before.message);
    ta__text_end(&t);
    err->set = set;
    return status;
}
