/* url.c - base URLs, and times as HTTP and Amazon write them. */
#include "internal.h"

#include <marketkit/market.h>
#include <stdio.h>
#include <strings.h>

bool fetch__is_loopback(const char *host) {
    static const char suffix[] = ".localhost";
    size_t length = strlen(host);
    if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    if (length >= sizeof suffix && strcmp(host + length - (sizeof suffix - 1), suffix) == 0)
        return true;
    /* 127.a.b.c and nothing that merely begins so. */
    uint64_t parts[4];
    for (size_t i = 0; i < 4; i++)
        if (!fetch__take_number(&host, 3, &parts[i]) || parts[i] > 255 ||
            *host++ != (i < 3 ? '.' : '\0'))
            return false;
    return parts[0] == 127;
}

static fetch_status bad_url(const char *name, const char *why, fetch_error *err) {
    return fetch__fail_parameter(err, name, "%s: %s", name, why);
}

/* Letters of a host name or address, and ':' between it and a port. */
static bool is_authority(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        char c = fetch__lower(text[i]);
        if (!((c >= 'a' && c <= 'z') || fetch__is_digit(c) || strchr("-._:[]", c) != NULL))
            return false;
    }
    return length > 0;
}

static size_t host_length(const char *authority) {
    const char *close = strchr(authority, ']');
    const char *colon = strchr(close == NULL ? authority : close, ':');
    return colon == NULL ? strlen(authority) : (size_t)(colon - authority);
}

fetch_status fetch__url_parse(const char *text, const char *name, fetch_error *err,
                              fetch__url *out) {
    fetch__url url = {0};
    if (strncasecmp(text, "https://", 8) == 0)
        url.is_https = true;
    else if (strncasecmp(text, "http://", 7) != 0)
        return bad_url(name, "a URL begins with https://", err);
    const char *authority = text + (url.is_https ? 8 : 7);
    size_t length = strcspn(authority, "/?#");
    const char *path = authority + length;
    size_t path_length = strlen(path);
    while (path_length > 0 && path[path_length - 1] == '/')
        path_length--;
    for (size_t i = 0; i < path_length; i++)
        if (path[i] <= ' ' || path[i] >= 0x7F || path[i] == '?' || path[i] == '#')
            return bad_url(name, "a base URL has no query, fragment or spaces", err);
    if (memchr(authority, '@', length) != NULL)
        return bad_url(name, "a base URL carries no user", err);
    if (!is_authority(authority, length) ||
        !fetch__copy(url.authority, sizeof url.authority, authority, length) ||
        !fetch__copy(url.path, sizeof url.path, path, path_length))
        return bad_url(name, "not a URL", err);
    for (char *c = url.authority; *c != '\0'; c++)
        *c = fetch__lower(*c);
    (void)fetch__copy(url.host, sizeof url.host, url.authority, host_length(url.authority));
    if (url.host[0] == '\0')
        return bad_url(name, "the host is missing", err);
    if (!url.is_https && !fetch__is_loopback(url.host))
        return bad_url(name, "must be https: only this machine may be asked without encryption",
                       err);
    *out = url;
    return FETCH_OK;
}

/* Letters where the shape has 'a', digits where it has '0', else the same. */
static bool is_shaped(const char *text, const char *shape) {
    for (size_t i = 0; shape[i] != '\0'; i++) {
        char c = fetch__lower(text[i]);
        bool fits = shape[i] == 'a'   ? c >= 'a' && c <= 'z'
                    : shape[i] == '0' ? fetch__is_digit(c)
                                      : text[i] == shape[i];
        if (!fits)
            return false;
    }
    return text[strlen(shape)] == '\0';
}

bool fetch__http_date(const char *text, int64_t *out) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char month[4], iso[32];
    if (!is_shaped(text, "aaa, 00 aaa 0000 00:00:00 GMT"))
        return false;
    (void)fetch__copy(month, sizeof month, text + 8, 3);
    const char *found = strstr(months, month);
    if (found == NULL || (found - months) % 3 != 0)
        return false;
    int length = snprintf(iso, sizeof iso, "%.4s-%02u-%.2sT%.8sZ", text + 12,
                          (unsigned)(found - months) / 3 + 1, text + 5, text + 17);
    market_time time;
    if (market_time_parse(iso, (size_t)length, NULL, NULL, &time) != MARKET_OK)
        return false;
    *out = time.time;
    return true;
}

void fetch__compact_time(int64_t time, char out[17]) {
    char text[MARKET_TIME_TEXT];
    size_t n = 0;
    (void)market_time_format(time - time % 1000, MARKET_1MIN, text);
    for (const char *p = text; *p != '\0' && n < 16; p++)
        if (*p != '-' && *p != ':')
            out[n++] = *p;
    out[n] = '\0';
}

bool fetch__parse_integer(const char *text, int64_t *out) {
    size_t length = strlen(text);
    int64_t value = 0;
    if (length == 0 || length > 18)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!fetch__is_digit(text[i]))
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *out = value;
    return true;
}
