/* Indicators over a series. They run from its first bar; a range is cut afterwards, by the reader
 * of the columns. */
#ifndef MARKETKIT_APPS_COMMON_COMPUTE_H
#define MARKETKIT_APPS_COMMON_COMPUTE_H

#include "common/spec.h"

/* Columns over all bars of a series. */
typedef struct app_result {
    size_t n_bars;
    size_t n_columns;
    app_column *columns; /* owned */
    double *memory;      /* owned: what the columns' values point to */
} app_result;

/* Names the columns and computes them over all of `bars`. `input` is what specs without an input of
 * their own run on. Missing values (NaN) are missing bars to the indicators. `out` is filled, clear
 * it after use; untouched on error. */
market_status app_compute(const market_bars *bars, market_timeframe timeframe,
                          const market_zone *zone, const app_spec *specs, size_t n_specs,
                          app_input input, app_error *err, app_result *out);
void app_result_clear(app_result *result);

/* The name of a column of bars that `spec` needs and that has no value at all ("high"), or NULL. */
const char *app_missing_input(const market_bars *bars, const app_spec *spec, app_input input);

#endif
