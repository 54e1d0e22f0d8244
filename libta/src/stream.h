/* The memory of a stream: one block, [ta_stream][plan][state][scratch state for peek]. */
#ifndef TA_STREAM_H
#define TA_STREAM_H

#include "core.h"

/* Streams mostly take single bars; short blocks keep their memory small. */
#define TA__STREAM_BLOCK 16

static inline size_t ta__align_up(size_t size) {
    return (size + TA_STREAM_ALIGN - 1) / TA_STREAM_ALIGN * TA_STREAM_ALIGN;
}

/* Checks the memory that a caller lends for good; `asker` names the function that says how much. */
ta_status ta__memory_check(const void *mem, size_t size, size_t needed, const char *asker,
                           ta_error *err);

struct ta_stream {
    const ta_indicator *ind;
    ta__bar_fn *bar; /* of this machine's level */
    double params[TA_PARAMS_MAX];
    uint64_t k;      /* accepted bars */
    size_t doubles;  /* of state */
    size_t size;     /* of the whole block */
    size_t state_at; /* byte offsets in the block */
    size_t scratch_at;
    _Alignas(TA_STREAM_ALIGN) unsigned char plan[];
};

/* Fills in everything but the plan's and the state's contents; allocates nothing. */
ta_status ta__stream_measure(const ta_indicator *ind, const double *params, size_t n_params,
                             ta_stream *head, ta_error *err);

static inline double *ta__stream_state(ta_stream *s) {
    return (double *)(void *)((unsigned char *)s + s->state_at);
}

static inline const double *ta__stream_state_const(const ta_stream *s) {
    return (const double *)(const void *)((const unsigned char *)s + s->state_at);
}

#endif
