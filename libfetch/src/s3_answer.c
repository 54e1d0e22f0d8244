/* s3_answer.c - what S3's answers mean: errors, corrections of region and clock, object headers. */
#include "s3.h"
#include "xml.h"

#include <stdio.h>

/* ---- error documents ---- */

typedef struct document {
    char code[64];
    char message[256];
    char region[FETCH__REGION_SIZE];
    char request_id[128];
} document;

static bool on_element(void *payload, const char *path, const char *text) {
    document *d = payload;
    if (text == NULL)
        return true;
    if (strcmp(path, "Error/Code") == 0)
        fetch__copy_plain(d->code, sizeof d->code, text, strlen(text));
    else if (strcmp(path, "Error/Message") == 0)
        fetch__copy_plain(d->message, sizeof d->message, text, strlen(text));
    else if (strcmp(path, "Error/Region") == 0)
        fetch__copy_plain(d->region, sizeof d->region, text, strlen(text));
    else if (strcmp(path, "Error/RequestId") == 0)
        fetch__copy_plain(d->request_id, sizeof d->request_id, text, strlen(text));
    return true;
}

static void read_document(const fetch__answer *answer, document *out) {
    *out = (document){"", "", "", ""};
    document d = *out;
    if (fetch__xml_parse(answer->body.data, answer->body.length, on_element, &d) == FETCH_OK)
        *out = d;
    const char *region = fetch__answer_header(answer, "x-amz-bucket-region");
    if (region != NULL)
        fetch__copy_plain(out->region, sizeof out->region, region, strlen(region));
}

static bool is_one_of(const char *code, const char *const *codes) {
    for (; *codes != NULL; codes++)
        if (strcmp(code, *codes) == 0)
            return true;
    return false;
}

static bool is_throttle(const char *code) {
    static const char *const codes[] = {"SlowDown",
                                        "Throttling",
                                        "ThrottlingException",
                                        "ThrottledException",
                                        "RequestThrottled",
                                        "RequestThrottledException",
                                        "TooManyRequestsException",
                                        "ProvisionedThroughputExceededException",
                                        "TransactionInProgressException",
                                        "RequestLimitExceeded",
                                        "BandwidthLimitExceeded",
                                        "LimitExceededException",
                                        "EC2ThrottledException",
                                        NULL};
    return is_one_of(code, codes);
}

static bool is_transient(const char *code) {
    static const char *const codes[] = {"RequestTimeout",
                                        "RequestTimeoutException",
                                        "PriorRequestNotComplete",
                                        "InternalError",
                                        "BadDigest",
                                        "XAmzContentSHA256Mismatch",
                                        NULL};
    return is_one_of(code, codes);
}

/* ---- corrections ---- */

/* The bucket is elsewhere: sign for its region from now on. */
static bool correct_region(fetch__s3_request *request, const document *d) {
    bool is_new = d->region[0] != '\0' && strcmp(d->region, request->region) != 0;
    for (const char *c = d->region; *c != '\0'; c++)
        is_new = is_new && ((*c >= 'a' && *c <= 'z') || fetch__is_digit(*c) || *c == '-');
    if (!is_new)
        return false;
    fetch__log(request->s3->client, FETCH_LOG_NOTICE, "s3: the bucket is in %s, not in %s",
               d->region, request->region);
    fetch__s3_set_region(request->s3, d->region);
    return true;
}

/* The answer's Date has corrected our idea of the time: whether that changes the signature. */
static bool correct_clock(const fetch__s3_request *request) {
    int64_t change = fetch__server_now(request->s3->client) - request->signed_at;
    return change > 4 * FETCH__MINUTE || change < -4 * FETCH__MINUTE;
}

static bool correct_keys(fetch__s3_request *request, const char *code) {
    static const char *const codes[] = {"ExpiredToken", "TokenRefreshRequired", "InvalidToken",
                                        NULL};
    if (request->renewed_keys || !is_one_of(code, codes))
        return false;
    request->renewed_keys = true;
    return fetch__credentials_expire(request->s3->credentials, request->access_key);
}

static fetch__verdict corrected(fetch_status status) {
    return (fetch__verdict){FETCH__CORRECTED, status, false, -1};
}

/* ---- the verdict ---- */

/* x-amz-retry-after is in milliseconds, Retry-After in seconds. */
static int64_t told_delay(const fetch__answer *answer) {
    const char *milliseconds = fetch__answer_header(answer, "x-amz-retry-after");
    const char *seconds = fetch__answer_header(answer, "retry-after");
    int64_t value = 0;
    if (milliseconds != NULL && fetch__parse_integer(milliseconds, &value))
        return value;
    if (seconds != NULL && fetch__parse_integer(seconds, &value) && value < 1000000)
        return value * 1000;
    return -1;
}

static fetch_status status_of(int http, const char *code) {
    static const char *const wrong_keys[] = {
        "InvalidAccessKeyId",   "SignatureDoesNotMatch", "ExpiredToken",   "InvalidToken",
        "TokenRefreshRequired", "RequestTimeTooSkewed",  "RequestExpired", NULL};
    if (is_one_of(code, wrong_keys))
        return FETCH_E_AUTH;
    if (strcmp(code, "BadDigest") == 0 || strcmp(code, "XAmzContentSHA256Mismatch") == 0)
        return FETCH_E_INTEGRITY;
    switch (http) {
    case 304:
        return FETCH_E_NOT_MODIFIED;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return FETCH_E_REDIRECT;
    case 401:
        return FETCH_E_AUTH;
    case 403:
        return FETCH_E_FORBIDDEN;
    case 404:
        return FETCH_E_NOT_FOUND;
    case 409:
        return FETCH_E_CONFLICT;
    case 412:
        return FETCH_E_PRECONDITION;
    case 429:
        return FETCH_E_RATE_LIMITED;
    default:
        return http >= 500 ? FETCH_E_SERVER : FETCH_E_REQUEST;
    }
}

static void describe(fetch_status status, const document *d, fetch_error *err) {
    memcpy(err->code, d->code, sizeof err->code);
    if (d->request_id[0] != '\0')
        memcpy(err->request_id, d->request_id, sizeof err->request_id);
    if (d->code[0] == '\0' && err->body_length > 0)
        (void)fetch__unexpected(status, "S3", err);
    else
        (void)fetch__restate(err, status, "S3 answers HTTP %d%s%s%s%s", err->http_status,
                             d->code[0] != '\0' ? ", " : "", d->code,
                             d->message[0] != '\0' ? ": " : "", d->message);
}

fetch__verdict fetch__s3_judge(fetch__s3_request *request, fetch__answer *answer,
                               fetch_error *err) {
    document d;
    read_document(answer, &d);
    fetch_status status = status_of(answer->status, d.code);
    describe(status, &d, err);
    bool elsewhere = status == FETCH_E_REDIRECT || answer->status == 400;
    if (elsewhere && correct_region(request, &d))
        return corrected(status);
    bool refused = answer->status == 403 || answer->status == 400;
    if (refused && (correct_clock(request) || correct_keys(request, d.code)))
        return corrected(status);
    fetch__verdict again = {FETCH__RETRY, status, false, told_delay(answer)};
    if (is_throttle(d.code) || answer->status == 429 || answer->status == 503) {
        again.is_throttled = true;
        return again;
    }
    bool server = answer->status == 500 || answer->status == 502 || answer->status == 504 ||
                  answer->status == 509;
    bool conflict = answer->status == 409 && request->retries_conflict;
    return server || conflict || is_transient(d.code) ? again : fetch__failed(status);
}

/* ---- objects ---- */

void fetch__s3_take_object(const fetch__answer *answer, fetch_s3_object *out) {
    fetch_s3_object object = {0};
    const char *etag = fetch__answer_header(answer, "etag");
    const char *type = fetch__answer_header(answer, "content-type");
    const char *length = fetch__answer_header(answer, "content-length");
    const char *modified = fetch__answer_header(answer, "last-modified");
    int64_t number = 0;
    if (etag != NULL)
        fetch__copy_plain(object.etag, sizeof object.etag, etag, strlen(etag));
    if (type != NULL)
        fetch__copy_plain(object.content_type, sizeof object.content_type, type, strlen(type));
    if (length != NULL && fetch__parse_integer(length, &number))
        object.size = object.length = (uint64_t)number;
    if (modified != NULL)
        (void)fetch__http_date(modified, &object.modified);
    *out = object;
}
