#include "table.h"

#include "error.h"

/* How far the last of `count` things lies from the first; false when that is no offset. */
static bool reach(size_t count, size_t stride, size_t *extent) {
    *extent = 0;
    return count == 0 || !__builtin_mul_overflow(count - 1, stride, extent);
}

/* Whether every value has an address. */
static bool fits(size_t n_series, size_t n_bars, size_t series_stride, size_t bar_stride,
                 size_t *series_extent, size_t *bar_extent) {
    size_t extent;
    return reach(n_series, series_stride, series_extent) && reach(n_bars, bar_stride, bar_extent) &&
           !__builtin_add_overflow(*series_extent, *bar_extent, &extent) &&
           extent < PTRDIFF_MAX / sizeof(double);
}

static ta_status too_far(ta_error *err, const char *id, const char *what, const char *name) {
    return TA__ERROR(err, TA_ERR_ARGUMENT, id, ": the strides of ", what, name,
                     " reach beyond the address space");
}

ta_status ta__table_check(const ta_table *t, size_t n_series, size_t n_bars, const char *what,
                          ta_error *err) {
    size_t series_extent, bar_extent;
    if (!t->base && n_series > 0 && n_bars > 0)
        return TA__ERROR(err, TA_ERR_ARGUMENT, what, ": the base of an input is NULL");
    if (!fits(n_series, n_bars, t->series_stride, t->bar_stride, &series_extent, &bar_extent))
        return too_far(err, what, "an input", "");
    return TA_OK;
}

/* Either all bars of a series lie within a series_stride, or all series of a bar in a bar_stride.
 */
static bool is_distinct(const ta_table_out *t, size_t n_series, size_t n_bars, size_t series_extent,
                        size_t bar_extent) {
    bool one_series = n_series <= 1, one_bar = n_bars <= 1;
    if (n_series == 0 || n_bars == 0)
        return true;
    bool by_series =
        (one_series || t->series_stride > bar_extent) && (one_bar || t->bar_stride > 0);
    bool by_bar =
        (one_bar || t->bar_stride > series_extent) && (one_series || t->series_stride > 0);
    return by_series || by_bar;
}

static ta_status check_out(const ta_indicator *ind, size_t index, const ta_table_out *t,
                           size_t n_series, size_t n_bars, ta_error *err) {
    const char *id = ind->info.id, *name = ind->outputs[index].id;
    size_t series_extent, bar_extent;
    if (!fits(n_series, n_bars, t->series_stride, t->bar_stride, &series_extent, &bar_extent))
        return too_far(err, id, "output ", name);
    if (!is_distinct(t, n_series, n_bars, series_extent, bar_extent))
        return TA__ERROR(err, TA_ERR_ARGUMENT, id, ": the strides of output ", name,
                         " let values share a place");
    return TA_OK;
}

/* An output at the base of an input must be that input. */
static ta_status check_in_place(const ta_indicator *ind, const ta_table *in,
                                const ta_table_out *out, size_t index, size_t n_sets,
                                ta_error *err) {
    const char *name = ind->outputs[index].id;
    if (in->base != out->base)
        return TA_OK;
    if (n_sets > 1)
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": output ", name,
                         " is an input, which the sets after the first still need");
    if (in->series_stride != out->series_stride || in->bar_stride != out->bar_stride)
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": output ", name,
                         " lies over an input with other strides");
    return TA_OK;
}

ta_status ta__tables_check(const ta_indicator *ind, const ta_table *in, size_t n_series,
                           size_t n_bars, const ta_table_out *out, size_t n_sets, ta_error *err) {
    size_t n_rows;
    if (!in || !out)
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": in or out is NULL");
    if (__builtin_mul_overflow(n_sets, n_series, &n_rows))
        return TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id, ": too many series and sets");
    ta_status status = TA_OK;
    for (size_t i = 0; i < ind->info.n_inputs && !status; i++)
        status = ta__table_check(&in[i], n_series, n_bars, ind->info.id, err);
    for (size_t o = 0; o < ind->info.n_outputs && !status; o++) {
        if (!out[o].base)
            continue;
        status = check_out(ind, o, &out[o], n_rows, n_bars, err);
        for (size_t i = 0; i < ind->info.n_inputs && !status; i++)
            status = check_in_place(ind, &in[i], &out[o], o, n_sets, err);
        for (size_t other = 0; other < o && !status; other++)
            if (out[o].base == out[other].base)
                status = TA__ERROR(err, TA_ERR_ARGUMENT, ind->info.id,
                                   ": two outputs are the same array");
    }
    return status;
}
