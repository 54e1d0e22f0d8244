/* The text form of an indicator with parameters: ID[:NAME=VALUE,...]. */
#include "core.h"
#include "error.h"
#include "text.h"

#include <string.h>

/* An error at a place in the text; the message quotes the piece at fault. */
static ta_status at(ta_error *err, ta_status status, size_t offset, const char *what,
                    const char *piece, size_t len) {
    if (err) {
        *err = (ta_error){.status = status, .param = -1, .offset = offset};
        ta__text t = {.buf = err->message, .cap = sizeof err->message};
        ta__text_str(&t, what);
        ta__text_str(&t, " '");
        ta__text_bytes(&t, piece, len < TA__QUOTE_MAX ? len : TA__QUOTE_MAX);
        ta__text_str(&t, "'");
        ta__text_end(&t);
    }
    return status;
}

static bool same(const char *name, const char *text, size_t len) {
    return strlen(name) == len && memcmp(name, text, len) == 0;
}

/*
 * A decimal of at most 15 digits and a small exponent: one multiplication or division of two exact
 * doubles, hence correctly rounded, with no locale in it. Parameters need no more.
 */
static bool parse_number(const char *s, size_t len, double *value) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const char *end = s + len;
    bool negative = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    uint64_t mantissa = 0;
    int digits = 0, exponent = 0;
    bool any = false, point = false;
    for (; s < end && ((*s >= '0' && *s <= '9') || (*s == '.' && !point)); s++) {
        if (*s == '.') {
            point = true;
            continue;
        }
        any = true;
        mantissa = mantissa * 10 + (uint64_t)(*s - '0');
        digits += mantissa > 0;
        exponent -= point;
        if (digits > 15 || exponent < -22)
            return false;
    }
    if (!any)
        return false;
    if (s < end && (*s == 'e' || *s == 'E')) {
        s++;
        bool down = s < end && *s == '-';
        if (s < end && (*s == '-' || *s == '+'))
            s++;
        if (s == end || end - s > 3)
            return false;
        int given = 0;
        for (; s < end && *s >= '0' && *s <= '9'; s++)
            given = given * 10 + (*s - '0');
        exponent += down ? -given : given;
    }
    if (s != end || exponent < -22 || exponent > 22)
        return false;
    double x = (double)mantissa;
    x = exponent < 0 ? x / powers[-exponent] : x * powers[exponent];
    *value = negative ? -x : x;
    return true;
}

static ta_status parse_value(const ta_indicator *ind, size_t index, const char *value, size_t len,
                             double *out, ta_error *err) {
    const ta_param_info *p = &ind->params[index];
    if (p->kind != TA_PARAM_ENUM)
        return parse_number(value, len, out)
                   ? ta__param_check(ind, index, *out, err)
                   : ta__param_text_error(err, ind, index, value, len,
                                          "is not a plain number of at most 15 digits");
    size_t choice = 0;
    while (p->choices[choice] && !same(p->choices[choice], value, len))
        choice++;
    *out = (double)choice;
    return p->choices[choice]
               ? TA_OK
               : ta__param_text_error(err, ind, index, value, len, "is not a known choice");
}

/*
 * One NAME=VALUE between the offsets start and end of the text. value_at[i] is where the value of
 * parameter i begins, 0 when it is not given.
 */
static ta_status parse_setting(const ta_indicator *ind, const char *text, size_t start, size_t end,
                               size_t value_at[TA_PARAMS_MAX], double *params, ta_error *err) {
    const char *equals = memchr(text + start, '=', end - start);
    if (!equals)
        return at(err, TA_ERR_SYNTAX, start, "NAME=VALUE is expected, not", text + start,
                  end - start);
    size_t name_end = (size_t)(equals - text), index = 0;
    while (index < ind->info.n_params &&
           !same(ind->params[index].id, text + start, name_end - start))
        index++;
    if (index == ind->info.n_params) {
        at(err, TA_ERR_UNKNOWN_PARAM, start, "unknown parameter", text + start, name_end - start);
        if (err) {
            ta__text t = {
                .buf = err->message, .cap = sizeof err->message, .len = strlen(err->message)};
            ta__text_str(&t, ind->info.n_params ? "; " : "; it has none: ");
            ta__text_str(&t, ind->info.id);
            for (size_t i = 0; i < ind->info.n_params; i++) {
                ta__text_str(&t, i ? ", " : " has ");
                ta__text_str(&t, ind->params[i].id);
            }
            ta__text_end(&t);
        }
        return TA_ERR_UNKNOWN_PARAM;
    }
    if (value_at[index])
        return at(err, TA_ERR_SYNTAX, start, "given twice:", text + start, name_end - start);
    size_t at_value = value_at[index] = name_end + 1;
    ta_status status =
        parse_value(ind, index, text + at_value, end - at_value, &params[index], err);
    if (status && err)
        err->offset = at_value;
    return status;
}

/*
 * Where the value is that contradicts another: that of `param`, or, when this has its default, the
 * one without which there would be no contradiction.
 */
static size_t contradiction(const ta_indicator *ind, const double params[TA_PARAMS_MAX],
                            const size_t value_at[TA_PARAMS_MAX], size_t param) {
    for (size_t i = 0; !value_at[param] && i < ind->info.n_params; i++) {
        double without[TA_PARAMS_MAX];
        memcpy(without, params, sizeof without);
        without[i] = ind->params[i].def;
        if (!ta_params_check(ind, without, ind->info.n_params, NULL))
            param = i;
    }
    return value_at[param];
}

static const ta_indicator *find(const char *text, size_t len) {
    for (size_t i = 0; i < ta_indicator_count(); i++)
        if (same(ta_indicator_at(i)->info.id, text, len))
            return ta_indicator_at(i);
    return NULL;
}

ta_status ta_spec_parse(const char *text, size_t len, const ta_indicator **ind,
                        double params[TA_PARAMS_MAX], ta_error *err) {
    if (!text || !ind || !params)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "text, ind or params is NULL");
    const char *colon = memchr(text, ':', len);
    size_t id_len = colon ? (size_t)(colon - text) : len;
    const ta_indicator *found = find(text, id_len);
    if (!found)
        return at(err, TA_ERR_UNKNOWN_INDICATOR, 0, "there is no indicator", text, id_len);

    double all[TA_PARAMS_MAX] = {0};
    size_t value_at[TA_PARAMS_MAX] = {0};
    for (size_t i = 0; i < found->info.n_params; i++)
        all[i] = found->params[i].def;
    for (size_t start = id_len + 1; colon && start <= len;) {
        const char *comma = memchr(text + start, ',', len - start);
        size_t end = comma ? (size_t)(comma - text) : len;
        ta_status status = parse_setting(found, text, start, end, value_at, all, err);
        if (status)
            return status;
        if (!comma)
            break;
        start = end + 1;
    }
    ta_status status = ta__params_resolve(found, all, found->info.n_params, all, err);
    if (status) {
        if (err)
            err->offset = contradiction(found, all, value_at, (size_t)err->param);
        return status;
    }
    *ind = found;
    memcpy(params, all, sizeof all);
    return TA_OK;
}

ta_status ta_spec_format(const ta_indicator *ind, const double *params, size_t n_params, char *buf,
                         size_t cap, size_t *len, ta_error *err) {
    double all[TA_PARAMS_MAX];
    ta_status status = ta__params_resolve(ind, params, n_params, all, err);
    if (status)
        return status;
    if (!buf && cap > 0)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "buf is NULL");
    ta__text t = {.buf = buf, .cap = cap};
    ta__text_str(&t, ind->info.id);
    const char *mark = ":";
    for (size_t i = 0; i < ind->info.n_params; i++) {
        const ta_param_info *p = &ind->params[i];
        if (all[i] == p->def)
            continue;
        ta__text_str(&t, mark);
        ta__text_str(&t, p->id);
        ta__text_str(&t, "=");
        if (p->kind == TA_PARAM_ENUM)
            ta__text_str(&t, p->choices[(size_t)all[i]]);
        else
            ta__text_double(&t, all[i]);
        mark = ",";
    }
    ta__text_end(&t);
    if (len)
        *len = t.len;
    return t.len < cap ? TA_OK : TA__ERROR(err, TA_ERR_BUFFER, "the buffer is too small");
}
