/* The names of an answer's columns. */
#include "common/number.h"
#include "common/spec.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void append(char *text, size_t cap, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void append(char *text, size_t cap, const char *format, ...) {
    size_t len = strlen(text);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text + len, cap - len, format, args);
    va_end(args);
}

/* A parameter's value as people write it. */
static void value_text(const app_spec *spec, size_t index, char out[APP_NUMBER_SIZE]) {
    const ta_param_info *param = ta_indicator_param(spec->ind, index);
    if (param->kind == TA_PARAM_ENUM)
        (void)snprintf(out, APP_NUMBER_SIZE, "%s", param->choices[(size_t)spec->params[index]]);
    else
        app_number_shortest(spec->params[index], out);
}

static const char *spec_id(const app_spec *spec) {
    return ta_indicator_describe(spec->ind)->id;
}

static bool is_repeated(const app_spec *specs, size_t n, size_t index) {
    for (size_t i = 0; i < n; i++)
        if (i != index && !specs[i].label[0] && specs[i].ind == specs[index].ind)
            return true;
    return false;
}

static void append_differences(const app_spec *spec, char *name, size_t cap) {
    for (size_t i = 0; i < spec->n_params; i++) {
        char value[APP_NUMBER_SIZE];
        if (spec->params[i] == ta_indicator_param(spec->ind, i)->def)
            continue;
        value_text(spec, i, value);
        append(name, cap, "_%s", value);
    }
    if (spec->input != APP_INPUT_NONE)
        append(name, cap, "_%s", app_input_name(spec->input));
    if (spec->input2 != APP_INPUT_NONE)
        append(name, cap, "_%s", app_input_name(spec->input2));
}

static void name_column(const app_spec *specs, size_t n, app_column *column) {
    const app_spec *spec = &specs[column->spec];
    size_t n_outputs = ta_indicator_describe(spec->ind)->n_outputs;
    const char *output = ta_indicator_output(spec->ind, column->output)->id;
    column->name[0] = '\0';
    if (n == 1 && !spec->label[0]) {
        append(column->name, sizeof column->name, "%s", output);
        return;
    }
    append(column->name, sizeof column->name, "%s", spec->label[0] ? spec->label : spec_id(spec));
    if (!spec->label[0] && is_repeated(specs, n, column->spec))
        append_differences(spec, column->name, sizeof column->name);
    if (n_outputs > 1)
        append(column->name, sizeof column->name, ".%s", output);
}

static void title_column(const app_spec *specs, app_column *column) {
    const app_spec *spec = &specs[column->spec];
    const char *output = ta_indicator_output(spec->ind, column->output)->id;
    if (spec->label[0]) {
        (void)snprintf(column->title, sizeof column->title, "%s", spec->label);
    } else {
        (void)snprintf(column->title, sizeof column->title, "%s",
                       ta_indicator_describe(spec->ind)->short_name);
        for (size_t i = 0; i < spec->n_params; i++) {
            const ta_param_info *param = ta_indicator_param(spec->ind, i);
            char value[APP_NUMBER_SIZE];
            if (param->kind == TA_PARAM_ENUM && spec->params[i] == param->def)
                continue;
            value_text(spec, i, value);
            append(column->title, sizeof column->title, " %s", value);
        }
    }
    if (ta_indicator_describe(spec->ind)->n_outputs > 1 && strcmp(output, spec_id(spec)) != 0)
        append(column->title, sizeof column->title, " %s", output);
    if (spec->input != APP_INPUT_NONE && spec->input != APP_INPUT_CLOSE && !spec->label[0])
        append(column->title, sizeof column->title, " of %s", app_input_name(spec->input));
}

static market_status check_unique(const app_column *columns, size_t n, app_error *err) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(columns[i].name, "time") == 0)
            return app_error_set(err, MARKET_E_ARGUMENT, "spec", "choose another label",
                                 "a column cannot be called time");
        for (size_t j = 0; j < i; j++)
            if (strcmp(columns[i].name, columns[j].name) == 0)
                return app_error_set(err, MARKET_E_ARGUMENT, "spec",
                                     "give one a label: slow=ema:period=26",
                                     "two columns would be called %s", columns[i].name);
    }
    return MARKET_OK;
}

market_status app_columns_name(const app_spec *specs, size_t n_specs, app_error *err,
                               app_column *columns, size_t *n_columns) {
    size_t n = 0;
    if (n_specs == 0 || n_specs > APP_SPECS_MAX)
        return app_error_set(err, MARKET_E_TOO_LARGE, "spec", "ask for fewer at once",
                             "%zu specifications are not 1 to %d", n_specs, APP_SPECS_MAX);
    for (size_t i = 0; i < n_specs; i++) {
        for (size_t o = 0; o < ta_indicator_describe(specs[i].ind)->n_outputs; o++) {
            columns[n] = (app_column){.spec = i, .output = o};
            name_column(specs, n_specs, &columns[n]);
            title_column(specs, &columns[n]);
            n++;
        }
    }
    market_status status = check_unique(columns, n, err);
    if (!status)
        *n_columns = n;
    return status;
}
