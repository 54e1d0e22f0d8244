/* part_write.c - the rows of a part as gzipped NDJSON. */
#define ZLIB_CONST 1
#include "buffer.h"
#include "part.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

/* ---- what to write: the columns are the members' names ---- */

#define SPOT(column) " " column " >= ?5 AND " column " < ?6"
#define SERIES       "(SELECT id FROM series WHERE symbol = ?1 AND timeframe = ?2 AND feed = ?3)"

/* A symbol's description is written when it says anything, and its default feed likewise. */
#define SYMBOLS(info, chosen, source)                                                              \
    "SELECT symbol, iif(i, name, NULL) AS name, iif(i, currency, NULL) AS currency,"               \
    " iif(i, decimals, NULL) AS decimals, iif(i, synthetic, NULL) AS synthetic,"                   \
    " iif(i, source, NULL) AS source, iif(c, default_feed, NULL) AS default_feed,"                 \
    " iif(c, default_chosen, NULL) AS default_chosen, NULL AS timeframe, NULL AS feed"             \
    " FROM (SELECT *, (name, source, currency, decimals, synthetic) IS NOT ('', '', 'USD', 2, 0)"  \
    " AND " info " AS i, " chosen " AS c FROM symbols WHERE symbol = ?1)"                          \
    " UNION ALL SELECT NULL, NULL, NULL, NULL, synthetic, source, NULL, NULL, timeframe, feed"     \
    " FROM series WHERE symbol = ?1 AND (source <> '' OR synthetic) AND " source " ORDER BY 9, 10"

#define EVENTS(noted)                                                                              \
    "SELECT feed, date, from_shares, to_shares, NULL AS amount FROM splits WHERE symbol = ?1"      \
    " AND " noted " UNION ALL SELECT feed, date, NULL, NULL, amount FROM dividends"                \
    " WHERE symbol = ?1 AND " noted " ORDER BY 1, 2, 5"

#define BARS(noted, noted_revision)                                                                \
    "SELECT " MARKET__BAR_COLUMNS ", fetched_at, NULL AS replaced_at FROM bars"                    \
    " WHERE series = " SERIES                                                                      \
    " AND" SPOT("time") " AND " noted " UNION ALL SELECT " MARKET__BAR_COLUMNS                     \
                        ", fetched_at, replaced_at FROM revisions"                                 \
                        " WHERE series = " SERIES                                                  \
                        " AND" SPOT("time") " AND " noted_revision                                 \
                                            " ORDER BY 1, 12, 11, 2, 3, 4, 5, 6"

#define NEWS(noted)                                                                                \
    "SELECT id, created_at, updated_at, headline, author, summary, content, url, source,"          \
    " synthetic, (SELECT group_concat(symbol, ' ') FROM (SELECT symbol FROM news_symbols s"        \
    " WHERE s.id = news.id ORDER BY position)) AS symbols FROM news"                               \
    " WHERE" SPOT("created_at") " AND " noted " ORDER BY created_at, id"

#define POSTS(noted)                                                                               \
    "SELECT id, created_at, text, lang, author_id, author, author_name, reposts, replies, likes,"  \
    " quotes, synthetic, fetched_at FROM posts JOIN post_topics ON post = id AND topic = ?1"       \
    " WHERE" SPOT("created_at") " AND " noted " ORDER BY created_at, id"

#define COUNTS(noted)                                                                              \
    "SELECT start, covered_ms, count, synthetic, fetched_at FROM post_counts"                      \
    " WHERE topic = ?1 AND granularity = ?4 AND" SPOT("start") " AND " noted " ORDER BY start"

#define NOTES(noted) "SELECT name, text, written_at FROM temp.notes WHERE " noted " ORDER BY name"

#define NOTED(kind, a, b, c)                                                                       \
    "EXISTS(SELECT 1 FROM temp.dirty d WHERE d.kind = " #kind " AND d.a = " a " AND d.b = " b      \
    " AND d.c = " c ")"

static const char *const all_rows[MARKET__PART_KINDS] = {SYMBOLS("1", "default_feed <> ''", "1"),
                                                         EVENTS("1"),
                                                         BARS("1", "1"),
                                                         NEWS("1"),
                                                         POSTS("1"),
                                                         COUNTS("1"),
                                                         NOTES("1")};

static const char *const dirty_rows[MARKET__PART_KINDS] = {
    SYMBOLS(NOTED(0, "symbol", "'info'", "''"), NOTED(0, "symbol", "'default'", "''"),
            NOTED(0, "symbol", "timeframe", "feed")),
    EVENTS(NOTED(1, "?1", "feed", "date")),
    BARS(NOTED(2, "series", "time", "''"), NOTED(7, "id", "''", "''")),
    NEWS(NOTED(3, "id", "''", "''")),
    POSTS(NOTED(4, "?1", "id", "''")),
    COUNTS(NOTED(5, "?1", "?4", "start")),
    NOTES(NOTED(6, "name", "''", "''"))};

/* The column with a row's time, and of bars the one that tells a revision; -1: none. */
static const int time_columns[MARKET__PART_KINDS] = {-1, 1, 0, 1, 1, 0, -1};
#define REVISION_COLUMN 11

/* ---- lines ---- */

static void put_line(market__buffer *line, sqlite3_stmt *stmt) {
    bool first = true;
    int columns = sqlite3_column_count(stmt);
    market__buffer_put(line, "{", 1);
    for (int i = 0; i < columns; i++) {
        int type = sqlite3_column_type(stmt, i);
        const char *text = type == SQLITE_TEXT ? market__column_text(stmt, i) : "";
        if (type == SQLITE_NULL || (type == SQLITE_TEXT && text[0] == '\0'))
            continue;
        market__buffer_text(line, first ? "\"" : ",\"");
        const char *name = sqlite3_column_name(stmt, i);
        line->failed |= name == NULL;
        market__buffer_text(line, name == NULL ? "" : name);
        market__buffer_text(line, "\":");
        if (type == SQLITE_TEXT)
            market__buffer_json(line, text);
        else if (type == SQLITE_FLOAT)
            market__buffer_real(line, sqlite3_column_double(stmt, i));
        else
            market__buffer_int(line, sqlite3_column_int64(stmt, i));
        first = false;
    }
    market__buffer_put(line, "}", 1);
}

typedef struct digester {
    market__digest digest;
    uLong crc;
    uLong adler;
    uint64_t bytes;
} digester;

static void digest_line(digester *d, const market__part *part, sqlite3_stmt *stmt,
                        const market__buffer *line) {
    int column = time_columns[part->kind];
    d->crc = crc32(d->crc, (const Bytef *)line->data, (uInt)line->length);
    d->adler = adler32(d->adler, (const Bytef *)line->data, (uInt)line->length);
    d->bytes += line->length;
    d->digest.lines++;
    bool is_revision =
        part->kind == MARKET__BARS && sqlite3_column_type(stmt, REVISION_COLUMN) != SQLITE_NULL;
    if (is_revision || column < 0)
        return;
    int64_t time = sqlite3_column_int64(stmt, column);
    if (d->digest.rows == 0 || time < d->digest.first)
        d->digest.first = time;
    if (d->digest.rows == 0 || time > d->digest.last)
        d->digest.last = time;
    d->digest.rows++;
}

/* Takes a line with its row. */
typedef market_status line_fn(void *payload, sqlite3_stmt *stmt, market__buffer *line,
                              market_error *err);

static market_status each_line(market_store *store, const market__part *part, bool only_dirty,
                               line_fn *take, void *payload, market_error *err) {
    sqlite3_stmt *stmt = NULL;
    market__buffer line = {0};
    bool row = false;
    const char *sql = only_dirty ? dirty_rows[part->kind] : all_rows[part->kind];
    market_status status = market__part_bind(store, sql, part, err, &stmt);
    if (status == MARKET_OK)
        status = market__step(store, stmt, err, &row);
    while (status == MARKET_OK && row) {
        line.length = 0;
        put_line(&line, stmt);
        status = line.failed ? market__no_memory(err) : take(payload, stmt, &line, err);
        if (status == MARKET_OK)
            status = market__step(store, stmt, err, &row);
    }
    market__buffer_clear(&line);
    return market__finish(store, stmt, status, err);
}

/* ---- gzip ---- */

typedef struct packer {
    const market__part *part;
    z_stream z;
    market__buffer out;
    digester d;
} packer;

static market_status pack(packer *p, const void *data, size_t length, int flush,
                          market_error *err) {
    unsigned char block[16384];
    p->z.next_in = data;
    p->z.avail_in = (uInt)length;
    do {
        p->z.next_out = block;
        p->z.avail_out = sizeof block;
        (void)deflate(&p->z, flush); /* cannot fail with room to write to */
        market__buffer_put(&p->out, block, sizeof block - p->z.avail_out);
    } while (p->z.avail_out == 0);
    return p->out.failed ? market__no_memory(err) : MARKET_OK;
}

static market_status pack_line(void *payload, sqlite3_stmt *stmt, market__buffer *line,
                               market_error *err) {
    packer *p = payload;
    market__buffer_put(line, "\n", 1);
    if (line->failed)
        return market__no_memory(err);
    digest_line(&p->d, p->part, stmt, line);
    return pack(p, line->data, line->length, Z_NO_FLUSH, err);
}

static void finish_digest(digester *d, market__digest *out) {
    *out = d->digest;
    if (out->lines > 0)
        snprintf(out->sum, sizeof out->sum, "%08lx%08lx%llx", d->crc & 0xFFFFFFFFUL,
                 d->adler & 0xFFFFFFFFUL, (unsigned long long)d->bytes);
}

market_status market__part_write(market_store *store, const market__part *part, uint64_t revision,
                                 bool only_dirty, market_error *err, market__part_text *out) {
    packer p = {.part = part};
    char key[MARKET__KEY_SIZE], head[MARKET__KEY_SIZE + 64];
    /* The header of this gzip has no time in it: the same rows give the same bytes. */
    if (deflateInit2(&p.z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return market__no_memory(err);
    market__part_key(part, key); /* needs no escapes */
    int length =
        snprintf(head, sizeof head, "{\"marketkit\":1,\"part\":\"%s\",\"revision\":%llu}\n", key,
                 (unsigned long long)revision);
    market_status status = pack(&p, head, (size_t)length, Z_NO_FLUSH, err);
    if (status == MARKET_OK)
        status = each_line(store, part, only_dirty, pack_line, &p, err);
    if (status == MARKET_OK)
        status = pack(&p, NULL, 0, Z_FINISH, err);
    (void)deflateEnd(&p.z);
    if (status != MARKET_OK) {
        market__buffer_clear(&p.out);
        return status;
    }
    out->data = (unsigned char *)p.out.data;
    out->length = p.out.length;
    finish_digest(&p.d, &out->digest);
    return MARKET_OK;
}

void market__part_text_clear(market__part_text *text) {
    free(text->data);
    *text = (market__part_text){0};
}

/* ---- other uses of the lines ---- */

static market_status append_line(void *payload, sqlite3_stmt *stmt, market__buffer *line,
                                 market_error *err) {
    market__buffer *out = payload;
    (void)stmt;
    if (out->length > 0 && out->data[out->length - 1] == '}')
        market__buffer_put(out, ",", 1);
    market__buffer_put(out, line->data, line->length);
    return out->failed ? market__no_memory(err) : MARKET_OK;
}

market_status market__part_append(market_store *store, const market__part *part,
                                  market__buffer *out, market_error *err) {
    return each_line(store, part, false, append_line, out, err);
}

typedef struct counter {
    const market__part *part;
    digester d;
} counter;

static market_status count_line(void *payload, sqlite3_stmt *stmt, market__buffer *line,
                                market_error *err) {
    counter *c = payload;
    market__buffer_put(line, "\n", 1);
    if (line->failed)
        return market__no_memory(err);
    digest_line(&c->d, c->part, stmt, line);
    return MARKET_OK;
}

market_status market__part_digest(market_store *store, const market__part *part, market_error *err,
                                  market__digest *out) {
    counter c = {.part = part};
    market_status status = each_line(store, part, false, count_line, &c, err);
    if (status == MARKET_OK)
        finish_digest(&c.d, out);
    return status;
}
