/* What libfetch costs beside the network: signing a request, and reading a page of bars from
 * memory. */
#include "alpaca.h"
#include "measure.h"
#include "sigv4.h"

#include <stdio.h>
#include <stdlib.h>

#define BARS   10000 /* a full page */
#define ROUNDS 101
#define SIGNS  1000

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

int main(int argc, char **argv) {
    char machine[256];
    size_t bytes = 0;
    measure_machine(machine, sizeof machine);
    figures sign = time_signing(), parse = time_parsing(&bytes);
    printf("%s\n\n%-28s %12s %12s\n", machine, "", "least", "median");
    printf("%-28s %9.2f us %9.2f us\n", "sign a small request", sign.least / 1e3,
           sign.median / 1e3);
    printf("%-28s %9.0f ns %9.0f ns\n", "read a bar", parse.least, parse.median);
    printf("%-28s %7.2f M/s %9.2f M/s\n", "bars a second", 1e3 / parse.least, 1e3 / parse.median);
    printf("%-28s %5.0f MB/s %9.0f MB/s\n", "text a second",
           (double)bytes / BARS / parse.least * 1e3, (double)bytes / BARS / parse.median * 1e3);
    if (argc != 3)
        return 0;
    FILE *file = fopen(argv[2], "w");
    if (file == NULL)
        return 1;
    (void)fprintf(file,
                  "{\"machine\":\"%s\",\"sign_ns\":{\"least\":%.1f,\"median\":%.1f},"
                  "\"read_bar_ns\":{\"least\":%.1f,\"median\":%.1f}}\n",
                  machine, sign.least, sign.median, parse.least, parse.median);
    return fclose(file) != 0;
}
