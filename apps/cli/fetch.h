/* fetch.h - what the parts of `mkt fetch` share. */
#ifndef MARKETKIT_APPS_CLI_FETCH_H
#define MARKETKIT_APPS_CLI_FETCH_H

#include "cli.h"

#include <marketkit/fetch_alpaca.h>
#include <marketkit/fetch_x.h>

/* ---- fetch_keys.c */
enum {
    CLI_FETCH_KEYS = 4
};
struct cli_fetch_keys {
    char *values[CLI_FETCH_KEYS]; /* owned */
    fetch_system system;          /* its environment has them; points back here */
};
/* 0 or an exit code (reported); to be cleared in any case. */
int cli_fetch_keys_load(struct cli_fetch_keys *keys);
void cli_fetch_keys_clear(struct cli_fetch_keys *keys);

/* ---- cmd_fetch.c */
/* What became of rows. */
struct cli_fetch_tally {
    market_put_summary put;
    size_t rejected;
};

struct cli_fetch {
    struct cli *cli;
    const char **symbols;
    size_t n_symbols;
    market_store *store;
    fetch_client *client;
    struct cli_fetch_keys keys;
    struct cli_rows rows;
    const char *symbol; /* the one at work */
    int code;           /* a callback's failure, reported */
    struct cli_fetch_tally tally;
    size_t n_done;   /* symbols */
    uint64_t n_seen; /* rows in all */
};

/* All symbols; 0 or an exit code (reported). */
int cli_fetch_bars(struct cli_fetch *fetch, fetch_alpaca *alpaca);
/* One symbol's part each (fetch->symbol). */
int cli_fetch_news(struct cli_fetch *fetch, fetch_alpaca *alpaca);
int cli_fetch_posts(struct cli_fetch *fetch, fetch_x *x);
int cli_fetch_counts(struct cli_fetch *fetch, fetch_x *x);

int64_t cli_fetch_now(void);
/* Reports a failure of the service, or gives the code of the callback that stopped. */
int cli_fetch_fail(const struct cli_fetch *fetch, fetch_status status, const fetch_error *err);
/* For callbacks: false when storing failed, which is reported and kept in fetch->code. */
bool cli_fetch_stored(struct cli_fetch *fetch, market_status status, const market_error *err,
                      const market_put_summary *summary, struct cli_fetch_tally *tally);
/* The same for what puts nothing. */
bool cli_fetch_kept(struct cli_fetch *fetch, market_status status, const market_error *err);
/* A row of the answer: what was asked for and what became of it. */
void cli_fetch_row(struct cli_fetch *fetch, const char *symbol, const char *what, const char *feed,
                   const struct cli_fetch_tally *tally);
/* Whole calls may take their time: rate limits alone are minutes. */
fetch_call cli_fetch_call(void);
/* Draws the progress; `what` is going on besides, or NULL. */
void cli_fetch_show(const struct cli_fetch *fetch, const char *what);
/* A row of what --dry-run shows. */
void cli_fetch_would(struct cli_fetch *fetch, const char *symbol, const char *request,
                     const char *from, const char *to, int64_t requests, double dollars);

/* ---- fetch_plan.c: from where on. A note says which times of a series or topic were asked for
 * without a hole; it is written in the transaction of each page, so that a run that was broken goes
 * on where it ended. */
struct cli_fetch_span {
    bool is_known;
    int64_t since, until;
};
/* Reads the note; 0 or an exit code (reported). */
int cli_fetch_span_read(const struct cli_fetch *fetch, const char *name,
                        struct cli_fetch_span *out);
/* Where to begin: at `wanted` (--since, or the default), unless that is done; then `overlap` before
 * the end of what is. */
int64_t cli_fetch_span_start(const struct cli_fetch *fetch, const struct cli_fetch_span *span,
                             int64_t wanted, int64_t overlap);
/* Notes that all from `start` to `reached` is stored. */
bool cli_fetch_span_write(struct cli_fetch *fetch, const char *name, struct cli_fetch_span *span,
                          int64_t start, int64_t reached);
/* The time of --since, else `usual`. 0 or an exit code (reported). */
int cli_fetch_wanted(const struct cli_fetch *fetch, int64_t usual, int64_t *out);

#endif
