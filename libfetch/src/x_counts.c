/* x_counts.c - how many posts there are, in whole buckets. */
#include "x.h"

#include <stdlib.h>

typedef struct request {
    fetch_x *x;
    fetch__job *job;
    const char *query;
    market_granularity granularity;
    int64_t width;
    int64_t start_time, end_time;
    char start[MARKET_TIME_TEXT], end[MARKET_TIME_TEXT];
    fetch__pages pages;
    cJSON *document;
    market_post_count *counts;
    size_t count;
    fetch__problems problems;
} request;

static int64_t width_of(market_granularity granularity) {
    return granularity == MARKET_PER_MINUTE ? FETCH__MINUTE
           : granularity == MARKET_PER_DAY  ? FETCH__DAY
                                            : FETCH__HOUR;
}

static const char *name_of(market_granularity granularity) {
    return granularity == MARKET_PER_MINUTE ? "minute"
           : granularity == MARKET_PER_DAY  ? "day"
                                            : "hour";
}

/* The whole buckets in what was asked for and X can know. */
static fetch_status align(request *r, const fetch_counts_query *query, fetch_error *err) {
    int64_t now = fetch__server_now(r->x->service.client), width = r->width;
    int64_t oldest = now - FETCH__X_MEMORY + FETCH__MINUTE, newest = now - FETCH__X_DELAY;
    int64_t start = query->start > oldest ? query->start : oldest;
    int64_t end = query->end != 0 && query->end < newest ? query->end : newest;
    if (query->start < 0 || query->end < 0)
        return fetch__fail_parameter(err, "start", "start: before 1970");
    r->start_time = (start + width - 1) / width * width;
    r->end_time = end / width * width;
    if (r->start_time >= r->end_time)
        return fetch__fail_parameter(err, "end", "no whole %s of the last 7 days lies in between",
                                     name_of(r->granularity));
    fetch__x_time(r->start_time, r->start);
    fetch__x_time(r->end_time, r->end);
    return FETCH_OK;
}

/* False for a bucket without times or count. */
static bool take_count(const request *r, const cJSON *item, market_post_count *out) {
    market_post_count count = {0, 0, 0};
    int64_t end = 0;
    const cJSON *number = fetch__json_either(item, "tweet_count", "post_count");
    if (!fetch__json_time(item, "start", &count.start) || !fetch__json_time(item, "end", &end) ||
        !fetch__json_integer(number, &count.count) || count.count < 0)
        return false;
    /* A bucket that is cut at its start is still kept under its aligned start. */
    int64_t aligned = count.start / r->width * r->width;
    if (end <= count.start || end > aligned + r->width)
        return false;
    count.covered_ms = end - count.start;
    count.start = aligned;
    *out = count;
    return true;
}

static int compare_starts(const void *a, const void *b) {
    const market_post_count *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

static fetch_status take_page(request *r, fetch_error *err) {
    const cJSON *data = fetch__json_get(r->document, "data"), *item = NULL;
    const cJSON *meta = fetch__json_get(r->document, "meta");
    if (!cJSON_IsObject(meta) || (data != NULL && !cJSON_IsArray(data)))
        return FETCH_E_MALFORMED;
    int size = cJSON_GetArraySize(data);
    r->counts = calloc((size_t)size + 1, sizeof *r->counts);
    if (r->counts == NULL)
        return fetch__no_memory(err);
    cJSON_ArrayForEach(item, data) {
        if (!take_count(r, item, &r->counts[r->count]))
            return fetch__restate(err, FETCH_E_MALFORMED, "a bucket lacks its times or its count");
        fetch_status status =
            fetch__check_future(r->x->service.client, r->counts[r->count].start, "a bucket", err);
        if (status != FETCH_OK)
            return status;
        r->count++;
    }
    qsort(r->counts, r->count, sizeof *r->counts, compare_starts);
    for (size_t i = 1; i < r->count; i++)
        if (r->counts[i].start == r->counts[i - 1].start)
            return fetch__restate(err, FETCH_E_MALFORMED, "a bucket comes twice");
    fetch__x_problems(r->document, &r->problems);
    return fetch__pages_take(&r->pages, fetch__json_text(meta, "next_token")) ? FETCH_OK
                                                                              : FETCH_E_MALFORMED;
}

static void drop_page(request *r) {
    cJSON_Delete(r->document);
    free(r->counts);
    r->document = NULL;
    r->counts = NULL;
    r->count = 0;
}

static fetch_status read_page(void *payload, const fetch__answer *answer, fetch_error *err) {
    request *r = payload;
    drop_page(r);
    fetch_status status = fetch__json_parse(answer->body.data, answer->body.length, &r->document);
    return status == FETCH_OK ? take_page(r, err) : status;
}

static fetch_status load(request *r) {
    fetch__ask ask = {.service = &r->x->service,
                      .rules = &r->x->counts,
                      .job = r->job,
                      .path = "/2/tweets/counts/recent",
                      .read = read_page,
                      .payload = r};
    fetch__query_add(&ask.query, "query", r->query);
    fetch__query_add(&ask.query, "granularity", name_of(r->granularity));
    fetch__query_add(&ask.query, "start_time", r->start);
    fetch__query_add(&ask.query, "end_time", r->end);
    fetch__query_add(&ask.query, "next_token", fetch__pages_token(&r->pages));
    return fetch__ask_run(&ask);
}

static fetch_status give(request *r, bool is_last, fetch_counts_fn *call, void *payload) {
    const fetch_counts_page page = {.count = r->count,
                                    .counts = r->counts,
                                    .granularity = r->granularity,
                                    .problem_count = r->problems.count,
                                    .problems = r->problems.items,
                                    .fetched_at = fetch__server_now(r->x->service.client),
                                    .is_last = is_last};
    return call(payload, &page) ? FETCH_OK : fetch__stopped(r->job);
}

fetch_status fetch_x_counts(fetch_x *x, const fetch_counts_query *query, const fetch_call *call,
                            fetch_counts_fn *page, void *payload, fetch_error *err) {
    if (x == NULL || query == NULL || page == NULL)
        return fetch__fail_parameter(err, "query", "object, query and function are needed");
    fetch__job job;
    request r = {.x = x, .job = &job, .query = query->query};
    r.granularity = query->granularity == 0 ? MARKET_PER_HOUR : query->granularity;
    r.width = width_of(r.granularity);
    fetch_status status = fetch__x_check_query(x, query->query, err);
    if (status == FETCH_OK)
        status = align(&r, query, err);
    if (status != FETCH_OK)
        return status;
    fetch__job_begin(&job, x->service.client, call);
    unsigned most = query->max_pages > 0 ? query->max_pages : 2;
    bool more = true;
    for (unsigned pages = 1; status == FETCH_OK && more; pages++) {
        status = load(&r);
        memcpy(r.pages.token, r.pages.next, sizeof r.pages.token);
        more = r.pages.token[0] != '\0' && pages < most;
        if (status == FETCH_OK)
            status = give(&r, !more, page, payload);
    }
    drop_page(&r);
    return fetch__job_end(&job, status, err);
}
