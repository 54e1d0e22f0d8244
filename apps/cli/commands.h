#ifndef MARKETKIT_APPS_CLI_COMMANDS_H
#define MARKETKIT_APPS_CLI_COMMANDS_H

/* One per cmd_*.c. */
extern const struct cli_command cli_bars, cli_chart, cli_describe, cli_import, cli_indicator,
    cli_indicators, cli_posts, cli_sample, cli_sentiment, cli_serve, cli_store_command, cli_summary,
    cli_symbols, cli_sync, cli_version, cli_words;

#if defined(MKT_FETCH)
extern const struct cli_command cli_fetch_command;
#endif

#endif
