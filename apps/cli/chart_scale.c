#include "chart.h"

#include <math.h>

/* The least of 1, 2, 2.5, 5 times a power of ten that is not below `rough`. */
static double nice_step(double rough) {
    static const double nice[] = {1, 2, 2.5, 5, 10};
    double power = pow(10, floor(log10(rough)));
    for (size_t i = 0; i < sizeof nice / sizeof nice[0]; i++)
        if (nice[i] * power >= rough * (1 - 1e-9))
            return nice[i] * power;
    return 10 * power;
}

static int decimals_of(double step) {
    int decimals = 0;
    while (decimals < 10 && fabs(step - round(step)) >= 1e-6 * step) {
        step *= 10;
        decimals++;
    }
    return decimals;
}

struct chart_scale chart_scale_fit(double low, double high, size_t rows) {
    /* A flat series still needs a scale. */
    if (!(high > low)) {
        double margin = fabs(high) > 0 ? fabs(high) * 0.01 : 1;
        low -= margin;
        high += margin;
    }
    struct chart_scale scale = {.low = low, .high = high};
    double ticks = rows < 6 ? 2 : (double)rows / 2.5;
    scale.step = nice_step((high - low) / ticks);
    scale.first = ceil(low / scale.step) * scale.step;
    scale.decimals = decimals_of(scale.step);
    return scale;
}

size_t chart_level(const struct chart_scale *scale, double value, size_t levels) {
    double share = (scale->high - value) / (scale->high - scale->low);
    double level = floor(share * (double)levels);
    if (!(level > 0))
        return 0;
    return level >= (double)levels ? levels - 1 : (size_t)level;
}
