#include "stream.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ta_status ta__memory_check(const void *mem, size_t size, size_t needed, const char *asker,
                           ta_error *err) {
    if (!mem)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "mem is NULL");
    if ((uintptr_t)mem % TA_STREAM_ALIGN != 0)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "mem is not aligned to TA_STREAM_ALIGN bytes");
    if (size < needed)
        return TA__ERROR(err, TA_ERR_BUFFER, "mem is smaller than ", asker, " says");
    return TA_OK;
}

ta_status ta__stream_measure(const ta_indicator *ind, const double *params, size_t n_params,
                             ta_stream *head, ta_error *err) {
    *head = (ta_stream){.ind = ind};
    ta_status status = ta__params_resolve(ind, params, n_params, head->params, err);
    if (status)
        return status;
    head->bar = ind->run[ta__cpu_level()].bar;
    _Alignas(TA_STREAM_ALIGN) unsigned char plan[TA__PLAN_MAX];
    ta__layout layout = {.block = TA__STREAM_BLOCK};
    ind->plan(head->params, plan, &layout);
    head->doubles = layout.doubles;
    head->state_at = sizeof(ta_stream) + ta__align_up(ind->plan_size);
    head->scratch_at = head->state_at + ta__align_up(layout.doubles * sizeof(double));
    head->size = head->scratch_at + ta__align_up(layout.doubles * sizeof(double));
    return TA_OK;
}

static ta_stream *place(void *mem, const ta_stream *head) {
    ta_stream *s = mem;
    *s = *head;
    ta__layout layout = {.block = TA__STREAM_BLOCK};
    memset(s->plan, 0, s->state_at - sizeof *s);
    s->ind->plan(s->params, s->plan, &layout);
    ta_stream_reset(s);
    return s;
}

ta_status ta_stream_size(const ta_indicator *ind, const double *params, size_t n_params,
                         size_t *size, ta_error *err) {
    ta_stream head;
    ta_status status = ta__stream_measure(ind, params, n_params, &head, err);
    if (status)
        return status;
    if (!size)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "size is NULL");
    *size = head.size;
    return TA_OK;
}

ta_status ta_stream_init(void *mem, size_t size, const ta_indicator *ind, const double *params,
                         size_t n_params, ta_stream **stream, ta_error *err) {
    ta_stream head;
    ta_status status = ta__stream_measure(ind, params, n_params, &head, err);
    if (status)
        return status;
    if (!stream)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "stream is NULL");
    status = ta__memory_check(mem, size, head.size, "ta_stream_size()", err);
    if (status)
        return status;
    *stream = place(mem, &head);
    return TA_OK;
}

ta_status ta_stream_create(const ta_indicator *ind, const double *params, size_t n_params,
                           ta_stream **stream, ta_error *err) {
    ta_stream head;
    ta_status status = ta__stream_measure(ind, params, n_params, &head, err);
    if (status)
        return status;
    if (!stream)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "stream is NULL");
    void *mem = aligned_alloc(TA_STREAM_ALIGN, head.size);
    if (!mem)
        return TA__ERROR(err, TA_ERR_MEMORY, ind->info.id, ": out of memory for a stream");
    *stream = place(mem, &head);
    return TA_OK;
}

void ta_stream_free(ta_stream *stream) {
    free(stream);
}

ta_status ta_stream_clone(const ta_stream *stream, ta_stream **copy) {
    if (!stream || !copy)
        return TA_ERR_ARGUMENT;
    void *mem = aligned_alloc(TA_STREAM_ALIGN, stream->size);
    if (!mem)
        return TA_ERR_MEMORY;
    memcpy(mem, stream, stream->scratch_at);
    *copy = mem;
    return TA_OK;
}

void ta_stream_reset(ta_stream *stream) {
    if (!stream)
        return;
    stream->k = 0;
    memset(ta__stream_state(stream), 0, stream->doubles * sizeof(double));
}

const ta_indicator *ta_stream_indicator(const ta_stream *stream) {
    return stream ? stream->ind : NULL;
}

uint64_t ta_stream_count(const ta_stream *stream) {
    return stream ? stream->k : 0;
}

ta_status ta_stream_push(ta_stream *stream, const double *in, double *out) {
    if (!stream || !in || !out)
        return TA_ERR_ARGUMENT;
    stream->k += stream->bar(stream->plan, ta__stream_state(stream), stream->k, in, out);
    return TA_OK;
}

ta_status ta_stream_peek(ta_stream *stream, const double *in, double *out) {
    if (!stream || !in || !out)
        return TA_ERR_ARGUMENT;
    double *scratch = (double *)(void *)((unsigned char *)stream + stream->scratch_at);
    memcpy(scratch, ta__stream_state(stream), stream->doubles * sizeof(double));
    stream->bar(stream->plan, scratch, stream->k, in, out);
    return TA_OK;
}

ta_status ta_stream_run(ta_stream *stream, const double *const in[], size_t n,
                        double *const out[]) {
    if (!stream)
        return TA_ERR_ARGUMENT;
    ta_status status = ta__arrays_check(stream->ind, in, n, out, NULL);
    if (status)
        return status;
    ta__feed(stream->ind, stream->plan, ta__stream_state(stream), &stream->k, in, n, out);
    return TA_OK;
}
