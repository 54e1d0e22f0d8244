#include "cli.h"
#include "commands.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define EVERY 60 /* seconds */

struct sync {
    struct cli *cli;
    struct cli_rows rows;
    bool stop;    /* a signal asked for it */
    sigset_t ask; /* the signals that do */
};

/* Waits for a signal; true when one came. */
static bool is_asked_to_stop(struct sync *sync, long seconds) {
    struct timespec time = {seconds, 0};
    if (!sync->stop && sync->cli->values.follow)
        sync->stop = sigtimedwait(&sync->ask, NULL, &time) > 0;
    return sync->stop;
}

static bool after_part(void *payload, const char *part, const market_sync_summary *done) {
    (void)part;
    (void)done;
    return !is_asked_to_stop(payload, 0);
}

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void put_row(struct sync *sync, const char *what, const market_sync_summary *sum,
                    const char *to) {
    cli_rows_text(&sync->rows, what);
    cli_rows_int(&sync->rows, (int64_t)sum->parts);
    cli_rows_int(&sync->rows, (int64_t)sum->copied);
    cli_rows_int(&sync->rows, (int64_t)sum->rows.added);
    cli_rows_int(&sync->rows, (int64_t)sum->rows.revised);
    cli_rows_text(&sync->rows, to);
}

static market_status publish(struct sync *sync, market_store *from, const char *folder,
                             market_error *err) {
    uint64_t generation = 0;
    bool is_new = false;
    market_status status =
        market_store_publish(from, folder, 0, after_part, sync, err, &generation, &is_new);
    if (!status && is_new && sync->cli->values.follow)
        cli_note("sync", "published generation %llu", (unsigned long long)generation);
    if (!status && !sync->cli->values.follow)
        put_row(sync, is_new ? "published" : "unchanged", &(market_sync_summary){0}, folder);
    return status;
}

static int copy(struct sync *sync, market_store *from, const char *url, market_error *err,
                market_status *status) {
    market_sync_summary sum = {0};
    int code = CLI_OK;
    market_store *to = cli_open_store_at(url, MARKET_STORE_CREATE, &code);
    if (!to)
        return code;
    *status = market_store_sync(from, to, after_part, sync, err, &sum);
    market_store_free(to);
    if (!*status && sync->cli->values.follow && sum.rows.added + sum.rows.revised > 0)
        cli_note("sync", "%zu new, %zu revised", sum.rows.added, sum.rows.revised);
    if (!*status && !sync->cli->values.follow)
        put_row(sync, "copied", &sum, url);
    return CLI_OK;
}

/* Both are opened anew each time: a store of objects is seen as it was when it was opened. */
static int once(struct sync *sync) {
    const char *url = sync->cli->args[0], *to = sync->cli->args[1];
    market_error err = {0};
    market_status status = MARKET_OK;
    int code = CLI_OK;
    market_store *from = cli_open_store_at(url, MARKET_STORE_READ, &code);
    if (!from)
        return code;
    if (is_folder(to))
        status = publish(sync, from, to, &err);
    else
        code = copy(sync, from, to, &err, &status);
    market_store_free(from);
    if (status && !is_asked_to_stop(sync, 0))
        code = cli_fail_market("sync", "", status, &err);
    return code;
}

static int run(struct cli *cli) {
    static const struct cli_column columns[] = {
        {"done", "DONE", CLI_LEFT},        {"parts", "PARTS", CLI_RIGHT},
        {"copied", "COPIED", CLI_RIGHT},   {"new", "NEW", CLI_RIGHT},
        {"revised", "REVISED", CLI_RIGHT}, {"to", "TO", CLI_CUT}};
    struct sync sync = {.cli = cli};
    if (cli->values.every && !cli->values.follow)
        return cli_fail(CLI_USAGE, "--every", "add --follow", "it is for following");
    (void)sigemptyset(&sync.ask);
    (void)sigaddset(&sync.ask, SIGTERM);
    (void)sigaddset(&sync.ask, SIGINT);
    if (cli->values.follow)
        (void)sigprocmask(SIG_BLOCK, &sync.ask, NULL);
    cli_rows_begin(&sync.rows, cli, columns, sizeof columns / sizeof columns[0]);
    int code = once(&sync);
    if (is_asked_to_stop(&sync, 0))
        code = CLI_OK;
    /* The first failure ends it, later ones may pass. */
    bool go_on = !code && cli->values.follow;
    while (go_on && !is_asked_to_stop(&sync, cli->values.every ? cli->values.every : EVERY))
        (void)once(&sync);
    bool nothing = sync.rows.n_rows == 0;
    int end = cli_rows_end(&sync.rows);
    if (nothing)
        app_text_reset(&cli->out);
    return code ? code : end;
}

static const char *const options_taken[] = {"follow", "every", NULL};

const struct cli_command cli_sync = {
    .name = "sync",
    .args = "FROM TO",
    .min_args = 2,
    .max_args = 2,
    .summary = "copy what is new from store to store, or publish snapshots",
    .details =
        "FROM and TO are stores as --store takes them, in files or in S3. Parts that are the\n"
        "same on both sides are neither read nor written; what only TO has stays.\n"
        "\n"
        "With a folder as TO, FROM's state is published there for readers as\n"
        "market-GENERATION.db, which the file `current` then names; older ones but the\n"
        "last three are removed.\n"
        "\n"
        "--follow does it again and again until SIGTERM or SIGINT, which end it cleanly.\n",
    .examples = "  mkt sync market.db s3://bucket/market\n"
                "  mkt sync s3://bucket/market published/ --follow --every 300\n",
    .options = options_taken,
    .run = run,
};
