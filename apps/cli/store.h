/* store.h - what the parts of `mkt store` share. */
#ifndef MARKETKIT_APPS_CLI_STORE_H
#define MARKETKIT_APPS_CLI_STORE_H

#include "cli.h"

/* Each puts what an open store holds; 0 or an exit code (reported). */
int cli_store_ls(struct cli *cli, market_store *store);
int cli_store_cat(struct cli *cli, market_store *store);

#endif
