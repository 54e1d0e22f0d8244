#include "cli.h"
#include "commands.h"
#include "dashboard/serve.h"

#include <signal.h>

static int run(struct cli *cli) {
    const struct cli_values *v = &cli->values;
    char url[4096];
    int code = cli_store_url(cli, sizeof url, url);
    if (code)
        return code;
    struct serve_options options = {.store = url,
                                    .bind = v->bind,
                                    .port = (uint16_t)v->port,
                                    .port_tries = (unsigned)v->port_tries,
                                    .allow_remote = v->allow_remote,
                                    .verbose = v->verbose};
    /* A browser that hangs up must not end the server. */
    (void)signal(SIGPIPE, SIG_IGN);
    switch (dashboard_serve(&options)) {
    case SERVE_OK:
        return CLI_OK;
    case SERVE_BAD_OPTION:
        return CLI_USAGE;
    case SERVE_PORT_TAKEN:
    case SERVE_FAILED:
        break;
    }
    return CLI_FAILURE;
}

static const char *const options_taken[] = {"port",         "port-tries", "bind",
                                            "allow-remote", "verbose",    NULL};

const struct cli_command cli_serve = {
    .name = "serve",
    .args = "",
    .summary = "show the dashboard in the browser",
    .details = "Prints the address once it listens; Ctrl-C stops it. It reads the store only, and\n"
               "shows data that arrives while it runs. It listens on this machine alone unless\n"
               "--bind names another address, which needs --allow-remote: there is no login.\n",
    .examples = "  mkt serve\n"
                "  mkt serve --port 9000 --port-tries 10\n"
                "  mkt serve --bind 0.0.0.0 --allow-remote\n",
    .options = options_taken,
    .run = run,
};
