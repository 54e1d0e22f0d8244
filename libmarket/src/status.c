/* status.c - status texts and filled-in errors. */
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>

const char *market_status_text(market_status status) {
    switch (status) {
#define MARKET_CASE(number, constant, name, text)                                                  \
    case constant:                                                                                 \
        return text;
        MARKET_STATUS_LIST(MARKET_CASE)
#undef MARKET_CASE
    }
    return "unknown status";
}

const char *market_status_name(market_status status) {
    switch (status) {
#define MARKET_CASE(number, constant, name, text)                                                  \
    case constant:                                                                                 \
        return name;
        MARKET_STATUS_LIST(MARKET_CASE)
#undef MARKET_CASE
    }
    return "unknown";
}

const char *market_version(void) {
    return MARKETKIT_VERSION;
}

/* All but the message. */
static void fill(market_error *err, market_status status, market__place place,
                 const char *parameter) {
    memset(err, 0, sizeof *err);
    err->status = status;
    err->line = place.line;
    err->column = place.column;
    err->offset = place.offset;
    snprintf(err->parameter, sizeof err->parameter, "%s", parameter);
}

market_status market__fail(market_error *err, market_status status, const char *format, ...) {
    if (err != NULL) {
        va_list args;
        fill(err, status, (market__place){0}, "");
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

market_status market__fail_parameter(market_error *err, market_status status, const char *parameter,
                                     const char *format, ...) {
    if (err != NULL) {
        va_list args;
        fill(err, status, (market__place){0}, parameter);
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

market_status market__fail_at(market_error *err, market_status status, market__place place,
                              const char *parameter, const char *format, ...) {
    if (err != NULL) {
        va_list args;
        fill(err, status, place, parameter);
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

market_status market__no_memory(market_error *err) {
    return market__fail(err, MARKET_E_MEMORY, "out of memory");
}

market__quoted market__quote(const char *text, size_t length) {
    market__quoted quoted;
    size_t kept = length > 40 ? 40 : length;
    for (size_t i = 0; i < kept; i++) {
        unsigned char c = (unsigned char)text[i];
        quoted.text[i] = (c < 0x20 || c >= 0x7F) ? '?' : text[i];
    }
    memcpy(quoted.text + kept, "...", 4);
    if (kept == length)
        quoted.text[kept] = '\0';
    return quoted;
}
