/* S3 against a Ceph object gateway, whose place and keys are in the environment (see rgw). The
 * smoke test is put, get, 412, list; the matrix all that a real server may see differently from
 * ours. */
#include "support.h"

#include "integration_log.h"
#include "marketkit/fetch_store.h"
#include "sigv4.h"

#include <curl/curl.h>

static fetch_client *client;
static fetch_s3 *s3;
static fetch_error err;

static const char *need(const char *name) {
    const char *value = getenv(name);
    if (value == NULL)
        fail_msg("%s is not set", name);
    return value;
}

static fetch_s3 *open_s3(const char *secret, fetch_s3_style style) {
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *made = NULL;
    options.bucket = need("FETCH_BUCKET");
    options.endpoint = need("FETCH_RGW");
    options.style = style;
    options.access_key = need("FETCH_ACCESS");
    options.secret_key = secret;
    assert_ok(fetch_s3_create(client, &options, &err, &made), &err);
    return made;
}

/* libfetch makes no buckets. */
static void make_bucket(void) {
    fetch__signer signer;
    char date[17], url[256];
    fetch_system system = integration_system();
    const fetch__identity identity = {need("FETCH_ACCESS"), need("FETCH_SECRET"), NULL};
    const char *authority = strstr(need("FETCH_RGW"), "://") + 3;
    fetch__buffer path = {0}, authorization = {0};
    assert_ok(fetch__signer_init(&signer, &err), &err);
    fetch__compact_time(system.now(NULL), date);
    assert_true(fetch__buffer_add(&path, "/") && fetch__buffer_add(&path, need("FETCH_BUCKET")));
    const fetch_header headers[] = {
        {"host", authority}, {"x-amz-content-sha256", FETCH__EMPTY_HASH}, {"x-amz-date", date}};
    const fetch__canonical request = {"PUT", path.data,   "",  headers, 3, FETCH__EMPTY_HASH,
                                      date,  "us-east-1", "s3"};
    assert_ok(fetch__authorize(&signer, &request, &identity, &authorization), &err);
    snprintf(url, sizeof url, "%s%s", need("FETCH_RGW"), path.data);
    char lines[3][512];
    struct curl_slist *list = NULL;
    snprintf(lines[0], sizeof lines[0], "x-amz-date: %s", date);
    snprintf(lines[1], sizeof lines[1], "x-amz-content-sha256: %s", FETCH__EMPTY_HASH);
    snprintf(lines[2], sizeof lines[2], "Authorization: %s", authorization.data);
    for (size_t i = 0; i < 3; i++)
        list = curl_slist_append(list, lines[i]);
    CURL *easy = curl_easy_init();
    long status = 0;
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_URL, url), CURLE_OK);
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_PROXY, ""), CURLE_OK);
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L), CURLE_OK);
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_INFILESIZE, 0L), CURLE_OK);
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list), CURLE_OK);
    assert_int_equal(curl_easy_perform(easy), CURLE_OK);
    assert_int_equal(curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status), CURLE_OK);
    assert_int_equal(status, 200);
    curl_easy_cleanup(easy);
    curl_slist_free_all(list);
    fetch__buffer_clear(&path);
    fetch__buffer_clear(&authorization);
    fetch__signer_clear(&signer);
}

static size_t listed;
static const char *expected_key;

static bool take_page(void *payload, const fetch_s3_page *page) {
    (void)payload;
    for (size_t i = 0; i < page->count; i++)
        if (expected_key == NULL || strcmp(page->entries[i].key, expected_key) == 0)
            listed++;
    return true;
}

static void put_get_412_list(void **state) {
    (void)state;
    fetch_s3_put_options put = FETCH_S3_PUT_OPTIONS_INIT;
    fetch_s3_object object;
    void *data = NULL;
    put.if_absent = true;
    assert_ok(fetch_s3_put(s3, "smoke/a b+c", "hello", 5, &put, NULL, &err, &object), &err);
    assert_string_equal(object.etag, "\"5d41402abc4b2a76b9719d911017c592\"");
    assert_status(fetch_s3_put(s3, "smoke/a b+c", "other", 5, &put, NULL, &err, NULL),
                  FETCH_E_PRECONDITION);
    assert_int_equal(err.http_status, 412);
    assert_ok(fetch_s3_get_all(s3, "smoke/a b+c", NULL, 0, NULL, &err, &object, &data), &err);
    assert_string_equal((char *)data, "hello");
    fetch_s3_release(data);
    listed = 0;
    expected_key = "smoke/a b+c";
    assert_ok(fetch_s3_list(s3, NULL, NULL, take_page, NULL, &err), &err);
    assert_int_equal(listed, 1);
    assert_ok(fetch_s3_delete(s3, "smoke/a b+c", NULL, &err), &err);
    assert_status(fetch_s3_head(s3, "smoke/a b+c", NULL, &err, &object), FETCH_E_NOT_FOUND);
}

static const char *const keys[] = {"m/plain",
                                   "m/./z",
                                   "m/x/../y",
                                   "m/a//b",
                                   "m/a%2Fb",
                                   "m/100%",
                                   "m/q?x#y",
                                   "m/a+b=c&d",
                                   "m/sp ace",
                                   "m/~!*'()",
                                   "m/colon:semi;at@,$",
                                   "m/\xC3\xA9t\xC3\xA9",
                                   "m/\xF0\x9F\x98\x80",
                                   "m/<&>\"'",
                                   "m/back\\slash",
                                   "m/{[^`|]}",
                                   "m/trail/"};

static void hostile_keys(void **state) {
    (void)state;
    const fetch_header metadata[] = {{"a", "1"}, {"a-b", "two  words"}};
    fetch_s3_put_options put = FETCH_S3_PUT_OPTIONS_INIT;
    put.metadata = metadata;
    put.metadata_count = 2;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        void *data = NULL;
        assert_ok(fetch_s3_put(s3, keys[i], keys[i], strlen(keys[i]), &put, NULL, &err, NULL),
                  &err);
        assert_ok(fetch_s3_get_all(s3, keys[i], NULL, 0, NULL, &err, NULL, &data), &err);
        assert_string_equal((char *)data, keys[i]);
        fetch_s3_release(data);
        listed = 0;
        expected_key = keys[i];
        assert_ok(fetch_s3_list(s3, NULL, NULL, take_page, NULL, &err), &err);
        assert_int_equal(listed, 1);
    }
}

static void pages_of_one_to_three(void **state) {
    (void)state;
    for (unsigned size = 1; size <= 3; size++) {
        fetch_s3_list_options options = FETCH_S3_LIST_OPTIONS_INIT;
        options.prefix = "m/";
        options.page_size = size;
        listed = 0;
        expected_key = NULL;
        assert_ok(fetch_s3_list(s3, &options, NULL, take_page, NULL, &err), &err);
        assert_int_equal(listed, sizeof keys / sizeof keys[0]);
    }
}

static bool read_x(void *payload, size_t capacity, void *buffer, size_t *length) {
    size_t *left = payload;
    size_t size = *left < capacity ? *left : capacity;
    memset(buffer, 'x', size);
    *left -= size;
    *length = size;
    return true;
}

static bool count_x(void *payload, const void *data, size_t length) {
    for (size_t i = 0; i < length; i++)
        assert_int_equal(((const char *)data)[i], 'x');
    *(size_t *)payload += length;
    return true;
}

static void parts(void **state) {
    (void)state;
    size_t left = ((size_t)5 << 20) + 1000, read = 0;
    const size_t size = left;
    fetch_s3_put_options put = FETCH_S3_PUT_OPTIONS_INIT;
    fetch_s3_object object;
    put.part_size = (size_t)5 << 20;
    assert_ok(fetch_s3_put_stream(s3, "m/parts", read_x, &left, &put, NULL, &err, &object), &err);
    assert_non_null(strstr(object.etag, "-2\""));
    assert_ok(fetch_s3_get(s3, "m/parts", NULL, NULL, count_x, &read, &err, &object), &err);
    assert_int_equal(read, size);
    assert_int_equal(object.size, size);
    assert_ok(fetch_s3_delete(s3, "m/parts", NULL, &err), &err);
}

static void ranges_and_conditions(void **state) {
    (void)state;
    fetch_s3_get_options get = FETCH_S3_GET_OPTIONS_INIT;
    fetch_s3_put_options put = FETCH_S3_PUT_OPTIONS_INIT;
    fetch_s3_object object;
    void *data = NULL;
    assert_ok(fetch_s3_put(s3, "r", "0123456789", 10, NULL, NULL, &err, &object), &err);
    get.first = 3;
    get.length = 4;
    assert_ok(fetch_s3_get_all(s3, "r", &get, 0, NULL, &err, NULL, &data), &err);
    assert_string_equal((char *)data, "3456");
    fetch_s3_release(data);
    get.first = 100;
    assert_status(fetch_s3_get_all(s3, "r", &get, 0, NULL, &err, NULL, &data), FETCH_E_REQUEST);
    assert_int_equal(err.http_status, 416);
    get = (fetch_s3_get_options)FETCH_S3_GET_OPTIONS_INIT;
    get.if_none_match = object.etag;
    assert_status(fetch_s3_get_all(s3, "r", &get, 0, NULL, &err, NULL, &data),
                  FETCH_E_NOT_MODIFIED);
    put.if_match = "\"0\"";
    assert_status(fetch_s3_put(s3, "r", "x", 1, &put, NULL, &err, NULL), FETCH_E_PRECONDITION);
    /* This gateway (16.2) compares with the ETag without its quotes. */
    char bare[FETCH_S3_ETAG_MAX];
    snprintf(bare, sizeof bare, "%.*s", (int)strlen(object.etag) - 2, object.etag + 1);
    put.if_match = bare;
    assert_ok(fetch_s3_put(s3, "r", "x", 1, &put, NULL, &err, NULL), &err);
}

static void wrong_secret(void **state) {
    (void)state;
    fetch_s3 *wrong = open_s3("not-the-secret", FETCH_S3_AUTO);
    assert_status(fetch_s3_put(wrong, "k", "v", 1, NULL, NULL, &err, NULL), FETCH_E_AUTH);
    assert_string_equal(err.code, "SignatureDoesNotMatch");
    fetch_s3_free(wrong);
}

static void virtual_host(void **state) {
    (void)state;
    fetch_s3 *virtual = open_s3(need("FETCH_SECRET"), FETCH_S3_VIRTUAL);
    void *data = NULL;
    assert_ok(fetch_s3_put(virtual, "v/ir tual", "v", 1, NULL, NULL, &err, NULL), &err);
    assert_ok(fetch_s3_get_all(s3, "v/ir tual", NULL, 0, NULL, &err, NULL, &data), &err);
    assert_string_equal((char *)data, "v");
    fetch_s3_release(data);
    fetch_s3_free(virtual);
}

static int64_t two_hours_behind(void *payload) {
    const fetch_system *real = payload;
    return real->now(real->payload) - 7200000;
}

static void skewed_clock(void **state) {
    (void)state;
    fetch_system real = integration_system(), behind = real;
    fetch_client *kept = client;
    behind.now = two_hours_behind;
    behind.payload = &real;
    client = integration_client(&behind, 30000);
    fetch_s3 *late = open_s3(need("FETCH_SECRET"), FETCH_S3_AUTO);
    assert_ok(fetch_s3_put(late, "late", "v", 1, NULL, NULL, &err, NULL), &err);
    assert_non_null(strstr(integration_log(), "-> 403"));
    fetch_s3_free(late);
    fetch_client_free(client);
    client = kept;
}

static void presigned(void **state) {
    (void)state;
    char url[2048];
    long status = 0;
    assert_ok(fetch_s3_put(s3, "pre signed", "p", 1, NULL, NULL, &err, NULL), &err);
    assert_ok(fetch_s3_presign(s3, "HEAD", "pre signed", 60, &err, sizeof url, url), &err);
    CURL *easy = curl_easy_init();
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_URL, url), CURLE_OK);
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_PROXY, ""), CURLE_OK);
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_NOBODY, 1L), CURLE_OK);
    assert_int_equal(curl_easy_perform(easy), CURLE_OK);
    assert_int_equal(curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status), CURLE_OK);
    assert_int_equal(status, 200);
    curl_easy_cleanup(easy);
}

static market_store *open_store(fetch_store_options *options) {
    const market_store_kind kind = fetch_store_kind(options);
    market_store_options how = MARKET_STORE_OPTIONS_INIT;
    market_store *store = NULL;
    market_error why = {0};
    char url[256];
    how.kinds = &kind;
    how.kind_count = 1;
    how.mode = MARKET_STORE_CREATE;
    snprintf(url, sizeof url, "s3://%s/a store", need("FETCH_BUCKET"));
    if (market_store_open(url, &how, &why, &store) != MARKET_OK)
        fail_msg("%s", why.message);
    return store;
}

/* Days of 2022 from `first` on. */
static market_put_summary put_days(market_store *store, int first, int count) {
    const market_series_key key = {"AAPL", MARKET_1DAY, "sip"};
    market_put_summary sum = {0, 0, 0};
    market_bars bars = {0};
    market_error why = {0};
    for (int i = first; i < first + count; i++) {
        market_bar bar = {.time = (18993 + i) * INT64_C(86400000), /* 2022-01-01 */
                          .open = 10,
                          .high = 12,
                          .low = 9,
                          .close = 11,
                          .volume = i,
                          .vwap = 10.5,
                          .trades = 3,
                          .factor = 1,
                          .complete = true};
        assert_int_equal(market_bars_append(&bars, &bar), MARKET_OK);
    }
    if (market_store_put_bars(store, &key, &bars, 1700000000000, &why, &sum) != MARKET_OK)
        fail_msg("%s", why.message);
    market_bars_clear(&bars);
    return sum;
}

/* What is put twice is written once, two writers leave the union, notes stay. */
static void stores(void **state) {
    (void)state;
    fetch_s3_options place = FETCH_S3_OPTIONS_INIT;
    fetch_store_options options = FETCH_STORE_OPTIONS_INIT;
    market_error why = {0};
    market_store_state found = {0};
    market_note note;
    place.endpoint = need("FETCH_RGW");
    place.access_key = need("FETCH_ACCESS");
    place.secret_key = need("FETCH_SECRET");
    options.s3 = &place;
    market_store_free(open_store(&options));
    market_store *a = open_store(&options);
    assert_int_equal(put_days(a, 0, 10).added, 10);
    assert_int_equal(put_days(a, 5, 10).added, 5); /* If-Match */
    market_store_free(a);
    a = open_store(&options);
    market_store *b = open_store(&options);
    assert_int_equal(put_days(a, 0, 15).unchanged, 15);
    assert_int_equal(put_days(a, 20, 5).added, 5);
    assert_int_equal(market_store_put_note(a, "a", "one", &why), MARKET_OK);
    assert_int_equal(put_days(b, 30, 5).added, 5); /* refused, read, merged */
    assert_int_equal(market_store_put_note(b, "b", "two", &why), MARKET_OK);
    market_store_free(a);
    market_store_free(b);
    a = open_store(&options);
    if (market_store_verify(a, &why) != MARKET_OK)
        fail_msg("%s", why.message);
    assert_int_equal(market_store_get_state(a, &why, &found), MARKET_OK);
    assert_int_equal(found.bars, 25);
    assert_int_equal(market_store_get_note(a, "a", &why, &note), MARKET_OK);
    assert_string_equal(note.text, "one");
    market_note_clear(&note);
    market_store_free(a);
}

static void no_secret_was_told(void **state) {
    (void)state;
    assert_true(strlen(integration_log()) > 100);
    assert_null(strstr(integration_log(), need("FETCH_SECRET")));
    assert_non_null(strstr(integration_log(), "smoke/a%20b%2Bc"));
}

static int start(void **state) {
    (void)state;
    client = integration_client(NULL, 30000);
    s3 = open_s3(need("FETCH_SECRET"), FETCH_S3_AUTO);
    make_bucket();
    return 0;
}

static int stop(void **state) {
    (void)state;
    fetch_s3_free(s3);
    fetch_client_free(client);
    return 0;
}

int main(void) {
    const struct CMUnitTest smoke[] = {
        cmocka_unit_test(put_get_412_list),
        cmocka_unit_test(no_secret_was_told),
    };
    const struct CMUnitTest matrix[] = {
        cmocka_unit_test(put_get_412_list),
        cmocka_unit_test(hostile_keys),
        cmocka_unit_test(pages_of_one_to_three),
        cmocka_unit_test(parts),
        cmocka_unit_test(ranges_and_conditions),
        cmocka_unit_test(wrong_secret),
        cmocka_unit_test(virtual_host),
        cmocka_unit_test(skewed_clock),
        cmocka_unit_test(presigned),
        cmocka_unit_test(stores),
        cmocka_unit_test(no_secret_was_told),
    };
    const char *kind = getenv("FETCH_KIND");
    if (kind != NULL && strcmp(kind, "matrix") == 0)
        return cmocka_run_group_tests_name("gateway matrix", matrix, start, stop);
    return cmocka_run_group_tests_name("gateway smoke", smoke, start, stop);
}
