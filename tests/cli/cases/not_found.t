# Exit status 4: there is no such store, file, symbol, series or bar.
$ mkt symbols
! mkt: store: store.db: there is no such file or store (`mkt sample` or `mkt import FILE` makes it; --store names another)
= 4
$ mkt bars AAPL
! mkt: store: store.db: there is no such file or store (`mkt sample` or `mkt import FILE` makes it; --store names another)
= 4
$ mkt indicator ema ./nothing.csv
! mkt: ./nothing.csv: there is no such file
= 4
$ mkt import nothing.csv
! mkt: nothing.csv: there is no such file
= 4
$ mkt import nothing.csv --format json
! mkt: nothing.csv: there is no such file
= 4
$ mkt import data/WALK.csv --format csv
  file,symbol,timeframe,feed,rows,new,revised,unchanged,bad,duplicate,splits
  data/WALK.csv,WALK,1Day,file:WALK,86,86,0,0,0,0,0
$ mkt bars AAPL
! mkt: AAPL: the store has no symbol AAPL (`mkt symbols` lists what is stored)
= 4
$ mkt bars WALK --feed iex
! mkt: --feed: WALK has no 1Day bars of feed iex (`mkt symbols` lists the stored series)
= 4
$ mkt bars WALK --timeframe 1Min
! mkt: --timeframe: WALK has no 1Min bars (`mkt symbols` lists the stored series)
= 4
$ mkt chart WALK --from 2030-01-01
! mkt: WALK: there are no bars in this range (`mkt symbols` shows what is stored)
= 4
$ mkt summary WALK --from 2030-01-01
! mkt: WALK: there are no bars in this range (`mkt symbols` shows what is stored)
= 4
$ mkt bars WALK --from 2030-01-01
  WALK  1Day  file:WALK  split  USD  as of 2024-04-30
  TIME  OPEN  HIGH  LOW  CLOSE  VOLUME
$ mkt bars WALK --from 2030-01-01 --format csv
  time,open,high,low,close,volume
$ mkt bars WALK --from 2030-01-01 --format json
  {"symbol":"WALK","name":"","timeframe":"1Day","feed":"file:WALK","adjust":"split","currency":"USD","time_zone":"America/New_York","synthetic":false,"source":"WALK.csv","as_of":"2024-04-30","generation":1,"from":null,"to":null,"n":0,"decimals":2,"columns":{"time":[],"open":[],"high":[],"low":[],"close":[],"volume":[],"complete":[]}}
$ mkt sample --dir nowhere
! mkt: sample: store.db: the store holds other data; load the sample into one of its own (--store sqlite:PATH names one)
= 1
