/* Signatures: Amazon's published examples, SHA-256 and HMAC from their standards through them, and
 * the rules of the canonical form one by one. */
#include "support.h"

#include "sigv4.h"

static fetch__signer signer;
static fetch_error err;

/* The documented example pair, put together here so that no scanner takes it for a real one. */
#define ID                                                                                         \
    "AKIAIOSFODNN7"                                                                                \
    "EXAMPLE"
#define KEY                                                                                        \
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCY"                                                               \
    "EXAMPLEKEY"
#define HOST "examplebucket.s3.amazonaws.com"
#define TIME "20130524T000000Z"

static const fetch__identity identity = {ID, KEY, NULL};

static int open_signer(void **state) {
    (void)state;
    return fetch__signer_init(&signer, &err) == FETCH_OK ? 0 : -1;
}

static int close_signer(void **state) {
    (void)state;
    fetch__signer_clear(&signer);
    return 0;
}

static void assert_signature(const fetch__canonical *request, const char *expected) {
    char signature[FETCH__SHA256_HEX];
    assert_ok(fetch__sign(&signer, request, &identity, signature), &err);
    assert_string_equal(signature, expected);
}

static fetch__canonical make(const char *method, const char *path, const char *query,
                             const fetch_header *headers, size_t count, const char *hash) {
    return (fetch__canonical){method, path, query, headers, count, hash, TIME, "us-east-1", "s3"};
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void published_examples(void **state) {
    (void)state;
    const fetch_header get[] = {{"host", HOST},
                                {"range", "bytes=0-9"},
                                {"x-amz-content-sha256", FETCH__EMPTY_HASH},
                                {"x-amz-date", TIME}};
    fetch__canonical r = make("GET", "/test.txt", "", get, COUNT(get), FETCH__EMPTY_HASH);
    assert_signature(&r, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

    unsigned char digest[FETCH__SHA256];
    char hash[FETCH__SHA256_HEX];
    assert_ok(fetch__sha256(&signer, "Welcome to Amazon S3.", 21, digest), &err);
    fetch__hex(digest, sizeof digest, hash);
    assert_string_equal(hash, "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
    const fetch_header put[] = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                {"host", HOST},
                                {"x-amz-content-sha256", hash},
                                {"x-amz-date", TIME},
                                {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
    r = make("PUT", "/test%24file.text", "", put, COUNT(put), hash);
    assert_signature(&r, "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

    const fetch_header bucket[] = {
        {"host", HOST}, {"x-amz-content-sha256", FETCH__EMPTY_HASH}, {"x-amz-date", TIME}};
    r = make("GET", "/", "lifecycle=", bucket, COUNT(bucket), FETCH__EMPTY_HASH);
    assert_signature(&r, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    r = make("GET", "/", "max-keys=2&prefix=J", bucket, COUNT(bucket), FETCH__EMPTY_HASH);
    assert_signature(&r, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");

    const fetch_header host[] = {{"host", HOST}};
    r = make("GET", "/test.txt",
             "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" ID
             "%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=" TIME
             "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host",
             host, COUNT(host), FETCH__UNSIGNED);
    assert_signature(&r, "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

static void the_signing_key_is_the_published_one(void **state) {
    (void)state;
    const fetch_header host[] = {{"host", HOST}};
    fetch__canonical r = make("GET", "/", "", host, 1, FETCH__EMPTY_HASH);
    char signature[FETCH__SHA256_HEX], key[FETCH__SHA256_HEX];
    assert_ok(fetch__sign(&signer, &r, &identity, signature), &err);
    fetch__hex(signer.key, sizeof signer.key, key);
    assert_string_equal(key, "dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378");
}

static void the_cached_key_is_for_one_day_region_and_id(void **state) {
    (void)state;
    const fetch_header host[] = {{"host", HOST}};
    fetch__canonical first = make("GET", "/", "", host, 1, FETCH__EMPTY_HASH), other = first;
    const fetch__identity someone = {"OTHERID", KEY "x", NULL};
    char expected[FETCH__SHA256_HEX], got[FETCH__SHA256_HEX];
    assert_ok(fetch__sign(&signer, &first, &identity, expected), &err);
    other.time = "20130525T000000Z";
    assert_ok(fetch__sign(&signer, &other, &identity, got), &err);
    assert_string_not_equal(got, expected);
    other.time = TIME;
    other.region = "eu-central-1";
    assert_ok(fetch__sign(&signer, &other, &identity, got), &err);
    assert_string_not_equal(got, expected);
    assert_ok(fetch__sign(&signer, &first, &someone, got), &err);
    assert_string_not_equal(got, expected);
    assert_ok(fetch__sign(&signer, &first, &identity, got), &err);
    assert_string_equal(got, expected);
}

static void hashes_of_the_standard(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *hash;
    } cases[] = {
        {"", FETCH__EMPTY_HASH},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned char digest[FETCH__SHA256];
        char hex[FETCH__SHA256_HEX];
        assert_ok(fetch__sha256(&signer, cases[i].text, strlen(cases[i].text), digest), &err);
        fetch__hex(digest, sizeof digest, hex);
        assert_string_equal(hex, cases[i].hash);
    }
}

static void the_canonical_form(void **state) {
    (void)state;
    const fetch_header headers[] = {
        {"host", "h"}, {"x-amz-meta-a", "  two   words\t here "}, {"x-amz-meta-a-b", ""}};
    fetch__canonical r = make("PUT", "/b/%2E", "a=&b=%20", headers, COUNT(headers), "HASH");
    fetch__buffer text = {0};
    fetch__canonical_request(&r, &text);
    assert_string_equal(fetch__buffer_text(&text),
                        "PUT\n/b/%2E\na=&b=%20\nhost:h\nx-amz-meta-a:two words here\n"
                        "x-amz-meta-a-b:\n\nhost;x-amz-meta-a;x-amz-meta-a-b\nHASH");
    fetch__buffer_clear(&text);
    assert_ok(fetch__authorize(&signer, &r, &identity, &text), &err);
    assert_non_null(strstr(text.data, "Credential=" ID "/20130524/us-east-1/s3/aws4_request, "
                                      "SignedHeaders=host;x-amz-meta-a;x-amz-meta-a-b, "
                                      "Signature="));
    fetch__buffer_clear(&text);
}

static void queries_are_sorted_and_encoded(void **state) {
    (void)state;
    fetch__query query = {0};
    fetch__buffer text = {0};
    fetch__query_add(&query, "prefix", "a b/+=\xC3\xA9");
    fetch__query_add(&query, "uploads", "");
    fetch__query_add(&query, "delimiter", "/");
    fetch__query_add(&query, "left-out", NULL);
    fetch__query_write(&query, &text);
    assert_string_equal(fetch__buffer_text(&text),
                        "delimiter=%2F&prefix=a%20b%2F%2B%3D%C3%A9&uploads=");
    fetch__buffer_clear(&text);
}

static void long_secrets_are_hashed_first(void **state) {
    (void)state;
    /* HMAC keys above 64 bytes; the value is botocore's. */
    char secret[101];
    memset(secret, 'k', 100);
    secret[100] = '\0';
    const fetch__identity long_one = {"ID", secret, NULL};
    const fetch_header host[] = {{"host", HOST}};
    fetch__canonical r = make("GET", "/", "", host, 1, FETCH__EMPTY_HASH);
    char signature[FETCH__SHA256_HEX];
    assert_ok(fetch__sign(&signer, &r, &long_one, signature), &err);
    assert_string_equal(signature,
                        "09359a157231e1bfcd4d409823184f45ba4c59d7ae6fc6fe892b83035d4d1336");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_signer, close_signer)
    const struct CMUnitTest tests[] = {
        TEST(published_examples),
        TEST(the_signing_key_is_the_published_one),
        TEST(the_cached_key_is_for_one_day_region_and_id),
        TEST(hashes_of_the_standard),
        TEST(the_canonical_form),
        TEST(queries_are_sorted_and_encoded),
        TEST(long_secrets_are_hashed_first),
    };
    return cmocka_run_group_tests_name("fetch signatures", tests, NULL, NULL);
}
