/**
 * @file ta_indicators.h
 * @brief A typed wrapper per indicator, over ta_run().
 *
 * Arguments: the inputs, the number of bars, every parameter in descriptor order, the outputs.
 * Outputs may be NULL. The status is that of ta_run(), without a ta_error: ta_params_check() on the
 * same parameters says what is wrong with them. `mkt describe ID` prints ranges, defaults,
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

/** How strong a trend is, whatever its direction, and the shares of upward and downward movement it
 * is made from. */
static inline ta_status ta_adx(const double *high, const double *low, const double *close, size_t n,
                               int period, double *adx, double *plus_di, double *minus_di) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low, close};
    double *const out[] = {adx, plus_di, minus_di};
    return ta_run(ta_indicator_find("adx"), params, 1, in, n, out, NULL);
}

/** The difference of a fast and a slow exponential average. */
static inline ta_status ta_apo(const double *real, size_t n, int fast, int slow, ta_seed seed,
                               double *apo) {
    const double params[] = {(double)fast, (double)slow, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {apo};
    return ta_run(ta_indicator_find("apo"), params, 3, in, n, out, NULL);
}

/** How recently the last bars made their highest high and their lowest low, 100 being now; of equal
 * ones the latest counts. */
static inline ta_status ta_aroon(const double *high, const double *low, size_t n, int period,
                                 double *up, double *down, double *oscillator) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low};
    double *const out[] = {up, down, oscillator};
    return ta_run(ta_indicator_find("aroon"), params, 1, in, n, out, NULL);
}

/** Wilder's average of the true range. */
static inline ta_status ta_atr(const double *high, const double *low, const double *close, size_t n,
                               int period, double *atr) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low, close};
    double *const out[] = {atr};
    return ta_run(ta_indicator_find("atr"), params, 1, in, n, out, NULL);
}

/** Bollinger Bands: a moving average and k standard deviations around it. */
static inline ta_status ta_bbands(const double *real, size_t n, int period, double k, double *upper,
                                  double *middle, double *lower) {
    const double params[] = {(double)period, k};
    const double *const in[] = {real};
    double *const out[] = {upper, middle, lower};
    return ta_run(ta_indicator_find("bbands"), params, 2, in, n, out, NULL);
}

/** How much the second series moved per movement of the first, from their returns over the last
 * bars; NaN where the first did not move. */
static inline ta_status ta_beta(const double *real, const double *real2, size_t n, int period,
                                double *beta) {
    const double params[] = {(double)period};
    const double *const in[] = {real, real2};
    double *const out[] = {beta};
    return ta_run(ta_indicator_find("beta"), params, 1, in, n, out, NULL);
}

/** How far the typical price lies from its average, in mean absolute deviations; 0 where all are
 * equal. */
static inline ta_status ta_cci(const double *high, const double *low, const double *close, size_t n,
                               int period, double *cci) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low, close};
    double *const out[] = {cci};
    return ta_run(ta_indicator_find("cci"), params, 1, in, n, out, NULL);
}

/** The correlation of two series over the last bars, -1 to 1; NaN where one of them is constant. */
static inline ta_status ta_correl(const double *real, const double *real2, size_t n, int period,
                                  double *correl) {
    const double params[] = {(double)period};
    const double *const in[] = {real, real2};
    double *const out[] = {correl};
    return ta_run(ta_indicator_find("correl"), params, 1, in, n, out, NULL);
}

/** 1 where the first series crosses above the second, -1 where it crosses below, else 0. Touching
 * is no crossing: it counts when the other side is reached. */
static inline ta_status ta_crossover(const double *real, const double *real2, size_t n,
                                     double *crossover) {
    const double *const in[] = {real, real2};
    double *const out[] = {crossover};
    return ta_run(ta_indicator_find("crossover"), NULL, 0, in, n, out, NULL);
}

/** An exponential average with its lag reduced by averages of the average. */
static inline ta_status ta_dema(const double *real, size_t n, int period, ta_seed seed,
                                double *dema) {
    const double params[] = {(double)period, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {dema};
    return ta_run(ta_indicator_find("dema"), params, 2, in, n, out, NULL);
}

/** The highest high and the lowest low of the last bars, and their middle. */
static inline ta_status ta_donchian(const double *high, const double *low, size_t n, int period,
                                    double *upper, double *middle, double *lower) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low};
    double *const out[] = {upper, middle, lower};
    return ta_run(ta_indicator_find("donchian"), params, 1, in, n, out, NULL);
}

/** How far the value lies below the highest one so far, as a share of it: 0 at a new high, -0.2
 * after a fall of a fifth. */
static inline ta_status ta_drawdown(const double *real, size_t n, double *drawdown) {
    const double *const in[] = {real};
    double *const out[] = {drawdown};
    return ta_run(ta_indicator_find("drawdown"), NULL, 0, in, n, out, NULL);
}

/** Exponential moving average, smoothing factor 2 / (period + 1). */
static inline ta_status ta_ema(const double *real, size_t n, int period, ta_seed seed,
                               double *ema) {
    const double params[] = {(double)period, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {ema};
    return ta_run(ta_indicator_find("ema"), params, 2, in, n, out, NULL);
}

/** Middles of the ranges of three windows, the spans drawn 26 bars ahead and the close 26 bars
 * behind; the values are not moved. */
static inline ta_status ta_ichimoku(const double *high, const double *low, const double *close,
                                    size_t n, int conversion, int base, int span,
                                    double *conversion_line, double *base_line, double *span_a,
                                    double *span_b, double *lagging) {
    const double params[] = {(double)conversion, (double)base, (double)span};
    const double *const in[] = {high, low, close};
    double *const out[] = {conversion_line, base_line, span_a, span_b, lagging};
    return ta_run(ta_indicator_find("ichimoku"), params, 3, in, n, out, NULL);
}

/** An exponential average of the close and channels of average true ranges around it. */
static inline ta_status ta_keltner(const double *high, const double *low, const double *close,
                                   size_t n, int period, int atr, double k, ta_seed seed,
                                   double *upper, double *middle, double *lower) {
    const double params[] = {(double)period, (double)atr, k, (double)seed};
    const double *const in[] = {high, low, close};
    double *const out[] = {upper, middle, lower};
    return ta_run(ta_indicator_find("keltner"), params, 4, in, n, out, NULL);
}

/** The end point of the straight line fitted to the last `period` values. */
static inline ta_status ta_linreg(const double *real, size_t n, int period, double *linreg) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {linreg};
    return ta_run(ta_indicator_find("linreg"), params, 1, in, n, out, NULL);
}

/** The angle, in degrees, of the straight line fitted to the last `period` values. */
static inline ta_status ta_linreg_angle(const double *real, size_t n, int period,
                                        double *linreg_angle) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {linreg_angle};
    return ta_run(ta_indicator_find("linreg_angle"), params, 1, in, n, out, NULL);
}

/** Where the straight line fitted to the last `period` values begins. */
static inline ta_status ta_linreg_intercept(const double *real, size_t n, int period,
                                            double *linreg_intercept) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {linreg_intercept};
    return ta_run(ta_indicator_find("linreg_intercept"), params, 1, in, n, out, NULL);
}

/** The slope, per bar, of the straight line fitted to the last `period` values. */
static inline ta_status ta_linreg_slope(const double *real, size_t n, int period,
                                        double *linreg_slope) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {linreg_slope};
    return ta_run(ta_indicator_find("linreg_slope"), params, 1, in, n, out, NULL);
}

/** The natural logarithm of the ratio of a value to the one `period` bars before. */
static inline ta_status ta_log_returns(const double *real, size_t n, int period,
                                       double *log_returns) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {log_returns};
    return ta_run(ta_indicator_find("log_returns"), params, 1, in, n, out, NULL);
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

/** The share of money that changed hands at rising typical prices, 0 to 100; 50 where none did. */
static inline ta_status ta_mfi(const double *high, const double *low, const double *close,
                               const double *volume, size_t n, int period, double *mfi) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low, close, volume};
    double *const out[] = {mfi};
    return ta_run(ta_indicator_find("mfi"), params, 1, in, n, out, NULL);
}

/** Lowest value of the last `period` bars. */
static inline ta_status ta_min(const double *real, size_t n, int period, double *min) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {min};
    return ta_run(ta_indicator_find("min"), params, 1, in, n, out, NULL);
}

/** The change over `period` bars. */
static inline ta_status ta_mom(const double *real, size_t n, int period, double *mom) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {mom};
    return ta_run(ta_indicator_find("mom"), params, 1, in, n, out, NULL);
}

/** The average true range in percent of the close. */
static inline ta_status ta_natr(const double *high, const double *low, const double *close,
                                size_t n, int period, double *natr) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low, close};
    double *const out[] = {natr};
    return ta_run(ta_indicator_find("natr"), params, 1, in, n, out, NULL);
}

/** Volume added up on rising closes and subtracted on falling ones, from the first bar on. */
static inline ta_status ta_obv(const double *close, const double *volume, size_t n, double *obv) {
    const double *const in[] = {close, volume};
    double *const out[] = {obv};
    return ta_run(ta_indicator_find("obv"), NULL, 0, in, n, out, NULL);
}

/** The difference of a fast and a slow exponential average in percent of the slow one. */
static inline ta_status ta_ppo(const double *real, size_t n, int fast, int slow, ta_seed seed,
                               double *ppo) {
    const double params[] = {(double)fast, (double)slow, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {ppo};
    return ta_run(ta_indicator_find("ppo"), params, 3, in, n, out, NULL);
}

/** The change over `period` bars as a share of the earlier value. */
static inline ta_status ta_returns(const double *real, size_t n, int period, double *returns) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {returns};
    return ta_run(ta_indicator_find("returns"), params, 1, in, n, out, NULL);
}

/** Wilder's moving average, smoothing factor 1 / period. */
static inline ta_status ta_rma(const double *real, size_t n, int period, ta_seed seed,
                               double *rma) {
    const double params[] = {(double)period, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {rma};
    return ta_run(ta_indicator_find("rma"), params, 2, in, n, out, NULL);
}

/** The change over `period` bars in percent. */
static inline ta_status ta_roc(const double *real, size_t n, int period, double *roc) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {roc};
    return ta_run(ta_indicator_find("roc"), params, 1, in, n, out, NULL);
}

/** Relative strength index. */
static inline ta_status ta_rsi(const double *real, size_t n, int period, ta_rsi_smoothing smoothing,
                               double *rsi) {
    const double params[] = {(double)period, (double)smoothing};
    const double *const in[] = {real};
    double *const out[] = {rsi};
    return ta_run(ta_indicator_find("rsi"), params, 2, in, n, out, NULL);
}

/** The mean typical price of the last bars, weighted by volume; the typical price where nothing was
 * traded. */
static inline ta_status ta_rvwap(const double *high, const double *low, const double *close,
                                 const double *volume, size_t n, int period, double *rvwap) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low, close, volume};
    double *const out[] = {rvwap};
    return ta_run(ta_indicator_find("rvwap"), params, 1, in, n, out, NULL);
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

/** Where the RSI lies between its own lowest and highest of the last bars, 0 to 100; 50 where it
 * did not move. */
static inline ta_status ta_stochrsi(const double *real, size_t n, int period, int k, int d,
                                    double *fast_k, double *fast_d) {
    const double params[] = {(double)period, (double)k, (double)d};
    const double *const in[] = {real};
    double *const out[] = {fast_k, fast_d};
    return ta_run(ta_indicator_find("stochrsi"), params, 3, in, n, out, NULL);
}

/** A trailing stop at a multiple of the average true range: below the price in an upward trend
 * (direction 1), above it in a downward one (-1). */
static inline ta_status ta_supertrend(const double *high, const double *low, const double *close,
                                      size_t n, int period, double k, double *supertrend,
                                      double *direction) {
    const double params[] = {(double)period, k};
    const double *const in[] = {high, low, close};
    double *const out[] = {supertrend, direction};
    return ta_run(ta_indicator_find("supertrend"), params, 2, in, n, out, NULL);
}

/** An exponential average with its lag reduced by averages of the average. */
static inline ta_status ta_tema(const double *real, size_t n, int period, ta_seed seed,
                                double *tema) {
    const double params[] = {(double)period, (double)seed};
    const double *const in[] = {real};
    double *const out[] = {tema};
    return ta_run(ta_indicator_find("tema"), params, 2, in, n, out, NULL);
}

/** The range of a bar, widened to the close before it. */
static inline ta_status ta_trange(const double *high, const double *low, const double *close,
                                  size_t n, double *trange) {
    const double *const in[] = {high, low, close};
    double *const out[] = {trange};
    return ta_run(ta_indicator_find("trange"), NULL, 0, in, n, out, NULL);
}

/** A simple average of a simple average: weights rise to the middle of the window and fall again.
 */
static inline ta_status ta_trima(const double *real, size_t n, int period, double *trima) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {trima};
    return ta_run(ta_indicator_find("trima"), params, 1, in, n, out, NULL);
}

/** Typical price: the mean of high, low and close. */
static inline ta_status ta_typprice(const double *high, const double *low, const double *close,
                                    size_t n, double *typprice) {
    const double *const in[] = {high, low, close};
    double *const out[] = {typprice};
    return ta_run(ta_indicator_find("typprice"), NULL, 0, in, n, out, NULL);
}

/** The variance of the last `period` values; ddof 0 is that of a population, 1 of a sample. */
static inline ta_status ta_var(const double *real, size_t n, int period, int ddof, double *var) {
    const double params[] = {(double)period, (double)ddof};
    const double *const in[] = {real};
    double *const out[] = {var};
    return ta_run(ta_indicator_find("var"), params, 2, in, n, out, NULL);
}

/** The mean typical price of the session so far, weighted by volume; the typical price while
 * nothing was traded. */
static inline ta_status ta_vwap(const double *high, const double *low, const double *close,
                                const double *volume, const double *session, size_t n,
                                double *vwap) {
    const double *const in[] = {high, low, close, volume, session};
    double *const out[] = {vwap};
    return ta_run(ta_indicator_find("vwap"), NULL, 0, in, n, out, NULL);
}

/** Where the close lies between the highest high and the lowest low of the last bars, -100 to 0;
 * -50 where they are equal. */
static inline ta_status ta_willr(const double *high, const double *low, const double *close,
                                 size_t n, int period, double *willr) {
    const double params[] = {(double)period};
    const double *const in[] = {high, low, close};
    double *const out[] = {willr};
    return ta_run(ta_indicator_find("willr"), params, 1, in, n, out, NULL);
}

/** A mean in which weights fall linearly with age, N for the newest value. */
static inline ta_status ta_wma(const double *real, size_t n, int period, double *wma) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {wma};
    return ta_run(ta_indicator_find("wma"), params, 1, in, n, out, NULL);
}

/** How many standard deviations the value lies from the mean of the last bars; 0 where they are all
 * equal. */
static inline ta_status ta_zscore(const double *real, size_t n, int period, double *zscore) {
    const double params[] = {(double)period};
    const double *const in[] = {real};
    double *const out[] = {zscore};
    return ta_run(ta_indicator_find("zscore"), params, 1, in, n, out, NULL);
}

#ifdef __cplusplus
}
#endif
#endif
