#include "cli.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* A file opened later must not become standard output because that was closed at the start. */
static void reserve_standard_files(void) {
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            /* Reading only, so that writing to a closed stdout is still an error. */
            (void)open("/dev/null", O_RDONLY);
}

static int run(int argc, char **argv, struct cli *cli) {
    int code = cli_parse(argc, argv, cli);
    if (code)
        return code;
    if (cli->values.help) {
        cli_help(cli->command, &cli->out);
        return CLI_OK;
    }
    if (cli->values.version)
        return cli_find_command("version")->run(cli);
    return cli->command->run(cli);
}

int main(int argc, char **argv) {
    struct cli cli = {.values = {.port = 8080, .port_tries = 1}};
    reserve_standard_files();
    /* A reader that has seen enough ends mkt quietly, whatever the parent process set. */
    (void)signal(SIGPIPE, SIG_DFL);
    app_text_init(&cli.out, 0);
    cli.args = calloc((size_t)argc + 1, sizeof *cli.args);
    if (!cli.args)
        return cli_fail(CLI_FAILURE, "start", "", "out of memory");
    int code = cli_finish(&cli, run(argc, argv, &cli));
    free(cli.args);
    return code;
}
