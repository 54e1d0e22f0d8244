/*
 * Time is cut into blocks. The extremum of a window is that of the bars before the running block,
 * folded in advance, and of the block so far: a few joins a bar, whatever the period. Many bars of
 * a short window are joined from runs of four and more that stay in registers. Joins are exact and
 * their order never changes, so both give the same bits; nothing branches on the data.
 */
#include "kernels.h"

#include <string.h>

#if TA__HAS_AVX2
#include <immintrin.h>
#endif

/* Up to this period windows are joined in registers: 8 units of up to 7 bars, 4 bars apart. */
#define JOINED_MAX 35
/* Windows of so many bars, joined in registers, are joined in turn to windows of up to four times
 * that. */
#define PART      32
#define SHORT_MAX (4 * PART)
/* So much before the line is read, though not used; its last place is the block so far. */
#define MARGIN 20

void ta__window_extremum_plan(ta__window_extremum *w, bool maximum, uint64_t start, size_t period,
                              ta__layout *layout) {
    size_t block = 1;
    while (2 * block <= period)
        block *= 2;
    *w =
        (ta__window_extremum){.maximum = maximum, .start = start, .period = period, .block = block};
    w->line = ta__reserve(layout, MARGIN + period - 1 + block) + MARGIN;
}

/* --- one bar after the other ------------------------------------------------------------------ */

/* to[i] = the extremum of from[i] .. from[n - 1] and newer. */
TA__INLINE void fold(bool maximum, const double *from, size_t n, double newer, double *to) {
    while (n-- > 0)
        to[n] = newer = ta__better(maximum, from[n], newer);
}

/* y[i] = the extremum of past[i], so_far and x[0] .. x[i], which is kept; returns the new so_far.
 */
TA__INLINE double scan(bool maximum, const double *past, double so_far, const double *x, size_t n,
                       double *kept, double *y) {
    for (size_t i = 0; i < n; i++) {
        kept[i] = x[i];
        so_far = ta__better(maximum, so_far, x[i]);
        y[i] = ta__better(maximum, past[i], so_far);
    }
    return so_far;
}

/* What has been folded before the block also sees the block. */
TA__INLINE void see(bool maximum, const double *from, size_t n, double newer, double *to) {
    for (size_t i = 0; i < n; i++)
        to[i] = ta__better(maximum, from[i], newer);
}

/* --- four bars at a time ---------------------------------------------------------------------- */

#if TA__HAS_AVX2
#define FOURS TA__TARGET_AVX2 TA__INLINE
typedef __m256d four;

FOURS four better(bool maximum, four older, four newer) {
    return maximum ? _mm256_max_pd(older, newer) : _mm256_min_pd(older, newer);
}

/* Lane i: the extremum of lanes 0 .. i. */
FOURS four scan_lanes(bool maximum, four v) {
    v = better(maximum, _mm256_movedup_pd(v), v);
    return better(maximum, _mm256_permute4x64_pd(v, 0x54), v);
}

/* Lane i: the extremum of lanes i .. 3. */
FOURS four fold_lanes(bool maximum, four v) {
    v = better(maximum, v, _mm256_permute_pd(v, 0xf));
    return better(maximum, v, _mm256_permute4x64_pd(v, 0xea));
}

FOURS void fold_fours(bool maximum, const double *from, size_t n, double newer, double *to) {
    four carry = _mm256_set1_pd(newer);
    for (; n >= 8; n -= 8) {
        four a = fold_lanes(maximum, _mm256_loadu_pd(from + n - 8));
        four b = fold_lanes(maximum, _mm256_loadu_pd(from + n - 4));
        four all_a = _mm256_permute4x64_pd(a, 0), all_b = _mm256_permute4x64_pd(b, 0);
        _mm256_storeu_pd(to + n - 8, better(maximum, better(maximum, a, all_b), carry));
        _mm256_storeu_pd(to + n - 4, better(maximum, b, carry));
        carry = better(maximum, better(maximum, all_a, all_b), carry);
    }
    fold(maximum, from, n, _mm256_cvtsd_f64(carry), to);
}

FOURS double scan_fours(bool maximum, const double *past, double so_far, const double *x, size_t n,
                        double *kept, double *y) {
    four carry = _mm256_set1_pd(so_far);
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        four a = _mm256_loadu_pd(x + i), b = _mm256_loadu_pd(x + i + 4);
        _mm256_storeu_pd(kept + i, a);
        _mm256_storeu_pd(kept + i + 4, b);
        a = scan_lanes(maximum, a);
        b = scan_lanes(maximum, b);
        four all_a = _mm256_permute4x64_pd(a, 0xff), all_b = _mm256_permute4x64_pd(b, 0xff);
        four past_a = better(maximum, _mm256_loadu_pd(past + i), carry);
        four past_b = better(maximum, _mm256_loadu_pd(past + i + 4), carry);
        _mm256_storeu_pd(y + i, better(maximum, past_a, a));
        _mm256_storeu_pd(y + i + 4, better(maximum, past_b, better(maximum, all_a, b)));
        carry = better(maximum, carry, better(maximum, all_a, all_b));
    }
    return scan(maximum, past + i, _mm256_cvtsd_f64(carry), x + i, n - i, kept + i, y + i);
}

TA__TARGET_AVX2 static double scan_avx2(bool maximum, const double *past, double so_far,
                                        const double *x, size_t n, double *kept, double *y) {
    return maximum ? scan_fours(true, past, so_far, x, n, kept, y)
                   : scan_fours(false, past, so_far, x, n, kept, y);
}

TA__TARGET_AVX2 static void fold_avx2(bool maximum, const double *from, size_t n, double newer,
                                      double *to) {
    if (maximum)
        fold_fours(true, from, n, newer, to);
    else
        fold_fours(false, from, n, newer, to);
}

TA__TARGET_AVX2 static void see_avx2(bool maximum, const double *from, size_t n, double newer,
                                     double *to) {
    if (maximum)
        see(true, from, n, newer, to);
    else
        see(false, from, n, newer, to);
}

/* The last runs of each length: `units` of 4 to 7 bars, `eights` and `sixteens` of 2 and 4 units.
 */
typedef struct runs {
    four ones, twos, threes, units, eights[2], sixteens[4];
} runs;

/* The windows of `units` units of 4 + rest bars, each unit 4 bars behind the other, that end in x.
 */
FOURS four join(bool maximum, size_t rest, size_t units, runs *r, four x) {
    four older = _mm256_permute2f128_pd(r->ones, x, 0x21); /* two bars before those of x */
    four twos = better(maximum, _mm256_shuffle_pd(older, x, 5), x);
    four threes = better(maximum, older, twos);
    four y = better(maximum, _mm256_permute2f128_pd(r->twos, twos, 0x21), twos);
    if (units == 0)
        y = rest == 1 ? x : rest == 2 ? twos : threes;
    else if (rest > 0)
        y = better(maximum, rest == 1 ? r->ones : rest == 2 ? r->twos : r->threes, y);
    r->ones = x;
    r->twos = twos;
    r->threes = threes;
    if (units > 1) {
        four unit = y;
        y = better(maximum, r->units, y);
        r->units = unit;
    }
    if (units > 2) {
        four eight = y;
        y = better(maximum, r->eights[units > 3], y);
        r->eights[1] = r->eights[0];
        r->eights[0] = eight;
    }
    if (units > 4) {
        four sixteen = y;
        y = better(maximum, r->sixteens[units - 5], y);
        for (int i = 3; i > 0; i--)
            r->sixteens[i] = r->sixteens[i - 1];
        r->sixteens[0] = sixteen;
    }
    return y;
}

/* n is a multiple of 16; `past` ends where the bars before x end. */
FOURS void join_bars(bool maximum, size_t rest, size_t units, const double *past, const double *x,
                     size_t n, double *y) {
    four zero = _mm256_setzero_pd();
    runs r = {zero, zero, zero, zero, {zero, zero}, {zero, zero, zero, zero}};
    for (const double *p = past - 4 * (units + (rest > 1)); p < past; p += 4)
        join(maximum, rest, units, &r, _mm256_loadu_pd(p));
    for (size_t i = 0; i < n; i += 16)
#pragma GCC unroll 4
        for (size_t j = i; j < i + 16; j += 4)
            _mm256_storeu_pd(y + j, join(maximum, rest, units, &r, _mm256_loadu_pd(x + j)));
}

FOURS void join_units(bool maximum, size_t rest, size_t units, const double *past, const double *x,
                      size_t n, double *y) {
    switch (units) {
#define CASE(units_)                                                                               \
    case units_:                                                                                   \
        join_bars(maximum, rest, units_, past, x, n, y);                                           \
        break;
        CASE(0)
        CASE(1)
        CASE(2)
        CASE(3)
        CASE(4)
        CASE(5)
        CASE(6)
        CASE(7)
        CASE(8)
#undef CASE
    }
}

FOURS void join_period(bool maximum, size_t period, const double *past, const double *x, size_t n,
                       double *y) {
    size_t units = period / 4;
    switch (period % 4) {
    case 0:
        join_units(maximum, 0, units, past, x, n, y);
        break;
    case 1:
        join_units(maximum, 1, units, past, x, n, y);
        break;
    case 2:
        join_units(maximum, 2, units, past, x, n, y);
        break;
    default:
        join_units(maximum, 3, units, past, x, n, y);
    }
}

TA__TARGET_AVX2 static void join_avx2(bool maximum, size_t period, const double *past,
                                      const double *x, size_t n, double *y) {
    if (maximum)
        join_period(true, period, past, x, n, y);
    else
        join_period(false, period, past, x, n, y);
}

/* n of them from windows of PART bars; from[i] is the window that ends where to[i] does. */
FOURS void join_parts(bool maximum, size_t period, const double *from, size_t n, double *to) {
    size_t oldest = period - PART, second = oldest < 2 * PART ? oldest : 2 * PART;
    size_t third = oldest < PART ? oldest : PART;
    for (size_t i = 0; i < n; i++) {
        const double *f = from + i;
        double older = ta__better(maximum, *(f - oldest), *(f - second));
        double newer = ta__better(maximum, *(f - third), *f);
        to[i] = ta__better(maximum, older, newer);
    }
}

TA__TARGET_AVX2 static void join_parts_avx2(bool maximum, size_t period, const double *past,
                                            const double *x, size_t n, double *y) {
    double parts[SHORT_MAX + TA__TILE];
    size_t before = (period - PART + 15) & ~(size_t)15;
    join_avx2(maximum, PART, past - before, past - before, before, parts);
    join_avx2(maximum, PART, past, x, n, parts + before);
    if (maximum)
        join_parts(true, period, parts + before, n, y);
    else
        join_parts(false, period, parts + before, n, y);
}

#else
#define scan_avx2 scan
#define fold_avx2 fold
#define see_avx2  see
#endif

/* --- blocks ----------------------------------------------------------------------------------- */

TA__INLINE void turn(ta__level level, const ta__window_extremum *w, double *line) {
    size_t past = w->period - 1, folded = w->block < past ? w->block : past;
    const double *end = line + past + w->block;
    if (level == TA__AVX2) {
        see_avx2(w->maximum, line + w->block, past - folded, line[-1], line);
        fold_avx2(w->maximum, end - folded, folded, end[-1], line + past - folded);
    } else {
        see(w->maximum, line + w->block, past - folded, line[-1], line);
        fold(w->maximum, end - folded, folded, end[-1], line + past - folded);
    }
}

void ta__window_extremum_turn(const ta__window_extremum *w, double *line) {
    turn(TA__PORTABLE, w, line);
}

/* n bars, of which the first is bar t since the start. */
static void run(ta__level level, const ta__window_extremum *w, double *line, uint64_t t,
                const double *x, size_t n, double *y) {
    while (n > 0) {
        size_t at = (size_t)(t & (w->block - 1)), room = w->block - at, part = n < room ? n : room;
        double *kept = line + w->period - 1 + at, so_far = at > 0 ? line[-1] : x[0];
        line[-1] = level == TA__AVX2 ? scan_avx2(w->maximum, line + at, so_far, x, part, kept, y)
                                     : scan(w->maximum, line + at, so_far, x, part, kept, y);
        if (part == room)
            turn(level, w, line);
        t += part;
        x += part;
        y += part;
        n -= part;
    }
}

#if TA__HAS_AVX2
/* The same for 2 * period and more, a multiple of 16; the line is set to what comes after them. */
static void run_short(const ta__window_extremum *w, double *line, uint64_t t, const double *x,
                      size_t n, double *y) {
    double last[2 * SHORT_MAX]; /* y may be x */
    size_t past = w->period - 1, at = (size_t)((t + n) & (w->block - 1));
    const double *before = line + past + (size_t)(t & (w->block - 1));
    memcpy(last, x + n - at - past, (past + at) * sizeof(double));
    if (w->period <= JOINED_MAX)
        join_avx2(w->maximum, w->period, before, x, n, y);
    else
        join_parts_avx2(w->maximum, w->period, before, x, n, y);
    fold_avx2(w->maximum, last, past, last[past - 1], line);
    memcpy(line + past, last + past, at * sizeof(double));
    line[-1] = at > 0 ? last[past] : 0; /* a saved state holds nothing else than numbers */
    for (size_t i = 1; i < at; i++)
        line[-1] = ta__better(w->maximum, line[-1], last[past + i]);
}
#endif

void ta__window_extremum_block(ta__level level, const ta__window_extremum *w, double *state,
                               uint64_t k, const double *x, size_t n, double *y) {
    double *line = state + w->line;
    size_t i = ta__bars_before(k, w->start, n);
    if (w->period == 1) { /* the series itself, without a past */
        memmove(y + i, x + i, (n - i) * sizeof(double));
        i = n;
    }
#if TA__HAS_AVX2
    size_t whole = (n - i) & ~(size_t)15;
    if (level == TA__AVX2 && w->period <= SHORT_MAX && whole >= 2 * w->period) {
        run_short(w, line, k + i - w->start, x + i, whole, y + i);
        i += whole;
    }
#endif
    run(level, w, line, k + i - w->start, x + i, n - i, y + i);
    ta__blank_before(k, w->start + w->period - 1, n, y);
}
