$ mkt import data/WALK.csv >log
$ mkt bars walk --to 2024-01-05
  WALK  1Day  file:WALK  split  USD  as of 2024-04-30
  TIME          OPEN    HIGH     LOW   CLOSE   VOLUME
  2024-01-02  100.00  103.01   99.46  102.04   724200
  2024-01-03  102.04  103.20   99.92  100.88  1229600
  2024-01-04  100.88  103.42   99.41  103.14   923200
  2024-01-05  103.14  105.67  102.03  105.31  1945350
$ mkt bars WALK --to 2024-01-05 --format csv
  time,open,high,low,close,volume
  2024-01-02,100,103.01,99.46,102.04,724200
  2024-01-03,102.04,103.2,99.92,100.88,1229600
  2024-01-04,100.88,103.42,99.41,103.14,923200
  2024-01-05,103.14,105.67,102.03,105.31,1945350
$ mkt bars WALK --to 2024-01-03 --format json
  {"symbol":"WALK","name":"","timeframe":"1Day","feed":"file:WALK","adjust":"split","currency":"USD","time_zone":"America/New_York","synthetic":false,"source":"WALK.csv","as_of":"2024-04-30","generation":1,"from":"2024-01-02","to":"2024-01-03","n":2,"decimals":2,"columns":{"time":["2024-01-02","2024-01-03"],"open":[100,102.04],"high":[103.01,103.2],"low":[99.46,99.92],"close":[102.04,100.88],"volume":[724200,1229600],"complete":[true,true]}}
$ mkt bars WALK --range 1M --format csv | head -2
  time,open,high,low,close,volume
  2024-04-01,111.14,112.14,109.95,110.62,1263700
$ mkt bars WALK --timeframe 1Month
  WALK  1Month  file:WALK  split  USD  as of 2024-04-01
  TIME          OPEN    HIGH     LOW   CLOSE    VOLUME
  2024-01-01  100.00  120.99   99.41  114.77  34969450
  2024-02-01  114.77  118.61  110.90  113.03  36154150
  2024-03-01  113.03  117.00  106.86  111.14  38959350
  2024-04-01  111.14  128.22  108.80  122.80  32379400
$ mkt bars WALK --timeframe 1Week --from 2024-04-10 --format csv
  time,open,high,low,close,volume
  2024-04-15,116.72,124.84,116.64,124.38,3927250
  2024-04-22,124.38,126.64,121.67,126.36,6586200
  2024-04-29,126.36,128.22,122.29,122.8,1198850
$ mkt --store=sqlite:store.db --format=csv bars --to=2024-01-02 -- WALK
  time,open,high,low,close,volume
  2024-01-02,100,103.01,99.46,102.04,724200
