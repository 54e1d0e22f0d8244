$ mkt import data/WALK.csv
  FILE           SYMBOL  FRAME  FEED       ROWS  NEW  REVISED  SAME  BAD  TWICE  SPLITS
  data/WALK.csv  WALK    1Day   file:WALK    86   86        0     0    0      0       0
# The same again changes nothing.
$ mkt import data/WALK.csv --format json
  [
  {"file":"data/WALK.csv","symbol":"WALK","timeframe":"1Day","feed":"file:WALK","rows":86,"new":0,"revised":0,"unchanged":86,"bad":0,"duplicate":0,"splits":0}
  ]
$ mkt import - --symbol walk2 --feed file:WALK --format csv <data/WALK.csv
  file,symbol,timeframe,feed,rows,new,revised,unchanged,bad,duplicate,splits
  stdin,WALK2,1Day,file:WALK,86,86,0,0,0,0,0
$ mkt import data/bad.csv
  FILE          SYMBOL  FRAME  FEED      ROWS  NEW  REVISED  SAME  BAD  TWICE  SPLITS
  data/bad.csv  BAD     1Day   file:bad     7    4        0     0    3      0       0
! mkt: data/bad.csv:3:15: high: is below the low
! mkt: data/bad.csv:4:23: close: is not a number
! mkt: data/bad.csv:5:26: volume: is below 0
= 3
$ mkt import data/bad.csv --symbol STRICT --strict
! mkt: data/bad.csv:3:15: high: is below the low
= 1
$ mkt bars STRICT
! mkt: STRICT: the store has no symbol STRICT (`mkt symbols` lists what is stored)
= 4
# The first failure decides, the other files are stored.
$ mkt import nothing.csv data/WALK.csv --symbol THIRD --format csv
  file,symbol,timeframe,feed,rows,new,revised,unchanged,bad,duplicate,splits
  data/WALK.csv,THIRD,1Day,file:WALK,86,86,0,0,0,0,0
! mkt: nothing.csv: there is no such file
= 4
$ mkt symbols
  SYMBOL  NAME  FRAME  FEED       DEF  BARS  FIRST       LAST        CUR  WATCH
  BAD           1Day   file:bad   yes     4  2024-01-02  2024-01-10  USD  no
  THIRD         1Day   file:WALK  yes    86  2024-01-02  2024-04-30  USD  no
  WALK          1Day   file:WALK  yes    86  2024-01-02  2024-04-30  USD  no
  WALK2         1Day   file:WALK  yes    86  2024-01-02  2024-04-30  USD  no
$ mkt symbols --format csv
  symbol,name,timeframe,feed,default,bars,first,last,currency,watchlist
  BAD,,1Day,file:bad,yes,4,2024-01-02,2024-01-10,USD,no
  THIRD,,1Day,file:WALK,yes,86,2024-01-02,2024-04-30,USD,no
  WALK,,1Day,file:WALK,yes,86,2024-01-02,2024-04-30,USD,no
  WALK2,,1Day,file:WALK,yes,86,2024-01-02,2024-04-30,USD,no
$ mkt symbols --format json
  [
  {"symbol":"BAD","name":"","timeframe":"1Day","feed":"file:bad","default":true,"bars":4,"first":"2024-01-02","last":"2024-01-10","currency":"USD","watchlist":false},
  {"symbol":"THIRD","name":"","timeframe":"1Day","feed":"file:WALK","default":true,"bars":86,"first":"2024-01-02","last":"2024-04-30","currency":"USD","watchlist":false},
  {"symbol":"WALK","name":"","timeframe":"1Day","feed":"file:WALK","default":true,"bars":86,"first":"2024-01-02","last":"2024-04-30","currency":"USD","watchlist":false},
  {"symbol":"WALK2","name":"","timeframe":"1Day","feed":"file:WALK","default":true,"bars":86,"first":"2024-01-02","last":"2024-04-30","currency":"USD","watchlist":false}
  ]
$ mkt bars BAD
  BAD  1Day  file:bad  split  USD  as of 2024-01-10
  TIME         OPEN   HIGH    LOW  CLOSE  VOLUME
  2024-01-02  10.00  11.00   9.00  10.50     100
  2024-01-08  11.00  12.00  10.50  11.25     300
  2024-01-09  11.00  12.00  10.50  11.50     300
  2024-01-10  11.50  12.00  11.00  11.75     250
# Many bad rows are counted, not listed.
$ { echo date,open,high,low,close,volume; for i in $(seq 10 60); do echo "2024-01-$i,1,2,0,1,x"; done; echo 2024-03-01,1,2,1,1,5; echo 2024-03-04,1,2,1,1,5; echo 2024-03-05,1,2,1,1,5; } >many.csv; mkt import many.csv 2>bad.log; echo "status $?"; wc -l <bad.log; tail -1 bad.log
  FILE      SYMBOL  FRAME  FEED       ROWS  NEW  REVISED  SAME  BAD  TWICE  SPLITS
  many.csv  MANY    1Day   file:many    54    3        0     0   51      0       0
  status 3
  21
  mkt: bad rows: 31 more
# A second file of a symbol is another feed, which is not the one that is shown.
$ head -40 data/WALK.csv >h1.csv; { head -1 data/WALK.csv; tail -n +41 data/WALK.csv; } >h2.csv; mkt import h1.csv h2.csv --symbol HALF
  FILE    SYMBOL  FRAME  FEED     ROWS  NEW  REVISED  SAME  BAD  TWICE  SPLITS
  h1.csv  HALF    1Day   file:h1    39   39        0     0    0      0       0
  h2.csv  HALF    1Day   file:h2    47   47        0     0    0      0       0
! mkt: h2.csv: HALF shows file:h1; give --feed file:h1 to extend it
$ mkt import h2.csv --symbol HALF
  FILE    SYMBOL  FRAME  FEED     ROWS  NEW  REVISED  SAME  BAD  TWICE  SPLITS
  h2.csv  HALF    1Day   file:h2    47    0        0    47    0      0       0
$ mkt import h2.csv --symbol HALF --feed file:other --format csv
  file,symbol,timeframe,feed,rows,new,revised,unchanged,bad,duplicate,splits
  h2.csv,HALF,1Day,file:other,47,47,0,0,0,0,0
! mkt: h2.csv: HALF shows file:h1; give --feed file:other to see these bars
$ mkt import h2.csv --symbol HALF --feed file:h1 --format csv
  file,symbol,timeframe,feed,rows,new,revised,unchanged,bad,duplicate,splits
  h2.csv,HALF,1Day,file:h1,47,47,0,0,0,0,0
$ mkt symbols --format csv | grep HALF
  HALF,,1Day,file:h1,yes,86,2024-01-02,2024-04-30,USD,no
  HALF,,1Day,file:h2,no,47,2024-02-26,2024-04-30,USD,no
  HALF,,1Day,file:other,no,47,2024-02-26,2024-04-30,USD,no
# Newest first is turned around: the same bars.
$ { head -1 data/WALK.csv; tail -n +2 data/WALK.csv | tac; } >down.csv; mkt import down.csv --format csv; mkt bars DOWN --format csv | cmp - <(mkt bars WALK --format csv)
  file,symbol,timeframe,feed,rows,new,revised,unchanged,bad,duplicate,splits
  down.csv,DOWN,1Day,file:down,86,86,0,0,0,0,0
# What is no price, and how it is said.
$ printf 'date,open,high,low,close\n2024-01-02,inf,2,1,1\n2024-01-03,1,1e400,1,1\n' | mkt import - --symbol ODD
! mkt: stdin:2:12: open: is not finite
! mkt: stdin:3:14: high: is too large
! mkt: stdin: no good bar in 2 rows
= 1
$ printf 'date,open,high,low,close\n2024-01-02,x,2,1,1\n' | mkt import - --symbol ODD
! mkt: stdin:2:12: open: is not a number
! mkt: stdin: no good bar in 1 row
= 1
# Written as CSV and read again: the same bytes.
$ mkt bars WALK --format csv >walk.csv; mkt import walk.csv --symbol AGAIN --format csv; mkt bars AGAIN --format csv | cmp - walk.csv
  file,symbol,timeframe,feed,rows,new,revised,unchanged,bad,duplicate,splits
  walk.csv,AGAIN,1Day,file:walk,86,86,0,0,0,0,0
# A store that cannot be written.
$ mkt --store sqlite:/proc/none/x.db import data/WALK.csv
! mkt: store: /proc/none: there is no such file or store (choose another place with --store)
= 4
