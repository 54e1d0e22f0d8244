/**
 * @file ta.h
 * @brief libta: technical indicators with a numeric contract.
 *
 * Every indicator is described once, in a registry, and reached through the same few functions:
 * ta_run() computes a whole series, ta_run_many() many of them, a ta_stream computes bar by bar,
 * and ta_streams do so for many symbols. All are the same code and give the same bits.
 * ta_indicators.h adds a typed wrapper per indicator (`ta_ema(...)`).
 *
 * Rules for all functions:
 * - Series are columns of `double`, oldest value first. Outputs have the length of the inputs; the
 *   first `lookback` values are NaN.
 * - A bar whose inputs are not all finite, or exceed 1e100 in magnitude, is *missing*: its outputs
 * are NaN, the indicator's state stays as it was, and later bars are as if it had not been there.
 * - Outputs are never infinite: a quotient that is not finite is undefined, and NaN. After the
 *   lookback only indicators whose description says `partial` give NaN for bars that are present.
 * - Any output may be the same array as any input; outputs must be distinct arrays; other overlap
 * is not allowed.
 * - Results go through the last pointers and are untouched when a status other than TA_OK is
 *   returned. `err` may be NULL.
 * - No global state, no locale dependence, nothing printed. The registry is immutable and may be
 * used by all threads; a stream belongs to one thread at a time.
 * - The numeric contract holds for round-to-nearest without flush-to-zero.
 */
#ifndef MARKETKIT_TA_H
#define MARKETKIT_TA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TA_API __attribute__((visibility("default")))
#else
#define TA_API
#endif

/** Status codes: X(name, text). The order is append-only. */
#define TA_STATUS_LIST(X)                                                                          \
    X(TA_OK, "success")                                                                            \
    X(TA_ERR_ARGUMENT, "a required argument is NULL, misaligned or overlaps another")              \
    X(TA_ERR_UNKNOWN_INDICATOR, "there is no indicator of that name")                              \
    X(TA_ERR_UNKNOWN_PARAM, "the indicator has no parameter of that name")                         \
    X(TA_ERR_PARAM, "a parameter is outside its range, not whole or not a number")                 \
    X(TA_ERR_PARAM_COMBINATION, "two parameters contradict each other")                            \
    X(TA_ERR_SYNTAX, "the text is not a valid indicator specification")                            \
    X(TA_ERR_MEMORY, "out of memory")                                                              \
    X(TA_ERR_BUFFER, "the buffer is too small; the needed size was stored")                        \
    X(TA_ERR_STATE, "the saved state is damaged or not a saved state")                             \
    X(TA_ERR_STATE_LAYOUT, "the saved state was written by an incompatible version")

typedef enum ta_status {
#define TA_STATUS_ENUM(name, text) name,
    TA_STATUS_LIST(TA_STATUS_ENUM)
#undef TA_STATUS_ENUM
} ta_status;

/** Largest number of parameters of any indicator. */
#define TA_PARAMS_MAX 8
/** Largest number of inputs of any indicator. */
#define TA_INPUTS_MAX 8
/** Largest number of outputs of any indicator. */
#define TA_OUTPUTS_MAX 8
/** Alignment, in bytes, of memory handed to ta_stream_init(). */
#define TA_STREAM_ALIGN 64

/** Details of an error. Fields that do not apply are -1 (`param`), 0 or empty. */
typedef struct ta_error {
    ta_status status;
    int param;         /**< index of the parameter at fault, or -1 */
    double value;      /**< the value given; NaN for a text that is none */
    double min, max;   /**< the allowed range */
    size_t offset;     /**< byte offset in a parsed text */
    char message[256]; /**< one sentence: what was wrong, the value, the allowed range */
    size_t set;        /**< number of the parameter set at fault, of ta_run_sweep() */
} ta_error;

/** What a parameter is. */
typedef enum ta_param_kind {
    TA_PARAM_INT,  /**< a whole number */
    TA_PARAM_REAL, /**< any finite number in the range */
    TA_PARAM_ENUM  /**< index into `choices`; written as the choice's name */
} ta_param_kind;

/** Which column an input is. TA_INPUT_REAL is any one series the caller chooses. */
typedef enum ta_input {
    TA_INPUT_OPEN,
    TA_INPUT_HIGH,
    TA_INPUT_LOW,
    TA_INPUT_CLOSE,
    TA_INPUT_VOLUME,
    TA_INPUT_REAL,
    TA_INPUT_REAL2,
    TA_INPUT_SESSION /**< a number whose change starts a new session */
} ta_input;

/** How an output is drawn. */
typedef enum ta_plot {
    TA_PLOT_LINE,
    TA_PLOT_HISTOGRAM,
    TA_PLOT_BAND_UPPER, /**< upper edge of a filled band */
    TA_PLOT_BAND_LOWER  /**< lower edge of a filled band */
} ta_plot;

/** What an output measures; says how it answers to scaling and shifting of the prices. */
typedef enum ta_unit {
    TA_UNIT_PRICE,      /**< on the price axis: scales and shifts with the input */
    TA_UNIT_DIFFERENCE, /**< a difference of prices: scales, does not shift */
    TA_UNIT_PERCENT,    /**< 0..100 or a percentage: does not scale */
    TA_UNIT_RATIO,      /**< dimensionless: does not scale */
    TA_UNIT_VOLUME,
    TA_UNIT_BARS, /**< "bars ago" */
    TA_UNIT_OTHER /**< none of these, such as degrees or squared prices */
} ta_unit;

/** Numeric class: which promise the values keep (docs/accuracy.md). A composed indicator has the
 * weakest class of its parts. */
typedef enum ta_class {
    TA_CLASS_EXACT,
    TA_CLASS_ELEMENTWISE,
    TA_CLASS_WINDOW,
    TA_CLASS_ANCHORED,
    TA_CLASS_RECURSIVE,
    TA_CLASS_CUMULATIVE,
    TA_CLASS_LIBM
} ta_class;

/** One indicator; opaque. Borrowed from the registry, valid for the life of the process. */
typedef struct ta_indicator ta_indicator;

/** Description of an indicator. Fields are only ever appended; read it through the pointer. */
typedef struct ta_indicator_info {
    const char *id;         /**< lower-case name, e.g. "ema" */
    const char *name;       /**< e.g. "Exponential Moving Average" */
    const char *short_name; /**< what charts call it, e.g. "EMA", "BB" */
    const char *group;      /**< "overlap", "momentum", ... */
    const char *summary;    /**< one sentence */
    const char *formula;    /**< plain text */
    const char *source;     /**< where the definition comes from */
    ta_class numeric_class;
    bool overlay; /**< outputs share the price axis */
    bool partial; /**< values can be NaN after the lookback, where they are undefined */
    /** Outputs stay within [lower, upper], up to rounding, for bars with low <= close <= high, and
     * prices and volumes that are not negative. */
    bool bounded;
    double lower, upper;  /**< bounds, when bounded */
    const double *levels; /**< guide lines such as 30 and 70 */
    size_t n_levels;
    const ta_input *inputs;
    size_t n_inputs;
    size_t n_params;
    size_t n_outputs;
} ta_indicator_info;

/** Description of a parameter. Fields are only ever appended. */
typedef struct ta_param_info {
    const char *id;   /**< e.g. "period" */
    const char *name; /**< for people, e.g. "period" or "fast period" */
    ta_param_kind kind;
    double def, min, max, step;
    const char *const *choices; /**< for TA_PARAM_ENUM: names, NULL-terminated; else NULL */
} ta_param_info;

/** Description of an output. Fields are only ever appended. */
typedef struct ta_output_info {
    const char *id;   /**< e.g. "histogram" */
    const char *name; /**< for people */
    ta_plot plot;
    ta_unit unit;
    int shift; /**< bars by which a chart moves the values; the values themselves are never moved */
} ta_output_info;

/** @return the version of the library, e.g. "0.1.0". */
TA_API const char *ta_version(void);
/** @return the name of a status, e.g. "TA_ERR_PARAM"; "?" for a number that is none. */
TA_API const char *ta_status_name(ta_status status);
/** @return a sentence for a status; "unknown status" for a number that is none. */
TA_API const char *ta_status_text(ta_status status);

/** @name Registry */
/** @{ */
/** @return the number of indicators. */
TA_API size_t ta_indicator_count(void);
/** @return the indicator at an index below ta_indicator_count(), in order of ids; else NULL. */
TA_API const ta_indicator *ta_indicator_at(size_t index);
/** @return the indicator of that id (exact, lower case), or NULL. */
TA_API const ta_indicator *ta_indicator_find(const char *id);
/** @return the indicator's description; NULL for NULL. */
TA_API const ta_indicator_info *ta_indicator_describe(const ta_indicator *ind);
/** @return the description of a parameter, or NULL past the last. */
TA_API const ta_param_info *ta_indicator_param(const ta_indicator *ind, size_t index);
/** @return the description of an output, or NULL past the last. */
TA_API const ta_output_info *ta_indicator_output(const ta_indicator *ind, size_t index);
/** @} */

/**
 * @name Parameters
 * Parameters are doubles in descriptor order; when fewer than the indicator has are given, the rest
 * are defaults, so (NULL, 0) means all defaults. An enum is the index of its choice.
 */
/** @{ */
/**
 * Checks parameters.
 * @return TA_OK; TA_ERR_ARGUMENT (`ind` NULL, `params` NULL with n_params > 0, more than it has);
 *         TA_ERR_PARAM; TA_ERR_PARAM_COMBINATION.
 */
TA_API ta_status ta_params_check(const ta_indicator *ind, const double *params, size_t n_params,
                                 ta_error *err);
/** As ta_params_check(), and stores how many leading outputs are NaN on a series without gaps. */
TA_API ta_status ta_lookback(const ta_indicator *ind, const double *params, size_t n_params,
                             size_t *lookback, ta_error *err);
/**
 * Parses `ID[:NAME=VALUE,...]`, e.g. "ema:period=12,seed=first". The text need not end in NUL.
 * @param[out] ind    the indicator
 * @param[out] params all its parameters, defaults filled in; room for TA_PARAMS_MAX
 * @return TA_OK; TA_ERR_ARGUMENT; TA_ERR_SYNTAX, TA_ERR_UNKNOWN_INDICATOR, TA_ERR_UNKNOWN_PARAM,
 *         TA_ERR_PARAM or TA_ERR_PARAM_COMBINATION with `err->offset` at the byte at fault, which
 *         is the first of a value that is wrong or contradicts another.
 */
TA_API ta_status ta_spec_parse(const char *text, size_t len, const ta_indicator **ind,
                               double params[TA_PARAMS_MAX], ta_error *err);
/**
 * Writes the canonical text of an indicator with parameters: its id and the parameters that differ
 * from their defaults, in descriptor order. ta_spec_parse() reads it back.
 * @param buf,cap room for the text and its NUL; may be NULL, 0 to ask for the size
 * @param[out] len length without NUL (also on TA_ERR_BUFFER); may be NULL
 * @return TA_OK, TA_ERR_BUFFER, or as ta_params_check()
 */
TA_API ta_status ta_spec_format(const ta_indicator *ind, const double *params, size_t n_params,
                                char *buf, size_t cap, size_t *len, ta_error *err);
/**
 * Writes an indicator's description as a JSON object, or, with `ind` NULL, those of all indicators
 * as an array. Same buffer rules as ta_spec_format(). The form is in docs/api.md.
 */
TA_API ta_status ta_describe_json(const ta_indicator *ind, char *buf, size_t cap, size_t *len);
/** @} */

/**
 * Computes an indicator over a series.
 * @param ind      the indicator
 * @param params   parameters (see above), may be NULL
 * @param n_params how many are given
 * @param in       one array of `n` values per input, in descriptor order
 * @param n        number of bars, may be 0
 * @param out      one array of `n` values per output, in descriptor order; NULL = not wanted
 * @param err      details of a failure, may be NULL
 * @return TA_OK (a period longer than the data is no error: all NaN); TA_ERR_ARGUMENT;
 *         TA_ERR_PARAM; TA_ERR_PARAM_COMBINATION; TA_ERR_MEMORY
 *
 * Allocates at most once a call, and only for windows too long for its stack buffer. Any thread.
 */
TA_API ta_status ta_run(const ta_indicator *ind, const double *params, size_t n_params,
                        const double *const in[], size_t n, double *const out[], ta_error *err);

/**
 * @name Many series at a time
 * The series of a table are told apart by two strides, counted in doubles: bar j of series s is at
 * `base[s * series_stride + j * bar_stride]`. So one series after another has a bar_stride of 1,
 * and bars of all series side by side have a series_stride of 1; any other strides do as well.
 *
 * All series of a call have the same number of bars; shorter ones are filled up with NaN, before or
 * after: these are missing bars. Every series may have gaps of its own.
 *
 * Each series gets the same bits as from ta_run() alone, whatever the strides and the pool.
 */
/** @{ */
/** An input of many series. A series_stride of 0 gives all of them the same values. */
typedef struct ta_table {
    const double *base;
    size_t series_stride, bar_stride;
} ta_table;

/**
 * An output of many series. A base of NULL means not wanted. No two values may share a place, and
 * one stride must span all that lies along the other. It may be exactly an input: the same base and
 * strides.
 */
typedef struct ta_table_out {
    double *base;
    size_t series_stride, bar_stride;
} ta_table_out;

/**
 * Threads that the caller lends for one call; the library has none of its own.
 *
 * `run` calls `task(arg, index)` once for each index below n_tasks, in any order and on any
 * threads, and returns when all of them have returned. A task needs 256 KB of stack. Where a
 * function takes a pool, NULL means this thread; results do not depend on the pool.
 */
typedef struct ta_pool {
    void (*run)(void *data, size_t n_tasks, void (*task)(void *arg, size_t index), void *arg);
    void *data; /**< handed to `run` */
} ta_pool;

/**
 * Computes an indicator over many series.
 * @param ind,params,n_params as for ta_run(), the same for all series
 * @param in       one table per input, in descriptor order
 * @param n_series number of series, may be 0
 * @param n_bars   number of bars of each, may be 0
 * @param out      one table per output, in descriptor order
 * @param pool     threads, may be NULL
 * @param err      details of a failure, may be NULL
 * @return as ta_run(); TA_ERR_ARGUMENT also for strides that reach beyond the address space, that
 *         let values of an output share a place, or that differ between an input and an output of
 *         one base
 *
 * Allocates at most once a call, and only for windows too long for its stack buffer.
 */
TA_API ta_status ta_run_many(const ta_indicator *ind, const double *params, size_t n_params,
                             const ta_table in[], size_t n_series, size_t n_bars,
                             const ta_table_out out[], const ta_pool *pool, ta_error *err);
/**
 * Computes an indicator over one or more series with each of several sets of parameters.
 * @param sets     the sets one after another, n_params values each; may be NULL when n_params is 0
 * @param n_params how many are given in each set; the rest are defaults
 * @param n_sets   number of sets, may be 0
 * @param in,n_series,n_bars,pool,err as for ta_run_many()
 * @param out      one table per output, whose series number `set * n_series + series` is that of a
 *                 set and a series. With more than one set it may not be an input.
 * @return as ta_run_many(); for parameters `err->set` is the number of the set at fault, and the
 *         message names it
 */
TA_API ta_status ta_run_sweep(const ta_indicator *ind, const double *sets, size_t n_params,
                              size_t n_sets, const ta_table in[], size_t n_series, size_t n_bars,
                              const ta_table_out out[], const ta_pool *pool, ta_error *err);

/** Which bars a correlation is of. */
typedef enum ta_overlap {
    TA_OVERLAP_COMMON,  /**< those that no series misses: one count for all */
    TA_OVERLAP_PAIRWISE /**< those that neither series of the pair misses */
} ta_overlap;

/**
 * Pearson's correlation of every series with every other.
 * @param series   the values; missing ones as everywhere
 * @param n_series number of series, may be 0
 * @param n_bars   number of bars of each, may be 0
 * @param overlap  which bars count
 * @param[out] matrix n_series rows of n_series: symmetric, exactly 1 on the diagonal, within
 *                    [-1, 1]; NaN where one of the two does not move over the bars that count, or
 *                    these are fewer than 2. Must not overlap `series`.
 * @param[out] counts n_series rows of n_series: how many bars counted; NULL = not wanted
 * @param pool     threads, may be NULL
 * @param err      details of a failure, may be NULL
 * @return TA_OK; TA_ERR_ARGUMENT; TA_ERR_MEMORY
 *
 * The error is at most 1e-11, however far the values are from 0. Allocates a copy of the values.
 */
TA_API ta_status ta_correlation_matrix(const ta_table *series, size_t n_series, size_t n_bars,
                                       ta_overlap overlap, double *matrix, size_t *counts,
                                       const ta_pool *pool, ta_error *err);
/** @} */

/**
 * @name Streams
 * A stream takes bars one at a time, or in blocks, and gives the same bits as ta_run() over all of
 * them. Its memory is one flat block without pointers into itself.
 */
/** @{ */
typedef struct ta_stream ta_stream;

/** Stores the bytes of memory that ta_stream_init() needs for these parameters. */
TA_API ta_status ta_stream_size(const ta_indicator *ind, const double *params, size_t n_params,
                                size_t *size, ta_error *err);
/**
 * Makes a stream in the caller's memory. The stream lives as long as the memory; nothing to free.
 * @param mem  aligned to TA_STREAM_ALIGN, *borrowed* for the stream's life
 * @param size at least what ta_stream_size() says, else TA_ERR_BUFFER
 */
TA_API ta_status ta_stream_init(void *mem, size_t size, const ta_indicator *ind,
                                const double *params, size_t n_params, ta_stream **stream,
                                ta_error *err);
/** Makes a stream on the heap, *owned* by the caller: end it with ta_stream_free(). */
TA_API ta_status ta_stream_create(const ta_indicator *ind, const double *params, size_t n_params,
                                  ta_stream **stream, ta_error *err);
/** Frees a stream of ta_stream_create(), _clone() or _load(). NULL is a no-op. */
TA_API void ta_stream_free(ta_stream *stream);
/** Makes an independent copy on the heap, *owned* by the caller. */
TA_API ta_status ta_stream_clone(const ta_stream *stream, ta_stream **copy);
/** Forgets all bars. */
TA_API void ta_stream_reset(ta_stream *stream);
/** @return the indicator of a stream. */
TA_API const ta_indicator *ta_stream_indicator(const ta_stream *stream);
/** @return how many bars were accepted (missing bars do not count). */
TA_API uint64_t ta_stream_count(const ta_stream *stream);
/**
 * Takes one bar.
 * @param in  one value per input
 * @param out one value per output: the bar's, or NaN (warming up, or the bar is missing)
 * @return TA_OK; TA_ERR_ARGUMENT
 */
TA_API ta_status ta_stream_push(ta_stream *stream, const double *in, double *out);
/** What ta_stream_push() would give, without taking the bar: for a bar that is still forming. */
TA_API ta_status ta_stream_peek(ta_stream *stream, const double *in, double *out);
/** Takes a block of `n` bars: arrays as for ta_run(). */
TA_API ta_status ta_stream_run(ta_stream *stream, const double *const in[], size_t n,
                               double *const out[]);
/**
 * Saves a stream: name, parameters, layout number, state and a checksum, in this machine's byte
 * order. Same buffer rules as ta_spec_format(), without a NUL.
 */
TA_API ta_status ta_stream_save(const ta_stream *stream, void *buf, size_t cap, size_t *len);
/**
 * Makes a stream on the heap from saved bytes, *owned* by the caller. Bytes are not trusted.
 * @return TA_OK; TA_ERR_ARGUMENT; TA_ERR_STATE; TA_ERR_STATE_LAYOUT; TA_ERR_UNKNOWN_INDICATOR;
 *         TA_ERR_MEMORY
 */
TA_API ta_status ta_stream_load(const void *buf, size_t len, ta_stream **stream, ta_error *err);
/** @} */

/**
 * @name Sets of streams
 * Streams of one indicator with one set of parameters, such as one for each symbol, which take a
 * bar each at a time. Each gives the same bits as a ta_stream; a bar that is missing leaves its
 * stream as it was. A set belongs to one thread at a time.
 */
/** @{ */
typedef struct ta_streams ta_streams;

/** Stores the bytes of memory that ta_streams_init() needs for `length` streams. */
TA_API ta_status ta_streams_size(const ta_indicator *ind, const double *params, size_t n_params,
                                 size_t length, size_t *size, ta_error *err);
/** Makes a set of streams in the caller's memory: rules as for ta_stream_init(). */
TA_API ta_status ta_streams_init(void *mem, size_t size, const ta_indicator *ind,
                                 const double *params, size_t n_params, size_t length,
                                 ta_streams **streams, ta_error *err);
/** Makes a set of streams on the heap, *owned* by the caller: end it with ta_streams_free(). */
TA_API ta_status ta_streams_create(const ta_indicator *ind, const double *params, size_t n_params,
                                   size_t length, ta_streams **streams, ta_error *err);
/** Frees a set of ta_streams_create(). NULL is a no-op. */
TA_API void ta_streams_free(ta_streams *streams);
/** Makes all streams forget all bars. */
TA_API void ta_streams_reset(ta_streams *streams);
/** @return the indicator of the streams. */
TA_API const ta_indicator *ta_streams_indicator(const ta_streams *streams);
/** @return how many streams there are. */
TA_API size_t ta_streams_length(const ta_streams *streams);
/** @return how many bars a stream has accepted; 0 past the last stream. */
TA_API uint64_t ta_streams_count(const ta_streams *streams, size_t index);
/**
 * Takes one bar for each stream.
 * @param in   one array per input: the value of each stream
 * @param out  one array per output, NULL = not wanted; rules as for ta_run()
 * @param pool threads, may be NULL
 * @return TA_OK; TA_ERR_ARGUMENT
 */
TA_API ta_status ta_streams_push(ta_streams *streams, const double *const in[], double *const out[],
                                 const ta_pool *pool);
/**
 * Copies one of the streams to the heap, *owned* by the caller; it can be saved.
 * @return TA_OK; TA_ERR_ARGUMENT; TA_ERR_MEMORY
 */
TA_API ta_status ta_streams_get(const ta_streams *streams, size_t index, ta_stream **stream);
/**
 * Gives one of the streams the state of `stream`, which must be of the same indicator with the same
 * parameters; it may have been loaded.
 * @return TA_OK; TA_ERR_ARGUMENT
 */
TA_API ta_status ta_streams_put(ta_streams *streams, size_t index, const ta_stream *stream);
/** @} */

#ifdef __cplusplus
}
#endif
#endif
