/* Eight threads on one client, one S3 object, one Alpaca object and one limiter. */
#include "servers.h"
#include "support.h"

#include "integration_log.h"

#include <pthread.h>

#define THREADS 8
#define ROUNDS  12

typedef struct shared {
    fetch_client *client;
    fetch_s3 *s3;
    fetch_alpaca *alpaca;
    fetch_limiter *limiter;
} shared;

typedef struct worker {
    const shared *all;
    pthread_t thread;
    int number;
    size_t bars;
    const char *failed; /* what, NULL for nothing: cmocka is for the main thread */
} worker;

static bool count_bars(void *payload, const fetch_bars_page *page) {
    worker *me = payload;
    for (size_t i = 0; i < page->count; i++)
        me->bars += page->series[i].bars.count;
    return true;
}

static const char *one_round(worker *me, int round) {
    static const char *const symbols[] = {"AAPL", "MSFT"};
    fetch_bars_query query = FETCH_BARS_QUERY_INIT;
    fetch_s3_put_options put = FETCH_S3_PUT_OPTIONS_INIT;
    char key[64], text[64], url[2048];
    void *data = NULL;
    fetch_error err;
    snprintf(key, sizeof key, "threads/%d", me->number);
    snprintf(text, sizeof text, "%d of %d", round, me->number);
    put.checksum = true;
    if (fetch_s3_put(me->all->s3, key, text, strlen(text), &put, NULL, &err, NULL) != FETCH_OK)
        return "put";
    if (fetch_s3_get_all(me->all->s3, key, NULL, 0, NULL, &err, NULL, &data) != FETCH_OK)
        return "get";
    bool same = strcmp(data, text) == 0;
    fetch_s3_release(data);
    if (!same)
        return "another thread's data";
    if (fetch_s3_presign(me->all->s3, "GET", key, 60, &err, sizeof url, url) != FETCH_OK)
        return "presign";
    query.symbols = symbols;
    query.symbol_count = 2;
    query.timeframe = "1Min";
    query.page_size = 100;
    me->bars = 0;
    if (fetch_alpaca_bars(me->all->alpaca, &query, NULL, count_bars, me, &err) != FETCH_OK)
        return "bars";
    (void)fetch_limiter_get_state(me->all->limiter);
    (void)fetch_client_clock_offset(me->all->client);
    return me->bars == 120 ? NULL : "number of bars";
}

static void *work(void *payload) {
    worker *me = payload;
    for (int round = 0; round < ROUNDS && me->failed == NULL; round++)
        me->failed = one_round(me, round);
    return NULL;
}

static void threads_share_everything(void **state) {
    (void)state;
    fetch_s3_options s3 = FETCH_S3_OPTIONS_INIT;
    fetch_alpaca_options alpaca = FETCH_ALPACA_OPTIONS_INIT;
    fetch_limiter_options limits = FETCH_LIMITER_OPTIONS_INIT;
    fetch_error err;
    worker workers[THREADS];
    shared all = {.client = integration_client(NULL, 10000)};
    limits.limit = 100000;
    limits.window = 1000; /* what the server says to be left is soon forgotten */
    assert_ok(fetch_limiter_create(&limits, &err, &all.limiter), &err);
    s3.bucket = "bucket";
    s3.endpoint = server_url("/s3");
    s3.region = "us-east-1"; /* wrong: corrected by whoever comes first */
    s3.access_key = "s3-id";
    s3.secret_key = "s3-canary-secret";
    assert_ok(fetch_s3_create(all.client, &s3, &err, &all.s3), &err);
    alpaca.base_url = server_url("/alpaca");
    alpaca.key_id = "alpaca-id";
    alpaca.secret_key = "alpaca-canary-secret";
    alpaca.limiter = all.limiter;
    assert_ok(fetch_alpaca_create(all.client, &alpaca, &err, &all.alpaca), &err);
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){.all = &all, .number = i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        if (workers[i].failed != NULL)
            fail_msg("thread %d: %s", i, workers[i].failed);
    assert_int_equal(served("alpaca"), (unsigned)(THREADS * ROUNDS * 2));
    fetch_alpaca_free(all.alpaca);
    fetch_s3_free(all.s3);
    fetch_limiter_free(all.limiter);
    fetch_client_free(all.client);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_share_everything)};
    if (!servers_start())
        return FETCH_PYTHON[0] == '\0' ? 77 : 1;
    int failed = cmocka_run_group_tests_name("fetch threads", tests, NULL, NULL);
    servers_stop();
    return failed;
}
