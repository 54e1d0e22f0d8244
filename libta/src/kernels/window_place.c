/*
 * Where the extremum is, in blocks as in extremum.c, of pairs of a value and its place: what lies
 * before the running block is folded in advance, and a window's pair is that of its past or that of
 * the block so far. Places count from the first bar of the running block. A minimum is the maximum
 * of the negated values. Many bars of a short window take passes that each join four windows to one
 * of up to four times the length.
 */
#include "kernels.h"

#include <string.h>

#if TA__HAS_AVX2
#include <immintrin.h>
#endif

enum {
    PASSES_MAX = 32, /* the longest period that takes passes */
    LANES = 4,
    MARGIN = 1 /* before each line: the pair of the block so far */
};

void ta__window_place_plan(ta__window_place *w, bool maximum, uint64_t start, size_t period,
                           ta__layout *layout) {
    size_t block = 1;
    while (2 * block <= period)
        block *= 2;
    *w = (ta__window_place){
        .sign = maximum ? 1 : -1, .start = start, .period = period, .block = block};
    w->line = ta__reserve(layout, MARGIN + period - 1 + block) + MARGIN;
    w->places = ta__reserve(layout, MARGIN + period) + MARGIN;
}

/* --- one bar after the other ------------------------------------------------------------------ */

/* Bars at .. at + n - 1 of a block; line[-1] and places[-1] hold the pair of the block so far. */
TA__INLINE void scan(const ta__window_place *w, double *line, double *places, size_t at,
                     const double *x, size_t n, double *y) {
    for (size_t i = 0; i < n; i++)
        y[i] = ta__window_place_bar(w, line, places, at + i, x[i]);
}

/* The bars from[first] .. from[n - 1] of a block, folded from the last on. */
TA__INLINE void fold(const double *from, size_t n, size_t first, double newer, double place,
                     double block, double *line, double *places) {
    while (n-- > first) {
        place = from[n] > newer ? (double)n : place;
        newer = from[n] > newer ? from[n] : newer;
        line[n - first] = newer;
        places[n - first] = place - block;
    }
}

/* What has been folded before the block also sees the block. */
TA__INLINE void see(const ta__window_place *w, size_t n, double *line, double *places) {
    double newer = line[-1], place = places[-1], block = (double)w->block;
    for (size_t i = 0; i < n; i++) {
        double older = line[w->block + i];
        places[i] = (older > newer ? places[w->block + i] : place) - block;
        line[i] = older > newer ? older : newer;
    }
}

/* --- four bars at a time ---------------------------------------------------------------------- */

#if TA__HAS_AVX2
#define FOURS TA__TARGET_AVX2 TA__INLINE
typedef __m256d four;

/* Lane i: the maximum of lanes 0 .. i. */
FOURS four scan_lanes(four v) {
    v = _mm256_max_pd(_mm256_movedup_pd(v), v);
    return _mm256_max_pd(_mm256_permute4x64_pd(v, 0x54), v);
}

/* Lane i: the maximum of lanes i .. 3. */
FOURS four fold_lanes(four v) {
    v = _mm256_max_pd(v, _mm256_permute_pd(v, 0xf));
    return _mm256_max_pd(v, _mm256_permute4x64_pd(v, 0xea));
}

FOURS four count_from(size_t first) {
    return _mm256_add_pd(_mm256_set1_pd((double)(int)first), _mm256_setr_pd(0, 1, 2, 3));
}

TA__TARGET_AVX2 static void scan_avx2(const ta__window_place *w, double *line, double *places,
                                      size_t at, const double *x, size_t n, double *y) {
    four sign = _mm256_set1_pd(w->sign), none = _mm256_set1_pd(-1), here = count_from(at);
    four so_far = _mm256_set1_pd(at > 0 ? line[-1] : w->sign * x[0]);
    four place = _mm256_set1_pd(at > 0 ? places[-1] : 0);
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        four v = _mm256_mul_pd(_mm256_loadu_pd(x + i), sign);
        _mm256_storeu_pd(line + w->period - 1 + at + i, v);
        four past = _mm256_loadu_pd(line + at + i), past_place = _mm256_loadu_pd(places + at + i);
        four best = _mm256_max_pd(so_far, scan_lanes(v));
        four found = _mm256_blendv_pd(none, here, _mm256_cmp_pd(v, best, _CMP_GE_OQ));
        found = _mm256_max_pd(place, scan_lanes(found));
        four is_past = _mm256_cmp_pd(past, best, _CMP_GT_OQ);
        _mm256_storeu_pd(y + i, _mm256_sub_pd(here, _mm256_blendv_pd(found, past_place, is_past)));
        so_far = _mm256_permute4x64_pd(best, 0xff);
        place = _mm256_permute4x64_pd(found, 0xff);
        here = _mm256_add_pd(here, _mm256_set1_pd(LANES));
    }
    if (i > 0) {
        line[-1] = _mm256_cvtsd_f64(so_far);
        places[-1] = _mm256_cvtsd_f64(place);
    }
    scan(w, line, places, at + i, x + i, n - i, y + i);
}

/* The places are folded negated, as maxima. */
TA__TARGET_AVX2 static void fold_avx2(const double *from, size_t n, size_t first, double newer,
                                      double place, double block, double *line, double *places) {
    four none = _mm256_set1_pd(-INFINITY), carry = _mm256_set1_pd(newer);
    four carried = _mm256_set1_pd(-place), shift = _mm256_set1_pd(-block);
    for (; n >= first + LANES; n -= LANES) {
        size_t i = n - LANES;
        four v = _mm256_loadu_pd(from + i), best = _mm256_max_pd(fold_lanes(v), carry);
        four next = _mm256_blend_pd(_mm256_permute4x64_pd(best, 0x39), carry, 8);
        four back = _mm256_sub_pd(_mm256_setzero_pd(), count_from(i));
        back = _mm256_blendv_pd(none, back, _mm256_cmp_pd(v, next, _CMP_GT_OQ));
        back = _mm256_max_pd(carried, fold_lanes(back));
        _mm256_storeu_pd(line + i - first, best);
        _mm256_storeu_pd(places + i - first, _mm256_sub_pd(shift, back));
        carry = _mm256_permute4x64_pd(best, 0);
        carried = _mm256_permute4x64_pd(back, 0);
    }
    fold(from, n, first, _mm256_cvtsd_f64(carry), -_mm256_cvtsd_f64(carried), block, line, places);
}

TA__TARGET_AVX2 static void see_avx2(const ta__window_place *w, size_t n, double *line,
                                     double *places) {
    see(w, n, line, places);
}
#else
#define scan_avx2 scan
#define fold_avx2 fold
#define see_avx2  see
#endif

/* --- blocks ----------------------------------------------------------------------------------- */

TA__INLINE void turn(ta__level level, const ta__window_place *w, double *line, double *places) {
    size_t past = w->period - 1, folded = w->block < past ? w->block : past;
    size_t first = w->block - folded, last = w->block - 1;
    const double *own = line + past;
    double *to = line + past - folded, *to_places = places + past - folded;
    if (level == TA__AVX2) {
        see_avx2(w, past - folded, line, places);
        fold_avx2(own, w->block, first, own[last], (double)last, (double)w->block, to, to_places);
    } else {
        see(w, past - folded, line, places);
        fold(own, w->block, first, own[last], (double)last, (double)w->block, to, to_places);
    }
}

void ta__window_place_turn(const ta__window_place *w, double *line, double *places) {
    turn(TA__PORTABLE, w, line, places);
}

/* n bars, of which the first is bar t since the start. */
static void run(ta__level level, const ta__window_place *w, double *state, uint64_t t,
                const double *x, size_t n, double *y) {
    double *line = state + w->line, *places = state + w->places;
    while (n > 0) {
        size_t at = (size_t)(t & (w->block - 1)), room = w->block - at, part = n < room ? n : room;
        if (level == TA__AVX2)
            scan_avx2(w, line, places, at, x, part, y);
        else
            scan(w, line, places, at, x, part, y);
        if (part == room)
            turn(level, w, line, places);
        t += part;
        x += part;
        y += part;
        n -= part;
    }
}

/* --- passes ----------------------------------------------------------------------------------- */

#if TA__HAS_AVX2
/* With room for whole vectors. */
typedef struct pairs {
    double values[PASSES_MAX + TA__TILE + LANES], places[PASSES_MAX + TA__TILE + LANES];
} pairs;

typedef struct pair {
    four value, place;
} pair;

FOURS pair load_pair(const pairs *from, size_t i) {
    return (pair){_mm256_loadu_pd(from->values + i), _mm256_loadu_pd(from->places + i)};
}

FOURS pair join(pair older, pair newer) {
    four is_older = _mm256_cmp_pd(older.value, newer.value, _CMP_GT_OQ);
    return (pair){_mm256_max_pd(older.value, newer.value),
                  _mm256_blendv_pd(newer.place, older.place, is_older)};
}

/* Windows of `length` bars, from those of `part` bars; the first ends at bar length - 1 of n. */
FOURS void pass(size_t part, size_t length, const pairs *from, size_t n, pairs *to) {
    size_t oldest = length - part, second = oldest < 2 * part ? oldest : 2 * part;
    size_t third = oldest < part ? oldest : part;
    for (size_t i = length - 1; i < n; i += LANES) {
        pair older = join(load_pair(from, i - oldest), load_pair(from, i - second));
        pair newer = join(load_pair(from, i - third), load_pair(from, i));
        pair y = join(older, newer);
        _mm256_storeu_pd(to->values + i, y.value);
        _mm256_storeu_pd(to->places + i, y.place);
    }
}

/* The state after bars up to place `at` of a block, whose values, and those before, end at `end`.
 */
FOURS void settle(const ta__window_place *w, double *line, double *places, size_t at,
                  const double *end) {
    size_t past = w->period - 1;
    const double *own = end - at;
    if (past > 0)
        fold_avx2(own - past, past, 0, own[-1], (double)(past - 1), (double)past, line, places);
    memcpy(line + past, own, at * sizeof(double));
    for (size_t i = 0; i < at; i++)
        if (i == 0 || own[i] >= line[-1]) {
            line[-1] = own[i];
            places[-1] = (double)i;
        }
}

/* The places of the bars that go into the first pass: those folded, and the block's own. */
FOURS void number(const double *places, size_t at, size_t past, size_t all, double *to) {
    size_t folded = past - at;
    memcpy(to, places + at, folded * sizeof(double));
    four here = count_from(0);
    for (size_t i = folded; i < all; i += LANES) {
        _mm256_storeu_pd(to + i, here);
        here = _mm256_add_pd(here, _mm256_set1_pd(LANES));
    }
}

/* 2 * period bars and more. */
TA__TARGET_AVX2 static void run_passes(const ta__window_place *w, double *state, uint64_t t,
                                       const double *x, size_t n, double *y) {
    double *line = state + w->line, *places = state + w->places;
    size_t past = w->period - 1, at = (size_t)(t & (w->block - 1)), all = past + n;
    pairs buffer[2];
    memcpy(buffer[0].values, line + at, past * sizeof(double));
    for (size_t i = 0; i < n; i++)
        buffer[0].values[past + i] = w->sign * x[i];
    number(places, at, past, all, buffer[0].places);
    settle(w, line, places, (size_t)((t + n) & (w->block - 1)), buffer[0].values + all);
    size_t done = 0;
    for (size_t part = 1, length; part < w->period; part = length, done = 1 - done) {
        length = 4 * part < w->period ? 4 * part : w->period;
        pass(part, length, &buffer[done], all, &buffer[1 - done]);
    }
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        _mm256_storeu_pd(y + i, _mm256_sub_pd(count_from(at + i),
                                              _mm256_loadu_pd(buffer[done].places + past + i)));
    for (; i < n; i++)
        y[i] = (double)(at + i) - buffer[done].places[past + i];
}
#endif

void ta__window_place_block(ta__level level, const ta__window_place *w, double *state, uint64_t k,
                            const double *x, size_t n, double *y) {
    size_t i = ta__bars_before(k, w->start, n);
    uint64_t t = k + i - w->start;
#if TA__HAS_AVX2
    size_t rest = n - i;
    if (level == TA__AVX2 && w->period <= PASSES_MAX && rest >= 2 * w->period) {
        run_passes(w, state, t, x + i, rest, y + i);
        i = n;
    }
#endif
    run(level, w, state, t, x + i, n - i, y + i);
    ta__blank_before(k, w->start + w->period - 1, n, y);
}
