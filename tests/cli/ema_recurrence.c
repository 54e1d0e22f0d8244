/* ema_recurrence BARS.json <CSV: compares mkt's ema:period=12,seed=first with the definition,
 * computed in long double from the closes that stand in the file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BARS = 4096
};

/* The numbers behind every "c": of the file, in order. The locale is "C" as in every C program. */
static size_t read_closes(const char *path, long double *closes) {
    static char text[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    size_t len = fread(text, 1, sizeof text - 1, file), n = 0;
    (void)fclose(file);
    text[len] = '\0';
    for (const char *at = strstr(text, "\"c\":"); at && n < BARS; at = strstr(at, "\"c\":")) {
        at += 4;
        closes[n++] = (long double)strtod(at, NULL);
    }
    return n;
}

static long double average(const long double *closes, size_t index, long double before) {
    const long double weight = 2.0L / 13.0L;
    return index == 0 ? closes[0] : weight * closes[index] + (1 - weight) * before;
}

int main(int argc, char **argv) {
    static long double closes[BARS];
    char line[256];
    size_t n = argc == 2 ? read_closes(argv[1], closes) : 0, i = 0;
    long double ema = 0, worst = 0;
    if (n == 0 || !fgets(line, sizeof line, stdin) || strcmp(line, "time,ema\n") != 0)
        return fprintf(stderr, "no bars, or another header than time,ema\n"), 1;
    for (; fgets(line, sizeof line, stdin) && i < n; i++) {
        const char *comma = strchr(line, ',');
        ema = average(closes, i, ema);
        long double difference = comma ? fabsl((long double)strtod(comma + 1, NULL) - ema) : 1;
        worst = difference > worst ? difference : worst;
    }
    printf("%s: %zu of %zu values, largest difference %.3Lg\n", argv[1], i, n, worst);
    return i == n && worst <= 1e-12L ? 0 : 1;
}
