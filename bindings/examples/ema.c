#include <marketkit/ta_indicators.h>
#include <stdio.h>

int main(void) {
    const double close[] = {10.5, 10.8, 10.6, 11.2, 11.9, 11.4, 12.1};
    const size_t n = sizeof close / sizeof close[0];
    double ema[sizeof close / sizeof close[0]];
    ta_status status = ta_ema(close, n, 3, TA_SEED_FIRST, ema);
    if (status != TA_OK) {
        fprintf(stderr, "%s\n", ta_status_text(status));
        return 1;
    }
    for (size_t i = 0; i < n; i++)
        printf("%5.2f  %8.5f\n", close[i], ema[i]);
}
