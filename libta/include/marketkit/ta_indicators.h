/**
 * @file ta_indicators.h
 * @brief A typed wrapper per indicator, over ta_run().
 *
 * Arguments: the inputs, the number of bars, every parameter in descriptor order, the outputs.
 * Outputs may be NULL. The status is that of ta_run(). `mkt describe ID` prints ranges, defaults,
 * lookback and formula. Whoever computes in a loop calls ta_run() or a ta_stream instead: these
 * look the indicator up by name at each call.
 */
#ifndef MARKETKIT_TA_INDICATORS_H
#define MARKETKIT_TA_INDICATORS_H

#include "marketkit/ta.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How the first value of an exponential average is made. */
typedef enum ta_seed {
    TA_SEED_SMA,  /**< mean of the first `period` values (TA-Lib) */
    TA_SEED_FIRST /**< the first value (pandas ewm(adjust=False), TradingView) */
} ta_seed;

/** How RSI averages gains and losses. */
typedef enum ta_rsi_smoothing {
    TA_RSI_WILDER, /**< Wilder's recursive average */
    TA_RSI_SMA     /**< simple mean (Cutler) */
} ta_rsi_smoothing;

/** Bollinger Bands: a moving average and k standard deviations around it. */
static inline ta_status ta_bbands(const double *real, size_t n, int period, double k, double *upper,
                                  double *middle, double *lower) {
    const double params[] = {(double)period, k};
    const double *const in[] = {real};
    double *const out[] = {upper, middle, lower};
    return ta_run(ta_indicator_find("bbands"), params, 2, in, n, out, NULL);
}

/** Exponential moving average, smoothing factor 2 / (period + 1). */
static inline ta_status ta_ema(const double *real, size_t n, int period, ta_seed seed,
                               double *ema) {
    const double params[] = {(double)period, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {ema};
    return ta_run(ta_indicator_find("ema"), params, 2, in, n, out, NULL);
}

/** Moving average convergence/divergence. */
static inline ta_status ta_macd(const double *real, size_t n, int fast, int slow, int signal,
                                ta_seed seed, double *macd, double *signal_line,
                                double *histogram) {
    const double params[] = {(double)fast, (double)slow, (double)signal, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {macd, signal_line, histogram};
    return ta_run(ta_indicator_find("macd"), params, 4, in, n, out, NULL);
}

/** Highest value of the last `period` bars. */
static inline ta_status ta_max(const double *real, size_t n, int period, double *max) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {max};
    return ta_run(ta_indicator_find("max"), params, 1, in, n, out, NULL);
}

/** Lowest value of the last `period` bars. */
static inline ta_status ta_min(const double *real, size_t n, int period, double *min) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {min};
    return ta_run(ta_indicator_find("min"), params, 1, in, n, out, NULL);
}

/** Wilder's moving average, smoothing factor 1 / period. */
static inline ta_status ta_rma(const double *real, size_t n, int period, ta_seed seed,
                               double *rma) {
    const double params[] = {(double)period, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {rma};
    return ta_run(ta_indicator_find("rma"), params, 2, in, n, out, NULL);
}

/** Relative strength index. */
static inline ta_status ta_rsi(const double *real, size_t n, int period, ta_rsi_smoothing smoothing,
                               double *rsi) {
    const double params[] = {(double)period, (double)smoothing};
    const double *const in[] = {real};
    double *const out[] = {rsi};
    return ta_run(ta_indicator_find("rsi"), params, 2, in, n, out, NULL);
}

/** Simple moving average. */
static inline ta_status ta_sma(const double *real, size_t n, int period, double *sma) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {sma};
    return ta_run(ta_indicator_find("sma"), params, 1, in, n, out, NULL);
}

/** Standard deviation of the last `period` bars; ddof 0 divides by N, 1 by N - 1. */
static inline ta_status ta_stddev(const double *real, size_t n, int period, int ddof,
                                  double *stddev) {
    const double params[] = {(double)period, (double)ddof};
    const double *const in[] = {real};
    double *const out[] = {stddev};
    return ta_run(ta_indicator_find("stddev"), params, 2, in, n, out, NULL);
}

/** Stochastic oscillator. */
static inline ta_status ta_stoch(const double *high, const double *low, const double *close,
                                 size_t n, int k, int slowing, int d, double *slow_k,
                                 double *slow_d) {
    const double params[] = {(double)k, (double)slowing, (double)d};
    const double *const in[] = {high, low, close};
    double *const out[] = {slow_k, slow_d};
    return ta_run(ta_indicator_find("stoch"), params, 3, in, n, out, NULL);
}

/** Typical price: the mean of high, low and close. */
static inline ta_status ta_typprice(const double *high, const double *low, const double *close,
                                    size_t n, double *typprice) {
    const double *const in[] = {high, low, close};
    double *const out[] = {typprice};
    return ta_run(ta_indicator_find("typprice"), NULL, 0, in, n, out, NULL);
}

#ifdef __cplusplus
}
#endif
#endif
