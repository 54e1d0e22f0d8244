/* S3: requests, what answers mean, and that no byte is lost, doubled or stored twice when answers
 * are.
 */
#include "support.h"

static world w;
static fetch_s3 *s3;
static fetch_error err;
static fetch_s3_object object;
static sink_data data;

#define SECRET "a-secret-access-key"
#define TOKEN  "a-session-token-canary"

static fetch_s3 *open_s3(fetch_s3_style style, const char *endpoint, const char *region) {
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *made = NULL;
    options.bucket = "bucket";
    options.region = region;
    options.endpoint = endpoint;
    options.style = style;
    options.access_key = "AKID";
    options.secret_key = SECRET;
    assert_ok(fetch_s3_create(w.client, &options, &err, &made), &err);
    return made;
}

static int open_world(void **state) {
    (void)state;
    world_open(&w, NULL);
    s3 = open_s3(FETCH_S3_AUTO, NULL, "eu-west-1");
    memset(&object, 0, sizeof object);
    data.length = 0;
    return 0;
}

static int close_world(void **state) {
    (void)state;
    fetch_s3_free(s3);
    world_close(&w);
    return 0;
}

#define ERROR(http, code)                                                                          \
    { http, "", "<Error><Code>" code "</Code></Error>", 0, 0, {0}, 0 }
#define BROKEN                                                                                     \
    { 0, NULL, NULL, 0, 0, {FETCH_E_NETWORK, false, false, "reset"}, 0 }
#define EMPTY_MD5 "\"d41d8cd98f00b204e9800998ecf8427e\""

static fetch_status get(const fetch_s3_get_options *options) {
    data.length = 0;
    return fetch_s3_get(s3, "key", options, NULL, sink_write, &data, &err, &object);
}

static void assert_data(const char *expected) {
    assert_int_equal(data.length, strlen(expected));
    assert_memory_equal(data.data, expected, data.length);
}

/* ---- addressing ---- */

static void where_requests_go(void **state) {
    (void)state;
    static const struct {
        fetch_s3_style style;
        const char *endpoint, *region, *url;
    } cases[] = {
        {FETCH_S3_AUTO, NULL, "eu-west-1", "https://bucket.s3.eu-west-1.amazonaws.com/a/b%20c"},
        {FETCH_S3_PATH, NULL, "cn-north-1",
         "https://s3.cn-north-1.amazonaws.com.cn/bucket/a/b%20c"},
        {FETCH_S3_AUTO, "http://127.0.0.1:9000", NULL, "http://127.0.0.1:9000/bucket/a/b%20c"},
        {FETCH_S3_AUTO, "https://store.example/base/", NULL,
         "https://store.example/base/bucket/a/b%20c"},
        {FETCH_S3_VIRTUAL, "https://store.example:444", NULL,
         "https://bucket.store.example:444/a/b%20c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fetch_s3 *other = open_s3(cases[i].style, cases[i].endpoint, cases[i].region);
        SCRIPT(&w, {200, "ETag: \"e\"\nContent-Length: 0\n", NULL, 0, 0, {0}, 0});
        assert_ok(fetch_s3_head(other, "a/b c", NULL, &err, &object), &err);
        assert_string_equal(w.seen[0].url, cases[i].url);
        assert_string_equal(w.seen[0].method, "HEAD");
        fetch_s3_free(other);
    }
}

static void keys_reach_the_wire_unchanged(void **state) {
    (void)state;
    static const char *const keys[][2] = {
        {"./z", "/./z"},
        {"x/../y", "/x/../y"},
        {"a//b", "/a//b"},
        {"/lead", "//lead"},
        {"a%2Fb", "/a%252Fb"},
        {"q?x#y", "/q%3Fx%23y"},
        {"a+b=c&d", "/a%2Bb%3Dc%26d"},
        {"\xF0\x9F\x98\x80 \xC3\xA9", "/%F0%9F%98%80%20%C3%A9"},
        {"tab\tnew\nline", "/tab%09new%0Aline"},
        {"~!*'()", "/~%21%2A%27%28%29"},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        SCRIPT(&w, {200, "ETag: \"e\"\n", NULL, 0, 0, {0}, 0});
        assert_ok(fetch_s3_head(s3, keys[i][0], NULL, &err, &object), &err);
        assert_string_equal(w.seen[0].url + strlen("https://bucket.s3.eu-west-1.amazonaws.com"),
                            keys[i][1]);
    }
    char longest[FETCH_S3_KEY_MAX + 2];
    memset(longest, 'k', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_status(fetch_s3_head(s3, longest, NULL, &err, &object), FETCH_E_ARGUMENT);
    assert_status(fetch_s3_head(s3, "", NULL, &err, &object), FETCH_E_ARGUMENT);
}

static void options_are_checked(void **state) {
    (void)state;
    static const char *const buckets[] = {"ab", "UPPER", "a_b", "-ab", "ab.", "a/b", ""};
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *made = NULL;
    for (size_t i = 0; i < sizeof buckets / sizeof buckets[0]; i++) {
        options.bucket = buckets[i];
        assert_status(fetch_s3_create(w.client, &options, &err, &made), FETCH_E_ARGUMENT);
        assert_string_equal(err.parameter, "bucket");
    }
    options.bucket = "bucket";
    options.region = "eu west";
    assert_status(fetch_s3_create(w.client, &options, &err, &made), FETCH_E_ARGUMENT);
    options.region = NULL;
    options.endpoint = "http://example.com";
    assert_status(fetch_s3_create(w.client, &options, &err, &made), FETCH_E_ARGUMENT);
    options.endpoint = NULL;
    options.access_key = "AKID";
    assert_status(fetch_s3_create(w.client, &options, &err, &made), FETCH_E_ARGUMENT);
    assert_null(made);
}

static void what_is_signed(void **state) {
    (void)state;
    const fetch_header metadata[] = {{"Zeta", "z  z"}, {"alpha", "a"}};
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.if_absent = true;
    options.content_type = "text/plain";
    options.metadata = metadata;
    options.metadata_count = 2;
    options.checksum = true;
    SCRIPT(&w, {200, "ETag: \"900150983cd24fb0d6963f7d28e17f72\"\n", NULL, 0, 0, {0}, 0});
    assert_ok(fetch_s3_put(s3, "key", "abc", 3, &options, NULL, &err, &object), &err);
    const seen *r = &w.seen[0];
    assert_string_equal(r->method, "PUT");
    assert_int_equal(r->length, 3);
    assert_memory_equal(r->body, "abc", 3);
    assert_string_equal(seen_header(r, "x-amz-content-sha256"),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(seen_header(r, "x-amz-checksum-sha256"),
                        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assert_string_equal(seen_header(r, "if-none-match"), "*");
    assert_string_equal(seen_header(r, "x-amz-date"), "20221101T120000Z");
    assert_string_equal(seen_header(r, "x-amz-meta-zeta"), "z  z");
    assert_non_null(strstr(seen_header(r, "authorization"),
                           "Credential=AKID/20221101/eu-west-1/s3/aws4_request, SignedHeaders="
                           "content-type;host;if-none-match;x-amz-checksum-sha256;"
                           "x-amz-content-sha256;x-amz-date;x-amz-meta-alpha;x-amz-meta-zeta, "));
    assert_string_equal(object.etag, "\"900150983cd24fb0d6963f7d28e17f72\"");
    assert_int_equal(object.size, 3);
}

static void put_options_are_checked(void **state) {
    (void)state;
    const fetch_header twice[] = {{"a", "1"}, {"A", "2"}};
    const fetch_header evil[] = {{"a", "1\r\nx: y"}};
    const fetch_header named[] = {{"a b", "1"}};
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.metadata = twice;
    options.metadata_count = 2;
    assert_status(fetch_s3_put(s3, "k", "", 0, &options, NULL, &err, NULL), FETCH_E_ARGUMENT);
    options.metadata_count = 1;
    options.metadata = evil;
    assert_status(fetch_s3_put(s3, "k", "", 0, &options, NULL, &err, NULL), FETCH_E_ARGUMENT);
    options.metadata = named;
    assert_status(fetch_s3_put(s3, "k", "", 0, &options, NULL, &err, NULL), FETCH_E_ARGUMENT);
    options.metadata_count = 0;
    options.if_match = "\"a\"";
    options.if_absent = true;
    assert_status(fetch_s3_put(s3, "k", "", 0, &options, NULL, &err, NULL), FETCH_E_ARGUMENT);
    options.if_absent = false;
    options.content_type = "a\nb";
    assert_status(fetch_s3_put(s3, "k", "", 0, &options, NULL, &err, NULL), FETCH_E_ARGUMENT);
    options.content_type = NULL;
    options.part_size = 5;
    assert_status(fetch_s3_put(s3, "k", "", 0, &options, NULL, &err, NULL), FETCH_E_ARGUMENT);
    assert_int_equal(w.requests, 0);
}

/* ---- get ---- */

static void an_object_is_read(void **state) {
    (void)state;
    SCRIPT(&w, {200,
                "ETag: \"e\"\nContent-Length: 11\nLast-Modified: Tue, 01 Nov 2022 12:00:00 GMT\n"
                "Content-Type: text/plain\nx-amz-checksum-sha256: "
                "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=\n",
                "hello world",
                0,
                0,
                {0},
                0});
    assert_ok(get(NULL), &err);
    assert_data("hello world");
    assert_int_equal(object.size, 11);
    assert_int_equal(object.length, 11);
    assert_true(object.modified == NOW);
    assert_string_equal(object.content_type, "text/plain");
    assert_string_equal(seen_header(&w.seen[0], "x-amz-checksum-mode"), "ENABLED");
    assert_null(seen_header(&w.seen[0], "range"));
    assert_false(w.seen[0].compressed); /* what is stored is what comes */
}

static void a_wrong_checksum_is_an_error(void **state) {
    (void)state;
    static const reply wrong = {200,
                                "ETag: \"e\"\nContent-Length: 11\nx-amz-checksum-sha256: "
                                "AAAAuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=\n",
                                "hello world",
                                0,
                                0,
                                {0},
                                0};
    fetch_s3_get_options options = FETCH_S3_GET_OPTIONS_INIT;
    world_script(&w, &wrong, 1);
    assert_status(get(NULL), FETCH_E_INTEGRITY);
    options.no_checksum = true;
    world_script(&w, &wrong, 1);
    assert_ok(get(&options), &err);
    assert_null(seen_header(&w.seen[0], "x-amz-checksum-mode"));
}

static void a_range_is_read(void **state) {
    (void)state;
    fetch_s3_get_options options = FETCH_S3_GET_OPTIONS_INIT;
    options.first = 6;
    options.length = 3;
    SCRIPT(&w, {206,
                "ETag: \"e\"\nContent-Length: 3\nContent-Range: bytes 6-8/11\n",
                "wor",
                0,
                0,
                {0},
                0});
    assert_ok(get(&options), &err);
    assert_data("wor");
    assert_string_equal(seen_header(&w.seen[0], "range"), "bytes=6-8");
    assert_int_equal(object.size, 11);
    assert_int_equal(object.first, 6);
    assert_int_equal(object.length, 3);
    /* A server that knows no ranges gives everything. */
    SCRIPT(&w, {200, "ETag: \"e\"\nContent-Length: 11\n", "hello world", 0, 0, {0}, 0});
    assert_ok(get(&options), &err);
    assert_data("wor");
    SCRIPT(&w, {200, "ETag: \"e\"\n", "hello world", 0, 0, {0}, 0}); /* of unknown length */
    assert_ok(get(&options), &err);
    assert_data("wor");
    options.length = 0;
    SCRIPT(&w, {206, "ETag: \"e\"\nContent-Range: bytes 6-10/11\n", "world", 0, 0, {0}, 0});
    assert_ok(get(&options), &err);
    assert_string_equal(seen_header(&w.seen[0], "range"), "bytes=6-");
    assert_data("world");
    SCRIPT(&w, ERROR(416, "InvalidRange"));
    assert_status(get(&options), FETCH_E_REQUEST);
    assert_string_equal(err.code, "InvalidRange");
}

static void an_empty_object_is_read(void **state) {
    (void)state;
    SCRIPT(&w, {200, "ETag: " EMPTY_MD5 "\nContent-Length: 0\n", NULL, 0, 0, {0}, 0});
    assert_ok(get(NULL), &err);
    assert_data("");
    assert_int_equal(object.size, 0);
    assert_string_equal(object.etag, EMPTY_MD5);
}

static void a_broken_read_goes_on_where_it_broke(void **state) {
    (void)state;
    SCRIPT(&w,
           {200, "ETag: \"e\"\nContent-Length: 26\n", "abcdefghijklmnopqrstuvwxyz", 0, 10, {0}, 0},
           {503, "", "<Error><Code>SlowDown</Code></Error>", 0, 0, {0}, 0},
           {206, "ETag: \"e\"\nContent-Range: bytes 10-25/26\n", "klmnopqrstuvwxyz", 0, 0, {0}, 0});
    assert_ok(get(NULL), &err);
    assert_data("abcdefghijklmnopqrstuvwxyz");
    assert_string_equal(seen_header(&w.seen[1], "range"), "bytes=10-");
    assert_string_equal(seen_header(&w.seen[1], "if-match"), "\"e\"");
    assert_int_equal(object.length, 26);
    /* The server gives it from the start, or from a little before: nothing comes twice. */
    SCRIPT(&w,
           {200, "ETag: \"e\"\nContent-Length: 26\n", "abcdefghijklmnopqrstuvwxyz", 0, 10, {0}, 0},
           {200, "ETag: \"e\"\nContent-Length: 26\n", "abcdefghijklmnopqrstuvwxyz", 0, 20, {0}, 0},
           {206, "ETag: \"e\"\nContent-Range: bytes 16-25/26\n", "qrstuvwxyz", 0, 0, {0}, 0});
    assert_ok(get(NULL), &err);
    assert_data("abcdefghijklmnopqrstuvwxyz");
    assert_string_equal(seen_header(&w.seen[2], "range"), "bytes=20-");
}

static void a_read_that_broke_after_its_last_byte_is_whole(void **state) {
    (void)state;
    SCRIPT(&w, {200, "ETag: \"e\"\nContent-Length: 5\n", "hello", 0, 5, {0}, 0},
           ERROR(416, "InvalidRange"));
    assert_ok(get(NULL), &err);
    assert_data("hello");
}

static void an_object_that_changes_meanwhile_is_no_object(void **state) {
    (void)state;
    SCRIPT(&w, {200, "ETag: \"e\"\nContent-Length: 5\n", "hello", 0, 2, {0}, 0},
           ERROR(412, "PreconditionFailed"));
    assert_status(get(NULL), FETCH_E_CONFLICT);
    SCRIPT(&w, {200, "ETag: \"e\"\nContent-Length: 5\n", "hello", 0, 2, {0}, 0},
           {206, "ETag: \"other\"\nContent-Range: bytes 2-4/5\n", "llo", 0, 0, {0}, 0});
    assert_status(get(NULL), FETCH_E_CONFLICT);
    assert_int_equal(data.length, 2);
}

static void too_few_bytes_are_asked_for_again(void **state) {
    (void)state;
    SCRIPT(&w, {200, "ETag: \"e\"\nContent-Length: 5\n", "hel", 0, 0, {0}, 0},
           {206, "ETag: \"e\"\nContent-Range: bytes 3-4/5\n", "lo", 0, 0, {0}, 0});
    assert_ok(get(NULL), &err);
    assert_data("hello");
    static const reply few = {200, "ETag: \"e\"\nContent-Length: 5\n", "", 0, 0, {0}, 0};
    const reply all[] = {few, few, few};
    world_script(&w, all, 3);
    assert_status(get(NULL), FETCH_E_INTEGRITY);
}

static void conditions_of_reading(void **state) {
    (void)state;
    fetch_s3_get_options options = FETCH_S3_GET_OPTIONS_INIT;
    options.if_none_match = "\"e\"";
    SCRIPT(&w, {304, "ETag: \"e\"\n", NULL, 0, 0, {0}, 0});
    assert_status(get(&options), FETCH_E_NOT_MODIFIED);
    assert_string_equal(seen_header(&w.seen[0], "if-none-match"), "\"e\"");
    options.if_none_match = NULL;
    options.if_match = "\"e\"";
    SCRIPT(&w, ERROR(412, "PreconditionFailed"));
    assert_status(get(&options), FETCH_E_PRECONDITION);
    SCRIPT(&w, ERROR(404, "NoSuchKey"));
    assert_status(get(NULL), FETCH_E_NOT_FOUND);
    assert_string_equal(err.code, "NoSuchKey");
}

static bool stop_writing(void *payload, const void *bytes, size_t length) {
    (void)bytes;
    (void)length;
    return ++*(int *)payload < 2;
}

static void a_reader_may_stop(void **state) {
    (void)state;
    int calls = 0;
    SCRIPT(&w,
           {200, "ETag: \"e\"\nContent-Length: 26\n", "abcdefghijklmnopqrstuvwxyz", 0, 0, {0}, 0});
    assert_status(fetch_s3_get(s3, "key", NULL, NULL, stop_writing, &calls, &err, NULL),
                  FETCH_E_CANCELLED);
    assert_int_equal(calls, 2);
    assert_int_equal(w.requests, 1);
}

static void all_of_it_in_memory(void **state) {
    (void)state;
    void *text = NULL;
    static const reply hello = {200, "ETag: \"e\"\nContent-Length: 5\n", "hello", 0, 0, {0}, 0};
    world_script(&w, &hello, 1);
    assert_ok(fetch_s3_get_all(s3, "key", NULL, 5, NULL, &err, &object, &text), &err);
    assert_string_equal((char *)text, "hello");
    fetch_s3_release(text);
    text = NULL;
    world_script(&w, &hello, 1);
    assert_status(fetch_s3_get_all(s3, "key", NULL, 4, NULL, &err, NULL, &text), FETCH_E_TOO_LARGE);
    assert_null(text);
    SCRIPT(&w, {200, "ETag: \"e\"\nContent-Length: 0\n", NULL, 0, 0, {0}, 0});
    assert_ok(fetch_s3_get_all(s3, "key", NULL, 4, NULL, &err, NULL, &text), &err);
    assert_string_equal((char *)text, "");
    fetch_s3_release(text);
}

/* ---- corrections ---- */

static void the_region_is_corrected(void **state) {
    (void)state;
    static const reply redirects[] = {
        {301,
         "x-amz-bucket-region: eu-central-1\n",
         "<Error><Code>PermanentRedirect</Code></Error>",
         0,
         0,
         {0},
         0},
        {400,
         "",
         "<?xml version=\"1.0\"?><Error><Code>AuthorizationHeaderMalformed</Code>"
         "<Region>eu-central-1</Region></Error>",
         0,
         0,
         {0},
         0},
        {307,
         "x-amz-bucket-region: eu-central-1\nLocation: https://evil.example/\n",
         "<Error><Code>TemporaryRedirect</Code></Error>",
         0,
         0,
         {0},
         0},
    };
    for (size_t i = 0; i < 3; i++) {
        fetch_s3 *other = open_s3(FETCH_S3_AUTO, NULL, "us-east-1");
        const reply all[] = {redirects[i], {200, "ETag: \"e\"\n", NULL, 0, 0, {0}, 0}};
        world_script(&w, all, 2);
        assert_ok(fetch_s3_head(other, "k", NULL, &err, &object), &err);
        assert_string_equal(w.seen[1].url, "https://bucket.s3.eu-central-1.amazonaws.com/k");
        assert_non_null(strstr(seen_header(&w.seen[1], "authorization"), "/eu-central-1/s3/"));
        assert_int_equal(w.slept, 0);
        fetch_s3_free(other);
    }
    /* No region, or the same one, or one that would change the host's name: an error. */
    static const char *const headers[] = {"", "x-amz-bucket-region: eu-west-1\n",
                                          "x-amz-bucket-region: evil.example/\n"};
    for (size_t i = 0; i < 3; i++) {
        const reply r = {301, headers[i], NULL, 0, 0, {0}, 0};
        world_script(&w, &r, 1);
        assert_status(fetch_s3_head(s3, "k", NULL, &err, &object), FETCH_E_REDIRECT);
    }
}

static void the_clock_is_corrected(void **state) {
    (void)state;
    w.now += 3600000;
    SCRIPT(&w,
           {403,
            "Date: Tue, 01 Nov 2022 12:00:00 GMT\n",
            "<Error><Code>RequestTimeTooSkewed</Code></Error>",
            0,
            0,
            {0},
            0},
           {200, "ETag: \"e\"\nDate: Tue, 01 Nov 2022 12:00:00 GMT\n", NULL, 0, 0, {0}, 0},
           {200, "ETag: \"e\"\nDate: Tue, 01 Nov 2022 12:00:00 GMT\n", NULL, 0, 0, {0}, 0});
    assert_ok(fetch_s3_delete(s3, "k", NULL, &err), &err);
    assert_string_equal(seen_header(&w.seen[0], "x-amz-date"), "20221101T130000Z");
    assert_string_equal(seen_header(&w.seen[1], "x-amz-date"), "20221101T120000Z");
    assert_ok(fetch_s3_delete(s3, "k", NULL, &err), &err);
    assert_string_equal(seen_header(&w.seen[2], "x-amz-date"), "20221101T120000Z");
    /* HEAD says nothing but 403; a second refusal is final. */
    w.now += 7200000;
    SCRIPT(&w, {403, "Date: Tue, 01 Nov 2022 12:00:00 GMT\n", NULL, 0, 0, {0}, 0},
           {403, "Date: Tue, 01 Nov 2022 12:00:00 GMT\n", NULL, 0, 0, {0}, 0});
    assert_status(fetch_s3_head(s3, "k", NULL, &err, &object), FETCH_E_FORBIDDEN);
    assert_int_equal(w.requests, 2);
}

static void refusals(void **state) {
    (void)state;
    static const struct {
        int http;
        const char *code;
        fetch_status status;
        size_t requests;
    } cases[] = {
        {403, "SignatureDoesNotMatch", FETCH_E_AUTH, 1},
        {403, "InvalidAccessKeyId", FETCH_E_AUTH, 1},
        {403, "AccessDenied", FETCH_E_FORBIDDEN, 1},
        {404, "NoSuchBucket", FETCH_E_NOT_FOUND, 1},
        {400, "ExpiredToken", FETCH_E_AUTH, 1}, /* explicit keys cannot be renewed */
        {400, "InvalidArgument", FETCH_E_REQUEST, 1},
        {400, "RequestTimeout", FETCH_E_REQUEST, 3},
        {400, "BadDigest", FETCH_E_INTEGRITY, 3},
        {500, "InternalError", FETCH_E_SERVER, 3},
        {503, "SlowDown", FETCH_E_SERVER, 3},
        {509, "BandwidthLimitExceeded", FETCH_E_SERVER, 3},
        {501, "NotImplemented", FETCH_E_SERVER, 1},
        {409, "OperationAborted", FETCH_E_CONFLICT, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[256];
        snprintf(body, sizeof body,
                 "<Error><Code>%s</Code><Message>m " SECRET "</Message><RequestId>rid</RequestId>"
                 "<StringToSign>" SECRET "</StringToSign></Error>",
                 cases[i].code);
        const reply r = {cases[i].http, "", body, 0, 0, {0}, 0};
        const reply all[] = {r, r, r};
        world_script(&w, all, 3);
        assert_status(get(NULL), cases[i].status);
        assert_int_equal(w.requests, cases[i].requests);
        assert_string_equal(err.code, cases[i].code);
        assert_string_equal(err.request_id, "rid");
        assert_null(strstr(err.body, SECRET));
        assert_null(strstr(err.message, SECRET));
    }
    assert_null(strstr(w.log, SECRET));
}

static void told_delays_are_kept(void **state) {
    (void)state;
    SCRIPT(&w, {503, "x-amz-retry-after: 1500\n", NULL, 0, 0, {0}, 0},
           {200, "ETag: \"e\"\n", NULL, 0, 0, {0}, 0});
    assert_ok(fetch_s3_head(s3, "k", NULL, &err, &object), &err);
    assert_in_range(w.slept, 1500, 2500);
    SCRIPT(&w, {503, "Retry-After: 54000\n", NULL, 0, 0, {0}, 0}, /* 15 hours */
           {200, "ETag: \"e\"\n", NULL, 0, 0, {0}, 0});
    assert_ok(fetch_s3_head(s3, "k", NULL, &err, &object), &err);
    assert_in_range(w.slept, 20000, 21000);
}

/* ---- put ---- */

static fetch_status put_if_absent(const char *text) {
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.if_absent = true;
    return fetch_s3_put(s3, "key", text, strlen(text), &options, NULL, &err, &object);
}

static void conditions_of_writing(void **state) {
    (void)state;
    SCRIPT(&w, ERROR(412, "PreconditionFailed"));
    assert_status(put_if_absent("abc"), FETCH_E_PRECONDITION);
    assert_int_equal(w.requests, 1); /* nothing in doubt, no look at what is there */
    SCRIPT(&w, ERROR(409, "ConditionalRequestConflict"), ERROR(412, "PreconditionFailed"));
    assert_status(put_if_absent("abc"), FETCH_E_PRECONDITION);
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.if_match = "\"old\"";
    SCRIPT(&w, ERROR(404, "NoSuchKey"));
    assert_status(fetch_s3_put(s3, "k", "a", 1, &options, NULL, &err, NULL), FETCH_E_NOT_FOUND);
    assert_string_equal(seen_header(&w.seen[0], "if-match"), "\"old\"");
}

static void our_own_write_whose_answer_was_lost_counts(void **state) {
    (void)state;
    /* By MD5, by SHA-256; somebody else's is a refusal. */
    SCRIPT(&w, BROKEN, ERROR(412, "PreconditionFailed"),
           {200,
            "ETag: \"900150983cd24fb0d6963f7d28e17f72\"\nContent-Length: 3\n",
            NULL,
            0,
            0,
            {0},
            0});
    assert_ok(put_if_absent("abc"), &err);
    assert_string_equal(w.seen[2].method, "HEAD");
    assert_string_equal(object.etag, "\"900150983cd24fb0d6963f7d28e17f72\"");
    SCRIPT(&w, {500, "", NULL, 0, 0, {0}, 0}, ERROR(412, "PreconditionFailed"),
           {200,
            "ETag: \"kms\"\nContent-Length: 3\nx-amz-checksum-sha256: "
            "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
            NULL,
            0,
            0,
            {0},
            0});
    assert_ok(put_if_absent("abc"), &err);
    SCRIPT(&w, BROKEN, ERROR(412, "PreconditionFailed"),
           {200,
            "ETag: \"000150983cd24fb0d6963f7d28e17f72\"\nContent-Length: 3\n",
            NULL,
            0,
            0,
            {0},
            0});
    assert_status(put_if_absent("abc"), FETCH_E_PRECONDITION);
    assert_string_equal(err.code, "PreconditionFailed");
    SCRIPT(&w, BROKEN, ERROR(412, "PreconditionFailed"), ERROR(404, "NoSuchKey"));
    assert_status(put_if_absent("abc"), FETCH_E_PRECONDITION);
    /* Never sent: nothing in doubt. */
    SCRIPT(&w, {0, NULL, NULL, 0, 0, {FETCH_E_NETWORK, false, true, "refused"}, 0},
           ERROR(412, "PreconditionFailed"));
    assert_status(put_if_absent("abc"), FETCH_E_PRECONDITION);
    assert_int_equal(w.requests, 2);
}

static void bodies_are_sent_again_whole(void **state) {
    (void)state;
    SCRIPT(&w, BROKEN, {200, "ETag: \"e\"\n", NULL, 0, 0, {0}, 0});
    assert_ok(fetch_s3_put(s3, "k", "abc", 3, NULL, NULL, &err, NULL), &err);
    assert_int_equal(w.seen[1].length, 3);
    assert_memory_equal(w.seen[1].body, "abc", 3);
}

/* ---- streams ---- */

typedef struct source {
    size_t left;
    size_t step;
    size_t fail_at; /* bytes left at which reading fails; SIZE_MAX: never */
} source;

static bool read_source(void *payload, size_t capacity, void *buffer, size_t *length) {
    source *s = payload;
    if (s->left == s->fail_at)
        return false;
    size_t size = s->left < capacity ? s->left : capacity;
    size = size < s->step ? size : s->step;
    memset(buffer, 'x', size);
    s->left -= size;
    *length = size;
    return true;
}

#define MIB ((size_t)1 << 20)

static fetch_status put_source(source *s, bool if_absent) {
    fetch_s3_put_options options = FETCH_S3_PUT_OPTIONS_INIT;
    options.part_size = 5 * MIB;
    options.if_absent = if_absent;
    options.checksum = true;
    return fetch_s3_put_stream(s3, "key", read_source, s, &options, NULL, &err, &object);
}

#define BEGIN                                                                                      \
    {                                                                                              \
        200, "",                                                                                   \
            "<InitiateMultipartUploadResult><UploadId>u/+=1</UploadId></"                          \
            "InitiateMultipartUploadResult>",                                                      \
            0, 0, {0}, 0                                                                           \
    }
#define PART                                                                                       \
    { 200, "ETag: \"79b281060d337b9b2b84ccf390adcf74\"\n", NULL, 0, 0, {0}, 0 }
#define END                                                                                        \
    {                                                                                              \
        200, "",                                                                                   \
            "  \n<?xml "                                                                           \
            "version=\"1.0\"?><CompleteMultipartUploadResult><ETag>&quot;all-2&quot;</ETag>"       \
            "</CompleteMultipartUploadResult>",                                                    \
            0, 0, {0}, 0                                                                           \
    }
#define GONE                                                                                       \
    { 204, "", NULL, 0, 0, {0}, 0 }

static void a_short_stream_is_one_put(void **state) {
    (void)state;
    source s = {MIB, 1000, SIZE_MAX};
    SCRIPT(&w, PART);
    assert_ok(put_source(&s, true), &err);
    assert_int_equal(w.seen[0].length, MIB);
    assert_null(strchr(w.seen[0].url, '?'));
    assert_string_equal(seen_header(&w.seen[0], "if-none-match"), "*");
    source empty = {0, 1, SIZE_MAX};
    SCRIPT(&w, PART);
    assert_ok(put_source(&empty, false), &err);
    assert_int_equal(w.seen[0].length, 0);
}

static void a_long_stream_is_put_in_parts(void **state) {
    (void)state;
    source s = {6 * MIB, 100000, SIZE_MAX};
    SCRIPT(&w, BEGIN, PART, BROKEN, PART, END);
    assert_ok(put_source(&s, true), &err);
    assert_string_equal(w.seen[0].url, "https://bucket.s3.eu-west-1.amazonaws.com/key?uploads=");
    assert_null(seen_header(&w.seen[0], "if-none-match"));
    assert_string_equal(w.seen[1].url, "https://bucket.s3.eu-west-1.amazonaws.com/key?"
                                       "partNumber=1&uploadId=u%2F%2B%3D1");
    assert_int_equal(w.seen[1].length, 5 * MIB);
    assert_string_equal(seen_parameter(&w.seen[3], "partNumber"), "2");
    assert_int_equal(w.seen[3].length, MIB);
    assert_string_equal(seen_header(&w.seen[4], "if-none-match"), "*");
    assert_string_equal(w.seen[4].method, "POST");
    static const char start[] = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                                "&quot;79b281060d337b9b2b84ccf390adcf74&quot;</ETag>"
                                "<ChecksumSHA256>";
    assert_memory_equal(w.seen[4].body, start, sizeof start - 1);
    assert_string_equal(object.etag, "\"all-2\"");
    assert_int_equal(object.size, 6 * MIB);
}

static void a_stream_of_exactly_one_part(void **state) {
    (void)state;
    source s = {5 * MIB, 5 * MIB, SIZE_MAX};
    SCRIPT(&w, BEGIN, PART, END);
    assert_ok(put_source(&s, false), &err);
    assert_int_equal(object.size, 5 * MIB);
    /* As Ceph's gateway writes it. */
    s = (source){5 * MIB, 5 * MIB, SIZE_MAX};
    SCRIPT(&w, BEGIN, PART,
           {200,
            "",
            "<CompleteMultipartUploadResult><ETag>all-1</ETag></CompleteMultipartUploadResult>",
            0,
            0,
            {0},
            0});
    assert_ok(put_source(&s, false), &err);
    assert_string_equal(object.etag, "\"all-1\"");
}

static void a_failed_upload_is_aborted(void **state) {
    (void)state;
    static const char url[] = "https://bucket.s3.eu-west-1.amazonaws.com/key?uploadId=u%2F%2B%3D1";
    source s = {6 * MIB, MIB, MIB}; /* reading fails */
    SCRIPT(&w, BEGIN, PART, GONE);
    assert_status(put_source(&s, false), FETCH_E_CANCELLED);
    assert_string_equal(w.seen[2].method, "DELETE");
    assert_string_equal(w.seen[2].url, url);
    s = (source){6 * MIB, MIB, SIZE_MAX};
    SCRIPT(&w, BEGIN, ERROR(403, "AccessDenied"), GONE);
    assert_status(put_source(&s, false), FETCH_E_FORBIDDEN);
    assert_string_equal(err.code, "AccessDenied");
    assert_string_equal(w.seen[2].method, "DELETE");
    s = (source){6 * MIB, MIB, SIZE_MAX};
    SCRIPT(&w, BEGIN, PART, PART, ERROR(412, "PreconditionFailed"), GONE);
    assert_status(put_source(&s, true), FETCH_E_PRECONDITION);
    assert_string_equal(w.seen[4].method, "DELETE");
    s = (source){6 * MIB, MIB, SIZE_MAX};
    SCRIPT(&w, BEGIN, PART, PART, ERROR(400, "EntityTooSmall"), ERROR(403, "AccessDenied"));
    assert_status(put_source(&s, false), FETCH_E_REQUEST);
    assert_non_null(strstr(w.log, "could not be aborted"));
}

static void success_may_hold_an_error(void **state) {
    (void)state;
    source s = {6 * MIB, MIB, SIZE_MAX};
    SCRIPT(&w, BEGIN, PART, PART,
           {200, "", "\n\n<Error><Code>InternalError</Code></Error>", 0, 0, {0}, 0}, END);
    assert_ok(put_source(&s, false), &err);
    static const reply inner = {200, "", "<Error><Code>InternalError</Code></Error>", 0, 0, {0}, 0};
    const reply all[] = {BEGIN, PART, PART, inner, inner, inner, GONE};
    s = (source){6 * MIB, MIB, SIZE_MAX};
    world_script(&w, all, 7);
    assert_status(put_source(&s, false), FETCH_E_SERVER);
    assert_string_equal(err.code, "InternalError");
    assert_int_equal(w.reply_count, 0);
}

static void an_upload_that_was_completed_unseen_counts(void **state) {
    (void)state;
    source s = {6 * MIB, MIB, SIZE_MAX};
    /* MD5 of the two parts' MD5s. */
    SCRIPT(&w, BEGIN, PART, PART, BROKEN, ERROR(404, "NoSuchUpload"),
           {200,
            "ETag: \"daebcb5e72f14b690c18018c9f92af05-2\"\nContent-Length: 6291456\n",
            NULL,
            0,
            0,
            {0},
            0});
    assert_ok(put_source(&s, false), &err);
    assert_string_equal(object.etag, "\"daebcb5e72f14b690c18018c9f92af05-2\"");
    s = (source){6 * MIB, MIB, SIZE_MAX};
    SCRIPT(&w, BEGIN, PART, PART, BROKEN, ERROR(404, "NoSuchUpload"),
           {200, "ETag: \"0-2\"\nContent-Length: 6291456\n", NULL, 0, 0, {0}, 0}, GONE);
    assert_status(put_source(&s, false), FETCH_E_NOT_FOUND);
}

/* ---- delete, list ---- */

static void deleting_what_is_gone_is_fine(void **state) {
    (void)state;
    SCRIPT(&w, GONE, ERROR(404, "NoSuchKey"), ERROR(404, "NoSuchBucket"));
    assert_ok(fetch_s3_delete(s3, "k", NULL, &err), &err);
    assert_ok(fetch_s3_delete(s3, "k", NULL, &err), &err);
    assert_status(fetch_s3_delete(s3, "k", NULL, &err), FETCH_E_NOT_FOUND);
}

static char listed[4096];
static size_t pages;

static bool take_page(void *payload, const fetch_s3_page *page) {
    (void)payload;
    pages++;
    for (size_t i = 0; i < page->count; i++) {
        size_t used = strlen(listed);
        snprintf(listed + used, sizeof listed - used, "%s|%llu|%s\n", page->entries[i].key,
                 (unsigned long long)page->entries[i].size, page->entries[i].etag);
    }
    for (size_t i = 0; i < page->prefix_count; i++) {
        size_t used = strlen(listed);
        snprintf(listed + used, sizeof listed - used, "prefix %s\n", page->prefixes[i]);
    }
    return page->is_last || payload == NULL;
}

static fetch_status list(const fetch_s3_list_options *options) {
    listed[0] = '\0';
    pages = 0;
    return fetch_s3_list(s3, options, NULL, take_page, NULL, &err);
}

#define LIST(inner)                                                                                \
    {                                                                                              \
        200, "",                                                                                   \
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" inner           \
            "</ListBucketResult>",                                                                 \
            0, 0, {0}, 0                                                                           \
    }

static void lists_page_by_page(void **state) {
    (void)state;
    fetch_s3_list_options options = FETCH_S3_LIST_OPTIONS_INIT;
    options.prefix = "p/";
    options.delimiter = "/";
    options.start_after = "p/a";
    options.page_size = 2;
    SCRIPT(
        &w,
        LIST("<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
             "<NextContinuationToken>100%</NextContinuationToken><Contents><Key>p/a%2Bb+c%20d"
             "</Key><Size>5</Size><ETag>&quot;e&quot;</ETag><LastModified>2022-11-01T12:00:00.000Z"
             "</LastModified><Owner><ID>x</ID></Owner></Contents>"),
        LIST("<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
             "<NextContinuationToken>a/+=</NextContinuationToken>"),
        LIST("<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Contents><Key>p/%E2"
             "%82%AC%01</Key><Size>0</Size></Contents><CommonPrefixes><Prefix>p/q%2F</Prefix>"
             "</CommonPrefixes>"));
    assert_ok(list(&options), &err);
    assert_string_equal(listed, "p/a+b c d|5|\"e\"\np/\xE2\x82\xAC\x01|0|\nprefix p/q/\n");
    assert_int_equal(pages, 3);
    assert_string_equal(w.seen[0].url,
                        "https://bucket.s3.eu-west-1.amazonaws.com/?delimiter=%2F&encoding-type=url"
                        "&list-type=2&max-keys=2&prefix=p%2F&start-after=p%2Fa");
    assert_string_equal(seen_parameter(&w.seen[1], "continuation-token"), "100%25");
    assert_string_equal(seen_parameter(&w.seen[2], "continuation-token"), "a%2F%2B%3D");
    options.max_pages = 1;
    SCRIPT(&w,
           LIST("<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>"
                "<Contents><Key>a+b%20</Key><Size>1</Size></Contents>"));
    assert_ok(list(&options), &err);
    assert_string_equal(listed, "a+b%20|1|\n"); /* not encoded: not decoded */
}

static void lists_that_make_no_sense(void **state) {
    (void)state;
    static const reply bad[] = {
        LIST("<IsTruncated>true</IsTruncated>"),
        LIST("<Contents><Size>1</Size></Contents>"),
        LIST("<Contents><Key>k</Key><Size>many</Size></Contents>"),
        {200, "", "<html></html>", 0, 0, {0}, 0},
        {200, "", "", 0, 0, {0}, 0},
        {200, "", "<ListBucketResult><Contents>", 0, 0, {0}, 0},
        {200,
         "",
         "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><ListBucketResult>&b;"
         "</ListBucketResult>",
         0,
         0,
         {0},
         0},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const reply all[] = {bad[i], bad[i], bad[i]};
        world_script(&w, all, 3);
        fetch_status status = list(NULL);
        if (status != FETCH_E_MALFORMED)
            fail_msg("list %zu: %s", i, fetch_status_name(status));
        assert_int_equal(pages, 0);
    }
    SCRIPT(&w, LIST("<EncodingType>url</EncodingType><Contents><Key>%zz</Key></Contents>"));
    assert_status(list(NULL), FETCH_E_MALFORMED);
    /* A server that never comes to an end. */
    static const reply again =
        LIST("<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>");
    const reply endless[] = {again, again, again, again};
    world_script(&w, endless, 4);
    assert_status(list(NULL), FETCH_E_MALFORMED);
    assert_int_equal(pages, 1);
}

/* ---- presigned URLs ---- */

static void presigned_urls(void **state) {
    (void)state;
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *other = NULL;
    char url[1024] = "";
    options.bucket = "examplebucket";
    options.region = "us-east-1";
    options.endpoint = "https://s3.amazonaws.com";
    options.style = FETCH_S3_VIRTUAL;
    options.access_key = "AKIAIOSFODNN7"
                         "EXAMPLE";
    options.secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY"
                         "EXAMPLEKEY";
    assert_ok(fetch_s3_create(w.client, &options, &err, &other), &err);
    w.now = INT64_C(1369353600000);
    assert_ok(fetch_s3_presign(other, "GET", "test.txt", 86400, &err, sizeof url, url), &err);
    assert_string_equal(
        url, "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
             "&X-Amz-Credential=AKIAIOSFODNN7"
             "EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
             "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
             "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    assert_status(fetch_s3_presign(other, "GET", "test.txt", 0, &err, sizeof url, url),
                  FETCH_E_ARGUMENT);
    assert_status(fetch_s3_presign(other, "GET", "test.txt", 604801, &err, sizeof url, url),
                  FETCH_E_ARGUMENT);
    assert_status(fetch_s3_presign(other, "POST", "test.txt", 1, &err, sizeof url, url),
                  FETCH_E_ARGUMENT);
    assert_status(fetch_s3_presign(other, "GET", "test.txt", 1, &err, 100, url), FETCH_E_TOO_LARGE);
    fetch_s3_free(other);
}

static void session_tokens_are_sent_and_kept_secret(void **state) {
    (void)state;
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *other = NULL;
    char url[1024] = "";
    options.bucket = "bucket";
    options.access_key = "AKID";
    options.secret_key = SECRET;
    options.session_token = TOKEN;
    assert_ok(fetch_s3_create(w.client, &options, &err, &other), &err);
    SCRIPT(&w, {403,
                "",
                "<Error><Code>AccessDenied</Code><CanonicalRequest>x-amz-security-token:" TOKEN
                "\nplanted-canary</CanonicalRequest></Error>",
                0,
                0,
                {0},
                0});
    assert_status(fetch_s3_delete(other, "k", NULL, &err), FETCH_E_FORBIDDEN);
    assert_string_equal(seen_header(&w.seen[0], "x-amz-security-token"), TOKEN);
    assert_non_null(
        strstr(seen_header(&w.seen[0], "authorization"), "x-amz-date;x-amz-security-token"));
    assert_null(strstr(err.body, TOKEN));
    assert_non_null(strstr(err.body, "planted-canary"));
    assert_null(strstr(w.log, TOKEN));
    assert_ok(fetch_s3_presign(other, "PUT", "k", 60, &err, sizeof url, url), &err);
    assert_non_null(strstr(url, "X-Amz-Security-Token=" TOKEN "&X-Amz-SignedHeaders"));
    assert_null(strstr(w.log, TOKEN));
    fetch_s3_free(other);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(where_requests_go),
        TEST(keys_reach_the_wire_unchanged),
        TEST(options_are_checked),
        TEST(what_is_signed),
        TEST(put_options_are_checked),
        TEST(an_object_is_read),
        TEST(a_wrong_checksum_is_an_error),
        TEST(a_range_is_read),
        TEST(an_empty_object_is_read),
        TEST(a_broken_read_goes_on_where_it_broke),
        TEST(a_read_that_broke_after_its_last_byte_is_whole),
        TEST(an_object_that_changes_meanwhile_is_no_object),
        TEST(too_few_bytes_are_asked_for_again),
        TEST(conditions_of_reading),
        TEST(a_reader_may_stop),
        TEST(all_of_it_in_memory),
        TEST(the_region_is_corrected),
        TEST(the_clock_is_corrected),
        TEST(refusals),
        TEST(told_delays_are_kept),
        TEST(conditions_of_writing),
        TEST(our_own_write_whose_answer_was_lost_counts),
        TEST(bodies_are_sent_again_whole),
        TEST(a_short_stream_is_one_put),
        TEST(a_long_stream_is_put_in_parts),
        TEST(a_stream_of_exactly_one_part),
        TEST(a_failed_upload_is_aborted),
        TEST(success_may_hold_an_error),
        TEST(an_upload_that_was_completed_unseen_counts),
        TEST(deleting_what_is_gone_is_fine),
        TEST(lists_page_by_page),
        TEST(lists_that_make_no_sense),
        TEST(presigned_urls),
        TEST(session_tokens_are_sent_and_kept_secret),
    };
    return cmocka_run_group_tests_name("fetch s3", tests, NULL, NULL);
}
