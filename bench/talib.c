#define _POSIX_C_SOURCE 200809L

#include "talib.h"

#include <dlfcn.h>
#include <glob.h>
#include <string.h>

static void *library;

/* A symbol as a function pointer, which ISO C does not let one cast from void *. */
typedef void any_function(void);
static any_function *find(const char *name) {
    void *symbol = dlsym(library, name);
    any_function *function = NULL;
    memcpy(&function, &symbol, sizeof function);
    return function;
}

static void *open_first(const char *pattern) {
    glob_t found;
    void *opened = NULL;
    if (glob(pattern, 0, NULL, &found) == 0) {
        opened = dlopen(found.gl_pathv[0], RTLD_NOW | RTLD_LOCAL);
        globfree(&found);
    }
    return opened;
}

const char *talib_open(const char *path, const char *pattern, const char **reason) {
    library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : open_first(pattern);
    if (!library) {
        *reason = path ? "its library cannot be opened" : "its wheel is not in build/venv";
        return NULL;
    }
    int (*initialize)(void) = (int (*)(void))find("TA_Initialize");
    const char *(*version)(void) = (const char *(*)(void))find("TA_GetVersionString");
    if (!initialize || !version || initialize() != 0) {
        *reason = "its library is not as expected";
        return NULL;
    }
    return version();
}

/* One real input, some whole parameters, one output. */
typedef int one_period(int, int, const double *, int, int *, int *, double *);
typedef int typical(int, int, const double *, const double *, const double *, int *, int *,
                    double *);
typedef int deviation(int, int, const double *, int, double, int *, int *, double *);
typedef int bands(int, int, const double *, int, double, double, int, int *, int *, double *,
                  double *, double *);
typedef int convergence(int, int, const double *, int, int, int, int *, int *, double *, double *,
                        double *);
typedef int stochastic(int, int, const double *, const double *, const double *, int, int, int, int,
                       int, int *, int *, double *, double *);

static const struct {
    const char *id, *symbol;
} one_period_peers[] = {{"ema", "TA_EMA"}, {"max", "TA_MAX"}, {"min", "TA_MIN"},
                        {"rma", "TA_RMA"}, {"rsi", "TA_RSI"}, {"sma", "TA_SMA"}};

static int default_of(const char *id, size_t param) {
    return (int)ta_indicator_param(ta_indicator_find(id), param)->def;
}

static bool run_one_period(const char *id, const double *const *in, int last, double *const *out,
                           int *first) {
    for (size_t i = 0; i < sizeof one_period_peers / sizeof one_period_peers[0]; i++)
        if (strcmp(one_period_peers[i].id, id) == 0) {
            one_period *f = (one_period *)find(one_period_peers[i].symbol);
            int count;
            return f && f(0, last, in[0], default_of(id, 0), first, &count, out[0]) == 0;
        }
    return false;
}

bool talib_run(const char *id, const double *const *in, size_t n, double *const *out, int *first) {
    int last = (int)n - 1, count;
    if (strcmp(id, "typprice") == 0) {
        typical *f = (typical *)find("TA_TYPPRICE");
        return f && f(0, last, in[0], in[1], in[2], first, &count, out[0]) == 0;
    }
    if (strcmp(id, "stddev") == 0) {
        deviation *f = (deviation *)find("TA_STDDEV");
        return f && f(0, last, in[0], default_of(id, 0), 1, first, &count, out[0]) == 0;
    }
    if (strcmp(id, "bbands") == 0) {
        bands *f = (bands *)find("TA_BBANDS");
        double k = default_of(id, 1);
        return f && f(0, last, in[0], default_of(id, 0), k, k, 0, first, &count, out[0], out[1],
                      out[2]) == 0;
    }
    if (strcmp(id, "macd") == 0) {
        convergence *f = (convergence *)find("TA_MACD");
        return f && f(0, last, in[0], default_of(id, 0), default_of(id, 1), default_of(id, 2),
                      first, &count, out[0], out[1], out[2]) == 0;
    }
    if (strcmp(id, "stoch") == 0) {
        stochastic *f = (stochastic *)find("TA_STOCH");
        return f && f(0, last, in[0], in[1], in[2], default_of(id, 0), default_of(id, 1), 0,
                      default_of(id, 2), 0, first, &count, out[0], out[1]) == 0;
    }
    return run_one_period(id, in, last, out, first);
}
