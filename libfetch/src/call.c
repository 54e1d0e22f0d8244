/* call.c - sends a request until it is answered, within the call's time. */
#include "call.h"

#include "client.h"

#include <stdatomic.h>
#include <stdio.h>

#define SLICE        100 /* longest nap between two looks at is_cancelled */
#define HEAD_LIMIT   ((size_t)64 << 10)
#define CORRECTIONS  3
#define QUOTA_FULL   500
#define QUOTA_RETRY  5
#define QUOTA_EARNED 1

/* ---- jobs ---- */

void fetch__job_begin(fetch__job *job, fetch_client *client, const fetch_call *call) {
    *job = (fetch__job){.client = client, .system = *fetch__client_system(client)};
    if (call != NULL)
        job->call = *call;
    int64_t timeout = job->call.timeout > 0 ? job->call.timeout : client->options.total_timeout;
    job->deadline = fetch__monotonic(&job->system) + timeout;
}

fetch_status fetch__job_end(fetch__job *job, fetch_status status, fetch_error *err) {
    if (status == FETCH_OK)
        return FETCH_OK;
    fetch_error *error = &job->error;
    error->status = status;
    if (error->message[0] == '\0')
        snprintf(error->message, sizeof error->message, "%s", fetch_status_text(status));
    fetch__client_redact(job->client, error->message, strlen(error->message));
    fetch__client_redact(job->client, error->body, strlen(error->body));
    fetch__client_redact(job->client, error->code, strlen(error->code));
    fetch__log(job->client, FETCH_LOG_NOTICE, "failed: %s: %s", fetch_status_name(status),
               error->message);
    if (err != NULL)
        *err = *error;
    return status;
}

int64_t fetch__job_left(const fetch__job *job) {
    return job->deadline - fetch__monotonic(&job->system);
}

static bool is_cancelled(const fetch__job *job) {
    return job->call.is_cancelled != NULL && job->call.is_cancelled(job->call.payload);
}

static fetch_status cancelled(fetch__job *job) {
    return fetch__restate(&job->error, FETCH_E_CANCELLED, "a callback asked to stop");
}

/* Sleeps for `duration`, which fits into the call's time. */
static fetch_status nap(fetch__job *job, int64_t duration) {
    int64_t end = fetch__monotonic(&job->system) + duration;
    for (int64_t left = duration; left > 0; left = end - fetch__monotonic(&job->system)) {
        if (is_cancelled(job))
            return cancelled(job);
        job->system.sleep(job->system.payload, left < SLICE ? left : SLICE);
    }
    return FETCH_OK;
}

/* ---- requests and answers ---- */

void fetch__outgoing_add(fetch__outgoing *out, const char *name, const char *value) {
    (void)fetch__buffer_append(&out->headers, name, strlen(name) + 1);
    (void)fetch__buffer_append(&out->headers, value, strlen(value) + 1);
}

void fetch__answer_clear(fetch__answer *answer) {
    fetch__buffer_clear(&answer->head);
    fetch__buffer_clear(&answer->body);
}

const char *fetch__answer_header(const fetch__answer *answer, const char *name) {
    if (answer->head.length == 0)
        return NULL;
    const char *p = answer->head.data, *end = p + answer->head.length;
    while (p < end) {
        const char *value = p + strlen(p) + 1;
        if (strcmp(p, name) == 0)
            return value;
        p = value + strlen(value) + 1;
    }
    return NULL;
}

/* ---- the sink ---- */

typedef struct receiver {
    fetch__job *job;
    const fetch__exchange *exchange;
    fetch__answer *answer;
    size_t max_body;
    bool is_decided; /* whether the body is streamed */
    bool is_streamed;
    fetch_status status; /* why it was stopped */
} receiver;

static bool on_status(void *payload, int status) {
    receiver *r = payload;
    r->answer->status = status;
    fetch__buffer_reset(&r->answer->head); /* of an interim answer */
    return true;
}

static bool stop(receiver *r, fetch_status status) {
    r->status = status;
    return false;
}

static bool on_header(void *payload, const char *name, size_t name_length, const char *value,
                      size_t value_length) {
    receiver *r = payload;
    fetch__buffer *head = &r->answer->head;
    if (memchr(name, '\0', name_length) != NULL || memchr(value, '\0', value_length) != NULL)
        return stop(r, FETCH_E_MALFORMED);
    if (head->length + name_length + value_length > HEAD_LIMIT)
        return stop(r, FETCH_E_TOO_LARGE);
    size_t start = head->length;
    (void)fetch__buffer_append(head, name, name_length);
    (void)fetch__buffer_append(head, "", 1);
    (void)fetch__buffer_append(head, value, value_length);
    (void)fetch__buffer_append(head, "", 1);
    if (head->failed)
        return stop(r, FETCH_E_MEMORY);
    for (size_t i = start; i < start + name_length; i++)
        head->data[i] = fetch__lower(head->data[i]);
    return true;
}

static bool on_data(void *payload, const void *data, size_t length) {
    receiver *r = payload;
    const fetch__exchange *exchange = r->exchange;
    if (!r->is_decided) {
        r->is_decided = true;
        r->is_streamed =
            exchange->is_streamed != NULL && exchange->is_streamed(exchange->payload, r->answer);
    }
    if (r->is_streamed)
        return exchange->write(exchange->payload, data, length) || stop(r, FETCH_E_CANCELLED);
    if (length > r->max_body - r->answer->body.length)
        return stop(r, FETCH_E_TOO_LARGE);
    return fetch__buffer_append(&r->answer->body, data, length) || stop(r, FETCH_E_MEMORY);
}

static bool on_progress(void *payload, uint64_t sent, uint64_t received, uint64_t total) {
    receiver *r = payload;
    const fetch_call *call = &r->job->call;
    if (is_cancelled(r->job))
        return stop(r, FETCH_E_CANCELLED);
    return call->progress == NULL || call->progress(call->payload, sent, received, total) ||
           stop(r, FETCH_E_CANCELLED);
}

/* ---- one attempt ---- */

#define MOST_HEADERS 64

/* False when there are too many. */
static bool list_headers(const fetch__buffer *headers, fetch_header list[MOST_HEADERS],
                         size_t *count) {
    size_t at = 0;
    for (*count = 0; at < headers->length && *count < MOST_HEADERS; (*count)++) {
        const char *name = headers->data + at;
        const char *value = name + strlen(name) + 1;
        list[*count] = (fetch_header){name, value};
        at += strlen(name) + strlen(value) + 2;
    }
    return at >= headers->length;
}

typedef struct attempt {
    fetch__outgoing out;
    fetch_fault fault;
    int64_t duration;
    bool fresh;
} attempt;

static void clear_attempt(attempt *a) {
    fetch__buffer_clear(&a->out.url);
    fetch__buffer_clear_secret(&a->out.headers);
}

static void describe_answer(fetch__job *job, const fetch__answer *answer) {
    fetch_error *err = &job->error;
    static const char *const ids[] = {"x-request-id", "x-amz-request-id", "x-transaction-id"};
    unsigned attempts = err->attempts;
    *err = (fetch_error){.http_status = answer->status, .attempts = attempts};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0] && err->request_id[0] == '\0'; i++) {
        const char *id = fetch__answer_header(answer, ids[i]);
        if (id != NULL)
            fetch__copy_plain(err->request_id, sizeof err->request_id, id, strlen(id));
    }
    size_t kept = answer->body.length < FETCH_BODY_KEPT ? answer->body.length : FETCH_BODY_KEPT - 1;
    err->body_length = answer->body.length;
    if (answer->status < 200 || answer->status > 299) {
        if (kept > 0)
            memcpy(err->body, answer->body.data, kept);
        err->body[kept] = '\0';
    }
}

static fetch_status send_once(fetch__job *job, const fetch__exchange *exchange, attempt *a,
                              fetch__answer *answer) {
    fetch_client *client = job->client;
    fetch_header headers[MOST_HEADERS];
    size_t count = 0;
    if (!list_headers(&a->out.headers, headers, &count))
        return fetch__fail_parameter(&job->error, "metadata", "more than %d headers", MOST_HEADERS);
    int64_t left = fetch__job_left(job);
    const fetch_request request = {
        .method = a->out.method,
        .url = a->out.url.data,
        .headers = headers,
        .header_count = count,
        .body = a->out.body,
        .body_length = a->out.body_length,
        .compressed = a->out.compressed,
        .direct = a->out.direct,
        .fresh = a->fresh,
        .timeout = a->out.limit > 0 && a->out.limit < left ? a->out.limit : left,
        .connect_limit = a->out.limit,
    };
    receiver r = {.job = job,
                  .exchange = exchange,
                  .answer = answer,
                  .max_body =
                      exchange->max_body > 0 ? exchange->max_body : client->options.max_body};
    const fetch_sink sink = {on_status, on_header, on_data, on_progress, &r};
    answer->status = 0;
    fetch__buffer_reset(&answer->head);
    fetch__buffer_reset(&answer->body);
    a->fault = (fetch_fault){FETCH_OK, false, false, ""};
    int64_t start = fetch__monotonic(&job->system);
    fetch_status status =
        client->transport.send(client->transport.payload, &request, &sink, &a->fault);
    a->duration = fetch__monotonic(&job->system) - start;
    return r.status != FETCH_OK ? r.status : status;
}

static void log_attempt(fetch__job *job, const fetch__exchange *exchange, const attempt *a,
                        const fetch__answer *answer, fetch_status status) {
    if (status == FETCH_OK)
        fetch__log(job->client, FETCH_LOG_DEBUG, "%s %s %.600s -> %d, %zu bytes, %lld ms",
                   exchange->rules->service, a->out.method, a->out.url.data, answer->status,
                   answer->body.length, (long long)a->duration);
    else
        fetch__log(job->client, FETCH_LOG_DEBUG, "%s %s %.600s -> %s, %lld ms: %s",
                   exchange->rules->service, a->out.method, a->out.url.data,
                   fetch_status_name(status), (long long)a->duration, a->fault.message);
}

/* ---- what to do after an attempt ---- */

/* Faults of the way there: all but those that another attempt cannot mend are tried again. */
static fetch__verdict judge_fault(fetch__job *job, fetch_status status, const fetch_fault *fault) {
    fetch_error *err = &job->error;
    switch (status) {
    case FETCH_E_CANCELLED:
        (void)cancelled(job);
        return fetch__failed(status);
    case FETCH_E_TOO_LARGE:
        (void)fetch__restate(err, status, "the answer is larger than its limit allows");
        return fetch__failed(status);
    case FETCH_E_MEMORY:
        (void)fetch__no_memory(err);
        return fetch__failed(status);
    case FETCH_E_ARGUMENT:
        return fetch__failed(status);
    case FETCH_E_TLS:
        (void)fetch__restate(err, status, "%s", fault->message);
        return fetch__failed(status);
    case FETCH_E_TIMEOUT:
        if (fetch__job_left(job) <= 0) {
            (void)fetch__restate(err, status, "the time for the whole call is over%s%s",
                                 fault->message[0] != '\0' ? ": " : "", fault->message);
            return fetch__failed(status);
        }
        status = FETCH_E_NETWORK;
        break;
    default:
        break;
    }
    (void)fetch__restate(err, status, "%s",
                         fault->message[0] != '\0' ? fault->message : fetch_status_text(status));
    return fetch__retry(status);
}

void fetch__quota_init(fetch__quota *quota) {
    quota->units = QUOTA_FULL;
}

static bool quota_take(fetch__quota *quota) {
    int units = quota->units;
    while (units >= QUOTA_RETRY)
        if (atomic_compare_exchange_weak(&quota->units, &units, units - QUOTA_RETRY))
            return true;
    return false;
}

/* A few units too many, when two threads earn at once, do no harm. */
static void quota_give(fetch__quota *quota, unsigned retries) {
    int earned = retries > 0 ? QUOTA_RETRY : QUOTA_EARNED;
    int room = QUOTA_FULL - quota->units;
    quota->units += room < earned ? room : earned;
}

/* How long to wait before the next attempt: what the service says, with a little jitter, or a
 * random part of a delay that doubles. */
static int64_t delay_of(const fetch__job *job, const fetch__rules *rules, fetch__verdict verdict,
                        unsigned retries) {
    uint32_t chance = fetch__random(&job->system);
    if (verdict.delay >= 0) {
        int64_t most = rules->throttle_most;
        int64_t delay = verdict.delay < most ? verdict.delay : most;
        return delay + chance % 1000;
    }
    int64_t base = verdict.is_throttled ? rules->throttle_base : rules->base_delay;
    int64_t most = verdict.is_throttled ? rules->throttle_most : rules->most_delay;
    int64_t delay = base << (retries < 16 ? retries : 16);
    delay = delay < most ? delay : most;
    int64_t random = (int64_t)((double)delay * chance / 4294967296.0);
    return verdict.is_throttled && random < base ? base : random;
}

static fetch_status no_time_to_wait(fetch__job *job, fetch_status status, int64_t wait) {
    fetch_error *err = &job->error;
    char before[256];
    fetch__copy_plain(before, sizeof before, err->message, strlen(err->message));
    err->retry_after = wait;
    return fetch__restate(err, status, "%s%swaiting %lld s more would exceed the call's time",
                          before, before[0] != '\0' ? "; " : "", (long long)(wait + 999) / 1000);
}

/* Waits for a place in the allowance. */
static fetch_status take_place(fetch__job *job, const fetch__rules *rules) {
    int64_t wait = 0;
    while (rules->limiter != NULL && !fetch__limiter_take(rules->limiter, &wait)) {
        wait += fetch__random(&job->system) % 250;
        if (wait > fetch__job_left(job))
            return no_time_to_wait(job, FETCH_E_RATE_LIMITED, wait);
        fetch__log(job->client, FETCH_LOG_NOTICE, "%s: waiting %lld ms for the rate limit",
                   rules->service, (long long)wait);
        fetch_status status = nap(job, wait);
        if (status != FETCH_OK)
            return status;
    }
    return FETCH_OK;
}

static fetch_status wait_for_retry(fetch__job *job, const fetch__rules *rules,
                                   fetch__verdict verdict, unsigned retries) {
    int64_t delay = delay_of(job, rules, verdict, retries);
    if (verdict.is_throttled && rules->limiter != NULL)
        fetch__limiter_block(rules->limiter, delay);
    if (delay >= fetch__job_left(job))
        return no_time_to_wait(job, verdict.status, delay);
    fetch__log(job->client, FETCH_LOG_NOTICE, "%s: attempt %u failed (%s), next in %lld ms",
               rules->service, job->error.attempts, fetch_status_name(verdict.status),
               (long long)delay);
    return nap(job, delay);
}

/* The state of an exchange between attempts. */
typedef struct course {
    unsigned max_attempts;
    unsigned counted; /* attempts that count */
    unsigned corrections;
    bool went_stale;
} course;

static fetch_status first_things(fetch__job *job, const fetch__exchange *exchange, attempt *a) {
    if (is_cancelled(job))
        return cancelled(job);
    fetch_status status = take_place(job, exchange->rules);
    if (status != FETCH_OK)
        return status;
    if (fetch__job_left(job) <= 0)
        return fetch__restate(&job->error, FETCH_E_TIMEOUT, "the time for the whole call is over");
    fetch__buffer_reset(&a->out.url);
    fetch__buffer_reset(&a->out.headers);
    status = exchange->prepare(exchange->payload, &a->out, &job->error);
    if (status == FETCH_OK && (a->out.url.failed || a->out.headers.failed))
        status = fetch__no_memory(&job->error);
    return status;
}

static fetch__verdict try_once(fetch__job *job, const fetch__exchange *exchange, attempt *a,
                               fetch__answer *answer) {
    job->error.attempts++;
    fetch_status status = send_once(job, exchange, a, answer);
    log_attempt(job, exchange, a, answer, status);
    if (answer->status != 0)
        fetch__client_note_date(job->client, fetch__answer_header(answer, "date"));
    if (status == FETCH_OK || answer->status != 0)
        describe_answer(job, answer);
    fetch__verdict verdict = status == FETCH_OK
                                 ? exchange->judge(exchange->payload, answer, &job->error)
                                 : judge_fault(job, status, &a->fault);
    bool was_carried_out = status == FETCH_OK ? answer->status >= 500 : !a->fault.unsent;
    answer->in_doubt |= verdict.next == FETCH__RETRY && was_carried_out;
    return verdict;
}

/* Whether there is another attempt; with the wait before it. */
static fetch_status go_on(fetch__job *job, const fetch__rules *rules, fetch__verdict verdict,
                          attempt *a, course *c) {
    if (verdict.next == FETCH__CORRECTED)
        return ++c->corrections <= CORRECTIONS ? FETCH_OK : verdict.status;
    a->fresh = verdict.status == FETCH_E_NETWORK;
    if (a->fault.stale && !c->went_stale) {
        c->went_stale = true;
        return FETCH_OK;
    }
    if (++c->counted >= c->max_attempts)
        return verdict.status;
    if (!quota_take(rules->quota)) {
        fetch__log(job->client, FETCH_LOG_WARNING, "%s: too many retries, giving up early",
                   rules->service);
        return verdict.status;
    }
    return wait_for_retry(job, rules, verdict, c->counted - 1);
}

fetch_status fetch__run(fetch__job *job, const fetch__exchange *exchange, fetch__answer *answer) {
    const fetch__rules *rules = exchange->rules;
    unsigned max_attempts = job->client->options.max_attempts;
    course c = {.max_attempts = max_attempts > 0 ? max_attempts : rules->max_attempts};
    attempt a = {.fresh = false};
    *answer = (fetch__answer){0};
    job->error = (fetch_error){.status = FETCH_OK};
    fetch_status status = FETCH_OK;
    for (bool more = true; more;) {
        status = first_things(job, exchange, &a);
        if (status != FETCH_OK)
            break;
        fetch__verdict verdict = try_once(job, exchange, &a, answer);
        status = verdict.status;
        more = verdict.next == FETCH__RETRY || verdict.next == FETCH__CORRECTED;
        if (more) {
            status = go_on(job, rules, verdict, &a, &c);
            more = status == FETCH_OK;
        } else if (verdict.next == FETCH__DONE) {
            status = FETCH_OK;
            quota_give(rules->quota, c.counted);
        }
    }
    clear_attempt(&a);
    return status;
}

fetch_status fetch__unexpected(fetch_status status, const char *service, fetch_error *err) {
    return fetch__restate(err, status, "%s answers HTTP %d with a body that is not its own",
                          service, err->http_status);
}
