#include "common/compute.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Input columns that are made here, at most once for all specs. */
typedef struct derived {
    double *typprice;
    double *session;
} derived;

static app_input input_of(const app_spec *spec, app_input fallback) {
    return spec->input != APP_INPUT_NONE ? spec->input : fallback;
}

static bool uses_typprice(const app_spec *spec, app_input fallback) {
    return (app_spec_takes(spec, TA_INPUT_REAL) &&
            input_of(spec, fallback) == APP_INPUT_TYPPRICE) ||
           spec->input2 == APP_INPUT_TYPPRICE;
}

static const double *named(const market_bars *bars, app_input input, const derived *made) {
    switch (input) {
    case APP_INPUT_OPEN:
        return bars->open;
    case APP_INPUT_HIGH:
        return bars->high;
    case APP_INPUT_LOW:
        return bars->low;
    case APP_INPUT_VOLUME:
        return bars->volume;
    case APP_INPUT_TYPPRICE:
        return made->typprice;
    case APP_INPUT_CLOSE:
    case APP_INPUT_NONE:
        break;
    }
    return bars->close;
}

static const double *column_for(const market_bars *bars, ta_input input, const app_spec *spec,
                                app_input fallback, const derived *made) {
    switch (input) {
    case TA_INPUT_OPEN:
        return bars->open;
    case TA_INPUT_HIGH:
        return bars->high;
    case TA_INPUT_LOW:
        return bars->low;
    case TA_INPUT_VOLUME:
        return bars->volume;
    case TA_INPUT_REAL:
        return named(bars, input_of(spec, fallback), made);
    case TA_INPUT_REAL2:
        return named(bars, spec->input2, made);
    case TA_INPUT_SESSION:
        return made->session;
    case TA_INPUT_CLOSE:
        break;
    }
    return bars->close;
}

static market_status no_memory(app_error *err) {
    return app_error_set(err, MARKET_E_MEMORY, "", "", "out of memory");
}

static market_status run_ta(const app_spec *spec, const double *const in[], size_t n,
                            double *const out[], app_error *err) {
    static const double nothing; /* a series of no bars has no arrays */
    const double *inputs[TA_INPUTS_MAX];
    ta_error ta = {0};
    for (size_t i = 0; i < TA_INPUTS_MAX; i++)
        inputs[i] = in[i] ? in[i] : &nothing;
    ta_status status = ta_run(spec->ind, spec->params, spec->n_params, inputs, n, out, &ta);
    if (status == TA_ERR_MEMORY)
        return no_memory(err);
    if (status)
        return app_error_set(err, MARKET_E_ARGUMENT, "spec", "", "%s",
                             ta.message[0] ? ta.message : ta_status_text(status));
    return MARKET_OK;
}

/* The typical price is libta's, so that it is the same here as in `mkt indicator typprice`. */
static market_status make_typprice(const market_bars *bars, double *out, app_error *err) {
    const app_spec spec = {.ind = ta_indicator_find("typprice")};
    const double *const in[TA_INPUTS_MAX] = {bars->high, bars->low, bars->close};
    double *const outputs[TA_OUTPUTS_MAX] = {out};
    return run_ta(&spec, in, bars->count, outputs, err);
}

static market_status make_inputs(const market_bars *bars, market_timeframe timeframe,
                                 const market_zone *zone, const app_spec *specs, size_t n_specs,
                                 app_input fallback, app_error *err, derived *out) {
    bool typprice = false, session = false;
    size_t size = (bars->count + 1) * sizeof(double);
    for (size_t i = 0; i < n_specs; i++) {
        typprice = typprice || uses_typprice(&specs[i], fallback);
        session = session || app_spec_takes(&specs[i], TA_INPUT_SESSION);
    }
    if (session) {
        out->session = malloc(size);
        if (!out->session)
            return no_memory(err);
        market_session_ids(timeframe, bars->time, bars->count, zone, out->session);
    }
    if (!typprice)
        return MARKET_OK;
    out->typprice = malloc(size);
    if (!out->typprice)
        return no_memory(err);
    return make_typprice(bars, out->typprice, err);
}

static market_status compute_spec(const market_bars *bars, const app_spec *spec, app_input fallback,
                                  const derived *made, app_column *columns, app_error *err) {
    const ta_indicator_info *info = ta_indicator_describe(spec->ind);
    const double *in[TA_INPUTS_MAX] = {0};
    double *out[TA_OUTPUTS_MAX] = {0};
    for (size_t i = 0; i < info->n_inputs; i++)
        in[i] = column_for(bars, info->inputs[i], spec, fallback, made);
    for (size_t i = 0; i < info->n_outputs; i++)
        out[i] = columns[i].values;
    return run_ta(spec, in, bars->count, out, err);
}

static market_status allocate(size_t n_bars, app_result *result, const app_column *columns,
                              app_error *err) {
    size_t stride = n_bars + 1; /* never nothing */
    if (stride > SIZE_MAX / sizeof(double) / (result->n_columns + 1))
        return no_memory(err);
    result->columns = calloc(result->n_columns + 1, sizeof *columns);
    result->memory = malloc(stride * result->n_columns * sizeof(double));
    if (!result->columns || !result->memory)
        return no_memory(err);
    memcpy(result->columns, columns, result->n_columns * sizeof *columns);
    for (size_t i = 0; i < result->n_columns; i++)
        result->columns[i].values = result->memory + i * stride;
    return MARKET_OK;
}

market_status app_compute(const market_bars *bars, market_timeframe timeframe,
                          const market_zone *zone, const app_spec *specs, size_t n_specs,
                          app_input input, app_error *err, app_result *out) {
    app_column columns[APP_COLUMNS_MAX];
    app_result result = {.n_bars = bars->count};
    derived made = {0};
    market_status status = app_columns_name(specs, n_specs, err, columns, &result.n_columns);
    if (!status)
        status = allocate(bars->count, &result, columns, err);
    if (!status)
        status = make_inputs(bars, timeframe, zone, specs, n_specs, input, err, &made);
    for (size_t i = 0, c = 0; !status && i < n_specs; i++) {
        status = compute_spec(bars, &specs[i], input, &made, &result.columns[c], err);
        c += ta_indicator_describe(specs[i].ind)->n_outputs;
    }
    free(made.typprice);
    free(made.session);
    if (status)
        app_result_clear(&result);
    else
        *out = result;
    return status;
}

void app_result_clear(app_result *result) {
    free(result->columns);
    free(result->memory);
    *result = (app_result){0};
}

static bool has_none(const double *values, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i]))
            return false;
    return n > 0;
}

const char *app_missing_input(const market_bars *bars, const app_spec *spec, app_input input) {
    const struct {
        const char *name;
        const double *values;
        ta_input as;
        app_input as_real;
    } columns[] = {
        {"open", bars->open, TA_INPUT_OPEN, APP_INPUT_OPEN},
        {"high", bars->high, TA_INPUT_HIGH, APP_INPUT_HIGH},
        {"low", bars->low, TA_INPUT_LOW, APP_INPUT_LOW},
        {"close", bars->close, TA_INPUT_CLOSE, APP_INPUT_CLOSE},
        {"volume", bars->volume, TA_INPUT_VOLUME, APP_INPUT_VOLUME},
    };
    bool real = app_spec_takes(spec, TA_INPUT_REAL), typprice = uses_typprice(spec, input);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        bool used =
            app_spec_takes(spec, columns[i].as) || spec->input2 == columns[i].as_real ||
            (real && input_of(spec, input) == columns[i].as_real) ||
            (typprice && columns[i].as != TA_INPUT_OPEN && columns[i].as != TA_INPUT_VOLUME);
        if (used && has_none(columns[i].values, bars->count))
            return columns[i].name;
    }
    return NULL;
}
