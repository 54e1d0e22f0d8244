#include "cli.h"
#include "commands.h"
#include "marketkit/senti_words.h"

#include <stdlib.h>
#include <string.h>

enum {
    TOP = 50,
    BAR_MAX = 40,
    BAR_MIN = 8
};

static const struct cli_column table_columns[] = {
    {"word", "WORD", CLI_CUT}, {"count", "COUNT", CLI_RIGHT}, {"bar", "SHARE", CLI_LEFT}};
static const struct cli_column scored_columns[] = {{"word", "WORD", CLI_CUT},
                                                   {"count", "COUNT", CLI_RIGHT},
                                                   {"score", "SCORE", CLI_RIGHT},
                                                   {"bar", "SHARE", CLI_LEFT}};
static const struct cli_column data_columns[] = {{"word", "", CLI_LEFT},
                                                 {"count", "", CLI_LEFT},
                                                 {"score", "", CLI_LEFT},
                                                 {"weight", "", CLI_LEFT},
                                                 {"collocation", "", CLI_LEFT}};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- counting */

static int fail(const char *what, senti_status status, const senti_error *err) {
    return cli_fail(CLI_FAILURE, what, "", "%s",
                    err->message[0] ? err->message : senti_status_text(status));
}

struct sink {
    senti_words *words;
    bool items;
};

static int add(void *data, const char *name, const struct cli_line *line) {
    const struct sink *sink = data;
    const char *text = line->text.data ? line->text.data : "";
    senti_error err = {0};
    senti_status status = sink->items
                              ? senti_words_add_item(sink->words, text, line->text.len, &err)
                              : senti_words_add(sink->words, text, line->text.len, &err);
    return status ? fail(name, status, &err) : CLI_OK;
}

/* Counts a file. CLI_PARTIAL: without its bad lines. */
static int count(const struct cli *cli, const char *path, const senti_words_options *options,
                 senti_words **words) {
    senti_error err = {0};
    senti_status status = senti_words_create(options, words, &err);
    if (status)
        return fail("words", status, &err);
    struct sink sink = {*words, cli->values.items};
    struct cli_texts texts;
    int code = cli_open_texts(cli, path, &texts);
    return code ? code : cli_each_text(&texts, add, &sink);
}

/* ---- the answer */

/* A bar of eighths of a column. */
static void put_bar(app_text *out, double weight, size_t width, bool ascii) {
    static const char *const parts[] = {"",       "\u258F", "\u258E", "\u258D",
                                        "\u258C", "\u258B", "\u258A", "\u2589"};
    size_t eighths = (size_t)(weight * (double)width * 8 + 0.5);
    for (size_t i = 0; i < eighths / 8; i++)
        app_text_str(out, ascii ? "#" : "\u2588");
    app_text_str(out, ascii ? (eighths % 8 > 3 ? "#" : "") : parts[eighths % 8]);
    app_text_char(out, '\0');
}

static size_t bar_width(void) {
    size_t width = cli_table_width();
    if (width == 0 || width / 2 > BAR_MAX)
        return BAR_MAX;
    return width / 2 > BAR_MIN ? width / 2 : BAR_MIN;
}

static void put_table(struct cli_rows *rows, const senti_word_list *list, bool scored) {
    bool ascii = rows->cli->values.ascii || !cli_has_utf8();
    app_text bar;
    app_text_init(&bar, 0);
    for (size_t i = 0; i < list->count; i++) {
        const senti_word *w = &list->items[i];
        cli_rows_text(rows, w->text);
        cli_rows_int(rows, (int64_t)w->count);
        if (scored)
            cli_rows_number(rows, w->score, 2);
        app_text_reset(&bar);
        put_bar(&bar, w->weight, bar_width(), ascii);
        cli_rows_text(rows, bar.data ? bar.data : "");
    }
    app_text_clear(&bar);
}

static void put_data(struct cli_rows *rows, const senti_word_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        const senti_word *w = &list->items[i];
        cli_rows_text(rows, w->text);
        cli_rows_int(rows, (int64_t)w->count);
        cli_rows_number(rows, w->score, -1);
        cli_rows_number(rows, w->weight, -1);
        cli_rows_bool(rows, w->collocation);
    }
}

static int answer(struct cli *cli, const senti_words *words, const senti_words *background) {
    senti_word_list list;
    senti_error err = {0};
    struct cli_rows rows;
    size_t top = cli->values.top ? (size_t)cli->values.top : TOP;
    senti_status status = senti_words_top(words, top, background, &list, &err);
    if (status)
        return fail("words", status, &err);
    if (cli->values.format != CLI_TABLE) {
        cli_rows_begin(&rows, cli, data_columns, COUNT(data_columns));
        put_data(&rows, &list);
    } else {
        cli_rows_begin(&rows, cli, background ? scored_columns : table_columns,
                       background ? COUNT(scored_columns) : COUNT(table_columns));
        put_table(&rows, &list, background != NULL);
    }
    senti_word_list_clear(&list);
    return cli_rows_end(&rows);
}

/* ---- options */

static int read_options(const struct cli *cli, senti_words_options *options, char **stopwords) {
    const struct cli_values *v = &cli->values;
    int code = CLI_OK;
    if (v->numbers && v->no_numbers)
        return cli_fail(CLI_USAGE, "--numbers", "give one of them",
                        "numbers and no-numbers contradict each other");
    options->no_collocations = v->no_collocations;
    options->no_plurals = v->no_plurals;
    options->numbers = v->numbers;
    options->across = v->across;
    options->no_stopwords = v->no_stopwords;
    options->min_length = (size_t)v->min_length;
    options->threshold = (double)v->threshold;
    if (!v->stopwords)
        return CLI_OK;
    *stopwords = cli_read_file(v->stopwords, &options->stopwords_len, &code);
    options->stopwords = *stopwords;
    return code;
}

static int run(struct cli *cli) {
    senti_words_options options = SENTI_WORDS_OPTIONS_INIT;
    senti_words *words = NULL, *background = NULL;
    char *stopwords = NULL;
    int code = read_options(cli, &options, &stopwords), partial = CLI_OK;
    if (!code)
        code = count(cli, cli->n_args ? cli->args[0] : NULL, &options, &words);
    if (cli->values.background && (!code || code == CLI_PARTIAL)) {
        partial = code;
        options.documents = true;
        code = count(cli, cli->values.background, &options, &background);
    }
    if (!code || code == CLI_PARTIAL) {
        partial = partial ? partial : code;
        code = answer(cli, words, background);
    }
    senti_words_free(words);
    senti_words_free(background);
    free(stopwords);
    return code ? code : partial;
}

static const char *const options[] = {"input",           "top",       "stopwords",  "no-stopwords",
                                      "min-length",      "numbers",   "no-numbers", "no-plurals",
                                      "no-collocations", "threshold", "across",     "items",
                                      "background",      "ascii",     NULL};

const struct cli_command cli_words = {
    .name = "words",
    .args = "[FILE|-]",
    .min_args = 0,
    .max_args = 1,
    .summary = "the most frequent words and collocations of texts",
    .details =
        "Counts as word_cloud does: letter case and plurals are merged, stop words left out,\n"
        "two words that stand together far more often than by chance are one entry.\n"
        "A text a line, or with --input jsonl an object a line that has a member `text`.\n"
        "Without FILE, standard input is read.\n",
    .examples = "  mkt words headlines.txt --top 20\n"
                "  mkt words book.txt --across\n"
                "  mkt words posts.jsonl --input jsonl --stopwords boilerplate.txt --format csv\n"
                "  mkt words today.txt --background year.txt\n"
                "  mkt words authors.txt --items --no-plurals\n",
    .options = options,
    .input_help = "lines (default): a text a line; jsonl: an object a line",
    .run = run,
};
