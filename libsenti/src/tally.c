#include "marketkit/senti_posts.h"

#include <math.h>

#define UNITS  10000.0  /* of a compound, which has four decimals */
#define NORMAL 1.959964 /* the 97.5 % quantile of the normal distribution */

void senti_tally_add(senti_tally *tally, double compound) {
    if (!(compound >= -1 && compound <= 1))
        return;
    senti_scores scores = {.compound = compound};
    senti_label label = senti_label_compound(&scores);
    int64_t units = (int64_t)lrint(compound * UNITS);
    tally->n++;
    tally->positive += label == SENTI_POSITIVE;
    tally->negative += label == SENTI_NEGATIVE;
    tally->sum += units;
    tally->squares += (uint64_t)(units * units);
}

void senti_tally_merge(senti_tally *into, const senti_tally *from) {
    into->n += from->n;
    into->positive += from->positive;
    into->negative += from->negative;
    into->sum += from->sum;
    into->squares += from->squares;
}

/* The 97.5 % quantile of Student's distribution. */
static double student(uint64_t freedom) {
    static const double table[] = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060,
                                   2.2622,  2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199,
                                   2.1098,  2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639,
                                   2.0595,  2.0555, 2.0518, 2.0484, 2.0452, 2.0423};
    if (freedom <= sizeof table / sizeof *table)
        return table[freedom - 1];
    /* Two terms of its expansion (Cornish and Fisher): good to 1e-4 here. */
    double z = NORMAL, d = (double)freedom;
    return z + (z * z * z + z) / (4 * d) + (5 * pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * d * d);
}

/* The interval of a share after Wilson. */
static void wilson(double share, double n, double *low, double *high) {
    const double z2 = NORMAL * NORMAL;
    double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = NORMAL / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    *low = fmax(0, middle - half);
    *high = fmin(1, middle + half);
}

void senti_tally_read(const senti_tally *tally, senti_summary *s) {
    const double none = NAN;
    double n = (double)tally->n;
    *s = (senti_summary){.n = tally->n,
                         .positive = none,
                         .neutral = none,
                         .negative = none,
                         .mean = none,
                         .low = none,
                         .high = none,
                         .positive_low = none,
                         .positive_high = none,
                         .negative_low = none,
                         .negative_high = none};
    if (tally->n == 0)
        return;
    s->positive = (double)tally->positive / n;
    s->negative = (double)tally->negative / n;
    s->neutral = (double)(tally->n - tally->positive - tally->negative) / n;
    s->mean = (double)tally->sum / n / UNITS;
    wilson(s->positive, n, &s->positive_low, &s->positive_high);
    wilson(s->negative, n, &s->negative_low, &s->negative_high);
    if (tally->n < 2)
        return;
    double mean = (double)tally->sum / n;
    double variance = ((double)tally->squares / n - mean * mean) * n / (n - 1);
    double half = student(tally->n - 1) * sqrt(fmax(0, variance) / n) / UNITS;
    s->low = s->mean - half;
    s->high = s->mean + half;
}
