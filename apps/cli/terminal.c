/* What the terminal can show. The environment is read here and nowhere else but for the store. */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *variable(const char *name) {
    const char *value = getenv(name);
    return value && value[0] ? value : NULL;
}

static size_t size_variable(const char *name) {
    const char *text = variable(name);
    char *end = NULL;
    unsigned long value = text ? strtoul(text, &end, 10) : 0;
    return text && *end == '\0' && value > 0 && value <= 1000 ? value : 0;
}

void cli_terminal_size(size_t *width, size_t *height) {
    struct winsize size = {0};
    *width = *height = 0;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        *width = size.ws_col;
        *height = size.ws_row;
    }
    if (*width == 0)
        *width = size_variable("COLUMNS");
    if (*height == 0)
        *height = size_variable("LINES");
    if (*width == 0)
        *width = 80;
    if (*height == 0)
        *height = 24;
}

size_t cli_table_width(void) {
    size_t width, height;
    if (!cli_stdout_is_terminal())
        return size_variable("COLUMNS");
    cli_terminal_size(&width, &height);
    return width;
}

bool cli_stdout_is_terminal(void) {
    return isatty(STDOUT_FILENO);
}

bool cli_stderr_is_terminal(void) {
    return isatty(STDERR_FILENO);
}

void cli_progress(const char *format, ...) {
    char line[256];
    struct winsize size = {0};
    va_list args;
    if (!cli_stderr_is_terminal())
        return;
    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    size_t width = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1
                       ? (size_t)size.ws_col - 1
                       : 79;
    (void)fprintf(stderr, "\r%.*s\033[K", (int)width, line);
}

void cli_progress_clear(void) {
    if (cli_stderr_is_terminal())
        (void)fputs("\r\033[K", stderr);
}

static bool wants_color(const struct cli *cli) {
    const char *term = variable("TERM"), *force = variable("CLICOLOR_FORCE");
    if (cli->values.color != CLI_COLOR_AUTO)
        return cli->values.color == CLI_COLOR_ALWAYS;
    if (variable("NO_COLOR"))
        return false;
    if (force && strcmp(force, "0") != 0)
        return true;
    return cli_stdout_is_terminal() && term && strcmp(term, "dumb") != 0;
}

int cli_color_bits(const struct cli *cli) {
    const char *depth = variable("COLORTERM"), *term = variable("TERM");
    if (!wants_color(cli))
        return 0;
    if (depth && (strcmp(depth, "truecolor") == 0 || strcmp(depth, "24bit") == 0))
        return 24;
    return term && strstr(term, "256color") ? 8 : 4;
}

bool cli_has_utf8(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *locale = variable(names[i]);
        if (locale)
            return strstr(locale, "UTF-8") || strstr(locale, "utf8") || strstr(locale, "utf-8") ||
                   strstr(locale, "UTF8");
    }
    return false;
}

size_t cli_text_width(const char *text, size_t len) {
    size_t width = 0;
    for (size_t i = 0; i < len; i++)
        width += ((unsigned char)text[i] & 0xC0) != 0x80;
    return width;
}
