#include "common/spec.h"

#include <stdio.h>
#include <string.h>

static const char *const input_names[] = {
#define INPUT_NAME(name, text) text,
    APP_INPUT_LIST(INPUT_NAME)
#undef INPUT_NAME
};

const char *app_input_name(app_input input) {
    return input < APP_INPUT_NONE ? input_names[input] : NULL;
}

static bool same(const char *name, const char *text, size_t len) {
    return strlen(name) == len && memcmp(name, text, len) == 0;
}

market_status app_input_parse(const char *text, size_t len, const char *parameter, app_error *err,
                              app_input *out) {
    for (int i = 0; i < APP_INPUT_NONE; i++) {
        if (same(input_names[i], text, len)) {
            *out = (app_input)i;
            return MARKET_OK;
        }
    }
    return app_error_set(err, MARKET_E_ARGUMENT, parameter,
                         "use close, open, high, low, volume or typprice",
                         "there is no input '%.*s'", (int)(len < 64 ? len : 64), text);
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_label(const char *text, size_t len) {
    if (len == 0 || len >= APP_LABEL_SIZE || !is_letter(text[0]))
        return false;
    for (size_t i = 1; i < len; i++)
        if (!is_letter(text[i]) && !strchr("0123456789.-", text[i]))
            return false;
    return true;
}

/* Takes input=... and input2=... out of the settings; what remains, without a trailing comma or
 * colon, is libta's. */
static market_status take_inputs(const char *text, size_t len, app_error *err, app_spec *spec,
                                 char *rest, size_t *rest_len) {
    const char *colon = memchr(text, ':', len);
    size_t at = colon ? (size_t)(colon - text) : len, kept = at;
    memcpy(rest, text, at);
    char mark = ':';
    while (at < len) {
        size_t start = at + 1;
        const char *comma = memchr(text + start, ',', len - start);
        size_t end = comma ? (size_t)(comma - text) : len;
        const char *equals = memchr(text + start, '=', end - start);
        size_t name_len = equals ? (size_t)(equals - text) - start : 0;
        bool first = same("input", text + start, name_len);
        if (first || same("input2", text + start, name_len)) {
            app_input *input = first ? &spec->input : &spec->input2;
            if (*input != APP_INPUT_NONE)
                return app_error_set(err, MARKET_E_SYNTAX, "spec", "name it once",
                                     "%.*s is given twice", (int)name_len, text + start);
            market_status status =
                app_input_parse(equals + 1, end - (size_t)(equals + 1 - text), "spec", err, input);
            if (status)
                return status;
        } else {
            rest[kept++] = mark;
            memcpy(rest + kept, text + start, end - start);
            kept += end - start;
            mark = ',';
        }
        at = end;
    }
    *rest_len = kept;
    return MARKET_OK;
}

bool app_spec_takes(const app_spec *spec, ta_input input) {
    const ta_indicator_info *info = ta_indicator_describe(spec->ind);
    for (size_t i = 0; i < info->n_inputs; i++)
        if (info->inputs[i] == input)
            return true;
    return false;
}

static market_status check_inputs(const app_spec *spec, app_error *err) {
    const char *id = ta_indicator_describe(spec->ind)->id;
    if (spec->input != APP_INPUT_NONE && !app_spec_takes(spec, TA_INPUT_REAL))
        return app_error_set(err, MARKET_E_ARGUMENT, "spec", "leave input= out",
                             "%s chooses its own columns and takes no input", id);
    if (spec->input2 != APP_INPUT_NONE && !app_spec_takes(spec, TA_INPUT_REAL2))
        return app_error_set(err, MARKET_E_ARGUMENT, "spec", "leave input2= out",
                             "%s takes no second input", id);
    if (spec->input2 == APP_INPUT_NONE && app_spec_takes(spec, TA_INPUT_REAL2))
        return app_error_set(err, MARKET_E_ARGUMENT, "spec", "add input2=open, for example",
                             "%s needs a second input", id);
    return MARKET_OK;
}

static market_status unknown_indicator(const char *text, size_t len, app_error *err) {
    const char *ids[256];
    size_t count = 0, id_len = 0;
    while (id_len < len && text[id_len] != ':')
        id_len++;
    for (; count < ta_indicator_count() && count < 256; count++)
        ids[count] = ta_indicator_describe(ta_indicator_at(count))->id;
    const char *nearest = app_nearest(text, id_len, ids, count);
    char advice[128];
    if (nearest)
        (void)snprintf(advice, sizeof advice, "did you mean %s?", nearest);
    else
        (void)snprintf(advice, sizeof advice, "the indicators are listed by `mkt indicators`");
    if (id_len == 0)
        return app_error_set(err, MARKET_E_SYNTAX, "spec", "write it as ema:period=12",
                             "an indicator is missing");
    return app_error_set(err, MARKET_E_ARGUMENT, "spec", advice, "there is no indicator '%.*s'",
                         (int)(id_len < 64 ? id_len : 64), text);
}

static market_status parse_ta(const char *text, size_t len, app_error *err, app_spec *spec) {
    ta_error ta = {0};
    ta_status status = ta_spec_parse(text, len, &spec->ind, spec->params, &ta);
    if (status == TA_ERR_UNKNOWN_INDICATOR)
        return unknown_indicator(text, len, err);
    if (status)
        return app_error_set(err, MARKET_E_ARGUMENT, "spec",
                             status == TA_ERR_SYNTAX ? "write it as ema:period=12,seed=first" : "",
                             "%s", ta.message[0] ? ta.message : ta_status_text(status));
    spec->n_params = ta_indicator_describe(spec->ind)->n_params;
    status = ta_lookback(spec->ind, spec->params, spec->n_params, &spec->lookback, &ta);
    size_t written = 0;
    if (!status)
        status = ta_spec_format(spec->ind, spec->params, spec->n_params, spec->text,
                                sizeof spec->text, &written, &ta);
    if (status)
        return app_error_set(err, MARKET_E_ARGUMENT, "spec", "", "%s", ta.message);
    return MARKET_OK;
}

static void append_input(app_spec *spec, const char *name, app_input input) {
    size_t len = strlen(spec->text);
    if (input != APP_INPUT_NONE)
        (void)snprintf(spec->text + len, sizeof spec->text - len, "%c%s=%s",
                       strchr(spec->text, ':') ? ',' : ':', name, app_input_name(input));
}

market_status app_spec_parse(const char *text, size_t len, app_error *err, app_spec *out) {
    app_spec spec = {.input = APP_INPUT_NONE, .input2 = APP_INPUT_NONE};
    char rest[APP_SPEC_SIZE];
    if (len >= sizeof rest)
        return app_error_set(err, MARKET_E_TOO_LARGE, "spec", "shorten it",
                             "a specification of %zu bytes exceeds %zu", len, sizeof rest - 1);
    const char *equals = memchr(text, '=', len), *colon = memchr(text, ':', len);
    if (equals && (!colon || equals < colon)) {
        size_t label_len = (size_t)(equals - text);
        if (!is_label(text, label_len))
            return app_error_set(err, MARKET_E_SYNTAX, "spec",
                                 "a label is a letter and up to 31 letters, digits, _ . -; "
                                 "parameters follow a colon: ema:period=12",
                                 "'%.*s' is not a label", (int)(label_len < 64 ? label_len : 64),
                                 text);
        memcpy(spec.label, text, label_len);
        text += label_len + 1;
        len -= label_len + 1;
    }
    size_t rest_len = 0;
    market_status status = take_inputs(text, len, err, &spec, rest, &rest_len);
    if (!status)
        status = parse_ta(rest, rest_len, err, &spec);
    if (!status)
        status = check_inputs(&spec, err);
    if (status)
        return status;
    append_input(&spec, "input", spec.input);
    append_input(&spec, "input2", spec.input2);
    *out = spec;
    return MARKET_OK;
}
