/* x_search.c - posts by a query, newest first. */
#include "x.h"

#include <stdio.h>

#define PAGE_MOST  100
#define PAGE_LEAST 10

typedef struct request {
    fetch_x *x;
    fetch__job *job;
    const fetch_search_query *query;
    size_t slice;
    char start[MARKET_TIME_TEXT], end[MARKET_TIME_TEXT], page_size[16];
    fetch__pages pages;
    cJSON *document;
    market_post posts[PAGE_MOST];
    size_t count;
    fetch__problems problems;
    char newest[32];
    unsigned got;      /* posts in all */
    unsigned requests; /* answered */
    bool is_cut;
} request;

/* ---- posts ---- */

static int64_t metric(const cJSON *metrics, const char *name, const char *other) {
    int64_t value = -1;
    const cJSON *item = fetch__json_either(metrics, name, other);
    return fetch__json_integer(item, &value) && value >= 0 ? value : -1;
}

static const cJSON *find_user(const cJSON *users, const char *id) {
    const cJSON *user = NULL;
    cJSON_ArrayForEach(user, users) {
        const char *text = fetch__json_text(user, "id");
        if (text != NULL && strcmp(text, id) == 0)
            return user;
    }
    return NULL;
}

static bool is_id(const char *text) {
    size_t length = text == NULL ? 0 : strlen(text);
    for (size_t i = 0; i < length; i++)
        if (!fetch__is_digit(text[i]))
            return false;
    return length >= 1 && length <= 19;
}

/* False for a post without id, text or time. */
static bool take_post(const cJSON *item, const cJSON *users, market_post *out) {
    market_post post = {.id = fetch__json_text(item, "id"), .text = fetch__json_text(item, "text")};
    const cJSON *metrics = fetch__json_get(item, "public_metrics");
    if (!is_id(post.id) || post.text == NULL ||
        !fetch__json_time(item, "created_at", &post.created_at))
        return false;
    post.lang = fetch__json_text(item, "lang");
    post.author_id = fetch__json_text(item, "author_id");
    post.reposts = metric(metrics, "retweet_count", "repost_count");
    post.replies = metric(metrics, "reply_count", "reply_count");
    post.likes = metric(metrics, "like_count", "like_count");
    post.quotes = metric(metrics, "quote_count", "quote_count");
    const cJSON *user = post.author_id == NULL ? NULL : find_user(users, post.author_id);
    post.author = fetch__json_text(user, "username");
    post.author_name = fetch__json_text(user, "name");
    *out = post;
    return true;
}

static fetch_status take_page(request *r, fetch_error *err) {
    const cJSON *data = fetch__json_get(r->document, "data"), *item = NULL; /* absent: no posts */
    const cJSON *users = fetch__json_get(fetch__json_get(r->document, "includes"), "users");
    const cJSON *meta = fetch__json_get(r->document, "meta");
    fetch_client *client = r->x->service.client;
    if (!cJSON_IsObject(meta) || (data != NULL && !cJSON_IsArray(data)))
        return FETCH_E_MALFORMED;
    cJSON_ArrayForEach(item, data) {
        if (r->count == PAGE_MOST)
            return FETCH_E_MALFORMED;
        if (!take_post(item, users, &r->posts[r->count])) {
            fetch__log(client, FETCH_LOG_WARNING,
                       "x: a post lacks id, text or time and is left out");
            continue;
        }
        fetch_status status =
            fetch__check_future(client, r->posts[r->count].created_at, "a post", err);
        if (status != FETCH_OK)
            return status;
        r->count++;
    }
    fetch__x_problems(r->document, &r->problems);
    const char *newest = fetch__json_text(meta, "newest_id");
    if (newest == NULL || !is_id(newest) ||
        !fetch__copy(r->newest, sizeof r->newest, newest, strlen(newest)))
        r->newest[0] = '\0';
    return fetch__pages_take(&r->pages, fetch__json_text(meta, "next_token")) ? FETCH_OK
                                                                              : FETCH_E_MALFORMED;
}

static void drop_page(request *r) {
    cJSON_Delete(r->document);
    r->document = NULL;
    r->count = 0;
}

static fetch_status read_page(void *payload, const fetch__answer *answer, fetch_error *err) {
    request *r = payload;
    drop_page(r);
    fetch_status status = fetch__json_parse(answer->body.data, answer->body.length, &r->document);
    return status == FETCH_OK ? take_page(r, err) : status;
}

/* ---- pages ---- */

/* The next page: no larger than what is still wanted, as far as X allows. */
static void set_page_size(request *r) {
    unsigned left = r->query->max_posts - r->got;
    unsigned size = left > PAGE_MOST ? PAGE_MOST : left < PAGE_LEAST ? PAGE_LEAST : left;
    (void)snprintf(r->page_size, sizeof r->page_size, "%u", size);
}

static fetch_status load(request *r) {
    static const char fields[] = "author_id,created_at,lang,public_metrics";
    const fetch_search_query *query = r->query;
    fetch__ask ask = {.service = &r->x->service,
                      .rules = &r->x->search,
                      .job = r->job,
                      .path = "/2/tweets/search/recent",
                      .read = read_page,
                      .payload = r};
    set_page_size(r);
    fetch__query_add(&ask.query, "query", query->query);
    fetch__query_add(&ask.query, "max_results", r->page_size);
    fetch__query_add(&ask.query, "start_time", r->start[0] != '\0' ? r->start : NULL);
    fetch__query_add(&ask.query, "end_time", r->end[0] != '\0' ? r->end : NULL);
    fetch__query_add(&ask.query, "since_id", query->since_id);
    fetch__query_add(&ask.query, "until_id", query->until_id);
    fetch__query_add(&ask.query, "sort_order", "recency");
    fetch__query_add(&ask.query, r->x->new_names ? "post.fields" : "tweet.fields", fields);
    fetch__query_add(&ask.query, "expansions", query->authors ? "author_id" : NULL);
    fetch__query_add(&ask.query, "user.fields", query->authors ? "name,username" : NULL);
    fetch__query_add(&ask.query, "next_token", fetch__pages_token(&r->pages));
    return fetch__ask_run(&ask);
}

static fetch_status give(request *r, bool is_last, fetch_posts_fn *call, void *payload) {
    const fetch_posts_page page = {.count = r->count,
                                   .posts = r->posts,
                                   .problem_count = r->problems.count,
                                   .problems = r->problems.items,
                                   .newest_id = r->newest,
                                   .fetched_at = fetch__server_now(r->x->service.client),
                                   .slice = r->slice,
                                   .is_last = is_last,
                                   .is_cut = is_last && r->is_cut};
    return call(payload, &page) ? FETCH_OK : fetch__stopped(r->job);
}

static fetch_status run(request *r, fetch_posts_fn *call, void *payload) {
    unsigned most = r->query->max_posts;
    unsigned max_pages = r->query->max_pages;
    if (max_pages == 0)
        max_pages = (most + PAGE_MOST - 1) / PAGE_MOST + 1;
    fetch_status status = FETCH_OK;
    for (bool is_last = false; status == FETCH_OK && !is_last;) {
        status = load(r);
        if (status != FETCH_OK)
            break;
        bool over = r->count > most - r->got; /* X gives no page of less than 10 */
        r->count = over ? most - r->got : r->count;
        r->got += (unsigned)r->count;
        r->requests++;
        memcpy(r->pages.token, r->pages.next, sizeof r->pages.token);
        bool more = r->pages.token[0] != '\0';
        bool full = r->got == most || r->requests == max_pages;
        r->is_cut = full && (more || over);
        is_last = full || !more;
        status = give(r, is_last, call, payload);
    }
    drop_page(r);
    return status;
}

/* ---- search ---- */

static fetch_status check(const fetch_x *x, const fetch_search_query *query, fetch_error *err) {
    fetch_status status = fetch__x_check_query(x, query->query, err);
    if (status != FETCH_OK)
        return status;
    if (query->max_posts == 0)
        return fetch__fail_parameter(err, "max_posts", "max_posts: a limit is needed");
    if ((query->since_id != NULL && !is_id(query->since_id)) ||
        (query->until_id != NULL && !is_id(query->until_id)))
        return fetch__fail_parameter(err, "since_id", "since_id and until_id: 1 to 19 digits");
    if (query->since_id != NULL && query->start != 0)
        return fetch__fail_parameter(err, "since_id", "since_id and start exclude each other");
    if (query->start < 0 || query->end < 0 || (query->end != 0 && query->start >= query->end))
        return fetch__fail_parameter(err, "start", "start must be before end");
    int64_t oldest = fetch__server_now(x->service.client) - FETCH__X_MEMORY;
    if (query->start != 0 && query->start < oldest - FETCH__MINUTE)
        return fetch__fail_parameter(err, "start", "start: X forgets after 7 days");
    return FETCH_OK;
}

static fetch_status search(fetch_x *x, const fetch_search_query *query, fetch__job *job,
                           size_t slice, fetch_posts_fn *page, void *payload, request *r) {
    int64_t newest = fetch__server_now(x->service.client) - FETCH__X_DELAY;
    *r = (request){.x = x, .job = job, .query = query, .slice = slice};
    if (query->start != 0)
        fetch__x_time(query->start, r->start);
    if (query->end != 0)
        fetch__x_time(query->end < newest ? query->end : newest, r->end);
    return run(r, page, payload);
}

fetch_status fetch_x_search(fetch_x *x, const fetch_search_query *query, const fetch_call *call,
                            fetch_posts_fn *page, void *payload, fetch_error *err) {
    if (x == NULL || query == NULL || page == NULL)
        return fetch__fail_parameter(err, "query", "object, query and function are needed");
    fetch_status status = check(x, query, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    request r;
    fetch__job_begin(&job, x->service.client, call);
    return fetch__job_end(&job, search(x, query, &job, 0, page, payload, &r), err);
}

/* ---- sampling ---- */

fetch_status fetch_plan_make(const char *query, int64_t start, int64_t end, unsigned posts,
                             size_t slices, fetch_error *err, fetch_plan *out) {
    size_t length = query == NULL ? 0 : strlen(query);
    if (out == NULL || length == 0 || length >= sizeof out->query)
        return fetch__fail_parameter(err, "query", "a query of 1 to 4096 bytes is needed");
    if (slices == 0 || slices > FETCH_PLAN_SLICES)
        return fetch__fail_parameter(err, "slices", "slices: 1 to %d", FETCH_PLAN_SLICES);
    int64_t first = start - start % 1000, seconds = (end - first) / 1000;
    if (start < 0 || end <= start || seconds < (int64_t)slices)
        return fetch__fail_parameter(err, "end", "every slice needs a second");
    if (posts / slices < PAGE_LEAST)
        return fetch__fail_parameter(err, "posts", "posts: at least %d for each slice", PAGE_LEAST);
    memset(out, 0, sizeof *out);
    memcpy(out->query, query, length + 1);
    out->count = slices;
    for (size_t i = 0; i < slices; i++) {
        /* On exact fractions, so that slices touch and none is lost to rounding. */
        int64_t from = seconds * (int64_t)i / (int64_t)slices;
        int64_t to = seconds * (int64_t)(i + 1) / (int64_t)slices;
        unsigned quota = (unsigned)(posts / slices + (i < posts % slices));
        out->slices[i] =
            (fetch_slice){.start = first + from * 1000, .end = first + to * 1000, .quota = quota};
    }
    return FETCH_OK;
}

/* A slice that X has begun to forget is taken from where X still knows it. */
static fetch_status run_slice(fetch_x *x, fetch_plan *plan, size_t index, bool authors,
                              fetch__job *job, fetch_posts_fn *page, void *payload) {
    fetch_slice *slice = &plan->slices[index];
    fetch_search_query query = FETCH_SEARCH_QUERY_INIT;
    request r;
    int64_t oldest = fetch__server_now(x->service.client) - FETCH__X_MEMORY + FETCH__MINUTE;
    query.query = plan->query;
    query.start = slice->start > oldest ? slice->start : oldest;
    query.end = slice->end;
    query.max_posts = slice->quota;
    query.authors = authors;
    slice->posts = slice->requests = 0;
    if (query.start >= query.end) {
        slice->is_done = true;
        return FETCH_OK;
    }
    fetch_status status = search(x, &query, job, index, page, payload, &r);
    slice->posts = r.got;
    slice->requests = r.requests;
    slice->is_whole = status == FETCH_OK && !r.is_cut;
    slice->is_done = status == FETCH_OK;
    return status;
}

fetch_status fetch_x_sample(fetch_x *x, fetch_plan *plan, bool authors, const fetch_call *call,
                            fetch_posts_fn *page, void *payload, fetch_error *err) {
    if (x == NULL || plan == NULL || page == NULL || plan->count > FETCH_PLAN_SLICES)
        return fetch__fail_parameter(err, "plan", "object, plan and function are needed");
    fetch_status status = fetch__x_check_query(x, plan->query, err);
    if (status != FETCH_OK)
        return status;
    fetch__job job;
    fetch__job_begin(&job, x->service.client, call);
    for (size_t i = 0; i < plan->count && status == FETCH_OK; i++)
        if (!plan->slices[i].is_done)
            status = run_slice(x, plan, i, authors, &job, page, payload);
    return fetch__job_end(&job, status, err);
}
