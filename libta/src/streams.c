/*
 * Sets of streams: what a ta_stream has, with one plan for all of them. The memory is one block
 * without pointers into itself, [ta_streams][plan][counts][states][columns].
 *
 * A stream's state is an array of doubles, as in a ta_stream, until it is settled and lanes can
 * take it. From then on its doubles are in the columns, each beside that of the next stream, and
 * what is in the array is out of date.
 */
#include "error.h"
#include "stream.h"
#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Streams that one task takes. */
#define TASK_STREAMS 512

struct ta_streams {
    const ta_indicator *ind;
    double params[TA_PARAMS_MAX];
    size_t length;
    size_t doubles; /* of the state of one */
    size_t size;    /* of the whole block */
    size_t plan_at; /* byte offsets in the block */
    size_t counts_at;
    size_t states_at;
    uint64_t settled; /* UINT64_MAX: lanes take none, and there are no columns */
    size_t pitch;     /* length of a column: whole lanes */
    size_t columns_at;
};

static const void *plan_of(const ta_streams *s) {
    return (const unsigned char *)s + s->plan_at;
}

static uint64_t *counts_of(ta_streams *s) {
    return (uint64_t *)(void *)((unsigned char *)s + s->counts_at);
}

static const uint64_t *counts_of_const(const ta_streams *s) {
    return (const uint64_t *)(const void *)((const unsigned char *)s + s->counts_at);
}

static double *state_of(ta_streams *s, size_t index) {
    return (double *)(void *)((unsigned char *)s + s->states_at) + index * s->doubles;
}

static const double *state_of_const(const ta_streams *s, size_t index) {
    return (const double *)(const void *)((const unsigned char *)s + s->states_at) +
           index * s->doubles;
}

static double *columns_of(ta_streams *s) {
    return (double *)(void *)((unsigned char *)s + s->columns_at);
}

static const double *columns_of_const(const ta_streams *s) {
    return (const double *)(const void *)((const unsigned char *)s + s->columns_at);
}

static bool is_settled(const ta_streams *s, size_t index) {
    return counts_of_const(s)[index] >= s->settled;
}

/* To be called when a stream has been settled. */
static void move_to_columns(ta_streams *s, size_t index) {
    for (size_t d = 0; d < s->doubles; d++)
        columns_of(s)[d * s->pitch + index] = state_of(s, index)[d];
}

/* Reserves `count` things; false when the block would be too large. */
static bool reserve(size_t *size, size_t count, size_t each, size_t *at) {
    size_t bytes;
    *at = *size;
    if (__builtin_mul_overflow(count, each, &bytes) || bytes > PTRDIFF_MAX / 4)
        return false;
    *size += ta__align_up(bytes);
    return *size <= PTRDIFF_MAX / 2;
}

/* Fills in everything but the contents of plan, counts and states. */
static ta_status measure(const ta_indicator *ind, const double *params, size_t n_params,
                         size_t length, ta_streams *head, ta_error *err) {
    *head = (ta_streams){.ind = ind, .length = length};
    ta_status status = ta__params_resolve(ind, params, n_params, head->params, err);
    if (status)
        return status;
    _Alignas(TA_STREAM_ALIGN) unsigned char plan[TA__PLAN_MAX];
    ta__layout layout = {.block = TA__STREAM_BLOCK};
    ind->plan(head->params, plan, &layout);
    head->doubles = layout.doubles;
    bool lanes = ind->lanes.settled && ta__cpu_level() == TA__AVX2;
    head->settled = lanes ? ind->lanes.settled(plan) : UINT64_MAX;
    head->pitch = length + (TA__LANE_SERIES - length % TA__LANE_SERIES) % TA__LANE_SERIES;
    head->size = ta__align_up(sizeof *head);
    if (!reserve(&head->size, 1, ind->plan_size, &head->plan_at) ||
        !reserve(&head->size, head->pitch, sizeof(uint64_t), &head->counts_at) ||
        !reserve(&head->size, length, layout.doubles * sizeof(double), &head->states_at) ||
        !reserve(&head->size, head->settled < UINT64_MAX ? head->pitch : 0,
                 layout.doubles * sizeof(double), &head->columns_at))
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": too many streams");
    return TA_OK;
}

static ta_streams *place(void *mem, const ta_streams *head) {
    ta_streams *s = mem;
    *s = *head;
    ta__layout layout = {.block = TA__STREAM_BLOCK};
    unsigned char *plan = (unsigned char *)mem + s->plan_at;
    memset(plan, 0, s->counts_at - s->plan_at);
    s->ind->plan(s->params, plan, &layout);
    ta_streams_reset(s);
    return s;
}

ta_status ta_streams_size(const ta_indicator *ind, const double *params, size_t n_params,
                          size_t length, size_t *size, ta_error *err) {
    ta_streams head;
    ta_status status = measure(ind, params, n_params, length, &head, err);
    if (status)
        return status;
    if (!size)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "size is NULL");
    *size = head.size;
    return TA_OK;
}

ta_status ta_streams_init(void *mem, size_t size, const ta_indicator *ind, const double *params,
                          size_t n_params, size_t length, ta_streams **streams, ta_error *err) {
    ta_streams head;
    ta_status status = measure(ind, params, n_params, length, &head, err);
    if (status)
        return status;
    if (!streams)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "streams is NULL");
    status = ta__memory_check(mem, size, head.size, "ta_streams_size()", err);
    if (status)
        return status;
    *streams = place(mem, &head);
    return TA_OK;
}

ta_status ta_streams_create(const ta_indicator *ind, const double *params, size_t n_params,
                            size_t length, ta_streams **streams, ta_error *err) {
    ta_streams head;
    ta_status status = measure(ind, params, n_params, length, &head, err);
    if (status)
        return status;
    if (!streams)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "streams is NULL");
    void *mem = aligned_alloc(TA_STREAM_ALIGN, head.size);
    if (!mem)
        return TA__ERROR(err, TA_ERR_MEMORY, ind->info.id, ": out of memory for the streams");
    *streams = place(mem, &head);
    return TA_OK;
}

void ta_streams_free(ta_streams *streams) {
    free(streams);
}

void ta_streams_reset(ta_streams *streams) {
    if (streams)
        memset((unsigned char *)streams + streams->counts_at, 0,
               streams->size - streams->counts_at);
}

const ta_indicator *ta_streams_indicator(const ta_streams *streams) {
    return streams ? streams->ind : NULL;
}

size_t ta_streams_length(const ta_streams *streams) {
    return streams ? streams->length : 0;
}

uint64_t ta_streams_count(const ta_streams *streams, size_t index) {
    return streams && index < streams->length ? counts_of_const(streams)[index] : 0;
}

typedef struct tick {
    ta_streams *streams;
    const double *const *in;
    double *const *out;
} tick;

static void push_one(const tick *t, ta__bar_fn *bar, size_t index) {
    ta_streams *s = t->streams;
    double in[TA_INPUTS_MAX], out[TA_OUTPUTS_MAX];
    uint64_t *count = &counts_of(s)[index];
    for (size_t i = 0; i < s->ind->info.n_inputs; i++)
        in[i] = t->in[i][index];
    *count += bar(plan_of(s), state_of(s, index), *count, in, out);
    for (size_t o = 0; o < s->ind->info.n_outputs; o++)
        if (t->out[o])
            t->out[o][index] = out[o];
    if (is_settled(s, index))
        move_to_columns(s, index);
}

static size_t count_settled(const ta_streams *s, size_t first, size_t n) {
    const uint64_t *counts = counts_of_const(s) + first;
    size_t settled = 0;
    for (size_t i = 0; i < n; i++)
        settled += counts[i] >= s->settled;
    return settled;
}

static void step_lanes(const tick *t, size_t first, size_t n, const double *in,
                       double *const *out) {
    ta_streams *s = t->streams;
    s->ind->lanes.bar(plan_of(s), columns_of(s) + first, s->pitch, counts_of(s) + first, in, n,
                      out);
}

/* All of them settled, and a multiple of TA__LANE_SERIES. */
static void push_lanes(const tick *t, size_t first, size_t n) {
    double unwanted[TASK_STREAMS];
    double *out[TA_OUTPUTS_MAX];
    for (size_t o = 0; o < t->streams->ind->info.n_outputs; o++)
        out[o] = t->out[o] ? t->out[o] + first : unwanted;
    step_lanes(t, first, n, t->in[0] + first, out);
}

/* Some are settled: these are taken through copies, in which the others are missing. */
static void push_some_lanes(const tick *t, ta__bar_fn *bar, size_t first, size_t n) {
    const ta_streams *s = t->streams;
    double in[TASK_STREAMS], values[TA_OUTPUTS_MAX][TASK_STREAMS];
    bool settled[TASK_STREAMS];
    double *out[TA_OUTPUTS_MAX];
    size_t whole = n + (TA__LANE_SERIES - n % TA__LANE_SERIES) % TA__LANE_SERIES;
    for (size_t i = 0; i < whole; i++) {
        settled[i] = i < n && is_settled(s, first + i);
        in[i] = settled[i] ? t->in[0][first + i] : (double)NAN;
    }
    for (size_t o = 0; o < s->ind->info.n_outputs; o++)
        out[o] = values[o];
    step_lanes(t, first, whole, in, out);
    for (size_t i = 0; i < n; i++)
        if (!settled[i])
            push_one(t, bar, first + i);
        else
            for (size_t o = 0; o < s->ind->info.n_outputs; o++)
                if (t->out[o])
                    t->out[o][first + i] = values[o][i];
}

static void push_task(void *arg, size_t index) {
    const tick *t = arg;
    ta__bar_fn *bar = t->streams->ind->run[ta__cpu_level()].bar;
    size_t first = index * TASK_STREAMS, left = t->streams->length - first;
    size_t n = left < TASK_STREAMS ? left : TASK_STREAMS,
           settled = count_settled(t->streams, first, n);
    if (settled == n && n % TA__LANE_SERIES == 0)
        push_lanes(t, first, n);
    else if (settled > 0)
        push_some_lanes(t, bar, first, n);
    else
        for (size_t i = first; i < first + n; i++)
            push_one(t, bar, i);
}

ta_status ta_streams_push(ta_streams *streams, const double *const in[], double *const out[],
                          const ta_pool *pool) {
    if (!streams || (pool && !pool->run))
        return TA_ERR_ARGUMENT;
    ta_status status = ta__arrays_check(streams->ind, in, streams->length, out, NULL);
    if (status || streams->length == 0)
        return status;
    tick t = {.streams = streams, .in = in, .out = out};
    ta__pool_run(pool, (streams->length - 1) / TASK_STREAMS + 1, push_task, &t);
    return TA_OK;
}

ta_status ta_streams_get(const ta_streams *streams, size_t index, ta_stream **stream) {
    if (!streams || !stream || index >= streams->length)
        return TA_ERR_ARGUMENT;
    ta_stream *copy;
    ta_status status =
        ta_stream_create(streams->ind, streams->params, streams->ind->info.n_params, &copy, NULL);
    if (status)
        return status;
    copy->k = counts_of_const(streams)[index];
    double *state = ta__stream_state(copy);
    memcpy(state, state_of_const(streams, index), streams->doubles * sizeof(double));
    for (size_t d = 0; d < streams->doubles && is_settled(streams, index); d++)
        state[d] = columns_of_const(streams)[d * streams->pitch + index];
    *stream = copy;
    return TA_OK;
}

ta_status ta_streams_put(ta_streams *streams, size_t index, const ta_stream *stream) {
    if (!streams || !stream || index >= streams->length || stream->ind != streams->ind)
        return TA_ERR_ARGUMENT;
    for (size_t i = 0; i < streams->ind->info.n_params; i++)
        if (stream->params[i] != streams->params[i])
            return TA_ERR_ARGUMENT;
    counts_of(streams)[index] = stream->k;
    memcpy(state_of(streams, index), ta__stream_state_const(stream),
           streams->doubles * sizeof(double));
    if (is_settled(streams, index))
        move_to_columns(streams, index);
    return TA_OK;
}
