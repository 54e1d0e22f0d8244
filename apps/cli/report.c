#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* One write a line, so that lines of several processes do not mix; without control characters,
 * since messages quote files and arguments. */
static void put_line(const char *what, const char *advice, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
static void put_line(const char *what, const char *advice, const char *format, va_list args) {
    char why[1024];
    app_text line;
    (void)vsnprintf(why, sizeof why, format, args);
    app_text_init(&line, 0);
    app_text_str(&line, "mkt: ");
    cli_put_clean(&line, what);
    app_text_str(&line, ": ");
    cli_put_clean(&line, why);
    if (advice[0]) {
        app_text_str(&line, " (");
        cli_put_clean(&line, advice);
        app_text_char(&line, ')');
    }
    app_text_char(&line, '\n');
    if (line.data)
        (void)fwrite(line.data, 1, line.len, stderr);
    app_text_clear(&line);
}

int cli_fail(int code, const char *what, const char *advice, const char *format, ...) {
    va_list args;
    va_start(args, format);
    put_line(what, advice, format, args);
    va_end(args);
    return code;
}

void cli_note(const char *what, const char *format, ...) {
    va_list args;
    va_start(args, format);
    put_line(what, "", format, args);
    va_end(args);
}

static int code_of(market_status status) {
    switch (status) {
    case MARKET_E_ARGUMENT:
    case MARKET_E_SYMBOL:
    case MARKET_E_TIME:
    case MARKET_E_TIMEFRAME:
    case MARKET_E_URL:
        return CLI_USAGE;
    case MARKET_E_NOT_FOUND:
    case MARKET_E_NO_SYMBOL:
    case MARKET_E_NO_SERIES:
        return CLI_NOT_FOUND;
    default:
        return CLI_FAILURE;
    }
}

/* What a person can do about a failure of the store or of a file. */
static const char *advice_of(market_status status) {
    switch (status) {
    case MARKET_E_LOCKED:
        return "wait until the other mkt has finished";
    case MARKET_E_FULL:
        return "free some space";
    case MARKET_E_PERMISSION:
    case MARKET_E_READ_ONLY:
        return "choose another place with --store, or change its permissions";
    case MARKET_E_CORRUPT:
        return "restore a backup with `mkt store restore`";
    case MARKET_E_NEWER:
        return "update mkt";
    case MARKET_E_NOT_A_STORE:
        return "name another file with --store";
    case MARKET_E_URL:
        return "write it as sqlite:PATH";
    default:
        return "";
    }
}

int cli_fail_error(const char *what, const app_error *err) {
    const char *parameter = err->parameter;
    char option[40] = "";
    /* A symbol and a specification are words, the other parameters options. */
    if (parameter[0] && strcmp(parameter, "spec") != 0 && strcmp(parameter, "symbol") != 0)
        (void)snprintf(option, sizeof option, "--%s", parameter);
    int code = code_of(err->status);
    /* A specification is an argument of the user's, whatever was wrong with it. */
    if (strcmp(parameter, "spec") == 0)
        code = CLI_USAGE;
    return cli_fail(code, option[0] ? option : what, err->advice, "%s", err->message);
}

int cli_fail_market(const char *what, const char *advice, market_status status,
                    const market_error *err) {
    const char *message = err && err->message[0] ? err->message : market_status_text(status);
    size_t len = strlen(what);
    /* Nothing is named twice. */
    if (strncmp(message, what, len) == 0 && strncmp(message + len, ": ", 2) == 0)
        message += len + 2;
    return cli_fail(code_of(status), what, advice[0] ? advice : advice_of(status), "%s", message);
}
