#include "characters.h"
#include "marketkit/senti_posts.h"
#include "options.h"

typedef struct cleaner {
    const char *text;
    size_t len, at;
    char *out;
    uint32_t *map;
    size_t cap, n;
} cleaner;

static void put(cleaner *c, size_t from, char byte) {
    if (c->n < c->cap) {
        c->out[c->n] = byte;
        if (c->map)
            c->map[c->n] = (uint32_t)from;
    }
    c->n++;
}

static bool is_handle(char c) {
    return senti__is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

static bool starts(const cleaner *c, size_t at, const char *with) {
    size_t n = strlen(with);
    return c->len - at >= n && memcmp(c->text + at, with, n) == 0;
}

static uint32_t code_at(const cleaner *c, size_t at, size_t *bytes) {
    return senti__code_at(c->text + at, c->text + c->len, bytes);
}

/* Bytes of the name of an account or a symbol from `at` on. */
static size_t handle_length(const cleaner *c, size_t at) {
    size_t to = at;
    while (to < c->len && is_handle(c->text[to]))
        to++;
    return to - at;
}

/* Bytes of a hashtag's word. The blocks up to U+1FFF hold the marks that scripts put on letters,
 * and few signs; emoji, quotes and spaces are further up. */
static size_t tag_length(const cleaner *c, size_t at) {
    size_t to = at, bytes;
    for (; to < c->len; to += bytes) {
        uint32_t code = code_at(c, to, &bytes);
        if (!senti__is_word(code) && !(code >= 0x300 && code < 0x2000 && !senti__is_space(code)))
            break;
    }
    return to - at;
}

/* The end of a URL without the signs of the sentence around it, a ")" that the URL did not open
 * among them. */
static size_t trim_url(const cleaner *c, size_t from, size_t to) {
    int64_t open = 0;
    for (size_t i = from; i < to; i++)
        open += (c->text[i] == '(') - (c->text[i] == ')');
    for (; to > from; to--) {
        bool unopened = c->text[to - 1] == ')' && open < 0;
        open += unopened;
        if (!unopened && !strchr(".,;:!?'\"", c->text[to - 1]))
            break;
    }
    return to;
}

static size_t url_length(const cleaner *c, size_t at) {
    static const char scheme[] = "https://";
    size_t to = at, bytes = 0;
    for (const char *s = scheme; *s; s++) {
        if (*s == 's' && to < c->len && c->text[to] == ':')
            continue;
        if (to == c->len || senti__lower((unsigned char)c->text[to]) != (unsigned char)*s)
            return 0;
        to++;
    }
    size_t host = to;
    while (to < c->len && !senti__is_space(code_at(c, to, &bytes)))
        to += bytes;
    return trim_url(c, host, to) - at;
}

/* "RT @name: " at the start of the text. */
static size_t retweet_length(const cleaner *c) {
    size_t name = starts(c, c->at, "RT @") ? handle_length(c, c->at + 4) : 0;
    if (name == 0)
        return 0;
    size_t n = 4 + name;
    n += c->at + n < c->len && c->text[c->at + n] == ':';
    n += c->at + n < c->len && c->text[c->at + n] == ' ';
    return n;
}

/* The code point that "&#123;" or "&#x7b;" names; 0: none. */
static uint32_t numeric_entity(const cleaner *c, size_t *length) {
    bool hex = starts(c, c->at, "&#x") || starts(c, c->at, "&#X");
    uint32_t value = 0;
    size_t first = c->at + 2 + hex, at = first;
    for (; at < c->len && at - first < 7 && c->text[at] != ';'; at++) {
        char d = c->text[at];
        uint32_t digit = d >= '0' && d <= '9' ? (uint32_t)(d - '0')
                         : hex && (d | 32) >= 'a' && (d | 32) <= 'f'
                             ? (uint32_t)((d | 32) - 'a' + 10)
                             : 99;
        if (digit == 99)
            return 0;
        value = value * (hex ? 16 : 10) + digit;
    }
    if (at == first || at == c->len || c->text[at] != ';' || value > 0x10ffff ||
        (value >= 0xd800 && value < 0xe000))
        return 0;
    *length = at + 1 - c->at;
    return value;
}

static uint32_t entity(const cleaner *c, size_t *length) {
    static const struct {
        const char *name;
        uint32_t value;
    } named[] = {{"&amp;", '&'},       {"&lt;", '<'},       {"&gt;", '>'},
                 {"&quot;", '"'},      {"&apos;", '\''},    {"&nbsp;", ' '},
                 {"&hellip;", 0x2026}, {"&mdash;", 0x2014}, {"&ndash;", 0x2013},
                 {"&rsquo;", 0x2019},  {"&lsquo;", 0x2018}, {"&rdquo;", 0x201d},
                 {"&ldquo;", 0x201c}};
    if (starts(c, c->at, "&#"))
        return numeric_entity(c, length);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (starts(c, c->at, named[i].name)) {
            *length = strlen(named[i].name);
            return named[i].value;
        }
    return 0;
}

static senti_mark mark_or(senti_mark given, senti_mark otherwise) {
    return given == SENTI_MARK_DEFAULT ? otherwise : given;
}

/* A sign and its word: keeps, strips or drops them. */
static void treat(cleaner *c, senti_mark how, size_t sign, size_t length) {
    size_t from = how == SENTI_MARK_DROP ? length : how == SENTI_MARK_STRIP ? sign : 0;
    for (size_t i = from; i < length; i++)
        put(c, c->at + i, c->text[c->at + i]);
    c->at += length;
}

/* What begins at the current byte, when a word may begin there; 0: nothing of the kind. */
static bool treat_sign(cleaner *c, const senti_clean_options *o) {
    char sign = c->text[c->at];
    size_t url = url_length(c, c->at), name;
    if (url > 0) {
        treat(c, mark_or(o->url, SENTI_MARK_DROP), 0, url);
        return true;
    }
    if (c->at + 1 == c->len)
        return false;
    switch (sign) {
    case '@':
        name = handle_length(c, c->at + 1);
        if (name > 0)
            treat(c, mark_or(o->mention, SENTI_MARK_DROP), 1, name + 1);
        return name > 0;
    case '#':
        name = tag_length(c, c->at + 1);
        if (name > 0)
            treat(c, mark_or(o->hashtag, SENTI_MARK_KEEP), 1, name + 1);
        return name > 0;
    case '$':
        name = senti__is_letter(c->text[c->at + 1]) ? handle_length(c, c->at + 1) : 0;
        if (name > 0)
            treat(c, mark_or(o->cashtag, SENTI_MARK_KEEP), 1, name + 1);
        return name > 0;
    }
    return false;
}

static void clean(cleaner *c, const senti_clean_options *o) {
    for (size_t retweet; (retweet = retweet_length(c)) > 0;)
        treat(c, mark_or(o->retweet, SENTI_MARK_DROP), 3, retweet);
    while (c->at < c->len) {
        bool word_starts = c->at == 0 || !is_handle(c->text[c->at - 1]);
        if (word_starts && treat_sign(c, o))
            continue;
        size_t length = 0;
        uint32_t value = c->text[c->at] == '&' ? entity(c, &length) : 0;
        senti_mark how = mark_or(o->entity, SENTI_MARK_STRIP);
        if (value > 0 && how != SENTI_MARK_KEEP) {
            char bytes[4];
            size_t n = how == SENTI_MARK_STRIP ? senti__encode(value, bytes) : 0;
            for (size_t i = 0; i < n; i++)
                put(c, c->at, bytes[i]);
            c->at += length;
            continue;
        }
        put(c, c->at, c->text[c->at]);
        c->at++;
    }
}

/* re.sub("https.+", "") and then no punctuation. */
static void clean_as_replaced(cleaner *c) {
    while (c->at < c->len) {
        char byte = c->text[c->at];
        if (starts(c, c->at, "https") && c->at + 5 < c->len && c->text[c->at + 5] != '\n') {
            while (c->at < c->len && c->text[c->at] != '\n')
                c->at++;
            continue;
        }
        bool punct = byte > 32 && byte < 127 && (!is_handle(byte) || byte == '_');
        if (!punct)
            put(c, c->at, byte);
        c->at++;
    }
}

senti_status senti_clean(const char *text, size_t len, const senti_clean_options *options,
                         char *buf, size_t cap, uint32_t *map, size_t *n) {
    senti_clean_options o = SENTI_CLEAN_OPTIONS_INIT;
    if ((!text && len > 0) || (!buf && cap > 0) || !n || len > UINT32_MAX ||
        (options && !senti__take(&o, sizeof o, options,
                                 SENTI__FIRST_SIZE(senti_clean_options, as_replaced_app))))
        return SENTI_ERR_ARGUMENT;
    cleaner c = {.text = text, .len = len, .out = buf, .map = map, .cap = cap};
    if (o.as_replaced_app)
        clean_as_replaced(&c);
    else
        clean(&c, &o);
    *n = c.n;
    return c.n > cap ? SENTI_ERR_BUFFER : SENTI_OK;
}
