/* import.c - bars from files into memory or into a store. */
#include "bars_read.h"
#include "db.h"

#include <stdlib.h>

const char *market_format_name(market_format format) {
    switch (format) {
#define MARKET_CASE(number, constant, name)                                                        \
    case constant:                                                                                 \
        return name;
        MARKET_FORMAT_LIST(MARKET_CASE)
#undef MARKET_CASE
    }
    return "unknown";
}

market_status market__import_options(const market_import_options *options, market_error *err,
                                     market_import_options *out) {
    market_import_options chosen = MARKET_IMPORT_OPTIONS_INIT;
    if (options != NULL && options->size == 0)
        return market__fail(err, MARKET_E_ARGUMENT, "the options are not initialised");
    if (options != NULL)
        memcpy(&chosen, options, options->size < sizeof chosen ? options->size : sizeof chosen);
    market_status status = MARKET_OK;
    if (chosen.symbol != NULL)
        status = market_symbol_check(chosen.symbol, strlen(chosen.symbol), err);
    if (status == MARKET_OK && chosen.feed != NULL)
        status = market__check_feed(chosen.feed, err);
    if (status == MARKET_OK && chosen.timeframe != MARKET_TIMEFRAME_NONE &&
        !market__is_timeframe((int)chosen.timeframe))
        status = market__fail_parameter(err, MARKET_E_TIMEFRAME, "timeframe",
                                        "timeframe: %d is not known", (int)chosen.timeframe);
    if (status == MARKET_OK)
        *out = chosen;
    return status;
}

market_status market__sniff(market__input *in, int *first) {
    if (in->filled >= 2 &&
        (memcmp(in->text, "\xFF\xFE", 2) == 0 || memcmp(in->text, "\xFE\xFF", 2) == 0))
        return market__fail(in->err, MARKET_E_FORMAT, "%s: UTF-16 text; save it as UTF-8",
                            in->name);
    if (in->filled > 0 && memchr(in->text, '\0', in->filled < 512 ? in->filled : 512) != NULL)
        return market__fail(in->err, MARKET_E_FORMAT, "%s: not a text", in->name);
    int c = market__input_peek(in);
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        (void)market__input_next(in);
        c = market__input_peek(in);
    }
    if (c == MARKET__INPUT_END)
        return in->status != MARKET_OK
                   ? in->status
                   : market__fail(in->err, MARKET_E_EMPTY, "%s: the input is empty", in->name);
    *first = c;
    return MARKET_OK;
}

/* "file:" and the stem, with what a feed cannot hold as '_'. */
static void default_feed(const market__input *in, char out[MARKET_FEED_SIZE]) {
    size_t length = 0, used = 5;
    const char *stem = market__input_stem(in, &length);
    memcpy(out, "file:", 5);
    for (size_t i = 0; i < length && used + 1 < MARKET_FEED_SIZE; i++)
        out[used++] = stem[i] > ' ' && stem[i] < 0x7F ? stem[i] : '_';
    out[used] = '\0';
}

static market_status read_rows(market__rows *rows, market_imported *out) {
    int first = 0;
    market_status status = market__sniff(rows->in, &first);
    if (status != MARKET_OK)
        return status;
    if (first == '{' || first == '[' || first == '(')
        return market__read_json_bars(rows, &out->format);
    out->format = MARKET_FORMAT_CSV;
    return market__read_csv_bars(rows);
}

/* market_import_read with a zone. */
static market_status read_input(const market_input *input, const market_import_options *options,
                                const market_zone *zone, market_error *err, market_imported *out) {
    market__input in;
    market__rows rows;
    market_imported result = {0};
    market_status status = market__input_open(&in, input, options, err);
    market__rows_init(&rows, &in, options, zone, err);
    if (status == MARKET_OK)
        status = read_rows(&rows, &result);
    if (status == MARKET_OK) {
        result.gzip = in.gzip;
        result.bytes = in.base + in.at;
        status = market__rows_finish(&rows, &result);
    }
    if (status == MARKET_OK && options->feed != NULL)
        memcpy(result.feed, options->feed, strlen(options->feed) + 1);
    else if (status == MARKET_OK)
        default_feed(&in, result.feed);
    market__rows_clear(&rows);
    market__input_close(&in);
    if (status == MARKET_OK)
        *out = result;
    else
        market_imported_clear(&result);
    return status;
}

market_status market_import_read(const market_input *input, const market_import_options *options,
                                 market_error *err, market_imported *out) {
    market_import_options chosen = MARKET_IMPORT_OPTIONS_INIT;
    if (out == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a result is needed");
    market_status status = market__import_options(options, err, &chosen);
    return status == MARKET_OK ? read_input(input, &chosen, NULL, err, out) : status;
}

void market_imported_clear(market_imported *imported) {
    for (size_t i = 0; i < imported->count; i++)
        market_bars_clear(&imported->series[i].bars);
    free(imported->series);
    *imported = (market_imported){0};
}

/* ---- into a store ---- */

#define MOST_SPLITS 256

static market_status put_splits(market_store *store, const market_imported *imported,
                                const market_imported_series *series, market_error *err,
                                size_t *found) {
    market_split splits[MOST_SPLITS];
    size_t count = 0;
    if (market_timeframe_is_intraday(imported->timeframe))
        return MARKET_OK;
    (void)market_splits_from_factors(&series->bars, MOST_SPLITS, splits, &count);
    if (count > MOST_SPLITS) /* no company splits that often: the factors mean something else */
        return MARKET_OK;
    *found += count;
    return count == 0 ? MARKET_OK
                      : market_store_put_splits(store, series->symbol, imported->feed, splits,
                                                count, err, NULL);
}

static market_status put_series(market_store *store, const market_imported *imported,
                                const market_imported_series *series, const char *source,
                                int64_t fetched_at, market_error *err,
                                market_import_summary *summary) {
    market_series_key key = {series->symbol, imported->timeframe, imported->feed};
    market_put_summary put = {0, 0, 0};
    market_status status = market_store_put_bars(store, &key, &series->bars, fetched_at, err, &put);
    summary->bars.added += put.added;
    summary->bars.revised += put.revised;
    summary->bars.unchanged += put.unchanged;
    if (status == MARKET_OK && source != NULL)
        status = market_store_put_series_source(store, &key, source, false, err);
    if (status == MARKET_OK)
        status = put_splits(store, imported, series, err, &summary->splits);
    return status;
}

/* The name of the input without its folders, cut to what a source may hold at a character's start.
 */
static void source_of(const market_input *input, char out[MARKET_SOURCE_SIZE]) {
    const char *name = input->name != NULL ? input->name : input->path;
    name = name == NULL ? "" : name;
    const char *slash = strrchr(name, '/');
    name = slash == NULL ? name : slash + 1;
    size_t length = strlen(name);
    out[0] = '\0';
    if (market__is_utf8(name, length))
        (void)market__copy(out, MARKET_SOURCE_SIZE, name, length);
}

/* Stores what was read, series by series, in one transaction; adds to `summary`. */
static market_status put_imported(market_store *store, const market_imported *imported,
                                  const char *source, int64_t fetched_at, market_error *err,
                                  market_import_summary *summary) {
    market__tx tx;
    market_status status = market__tx_begin(store, err, &tx);
    if (status != MARKET_OK)
        return status;
    bool joined = market__tx_join(store);
    for (size_t i = 0; i < imported->count && status == MARKET_OK; i++)
        status =
            put_series(store, imported, &imported->series[i], source, fetched_at, err, summary);
    market__tx_leave(store, joined);
    return market__tx_end(store, &tx, status, err);
}

market_status market_import(market_store *store, const market_input *input,
                            const market_import_options *options, market_error *err,
                            market_import_summary *out) {
    market_import_options chosen = MARKET_IMPORT_OPTIONS_INIT;
    market_imported imported = {0};
    char source[MARKET_SOURCE_SIZE];
    if (store == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store is needed");
    market_status status = market__import_options(options, err, &chosen);
    if (status != MARKET_OK)
        return status;
    chosen.allow_missing = false;
    if (chosen.fetched_at == 0)
        chosen.fetched_at = market__now();
    status = read_input(input, &chosen, store->zone, err, &imported);
    if (status != MARKET_OK)
        return status;
    source_of(input, source);
    market_import_summary summary = {.format = imported.format,
                                     .gzip = imported.gzip,
                                     .timeframe = imported.timeframe,
                                     .symbols = imported.count,
                                     .rows = imported.rows,
                                     .bad = imported.bad,
                                     .duplicates = imported.duplicates};
    memcpy(summary.feed, imported.feed, sizeof summary.feed);
    memcpy(summary.symbol, imported.series[0].symbol, sizeof summary.symbol);
    status = put_imported(store, &imported, source, chosen.fetched_at, err, &summary);
    market_imported_clear(&imported);
    if (status == MARKET_OK && out != NULL)
        *out = summary;
    return status;
}
