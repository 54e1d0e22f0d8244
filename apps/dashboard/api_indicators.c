#include "dashboard/exchange.h"

#include "common/compute.h"
#include "common/csv.h"
#include "common/head.h"

#include <stdlib.h>
#include <string.h>

typedef struct dash_plan {
    size_t n_specs;
    app_input input;
    app_spec specs[APP_SPECS_MAX];
} dash_plan;

static const char *plot_name(ta_plot plot) {
    static const char *const names[] = {
        [TA_PLOT_LINE] = "line",
        [TA_PLOT_HISTOGRAM] = "histogram",
        [TA_PLOT_BAND_UPPER] = "band_upper",
        [TA_PLOT_BAND_LOWER] = "band_lower",
    };
    return names[plot];
}

/* Values of the crop. */
static const double *cropped(const app_view *view, const app_column *column) {
    return view->count ? column->values + view->first : NULL;
}

static void write_series(app_json *json, const app_view *view, const app_spec *spec,
                         const app_column *column) {
    const ta_output_info *output = ta_indicator_output(spec->ind, column->output);
    app_json_begin_object(json);
    app_json_key(json, "column");
    app_json_str(json, column->name);
    app_json_key(json, "label");
    app_json_str(json, spec->label[0] ? spec->label : NULL);
    app_json_key(json, "spec");
    app_json_str(json, spec->text);
    app_json_key(json, "indicator");
    app_json_str(json, ta_indicator_describe(spec->ind)->id);
    app_json_key(json, "output");
    app_json_str(json, output->id);
    app_json_key(json, "name");
    app_json_str(json, column->title);
    app_json_key(json, "plot");
    app_json_str(json, plot_name(output->plot));
    app_json_key(json, "lookback");
    app_json_int(json, (int64_t)spec->lookback);
    app_json_key(json, "values");
    app_json_numbers(json, cropped(view, column), view->count);
    app_json_end_object(json);
}

static market_status compute(const app_view *view, const market_zone *zone, const dash_plan *plan,
                             app_error *err, app_result *out) {
    return app_compute(&view->series.bars, view->series.timeframe, zone, plan->specs, plan->n_specs,
                       plan->input, err, out);
}

static market_status write_json(const app_view *view, const market_zone *zone, const void *payload,
                                app_text *text, app_error *err) {
    const dash_plan *plan = payload;
    app_result result;
    app_json json;
    market_status status = compute(view, zone, plan, err, &result);
    if (status)
        return status;
    app_json_init(&json, text, APP_JSON_ROUNDED);
    app_json_begin_object(&json);
    app_head_json(&json, view);
    app_json_key(&json, "time");
    app_json_times(&json, view->count ? view->series.bars.time + view->first : NULL, view->count,
                   view->series.timeframe);
    app_json_key(&json, "series");
    app_json_begin_array(&json);
    for (size_t i = 0; i < result.n_columns; i++)
        write_series(&json, view, &plan->specs[result.columns[i].spec], &result.columns[i]);
    app_json_end_array(&json);
    app_json_end_object(&json);
    app_result_clear(&result);
    return MARKET_OK;
}

static market_status write_csv(const app_view *view, const market_zone *zone, const void *payload,
                               app_text *text, app_error *err) {
    app_result result;
    app_csv csv;
    market_status status = compute(view, zone, payload, err, &result);
    if (status)
        return status;
    app_csv_init(&csv, text);
    app_csv_str(&csv, "time");
    for (size_t i = 0; i < result.n_columns; i++)
        app_csv_str(&csv, result.columns[i].name);
    app_csv_end_row(&csv);
    for (size_t row = 0; row < view->count; row++) {
        app_csv_time(&csv, view->series.bars.time[view->first + row], view->series.timeframe);
        for (size_t i = 0; i < result.n_columns; i++)
            app_csv_number(&csv, cropped(view, &result.columns[i])[row]);
        app_csv_end_row(&csv);
    }
    app_result_clear(&result);
    return MARKET_OK;
}

static market_status make_plan(const dash_params *params, app_error *err, dash_plan *out) {
    const char *input = params->values[DASH_INPUT];
    out->n_specs = params->n_specs;
    out->input = APP_INPUT_CLOSE;
    if (!params->n_specs)
        return app_error_set(err, MARKET_E_ARGUMENT, "spec", "", "spec: is required");
    if (input) {
        market_status status = app_input_parse(input, strlen(input), "input", err, &out->input);
        if (status)
            return status;
    }
    for (size_t i = 0; i < params->n_specs; i++) {
        const char *spec = params->specs[i];
        market_status status = app_spec_parse(spec, strlen(spec), err, &out->specs[i]);
        if (status)
            return status;
    }
    /* Names that collide are refused before the store is asked. */
    app_column columns[APP_COLUMNS_MAX];
    size_t n_columns;
    return app_columns_name(out->specs, out->n_specs, err, columns, &n_columns);
}

static size_t count_columns(const dash_plan *plan) {
    size_t n = 1;
    for (size_t i = 0; i < plan->n_specs; i++)
        n += ta_indicator_describe(plan->specs[i].ind)->n_outputs;
    return n;
}

static void write_rest(app_text *rest, const dash_plan *plan) {
    app_text_str(rest, app_input_name(plan->input));
    for (size_t i = 0; i < plan->n_specs; i++)
        app_text_format(rest, "&%s=%s", plan->specs[i].label, plan->specs[i].text);
}

static void answer_specs(dash_exchange *x, dash_series_api *api) {
    dash_plan plan;
    app_error err = {0};
    app_text rest;
    market_status status = make_plan(&x->params, &err, &plan);
    app_text_init(&rest, 0);
    if (!status) {
        write_rest(&rest, &plan);
        if (rest.failed)
            status = app_error_set(&err, MARKET_E_MEMORY, "", "", "out of memory");
    }
    if (status) {
        dash_fail_error(x, &err);
    } else {
        api->columns = count_columns(&plan);
        api->payload = &plan;
        dash_series_answer(x, api, rest.data);
    }
    app_text_clear(&rest);
}

/* The registry does not depend on the store: neither do key and generation. */
static void answer_registry(dash_exchange *x) {
    app_text key, text;
    app_text_init(&key, 0);
    app_text_init(&text, 0);
    app_text_str(&key, "registry");
    dash_answer_id id = {.key = &key, .content_type = DASH_JSON};
    if (!key.failed && dash_answer_known(x, &id)) {
        app_text_clear(&key);
        return;
    }
    size_t len = 0;
    (void)ta_describe_json(NULL, NULL, 0, &len);
    app_text_str(&text, "{\"indicators\":");
    char *room = app_text_room(&text, len + 1);
    if (room && ta_describe_json(NULL, room, len + 1, &len) == TA_OK)
        app_text_advance(&text, len);
    app_text_char(&text, '}');
    text.failed = text.failed || key.failed;
    dash_answer_hashed(x, &id, 0, &text);
    app_text_clear(&key);
}

void dash_api_indicators(dash_exchange *x) {
    dash_series_api api = {.content_type = DASH_JSON, .write = write_json};
    if (x->query.count)
        answer_specs(x, &api);
    else
        answer_registry(x);
}

void dash_api_indicators_csv(dash_exchange *x) {
    dash_series_api api = {.content_type = DASH_CSV, .write = write_csv};
    answer_specs(x, &api);
}
