/* items.c - lists of JSON objects. */
#include "items.h"

#include "bars_read.h"

bool market__items_grow(void **list, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity)
        return true;
    size_t grown = market__grown(*capacity, count + 1);
    void *moved = grown == 0 ? NULL : market__resize(*list, grown, size);
    if (moved == NULL)
        return false;
    *list = moved;
    *capacity = grown;
    return true;
}

market_status market__items_skip(market__items *items) {
    (void)market__json_next(&items->json);
    return market__json_skip(&items->json) == MARKET__TOKEN_ERROR ? items->json.status : MARKET_OK;
}

/* The next token when it is a single value; containers are left behind as MARKET__TOKEN_NULL. */
static market_status next_scalar(market__items *items, market__token *out) {
    market__json *json = &items->json;
    *out = market__json_next(json);
    if (*out == MARKET__TOKEN_OBJECT || *out == MARKET__TOKEN_ARRAY) {
        *out = MARKET__TOKEN_NULL;
        (void)market__json_skip(json);
    }
    return json->token == MARKET__TOKEN_ERROR ? json->status : MARKET_OK;
}

market_status market__items_text(market__items *items, const char **out) {
    market__token token;
    market_status status = next_scalar(items, &token);
    if (status != MARKET_OK)
        return status;
    bool has_text = token == MARKET__TOKEN_TEXT || token == MARKET__TOKEN_NUMBER;
    size_t length = has_text ? items->json.length : 0;
    if (length > 0 && memchr(items->json.text, '\0', length) != NULL)
        length = strlen(items->json.text); /* a NUL in a text ends it: C strings carry it on */
    *out = market__pool_text(items->pool, items->json.text, length);
    return *out != NULL ? MARKET_OK : market__no_memory(items->json.err);
}

market_status market__items_count(market__items *items, int64_t *out) {
    market__token token;
    double number = -1;
    market_status status = next_scalar(items, &token);
    if (status != MARKET_OK)
        return status;
    if (token == MARKET__TOKEN_NUMBER || token == MARKET__TOKEN_TEXT)
        (void)market_number_parse(items->json.text, items->json.length, &number);
    *out = number >= 0 && number <= 9007199254740992.0 ? (int64_t)number : -1;
    return MARKET_OK;
}

market_status market__items_time(market__items *items, int64_t *out) {
    market__token token;
    market_time time = {INT64_MIN, false};
    market_status status = next_scalar(items, &token);
    if (status != MARKET_OK)
        return status;
    if (token == MARKET__TOKEN_TEXT)
        (void)market_time_parse(items->json.text, items->json.length, items->rows.zone, NULL,
                                &time);
    *out = time.time;
    return MARKET_OK;
}

market_status market__items_flag(market__items *items, bool *out) {
    market__token token;
    market_status status = next_scalar(items, &token);
    if (status == MARKET_OK)
        *out = token == MARKET__TOKEN_TRUE;
    return status;
}

market_status market__items_object(market__items *items, market__member_fn *member, void *object) {
    market__json *json = &items->json;
    while (market__json_next(json) == MARKET__TOKEN_KEY) {
        char key[40] = ""; /* longer names are none of ours */
        (void)market__copy(key, sizeof key, json->text, json->length);
        market_status status = member(items, object, key);
        if (status != MARKET_OK)
            return status;
    }
    return json->token == MARKET__TOKEN_ERROR ? json->status : MARKET_OK;
}

/* The objects up to the closing bracket of an open list. */
static market_status read_objects(market__items *items,
                                  market_status (*read)(market__items *items)) {
    for (;;) {
        market_status status = MARKET_OK;
        switch (market__json_next(&items->json)) {
        case MARKET__TOKEN_ARRAY_END:
            return MARKET_OK;
        case MARKET__TOKEN_OBJECT:
            status = read(items);
            break;
        case MARKET__TOKEN_ERROR:
            return items->json.status;
        default:
            return market__json_fail(&items->json, MARKET_E_FORMAT, "an object was expected here");
        }
        if (status != MARKET_OK)
            return status;
    }
}

market_status market__items_list(market__items *items,
                                 market_status (*read)(market__items *items)) {
    switch (market__json_next(&items->json)) {
    case MARKET__TOKEN_ARRAY:
        return read_objects(items, read);
    case MARKET__TOKEN_NULL:
        return MARKET_OK;
    case MARKET__TOKEN_ERROR:
        return items->json.status;
    default:
        return market__json_fail(&items->json, MARKET_E_FORMAT, "a list was expected here");
    }
}

static market_status read_counted(market__items *items) {
    market_status status = market__rows_count(&items->rows);
    return status == MARKET_OK ? items->read_item(items) : status;
}

/* A member of the answer; `object` is the name of the list. */
static market_status read_member(market__items *items, void *object, const char *key) {
    const char *list = object;
    if (strcmp(key, list) == 0)
        return market__items_list(items, read_counted);
    if (strcmp(key, "synthetic") == 0)
        return market__items_flag(items, &items->synthetic);
    return items->read_other != NULL ? items->read_other(items, key) : market__items_skip(items);
}

static market_status read_answers(market__items *items, const char *list) {
    char name[16];
    (void)market__copy(name, sizeof name, list, strlen(list));
    for (;;) {
        market_status status = MARKET_OK;
        switch (market__json_next(&items->json)) {
        case MARKET__TOKEN_END:
            return MARKET_OK;
        case MARKET__TOKEN_ERROR:
            return items->json.status;
        case MARKET__TOKEN_ARRAY:
            status = read_objects(items, read_counted);
            break;
        case MARKET__TOKEN_OBJECT:
            status = market__items_object(items, read_member, name);
            break;
        default:
            status = market__json_fail(&items->json, MARKET_E_FORMAT, "no list of objects");
            break;
        }
        if (status != MARKET_OK)
            return status;
    }
}

market_status market__items_read(market__items *items, const market_input *input,
                                 const market_import_options *options, const char *list,
                                 market_error *err) {
    market__input in;
    int first = 0;
    market_status status = market__input_open(&in, input, options, err);
    if (status == MARKET_OK)
        status = market__sniff(&in, &first);
    if (status == MARKET_OK) {
        market__json_init(&items->json, &in, err);
        market__rows_init(&items->rows, &in, options, items->rows.zone, err);
        status = read_answers(items, list);
        market__json_clear(&items->json);
    }
    market__input_close(&in);
    return status;
}
