/* curl.c - the transport on libcurl: a multi handle and an easy handle for each exchange that runs
 * at the same time, kept with their connections for the next one. */
#include "client.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

#define POLL 100 /* longest wait before progress is told again */

typedef struct slot {
    CURLM *multi;
    CURL *easy;
    struct slot *next;
} slot;

struct fetch__curl {
    const fetch_client_options *options;
    const fetch_system *system;
    char *ca_file; /* the options' or the environment's */
    pthread_mutex_t mutex;
    slot *idle;
};

fetch_status fetch__curl_create(const fetch_client *client, fetch_error *err, fetch__curl **out) {
    /* Thread-safe in all libcurls that this file compiles with. */
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return fetch__fail(err, FETCH_E_NETWORK, "libcurl cannot be set up");
    fetch__curl *curl = calloc(1, sizeof *curl);
    if (curl == NULL)
        return fetch__no_memory(err);
    curl->options = &client->options;
    curl->system = &client->system;
    const char *ca_file = client->options.ca_file;
    if (ca_file == NULL)
        ca_file = fetch__environment(curl->system, "AWS_CA_BUNDLE");
    if (ca_file == NULL)
        ca_file = fetch__environment(curl->system, "CURL_CA_BUNDLE");
    curl->ca_file = fetch__duplicate(ca_file);
    if (ca_file != NULL && curl->ca_file == NULL) {
        free(curl);
        return fetch__no_memory(err);
    }
    (void)pthread_mutex_init(&curl->mutex, NULL);
    *out = curl;
    return FETCH_OK;
}

static void free_slot(slot *s) {
    if (s->easy != NULL)
        curl_easy_cleanup(s->easy);
    if (s->multi != NULL)
        (void)curl_multi_cleanup(s->multi);
    free(s);
}

void fetch__curl_free(fetch__curl *curl) {
    if (curl == NULL)
        return;
    while (curl->idle != NULL) {
        slot *next = curl->idle->next;
        free_slot(curl->idle);
        curl->idle = next;
    }
    (void)pthread_mutex_destroy(&curl->mutex);
    free(curl->ca_file);
    free(curl);
}

static slot *take_slot(fetch__curl *curl) {
    (void)pthread_mutex_lock(&curl->mutex);
    slot *s = curl->idle;
    if (s != NULL)
        curl->idle = s->next;
    (void)pthread_mutex_unlock(&curl->mutex);
    if (s != NULL)
        return s;
    s = calloc(1, sizeof *s);
    if (s == NULL)
        return NULL;
    s->multi = curl_multi_init();
    s->easy = curl_easy_init();
    if (s->multi != NULL && s->easy != NULL)
        return s;
    free_slot(s);
    return NULL;
}

static void put_slot(fetch__curl *curl, slot *s) {
    curl_easy_reset(s->easy);
    (void)pthread_mutex_lock(&curl->mutex);
    s->next = curl->idle;
    curl->idle = s;
    (void)pthread_mutex_unlock(&curl->mutex);
}

/* ---- one exchange ---- */

typedef struct exchange {
    fetch__curl *curl;
    CURL *easy;
    const fetch_request *request;
    const fetch_sink *sink;
    unsigned starts; /* how often the request was begun */
    bool answered;   /* the status line has come */
    bool stopped;    /* the sink has had enough */
    size_t sent;     /* of the body */
    uint64_t head;   /* bytes of headers */
    uint64_t received;
} exchange;

static size_t on_body(char *data, size_t size, size_t count, void *payload) {
    exchange *x = payload;
    size_t length = size * count;
    x->received += length;
    x->stopped |= !x->sink->data(x->sink->payload, data, length);
    return x->stopped ? (length == 0 ? 1 : 0) : length;
}

/* "HTTP/1.1 200 OK" */
static bool take_status_line(exchange *x, const char *line, size_t length) {
    char text[32];
    uint64_t status = 0;
    (void)fetch__copy(text, sizeof text, line, length < sizeof text ? length : sizeof text - 1);
    const char *number = text + strcspn(text, " ");
    number += *number == ' ';
    if (!fetch__take_number(&number, 3, &status))
        return true;
    x->answered = true;
    return x->sink->status(x->sink->payload, (int)status);
}

static bool take_header(exchange *x, const char *line, size_t length) {
    while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == '\n' ||
                          line[length - 1] == ' ' || line[length - 1] == '\t'))
        length--;
    const char *colon = memchr(line, ':', length);
    if (colon == NULL || colon == line)
        return true;
    const char *value = colon + 1, *end = line + length;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    return x->sink->header(x->sink->payload, line, (size_t)(colon - line), value,
                           (size_t)(end - value));
}

static size_t on_head(char *line, size_t size, size_t count, void *payload) {
    exchange *x = payload;
    size_t length = size * count;
    x->head += length;
    bool is_status = length > 5 && memcmp(line, "HTTP/", 5) == 0;
    x->stopped |= !(is_status ? take_status_line(x, line, length) : take_header(x, line, length));
    return x->stopped ? 0 : length;
}

static size_t give_body(char *buffer, size_t size, size_t count, void *payload) {
    exchange *x = payload;
    size_t left = x->request->body_length - x->sent, room = size * count;
    size_t length = left < room ? left : room;
    if (length > 0)
        memcpy(buffer, (const char *)x->request->body + x->sent, length);
    x->sent += length;
    return length;
}

/* When a kept connection dies before its answer, libcurl sends the request once more and says
 * nothing. A write may have been carried out then: it ends here, and the caller learns of the
 * doubt. */
static int before_request(void *payload, char *to, char *from, int to_port, int from_port) {
    exchange *x = payload;
    (void)to;
    (void)from;
    (void)to_port;
    (void)from_port;
    bool reads = strcmp(x->request->method, "GET") == 0 || strcmp(x->request->method, "HEAD") == 0;
    return ++x->starts > 1 && !reads ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static int rewind_body(void *payload, curl_off_t offset, int origin) {
    exchange *x = payload;
    if (origin != SEEK_SET || offset < 0 || (size_t)offset > x->request->body_length)
        return CURL_SEEKFUNC_CANTSEEK;
    x->sent = (size_t)offset;
    return CURL_SEEKFUNC_OK;
}

/* curl_easy_setopt without its type checks' noise; the options below exist and memory is all that
 * can be short. */
#define SET(option, value) (good = curl_easy_setopt(easy, (option), (value)) == CURLE_OK && good)

static bool set_body(exchange *x) {
    CURL *easy = x->easy;
    const fetch_request *request = x->request;
    bool good = true;
    if (strcmp(request->method, "HEAD") == 0)
        return SET(CURLOPT_NOBODY, 1L);
    if (strcmp(request->method, "PUT") == 0 || strcmp(request->method, "POST") == 0) {
        SET(CURLOPT_UPLOAD, 1L);
        SET(CURLOPT_READFUNCTION, give_body);
        SET(CURLOPT_READDATA, x);
        SET(CURLOPT_SEEKFUNCTION, rewind_body);
        SET(CURLOPT_SEEKDATA, x);
        SET(CURLOPT_INFILESIZE_LARGE, (curl_off_t)request->body_length);
    }
    SET(CURLOPT_CUSTOMREQUEST, request->method);
    return good;
}

static bool set_trust(exchange *x) {
    CURL *easy = x->easy;
    const fetch_client_options *options = x->curl->options;
    bool good = true;
    SET(CURLOPT_SSLVERSION,
        options->tls13 ? (long)CURL_SSLVERSION_TLSv1_3 : (long)CURL_SSLVERSION_TLSv1_2);
    if (options->ca_data != NULL) {
        void *data = NULL;
        memcpy(&data, &options->ca_data, sizeof data);
        struct curl_blob blob = {data, options->ca_length, CURL_BLOB_NOCOPY};
        SET(CURLOPT_CAINFO_BLOB, &blob);
    } else if (x->curl->ca_file != NULL) {
        SET(CURLOPT_CAINFO, x->curl->ca_file);
    }
    if (options->ca_path != NULL)
        SET(CURLOPT_CAPATH, options->ca_path);
    if (options->proxy_ca_file != NULL)
        SET(CURLOPT_PROXY_CAINFO, options->proxy_ca_file);
    return good;
}

static bool set_way(exchange *x) {
    CURL *easy = x->easy;
    const fetch_client_options *options = x->curl->options;
    int64_t connect =
        x->request->connect_limit > 0 ? x->request->connect_limit : options->connect_timeout;
    bool good = true;
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L); /* a redirect would carry our headers with it */
    SET(CURLOPT_PATH_AS_IS, 1L);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)connect);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_FRESH_CONNECT, x->request->fresh ? 1L : 0L);
    if (x->request->direct)
        SET(CURLOPT_PROXY, "");
    else if (options->proxy != NULL)
        SET(CURLOPT_PROXY, options->proxy);
    if (options->no_proxy != NULL)
        SET(CURLOPT_NOPROXY, options->no_proxy);
    if (x->request->compressed)
        SET(CURLOPT_ACCEPT_ENCODING, "");
    return good && set_trust(x);
}

static bool set_up(exchange *x, struct curl_slist *headers, char *reason) {
    CURL *easy = x->easy;
    bool good = true;
    SET(CURLOPT_URL, x->request->url);
    SET(CURLOPT_HTTPHEADER, headers);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, x);
    SET(CURLOPT_HEADERFUNCTION, on_head);
    SET(CURLOPT_HEADERDATA, x);
    SET(CURLOPT_PREREQFUNCTION, before_request);
    SET(CURLOPT_PREREQDATA, x);
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    SET(CURLOPT_ERRORBUFFER, reason);
    return good && set_way(x) && set_body(x);
}

/* The request's headers, and those of libcurl's own that nobody asked for taken out. */
static bool make_headers(const fetch_request *request, struct curl_slist **out) {
    static const char *const unwanted[] = {"Expect:", "Accept:", "Content-Type:"};
    struct curl_slist *list = NULL, *longer = NULL;
    fetch__buffer line = {0};
    bool good = true;
    for (size_t i = 0; i < sizeof unwanted / sizeof unwanted[0] && good; i++) {
        longer = curl_slist_append(list, unwanted[i]);
        good = longer != NULL;
        list = good ? longer : list;
    }
    for (size_t i = 0; i < request->header_count && good; i++) {
        const fetch_header *header = &request->headers[i];
        fetch__buffer_reset(&line);
        (void)fetch__buffer_add(&line, header->name);
        /* "Name;" is how libcurl is told of an empty value. */
        (void)fetch__buffer_add(&line, header->value[0] == '\0' ? ";" : ": ");
        (void)fetch__buffer_add(&line, header->value);
        longer = line.failed ? NULL : curl_slist_append(list, line.data);
        good = longer != NULL;
        list = good ? longer : list;
    }
    fetch__buffer_clear_secret(&line);
    if (!good) {
        curl_slist_free_all(list);
        return false;
    }
    *out = list;
    return true;
}

static fetch_status fault_of(fetch_fault *fault, fetch_status status, const char *what,
                             const char *reason) {
    fault->status = status;
    snprintf(fault->message, sizeof fault->message, "%s%s%.200s", what,
             what[0] != '\0' && reason[0] != '\0' ? ": " : "", reason);
    return status;
}

/* The same, for those that say whether to go on. */
static bool give_up(fetch_fault *fault, fetch_status status, const char *why) {
    (void)fault_of(fault, status, "", why);
    return false;
}

/* What libcurl's verdict means. */
static fetch_status conclude(exchange *x, CURLcode code, const char *reason, fetch_fault *fault) {
    long connects = 1;
    if (reason[0] == '\0')
        reason = curl_easy_strerror(code);
    if (code == CURLE_OK)
        return x->answered ? FETCH_OK
                           : fault_of(fault, FETCH_E_NETWORK, "", "the server answered nothing");
    if (x->stopped)
        return fault_of(fault, FETCH_E_CANCELLED, "", "stopped");
    (void)curl_easy_getinfo(x->easy, CURLINFO_NUM_CONNECTS, &connects);
    fault->stale = !x->answered && x->starts > 0 && (connects == 0 || x->starts > 1);
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return fault_of(fault, FETCH_E_NETWORK, "", "a kept connection broke before the answer");
    switch (code) {
    case CURLE_OUT_OF_MEMORY:
        return fault_of(fault, FETCH_E_MEMORY, "", reason);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return fault_of(fault, FETCH_E_TLS, "", reason);
    case CURLE_BAD_CONTENT_ENCODING:
        return fault_of(fault, FETCH_E_MALFORMED, "", reason);
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_SSL_CONNECT_ERROR:
        fault->unsent = x->starts == 0;
        return fault_of(fault, FETCH_E_NETWORK, "", reason);
    default:
        return fault_of(fault, FETCH_E_NETWORK, "", reason);
    }
}

typedef struct watch {
    int64_t start;
    int64_t moved; /* when bytes last came or went */
    uint64_t bytes;
} watch;

/* Whether the exchange may go on: not over its time, not stalled, not stopped. */
static bool may_go_on(exchange *x, watch *w, fetch_fault *fault) {
    int64_t now = fetch__monotonic(x->curl->system);
    curl_off_t total = 0;
    (void)curl_easy_getinfo(x->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &total);
    uint64_t bytes = x->head + x->received + x->sent;
    if (bytes != w->bytes) {
        w->bytes = bytes;
        w->moved = now;
    }
    if (x->request->timeout > 0 && now - w->start >= x->request->timeout)
        return give_up(fault, FETCH_E_TIMEOUT, "no whole answer in time");
    if (now - w->moved >= x->curl->options->stall_timeout)
        return give_up(fault, FETCH_E_NETWORK, "the exchange stalled");
    if (x->sink->progress(x->sink->payload, x->sent, x->received, total > 0 ? (uint64_t)total : 0))
        return true;
    return give_up(fault, FETCH_E_CANCELLED, "stopped");
}

/* Drives the transfer; false when it was given up, with the fault filled. */
static bool drive(exchange *x, CURLM *multi, fetch_fault *fault, CURLcode *code) {
    int64_t start = fetch__monotonic(x->curl->system);
    watch w = {start, start, 0};
    for (int running = 1; running > 0;) {
        if (curl_multi_perform(multi, &running) != CURLM_OK)
            return give_up(fault, FETCH_E_MEMORY, "libcurl's event loop failed");
        if (running > 0) {
            if (!may_go_on(x, &w, fault))
                return false;
            int64_t left = x->request->timeout > 0
                               ? x->request->timeout - (fetch__monotonic(x->curl->system) - w.start)
                               : POLL;
            int nap = left < 1 ? 1 : left < POLL ? (int)left : POLL;
            (void)curl_multi_poll(multi, NULL, 0, nap, NULL);
        }
    }
    int queued = 0;
    const CURLMsg *message = curl_multi_info_read(multi, &queued);
    *code = message == NULL ? CURLE_RECV_ERROR : message->data.result;
    return true;
}

static fetch_status transfer(exchange *x, slot *s, struct curl_slist *headers, fetch_fault *fault) {
    char reason[CURL_ERROR_SIZE] = "";
    CURLcode code = CURLE_OK;
    if (!set_up(x, headers, reason) || curl_multi_add_handle(s->multi, s->easy) != CURLM_OK)
        return fault_of(fault, FETCH_E_MEMORY, "libcurl", reason);
    fetch_status status =
        drive(x, s->multi, fault, &code) ? conclude(x, code, reason, fault) : fault->status;
    (void)curl_multi_remove_handle(s->multi, s->easy);
    return status;
}

fetch_status fetch__curl_send(void *payload, const fetch_request *request, const fetch_sink *sink,
                              fetch_fault *fault) {
    fetch__curl *curl = payload;
    struct curl_slist *headers = NULL;
    slot *s = take_slot(curl);
    if (s == NULL)
        return fault_of(fault, FETCH_E_MEMORY, "", "out of memory");
    exchange x = {.curl = curl, .easy = s->easy, .request = request, .sink = sink};
    fetch_status status = FETCH_E_MEMORY;
    if (make_headers(request, &headers))
        status = transfer(&x, s, headers, fault);
    put_slot(curl, s);
    curl_slist_free_all(headers);
    return status;
}
