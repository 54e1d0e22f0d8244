/* fetch.h - what the parts of `mkt fetch` share. */
#ifndef MARKETKIT_APPS_CLI_FETCH_H
#define MARKETKIT_APPS_CLI_FETCH_H

#include "cli.h"

#include <marketkit/fetch_alpaca.h>
#include <marketkit/fetch_x.h>

struct cli_fetch {
    struct cli *cli;
    market_store *store;
    fetch_client *client;
    struct cli_rows rows;
    const char *symbol; /* the one at work */
    int code;           /* a callback's failure, reported */
    market_put_summary put;
    size_t rejected;
};

/* One symbol's part each; 0 or an exit code (reported). */
int cli_fetch_bars(struct cli_fetch *fetch, fetch_alpaca *alpaca);
int cli_fetch_news(struct cli_fetch *fetch, fetch_alpaca *alpaca);
int cli_fetch_posts(struct cli_fetch *fetch, fetch_x *x);
int cli_fetch_counts(struct cli_fetch *fetch, fetch_x *x);

/* Reports a failure of the service, or gives the code of the callback that stopped. */
int cli_fetch_fail(const struct cli_fetch *fetch, fetch_status status, const fetch_error *err);
/* For callbacks: false when storing failed, which is reported and kept in fetch->code. */
bool cli_fetch_stored(struct cli_fetch *fetch, market_status status, const market_error *err,
                      const market_put_summary *summary);
/* A row of the answer: what was asked for and what became of it. */
void cli_fetch_row(struct cli_fetch *fetch, const char *what, const char *feed);
/* Whole calls may take their time: rate limits alone are minutes. */
fetch_call cli_fetch_call(void);

#endif
