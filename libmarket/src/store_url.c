/* store_url.c - store URLs and where the default store lives. */
#include "url.h"

#include <stdio.h>

static const char sqlite_scheme[] = "sqlite:";

/* The length of "scheme:" at the start of a URL, 0 for a plain path. */
static size_t scheme_length(const char *url) {
    size_t i = 0;
    while ((url[i] >= 'a' && url[i] <= 'z') || market__is_digit(url[i]))
        i++;
    return i > 1 && url[i] == ':' ? i + 1 : 0;
}

const market_store_kind *market__url_kind(const char *url, const market_store_options *options) {
    size_t length = url == NULL ? 0 : scheme_length(url);
    for (size_t i = 0; length > 0 && i < options->kind_count; i++)
        if (market__equal(url, length - 1, options->kinds[i].scheme))
            return &options->kinds[i];
    return NULL;
}

const char *market__url_path(const char *url, market_error *err) {
    const char *path = url;
    if (url != NULL && strncmp(url, sqlite_scheme, sizeof sqlite_scheme - 1) == 0)
        path = url + sizeof sqlite_scheme - 1;
    else if (url != NULL && scheme_length(url) > 0)
        path = NULL;
    if (path == NULL || path[0] == '\0') {
        market__fail_parameter(
            err, MARKET_E_URL, "store",
            "store: \"%s\" is not sqlite:PATH, nor of a kind that this program has",
            market__quote(url == NULL ? "" : url, url == NULL ? 0 : strlen(url)).text);
        return NULL;
    }
    return path;
}

static bool is_given(const char *text) {
    return text != NULL && text[0] != '\0';
}

market_status market_store_default_url(const char *option, const char *env,
                                       const char *xdg_data_home, const char *home, size_t capacity,
                                       char *out) {
    if (out == NULL)
        return MARKET_E_ARGUMENT;
    const char *chosen = is_given(option) ? option : env;
    const char *scheme = sqlite_scheme, *base = chosen, *rest = "";
    if (is_given(chosen)) {
        if (scheme_length(chosen) > 0)
            scheme = "";
    } else if (is_given(xdg_data_home) && xdg_data_home[0] == '/') { /* others are to be ignored */
        base = xdg_data_home;
        rest = "/marketkit/market.db";
    } else if (is_given(home)) {
        base = home;
        rest = "/.local/share/marketkit/market.db";
    } else {
        return MARKET_E_ARGUMENT;
    }
    size_t length = strlen(scheme) + strlen(base) + strlen(rest);
    if (length >= capacity)
        return MARKET_E_TOO_LARGE;
    snprintf(out, capacity, "%s%s%s", scheme, base, rest);
    return MARKET_OK;
}
