@needs script
# On a terminal: the size is asked for, colours are used, NO_COLOR turns them off.
$ mkt import data/WALK.csv >log
$ script -qec 'stty cols 44 rows 14; mkt chart WALK' /dev/null </dev/null | tr -d '\r' | sed 's/\x1b\[[0-9;]*m//g'
  WALK  122.80 USD  -1.63 (-1.31%)
  1Day file:WALK split  high 128.22
  ⠒⠒ EMA 12 122.37  ⠒⠒ EMA 26 119.26
                               ╷   ╻╽ │
                             ╷╽┃┃╽┃╿┃╽│
                          ╷ ╷╽┃ ╹╿╵⠒╵╹◀122.80
                          ╽╽┃╿⡠⠒⠉ ⣀⠤⠒⠂├120.00
  ╻╻╷╻╽╽             ╷╽┃┃┃╹⣀⠔⣉⠤⠒⠒⠉    │
  ╿╿╿╿⠒┃╽╽╷⣀⣀⣀╷╷╷╷╷╽╽┃╹⠤╵╵⠛⠒⠉         │
    ╵╵   ┃╽╷⠒┃╿╿╿╿╹╿╵                 ├110.00
          ╿╿┃┃╵  ╵                    │
  █▂█▄▆▅▅▃▂▃▄█▁▃▃▂▇▆▇▁▅▅▇█▁ ▅▂▁▁▅ ▄▆▂ │3.3M
  2024-03-12    Apr
$ script -qec 'stty cols 44 rows 14; mkt chart WALK' /dev/null </dev/null | grep -c $'\x1b'
  13
$ script -qec 'stty cols 44 rows 14; NO_COLOR=1 mkt chart WALK' /dev/null </dev/null | grep -c $'\x1b'
  0
= 1
$ script -qec 'stty cols 44 rows 14; TERM=dumb mkt chart WALK' /dev/null </dev/null | grep -c $'\x1b'
  0
= 1
# A table that is too wide gives way in its widest text column.
$ script -qec 'stty cols 60; NO_COLOR=1 mkt indicators' /dev/null </dev/null | tr -d '\r' | head -3
  ID               NAME       GROUP      PARAMETERS OUTPUTS
  adx              Average D… momentum   period=14  adx,plus_…
  apo              Absolute … momentum   fast=12,s… apo
$ script -qec 'stty cols 60; NO_COLOR=1 mkt symbols' /dev/null </dev/null | tr -d '\r'
  mkt: watch list: not stored yet: AAPL, TSLA, META, NFLX, AMZN
  SYMBOL NAME FRAME FEED      DEF BARS FIRST      LAST       …
  WALK        1Day  file:WALK yes   86 2024-01-02 2024-04-30
# Where that is not enough the last columns are left out; the heads end in a mark then.
$ script -qec 'stty cols 40; NO_COLOR=1 mkt symbols 2>/dev/null' /dev/null </dev/null | tr -d '\r'
  SYMBOL NAME FRAME FEED      DEF BARS …
  WALK        1Day  file:WALK yes   86
# Without a terminal COLUMNS says the width; without it tables are as wide as they need.
$ COLUMNS=40 mkt symbols
  SYMBOL NAME FRAME FEED      DEF BARS …
  WALK        1Day  file:WALK yes   86
$ COLUMNS=40 LC_ALL=C mkt symbols
  SYMBOL NAME FRAME FEED      DEF BARS ~
  WALK        1Day  file:WALK yes   86
$ COLUMNS=40 mkt summary WALK --indicator macd
  WALK  1Day  file:WALK  split  USD
   as of 2024-04-30
  ITEM                    VALUE TIME
  last                   122.80 2024-04-30
  previous               124.43 2024-04-29
  change                  -1.63
  change %                -1.31
  highest close          126.36 2024-04-26
  lowest close           100.88 2024-01-03
  52-week high           128.22 2024-04-29
  52-week low             99.41 2024-01-04
  52-week highest close  126.36 2024-04-26
  52-week lowest close   100.88 2024-01-03
  average volume        1473580
  MACD 12 26 9             3.11 2024-04-30
  MACD 12 26 9 signal      2.76 2024-04-30
  MACD 12 26 9 histogr…    0.34 2024-04-30
$ COLUMNS=40 mkt bars WALK --from 2024-04-29
  WALK  1Day  file:WALK  split  USD
   as of 2024-04-30
  TIME         OPEN   HIGH    LOW  CLOSE …
  2024-04-29 126.36 128.22 122.72 124.43
  2024-04-30 124.43 125.61 122.29 122.80
$ COLUMNS=24 mkt bars WALK --from 2024-04-29
  WALK  1Day  file:WALK
   split  USD
   as of 2024-04-30
  TIME         OPEN …
  2024-04-29 126.36
  2024-04-30 124.43
$ for w in 20 30 40 50 60 70 80; do for c in symbols indicators 'summary WALK' 'bars WALK' 'indicator macd rsi sma bbands WALK' 'import data/WALK.csv'; do COLUMNS=$w LC_ALL=C mkt $c | awk -v w=$w -v c="$c" 'length > w { print w ": " c ": " $0; exit }'; done; done
$ COLUMNS=40 mkt symbols --format csv
  symbol,name,timeframe,feed,default,bars,first,last,currency,watchlist
  WALK,,1Day,file:WALK,yes,86,2024-01-02,2024-04-30,USD,no
$ mkt symbols
  SYMBOL  NAME  FRAME  FEED       DEF  BARS  FIRST       LAST        CUR  WATCH
  WALK          1Day   file:WALK  yes    86  2024-01-02  2024-04-30  USD  no
