/* bars_json.c - bars from Alpaca's answers, as JSON or as Python prints them.
 *
 *   {"bars":[BAR,...],"symbol":"AAPL"}     one symbol; the name may come after the bars
 *   {"bars":{"AAPL":[BAR,...]}}            several; a single BAR instead of a list will do (latest
 * bars) [BAR,...]                              bars that carry their symbol ("S"), or need one from
 * outside and any number of these one after another, or in a list (saved pages). */
#include "bars_read.h"
#include "json.h"

/* What the function below passes on: where to put bars, and under which symbol. */
typedef struct context {
    market__rows *rows;
    market__json *json;
    const char *symbol;
} context;

static market_status read_object(const context *c, bool is_top);

static market_status not_bars(const context *c) {
    return market__json_fail(c->json, MARKET_E_FORMAT, "bars were expected here");
}

/* [OBJECT, ...]; the current token is the bracket. */
static market_status read_list(const context *c, bool is_top) {
    for (;;) {
        market__token token = market__json_next(c->json);
        if (token == MARKET__TOKEN_ARRAY_END)
            return MARKET_OK;
        if (token == MARKET__TOKEN_ERROR)
            return c->json->status;
        market_status status = token == MARKET__TOKEN_OBJECT ? read_object(c, is_top) : not_bars(c);
        if (status != MARKET_OK)
            return status;
    }
}

/* A list of bars, one bar, or null. */
static market_status read_bars_of(const context *c) {
    switch (market__json_next(c->json)) {
    case MARKET__TOKEN_ARRAY:
        return read_list(c, false);
    case MARKET__TOKEN_OBJECT:
        return read_object(c, false);
    case MARKET__TOKEN_NULL:
        return MARKET_OK;
    case MARKET__TOKEN_ERROR:
        return c->json->status;
    default:
        return not_bars(c);
    }
}

/* {"AAPL": bars, ...} */
static market_status read_symbols(const context *c) {
    while (market__json_next(c->json) == MARKET__TOKEN_KEY) {
        char symbol[MARKET_SYMBOL_MAX + 1];
        if (market_symbol_check(c->json->text, c->json->length, NULL) != MARKET_OK)
            return market__json_fail(c->json, MARKET_E_SYMBOL, "not a valid symbol");
        memcpy(symbol, c->json->text, c->json->length + 1);
        context inner = {c->rows, c->json, symbol};
        market_status status = read_bars_of(&inner);
        if (status != MARKET_OK)
            return status;
    }
    return c->json->token == MARKET__TOKEN_ERROR ? c->json->status : MARKET_OK;
}

/* The value of "bars". */
static market_status read_page(const context *c) {
    context unnamed = {c->rows, c->json, ""};
    switch (market__json_next(c->json)) {
    case MARKET__TOKEN_ARRAY:
        return read_list(&unnamed, false);
    case MARKET__TOKEN_OBJECT:
        return read_symbols(&unnamed);
    case MARKET__TOKEN_NULL:
        return MARKET_OK;
    case MARKET__TOKEN_ERROR:
        return c->json->status;
    default:
        return not_bars(c);
    }
}

/* One-letter members differ by case: "t" is the time and "T" the type of a message, "S" a symbol.
 */
static market__column column_of(const market__json *json) {
    char first = json->text[0];
    if (json->length == 1 && first >= 'A' && first <= 'Z')
        return first == 'S' ? MARKET__COLUMN_SYMBOL : MARKET__COLUMN_NONE;
    if (json->length == 1 && first == 's')
        return MARKET__COLUMN_NONE;
    market__column column = market__column_of(json->text, json->length);
    return column == MARKET__COLUMN_TIME ? MARKET__COLUMN_DATE : column;
}

static market_status read_member(const context *c, market__draft *draft, market__column column) {
    market__json *json = c->json;
    market__token token = market__json_next(json);
    if (token == MARKET__TOKEN_ERROR)
        return json->status;
    if (token == MARKET__TOKEN_OBJECT || token == MARKET__TOKEN_ARRAY) {
        if (column != MARKET__COLUMN_NONE)
            market__draft_fault(draft, market__column_name(column), "is not a single value",
                                json->place);
        return market__json_skip(json) == MARKET__TOKEN_ERROR ? json->status : MARKET_OK;
    }
    if (column != MARKET__COLUMN_NONE)
        market__draft_set(draft, column, json->text, token == MARKET__TOKEN_NULL ? 0 : json->length,
                          json->place);
    return MARKET_OK;
}

static bool saw_anything(const market__draft *draft) {
    for (int column = 1; column < MARKET__COLUMNS; column++)
        if (draft->seen[column])
            return true;
    return false;
}

static market_status end_page(const context *c, const market__draft *draft) {
    if (draft->fault != NULL)
        return market__json_fail(c->json, MARKET_E_SYMBOL, "\"symbol\" is not a valid symbol");
    return market__rows_name(c->rows, draft->symbol);
}

/* A page of bars when it has a member "bars", else one bar. The current token is its brace. */
static market_status read_object(const context *c, bool is_top) {
    market__json *json = c->json;
    market__draft draft;
    bool is_page = false;
    market__draft_begin(&draft, c->rows, json->place);
    memcpy(draft.symbol, c->symbol, strlen(c->symbol) + 1);
    while (market__json_next(json) == MARKET__TOKEN_KEY) {
        bool is_bars = is_top && market__json_is(json, "bars");
        is_page |= is_bars;
        market_status status = is_bars ? read_page(c) : read_member(c, &draft, column_of(json));
        if (status != MARKET_OK)
            return status;
    }
    if (json->token == MARKET__TOKEN_ERROR)
        return json->status;
    if (is_page)
        return end_page(c, &draft);
    if (is_top && !saw_anything(&draft))
        return not_bars(c);
    return market__draft_end(&draft);
}

static market_status read_all(const context *c) {
    for (;;) {
        market_status status = MARKET_OK;
        switch (market__json_next(c->json)) {
        case MARKET__TOKEN_END:
            return MARKET_OK;
        case MARKET__TOKEN_ERROR:
            return c->json->status;
        case MARKET__TOKEN_ARRAY:
            status = read_list(c, true);
            break;
        case MARKET__TOKEN_OBJECT:
            status = read_object(c, true);
            break;
        default:
            status = not_bars(c);
            break;
        }
        if (status != MARKET_OK)
            return status;
    }
}

market_status market__read_json_bars(market__rows *rows, market_format *format) {
    market__json json;
    market__json_init(&json, rows->in, rows->err);
    context c = {rows, &json, ""};
    market_status status = read_all(&c);
    *format = json.is_python ? MARKET_FORMAT_PYTHON : MARKET_FORMAT_JSON;
    market__json_clear(&json);
    return status;
}
