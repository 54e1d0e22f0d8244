/*
 * Four series in the lanes of a vector, for indicators of one input that are made of exponential
 * averages. Once these are settled, all of an indicator's blocks begin at k = 0 mod 8, so that
 * series need not be at the same k to be taken together.
 *
 * An indicator gives stages(), its averages, and lanes(), its arithmetic on vectors; lanes() serves
 * a block of 8 bars of four series, and one bar of each of four streams. The operations on a lane
 * are those that run() does on one series.
 */
#ifndef TA_LANES_H
#define TA_LANES_H

#include "kernels.h"

enum {
    TA__STAGES_MAX = 3
};

/* The averages of an indicator, and the place of its last value where it keeps one. */
typedef struct ta__stages {
    size_t count; /* 0: with these parameters the indicator is made of something else */
    const ta__smooth *smooth[TA__STAGES_MAX];
    bool keeps_previous;
    size_t previous;
} ta__stages;

#if TA__HAS_AVX2
#include <immintrin.h>

typedef struct ta__lanes {
    const ta__stages *stages;
    size_t bars; /* of a vector each: TA__SMOOTH_BLOCK, or 1 */
    /* a bar: where the streams keep their doubles */
    double *columns;
    size_t pitch;
    __m256d before; /* the values before the first */
    /* a block: the carries of the averages */
    __m256d carry[TA__STAGES_MAX];
    /* a bar: where the streams are in their blocks */
    __m256i place;
    __m256d taken, first, last; /* masks: present; first or last bar of its block */
} ta__lanes;

static inline uint64_t ta__stages_settled(const ta__stages *s) {
    uint64_t settled = s->count > 0 ? 0 : UINT64_MAX;
    for (size_t i = 0; i < s->count; i++)
        settled = s->smooth[i]->settled > settled ? s->smooth[i]->settled : settled;
    return settled;
}

/* --- blocks -------------------------------------------------------------------------------------
 */

TA__TARGET_AVX2 TA__INLINE __m256d ta__lanes_gather(double *const *state, size_t at) {
    return _mm256_setr_pd(state[0][at], state[1][at], state[2][at], state[3][at]);
}

TA__TARGET_AVX2 TA__INLINE void ta__lanes_scatter(__m256d v, double *const *state, size_t at) {
    double values[TA__LANE_SERIES];
    _mm256_storeu_pd(values, v);
    for (size_t lane = 0; lane < TA__LANE_SERIES; lane++)
        state[lane][at] = values[lane];
}

TA__TARGET_AVX2 TA__INLINE ta__lanes ta__lanes_begin(const ta__stages *s, double *const *state) {
    ta__lanes l = {.stages = s, .bars = TA__SMOOTH_BLOCK};
    for (size_t i = 0; i < s->count; i++)
        l.carry[i] = ta__lanes_gather(state, s->smooth[i]->at + TA__SMOOTH_CARRY);
    if (s->keeps_previous)
        l.before = ta__lanes_gather(state, s->previous);
    return l;
}

TA__TARGET_AVX2 TA__INLINE void ta__lanes_end(const ta__lanes *l, double *const *state) {
    const ta__stages *s = l->stages;
    for (size_t i = 0; i < s->count; i++)
        ta__lanes_scatter(l->carry[i], state, s->smooth[i]->at + TA__SMOOTH_CARRY);
    if (s->keeps_previous)
        ta__lanes_scatter(l->before, state, s->previous);
}

TA__TARGET_AVX2 TA__INLINE void ta__lanes_load(const double *x, size_t stride,
                                               __m256d v[TA__SMOOTH_BLOCK]) {
    for (size_t j = 0; j < TA__SMOOTH_BLOCK; j++)
        v[j] = _mm256_loadu_pd(x + j * stride);
}

TA__TARGET_AVX2 TA__INLINE __m256d ta__lanes_here(__m256d x) {
    const __m256d sign = _mm256_set1_pd(-0.0), max = _mm256_set1_pd(TA__VALUE_MAX);
    return _mm256_cmp_pd(_mm256_andnot_pd(sign, x), max, _CMP_LE_OQ);
}

/* Whether no value of a block is missing. */
TA__TARGET_AVX2 TA__INLINE bool ta__lanes_present(const __m256d v[TA__SMOOTH_BLOCK]) {
    __m256d present = ta__lanes_here(v[0]);
    for (size_t j = 1; j < TA__SMOOTH_BLOCK; j++)
        present = _mm256_and_pd(present, ta__lanes_here(v[j]));
    return _mm256_movemask_pd(present) == 0xF;
}

TA__TARGET_AVX2 TA__INLINE void ta__lanes_store(const __m256d v[TA__SMOOTH_BLOCK], double *y,
                                                size_t stride) {
    for (size_t j = 0; j < TA__SMOOTH_BLOCK; j++)
        _mm256_storeu_pd(y + j * stride, v[j]);
}

TA__TARGET_AVX2 TA__INLINE void ta__lanes_smooth_block(const ta__smooth *s, __m256d *carry,
                                                       __m256d v[TA__SMOOTH_BLOCK]) {
    __m256d a = _mm256_set1_pd(s->a), b = _mm256_set1_pd(s->b), r = v[0];
    __m256d w = _mm256_setzero_pd(), distance = _mm256_sub_pd(*carry, r);
    __m256d base = s->base == TA__SMOOTH_CARRY ? *carry : r;
    for (size_t j = 0; j < TA__SMOOTH_BLOCK; j++) {
        if (j > 0)
            w = _mm256_fmadd_pd(b, w, _mm256_mul_pd(a, _mm256_sub_pd(v[j], r)));
        v[j] = _mm256_fmadd_pd(_mm256_set1_pd(s->weights[j]), distance, _mm256_add_pd(base, w));
    }
    *carry = v[TA__SMOOTH_BLOCK - 1];
}

/* --- single bars --------------------------------------------------------------------------------
 */

TA__TARGET_AVX2 TA__INLINE ta__lanes ta__lanes_bar(const ta__stages *s, double *columns,
                                                   size_t pitch, const uint64_t *k, __m256d x) {
    const __m256i last = _mm256_set1_epi64x(TA__SMOOTH_BLOCK - 1);
    __m256i place = _mm256_and_si256(_mm256_loadu_si256((const __m256i *)(const void *)k), last);
    ta__lanes l = {.stages = s, .bars = 1, .columns = columns, .pitch = pitch, .place = place};
    l.taken = ta__lanes_here(x);
    l.first = _mm256_castsi256_pd(_mm256_cmpeq_epi64(place, _mm256_setzero_si256()));
    l.last = _mm256_castsi256_pd(_mm256_cmpeq_epi64(place, last));
    if (s->keeps_previous)
        l.before = _mm256_loadu_pd(columns + s->previous * pitch);
    return l;
}

/* Counts the bar where it was taken, and keeps its value. */
TA__TARGET_AVX2 TA__INLINE void ta__lanes_count(const ta__lanes *l, uint64_t *k, __m256d x) {
    __m256i *at = (__m256i *)(void *)k;
    __m256i before = _mm256_loadu_si256(at);
    _mm256_storeu_si256(at, _mm256_sub_epi64(before, _mm256_castpd_si256(l->taken)));
    if (l->stages->keeps_previous)
        _mm256_storeu_pd(l->columns + l->stages->previous * l->pitch,
                         _mm256_blendv_pd(l->before, x, l->taken));
}

TA__TARGET_AVX2 TA__INLINE void ta__lanes_smooth_bar(const ta__lanes *l, const ta__smooth *s,
                                                     __m256d *v) {
    double *at = l->columns + s->at * l->pitch, *r_at = at + TA__SMOOTH_R * l->pitch;
    double *w_at = at + TA__SMOOTH_W * l->pitch;
    __m256d carry = _mm256_loadu_pd(at), old_r = _mm256_loadu_pd(r_at);
    __m256d old_w = _mm256_loadu_pd(w_at), r = _mm256_blendv_pd(old_r, *v, l->first);
    __m256d step = _mm256_mul_pd(_mm256_set1_pd(s->a), _mm256_sub_pd(*v, r));
    __m256d w = _mm256_fmadd_pd(_mm256_set1_pd(s->b), old_w, step);
    w = _mm256_andnot_pd(l->first, w);
    __m256d weight = _mm256_i64gather_pd(s->weights, l->place, sizeof(double));
    __m256d base = s->base == TA__SMOOTH_CARRY ? carry : r;
    __m256d y = _mm256_fmadd_pd(weight, _mm256_sub_pd(carry, r), _mm256_add_pd(base, w));
    __m256d ends = _mm256_and_pd(l->taken, l->last);
    _mm256_storeu_pd(at, _mm256_blendv_pd(carry, y, ends));
    _mm256_storeu_pd(r_at, _mm256_blendv_pd(old_r, r, l->taken));
    _mm256_storeu_pd(w_at, _mm256_blendv_pd(old_w, w, l->taken));
    *v = y;
}

/* --- for lanes() --------------------------------------------------------------------------------
 */

/* Puts the average number `stage` of the values in their place. */
TA__TARGET_AVX2 TA__INLINE void ta__lanes_smooth(ta__lanes *l, size_t stage,
                                                 __m256d v[TA__SMOOTH_BLOCK]) {
    const ta__smooth *s = l->stages->smooth[stage];
    if (l->bars == 1)
        ta__lanes_smooth_bar(l, s, v);
    else
        ta__lanes_smooth_block(s, &l->carry[stage], v);
}

/* Compiles an always-inlined `lanes` for blocks and for bars. */
#define TA__LANE_FUNCTIONS                                                                         \
    static uint64_t lanes_settled(const void *plan_) {                                             \
        ta__stages stages_ = stages(plan_);                                                        \
        return ta__stages_settled(&stages_);                                                       \
    }                                                                                              \
    TA__TARGET_AVX2 static size_t lanes_blocks(const void *plan_, double *const *state_,           \
                                               const double *x_, size_t stride_, size_t n_,        \
                                               double *const *out_, const size_t *out_stride_) {   \
        const ta__stages stages_ = stages(plan_);                                                  \
        ta__lanes l_ = ta__lanes_begin(&stages_, state_);                                          \
        size_t i_ = 0;                                                                             \
        for (; i_ < n_; i_ += TA__SMOOTH_BLOCK) {                                                  \
            __m256d v_[TA__SMOOTH_BLOCK], y_[TA__COUNT(outputs)][TA__SMOOTH_BLOCK];                \
            ta__lanes_load(x_ + i_ * stride_, stride_, v_);                                        \
            if (!ta__lanes_present(v_))                                                            \
                break;                                                                             \
            lanes(&l_, v_, y_);                                                                    \
            l_.before = v_[TA__SMOOTH_BLOCK - 1];                                                  \
            for (size_t o_ = 0; o_ < TA__COUNT(outputs); o_++)                                     \
                ta__lanes_store(y_[o_], out_[o_] + i_ * out_stride_[o_], out_stride_[o_]);         \
        }                                                                                          \
        ta__lanes_end(&l_, state_);                                                                \
        return i_;                                                                                 \
    }                                                                                              \
    TA__TARGET_AVX2 static void lanes_bar(const void *plan_, double *columns_, size_t pitch_,      \
                                          uint64_t *k_, const double *x_, size_t n_,               \
                                          double *const *out_) {                                   \
        const ta__stages stages_ = stages(plan_);                                                  \
        const __m256d missing_ = _mm256_set1_pd((double)NAN);                                      \
        for (size_t i_ = 0; i_ < n_; i_ += TA__LANE_SERIES) {                                      \
            __m256d v_ = _mm256_loadu_pd(x_ + i_);                                                 \
            __m256d y_[TA__COUNT(outputs)][TA__SMOOTH_BLOCK];                                      \
            ta__lanes l_ = ta__lanes_bar(&stages_, columns_ + i_, pitch_, k_ + i_, v_);            \
            lanes(&l_, &v_, y_);                                                                   \
            ta__lanes_count(&l_, k_ + i_, v_);                                                     \
            for (size_t o_ = 0; o_ < TA__COUNT(outputs); o_++)                                     \
                _mm256_storeu_pd(out_[o_] + i_, _mm256_blendv_pd(missing_, y_[o_][0], l_.taken));  \
        }                                                                                          \
    }
#define TA__LANE_CODE                                                                              \
    { lanes_settled, lanes_blocks, lanes_bar }
#else
#define TA__LANE_FUNCTIONS
#define TA__LANE_CODE                                                                              \
    { NULL, NULL, NULL }
#endif

#endif
