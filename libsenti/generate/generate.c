/*
 * generate FOLDER OUTPUT: writes the embedded lexicon as C from the files of libsenti/data. Runs
 * when the library is built.
 */
#include "table.h"
#include "unicode.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define ITEMS_MAX 9000

typedef struct word {
    senti__entry vader, nltk;
} word;

static senti__item items[ITEMS_MAX];
static word words[ITEMS_MAX];
static size_t n_items;

static void die(const char *what, const char *which) {
    (void)fprintf(stderr, "generate: %s: %s\n", what, which);
    exit(1);
}

/* The bytes of a file, ended by NUL; never freed. */
static char *read_file(const char *folder, const char *name, size_t *size) {
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    size_t room = 1u << 20;
    char *text = malloc(room);
    if (!file || !text)
        die("cannot read", path);
    *size = fread(text, 1, room - 1, file);
    if (*size == room - 1 || ferror(file))
        die("cannot read all of", path);
    (void)fclose(file);
    text[*size] = '\0';
    return text;
}

/* The next line that is not empty or a comment, split at tabs; false at the end. */
static bool next_line(char **text, char *fields[3]) {
    for (;;) {
        char *line = *text;
        if (*line == '\0')
            return false;
        size_t length = strcspn(line, "\n");
        *text = line + length + (line[length] != '\0');
        if (length > 0 && line[length - 1] == '\r')
            line[length - 1] = '\0';
        line[length] = '\0';
        if (*line == '\0' || strncmp(line, "# ", 2) == 0)
            continue;
        for (int i = 0; i < 3; i++) {
            fields[i] = line;
            line += strcspn(line, "\t");
            if (*line)
                *line++ = '\0';
        }
        return true;
    }
}

static word *find(const char *key) {
    size_t length = strlen(key);
    for (size_t i = 0; i < n_items; i++)
        if (items[i].length == length && memcmp(items[i].key, key, length) == 0)
            return &words[i];
    if (n_items == ITEMS_MAX || length == 0 || length > SENTI__KEY_MAX)
        die("no room for", key);
    items[n_items] = (senti__item){.key = key, .length = (uint32_t)length};
    return &words[n_items++];
}

static double number(const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end)
        die("not a number", text);
    return value;
}

static void read_lexicon(const char *folder) {
    size_t size;
    char *text = read_file(folder, "vader/vader_lexicon.txt", &size), *fields[3];
    while (next_line(&text, fields)) {
        word *w = find(fields[0]);
        w->vader.value = w->nltk.value = number(fields[1]);
        w->vader.flags = w->nltk.flags = SENTI__LEXICON;
    }
    text = read_file(folder, "modern.tsv", &size);
    while (next_line(&text, fields))
        find(fields[0])->vader =
            (senti__entry){.value = number(fields[1]), .flags = SENTI__LEXICON};
    text = read_file(folder, "nltk.tsv", &size);
    while (next_line(&text, fields)) {
        word *w = find(fields[0]);
        bool removed = strcmp(fields[1], "remove") == 0;
        w->nltk.value = removed ? 0 : number(fields[1]);
        w->nltk.flags = removed ? 0 : SENTI__LEXICON;
    }
}

static void read_modifiers(const char *folder) {
    size_t size;
    char *text = read_file(folder, "modifiers.tsv", &size), *fields[3];
    while (next_line(&text, fields)) {
        word *w = find(fields[0]);
        bool negator = strcmp(fields[1], "negator") == 0;
        senti__entry e = {.value = negator             ? 0
                                   : *fields[1] == 'b' ? SENTI__STEP
                                                       : -SENTI__STEP,
                          .flags = negator ? SENTI__NEGATOR : SENTI__BOOSTER};
        if (w->vader.flags)
            die("both word and modifier", fields[0]);
        w->vader = e;
        if (*fields[2] == '\0')
            w->nltk = e;
    }
}

static void name_words(void) {
    static const char *const names[] = {
#define SENTI_WORD(name) #name,
#include "rule_words.def"
#undef SENTI_WORD
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        word *w = find(names[i]);
        w->vader.word = w->nltk.word = (uint16_t)(i + 1);
    }
    static const char *const idioms[] = {"bad",  "beating", "broken", "bus", "cut", "hand", "just",
                                         "kind", "kiss",    "sort",   "the", "to",  "yeah"};
    for (size_t i = 0; i < sizeof idioms / sizeof *idioms; i++) {
        word *w = find(idioms[i]);
        w->vader.flags |= SENTI__IDIOM;
        w->nltk.flags |= SENTI__IDIOM;
    }
}

/* Keys with spaces are phrases; their first words are marked. */
static void mark_phrases(void) {
    static char firsts[4096];
    size_t used = 0;
    for (size_t i = 0, n = n_items; i < n; i++) {
        const char *space = memchr(items[i].key, ' ', items[i].length);
        if (!space)
            continue;
        words[i].vader.flags |= SENTI__PHRASE;
        words[i].nltk.flags |= SENTI__PHRASE;
        size_t length = (size_t)(space - items[i].key);
        if (sizeof firsts - used <= length)
            die("no room for the first word of", items[i].key);
        char *first = firsts + used; /* which the list of words may keep */
        memcpy(first, items[i].key, length);
        first[length] = '\0';
        used += length + 1;
        find(first)->vader.flags |= SENTI__STARTS;
    }
}

/* A character constant, whether char has a sign or not. */
static void put_char(FILE *out, char c) {
    (void)fprintf(out, "'\\%03o',", (unsigned)(unsigned char)c);
}

static void write_entries(FILE *out, const char *name, const senti__table *table, bool nltk) {
    senti__entry *entries = calloc(table->entries, sizeof *entries);
    if (!entries)
        die("no memory for", name);
    for (size_t i = 0; i < n_items; i++)
        entries[items[i].entry] = nltk ? words[i].nltk : words[i].vader;
    (void)fprintf(out, "\nconst senti__entry senti__%s_entries[] = {\n", name);
    for (uint32_t i = 0; i < table->entries; i++)
        (void)fprintf(out, "{%.17g,%u,%u},\n", entries[i].value, entries[i].flags, entries[i].word);
    (void)fputs("{0,0,0}};\n", out); /* what a word that is in no lexicon has */
    free(entries);
}

static void write_table(FILE *out, const senti__table *t, size_t pool) {
    (void)fputs("\nstatic const senti__key keys[] = {\n", out);
    for (uint32_t i = 0; i < t->slots; i++)
        (void)fprintf(out, "{0x%llxu,0x%llxu},\n", (unsigned long long)t->keys[i].low,
                      (unsigned long long)t->keys[i].high);
    (void)fputs("};\nstatic const uint16_t prints[] = {\n", out);
    for (uint32_t i = 0; i < t->slots; i++)
        (void)fprintf(out, "%u,\n", t->prints[i]);
    (void)fputs("};\nstatic const uint16_t shifts[] = {\n", out);
    for (uint32_t i = 0; i < t->slots / 2; i++)
        (void)fprintf(out, "%u,\n", t->shifts[i]);
    (void)fputs("};\nstatic const senti__long_key longs[] = {\n", out);
    for (uint32_t i = 0; i <= t->long_mask; i++)
        (void)fprintf(out, "{%u,%u,%u},\n", t->longs[i].at, t->longs[i].length, t->longs[i].entry);
    (void)fputs("};\nstatic const char pool[] = {\n", out);
    for (size_t i = 0; i < pool; i++)
        put_char(out, t->pool[i]);
    (void)fprintf(
        out,
        "0};\nconst senti__table senti__base_table = {keys, prints, shifts, longs, pool, %u, %u, "
        "%u, %u, %u};\n",
        t->slots, t->bucket_shift, t->long_mask, t->entries, t->longest);
}

static void write_words(FILE *out) {
    senti__table table;
    void *memory;
    size_t pool = 0;
    if (!senti__table_build(items, n_items, SENTI__SLOTS, &table, &memory))
        die("no perfect hash", "try more slots");
    if (table.bucket_shift != SENTI__BUCKET_SHIFT)
        die("another shift than", "SENTI__BUCKET_SHIFT");
    for (size_t i = 0; i < n_items; i++)
        if (senti__is_long(items[i].key, items[i].length))
            pool += items[i].length;
    write_table(out, &table, pool);
    write_entries(out, "vader", &table, false);
    write_entries(out, "nltk", &table, true);
    free(memory);
}

static void write_emoji(FILE *out, const char *folder) {
    static uint16_t index[0x20000];
    static uint8_t pages[0x20000 / 64];
    size_t size, n = 0, offset = 0;
    char *text = read_file(folder, "vader/emoji_utf8_lexicon.txt", &size), *fields[3];
    char *offsets = calloc(8, 4096), *end = offsets;
    if (!offsets)
        die("no memory for", "emoji");
    (void)fputs("\nconst char senti__emoji_pool[] = {\n", out);
    while (next_line(&text, fields)) {
        const unsigned char *p = (const unsigned char *)fields[0];
        uint32_t c = senti__decode(&p, p + strlen(fields[0]));
        if (*p || c >= sizeof index / sizeof *index)
            continue; /* the reference looks at single code points: sequences never match */
        if (index[c])
            die("emoji given twice", fields[1]);
        index[c] = (uint16_t)++n;
        for (const char *d = fields[1]; *d; d++)
            put_char(out, *d);
        (void)fputs("\n", out);
        end += sprintf(end, "%zu,\n", offset);
        offset += strlen(fields[1]);
    }
    if (offset > UINT16_MAX)
        die("too long", "the descriptions of emoji");
    (void)fprintf(out, "0};\nconst uint16_t senti__emoji_offsets[] = {\n%s%zu};\n", offsets,
                  offset);
    (void)fputs("const uint16_t senti__emoji_index[][64] = {\n{0}", out);
    unsigned used = 0;
    for (size_t page = 0; page < sizeof pages; page++) {
        bool any = false;
        for (size_t i = 0; i < 64; i++)
            any = any || index[page * 64 + i];
        if (!any)
            continue;
        pages[page] = (uint8_t)++used;
        (void)fputs(",\n{", out);
        for (size_t i = 0; i < 64; i++)
            (void)fprintf(out, "%u,", index[page * 64 + i]);
        (void)fputs("}", out);
    }
    if (used > UINT8_MAX)
        die("too many", "pages of emoji");
    (void)fputs("};\nconst uint8_t senti__emoji_pages[SENTI__EMOJI_END / 64] = {\n", out);
    for (size_t page = 0; page < sizeof pages; page++)
        (void)fprintf(out, "%u,", pages[page]);
    (void)fputs("};\n", out);
    free(offsets);
}

static void write_text(FILE *out, const char *folder, const char *name) {
    char file[64];
    size_t size;
    (void)snprintf(file, sizeof file, "%s.tsv", name);
    const char *text = read_file(folder, file, &size);
    (void)fprintf(out, "\nconst char senti__%s_tsv[] = {\n", name);
    for (size_t i = 0; i < size; i++)
        put_char(out, text[i]);
    (void)fprintf(out, "0};\nconst size_t senti__%s_tsv_size = %zu;\n", name, size);
}

int main(int argc, char **argv) {
    if (argc != 3)
        die("usage", "generate FOLDER OUTPUT");
    read_lexicon(argv[1]);
    read_modifiers(argv[1]);
    name_words();
    mark_phrases();
    FILE *out = fopen(argv[2], "w");
    if (!out)
        die("cannot write", argv[2]);
    (void)fputs("/* Written by libsenti/generate from libsenti/data. */\n#include \"embedded.h\"\n",
                out);
    write_words(out);
    write_emoji(out, argv[1]);
    write_text(out, argv[1], "finance");
    if (ferror(out) || fclose(out) != 0)
        die("cannot write", argv[2]);
    return 0;
}
