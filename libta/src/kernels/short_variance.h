/* Variances by AVX2. */
#ifndef TA_SHORT_VARIANCE_H
#define TA_SHORT_VARIANCE_H

#include "kernels.h"

/* Below this share of the mean square, cancellation could cost more than the promised 1e-11. */
#define TA__CANCELLATION 1e-4

enum {
    TA__SHORT_VARIANCE = 32 /* the longest period with a pass of its own */
};

/*
 * Bars from k on, of full windows, through both sums at once. Returns how many: it ends before a
 * vector that may have lost digits, or holds too small numbers, and takes whole vectors only.
 * Without a place for the variances it is the sums alone that go on.
 */
size_t ta__short_variances(const ta__window_variance *w, double *state, uint64_t k, const double *x,
                           size_t n, ta__deviations to);
/* From the sums of n bars. False, and to be done in another way: as above, or n < 4. */
bool ta__variances(const ta__window_variance *w, const double *state, const double *x,
                   const double *sum, const double *squares, size_t n, ta__deviations to);

#endif
