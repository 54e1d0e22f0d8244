/*
 * Saved streams. The bytes of a saved stream are not trusted: the layout must be the one that the
 * indicator's plan gives for the saved parameters, and every double must be finite. Positions are
 * derived from k, so nothing in the state can point outside it.
 */
#include "error.h"
#include "stream.h"

#include <math.h>
#include <string.h>

#define MAGIC "libta\0st"
/* Written in the machine's order; read back swapped on a machine of the other order. */
#define ORDER_MARK UINT32_C(0x01020304)
#define FORMAT     1u
/* More bars than any stream lives to see, far below where k + n could wrap. */
#define COUNT_MAX (UINT64_C(1) << 60)

typedef struct saved_head {
    char magic[8];
    uint32_t order;
    uint32_t format;
    uint32_t state_layout;
    uint32_t n_params;
    uint64_t doubles;
    uint64_t k;
    char id[32];
    double params[TA_PARAMS_MAX];
} saved_head;

/* FNV-1a; guards against damage, not against intent. */
static uint64_t checksum(const unsigned char *bytes, size_t len) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

ta_status ta_stream_save(const ta_stream *stream, void *buf, size_t cap, size_t *len) {
    if (!stream || (!buf && cap > 0))
        return TA_ERR_ARGUMENT;
    size_t state_bytes = stream->doubles * sizeof(double);
    size_t body = sizeof(saved_head) + state_bytes;
    size_t total = body + sizeof(uint64_t);
    if (len)
        *len = total;
    if (!buf || cap < total)
        return TA_ERR_BUFFER;

    saved_head head = {.magic = MAGIC,
                       .order = ORDER_MARK,
                       .format = FORMAT,
                       .state_layout = stream->ind->state_layout,
                       .n_params = (uint32_t)stream->ind->info.n_params,
                       .doubles = stream->doubles,
                       .k = stream->k};
    memcpy(head.id, stream->ind->info.id, strlen(stream->ind->info.id));
    memcpy(head.params, stream->params, sizeof head.params);
    unsigned char *bytes = buf;
    memcpy(bytes, &head, sizeof head);
    memcpy(bytes + sizeof head, ta__stream_state_const(stream), state_bytes);
    uint64_t sum = checksum(bytes, body);
    memcpy(bytes + body, &sum, sizeof sum);
    return TA_OK;
}

static ta_status check_head(const saved_head *head, const unsigned char *bytes, size_t len,
                            ta_error *err) {
    if (memcmp(head->magic, MAGIC, sizeof head->magic) != 0)
        return TA__ERROR(err, TA_ERR_STATE, "these bytes are not a saved stream");
    if (head->order != ORDER_MARK)
        return TA__ERROR(err, TA_ERR_STATE_LAYOUT,
                         "the stream was saved on a machine of another byte order");
    if (head->format != FORMAT)
        return TA__ERROR(err, TA_ERR_STATE_LAYOUT, "the stream was saved in another format");
    uint64_t sum;
    memcpy(&sum, bytes + len - sizeof sum, sizeof sum);
    if (sum != checksum(bytes, len - sizeof sum))
        return TA__ERROR(err, TA_ERR_STATE, "the saved stream is damaged: its checksum is wrong");
    if (!memchr(head->id, '\0', sizeof head->id))
        return TA__ERROR(err, TA_ERR_STATE, "the saved stream names no indicator");
    if (head->k > COUNT_MAX)
        return TA__ERROR(err, TA_ERR_STATE, "the saved stream's count of bars is impossible");
    return TA_OK;
}

ta_status ta_stream_load(const void *buf, size_t len, ta_stream **stream, ta_error *err) {
    if (!buf || !stream)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "buf or stream is NULL");
    const unsigned char *bytes = buf;
    saved_head head;
    if (len < sizeof head + sizeof(uint64_t))
        return TA__ERROR(err, TA_ERR_STATE, "the saved stream is cut short");
    memcpy(&head, bytes, sizeof head);
    ta_status status = check_head(&head, bytes, len, err);
    if (status)
        return status;

    const ta_indicator *ind = ta_indicator_find(head.id);
    if (!ind)
        return TA__ERROR(err, TA_ERR_UNKNOWN_INDICATOR, "the saved stream's indicator '", head.id,
                         "' is unknown here");
    if (head.state_layout != ind->state_layout || head.n_params != ind->info.n_params)
        return TA__ERROR(err, TA_ERR_STATE_LAYOUT, head.id,
                         ": the stream was saved by an incompatible version");
    /* Sizes are compared first: a few bytes must not ask for the memory of a long window. */
    ta_stream needed;
    if (ta__stream_measure(ind, head.params, head.n_params, &needed, NULL))
        return TA__ERROR(err, TA_ERR_STATE, head.id, ": the saved parameters are out of range");
    size_t state_bytes = needed.doubles * sizeof(double);
    if (head.doubles != needed.doubles || len != sizeof head + state_bytes + sizeof(uint64_t))
        return TA__ERROR(err, TA_ERR_STATE, head.id, ": the saved state has the wrong size");

    ta_stream *s = NULL;
    status = ta_stream_create(ind, head.params, head.n_params, &s, err);
    if (status)
        return status;
    double *state = ta__stream_state(s);
    memcpy(state, bytes + sizeof head, state_bytes);
    s->k = head.k;
    for (size_t i = 0; i < s->doubles; i++)
        if (!isfinite(state[i])) {
            ta_stream_free(s);
            return TA__ERROR(err, TA_ERR_STATE, head.id,
                             ": the saved state holds a value that is not finite");
        }
    *stream = s;
    return TA_OK;
}
