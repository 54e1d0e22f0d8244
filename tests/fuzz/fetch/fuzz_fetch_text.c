/* Texts that users and files give: INI, URLs, dates, times, keys, the scanner of JSON against
 * cJSON. */
#include "harness.h"

#include "ini.h"
#include "internal.h"
#include "json.h"
#include "scan.h"
#include "service.h"

static void check_ini(const char *text, size_t size) {
    fetch__ini ini = {.text = text, .length = size};
    fetch__setting s;
    while (fetch__ini_next(&ini, &s)) {
        CHECK(s.key_length > 0 && s.key >= text && s.key + s.key_length <= text + size);
        CHECK(s.value >= text && s.value + s.value_length <= text + size);
        CHECK(s.section >= text && s.section + s.section_length <= text + size);
    }
}

/* What cJSON takes for a document, the scanner takes as well, unless it is nested too deep. */
static void check_scan(const char *text, size_t size) {
    fetch__scan scan = {text, text + size};
    cJSON *document = NULL;
    bool scanned = fetch__scan_skip(&scan) && fetch__scan_end(&scan);
    CHECK(scan.at >= text && scan.at <= text + size);
    fetch_status status = fetch__json_parse(text, size, &document);
    CHECK(status == FETCH_OK || status == FETCH_E_MALFORMED || scanned);
    if (status == FETCH_OK)
        cJSON_Delete(document);
}

static void check_words(const char *text) {
    fetch__url url;
    int64_t time = 0, bound = 0;
    char out[MARKET_TIME_TEXT], compact[17];
    if (fetch__url_parse(text, "endpoint", NULL, &url) == FETCH_OK) {
        CHECK(url.is_https || fetch__is_loopback(url.host));
        CHECK(strpbrk(url.authority, "@/?# ") == NULL && url.host[0] != '\0');
    }
    if (fetch__http_date(text, &time))
        fetch__compact_time(time, compact);
    if (fetch__check_time(text, "start", NULL, out, &bound) == FETCH_OK)
        CHECK(strlen(out) == 10 || out[strlen(out) - 1] == 'Z');
    (void)fetch__parse_integer(text, &bound);
    (void)fetch__check_word(text, "feed", NULL);
}

static void check_encoding(const char *text) {
    fetch__buffer out = {0};
    CHECK(fetch__buffer_encode(&out, text, true));
    for (size_t i = 0; i < out.length; i++)
        CHECK(out.data[i] > ' ' && out.data[i] < 0x7F && strchr("?#&+=:", out.data[i]) == NULL);
    fetch__buffer_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    CHECK(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    check_ini((const char *)data, size);
    check_scan((const char *)data, size);
    check_words(text);
    check_encoding(text);
    free(text);
    return 0;
}
