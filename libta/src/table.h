/* Tables of many series, and the caller's threads. */
#ifndef TA_TABLE_H
#define TA_TABLE_H

#include "core.h"

/* Bars that are brought side by side for several series in turn, so that lines of the cache which
 * hold values of all of them are fetched once: the doubles of a line. */
#define TA__TABLE_GROUP 8

static inline const double *ta__table_at(const ta_table *t, size_t series, size_t bar) {
    return t->base + series * t->series_stride + bar * t->bar_stride;
}

static inline double *ta__table_out_at(const ta_table_out *t, size_t series, size_t bar) {
    return t->base + series * t->series_stride + bar * t->bar_stride;
}

/* Checks that an input is there and that its last value has an address. `what` names it. */
ta_status ta__table_check(const ta_table *t, size_t n_series, size_t n_bars, const char *what,
                          ta_error *err);
/* Checks all tables of a call; `n_sets` series of outputs for each of inputs. */
ta_status ta__tables_check(const ta_indicator *ind, const ta_table *in, size_t n_series,
                           size_t n_bars, const ta_table_out *out, size_t n_sets, ta_error *err);

typedef void ta__task(void *arg, size_t index);

static inline void ta__pool_run(const ta_pool *pool, size_t n_tasks, ta__task *task, void *arg) {
    if (pool && n_tasks > 1) {
        pool->run(pool->data, n_tasks, task, arg);
        return;
    }
    for (size_t i = 0; i < n_tasks; i++)
        task(arg, i);
}

#endif
