/*
 * Many series, and sweeps over parameters. The results are rows, one for each set and series; a
 * task computes a range of them. What a row becomes does not depend on the others, so the cutting
 * into tasks, groups and tiles is free to follow the layout and the pool.
 */
#include "error.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

/* States up to this many doubles live on a task's stack. */
#define STACK_STATE 8192
/* Enough tasks to keep threads busy to the end, whatever their number. */
#define TASKS_MAX 256
/* With states on the heap each task needs one. */
#define HEAP_TASKS_MAX 16
/* Bars below which a task is not worth handing to another thread. */
#define TASK_BARS 8192

/* Bars that lanes take at a time: few enough that what was checked is still in the L1 cache. */
#define LANE_TILE 128
/* Rows whose tiles are taken in turn, so that what lies between them in memory is fetched once. */
#define ROWS_MAX 64
/* Lanes take whole blocks of exponential averages. */
#define LANE_BLOCK 8

typedef struct work {
    const ta_indicator *ind;
    const double *sets;
    size_t n_params, n_series, n_bars;
    const ta_table *in;
    const ta_table_out *out;
    size_t n_rows, task_rows;
    size_t doubles; /* of the largest state */
    double *heap;   /* a state for each task; NULL: they fit on the stack */
} work;

/* A piece of one series, side by side. */
typedef struct piece {
    double in[TA_INPUTS_MAX][TA__TILE];
    double out[TA_OUTPUTS_MAX][TA__TILE];
} piece;

static void gather(const double *from, size_t stride, size_t n, double *to) {
    for (size_t j = 0; j < n; j++)
        to[j] = from[j * stride];
}

static void scatter(const double *from, size_t n, double *to, size_t stride) {
    for (size_t j = 0; j < n; j++)
        to[j * stride] = from[j];
}

/* Takes n <= TA__TILE bars of one series, in the caller's arrays where these lie side by side. */
static void feed_piece(const work *w, const void *plan, double *state, uint64_t *k, size_t row,
                       size_t bar, size_t n) {
    piece p;
    const double *in[TA_INPUTS_MAX];
    double *out[TA_OUTPUTS_MAX] = {NULL};
    size_t n_in = w->ind->info.n_inputs, n_out = w->ind->info.n_outputs;
    for (size_t i = 0; i < n_in; i++) {
        in[i] = ta__table_at(&w->in[i], row % w->n_series, bar);
        if (w->in[i].bar_stride != 1) {
            gather(in[i], w->in[i].bar_stride, n, p.in[i]);
            in[i] = p.in[i];
        }
    }
    for (size_t o = 0; o < n_out; o++) {
        bool direct = w->out[o].base && w->out[o].bar_stride == 1;
        out[o] = direct ? ta__table_out_at(&w->out[o], row, bar) : p.out[o];
    }
    ta__feed(w->ind, plan, state, k, in, n, out);
    for (size_t o = 0; o < n_out; o++)
        if (w->out[o].base && out[o] == p.out[o])
            scatter(p.out[o], n, ta__table_out_at(&w->out[o], row, bar), w->out[o].bar_stride);
}

/* Whether all bars of a series lie side by side, so that there is nothing to share between series.
 */
static bool is_planar(const work *w) {
    for (size_t i = 0; i < w->ind->info.n_inputs; i++)
        if (w->in[i].bar_stride != 1)
            return false;
    for (size_t o = 0; o < w->ind->info.n_outputs; o++)
        if (w->out[o].base && w->out[o].bar_stride != 1)
            return false;
    return true;
}

/* --- lanes ---------------------------------------------------------------------------------------
 */

/* Whether TA__LANE_SERIES series that are side by side can be taken together, and from which k on.
 */
static uint64_t lanes_from(const work *w, const void *plan) {
    const ta_indicator *ind = w->ind;
    if (ta__cpu_level() != TA__AVX2 || !ind->lanes.settled || w->in[0].series_stride != 1)
        return UINT64_MAX;
    for (size_t o = 0; o < ind->info.n_outputs; o++)
        if (w->out[o].base && w->out[o].series_stride != 1)
            return UINT64_MAX;
    return ind->lanes.settled(plan);
}

/* Takes n bars, whole blocks; returns how many came before a gap. */
static size_t feed_blocks(const work *w, const void *plan, double *const *state, size_t row,
                          size_t bar, size_t n) {
    double unwanted[TA_OUTPUTS_MAX][LANE_TILE * TA__LANE_SERIES];
    double *out[TA_OUTPUTS_MAX];
    size_t out_stride[TA_OUTPUTS_MAX];
    for (size_t o = 0; o < w->ind->info.n_outputs; o++) {
        bool wanted = w->out[o].base != NULL;
        out[o] = wanted ? ta__table_out_at(&w->out[o], row, bar) : unwanted[o];
        out_stride[o] = wanted ? w->out[o].bar_stride : TA__LANE_SERIES;
    }
    const double *x = ta__table_at(&w->in[0], row % w->n_series, bar);
    return w->ind->lanes.blocks(plan, state, x, w->in[0].bar_stride, n, out, out_stride);
}

/* How many of n bars can be tried in lanes: whole blocks, from the beginning of one. */
static size_t aligned(uint64_t settled, const uint64_t *k, size_t n) {
    for (size_t lane = 0; lane < TA__LANE_SERIES; lane++)
        if (k[lane] < settled || k[lane] % LANE_BLOCK != 0)
            return 0;
    return n - n % LANE_BLOCK;
}

/* How many of n bars to take one by one: up to where series without gaps so far are aligned. */
static size_t unaligned(uint64_t settled, const uint64_t *k, size_t n) {
    for (size_t lane = 1; lane < TA__LANE_SERIES; lane++)
        if (k[lane] != k[0])
            return n;
    size_t until = k[0] < settled ? (size_t)(settled - k[0]) : LANE_BLOCK - k[0] % LANE_BLOCK;
    return until < n ? until : n;
}

/* Takes n bars of TA__LANE_SERIES rows, in lanes where their blocks allow it. */
static void feed_lanes(const work *w, const void *plan, uint64_t settled, double *const *state,
                       uint64_t *k, size_t row, size_t bar, size_t n) {
    for (size_t end = bar + n; bar < end;) {
        size_t tried = aligned(settled, k, end - bar), taken = 0;
        if (tried > 0)
            taken = feed_blocks(w, plan, state, row, bar, tried);
        for (size_t lane = 0; lane < TA__LANE_SERIES; lane++)
            k[lane] += taken;
        bar += taken;
        if (tried > 0 && taken == tried)
            continue;
        n = unaligned(settled, k, end - bar);
        for (size_t lane = 0; lane < TA__LANE_SERIES; lane++)
            feed_piece(w, plan, state[lane], &k[lane], row + lane, bar, n);
        bar += n;
    }
}

/* Up to ROWS_MAX rows of one set, piece by piece in turn. */
static void run_group(const work *w, const void *plan, size_t doubles, double *states, size_t row,
                      size_t count) {
    uint64_t k[ROWS_MAX] = {0}, settled = lanes_from(w, plan);
    double *state[ROWS_MAX];
    for (size_t i = 0; i < count; i++)
        state[i] = states + i * doubles;
    memset(states, 0, count * doubles * sizeof(double));
    size_t tile = settled < w->n_bars ? LANE_TILE : TA__TILE, step;
    for (size_t bar = 0; bar < w->n_bars; bar += tile) {
        size_t left = w->n_bars - bar, n = left < tile ? left : tile;
        for (size_t i = 0; i < count; i += step) {
            bool in_lanes = settled < w->n_bars && count - i >= TA__LANE_SERIES;
            step = in_lanes ? TA__LANE_SERIES : 1;
            if (in_lanes)
                feed_lanes(w, plan, settled, state + i, k + i, row + i, bar, n);
            else
                feed_piece(w, plan, state[i], &k[i], row + i, bar, n);
        }
    }
}

/* Rows [row, end), all of one set. */
static void run_set(const work *w, double *states, size_t row, size_t end) {
    _Alignas(TA_STREAM_ALIGN) unsigned char plan[TA__PLAN_MAX];
    double params[TA_PARAMS_MAX];
    ta__layout layout = {.block = TA__TILE};
    const double *set = w->n_params > 0 ? w->sets + row / w->n_series * w->n_params : NULL;
    ta__params_resolve(w->ind, set, w->n_params, params, NULL);
    w->ind->plan(params, plan, &layout);

    size_t fitting = w->heap || is_planar(w) ? 1 : STACK_STATE / (layout.doubles + 1);
    size_t group = fitting < 1 ? 1 : fitting < ROWS_MAX ? fitting : ROWS_MAX;
    for (; row < end; row += group)
        run_group(w, plan, layout.doubles, states, row, end - row < group ? end - row : group);
}

static void run_task(void *arg, size_t index) {
    const work *w = arg;
    _Alignas(TA_STREAM_ALIGN) double stack[STACK_STATE];
    double *states = w->heap ? w->heap + index * w->doubles : stack;
    size_t row = index * w->task_rows, left = w->n_rows - row;
    size_t end = row + (left < w->task_rows ? left : w->task_rows);
    while (row < end) {
        size_t set_end = (row / w->n_series + 1) * w->n_series;
        set_end = set_end < end ? set_end : end;
        run_set(w, states, row, set_end);
        row = set_end;
    }
}

/* Checks all sets, and finds how large a state has to be. */
static ta_status check_sets(work *w, size_t n_sets, ta_error *err) {
    const char *id = w->ind->info.id;
    size_t values;
    if (w->n_params > 0 && !w->sets && n_sets > 0)
        return TA__ERROR(err, TA_ERR_ARGUMENT, id, ": params is NULL");
    if (w->n_params > w->ind->info.n_params)
        return TA__ERROR(err, TA_ERR_ARGUMENT, id, ": more parameters given than it has");
    if (__builtin_mul_overflow(n_sets, w->n_params, &values))
        return TA__ERROR(err, TA_ERR_ARGUMENT, id, ": too many sets of parameters");
    for (size_t i = 0; i < n_sets; i++) {
        _Alignas(TA_STREAM_ALIGN) unsigned char plan[TA__PLAN_MAX];
        double params[TA_PARAMS_MAX];
        ta__layout layout = {.block = TA__TILE};
        const double *set = w->n_params > 0 ? w->sets + i * w->n_params : NULL;
        ta_status status = ta__params_resolve(w->ind, set, w->n_params, params, err);
        if (status)
            return n_sets > 1 ? ta__error_of_set(err, status, i) : status;
        w->ind->plan(params, plan, &layout);
        w->doubles = layout.doubles > w->doubles ? layout.doubles : w->doubles;
    }
    return TA_OK;
}

/* Cuts the rows into tasks of whole groups. */
static size_t cut(work *w, bool pooled, size_t tasks_max) {
    size_t groups = (w->n_rows - 1) / TA__TABLE_GROUP + 1;
    size_t least = TASK_BARS / TA__TABLE_GROUP / w->n_bars + 1; /* groups worth a task */
    size_t per_task = pooled ? (groups - 1) / tasks_max + 1 : groups;
    per_task = per_task < least ? least : per_task;
    w->task_rows = per_task < groups ? per_task * TA__TABLE_GROUP : w->n_rows;
    return (w->n_rows - 1) / w->task_rows + 1;
}

ta_status ta_run_sweep(const ta_indicator *ind, const double *sets, size_t n_params, size_t n_sets,
                       const ta_table in[], size_t n_series, size_t n_bars,
                       const ta_table_out out[], const ta_pool *pool, ta_error *err) {
    if (!ind)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "the indicator is NULL");
    if (pool && !pool->run)
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": the pool has no function to run");
    work w = {.ind = ind,
              .sets = sets,
              .n_params = n_params,
              .n_series = n_series,
              .n_bars = n_bars,
              .in = in,
              .out = out};
    ta_status status = check_sets(&w, n_sets, err);
    if (status == TA_OK)
        status = ta__tables_check(ind, in, n_series, n_bars, out, n_sets, err);
    if (status)
        return status;
    w.n_rows = n_sets * n_series;
    if (w.n_rows == 0 || n_bars == 0)
        return TA_OK;

    bool on_heap = w.doubles > STACK_STATE;
    size_t n_tasks = cut(&w, pool != NULL, on_heap ? HEAP_TASKS_MAX : TASKS_MAX);
    if (on_heap && !(w.heap = calloc(n_tasks, w.doubles * sizeof(double))))
        return TA__ERROR(err, TA_ERR_MEMORY, ind->info.id, ": out of memory for the windows");
    ta__pool_run(pool, n_tasks, run_task, &w);
    free(w.heap);
    return TA_OK;
}

ta_status ta_run_many(const ta_indicator *ind, const double *params, size_t n_params,
                      const ta_table in[], size_t n_series, size_t n_bars, const ta_table_out out[],
                      const ta_pool *pool, ta_error *err) {
    return ta_run_sweep(ind, params, n_params, 1, in, n_series, n_bars, out, pool, err);
}
