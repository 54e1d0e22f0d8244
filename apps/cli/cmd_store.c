#include "cli.h"
#include "commands.h"
#include "common/json.h"

#include <stdio.h>
#include <string.h>

static int need_words(const struct cli *cli, size_t n_words) {
    const char *usage = "usage: mkt store backup FILE | restore FILE | verify | path";
    if (cli->n_args < n_words)
        return cli_fail(CLI_USAGE, "store", usage, "a file name is missing");
    if (cli->n_args > n_words)
        return cli_fail(CLI_USAGE, "store", usage, "one word too many: '%s'", cli->args[n_words]);
    return CLI_OK;
}

static int put_done(struct cli *cli, const char *what, const char *path) {
    static const struct cli_column columns[] = {{"done", "DONE", CLI_LEFT},
                                                {"path", "PATH", CLI_CUT}};
    struct cli_rows rows;
    cli_rows_begin(&rows, cli, columns, 2);
    cli_rows_text(&rows, what);
    cli_rows_text(&rows, path);
    return cli_rows_end(&rows);
}

static int backup(struct cli *cli) {
    market_error err = {0};
    int code = need_words(cli, 2);
    market_store *store = code ? NULL : cli_open_store(cli, MARKET_STORE_READ, &code);
    if (!store)
        return code;
    const char *path = cli->args[1];
    market_status status = market_store_backup(store, path, &err);
    market_store_free(store);
    if (status)
        return cli_fail_market(
            path, status == MARKET_E_STATE ? "choose a name that is not taken" : "", status, &err);
    return put_done(cli, "backup", path);
}

static int restore(struct cli *cli) {
    market_error err = {0};
    char url[4096];
    int code = need_words(cli, 2);
    if (!code)
        code = cli_store_url(cli, sizeof url, url);
    if (code)
        return code;
    const char *path = cli->args[1];
    market_status status = market_store_restore(url, path, &err);
    if (status)
        return cli_fail_market(
            path, status == MARKET_E_NOT_A_STORE ? "name a file that `mkt store backup` made" : "",
            status, &err);
    return put_done(cli, "restore", url);
}

static int put_state(struct cli *cli, market_store *store, const market_store_state *state) {
    static const struct cli_column columns[] = {{"result", "RESULT", CLI_LEFT},
                                                {"path", "PATH", CLI_CUT},
                                                {"generation", "GENERATION", CLI_RIGHT},
                                                {"schema", "SCHEMA", CLI_RIGHT},
                                                {"symbols", "SYMBOLS", CLI_RIGHT},
                                                {"series", "SERIES", CLI_RIGHT},
                                                {"bars", "BARS", CLI_RIGHT}};
    struct cli_rows rows;
    cli_rows_begin(&rows, cli, columns, sizeof columns / sizeof columns[0]);
    cli_rows_text(&rows, "sound");
    cli_rows_text(&rows, market_store_path(store));
    cli_rows_int(&rows, (int64_t)state->generation);
    cli_rows_int(&rows, state->schema_version);
    cli_rows_int(&rows, (int64_t)state->symbols);
    cli_rows_int(&rows, (int64_t)state->series);
    cli_rows_int(&rows, (int64_t)state->bars);
    return cli_rows_end(&rows);
}

static int verify(struct cli *cli) {
    market_store_state state = {0};
    market_error err = {0};
    int code = need_words(cli, 1);
    market_store *store = code ? NULL : cli_open_store(cli, MARKET_STORE_READ, &code);
    if (!store)
        return code;
    market_status status = market_store_verify(store, &err);
    if (!status)
        status = market_store_get_state(store, &err, &state);
    code = status ? cli_fail_market(market_store_path(store), "", status, &err)
                  : put_state(cli, store, &state);
    market_store_free(store);
    return code;
}

static int path(struct cli *cli) {
    static const struct cli_column column = {"path", "PATH", CLI_CUT};
    char url[4096];
    int code = need_words(cli, 1);
    if (!code)
        code = cli_store_url(cli, sizeof url, url);
    if (code)
        return code;
    struct cli_rows rows;
    cli_rows_begin(&rows, cli, &column, 1);
    cli_rows_text(&rows, url);
    return cli_rows_end(&rows);
}

static int run(struct cli *cli) {
    static const struct {
        const char *name;
        int (*run)(struct cli *cli);
    } actions[] = {{"backup", backup}, {"restore", restore}, {"verify", verify}, {"path", path}};
    const char *names[] = {"backup", "restore", "verify", "path"};
    const char *word = cli->args[0];
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        if (strcmp(actions[i].name, word) == 0)
            return actions[i].run(cli);
    const char *nearest = app_nearest(word, strlen(word), names, 4);
    char advice[64] = "use backup, restore, verify or path";
    if (nearest)
        (void)snprintf(advice, sizeof advice, "did you mean %s?", nearest);
    return cli_fail(CLI_USAGE, "store", advice, "it cannot '%s'", word);
}

const struct cli_command cli_store_command = {
    .name = "store",
    .args = "backup FILE | restore FILE | verify | path",
    .min_args = 1,
    .max_args = 2,
    .summary = "back the store up, restore it, check it",
    .details = "backup copies the store to FILE, also while it is in use, and replaces nothing.\n"
               "restore puts the backup FILE in the store's place, after checking it.\n"
               "verify checks the store; path says which one is meant.\n",
    .examples = "  mkt store backup market-2024-05-01.db\n"
                "  mkt store restore market-2024-05-01.db\n"
                "  mkt store verify --store sqlite:demo.db\n",
    .run = run,
};
