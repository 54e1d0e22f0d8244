/* The memory of a stream: one block, [ta_stream][plan][state][scratch state for peek]. */
#ifndef TA_STREAM_H
#define TA_STREAM_H

#include "core.h"

struct ta_stream {
    const ta_indicator *ind;
    double params[TA_PARAMS_MAX];
    uint64_t k;     /* accepted bars */
    size_t doubles; /* of state */
    size_t size;    /* of the whole block */
    size_t plan_at; /* byte offsets in the block */
    size_t state_at;
    size_t scratch_at;
};

static inline const void *ta__stream_plan(const ta_stream *s) {
    return (const unsigned char *)s + s->plan_at;
}

static inline double *ta__stream_state(ta_stream *s) {
    return (double *)(void *)((unsigned char *)s + s->state_at);
}

static inline const double *ta__stream_state_const(const ta_stream *s) {
    return (const double *)(const void *)((const unsigned char *)s + s->state_at);
}

#endif
