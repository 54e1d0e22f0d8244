/* part.h - the parts that a store divides into: what one object of an object store holds, and the
 * unit in which stores are compared and copied.
 *
 *   symbols/AAPL                  description, default feed, sources of its series
 *   events/AAPL                   splits and dividends
 *   bars/AAPL/1Day/sip/2024       a year of daily bars, with their revisions; of intraday a month
 *   news/2024-01-05               articles by the UTC day of their creation
 *   posts/TOPIC/2024-01-05        posts of a topic
 *   counts/TOPIC/hour/2024-01     post counts: a day of minutes, a month of hours, a year of days
 *   notes                         what programs keep beside the data; in stores of objects alone
 *
 * As text a part is NDJSON: a line that names it, then a line per row. The same rows give the same
 * bytes. */
#ifndef MARKET_PART_H
#define MARKET_PART_H

#include "buffer.h"
#include "db.h"
#include "json.h"

typedef enum market__part_kind {
    MARKET__SYMBOLS,
    MARKET__EVENTS,
    MARKET__BARS,
    MARKET__NEWS,
    MARKET__POSTS,
    MARKET__COUNTS,
    MARKET__NOTES, /* last: what they say of other parts has been written before them */
    MARKET__PART_KINDS
} market__part_kind;

typedef struct market__part {
    market__part_kind kind;
    char name[MARKET_FEED_SIZE]; /* symbol or topic; "" of news and notes */
    market_timeframe timeframe;  /* of bars */
    char feed[MARKET_FEED_SIZE]; /* of bars */
    int granularity;             /* of counts */
    int64_t from, to;            /* holds from <= time < to; both 0 where time does not divide */
} market__part;

/* Room for the longest key with its NUL. */
#define MARKET__KEY_SIZE 512

/* Sets from and to around `time`. */
void market__part_place(market__part *part, int64_t time);
void market__part_key(const market__part *part, char out[MARKET__KEY_SIZE]);
/* False for what is no key. */
bool market__part_parse(const char *key, market__part *out);

/* Calls `visit` for each part that has rows in the database, or (`dirty`) rows that changed since
 * they were last written. In the order of kind, name, timeframe, feed, time. */
typedef market_status market__part_fn(void *payload, const market__part *part, market_error *err);
market_status market__each_part(market_store *store, bool dirty, market__part_fn *visit,
                                void *payload, market_error *err);

/* What a part's rows are, whatever else its text says. */
typedef struct market__digest {
    uint64_t lines;
    uint64_t rows; /* without revisions and the like */
    int64_t first; /* time of the first and last row; 0 without times */
    int64_t last;
    char sum[40]; /* equal for equal rows; "" of a part without any */
} market__digest;

/* gzip, owned. */
typedef struct market__part_text {
    unsigned char *data;
    size_t length;
    market__digest digest;
} market__part_text;

/* Writes a part as text. `only_dirty`: the rows that changed since they were last written. */
market_status market__part_write(market_store *store, const market__part *part, uint64_t revision,
                                 bool only_dirty, market_error *err, market__part_text *out);
void market__part_text_clear(market__part_text *text);

/* Puts the rows of a text into the store by the rules of the put functions, as if they were
 * fetched again at the time when they were. The text must be of `part` and hold only rows of it.
 * `name` is for messages. `revision` and `summary` may be NULL. */
market_status market__part_merge(market_store *store, const market__part *part, const char *name,
                                 const void *data, size_t length, market_error *err,
                                 uint64_t *revision, market_put_summary *summary);
/* The same for rows as members of a JSON array: its bracket is the current token. */
market_status market__part_merge_list(market_store *store, const market__part *part,
                                      market__json *json, market_put_summary *summary);
/* Appends the rows of a part, uncompressed and divided by commas, to `out`. */
market_status market__part_append(market_store *store, const market__part *part,
                                  market__buffer *out, market_error *err);
market_status market__part_digest(market_store *store, const market__part *part, market_error *err,
                                  market__digest *out);
/* Removes the rows of a part. */
market_status market__part_remove(market_store *store, const market__part *part, market_error *err);
/* Prepares `sql` and binds name ?1, timeframe ?2, feed ?3, granularity ?4, from ?5, to ?6. */
market_status market__part_bind(market_store *store, const char *sql, const market__part *part,
                                market_error *err, sqlite3_stmt **out);

#endif
