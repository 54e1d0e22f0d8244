# Every command explains itself on stdout.
$ mkt --help
  mkt: market data and technical indicators on the command line
  
  Usage: mkt COMMAND [WORDS] [OPTIONS]
         mkt COMMAND --help
  
  Commands
    symbols               list the stored series
    bars                  print the bars of a symbol
    summary               last price, change, highs and lows, latest indicator
                          values
    chart                 draw candlesticks in the terminal
    indicators            list the technical indicators
    describe              explain an indicator: formula, parameters, source
    indicator             compute indicators over a symbol, a file or standard
                          input
    sentiment             the sentiment of texts, as VADER scores it
    words                 the most frequent words and collocations of texts
    import                store the bars of files
    fetch                 store bars and news from Alpaca, posts and counts from X
    posts                 forget stored posts
    sample                load the sample data
    store                 list the store, back it up, restore it, check it
    sync                  copy what is new from store to store, or publish
                          snapshots
    serve                 show the dashboard in the browser
    version               print the versions
  
  Options
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt sample                            load the sample data
    mkt chart AAPL                        candlesticks in the terminal
    mkt indicator ema:period=12 rsi AAPL --from 2012-01-01 --format csv
    mkt import prices.csv --symbol NVDA   store a file's bars
    mkt serve                             the dashboard
  
  Exit codes
    0  success
    1  failure: reading, writing, a damaged or locked store
    2  usage: a wrong option, parameter or specification
    3  partial: the answer is there, but rows of the input were left out
    4  not found: no such file, store, symbol, series, or no bars
  
  Environment
    MKT_STORE              the store, when --store is not given
    NO_COLOR               no colours; CLICOLOR_FORCE=1: also into a pipe
    COLUMNS, LINES         the size, where there is no terminal to ask
$ mkt -h | head -1
  mkt: market data and technical indicators on the command line
$ mkt help chart | head -3
  mkt chart: draw candlesticks in the terminal
  
  Usage: mkt chart SYMBOL [OPTIONS]
$ mkt symbols --help
  mkt symbols: list the stored series
  
  Usage: mkt symbols [OPTIONS]
  
  One row for each symbol, timeframe and feed. `default` marks the series that is
  taken when no feed is named.
  
  Options
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt symbols
    mkt symbols --format json
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt bars --help
  mkt bars: print the bars of a symbol
  
  Usage: mkt bars SYMBOL [OPTIONS]
  
  Times are bar starts: trading dates for 1Day and longer, UTC for intraday bars.
  A wider timeframe than the stored one is summed up from it.
  
  Options
    --from TIME           first bar: a date (2022-01-03) or an RFC 3339 time
    --to TIME             last bar, itself included
    --range RANGE         1M, 3M, 6M, YTD, 1Y, 5Y or All, counted from the last
                          bar; instead of --from
    --timeframe TF        1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month
                          3Month 12Month (default 1Day)
    --feed FEED           which feed's bars: sip, iex, sample, file:NAME, ...
    --adjust HOW          raw, split or all (splits and dividends); default split
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt bars AAPL --from 2012-01-01 --to 2012-12-31
    mkt bars AAPL --timeframe 1Week --range 1Y
    mkt bars AAPL --adjust raw --format csv > aapl.csv
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt summary --help
  mkt summary: last price, change, highs and lows, latest indicator values
  
  Usage: mkt summary SYMBOL [OPTIONS]
  
  Highest and lowest close belong to the range (ties: the earliest date), the
  52 weeks end at the last bar. Bars that are still forming count for neither.
  
  Options
    --from TIME           first bar: a date (2022-01-03) or an RFC 3339 time
    --to TIME             last bar, itself included
    --range RANGE         1M, 3M, 6M, YTD, 1Y, 5Y or All, counted from the last
                          bar; instead of --from
    --timeframe TF        1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month
                          3Month 12Month (default 1Day)
    --feed FEED           which feed's bars: sip, iex, sample, file:NAME, ...
    --adjust HOW          raw, split or all (splits and dividends); default split
    --indicator SPEC      an indicator whose latest value is shown, may be
                          repeated; `none` for none
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt summary AAPL
    mkt summary AAPL --range YTD --format json
    mkt summary AAPL --indicator rsi:period=2 --indicator sma:period=200
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt chart --help
  mkt chart: draw candlesticks in the terminal
  
  Usage: mkt chart SYMBOL [OPTIONS]
  
  Draws the newest bars, as many as fit, with volume below and lines above. Without
  colours rising bars are thin and falling ones solid. Bars that are still forming
  are broken lines. Where the locale is not UTF-8 it draws in ASCII.
  
  Options
    --from TIME           first bar: a date (2022-01-03) or an RFC 3339 time
    --to TIME             last bar, itself included
    --range RANGE         1M, 3M, 6M, YTD, 1Y, 5Y or All, counted from the last
                          bar; instead of --from
    --timeframe TF        1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month
                          3Month 12Month (default 1Day)
    --feed FEED           which feed's bars: sip, iex, sample, file:NAME, ...
    --adjust HOW          raw, split or all (splits and dividends); default split
    --width COLUMNS       default: the terminal's
    --height LINES        default: the terminal's
    --last N              how many bars at most (default 90)
    --overlay SPEC        a line over the candles, may be repeated; `none` for
                          none (default ema:period=12 and ema:period=26)
    --ascii               use no character beyond ASCII
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt chart AAPL
    mkt chart AAPL --last 60 --overlay bbands:period=20,input=typprice
    mkt chart AAPL --timeframe 1Week --to 2012-12-31 --overlay none
    mkt chart AAPL --width 120 --height 40 --color always | less -R
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt indicators --help
  mkt indicators: list the technical indicators
  
  Usage: mkt indicators [OPTIONS]
  
  Parameters are shown with their defaults.
  
  Options
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt indicators
    mkt indicators --format json
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt describe --help
  mkt describe: explain an indicator: formula, parameters, source
  
  Usage: mkt describe ID [OPTIONS]
  
  With parameters (ema:period=50) it says how many bars these need first.
  
  Options
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt describe ema
    mkt describe macd:slow=50
    mkt describe ema --format json
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt indicator --help
  mkt indicator: compute indicators over a symbol, a file or standard input
  
  Usage: mkt indicator SPEC... SOURCE [OPTIONS]
  
  SPEC is [LABEL=]ID[:NAME=VALUE,...], for example ema, ema:period=12,seed=first,
  fast=ema:period=12 or bbands:period=20,input=typprice. `mkt indicators` lists IDs.
  
  SOURCE is - (standard input), a file when it contains / or ends in .csv, .json,
  .csv.gz or .json.gz, else a symbol of the store.
  
  CSV has a column time and one per output: its id (ema; macd,signal,histogram);
  with several specs id or id.output; a repeated id gets its non-default parameters
  (ema_12); a label wins. Empty where there is no value yet.
  
  Indicators run from the first bar of the source; --from and --to cut afterwards.
  
  Options
    --from TIME           first bar: a date (2022-01-03) or an RFC 3339 time
    --to TIME             last bar, itself included
    --range RANGE         1M, 3M, 6M, YTD, 1Y, 5Y or All, counted from the last
                          bar; instead of --from
    --timeframe TF        1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month
                          3Month 12Month (default 1Day; of a file, its own)
    --feed FEED           which feed's bars: sip, iex, sample, file:NAME, ...
    --adjust HOW          raw, split or all (splits and dividends); default split
    --input COLUMN        what an indicator of any series runs on: close
                          (default), open, high, low, volume, typprice
    --symbol SYMBOL       the symbol of the file's bars
    --strict              the first bad row ends it with an error
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt indicator ema:period=12,seed=first AAPL --format csv
    mkt indicator ema:period=12 ema:period=26 rsi AAPL --from 2012-01-01
    mkt indicator macd AAPL --timeframe 1Week
    mkt indicator sma:period=50 prices.csv --input typprice
    curl -s https://example.com/bars.csv | mkt indicator rsi - --format json
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt import --help
  mkt import: store the bars of files
  
  Usage: mkt import FILE|-... [OPTIONS]
  
  Reads Alpaca's bars (JSON or what Python prints of it, one or many symbols), CSV
  with a header (Yahoo, Stooq, Alpaca, pandas), oldest or newest first, and gzip of
  these; - is standard input. Each file is one transaction: stored as a whole or not
  at all. The same file again changes nothing.
  
  Without --feed each file is a feed of its own, file:NAME. A symbol shows its first
  one: to extend it, name it with --feed.
  
  Bad rows are listed on stderr as FILE:LINE:COLUMN and left out (exit code 3); with
  --strict the first one ends it, and nothing of that file is stored.
  
  Options
    --timeframe TF        1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month
                          3Month 12Month (default: what the rows' spacing says)
    --feed FEED           which feed's bars: sip, iex, sample, file:NAME, ...
    --symbol SYMBOL       the symbol of the file's bars
    --strict              the first bad row ends it with an error
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt import AAPL.json TSLA.json
    mkt import prices.csv --symbol NVDA --feed file:broker
    zcat old.csv.gz | mkt import - --symbol IBM --timeframe 1Day
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt sample --help
  mkt sample: load the sample data
  
  Usage: mkt sample [OPTIONS]
  
  Real daily bars of AAPL, FB, GOOG, IBM and MSFT from 2000 to 2013, with news and
  posts that were made up for the sample and are labelled so. A store that holds
  other data is refused. Loading it again changes nothing.
  
  Options
    --dir FOLDER          where the sample is (default: as installed)
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt sample
    mkt sample --store sqlite:demo.db
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt store --help
  mkt store: list the store, back it up, restore it, check it
  
  Usage: mkt store ls|cat WHAT|backup FILE|restore FILE|verify|path [OPTIONS]
  
  ls lists what there is, with rows and spans. cat puts all of one kind, oldest
  first: `bars SYMBOL` (raw), `events SYMBOL` (the splits and dividends that hold
  for --feed), `news [SYMBOL]`, `posts TOPIC`, `counts TOPIC` (of --timeframe
  1Min, 1Hour or 1Day only those per minute, hour or day).
  
  backup copies the store to FILE, also while it is in use, and replaces nothing.
  restore puts the backup FILE in the store's place, after checking it; in S3 it
  fills an empty prefix. verify checks the store, in S3 every object and the
  manifest, which --repair rebuilds; path says which store is meant.
  
  Options
    --timeframe TF        1Min 5Min 15Min 30Min 1Hour 4Hour 1Day 1Week 1Month
                          3Month 12Month (default 1Day)
    --feed FEED           which feed's bars: sip, iex, sample, file:NAME, ...
    --repair              with verify: first rebuild the manifest of a store in
                          S3; no data is removed
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt store backup market-2024-05-01.db
    mkt store restore market-2024-05-01.db
    mkt store verify --store sqlite:demo.db
    mkt store cat bars AAPL --timeframe 1Min --format jsonl
    mkt store cat news --format csv
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt serve --help
  mkt serve: show the dashboard in the browser
  
  Usage: mkt serve [OPTIONS]
  
  Prints the address once it listens; Ctrl-C stops it. It reads the store only, and
  shows data that arrives while it runs. It listens on this machine alone unless
  --bind names another address, which needs --allow-remote: there is no login.
  
  Options
    --port N              first port to try (default 8080); 0 for any
    --port-tries N        how many ports to try from there on (default 1)
    --bind ADDRESS        address to listen on (default 127.0.0.1)
    --allow-remote        allow an address that other machines can reach
    --verbose             a line per request on stderr
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt serve
    mkt serve --port 9000 --port-tries 10
    mkt serve --bind 0.0.0.0 --allow-remote
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
$ mkt version --help
  mkt version: print the versions
  
  Usage: mkt version [OPTIONS]
  
  Options
    --format FORMAT       table (default), csv, json or jsonl
    --store URL           sqlite:PATH or s3://BUCKET/PREFIX; default $MKT_STORE,
                          else the user's data folder
    --color WHEN          auto (default), always or never
    -h, --help            show this help
    -V, --version         show the version
  
  Examples
    mkt version
    mkt --version
  
  Exit codes: 0 success, 1 failure, 2 usage, 3 partial, 4 not found
# No line is wider than 82 columns.
$ for c in '' symbols bars summary chart indicators describe indicator import sample store serve version; do mkt $c --help; done | awk 'length > 82'
$ mkt --version | sed 's/[0-9.]\{5,\}/N/g'
  mkt N (libta N, libmarket N)
$ mkt version --format csv | sed 's/[0-9.]\{5,\}/N/g'
  part,version
  mkt,N
  libta,N
  libmarket,N
