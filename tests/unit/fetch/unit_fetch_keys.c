/* Where keys for S3 come from, and that they are renewed in time. */
#include "support.h"

#include "ini.h"

#include <unistd.h>

static world w;
static fetch_error err;

static int open_world(void **state) {
    (void)state;
    world_open(&w, NULL);
    w.environment[0] = "AWS_CONFIG_FILE=/nonexistent";
    w.environment[1] = "AWS_SHARED_CREDENTIALS_FILE=/nonexistent";
    return 0;
}

static int close_world(void **state) {
    (void)state;
    world_close(&w);
    return 0;
}

/* Deletes an object: one request to S3 after whatever the keys need. */
static fetch_status use(fetch_s3 *s3) {
    return fetch_s3_delete(s3, "k", NULL, &err);
}

static fetch_s3 *open_s3(const char *profile) {
    fetch_s3_options options = FETCH_S3_OPTIONS_INIT;
    fetch_s3 *made = NULL;
    options.bucket = "bucket";
    options.profile = profile;
    assert_ok(fetch_s3_create(w.client, &options, &err, &made), &err);
    return made;
}

static void assert_key(size_t request, const char *key) {
    char expected[64];
    const char *header = seen_header(&w.seen[request], "authorization");
    snprintf(expected, sizeof expected, "Credential=%s/", key);
    assert_non_null(header);
    if (strstr(header, expected) == NULL)
        fail_msg("%s lacks %s", header, expected);
}

#define GONE                                                                                       \
    { 204, "", NULL, 0, 0, {0}, 0 }

static char path_entry[2][256], path[2][200];

static void write_profiles(void) {
    static const char *const texts[] = {
        "# a comment\n[default]\naws_access_key_id = DEFAULT\naws_secret_access_key=s1 ; why\n"
        "[work]\r\nAWS_ACCESS_KEY_ID = WORK\r\naws_secret_access_key = s#2\naws_session_token=t2\n"
        "aws_access_key_id = WORK2\n[half]\naws_access_key_id = HALF\n",
        "[default]\nregion = eu-north-1\ns3 =\n  region = nested\n[profile "
        "work]\nregion=us-west-2\n"
        "endpoint_url = http://localhost:9\nrole_arn = x\n[profile conf]\naws_access_key_id=CONF\n"
        "aws_secret_access_key=s3\n"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(path[i], sizeof path[i], "/tmp/fetch-keys-%d-%zu", (int)getpid(), i);
        FILE *file = fopen(path[i], "w");
        assert_non_null(file);
        assert_true(fputs(texts[i], file) >= 0);
        assert_int_equal(fclose(file), 0);
    }
    snprintf(path_entry[0], sizeof path_entry[0], "AWS_SHARED_CREDENTIALS_FILE=%s", path[0]);
    snprintf(path_entry[1], sizeof path_entry[1], "AWS_CONFIG_FILE=%s", path[1]);
    w.environment[0] = path_entry[0];
    w.environment[1] = path_entry[1];
}

static void drop_profiles(void) {
    (void)remove(path[0]);
    (void)remove(path[1]);
}

/* ---- static sources ---- */

static void the_environment_comes_first(void **state) {
    (void)state;
    w.environment[2] = "AWS_ACCESS_KEY_ID=ENVKEY";
    w.environment[3] = "AWS_SECRET_ACCESS_KEY=env-secret";
    w.environment[4] = "AWS_SESSION_TOKEN=env-token";
    w.environment[5] = "AWS_REGION=ap-south-1";
    w.environment[6] = "AWS_DEFAULT_REGION=us-east-2";
    write_profiles();
    fetch_s3 *s3 = open_s3(NULL);
    SCRIPT(&w, GONE);
    assert_ok(use(s3), &err);
    assert_key(0, "ENVKEY");
    assert_string_equal(seen_header(&w.seen[0], "x-amz-security-token"), "env-token");
    assert_non_null(strstr(w.seen[0].url, "s3.ap-south-1.amazonaws.com"));
    fetch_s3_free(s3);
    /* A profile that is asked for by name comes before the environment's keys. */
    s3 = open_s3("work");
    SCRIPT(&w, GONE);
    assert_ok(use(s3), &err);
    assert_key(0, "WORK2");
    fetch_s3_free(s3);
    drop_profiles();
}

static void profiles(void **state) {
    (void)state;
    static const struct {
        const char *name, *key, *url;
    } cases[] = {{NULL, "DEFAULT", "https://bucket.s3.eu-north-1.amazonaws.com/k"},
                 {"work", "WORK2", "http://localhost:9/bucket/k"},
                 {"conf", "CONF", "https://bucket.s3.us-east-1.amazonaws.com/k"}};
    write_profiles();
    for (size_t i = 0; i < 3; i++) {
        fetch_s3 *s3 = open_s3(cases[i].name);
        SCRIPT(&w, GONE);
        assert_ok(use(s3), &err);
        assert_key(0, cases[i].key);
        assert_string_equal(w.seen[0].url, cases[i].url);
        fetch_s3_free(s3);
    }
    assert_non_null(strstr(w.log, "role_arn is not supported"));
    w.environment[2] = "AWS_PROFILE=work";
    fetch_s3 *s3 = open_s3(NULL);
    SCRIPT(&w, GONE);
    assert_ok(use(s3), &err);
    assert_key(0, "WORK2");
    assert_string_equal(seen_header(&w.seen[0], "x-amz-security-token"), "t2");
    fetch_s3_free(s3);
    drop_profiles();
}

static void ini_lines(void **state) {
    (void)state;
    static const char text[] =
        "lost=1\n[a]\nk=v # c\n  nested = 1\nhash=a#b\n\n; c\nnothing\n=x\n[ b ]\n"
        "Last =  two words \nopen[=]\n[unclosed\nz=1";
    static const char *const expected[][3] = {{"a", "k", "v"},
                                              {"a", "hash", "a#b"},
                                              {"b", "Last", "two words"},
                                              {"b", "open[", "]"},
                                              {"b", "z", "1"}};
    fetch__ini ini = {.text = text, .length = sizeof text - 1};
    fetch__setting s;
    size_t i = 0;
    while (fetch__ini_next(&ini, &s)) {
        assert_true(i < 5);
        assert_true(fetch__slice_is(s.section, s.section_length, expected[i][0]));
        assert_true(fetch__slice_is(s.key, s.key_length, expected[i][1]));
        assert_true(fetch__slice_is(s.value, s.value_length, expected[i][2]));
        i++;
    }
    assert_int_equal(i, 5);
}

/* ---- endpoints ---- */

#define KEYS(id, expires)                                                                          \
    {                                                                                              \
        200, "",                                                                                   \
            "{\"Code\":\"Success\",\"AccessKeyId\":\"" id                                          \
            "\",\"SecretAccessKey\":\"remote-secret\","                                            \
            "\"Token\":\"remote-token\",\"Expiration\":\"" expires "\"}",                          \
            0, 0, {0}, 0                                                                           \
    }

static void an_instance_gives_keys(void **state) {
    (void)state;
    fetch_s3 *s3 = open_s3(NULL);
    SCRIPT(&w, {200, "", "imds-session\n", 0, 0, {0}, 0}, {200, "", "the-role", 0, 0, {0}, 0},
           KEYS("IMDS", "2022-11-01T18:00:00Z"), GONE, GONE);
    assert_ok(use(s3), &err);
    assert_string_equal(w.seen[0].method, "PUT");
    assert_string_equal(w.seen[0].url, "http://169.254.169.254/latest/api/token");
    assert_string_equal(seen_header(&w.seen[0], "x-aws-ec2-metadata-token-ttl-seconds"), "21600");
    assert_true(w.seen[0].direct && w.seen[0].timeout == 1000);
    assert_string_equal(w.seen[1].url,
                        "http://169.254.169.254/latest/meta-data/iam/security-credentials/");
    assert_string_equal(seen_header(&w.seen[2], "x-aws-ec2-metadata-token"), "imds-session");
    assert_string_equal(
        w.seen[2].url, "http://169.254.169.254/latest/meta-data/iam/security-credentials/the-role");
    assert_key(3, "IMDS");
    assert_string_equal(seen_header(&w.seen[3], "x-amz-security-token"), "remote-token");
    assert_false(w.seen[3].direct);
    assert_ok(use(s3), &err); /* from the cache */
    assert_int_equal(w.requests, 5);
    assert_null(strstr(w.log, "remote-secret"));
    assert_null(strstr(w.log, "imds-session"));
    fetch_s3_free(s3);
}

static void keys_are_renewed_before_they_expire(void **state) {
    (void)state;
    w.environment[2] = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/creds?id=1";
    w.environment[3] = "AWS_CONTAINER_AUTHORIZATION_TOKEN=container-token";
    fetch_s3 *s3 = open_s3(NULL);
    SCRIPT(&w, KEYS("FIRST", "2022-11-01T13:00:00Z"), GONE);
    assert_ok(use(s3), &err);
    assert_string_equal(w.seen[0].url, "http://169.254.170.2/creds?id=1");
    assert_string_equal(seen_header(&w.seen[0], "authorization"), "container-token");
    assert_key(1, "FIRST");
    w.now += 44 * 60000; /* 16 minutes are left */
    SCRIPT(&w, GONE);
    assert_ok(use(s3), &err);
    w.now += 2 * 60000; /* 14: one tries; a failure does no harm, and is not repeated at once */
    SCRIPT(&w, {404, "", "", 0, 0, {0}, 0}, GONE, GONE);
    assert_ok(use(s3), &err);
    assert_ok(use(s3), &err);
    assert_key(1, "FIRST");
    assert_key(2, "FIRST");
    w.now += 5 * 60000;
    SCRIPT(&w, KEYS("SECOND", "2022-11-01T19:00:00Z"), GONE);
    assert_ok(use(s3), &err);
    assert_key(1, "SECOND");
    w.now += 24 * 3600000; /* over: no keys, no request */
    SCRIPT(&w, {404, "", "", 0, 0, {0}, 0});
    assert_status(use(s3), FETCH_E_CREDENTIALS);
    fetch_s3_free(s3);
}

static void expired_tokens_are_replaced_once(void **state) {
    (void)state;
    w.environment[2] = "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://localhost:1338/creds";
    fetch_s3 *s3 = open_s3(NULL);
    static const reply expired = {400, "", "<Error><Code>ExpiredToken</Code></Error>", 0, 0,
                                  {0}, 0};
    const reply good[] = {KEYS("FIRST", "2022-11-02T13:00:00Z"), expired,
                          KEYS("SECOND", "2022-11-02T13:00:00Z"), GONE};
    world_script(&w, good, 4);
    assert_ok(use(s3), &err);
    assert_key(3, "SECOND");
    const reply bad[] = {expired, KEYS("THIRD", "2022-11-02T13:00:00Z"), expired};
    world_script(&w, bad, 3);
    assert_status(use(s3), FETCH_E_AUTH);
    fetch_s3_free(s3);
}

static void endpoints_that_are_not_asked(void **state) {
    (void)state;
    static const char *const bad[] = {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://example.com/creds",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.2.example.com/",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI=ftp://localhost/",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://10.0.0.1",
        "AWS_EC2_METADATA_DISABLED=TRUE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=@evil.example/",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        w.environment[2] = bad[i];
        fetch_s3 *s3 = open_s3(NULL);
        SCRIPT(&w, GONE);
        assert_status(use(s3), FETCH_E_CREDENTIALS);
        assert_int_equal(w.requests, 0);
        fetch_s3_free(s3);
    }
    w.environment[2] = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/creds";
    w.environment[3] = "AWS_CONTAINER_AUTHORIZATION_TOKEN=a\nX-Evil: 1";
    fetch_s3 *s3 = open_s3(NULL);
    assert_status(use(s3), FETCH_E_CREDENTIALS);
    fetch_s3_free(s3);
}

static void answers_without_keys(void **state) {
    (void)state;
    static const char *const bad[] = {"",
                                      "[]",
                                      "{}",
                                      "{\"AccessKeyId\":\"A\"}",
                                      "{\"AccessKeyId\":\"A\",\"SecretAccessKey\":7}",
                                      "<html>",
                                      "{\"AccessKeyId\":\"A\\nB\",\"SecretAccessKey\":\"s\"}"};
    w.environment[2] = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/creds";
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        fetch_s3 *s3 = open_s3(NULL);
        const reply r = {200, "", bad[i], 0, 0, {0}, 0};
        world_script(&w, &r, 1);
        assert_status(use(s3), FETCH_E_CREDENTIALS);
        assert_int_equal(w.requests, 1);
        fetch_s3_free(s3);
    }
}

static void nowhere_to_be_found(void **state) {
    (void)state;
    fetch_s3 *s3 = open_s3(NULL);
    static const reply none = {0, NULL, NULL, 0, 0, {FETCH_E_NETWORK, false, true, "no route"}, 0};
    const reply all[] = {none, none, none};
    world_script(&w, all, 3);
    assert_status(use(s3), FETCH_E_CREDENTIALS);
    assert_non_null(strstr(err.message, "no credentials"));
    fetch_s3_free(s3);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
    const struct CMUnitTest tests[] = {
        TEST(the_environment_comes_first),
        TEST(profiles),
        TEST(ini_lines),
        TEST(an_instance_gives_keys),
        TEST(keys_are_renewed_before_they_expire),
        TEST(expired_tokens_are_replaced_once),
        TEST(endpoints_that_are_not_asked),
        TEST(answers_without_keys),
        TEST(nowhere_to_be_found),
    };
    return cmocka_run_group_tests_name("fetch keys", tests, NULL, NULL);
}
