#include "common/json_object.h"

#include <string.h>

enum {
    DEPTH_MAX = 64
};

typedef struct reader {
    const char *at, *end;
    const char *wrong;
} reader;

static bool fail(reader *r, const char *what) {
    if (!r->wrong)
        r->wrong = what;
    return false;
}

static void skip_blanks(reader *r) {
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r' || *r->at == '\n'))
        r->at++;
}

static bool take(reader *r, char c) {
    skip_blanks(r);
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Four hexadecimal digits, or -1. */
static int hex4(const char *at, const char *end) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = end - at > i ? hex_digit(at[i]) : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static bool skip_text(reader *r) {
    for (r->at++; r->at < r->end && *r->at != '"'; r->at++) {
        if ((unsigned char)*r->at < 0x20)
            return fail(r, "a text holds a control character");
        if (*r->at != '\\')
            continue;
        if (++r->at == r->end || !strchr("\"\\/bfnrtu", *r->at) || !*r->at)
            return fail(r, "a text holds an unknown escape");
        if (*r->at == 'u') {
            if (hex4(r->at + 1, r->end) < 0)
                return fail(r, "\\u is not followed by four hexadecimal digits");
            r->at += 4;
        }
    }
    if (r->at == r->end)
        return fail(r, "a text has no end");
    r->at++;
    return true;
}

static size_t skip_digits(reader *r) {
    const char *from = r->at;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
        r->at++;
    return (size_t)(r->at - from);
}

static bool skip_number(reader *r) {
    const char *from = r->at;
    r->at += *r->at == '-';
    bool zero = r->at < r->end && *r->at == '0';
    size_t digits = skip_digits(r);
    bool valid = digits == 1 || (digits > 1 && !zero);
    if (valid && r->at < r->end && *r->at == '.') {
        r->at++;
        valid = skip_digits(r) > 0;
    }
    if (valid && r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
        r->at++;
        r->at += r->at < r->end && (*r->at == '+' || *r->at == '-');
        valid = skip_digits(r) > 0;
    }
    if (!valid)
        r->at = from;
    return valid || fail(r, "a value is missing or is none of JSON's");
}

static bool skip_scalar(reader *r) {
    static const char *const words[] = {"true", "false", "null"};
    if (*r->at == '"')
        return skip_text(r);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if ((size_t)(r->end - r->at) >= n && memcmp(r->at, words[i], n) == 0) {
            r->at += n;
            return true;
        }
    }
    return skip_number(r);
}

static bool skip_key(reader *r) {
    skip_blanks(r);
    if (r->at == r->end || *r->at != '"')
        return fail(r, "a member has no name in quotes");
    return skip_text(r) && (take(r, ':') || fail(r, "a name is not followed by a colon"));
}

/* Any value, without recursion. */
static bool skip_value(reader *r) {
    char closers[DEPTH_MAX];
    size_t depth = 0;
    do {
        skip_blanks(r);
        if (r->at == r->end)
            return fail(r, "the object has no end");
        bool opened = *r->at == '{' || *r->at == '[';
        if (opened) {
            if (depth == DEPTH_MAX)
                return fail(r, "it is nested too deeply");
            closers[depth++] = *r->at++ == '{' ? '}' : ']';
        } else if (!skip_scalar(r)) {
            return false;
        }
        /* What ends here; an empty container may end at once. */
        while (depth > 0 && take(r, closers[depth - 1])) {
            depth--;
            opened = false;
        }
        if (depth > 0 && !opened && !take(r, ','))
            return fail(r, "a comma or a closing bracket is missing");
        if (depth > 0 && closers[depth - 1] == '}' && !skip_key(r))
            return false;
    } while (depth > 0);
    return true;
}

static bool read_members(reader *r, const char *const *names, size_t n, app_json_value *values) {
    if (!take(r, '{'))
        return fail(r, "it is not a JSON object");
    if (take(r, '}'))
        return true;
    do {
        skip_blanks(r);
        const char *key = r->at;
        if (!skip_key(r))
            return false;
        skip_blanks(r);
        const char *from = r->at;
        if (!skip_value(r))
            return false;
        for (size_t i = 0; i < n; i++) {
            size_t length = strlen(names[i]);
            if ((size_t)(from - key) > length + 2 && memcmp(key + 1, names[i], length) == 0 &&
                key[length + 1] == '"')
                values[i] = (app_json_value){from, (size_t)(r->at - from)};
        }
    } while (take(r, ','));
    return take(r, '}') || fail(r, "a comma or a closing bracket is missing");
}

const char *app_json_members(const char *line, size_t len, const char *const *names, size_t n,
                             app_json_value *values, size_t *offset) {
    reader r = {.at = line, .end = line + len};
    for (size_t i = 0; i < n; i++)
        values[i] = (app_json_value){0};
    if (read_members(&r, names, n, values)) {
        skip_blanks(&r);
        if (r.at < r.end)
            (void)fail(&r, "something stands behind the object");
    }
    *offset = (size_t)(r.at - line);
    return r.wrong;
}

static void put_code_point(app_text *out, unsigned c) {
    if (c < 0x80) {
        app_text_char(out, (char)c);
        return;
    }
    if (c >= 0x10000)
        app_text_char(out, (char)(0xF0 | c >> 18));
    if (c >= 0x800)
        app_text_char(out, (char)(c >= 0x10000 ? 0x80 | (c >> 12 & 0x3F) : 0xE0 | c >> 12));
    app_text_char(out, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6));
    app_text_char(out, (char)(0x80 | (c & 0x3F)));
}

/* The code point behind "\u", of one or two escapes; moves *at to its last byte. */
static unsigned unicode_escape(const char **at, const char *end) {
    unsigned c = (unsigned)hex4(*at + 1, end);
    *at += 4;
    if (c >= 0xD800 && c < 0xDC00 && end - *at > 6 && (*at)[1] == '\\' && (*at)[2] == 'u') {
        int low = hex4(*at + 3, end);
        if (low >= 0xDC00 && low < 0xE000) {
            *at += 6;
            return 0x10000 + ((c - 0xD800) << 10) + ((unsigned)low - 0xDC00);
        }
    }
    return c >= 0xD800 && c < 0xE000 ? 0xFFFD : c;
}

bool app_json_unescape(app_json_value value, app_text *out) {
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    if (value.len < 2 || *value.at != '"')
        return false;
    const char *end = value.at + value.len - 1;
    for (const char *at = value.at + 1; at < end; at++) {
        const char *plain = memchr(at, '\\', (size_t)(end - at));
        plain = plain ? plain : end;
        app_text_put(out, at, (size_t)(plain - at));
        at = plain + 1;
        if (plain == end)
            break;
        const char *named = strchr(from, *at);
        if (*at == 'u')
            put_code_point(out, unicode_escape(&at, end));
        else
            app_text_char(out, named ? to[named - from] : *at);
    }
    return true;
}
