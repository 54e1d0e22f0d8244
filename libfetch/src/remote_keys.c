/* remote_keys.c - keys from the endpoints of containers and instances. */
#include "credentials.h"
#include "json.h"

#include <stdio.h>

#define CONTAINER_LIMIT (2 * FETCH__SECOND)
#define INSTANCE_LIMIT  (1 * FETCH__SECOND)
#define BODY_LIMIT      ((size_t)64 << 10)
#define TOKEN_LIMIT     4096

/* One question to an endpoint: never through a proxy, in little time. */
typedef struct question {
    const char *method;
    const char *url;
    fetch_header header; /* name NULL: none */
    int64_t limit;
} question;

static fetch_status prepare(void *payload, fetch__outgoing *out, fetch_error *err) {
    const question *q = payload;
    (void)err;
    out->method = q->method;
    out->direct = true;
    out->limit = q->limit;
    (void)fetch__buffer_add(&out->url, q->url);
    if (q->header.name != NULL)
        fetch__outgoing_add(out, q->header.name, q->header.value);
    return FETCH_OK;
}

static fetch__verdict judge(void *payload, fetch__answer *answer, fetch_error *err) {
    (void)payload;
    err->body[0] = '\0';
    if (answer->status == 200)
        return fetch__done();
    (void)fetch__restate(err, FETCH_E_CREDENTIALS, "the credentials endpoint answers HTTP %d",
                         answer->status);
    bool again = answer->status >= 500 || answer->status == 429;
    return again ? fetch__retry(FETCH_E_CREDENTIALS) : fetch__failed(FETCH_E_CREDENTIALS);
}

static fetch_status ask(fetch__job *job, const question *q, fetch__answer *answer) {
    fetch__quota quota;
    fetch__quota_init(&quota);
    const fetch__rules rules = {.service = "credentials",
                                .max_attempts = 3,
                                .base_delay = 100,
                                .most_delay = 1000,
                                .throttle_base = 100,
                                .throttle_most = 1000,
                                .quota = &quota};
    question copy = *q;
    const fetch__exchange exchange = {.rules = &rules,
                                      .prepare = prepare,
                                      .judge = judge,
                                      .payload = &copy,
                                      .max_body = BODY_LIMIT};
    return fetch__run(job, &exchange, answer);
}

/* {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"} */
static fetch_status take_keys(fetch__job *job, const fetch__answer *answer, fetch__keys *out) {
    cJSON *document = NULL;
    fetch__keys keys = {0};
    fetch_status status = fetch__json_parse(answer->body.data, answer->body.length, &document);
    const char *access = fetch__json_text(document, "AccessKeyId");
    const char *secret = fetch__json_text(document, "SecretAccessKey");
    const char *token = fetch__json_text(document, "Token");
    if (status == FETCH_OK && (access == NULL || secret == NULL))
        status = FETCH_E_MALFORMED;
    if (status == FETCH_OK) {
        const fetch__keys borrowed = {NULL, NULL, NULL, 0};
        keys = borrowed;
        keys.access_key = fetch__duplicate(access);
        keys.secret_key = fetch__duplicate(secret);
        keys.session_token = fetch__duplicate(token);
        (void)fetch__json_time(document, "Expiration", &keys.expires);
        if (keys.access_key == NULL || keys.secret_key == NULL ||
            (token != NULL && keys.session_token == NULL))
            status = FETCH_E_MEMORY;
    }
    cJSON_Delete(document);
    if (status == FETCH_OK) {
        *out = keys;
        return FETCH_OK;
    }
    fetch__keys_clear(&keys);
    if (status == FETCH_E_MEMORY)
        return fetch__no_memory(&job->error);
    return fetch__restate(&job->error, FETCH_E_CREDENTIALS,
                          "the credentials endpoint's answer holds no keys");
}

/* ---- containers ---- */

bool fetch__remote_container_url(const fetch_system *system, fetch__buffer *out) {
    const char *relative = fetch__environment(system, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const char *full = fetch__environment(system, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (relative == NULL && full == NULL)
        return false;
    if (relative != NULL)
        (void)fetch__buffer_add(out, "http://169.254.170.2");
    (void)fetch__buffer_add(out, relative != NULL ? relative : full);
    return true;
}

/* Keys must not be asked for over the open network without encryption. */
static bool may_ask(const char *url) {
    static const char *const hosts[] = {"169.254.170.2", "169.254.170.23", "[fd00:ec2::23]",
                                        "169.254.169.254", "[fd00:ec2::254]"};
    char host[256];
    if (strncmp(url, "https://", 8) == 0)
        return true;
    if (strncmp(url, "http://", 7) != 0)
        return false;
    const char *authority = url + 7;
    size_t length = strcspn(authority, "/?#");
    const char *close = memchr(authority, ']', length);
    const char *from = close == NULL ? authority : close;
    const char *colon = memchr(from, ':', length - (size_t)(from - authority));
    if (colon != NULL)
        length = (size_t)(colon - authority);
    if (!fetch__copy(host, sizeof host, authority, length))
        return false;
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
        if (strcmp(host, hosts[i]) == 0)
            return true;
    return fetch__is_loopback(host);
}

/* The token's file is read anew each time: it changes. */
static fetch_status container_token(fetch__job *job, char token[TOKEN_LIMIT]) {
    const char *path = fetch__environment(&job->system, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    const char *given = fetch__environment(&job->system, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
    token[0] = '\0';
    if (path != NULL) {
        FILE *file = fopen(path, "rb");
        size_t length = file == NULL ? 0 : fread(token, 1, TOKEN_LIMIT - 1, file);
        if (file != NULL)
            (void)fclose(file);
        token[length] = '\0';
        if (length == 0)
            return fetch__fail(&job->error, FETCH_E_CREDENTIALS,
                               "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read");
    } else if (given != NULL && !fetch__copy(token, TOKEN_LIMIT, given, strlen(given))) {
        return fetch__fail(&job->error, FETCH_E_CREDENTIALS, "the container's token is too long");
    }
    if (strpbrk(token, "\r\n") != NULL)
        return fetch__fail(&job->error, FETCH_E_CREDENTIALS,
                           "the container's token holds a line end");
    return FETCH_OK;
}

fetch_status fetch__remote_container(fetch__job *job, const char *url, fetch__keys *out) {
    char token[TOKEN_LIMIT];
    fetch__answer answer = {0};
    if (!may_ask(url))
        return fetch__fail(&job->error, FETCH_E_CREDENTIALS,
                           "the container's credentials endpoint must be https or a known address");
    fetch_status status = container_token(job, token);
    if (status == FETCH_OK)
        status = fetch__client_add_secret(job->client, token);
    if (status == FETCH_OK) {
        const question q = {
            "GET", url, {token[0] != '\0' ? "authorization" : NULL, token}, CONTAINER_LIMIT};
        status = ask(job, &q, &answer);
    }
    if (status == FETCH_OK)
        status = take_keys(job, &answer, out);
    fetch__wipe(token, sizeof token);
    fetch__buffer_clear_secret(&answer.body);
    fetch__answer_clear(&answer);
    return status;
}

/* ---- instances ---- */

/* The body as one line of text that can go into a header or path. */
static fetch_status take_line(fetch__job *job, const fetch__answer *answer, char *out,
                              size_t capacity) {
    size_t length = answer->body.length;
    for (size_t i = 0; i < length; i++)
        if (answer->body.data[i] <= ' ' || answer->body.data[i] >= 0x7F)
            length = i;
    if (length == 0 || !fetch__copy(out, capacity, answer->body.data, length))
        return fetch__restate(&job->error, FETCH_E_CREDENTIALS,
                              "the instance's metadata are not understood");
    return FETCH_OK;
}

static fetch_status instance_ask(fetch__job *job, const char *base, const char *method,
                                 const char *path, fetch_header header, fetch__answer *answer) {
    char url[512];
    int length = snprintf(url, sizeof url, "%s%s", base, path);
    if (length < 0 || (size_t)length >= sizeof url)
        return fetch__fail(&job->error, FETCH_E_CREDENTIALS, "the metadata's URL is too long");
    return ask(job, &(question){method, url, header, INSTANCE_LIMIT}, answer);
}

static fetch_status instance_text(fetch__job *job, const char *base, const char *method,
                                  const char *path, fetch_header header, char *out,
                                  size_t capacity) {
    fetch__answer answer = {0};
    fetch_status status = instance_ask(job, base, method, path, header, &answer);
    if (status == FETCH_OK)
        status = take_line(job, &answer, out, capacity);
    fetch__answer_clear(&answer);
    return status;
}

fetch_status fetch__remote_instance(fetch__job *job, fetch__keys *out) {
    static const char keys_path[] = "/latest/meta-data/iam/security-credentials/";
    const char *given = fetch__environment(&job->system, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
    const char *off = fetch__environment(&job->system, "AWS_EC2_METADATA_DISABLED");
    const char *base = given != NULL ? given : "http://169.254.169.254";
    char token[512], role[128], path[sizeof keys_path + sizeof role];
    if (off != NULL && fetch__same_word(off, "true"))
        return fetch__fail(&job->error, FETCH_E_CREDENTIALS,
                           "no credentials in the environment, the shared files or a container");
    if (!may_ask(base))
        return fetch__fail(&job->error, FETCH_E_CREDENTIALS,
                           "AWS_EC2_METADATA_SERVICE_ENDPOINT must be https or a known address");
    const fetch_header lifetime = {"x-aws-ec2-metadata-token-ttl-seconds", "21600"};
    fetch_status status =
        instance_text(job, base, "PUT", "/latest/api/token", lifetime, token, sizeof token);
    if (status == FETCH_OK)
        status = fetch__client_add_secret(job->client, token);
    const fetch_header authority = {"x-aws-ec2-metadata-token", token};
    if (status == FETCH_OK)
        status = instance_text(job, base, "GET", keys_path, authority, role, sizeof role);
    if (status != FETCH_OK)
        return status;
    fetch__answer answer = {0};
    (void)snprintf(path, sizeof path, "%s%s", keys_path, role);
    status = instance_ask(job, base, "GET", path, authority, &answer);
    if (status == FETCH_OK)
        status = take_keys(job, &answer, out);
    fetch__wipe(token, sizeof token);
    fetch__buffer_clear_secret(&answer.body);
    fetch__answer_clear(&answer);
    return status;
}
