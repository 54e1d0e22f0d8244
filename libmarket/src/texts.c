/* texts.c - what news and posts share. */
#include "texts.h"

#define DEFAULT_LIMIT 1000
#define LARGEST_TEXT  ((size_t)1 << 20)

market_status market__text_query(const market_text_query *query, market_error *err,
                                 market_text_query *out) {
    market_text_query chosen = MARKET_TEXT_QUERY_INIT;
    if (query != NULL && query->size == 0)
        return market__fail(err, MARKET_E_ARGUMENT, "the query is not initialised");
    if (query != NULL)
        memcpy(&chosen, query, query->size < sizeof chosen ? query->size : sizeof chosen);
    if (!chosen.has_from)
        chosen.from = INT64_MIN;
    if (!chosen.has_to)
        chosen.to = INT64_MAX;
    if (chosen.limit == 0)
        chosen.limit = DEFAULT_LIMIT;
    *out = chosen;
    return MARKET_OK;
}

void market__bind_text_query(sqlite3_stmt *stmt, const market_text_query *query) {
    if (query->symbol != NULL)
        market__bind_text(stmt, 1, query->symbol);
    sqlite3_bind_int64(stmt, 2, query->from);
    sqlite3_bind_int64(stmt, 3, query->to);
}

void market__bind_limit(sqlite3_stmt *stmt, int index, size_t limit) {
    sqlite3_bind_int64(stmt, index, limit > INT32_MAX ? INT32_MAX : (int64_t)limit);
}

bool market__pool_column(market__pool *pool, sqlite3_stmt *stmt, int column, const char **out) {
    const char *text = market__column_text(stmt, column);
    *out = market__pool_text(pool, text, strlen(text));
    return *out != NULL;
}

bool market__good_text(const char *text) {
    size_t length = text == NULL ? 0 : strlen(text);
    return length <= LARGEST_TEXT && (length == 0 || market__is_utf8(text, length));
}

bool market__good_id(const char *id) {
    return market__check_feed(id, NULL) == MARKET_OK; /* the same form */
}

bool market__same_text(const char *a, const char *b) {
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}
