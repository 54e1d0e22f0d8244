/* What the core's files share. Nothing here is known to an indicator. */
#ifndef TA_CORE_H
#define TA_CORE_H

#include "indicator.h"

/* Fills all[] with the given parameters and defaults, and checks them. */
ta_status ta__params_resolve(const ta_indicator *ind, const double *params, size_t n_params,
                             double all[TA_PARAMS_MAX], ta_error *err);
/* Checks one value against its range. */
ta_status ta__param_check(const ta_indicator *ind, size_t index, double value, ta_error *err);

/* Checks the arrays of a call: none missing, outputs distinct. */
ta_status ta__arrays_check(const ta_indicator *ind, const double *const *in, size_t n,
                           double *const *out, ta_error *err);
/* Runs the plan over n bars of any number, splitting into tiles and leaving out missing bars. */
void ta__feed(const ta_indicator *ind, const void *plan, double *state, uint64_t *k,
              const double *const *in, size_t n, double *const *out);

#endif
