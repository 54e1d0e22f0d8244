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
  ID       NAME          GROUP     PARAMETERS    OUTPUTS
  bbands   Bollinger Ba… overlap   period=20,k=2 upper,middle…
  ema      Exponential … overlap   period=20,se… ema
$ script -qec 'stty cols 60; NO_COLOR=1 mkt symbols' /dev/null </dev/null | tr -d '\r'
  mkt: watch list: not stored yet: AAPL, TSLA, META, NFLX, AMZN
  SYMBOL NAME FRAME FEED     DEF BARS FIRST      LAST       CUR WATCH
  WALK        1Day  file:WA… yes   86 2024-01-02 2024-04-30 USD no
