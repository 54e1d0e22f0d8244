# A file, standard input and the store give the same.
$ mkt indicator ema:period=2,seed=first data/close.csv --format csv
  time,ema
  2024-01-02,10.5
  2024-01-03,10.833333333333334
  2024-01-04,11.777777777777779
  2024-01-05,11.925925925925926
  2024-01-08,11.808641975308642
$ mkt indicator ema:period=2,seed=first - --format csv <data/close.csv
  time,ema
  2024-01-02,10.5
  2024-01-03,10.833333333333334
  2024-01-04,11.777777777777779
  2024-01-05,11.925925925925926
  2024-01-08,11.808641975308642
$ gzip -c data/close.csv | mkt indicator ema:period=2,seed=first - --format csv
  time,ema
  2024-01-02,10.5
  2024-01-03,10.833333333333334
  2024-01-04,11.777777777777779
  2024-01-05,11.925925925925926
  2024-01-08,11.808641975308642
$ mkt indicator ema:period=2,seed=first data/close.csv
  CLOSE  1Day  file:close  split    as of 2024-01-08
  TIME            ema
  2024-01-02  10.5000
  2024-01-03  10.8333
  2024-01-04  11.7778
  2024-01-05  11.9259
  2024-01-08  11.8086
$ mkt indicator ema:period=2,seed=first data/close.csv --format json
  {"symbol":"CLOSE","name":"","timeframe":"1Day","feed":"file:close","adjust":"split","currency":"","time_zone":"America/New_York","synthetic":false,"source":"","as_of":"2024-01-08","generation":0,"from":"2024-01-02","to":"2024-01-08","n":5,"decimals":2,"time":["2024-01-02","2024-01-03","2024-01-04","2024-01-05","2024-01-08"],"series":[{"column":"ema","label":null,"spec":"ema:period=2,seed=first","indicator":"ema","output":"ema","name":"EMA 2 first","plot":"line","lookback":0,"values":[10.5,10.833333333333334,11.777777777777779,11.925925925925926,11.808641975308642]}]}
# A range cuts; the indicator has seen what was before.
$ mkt indicator ema:period=2,seed=first data/close.csv --from 2024-01-05 --format csv
  time,ema
  2024-01-05,11.925925925925926
  2024-01-08,11.808641975308642
$ mkt indicator ema:period=2,seed=first data/close.csv --to 2024-01-03 --format csv
  time,ema
  2024-01-02,10.5
  2024-01-03,10.833333333333334
# Names of columns.
$ mkt indicator macd data/WALK.csv --format csv | head -1
  time,macd,signal,histogram
$ mkt indicator ema macd data/WALK.csv --format csv | head -1
  time,ema,macd.macd,macd.signal,macd.histogram
$ mkt indicator ema:period=12 ema:period=26,seed=first rsi data/WALK.csv --format csv | head -1
  time,ema_12,ema_26_first,rsi
$ mkt indicator ema:period=12 ema data/WALK.csv --format csv | head -1
  time,ema_12,ema
$ mkt indicator fast=ema:period=12 ema data/WALK.csv --format csv | head -1
  time,fast,ema
$ mkt indicator m=macd data/WALK.csv --format csv | head -1
  time,m.macd,m.signal,m.histogram
$ mkt indicator bbands:k=2.5 bbands:input=typprice data/WALK.csv --format csv | head -1
  time,bbands_2.5.upper,bbands_2.5.middle,bbands_2.5.lower,bbands_typprice.upper,bbands_typprice.middle,bbands_typprice.lower
# Inputs.
$ mkt indicator sma:period=1 data/WALK.csv --input typprice --format csv | tail -1
  2024-04-30,123.56666666666666
$ mkt indicator sma:period=1,input=typprice data/WALK.csv --input open --format csv | tail -1
  2024-04-30,123.56666666666666
$ mkt indicator typprice data/WALK.csv --format csv | tail -1
  2024-04-30,123.56666666666666
$ mkt indicator sma:period=1 data/WALK.csv --input volume --format csv | tail -1
  2024-04-30,172300
# A wider timeframe is summed up first.
$ mkt indicator ema:period=3,seed=first data/WALK.csv --timeframe 1Month --format csv
  time,ema
  2024-01-01,114.77
  2024-02-01,113.9
  2024-03-01,112.52000000000001
  2024-04-01,117.66
# What a file does not have.
$ mkt indicator stoch data/close.csv
! mkt: data/close.csv: stoch needs the column high, which has no value (choose another --input, or add the column)
= 1
$ mkt indicator ema data/close.csv --feed sip
! mkt: --feed: a file has only one feed, its own (leave it out)
= 2
$ mkt indicator ema WALK --symbol X
! mkt: --symbol: it is for files (leave it out)
= 2
# Bad rows: listed, left out, exit status 3; --strict ends it.
$ mkt indicator sma:period=2 data/bad.csv --format csv
  time,sma
  2024-01-02,
  2024-01-08,10.875
  2024-01-09,11.375
  2024-01-10,11.625
! mkt: data/bad.csv:3:15: high: is below the low
! mkt: data/bad.csv:4:23: close: is not a number
! mkt: data/bad.csv:5:26: volume: is below 0
= 3
$ mkt indicator sma:period=2 data/bad.csv --format csv --strict
! mkt: data/bad.csv:3:15: high: is below the low
= 1
# The locale has no say.
$ LC_ALL=de_DE.UTF-8 mkt indicator ema:period=2,seed=first data/close.csv --format csv | tail -1
  2024-01-08,11.808641975308642
