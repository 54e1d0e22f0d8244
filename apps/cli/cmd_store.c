#include "cli.h"
#include "commands.h"
#include "common/json.h"
#include "store.h"

#include <stdio.h>
#include <string.h>

#define WORDS "ls|cat WHAT|backup FILE|restore FILE|verify|path"

static int need_up_to(const struct cli *cli, size_t least, size_t most) {
    if (cli->n_args < least)
        return cli_fail(CLI_USAGE, "store", "usage: mkt store " WORDS, "a word is missing");
    if (cli->n_args > most)
        return cli_fail(CLI_USAGE, "store", "usage: mkt store " WORDS, "one word too many: '%s'",
                        cli->args[most]);
    return CLI_OK;
}

static int need_words(const struct cli *cli, size_t n_words) {
    return need_up_to(cli, n_words, n_words);
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

/* Into an empty place only: objects cannot be put into place all at once. */
static int fill_objects(struct cli *cli, market_store *from, market_store *to, const char *path) {
    market_store_state state = {0};
    market_error err = {0};
    market_status status = market_store_verify(from, &err);
    if (status)
        return cli_fail_market(path, "", status, &err);
    status = market_store_get_state(to, &err, &state);
    if (!status && state.generation > 0)
        return cli_fail(CLI_FAILURE, market_store_path(to),
                        "name an empty prefix, or add with `mkt sync`", "the store holds data");
    if (!status)
        status = market_store_sync(from, to, NULL, NULL, &err, NULL);
    if (status)
        return cli_fail_market(market_store_path(to), "", status, &err);
    return put_done(cli, "restore", market_store_path(to));
}

static int restore_objects(struct cli *cli, const char *url, const char *path) {
    int code = CLI_OK;
    market_store *from = cli_open_store_at(path, MARKET_STORE_READ, &code);
    market_store *to = from ? cli_open_store_at(url, MARKET_STORE_CREATE, &code) : NULL;
    if (to)
        code = fill_objects(cli, from, to, path);
    market_store_free(to);
    market_store_free(from);
    return code;
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
    if (strncmp(url, "s3:", 3) == 0)
        return restore_objects(cli, url, path);
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
    market_store_mode mode = cli->values.repair ? MARKET_STORE_WRITE : MARKET_STORE_READ;
    market_store *store = code ? NULL : cli_open_store(cli, mode, &code);
    if (!store)
        return code;
    market_status status = cli->values.repair ? market_store_repair(store, &err) : MARKET_OK;
    if (!status)
        status = market_store_verify(store, &err);
    if (!status)
        status = market_store_get_state(store, &err, &state);
    bool is_manifest = status && strstr(err.message, "manifest does not know");
    code = status ? cli_fail_market(market_store_path(store),
                                    is_manifest ? "mkt store verify --repair" : "", status, &err)
                  : put_state(cli, store, &state);
    market_store_free(store);
    return code;
}

static int show(struct cli *cli, int code, int (*put)(struct cli *, market_store *)) {
    market_store *store = code ? NULL : cli_open_store(cli, MARKET_STORE_READ, &code);
    if (!store)
        return code;
    code = put(cli, store);
    market_store_free(store);
    return code;
}

static int ls(struct cli *cli) {
    return show(cli, need_words(cli, 1), cli_store_ls);
}

static int cat(struct cli *cli) {
    return show(cli, need_up_to(cli, 2, 3), cli_store_cat);
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
    } actions[] = {{"ls", ls},           {"cat", cat},       {"backup", backup},
                   {"restore", restore}, {"verify", verify}, {"path", path}};
    const char *names[] = {"ls", "cat", "backup", "restore", "verify", "path"};
    const char *word = cli->args[0];
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        if (strcmp(actions[i].name, word) == 0)
            return actions[i].run(cli);
    const char *nearest = app_nearest(word, strlen(word), names, 6);
    char advice[64] = "use ls, cat, backup, restore, verify or path";
    if (nearest)
        (void)snprintf(advice, sizeof advice, "did you mean %s?", nearest);
    return cli_fail(CLI_USAGE, "store", advice, "it cannot '%s'", word);
}

static const char *const options_taken[] = {"timeframe", "feed", "repair", NULL};

const struct cli_command cli_store_command = {
    .name = "store",
    .args = WORDS,
    .min_args = 1,
    .max_args = 3,
    .summary = "list the store, back it up, restore it, check it",
    .details = "ls lists what there is, with rows and spans. cat puts all of one kind, oldest\n"
               "first: `bars SYMBOL` (raw), `events SYMBOL` (the splits and dividends that hold\n"
               "for --feed), `news [SYMBOL]`, `posts TOPIC`, `counts TOPIC` (of --timeframe\n"
               "1Min, 1Hour or 1Day only those per minute, hour or day).\n"
               "\n"
               "backup copies the store to FILE, also while it is in use, and replaces nothing.\n"
               "restore puts the backup FILE in the store's place, after checking it; in S3 it\n"
               "fills an empty prefix. verify checks the store, in S3 every object and the\n"
               "manifest, which --repair rebuilds; path says which store is meant.\n",
    .examples = "  mkt store backup market-2024-05-01.db\n"
                "  mkt store restore market-2024-05-01.db\n"
                "  mkt store verify --store sqlite:demo.db\n"
                "  mkt store cat bars AAPL --timeframe 1Min --format jsonl\n"
                "  mkt store cat news --format csv\n",
    .options = options_taken,
    .run = run,
};
