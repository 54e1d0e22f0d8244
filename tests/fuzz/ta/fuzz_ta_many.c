/*
 * Any indicator with any parameters over several series with any gaps, in any layout: many series,
 * a sweep and a set of streams must give the bits of ta_run(). The series' correlation matrix must
 * be one.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SERIES_MAX = 20,
    BARS_MAX = 200
};

typedef struct many {
    const ta_indicator *ind;
    const ta_indicator_info *info;
    double params[TA_PARAMS_MAX];
    size_t n_params, n_series, n_bars, series_stride, bar_stride, room;
    double *in[TA_INPUTS_MAX];
    double *expected[TA_OUTPUTS_MAX]; /* [series][bar] */
    double *out[TA_OUTPUTS_MAX];
    ta_table in_tables[TA_INPUTS_MAX];
    ta_table_out out_tables[TA_OUTPUTS_MAX];
} many;

static size_t place(const many *m, size_t series, size_t bar) {
    return series * m->series_stride + bar * m->bar_stride;
}

static void read_layout(many *m, fuzz_bytes *b) {
    m->n_series = 1 + fuzz_byte(b) % SERIES_MAX;
    m->n_bars = 1 + fuzz_byte(b) % BARS_MAX;
    uint8_t kind = fuzz_byte(b);
    size_t step = 1 + (kind >> 1 & 3), room = kind >> 3 & 7;
    bool planar = kind & 1;
    m->series_stride = planar ? m->n_bars * step + room : step;
    m->bar_stride = planar ? step : m->n_series * step + room;
    m->room = place(m, m->n_series - 1, m->n_bars - 1) + 1;
}

static void read_data(many *m, fuzz_bytes *b) {
    fuzz_bytes start = *b;
    for (size_t i = 0; i < m->info->n_inputs; i++) {
        m->in[i] = fuzz_alloc(m->room, sizeof(double));
        m->in_tables[i] = (ta_table){m->in[i], m->series_stride, m->bar_stride};
        for (size_t s = 0; s < m->n_series; s++)
            for (size_t j = 0; j < m->n_bars; j++) {
                if (b->left == 0)
                    *b = start;
                m->in[i][place(m, s, j)] = fuzz_value(b);
            }
    }
    for (size_t o = 0; o < m->info->n_outputs; o++) {
        m->expected[o] = fuzz_alloc(m->n_series * m->n_bars, sizeof(double));
        m->out[o] = fuzz_alloc(m->room, sizeof(double));
        m->out_tables[o] = (ta_table_out){m->out[o], m->series_stride, m->bar_stride};
    }
}

static ta_status run_each(const many *m) {
    double column[TA_INPUTS_MAX][BARS_MAX];
    const double *in[TA_INPUTS_MAX];
    double *out[TA_OUTPUTS_MAX];
    ta_status status = TA_OK;
    for (size_t s = 0; s < m->n_series && !status; s++) {
        for (size_t i = 0; i < m->info->n_inputs; i++) {
            in[i] = column[i];
            for (size_t j = 0; j < m->n_bars; j++)
                column[i][j] = m->in[i][place(m, s, j)];
        }
        for (size_t o = 0; o < m->info->n_outputs; o++)
            out[o] = m->expected[o] + s * m->n_bars;
        status = ta_run(m->ind, m->params, m->n_params, in, m->n_bars, out, NULL);
    }
    return status;
}

static void check_rows(const many *m, size_t first_row, const ta_table_out *tables) {
    for (size_t o = 0; o < m->info->n_outputs; o++)
        for (size_t s = 0; s < m->n_series; s++)
            for (size_t j = 0; j < m->n_bars; j++)
                CHECK(fuzz_same(tables[o].base[(first_row + s) * tables[o].series_stride +
                                               j * tables[o].bar_stride],
                                m->expected[o][s * m->n_bars + j]));
}

/* The same set twice, planar. */
static void check_sweep(const many *m) {
    double sets[2 * TA_PARAMS_MAX];
    ta_table_out tables[TA_OUTPUTS_MAX];
    memcpy(sets, m->params, m->n_params * sizeof *sets);
    memcpy(sets + m->n_params, m->params, m->n_params * sizeof *sets);
    for (size_t o = 0; o < m->info->n_outputs; o++)
        tables[o] =
            (ta_table_out){fuzz_alloc(2 * m->n_series * m->n_bars, sizeof(double)), m->n_bars, 1};
    CHECK(ta_run_sweep(m->ind, sets, m->n_params, 2, m->in_tables, m->n_series, m->n_bars, tables,
                       NULL, NULL) == TA_OK);
    check_rows(m, 0, tables);
    check_rows(m, m->n_series, tables);
    for (size_t o = 0; o < m->info->n_outputs; o++)
        free(tables[o].base);
}

static void check_streams(const many *m) {
    ta_streams *streams = NULL;
    double in[TA_INPUTS_MAX][SERIES_MAX], out[TA_OUTPUTS_MAX][SERIES_MAX];
    const double *in_at[TA_INPUTS_MAX];
    double *out_at[TA_OUTPUTS_MAX];
    CHECK(ta_streams_create(m->ind, m->params, m->n_params, m->n_series, &streams, NULL) == TA_OK);
    for (size_t j = 0; j < m->n_bars; j++) {
        for (size_t i = 0; i < m->info->n_inputs; i++) {
            in_at[i] = in[i];
            for (size_t s = 0; s < m->n_series; s++)
                in[i][s] = m->in[i][place(m, s, j)];
        }
        for (size_t o = 0; o < m->info->n_outputs; o++)
            out_at[o] = out[o];
        CHECK(ta_streams_push(streams, in_at, out_at, NULL) == TA_OK);
        for (size_t o = 0; o < m->info->n_outputs; o++)
            for (size_t s = 0; s < m->n_series; s++)
                CHECK(fuzz_same(out[o][s], m->expected[o][s * m->n_bars + j]));
    }
    ta_streams_free(streams);
}

static void check_correlation(const many *m, ta_overlap overlap) {
    double r[SERIES_MAX * SERIES_MAX];
    size_t n = m->n_series, counts[SERIES_MAX * SERIES_MAX];
    CHECK(ta_correlation_matrix(m->in_tables, n, m->n_bars, overlap, r, counts, NULL, NULL) ==
          TA_OK);
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            double x = r[a * n + b];
            CHECK(fuzz_same(x, r[b * n + a]) && counts[a * n + b] == counts[b * n + a]);
            CHECK(isnan(x) || (fabs(x) <= 1 && counts[a * n + b] >= 2));
            CHECK(a != b || isnan(x) || x == 1);
            CHECK(counts[a * n + b] <= m->n_bars);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes b = {data, size};
    many m = {0};
    m.ind = fuzz_indicator(&b, m.params, &m.n_params);
    m.info = ta_indicator_describe(m.ind);
    read_layout(&m, &b);
    read_data(&m, &b);

    ta_error err;
    ta_status valid = run_each(&m);
    CHECK(ta_run_many(m.ind, m.params, m.n_params, m.in_tables, m.n_series, m.n_bars, m.out_tables,
                      NULL, &err) == valid);
    if (valid == TA_OK) {
        check_rows(&m, 0, m.out_tables);
        check_sweep(&m);
        check_streams(&m);
    } else {
        CHECK(err.status == valid && err.message[0] != '\0');
    }
    check_correlation(&m, TA_OVERLAP_COMMON);
    check_correlation(&m, TA_OVERLAP_PAIRWISE);
    for (size_t i = 0; i < TA_INPUTS_MAX; i++)
        free(m.in[i]);
    for (size_t o = 0; o < TA_OUTPUTS_MAX; o++) {
        free(m.expected[o]);
        free(m.out[o]);
    }
    return 0;
}
