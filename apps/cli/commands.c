/* The table of commands, in the order of `mkt --help`. */
#include "commands.h"

#include "cli.h"

const struct cli_command *const cli_commands[] = {&cli_symbols,
                                                  &cli_bars,
                                                  &cli_summary,
                                                  &cli_chart,
                                                  &cli_indicators,
                                                  &cli_describe,
                                                  &cli_indicator,
                                                  &cli_sentiment,
                                                  &cli_words,
                                                  &cli_import,
#if defined(MKT_FETCH)
                                                  &cli_fetch_command,
#endif
                                                  &cli_posts,
                                                  &cli_sample,
                                                  &cli_store_command,
                                                  &cli_sync,
                                                  &cli_serve,
                                                  &cli_version,
                                                  NULL};
