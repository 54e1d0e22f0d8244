#include "core.h"
#include "error.h"

#include <math.h>

ta_status ta__param_check(const ta_indicator *ind, size_t index, double value, ta_error *err) {
    const ta_param_info *p = &ind->params[index];
    const char *reason = NULL;
    if (isnan(value))
        reason = "is not a number";
    else if (value < p->min)
        reason = "is too small";
    else if (value > p->max)
        reason = "is too large";
    else if (p->kind != TA_PARAM_REAL && value != floor(value))
        reason = "is not a whole number";
    return reason ? ta__param_error(err, ind, index, value, reason) : TA_OK;
}

ta_status ta__params_resolve(const ta_indicator *ind, const double *params, size_t n_params,
                             double all[TA_PARAMS_MAX], ta_error *err) {
    if (!ind)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "the indicator is NULL");
    if (n_params > ind->info.n_params)
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": more parameters given than it has");
    if (!params && n_params > 0)
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": params is NULL");

    for (size_t i = 0; i < ind->info.n_params; i++) {
        all[i] = i < n_params ? params[i] : ind->params[i].def;
        ta_status status = ta__param_check(ind, i, all[i], err);
        if (status)
            return status;
    }
    return ind->check ? ind->check(ind, all, err) : TA_OK;
}

ta_status ta_params_check(const ta_indicator *ind, const double *params, size_t n_params,
                          ta_error *err) {
    double all[TA_PARAMS_MAX];
    return ta__params_resolve(ind, params, n_params, all, err);
}

ta_status ta_lookback(const ta_indicator *ind, const double *params, size_t n_params,
                      size_t *lookback, ta_error *err) {
    double all[TA_PARAMS_MAX];
    ta_status status = ta__params_resolve(ind, params, n_params, all, err);
    if (status)
        return status;
    if (!lookback)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "lookback is NULL");
    *lookback = ind->lookback(all);
    return TA_OK;
}
