/* CPU per answer of the dashboard, without a transport: bench_dashboard [--json FILE]
 *
 * A store of one symbol; each row is a request asked again and again. "cold" asks a dashboard
 * without caches, as plain CGI has it; "loaded" has the series in memory but not the body; "cached"
 * has both. The median of 15 runs. */
#include "dashboard/dashboard.h"
#include "marketkit/market.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY    INT64_C(86400000)
#define ROUNDS 15
#define BARS   4000
#define SYMBOL "ACME"

static void must(bool held, const char *what) {
    if (!held) {
        fprintf(stderr, "bench_dashboard: %s failed\n", what);
        exit(1);
    }
}

/* A random walk in cents, on weekdays. */
static void make_store(const char *path) {
    market_store *store;
    market_bars bars;
    uint32_t seed = 1;
    int64_t time = 12053 * DAY; /* 2003-01-01 */
    double close = 100;
    market_bars_init(&bars);
    for (size_t i = 0; i < BARS; i++, time += DAY) {
        while ((time / DAY + 4) % 7 == 0 || (time / DAY + 4) % 7 == 6)
            time += DAY;
        seed = seed * 1664525U + 1013904223U;
        double open = close;
        close = fmax(1, round((close + (double)(seed >> 24) / 64 - 2) * 100) / 100);
        market_bar bar = {time,
                          open,
                          fmax(open, close) + 0.37,
                          fmin(open, close) * 0.99,
                          close,
                          seed >> 6,
                          NAN,
                          NAN,
                          NAN,
                          true};
        must(market_bars_append(&bars, &bar) == MARKET_OK, "market_bars_append");
    }
    const market_series_key key = {SYMBOL, MARKET_1DAY, "sip"};
    must(market_store_open(path, NULL, NULL, &store) == MARKET_OK, "market_store_open");
    must(market_store_put_bars(store, &key, &bars, time + DAY, NULL, NULL) == MARKET_OK,
         "market_store_put_bars");
    market_store_free(store);
    market_bars_clear(&bars);
}

static double cpu_us(void) {
    struct timespec t;
    must(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0, "clock_gettime");
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Microseconds of CPU per answer. */
static double measure(const dash_options *options, const char *target, bool gzip, unsigned repeats,
                      size_t *length) {
    dashboard *dash = dashboard_create(options);
    double rounds[ROUNDS];
    dash_request request = {.method = DASH_GET, .accept_encoding = gzip ? "gzip" : NULL};
    dash_request_target(&request, target, strlen(target));
    must(dash != NULL, "dashboard_create");
    for (size_t i = 0; i < ROUNDS; i++) {
        double start = cpu_us();
        for (unsigned k = 0; k < repeats; k++) {
            dash_response response;
            dashboard_handle(dash, &request, &response);
            must(response.status == 200, target);
            *length = response.length;
            dash_response_clear(&response);
        }
        rounds[i] = (cpu_us() - start) / repeats;
    }
    dashboard_free(dash);
    qsort(rounds, ROUNDS, sizeof rounds[0], compare);
    return rounds[ROUNDS / 2];
}

static void run(const char *store, FILE *json) {
    static const struct {
        const char *name, *target;
    } rows[] = {
        {"bars", "/api/bars?symbol=" SYMBOL "&from=2014-01-01"},
        {"ema", "/api/indicators?symbol=" SYMBOL "&spec=ema:period=26"},
        {"candlestick", "/api/indicators?symbol=" SYMBOL
                        "&range=1Y&spec=ema&spec=bbands&spec=macd&spec=rsi&spec=stoch"},
        {"summary", "/api/summary?symbol=" SYMBOL "&range=1Y"},
    };
    const dash_options cold = {store, 0, 0}, loaded = {store, 0, DASH_SERIES_BYTES},
                       cached = {store, DASH_BODY_BYTES, DASH_SERIES_BYTES};
    printf("%-12s %-9s %8s %10s %10s %10s\n", "answer", "coding", "bytes", "cold us", "loaded us",
           "cached us");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int gzip = 0; gzip < 2; gzip++) {
            size_t length = 0;
            double a = measure(&cold, rows[i].target, gzip, 20, &length);
            double b = measure(&loaded, rows[i].target, gzip, 100, &length);
            double c = measure(&cached, rows[i].target, gzip, 2000, &length);
            const char *coding = gzip ? "gzip" : "identity";
            printf("%-12s %-9s %8zu %10.1f %10.1f %10.2f\n", rows[i].name, coding, length, a, b, c);
            if (json)
                fprintf(json,
                        "%s{\"answer\":\"%s\",\"coding\":\"%s\",\"bytes\":%zu,\"cold_us\":%.2f,"
                        "\"loaded_us\":%.2f,\"cached_us\":%.3f}",
                        i || gzip ? ",\n" : "[", rows[i].name, coding, length, a, b, c);
        }
    }
    if (json)
        fprintf(json, "]\n");
}

int main(int argc, char **argv) {
    char folder[] = "/tmp/bench-dashboard-XXXXXX", path[64];
    FILE *json = NULL;
    if (argc == 3 && strcmp(argv[1], "--json") == 0)
        json = fopen(argv[2], "w");
    must(mkdtemp(folder) != NULL, "mkdtemp");
    (void)snprintf(path, sizeof path, "%s/market.db", folder);
    make_store(path);
    run(path, json);
    must(unlink(path) == 0 && rmdir(folder) == 0, "cleaning up");
    return json && fclose(json) != 0;
}
