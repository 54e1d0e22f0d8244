/* alpaca_actions.c - splits and dividends. */
#include "alpaca.h"

#include <stdlib.h>

#define PAGE_MAX 1000

typedef struct request {
    fetch_alpaca *alpaca;
    fetch__job *job;
    const fetch_actions_query *query;
    char start[MARKET_TIME_TEXT], end[MARKET_TIME_TEXT];
    fetch__buffer symbols;
    size_t first;
    fetch__pages pages;
    fetch_action *actions; /* PAGE_MAX */
    size_t count;
} request;

static const char *list_name(int kind) {
    static const char *const names[] = {
#define FETCH_ACTION_NAME_(number, constant, name) name,
        FETCH_ACTION_LIST(FETCH_ACTION_NAME_)
#undef FETCH_ACTION_NAME_
    };
    return names[kind];
}

/* The day from which prices are without it: the ex-date, else the day of processing. */
static bool take_date(const cJSON *item, int64_t *out) {
    return fetch__json_time(item, "ex_date", out) || fetch__json_time(item, "process_date", out);
}

static bool take_action(const cJSON *item, fetch_action_kind kind, fetch_action *out) {
    const char *symbol = fetch__json_text(item, "symbol");
    fetch_action action = {.kind = kind};
    int64_t date = 0;
    if (symbol == NULL || market_symbol_check(symbol, strlen(symbol), NULL) != MARKET_OK ||
        !take_date(item, &date))
        return false;
    (void)fetch__copy(action.symbol, sizeof action.symbol, symbol, strlen(symbol));
    (void)fetch__json_id(item, "id", action.id, sizeof action.id);
    double rate = fetch__json_number(item, "rate", 0);
    double from = fetch__json_number(item, "old_rate", 0);
    double to = fetch__json_number(item, "new_rate", 0);
    switch (kind) {
    case FETCH_FORWARD_SPLIT:
    case FETCH_REVERSE_SPLIT:
        action.split = (market_split){date, from, to};
        break;
    case FETCH_CASH_DIVIDEND:
        action.dividend = (market_dividend){date, rate};
        action.is_special = fetch__json_true(item, "special");
        action.is_foreign = fetch__json_true(item, "foreign");
        break;
    case FETCH_STOCK_DIVIDEND:
        action.split = (market_split){date, 1, 1 + rate};
        break;
    }
    bool is_split = kind == FETCH_FORWARD_SPLIT || kind == FETCH_REVERSE_SPLIT;
    *out = action;
    return is_split ? from > 0 && to > 0 : rate > 0;
}

static fetch_status take_lists(request *r, const cJSON *lists) {
    fetch_client *client = r->alpaca->service.client;
    r->count = 0;
    for (int kind = FETCH_FORWARD_SPLIT; kind <= FETCH_STOCK_DIVIDEND; kind++) {
        const cJSON *item = NULL;
        cJSON_ArrayForEach(item, fetch__json_get(lists, list_name(kind))) {
            if (r->count == PAGE_MAX)
                return FETCH_E_MALFORMED;
            if (take_action(item, (fetch_action_kind)kind, &r->actions[r->count]))
                r->count++;
            else
                fetch__log(client, FETCH_LOG_WARNING,
                           "alpaca: an entry of %s lacks symbol, date or rate and is left out",
                           list_name(kind));
        }
    }
    return FETCH_OK;
}

static fetch_status read_page(void *payload, const fetch__answer *answer, fetch_error *err) {
    request *r = payload;
    cJSON *document = NULL;
    (void)err;
    fetch_status status = fetch__json_parse(answer->body.data, answer->body.length, &document);
    const cJSON *lists = fetch__json_get(document, "corporate_actions");
    if (status == FETCH_OK && !cJSON_IsObject(lists))
        status = FETCH_E_MALFORMED;
    if (status == FETCH_OK)
        status = take_lists(r, lists);
    if (status == FETCH_OK &&
        !fetch__pages_take(&r->pages, fetch__json_text(document, "next_page_token")))
        status = FETCH_E_MALFORMED;
    cJSON_Delete(document);
    return status;
}

static fetch_status load(request *r) {
    fetch__ask ask;
    fetch__alpaca_ask(&ask, r->alpaca, r->job, "/v1/corporate-actions");
    fetch__query_add(&ask.query, "symbols", r->symbols.data);
    fetch__query_add(&ask.query, "types",
                     "forward_split,reverse_split,cash_dividend,stock_dividend");
    fetch__query_add(&ask.query, "start", r->start);
    fetch__query_add(&ask.query, "end", r->end[0] != '\0' ? r->end : NULL);
    fetch__query_add(&ask.query, "limit", "1000");
    fetch__query_add(&ask.query, "sort", "asc");
    fetch__query_add(&ask.query, "page_token", fetch__pages_token(&r->pages));
    ask.read = read_page;
    ask.payload = r;
    return fetch__ask_run(&ask);
}

static fetch_status run_batch(request *r, fetch_actions_fn *call, void *payload) {
    const fetch_actions_query *query = r->query;
    bool is_last_batch = r->first + FETCH__BATCH >= query->symbol_count;
    r->pages.token[0] = '\0';
    if (!fetch__join_symbols(query->symbols, query->symbol_count, r->first, &r->symbols))
        return fetch__no_memory(&r->job->error);
    fetch_status status;
    do {
        status = load(r);
        memcpy(r->pages.token, r->pages.next, sizeof r->pages.token);
        bool is_last = is_last_batch && r->pages.token[0] == '\0';
        if (status == FETCH_OK && !call(payload, r->actions, r->count, is_last))
            status = fetch__stopped(r->job);
    } while (status == FETCH_OK && r->pages.token[0] != '\0');
    return status;
}

static fetch_status check(request *r, fetch_error *err) {
    const fetch_actions_query *query = r->query;
    fetch_status status = fetch__check_symbols(query->symbols, query->symbol_count, false, err);
    if (status == FETCH_OK && query->start == NULL)
        status = fetch__fail_parameter(err, "start", "start: a date is needed");
    if (status == FETCH_OK)
        status = fetch__check_range(query->start, query->end, err, r->start, r->end);
    if (status == FETCH_OK &&
        (strlen(r->start) != 10 || (r->end[0] != '\0' && strlen(r->end) != 10)))
        status = fetch__fail_parameter(err, "start", "start and end are dates");
    return status;
}

fetch_status fetch_alpaca_actions(fetch_alpaca *alpaca, const fetch_actions_query *query,
                                  const fetch_call *call, fetch_actions_fn *page, void *payload,
                                  fetch_error *err) {
    if (alpaca == NULL || query == NULL || page == NULL)
        return fetch__fail_parameter(err, "query", "object, query and function are needed");
    fetch__job job;
    request r = {.alpaca = alpaca, .job = &job, .query = query};
    fetch_status status = check(&r, err);
    if (status != FETCH_OK)
        return status;
    fetch__job_begin(&job, alpaca->service.client, call);
    r.actions = calloc(PAGE_MAX, sizeof *r.actions);
    if (r.actions == NULL)
        status = fetch__no_memory(&job.error);
    for (; status == FETCH_OK && r.first < query->symbol_count; r.first += FETCH__BATCH)
        status = run_batch(&r, page, payload);
    free(r.actions);
    fetch__buffer_clear(&r.symbols);
    return fetch__job_end(&job, status, err);
}
