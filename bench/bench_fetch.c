/* What libfetch costs beside the network: signing a request, reading a page of bars from memory,
 * and storing it. */
#define _POSIX_C_SOURCE 200809L

#include "alpaca.h"
#include "measure.h"
#include "sigv4.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BARS   10000 /* a full page */
#define ROUNDS 101
#define SIGNS  1000
#define STORES 5  /* each new */
#define PAGES  20 /* of a store */

/* Both ends of the distribution: the least is what the code needs, the middle what it got. */
typedef struct figures {
    double least;
    double median;
} figures;

static figures summarize(double *times, size_t count) {
    double median = measure_median(times, count); /* sorts */
    return (figures){times[0], median};
}

static figures time_signing(void) {
    static double times[ROUNDS];
    const fetch__identity identity = {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                                      NULL};
    const fetch_header headers[] = {{"host", "bucket.s3.eu-west-1.amazonaws.com"},
                                    {"if-none-match", "*"},
                                    {"x-amz-content-sha256", FETCH__EMPTY_HASH},
                                    {"x-amz-date", "20221101T120000Z"}};
    const fetch__canonical request = {"PUT",
                                      "/prices/AAPL/2022.ndjson.gz",
                                      "",
                                      headers,
                                      4,
                                      FETCH__EMPTY_HASH,
                                      "20221101T120000Z",
                                      "eu-west-1",
                                      "s3"};
    fetch__signer signer;
    if (fetch__signer_init(&signer, NULL) != FETCH_OK)
        exit(1);
    for (size_t round = 0; round < ROUNDS; round++) {
        double start = measure_now_ns();
        for (size_t i = 0; i < SIGNS; i++) {
            fetch__buffer out = {0};
            if (fetch__authorize(&signer, &request, &identity, &out) != FETCH_OK)
                exit(1);
            fetch__buffer_clear(&out);
        }
        times[round] = (measure_now_ns() - start) / SIGNS;
    }
    fetch__signer_clear(&signer);
    return summarize(times, ROUNDS);
}

/* As Alpaca writes them: no spaces, prices of two to four decimals. */
static void write_page(fetch__buffer *out) {
    (void)fetch__buffer_add(out, "{\"bars\":{\"AAPL\":[");
    for (unsigned i = 0; i < BARS; i++)
        (void)fetch__buffer_format(
            out,
            "%s{\"c\":%u.%02u,\"h\":%u.%02u,\"l\":%u.%02u,\"n\":%u,\"o\":%u.%02u,\"t\":"
            "\"2022-01-%02uT%02u:%02u:00Z\",\"v\":%u,\"vw\":%u.%06u}",
            i > 0 ? "," : "", 100 + i % 80, i % 100, 181 + i % 80, i % 100, 99 - i % 80, i % 100,
            1000 + i % 777, 100 + i % 80, (i + 50) % 100, 1 + i / 1440, i / 60 % 24, i % 60,
            100000 + i * 37 % 99999, 100 + i % 80, i * 7919 % 1000000);
    (void)fetch__buffer_add(out, "]},\"next_page_token\":null}");
    if (out->failed)
        exit(1);
}

static figures time_parsing(size_t *bytes) {
    static double times[ROUNDS];
    fetch__buffer text = {0};
    fetch__bars_page page = {.count = 0};
    write_page(&text);
    *bytes = text.length;
    for (size_t round = 0; round < ROUNDS; round++) {
        double start = measure_now_ns();
        if (fetch__bars_parse(text.data, text.length, &page) != FETCH_OK || page.rejected > 0 ||
            page.series[0].bars.count != BARS)
            exit(1);
        times[round] = (measure_now_ns() - start) / BARS;
    }
    fetch__bars_page_clear(&page);
    fetch__buffer_clear(&text);
    return summarize(times, ROUNDS);
}

/* The page's bars again, a page later. */
static void shift(market_bars *bars) {
    for (size_t i = 0; i < bars->count; i++)
        bars->time[i] += (int64_t)BARS * 60000;
}

/* A page is a transaction, as in `mkt fetch`. */
static void fill_store(const char *path, market_bars *bars, double *times) {
    const market_series_key key = {"AAPL", MARKET_1MIN, "sip"};
    market_store *store = NULL;
    if (market_store_open(path, NULL, NULL, &store) != MARKET_OK)
        exit(1);
    for (size_t page = 0; page < PAGES; page++, shift(bars)) {
        market_put_summary summary = {0, 0, 0};
        double start = measure_now_ns();
        if (market_store_begin(store, NULL) != MARKET_OK ||
            market_store_put_bars(store, &key, bars, INT64_C(1669000000000), NULL, &summary) !=
                MARKET_OK ||
            market_store_commit(store, NULL) != MARKET_OK || summary.added != BARS)
            exit(1);
        times[page] = (measure_now_ns() - start) / BARS;
    }
    market_store_free(store);
}

static void remove_store(const char *path) {
    static const char *const parts[] = {"", "-wal", "-shm"};
    char name[160];
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        (void)snprintf(name, sizeof name, "%s%s", path, parts[i]);
        (void)unlink(name);
    }
}

static figures time_storing(void) {
    static double times[STORES * PAGES];
    char folder[] = "/tmp/marketkit-bench-XXXXXX", path[64];
    fetch__buffer text = {0};
    fetch__bars_page page = {.count = 0};
    write_page(&text);
    if (!mkdtemp(folder) || fetch__bars_parse(text.data, text.length, &page) != FETCH_OK)
        exit(1);
    for (size_t i = 0; i < STORES; i++) {
        (void)snprintf(path, sizeof path, "%s/%zu.db", folder, i);
        fill_store(path, &page.series[0].bars, &times[i * PAGES]);
        remove_store(path);
    }
    (void)rmdir(folder);
    fetch__bars_page_clear(&page);
    fetch__buffer_clear(&text);
    return summarize(times, STORES * PAGES);
}

int main(int argc, char **argv) {
    char machine[256];
    size_t bytes = 0;
    measure_machine(machine, sizeof machine);
    figures sign = time_signing(), parse = time_parsing(&bytes), store = time_storing();
    printf("%s\n\n%-28s %12s %12s\n", machine, "", "least", "median");
    printf("%-28s %9.2f us %9.2f us\n", "sign a small request", sign.least / 1e3,
           sign.median / 1e3);
    printf("%-28s %9.0f ns %9.0f ns\n", "read a bar", parse.least, parse.median);
    printf("%-28s %7.2f M/s %9.2f M/s\n", "bars a second", 1e3 / parse.least, 1e3 / parse.median);
    printf("%-28s %5.0f MB/s %9.0f MB/s\n", "text a second",
           (double)bytes / BARS / parse.least * 1e3, (double)bytes / BARS / parse.median * 1e3);
    printf("%-28s %9.0f ns %9.0f ns\n", "store a bar", store.least, store.median);
    printf("%-28s %7.2f M/s %9.2f M/s\n", "bars stored a second", 1e3 / store.least,
           1e3 / store.median);
    if (argc != 3)
        return 0;
    FILE *file = fopen(argv[2], "w");
    if (file == NULL)
        return 1;
    (void)fprintf(file,
                  "{\"machine\":\"%s\",\"sign_ns\":{\"least\":%.1f,\"median\":%.1f},"
                  "\"read_bar_ns\":{\"least\":%.1f,\"median\":%.1f},"
                  "\"store_bar_ns\":{\"least\":%.1f,\"median\":%.1f}}\n",
                  machine, sign.least, sign.median, parse.least, parse.median, store.least,
                  store.median);
    return fclose(file) != 0;
}
