/*
 * The correlation matrix. Each series is centred over the bars that count, twice, so that nothing
 * of its level is left, and scaled by a power of two; missing bars become 0. What remains are
 * products of sums, which a blocked kernel computes for 8 by 8 series at a time. Every sum runs
 * over the bars in order, in blocks of SUM_BLOCK, so a pair has the same bits whatever else is in
 * the matrix, and on every CPU level. Pairs of series with different gaps are centred anew over
 * their own bars.
 */
#include "error.h"
#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#if TA__HAS_AVX2
#include <immintrin.h>
#endif

enum {
    PANEL = TA__TABLE_GROUP, /* series whose values lie side by side */
    ROWS = 4, /* of a panel that the kernel takes at a time: what the registers hold */
    SUM_BLOCK = 256,
    WORD_BITS = 64,
    PAIR_TASKS_MAX = 32
};

typedef struct matrix {
    const ta_table *series;
    size_t n_series, n_bars, n_panels, n_words, n_tasks;
    bool common, same_masks;
    double *values;  /* [panel][bar][PANEL], centred */
    uint64_t *masks; /* [series][word]: bars that are there */
    size_t *classes; /* series of one class miss the same bars */
    double *norms;   /* [series]: NaN where it does not move */
    double *scratch; /* [task][2][bar], for pairs of different classes */
    double *result;
    size_t *counts;
} matrix;

static const uint64_t *mask_of(const matrix *m, size_t series) {
    return m->masks + (m->common ? 0 : series * m->n_words);
}

static bool has(const uint64_t *mask, size_t bar) {
    return mask[bar / WORD_BITS] >> (bar % WORD_BITS) & 1;
}

static size_t count_common(const uint64_t *a, const uint64_t *b, size_t n_words) {
    size_t count = 0;
    for (size_t i = 0; i < n_words; i++)
        count += (size_t)__builtin_popcountll(a[i] & b[i]);
    return count;
}

/* --- centring ------------------------------------------------------------------------------------
 */

/* The mean of the values of both masks, from their distances to the first; false when they are
 * fewer than 2 or all equal. `largest` is the largest distance to it. */
static bool mean_of(const double *x, size_t stride, const uint64_t *mask, const uint64_t *other,
                    size_t n, double *mean, double *largest) {
    double first = 0, low = 0, high = 0, sum = 0;
    size_t count = 0;
    for (size_t t = 0; t < n; t++) {
        if (!has(mask, t) || !has(other, t))
            continue;
        double value = x[t * stride];
        if (count++ == 0)
            first = low = high = value;
        low = value < low ? value : low;
        high = value > high ? value : high;
        sum += value - first;
    }
    if (low == high)
        return false;
    *mean = first + sum / (double)count;
    *largest = fmax(high - *mean, *mean - low);
    return true;
}

/*
 * The values of the bars in both masks less their mean, in units of a power of two that makes the
 * largest about 1; 0 elsewhere. False, and zeros, where they do not move.
 */
static bool centre(const double *x, size_t stride, const uint64_t *mask, const uint64_t *other,
                   size_t n, double *z, size_t z_stride) {
    double mean = 0, largest = 0, sum = 0;
    bool moves = mean_of(x, stride, mask, other, n, &mean, &largest);
    int exponent = 0;
    frexp(largest, &exponent);
    size_t count = 0;
    for (size_t t = 0; t < n; t++) {
        bool counts = moves && has(mask, t) && has(other, t);
        double value = counts ? ldexp(x[t * stride] - mean, -exponent) : 0;
        z[t * z_stride] = value;
        sum += value;
        count += counts;
    }
    /* What the rounding of the mean has left. */
    double rest = moves ? sum / (double)count : 0;
    for (size_t t = 0; t < n; t++)
        if (moves && has(mask, t) && has(other, t))
            z[t * z_stride] -= rest;
    return moves;
}

/* --- sums of products ----------------------------------------------------------------------------
 */

TA__INLINE double dot(const double *x, const double *y, size_t n) {
    double total = 0;
    for (size_t start = 0; start < n; start += SUM_BLOCK) {
        size_t end = n - start < SUM_BLOCK ? n : start + SUM_BLOCK;
        double sum = 0;
        for (size_t t = start; t < end; t++)
            sum = __builtin_fma(x[t], y[t], sum);
        total += sum;
    }
    return total;
}

static double dot_portable(const double *x, const double *y, size_t n) {
    return dot(x, y, n);
}

/* Adds the products of ROWS series of one panel with all of another over n bars. */
static void block_portable(const double *p, const double *q, size_t n, double sums[ROWS][PANEL]) {
    double block[ROWS][PANEL] = {{0}};
    for (size_t t = 0; t < n; t++)
        for (int i = 0; i < ROWS; i++)
            for (int j = 0; j < PANEL; j++)
                block[i][j] =
                    __builtin_fma(p[t * PANEL + (size_t)i], q[t * PANEL + (size_t)j], block[i][j]);
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < PANEL; j++)
            sums[i][j] += block[i][j];
}

#if TA__HAS_AVX2
TA__TARGET_AVX2 static double dot_avx2(const double *x, const double *y, size_t n) {
    return dot(x, y, n);
}

TA__TARGET_AVX2 static void block_avx2(const double *p, const double *q, size_t n,
                                       double sums[ROWS][PANEL]) {
    __m256d block[ROWS][2];
    for (int i = 0; i < ROWS; i++)
        block[i][0] = block[i][1] = _mm256_setzero_pd();
    for (size_t t = 0; t < n; t++) {
        __m256d low = _mm256_loadu_pd(q + t * PANEL), high = _mm256_loadu_pd(q + t * PANEL + 4);
        for (int i = 0; i < ROWS; i++) {
            __m256d x = _mm256_broadcast_sd(p + t * PANEL + i);
            block[i][0] = _mm256_fmadd_pd(x, low, block[i][0]);
            block[i][1] = _mm256_fmadd_pd(x, high, block[i][1]);
        }
    }
    for (int i = 0; i < ROWS; i++)
        for (int half = 0; half < 2; half++) {
            double *at = &sums[i][4 * half];
            _mm256_storeu_pd(at, _mm256_add_pd(_mm256_loadu_pd(at), block[i][half]));
        }
}
#else
#define dot_avx2   dot_portable
#define block_avx2 block_portable
#endif

static void multiply(const double *p, const double *q, size_t n, double sums[ROWS][PANEL]) {
    bool avx2 = ta__cpu_level() == TA__AVX2;
    memset(sums, 0, sizeof(double[ROWS][PANEL]));
    for (size_t t = 0; t < n; t += SUM_BLOCK) {
        size_t length = n - t < SUM_BLOCK ? n - t : SUM_BLOCK;
        (avx2 ? block_avx2 : block_portable)(p + t * PANEL, q + t * PANEL, length, sums);
    }
}

/* --- tasks ---------------------------------------------------------------------------------------
 */

static void find_present(void *arg, size_t index) {
    const matrix *m = arg;
    uint64_t *mask = m->masks + index * m->n_words;
    const double *x = ta__table_at(m->series, index, 0);
    memset(mask, 0, m->n_words * sizeof *mask);
    for (size_t t = 0; t < m->n_bars; t++)
        mask[t / WORD_BITS] |= (uint64_t)ta__present(x[t * m->series->bar_stride])
                               << (t % WORD_BITS);
}

static void centre_panel(void *arg, size_t panel) {
    const matrix *m = arg;
    double *values = m->values + panel * m->n_bars * PANEL;
    for (size_t lane = 0; lane < PANEL; lane++) {
        size_t series = panel * PANEL + lane;
        if (series < m->n_series) {
            const uint64_t *mask = mask_of(m, series);
            bool moves = centre(ta__table_at(m->series, series, 0), m->series->bar_stride, mask,
                                mask, m->n_bars, values + lane, PANEL);
            m->norms[series] = moves ? 0 : (double)NAN;
        } else {
            for (size_t t = 0; t < m->n_bars; t++)
                values[t * PANEL + lane] = 0;
        }
    }
}

/* The sums of products of one panel's series with those of all later panels. */
static void multiply_panel(void *arg, size_t panel) {
    const matrix *m = arg;
    const double *p = m->values + panel * m->n_bars * PANEL;
    for (size_t other = panel; other < m->n_panels; other++)
        for (size_t row = 0; row < PANEL; row += ROWS) {
            double sums[ROWS][PANEL];
            multiply(p + row, m->values + other * m->n_bars * PANEL, m->n_bars, sums);
            for (size_t i = 0; i < ROWS; i++)
                for (size_t j = 0; j < PANEL; j++) {
                    size_t a = panel * PANEL + row + i, b = other * PANEL + j;
                    if (a > b || b >= m->n_series)
                        continue;
                    m->result[a * m->n_series + b] = sums[i][j];
                    if (a == b)
                        m->norms[a] += sqrt(sums[i][j]); /* NaN stays */
                }
        }
}

/* Rounding must not lead out of [-1, 1]; NaN stays. */
static double quotient(double product, double norm, double other) {
    double r = product / (norm * other);
    return r > 1 ? 1 : r < -1 ? -1 : r;
}

static double correlate_pair(const matrix *m, size_t a, size_t b, double *scratch) {
    size_t stride = m->series->bar_stride, n = m->n_bars;
    const uint64_t *mask = mask_of(m, a), *other = mask_of(m, b);
    double *x = scratch, *y = scratch + n;
    if (!centre(ta__table_at(m->series, a, 0), stride, mask, other, n, x, 1) ||
        !centre(ta__table_at(m->series, b, 0), stride, mask, other, n, y, 1))
        return NAN;
    double (*product)(const double *, const double *, size_t) =
        ta__cpu_level() == TA__AVX2 ? dot_avx2 : dot_portable;
    return quotient(product(x, y, n), sqrt(product(x, x, n)), sqrt(product(y, y, n)));
}

static void finish_pair(const matrix *m, size_t a, size_t b, double *scratch) {
    size_t n = m->n_series;
    double *upper = &m->result[a * n + b];
    if (a == b)
        *upper = isnan(m->norms[a]) ? (double)NAN : 1;
    else if (m->classes[a] != m->classes[b])
        *upper = correlate_pair(m, a, b, scratch);
    else
        *upper = quotient(*upper, m->norms[a], m->norms[b]);
    m->result[b * n + a] = *upper;
    if (m->counts)
        m->counts[a * n + b] = m->counts[b * n + a] =
            count_common(mask_of(m, a), mask_of(m, b), m->n_words);
}

/* Every n_tasks-th row, since rows become shorter and shorter. */
static void finish_rows(void *arg, size_t index) {
    const matrix *m = arg;
    double *scratch = m->scratch + index * 2 * m->n_bars;
    for (size_t a = index; a < m->n_series; a += m->n_tasks)
        for (size_t b = a; b < m->n_series; b++)
            finish_pair(m, a, b, scratch);
}

/* --- the call ------------------------------------------------------------------------------------
 */

static void intersect_masks(matrix *m) {
    for (size_t series = 1; series < m->n_series; series++)
        for (size_t i = 0; i < m->n_words; i++)
            m->masks[i] &= m->masks[series * m->n_words + i];
}

static void find_classes(matrix *m) {
    for (size_t series = 0; series < m->n_series; series++) {
        size_t like = 0;
        while (memcmp(mask_of(m, like), mask_of(m, series), m->n_words * sizeof *m->masks) != 0)
            like++;
        m->classes[series] = like;
    }
}

static void *take(unsigned char **memory, size_t bytes) {
    void *at = *memory;
    *memory += bytes;
    return at;
}

/* The sizes of what the arrays need; all doubles and words are of 8 bytes. */
static bool allocate(matrix *m, unsigned char **memory) {
    enum {
        EACH = 8
    };
    _Static_assert(sizeof(double) == EACH && sizeof(uint64_t) == EACH && sizeof(size_t) <= EACH,
                   "one size for all arrays");
    size_t values, masks, scratch, total;
    if (__builtin_mul_overflow(m->n_panels * PANEL, m->n_bars, &values) ||
        __builtin_mul_overflow(m->n_series, m->n_words, &masks) ||
        __builtin_mul_overflow(m->n_tasks * 2, m->n_bars, &scratch) ||
        __builtin_add_overflow(values, masks, &total) ||
        __builtin_add_overflow(total, scratch, &total) ||
        __builtin_add_overflow(total, 2 * m->n_series, &total) ||
        __builtin_mul_overflow(total, (size_t)EACH, &total))
        return false;
    unsigned char *at = *memory = malloc(total);
    if (!at)
        return false;
    m->values = take(&at, values * EACH);
    m->masks = take(&at, masks * EACH);
    m->scratch = take(&at, scratch * EACH);
    m->norms = take(&at, m->n_series * EACH);
    m->classes = take(&at, m->n_series * EACH);
    return true;
}

static ta_status check(const ta_table *series, size_t n_series, size_t n_bars, ta_overlap overlap,
                       const double *result, const ta_pool *pool, ta_error *err) {
    size_t cells;
    if (!series || (!result && n_series > 0))
        return TA__ERROR(err, TA_ERR_ARGUMENT, "correlation: series or matrix is NULL");
    if (overlap != TA_OVERLAP_COMMON && overlap != TA_OVERLAP_PAIRWISE)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "correlation: there is no such overlap");
    if (pool && !pool->run)
        return TA__ERROR(err, TA_ERR_ARGUMENT, "correlation: the pool has no function to run");
    if (__builtin_mul_overflow(n_series, n_series, &cells) || cells > PTRDIFF_MAX / sizeof(double))
        return TA__ERROR(err, TA_ERR_ARGUMENT, "correlation: too many series");
    return ta__table_check(series, n_series, n_bars, "correlation", err);
}

ta_status ta_correlation_matrix(const ta_table *series, size_t n_series, size_t n_bars,
                                ta_overlap overlap, double *result, size_t *counts,
                                const ta_pool *pool, ta_error *err) {
    ta_status status = check(series, n_series, n_bars, overlap, result, pool, err);
    if (status || n_series == 0)
        return status;
    matrix m = {.series = series,
                .n_series = n_series,
                .n_bars = n_bars,
                .n_panels = (n_series - 1) / PANEL + 1,
                .n_words = n_bars / WORD_BITS + 1,
                .n_tasks = !pool                       ? 1
                           : n_series < PAIR_TASKS_MAX ? n_series
                                                       : PAIR_TASKS_MAX,
                .common = overlap == TA_OVERLAP_COMMON,
                .result = result,
                .counts = counts};
    unsigned char *memory = NULL;
    if (!allocate(&m, &memory))
        return TA__ERROR(err, TA_ERR_MEMORY, "correlation: out of memory");
    ta__pool_run(pool, n_series, find_present, &m);
    if (m.common)
        intersect_masks(&m);
    find_classes(&m);
    ta__pool_run(pool, m.n_panels, centre_panel, &m);
    ta__pool_run(pool, m.n_panels, multiply_panel, &m);
    ta__pool_run(pool, m.n_tasks, finish_rows, &m);
    free(memory);
    return TA_OK;
}
