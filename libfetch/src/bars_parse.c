/* bars_parse.c - pages of bars, from text to columns. */
#include "alpaca.h"
#include "scan.h"

#include <math.h>
#include <stdlib.h>

/* ---- series ---- */

void fetch__bars_page_clear(fetch__bars_page *page) {
    for (size_t i = 0; i < page->capacity; i++)
        market_bars_clear(&page->series[i].bars);
    free(page->series);
    page->series = NULL;
    page->count = page->capacity = 0;
}

fetch_bars_series *fetch__bars_page_add(fetch__bars_page *page, const char *symbol, size_t length) {
    if (page->count == page->capacity) {
        size_t capacity = page->capacity + 16;
        fetch_bars_series *grown = realloc(page->series, capacity * sizeof *grown);
        if (grown == NULL)
            return NULL;
        page->series = grown;
        for (; page->capacity < capacity; page->capacity++)
            market_bars_init(&grown[page->capacity].bars);
    }
    fetch_bars_series *series = &page->series[page->count];
    if (!fetch__copy(series->symbol, sizeof series->symbol, symbol, length))
        return NULL;
    series->bars.count = 0;
    page->count++;
    return series;
}

static fetch_bars_series *find_series(fetch__bars_page *page, fetch__slice symbol) {
    for (size_t i = 0; i < page->count; i++)
        if (fetch__slice_equal(symbol, page->series[i].symbol))
            return &page->series[i];
    return fetch__bars_page_add(page, symbol.text, symbol.length);
}

/* ---- bars ---- */

static market_bar no_bar(void) {
    return (market_bar){INT64_MIN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, true};
}

/* Where a member of a bar goes; NULL for those that are not known. */
static double *member(market_bar *bar, fetch__slice name) {
    if (name.length == 2 && memcmp(name.text, "vw", 2) == 0)
        return &bar->vwap;
    if (name.length != 1)
        return NULL;
    switch (name.text[0]) {
    case 'o':
        return &bar->open;
    case 'h':
        return &bar->high;
    case 'l':
        return &bar->low;
    case 'c':
        return &bar->close;
    case 'v':
        return &bar->volume;
    case 'n':
        return &bar->trades;
    default:
        return NULL;
    }
}

/* A value that is no number, or a time that is none, leaves its member missing. */
static bool scan_member(fetch__scan *scan, fetch__slice name, market_bar *bar) {
    fetch__slice value;
    market_time time;
    double *place = member(bar, name);
    fetch__scan start = *scan;
    if (place != NULL && fetch__scan_number(scan, &value)) {
        (void)market_number_parse(value.text, value.length, place);
        return true;
    }
    *scan = start;
    if (name.length == 1 && name.text[0] == 't' && fetch__scan_text(scan, &value)) {
        if (market_time_parse(value.text, value.length, NULL, NULL, &time) == MARKET_OK)
            bar->time = time.time;
        return true;
    }
    *scan = start;
    return fetch__scan_skip(scan);
}

static bool scan_bar(fetch__scan *scan, market_bar *out) {
    fetch__slice name;
    size_t count = 0;
    bool bad = false;
    *out = no_bar();
    if (!fetch__scan_take(scan, '{'))
        return false;
    while (fetch__scan_more(scan, '}', &count, &bad))
        if (!fetch__scan_name(scan, &name) || !scan_member(scan, name, out))
            return false;
    return !bad;
}

static const char *fault_of(const market_bar *bar) {
    return bar->time == INT64_MIN ? "the time is missing or none" : market_bar_fault(bar, NULL);
}

static fetch_status scan_series(fetch__scan *scan, fetch__bars_page *page,
                                fetch_bars_series *series) {
    market_bar bar;
    size_t count = 0;
    bool bad = false;
    if (fetch__scan_word(scan, "null"))
        return FETCH_OK;
    if (!fetch__scan_take(scan, '['))
        return FETCH_E_MALFORMED;
    while (fetch__scan_more(scan, ']', &count, &bad)) {
        if (!scan_bar(scan, &bar))
            return FETCH_E_MALFORMED;
        const char *fault = fault_of(&bar);
        if (fault == NULL && market_bars_append(&series->bars, &bar) != MARKET_OK)
            return FETCH_E_MEMORY;
        if (fault != NULL && page->rejected++ == 0)
            page->why_rejected = fault;
    }
    return bad ? FETCH_E_MALFORMED : FETCH_OK;
}

/* ---- pages ---- */

static fetch_status scan_all_series(fetch__scan *scan, fetch__bars_page *page) {
    fetch__slice symbol;
    size_t count = 0;
    bool bad = false;
    if (fetch__scan_word(scan, "null"))
        return FETCH_OK;
    if (!fetch__scan_take(scan, '{'))
        return FETCH_E_MALFORMED;
    while (fetch__scan_more(scan, '}', &count, &bad)) {
        if (!fetch__scan_name(scan, &symbol) || symbol.length > MARKET_SYMBOL_MAX)
            return FETCH_E_MALFORMED;
        fetch_bars_series *series = find_series(page, symbol);
        fetch_status status = series == NULL ? FETCH_E_MEMORY : scan_series(scan, page, series);
        if (status != FETCH_OK)
            return status;
    }
    return bad ? FETCH_E_MALFORMED : FETCH_OK;
}

/* A token may hold escapes: cJSON knows how to read them. */
static fetch_status scan_token(fetch__scan *scan, fetch__pages *pages) {
    fetch__slice text;
    if (fetch__scan_word(scan, "null"))
        return fetch__pages_take(pages, NULL) ? FETCH_OK : FETCH_E_MALFORMED;
    if (!fetch__scan_text(scan, &text))
        return FETCH_E_MALFORMED;
    cJSON *token = cJSON_ParseWithLength(text.text - 1, text.length + 2);
    bool good = token != NULL && fetch__pages_take(pages, cJSON_GetStringValue(token));
    cJSON_Delete(token);
    return good ? FETCH_OK : FETCH_E_MALFORMED;
}

static fetch_status scan_page(fetch__scan *scan, fetch__bars_page *page, bool *have_bars) {
    fetch__slice name, text;
    size_t count = 0;
    bool bad = false;
    fetch_status status = fetch__scan_take(scan, '{') ? FETCH_OK : FETCH_E_MALFORMED;
    while (status == FETCH_OK && fetch__scan_more(scan, '}', &count, &bad)) {
        if (!fetch__scan_name(scan, &name))
            return FETCH_E_MALFORMED;
        if (fetch__slice_equal(name, "bars") && !*have_bars) {
            *have_bars = true;
            status = scan_all_series(scan, page);
        } else if (fetch__slice_equal(name, "next_page_token") && page->pages != NULL) {
            status = scan_token(scan, page->pages);
        } else if (fetch__slice_equal(name, "currency") && fetch__scan_text(scan, &text)) {
            fetch__copy_plain(page->currency, sizeof page->currency, text.text, text.length);
        } else {
            status = fetch__scan_skip(scan) ? FETCH_OK : FETCH_E_MALFORMED;
        }
    }
    return bad ? FETCH_E_MALFORMED : status;
}

fetch_status fetch__bars_parse(const char *text, size_t length, fetch__bars_page *page) {
    if (text == NULL)
        return FETCH_E_MALFORMED;
    fetch__scan scan = {text, text + length};
    bool have_bars = false;
    page->count = page->rejected = 0;
    page->why_rejected = "";
    memcpy(page->currency, "USD", 4);
    if (page->pages != NULL)
        page->pages->next[0] = '\0';
    fetch_status status = scan_page(&scan, page, &have_bars);
    if (status == FETCH_OK && (!have_bars || !fetch__scan_end(&scan)))
        status = FETCH_E_MALFORMED;
    return status;
}

bool fetch__bar_read(const cJSON *object, market_bar *out) {
    market_bar bar = no_bar();
    bar.open = fetch__json_number(object, "o", NAN);
    bar.high = fetch__json_number(object, "h", NAN);
    bar.low = fetch__json_number(object, "l", NAN);
    bar.close = fetch__json_number(object, "c", NAN);
    bar.volume = fetch__json_number(object, "v", NAN);
    bar.vwap = fetch__json_number(object, "vw", NAN);
    bar.trades = fetch__json_number(object, "n", NAN);
    if (!fetch__json_time(object, "t", &bar.time) || fault_of(&bar) != NULL)
        return false;
    *out = bar;
    return true;
}
