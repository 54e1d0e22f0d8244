/* part_merge.c - reading a part's text, and putting its rows into a store. */
#include "part.h"
#include "pool.h"
#include "texts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define COLUMNS    13
#define BATCH      512
#define MY_VERSION 1

/* of bars */
#define FETCHED_AT  10
#define REPLACED_AT 11

static const char *const columns[MARKET__PART_KINDS][COLUMNS] = {
    {"symbol", "name", "currency", "decimals", "synthetic", "source", "default_feed",
     "default_chosen", "timeframe", "feed"},
    {"feed", "date", "from_shares", "to_shares", "amount"},
    {"time", "open", "high", "low", "close", "volume", "vwap", "trades", "factor", "complete",
     "fetched_at", "replaced_at"},
    {"id", "created_at", "updated_at", "headline", "author", "summary", "content", "url", "source",
     "synthetic", "symbols"},
    {"id", "created_at", "text", "lang", "author_id", "author", "author_name", "reposts", "replies",
     "likes", "quotes", "synthetic", "fetched_at"},
    {"start", "covered_ms", "count", "synthetic", "fetched_at"},
    {"name", "text", "written_at"}};

typedef struct origin {
    int64_t fetched_at;
    int64_t replaced_at;
    size_t line;
} origin;

typedef struct reader {
    market_store *store;
    const market__part *part;
    market__json *json;
    market__pool *pool;
    const char *row[COLUMNS]; /* the values as text, in the pool; NULL: absent */
    size_t line;              /* of the row */
    bool is_bad;              /* a value is not of its type */
    market_put_summary sum;
    /* rows that wait to be put together */
    size_t count;
    size_t lines[BATCH];
    int64_t fetched_at;
    bool synthetic;
    union {
        market_news *news;
        market_post *posts;
        market_post_count *counts;
        void *memory;
    } batch;
    /* of bars all */
    market_bars bars;
    market_bars revised;
    origin *origins; /* of bars */
    origin *revised_origins;
    size_t capacity, revised_capacity;
} reader;

/* ---- values ---- */

static int64_t int_of(reader *r, int column) {
    const char *text = r->row[column];
    if (text == NULL)
        return 0;
    bool negative = text[0] == '-';
    size_t length = strlen(text), first = negative;
    uint64_t value = 0;
    r->is_bad |= length == first || length > 19 + first;
    for (size_t i = first; i < length && !r->is_bad; i++) {
        r->is_bad = !market__is_digit(text[i]);
        value = value * 10 + (uint64_t)(unsigned char)(text[i] - '0');
    }
    r->is_bad |= value > (uint64_t)INT64_MAX;
    if (r->is_bad)
        return 0;
    return negative ? -(int64_t)value : (int64_t)value;
}

static double real_of(reader *r, int column) {
    double value = (double)NAN;
    const char *text = r->row[column];
    if (text != NULL)
        r->is_bad |= market_number_parse(text, strlen(text), &value) != MARKET_OK;
    return value;
}

static bool flag_of(reader *r, int column) {
    return int_of(r, column) != 0;
}

static const char *text_of(const reader *r, int column) {
    return r->row[column] == NULL ? "" : r->row[column];
}

static market_status fail_row(reader *r, size_t line, const char *what) {
    market__place place = {.line = line};
    r->json->token = MARKET__TOKEN_ERROR;
    r->json->status = market__fail_at(r->json->err, MARKET_E_CORRUPT, place, "", "%s: line %zu: %s",
                                      r->json->in->name, line, what);
    return r->json->status;
}

static bool is_of_row(market_status status) {
    return status == MARKET_E_BAD_ROW || status == MARKET_E_ARGUMENT || status == MARKET_E_SYMBOL;
}

/* A put function refused what stands in `line`. */
static market_status explain(reader *r, market_status status, size_t line) {
    if (!is_of_row(status))
        return status;
    char said[160];
    snprintf(said, sizeof said, "%.150s", r->json->err->message);
    return fail_row(r, line, said);
}

/* Which of `count` rows the error of a put function is about. */
static size_t row_at_fault(const reader *r, size_t count) {
    size_t row = r->json->err->line;
    return row > 0 && row <= count ? row - 1 : 0;
}

/* ---- putting ---- */

static market_status flush(reader *r) {
    market_put_summary sum = {0, 0, 0};
    market_status status = MARKET_OK;
    if (r->count == 0)
        return MARKET_OK;
    if (r->part->kind == MARKET__NEWS)
        status = market_store_put_news(r->store, r->batch.news, r->count, r->json->err, &sum);
    else if (r->part->kind == MARKET__POSTS)
        status = market_store_put_posts(r->store, r->part->name, r->batch.posts, r->count,
                                        r->fetched_at, r->json->err, &sum);
    else
        status = market_store_put_post_counts(
            r->store, r->part->name, (market_granularity)r->part->granularity, r->batch.counts,
            r->count, r->fetched_at, r->synthetic, r->json->err, &sum);
    if (status != MARKET_OK)
        return explain(r, status, r->lines[row_at_fault(r, r->count)]);
    r->sum.added += sum.added;
    r->sum.revised += sum.revised;
    r->sum.unchanged += sum.unchanged;
    r->count = 0;
    return MARKET_OK;
}

/* Makes room for a row that came at `fetched_at`: a batch is of one time. */
static market_status next_item(reader *r, int64_t fetched_at, bool synthetic) {
    bool fits = r->count < BATCH && r->fetched_at == fetched_at && r->synthetic == synthetic;
    market_status status = fits ? MARKET_OK : flush(r);
    r->fetched_at = fetched_at;
    r->synthetic = synthetic;
    r->lines[r->count] = r->line;
    return status;
}

static bool belongs(const reader *r, int64_t time) {
    return time >= r->part->from && time < r->part->to;
}

static market_status not_of_part(reader *r) {
    return fail_row(r, r->line, "the row does not belong into this part");
}

static market_status run_with(reader *r, const char *sql, const char *const *texts, size_t count) {
    sqlite3_stmt *stmt = NULL;
    market_status status = market__prepare(r->store, sql, r->json->err, &stmt);
    for (size_t i = 0; i < count && status == MARKET_OK; i++)
        market__bind_text(stmt, (int)i + 1, texts[i]);
    if (status == MARKET_OK)
        status = market__run(r->store, stmt, r->json->err);
    r->store->changed |= status == MARKET_OK && sqlite3_changes(r->store->db) > 0;
    sqlite3_finalize(stmt);
    return status;
}

static market_status merge_description(reader *r) {
    market_symbol_info info;
    market_symbol_info_init(&info);
    info.decimals = (int)int_of(r, 3);
    info.synthetic = flag_of(r, 4);
    bool fits = market__copy(info.symbol, sizeof info.symbol, r->part->name, strlen(r->part->name));
    fits = market__copy(info.name, sizeof info.name, text_of(r, 1), strlen(text_of(r, 1))) && fits;
    fits = market__copy(info.currency, sizeof info.currency, r->row[2], strlen(r->row[2])) && fits;
    fits =
        market__copy(info.source, sizeof info.source, text_of(r, 5), strlen(text_of(r, 5))) && fits;
    if (!fits || r->is_bad)
        return fail_row(r, r->line, "a bad value");
    market_status status = market_store_put_symbol(r->store, &info, r->json->err);
    return explain(r, status, r->line);
}

static market_status merge_symbol(reader *r) {
    const char *feed = text_of(r, 6);
    const char *const texts[] = {r->part->name, feed};
    if (strcmp(text_of(r, 0), r->part->name) != 0)
        return not_of_part(r);
    market_status status = market__ensure_symbol(r->store, r->part->name, r->json->err);
    if (status == MARKET_OK && r->row[2] != NULL)
        status = merge_description(r);
    if (status != MARKET_OK || feed[0] == '\0')
        return status;
    if (market__check_feed(feed, NULL) != MARKET_OK)
        return fail_row(r, r->line, "a bad feed");
    return run_with(r, flag_of(r, 7) ? MARKET__CHOOSE_FEED : MARKET__SUGGEST_FEED, texts, 2);
}

static market_status merge_series(reader *r) {
    market_series_key key = {r->part->name, (market_timeframe)int_of(r, 8), text_of(r, 9)};
    char timeframe[16];
    if (r->is_bad || market__check_key(&key, NULL) != MARKET_OK)
        return fail_row(r, r->line, "a bad series");
    snprintf(timeframe, sizeof timeframe, "%d", (int)key.timeframe);
    const char *const texts[] = {key.symbol, timeframe, key.feed};
    market_status status = market__ensure_symbol(r->store, key.symbol, r->json->err);
    if (status == MARKET_OK)
        status = run_with(r,
                          "INSERT OR IGNORE INTO series(symbol, timeframe, feed)"
                          " VALUES(?1, CAST(?2 AS INTEGER), ?3)",
                          texts, 3);
    if (status == MARKET_OK)
        status = market_store_put_series_source(r->store, &key, text_of(r, 5), flag_of(r, 4),
                                                r->json->err);
    return explain(r, status, r->line);
}

static market_status merge_event(reader *r) {
    market_put_summary sum = {0, 0, 0};
    market_split split = {int_of(r, 1), real_of(r, 2), real_of(r, 3)};
    market_dividend dividend = {int_of(r, 1), real_of(r, 4)};
    if (r->is_bad)
        return fail_row(r, r->line, "a bad value");
    market_status status = r->row[4] == NULL
                               ? market_store_put_splits(r->store, r->part->name, text_of(r, 0),
                                                         &split, 1, r->json->err, &sum)
                               : market_store_put_dividends(r->store, r->part->name, text_of(r, 0),
                                                            &dividend, 1, r->json->err, &sum);
    r->sum.added += sum.added;
    r->sum.revised += sum.revised;
    r->sum.unchanged += sum.unchanged;
    return explain(r, status, r->line);
}

/* `block` with room for one more; NULL without memory, when it is as it was. */
static void *with_room(void *block, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity)
        return block;
    size_t grown = market__grown(*capacity, count + 1);
    void *moved = grown == 0 ? NULL : market__resize(block, grown, size);
    if (moved != NULL)
        *capacity = grown;
    return moved;
}

/* When a bar was fetched, and the line it was read from. */
static bool keep_origin(reader *r, int64_t fetched_at, int64_t replaced_at) {
    origin **list = r->row[REPLACED_AT] == NULL ? &r->origins : &r->revised_origins;
    bool is_revision = list == &r->revised_origins;
    size_t count = is_revision ? r->revised.count : r->bars.count;
    size_t *capacity = is_revision ? &r->revised_capacity : &r->capacity;
    origin *moved = with_room(*list, count, capacity, sizeof *moved);
    if (moved == NULL)
        return false;
    *list = moved;
    moved[count] = (origin){fetched_at, replaced_at, r->line};
    return true;
}

static market_status keep_bar(reader *r) {
    market_bar bar = {int_of(r, 0),  real_of(r, 1), real_of(r, 2), real_of(r, 3), real_of(r, 4),
                      real_of(r, 5), real_of(r, 6), real_of(r, 7), real_of(r, 8), flag_of(r, 9)};
    int64_t fetched_at = int_of(r, FETCHED_AT), replaced_at = int_of(r, REPLACED_AT);
    if (r->is_bad || r->row[0] == NULL || market_bar_fault(&bar, NULL) != NULL)
        return fail_row(r, r->line, "a bad bar");
    if (!belongs(r, bar.time))
        return not_of_part(r);
    market_bars *bars = r->row[REPLACED_AT] != NULL ? &r->revised : &r->bars;
    bool good =
        keep_origin(r, fetched_at, replaced_at) && market_bars_append(bars, &bar) == MARKET_OK;
    return good ? MARKET_OK : market__no_memory(r->json->err);
}

static market_status keep_news(reader *r) {
    market_status status = next_item(r, 0, false);
    if (status != MARKET_OK)
        return status;
    market_news *news = &r->batch.news[r->count];
    *news = (market_news){.id = text_of(r, 0),
                          .created_at = int_of(r, 1),
                          .updated_at = int_of(r, 2),
                          .headline = text_of(r, 3),
                          .author = text_of(r, 4),
                          .summary = text_of(r, 5),
                          .content = text_of(r, 6),
                          .url = text_of(r, 7),
                          .source = text_of(r, 8),
                          .synthetic = flag_of(r, 9)};
    size_t count = r->row[10] == NULL ? 0 : 1;
    for (const char *c = text_of(r, 10); *c != '\0'; c++)
        count += *c == ' ';
    const char **symbols = count == 0 ? NULL : market__pool_take(r->pool, count * sizeof *symbols);
    if (count > 0 && symbols == NULL)
        return market__no_memory(r->json->err);
    news->symbols = symbols;
    for (const char *at = text_of(r, 10); news->symbol_count < count;) {
        const char *end = strchr(at, ' ');
        size_t length = end == NULL ? strlen(at) : (size_t)(end - at);
        const char *symbol = market__pool_text(r->pool, at, length);
        if (symbol == NULL)
            return market__no_memory(r->json->err);
        symbols[news->symbol_count++] = symbol;
        at += length + 1;
    }
    return belongs(r, news->created_at) ? MARKET_OK : not_of_part(r);
}

static market_status keep_post(reader *r) {
    market_status status = next_item(r, int_of(r, 12), false);
    if (status != MARKET_OK)
        return status;
    market_post *post = &r->batch.posts[r->count];
    *post = (market_post){.id = text_of(r, 0),
                          .created_at = int_of(r, 1),
                          .text = text_of(r, 2),
                          .lang = text_of(r, 3),
                          .author_id = text_of(r, 4),
                          .author = text_of(r, 5),
                          .author_name = text_of(r, 6),
                          .reposts = int_of(r, 7),
                          .replies = int_of(r, 8),
                          .likes = int_of(r, 9),
                          .quotes = int_of(r, 10),
                          .synthetic = flag_of(r, 11)};
    return belongs(r, post->created_at) ? MARKET_OK : not_of_part(r);
}

static market_status keep_count(reader *r) {
    market_status status = next_item(r, int_of(r, 4), flag_of(r, 3));
    if (status != MARKET_OK)
        return status;
    r->batch.counts[r->count] = (market_post_count){int_of(r, 0), int_of(r, 1), int_of(r, 2)};
    return belongs(r, r->batch.counts[r->count].start) ? MARKET_OK : not_of_part(r);
}

static market_status merge_note(reader *r) {
    int64_t written_at = int_of(r, 2);
    if (r->is_bad || !market__good_note_name(r->row[0]) || !market__good_text(r->row[1]))
        return fail_row(r, r->line, "a bad note");
    return market__note_keep(r->store, r->row[0], text_of(r, 1), written_at, r->json->err);
}

static market_status keep_row(reader *r) {
    market_status status = MARKET_OK;
    switch (r->part->kind) {
    case MARKET__SYMBOLS:
        return r->row[8] == NULL ? merge_symbol(r) : merge_series(r);
    case MARKET__EVENTS:
        return merge_event(r);
    case MARKET__BARS:
        return keep_bar(r);
    case MARKET__NOTES:
        return merge_note(r);
    case MARKET__NEWS:
        status = keep_news(r);
        break;
    case MARKET__POSTS:
        status = keep_post(r);
        break;
    default:
        status = keep_count(r);
    }
    if (status == MARKET_OK && r->is_bad)
        status = fail_row(r, r->line, "a bad value");
    r->count++;
    return status;
}

/* A revision is known by the bar it keeps: who replaced it may differ from store to store. */
static market_status put_revisions(reader *r, int64_t series) {
    static const char sql[] =
        "INSERT INTO revisions(series, replaced_at, fetched_at, " MARKET__BAR_COLUMNS ")"
        " SELECT ?11, ?13, ?12, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE NOT EXISTS"
        " (SELECT 1 FROM revisions WHERE series = ?11 AND time = ?1 AND fetched_at = ?12"
        " AND (open, high, low, close, volume, vwap, trades, factor, complete) IS"
        " (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))";
    sqlite3_stmt *stmt = NULL;
    market_status status = market__prepare(r->store, sql, r->json->err, &stmt);
    for (size_t i = 0; i < r->revised.count && status == MARKET_OK; i++) {
        market_bar bar = market_bars_get(&r->revised, i);
        market__bind_bar(stmt, 1, &bar);
        sqlite3_bind_int64(stmt, 11, series);
        sqlite3_bind_int64(stmt, 12, r->revised_origins[i].fetched_at);
        sqlite3_bind_int64(stmt, 13, r->revised_origins[i].replaced_at);
        status = market__run(r->store, stmt, r->json->err);
        r->store->changed |= status == MARKET_OK && sqlite3_changes(r->store->db) > 0;
    }
    sqlite3_finalize(stmt);
    return status;
}

static int64_t fetched_at_of(const void *payload, size_t index) {
    const reader *r = payload;
    return r->origins[index].fetched_at;
}

static market_status put_bars(reader *r) {
    market_series_key key = {r->part->name, r->part->timeframe, r->part->feed};
    int64_t series = 0;
    if (r->bars.count > 0) {
        market_status status =
            market__put_bars(r->store, &key, &r->bars, fetched_at_of, r, r->json->err, &r->sum);
        if (status != MARKET_OK)
            return explain(r, status, r->origins[row_at_fault(r, r->bars.count)].line);
    }
    if (r->revised.count == 0)
        return MARKET_OK;
    market_status status = market__find_series(r->store, &key, r->json->err, &series);
    if (status == MARKET_E_NO_SERIES)
        return fail_row(r, r->line, "a revision without its bar");
    return status == MARKET_OK ? put_revisions(r, series) : status;
}

/* ---- reading ---- */

/* Reads the members of the object whose brace is the current token. */
static market_status read_row(reader *r) {
    market__json *json = r->json;
    memset(r->row, 0, sizeof r->row);
    r->line = json->place.line;
    r->is_bad = false;
    while (market__json_next(json) == MARKET__TOKEN_KEY) {
        int column = 0;
        const char *const *names = columns[r->part->kind];
        while (column < COLUMNS && names[column] != NULL && !market__json_is(json, names[column]))
            column++;
        bool known = column < COLUMNS && names[column] != NULL;
        market__token token = market__json_next(json);
        if (token == MARKET__TOKEN_OBJECT || token == MARKET__TOKEN_ARRAY) {
            (void)market__json_skip(json);
            continue;
        }
        if (!known || (token != MARKET__TOKEN_NUMBER && token != MARKET__TOKEN_TEXT))
            continue;
        if (memchr(json->text, '\0', json->length) != NULL)
            return fail_row(r, r->line, "a text with a zero byte");
        r->row[column] = market__pool_text(r->pool, json->text, json->length);
        if (r->row[column] == NULL)
            return market__no_memory(json->err);
    }
    return json->token == MARKET__TOKEN_ERROR ? json->status : MARKET_OK;
}

static market_status begin(reader *r, market_store *store, const market__part *part,
                           market__json *json) {
    static const size_t sizes[MARKET__PART_KINDS] = {
        0, 0, 0, sizeof(market_news), sizeof(market_post), sizeof(market_post_count), 0};
    *r = (reader){.store = store, .part = part, .json = json, .pool = market__pool_create()};
    if (r->pool != NULL && sizes[part->kind] > 0)
        r->batch.memory = market__pool_take(r->pool, BATCH * sizes[part->kind]);
    if (r->pool == NULL || (sizes[part->kind] > 0 && r->batch.memory == NULL))
        return market__no_memory(json->err);
    return MARKET_OK;
}

static void clear(reader *r) {
    market__pool_free(r->pool);
    market_bars_clear(&r->bars);
    market_bars_clear(&r->revised);
    free(r->origins);
    free(r->revised_origins);
}

static market_status read_rows(reader *r, market__token end) {
    market_status status = MARKET_OK;
    while (status == MARKET_OK && market__json_next(r->json) == MARKET__TOKEN_OBJECT) {
        status = read_row(r);
        if (status == MARKET_OK)
            status = keep_row(r);
    }
    if (status == MARKET_OK && r->json->token != end)
        status = r->json->token == MARKET__TOKEN_ERROR
                     ? r->json->status
                     : fail_row(r, r->json->place.line, "not an object");
    if (status == MARKET_OK)
        status = r->part->kind == MARKET__BARS ? put_bars(r) : flush(r);
    return status;
}

/* Reads the rows inside a transaction or savepoint of their own. */
static market_status merge(market_store *store, const market__part *part, market__json *json,
                           market__token end, market_put_summary *summary) {
    reader r;
    market__tx tx;
    market_status status = begin(&r, store, part, json);
    if (status == MARKET_OK)
        status = market__tx_begin(store, json->err, &tx);
    if (status == MARKET_OK) {
        bool was_joined = market__tx_join(store);
        status = read_rows(&r, end);
        market__tx_leave(store, was_joined);
        status = market__tx_end(store, &tx, status, json->err);
    }
    if (status == MARKET_OK && summary != NULL)
        *summary = r.sum;
    clear(&r);
    return status;
}

market_status market__part_merge_list(market_store *store, const market__part *part,
                                      market__json *json, market_put_summary *summary) {
    return merge(store, part, json, MARKET__TOKEN_ARRAY_END, summary);
}

/* The first line: what this is. */
static market_status read_head(market__json *json, const market__part *part, uint64_t *revision) {
    char key[MARKET__KEY_SIZE];
    bool is_ours = false, is_part = false, is_newer = false;
    market__part_key(part, key);
    if (market__json_next(json) != MARKET__TOKEN_OBJECT)
        return market__json_fail(json, MARKET_E_CORRUPT, "the first line does not name the part");
    while (market__json_next(json) == MARKET__TOKEN_KEY) {
        bool is_version = market__json_is(json, "marketkit");
        bool is_name = market__json_is(json, "part");
        bool is_revision = market__json_is(json, "revision");
        market__token token = market__json_next(json);
        double number = 0;
        if (token == MARKET__TOKEN_NUMBER)
            (void)market_number_parse(json->text, json->length, &number);
        is_ours |= is_version && number >= 1;
        is_newer |= is_version && number > MY_VERSION;
        is_part |= is_name && token == MARKET__TOKEN_TEXT && market__json_is(json, key);
        if (is_revision && number >= 1 && number <= 9007199254740992.0)
            *revision = (uint64_t)number;
        (void)market__json_skip(json);
    }
    if (json->token == MARKET__TOKEN_ERROR)
        return json->status;
    if (is_newer)
        return market__json_fail(json, MARKET_E_NEWER, "written by a newer version");
    if (!is_ours || !is_part || *revision == 0)
        return market__json_fail(json, MARKET_E_CORRUPT, "the first line names another part");
    return MARKET_OK;
}

market_status market__part_merge(market_store *store, const market__part *part, const char *name,
                                 const void *data, size_t length, market_error *err,
                                 uint64_t *revision, market_put_summary *summary) {
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    market_input source = {.data = data, .length = length, .name = name};
    market_error own = {0};
    market__input in;
    market__json json;
    uint64_t found = 0;
    err = err == NULL ? &own : err;
    market_status status = market__input_open(&in, &source, &options, err);
    market__json_init(&json, &in, err);
    if (status == MARKET_OK)
        status = read_head(&json, part, &found);
    if (status == MARKET_OK)
        status = merge(store, part, &json, MARKET__TOKEN_END, summary);
    market__json_clear(&json);
    market__input_close(&in);
    if (status == MARKET_E_SYNTAX)
        status = err->status = MARKET_E_CORRUPT;
    if (status == MARKET_OK && revision != NULL)
        *revision = found;
    return status;
}
