/* part.c - the parts' names, where they begin and end, and which there are. */
#include "part.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kind_names[MARKET__PART_KINDS] = {"symbols", "events", "bars", "news",
                                                           "posts",   "counts", "notes"};
static const char *const granularity_names[] = {"", "minute", "hour", "day"};

/* ---- time ---- */

/* How much time a part spans. */
typedef enum span {
    SPAN_ALL,
    SPAN_DAY,
    SPAN_MONTH,
    SPAN_YEAR
} span;

static span span_of(const market__part *part) {
    switch (part->kind) {
    case MARKET__BARS:
        return market_timeframe_is_intraday(part->timeframe) ? SPAN_MONTH : SPAN_YEAR;
    case MARKET__NEWS:
    case MARKET__POSTS:
        return SPAN_DAY;
    case MARKET__COUNTS:
        return part->granularity == MARKET_PER_MINUTE ? SPAN_DAY
               : part->granularity == MARKET_PER_HOUR ? SPAN_MONTH
                                                      : SPAN_YEAR;
    default:
        return SPAN_ALL;
    }
}

static int64_t start_of(market__date date) {
    return market__days_from_date(date) * MARKET__DAY;
}

static void set_span(market__part *part, market__date date) {
    market__date next = date;
    switch (span_of(part)) {
    case SPAN_DAY:
        part->from = start_of(date);
        part->to = part->from + MARKET__DAY;
        return;
    case SPAN_MONTH:
        date.day = next.day = 1;
        next.month++;
        if (next.month == 13)
            next = (market__date){next.year + 1, 1, 1};
        break;
    case SPAN_YEAR:
        date = (market__date){date.year, 1, 1};
        next = (market__date){date.year + 1, 1, 1};
        break;
    default:
        part->from = part->to = 0;
        return;
    }
    part->from = start_of(date);
    part->to = start_of(next);
}

void market__part_place(market__part *part, int64_t time) {
    int64_t known = time < MARKET__TIME_MIN   ? MARKET__TIME_MIN
                    : time > MARKET__TIME_MAX ? MARKET__TIME_MAX
                                              : time;
    set_span(part, market__date_from_days(market__floor_div(known, MARKET__DAY)));
    if (part->from == part->to)
        return;
    /* The first and the last part also hold what has no year of four digits. */
    if (part->from <= MARKET__TIME_MIN)
        part->from = INT64_MIN;
    if (part->to > MARKET__TIME_MAX)
        part->to = INT64_MAX;
}

/* ---- keys ---- */

/* Letters, digits, '-', '_' and '.' stand for themselves, but a '.' in front does not: "." and ".."
 * are folders to some. */
static size_t encode(const char *text, char *out) {
    static const char digits[] = "0123456789ABCDEF";
    size_t n = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        unsigned char c = (unsigned char)text[i];
        bool is_plain = market__is_digit((char)c) || (c >= 'A' && c <= 'Z') ||
                        (c >= 'a' && c <= 'z') || c == '-' || c == '_' || (c == '.' && i > 0);
        if (is_plain) {
            out[n++] = (char)c;
            continue;
        }
        out[n++] = '%';
        out[n++] = digits[c >> 4];
        out[n++] = digits[c & 15];
    }
    out[n] = '\0';
    return n;
}

static int hex(char c) {
    return market__is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool decode(const char *text, size_t length, char out[MARKET_FEED_SIZE]) {
    size_t n = 0;
    for (size_t i = 0; i < length && n + 1 < MARKET_FEED_SIZE; i++) {
        char c = text[i];
        if (c == '%') {
            if (length - i < 3 || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0)
                return false;
            c = (char)(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
            if (c == '\0')
                return false;
        }
        out[n++] = c;
    }
    out[n] = '\0';
    char again[3 * MARKET_FEED_SIZE];
    return encode(out, again) == length && memcmp(again, text, length) == 0;
}

/* The date of a part's start, as long as its span makes it. */
static void put_date(const market__part *part, char out[16]) {
    int64_t first = part->from < MARKET__TIME_MIN ? MARKET__TIME_MIN : part->from;
    market__date date = market__date_from_days(market__floor_div(first, MARKET__DAY));
    unsigned year = (unsigned)date.year % 10000, month = (unsigned)date.month % 100;
    switch (span_of(part)) {
    case SPAN_YEAR:
        snprintf(out, 16, "%04u", year);
        return;
    case SPAN_MONTH:
        snprintf(out, 16, "%04u-%02u", year, month);
        return;
    default:
        snprintf(out, 16, "%04u-%02u-%02u", year, month, (unsigned)date.day % 100);
    }
}

void market__part_key(const market__part *part, char out[MARKET__KEY_SIZE]) {
    char name[3 * MARKET_FEED_SIZE], feed[3 * MARKET_FEED_SIZE], date[16];
    const char *kind = kind_names[part->kind];
    encode(part->name, name);
    put_date(part, date);
    switch (part->kind) {
    case MARKET__BARS:
        encode(part->feed, feed);
        snprintf(out, MARKET__KEY_SIZE, "%s/%s/%s/%s/%s", kind, name,
                 market_timeframe_name(part->timeframe), feed, date);
        return;
    case MARKET__NEWS:
        snprintf(out, MARKET__KEY_SIZE, "%s/%s", kind, date);
        return;
    case MARKET__POSTS:
        snprintf(out, MARKET__KEY_SIZE, "%s/%s/%s", kind, name, date);
        return;
    case MARKET__COUNTS:
        snprintf(out, MARKET__KEY_SIZE, "%s/%s/%s/%s", kind, name,
                 granularity_names[part->granularity], date);
        return;
    case MARKET__NOTES:
        snprintf(out, MARKET__KEY_SIZE, "%s", kind);
        return;
    default:
        snprintf(out, MARKET__KEY_SIZE, "%s/%s", kind, name);
    }
}

static bool parse_date(const char *text, size_t length, market__date *out) {
    int number[3] = {0, 1, 1};
    size_t field = 0;
    *out = (market__date){0, 1, 1};
    for (size_t i = 0; i < length; i++) {
        if (i == 4 || i == 7) {
            if (text[i] != '-')
                return false;
            number[++field] = 0;
        } else if (!market__is_digit(text[i]) || i > 9) {
            return false;
        } else {
            number[field] = number[field] * 10 + (text[i] - '0');
        }
    }
    *out = (market__date){number[0], number[1], number[2]};
    return (length == 4 || length == 7 || length == 10) && number[0] >= 1 && number[1] >= 1 &&
           number[1] <= 12 && number[2] >= 1 &&
           number[2] <= market__days_in_month(number[0], number[1]);
}

/* The words between the slashes; how many. */
static size_t split(const char *key, const char *words[5], size_t lengths[5]) {
    size_t n = 0;
    for (const char *at = key; n < 5; at++) {
        const char *end = strchr(at, '/');
        words[n] = at;
        lengths[n++] = end == NULL ? strlen(at) : (size_t)(end - at);
        if (end == NULL)
            return n;
        at = end;
    }
    return 0;
}

static bool parse_words(const char *const *words, const size_t *lengths, size_t n,
                        market__part *out) {
    static const size_t needed[MARKET__PART_KINDS] = {2, 2, 5, 2, 3, 4, 1};
    if (n != needed[out->kind])
        return false;
    bool is_named = out->kind != MARKET__NEWS && out->kind != MARKET__NOTES;
    if (is_named && !decode(words[1], lengths[1], out->name))
        return false;
    bool is_symbol =
        out->kind == MARKET__SYMBOLS || out->kind == MARKET__EVENTS || out->kind == MARKET__BARS;
    if (is_symbol && market__check_symbol(out->name, NULL) != MARKET_OK)
        return false;
    bool has_topic = out->kind == MARKET__POSTS || out->kind == MARKET__COUNTS;
    if (has_topic && market__check_topic(out->name, NULL) != MARKET_OK)
        return false;
    if (out->kind == MARKET__BARS &&
        (market_timeframe_parse(words[2], lengths[2], NULL, &out->timeframe) != MARKET_OK ||
         !decode(words[3], lengths[3], out->feed) ||
         market__check_feed(out->feed, NULL) != MARKET_OK))
        return false;
    for (int g = 1; out->kind == MARKET__COUNTS && g < 4; g++)
        if (market__equal(words[2], lengths[2], granularity_names[g]))
            out->granularity = g;
    return out->kind != MARKET__COUNTS || out->granularity > 0;
}

bool market__part_parse(const char *key, market__part *out) {
    const char *words[5];
    size_t lengths[5], n = split(key, words, lengths);
    market__part part = {.kind = MARKET__PART_KINDS};
    for (int i = 0; n > 0 && i < MARKET__PART_KINDS; i++)
        if (market__equal(words[0], lengths[0], kind_names[i]))
            part.kind = (market__part_kind)i;
    if (part.kind == MARKET__PART_KINDS || !parse_words(words, lengths, n, &part))
        return false;
    market__date date = {1, 1, 1};
    if (span_of(&part) != SPAN_ALL && !parse_date(words[n - 1], lengths[n - 1], &date))
        return false;
    market__part_place(&part, market__days_from_date(date) * MARKET__DAY);
    char again[MARKET__KEY_SIZE]; /* one spelling only */
    market__part_key(&part, again);
    if (strcmp(again, key) != 0)
        return false;
    *out = part;
    return true;
}

/* ---- which there are ---- */

/* Kind, name, timeframe, feed, granularity and a time of every row. */
static const char all_parts[] =
    "SELECT 0, symbol, 0, '', 0, 0 FROM symbols"
    " UNION ALL SELECT 1, symbol, 0, '', 0, 0 FROM"
    " (SELECT symbol FROM splits UNION SELECT symbol FROM dividends)"
    " UNION ALL SELECT 2, s.symbol, s.timeframe, s.feed, 0, b.time FROM bars b"
    " JOIN series s ON s.id = b.series"
    " UNION ALL SELECT 3, '', 0, '', 0, created_at FROM news"
    " UNION ALL SELECT 4, t.topic, 0, '', 0, p.created_at FROM post_topics t"
    " JOIN posts p ON p.id = t.post"
    " UNION ALL SELECT 5, topic, 0, '', granularity, start FROM post_counts"
    " ORDER BY 1, 2, 3, 4, 5, 6";

/* The same of the rows that remote.c's triggers noted. */
static const char dirty_parts[] =
    "SELECT DISTINCT d.kind, d.a, 0, '', 0, 0 FROM temp.dirty d WHERE d.kind IN (0, 1)"
    " UNION ALL SELECT 2, s.symbol, s.timeframe, s.feed, 0, d.b FROM temp.dirty d"
    " JOIN series s ON s.id = d.a WHERE d.kind = 2"
    " UNION ALL SELECT 2, s.symbol, s.timeframe, s.feed, 0, r.time FROM temp.dirty d"
    " JOIN revisions r ON r.id = d.a JOIN series s ON s.id = r.series WHERE d.kind = 7"
    " UNION ALL SELECT 3, '', 0, '', 0, n.created_at FROM temp.dirty d"
    " JOIN news n ON n.id = d.a WHERE d.kind = 3"
    " UNION ALL SELECT 4, d.a, 0, '', 0, p.created_at FROM temp.dirty d"
    " JOIN posts p ON p.id = d.b WHERE d.kind = 4"
    " UNION ALL SELECT 5, d.a, 0, '', d.b, d.c FROM temp.dirty d WHERE d.kind = 5"
    " UNION ALL SELECT DISTINCT 6, '', 0, '', 0, 0 FROM temp.dirty d WHERE d.kind = 6"
    " ORDER BY 1, 2, 3, 4, 5, 6";

static void column_part(sqlite3_stmt *stmt, market__part *out) {
    *out = (market__part){.kind = (market__part_kind)sqlite3_column_int(stmt, 0),
                          .timeframe = (market_timeframe)sqlite3_column_int(stmt, 2),
                          .granularity = sqlite3_column_int(stmt, 4)};
    market__column_copy(stmt, 1, sizeof out->name, out->name);
    market__column_copy(stmt, 3, sizeof out->feed, out->feed);
    market__part_place(out, sqlite3_column_int64(stmt, 5));
}

static bool same_part(const market__part *a, const market__part *b) {
    return a->kind == b->kind && a->timeframe == b->timeframe && a->granularity == b->granularity &&
           a->from == b->from && strcmp(a->name, b->name) == 0 && strcmp(a->feed, b->feed) == 0;
}

typedef struct part_list {
    market__part *items;
    size_t count;
    size_t capacity;
} part_list;

static market_status keep_part(part_list *list, const market__part *part, market_error *err) {
    if (list->count > 0 && same_part(&list->items[list->count - 1], part))
        return MARKET_OK;
    if (list->count == list->capacity) {
        size_t capacity = market__grown(list->capacity, list->count + 1);
        void *moved = market__resize(list->items, capacity, sizeof *list->items);
        if (moved == NULL)
            return market__no_memory(err);
        list->items = moved;
        list->capacity = capacity;
    }
    list->items[list->count++] = *part;
    return MARKET_OK;
}

market_status market__each_part(market_store *store, bool dirty, market__part_fn *visit,
                                void *payload, market_error *err) {
    /* First the list: visiting may change the rows. */
    part_list list = {NULL, 0, 0};
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    market_status status = market__prepare(store, dirty ? dirty_parts : all_parts, err, &stmt);
    if (status == MARKET_OK)
        status = market__step(store, stmt, err, &row);
    while (status == MARKET_OK && row) {
        market__part part;
        column_part(stmt, &part);
        status = keep_part(&list, &part, err);
        if (status == MARKET_OK)
            status = market__step(store, stmt, err, &row);
    }
    status = market__finish(store, stmt, status, err);
    for (size_t i = 0; i < list.count && status == MARKET_OK; i++)
        status = visit(payload, &list.items[i], err);
    free(list.items);
    return status;
}

market_status market__part_bind(market_store *store, const char *sql, const market__part *part,
                                market_error *err, sqlite3_stmt **out) {
    market_status status = market__prepare(store, sql, err, out);
    if (status != MARKET_OK)
        return status;
    market__bind_text(*out, 1, part->name);
    sqlite3_bind_int(*out, 2, (int)part->timeframe);
    market__bind_text(*out, 3, part->feed);
    sqlite3_bind_int(*out, 4, part->granularity);
    sqlite3_bind_int64(*out, 5, part->from);
    sqlite3_bind_int64(*out, 6, part->to);
    return MARKET_OK;
}
