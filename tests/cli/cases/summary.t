$ mkt import data/WALK.csv >log
$ mkt summary WALK
  WALK  1Day  file:WALK  split  USD  as of 2024-04-30
  ITEM                          VALUE  TIME
  last                         122.80  2024-04-30
  previous                     124.43  2024-04-29
  change                        -1.63
  change %                      -1.31
  highest close                126.36  2024-04-26
  lowest close                 100.88  2024-01-03
  52-week high                 128.22  2024-04-29
  52-week low                   99.41  2024-01-04
  52-week highest close        126.36  2024-04-26
  52-week lowest close         100.88  2024-01-03
  average volume              1473580
  EMA 12                       122.37  2024-04-30
  EMA 26                       119.26  2024-04-30
  RSI 14                        60.54  2024-04-30
  MACD 12 26 9                   3.11  2024-04-30
  MACD 12 26 9 signal            2.76  2024-04-30
  MACD 12 26 9 histogram         0.34  2024-04-30
  BB 20 2 upper of typprice    128.62  2024-04-30
  BB 20 2 middle of typprice   119.31  2024-04-30
  BB 20 2 lower of typprice    110.00  2024-04-30
  STOCH 14 3 3 k                77.80  2024-04-30
  STOCH 14 3 3 d                85.00  2024-04-30
$ mkt summary WALK --format csv --indicator none
  item,value,time
  last,122.8,2024-04-30
  previous,124.43,2024-04-29
  change,-1.6300000000000097,
  change %,-1.3099734790645419,
  highest close,126.36,2024-04-26
  lowest close,100.88,2024-01-03
  52-week high,128.22,2024-04-29
  52-week low,99.41,2024-01-04
  52-week highest close,126.36,2024-04-26
  52-week lowest close,100.88,2024-01-03
  average volume,1473580,
# The last digits of recursive indicators are libta's business.
$ mkt summary WALK --format json --indicator rsi:period=5 --indicator macd | sed -E 's/(\.[0-9]{9})[0-9]+/\1/g'
  {"symbol":"WALK","name":"","timeframe":"1Day","feed":"file:WALK","adjust":"split","currency":"USD","time_zone":"America/New_York","synthetic":false,"source":"WALK.csv","as_of":"2024-04-30","generation":1,"from":"2024-01-02","to":"2024-04-30","n":86,"decimals":2,"last":{"time":"2024-04-30","close":122.8},"previous":{"time":"2024-04-29","close":124.43},"change":-1.630000000,"change_percent":-1.309973479,"highest_close":{"time":"2024-04-26","close":126.36},"lowest_close":{"time":"2024-01-03","close":100.88},"week52":{"from":"2023-05-02","high":{"time":"2024-04-29","price":128.22},"low":{"time":"2024-01-04","price":99.41},"highest_close":{"time":"2024-04-26","close":126.36},"lowest_close":{"time":"2024-01-03","close":100.88}},"average_volume":1473580,"indicators":[{"column":"rsi","spec":"rsi:period=5","name":"RSI 5","value":46.741026799},{"column":"macd.macd","spec":"macd","name":"MACD 12 26 9","value":3.108172131},{"column":"macd.signal","spec":"macd","name":"MACD 12 26 9 signal","value":2.763781826},{"column":"macd.histogram","spec":"macd","name":"MACD 12 26 9 histogram","value":0.344390304}]}
$ mkt summary WALK --to 2024-02-29 --range 1M --indicator fast=ema:period=5
  WALK  1Day  file:WALK  split  USD  as of 2024-04-30
  ITEM                     VALUE  TIME
  last                    113.03  2024-02-29
  previous                115.34  2024-02-28
  change                   -2.31
  change %                 -2.00
  highest close           117.33  2024-02-16
  lowest close            112.24  2024-02-20
  52-week high            120.99  2024-01-25
  52-week low              99.41  2024-01-04
  52-week highest close   119.37  2024-01-25
  52-week lowest close    100.88  2024-01-03
  average volume         1646020
  fast                    114.13  2024-02-29
$ mkt summary WALK --color always --indicator none | head -2 | od -c | head -12
  0000000   W   A   L   K           1   D   a   y           f   i   l   e
  0000020   :   W   A   L   K           s   p   l   i   t           U   S
  0000040   D           a   s       o   f       2   0   2   4   -   0   4
  0000060   -   3   0  \n 033   [   1   m   I   T   E   M                
  0000100                                                                
  0000120       V   A   L   U   E           T   I   M   E 033   [   0   m
  0000140  \n
  0000141
