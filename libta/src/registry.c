#include "indicator.h"

#include <string.h>

#define TA_INDICATOR(id) extern const ta_indicator ta__##id;
#include "indicators.def"
#undef TA_INDICATOR

/* In order of ids, so that a name is found by bisection. */
static const ta_indicator *const registry[] = {
#define TA_INDICATOR(id) &ta__##id,
#include "indicators.def"
#undef TA_INDICATOR
};

size_t ta_indicator_count(void) {
    return TA__COUNT(registry);
}

const ta_indicator *ta_indicator_at(size_t index) {
    return index < TA__COUNT(registry) ? registry[index] : NULL;
}

const ta_indicator *ta_indicator_find(const char *id) {
    if (!id)
        return NULL;
    size_t low = 0, high = TA__COUNT(registry);
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(id, registry[mid]->info.id);
        if (order == 0)
            return registry[mid];
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return NULL;
}

const ta_indicator_info *ta_indicator_describe(const ta_indicator *ind) {
    return ind ? &ind->info : NULL;
}

const ta_param_info *ta_indicator_param(const ta_indicator *ind, size_t index) {
    return ind && index < ind->info.n_params ? &ind->params[index] : NULL;
}

const ta_output_info *ta_indicator_output(const ta_indicator *ind, size_t index) {
    return ind && index < ind->info.n_outputs ? &ind->outputs[index] : NULL;
}
