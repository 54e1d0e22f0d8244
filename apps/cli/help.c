/* Help, made from the tables of commands and options. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

enum {
    INDENT = 24,
    WIDTH = 80
};

void cli_put_wrapped(app_text *out, const char *text, size_t column, size_t indent) {
    while (*text) {
        size_t word = strcspn(text, " ");
        if (column > indent && column + 1 + word > WIDTH) {
            app_text_char(out, '\n');
            app_text_fill(out, ' ', indent);
            column = indent;
        } else if (column > indent) {
            app_text_char(out, ' ');
            column++;
        }
        app_text_put(out, text, word);
        column += word;
        text += word + strspn(text + word, " ");
    }
    app_text_char(out, '\n');
}

static void put_entry(app_text *out, const char *head, const char *help) {
    size_t len = strlen(head);
    app_text_format(out, "  %s", head);
    if (len + 3 > INDENT) {
        app_text_char(out, '\n');
        app_text_fill(out, ' ', INDENT);
    } else {
        app_text_fill(out, ' ', INDENT - 2 - len);
    }
    cli_put_wrapped(out, help, INDENT, INDENT);
}

static void put_options(const struct cli_command *command, app_text *out) {
    struct cli_option_help option;
    app_text_str(out, "\nOptions\n");
    for (size_t i = 0; cli_option_at(command, i, &option); i++) {
        char head[64], letter[] = {'-', option.letter, ',', ' ', '\0'};
        (void)snprintf(head, sizeof head, "%s--%s%s%s", option.letter ? letter : "", option.name,
                       option.value ? " " : "", option.value ? option.value : "");
        put_entry(out, head, option.help);
    }
}

static void put_exit_codes(app_text *out) {
    app_text_str(out, "\nExit codes\n"
                      "  0  success\n"
                      "  1  failure: reading, writing, a damaged or locked store\n"
                      "  2  usage: a wrong option, parameter or specification\n"
                      "  3  partial: the answer is there, but rows of the input were left out\n"
                      "  4  not found: no such file, store, symbol, series, or no bars\n");
}

static void put_main_help(app_text *out) {
    app_text_str(out, "mkt: market data and technical indicators on the command line\n\n"
                      "Usage: mkt COMMAND [WORDS] [OPTIONS]\n"
                      "       mkt COMMAND --help\n\nCommands\n");
    for (size_t i = 0; cli_commands[i]; i++)
        put_entry(out, cli_commands[i]->name, cli_commands[i]->summary);
    put_options(NULL, out);
    app_text_str(out, "\nExamples\n"
                      "  mkt sample                            load the sample data\n"
                      "  mkt chart AAPL                        candlesticks in the terminal\n"
                      "  mkt indicator ema:period=12 rsi AAPL --from 2012-01-01 --format csv\n"
                      "  mkt import prices.csv --symbol NVDA   store a file's bars\n"
                      "  mkt serve                             the dashboard\n");
    put_exit_codes(out);
    app_text_str(out, "\nEnvironment\n"
                      "  MKT_STORE              the store, when --store is not given\n"
                      "  NO_COLOR               no colours; CLICOLOR_FORCE=1: also into a pipe\n"
                      "  COLUMNS, LINES         the size, where there is no terminal to ask\n");
}

void cli_help(const struct cli_command *command, app_text *out) {
    if (!command) {
        put_main_help(out);
        return;
    }
    app_text_format(out, "mkt %s: %s\n\nUsage: mkt %s%s%s [OPTIONS]\n", command->name,
                    command->summary, command->name, command->args[0] ? " " : "", command->args);
    if (command->details)
        app_text_format(out, "\n%s", command->details);
    put_options(command, out);
    app_text_format(out, "\nExamples\n%s", command->examples);
    app_text_str(out, "\nExit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found\n");
}
