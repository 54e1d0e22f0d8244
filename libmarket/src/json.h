/* json.h - a pull reader for JSON and for Python literals.
 *
 * One token at a time, so that an input needs no tree in memory and each value has its place.
 * Python literals are dictionaries, lists, tuples, texts, numbers, True, False and None: what
 * print() of such an object gives. Calls such as datetime(...) are refused. An input may hold
 * several values in a row. */
#ifndef MARKET_JSON_H
#define MARKET_JSON_H

#include "input.h"

#define MARKET__JSON_DEPTH 64
#define MARKET__JSON_TEXT  ((size_t)1 << 20) /* longest text, in bytes */

typedef enum market__token {
    MARKET__TOKEN_ERROR,
    MARKET__TOKEN_END, /* of the input */
    MARKET__TOKEN_OBJECT,
    MARKET__TOKEN_OBJECT_END,
    MARKET__TOKEN_ARRAY,
    MARKET__TOKEN_ARRAY_END,
    MARKET__TOKEN_KEY,
    MARKET__TOKEN_TEXT,
    MARKET__TOKEN_NUMBER,
    MARKET__TOKEN_TRUE,
    MARKET__TOKEN_FALSE,
    MARKET__TOKEN_NULL
} market__token;

typedef struct market__json {
    market__input *in;
    market_error *err;
    market_status status; /* why a token is an error */
    market__token token;  /* the current one */
    market__place place;  /* of its first byte */
    char *text;           /* of a key, text (unescaped, UTF-8) or number; owned; NUL-terminated */
    size_t length;
    size_t capacity;
    bool is_json;   /* saw what only JSON has */
    bool is_python; /* saw what only Python has */
    /* grammar */
    size_t depth;
    char closers[MARKET__JSON_DEPTH]; /* of the open containers: } ] ) */
    bool need_comma;                  /* a value came before in this container */
    bool need_value;                  /* a key came before */
} market__json;

void market__json_init(market__json *json, market__input *in, market_error *err);
void market__json_clear(market__json *json);
/* Reads the next token into json->token, and gives it. After an error it stays one. */
market__token market__json_next(market__json *json);
/* Leaves the value whose first token is the current one. */
market__token market__json_skip(market__json *json);
/* Fails with a message of our own at the current token. */
market_status market__json_fail(market__json *json, market_status status, const char *what);

static inline bool market__json_is(const market__json *json, const char *word) {
    return market__equal(json->text, json->length, word);
}

#endif
