/*
 * Every entry point of libta with each of its allocations failing in turn: the status says so, all
 * results are untouched, and nothing is leaked. Functions that are promised not to allocate do not.
 */
#include "../../common/failing_alloc.h"
#include "marketkit/ta.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define BARS        64
#define SENTINEL    (-12345.678)
#define LONG_PERIOD 5000

/* What the entry points work on, made before allocations begin to fail. */
typedef struct scene {
    const ta_indicator *ind;
    const ta_indicator_info *info;
    double params[TA_PARAMS_MAX];
    double bars[BARS];
    const double *in[TA_INPUTS_MAX];
    double values[TA_OUTPUTS_MAX][BARS];
    double *out[TA_OUTPUTS_MAX];
    ta_stream *stream;
    void *saved, *memory;
    size_t saved_size, memory_size;
    ta_streams *set;
    void *set_memory;
    size_t set_memory_size;
    /* results */
    ta_stream *made;
    ta_streams *made_set;
    size_t size;
    const ta_indicator *parsed;
    double parsed_params[TA_PARAMS_MAX];
    char text[16384];
    ta_error err;
    bool has_error; /* the entry point fills in err */
} scene;

typedef ta_status entry_point(scene *s);

static ta_status run(scene *s) {
    s->has_error = true;
    return ta_run(s->ind, s->params, s->info->n_params, s->in, BARS, s->out, &s->err);
}

static ta_status stream_create(scene *s) {
    s->has_error = true;
    return ta_stream_create(s->ind, s->params, s->info->n_params, &s->made, &s->err);
}

static ta_status stream_clone(scene *s) {
    return ta_stream_clone(s->stream, &s->made);
}

static ta_status stream_load(scene *s) {
    s->has_error = true;
    return ta_stream_load(s->saved, s->saved_size, &s->made, &s->err);
}

/*
 * A saved stream cut to its head and a byte, with the right checksum: what it asks for must be
 * found too much before it is allocated.
 */
static ta_status stream_load_short(scene *s) {
    enum {
        HEAD = 136,
        BODY = HEAD + 1
    };
    unsigned char bytes[BODY + sizeof(uint64_t)];
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    memcpy(bytes, s->saved, HEAD);
    bytes[HEAD] = 0;
    for (size_t i = 0; i < BODY; i++)
        sum = (sum ^ bytes[i]) * UINT64_C(0x100000001b3);
    memcpy(bytes + BODY, &sum, sizeof sum);
    ta_status status = ta_stream_load(bytes, sizeof bytes, &s->made, &s->err);
    bool refused = status == TA_ERR_STATE && strstr(s->err.message, "wrong size");
    return refused ? TA_OK : TA_ERR_UNKNOWN_PARAM;
}

static ta_status stream_size(scene *s) {
    return ta_stream_size(s->ind, s->params, s->info->n_params, &s->size, &s->err);
}

static ta_status stream_init(scene *s) {
    ta_stream *stream;
    return ta_stream_init(s->memory, s->memory_size, s->ind, s->params, s->info->n_params, &stream,
                          &s->err);
}

static ta_status stream_push(scene *s) {
    return ta_stream_push(s->stream, s->bars, s->values[0]);
}

static ta_status stream_peek(scene *s) {
    return ta_stream_peek(s->stream, s->bars, s->values[0]);
}

static ta_status stream_run(scene *s) {
    return ta_stream_run(s->stream, s->in, BARS, s->out);
}

static ta_status stream_save(scene *s) {
    return ta_stream_save(s->stream, s->saved, s->saved_size, &s->size);
}

static ta_status stream_reset(scene *s) {
    ta_stream_reset(s->stream);
    return ta_stream_count(s->stream) == 0 && ta_stream_indicator(s->stream) == s->ind
               ? TA_OK
               : TA_ERR_STATE;
}

/* The bars as one series, and its outputs where ta_run() has them. */
static void set_tables(scene *s, ta_table in[], ta_table_out out[]) {
    for (size_t i = 0; i < s->info->n_inputs; i++)
        in[i] = (ta_table){s->bars, BARS, 1};
    for (size_t o = 0; o < s->info->n_outputs; o++)
        out[o] = (ta_table_out){s->values[o], BARS, 1};
}

static ta_status run_many(scene *s) {
    ta_table in[TA_INPUTS_MAX];
    ta_table_out out[TA_OUTPUTS_MAX];
    s->has_error = true;
    set_tables(s, in, out);
    return ta_run_many(s->ind, s->params, s->info->n_params, in, 1, BARS, out, NULL, &s->err);
}

static ta_status run_sweep(scene *s) {
    ta_table in[TA_INPUTS_MAX];
    ta_table_out out[TA_OUTPUTS_MAX];
    s->has_error = true;
    set_tables(s, in, out);
    return ta_run_sweep(s->ind, s->params, s->info->n_params, 1, in, 1, BARS, out, NULL, &s->err);
}

static ta_status correlation(scene *s) {
    ta_table series = {s->bars, 1, 2};
    s->has_error = true;
    return ta_correlation_matrix(&series, 4, BARS / 4, TA_OVERLAP_PAIRWISE, s->values[0], NULL,
                                 NULL, &s->err);
}

static ta_status streams_create(scene *s) {
    s->has_error = true;
    return ta_streams_create(s->ind, s->params, s->info->n_params, 3, &s->made_set, &s->err);
}

static ta_status streams_size(scene *s) {
    return ta_streams_size(s->ind, s->params, s->info->n_params, 1, &s->size, &s->err);
}

static ta_status streams_init(scene *s) {
    ta_streams *streams;
    ta_status status = ta_streams_init(s->set_memory, s->set_memory_size, s->ind, s->params,
                                       s->info->n_params, 1, &streams, &s->err);
    return status ? status : ta_streams_put(streams, 0, s->stream);
}

static ta_status streams_push(scene *s) {
    ta_streams_reset(s->set);
    bool empty = ta_streams_count(s->set, 0) == 0 && ta_streams_length(s->set) == 1;
    bool ours = ta_streams_indicator(s->set) == s->ind;
    return empty && ours ? ta_streams_push(s->set, s->in, s->out, NULL) : TA_ERR_STATE;
}

static ta_status streams_get(scene *s) {
    return ta_streams_get(s->set, 0, &s->made);
}

static ta_status params(scene *s) {
    ta_status status = ta_params_check(s->ind, s->params, s->info->n_params, &s->err);
    return status ? status : ta_lookback(s->ind, s->params, s->info->n_params, &s->size, &s->err);
}

static ta_status spec(scene *s) {
    ta_status status = ta_spec_format(s->ind, s->params, s->info->n_params, s->text, sizeof s->text,
                                      &s->size, &s->err);
    return status ? status : ta_spec_parse(s->text, s->size, &s->parsed, s->parsed_params, &s->err);
}

static ta_status bad_spec(scene *s) {
    static const char text[] = "ema:period=0";
    ta_status status = ta_spec_parse(text, sizeof text - 1, &s->parsed, s->parsed_params, &s->err);
    return status == TA_ERR_PARAM ? TA_OK : TA_ERR_STATE;
}

static ta_status registry(scene *s) {
    ta_status status = ta_describe_json(s->ind, s->text, sizeof s->text, &s->size);
    if (status)
        return status;
    bool found = ta_indicator_find(s->info->id) == s->ind && ta_indicator_output(s->ind, 0) &&
                 ta_version()[0] && ta_status_text(TA_OK)[0] && ta_status_name(TA_OK)[0];
    ta_indicator_param(s->ind, 0);
    return found ? TA_OK : TA_ERR_UNKNOWN_INDICATOR;
}

static const struct {
    const char *name;
    entry_point *call;
    size_t allocations_max;
} entry_points[] = {
    {"ta_run", run, 1},
    {"ta_stream_create", stream_create, 1},
    {"ta_stream_clone", stream_clone, 1},
    {"ta_stream_load", stream_load, 1},
    {"ta_stream_load of too few bytes", stream_load_short, 0},
    {"ta_stream_size", stream_size, 0},
    {"ta_stream_init", stream_init, 0},
    {"ta_stream_push", stream_push, 0},
    {"ta_stream_peek", stream_peek, 0},
    {"ta_stream_run", stream_run, 0},
    {"ta_stream_save", stream_save, 0},
    {"ta_stream_reset", stream_reset, 0},
    {"ta_run_many", run_many, 1},
    {"ta_run_sweep", run_sweep, 1},
    {"ta_correlation_matrix", correlation, 1},
    {"ta_streams_create", streams_create, 1},
    {"ta_streams_size", streams_size, 0},
    {"ta_streams_init", streams_init, 0},
    {"ta_streams_push", streams_push, 0},
    {"ta_streams_get", streams_get, 1},
    {"ta_params_check, ta_lookback", params, 0},
    {"ta_spec_format, ta_spec_parse", spec, 0},
    {"ta_spec_parse of an error", bad_spec, 0},
    {"registry, descriptions", registry, 0},
};

static void set_scene(scene *s, const ta_indicator *ind, bool longest) {
    memset(s, 0, sizeof *s);
    s->ind = ind;
    s->info = ta_indicator_describe(ind);
    for (size_t i = 0; i < s->info->n_params; i++)
        s->params[i] = ta_indicator_param(ind, i)->def;
    /* Windows too long for any stack, as far as the parameters allow it. */
    for (size_t i = s->info->n_params; longest && i-- > 0;) {
        double max = ta_indicator_param(ind, i)->max;
        s->params[i] = max < LONG_PERIOD ? max : LONG_PERIOD;
        if (ta_params_check(ind, s->params, s->info->n_params, NULL))
            s->params[i] = ta_indicator_param(ind, i)->def;
    }
    for (size_t j = 0; j < BARS; j++)
        s->bars[j] = 100 + (double)(j % 7);
    for (size_t i = 0; i < s->info->n_inputs; i++)
        s->in[i] = s->bars;
    for (size_t o = 0; o < s->info->n_outputs; o++) {
        s->out[o] = s->values[o];
        for (size_t j = 0; j < BARS; j++)
            s->values[o][j] = SENTINEL;
    }
    assert_int_equal(ta_stream_create(ind, s->params, s->info->n_params, &s->stream, NULL), TA_OK);
    assert_int_equal(ta_stream_save(s->stream, NULL, 0, &s->saved_size), TA_ERR_BUFFER);
    s->saved = malloc(s->saved_size);
    assert_non_null(s->saved);
    assert_int_equal(ta_stream_save(s->stream, s->saved, s->saved_size, NULL), TA_OK);
    assert_int_equal(ta_stream_size(ind, s->params, s->info->n_params, &s->memory_size, NULL),
                     TA_OK);
    s->memory = aligned_alloc(TA_STREAM_ALIGN, s->memory_size);
    assert_non_null(s->memory);
    size_t n_params = s->info->n_params;
    assert_int_equal(ta_streams_size(ind, s->params, n_params, 1, &s->set_memory_size, NULL),
                     TA_OK);
    s->set_memory = aligned_alloc(TA_STREAM_ALIGN, s->set_memory_size);
    assert_non_null(s->set_memory);
    assert_int_equal(ta_streams_create(ind, s->params, n_params, 1, &s->set, NULL), TA_OK);
}

static void clear_scene(scene *s) {
    ta_stream_free(s->stream);
    ta_stream_free(s->made);
    free(s->saved);
    free(s->memory);
    ta_streams_free(s->set);
    ta_streams_free(s->made_set);
    free(s->set_memory);
}

static void assert_untouched(const scene *s) {
    assert_null(s->made);
    assert_null(s->made_set);
    assert_null(s->parsed);
    assert_int_equal(s->size, 0);
    for (size_t o = 0; o < s->info->n_outputs; o++)
        for (size_t j = 0; j < BARS; j++)
            assert_true(s->values[o][j] == SENTINEL);
}

/* Fails each allocation in turn, until the call makes fewer than that. */
static void sweep(size_t entry, const ta_indicator *ind, bool longest) {
    for (size_t n = 1;; n++) {
        size_t live = alloc_live();
        scene s;
        set_scene(&s, ind, longest);
        alloc_fail_at(n);
        ta_status status = entry_points[entry].call(&s);
        size_t asked = alloc_count();
        alloc_fail_at(0);
        bool failed = asked >= n;
        if (failed != (status == TA_ERR_MEMORY) || (!failed && status != TA_OK))
            fail_msg("%s of %s: %s when allocation %zu of %zu fails", entry_points[entry].name,
                     s.info->id, ta_status_name(status), n, asked);
        if (asked > entry_points[entry].allocations_max)
            fail_msg("%s of %s allocates %zu times", entry_points[entry].name, s.info->id, asked);
        if (failed) {
            assert_untouched(&s);
            if (s.has_error) {
                assert_int_equal(s.err.status, TA_ERR_MEMORY);
                assert_true(s.err.message[0] != '\0');
            }
        }
        clear_scene(&s);
        if (alloc_live() != live)
            fail_msg("%s of %s leaks %zu blocks", entry_points[entry].name, s.info->id,
                     alloc_live() - live);
        if (!failed)
            return;
    }
}

static void test_sweep(void **state) {
    (void)state;
    for (size_t entry = 0; entry < sizeof entry_points / sizeof entry_points[0]; entry++)
        for (size_t i = 0; i < ta_indicator_count(); i++) {
            sweep(entry, ta_indicator_at(i), false);
            sweep(entry, ta_indicator_at(i), true);
        }
}

/* Long windows do need the heap: without this the sweep of ta_run() would prove nothing. */
static void test_long_windows_allocate(void **state) {
    (void)state;
    scene s;
    set_scene(&s, ta_indicator_find("sma"), true);
    alloc_fail_at(1);
    assert_int_equal(run(&s), TA_ERR_MEMORY);
    alloc_fail_at(0);
    clear_scene(&s);
}

static void test_free_null(void **state) {
    (void)state;
    size_t live = alloc_live();
    ta_stream_free(NULL);
    ta_stream_reset(NULL);
    assert_int_equal(alloc_live(), live);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sweep),
        cmocka_unit_test(test_long_windows_allocate),
        cmocka_unit_test(test_free_null),
    };
    return cmocka_run_group_tests_name("alloc_ta", tests, NULL, NULL);
}
