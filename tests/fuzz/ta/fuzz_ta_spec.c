/* Any text as an indicator specification: no crash, a place for every error, and a round trip. */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_error(ta_status status, const ta_error *err, size_t size) {
    CHECK(err->status == status);
    CHECK(err->offset <= size);
    CHECK(memchr(err->message, '\0', sizeof err->message) != NULL);
    CHECK(err->message[0] != '\0');
    CHECK(strcmp(ta_status_name(status), "?") != 0);
}

/* What was parsed must be valid, and come back from its own text. */
static void check_round_trip(const ta_indicator *ind, const double *params) {
    size_t n_params = ta_indicator_describe(ind)->n_params, length, again_length;
    CHECK(ta_params_check(ind, params, n_params, NULL) == TA_OK);
    CHECK(ta_spec_format(ind, params, n_params, NULL, 0, &length, NULL) == TA_ERR_BUFFER);
    char *text = fuzz_alloc(length + 1, 1);
    CHECK(ta_spec_format(ind, params, n_params, text, length + 1, &again_length, NULL) == TA_OK);
    CHECK(again_length == length && strlen(text) == length);

    const ta_indicator *same = NULL;
    double again[TA_PARAMS_MAX];
    ta_status status = ta_spec_parse(text, length, &same, again, NULL);
    CHECK(status == TA_OK);
    CHECK(same == ind);
    for (size_t i = 0; i < n_params; i++)
        CHECK(params[i] == again[i]);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    /* Of exactly this size, so that reading past it is noticed. */
    char *text = fuzz_alloc(size, 1);
    if (size > 0)
        memcpy(text, data, size);
    const ta_indicator *ind = NULL;
    double params[TA_PARAMS_MAX] = {0};
    ta_error err;
    memset(&err, 'x', sizeof err);
    ta_status status = ta_spec_parse(text, size, &ind, params, &err);
    if (status == TA_OK) {
        check_round_trip(ind, params);
    } else {
        check_error(status, &err, size);
        CHECK(ind == NULL);
        CHECK(ta_spec_parse(text, size, &ind, params, NULL) == status);
    }
    free(text);
    return 0;
}
