/* marketkit/market.h - the data model: bars, news and posts, their calendar, files and store.
 *
 * Conventions of every function in this header
 *   - It returns a market_status; results come last, through out pointers, untouched on error.
 *     Functions that cannot fail return their result.
 *   - `err` may be NULL. Where it is given and the status is not MARKET_OK it is filled.
 *   - Times are int64_t milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored. The time of
 * a bar is its start; bars of a day and longer are keyed by trading date, stored as 00:00Z.
 *   - Text is UTF-8, given as (pointer, length) where a caller may hold a slice of something, and
 * as a NUL-terminated string where it is a name. Nothing depends on the locale or on TZ.
 *   - x_init/x_clear work on plain structs, x_open/x_free on heap objects. Clearing twice and
 * freeing NULL do nothing. What a struct points to is owned by it unless its comment says
 * "borrowed".
 *   - A pointer argument must not be NULL unless its comment says so (MARKET_E_ARGUMENT).
 *   - Threads: a store, and any struct, belongs to one thread at a time. Different stores (also of
 * the same file) may be used by different threads and processes. Everything else has no state.
 *   - Options and query structs start with `size_t size`; set them up by their *_INIT, in which
 * zero means the default. Fields are only ever appended.
 */
#ifndef MARKETKIT_MARKET_H
#define MARKETKIT_MARKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define MARKET_API __attribute__((visibility("default")))
#else
#define MARKET_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Status and errors ---------------------------------------------------------------------- */

/* X(number, enum constant, name, text). Numbers are part of the ABI: append only. */
#define MARKET_STATUS_LIST(X)                                                                      \
    X(0, MARKET_OK, "ok", "success")                                                               \
    X(1, MARKET_E_ARGUMENT, "argument", "an argument is missing or out of range")                  \
    X(2, MARKET_E_MEMORY, "memory", "out of memory")                                               \
    X(3, MARKET_E_TOO_LARGE, "too_large", "the data exceeds a documented limit")                   \
    X(4, MARKET_E_SYMBOL, "symbol", "not a valid symbol")                                          \
    X(5, MARKET_E_TIME, "time", "not a valid time")                                                \
    X(6, MARKET_E_TIMEFRAME, "timeframe", "not a known timeframe")                                 \
    X(7, MARKET_E_NUMBER, "number", "not a number")                                                \
    X(8, MARKET_E_SYNTAX, "syntax", "the text does not follow its format")                         \
    X(9, MARKET_E_FORMAT, "format", "the format of the input is not known")                        \
    X(10, MARKET_E_BAD_ROW, "bad_row", "a row of the input is bad")                                \
    X(11, MARKET_E_EMPTY, "empty", "the input holds no data")                                      \
    X(12, MARKET_E_IO, "io", "reading or writing failed")                                          \
    X(13, MARKET_E_NOT_FOUND, "not_found", "there is no such file or store")                       \
    X(14, MARKET_E_PERMISSION, "permission", "no permission, or the place is read-only")           \
    X(15, MARKET_E_LOCKED, "locked", "another process is writing to the store")                    \
    X(16, MARKET_E_FULL, "full", "the disk is full")                                               \
    X(17, MARKET_E_NOT_A_STORE, "not_a_store", "the file is not a store")                          \
    X(18, MARKET_E_CORRUPT, "corrupt", "the store is damaged")                                     \
    X(19, MARKET_E_NEWER, "newer", "the store was written by a newer version of this library")     \
    X(20, MARKET_E_READ_ONLY, "read_only", "the store was opened for reading only")                \
    X(21, MARKET_E_URL, "url", "not a store URL of a known kind")                                  \
    X(22, MARKET_E_NO_SYMBOL, "no_symbol", "the store has no such symbol")                         \
    X(23, MARKET_E_NO_SERIES, "no_series", "the store has no such series")                         \
    X(24, MARKET_E_NOT_EMPTY, "not_empty", "the store holds other data")                           \
    X(25, MARKET_E_STATE, "state", "the call does not fit the state of the object")                \
    X(26, MARKET_E_CANCELLED, "cancelled", "a callback asked to stop")                             \
    X(27, MARKET_E_CONFLICT, "conflict", "another writer was faster")

typedef enum market_status {
#define MARKET_STATUS_ENUM_(number, constant, name, text) constant = (number),
    MARKET_STATUS_LIST(MARKET_STATUS_ENUM_)
#undef MARKET_STATUS_ENUM_
} market_status;

/* What went wrong, and where. Members that do not apply are zero, or empty. */
typedef struct market_error {
    market_status status;
    size_t line;        /* 1-based line of a text */
    size_t column;      /* 1-based column, in bytes (field columns of a CSV: its first byte) */
    uint64_t offset;    /* byte offset in the (decompressed) text */
    char parameter[32]; /* the argument or field at fault */
    double minimum;     /* its allowed range; both 0 when there is none */
    double maximum;
    char message[256]; /* one English sentence without the final stop, with the value at fault */
} market_error;

/* The sentence of a status ("unknown status" for others) and its name, both static. */
MARKET_API const char *market_status_text(market_status status);
MARKET_API const char *market_status_name(market_status status);

/* The version of the library that runs, "MAJOR.MINOR.PATCH"; static. */
MARKET_API const char *market_version(void);

/* ---- Numbers -------------------------------------------------------------------------------- */

/* A decimal number: [+-]digits[.digits][(e|E)[+-]digits], nothing before or after it, correctly
 * rounded, in any locale. No hexadecimal, no infinity, no NaN. MARKET_E_NUMBER, also when it
 * overflows. */
MARKET_API market_status market_number_parse(const char *text, size_t length, double *out);

/* ---- Symbols -------------------------------------------------------------------------------- */

/* Longest symbol, and bytes that hold its percent-encoded form with the NUL. */
#define MARKET_SYMBOL_MAX     16
#define MARKET_SYMBOL_ENCODED 49

/* ^[A-Z0-9]([A-Z0-9./-]{0,14}[A-Z0-9])?$ with no two marks in a row. MARKET_E_SYMBOL. */
MARKET_API market_status market_symbol_check(const char *text, size_t length, market_error *err);

/* Writes a valid symbol with everything but A-Z, 0-9, '.' and '-' as %XX, NUL-terminated, to `out`
 * of `capacity` bytes (MARKET_SYMBOL_ENCODED always suffices; MARKET_E_TOO_LARGE). */
MARKET_API market_status market_symbol_encode(const char *text, size_t length, size_t capacity,
                                              char *out);
/* The inverse; the result is a valid symbol. `out` needs MARKET_SYMBOL_MAX + 1 bytes. */
MARKET_API market_status market_symbol_decode(const char *text, size_t length, size_t capacity,
                                              char *out);

/* ---- Timeframes ----------------------------------------------------------------------------- */

/* X(number, enum constant, name), from narrow to wide. Numbers are stored in databases. */
#define MARKET_TIMEFRAME_LIST(X)                                                                   \
    X(1, MARKET_1MIN, "1Min")                                                                      \
    X(2, MARKET_5MIN, "5Min")                                                                      \
    X(3, MARKET_15MIN, "15Min")                                                                    \
    X(4, MARKET_30MIN, "30Min")                                                                    \
    X(5, MARKET_1HOUR, "1Hour")                                                                    \
    X(6, MARKET_4HOUR, "4Hour")                                                                    \
    X(7, MARKET_1DAY, "1Day")                                                                      \
    X(8, MARKET_1WEEK, "1Week")                                                                    \
    X(9, MARKET_1MONTH, "1Month")                                                                  \
    X(10, MARKET_3MONTH, "3Month")                                                                 \
    X(11, MARKET_12MONTH, "12Month")

typedef enum market_timeframe {
    MARKET_TIMEFRAME_NONE = 0, /* not given: 1Day in queries, detection in imports */
#define MARKET_TIMEFRAME_ENUM_(number, constant, name) constant = (number),
    MARKET_TIMEFRAME_LIST(MARKET_TIMEFRAME_ENUM_)
#undef MARKET_TIMEFRAME_ENUM_
} market_timeframe;

/* "1Min" ... "12Month"; static; NULL for others. */
MARKET_API const char *market_timeframe_name(market_timeframe timeframe);
/* Exact names only. MARKET_E_TIMEFRAME, with the list of names in the message. */
MARKET_API market_status market_timeframe_parse(const char *text, size_t length, market_error *err,
                                                market_timeframe *out);
/* True for timeframes shorter than a day. */
MARKET_API bool market_timeframe_is_intraday(market_timeframe timeframe);

/* ---- Time zones and the exchange calendar --------------------------------------------------- */

/* A time zone, immutable after loading and shareable between threads. Wherever a function takes a
 * zone, NULL means exchange time by built-in rule: America/New_York with the daylight saving laws
 * of 1967 to today, which equals tzdata. */
typedef struct market_zone market_zone;

/* Loads `name` from a tzdata folder (`directory` NULL: /usr/share/zoneinfo). MARKET_E_NOT_FOUND,
 * MARKET_E_SYNTAX (not a TZif file), MARKET_E_ARGUMENT (a name with "..", or absolute). */
MARKET_API market_status market_zone_load(const char *directory, const char *name,
                                          market_error *err, market_zone **out);
/* The same from the bytes of a TZif file, which are copied. */
MARKET_API market_status market_zone_parse(const void *data, size_t length, market_error *err,
                                           market_zone **out);
MARKET_API void market_zone_free(market_zone *zone);

/* Seconds east of UTC in force at `time`. */
MARKET_API int32_t market_zone_offset(const market_zone *zone, int64_t time);
/* Local wall-clock milliseconds (as if the wall clock were UTC) to UTC. A local time that occurs
 * twice means the first one; one that is skipped means as much after the change as it was to be. */
MARKET_API int64_t market_zone_to_utc(const market_zone *zone, int64_t local);

/* ---- Times ---------------------------------------------------------------------------------- */

/* A date or a time, years 0001 to 9999:
 *   - 2022-01-03                 a date
 *   - 2022-01-03T14:30:00Z       RFC 3339; 'T' may be 't' or a space, seconds may be left out
 *   - 2022-01-03 09:30:00.5-05   offsets +hh:mm, +hhmm or +hh; one to nine fraction digits, cut to
 *                                milliseconds
 *   - 2022-01-03T09:30           no zone: exchange time in `zone` */
typedef struct market_time {
    int64_t time; /* the instant; a date: its 00:00Z */
    bool is_date; /* a bare date was given */
} market_time;

MARKET_API market_status market_time_parse(const char *text, size_t length, const market_zone *zone,
                                           market_error *err, market_time *out);

/* The bound of a range as people mean it: for a timeframe of a day or longer the trading date; for
 * an intraday one an instant, where a bare date means the first (is_end false) or last millisecond
 * (is_end true) of that exchange day. */
MARKET_API market_status market_time_parse_bound(const char *text, size_t length,
                                                 market_timeframe timeframe, bool is_end,
                                                 const market_zone *zone, market_error *err,
                                                 int64_t *out);

/* The start of the range "1M" "3M" "6M" "YTD" "1Y" "5Y" "All" that ends at `end`: the same day of
 * an earlier month (the month's last day where it is shorter), 1 January, or INT64_MIN.
 * MARKET_E_ARGUMENT names the choices. */
MARKET_API market_status market_range_start(const char *text, size_t length,
                                            market_timeframe timeframe, int64_t end,
                                            const market_zone *zone, market_error *err,
                                            int64_t *out);

/* Room for any formatted time with its NUL. */
#define MARKET_TIME_TEXT 32

/* "2022-01-03" for a day and longer, "2022-01-03T14:30:00Z" for intraday (with ".123" when there
 * are milliseconds). Returns the length; `out` has MARKET_TIME_TEXT bytes. An empty
 * text for years outside 0001..9999. */
MARKET_API size_t market_time_format(int64_t time, market_timeframe timeframe, char *out);

/* The key of a bar that holds `time`. A day and longer: the trading date (00:00Z, 04:00Z and 05:00Z
 * mean that UTC date, any other instant its exchange date), then the Monday of its week, the first
 * of its month, quarter or year, as 00:00Z. Intraday: the exchange's wall clock cut to the
 * timeframe. */
MARKET_API int64_t market_bar_start(market_timeframe timeframe, int64_t time,
                                    const market_zone *zone);
/* The first instant after the bar that starts at `start`: for a day and longer the close (16:00
 * exchange time) of its last weekday. */
MARKET_API int64_t market_bar_end(market_timeframe timeframe, int64_t start,
                                  const market_zone *zone);

/* True from 09:30 up to 16:00 exchange time, Monday to Friday. Holidays are not known. */
MARKET_API bool market_is_regular_session(int64_t time, const market_zone *zone);
/* The session column that session indicators take: the exchange date of each bar as a day number
 * (days since 1970-01-01). A day and longer: the bar's own date, so that each bar is a session. */
MARKET_API void market_session_ids(market_timeframe timeframe, const int64_t *time, size_t count,
                                   const market_zone *zone, double *out);

/* ---- Bars ----------------------------------------------------------------------------------- */

/* Columns of equal length in ascending time. Prices are per share in the series' currency. A
 * missing value is NaN. All columns are owned and live in one block. */
typedef struct market_bars {
    size_t count;
    size_t capacity;
    int64_t *time;
    double *open;
    double *high;
    double *low;
    double *close;
    double *volume; /* shares; NaN where unknown */
    double *vwap;   /* volume weighted average price; NaN where unknown */
    double *trades; /* number of trades; NaN where unknown */
    double *factor; /* adjusted close / close as the source gave it (splits and dividends); NaN
                       where unknown */
    bool *complete; /* false while the bar's period was still running when it was fetched */
} market_bars;

typedef struct market_bar {
    int64_t time;
    double open, high, low, close, volume, vwap, trades, factor;
    bool complete;
} market_bar;

MARKET_API void market_bars_init(market_bars *bars);
MARKET_API void market_bars_clear(market_bars *bars);
/* Room for `capacity` bars in all; MARKET_E_MEMORY leaves the bars as they are. */
MARKET_API market_status market_bars_reserve(market_bars *bars, size_t capacity);
MARKET_API market_status market_bars_append(market_bars *bars, const market_bar *bar);
MARKET_API market_bar market_bars_get(const market_bars *bars, size_t index);
/* The bars with from <= time <= to: index of the first and how many. */
MARKET_API void market_bars_range(const market_bars *bars, int64_t from, int64_t to, size_t *first,
                                  size_t *count);

/* Why a bar is impossible, as a static sentence, or NULL for a possible one: prices finite and
 * above 0, low <= open, close <= high, volume NaN or finite and not below 0, vwap NaN or above 0,
 * trades NaN or not below 0, factor NaN or above 0. `field` (may be NULL) gets the name of the
 * field at fault. */
MARKET_API const char *market_bar_fault(const market_bar *bar, const char **field);

/* Bars of `from` (ascending) summed up to the wider timeframe `to`: open of the first, highest
 * high, lowest low, close of the last, sum of volumes and trades, volume weighted vwap. Days made
 * of intraday bars take those that overlap the regular session; a day without any takes all. A bar
 * is complete when all its parts are and the next weekday (intraday: the next instant) belongs to
 * another bar, or a later bar exists. `from` must be nested in `to` (weeks are not nested in
 * months): MARKET_E_TIMEFRAME. `out` is initialised and replaced. Equal timeframes copy. */
MARKET_API market_status market_bars_aggregate(const market_bars *bars, market_timeframe from,
                                               market_timeframe to, const market_zone *zone,
                                               market_error *err, market_bars *out);

/* ---- Splits, dividends, adjustment ---------------------------------------------------------- */

typedef enum market_adjust {
    MARKET_ADJUST_SPLIT = 0, /* the default */
    MARKET_ADJUST_RAW = 1,
    MARKET_ADJUST_ALL = 2 /* splits and dividends */
} market_adjust;

/* "raw" "split" "all". */
MARKET_API const char *market_adjust_name(market_adjust adjust);
MARKET_API market_status market_adjust_parse(const char *text, size_t length, market_error *err,
                                             market_adjust *out);

/* From `date` (00:00Z) on, `from_shares` old shares are `to_shares` new ones: 2-for-1 is {date, 1,
 * 2}. */
typedef struct market_split {
    int64_t date;
    double from_shares;
    double to_shares;
} market_split;

typedef struct market_dividend {
    int64_t date;  /* ex-date, 00:00Z */
    double amount; /* cash per share, unadjusted */
} market_dividend;

/* Splits found in the steps of bars->factor: from one bar to the next it changes by more than 15 %,
 * the change is within 0.5 % (plus what rounding to cents explains) of a ratio p:q of whole numbers
 * where p or q is 1, or both are at most 5, and the raw close jumps by that ratio within 30 %.
 * docs/store.md gives the rule and its reasons. Writes at most `capacity` splits to `out` and how
 * many there are to `count`. */
MARKET_API market_status market_splits_from_factors(const market_bars *bars, size_t capacity,
                                                    market_split *out, size_t *count);

/* Multiplies prices (and divides volume by the splits) of raw bars in place, as of their newest
 * bar. MARKET_ADJUST_ALL uses bars->factor where every bar has one, else splits and dividends.
 * Arrays may be NULL when empty; they are ascending. */
MARKET_API market_status market_bars_adjust(market_bars *bars, market_timeframe timeframe,
                                            market_adjust adjust, const market_split *splits,
                                            size_t split_count, const market_dividend *dividends,
                                            size_t dividend_count, const market_zone *zone,
                                            market_error *err);

/* ---- Summary -------------------------------------------------------------------------------- */

/* A value and the start of the bar it comes from; value NaN where there is none. */
typedef struct market_point {
    int64_t time;
    double value;
} market_point;

/* The figures that people ask for first. `last` is the newest bar in the range, `previous` the bar
 * before it, in the range or not. Extremes take complete bars only; ties go to the earliest.
 * week52_* cover the 52 weeks that end at `last`, also outside the range. */
typedef struct market_summary {
    size_t count;     /* bars in the range */
    int64_t from, to; /* first and last bar in the range; 0 when count is 0 */
    market_point last;
    bool last_complete;
    market_point previous;
    double change;         /* last - previous; NaN without a previous */
    double change_percent; /* 100 * change / previous */
    market_point highest_close;
    market_point lowest_close;
    int64_t week52_from;      /* last - 364 days */
    market_point week52_high; /* of highs */
    market_point week52_low;  /* of lows */
    market_point week52_highest_close;
    market_point week52_lowest_close;
    double average_volume; /* mean over the last 30 complete bars up to `last`; NaN without one */
} market_summary;

/* The summary of the bars in [from, to]. An empty range gives count 0 and NaNs. */
MARKET_API void market_bars_summary(const market_bars *bars, int64_t from, int64_t to,
                                    market_summary *out);

/* ---- Store ---------------------------------------------------------------------------------- */

typedef struct market_store market_store;

typedef enum market_store_mode {
    MARKET_STORE_CREATE = 0, /* read and write; made when absent, with its folder */
    MARKET_STORE_WRITE = 1,  /* read and write; must exist */
    MARKET_STORE_READ = 2    /* read only; must exist; a store of an older schema is refused */
} market_store_mode;

/* Room for the tag of an object's version, with its NUL. */
#define MARKET_ETAG_SIZE 128

/* Called for each object with its key and tag, both borrowed for the call; false stops the list. */
typedef bool market_object_fn(void *payload, const char *key, const char *etag);

/* What a store of objects stands on. Keys are what follows the place that the URL names. Every
 * write is whole or not at all, and once a call has returned others see it. */
typedef struct market_objects {
    /* The whole object, to be released, and its tag. MARKET_E_NOT_FOUND. */
    market_status (*get)(void *payload, const char *key, market_error *err,
                         char etag[MARKET_ETAG_SIZE], void **data, size_t *length);
    void (*release)(void *payload, void *data); /* NULL is fine */
    /* Replaces the version with the tag `if_match`, or, when that is empty, makes the object.
     * MARKET_E_CONFLICT when there is another version. The new tag goes to `etag`, which may be
     * the same memory as `if_match`. */
    market_status (*put)(void *payload, const char *key, const void *data, size_t length,
                         const char *if_match, market_error *err, char etag[MARKET_ETAG_SIZE]);
    market_status (*list)(void *payload, market_object_fn *visit, void *visit_payload,
                          market_error *err);
    /* Waits for a while that differs from writer to writer, longer each `round` (from 1). */
    void (*pause)(void *payload, unsigned round);
    void (*close)(void *payload);
    void *payload;
} market_objects;

/* A kind of store that the program adds: how URLs "SCHEME:..." are opened. fetch_s3.h has one. */
typedef struct market_store_kind {
    const char *scheme;
    market_status (*open)(void *payload, const char *url, market_error *err, market_objects *out);
    void *payload;
} market_store_kind;

typedef struct market_store_options {
    size_t size;
    market_store_mode mode;
    uint32_t busy_timeout_ms;       /* how long to wait for another writer; 0: 10,000 */
    const market_store_kind *kinds; /* beside sqlite */
    size_t kind_count;
} market_store_options;
#define MARKET_STORE_OPTIONS_INIT                                                                  \
    { sizeof(market_store_options), MARKET_STORE_CREATE, 0, NULL, 0 }

/* Resolves the store URL from its three sources; each may be NULL or empty: `option` (--store),
 * `env` (MKT_STORE), else "sqlite:" + xdg_data_home (else home + "/.local/share") +
 * "/marketkit/market.db". A value without a scheme is a path. NUL-terminated into `out` of
 * `capacity` bytes; MARKET_E_TOO_LARGE, MARKET_E_ARGUMENT when nothing is given. */
MARKET_API market_status market_store_default_url(const char *option, const char *env,
                                                  const char *xdg_data_home, const char *home,
                                                  size_t capacity, char *out);

/* Opens "sqlite:PATH" (or a plain path), or a store of objects of a kind in options->kinds.
 * `options` may be NULL. MARKET_E_URL, _NOT_FOUND,
 * _PERMISSION, _LOCKED, _NOT_A_STORE, _CORRUPT, _NEWER, _FULL, _IO. A store of an older schema is
 * migrated in one transaction after a copy was written beside it (PATH.v1.bak).
 *
 * A store of objects is read as it was when it was opened, plus what this handle writes. Parts are
 * loaded when a call needs them, which may take as long as the service does. A write is merged with
 * what others wrote meanwhile, by the rules of the put functions; MARKET_E_LOCKED after eight
 * rounds of that. A transaction writes object by object: one that fails may have written some of
 * them, and repeating it writes the rest. docs/store.md has the objects. */
MARKET_API market_status market_store_open(const char *url, const market_store_options *options,
                                           market_error *err, market_store **out);
/* Rolls an open transaction back and closes. */
MARKET_API void market_store_free(market_store *store);

/* The path of a sqlite store, the URL of another; borrowed until the store is freed. */
MARKET_API const char *market_store_path(const market_store *store);
/* The exchange zone the store works with (tzdata, or the built-in rule: NULL); borrowed likewise.
 */
MARKET_API const market_zone *market_store_zone(const market_store *store);

/* Groups the writes that follow into one transaction: all or nothing, one generation. Without it
 * each market_store_put_* is a transaction of its own. A put that fails inside is undone alone.
 * Does not nest (MARKET_E_STATE). */
MARKET_API market_status market_store_begin(market_store *store, market_error *err);
MARKET_API market_status market_store_commit(market_store *store, market_error *err);
MARKET_API market_status market_store_rollback(market_store *store, market_error *err);

typedef struct market_store_state {
    uint64_t generation; /* grows with every transaction that changes something */
    uint32_t schema_version;
    size_t symbols; /* symbols that have a series */
    size_t series;
    uint64_t bars;
    bool has_newest; /* false in a store without bars */
    int64_t newest;  /* time of the newest bar of all */
    market_timeframe newest_timeframe;
} market_store_state;

MARKET_API market_status market_store_get_state(market_store *store, market_error *err,
                                                market_store_state *out);
/* The generation alone: one cheap read, for polling. */
MARKET_API market_status market_store_generation(market_store *store, market_error *err,
                                                 uint64_t *out);

/* Copies the whole store to `path` while it may be in use; the copy appears under its name only
 * when finished, and replaces nothing (MARKET_E_STATE when `path` exists). */
MARKET_API market_status market_store_backup(market_store *store, const char *path,
                                             market_error *err);
/* Replaces the store at url's file by the backup at `path`, atomically, after checking the backup.
 * Nobody may have the store open (MARKET_E_LOCKED). */
MARKET_API market_status market_store_restore(const char *url, const char *path, market_error *err);
/* SQLite's integrity check and the store's own rules; of a store of objects also every object and
 * the manifest. MARKET_E_CORRUPT with the first finding. */
MARKET_API market_status market_store_verify(market_store *store, market_error *err);
/* Rebuilds what a store of objects can rebuild: its manifest. Data is neither changed nor removed.
 * Nothing to do for a sqlite store. MARKET_E_READ_ONLY. */
MARKET_API market_status market_store_repair(market_store *store, market_error *err);

/* Sizes of the text fields below, with NUL. */
#define MARKET_FEED_SIZE     64
#define MARKET_NAME_SIZE     128
#define MARKET_CURRENCY_SIZE 8
#define MARKET_SOURCE_SIZE   256

typedef struct market_symbol_info {
    char symbol[MARKET_SYMBOL_MAX + 1];
    char name[MARKET_NAME_SIZE];         /* "Apple Inc."; empty when unknown */
    char currency[MARKET_CURRENCY_SIZE]; /* "USD" unless set */
    int decimals;                    /* decimals that prices are shown with; 2 unless set, 0..10 */
    bool synthetic;                  /* made-up data; to be labelled wherever shown */
    char source[MARKET_SOURCE_SIZE]; /* where the data is from, as text */
} market_symbol_info;

/* Everything zero, currency "USD", decimals 2. */
MARKET_API void market_symbol_info_init(market_symbol_info *info);
/* Inserts or replaces what is known about a symbol. */
MARKET_API market_status market_store_put_symbol(market_store *store,
                                                 const market_symbol_info *info, market_error *err);
/* MARKET_E_NO_SYMBOL. */
MARKET_API market_status market_store_get_symbol(market_store *store, const char *symbol,
                                                 market_error *err, market_symbol_info *out);

/* Which bars: borrowed strings. Feeds are 1 to 63 printable ASCII bytes without spaces: "sip",
 * "iex", "sample", "file:NAME". */
typedef struct market_series_key {
    const char *symbol;
    market_timeframe timeframe;
    const char *feed;
} market_series_key;

typedef struct market_put_summary {
    size_t added;
    size_t revised;   /* a stored value was replaced; the old one is kept as a revision */
    size_t unchanged; /* the same as stored, or older than what is stored */
} market_put_summary;

/* Upserts one page of raw bars: every time must be the bar's key (market_bar_start) and ascend
 * strictly, every bar possible (MARKET_E_BAD_ROW; err->line is the 1-based index). A stored bar is
 * replaced by a different one that was fetched at the same time or later. The same page twice
 * changes nothing. Makes the symbol and the series when they are new. `out` may be NULL. */
MARKET_API market_status market_store_put_bars(market_store *store, const market_series_key *key,
                                               const market_bars *bars, int64_t fetched_at,
                                               market_error *err, market_put_summary *out);

/* Where a series is from, as text (a file name, a service); also its synthetic flag. The series
 * must exist. */
MARKET_API market_status market_store_put_series_source(market_store *store,
                                                        const market_series_key *key,
                                                        const char *source, bool synthetic,
                                                        market_error *err);

/* The feed that queries without a feed prefer; the symbol must have a series of it
 * (MARKET_E_NO_SERIES). */
MARKET_API market_status market_store_set_default_feed(market_store *store, const char *symbol,
                                                       const char *feed, market_error *err);

/* Corporate actions of a symbol. `feed` "" holds for every feed but file:* and sample, which have
 * only their own (the prices of a file are whatever the file says). Upserts by date; `replace`
 * first removes those stored for this feed that are not given. */
MARKET_API market_status market_store_put_splits(market_store *store, const char *symbol,
                                                 const char *feed, const market_split *splits,
                                                 size_t count, market_error *err,
                                                 market_put_summary *out);
MARKET_API market_status market_store_put_dividends(market_store *store, const char *symbol,
                                                    const char *feed,
                                                    const market_dividend *dividends, size_t count,
                                                    market_error *err, market_put_summary *out);

/* The events that apply to a feed, ascending by date. */
typedef struct market_events {
    size_t split_count;
    market_split *splits;
    size_t dividend_count;
    market_dividend *dividends;
} market_events;

MARKET_API market_status market_store_list_events(market_store *store, const char *symbol,
                                                  const char *feed, market_error *err,
                                                  market_events *out);
MARKET_API void market_events_clear(market_events *events);

/* ---- From store to store -------------------------------------------------------------------- */

typedef struct market_sync_summary {
    size_t parts;  /* compared: a series' year or month, a topic's day, ... */
    size_t copied; /* of those: were not the same on both sides */
    market_put_summary rows;
} market_sync_summary;

/* Called after each part with its name and what was done so far; false stops
 * (MARKET_E_CANCELLED). */
typedef bool market_sync_fn(void *payload, const char *part, const market_sync_summary *done);

/* Puts what `from` holds into `to`, with the times it was fetched at: as if it had been put there
 * in the first place. Parts that are the same on both sides are neither read nor written. What only
 * `to` has stays. `on_part` and `out` may be NULL. After an error the parts copied before may be
 * there. */
MARKET_API market_status market_store_sync(market_store *from, market_store *to,
                                           market_sync_fn *on_part, void *payload,
                                           market_error *err, market_sync_summary *out);

/* Publishes the store's state in a folder as market-GENERATION.db, a plain file to be opened for
 * reading, whole before it has that name; the file `current` then names it. Older ones but the last
 * `keep` (0: 3) are removed. Nothing happens when `current` names this generation. A store of
 * objects is mirrored in DIRECTORY/mirror.db, so that only what is new is read; `on_part` is called
 * for that. One process publishes to a folder, which must exist. `on_part`, `generation` and
 * `is_new` may be NULL. */
MARKET_API market_status market_store_publish(market_store *store, const char *directory,
                                              size_t keep, market_sync_fn *on_part, void *payload,
                                              market_error *err, uint64_t *generation,
                                              bool *is_new);

/* ---- Queries -------------------------------------------------------------------------------- */

typedef struct market_series_info {
    char symbol[MARKET_SYMBOL_MAX + 1];
    market_timeframe timeframe;
    char feed[MARKET_FEED_SIZE];
    bool is_default; /* what a query for this symbol and timeframe takes when it names no feed */
    uint64_t bars;
    int64_t first; /* time of the first and last stored bar */
    int64_t last;
    bool synthetic;
    char source[MARKET_SOURCE_SIZE];
} market_series_info;

typedef struct market_symbol_list {
    size_t count;
    market_symbol_info *items; /* owned */
} market_symbol_list;

typedef struct market_series_list {
    size_t count;
    market_series_info *items; /* owned */
} market_series_list;

/* All symbols, in byte order; `out` is filled, clear it after use. */
MARKET_API market_status market_store_list_symbols(market_store *store, market_error *err,
                                                   market_symbol_list *out);
MARKET_API void market_symbol_list_clear(market_symbol_list *list);

/* The stored series of one symbol (NULL: of all), ordered by symbol, timeframe, feed. */
MARKET_API market_status market_store_list_series(market_store *store, const char *symbol,
                                                  market_error *err, market_series_list *out);
MARKET_API void market_series_list_clear(market_series_list *list);

typedef struct market_query {
    size_t size;
    const char *symbol;
    market_timeframe timeframe; /* NONE: 1Day */
    const char *feed;           /* NULL or "": the default series */
    market_adjust adjust;
    bool has_from,
        has_to; /* crop to [from, to], both inclusive; adjustment and aggregation see all */
    int64_t from, to;
} market_query;
#define MARKET_QUERY_INIT                                                                          \
    {                                                                                              \
        sizeof(market_query), NULL, MARKET_TIMEFRAME_NONE, NULL, MARKET_ADJUST_SPLIT, false,       \
            false, 0, 0                                                                            \
    }

/* A series as asked for, with everything an answer must name. */
typedef struct market_series {
    market_symbol_info info;
    market_timeframe timeframe;
    market_timeframe stored_timeframe; /* narrower than timeframe when the bars were aggregated */
    char feed[MARKET_FEED_SIZE];       /* the feed that was taken */
    market_adjust adjust;
    bool synthetic;                  /* of the symbol or of the series */
    char source[MARKET_SOURCE_SIZE]; /* of the series, else of the symbol */
    uint64_t generation;             /* of the store when it was read */
    int64_t as_of;                   /* time of the newest bar of the whole series */
    market_bars bars;
} market_series;

MARKET_API void market_series_init(market_series *series);
MARKET_API void market_series_clear(market_series *series);

/* Reads a series in one read transaction. A timeframe that is not stored is aggregated from the
 * widest narrower one of the same feed. Without a feed: the symbol's default feed where it can
 * serve the timeframe, else the first other feed in byte order that can. MARKET_E_NO_SYMBOL,
 * MARKET_E_NO_SERIES. A range without bars is no error. `out` is initialised and replaced. */
MARKET_API market_status market_store_query(market_store *store, const market_query *query,
                                            market_error *err, market_series *out);

/* Old values of a series' bars, oldest replacement first. */
typedef struct market_revision {
    int64_t replaced_at; /* fetch time of the bar that replaced it */
    int64_t fetched_at;  /* when the old one was fetched */
    market_bar bar;
} market_revision;

typedef struct market_revision_list {
    size_t count;
    market_revision *items; /* owned */
} market_revision_list;

MARKET_API market_status market_store_list_revisions(market_store *store,
                                                     const market_series_key *key,
                                                     market_error *err, market_revision_list *out);
MARKET_API void market_revision_list_clear(market_revision_list *list);

/* ---- News, posts, post counts --------------------------------------------------------------- */

/* In put functions the strings are borrowed and may be NULL (empty); in lists they belong to the
 * list and are never NULL. */
typedef struct market_news {
    const char *id;
    int64_t created_at;
    int64_t updated_at;
    const char *headline;
    const char *author;
    const char *summary;
    const char *content;
    const char *url;    /* as given; http(s) is for the shower to check */
    const char *source; /* the publisher */
    const char *const *symbols;
    size_t symbol_count;
    bool synthetic;
} market_news;

typedef struct market_news_list {
    size_t count;
    market_news *items;
    void *memory; /* what items point to */
} market_news_list;

/* Upserts by id; an article replaces a stored one only when its updated_at is later. */
MARKET_API market_status market_store_put_news(market_store *store, const market_news *items,
                                               size_t count, market_error *err,
                                               market_put_summary *out);

/* Which rows: symbol or topic (NULL: all), created_at in [from, to], at most `limit` (0: 1,000),
 * newest first. */
typedef struct market_text_query {
    size_t size;
    const char *symbol; /* news: articles that name this symbol; posts: the topic */
    bool has_from, has_to;
    int64_t from, to;
    size_t limit;
} market_text_query;
#define MARKET_TEXT_QUERY_INIT                                                                     \
    { sizeof(market_text_query), NULL, false, false, 0, 0, 0 }

MARKET_API market_status market_store_list_news(market_store *store, const market_text_query *query,
                                                market_error *err, market_news_list *out);
MARKET_API void market_news_list_clear(market_news_list *list);

typedef struct market_post {
    const char *id; /* decimal */
    int64_t created_at;
    const char *text;
    const char *lang; /* BCP 47, "und" when the service does not know */
    const char *author_id;
    const char *author; /* handle without @ */
    const char *author_name;
    int64_t reposts, replies, likes, quotes; /* -1 unknown */
    bool synthetic;
} market_post;

typedef struct market_post_list {
    size_t count;
    market_post *items;
    void *memory;
} market_post_list;

/* Upserts posts by id and notes that they belong to `topic` (a symbol or a saved query's name: 1 to
 * 63 bytes). A post under a second topic is stored once. Newer counters replace; not a number is
 * lost to -1. */
MARKET_API market_status market_store_put_posts(market_store *store, const char *topic,
                                                const market_post *items, size_t count,
                                                int64_t fetched_at, market_error *err,
                                                market_put_summary *out);
MARKET_API market_status market_store_list_posts(market_store *store,
                                                 const market_text_query *query, market_error *err,
                                                 market_post_list *out);
MARKET_API void market_post_list_clear(market_post_list *list);

/* Forgets posts, under all topics: by their ids (those that are not stored are no error), or all
 * that were written before a time. What was stored of them is overwritten in the file; backups keep
 * it. Counts are numbers of posts and stay. `removed` (may be NULL): how many there were.
 * MARKET_E_STATE for a store of objects. */
MARKET_API market_status market_store_purge_posts(market_store *store, const char *const *ids,
                                                  size_t count, market_error *err,
                                                  uint64_t *removed);
MARKET_API market_status market_store_purge_posts_before(market_store *store, int64_t before,
                                                         market_error *err, uint64_t *removed);

typedef enum market_granularity {
    MARKET_PER_MINUTE = 1,
    MARKET_PER_HOUR = 2,
    MARKET_PER_DAY = 3 /* UTC days */
} market_granularity;

/* How many posts in a bucket. `start` is aligned to the granularity in UTC; covered_ms is how much
 * of the bucket was counted: less than its width for a cut one. */
typedef struct market_post_count {
    int64_t start;
    int64_t covered_ms;
    int64_t count;
} market_post_count;

typedef struct market_post_count_list {
    size_t count;
    market_post_count *items; /* owned */
} market_post_count_list;

/* Upserts by (topic, granularity, start): a fuller bucket replaces a cut one, an equally full one
 * only when fetched later; a cut one never replaces a fuller one. */
MARKET_API market_status market_store_put_post_counts(market_store *store, const char *topic,
                                                      market_granularity granularity,
                                                      const market_post_count *items, size_t count,
                                                      int64_t fetched_at, bool synthetic,
                                                      market_error *err, market_put_summary *out);
/* Ascending; query->symbol is the topic and must be given. `synthetic` (may be NULL): any of them
 * is. */
MARKET_API market_status market_store_list_post_counts(market_store *store,
                                                       const market_text_query *query,
                                                       market_granularity granularity,
                                                       market_error *err, bool *synthetic,
                                                       market_post_count_list *out);
MARKET_API void market_post_count_list_clear(market_post_count_list *list);

/* The topics that have posts or counts, with how many posts and the newest. */
typedef struct market_topic {
    char topic[MARKET_FEED_SIZE];
    uint64_t posts;
    int64_t newest; /* newest post; INT64_MIN without posts */
} market_topic;

typedef struct market_topic_list {
    size_t count;
    market_topic *items; /* owned */
} market_topic_list;

MARKET_API market_status market_store_list_topics(market_store *store, market_error *err,
                                                  market_topic_list *out);
MARKET_API void market_topic_list_clear(market_topic_list *list);

/* ---- What there is -------------------------------------------------------------------------- */

typedef enum market_holding_kind {
    MARKET_HOLDS_EVENTS = 1, /* splits and dividends of a symbol */
    MARKET_HOLDS_BARS = 2,   /* a series */
    MARKET_HOLDS_NEWS = 3,   /* all articles */
    MARKET_HOLDS_POSTS = 4,  /* posts of a topic */
    MARKET_HOLDS_COUNTS = 5  /* post counts of a topic and granularity */
} market_holding_kind;

typedef struct market_holding {
    market_holding_kind kind;
    char name[MARKET_FEED_SIZE]; /* symbol or topic; "" of news */
    market_timeframe timeframe;  /* of bars, else 0 */
    char feed[MARKET_FEED_SIZE]; /* of bars, else "" */
    int granularity;             /* of counts, a market_granularity, else 0 */
    uint64_t rows;
    int64_t first; /* time of the first and last row (of events the date); 0 without rows */
    int64_t last;
} market_holding;

typedef struct market_holding_list {
    size_t count;
    market_holding *items; /* owned */
} market_holding_list;

/* Everything a store holds, ordered by kind, name, timeframe, feed, granularity. Reads no object of
 * a store of objects. */
MARKET_API market_status market_store_list_holdings(market_store *store, market_error *err,
                                                    market_holding_list *out);
MARKET_API void market_holding_list_clear(market_holding_list *list);

/* ---- Notes ---------------------------------------------------------------------------------- */

/* A text that a program keeps beside its data: how far it has fetched, how a sample was drawn. */
typedef struct market_note {
    char *text; /* owned; "" where there is none */
} market_note;

/* Replaces the note of this name (1 to 200 printable ASCII characters, no spaces); NULL or "" takes
 * it away. Within market_store_begin and commit it is part of that transaction. Notes are no data:
 * the generation stays, and no copy of a store has them. Of two that were written to a store of
 * objects by two handles the later one holds. */
MARKET_API market_status market_store_put_note(market_store *store, const char *name,
                                               const char *text, market_error *err);
MARKET_API market_status market_store_get_note(market_store *store, const char *name,
                                               market_error *err, market_note *out);
MARKET_API void market_note_clear(market_note *note);

/* ---- Import --------------------------------------------------------------------------------- */

/* Fills `buffer` with up to `capacity` bytes and sets *length; 0 is the end. Another status than
 * MARKET_OK stops the import with it. */
typedef market_status market_read_fn(void *payload, size_t capacity, void *buffer, size_t *length);

/* Where the bytes come from: exactly one of `path`, `data` or `read`. "-" is an ordinary file name.
 */
typedef struct market_input {
    const char *path;
    const void *data;
    size_t length; /* of data */
    market_read_fn *read;
    void *payload;
    const char *name; /* what messages and the default feed call it; NULL: the path, or "input" */
} market_input;

/* A row that was left out. `field` and `reason` are sentences without the final stop; all pointers
 * are borrowed for the call. Return false to stop the import (MARKET_E_CANCELLED). */
typedef struct market_bad_row {
    const char *input; /* its name */
    size_t line;
    size_t column;
    size_t record;     /* 1-based number of the data row or JSON bar */
    const char *field; /* "high"; "" when no field is at fault */
    const char *reason;
} market_bad_row;
typedef bool market_bad_row_fn(void *payload, const market_bad_row *row);

/* Called now and then while reading: bytes read of total (0 when unknown) and rows accepted so far.
 * Return false to stop (MARKET_E_CANCELLED, nothing stored). */
typedef bool market_progress_fn(void *payload, uint64_t bytes, uint64_t total, uint64_t rows);

/* Defaults of the limits below. */
#define MARKET_IMPORT_MAX_BYTES ((uint64_t)1 << 30) /* decompressed */
#define MARKET_IMPORT_MAX_ROWS  ((uint64_t)10000000)

typedef struct market_import_options {
    size_t size;
    const char *symbol;         /* NULL: the input's symbol column or member, else its file name */
    market_timeframe timeframe; /* NONE: from the spacing of the rows */
    const char *feed;           /* NULL: "file:" + the file name without folder and extensions */
    bool strict;                /* the first bad row ends the import and nothing is stored */
    bool allow_missing; /* market_import_read: columns other than time and close may be absent (NaN)
                         */
    int64_t fetched_at; /* 0: now; bars that end after it are incomplete */
    uint64_t max_bytes; /* 0: the default */
    uint64_t max_rows;
    market_bad_row_fn *on_bad_row;
    void *bad_row_payload;
    market_progress_fn *on_progress;
    void *progress_payload;
} market_import_options;
#define MARKET_IMPORT_OPTIONS_INIT                                                                 \
    {                                                                                              \
        sizeof(market_import_options), NULL, MARKET_TIMEFRAME_NONE, NULL, false, false, 0, 0, 0,   \
            NULL, NULL, NULL, NULL                                                                 \
    }

/* X(number, enum constant, name). */
#define MARKET_FORMAT_LIST(X)                                                                      \
    X(0, MARKET_FORMAT_UNKNOWN, "unknown")                                                         \
    X(1, MARKET_FORMAT_CSV, "csv")                                                                 \
    X(2, MARKET_FORMAT_JSON, "json")                                                               \
    X(3, MARKET_FORMAT_PYTHON, "python")

typedef enum market_format {
#define MARKET_FORMAT_ENUM_(number, constant, name) constant = (number),
    MARKET_FORMAT_LIST(MARKET_FORMAT_ENUM_)
#undef MARKET_FORMAT_ENUM_
} market_format;

/* "csv" "json" "python" "unknown"; static. */
MARKET_API const char *market_format_name(market_format format);

typedef struct market_imported_series {
    char symbol[MARKET_SYMBOL_MAX + 1];
    market_bars bars;
} market_imported_series;

typedef struct market_imported {
    market_format format;
    bool gzip;
    market_timeframe timeframe;
    char feed[MARKET_FEED_SIZE];
    uint64_t bytes;      /* decompressed */
    uint64_t rows;       /* data rows seen: good + bad + duplicates */
    uint64_t bad;        /* left out and reported */
    uint64_t duplicates; /* the same row again; counted once */
    size_t count;
    market_imported_series *series; /* owned; in byte order of the symbol */
} market_imported;

/* Reads bars without a store. Formats, header variants and rules: docs/import.md. MARKET_E_FORMAT,
 * _SYNTAX, _EMPTY (no good row at all), _BAD_ROW (strict), _TOO_LARGE, _SYMBOL, _TIMEFRAME (cannot
 * be told from the spacing), _NOT_FOUND, _PERMISSION, _IO, _CANCELLED. `out` is filled, clear it
 * after use. */
MARKET_API market_status market_import_read(const market_input *input,
                                            const market_import_options *options, market_error *err,
                                            market_imported *out);
MARKET_API void market_imported_clear(market_imported *imported);

typedef struct market_import_summary {
    market_format format;
    bool gzip;
    market_timeframe timeframe;
    char feed[MARKET_FEED_SIZE];
    char symbol[MARKET_SYMBOL_MAX + 1]; /* the first one */
    size_t symbols;
    uint64_t rows, bad, duplicates;
    market_put_summary bars;
    size_t splits; /* found in the steps of adj_close / close */
} market_import_summary;

/* Reads and stores in one transaction (joining an open one): all good rows or, on error, none.
 * `options` may be NULL. `out` may be NULL. */
MARKET_API market_status market_import(market_store *store, const market_input *input,
                                       const market_import_options *options, market_error *err,
                                       market_import_summary *out);

typedef struct market_text_summary {
    uint64_t rows, bad;
    market_put_summary stored;
} market_text_summary;

/* News in Alpaca's shape: {"news":[...]} or the bare list. From options: fetched_at, strict, limits
 * and callbacks. A member "synthetic": true of the answer or of an article is kept. */
MARKET_API market_status market_import_news(market_store *store, const market_input *input,
                                            const market_import_options *options, market_error *err,
                                            market_text_summary *out);
/* Posts in X's search shape: {"data":[...],"includes":{"users":[...]}} or the bare list; created_at
 * is taken from the id where it is absent. Both spellings of X's field names. */
MARKET_API market_status market_import_posts(market_store *store, const char *topic,
                                             const market_input *input,
                                             const market_import_options *options,
                                             market_error *err, market_text_summary *out);
/* Post counts in X's shape: {"data":[{"start","end","tweet_count"}]} or the bare list. The
 * granularity is told from the widest bucket. */
MARKET_API market_status market_import_post_counts(market_store *store, const char *topic,
                                                   const market_input *input,
                                                   const market_import_options *options,
                                                   market_error *err, market_text_summary *out);

/* ---- Sample data ---------------------------------------------------------------------------- */

typedef struct market_sample_summary {
    size_t symbols;
    market_put_summary bars;
    market_put_summary news;
    market_put_summary posts;
    market_put_summary post_counts;
} market_sample_summary;

/* Loads the sample folder (share/marketkit/sample) in one transaction; loading again changes
 * nothing. MARKET_E_NOT_EMPTY when the store holds a series, news or posts that are not the
 * sample's. `out` may be NULL. */
MARKET_API market_status market_sample_load(market_store *store, const char *directory,
                                            market_error *err, market_sample_summary *out);

#ifdef __cplusplus
}
#endif

#endif
