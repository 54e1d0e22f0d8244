#include "cli.h"
#include "commands.h"

static int run(struct cli *cli) {
    static const struct cli_column columns[] = {{"part", "PART", CLI_LEFT},
                                                {"version", "VERSION", CLI_LEFT}};
    struct cli_rows rows;
    if (cli->values.format == CLI_TABLE) {
        app_text_format(&cli->out, "mkt %s (libta %s, libmarket %s)\n", MKT_VERSION, ta_version(),
                        market_version());
        return CLI_OK;
    }
    cli_rows_begin(&rows, cli, columns, 2);
    cli_rows_text(&rows, "mkt");
    cli_rows_text(&rows, MKT_VERSION);
    cli_rows_text(&rows, "libta");
    cli_rows_text(&rows, ta_version());
    cli_rows_text(&rows, "libmarket");
    cli_rows_text(&rows, market_version());
    return cli_rows_end(&rows);
}

const struct cli_command cli_version = {
    .name = "version",
    .args = "",
    .summary = "print the versions",
    .examples = "  mkt version\n"
                "  mkt --version\n",
    .run = run,
};
