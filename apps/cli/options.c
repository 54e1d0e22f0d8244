/* Every option is described once, here; commands name the ones they take. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

enum kind {
    FLAG,
    TEXT,
    NUMBER,
    CHOICE,
    LIST
};

struct option {
    const char *name;
    char letter; /* 0: none */
    enum kind kind;
    size_t offset; /* in struct cli_values */
    const char *value;
    const char *help;
    long min, max;              /* NUMBER */
    const char *const *choices; /* CHOICE: in the order of its enum */
};

static const char *const formats[] = {"table", "csv", "json", "jsonl", NULL};
static const char *const profiles[] = {"vader", "nltk", "modern", "vader-head", NULL};
static const char *const colors[] = {"auto", "always", "never", NULL};

#define AT(field) offsetof(struct cli_values, field)
static const struct option options[] = {
    {"from", 0, TEXT, AT(from), "TIME", "first bar: a date (2022-01-03) or an RFC 3339 time", 0, 0,
     NULL},
    {"to", 0, TEXT, AT(to), "TIME", "last bar, itself included", 0, 0, NULL},
    {"range", 0, TEXT, AT(range), "RANGE",
     "1M, 3M, 6M, YTD, 1Y, 5Y or All, counted from the last bar; instead of --from", 0, 0, NULL},
    {"timeframe", 0, TEXT, AT(timeframe), "TF", CLI_TIMEFRAMES " (default 1Day)", 0, 0, NULL},
    {"feed", 0, TEXT, AT(feed), "FEED", "which feed's bars: sip, iex, sample, file:NAME, ...", 0, 0,
     NULL},
    {"adjust", 0, TEXT, AT(adjust), "HOW",
     "raw, split or all (splits and dividends); default split", 0, 0, NULL},
    {"input", 0, TEXT, AT(input), "COLUMN",
     "what an indicator of any series runs on: close (default), open, high, low, volume, typprice",
     0, 0, NULL},
    {"symbol", 0, TEXT, AT(symbol), "SYMBOL", "the symbol of the file's bars", 0, 0, NULL},
    {"strict", 0, FLAG, AT(strict), NULL, "the first bad row ends it with an error", 0, 0, NULL},
    {"width", 0, NUMBER, AT(width), "COLUMNS", "default: the terminal's", 20, 1000, NULL},
    {"height", 0, NUMBER, AT(height), "LINES", "default: the terminal's", 8, 1000, NULL},
    {"last", 0, NUMBER, AT(last), "N", "how many bars at most (default 90)", 1, 1000, NULL},
    {"overlay", 0, LIST, AT(overlay), "SPEC",
     "a line over the candles, may be repeated; `none` for none (default ema:period=12 and "
     "ema:period=26)",
     0, 0, NULL},
    {"ascii", 0, FLAG, AT(ascii), NULL, "use no character beyond ASCII", 0, 0, NULL},
    {"indicator", 0, LIST, AT(indicator), "SPEC",
     "an indicator whose latest value is shown, may be repeated; `none` for none", 0, 0, NULL},
    {"profile", 0, CHOICE, AT(profile), "PROFILE",
     "the rules: vader (default), nltk, modern or vader-head", 0, 0, profiles},
    {"lexicon", 0, LIST, AT(lexicon), "FILE",
     "words that are added, or `finance` for those that are built in; may be repeated", 0, 0, NULL},
    {"explain", 0, FLAG, AT(explain), NULL, "what each word gave, and by which rules", 0, 0, NULL},
    {"top", 0, NUMBER, AT(top), "N", "how many (default 50)", 1, 1000000, NULL},
    {"stopwords", 0, TEXT, AT(stopwords), "FILE", "further stop words, one a line", 0, 0, NULL},
    {"no-stopwords", 0, FLAG, AT(no_stopwords), NULL, "leave the built-in stop words out", 0, 0,
     NULL},
    {"min-length", 0, NUMBER, AT(min_length), "N", "least characters of a word", 0, 1000, NULL},
    {"numbers", 0, FLAG, AT(numbers), NULL, "count numbers too", 0, 0, NULL},
    {"no-numbers", 0, FLAG, AT(no_numbers), NULL, "leave numbers out (default)", 0, 0, NULL},
    {"no-plurals", 0, FLAG, AT(no_plurals), NULL, "a plural is a word of its own", 0, 0, NULL},
    {"no-collocations", 0, FLAG, AT(no_collocations), NULL, "single words only", 0, 0, NULL},
    {"threshold", 0, NUMBER, AT(threshold), "N", "least score of a collocation (default 30)", 1,
     1000000, NULL},
    {"across", 0, FLAG, AT(across), NULL, "the lines are one text: collocations cross their ends",
     0, 0, NULL},
    {"items", 0, FLAG, AT(items), NULL, "a line is one name: an author, a symbol", 0, 0, NULL},
    {"background", 0, TEXT, AT(background), "FILE",
     "texts whose usual words weigh less (tf-idf; a line is a document)", 0, 0, NULL},
    {"dir", 0, TEXT, AT(dir), "FOLDER", "where the sample is (default: as installed)", 0, 0, NULL},
    {"port", 0, NUMBER, AT(port), "N", "first port to try (default 8080); 0 for any", 0, 65535,
     NULL},
    {"port-tries", 0, NUMBER, AT(port_tries), "N",
     "how many ports to try from there on (default 1)", 1, 1000, NULL},
    {"bind", 0, TEXT, AT(bind), "ADDRESS", "address to listen on (default 127.0.0.1)", 0, 0, NULL},
    {"allow-remote", 0, FLAG, AT(allow_remote), NULL,
     "allow an address that other machines can reach", 0, 0, NULL},
    {"query", 0, TEXT, AT(query), "QUERY", "X's query (default: $SYMBOL lang:en -is:retweet)", 0, 0,
     NULL},
    {"symbols", 0, TEXT, AT(symbols), "A,B,...", "the symbols, instead of words", 0, 0, NULL},
    {"since", 0, TEXT, AT(from), "TIME", "the same as --from", 0, 0, NULL},
    {"full", 0, FLAG, AT(full), NULL, "ask again for what is stored already", 0, 0, NULL},
    {"dry-run", 0, FLAG, AT(dry_run), NULL,
     "ask nobody: show what would be asked, and what X would charge", 0, 0, NULL},
    {"sample", 0, NUMBER, AT(posts), "N",
     "how many posts at most, as many from each of 7 parts of the window (default 300)", 70, 100000,
     NULL},
    {"posts", 0, NUMBER, AT(posts), "N", "the same as --sample", 70, 100000, NULL},
    {"window", 0, TEXT, AT(window), "AGE", "how far back posts go: 7d (default), 12h", 0, 0, NULL},
    {"ids", 0, TEXT, AT(ids), "FILE|LIST",
     "ids of posts: a file with one a line (- for stdin), or 12,34,56", 0, 0, NULL},
    {"older-than", 0, TEXT, AT(older_than), "AGE", "posts written longer ago than 30d, 8w or 12h",
     0, 0, NULL},
    {"verbose", 0, FLAG, AT(verbose), NULL, "a line per request on stderr", 0, 0, NULL},
    {"follow", 0, FLAG, AT(follow), NULL, "do it again and again, until SIGTERM or SIGINT", 0, 0,
     NULL},
    {"every", 0, NUMBER, AT(every), "SECONDS", "with --follow: how long to wait (default 60)", 1,
     86400, NULL},
    {"repair", 0, FLAG, AT(repair), NULL,
     "with verify: first rebuild the manifest of a store in S3; no data is removed", 0, 0, NULL},
    /* What every command takes. */
    {"format", 0, CHOICE, AT(format), "FORMAT", "table (default), csv, json or jsonl", 0, 0,
     formats},
    {"store", 0, TEXT, AT(store), "URL",
     "sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE, else the user's data folder", 0, 0,
     NULL},
    {"color", 0, CHOICE, AT(color), "WHEN", "auto (default), always or never", 0, 0, colors},
    {"help", 'h', FLAG, AT(help), NULL, "show this help", 0, 0, NULL},
    {"version", 'V', FLAG, AT(version), NULL, "show the version", 0, 0, NULL},
};
enum {
    N_OPTIONS = sizeof options / sizeof options[0],
    N_GLOBAL = 5
};

static bool is_global(size_t index) {
    return index >= N_OPTIONS - N_GLOBAL;
}

static bool takes(const struct cli_command *command, size_t index) {
    if (is_global(index))
        return true;
    for (size_t i = 0; command && command->options && command->options[i]; i++)
        if (strcmp(command->options[i], options[index].name) == 0)
            return true;
    return false;
}

bool cli_option_at(const struct cli_command *command, size_t index, struct cli_option_help *out) {
    for (size_t i = 0; i < N_OPTIONS; i++) {
        if (!takes(command, i) || index-- > 0)
            continue;
        *out = (struct cli_option_help){options[i].name, options[i].value, options[i].help,
                                        options[i].letter};
        if (options[i].offset == AT(timeframe) && command->timeframe_help)
            out->help = command->timeframe_help;
        if (options[i].offset == AT(input) && command->input_help) {
            out->value = "FORM";
            out->help = command->input_help;
        }
        return true;
    }
    return false;
}

enum {
    NAME_SIZE = 32,
    ADVICE_SIZE = 128
};

/* "--name" */
static const char *dashed(const struct option *option, char out[NAME_SIZE]) {
    (void)snprintf(out, NAME_SIZE, "--%s", option->name);
    return out;
}

static int unknown_option(const struct cli_command *command, const char *word, size_t len) {
    const char *names[N_OPTIONS];
    char advice[ADVICE_SIZE];
    size_t n = 0;
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (takes(command, i))
            names[n++] = options[i].name;
    const char *nearest = app_nearest(word, len, names, n);
    if (nearest)
        (void)snprintf(advice, sizeof advice, "did you mean --%s?", nearest);
    else
        (void)snprintf(advice, sizeof advice, "see `mkt %s%s--help`", command ? command->name : "",
                       command ? " " : "");
    return cli_fail(CLI_USAGE, command ? command->name : "options", advice,
                    "there is no option --%.*s", (int)len, word);
}

static int bad_number(const struct option *option, const char *text) {
    char what[NAME_SIZE];
    return cli_fail(CLI_USAGE, dashed(option, what), "",
                    "'%s' is not a whole number from %ld to %ld", text, option->min, option->max);
}

static int set_number(const struct option *option, const char *text, long *out) {
    long value = 0;
    if (!text[0] || strlen(text) > 9)
        return bad_number(option, text);
    for (const char *c = text; *c; c++) {
        if (*c < '0' || *c > '9')
            return bad_number(option, text);
        value = value * 10 + (*c - '0');
    }
    if (value < option->min || value > option->max)
        return bad_number(option, text);
    *out = value;
    return CLI_OK;
}

static int set_choice(const struct option *option, const char *text, long *out) {
    char what[NAME_SIZE];
    long n = 0;
    for (; option->choices[n]; n++) {
        if (strcmp(option->choices[n], text) == 0) {
            *out = n;
            return CLI_OK;
        }
    }
    app_text advice;
    app_text_init(&advice, 0);
    for (long i = 0; i < n; i++)
        app_text_format(&advice, "%s%s",
                        i == 0      ? "use "
                        : i + 1 < n ? ", "
                                    : " or ",
                        option->choices[i]);
    int code = cli_fail(CLI_USAGE, dashed(option, what), advice.data ? advice.data : "",
                        "'%s' is none of its values", text);
    app_text_clear(&advice);
    return code;
}

static int set(struct cli_values *values, const struct option *option, const char *text) {
    char *field = (char *)values + option->offset;
    switch (option->kind) {
    case FLAG:
        *(bool *)field = true;
        return CLI_OK;
    case TEXT:
        *(const char **)(void *)field = text;
        return CLI_OK;
    case NUMBER:
        return set_number(option, text, (long *)(void *)field);
    case CHOICE:
        return set_choice(option, text, (long *)(void *)field);
    case LIST:
        break;
    }
    struct cli_list *list = (struct cli_list *)(void *)field;
    if (list->count == APP_SPECS_MAX)
        return cli_fail(CLI_USAGE, option->name, "give fewer", "more than %d are given",
                        APP_SPECS_MAX);
    list->items[list->count++] = text;
    return CLI_OK;
}

static const struct option *find(const struct cli_command *command, const char *name, size_t len,
                                 char letter) {
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (takes(command, i) &&
            (letter ? options[i].letter == letter
                    : strlen(options[i].name) == len && memcmp(options[i].name, name, len) == 0))
            return &options[i];
    return NULL;
}

/* Takes the option at argv[*at], with its value, which may be the next word. */
static int take_option(int argc, char **argv, int *at, struct cli *cli) {
    const char *word = argv[*at];
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1), *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    const struct option *option =
        find(cli->command, name, len, is_long || len != 1 ? '\0' : name[0]);
    if (!option || (!is_long && len != 1))
        return is_long ? unknown_option(cli->command, name, len)
                       : cli_fail(CLI_USAGE, cli->command ? cli->command->name : "options",
                                  "options are written --name", "there is no option %s", word);
    char what[NAME_SIZE];
    dashed(option, what);
    if (option->kind == FLAG) {
        if (equals)
            return cli_fail(CLI_USAGE, what, "leave the = out", "it takes no value");
        return set(&cli->values, option, NULL);
    }
    if (equals)
        return set(&cli->values, option, equals + 1);
    if (*at + 1 >= argc)
        return cli_fail(CLI_USAGE, what, "", "its value is missing: %s %s", what, option->value);
    return set(&cli->values, option, argv[++*at]);
}

static int unknown_command(const char *word) {
    const char *names[32];
    char advice[ADVICE_SIZE] = "see `mkt --help`";
    size_t n = 0;
    for (; cli_commands[n] && n < 32; n++)
        names[n] = cli_commands[n]->name;
    const char *nearest = app_nearest(word, strlen(word), names, n);
    if (nearest)
        (void)snprintf(advice, sizeof advice, "did you mean %s?", nearest);
    return cli_fail(CLI_USAGE, "commands", advice, "there is no command '%s'", word);
}

const struct cli_command *cli_find_command(const char *name) {
    for (size_t i = 0; cli_commands[i]; i++)
        if (strcmp(cli_commands[i]->name, name) == 0)
            return cli_commands[i];
    return NULL;
}

static int check_args(const struct cli *cli) {
    const struct cli_command *command = cli->command;
    char advice[ADVICE_SIZE];
    (void)snprintf(advice, sizeof advice, "usage: mkt %s%s%s", command->name,
                   command->args[0] ? " " : "", command->args);
    if (cli->n_args < command->min_args)
        return cli_fail(CLI_USAGE, command->name, advice, "a word is missing");
    if (cli->n_args > command->max_args)
        return cli_fail(CLI_USAGE, command->name, advice, "one word too many: '%s'",
                        cli->args[command->max_args]);
    return CLI_OK;
}

int cli_parse(int argc, char **argv, struct cli *cli) {
    bool only_words = false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (!only_words && strcmp(word, "--") == 0) {
            only_words = true;
        } else if (!only_words && word[0] == '-' && word[1]) {
            int code = take_option(argc, argv, &i, cli);
            if (code)
                return code;
        } else if (!cli->command && strcmp(word, "help") == 0) {
            cli->values.help = true; /* mkt help chart */
        } else if (!cli->command) {
            cli->command = cli_find_command(word);
            if (!cli->command)
                return unknown_command(word);
        } else {
            cli->args[cli->n_args++] = word;
        }
    }
    if (cli->values.help || cli->values.version)
        return CLI_OK;
    if (!cli->command)
        return cli_fail(CLI_USAGE, "commands", "see `mkt --help`", "a command is missing");
    return check_args(cli);
}
