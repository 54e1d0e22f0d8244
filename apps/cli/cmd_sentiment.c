#include "cli.h"
#include "commands.h"
#include "common/json.h"
#include "common/number.h"
#include "marketkit/senti.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    const struct cli_line *line;
    struct cli_rows rows;
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
    app_json_string(json, r->line->text.data + t->begin, t->end - t->begin);
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
    if (r->line->id.at) {
        app_json_key(&json, "id");
        app_text_put(out, r->line->id.at, r->line->id.len);
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
        app_text_repaired(&cell, r->line->text.data + t->begin, t->end - t->begin);
        app_text_char(&cell, '\0');
        size_t rules = cell.len;
        put_rules(&cell, t->rules);
        app_text_char(&cell, '\0');
        cli_rows_int(&r->rows, (int64_t)r->line->number);
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
    app_text id, cell;
    app_text_init(&id, 0);
    app_text_init(&cell, 0);
    if (!r->line->id.at)
        app_text_int(&id, (int64_t)r->line->number);
    else if (!app_json_unescape(r->line->id, &id))
        app_text_put(&id, r->line->id.at, r->line->id.len);
    app_text_repaired(&cell, id.data, id.len);
    cli_rows_text(&r->rows, cell.data ? cell.data : "");
    cli_rows_number(&r->rows, s->neg, 3);
    cli_rows_number(&r->rows, s->neu, 3);
    cli_rows_number(&r->rows, s->pos, 3);
    cli_rows_number(&r->rows, s->compound, 4);
    cli_rows_text(&r->rows, label_of(s));
    app_text_reset(&cell);
    app_text_repaired(&cell, r->line->text.data, r->line->text.len);
    cli_rows_text(&r->rows, cell.data ? cell.data : "");
    app_text_clear(&cell);
    app_text_clear(&id);
}

static bool is_json(const struct run *r) {
    return r->cli->values.format == CLI_JSON || r->cli->values.format == CLI_JSONL;
}

/* ---- one text */

static senti_status explain(struct run *r, senti_scores *scores) {
    const char *text = r->line->text.data ? r->line->text.data : "";
    senti_status status = senti_explain(r->lexicon, text, r->line->text.len, NULL, r->tokens,
                                        r->cap, &r->n_tokens, scores);
    if (status != SENTI_ERR_BUFFER)
        return status;
    senti_token *more = realloc(r->tokens, r->n_tokens * sizeof *more);
    if (!more)
        return SENTI_ERR_MEMORY;
    r->tokens = more;
    r->cap = r->n_tokens;
    return senti_explain(r->lexicon, text, r->line->text.len, NULL, r->tokens, r->cap, &r->n_tokens,
                         scores);
}

static int score(void *data, const char *name, const struct cli_line *line) {
    struct run *r = data;
    senti_scores scores;
    bool tokens = r->cli->values.explain;
    r->line = line;
    senti_status status =
        tokens ? explain(r, &scores)
               : senti_score(r->lexicon, r->line->text.data ? r->line->text.data : "",
                             r->line->text.len, NULL, &scores);
    if (status != SENTI_OK)
        return cli_fail(CLI_FAILURE, name, "", "%s", senti_status_text(status));
    if (is_json(r))
        put_object(r, &scores);
    else if (tokens)
        put_tokens(r);
    else
        put_scores(r, &scores);
    (void)cli_flush_some(r->cli);
    return CLI_OK;
}

static int answer(struct run *r, struct cli_texts *texts) {
    struct cli *cli = r->cli;
    if (!is_json(r))
        cli_rows_begin(&r->rows, cli, cli->values.explain ? token_columns : score_columns,
                       cli->values.explain ? COUNT(token_columns) : COUNT(score_columns));
    int code = cli_each_text(texts, score, r);
    if (cli->values.format == CLI_JSON)
        app_text_str(&cli->out, r->rows.n_rows ? "\n]\n" : "[]\n");
    if (!is_json(r)) {
        int rows = cli_rows_end(&r->rows);
        code = code ? code : rows;
    }
    free(r->tokens);
    return code;
}

/* ---- lexicons */

/* Puts one file on top of *lexicon, which is given up. */
static int add_words(const char *path, senti_lexicon **own, const senti_lexicon **lexicon) {
    int code = CLI_FAILURE;
    size_t size;
    char *file = NULL;
    const char *words = senti_finance_words(&size);
    if (strcmp(path, "finance") != 0)
        words = file = cli_read_file(path, &size, &code);
    if (!words)
        return code;
    senti_error err;
    senti_lexicon *made = NULL;
    senti_status status =
        senti_lexicon_load(*lexicon, words, size, SENTI_LOAD_OVERLAY, &made, &err);
    if (status != SENTI_OK)
        free(file);
    if (status == SENTI_ERR_SYNTAX)
        return cli_fail(CLI_FAILURE, path, "", "line %zu: %s", err.line, err.message);
    if (status != SENTI_OK)
        return cli_fail(CLI_FAILURE, path, "", "%s", senti_status_text(status));
    if (err.line > 0 && file)
        cli_note(path, "%s", err.message);
    free(file);
    senti_lexicon_free(*own);
    *lexicon = *own = made;
    return CLI_OK;
}

static int run(struct cli *cli) {
    const struct cli_values *v = &cli->values;
    struct run r = {.cli = cli};
    r.lexicon = senti_lexicon_builtin((senti_profile)v->profile);
    senti_lexicon *own = NULL;
    int code = CLI_OK;
    for (size_t i = 0; !code && i < v->lexicon.count; i++)
        code = add_words(v->lexicon.items[i], &own, &r.lexicon);
    struct cli_texts texts;
    if (!code)
        code = cli_open_texts(cli, cli->n_args ? cli->args[0] : NULL, &texts);
    if (!code)
        code = answer(&r, &texts);
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
