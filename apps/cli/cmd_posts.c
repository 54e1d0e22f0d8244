#include "commands.h"

#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

bool cli_parse_age(const char *text, int64_t *out) {
    static const struct {
        char unit;
        int64_t milliseconds;
    } units[] = {{'h', 3600000}, {'d', 86400000}, {'w', 604800000}};
    size_t digits = strspn(text, "0123456789");
    if (digits < 1 || digits > 5 || strlen(text) != digits + 1)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (text[digits] != units[i].unit)
            continue;
        *out = strtol(text, NULL, 10) * units[i].milliseconds;
        return *out > 0;
    }
    return false;
}

/* Ids in a text, each ended by NUL. */
struct ids {
    char *text;
    const char **items;
    size_t count;
};

static void clear(struct ids *ids) {
    free(ids->items);
    free(ids->text);
}

/* Cuts the text at commas and white space. */
static int split(struct ids *ids, const char *what) {
    static const char marks[] = ", \t\r\n";
    ids->items = calloc(strlen(ids->text) / 2 + 1, sizeof *ids->items);
    if (!ids->items)
        return cli_fail(CLI_FAILURE, what, "", "out of memory");
    for (char *at = ids->text + strspn(ids->text, marks); *at;) {
        size_t len = strcspn(at, marks);
        char *next = at + len + strspn(at + len, marks);
        at[len] = '\0';
        if (strspn(at, "0123456789") != len || len > 20)
            return cli_fail(CLI_USAGE, what, "ids are numbers", "'%.30s' is not the id of a post",
                            at);
        ids->items[ids->count++] = at;
        at = next;
    }
    return ids->count ? CLI_OK : cli_fail(CLI_USAGE, what, "", "there is no id in it");
}

/* A list where it is digits and commas only, else a file. */
static int read_ids(const char *word, struct ids *ids) {
    size_t size = 0;
    int code = CLI_OK;
    bool is_list = word[0] && strspn(word, "0123456789,") == strlen(word);
    if (is_list)
        ids->text = strdup(word);
    else
        ids->text = cli_read_file(strcmp(word, "-") == 0 ? "/dev/stdin" : word, &size, &code);
    if (!ids->text)
        return code ? code : cli_fail(CLI_FAILURE, "--ids", "", "out of memory");
    return split(ids, is_list ? "--ids" : word);
}

static int purge(struct cli *cli, const struct ids *ids, int64_t age) {
    static const struct cli_column columns[] = {{"done", "DONE", CLI_LEFT},
                                                {"posts", "POSTS", CLI_RIGHT}};
    market_error err = {0};
    uint64_t removed = 0;
    int code = CLI_OK;
    market_store *store = cli_open_store(cli, MARKET_STORE_WRITE, &code);
    if (!store)
        return code;
    market_status status =
        ids->count ? market_store_purge_posts(store, ids->items, ids->count, &err, &removed)
                   : market_store_purge_posts_before(store, (int64_t)time(NULL) * 1000 - age, &err,
                                                     &removed);
    market_store_free(store);
    if (status)
        return cli_fail_market("posts", "", status, &err);
    struct cli_rows rows;
    cli_rows_begin(&rows, cli, columns, 2);
    cli_rows_text(&rows, "purge");
    cli_rows_int(&rows, (int64_t)removed);
    return cli_rows_end(&rows);
}

static int run(struct cli *cli) {
    const struct cli_values *values = &cli->values;
    struct ids ids = {NULL, NULL, 0};
    int64_t age = 0;
    if (strcmp(cli->args[0], "purge") != 0)
        return cli_fail(CLI_USAGE, "posts", "use purge", "it cannot '%s'", cli->args[0]);
    if (!values->ids == !values->older_than)
        return cli_fail(CLI_USAGE, "posts", "give --ids or --older-than",
                        "it is not said which posts");
    if (values->older_than && !cli_parse_age(values->older_than, &age))
        return cli_fail(CLI_USAGE, "--older-than", "write 12h, 30d or 8w", "'%s' is no age",
                        values->older_than);
    int code = values->ids ? read_ids(values->ids, &ids) : CLI_OK;
    if (!code)
        code = purge(cli, &ids, age);
    clear(&ids);
    return code;
}

static const char *const options_taken[] = {"ids", "older-than", NULL};

const struct cli_command cli_posts = {
    .name = "posts",
    .args = "purge",
    .min_args = 1,
    .max_args = 1,
    .summary = "forget stored posts",
    .details =
        "purge deletes posts by their ids, as the terms of X demand when their authors have\n"
        "deleted them, or all that are older than an age. What was stored of them is\n"
        "overwritten in the file. Backups keep it. Counts of posts stay.\n",
    .examples = "  mkt posts purge --ids deleted.txt\n"
                "  mkt posts purge --ids 1469671234567890123,1469671234567890124\n"
                "  mkt posts purge --older-than 30d\n",
    .options = options_taken,
    .run = run,
};
