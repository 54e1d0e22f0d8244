/*
 * What is not ASCII, before the text is split: emoji become words, white space becomes a space, and
 * bytes that are not UTF-8 become U+FFFD.
 */
#include "unicode.h"
#include "work.h"

typedef struct writer {
    senti__work *work;
    const senti_lexicon *lexicon;
    const unsigned char *start, *at, *end; /* of the original; `at` is the character's first byte */
    const unsigned char *next;             /* behind the character */
    char *to;
    size_t length, capacity;
    bool after_emoji;
} writer;

/* Room for `more` bytes. */
static bool reserve(writer *w, size_t more) {
    senti__work *work = w->work;
    if (w->capacity - w->length < more) {
        size_t size = w->length + more + (size_t)(w->end - w->at) + 1024;
        size_t kept = w->to == work->heap_text ? w->length : 0;
        if (!senti__grow(&work->heap_text, &work->heap_text_size, size, kept))
            return false;
        if (kept == 0 && w->length > 0)
            memcpy(work->heap_text, w->to, w->length);
        w->to = work->heap_text;
        w->capacity = work->heap_text_size;
    }
    return !work->wants_origins || senti__grow(&work->heap_origins, &work->heap_origins_size,
                                               (w->length + more) * sizeof(senti__origin),
                                               w->length * sizeof(senti__origin));
}

/* Writes bytes that all stand for the character at hand. There is room. */
static void put(writer *w, const char *bytes, size_t n) {
    memcpy(w->to + w->length, bytes, n);
    senti__origin *origins = w->work->wants_origins ? w->work->heap_origins : NULL;
    for (size_t i = 0; origins && i < n; i++)
        origins[w->length + i] =
            (senti__origin){(uint32_t)(w->at - w->start), (uint32_t)(w->next - w->start)};
    w->length += n;
}

static void put_char(writer *w, char c) {
    put(w, &c, 1);
}

static void put_code_point(writer *w, uint32_t c) {
    char bytes[4];
    put(w, bytes, senti__encode(c, bytes));
}

static void separate(writer *w) {
    if (w->length > 0 && w->to[w->length - 1] != ' ')
        put_char(w, ' ');
}

/* The description of an emoji. The reference puts no space behind it. */
static bool put_emoji(writer *w, unsigned emoji) {
    const char *from = senti__emoji_pool + senti__emoji_offsets[emoji - 1];
    size_t n = (size_t)senti__emoji_offsets[emoji] - senti__emoji_offsets[emoji - 1];
    if (!reserve(w, n + 2))
        return false;
    separate(w);
    if (w->lexicon->profile != SENTI_MODERN) {
        put(w, from, n);
        return true;
    }
    /* Capitals and "!" of a description are no emphasis. */
    for (size_t i = 0; i < n; i++)
        if (from[i] != '!')
            put_char(w, (char)(from[i] >= 'A' && from[i] <= 'Z' ? from[i] + 32 : from[i]));
    put_char(w, ' ');
    return true;
}

/* What the modern profile reads as ASCII. NULL: nothing of the kind. */
static const char *plain(uint32_t c, bool after_emoji) {
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0xb4:
    case 0x2bc:
    case 0x2032:
    case 0xff07:
        return "'";
    case 0x2010:
    case 0x2011:
        return "-";
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0xab:
    case 0xbb:
        return "\"";
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return " ";
    case 0x2026:
        return "...";
    case 0xa1:
    case 0xff01:
        return "!";
    case 0xbf:
    case 0xff1f:
        return "?";
    case 0xfe0e:
    case 0xfe0f:
    case 0x200b:
    case 0xfeff:
        return "";
    case 0x200d:
        return after_emoji ? "" : NULL;
    }
    return c >= 0x1f3fb && c <= 0x1f3ff ? "" : NULL;
}

size_t senti__plain_key(senti_profile profile, const char *key, size_t n, char *to) {
    const unsigned char *p = (const unsigned char *)key, *end = p + n;
    size_t length = 0;
    bool after_emoji = false;
    while (p < end) {
        const unsigned char *from = p;
        uint32_t c = senti__decode(&p, end);
        const char *ascii = senti__is_space(c) ? " " : NULL;
        if (!ascii && (profile == SENTI_MODERN || after_emoji))
            ascii = plain(c, after_emoji);
        for (; ascii && *ascii; ascii++)
            to[length++] = *ascii;
        if (ascii)
            continue;
        memcpy(to + length, from, (size_t)(p - from));
        length += (size_t)(p - from);
        after_emoji = c >= 0x80 && senti__emoji(c) > 0;
    }
    return length;
}

static bool put_other(writer *w, uint32_t c) {
    const senti_lexicon *lexicon = w->lexicon;
    bool after_emoji = w->after_emoji;
    w->after_emoji = false;
    if (!reserve(w, 8))
        return false;
    if (senti__is_space(c)) {
        put_char(w, ' ');
        return true;
    }
    if (lexicon->n_emoji > 0 && senti__keeps_emoji(lexicon, c)) {
        separate(w);
        put_code_point(w, c);
        put_char(w, ' ');
        w->after_emoji = true;
        return true;
    }
    if (lexicon->profile == SENTI_MODERN || after_emoji) {
        const char *ascii = plain(c, after_emoji);
        if (ascii) {
            w->after_emoji = after_emoji;
            put(w, ascii, strlen(ascii));
            return true;
        }
    }
    unsigned emoji = lexicon->profile == SENTI_NLTK ? 0 : senti__emoji(c);
    if (emoji > 0) {
        w->after_emoji = lexicon->profile == SENTI_MODERN;
        return put_emoji(w, emoji);
    }
    put_code_point(w, c);
    return true;
}

/* A run of ASCII, as it is. */
static bool put_ascii(writer *w) {
    const unsigned char *to = w->at;
    while (to < w->end && *to < 0x80)
        to++;
    size_t n = (size_t)(to - w->at);
    if (!reserve(w, n))
        return false;
    if (!w->work->wants_origins) {
        w->next = to;
        put(w, (const char *)w->at, n);
    } else {
        for (w->next = w->at + 1; w->at < to; w->at++, w->next++)
            put(w, (const char *)w->at, 1);
        w->next = to;
    }
    w->after_emoji = false;
    return true;
}

bool senti__prepare(senti__work *work, const senti_lexicon *lexicon, const char *text, size_t len) {
    const unsigned char *from = (const unsigned char *)text;
    writer w = {.work = work, .lexicon = lexicon, .start = from, .next = from, .end = from + len};
    w.to = work->small_text;
    w.capacity = sizeof work->small_text;
    while (w.next < w.end) {
        w.at = w.next;
        bool done;
        if (*w.at < 0x80) {
            done = put_ascii(&w);
        } else {
            uint32_t c = senti__decode(&w.next, w.end);
            done = put_other(&w, c);
        }
        if (!done)
            return false;
    }
    if (w.length == 0 && !reserve(&w, 1))
        return false;
    work->text = w.to;
    work->length = w.length;
    work->origins = work->wants_origins ? work->heap_origins : NULL;
    return true;
}
