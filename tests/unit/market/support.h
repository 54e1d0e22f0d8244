/* support.h - what the tests of libmarket share. */
#ifndef MARKET_TEST_SUPPORT_H
#define MARKET_TEST_SUPPORT_H

#include <marketkit/market.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Fails with the error's message. */
#define assert_ok(call, err) support_check((call), (err), #call, __FILE__, __LINE__)
#define assert_status(call, expected)                                                              \
    assert_string_equal(market_status_name(call), market_status_name(expected))
#define assert_same(a, b) support_same((a), (b), #a, __FILE__, __LINE__)

void support_check(market_status status, const market_error *err, const char *call,
                   const char *file, int line);
/* Equal to the bit, NaN equal to NaN. */
void support_same(double a, double b, const char *text, const char *file, int line);

/* A path in a folder that is made when first needed and removed at exit; the last 32 stay valid. */
const char *temp_path(const char *name);
void write_file(const char *path, const char *text, size_t length);
/* Path of a file in the repository or the shared data; NULL when there is no such file. */
const char *sample_directory(void);
const char *shared_file(const char *name);

market_store *open_store(const char *name);
/* "2022-01-03" or a time, in exchange time. */
int64_t at(const char *text);
/* Bars of `count` days from `first` on, closes 100, 101, ... */
void make_days(market_bars *bars, const char *first, size_t count);
market_bar make_bar(int64_t time, double open, double high, double low, double close);
/* Imports a text held in memory, with bad rows noted as "line:column field reason\n" in `notes`. */
market_status import_text(market_store *store, const char *name, const char *text,
                          const market_import_options *options, market_error *err,
                          market_import_summary *out);
extern char notes[4096];

/* A small generator with a fixed seed: tests are the same every time. */
uint32_t next_random(uint64_t *state);

#endif
