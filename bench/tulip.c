#include "tulip.h"

#include <stdio.h>
#include <string.h>

static void *library;

const char *tulip_open(const char *path, const char *pattern, const char **reason) {
    library = peer_open(path, pattern);
    if (!library) {
        *reason = path ? "its library cannot be opened" : "it is not in build/tulip";
        return NULL;
    }
    const char *(*version)(void) = (const char *(*)(void))peer_symbol(library, "ti_version");
    if (!version)
        *reason = "its library is not as expected";
    return version ? version() : NULL;
}

/* All its functions are of this type: inputs, options and outputs in arrays. */
typedef int indicator(int size, const double *const *inputs, const double *options,
                      double *const *outputs);

typedef int start_of(const double *options);

static int run_into(const peer *p, const peer_call *c, double *const *outputs) {
    int status = ((indicator *)p->function)((int)c->n, c->in, c->params, outputs);
    return status == 0 ? ((start_of *)p->start)(c->params) : -1;
}

static int run_straight(const peer *p, const peer_call *c) {
    return run_into(p, c, c->out);
}

/* down, up */
static int run_aroon(const peer *p, const peer_call *c) {
    double *const outputs[] = {c->out[1], c->out[0]};
    return run_into(p, c, outputs);
}

/* lower, middle, upper */
static int run_bbands(const peer *p, const peer_call *c) {
    double *const outputs[] = {c->out[2], c->out[1], c->out[0]};
    return run_into(p, c, outputs);
}

/* Options are our parameters, in their order; further ones of ours are not read. */
static const struct {
    const char *name, *symbol;
    int (*run)(const peer *, const peer_call *);
    bool differs;
} table[] = {
    {"adx", "ti_adx", run_straight, false},
    {"apo", "ti_apo", run_straight, false},
    {"aroon", "ti_aroon", run_aroon, false},
    {"atr", "ti_atr", run_straight, false},
    {"bbands", "ti_bbands", run_bbands, false},
    {"cci", "ti_cci", run_straight, false},
    {"dema", "ti_dema", run_straight, false},
    {"ema", "ti_ema", run_straight, false},
    {"linreg", "ti_linreg", run_straight, false},
    {"linreg_intercept", "ti_linregintercept", run_straight, true}, /* of a bar later */
    {"linreg_slope", "ti_linregslope", run_straight, false},
    {"macd", "ti_macd", run_straight, true}, /* with 12 and 26, factors of its own */
    {"max", "ti_max", run_straight, false},
    {"mfi", "ti_mfi", run_straight, false},
    {"min", "ti_min", run_straight, false},
    {"mom", "ti_mom", run_straight, false},
    {"natr", "ti_natr", run_straight, false},
    {"obv", "ti_obv", run_straight, true}, /* begins at 0 */
    {"ppo", "ti_ppo", run_straight, false},
    {"returns", "ti_roc", run_straight, false},
    {"rma", "ti_wilders", run_straight, false},
    {"rsi", "ti_rsi", run_straight, false},
    {"sma", "ti_sma", run_straight, false},
    {"stddev", "ti_stddev", run_straight, false},
    {"stoch", "ti_stoch", run_straight, false},
    {"stochf", "ti_stoch", run_straight, false},
    {"tema", "ti_tema", run_straight, false},
    {"trange", "ti_tr", run_straight, false},
    {"trima", "ti_trima", run_straight, false},
    {"typprice", "ti_typprice", run_straight, false},
    {"var", "ti_var", run_straight, false},
    {"willr", "ti_willr", run_straight, false},
    {"wma", "ti_wma", run_straight, false},
};

peer tulip_find(const char *name) {
    char start[64];
    for (size_t i = 0; library && i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].name, name) == 0) {
            snprintf(start, sizeof start, "%s_start", table[i].symbol);
            return (peer){.run = table[i].run,
                          .function = peer_symbol(library, table[i].symbol),
                          .start = peer_symbol(library, start),
                          .differs = table[i].differs};
        }
    return (peer){.run = NULL};
}
