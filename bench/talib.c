#include "talib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *library;

const char *talib_open(const char *path, const char *pattern, const char **reason) {
    library = peer_open(path, pattern);
    if (!library) {
        *reason = path ? "its library cannot be opened" : "its wheel is not in build/venv";
        return NULL;
    }
    int (*initialize)(void) = (int (*)(void))peer_symbol(library, "TA_Initialize");
    const char *(*version)(void) =
        (const char *(*)(void))peer_symbol(library, "TA_GetVersionString");
    if (!initialize || !version || initialize() != 0) {
        *reason = "its library is not as expected";
        return NULL;
    }
    return version();
}

/*
 * Its functions have a type for each number of inputs, kinds of parameters and number of outputs: a
 * batch is f(0, last, inputs, parameters, &first, &count, outputs), a stream is opened by
 * f(&stream, inputs, n, parameters, outputs) and takes a bar by f(stream, values, outputs).
 */
#define LIST(...)  __VA_ARGS__
#define COLUMNS_1  const double *
#define COLUMNS_2  COLUMNS_1, const double *
#define COLUMNS_3  COLUMNS_2, const double *
#define COLUMNS_4  COLUMNS_3, const double *
#define IN_1       c->in[0]
#define IN_2       IN_1, c->in[1]
#define IN_3       IN_2, c->in[2]
#define IN_4       IN_3, c->in[3]
#define VALUES_1   double
#define VALUES_2   VALUES_1, double
#define VALUES_3   VALUES_2, double
#define VALUES_4   VALUES_3, double
#define BAR_1      c->in[0][i]
#define BAR_2      BAR_1, c->in[1][i]
#define BAR_3      BAR_2, c->in[2][i]
#define BAR_4      BAR_3, c->in[3][i]
#define RESULTS_1  double *
#define RESULTS_2  RESULTS_1, double *
#define RESULTS_3  RESULTS_2, double *
#define OUT_1      c->out[0]
#define OUT_2      OUT_1, c->out[1]
#define OUT_3      OUT_2, c->out[2]
#define INT(index) (int)c->params[index]

/* `types` and `values` of the parameters each end in a comma. */
#define FAMILY(name, n_in, types, values, n_out)                                                   \
    typedef int batch_##name(int, int, COLUMNS_##n_in, types int *, int *, RESULTS_##n_out);       \
    static int run_##name(const peer *p, const peer_call *c) {                                     \
        int first = 0, count;                                                                      \
        int status = ((batch_##name *)p->function)(0, (int)c->n - 1, IN_##n_in, values & first,    \
                                                   &count, OUT_##n_out);                           \
        return status == 0 ? first : -1;                                                           \
    }                                                                                              \
    typedef int open_##name(void **, COLUMNS_##n_in, int, types RESULTS_##n_out);                  \
    static int begin_##name(any_function *f, void **stream, const peer_call *c) {                  \
        return ((open_##name *)f)(stream, IN_##n_in, (int)c->n, values OUT_##n_out);               \
    }                                                                                              \
    typedef int update_##name(void *, VALUES_##n_in, RESULTS_##n_out);                             \
    static void push_##name(any_function *f, void *stream, const peer_call *c) {                   \
        for (size_t i = 0; i < c->n; i++)                                                          \
            ((update_##name *)f)(stream, BAR_##n_in, OUT_##n_out);                                 \
    }

/* The last parameter of some is the kind of moving average: 0 simple, 1 exponential. */
FAMILY(real, 1, LIST(int, ), LIST(INT(0), ), 1)
FAMILY(deviation, 1, LIST(int, double, ), LIST(INT(0), 1, ), 1)
FAMILY(oscillator, 1, LIST(int, int, int, ), LIST(INT(0), INT(1), 1, ), 1)
FAMILY(macd, 1, LIST(int, int, int, ), LIST(INT(0), INT(1), INT(2), ), 3)
FAMILY(bands, 1, LIST(int, double, double, int, ), LIST(INT(0), c->params[1], c->params[1], 0, ), 3)
FAMILY(stochrsi, 1, LIST(int, int, int, int, ), LIST(INT(0), INT(1), INT(2), 0, ), 2)
FAMILY(sum, 2, LIST(), LIST(), 1)
FAMILY(pair, 2, LIST(int, ), LIST(INT(0), ), 1)
FAMILY(channel, 2, LIST(int, ), LIST(INT(0), ), 3)
FAMILY(range, 3, LIST(), LIST(), 1)
FAMILY(bar, 3, LIST(int, ), LIST(INT(0), ), 1)
FAMILY(stoch, 3, LIST(int, int, int, int, int, ), LIST(INT(0), INT(1), 0, INT(2), 0, ), 2)
FAMILY(stochf, 3, LIST(int, int, int, ), LIST(INT(0), INT(2), 0, ), 2)
FAMILY(flow, 4, LIST(int, ), LIST(INT(0), ), 1)

/* Its outputs are down, up; ours up, down. */
FAMILY(down_up, 2, LIST(int, ), LIST(INT(0), ), 2)
static int run_aroon(const peer *p, const peer_call *c) {
    double *const out[] = {c->out[1], c->out[0]};
    peer_call swapped = {.params = c->params, .in = c->in, .n = c->n, .out = out};
    return run_down_up(p, &swapped);
}

#define ROW(name, symbol, family)                                                                  \
    { name, "TA_" symbol, run_##family, begin_##family, push_##family }
static const struct row {
    const char *name, *symbol;
    int (*run)(const peer *, const peer_call *);
    int (*begin)(any_function *, void **, const peer_call *);
    void (*push)(any_function *, void *, const peer_call *);
} table[] = {
    ROW("adx", "ADX", bar),
    ROW("apo", "APO", oscillator),
    {"aroon", "TA_AROON", run_aroon, begin_down_up, push_down_up},
    ROW("atr", "ATR", bar),
    ROW("bbands", "BBANDS", bands),
    ROW("beta", "BETA", pair),
    ROW("cci", "CCI", bar),
    ROW("correl", "CORREL", pair),
    ROW("dema", "DEMA", real),
    ROW("donchian", "DONCHIAN", channel),
    ROW("ema", "EMA", real),
    ROW("linreg", "LINEARREG", real),
    ROW("linreg_angle", "LINEARREG_ANGLE", real),
    ROW("linreg_intercept", "LINEARREG_INTERCEPT", real),
    ROW("linreg_slope", "LINEARREG_SLOPE", real),
    ROW("macd", "MACD", macd),
    ROW("max", "MAX", real),
    ROW("mfi", "MFI", flow),
    ROW("min", "MIN", real),
    ROW("mom", "MOM", real),
    ROW("natr", "NATR", bar),
    ROW("obv", "OBV", sum),
    ROW("ppo", "PPO", oscillator),
    ROW("returns", "ROCP", real),
    ROW("rma", "RMA", real),
    ROW("roc", "ROC", real),
    ROW("rsi", "RSI", real),
    ROW("sma", "SMA", real),
    ROW("stddev", "STDDEV", deviation),
    ROW("stoch", "STOCH", stoch),
    ROW("stochf", "STOCHF", stochf),
    ROW("stochrsi", "STOCHRSI", stochrsi),
    ROW("tema", "TEMA", real),
    ROW("trange", "TRANGE", range),
    ROW("trima", "TRIMA", real),
    ROW("typprice", "TYPPRICE", range),
    ROW("var", "VAR", deviation),
    ROW("willr", "WILLR", bar),
    ROW("wma", "WMA", real),
};

static const struct row *find_row(const char *name) {
    for (size_t i = 0; library && i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

peer talib_find(const char *name) {
    const struct row *row = find_row(name);
    if (!row)
        return (peer){.run = NULL};
    return (peer){.run = row->run, .function = peer_symbol(library, row->symbol)};
}

struct talib_stream {
    const struct row *row;
    any_function *update, *close;
    void *stream;
};

static any_function *stream_symbol(const struct row *row, const char *verb) {
    char name[64];
    snprintf(name, sizeof name, "%s_%s", row->symbol, verb);
    return peer_symbol(library, name);
}

talib_stream *talib_stream_open(const char *name, const peer_call *c) {
    const struct row *row = find_row(name);
    any_function *open = row ? stream_symbol(row, "Open") : NULL;
    if (!open)
        return NULL;
    talib_stream *s = malloc(sizeof *s);
    if (!s)
        return NULL;
    *s = (talib_stream){
        .row = row, .update = stream_symbol(row, "Update"), .close = stream_symbol(row, "Close")};
    if (!s->update || !s->close || row->begin(open, &s->stream, c) != 0) {
        free(s);
        return NULL;
    }
    return s;
}

void talib_stream_push_all(talib_stream *s, const peer_call *c) {
    s->row->push(s->update, s->stream, c);
}

void talib_stream_close(talib_stream *s) {
    if (s)
        ((int (*)(void *))s->close)(s->stream);
    free(s);
}
