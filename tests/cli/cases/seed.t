@needs seed
# Real bars: Alpaca's answers of 2022.
$ mkt import seed/AAPL.json seed/META.json seed/TSLA.json
  FILE            SYMBOL  FRAME  FEED       ROWS  NEW  REVISED  SAME  BAD  TWICE  SPLITS
  seed/AAPL.json  AAPL    1Day   file:AAPL   141  141        0     0    0      0       0
  seed/META.json  META    1Day   file:META   141  141        0     0    0      0       0
  seed/TSLA.json  TSLA    1Day   file:TSLA   150  150        0     0    0      0       0
$ mkt indicator ema:period=12,seed=first AAPL --format csv | tail -2 | sed -E 's/(\.[0-9]{9})[0-9]+/\1/g'
  2022-07-25,149.857194886
  2022-07-26,150.079164904
$ mkt summary TSLA --indicator rsi
  TSLA  1Day  file:TSLA  split  USD  as of 2022-08-08
  ITEM                      VALUE  TIME
  last                     901.50  2022-08-08
  previous                 864.51  2022-08-05
  change                    36.99
  change %                   4.28
  highest close           1199.78  2022-01-03
  lowest close             628.16  2022-05-24
  52-week high            1208.00  2022-01-04
  52-week low              620.57  2022-05-24
  52-week highest close   1199.78  2022-01-03
  52-week lowest close     628.16  2022-05-24
  average volume         29183352
  RSI 14                    64.38  2022-08-08
$ mkt chart META --width 80 --height 24
  META  161.57 USD  -5.08 (-3.05%)
  1Day file:META split  2022-04-12 to 2022-07-26  high 224.30  low 154.25
  ⠒⠒ EMA 12 169.04  ⠄⠄ EMA 26 170.32
  ╷              ╽                                                        │
  █⠲⢄⣄╻          ┃▄                                                       ├220.00
  █┃▄╷┃▄⠂       ╷┃█                                                       │
   ╹█┃┃█⢆⠁⠠   │┃┃╿█╷                                                      │
     ╵ █⠈⢢ ⠐ ╽▄┃╵╵▀█⠠ ⡀  ╷╷                                               │
       █▄ ⠱⡀ ╿█┃⠜  ▀▄│╷⠈ ╽╿▄⠄⢀       ╷   ╷                                ├200.00
       ╵█  ⠘⣄│╵     ██▄│┃┃╵█⠤│╻⠁⠠ ⠄╷▄┃▄╷╷╽│                               │
        █╷   │      ╵╵█│┃  █│█╿⠢⠤╻┃▀█┃█╿┃╹█⠂                              │
        ██╷╷          █┃╵   ╹│╵  ┃╹ █┃▀│  █⢢⠈ ⡀                           │
        ╵█┃█           ╿       ╷╽┃  ╵     █▄⢣  ⠠                     ╻╻   │
          ╵▀│                  ┃┃╵         █ ⠑⢄  ⠁⢀                  ┃┃   ├180.00
            ╽                  │           █  ⠈⠢⢄   ⠁⠠ ⡀            ╽╹ ╷  │
            │                               ▄ │ ⠈⢢  ╻▄╷ ⠈ ⠂╷┃╽⠠ ⡀  ╷┃⢀⠤█╷⡀│
            ╵                               █▄┃ ╷▄⠑⠒┃▀█╷⡀ ┃╿╿╹▄╷⡀⠈ ╽╵⠁ ▀█▄│
                                            ▀▀╵▄┃█  ┃ █╿▄⠉┃╵  ██╽╷┃╵    ╵█◀161.57
                                             ╵ ▀╵█▄╽╵ ▀╵▀▀┃     ╹█╹      ╵├160.00
                                                 ▀▀╿     ╵╵               │
            ▁█                                                            │101M
       ▂▄▁  ██▄▄▂▂▂ ▁  ▁       ▄    ▁            ▄▃▂█                  ▂  │
  ▅▅▄▄▅███▇███████████▇█▆▆▆▆▆█▆█▇▅▅▆██▅▇▄▅▆▇█▆▇▇▇████▇▇▇█▇▇▅▆▅▅▄▄▆▆▆▆▆▆█▆▃│
  2022-04-12   May                  Jun                  Jul
$ mkt symbols --format csv
  symbol,name,timeframe,feed,default,bars,first,last,currency,watchlist
  AAPL,,1Day,file:AAPL,yes,141,2022-01-03,2022-07-26,USD,yes
  META,,1Day,file:META,yes,141,2022-01-03,2022-07-26,USD,yes
  TSLA,,1Day,file:TSLA,yes,150,2022-01-03,2022-08-08,USD,yes
