/* fetch_pages URL: answers each line on standard input with the processor's microseconds that
 * libfetch took for it. "bars N": N pages of bars into columns; "put N": N objects of a page's size
 * into S3. */
#include <marketkit/fetch_alpaca.h>
#include <marketkit/fetch_s3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum {
    OBJECT = 1100000
};

static fetch_error err;

static void must(fetch_status status) {
    if (status == FETCH_OK)
        return;
    (void)fprintf(stderr, "fetch_pages: %s\n", err.message);
    exit(1);
}

static double spent(void) {
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static bool count(void *payload, const fetch_bars_page *page) {
    for (size_t i = 0; i < page->count; i++)
        *(size_t *)payload += page->series[i].bars.count;
    return page->rejected == 0;
}

/* The server makes as many pages as the symbol's name says. */
static void get_bars(fetch_alpaca *alpaca, unsigned pages) {
    char symbol[16];
    const char *const symbols[] = {symbol};
    fetch_bars_query query = FETCH_BARS_QUERY_INIT;
    size_t bars = 0;
    (void)snprintf(symbol, sizeof symbol, "PAGES%u", pages);
    query.symbols = symbols;
    query.symbol_count = 1;
    query.timeframe = "1Min";
    query.start = "2020-01-01";
    must(fetch_alpaca_bars(alpaca, &query, NULL, count, &bars, &err));
    if (bars != pages * (size_t)10000)
        exit(1);
}

static void put_objects(fetch_s3 *s3, unsigned objects) {
    static char bytes[OBJECT];
    memset(bytes, 'x', sizeof bytes);
    for (unsigned i = 0; i < objects; i++)
        must(fetch_s3_put(s3, "page", bytes, sizeof bytes, NULL, NULL, &err, NULL));
}

int main(int argc, char **argv) {
    fetch_limiter_options allowance = FETCH_LIMITER_OPTIONS_INIT;
    fetch_alpaca_options options = FETCH_ALPACA_OPTIONS_INIT;
    fetch_s3_options place = FETCH_S3_OPTIONS_INIT;
    fetch_client *client = NULL;
    fetch_alpaca *alpaca = NULL;
    fetch_s3 *s3 = NULL;
    char line[64];
    if (argc != 2)
        return 2;
    allowance.limit = 100000;
    options.base_url = place.endpoint = argv[1];
    options.key_id = place.access_key = "bench-id";
    options.secret_key = place.secret_key = "bench-secret";
    place.bucket = "bench";
    place.region = "us-east-1";
    must(fetch_limiter_create(&allowance, &err, &options.limiter));
    must(fetch_client_create(NULL, &err, &client));
    must(fetch_alpaca_create(client, &options, &err, &alpaca));
    must(fetch_s3_create(client, &place, &err, &s3));
    while (fgets(line, sizeof line, stdin)) {
        unsigned number = (unsigned)strtoul(line + strcspn(line, " "), NULL, 10);
        double start = spent();
        if (line[0] == 'b')
            get_bars(alpaca, number);
        else
            put_objects(s3, number);
        (void)printf("%.0f\n", spent() - start);
        (void)fflush(stdout);
    }
    fetch_s3_free(s3);
    fetch_alpaca_free(alpaca);
    fetch_client_free(client);
    fetch_limiter_free(options.limiter);
    return 0;
}
