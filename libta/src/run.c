/* Batch runs, and the tiling and gap rules that streams share with them. */
#include "core.h"
#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* States up to this many doubles live on ta_run's stack. */
#define STACK_STATE 8192

typedef struct tile {
    double in[TA_INPUTS_MAX][TA__TILE];
    double out[TA_OUTPUTS_MAX][TA__TILE];
} tile;

/* Whether the indicator can work on the caller's arrays as they are. */
static bool is_direct(const ta_indicator *ind, const double *const *in, double *const *out) {
    for (size_t o = 0; o < ind->info.n_outputs; o++) {
        if (!out[o])
            return false;
        for (size_t i = 0; i < ind->info.n_inputs; i++)
            if (out[o] == in[i])
                return false;
    }
    return true;
}

/*
 * A tile with gaps, unwanted outputs or outputs over inputs: the accepted bars are brought together
 * in scratch arrays, run, and put back where they came from. Kept out of line for its large frame.
 */
__attribute__((noinline)) static void feed_scratch(const ta_indicator *ind, const void *plan,
                                                   double *state, uint64_t *k,
                                                   const double *const *in, size_t n,
                                                   double *const *out) {
    tile t;
    unsigned short place[TA__TILE];
    const double *tile_in[TA_INPUTS_MAX];
    double *tile_out[TA_OUTPUTS_MAX];
    size_t n_in = ind->info.n_inputs, n_out = ind->info.n_outputs, accepted = 0;

    for (size_t j = 0; j < n; j++) {
        bool present = true;
        for (size_t i = 0; i < n_in; i++)
            present &= ta__present(in[i][j]);
        if (!present)
            continue;
        for (size_t i = 0; i < n_in; i++)
            t.in[i][accepted] = in[i][j];
        place[accepted++] = (unsigned short)j;
    }
    for (size_t i = 0; i < n_in; i++)
        tile_in[i] = t.in[i];
    for (size_t o = 0; o < n_out; o++)
        tile_out[o] = t.out[o];

    if (accepted > 0)
        ind->run[ta__cpu_level()].tile(plan, state, *k, tile_in, accepted, tile_out);
    *k += accepted;

    for (size_t o = 0; o < n_out; o++) {
        if (!out[o])
            continue;
        if (accepted < n)
            for (size_t j = 0; j < n; j++)
                out[o][j] = NAN;
        for (size_t j = 0; j < accepted; j++)
            out[o][place[j]] = t.out[o][j];
    }
}

static void feed_tile(const ta_indicator *ind, const void *plan, double *state, uint64_t *k,
                      const double *const *in, size_t n, double *const *out) {
    if (is_direct(ind, in, out) && ind->run[ta__cpu_level()].tile(plan, state, *k, in, n, out))
        *k += n;
    else
        feed_scratch(ind, plan, state, k, in, n, out);
}

void ta__feed(const ta_indicator *ind, const void *plan, double *state, uint64_t *k,
              const double *const *in, size_t n, double *const *out) {
    if (n <= TA__TILE) {
        if (n > 0)
            feed_tile(ind, plan, state, k, in, n, out);
        return;
    }
    const double *tile_in[TA_INPUTS_MAX];
    double *tile_out[TA_OUTPUTS_MAX];
    for (size_t start = 0; start < n; start += TA__TILE) {
        for (size_t i = 0; i < ind->info.n_inputs; i++)
            tile_in[i] = in[i] + start;
        for (size_t o = 0; o < ind->info.n_outputs; o++)
            tile_out[o] = out[o] ? out[o] + start : NULL;
        size_t left = n - start;
        feed_tile(ind, plan, state, k, tile_in, left < TA__TILE ? left : TA__TILE, tile_out);
    }
}

ta_status ta__arrays_check(const ta_indicator *ind, const double *const *in, size_t n,
                           double *const *out, ta_error *err) {
    if (!in || !out)
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": in or out is NULL");
    for (size_t i = 0; i < ind->info.n_inputs; i++)
        if (!in[i] && n > 0)
            return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": an input is NULL");
    for (size_t o = 1; o < ind->info.n_outputs; o++)
        for (size_t other = 0; other < o; other++)
            if (out[o] && out[o] == out[other])
                return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id,
                                 ": two outputs are the same array");
    return TA_OK;
}

ta_status ta_run(const ta_indicator *ind, const double *params, size_t n_params,
                 const double *const in[], size_t n, double *const out[], ta_error *err) {
    double all[TA_PARAMS_MAX];
    ta_status status = ta__params_resolve(ind, params, n_params, all, err);
    if (status == TA_OK)
        status = ta__arrays_check(ind, in, n, out, err);
    if (status)
        return status;

    _Alignas(TA_STREAM_ALIGN) unsigned char plan[TA__PLAN_MAX];
    _Alignas(TA_STREAM_ALIGN) double stack_state[STACK_STATE];
    ta__layout layout = {.block = TA__TILE};
    ind->plan(all, plan, &layout);

    double *heap_state = NULL;
    if (layout.doubles > STACK_STATE) {
        heap_state = calloc(layout.doubles, sizeof(double));
        if (!heap_state)
            return TA__ERROR(err, TA_ERR_MEMORY, ind->info.id, ": out of memory for the window");
    } else {
        memset(stack_state, 0, layout.doubles * sizeof(double));
    }
    uint64_t k = 0;
    ta__feed(ind, plan, heap_state ? heap_state : stack_state, &k, in, n, out);
    free(heap_state);
    return TA_OK;
}
