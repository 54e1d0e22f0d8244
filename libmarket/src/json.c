/* json.c - the grammar: which token may follow which. Texts are in json_text.c. */
#include "json_text.h"

#include <stdlib.h>

void market__json_init(market__json *json, market__input *in, market_error *err) {
    memset(json, 0, sizeof *json);
    json->in = in;
    json->err = err;
}

void market__json_clear(market__json *json) {
    free(json->text);
    json->text = NULL;
    json->capacity = 0;
}

market_status market__json_fail(market__json *json, market_status status, const char *what) {
    json->token = MARKET__TOKEN_ERROR;
    json->status =
        market__fail_at(json->err, status, json->place, "", "%s: line %zu, column %zu: %s",
                        json->in->name, json->place.line, json->place.column, what);
    return json->status;
}

static market__token error(market__json *json, const char *what) {
    (void)market__json_fail(json, MARKET_E_SYNTAX, what);
    return MARKET__TOKEN_ERROR;
}

static int skip_space(market__json *json) {
    int c = market__input_peek(json->in);
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        (void)market__input_next(json->in);
        c = market__input_peek(json->in);
    }
    json->place = market__input_place(json->in);
    return c;
}

static market__token input_end(market__json *json) {
    if (json->in->status != MARKET_OK) {
        json->status = json->in->status;
        return MARKET__TOKEN_ERROR;
    }
    return json->depth == 0 ? MARKET__TOKEN_END : error(json, "the text ends too early");
}

static market__token open_container(market__json *json, char closer, market__token token) {
    if (json->depth == MARKET__JSON_DEPTH)
        return error(json, "nested more than 64 deep");
    (void)market__input_next(json->in);
    json->is_python |= closer == ')';
    json->closers[json->depth++] = closer;
    json->need_comma = json->need_value = false;
    return token;
}

static market__token close_container(market__json *json) {
    int c = market__input_next(json->in);
    if (json->depth == 0 || json->closers[json->depth - 1] != c || json->need_value)
        return error(json, "this bracket closes nothing");
    json->depth--;
    json->need_comma = true;
    return c == '}' ? MARKET__TOKEN_OBJECT_END : MARKET__TOKEN_ARRAY_END;
}

static market__token read_word(market__json *json) {
    static const struct {
        const char *word;
        market__token token;
        bool python;
    } words[] = {{"true", MARKET__TOKEN_TRUE, false},  {"false", MARKET__TOKEN_FALSE, false},
                 {"null", MARKET__TOKEN_NULL, false},  {"True", MARKET__TOKEN_TRUE, true},
                 {"False", MARKET__TOKEN_FALSE, true}, {"None", MARKET__TOKEN_NULL, true}};
    if (!market__json_read_word(json))
        return MARKET__TOKEN_ERROR;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!market__json_is(json, words[i].word))
            continue;
        json->is_python |= words[i].python;
        json->is_json |= !words[i].python;
        return words[i].token;
    }
    /* What json.dumps() and print() make of such doubles: a number, though not one that is any
     * good. */
    static const char *const strange[] = {"NaN", "nan", "Infinity", "inf"};
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++)
        if (market__json_is(json, strange[i]))
            return MARKET__TOKEN_NUMBER;
    if (market__input_peek(json->in) == '(' || strchr(json->text, '.') != NULL)
        return error(json, "calls such as datetime(...) are not read; write times as text");
    return error(json, "not a value");
}

static market__token read_scalar(market__json *json, int c) {
    if (c == '"' || c == '\'')
        return market__json_read_text(json) ? MARKET__TOKEN_TEXT : MARKET__TOKEN_ERROR;
    if (c == '-' || c == '+' || c == '.' || market__is_digit((char)c))
        return market__json_read_number(json) ? MARKET__TOKEN_NUMBER : MARKET__TOKEN_ERROR;
    return read_word(json);
}

static market__token read_value(market__json *json, int c) {
    if (c == '{')
        return open_container(json, '}', MARKET__TOKEN_OBJECT);
    if (c == '[')
        return open_container(json, ']', MARKET__TOKEN_ARRAY);
    if (c == '(')
        return open_container(json, ')', MARKET__TOKEN_ARRAY);
    json->need_comma = true;
    json->need_value = false;
    return read_scalar(json, c);
}

static market__token read_key(market__json *json, int c) {
    if (c != '"' && c != '\'')
        return error(json, "a member must begin with its name in quotes");
    market__place place = json->place;
    if (!market__json_read_text(json))
        return MARKET__TOKEN_ERROR;
    if (skip_space(json) != ':')
        return error(json, "a colon is missing");
    (void)market__input_next(json->in);
    json->place = place;
    json->need_value = true;
    return MARKET__TOKEN_KEY;
}

static bool is_closer(int c) {
    return c == '}' || c == ']' || c == ')';
}

static market__token next(market__json *json) {
    int c = skip_space(json);
    if (c == MARKET__INPUT_END)
        return input_end(json);
    bool in_container = json->depth > 0;
    if (in_container && json->need_comma && !is_closer(c)) {
        if (c != ',')
            return error(json, "a comma is missing");
        (void)market__input_next(json->in);
        json->need_comma = false;
        c = skip_space(json);
        if (c == MARKET__INPUT_END)
            return input_end(json);
        json->is_python |= is_closer(c); /* a trailing comma */
    }
    if (is_closer(c))
        return close_container(json);
    bool in_object = in_container && json->closers[json->depth - 1] == '}';
    if (in_object && !json->need_value)
        return read_key(json, c);
    return read_value(json, c);
}

market__token market__json_next(market__json *json) {
    if (json->status != MARKET_OK)
        return json->token = MARKET__TOKEN_ERROR;
    json->token = next(json);
    if (json->token == MARKET__TOKEN_ERROR && json->status == MARKET_OK)
        json->status = json->in->status != MARKET_OK ? json->in->status : MARKET_E_SYNTAX;
    if (json->is_json && json->is_python && json->token != MARKET__TOKEN_ERROR)
        return error(json, "a mixture of JSON and Python");
    return json->token;
}

market__token market__json_skip(market__json *json) {
    size_t depth = json->depth;
    if (json->token == MARKET__TOKEN_OBJECT || json->token == MARKET__TOKEN_ARRAY)
        while (json->token != MARKET__TOKEN_ERROR && json->depth >= depth)
            (void)market__json_next(json);
    return json->token;
}
