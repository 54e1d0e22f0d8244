/* What the store holds: /api/symbols, /api/version. A store that does not exist yet is an empty one
 * here, so that the pages can say so and wait for data. */
#include "dashboard/exchange.h"

#include "common/watchlist.h"

#include <string.h>

typedef struct contents {
    uint64_t generation;
    market_symbol_list symbols; /* those that have a series */
    market_series_list series;  /* by symbol */
} contents;

static void contents_clear(contents *c) {
    market_symbol_list_clear(&c->symbols);
    market_series_list_clear(&c->series);
}

/* Symbols of which only the name is known are left out. Both lists are in byte order. */
static void drop_bare_symbols(contents *c) {
    size_t kept = 0;
    for (size_t i = 0, s = 0; i < c->symbols.count; i++) {
        while (s < c->series.count &&
               strcmp(c->series.items[s].symbol, c->symbols.items[i].symbol) < 0)
            s++;
        if (s < c->series.count &&
            strcmp(c->series.items[s].symbol, c->symbols.items[i].symbol) == 0)
            c->symbols.items[kept++] = c->symbols.items[i];
    }
    c->symbols.count = kept;
}

/* The lists are two reads: again, should a writer come between them. */
static market_status read_contents(market_store *store, market_error *err, contents *out) {
    for (int tries = 0; tries < 5; tries++) {
        contents c = {0};
        uint64_t after = 0;
        market_status status = market_store_generation(store, err, &c.generation);
        if (!status)
            status = market_store_list_symbols(store, err, &c.symbols);
        if (!status)
            status = market_store_list_series(store, NULL, err, &c.series);
        if (!status)
            status = market_store_generation(store, err, &after);
        if (!status && after == c.generation) {
            drop_bare_symbols(&c);
            *out = c;
            return MARKET_OK;
        }
        contents_clear(&c);
        if (status)
            return status;
    }
    return MARKET_E_LOCKED;
}

static void write_series(app_json *json, const market_series_info *info) {
    app_json_begin_object(json);
    app_json_key(json, "timeframe");
    app_json_str(json, market_timeframe_name(info->timeframe));
    app_json_key(json, "feed");
    app_json_str(json, info->feed);
    app_json_key(json, "default");
    app_json_bool(json, info->is_default);
    app_json_key(json, "bars");
    app_json_int(json, (int64_t)info->bars);
    app_json_key(json, "first");
    app_json_time(json, info->first, info->timeframe);
    app_json_key(json, "last");
    app_json_time(json, info->last, info->timeframe);
    app_json_end_object(json);
}

/* Writes a symbol with its series, which begin at `*next`. */
static void write_symbol(app_json *json, const market_symbol_info *symbol,
                         const market_series_list *series, size_t *next) {
    while (*next < series->count && strcmp(series->items[*next].symbol, symbol->symbol) < 0)
        ++*next;
    bool synthetic = symbol->synthetic;
    for (size_t i = *next;
         i < series->count && strcmp(series->items[i].symbol, symbol->symbol) == 0; i++)
        synthetic = synthetic || series->items[i].synthetic;
    app_json_begin_object(json);
    app_json_key(json, "symbol");
    app_json_str(json, symbol->symbol);
    app_json_key(json, "name");
    app_json_str(json, symbol->name);
    app_json_key(json, "currency");
    app_json_str(json, symbol->currency);
    app_json_key(json, "decimals");
    app_json_int(json, symbol->decimals);
    app_json_key(json, "synthetic");
    app_json_bool(json, synthetic);
    app_json_key(json, "series");
    app_json_begin_array(json);
    for (; *next < series->count && strcmp(series->items[*next].symbol, symbol->symbol) == 0;
         ++*next)
        write_series(json, &series->items[*next]);
    app_json_end_array(json);
    app_json_end_object(json);
}

static void write_symbols(const contents *c, app_text *text) {
    app_json json;
    size_t next = 0;
    app_json_init(&json, text, APP_JSON_ROUNDED);
    app_json_begin_object(&json);
    app_json_key(&json, "generation");
    app_json_int(&json, (int64_t)c->generation);
    app_json_key(&json, "watchlist");
    app_json_begin_array(&json);
    for (size_t i = 0; app_watchlist_at(i); i++)
        app_json_str(&json, app_watchlist_at(i));
    app_json_end_array(&json);
    app_json_key(&json, "default");
    app_json_str(&json, app_default_symbol(&c->symbols));
    app_json_key(&json, "symbols");
    app_json_begin_array(&json);
    for (size_t i = 0; i < c->symbols.count; i++)
        write_symbol(&json, &c->symbols.items[i], &c->series, &next);
    app_json_end_array(&json);
    app_json_end_object(&json);
}

static void write_version(const contents *c, app_text *text) {
    const market_series_info *newest = NULL;
    app_json json;
    for (size_t i = 0; i < c->series.count; i++)
        if (c->series.items[i].bars && (!newest || c->series.items[i].last > newest->last))
            newest = &c->series.items[i];
    app_json_init(&json, text, APP_JSON_ROUNDED);
    app_json_begin_object(&json);
    app_json_key(&json, "version");
    app_json_str(&json, market_version());
    app_json_key(&json, "build");
    app_json_str(&json, dash_build_id);
    app_json_key(&json, "generation");
    app_json_int(&json, (int64_t)c->generation);
    app_json_key(&json, "newest");
    if (newest)
        app_json_time(&json, newest->last, newest->timeframe);
    else
        app_json_null(&json);
    app_json_key(&json, "symbols");
    app_json_int(&json, (int64_t)c->symbols.count);
    app_json_end_object(&json);
}

typedef void write_fn(const contents *c, app_text *text);

static void answer(dash_exchange *x, const contents *c, app_text *key, write_fn *write) {
    dash_answer_id id = {.key = key, .content_type = DASH_JSON};
    app_text text;
    app_text_init(&text, DASH_BODY_MAX);
    write(c, &text);
    text.failed = text.failed || key->failed;
    dash_answer_hashed(x, &id, c->generation, &text);
}

static void answer_store(dash_exchange *x, dash_lease *lease, const char *path, write_fn *write) {
    market_error err = {0};
    contents c;
    app_text key;
    app_text_init(&key, 0);
    dash_key_begin(&key, lease, lease->generation, path);
    const dash_answer_id id = {.key = &key, .content_type = DASH_JSON};
    if (key.failed || !dash_answer_known(x, &id)) {
        market_status status = read_contents(lease->store, &err, &c);
        if (status) {
            lease->broken = status != MARKET_E_MEMORY;
            dash_fail_store(x, status, &err);
        } else {
            /* Read after the lease was taken, it may be of a newer generation. */
            app_text_reset(&key);
            dash_key_begin(&key, lease, c.generation, path);
            answer(x, &c, &key, write);
            contents_clear(&c);
        }
    }
    app_text_clear(&key);
}

/* The store may appear any moment: the key is one that is never asked for. */
static void answer_nothing(dash_exchange *x, write_fn *write) {
    const contents nothing = {0};
    app_text key;
    app_text_init(&key, 0);
    app_text_str(&key, "nothing");
    answer(x, &nothing, &key, write);
    app_text_clear(&key);
}

static void answer_contents(dash_exchange *x, const char *path, write_fn *write) {
    market_error err = {0};
    dash_lease lease;
    market_status status = dash_storage_acquire(x->dash->storage, &err, &lease);
    if (status == MARKET_E_NOT_FOUND) {
        answer_nothing(x, write);
    } else if (status) {
        dash_fail_store(x, status, &err);
    } else {
        answer_store(x, &lease, path, write);
        dash_storage_release(x->dash->storage, &lease);
    }
}

void dash_api_symbols(dash_exchange *x) {
    answer_contents(x, "/api/symbols", write_symbols);
}

void dash_api_version(dash_exchange *x) {
    answer_contents(x, "/api/version", write_version);
}
