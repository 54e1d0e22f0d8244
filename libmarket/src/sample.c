/* sample.c - the sample data: real prices, made-up news and posts. */
#include "bars_read.h"
#include "csv.h"
#include "db.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A fixed time of fetching, after the last bar, makes loading the same every time. */
#define SAMPLE_FETCHED_AT INT64_C(1362182400000) /* 2013-03-02T00:00:00Z */
#define MOST_SYMBOLS      64

static const char sample_feed[] = "sample";

typedef struct loader {
    market_store *store;
    const char *directory;
    market_error *err;
    market_symbol_info symbols[MOST_SYMBOLS];
    market_sample_summary summary;
} loader;

/* DIRECTORY/PREFIX + NAME + SUFFIX; false when it is too long. */
static bool join(const loader *l, const char *prefix, const char *name, const char *suffix,
                 char path[1024]) {
    int length = snprintf(path, 1024, "%s/%s%s%s", l->directory, prefix, name, suffix);
    return length > 0 && length < 1024;
}

static void add(market_put_summary *sum, const market_put_summary *part) {
    sum->added += part->added;
    sum->revised += part->revised;
    sum->unchanged += part->unchanged;
}

static market_status refuse_other_data(loader *l) {
    static const char sql[] = "SELECT EXISTS(SELECT 1 FROM series WHERE feed <> 'sample')"
                              " OR EXISTS(SELECT 1 FROM news WHERE NOT synthetic)"
                              " OR EXISTS(SELECT 1 FROM posts WHERE NOT synthetic)"
                              " OR EXISTS(SELECT 1 FROM post_counts WHERE NOT synthetic)";
    int64_t others = 0;
    market_status status = market__get_int(l->store, sql, l->err, &others);
    if (status == MARKET_OK && others != 0)
        return market__fail(l->err, MARKET_E_NOT_EMPTY,
                            "%s: the store holds other data; load the sample into one of its own",
                            l->store->path);
    return status;
}

/* ---- symbols.csv: symbol,name,currency,decimals,source ---- */

static void copy_field(const market__csv *csv, size_t i, size_t capacity, char *out) {
    size_t length = 0;
    const char *text = market__csv_field(csv, i, &length);
    (void)market__copy(out, capacity, text, length);
}

static market_status read_symbols(loader *l, market__input *in) {
    market__csv csv;
    bool more = false;
    market__csv_init(&csv, in, l->err);
    market_status status = market__csv_next(&csv, &more); /* the header */
    while (status == MARKET_OK && more) {
        status = market__csv_next(&csv, &more);
        if (status != MARKET_OK || !more)
            break;
        if (l->summary.symbols == MOST_SYMBOLS) {
            status = market__fail(l->err, MARKET_E_TOO_LARGE, "%s: too many symbols", in->name);
            break;
        }
        market_symbol_info *info = &l->symbols[l->summary.symbols++];
        double decimals = 2;
        size_t length = 0;
        const char *text = market__csv_field(&csv, 3, &length);
        market_symbol_info_init(info);
        copy_field(&csv, 0, sizeof info->symbol, info->symbol);
        copy_field(&csv, 1, sizeof info->name, info->name);
        copy_field(&csv, 2, sizeof info->currency, info->currency);
        copy_field(&csv, 4, sizeof info->source, info->source);
        if (market_number_parse(text, length, &decimals) == MARKET_OK && decimals >= 0 &&
            decimals <= 10)
            info->decimals = (int)decimals;
        status = market__check_symbol(info->symbol, l->err);
    }
    market__csv_clear(&csv);
    return status;
}

static market_status load_symbols(loader *l) {
    char path[1024];
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    market__input in;
    if (!join(l, "symbols", "", ".csv", path))
        return market__fail_parameter(l->err, MARKET_E_ARGUMENT, "directory",
                                      "the path of the sample is too long");
    market_input input = {.path = path};
    market_status status = market__input_open(&in, &input, &options, l->err);
    if (status == MARKET_OK)
        status = read_symbols(l, &in);
    market__input_close(&in);
    return status;
}

/* ---- bars, news, posts ---- */

static market_import_options sample_options(const char *symbol) {
    market_import_options options = MARKET_IMPORT_OPTIONS_INIT;
    options.symbol = symbol;
    options.timeframe = MARKET_1DAY;
    options.feed = sample_feed;
    options.strict = true;
    options.fetched_at = SAMPLE_FETCHED_AT;
    return options;
}

static market_status load_bars(loader *l, const market_symbol_info *info) {
    char path[1024];
    market_import_summary summary = {0};
    market_import_options options = sample_options(info->symbol);
    market_status status = market_store_put_symbol(l->store, info, l->err);
    if (status != MARKET_OK || !join(l, info->symbol, "", ".csv.gz", path))
        return status;
    market_input input = {.path = path, .name = info->source};
    status = market_import(l->store, &input, &options, l->err, &summary);
    add(&l->summary.bars, &summary.bars);
    return status;
}

/* Posts and counts of a symbol; a symbol may have none. */
static market_status load_posts(loader *l, const char *symbol) {
    char path[1024];
    market_text_summary summary = {0};
    market_status status = MARKET_OK;
    market_import_options options = sample_options(NULL);
    market_input input = {.path = path};
    if (join(l, "posts-", symbol, ".json", path) && access(path, F_OK) == 0) {
        status = market_import_posts(l->store, symbol, &input, &options, l->err, &summary);
        add(&l->summary.posts, &summary.stored);
    }
    if (status == MARKET_OK && join(l, "counts-", symbol, ".json", path) &&
        access(path, F_OK) == 0) {
        status = market_import_post_counts(l->store, symbol, &input, &options, l->err, &summary);
        add(&l->summary.post_counts, &summary.stored);
    }
    return status;
}

static market_status load_news(loader *l) {
    char path[1024];
    market_text_summary summary = {0};
    market_import_options options = sample_options(NULL);
    if (!join(l, "news", "", ".json", path) || access(path, F_OK) != 0)
        return MARKET_OK;
    market_input input = {.path = path};
    market_status status = market_import_news(l->store, &input, &options, l->err, &summary);
    add(&l->summary.news, &summary.stored);
    return status;
}

static market_status load_all(loader *l) {
    market_status status = refuse_other_data(l);
    if (status == MARKET_OK)
        status = load_symbols(l);
    for (size_t i = 0; i < l->summary.symbols && status == MARKET_OK; i++) {
        status = load_bars(l, &l->symbols[i]);
        if (status == MARKET_OK)
            status = load_posts(l, l->symbols[i].symbol);
    }
    return status == MARKET_OK ? load_news(l) : status;
}

market_status market_sample_load(market_store *store, const char *directory, market_error *err,
                                 market_sample_summary *out) {
    if (store == NULL || directory == NULL)
        return market__fail(err, MARKET_E_ARGUMENT, "a store and a folder are needed");
    loader *l = calloc(1, sizeof *l);
    if (l == NULL)
        return market__no_memory(err);
    l->store = store;
    l->directory = directory;
    l->err = err;
    market__tx tx;
    market_status status = market__tx_begin(store, err, &tx);
    if (status == MARKET_OK) {
        bool joined = market__tx_join(store);
        status = load_all(l);
        market__tx_leave(store, joined);
        status = market__tx_end(store, &tx, status, err);
    }
    if (status == MARKET_OK && out != NULL)
        *out = l->summary;
    free(l);
    return status;
}
