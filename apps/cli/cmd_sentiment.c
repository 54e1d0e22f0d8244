#include "cli.h"
#include "commands.h"
#include "common/json.h"
#include "common/json_object.h"
#include "common/number.h"
#include "marketkit/senti.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEXICON_MAX = 1 << 26, /* longest file of words */
    BAD_LISTED = 5         /* bad lines that are told one by one */
};

static const struct cli_column score_columns[] = {
    {"id", "ID", CLI_LEFT},    {"neg", "NEG", CLI_RIGHT},           {"neu", "NEU", CLI_RIGHT},
    {"pos", "POS", CLI_RIGHT}, {"compound", "COMPOUND", CLI_RIGHT}, {"label", "LABEL", CLI_LEFT},
    {"text", "TEXT", CLI_CUT}};
static const struct cli_column token_columns[] = {
    {"line", "LINE", CLI_RIGHT}, {"token", "TOKEN", CLI_CUT}, {"begin", "BEGIN", CLI_RIGHT},
    {"end", "END", CLI_RIGHT},   {"base", "BASE", CLI_RIGHT}, {"valence", "VALENCE", CLI_RIGHT},
    {"rules", "RULES", CLI_LEFT}};

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct run {
    struct cli *cli;
    const senti_lexicon *lexicon;
    const char *name; /* of the input */
    bool jsonl;
    size_t line, bad;
    struct cli_rows rows;
    app_text text; /* of the line, unescaped */
    app_json_value id;
    senti_token *tokens;
    size_t cap, n_tokens;
};

static const char *label_of(const senti_scores *scores) {
    senti_label label = senti_label_compound(scores);
    return label == SENTI_POSITIVE ? "positive" : label == SENTI_NEGATIVE ? "negative" : "neutral";
}

static void put_rules(app_text *out, uint32_t rules) {
    static const char *const names[] = {"caps",      "booster", "dampener", "negated",
                                        "never-so",  "phrase",  "least",    "before-but",
                                        "after-but", "no",      "modifier"};
    bool any = false;
    for (size_t i = 0; i < COUNT(names); i++) {
        if (!(rules >> i & 1))
            continue;
        app_text_format(out, "%s%s", any ? " " : "", names[i]);
        any = true;
    }
}

/* ---- one answer */

static void json_token(app_json *json, const struct run *r, const senti_token *t) {
    app_text rules;
    app_text_init(&rules, 0);
    put_rules(&rules, t->rules);
    app_json_begin_object(json);
    app_json_key(json, "token");
    app_json_string(json, r->text.data + t->begin, t->end - t->begin);
    app_json_key(json, "begin");
    app_json_int(json, (int64_t)t->begin);
    app_json_key(json, "end");
    app_json_int(json, (int64_t)t->end);
    app_json_key(json, "base");
    app_json_number(json, t->base);
    app_json_key(json, "valence");
    app_json_number(json, t->valence);
    app_json_key(json, "rules");
    app_json_str(json, rules.len ? rules.data : "");
    app_json_end_object(json);
    app_text_clear(&rules);
}

/* With a point, as Python writes a float, and with the sign of zero: it reads back bit for bit. */
static void json_score(app_json *json, const char *key, double value) {
    char text[APP_NUMBER_SIZE];
    size_t n = app_number_shortest(fabs(value), text);
    app_json_key(json, key);
    app_text_str(json->text, signbit(value) ? "-" : "");
    app_text_put(json->text, text, n);
    if (!memchr(text, '.', n))
        app_text_str(json->text, ".0");
    json->comma = true;
}

static void put_object(struct run *r, const senti_scores *s) {
    app_text *out = &r->cli->out;
    app_json json;
    app_json_init(&json, out, APP_JSON_SHORTEST);
    bool list = r->cli->values.format == CLI_JSON;
    if (list)
        app_text_str(out, r->rows.n_rows++ ? ",\n" : "[\n");
    app_json_begin_object(&json);
    if (r->id.at) {
        app_json_key(&json, "id");
        app_text_put(out, r->id.at, r->id.len);
        json.comma = true;
    }
    json_score(&json, "neg", s->neg);
    json_score(&json, "neu", s->neu);
    json_score(&json, "pos", s->pos);
    json_score(&json, "compound", s->compound);
    app_json_key(&json, "label");
    app_json_str(&json, label_of(s));
    if (r->cli->values.explain) {
        app_json_key(&json, "tokens");
        app_json_begin_array(&json);
        for (size_t i = 0; i < r->n_tokens; i++)
            json_token(&json, r, &r->tokens[i]);
        app_json_end_array(&json);
    }
    app_json_end_object(&json);
    if (!list)
        app_text_char(out, '\n');
}

static void put_tokens(struct run *r) {
    for (size_t i = 0; i < r->n_tokens; i++) {
        const senti_token *t = &r->tokens[i];
        app_text cell;
        app_text_init(&cell, 0);
        app_text_put(&cell, r->text.data + t->begin, t->end - t->begin);
        app_text_char(&cell, '\0');
        size_t rules = cell.len;
        put_rules(&cell, t->rules);
        app_text_char(&cell, '\0');
        cli_rows_int(&r->rows, (int64_t)r->line);
        cli_rows_text(&r->rows, cell.data ? cell.data : "");
        cli_rows_int(&r->rows, (int64_t)t->begin);
        cli_rows_int(&r->rows, (int64_t)t->end);
        cli_rows_number(&r->rows, t->base, 1);
        cli_rows_number(&r->rows, t->valence, 4);
        cli_rows_text(&r->rows, cell.data ? cell.data + rules : "");
        app_text_clear(&cell);
    }
}

static void put_scores(struct run *r, const senti_scores *s) {
    app_text id;
    app_text_init(&id, 0);
    if (!r->id.at)
        app_text_int(&id, (int64_t)r->line);
    else if (!app_json_unescape(r->id, &id))
        app_text_put(&id, r->id.at, r->id.len);
    cli_rows_text(&r->rows, id.data ? id.data : "");
    cli_rows_number(&r->rows, s->neg, 3);
    cli_rows_number(&r->rows, s->neu, 3);
    cli_rows_number(&r->rows, s->pos, 3);
    cli_rows_number(&r->rows, s->compound, 4);
    cli_rows_text(&r->rows, label_of(s));
    cli_rows_text(&r->rows, r->text.data ? r->text.data : "");
    app_text_clear(&id);
}

static bool is_json(const struct run *r) {
    return r->cli->values.format == CLI_JSON || r->cli->values.format == CLI_JSONL;
}

/* ---- one text */

static senti_status explain(struct run *r, senti_scores *scores) {
    const char *text = r->text.data ? r->text.data : "";
    senti_status status =
        senti_explain(r->lexicon, text, r->text.len, NULL, r->tokens, r->cap, &r->n_tokens, scores);
    if (status != SENTI_ERR_BUFFER)
        return status;
    senti_token *more = realloc(r->tokens, r->n_tokens * sizeof *more);
    if (!more)
        return SENTI_ERR_MEMORY;
    r->tokens = more;
    r->cap = r->n_tokens;
    return senti_explain(r->lexicon, text, r->text.len, NULL, r->tokens, r->cap, &r->n_tokens,
                         scores);
}

static int score(struct run *r) {
    senti_scores scores;
    bool tokens = r->cli->values.explain;
    if (r->text.failed)
        return cli_fail(CLI_FAILURE, r->name, "", "out of memory");
    senti_status status = tokens ? explain(r, &scores)
                                 : senti_score(r->lexicon, r->text.data ? r->text.data : "",
                                               r->text.len, NULL, &scores);
    if (status != SENTI_OK)
        return cli_fail(CLI_FAILURE, r->name, "", "%s", senti_status_text(status));
    if (is_json(r))
        put_object(r, &scores);
    else if (tokens)
        put_tokens(r);
    else
        put_scores(r, &scores);
    (void)cli_flush_some(r->cli);
    return CLI_OK;
}

/* Takes the text out of a line; false: the line is bad (reported). */
static bool take_line(struct run *r, const char *line, size_t len) {
    static const char *const names[] = {"text", "id"};
    app_json_value values[COUNT(names)];
    size_t offset;
    app_text_reset(&r->text);
    r->id = (app_json_value){0};
    if (!r->jsonl) {
        app_text_put(&r->text, line, len);
        return true;
    }
    const char *wrong = app_json_members(line, len, names, COUNT(names), values, &offset);
    if (!wrong && !app_json_unescape(values[0], &r->text)) {
        wrong = values[0].at ? "its member `text` is not a text" : "it has no member `text`";
        offset = 0;
    }
    r->id = values[1];
    if (wrong && r->bad++ < BAD_LISTED)
        cli_note(r->name, "line %zu, byte %zu: %s", r->line, offset + 1, wrong);
    return !wrong;
}

static int read_lines(struct run *r, FILE *file) {
    char *line = NULL;
    size_t cap = 0;
    int code = CLI_OK;
    ssize_t n;
    while (!code && (n = getline(&line, &cap, file)) >= 0) {
        size_t len = (size_t)n;
        r->line++;
        len -= len > 0 && line[len - 1] == '\n';
        len -= len > 0 && line[len - 1] == '\r';
        if (r->jsonl && len == 0)
            continue;
        if (take_line(r, line, len))
            code = score(r);
    }
    if (!code && ferror(file))
        code = cli_fail(CLI_FAILURE, r->name, "", "cannot read: %s", strerror(errno));
    free(line);
    return code;
}

static int answer(struct run *r, FILE *file) {
    struct cli *cli = r->cli;
    app_text_init(&r->text, 0);
    if (!is_json(r))
        cli_rows_begin(&r->rows, cli, cli->values.explain ? token_columns : score_columns,
                       cli->values.explain ? COUNT(token_columns) : COUNT(score_columns));
    int code = read_lines(r, file);
    if (cli->values.format == CLI_JSON)
        app_text_str(&cli->out, r->rows.n_rows ? "\n]\n" : "[]\n");
    if (!is_json(r)) {
        int rows = cli_rows_end(&r->rows);
        code = code ? code : rows;
    }
    app_text_clear(&r->text);
    free(r->tokens);
    if (r->bad > BAD_LISTED)
        cli_note(r->name, "%zu more lines were left out", r->bad - BAD_LISTED);
    return !code && r->bad > 0 ? CLI_PARTIAL : code;
}

/* ---- lexicons */

/* The content of a file, owned; NULL (reported). */
static char *read_file(const char *path, size_t *size, int *code) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        *code = cli_fail(errno == ENOENT ? CLI_NOT_FOUND : CLI_FAILURE, path, "", "cannot open: %s",
                         strerror(errno));
        return NULL;
    }
    app_text text;
    app_text_init(&text, LEXICON_MAX);
    char chunk[1 << 14];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0 && !text.failed;)
        app_text_put(&text, chunk, n);
    bool failed = ferror(file) != 0;
    (void)fclose(file);
    if (failed || text.failed) {
        app_text_clear(&text);
        *code = cli_fail(CLI_FAILURE, path, "", failed ? "cannot read" : "the file is too large");
        return NULL;
    }
    app_text_char(&text, '\0');
    *size = text.len - 1;
    return text.data;
}

/* Puts one file on top of *lexicon, which is given up. */
static int add_words(const char *path, senti_lexicon **own, const senti_lexicon **lexicon) {
    int code = CLI_FAILURE;
    size_t size;
    char *file = NULL;
    const char *words = senti_finance_words(&size);
    if (strcmp(path, "finance") != 0)
        words = file = read_file(path, &size, &code);
    if (!words)
        return code;
    senti_error err;
    senti_lexicon *made = NULL;
    senti_status status =
        senti_lexicon_load(*lexicon, words, size, SENTI_LOAD_OVERLAY, &made, &err);
    free(file);
    if (status == SENTI_ERR_SYNTAX)
        return cli_fail(CLI_FAILURE, path, "", "line %zu: %s", err.line, err.message);
    if (status != SENTI_OK)
        return cli_fail(CLI_FAILURE, path, "", "%s", senti_status_text(status));
    senti_lexicon_free(*own);
    *lexicon = *own = made;
    return CLI_OK;
}

static int run(struct cli *cli) {
    const struct cli_values *v = &cli->values;
    struct run r = {.cli = cli};
    if (v->input && strcmp(v->input, "lines") != 0 && strcmp(v->input, "jsonl") != 0)
        return cli_fail(CLI_USAGE, "--input", "use lines or jsonl", "'%s' is none of its values",
                        v->input);
    r.jsonl = v->input && strcmp(v->input, "jsonl") == 0;
    r.lexicon = senti_lexicon_builtin((senti_profile)v->profile);
    senti_lexicon *own = NULL;
    int code = CLI_OK;
    for (size_t i = 0; !code && i < v->lexicon.count; i++)
        code = add_words(v->lexicon.items[i], &own, &r.lexicon);
    bool is_stdin = cli->n_args == 0 || strcmp(cli->args[0], "-") == 0;
    r.name = is_stdin ? "stdin" : cli->args[0];
    FILE *file = code || is_stdin ? stdin : fopen(r.name, "rb");
    if (!file)
        code = cli_fail(errno == ENOENT ? CLI_NOT_FOUND : CLI_FAILURE, r.name, "",
                        "cannot open: %s", strerror(errno));
    if (!code)
        code = answer(&r, file);
    if (file && file != stdin)
        (void)fclose(file);
    senti_lexicon_free(own);
    return code;
}

static const char *const options[] = {"input", "profile", "lexicon", "explain", NULL};

const struct cli_command cli_sentiment = {
    .name = "sentiment",
    .args = "[FILE|-]",
    .min_args = 0,
    .max_args = 1,
    .summary = "the sentiment of texts, as VADER scores it",
    .details = "A text a line, or with --input jsonl an object a line that has a member `text`; a\n"
               "member `id` is repeated in the answer. Without FILE, standard input is read.\n"
               "Labels: compound >= 0.05 is positive, <= -0.05 negative.\n",
    .examples = "  mkt sentiment headlines.txt\n"
                "  mkt sentiment posts.jsonl --input jsonl --format jsonl\n"
                "  echo 'VADER is not bad!' | mkt sentiment --explain\n"
                "  mkt sentiment --profile modern --lexicon finance --lexicon mine.tsv posts.txt\n",
    .options = options,
    .input_help = "lines (default): a text a line; jsonl: an object a line",
    .run = run,
};
