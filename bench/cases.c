#include "cases.h"

#include "talib.h"
#include "tulip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Indicators whose cost may depend on the period. */
static const char *const by_period[] = {"bbands", "ema", "max", "min", "sma", "stddev"};
static const int periods[] = {5, 14, 20, 50, 200, 1000};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bench_case new_case(const ta_indicator *ind, const char *peers_name) {
    bench_case c = {.ind = ind, .info = ta_indicator_describe(ind)};
    for (size_t i = 0; i < c.info->n_params; i++)
        c.params[i] = ta_indicator_param(ind, i)->def;
    snprintf(c.label, sizeof c.label, "%s", peers_name);
    snprintf(c.talib_name, sizeof c.talib_name, "%s", peers_name);
    c.talib = talib_find(peers_name);
    c.tulip = tulip_find(peers_name);
    return c;
}

static bool varies(const char *id) {
    for (size_t i = 0; i < COUNT(by_period); i++)
        if (strcmp(by_period[i], id) == 0)
            return true;
    return false;
}

bench_case *cases_new(size_t *count) {
    size_t indicators = ta_indicator_count(), n = 0;
    bench_case *cases = calloc(indicators + COUNT(by_period) * COUNT(periods) + 1, sizeof *cases);
    if (!cases)
        abort();
    for (size_t i = 0; i < indicators; i++) {
        const ta_indicator *ind = ta_indicator_at(i);
        const char *id = ta_indicator_describe(ind)->id;
        for (size_t j = 0; varies(id) && j < COUNT(periods); j++) {
            cases[n] = new_case(ind, id);
            cases[n].params[0] = periods[j];
            snprintf(cases[n++].label, sizeof cases[n].label, "%s %d", id, periods[j]);
        }
        if (!varies(id))
            cases[n++] = new_case(ind, id);
        if (strcmp(id, "stoch") == 0) { /* the fast one: no smoothing of %K */
            cases[n] = new_case(ind, "stochf");
            cases[n++].params[1] = 1;
        }
    }
    *count = n;
    return cases;
}
