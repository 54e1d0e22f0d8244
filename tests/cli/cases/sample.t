$ mkt sample
  DATA                       NEW  REVISED  UNCHANGED
  bars                     12154        0          0
  news (synthetic)            60        0          0
  posts (synthetic)          200        0          0
  post counts (synthetic)    845        0          0
$ mkt sample --format csv
  data,new,revised,unchanged
  bars,0,0,12154
  news (synthetic),0,0,60
  posts (synthetic),0,0,200
  post counts (synthetic),0,0,845
$ mkt symbols
  SYMBOL  NAME                                         FRAME  FEED    DEF  BARS  FIRST       LAST        CUR  WATCH
  AAPL    Apple Inc.                                   1Day   sample  yes  3270  2000-03-01  2013-03-01  USD  yes
  FB      Facebook, Inc.                               1Day   sample  yes   196  2012-05-18  2013-03-01  USD  no
  GOOG    Google Inc.                                  1Day   sample  yes  2148  2004-08-19  2013-03-01  USD  no
  IBM     International Business Machines Corporation  1Day   sample  yes  3270  2000-03-01  2013-03-01  USD  no
  MSFT    Microsoft Corporation                        1Day   sample  yes  3270  2000-03-01  2013-03-01  USD  no
$ mkt chart AAPL --width 80 --height 24
  AAPL  430.47 USD  -10.93 (-2.48%)  Apple Inc.
  1Day sample split  2012-11-15 to 2013-03-01  high 594.59  low 429.98
  ⠒⠒ EMA 12 448.50  ⠄⠄ EMA 26 461.21
  ⡀     ╻▄ ▄╷█                                                            │
   ⠠ ⠄⢀ ┃▀┃╵▀▀▄                                                           │
     ▄ ╻╹ ╿⠒⠒⠉▀▄ ⠄                                                        │
  ⡀ ┃██╿⠒⠉     █⠑⢄⠈ ⠁⢀                                                    │
  ⠈⠒┃╵╵        █│█⠑╷▄⡀ ⠁⠠ ⡀      █▄                                       ├550.00
  ▄ ┃          █┃█╷╽█╷⠢⣀⡀  ⠈ ⠂⢀ ⡀│█╷                                      │
  █╻            ┃▀╽╵╵▄  ┃▄▄⠤⢄⡀  ╽⣀⢄█╷▄⠁▄ ⠄                                │
  ▀╿            │ ╿  ╵╷╻╿▀█╻▄▄⠑⠒┃  ▀┃▀█▀▄⢄⠈ ⠂⠠ ⠄                          │
   │                  █┃   ╿ ▀╿▄┃   ╵ ▀╵ ╷⠑╷▄⠤╷┃⠐                         │
   ╵                  ╵│      ╵          █▄┃▀╽╿╵⢆⠈ ⠄                      ├500.00
                                          █╹ ╵╵ ⠈⢆  ⠈ ⠂                   │
                                          ▀       ⠑⢄⡀  ⠈ ⠂⠐╷╽▄ ⡀          │
                                                    ⠈⠢⢄   ╻╿╹█▄╷▄ ⠂⠠ ⡀    │
                                                ▄  ▄▄▄▄⠉╻╽╿⠉  ╵╹█▄▄⢄⡀ ⠈ ⠂ │
                                                █▄╽╵▀▀▀█┃╹╵      ╵█╷╻█╻▄╷⡀├450.00
                                                 █┃    ▀╹          ╹╵▀╿▀█▄│
                                                 ╵╵                      █◀430.47
   ▅           ▁▃     ▁                         █▄                        │52.2M
  ▅█▆▃  ▂▁▁   ▁██▅▂▂ ▂█▄▂  ▂    ▃▁ ▂   ▂ ▄▆▃   ▆██▅▁  ▁ ▁▂▄▂▁▂         ▂ ▁│
  ████▆▄████▆▆███████████▇██▃▅▇▆██▆███▇█▆███▇███████▇▅█████████▆▆▇█▇▅▆██▅█│
             Dec                 2013                 Feb                Mar
$ mkt summary AAPL --indicator none
  AAPL  Apple Inc.  1Day  sample  split  USD  as of 2013-03-01
  ITEM                      VALUE  TIME
  last                     430.47  2013-03-01
  previous                 441.40  2013-02-28
  change                   -10.93
  change %                  -2.48
  highest close            702.10  2012-09-19
  lowest close               6.56  2003-04-17
  52-week high             705.07  2012-09-21
  52-week low              429.98  2013-03-01
  52-week highest close    702.10  2012-09-19
  52-week lowest close     430.47  2013-03-01
  average volume         20128790
$ mkt indicator ema:period=12 ema:period=26 AAPL --from 2013-02-25
  AAPL  Apple Inc.  1Day  sample  split  USD  as of 2013-03-01
  TIME          ema_12    ema_26
  2013-02-25  456.4724  468.5781
  2013-02-26  455.3182  467.1256
  2013-02-27  453.6646  465.4548
  2013-02-28  451.7777  463.6730
  2013-03-01  448.4996  461.2135
$ mkt bars AAPL --from 2005-02-24 --to 2005-03-01 --adjust raw --format csv
  time,open,high,low,close,volume
  2005-02-24,88.48,89.31,87.73,88.93,27125500
  2005-02-25,89.62,89.91,88.19,88.99,16348400
  2005-02-28,44.68,45.14,43.96,44.86,11635900
  2005-03-01,44.99,45.11,44.16,44.5,16721000
$ mkt bars AAPL --from 2005-02-24 --to 2005-03-01 --format csv
  time,open,high,low,close,volume
  2005-02-24,44.24,44.655,43.865,44.465,54251000
  2005-02-25,44.81,44.955,44.095,44.495,32696800
  2005-02-28,44.68,45.14,43.96,44.86,11635900
  2005-03-01,44.99,45.11,44.16,44.5,16721000
$ mkt --store sqlite:other.db import data/WALK.csv >log; mkt --store sqlite:other.db sample
! mkt: sample: other.db: the store holds other data; load the sample into one of its own (--store sqlite:PATH names one)
= 1
