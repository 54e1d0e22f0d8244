/* s3_list.c - lists of objects, page by page. */
#include "s3.h"
#include "xml.h"

#include <marketkit/market.h>
#include <stdio.h>
#include <stdlib.h>

/* A page while it is read: texts lie in one buffer and are told apart by their offsets. */
typedef struct listed {
    size_t key, etag; /* offsets */
    uint64_t size;
    int64_t modified;
} listed;

typedef struct page {
    fetch__buffer text;
    fetch__buffer entries;  /* of listed */
    fetch__buffer prefixes; /* of size_t */
    listed current;
    bool is_encoded;
    bool is_truncated;
    bool is_bad;
    char token[2048];
} page;

static size_t keep(page *p, const char *text) {
    size_t offset = p->text.length;
    (void)fetch__buffer_append(&p->text, text, strlen(text) + 1);
    return offset;
}

static void take_content(page *p, const char *name, const char *text) {
    market_time time;
    int64_t number = 0;
    if (strcmp(name, "/Key") == 0) {
        p->current.key = keep(p, text);
    } else if (strcmp(name, "/ETag") == 0) {
        p->current.etag = keep(p, text);
    } else if (strcmp(name, "/Size") == 0) {
        p->is_bad |= !fetch__parse_integer(text, &number);
        p->current.size = (uint64_t)number;
    } else if (strcmp(name, "/LastModified") == 0) {
        if (market_time_parse(text, strlen(text), NULL, NULL, &time) == MARKET_OK)
            p->current.modified = time.time;
    } else if (name[0] == '\0') {
        p->is_bad |= p->current.key == 0;
        (void)fetch__buffer_append(&p->entries, &p->current, sizeof p->current);
    }
}

static bool on_element(void *payload, const char *path, const char *text) {
    static const char root[] = "ListBucketResult/";
    page *p = payload;
    if (strncmp(path, root, sizeof root - 1) != 0) {
        p->is_bad |= strcmp(path, "ListBucketResult") != 0;
        return true;
    }
    const char *name = path + sizeof root - 1;
    if (text == NULL) {
        if (strcmp(name, "Contents") == 0)
            p->current = (listed){0, 0, 0, 0};
    } else if (strncmp(name, "Contents", 8) == 0) {
        take_content(p, name + 8, text);
    } else if (strcmp(name, "CommonPrefixes/Prefix") == 0) {
        size_t offset = keep(p, text);
        (void)fetch__buffer_append(&p->prefixes, &offset, sizeof offset);
    } else if (strcmp(name, "EncodingType") == 0) {
        p->is_encoded = strcmp(text, "url") == 0;
    } else if (strcmp(name, "IsTruncated") == 0) {
        p->is_truncated = strcmp(text, "true") == 0;
    } else if (strcmp(name, "NextContinuationToken") == 0) {
        p->is_bad |= !fetch__copy(p->token, sizeof p->token, text, strlen(text));
    }
    return !p->text.failed && !p->entries.failed && !p->prefixes.failed;
}

/* In place; false for a bad escape. '+' is a space: a real one comes as %2B. */
static bool decode(char *text) {
    char *out = text;
    for (const char *in = text; *in != '\0'; in++) {
        if (*in == '%') {
            int high = fetch__hex_value(in[1]), low = high < 0 ? -1 : fetch__hex_value(in[2]);
            if (low < 0 || high * 16 + low == 0)
                return false;
            *out++ = (char)(high * 16 + low);
            in += 2;
        } else {
            *out++ = *in == '+' ? ' ' : *in;
        }
    }
    *out = '\0';
    return true;
}

/* ---- pages ---- */

typedef struct listing {
    fetch_s3 *s3;
    fetch__job *job;
    const fetch_s3_list_options *options;
    page page;
    char token[2048]; /* that this page was asked with */
} listing;

static void clear_page(page *p) {
    fetch__buffer_clear(&p->text);
    fetch__buffer_clear(&p->entries);
    fetch__buffer_clear(&p->prefixes);
    *p = (page){.is_bad = false};
}

static fetch__verdict accept(fetch__s3_request *request, fetch__answer *answer, fetch_error *err) {
    listing *l = request->payload;
    clear_page(&l->page);
    (void)keep(&l->page, ""); /* offset 0 is the empty text */
    fetch_status status =
        fetch__xml_parse(answer->body.data, answer->body.length, on_element, &l->page);
    page *p = &l->page;
    if (status == FETCH_E_MEMORY) {
        (void)fetch__no_memory(err);
        return fetch__failed(status);
    }
    bool endless = p->is_truncated && (p->token[0] == '\0' || strcmp(p->token, l->token) == 0);
    if (status == FETCH_OK && !p->is_bad && !endless)
        return fetch__done();
    (void)fetch__restate(err, FETCH_E_MALFORMED, "the list is not understood");
    return fetch__retry(FETCH_E_MALFORMED);
}

static fetch_status load(listing *l) {
    const fetch_s3_list_options *options = l->options;
    fetch__s3_request request;
    fetch__answer answer = {0};
    char page_size[16];
    (void)snprintf(page_size, sizeof page_size, "%u",
                   options->page_size > 0 ? options->page_size : 1000);
    fetch__s3_request_init(&request, l->s3, l->job, "GET", NULL);
    fetch__query_add(&request.query, "list-type", "2");
    fetch__query_add(&request.query, "encoding-type", "url");
    fetch__query_add(&request.query, "max-keys", page_size);
    fetch__query_add(&request.query, "prefix", options->prefix);
    fetch__query_add(&request.query, "delimiter", options->delimiter);
    fetch__query_add(&request.query, "start-after", options->start_after);
    fetch__query_add(&request.query, "continuation-token", l->token[0] != '\0' ? l->token : NULL);
    request.accept = accept;
    request.payload = l;
    fetch_status status = fetch__s3_run(&request, &answer);
    fetch__answer_clear(&answer);
    return status;
}

/* Offsets to pointers, escapes to bytes. */
static fetch_status resolve(listing *l, fetch_s3_entry **entries, const char ***prefixes,
                            fetch_s3_page *out) {
    page *p = &l->page;
    size_t count = p->entries.length / sizeof(listed);
    size_t prefix_count = p->prefixes.length / sizeof(size_t);
    *entries = calloc(count + 1, sizeof **entries);
    *prefixes = calloc(prefix_count + 1, sizeof **prefixes);
    if (*entries == NULL || *prefixes == NULL)
        return fetch__no_memory(&l->job->error);
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        listed one;
        memcpy(&one, p->entries.data + i * sizeof one, sizeof one);
        char *key = p->text.data + one.key;
        good = good && (!p->is_encoded || decode(key));
        (*entries)[i] = (fetch_s3_entry){key, one.size, one.modified, p->text.data + one.etag};
    }
    for (size_t i = 0; i < prefix_count; i++) {
        size_t offset = 0;
        memcpy(&offset, p->prefixes.data + i * sizeof offset, sizeof offset);
        char *prefix = p->text.data + offset;
        good = good && (!p->is_encoded || decode(prefix));
        (*prefixes)[i] = prefix;
    }
    if (!good)
        return fetch__fail(&l->job->error, FETCH_E_MALFORMED, "a key of the list is badly encoded");
    *out = (fetch_s3_page){count, *entries, prefix_count, *prefixes, !p->is_truncated};
    return FETCH_OK;
}

static fetch_status give(listing *l, fetch_s3_page_fn *call, void *payload) {
    fetch_s3_entry *entries = NULL;
    const char **prefixes = NULL;
    fetch_s3_page out;
    fetch_status status = resolve(l, &entries, &prefixes, &out);
    if (status == FETCH_OK && !call(payload, &out))
        status = fetch__fail(&l->job->error, FETCH_E_CANCELLED, "a callback asked to stop");
    free(entries);
    free(prefixes);
    return status;
}

fetch_status fetch_s3_list(fetch_s3 *s3, const fetch_s3_list_options *options,
                           const fetch_call *call, fetch_s3_page_fn *page_fn, void *payload,
                           fetch_error *err) {
    const fetch_s3_list_options defaults = FETCH_S3_LIST_OPTIONS_INIT;
    options = options == NULL ? &defaults : options;
    if (s3 == NULL || page_fn == NULL)
        return fetch__fail_parameter(err, "page", "an S3 object and a function are needed");
    if (options->page_size > 1000)
        return fetch__fail_parameter(err, "page_size", "page_size: at most 1000");
    fetch__job job;
    fetch__job_begin(&job, s3->client, call);
    listing l = {.s3 = s3, .job = &job, .options = options};
    fetch_status status = FETCH_OK;
    bool more = true;
    for (unsigned pages = 0; status == FETCH_OK && more; pages++) {
        if (options->max_pages > 0 && pages == options->max_pages)
            break;
        status = load(&l);
        if (status == FETCH_OK)
            status = give(&l, page_fn, payload);
        more = l.page.is_truncated;
        memcpy(l.token, l.page.token, sizeof l.token);
    }
    clear_page(&l.page);
    return fetch__job_end(&job, status, err);
}
