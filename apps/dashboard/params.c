#include "dashboard/params.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    size_t longest;
} known[DASH_PARAMS] = {
#define ENTRY(constant, name, longest) {name, longest},
    DASH_PARAM_LIST(ENTRY)
#undef ENTRY
};

static market_status unknown(const char *name, unsigned allowed, app_error *err) {
    char list[128] = "";
    size_t len = 0;
    for (size_t i = 0; i < DASH_PARAMS; i++) {
        if (allowed >> i & 1)
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "",
                                    known[i].name);
    }
    if (!len)
        return app_error_set(err, MARKET_E_ARGUMENT, name, "",
                             "%.40s: this path takes no parameters", name);
    return app_error_set(err, MARKET_E_ARGUMENT, name, "",
                         "%.40s: no such parameter; this path takes %s", name, list);
}

static market_status take(const dash_pair *pair, size_t which, app_error *err, dash_params *out) {
    if (strlen(pair->value) > known[which].longest)
        return app_error_set(err, MARKET_E_ARGUMENT, pair->name, "",
                             "%s: longer than %zu characters", pair->name, known[which].longest);
    if (which == DASH_SPEC) {
        if (out->n_specs == APP_SPECS_MAX)
            return app_error_set(err, MARKET_E_ARGUMENT, pair->name, "",
                                 "spec: more than %d are given", APP_SPECS_MAX);
        out->specs[out->n_specs++] = pair->value;
    } else if (out->values[which]) {
        return app_error_set(err, MARKET_E_ARGUMENT, pair->name, "", "%s: given twice", pair->name);
    }
    if (!out->values[which])
        out->values[which] = pair->value;
    return MARKET_OK;
}

market_status dash_params_read(const dash_query *query, unsigned allowed, app_error *err,
                               dash_params *out) {
    *out = (dash_params){0};
    for (size_t i = 0; i < query->count; i++) {
        const dash_pair *pair = &query->pairs[i];
        size_t which = 0;
        while (which < DASH_PARAMS && strcmp(known[which].name, pair->name) != 0)
            which++;
        if (which == DASH_PARAMS || !(allowed >> which & 1))
            return unknown(pair->name, allowed, err);
        market_status status = take(pair, which, err, out);
        if (status != MARKET_OK)
            return status;
    }
    return MARKET_OK;
}

app_request dash_params_series(const dash_params *params) {
    return (app_request){
        .symbol = params->values[DASH_SYMBOL],
        .timeframe = params->values[DASH_TIMEFRAME],
        .feed = params->values[DASH_FEED],
        .adjust = params->values[DASH_ADJUST],
        .from = params->values[DASH_FROM],
        .to = params->values[DASH_TO],
        .range = params->values[DASH_RANGE],
    };
}
