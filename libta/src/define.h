/* What indicator files use to describe themselves. */
#ifndef TA_DEFINE_H
#define TA_DEFINE_H

#include "error.h"
#include "kernels/kernels.h"
#include "kernels/present.h"

#include <math.h>

/* The body of a ta__run_fn around an always-inlined `run_unchecked`. */
#define TA__TILE_RUN(level_, plan_, state_, k_, in_, n_, out_)                                     \
    if ((n_) == 0) /* what the compiler would otherwise warn of */                                 \
        __builtin_unreachable();                                                                   \
    return run_unchecked(level_, plan_, state_, k_, in_, n_, out_);

/* The body of a ta__bar_fn around an always-inlined `run`, whose n is then the constant 1. */
#define TA__BAR_RUN(level_, plan_, state_, k_, in_, out_)                                          \
    double bar_[TA__COUNT(inputs)]; /* out_ may be in_ */                                          \
    const double *in_at_[TA__COUNT(inputs)];                                                       \
    double *out_at_[TA__COUNT(outputs)];                                                           \
    for (size_t o_ = 0; o_ < TA__COUNT(outputs); o_++)                                             \
        out_at_[o_] = &(out_)[o_];                                                                 \
    for (size_t i_ = 0; i_ < TA__COUNT(inputs); i_++) {                                            \
        if (!ta__present((in_)[i_]))                                                               \
            return ta__missing(out_, TA__COUNT(outputs));                                          \
        bar_[i_] = (in_)[i_];                                                                      \
        in_at_[i_] = &bar_[i_];                                                                    \
    }                                                                                              \
    run(level_, plan_, state_, k_, in_at_, 1, out_at_);                                            \
    return true;

/*
 * Compiles an always-inlined `run` once per level, for tiles and for one bar; its first argument,
 * the level, is a constant in each. TA__RUN_LEVELS is what the descriptor's .run holds.
 */
#define TA__RUN_AT_EACH_LEVEL                                                                      \
    TA__INLINE bool run_unchecked(ta__level level_, const void *plan_, double *state_,             \
                                  uint64_t k_, const double *const *in_, size_t n_,                \
                                  double *const *out_) {                                           \
        bool present_ = ta__all_present(level_, in_, TA__COUNT(inputs), n_);                       \
        if (present_)                                                                              \
            run(level_, plan_, state_, k_, in_, n_, out_);                                         \
        return present_;                                                                           \
    }                                                                                              \
    TA__RUN_UNCHECKED_AT_EACH_LEVEL
/*
 * The same for an indicator with a `run_unchecked` of its own, which is a ta__run_fn but for the
 * level: it finds missing values in a pass that it makes anyway. `run` is then for single bars.
 */
#define TA__RUN_UNCHECKED_AT_EACH_LEVEL                                                            \
    static bool run_portable(const void *plan_, double *state_, uint64_t k_,                       \
                             const double *const *in_, size_t n_, double *const *out_){            \
        TA__TILE_RUN(TA__PORTABLE, plan_, state_, k_, in_, n_, out_)} TA__TARGET_AVX2 static bool  \
    run_avx2(const void *plan_, double *state_, uint64_t k_, const double *const *in_, size_t n_,  \
             double *const *out_) {                                                                \
        TA__TILE_RUN(TA__AVX2, plan_, state_, k_, in_, n_, out_)                                   \
    }                                                                                              \
    static bool bar_portable(const void *plan_, double *state_, uint64_t k_, const double *in_,    \
                             double *out_){                                                        \
        TA__BAR_RUN(TA__PORTABLE, plan_, state_, k_, in_, out_)} TA__TARGET_AVX2 static bool       \
    bar_avx2(const void *plan_, double *state_, uint64_t k_, const double *in_, double *out_) {    \
        TA__BAR_RUN(TA__AVX2, plan_, state_, k_, in_, out_)                                        \
    }
#define TA__RUN_LEVELS                                                                             \
    {                                                                                              \
        [TA__PORTABLE] = {run_portable, bar_portable}, [TA__AVX2] = { run_avx2, bar_avx2 }         \
    }

/* A whole number of bars. */
#define TA__PERIOD(id_, name_, default_)                                                           \
    {                                                                                              \
        .id = (id_), .name = (name_), .kind = TA_PARAM_INT, .def = (default_), .min = 1,           \
        .max = TA__PERIOD_MAX, .step = 1                                                           \
    }

/* One of a NULL-terminated list of names; `last_` is the index of the last. */
#define TA__CHOICE(id_, name_, choices_, last_)                                                    \
    {                                                                                              \
        .id = (id_), .name = (name_), .kind = TA_PARAM_ENUM, .def = 0, .min = 0, .max = (last_),   \
        .step = 1, .choices = (choices_)                                                           \
    }

/* The seeds of exponential averages; the order is that of enum ta_seed. */
enum {
    TA__SEED_SMA,
    TA__SEED_FIRST
};
static const char *const ta__seeds[] = {"sma", "first", NULL};

/* How many values the seed of an average over `period` bars is made of. */
static inline size_t ta__seed_count(double seed, double period) {
    return seed == TA__SEED_SMA ? (size_t)period : 1;
}

/* The range of a bar, widened to the close before it. */
TA__INLINE double ta__true_range(double high, double low, double previous_close) {
    double top = high > previous_close ? high : previous_close;
    double bottom = low < previous_close ? low : previous_close;
    return top - bottom;
}

#if TA__HAS_AVX2
TA__TARGET_AVX2 TA__INLINE __m256d ta__true_range_four(__m256d high, __m256d low,
                                                       __m256d previous_close) {
    return _mm256_sub_pd(_mm256_max_pd(high, previous_close), _mm256_min_pd(low, previous_close));
}
#endif

/* The true ranges of n bars; `previous` is the close before them, and then their last. */
TA__INLINE void ta__true_ranges(const double *high, const double *low, const double *close,
                                size_t n, double *previous, double *y) {
    y[0] = ta__true_range(high[0], low[0], *previous);
    for (size_t i = 1; i < n; i++)
        y[i] = ta__true_range(high[i], low[i], close[i - 1]);
    *previous = close[n - 1];
}

/*
 * Whether a distance between typical prices, or sums of prices, is no more than rounding: 29.99 +
 * 29.75 + 29.91 equals 30.01 + 29.70 + 29.94, but not as doubles.
 */
#define TA__SAME_PRICE 0x1p-50
TA__INLINE bool ta__same_price(double distance, double price) {
    return fabs(distance) <= TA__SAME_PRICE * fabs(price);
}

/* A quotient that is not finite is undefined: inf - inf is NaN, and a finite x keeps its bits. */
TA__INLINE double ta__finite(double x) {
    return x - (x - x);
}

#if TA__HAS_AVX2
TA__TARGET_AVX2 TA__INLINE __m256d ta__finite_four(__m256d x) {
    return _mm256_sub_pd(x, _mm256_sub_pd(x, x));
}
#endif

/*
 * part in percent of whole; `none` where there is no whole, or so little that what is no input of
 * an indicator (TA__VALUE_MAX) would come of it: neither may reach a sum or an average.
 */
TA__INLINE double ta__share(double part, double whole, double none) {
    double share = 100 * (part / whole);
    return ta__present(share) ? share : none;
}

#endif
