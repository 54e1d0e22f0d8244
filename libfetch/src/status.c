/* status.c - status texts and filled-in errors. */
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>

const char *fetch_status_text(fetch_status status) {
    switch (status) {
#define FETCH_CASE(number, constant, name, text)                                                   \
    case constant:                                                                                 \
        return text;
        FETCH_STATUS_LIST(FETCH_CASE)
#undef FETCH_CASE
    }
    return "unknown status";
}

const char *fetch_status_name(fetch_status status) {
    switch (status) {
#define FETCH_CASE(number, constant, name, text)                                                   \
    case constant:                                                                                 \
        return name;
        FETCH_STATUS_LIST(FETCH_CASE)
#undef FETCH_CASE
    }
    return "unknown";
}

const char *fetch_version(void) {
    return MARKETKIT_VERSION;
}

fetch_status fetch__fail(fetch_error *err, fetch_status status, const char *format, ...) {
    if (err != NULL) {
        va_list args;
        *err = (fetch_error){.status = status};
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

fetch_status fetch__fail_parameter(fetch_error *err, const char *parameter, const char *format,
                                   ...) {
    if (err != NULL) {
        va_list args;
        *err = (fetch_error){.status = FETCH_E_ARGUMENT};
        snprintf(err->parameter, sizeof err->parameter, "%s", parameter);
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return FETCH_E_ARGUMENT;
}

fetch_status fetch__restate(fetch_error *err, fetch_status status, const char *format, ...) {
    if (err != NULL) {
        va_list args;
        err->status = status;
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

fetch_status fetch__no_memory(fetch_error *err) {
    return fetch__restate(err, FETCH_E_MEMORY, "out of memory");
}
