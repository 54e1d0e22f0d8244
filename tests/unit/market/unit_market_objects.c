/* A store of objects: what is read back is what a sqlite store gives, whatever other writers do. */
#include "contents.h"
#include "objects.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>

static market_store *open_objects(memory_objects *memory) {
    market_store *store = NULL;
    market_error err = {0};
    assert_ok(memory_open(memory, MARKET_STORE_CREATE, &err, &store), &err);
    return store;
}

static market_store *reopen(market_store *store, memory_objects *memory) {
    market_store_free(store);
    return open_objects(memory);
}

static void same_summary(market_put_summary a, market_put_summary b) {
    assert_int_equal(a.added, b.added);
    assert_int_equal(a.revised, b.revised);
    assert_int_equal(a.unchanged, b.unchanged);
}

static void both_kinds_agree(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_store *file = open_store("agree.db"), *objects = open_objects(&memory);
    market_error err = {0};
    uint64_t random = 11;
    for (int round = 0; round < 250; round++) {
        uint64_t again = random;
        bool grouped = round % 7 == 0, undone = round % 21 == 0;
        if (grouped) {
            assert_ok(market_store_begin(file, &err), &err);
            assert_ok(market_store_begin(objects, &err), &err);
            (void)put_something(file, round * 7 % 12, &random);
            (void)put_something(objects, round * 7 % 12, &again);
            again = random;
        }
        market_put_summary a = put_something(file, round * 5 % 12, &random);
        market_put_summary b = put_something(objects, round * 5 % 12, &again);
        same_summary(a, b);
        assert_true(random == again);
        if (grouped) {
            assert_ok(undone ? market_store_rollback(file, &err) : market_store_commit(file, &err),
                      &err);
            assert_ok(undone ? market_store_rollback(objects, &err)
                             : market_store_commit(objects, &err),
                      &err);
        }
        if (round % 13 == 0)
            objects = reopen(objects, &memory);
        if (round % 50 == 49)
            assert_same_contents(file, objects);
    }
    objects = reopen(objects, &memory);
    assert_same_contents(file, objects);
    assert_ok(market_store_verify(objects, &err), &err);
    market_store_free(objects);
    market_store_free(file);
    memory_clear(&memory);
}

/* Each handle believes what it saw when it was opened or last wrote. What they leave is what one
 * store makes of the same calls in the same order. */
static void two_writers_leave_the_union(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        memory_objects memory = {.items = NULL};
        char name[32];
        (void)snprintf(name, sizeof name, "union%u.db", (unsigned)seed);
        market_store *file = open_store(name);
        market_store *writers[2] = {open_objects(&memory), open_objects(&memory)};
        uint64_t random = seed;
        for (int round = 0; round < 150; round++) {
            uint64_t again = random;
            (void)put_something(file, round, &random);
            (void)put_something(writers[next_random(&random) % 2], round, &again);
        }
        assert_true(memory.pauses > 20);
        market_store_free(writers[0]);
        market_store_free(writers[1]);
        market_store *objects = open_objects(&memory);
        market_error err = {0};
        assert_ok(market_store_verify(objects, &err), &err);
        assert_same_contents(file, objects);
        market_store_free(objects);
        market_store_free(file);
        memory_clear(&memory);
    }
}

static market_status put_days(market_store *store, const char *first, size_t count,
                              int64_t fetched_at, market_error *err, market_put_summary *sum) {
    market_bars bars;
    market_series_key key = {"AAPL", MARKET_1DAY, "sip"};
    make_days(&bars, first, count);
    market_status status = market_store_put_bars(store, &key, &bars, fetched_at, err, sum);
    market_bars_clear(&bars);
    return status;
}

static void unchanged_content_is_not_written(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_put_summary sum;
    market_store *store = open_objects(&memory);
    assert_ok(put_days(store, "2021-11-01", 100, 1, &err, &sum), &err);
    assert_int_equal(memory.puts, 3); /* the symbol and two years */
    store = reopen(store, &memory);
    assert_int_equal(memory.puts, 4); /* and the manifest */
    unsigned gets = memory.gets;
    assert_ok(put_days(store, "2022-01-03", 5, 2, &err, &sum), &err);
    assert_int_equal(sum.unchanged + sum.revised + sum.added, 5);
    assert_int_equal(memory.gets - gets, 1); /* 2022 alone */
    unsigned puts = memory.puts;
    assert_ok(put_days(store, "2022-01-03", 5, 3, &err, &sum), &err);
    assert_int_equal(sum.unchanged, 5);
    assert_int_equal(memory.puts, puts);
    market_store_free(store);
    memory_clear(&memory);
}

static void the_same_rows_are_the_same_bytes(void **state) {
    (void)state;
    memory_objects a = {.items = NULL}, b = {.items = NULL};
    market_error err = {0};
    market_put_summary sum;
    market_store *x = open_objects(&a), *y = open_objects(&b);
    assert_ok(put_days(x, "2022-01-03", 10, 7, &err, &sum), &err);
    assert_ok(put_days(y, "2022-01-03", 10, 7, &err, &sum), &err);
    market_store_free(x);
    market_store_free(y);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        const memory_object *other = memory_find(&b, a.items[i].key);
        assert_non_null(other);
        assert_int_equal(a.items[i].length, other->length);
        assert_memory_equal(a.items[i].data, other->data, other->length);
    }
    const memory_object *year = memory_find(&a, "bars/AAPL/1Day/sip/2022.ndjson.gz");
    assert_non_null(year);
    assert_memory_equal(year->data + 4, "\0\0\0\0", 4); /* gzip's time */
    memory_clear(&a);
    memory_clear(&b);
}

static void keys_are_safe(void **state) {
    (void)state;
    static const struct {
        const char *topic, *key;
    } cases[] = {{"two words", "posts/two%20words/1970-01-02.ndjson.gz"},
                 {"a/b", "posts/a%2Fb/1970-01-02.ndjson.gz"},
                 {"\xC3\xBC", "posts/%C3%BC/1970-01-02.ndjson.gz"},
                 {"..", "posts/%2E./1970-01-02.ndjson.gz"},
                 {"50%", "posts/50%25/1970-01-02.ndjson.gz"}};
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_store *store = open_objects(&memory);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        market_post post = {.id = "7", .created_at = 86400000, .text = "x"};
        assert_ok(market_store_put_posts(store, cases[i].topic, &post, 1, 1, &err, NULL), &err);
        assert_non_null(memory_find(&memory, cases[i].key));
    }
    store = reopen(store, &memory);
    market_topic_list topics;
    assert_ok(market_store_list_topics(store, &err, &topics), &err);
    assert_int_equal(topics.count, sizeof cases / sizeof cases[0]);
    market_topic_list_clear(&topics);
    market_store_free(store);
    memory_clear(&memory);
}

static void eight_rounds_and_no_more(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_put_summary sum;
    market_store *store = open_objects(&memory);
    assert_ok(put_days(store, "2022-01-03", 5, 1, &err, &sum), &err);
    memory.conflicts = 7;
    assert_ok(put_days(store, "2022-01-10", 5, 1, &err, &sum), &err);
    assert_int_equal(memory.pauses, 7);
    memory.conflicts = 8;
    assert_status(put_days(store, "2022-01-17", 5, 1, &err, &sum), MARKET_E_LOCKED);
    assert_non_null(strstr(err.message, "bars/AAPL/1Day/sip/2022.ndjson.gz"));
    /* It goes on as if that had not been. */
    assert_ok(put_days(store, "2022-01-17", 5, 1, &err, &sum), &err);
    assert_int_equal(sum.added, 5);
    store = reopen(store, &memory);
    market_store_state now;
    assert_ok(market_store_get_state(store, &err, &now), &err);
    assert_int_equal(now.bars, 15);
    market_store_free(store);
    memory_clear(&memory);
}

/* A put that fails may have reached the service: the next one merges with what is there. */
static void failed_writes_are_repeated(void **state) {
    (void)state;
    for (unsigned n = 1; n <= 3; n++) {
        memory_objects memory = {.items = NULL};
        market_error err = {0};
        market_put_summary sum;
        market_store *store = open_objects(&memory);
        memory.failing_put = n;
        memory.put_failure = MARKET_E_IO;
        assert_status(put_days(store, "2021-12-01", 60, 1, &err, &sum), MARKET_E_IO);
        assert_ok(put_days(store, "2021-12-01", 60, 1, &err, &sum), &err);
        assert_int_equal(sum.added, 60);
        store = reopen(store, &memory);
        market_store_state now;
        assert_ok(market_store_get_state(store, &err, &now), &err);
        assert_int_equal(now.bars, 60);
        assert_ok(market_store_verify(store, &err), &err);
        market_store_free(store);
        memory_clear(&memory);
    }
}

static const char year_key[] = "bars/AAPL/1Day/sip/2022.ndjson.gz";

static void damage_is_named_and_kept(void **state) {
    (void)state;
    static const char head[] =
        "{\"marketkit\":1,\"part\":\"bars/AAPL/1Day/sip/2022\",\"revision\":1}\n";
    static const char *const rows[] = {
        "{\"time\":1641168000000,\"open\":1,\"high\":2,\"low\":1,\"close\":",
        "{\"time\":1641168000000,\"open\":1,\"high\":2,\"low\":3,\"close\":1,\"fetched_at\":1}",
        "{\"time\":\"soon\",\"open\":1,\"high\":2,\"low\":1,\"close\":1,\"fetched_at\":1}",
        "{\"time\":1609632000000,\"open\":1,\"high\":2,\"low\":1,\"close\":1,\"fetched_at\":1}",
        "[1]",
        "{}"};
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_put_summary sum;
    market_store *store = open_objects(&memory);
    assert_ok(put_days(store, "2022-01-03", 5, 1, &err, &sum), &err);
    market_store_free(store);
    memory_object sound = *memory_find(&memory, year_key);
    unsigned char copy[4096];
    assert_true(sound.length < sizeof copy);
    memcpy(copy, sound.data, sound.length);
    /* The manifest still has the tag of what was there before, so that opening reads them. */
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        int length = snprintf(text, sizeof text, "%s%s", head, rows[i]);
        memory_set(&memory, year_key, text, (size_t)length);
        assert_status(memory_open(&memory, MARKET_STORE_CREATE, &err, &store), MARKET_E_CORRUPT);
        assert_non_null(strstr(err.message, year_key));
        assert_int_equal(err.line, 2);
        assert_memory_equal(memory_find(&memory, year_key)->data, text, (size_t)length);
    }
    for (size_t length = 0; length < sound.length; length += 7) {
        memory_set(&memory, year_key, copy, length);
        assert_status(memory_open(&memory, MARKET_STORE_CREATE, &err, &store), MARKET_E_CORRUPT);
        assert_non_null(strstr(err.message, year_key));
        assert_int_equal(memory_find(&memory, year_key)->length, length);
    }
    memory_set(&memory, year_key, "{\"marketkit\":2}", 15);
    assert_status(memory_open(&memory, MARKET_STORE_CREATE, &err, &store), MARKET_E_NEWER);
    memory_clear(&memory);
}

static void the_manifest_can_be_rebuilt(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_put_summary sum;
    market_store *store = open_objects(&memory), *file = open_store("manifest.db");
    assert_ok(put_days(store, "2021-11-01", 100, 1, &err, &sum), &err);
    assert_ok(put_days(file, "2021-11-01", 100, 1, &err, &sum), &err);
    store = reopen(store, &memory);
    assert_ok(market_store_verify(store, &err), &err);
    market_store_free(store);
    static const char *const texts[] = {NULL,
                                        "",
                                        "{",
                                        "{\"objects\":[]}",
                                        "[]",
                                        "{\"marketkit\":1,\"objects\":[{\"key\":\"bars/GONE/1Day/"
                                        "sip/2022\",\"etag\":\"x\",\"revision\":1}]}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        memory_remove(&memory, "manifest.json");
        if (texts[i] != NULL)
            memory_set(&memory, "manifest.json", texts[i], strlen(texts[i]));
        assert_ok(memory_open(&memory, MARKET_STORE_READ, &err, &store), &err);
        assert_same_contents(file, store);
        assert_status(market_store_verify(store, &err), MARKET_E_CORRUPT);
        assert_non_null(strstr(err.message, "manifest"));
        assert_status(market_store_repair(store, &err), MARKET_E_READ_ONLY);
        market_store_free(store);
        store = open_objects(&memory);
        assert_ok(market_store_repair(store, &err), &err);
        assert_ok(market_store_verify(store, &err), &err);
        store = reopen(store, &memory);
        unsigned gets = memory.gets;
        market_store_state now;
        assert_ok(market_store_get_state(store, &err, &now), &err);
        assert_int_equal(now.bars, 100);
        assert_int_equal(memory.gets, gets);
        market_store_free(store);
    }
    market_store_free(file);
    memory_clear(&memory);
}

/* The writer that was killed wrote an object and no manifest. */
static void a_killed_writers_objects_are_found(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_put_summary sum;
    market_store *store = open_objects(&memory);
    assert_ok(put_days(store, "2022-01-03", 5, 1, &err, &sum), &err);
    store = reopen(store, &memory);
    assert_ok(put_days(store, "2022-01-10", 5, 1, &err, &sum), &err);
    market_store *other = open_objects(&memory);
    market_store_state now;
    assert_ok(market_store_get_state(other, &err, &now), &err);
    assert_int_equal(now.bars, 10);
    market_store_free(other);
    market_store_free(store);
    memory_clear(&memory);
}

static void only_what_exists_opens_for_reading(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_store *store = NULL;
    assert_status(memory_open(&memory, MARKET_STORE_READ, &err, &store), MARKET_E_NOT_FOUND);
    assert_status(memory_open(&memory, MARKET_STORE_WRITE, &err, &store), MARKET_E_NOT_FOUND);
    market_put_summary sum;
    store = open_objects(&memory);
    assert_ok(put_days(store, "2022-01-03", 5, 1, &err, &sum), &err);
    market_store_free(store);
    assert_ok(memory_open(&memory, MARKET_STORE_READ, &err, &store), &err);
    assert_status(put_days(store, "2022-01-03", 5, 2, &err, &sum), MARKET_E_READ_ONLY);
    assert_string_equal(market_store_path(store), "mem:test");
    market_store_free(store);
    memory_clear(&memory);
}

static void every_double_comes_back(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_bars bars = {0};
    uint64_t random = 5;
    market_series_key key = {"AAPL", MARKET_1MIN, "sip"};
    market_store *store = open_objects(&memory), *file = open_store("doubles.db");
    for (int i = 0; i < 5000; i++) {
        double value = ldexp(1 + next_random(&random) / 4294967296.0 +
                                 next_random(&random) / 18446744073709551616.0,
                             (int)(next_random(&random) % 120) - 60);
        if (i % 3 == 0)
            value = (double)(next_random(&random) % 1000000 + 1) / 10000;
        market_bar bar = make_bar((int64_t)i * 60000, value, value, value, value);
        bar.volume = i % 2 ? (double)NAN : 1e15 + i;
        assert_int_equal(market_bars_append(&bars, &bar), MARKET_OK);
    }
    assert_ok(market_store_put_bars(store, &key, &bars, 1, &err, NULL), &err);
    assert_ok(market_store_put_bars(file, &key, &bars, 1, &err, NULL), &err);
    store = reopen(store, &memory);
    assert_same_contents(file, store);
    market_bars_clear(&bars);
    market_store_free(store);
    market_store_free(file);
    memory_clear(&memory);
}

static void bad_rows_are_refused_as_in_a_file(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_bars bars = {0};
    market_series_key key = {"AAPL", MARKET_1DAY, "sip"};
    market_store *store = open_objects(&memory);
    market_bar bar = make_bar(at("2022-01-03"), 1, 2, 1, 2);
    assert_int_equal(market_bars_append(&bars, &bar), MARKET_OK);
    bar.close = 1; /* the same day again, with another price */
    assert_int_equal(market_bars_append(&bars, &bar), MARKET_OK);
    assert_status(market_store_put_bars(store, &key, &bars, 1, &err, NULL), MARKET_E_BAD_ROW);
    assert_int_equal(err.line, 2);
    assert_int_equal(memory.puts, 0);
    market_bars_clear(&bars);
    market_store_free(store);
    memory_clear(&memory);
}

static void fill(market_store *store, uint64_t seed, int rounds) {
    uint64_t random = seed;
    for (int round = 0; round < rounds; round++)
        (void)put_something(store, round, &random);
}

static bool stop_after_three(void *payload, const char *part, const market_sync_summary *done) {
    (void)payload;
    assert_true(part[0] != '\0');
    return done->parts < 3;
}

static void stores_of_any_kind_are_copied(void **state) {
    (void)state;
    memory_objects a = {.items = NULL}, b = {.items = NULL};
    market_error err = {0};
    market_sync_summary sum;
    market_store *file = open_store("sync-from.db"), *back = open_store("sync-back.db");
    market_store *x = open_objects(&a), *y = open_objects(&b);
    fill(file, 3, 120);
    assert_ok(market_store_sync(file, x, NULL, NULL, &err, &sum), &err);
    assert_int_equal(sum.copied, sum.parts);
    x = reopen(x, &a);
    assert_same_contents(file, x);
    assert_ok(market_store_sync(x, y, NULL, NULL, &err, &sum), &err);
    assert_int_equal(sum.copied, sum.parts);
    assert_ok(market_store_sync(y, back, NULL, NULL, &err, &sum), &err);
    assert_int_equal(sum.copied, sum.parts);
    assert_same_contents(file, back);
    /* Again: nothing is read nor written but what is new. */
    x = reopen(x, &a);
    y = reopen(y, &b);
    unsigned gets = a.gets + b.gets, puts = a.puts + b.puts;
    market_store *const pairs[][2] = {{file, x}, {x, y}, {y, back}, {back, file}, {back, x}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_ok(market_store_sync(pairs[i][0], pairs[i][1], NULL, NULL, &err, &sum), &err);
        assert_true(sum.parts > 50);
        assert_int_equal(sum.copied, 0);
    }
    assert_int_equal(a.gets + b.gets, gets);
    assert_int_equal(a.puts + b.puts, puts);
    assert_ok(put_days(file, "2022-01-03", 3, 1, &err, NULL), &err);
    assert_ok(market_store_sync(file, x, NULL, NULL, &err, &sum), &err);
    assert_int_equal(sum.copied, 1);
    assert_int_equal(sum.rows.added + sum.rows.revised + sum.rows.unchanged, 3);
    market_store_free(file);
    market_store_free(back);
    market_store_free(x);
    market_store_free(y);
    memory_clear(&a);
    memory_clear(&b);
}

/* Both ways: each has what the other had, newer values on top. */
static void stores_that_parted_meet_again(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_store *file = open_store("meet.db"), *objects = open_objects(&memory);
    uint64_t random = 8, times = 1;
    for (int round = 0; round < 60; round++) {
        market_bars bars;
        market_series_key key = {"AAPL", MARKET_1DAY, "sip"};
        make_days(&bars, "2022-01-03", 20);
        bars.close[next_random(&random) % 20] += 0.5;
        assert_ok(market_store_put_bars(next_random(&random) % 2 ? file : objects, &key, &bars,
                                        (int64_t)times++, &err, NULL),
                  &err);
        market_bars_clear(&bars);
    }
    assert_ok(market_store_sync(file, objects, NULL, NULL, &err, NULL), &err);
    assert_ok(market_store_sync(objects, file, NULL, NULL, &err, NULL), &err);
    market_sync_summary sum;
    assert_ok(market_store_sync(file, objects, NULL, NULL, &err, &sum), &err);
    assert_int_equal(sum.rows.added + sum.rows.revised, 0);
    market_query query = MARKET_QUERY_INIT;
    market_series x, y;
    query.symbol = "AAPL";
    assert_ok(market_store_query(file, &query, &err, &x), &err);
    assert_ok(market_store_query(objects, &query, &err, &y), &err);
    for (size_t i = 0; i < x.bars.count; i++)
        assert_same(x.bars.close[i], y.bars.close[i]);
    market_series_clear(&x);
    market_series_clear(&y);
    market_store_free(file);
    market_store_free(objects);
    memory_clear(&memory);
}

static void a_stopped_copy_goes_on(void **state) {
    (void)state;
    market_error err = {0};
    market_sync_summary sum;
    market_store *from = open_store("stop-from.db"), *to = open_store("stop-to.db");
    fill(from, 5, 40);
    assert_status(market_store_sync(from, to, stop_after_three, NULL, &err, NULL),
                  MARKET_E_CANCELLED);
    assert_ok(market_store_sync(from, to, NULL, NULL, &err, &sum), &err);
    assert_int_equal(sum.parts - sum.copied, 3);
    assert_same_contents(from, to);
    assert_status(market_store_sync(from, from, NULL, NULL, &err, NULL), MARKET_E_ARGUMENT);
    assert_ok(market_store_begin(to, &err), &err);
    assert_status(market_store_sync(from, to, NULL, NULL, &err, NULL), MARKET_E_STATE);
    market_store_free(from);
    market_store_free(to);
}

static market_store *open_snapshot(const char *folder) {
    char name[64] = "", url[600];
    (void)snprintf(url, sizeof url, "%s/current", folder);
    FILE *file = fopen(url, "r");
    assert_non_null(file);
    assert_non_null(fgets(name, sizeof name, file));
    (void)fclose(file);
    name[strcspn(name, "\n")] = '\0';
    (void)snprintf(url, sizeof url, "sqlite:%s/%s", folder, name);
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    market_store *store = NULL;
    market_error err = {0};
    options.mode = MARKET_STORE_READ;
    assert_ok(market_store_open(url, &options, &err, &store), &err);
    return store;
}

static void check_publishing(market_store *store, const char *folder) {
    market_error err = {0};
    uint64_t generation = 0, now = 0;
    bool is_new = false;
    assert_int_equal(mkdir(folder, 0777), 0);
    for (int round = 0; round < 6; round++) {
        assert_ok(put_days(store, "2022-01-03", (size_t)(5 + round), round, &err, NULL), &err);
        assert_ok(market_store_publish(store, folder, 2, NULL, NULL, &err, &generation, &is_new),
                  &err);
        assert_true(is_new);
        assert_ok(market_store_generation(store, &err, &now), &err);
        assert_int_equal(generation, now);
        market_store *snapshot = open_snapshot(folder);
        assert_same_contents(store, snapshot);
        assert_ok(market_store_generation(snapshot, &err, &now), &err);
        assert_int_equal(generation, now);
        market_store_free(snapshot);
        assert_ok(market_store_publish(store, folder, 2, NULL, NULL, &err, &generation, &is_new),
                  &err);
        assert_false(is_new);
    }
    size_t snapshots = 0;
    DIR *list = opendir(folder);
    assert_non_null(list);
    for (const struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        snapshots += strncmp(entry->d_name, "market-", 7) == 0;
        assert_null(strstr(entry->d_name, "partial"));
        assert_null(strstr(entry->d_name, "-wal"));
    }
    (void)closedir(list);
    assert_int_equal(snapshots, 2);
}

static void snapshots_are_published(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_store *file = open_store("publish.db"), *objects = open_objects(&memory);
    check_publishing(file, temp_path("published-file"));
    check_publishing(objects, temp_path("published-objects"));
    assert_status(
        market_store_publish(file, temp_path("no-such-folder"), 0, NULL, NULL, &err, NULL, NULL),
        MARKET_E_PERMISSION);
    market_store_free(file);
    market_store_free(objects);
    memory_clear(&memory);
}

/* A backup of a store of objects is a plain store. */
static void objects_are_backed_up(void **state) {
    (void)state;
    memory_objects memory = {.items = NULL};
    market_error err = {0};
    market_store *objects = open_objects(&memory);
    fill(objects, 9, 60);
    objects = reopen(objects, &memory);
    char path[300];
    (void)snprintf(path, sizeof path, "%s", temp_path("objects-backup.db"));
    assert_ok(market_store_backup(objects, path, &err), &err);
    market_store_options options = MARKET_STORE_OPTIONS_INIT;
    market_store *copy = NULL;
    options.mode = MARKET_STORE_READ;
    assert_ok(market_store_open(path, &options, &err, &copy), &err);
    assert_ok(market_store_verify(copy, &err), &err);
    assert_same_contents(objects, copy);
    market_store_free(copy);
    market_store_free(objects);
    memory_clear(&memory);
}

static void assert_note(market_store *store, const char *name, const char *expected) {
    market_error err = {0};
    market_note note;
    assert_ok(market_store_get_note(store, name, &err, &note), &err);
    assert_string_equal(note.text, expected);
    market_note_clear(&note);
}

static void notes_are_objects_too(void **state) {
    (void)state;
    market_error err = {0};
    memory_objects memory = {.items = NULL};
    market_store *store = open_objects(&memory);
    assert_ok(market_store_put_note(store, "a", "one", &err), &err);
    assert_ok(market_store_put_note(store, "b", "two\nlines \xC3\xA4", &err), &err);
    unsigned puts = memory.puts;
    assert_ok(market_store_put_note(store, "a", "one", &err), &err);
    assert_int_equal(memory.puts, puts);
    store = reopen(store, &memory);
    assert_note(store, "a", "one");
    assert_note(store, "b", "two\nlines \xC3\xA4");
    uint64_t generation = 9;
    assert_ok(market_store_generation(store, &err, &generation), &err);
    assert_int_equal(generation, 0);
    assert_ok(market_store_put_note(store, "a", NULL, &err), &err);
    store = reopen(store, &memory);
    assert_note(store, "a", "");
    /* Found without the manifest, as after a kill. */
    memory_remove(&memory, "manifest.json");
    store = reopen(store, &memory);
    assert_note(store, "b", "two\nlines \xC3\xA4");
    assert_ok(market_store_repair(store, &err), &err);
    assert_ok(market_store_verify(store, &err), &err);
    market_store_free(store);
    memory_clear(&memory);
}

/* Per name the later one, and none of another name is lost. */
static void notes_of_two_writers_are_merged(void **state) {
    (void)state;
    market_error err = {0};
    memory_objects memory = {.items = NULL};
    market_store *a = open_objects(&memory), *b = open_objects(&memory);
    assert_ok(market_store_put_note(a, "mine", "a", &err), &err);
    assert_ok(market_store_put_note(a, "both", "a", &err), &err);
    for (int i = 0; i < 5; i++) /* each is later than the one before, in the same millisecond too */
        assert_ok(market_store_put_note(b, "both", i % 2 ? "x" : "b", &err), &err);
    assert_ok(market_store_put_note(b, "both", "a2", &err), &err);
    assert_ok(market_store_put_note(b, "yours", "b", &err), &err);
    assert_true(memory.pauses > 0);
    a = reopen(a, &memory);
    assert_note(a, "mine", "a");
    assert_note(a, "yours", "b");
    assert_note(a, "both", "a2");
    /* Taken away by one, not brought back by what the other remembers. */
    assert_ok(market_store_put_note(a, "both", "", &err), &err);
    assert_ok(market_store_put_note(b, "yours", "c", &err), &err);
    a = reopen(a, &memory);
    assert_note(a, "both", "");
    assert_note(a, "yours", "c");
    market_store_free(a);
    market_store_free(b);
    memory_clear(&memory);
}

/* What a note says was fetched is there: it is the last object that a transaction writes. */
static void a_note_is_never_ahead_of_its_data(void **state) {
    (void)state;
    market_put_summary sum;
    for (unsigned failing = 1; failing <= 4; failing++) {
        market_error err = {0};
        memory_objects memory = {.items = NULL};
        market_store *store = open_objects(&memory);
        assert_ok(market_store_begin(store, &err), &err);
        assert_ok(market_store_put_note(store, "reached", "far", &err), &err);
        assert_ok(put_days(store, "2021-11-01", 100, 1, &err, &sum), &err);
        memory.failing_put = failing; /* symbol, two years, notes */
        memory.put_failure = MARKET_E_IO;
        assert_status(market_store_commit(store, &err), MARKET_E_IO);
        market_store_free(store);
        store = open_objects(&memory);
        assert_note(store, "reached", "");
        market_store_free(store);
        memory_clear(&memory);
    }
}

static void posts_in_objects_stay(void **state) {
    (void)state;
    static const char *const ids[] = {"1"};
    market_error err;
    memory_objects memory = {.items = NULL};
    market_store *store = open_objects(&memory);
    assert_status(market_store_purge_posts(store, ids, 1, &err, NULL), MARKET_E_STATE);
    assert_status(market_store_purge_posts_before(store, 1, &err, NULL), MARKET_E_STATE);
    market_store_free(store);
    memory_clear(&memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_kinds_agree),
                                       cmocka_unit_test(posts_in_objects_stay),
                                       cmocka_unit_test(notes_are_objects_too),
                                       cmocka_unit_test(notes_of_two_writers_are_merged),
                                       cmocka_unit_test(a_note_is_never_ahead_of_its_data),
                                       cmocka_unit_test(two_writers_leave_the_union),
                                       cmocka_unit_test(unchanged_content_is_not_written),
                                       cmocka_unit_test(the_same_rows_are_the_same_bytes),
                                       cmocka_unit_test(keys_are_safe),
                                       cmocka_unit_test(eight_rounds_and_no_more),
                                       cmocka_unit_test(failed_writes_are_repeated),
                                       cmocka_unit_test(damage_is_named_and_kept),
                                       cmocka_unit_test(the_manifest_can_be_rebuilt),
                                       cmocka_unit_test(a_killed_writers_objects_are_found),
                                       cmocka_unit_test(only_what_exists_opens_for_reading),
                                       cmocka_unit_test(every_double_comes_back),
                                       cmocka_unit_test(stores_of_any_kind_are_copied),
                                       cmocka_unit_test(stores_that_parted_meet_again),
                                       cmocka_unit_test(a_stopped_copy_goes_on),
                                       cmocka_unit_test(snapshots_are_published),
                                       cmocka_unit_test(objects_are_backed_up),
                                       cmocka_unit_test(bad_rows_are_refused_as_in_a_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
