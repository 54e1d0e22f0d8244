/* texts.h - what news and posts share: queries, rows of texts. */
#ifndef MARKET_TEXTS_H
#define MARKET_TEXTS_H

#include "db.h"
#include "pool.h"

/* A checked query with its defaults filled in. `query` may be NULL. */
market_status market__text_query(const market_text_query *query, market_error *err,
                                 market_text_query *out);
/* Binds symbol ?1 (NULL: all), from ?2 and to ?3; and the limit. */
void market__bind_text_query(sqlite3_stmt *stmt, const market_text_query *query);
void market__bind_limit(sqlite3_stmt *stmt, int index, size_t limit);
/* Milliseconds of a bucket; 0 for what is no granularity. */
int64_t market__bucket_width(market_granularity granularity);
/* The text of a column in the pool; false without memory. */
bool market__pool_column(market__pool *pool, sqlite3_stmt *stmt, int column, const char **out);
/* "" for NULL; false for what is not UTF-8 or longer than 1 MiB. */
bool market__good_text(const char *text);
/* 1 to 63 printable ASCII bytes. */
bool market__good_id(const char *id);
bool market__same_text(const char *a, const char *b);
/* 1 to 200 printable ASCII bytes, no spaces. */
bool market__good_note_name(const char *name);
/* Takes a note of a store of objects, unless there is one of its name that was written later. */
market_status market__note_keep(market_store *store, const char *name, const char *text,
                                int64_t written_at, market_error *err);

#endif
