#include "cli.h"
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The sample lies at a fixed place relative to the program, installed or in a build folder, so that
 * both can be moved. */
static bool beside_program(size_t capacity, char *out) {
    char program[2048];
    struct stat info;
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len <= 0)
        return false;
    program[len] = '\0';
    char *slash = strrchr(program, '/');
    if (!slash)
        return false;
    *slash = '\0';
    int written = snprintf(out, capacity, "%s/%s", program, MKT_SAMPLE_FROM_PROGRAM);
    return written > 0 && (size_t)written < capacity && stat(out, &info) == 0;
}

static void put_row(struct cli_rows *rows, const char *what, const market_put_summary *s) {
    cli_rows_text(rows, what);
    cli_rows_int(rows, (int64_t)s->added);
    cli_rows_int(rows, (int64_t)s->revised);
    cli_rows_int(rows, (int64_t)s->unchanged);
}

static int put_summary(struct cli *cli, const market_sample_summary *s) {
    static const struct cli_column columns[] = {{"data", "DATA", CLI_LEFT},
                                                {"new", "NEW", CLI_RIGHT},
                                                {"revised", "REVISED", CLI_RIGHT},
                                                {"unchanged", "UNCHANGED", CLI_RIGHT}};
    struct cli_rows rows;
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    put_row(&rows, "bars", &s->bars);
    put_row(&rows, "news (synthetic)", &s->news);
    put_row(&rows, "posts (synthetic)", &s->posts);
    put_row(&rows, "post counts (synthetic)", &s->post_counts);
    return cli_rows_end(&rows);
}

static int run(struct cli *cli) {
    char found[4096];
    const char *folder = cli->values.dir;
    market_sample_summary summary = {0};
    market_error err = {0};
    int code;
    if (!folder && beside_program(sizeof found, found))
        folder = found;
    if (!folder)
        return cli_fail(CLI_NOT_FOUND, "sample", "name its folder with --dir",
                        "the sample data is not installed");
    market_store *store = cli_open_store(cli, MARKET_STORE_CREATE, &code);
    if (!store)
        return code;
    market_status status = market_sample_load(store, folder, &err, &summary);
    market_store_free(store);
    if (status)
        return cli_fail_market("sample",
                               status == MARKET_E_NOT_EMPTY ? "--store sqlite:PATH names one" : "",
                               status, &err);
    return put_summary(cli, &summary);
}

static const char *const options[] = {"dir", NULL};

const struct cli_command cli_sample = {
    .name = "sample",
    .args = "",
    .summary = "load the sample data",
    .details = "Real daily bars of AAPL, FB, GOOG, IBM and MSFT from 2000 to 2013, with news and\n"
               "posts that were made up for the sample and are labelled so. A store that holds\n"
               "other data is refused. Loading it again changes nothing.\n",
    .examples = "  mkt sample\n"
                "  mkt sample --store sqlite:demo.db\n",
    .options = options,
    .run = run,
};
