/* Texts from a file or standard input: a line each, or an object a line with a member `text`. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MAX = 1 << 26, /* longest file that is read as a whole */
    BAD_LISTED = 5      /* bad lines that are told one by one */
};

/* Takes the text out of a line; false: the line is bad (reported). */
static bool take_line(struct cli_texts *texts, const char *line, size_t len) {
    static const char *const names[] = {"text", "id"};
    app_json_value values[sizeof names / sizeof *names];
    size_t offset;
    app_text_reset(&texts->line.text);
    texts->line.id = (app_json_value){0};
    if (!texts->jsonl) {
        app_text_put(&texts->line.text, line, len);
        return true;
    }
    const char *wrong =
        app_json_members(line, len, names, sizeof names / sizeof *names, values, &offset);
    if (!wrong && !app_json_unescape(values[0], &texts->line.text)) {
        wrong = values[0].at ? "its member `text` is not a text" : "it has no member `text`";
        offset = 0;
    }
    texts->line.id = values[1];
    if (wrong && texts->bad++ < BAD_LISTED)
        cli_note(texts->name, "line %zu, byte %zu: %s", texts->line.number, offset + 1, wrong);
    return !wrong;
}

static int read_lines(struct cli_texts *texts, cli_take_text *take, void *data) {
    char *line = NULL;
    size_t cap = 0;
    int code = CLI_OK;
    ssize_t n;
    while (!code && (n = getline(&line, &cap, texts->file)) >= 0) {
        size_t len = (size_t)n;
        texts->line.number++;
        len -= len > 0 && line[len - 1] == '\n';
        len -= len > 0 && line[len - 1] == '\r';
        size_t mark =
            texts->line.number == 1 && len >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        if ((texts->jsonl && len == mark) || !take_line(texts, line + mark, len - mark))
            continue;
        code = texts->line.text.failed ? cli_fail(CLI_FAILURE, texts->name, "", "out of memory")
                                       : take(data, texts->name, &texts->line);
    }
    if (!code && ferror(texts->file))
        code = cli_fail(CLI_FAILURE, texts->name, "", "cannot read: %s", strerror(errno));
    free(line);
    return code;
}

static int cannot_open(const char *path) {
    return cli_fail(errno == ENOENT ? CLI_NOT_FOUND : CLI_FAILURE, path, "", "cannot open: %s",
                    strerror(errno));
}

int cli_open_texts(const struct cli *cli, const char *path, struct cli_texts *texts) {
    const char *input = cli->values.input;
    bool is_stdin = !path || strcmp(path, "-") == 0;
    *texts = (struct cli_texts){.name = is_stdin ? "stdin" : path};
    if (input && strcmp(input, "lines") != 0 && strcmp(input, "jsonl") != 0)
        return cli_fail(CLI_USAGE, "--input", "use lines or jsonl", "'%s' is none of its values",
                        input);
    texts->jsonl = input && strcmp(input, "jsonl") == 0;
    texts->file = is_stdin ? stdin : fopen(path, "rb");
    if (!texts->file)
        return cannot_open(path);
    if (is_stdin)
        return CLI_OK;
    /* A folder can be opened: that it cannot be read is told before anything is written. */
    int first = getc(texts->file);
    if (first == EOF && ferror(texts->file)) {
        int code = cli_fail(CLI_FAILURE, path, "", "cannot read: %s", strerror(errno));
        (void)fclose(texts->file);
        return code;
    }
    if (first != EOF)
        (void)ungetc(first, texts->file);
    return CLI_OK;
}

int cli_each_text(struct cli_texts *texts, cli_take_text *take, void *data) {
    app_text_init(&texts->line.text, 0);
    int code = read_lines(texts, take, data);
    app_text_clear(&texts->line.text);
    if (texts->file != stdin)
        (void)fclose(texts->file);
    if (texts->bad > BAD_LISTED)
        cli_note(texts->name, "%zu more lines were left out", texts->bad - BAD_LISTED);
    return !code && texts->bad > 0 ? CLI_PARTIAL : code;
}

char *cli_read_file(const char *path, size_t *size, int *code) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        *code = cannot_open(path);
        return NULL;
    }
    app_text text;
    app_text_init(&text, FILE_MAX);
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
