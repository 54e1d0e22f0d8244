#include "present.h"

/* The last sums overlap. */
TA__INLINE bool squares_small(ta__level level, const double *x, size_t n) {
    if (n < TA__SQUARES)
        return false;
    double sums[TA__SQUARES];
    for (size_t j = 0; j < TA__SQUARES; j++)
        sums[j] = ta__square(level, x[n - TA__SQUARES + j], 0);
    for (size_t i = 0; i + TA__SQUARES < n; i += TA__SQUARES)
        for (size_t j = 0; j < TA__SQUARES; j++)
            sums[j] = ta__square(level, x[i + j], sums[j]);
    return ta__squares_small(sums);
}

TA__INLINE bool column_present(ta__level level, const double *x, size_t n) {
    bool present = true;
    if (!squares_small(level, x, n))
        for (size_t j = 0; j < n; j++)
            present &= ta__present(x[j]);
    return present;
}

static bool column_present_portable(const double *x, size_t n) {
    return column_present(TA__PORTABLE, x, n);
}

TA__TARGET_AVX2 static bool column_present_avx2(const double *x, size_t n) {
    return column_present(TA__AVX2, x, n);
}

bool ta__all_present(ta__level level, const double *const *in, size_t n_in, size_t n) {
    for (size_t i = 0; i < n_in; i++)
        if (!(level == TA__AVX2 ? column_present_avx2(in[i], n)
                                : column_present_portable(in[i], n)))
            return false;
    return true;
}
